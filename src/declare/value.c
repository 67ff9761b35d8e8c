/* Values in prose: what stands after "from", "to" and "instead of". */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "declare.h"

/* "from A to B" with more words "to" inside than this is no pair of values. */
#define TRIES_MAX 6

/* Where a new value ends, and its reasons begin. */
static const char *const reasons[] = {
	"due to",      "owing to",     "because",     "in view of",  "in light of",
	"in order to", "so that",      "at the",      "as per",      "subject to",
	"with effect", "as requested", "for the",     "for reasons", "after consultation",
	"following",   "considering",  "upon",        "as a",        "given",
	"as notified", "as announced", "in response", "pursuant to", "in accordance",
	"since",       "without",      "while",       "whereas",     "therefore",
};

static bool is_reason(const sentence *s, size_t at)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (nlog_declare_phrase_at(s, at, reasons[i]))
			return true;
	return false;
}

static bool is_empty(const json_t *value)
{
	return !value || (!json_is_integer(value) && !json_is_string(value) &&
			  !json_array_size(value) && !json_object_size(value));
}

json_t *nlog_declare_value_read(const reading *r, nlog_field_id field, nlog_slice text)
{
	if (!text.len || field >= NLOG_FIELDS)
		return NULL;
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_scanned scanned = {0};
	nlog_scan_field(&scanned, r->reg, field, text, &findings, (nlog_place){0});
	json_t *value = is_empty(scanned.value) ? NULL : json_incref(scanned.value);
	nlog_scanned_clear(&scanned);
	nlog_findings_clear(&findings);
	return value;
}

static json_t *array_of(nlog_str *text)
{
	json_t *array = json_array();
	json_array_append_new(array, nlog_json_from_slice(nlog_str_slice(text)));
	nlog_str_clear(text);
	return array;
}

static json_t *periods_of(nlog_period period)
{
	nlog_str iso = NLOG_STR_INIT;
	nlog_period_add_iso(&iso, period);
	return array_of(&iso);
}

static json_t *find_period(nlog_slice text)
{
	nlog_period period;
	size_t offset, len;
	return nlog_scan_find_period(text, &period, &offset, &len) ? periods_of(period)
								   : NULL;
}

static json_t *find_date(nlog_slice text)
{
	nlog_date date;
	size_t offset, len;
	if (!nlog_scan_find_date(text, &date, &offset, &len))
		return NULL;
	nlog_str iso = NLOG_STR_INIT;
	nlog_date_add_iso(&iso, date);
	return array_of(&iso);
}

/* The first run of one to three words that the vocabulary knows. */
static json_t *find_modality(const reading *r, nlog_slice text)
{
	for (size_t at = 0; at < text.len;) {
		size_t end = at;
		for (int count = 0; count < 3 && end < text.len; count++) {
			while (end < text.len && text.data[end] == ' ')
				end++;
			while (end < text.len && text.data[end] != ' ')
				end++;
			nlog_slice words = {text.data + at, end - at};
			while (words.len && strchr(".,;:()", words.data[words.len - 1]))
				words.len--;
			const char *term = nlog_register_find_modality(r->reg, words);
			if (term)
				return json_string(term);
		}
		while (at < text.len && text.data[at] != ' ')
			at++;
		while (at < text.len && text.data[at] == ' ')
			at++;
	}
	return NULL;
}

/* "virtually", "remotely": how sentences say it, where a field would name the mode. */
static json_t *find_adverb(nlog_slice text)
{
	static const struct {
		const char *words, *term;
	} adverbs[] = {{"virtually", "online"},
		       {"remotely", "online"},
		       {"in person", "face-to-face"},
		       {"in-person", "face-to-face"},
		       {"physically", "face-to-face"}};
	for (size_t i = 0; i < sizeof(adverbs) / sizeof(adverbs[0]); i++)
		if (nlog_slice_find(text, adverbs[i].words) >= 0)
			return json_string(adverbs[i].term);
	return NULL;
}

/* "Japan", and the country of "Tokyo, Japan"; nothing else is taken for one. */
static json_t *find_country(const reading *r, nlog_slice text)
{
	for (size_t i = text.len; i-- > 0;)
		if (text.data[i] == ',') {
			text = nlog_slice_trim(nlog_slice_from(text, i + 1));
			break;
		}
	const nlog_economy *economy = nlog_register_find_economy(r->reg, text);
	const char *name =
		economy ? economy->name : nlog_register_find_organization(r->reg, text);
	return name ? json_pack("[s]", name) : NULL;
}

json_t *nlog_declare_value_find(const reading *r, nlog_field_id field, nlog_slice text)
{
	if (!text.len)
		return NULL;
	if (field == NLOG_FIELD_TIMING)
		return find_period(text);
	if (field == NLOG_FIELD_CLOSING_DATES)
		return find_date(text);
	if (field == NLOG_FIELD_MODALITY) {
		json_t *term = find_modality(r, text);
		return term ? term : find_adverb(text);
	}
	if (field == NLOG_FIELD_HOSTING_COUNTRIES)
		return find_country(r, text);
	return nlog_declare_value_read(r, field, text);
}

