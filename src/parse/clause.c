/* Clauses of an addendum: `The Venue has been changed from Bali to Jakarta.` */
#include "clause.h"

#include <string.h>

#include <noticelog/scan.h>

#include "reading.h"

#define WORDS_MAX 32 /* of a subject; a longer one is cut */

static ptrdiff_t find_nocase(nlog_slice text, const char *words)
{
	size_t length = strlen(words);

	for (size_t i = 0; i + length <= text.len; i++) {
		if (nlog_slice_starts_nocase(nlog_slice_from(text, i), words))
			return (ptrdiff_t)i;
	}
	return -1;
}

/* What can be done to a field, and the field meant where the subject is the activity. */
static const struct {
	const char *word;
	nlog_field_id field;
} participles[] = {
	{"changed", NLOG_FIELDS},         {"revised", NLOG_FIELDS},
	{"amended", NLOG_FIELDS},         {"corrected", NLOG_FIELDS},
	{"replaced", NLOG_FIELDS},        {"modified", NLOG_FIELDS},
	{"extended", NLOG_FIELDS},        {"moved", NLOG_FIELDS},
	{"shifted", NLOG_FIELDS},         {"increased", NLOG_FIELDS},
	{"reduced", NLOG_FIELDS},         {"rescheduled", NLOG_FIELD_TIMING},
	{"postponed", NLOG_FIELD_TIMING}, {"read", NLOG_FIELDS},
};

static const char *const auxiliaries[] = {
	" has been ", " have been ", " is ",        " are ",    " was ",   " were ",
	" will be ",  " shall be ",  " should be ", " should ", " shall ", " to ",
};

/* Find the verb. @return where the subject ends, or -1; *rest is what follows the verb */
static ptrdiff_t find_verb(nlog_slice sentence, nlog_slice *rest, nlog_field_id *field)
{
	ptrdiff_t best = -1;

	for (size_t i = 0; i < sizeof(auxiliaries) / sizeof(auxiliaries[0]); i++) {
		ptrdiff_t at = find_nocase(sentence, auxiliaries[i]);

		if (at < 0 || (best >= 0 && at >= best))
			continue;
		nlog_slice verb =
			nlog_slice_from(sentence, (size_t)at + strlen(auxiliaries[i]));

		for (size_t k = 0; k < sizeof(participles) / sizeof(participles[0]); k++) {
			if (!nlog_slice_starts_nocase(verb, participles[k].word))
				continue;
			best = at;
			*rest = nlog_slice_from(verb, strlen(participles[k].word));
			*field = participles[k].field;
		}
	}
	return best;
}

bool parse_is_unchanged(nlog_slice sentence)
{
	return find_nocase(sentence, "remain unchanged") >= 0 ||
	       find_nocase(sentence, "remains unchanged") >= 0 ||
	       find_nocase(sentence, "remain the same") >= 0;
}

bool parse_is_clause(nlog_slice text)
{
	nlog_slice rest;
	nlog_field_id field;

	return parse_is_unchanged(text) || find_verb(text, &rest, &field) > 0;
}

nlog_field_id parse_field_of(const nlog_register *reg, nlog_slice label)
{
	nlog_field_id field = nlog_register_find_label(reg, label);

	if (field == NLOG_FIELDS || field == NLOG_FIELD_REFERENCE_NO)
		return NLOG_FIELDS;
	switch (nlog_field_of(field)->type) {
	case NLOG_TYPE_HISTORY:
	case NLOG_TYPE_TEXTS:
	case NLOG_TYPE_PRINTED:
		return NLOG_FIELDS;
	default:
		return field;
	}
}

