/* Words of labels: which field they name, and which words could be a label at all. */
#include <string.h>

#include "reading.h"

#define UNKNOWN_WORDS_MAX 7 /* words of a label that the register does not know */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `3.`, `3)`, `(3)` in front of a label. */
nlog_slice parse_without_number(nlog_slice text, unsigned *number)
{
	size_t at = nlog_slice_starts(text, "(") ? 1 : 0, start = at;
	unsigned value = 0;

	*number = 0;
	while (at < text.len && at < start + 3 && is_digit(text.data[at]))
		value = value * 10 + (unsigned)(text.data[at++] - '0');
	if (at == start || at == text.len || !strchr(".)", text.data[at]))
		return text;
	if (at + 1 < text.len && is_digit(text.data[at + 1])) /* 2.5 */
		return text;
	*number = value;
	return nlog_slice_trim(nlog_slice_from(text, at + 1));
}

size_t parse_count_words(nlog_slice text)
{
	size_t words = 0;

	for (size_t i = 0; i < text.len; i++)
		words += text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ');
	return words;
}

/* `PN Revision 2 Issue Date`: the day of that revision. */
bool parse_is_revision_label(nlog_slice label, unsigned *number)
{
	ptrdiff_t at;
	unsigned value = 0;
	nlog_str lower = NLOG_STR_INIT;

	for (size_t i = 0; i < label.len && i < PARSE_LABEL_MAX; i++) {
		char c = label.data[i];

		nlog_str_addc(&lower, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
	nlog_slice text = nlog_str_slice(&lower);

	at = nlog_slice_find(text, "revision ");
	bool found = at >= 0 && nlog_slice_find(text, "date") >= 0;

	if (found) {
		nlog_slice rest = nlog_slice_from(text, (size_t)at + 9);

		if (nlog_slice_starts(rest, "no. "))
			rest = nlog_slice_from(rest, 4);
		for (size_t i = 0; i < rest.len && i < 4 && is_digit(rest.data[i]); i++)
			value = value * 10 + (unsigned)(rest.data[i] - '0');
		found = value > 0;
	}
	nlog_str_clear(&lower);
	*number = value;
	return found;
}

/*
 * `Timing (Session 1)`: the label without the session that it is for, which is
 * `Session 1`; or the whole label, and an empty session.
 */
nlog_slice parse_without_session(nlog_slice label, nlog_slice *session)
{
	size_t end = label.len - nlog_slice_ends(label, ")"), at = end, start;

	*session = (nlog_slice){"", 0};
	while (at && label.data[at - 1] != ' ' && end - at < 4)
		at--;
	start = at - (at < 8 ? at : 8);
	if (at == end ||
	    !nlog_slice_starts_nocase(nlog_slice_from(label, start), "session "))
		return label;
	*session = (nlog_slice){label.data + start, end - start};
	while (start && strchr(" (-,:", label.data[start - 1]))
		start--;
	return start ? (nlog_slice){label.data, start} : label;
}

/* Where nothing but the reference number was read, a bare `Date` is that of the issue. */
#define AROUND_DATE (UINT64_C(1) << NLOG_FIELD_REFERENCE_NO)

nlog_field_id parse_label_field(const parser *in, nlog_slice label)
{
	unsigned number;
	nlog_slice session;

	if (!label.len || label.len > PARSE_LABEL_MAX)
		return NLOG_FIELDS;
	if (parse_is_revision_label(label, &number))
		return NLOG_FIELD_REVISION_DATE;
	label = parse_without_session(label, &session);
	if (nlog_slice_is_nocase(label, "date") &&
	    (in->is_addendum || !(in->seen & ~AROUND_DATE)))
		return NLOG_FIELD_DATE_OF_ISSUE;
	return nlog_register_find_label(in->reg, label);
}

/* Words with a colon behind them that belong to an address or a remark. */
static const char *const no_labels[] = {
	"tel",     "telephone", "phone", "mobile", "fax",    "e-mail", "email", "website",
	"web",     "url",       "http",  "https",  "attn",   "note",   "p.s.",  "nb",
	"session", "day",       "group", "phase",  "module", "week",   "part",  "batch",
};

/* Could words that the register does not know be a label? */
bool parse_is_label_like(nlog_slice label)
{
	if (!label.len || label.len > PARSE_LABEL_MAX ||
	    parse_count_words(label) > UNKNOWN_WORDS_MAX)
		return false;
	char first = label.data[0];

	if (!((first >= 'A' && first <= 'Z') || first == '(' ||
	      (unsigned char)first >= 0xc3))
		return false;
	if (strchr(".,;!?", label.data[label.len - 1]) || nlog_slice_find(label, ". ") >= 0)
		return false;
	const char *space = memchr(label.data, ' ', label.len);
	nlog_slice word = {label.data, space ? (size_t)(space - label.data) : label.len};

	for (size_t i = 0; i < sizeof(no_labels) / sizeof(no_labels[0]); i++) {
		if (nlog_slice_is_nocase(word, no_labels[i]))
			return false;
	}
	return true;
}

/* Every longer word begins with a capital: `Financial Arrangements`, no sentence. */
bool parse_is_titled(nlog_slice label)
{
	size_t start = 0;

	for (size_t i = 0; i <= label.len; i++) {
		if (i < label.len && label.data[i] != ' ')
			continue;
		if (i - start > 3 && label.data[start] >= 'a' && label.data[start] <= 'z')
			return false;
		start = i + 1;
	}
	return true;
}

/* Words that go on with a label, where its first words are one already. */
static const char *const label_words[] = {
	"for",          "of",           "and",           "&",
	"to",           "the",          "(s)",           "date",
	"dates",        "date(s)",      "duration",      "timing",
	"issue",        "receipt",      "nomination",    "nominations",
	"application",  "applications", "candidate",     "candidates",
	"candidate(s)", "participant",  "participants",  "participant(s)",
	"programme",    "program",      "project",       "country",
	"countries",    "country(ies)", "city",          "cities",
	"city(ies)",    "organization", "organizations", "organization(s)",
	"code",         "title",        "no.",           "number",
};

bool parse_is_label_word(nlog_slice word)
{
	for (size_t i = 0; i < sizeof(label_words) / sizeof(label_words[0]); i++) {
		if (nlog_slice_is_nocase(word, label_words[i]))
			return true;
	}
	return false;
}

static size_t word_end(nlog_slice text, size_t at)
{
	while (at < text.len && !strchr(" \t\n", text.data[at]))
		at++;
	return at;
}

/*
 * How much of a text that begins with a label is the label? Its first words that
 * name a field, and those behind them that go on with it. 0: it begins with none.
 */
size_t parse_label_length(const parser *in, nlog_slice text)
{
	size_t found = 0, end = 0,
	       limit = text.len < PARSE_LABEL_MAX ? text.len : PARSE_LABEL_MAX;

	while (end < limit) {
		size_t start = end ? end + 1 : 0;

		end = word_end(text, start);
		if (end > PARSE_LABEL_MAX ||
		    (found &&
		     !parse_is_label_word((nlog_slice){text.data + start, end - start})))
			break;
		if (parse_label_field(in, (nlog_slice){text.data, end}) != NLOG_FIELDS)
			found = end;
	}
	return found;
}