/* One quotation is the value; else the words up to a reason, or to a comma that is none of it. */
nlog_slice nlog_declare_object_of(const reading *r, const sentence *s, size_t first,
				  size_t end)
{
	while (nlog_declare_word_among(s, first, "a an the be"))
		first++;
	if (first < end && s->words[first].is_quote)
		return s->words[first].text;
	size_t stop = first;
	while (stop < end && !(stop > first && is_reason(s, stop))) {
		const word *w = &s->words[stop++];
		if (w->stop == ';')
			break;
		/* "Jakarta, Indonesia" and "24-29 July, 2017" go on after the comma. */
		if (w->stop == ',' && stop < end) {
			nlog_slice next = s->words[stop].text;
			bool is_year =
				next.len == 4 && next.data[0] >= '0' && next.data[0] <= '9';
			if (!is_year && !nlog_register_find_economy(r->reg, next))
				break;
		}
	}
	return nlog_declare_words_text(s, first, stop);
}

static size_t find_word(const sentence *s, size_t first, size_t end, const char *words)
{
	while (first < end && !nlog_declare_word_among(s, first, words))
		first++;
	return first;
}

/* Years that only the new value states hold for the old one: "22–25 March to 9–12 June 2020". */
static json_t *with_year_of(const reading *r, nlog_field_id field, nlog_slice text,
			    const json_t *after)
{
	const char *iso = json_string_value(json_array_get(after, 0));
	if (!iso || (field != NLOG_FIELD_TIMING && field != NLOG_FIELD_CLOSING_DATES))
		return NULL;
	nlog_str dated = NLOG_STR_INIT;
	nlog_str_add_slice(&dated, text);
	nlog_str_addc(&dated, ' ');
	nlog_str_addn(&dated, iso, 4);
	json_t *value = nlog_declare_value_find(r, field, nlog_str_slice(&dated));
	nlog_str_clear(&dated);
	return value;
}

/* `from A to B` from word `from` on: the first "to" at which both sides are values. */
static bool read_from_to(stated *out, const reading *r, nlog_field_id field,
			 const sentence *s, size_t from, size_t end)
{
	int tried = 0;
	for (size_t to = from + 2; to < end && tried < TRIES_MAX; to++, tried++) {
		to = find_word(s, to, end, "to into until");
		if (to >= end)
			break;
		nlog_slice old = nlog_declare_words_text(s, from + 1, to);
		if (nlog_declare_word_among(s, from + 1, "a an the"))
			old = nlog_declare_words_text(s, from + 2, to);
		/* "to: Timing: 6-10 October 2014" repeats the label. */
		size_t first = to + 1;
		if (first < end && s->words[first].stop == ':' &&
		    nlog_register_find_label(r->reg, s->words[first].text) == field)
			first++;
		json_t *after = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, first, end));
		json_t *before = after ? nlog_declare_value_find(r, field, old) : NULL;
		if (after && !before)
			before = with_year_of(r, field, old, after);
		if (before && after) {
			*out = (stated){before, after};
			return true;
		}
		json_decref(after);
		json_decref(before);
	}
	return false;
}

/* `B instead of A`: the place of A. @return the word after the phrase, or end */
static size_t find_instead(const sentence *s, size_t first, size_t end, size_t *phrase)
{
	static const char *const words[] = {"instead of", "rather than", "in place of",
					    "in lieu of", "and not"};
	for (size_t at = first; at < end; at++)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			size_t count = nlog_declare_phrase_at(s, at, words[i]);
			if (count) {
				*phrase = at;
				return at + count;
			}
		}
	*phrase = end;
	return end;
}

stated nlog_declare_values_read(const reading *r, nlog_field_id field, const sentence *s,
				size_t first, size_t end)
{
	stated out = {NULL, NULL};
	size_t instead_end, old = find_instead(s, first, end, &instead_end);
	size_t from = find_word(s, first, instead_end, "from");
	if (from < instead_end && read_from_to(&out, r, field, s, from, instead_end))
		return out;
	size_t to = find_word(s, first, instead_end, "to into until till by with on in as");
	if (to < instead_end) {
		size_t value = to + 1;
		if (value < end && s->words[value].stop == ':' &&
		    nlog_register_find_label(r->reg, s->words[value].text) == field)
			value++;
		out.after = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, value, instead_end));
	} else if (first < instead_end && from == instead_end) {
		/* "moved online", "held virtually" */
		if (field == NLOG_FIELD_MODALITY)
			out.after = nlog_declare_value_find(
				r, field, nlog_declare_words_text(s, first, instead_end));
	}
	/* "held from B instead of A" has no "to". */
	if (!out.after && old < end && from + 1 < instead_end)
		out.after = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, from + 1, instead_end));
	else if (from + 1 < instead_end)
		out.before = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, from + 1, instead_end));
	if (old < end) {
		json_decref(out.before);
		out.before = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, old, end));
		if (!out.before && out.after)
			out.before = with_year_of(r, field,
						  nlog_declare_object_of(r, s, old, end),
						  out.after);
	}
	return out;
}
