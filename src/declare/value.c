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
	return nlog_declare_phrase_among(s, at, reasons,
					 sizeof(reasons) / sizeof(reasons[0])) > 0;
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
	nlog_type_id type = nlog_field_of(field)->type;
	if (type == NLOG_TYPE_TEXTS)
		return json_pack("[o]", nlog_json_from_slice(text));
	if (type == NLOG_TYPE_HISTORY || type == NLOG_TYPE_PRINTED)
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
	return nlog_declare_find_period(text, &period) ? periods_of(period) : NULL;
}

static json_t *find_date(nlog_slice text)
{
	nlog_date date;
	if (!nlog_declare_find_date(text, &date))
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
		if (stop > first && s->words[stop].is_aside &&
		    nlog_declare_is_enumerator(s, stop))
			break;
		const word *w = &s->words[stop++];
		if (w->stop == ';')
			break;
		/* "Jakarta, Indonesia", "24-29 July, 2017", "Friday, 16 May" go on after it. */
		if (w->stop == ',' && stop < end) {
			nlog_slice next = s->words[stop].text;
			bool is_figure =
				next.len && next.data[0] >= '0' && next.data[0] <= '9';
			if (!is_figure && !nlog_register_find_economy(r->reg, next) &&
			    !nlog_month_from_name(next))
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

/* Two values, of which one may leave its year to the other: "22–25 March to 9–12 June 2020". */
static stated pair_of(const reading *r, nlog_field_id field, nlog_slice old, nlog_slice new)
{
	stated out = {nlog_declare_value_find(r, field, old),
		      nlog_declare_value_find(r, field, new)};
	if (out.before && !out.after)
		out.after = nlog_declare_value_near(r, field, new, out.before);
	if (!out.after)
		out.after = nlog_declare_value_of_notice(r, field, new);
	if (!out.before && out.after)
		out.before = nlog_declare_value_near(r, field, old, out.after);
	return out;
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
		*out = pair_of(r, field, old, nlog_declare_object_of(r, s, first, end));
		if (out->before && out->after)
			return true;
		json_decref(out->after);
		json_decref(out->before);
		*out = (stated){NULL, NULL};
	}
	return false;
}

/* `B instead of A`: the place of A. @return the word after the phrase, or end */
size_t nlog_declare_find_instead(const sentence *s, size_t first, size_t end,
				 size_t *phrase)
{
	static const char *const words[] = {"instead of", "rather than", "in place of",
					    "in lieu of", "and not"};
	for (size_t at = first; at < end; at++) {
		size_t count = nlog_declare_phrase_among(s, at, words,
							 sizeof(words) / sizeof(words[0]));
		if (count) {
			*phrase = at;
			return at + count;
		}
	}
	*phrase = end;
	return end;
}

/* "to", but not that of "due to the elections" */
static size_t find_to(const sentence *s, size_t first, size_t end, const char *words)
{
	size_t at = find_word(s, first, end, words);
	while (at < end && at > 0 &&
	       nlog_declare_word_among(
		       s, at - 1,
		       "due owing pursuant prior subject according response "
		       "addition thanks"))
		at = find_word(s, at + 1, end, words);
	return at;
}

/* "Timing: 6-10 October 2014" repeats the label. */
static size_t skip_label(const reading *r, nlog_field_id field, const sentence *s,
			 size_t at, size_t end)
{
	for (size_t stop = at; stop < end && stop < at + 4; stop++)
		if (s->words[stop].stop == ':')
			return nlog_register_find_label(
				       r->reg, nlog_declare_words_text(s, at, stop + 1)) ==
					       field
				       ? stop + 1
				       : at;
	return at;
}

/* "read as follows", "to read" */
static size_t skip_read(const sentence *s, size_t at, size_t end)
{
	if (nlog_declare_word_is(s, at, "to") && nlog_declare_word_is(s, at + 1, "read"))
		at++;
	while (at < end && nlog_declare_word_among(s, at, "read reads as follows now"))
		at++;
	return at;
}

static json_t *object_value(const reading *r, nlog_field_id field, const sentence *s,
			    size_t first, size_t end)
{
	first = skip_label(r, field, s, skip_read(s, first, end), end);
	return nlog_declare_value_of_notice(r, field,
					    nlog_declare_object_of(r, s, first, end));
}

/* The old value behind "instead of", in the light of the new one. */
static void read_instead(stated *out, const reading *r, nlog_field_id field,
			 const sentence *s, size_t old, size_t end)
{
	if (old >= end)
		return;
	nlog_slice text = nlog_declare_object_of(r, s, old, end);
	json_decref(out->before);
	out->before = nlog_declare_value_find(r, field, text);
	if (!out->before && out->after)
		out->before = nlog_declare_value_near(r, field, text, out->after);
}

stated nlog_declare_values_plain(const reading *r, nlog_field_id field, const sentence *s,
				 size_t first, size_t end)
{
	stated out = {NULL, NULL};
	size_t instead_end, old = nlog_declare_find_instead(s, first, end, &instead_end);
	out.after = object_value(r, field, s, first, instead_end);
	read_instead(&out, r, field, s, old, end);
	return out;
}

stated nlog_declare_values_read(const reading *r, nlog_field_id field, const sentence *s,
				size_t first, size_t end)
{
	stated out = {NULL, NULL};
	size_t instead_end, old = nlog_declare_find_instead(s, first, end, &instead_end);
	size_t from = find_word(s, first, instead_end, "from");
	if (from < instead_end && read_from_to(&out, r, field, s, from, instead_end))
		return out;
	/* "by four" says how many more, not how many. */
	const char *others = nlog_field_of(field)->type == NLOG_TYPE_SEATS
				     ? "with on in as"
				     : "by with on in as";
	size_t to = find_to(s, first, instead_end, "to into until till upto");
	if (to == instead_end)
		to = find_word(s, first, instead_end, others);
	if (to < instead_end)
		out.after = object_value(r, field, s, to + 1, instead_end);
	/* "moved online", "held virtually", "conducted online in English" */
	if (!out.after && first < instead_end && from == instead_end &&
	    field == NLOG_FIELD_MODALITY)
		out.after = nlog_declare_value_find(
			r, field, nlog_declare_words_text(s, first, instead_end));
	/* "held from B instead of A" has no "to". */
	if (!out.after && old < end && from + 1 < instead_end)
		out.after = nlog_declare_value_of_notice(
			r, field, nlog_declare_object_of(r, s, from + 1, instead_end));
	else if (from + 1 < instead_end)
		out.before = nlog_declare_value_find(
			r, field, nlog_declare_object_of(r, s, from + 1, instead_end));
	read_instead(&out, r, field, s, old, end);
	return out;
}
