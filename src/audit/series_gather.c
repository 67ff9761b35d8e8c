/* What notices say that is one of a series: numbers, codes, letters, ordinals of meetings. */
#include "series.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <string.h>

/* A number of more digits is something else. */
#define NUMBER_DIGITS 6
/* The name of a meeting has no more words than this. */
#define SERIES_WORDS 8

static void add(series_list *list, const series_item *item)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = *item;
}

/* What the revision before of the same notice said, if this one says it again. */
static series_item *said_before(series_list *list, const series_item *item,
				const char *series)
{
	series_item *last = list->count ? &list->items[list->count - 1] : NULL;

	return last && last->dossier == item->dossier && last->number == item->number &&
			       strcmp(last->series, series) == 0
		       ? last
		       : NULL;
}

static bool is_lower(const series_item *item, const series_item *than)
{
	return item->revision->number < than->revision->number;
}

void audit_series_clear(audit_series *series)
{
	nlog_free(series->references.items);
	nlog_free(series->ordinals.items);
	nlog_free(series->codes.items);
	nlog_free(series->letters.items);
	nlog_pool_clear(&series->texts);
	*series = (audit_series){.texts = NLOG_POOL_INIT};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* @return how many digits stand at the start of text; their number in *out if they are few */
static size_t read_number(nlog_slice text, unsigned *out)
{
	size_t len = 0;

	*out = 0;
	for (; len < text.len && is_digit(text.data[len]); len++)
		if (len < NUMBER_DIGITS)
			*out = *out * 10 + (unsigned)(text.data[len] - '0');
	return len;
}

/* ---- ordinals */

/* What meetings are called that are counted. */
static const char *const meeting_words[] = {
	"session",   "meeting",  "workshop", "conference", "forum",   "assembly", "summit",
	"symposium", "congress", "seminar",  "course",     "edition", "round",
};

/* Words at which the name of a meeting is over. */
static const char *const end_words[] = {"on",  "in",   "for",  "to",   "at",    "by",
					"and", "from", "held", "with", "during"};

static bool is_one_of(nlog_slice word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (nlog_slice_is_nocase(word, words[i]))
			return true;
	return false;
}

static size_t word_length(nlog_slice text)
{
	size_t len = 0;

	while (len < text.len && text.data[len] != ' ')
		len++;
	return len;
}

/* The length of a word without the marks behind it. */
static size_t bare_length(nlog_slice word)
{
	while (word.len && strchr(",;:.)\"'", word.data[word.len - 1]))
		word.len--;
	return word.len;
}

const char *series_suffix(unsigned number)
{
	static const char *const suffixes[] = {"th", "st", "nd", "rd"};
	unsigned last = number % 10, tens = number / 10 % 10;

	return suffixes[tens == 1 || last > 3 ? 0 : last];
}

/*
 * The name behind an ordinal: whole words up to a mark or a word that leads away
 * from it. It must call itself a meeting: a century or a revolution is none.
 */
static bool read_name(nlog_slice rest, nlog_str *series, size_t *len)
{
	bool is_meeting = false, is_over = false;
	size_t at = 0;

	*len = 0;
	for (unsigned words = 0; !is_over && at < rest.len && words < SERIES_WORDS;
	     words++) {
		nlog_slice word = nlog_slice_from(rest, at);
		size_t whole = word_length(word);

		word.len = whole;
		word.len = bare_length(word);
		is_over = word.len < whole;
		if (!word.len || word.data[0] == '(' || is_digit(word.data[0]) ||
		    is_one_of(word, end_words, sizeof(end_words) / sizeof(*end_words)))
			break;
		is_meeting = is_meeting ||
			     is_one_of(word, meeting_words,
				       sizeof(meeting_words) / sizeof(*meeting_words));
		*len = at + word.len;
		if (series->len)
			nlog_str_addc(series, ' ');
		nlog_text_add_letters(series, word);
		at += whole + 1;
	}
	return is_meeting;
}

static bool read_ordinal(nlog_pool *pool, nlog_slice text, series_item *out)
{
	nlog_str series = NLOG_STR_INIT;
	nlog_slice rest;
	unsigned number;
	size_t digits = read_number(text, &number), len;
	bool has_name;

	rest = nlog_slice_from(text, digits);
	if (!digits || digits > 3 ||
	    !nlog_slice_starts_nocase(rest, series_suffix(number)) || rest.len < 4 ||
	    rest.data[2] != ' ')
		return false;
	has_name = read_name(nlog_slice_from(rest, 3), &series, &len);
	if (has_name) {
		out->number = number;
		out->series = nlog_pool_text(pool, nlog_str_slice(&series));
		text.len = digits + 3 + len;
		out->shown = nlog_pool_text(pool, text);
	}
	nlog_str_clear(&series);
	return has_name;
}

bool audit_find_ordinal(nlog_pool *pool, nlog_slice text, series_item *out)
{
	for (size_t at = 0; at < text.len; at++)
		if (is_digit(text.data[at]) &&
		    (at == 0 || strchr(" (\"'", text.data[at - 1])) &&
		    read_ordinal(pool, nlog_slice_from(text, at), out))
			return true;
	return false;
}

/* Of a notice as it is now: its title, else its objectives, says the how manieth it is. */
static void add_ordinal(audit_series *series, const series_item *base,
			const nlog_notice *notice)
{
	const json_t *objectives = nlog_notice_get(notice, NLOG_FIELD_OBJECTIVES);
	series_item item = *base;
	bool has = audit_find_ordinal(&series->texts,
				      nlog_notice_line(notice, NLOG_FIELD_TITLE), &item);

	for (size_t i = 0; !has && i < json_array_size(objectives); i++) {
		has = audit_find_ordinal(&series->texts,
					 nlog_json_slice(json_array_get(objectives, i)),
					 &item);
		item.is_hint = has;
	}
	if (has)
		add(&series->ordinals, &item);
}

/* ---- the others */

/* A notice that keeps its number has it since it was first issued with it. */
static void add_reference(audit_series *series, const series_item *base,
			  const nlog_notice *notice)
{
	nlog_slice text = nlog_notice_line(notice, NLOG_FIELD_REFERENCE_NO);
	series_item item = *base, *before;

	if (!text.len || text.len > NUMBER_DIGITS ||
	    read_number(text, &item.number) != text.len)
		return;
	before = said_before(&series->references, &item, "");
	if (before && (before->day.day < item.day.day || !is_lower(&item, before)))
		return;
	item.series = "";
	item.shown = nlog_pool_text(&series->texts, text);
	if (before)
		*before = item;
	else
		add(&series->references, &item);
}

/* As a key would have it, whatever the case. */
static char key_character(char c)
{
	if (c == '/')
		return '_';
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A notice that keeps its code has it in the first revision that was recorded with it. */
static void add_code(audit_series *series, const series_item *base,
		     const nlog_notice *notice)
{
	nlog_slice code = nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE);
	nlog_str key = NLOG_STR_INIT;
	series_item item = *base, *before;

	for (size_t i = 0; i < code.len; i++)
		nlog_str_addc(&key, key_character(code.data[i]));
	before = said_before(&series->codes, &item, nlog_str_text(&key));
	if (code.len && (!before || is_lower(&item, before))) {
		item.series = nlog_pool_text(&series->texts, nlog_str_slice(&key));
		item.shown = nlog_slice_equal(code, nlog_str_slice(&key))
				     ? item.series
				     : nlog_pool_text(&series->texts, code);
		if (before)
			*before = item;
		else
			add(&series->codes, &item);
	}
	nlog_str_clear(&key);
}

void audit_series_add(audit_series *series, const nlog_history_step *step,
		      const nlog_notice *notice)
{
	series_item base = {
		.dossier = step->dossier,
		.revision = step->after,
		.day = step->after->issued,
	};

	add_reference(series, &base, notice);
	add_code(series, &base, notice);
	if (step->after == nlog_dossier_latest(step->dossier))
		add_ordinal(series, &base, notice);
}

/* `25-IN-09-GE-LOM-077`: the serial is what stands behind the last hyphen. */
static void add_letter(audit_series *series, const series_item *base, const char *reference,
		       const char *day)
{
	const char *hyphen = strrchr(reference, '-');
	series_item item = *base;
	nlog_slice serial = nlog_slice_of(hyphen ? hyphen + 1 : NULL);

	if (!serial.len || serial.len > NUMBER_DIGITS ||
	    read_number(serial, &item.number) != serial.len ||
	    !nlog_date_from_iso(&item.day, nlog_slice_of(day)))
		return;
	item.series = nlog_pool_text(&series->texts,
				     (nlog_slice){reference, (size_t)(hyphen - reference)});
	item.shown = nlog_pool_text(&series->texts, nlog_slice_of(reference));
	add(&series->letters, &item);
}

static void join(series_list *list, series_list *other)
{
	NLOG_JOIN(list->items, list->count, list->capacity, other->items, other->count);
}

void audit_series_join(audit_series *series, audit_series *other)
{
	join(&series->references, &other->references);
	join(&series->ordinals, &other->ordinals);
	join(&series->codes, &other->codes);
	join(&series->letters, &other->letters);
	nlog_pool_join(&series->texts, &other->texts);
}

void audit_series_add_letters(audit_series *series, const nlog_history_step *step,
			      const nlog_amendments *amendments)
{
	series_item base = {.dossier = step->dossier, .revision = step->after};

	for (size_t i = 0; i < nlog_amendments_count(amendments); i++) {
		const json_t *evidence = nlog_amendments_get(amendments, i)->evidence;

		for (size_t e = 0; e < json_array_size(evidence); e++) {
			const json_t *one = json_array_get(evidence, e);
			const char *reference = nlog_json_text(one, "letter_ref");
			const char *day = nlog_json_text(one, "letter_date");

			if (reference && day)
				add_letter(series, &base, reference, day);
		}
	}
}
