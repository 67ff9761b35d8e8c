/*
 * A notice read for what a change left behind, sentence by sentence.
 *
 * Left alone are
 * - the change history, and sentences that tell of the change ("has been moved
 *   from Bali to Jakarta", "originally planned");
 * - sentences about another year or month than the old and the new one, or
 *   about every year: they are about another event;
 * - the organizers and their addresses, and the signatory.
 * What is missed so is the price of warnings that people believe.
 */
#include "stale.h"

#include <noticelog/text.h>

#include "amend.h"

/* People arrive before an event and leave after it. */
#define TRAVEL_DAYS 2
/* Words shown on each side of what was found. */
#define CONTEXT_WORDS 6
/* Characters of foreign text in a finding. */
#define CONTEXT_MAX 160
#define NAME_SHOWN 60

/* A paragraph, item or line that can be stale, and how to call its place. */
typedef struct {
	nlog_field_id field;
	const char *label; /* static, or the key of `other` */
	const char *unit;  /* "paragraph", "item" or "" */
	size_t number;     /* from 1 */
	nlog_slice text;
} passage;

static size_t read_periods(const nlog_notice *notice, nlog_period out[OLD_MAX])
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	size_t count = 0;
	while (count < OLD_MAX && nlog_value_period(timing, count, &out[count]))
		count++;
	return count;
}

stale stale_begin(checker *c, const char *what)
{
	stale s = {.c = c, .what = what};
	s.before_count = read_periods(c->step->before, s.before);
	s.after_count = read_periods(c->notice, s.after);
	return s;
}

/* ---- months */

/* Does any period touch that month? Year 0: in any year. */
bool stale_touches(const nlog_period *periods, size_t count, int month, int year)
{
	for (size_t i = 0; i < count; i++) {
		int y, m, d, last_y, last_m;
		nlog_date_split(periods[i].start, &y, &m, &d);
		nlog_date_split(periods[i].end, &last_y, &last_m, &d);
		if (last_y - y > 5)
			continue;
		for (; y < last_y || (y == last_y && m <= last_m); m++) {
			if (m == 13) {
				m = 1;
				y++;
			}
			if (m == month && (!year || y == year))
				return true;
			if (y == last_y && m == last_m)
				break;
		}
	}
	return false;
}

bool stale_is_near(const nlog_period *periods, size_t count, nlog_date day)
{
	for (size_t i = 0; i < count; i++)
		if (day.day >= periods[i].start.day - TRAVEL_DAYS &&
		    day.day <= periods[i].end.day + TRAVEL_DAYS)
			return true;
	return false;
}

static bool is_year_of(const nlog_period *periods, size_t count, int year)
{
	for (size_t i = 0; i < count; i++) {
		int first, last, month, day;
		nlog_date_split(periods[i].start, &first, &month, &day);
		nlog_date_split(periods[i].end, &last, &month, &day);
		if (year >= first && year <= last)
			return true;
	}
	return false;
}

/* Is the sentence about a time that is neither the old nor the new one? */
static bool tells_other_time(const stale *s, const check_words *words)
{
	static const char series[] =
		"every annual annually yearly last past next following previous";
	if (nlog_check_has_word_among(words, series))
		return true;
	for (size_t i = 0; i < words->count; i++) {
		check_month m;
		int year = nlog_check_read_year(words, i);
		if (year && !is_year_of(s->before, s->before_count, year) &&
		    !is_year_of(s->after, s->after_count, year))
			return true;
		if (nlog_check_read_month(words, i, &m) &&
		    !stale_touches(s->before, s->before_count, m.month, m.year) &&
		    !stale_touches(s->after, s->after_count, m.month, m.year))
			return true;
	}
	return false;
}

/* ---- the text of a notice */

/* Sentences with one of these words tell of a change. */
static bool tells_change(const check_words *words)
{
	static const char telling[] =
		"originally initially previously formerly earlier former original instead "
		"converted converting changed changing moved moving relocated shifted "
		"transferred replaced replaces replacing rescheduled postponed preponed "
		"deferred cancelled canceled extended shortened revised amended turned "
		"switched longer rather";
	return nlog_check_has_word_among(words, telling);
}

static void add_place(nlog_str *out, const passage *p)
{
	nlog_amend_add_cut(out, nlog_slice_of(p->label), NAME_SHOWN);
	if (*p->unit)
		nlog_str_addf(out, ", %s %zu", p->unit, p->number);
}