/* The longest run of words in a subject that is a label. */
static nlog_field_id field_in(const nlog_register *reg, nlog_slice subject)
{
	size_t starts[WORDS_MAX + 1], count = 0, best = 0;
	nlog_field_id found = NLOG_FIELDS;

	for (size_t i = 0; i < subject.len && count < WORDS_MAX; i++) {
		if (subject.data[i] != ' ' && (i == 0 || strchr(" (", subject.data[i - 1])))
			starts[count++] = i;
	}
	starts[count] = subject.len + 1;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = count; k > i + best; k--) {
			nlog_slice words = {subject.data + starts[i],
					    starts[k] - 1 - starts[i]};

			while (words.len && strchr(" ,.)(:\"", words.data[words.len - 1]))
				words.len--;
			nlog_field_id field = parse_field_of(reg, words);

			if (field == NLOG_FIELDS)
				continue;
			found = field;
			best = k - i;
			break;
		}
	}
	return found;
}

/* `Item 3`, `Clause 5` in the subject, as printed. */
static nlog_slice item_in(nlog_slice subject)
{
	static const char *const words[] = {"item ", "clause ", "section ", "paragraph "};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		ptrdiff_t at = find_nocase(subject, words[i]);
		size_t end = (size_t)at + strlen(words[i]);

		if (at < 0 || (at > 0 && subject.data[at - 1] != ' '))
			continue;
		if (nlog_slice_starts_nocase(nlog_slice_from(subject, end), "no. "))
			end += 4;
		size_t start = end;

		while (end < subject.len && strchr("0123456789.", subject.data[end]))
			end++;
		while (end > start && subject.data[end - 1] == '.')
			end--;
		if (end > start)
			return (nlog_slice){subject.data + at, end - (size_t)at};
	}
	return (nlog_slice){subject.data, 0};
}

/* Quotes, ASCII or typographic, and a colon or full stop at the ends are not the value's. */
static nlog_slice bare_value(nlog_slice text)
{
	static const char *const around[] = {"\"", "\xe2\x80\x9c", "\xe2\x80\x9d", ":",
					     "'"};
	bool again = true;

	while (again) {
		again = false;
		text = nlog_slice_trim(text);
		for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
			size_t length = strlen(around[i]);

			if (nlog_slice_starts(text, around[i])) {
				text = nlog_slice_from(text, length);
				again = true;
			}
			if (nlog_slice_ends(text, around[i])) {
				text.len -= length;
				again = true;
			}
		}
		if (nlog_slice_ends(text, ".")) {
			text.len--;
			again = true;
		}
	}
	return text;
}

/* `Timing: 6-10 October 2014`: the new value may repeat the label, or be the first to say it. */
static nlog_slice without_label(const nlog_register *reg, nlog_slice text,
				nlog_field_id *field)
{
	const char *colon = memchr(text.data, ':', text.len);

	if (!colon)
		return text;
	nlog_slice label = {text.data, (size_t)(colon - text.data)};
	nlog_field_id named = parse_field_of(reg, label);

	if (named == NLOG_FIELDS || (*field != NLOG_FIELDS && named != *field))
		return text;
	*field = named;
	return bare_value(nlog_slice_from(text, label.len + 1));
}

static bool is_exact(const nlog_register *reg, nlog_field_id field, nlog_slice text)
{
	nlog_scanned scanned = {.value = NULL};
	nlog_findings nobody = NLOG_FINDINGS_INIT;
	nlog_place nowhere = {NULL, 0, 0, NULL};

	nlog_scan_field(&scanned, reg, field, text, &nobody, nowhere);
	bool exact = scanned.value && scanned.lossless;

	nlog_scanned_clear(&scanned);
	nlog_findings_clear(&nobody);
	return exact;
}

/*
 * `from OLD to NEW`: where several `to` stand there, the one that leaves a
 * whole value on both sides is meant, else the first.
 */
static void split_sides(parse_clause *out, const nlog_register *reg, nlog_slice text)
{
	bool found = false;

	for (size_t i = 1; i + 3 < text.len && i < 2000; i++) {
		nlog_slice here = nlog_slice_from(text, i);

		if (!nlog_slice_starts(here, " to ") && !nlog_slice_starts(here, " to:"))
			continue;
		nlog_slice before = bare_value((nlog_slice){text.data, i});
		nlog_field_id field = out->field;
		nlog_slice after = without_label(
			reg, bare_value(nlog_slice_from(text, i + 4)), &field);
		bool exact = field != NLOG_FIELDS && is_exact(reg, field, before) &&
			     is_exact(reg, field, after);

		if (!found || exact) {
			out->before = before;
			out->after = after;
			found = true;
		}
		if (exact) {
			out->field = field;
			return;
		}
	}
}

/* Words between the verb and the new value. */
static nlog_slice skip_lead(nlog_slice rest)
{
	static const char *const leads[] = {"to read as follows",
					    "to read as",
					    "to read",
					    "as follows",
					    "until",
					    "up to",
					    "to",
					    "as",
					    "by",
					    "with"};

	rest = nlog_slice_trim(rest);
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		size_t length = strlen(leads[i]);

		if (nlog_slice_starts_nocase(rest, leads[i]) &&
		    (rest.len == length || strchr(" :\"", rest.data[length])))
			return nlog_slice_from(rest, length);
	}
	return rest;
}

static void read_sides(parse_clause *out, const nlog_register *reg, nlog_slice rest)
{
	rest = nlog_slice_trim(rest);
	if (nlog_slice_starts_nocase(rest, "from ")) {
		split_sides(out, reg, nlog_slice_from(rest, 5));
		return;
	}
	ptrdiff_t instead = find_nocase(rest, "instead of ");
	nlog_slice after = skip_lead(rest);

	if (instead > 0) {
		out->before = bare_value(nlog_slice_from(rest, (size_t)instead + 11));
		after.len = (size_t)(rest.data + instead - after.data);
		after = nlog_slice_trim(after);
		if (nlog_slice_ends(after, ","))
			after.len--;
	}
	out->after = without_label(reg, bare_value(after), &out->field);
}

bool parse_read_clause(parse_clause *out, const nlog_register *reg, nlog_slice sentence)
{
	nlog_slice rest = {NULL, 0};
	nlog_field_id implied = NLOG_FIELDS;
	ptrdiff_t end = find_verb(sentence, &rest, &implied);

	*out = (parse_clause){.field = NLOG_FIELDS};
	if (end <= 0)
		return false;
	nlog_slice subject = {sentence.data, (size_t)end};

	out->item = item_in(subject);
	out->field = field_in(reg, subject);
	if (out->field == NLOG_FIELDS)
		out->field = implied;
	read_sides(out, reg, rest);
	return true;
}

/* `Item 4` before a full stop: the number is not the end of a sentence. */
static bool ends_in_item(nlog_slice text)
{
	size_t digits = 0;

	while (digits < text.len && text.data[text.len - digits - 1] >= '0' &&
	       text.data[text.len - digits - 1] <= '9')
		digits++;
	text.len -= digits;
	return digits &&
	       (nlog_slice_ends(text, "Item ") || nlog_slice_ends(text, "item ") ||
		nlog_slice_ends(text, "Clause ") || nlog_slice_ends(text, "clause "));
}

/* Does a full stop behind this text end an abbreviation only? */
static bool is_abbreviation(nlog_slice text)
{
	static const char *const words[] = {"No",  "Dr",   "Mr", "Ms",
					    "Mrs", "Prof", "St", "Ref"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (nlog_slice_ends(text, words[i]) &&
		    (text.len == length || strchr(" (", text.data[text.len - length - 1])))
			return true;
	}
	return ends_in_item(text) || (text.len > 0 && text.len < 3);
}

nlog_slice parse_next_sentence(nlog_slice *text)
{
	nlog_slice all = nlog_slice_trim(*text);
	bool quoted = false;

	for (size_t i = 0; i + 2 < all.len; i++) {
		char next = all.data[i + 2];

		quoted ^= all.data[i] == '"';
		if (quoted || all.data[i] != '.' || all.data[i + 1] != ' ' || next < 'A' ||
		    next > 'Z' || is_abbreviation((nlog_slice){all.data, i}))
			continue;
		*text = nlog_slice_from(all, i + 2);
		return (nlog_slice){all.data, i + 1};
	}
	*text = nlog_slice_from(all, all.len);
	return all;
}