static void add_context(nlog_str *out, const check_words *words, size_t first, size_t end)
{
	size_t from = first > CONTEXT_WORDS ? first - CONTEXT_WORDS : 0;
	size_t to = end + CONTEXT_WORDS < words->count ? end + CONTEXT_WORDS : words->count;
	size_t start = from ? words->words[from].start : 0;
	size_t stop = to < words->count ? words->words[to - 1].end : words->text.len;
	nlog_str_add(out, from ? "\"… " : "\"");
	nlog_amend_add_cut(out, (nlog_slice){words->text.data + start, stop - start},
			   CONTEXT_MAX);
	nlog_str_add(out, to < words->count ? " …\"" : "\"");
}

static void say(const stale *s, const passage *p, const check_words *words, size_t first,
		size_t end)
{
	size_t start = words->words[first].start;
	nlog_str text = NLOG_STR_INIT;
	nlog_str_addf(&text, "%s, '", s->what);
	nlog_amend_add_cut(
		&text,
		(nlog_slice){words->text.data + start, words->words[end - 1].end - start},
		NAME_SHOWN);
	nlog_str_add(&text, "', still stands in ");
	add_place(&text, p);
	nlog_str_add(&text, ": ");
	add_context(&text, words, first, end);
	nlog_check_say(s->c, p->field, "%s", nlog_str_text(&text));
	nlog_str_clear(&text);
}

/* The first stale words of a passage are said; a second look would say no more. */
static void read_passage(const stale *s, const passage *p)
{
	nlog_slice rest = p->text;
	check_words words;
	bool is_found = false;
	if (!beginnings_may_be_in(&s->sought, p->text))
		return;
	while (!is_found && s->c->said < SAY_MAX &&
	       nlog_check_next_sentence(&words, &rest)) {
		size_t first = 0, end = 0;
		/* What is looked for is rarer than what excuses it. */
		is_found = s->look(s, &words, &first, &end) && !tells_change(&words) &&
			   (s->may_tell_other_time || !tells_other_time(s, &words));
		if (is_found)
			say(s, p, &words, first, end);
		nlog_check_words_clear(&words);
	}
}

static void read_array(const stale *s, passage p, const json_t *texts, const char *unit)
{
	size_t i;
	json_t *text;
	p.unit = unit;
	json_array_foreach(texts, i, text)
	{
		p.number = i + 1;
		p.text = nlog_json_slice(text);
		read_passage(s, &p);
	}
}

/* Where something old can be left behind, in the order of a printed notice. */
static const struct {
	nlog_field_id field;
	const char *unit;
} read_fields[] = {
	{NLOG_FIELD_TITLE, ""},
	{NLOG_FIELD_REMARKS, "paragraph"},
	{NLOG_FIELD_OBJECTIVES, "paragraph"},
	{NLOG_FIELD_RATIONALE, "paragraph"},
	{NLOG_FIELD_BACKGROUND, "paragraph"},
	{NLOG_FIELD_TOPICS, "item"},
	{NLOG_FIELD_OUTCOME, "paragraph"},
	{NLOG_FIELD_QUALIFICATIONS, "item"},
};

/* Printed words that are neither an address nor the value that was changed. */
static const nlog_field_id read_printed[] = {
	NLOG_FIELD_PARTICIPATING_COUNTRIES,
	NLOG_FIELD_OVERSEAS_PARTICIPANTS,
	NLOG_FIELD_LOCAL_PARTICIPANTS,
};

void stale_read_all(const stale *s)
{
	const nlog_notice *notice = s->c->notice;
	const json_t *other = nlog_notice_get(notice, NLOG_FIELD_OTHER);
	const char *label;
	json_t *paragraphs;
	for (size_t i = 0; i < sizeof(read_fields) / sizeof(read_fields[0]); i++) {
		nlog_field_id id = read_fields[i].field;
		passage p = {.field = id,
			     .label = nlog_field_of(id)->label,
			     .unit = "",
			     .text = nlog_notice_line(notice, id)};
		if (*read_fields[i].unit)
			read_array(s, p, nlog_notice_get(notice, id), read_fields[i].unit);
		else
			read_passage(s, &p);
	}
	json_object_foreach((json_t *)other, label, paragraphs)
	{
		passage p = {.field = NLOG_FIELD_OTHER, .label = label};
		read_array(s, p, paragraphs, "paragraph");
	}
	for (size_t i = 0; i < sizeof(read_printed) / sizeof(read_printed[0]); i++) {
		passage p = {.field = read_printed[i],
			     .label = nlog_field_of(read_printed[i])->label,
			     .unit = "",
			     .text = nlog_notice_as_printed(notice, read_printed[i])};
		read_passage(s, &p);
	}
}
