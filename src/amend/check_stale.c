/*
 * What a change left behind: the old city, month, duration, modality or kind
 * in another field.
 *
 * Left alone are
 * - a city inside a name ("University of Tokyo", "Bali Declaration");
 * - dates that the notice itself has elsewhere, such as its closing date.
 */
#include "stale.h"

#include <noticelog/text.h>
#include <string.h>

#include "amend.h"

/* A longer name is none of a city. */
#define CITY_MAX 64

static bool has_changed(const checker *c, nlog_field_id field)
{
	for (size_t i = 0; i < nlog_diff_count(c->diff); i++)
		if (nlog_diff_get(c->diff, i)->field == field)
			return true;
	return false;
}

/* ---- cities */

/* Words of a city's name, as a sentence is parted into words. */
static size_t count_words(nlog_slice name)
{
	check_words words;
	size_t count = 0;
	if (nlog_check_next_sentence(&words, &name))
		count = words.count;
	nlog_check_words_clear(&words);
	return count;
}

static city city_of(const json_t *value)
{
	nlog_slice name = nlog_json_slice(value);
	return (city){name, name.len <= CITY_MAX ? count_words(name) : 0};
}

/* @return the word after the city that starts at word `at`; `at` itself if it is not there */
static size_t city_end(const check_words *words, size_t at, const city *sought)
{
	size_t end = at + sought->words;
	nlog_slice here = words->words[at].text;
	if (!sought->words || end > words->count || !nlog_check_is_capital(words, at) ||
	    ((here.data[0] ^ sought->name.data[0]) & ~0x20))
		return at;
	here.len = words->words[end - 1].end - words->words[at].start;
	return nlog_text_same_letters(here, sought->name) ? end : at;
}

/* Does a name of something else go on before or behind the city? */
static bool is_in_name(const check_words *words, size_t first, size_t end)
{
	static const char places[] = "airport international hotel city station";
	static const char before[] = "in at to from for near via of by the and or between "
				     "visit reach leave city";
	static const char institutions[] =
		"university institute government school college bank declaration protocol";
	if (nlog_check_is_joined(words, end - 1) && nlog_check_is_capital(words, end) &&
	    !nlog_check_word_among(words, end, places) &&
	    !nlog_check_read_year(words, end) &&
	    !nlog_month_from_name(words->words[end].text))
		return true;
	if (first == 0 || !nlog_check_is_joined(words, first - 1))
		return false;
	if (nlog_check_word_among(words, first - 1, "of") && first > 1 &&
	    nlog_check_word_among(words, first - 2, institutions))
		return true;
	return nlog_check_is_capital(words, first - 1) &&
	       !nlog_check_word_among(words, first - 1, before);
}

static bool look_for_city(const stale *s, const check_words *words, size_t *first,
			  size_t *end)
{
	bool is_found = false;
	for (size_t i = 0; i < words->count; i++) {
		/* Both cities in one sentence: it tells how they are related. */
		for (size_t k = 0; k < s->new_count; k++)
			if (city_end(words, i, &s->new_cities[k]) > i)
				return false;
		for (size_t k = 0; !is_found && k < s->old_count; k++) {
			*end = city_end(words, i, &s->old_cities[k]);
			*first = i;
			is_found = *end > i && !is_in_name(words, i, *end);
		}
	}
	return is_found;
}

static bool is_listed(const city *cities, size_t count, nlog_slice name)
{
	for (size_t i = 0; i < count; i++)
		if (nlog_text_same_letters(cities[i].name, name))
			return true;
	return false;
}

void nlog_check_stale_city(checker *c)
{
	const json_t *before = nlog_notice_get(c->step->before, NLOG_FIELD_VENUE_CITIES);
	const json_t *after = nlog_notice_get(c->notice, NLOG_FIELD_VENUE_CITIES);
	if (!has_changed(c, NLOG_FIELD_VENUE_CITIES))
		return;
	stale s = stale_begin(c, "the old venue");
	s.look = look_for_city;
	for (size_t i = 0; i < OLD_MAX && i < json_array_size(after); i++)
		s.new_cities[s.new_count++] = city_of(json_array_get(after, i));
	for (size_t i = 0; i < OLD_MAX && i < json_array_size(before); i++) {
		city old = city_of(json_array_get(before, i));
		if (!old.words || is_listed(s.new_cities, s.new_count, old.name))
			continue;
		s.old_cities[s.old_count++] = old;
		beginnings_add(&s.sought, old.name, true);
	}
	if (s.old_count)
		stale_read_all(&s);
}

/* ---- months */

/* Is it a day that the notice has for something else: its closing, its issue, its authority? */
static bool is_known_day(const checker *c, nlog_date day)
{
	static const nlog_field_id fields[] = {NLOG_FIELD_DATE_OF_ISSUE,
					       NLOG_FIELD_REVISION_DATE,
					       NLOG_FIELD_CLOSING_DATES};
	for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
		nlog_date known;
		for (size_t i = 0; i < OLD_MAX; i++) {
			if (!nlog_value_date(nlog_notice_get(c->notice, fields[f]), i,
					     &known))
				break;
			if (known.day == day.day)
				return true;
		}
	}
	return false;
}

/* A day of the old dates, or one of travel beside them, that is none of the new ones. */
static bool is_old_day(const stale *s, const check_month *m)
{
	for (size_t i = 0; i < s->before_count; i++) {
		int year, month, day;
		nlog_date date;
		nlog_date_split(s->before[i].start, &year, &month, &day);
		if (nlog_date_make(&date, m->year ? m->year : year, m->month, m->day) &&
		    stale_is_near(s->before, s->before_count, date) &&
		    !stale_is_near(s->after, s->after_count, date) &&
		    !is_known_day(s->c, date))
			return true;
	}
	return false;
}

/* A letter, an approval and a closing are dated, too. */
static bool look_for_month(const stale *s, const check_words *words, size_t *first,
			   size_t *end)
{
	static const char other_dates[] =
		"letter dated approval approved nominations nomination deadline";
	if (nlog_check_has_word_among(words, other_dates))
		return false;
	for (size_t i = 0; i < words->count; i++) {
		check_month m;
		bool is_old;
		if (!nlog_check_read_month(words, i, &m))
			continue;
		is_old = m.day ? is_old_day(s, &m)
			       : stale_touches(s->before, s->before_count, m.month,
					       m.year) &&
					 !stale_touches(s->after, s->after_count, m.month,
							m.year);
		*first = m.first;
		*end = m.end;
		if (is_old)
			return true;
	}
	return false;
}

void nlog_check_stale_month(checker *c)
{
	if (!has_changed(c, NLOG_FIELD_TIMING))
		return;
	stale s = stale_begin(c, "the old date");
	s.look = look_for_month;
	s.may_tell_other_time = true;
	for (int month = 1; month <= 12; month++)
		beginnings_add(&s.sought, (nlog_slice){nlog_month_name(month), 3}, true);
	if (s.before_count)
		stale_read_all(&s);
}

/* ---- durations */

static const char activity_words[] =
	"event project program programme activity mission course session sessions";

/* Is the word a kind of activity, or stands for one? */
static bool is_activity(const nlog_register *reg, const check_words *words, size_t index)
{
	return index < words->count &&
	       (nlog_check_word_among(words, index, activity_words) ||
		nlog_register_find_kind(reg, words->words[index].text));
}

static bool fits(const check_duration *d, const nlog_period *periods, size_t count)
{
	int32_t total = 0;
	for (size_t i = 0; i < count; i++) {
		int32_t days = nlog_period_days(periods[i]);
		if (days >= d->least && days <= d->most)
			return true;
		total += days;
	}
	return total >= d->least && total <= d->most;
}

/* `3-day intensive training course`, but neither `3-day visa` nor `three days before`. */
static bool is_of_activity(const stale *s, const check_words *words,
			   const check_duration *d)
{
	static const char elsewhere[] = "before prior after of from ahead in later earlier "
					"ago upon following preceding notice each";
	static const char counted[] = "within least every first additional extra another "
				      "more per than most to";
	if (!d->is_adjective)
		return !nlog_check_word_among(words, d->end, elsewhere) &&
		       !(d->first > 0 &&
			 nlog_check_word_among(words, d->first - 1, counted));
	for (size_t i = d->end; i < words->count && i < d->end + 4; i++) {
		if (is_activity(s->c->options->reg, words, i))
			return true;
		if (!nlog_check_is_joined(words, i))
			break;
	}
	return false;
}

static bool look_for_duration(const stale *s, const check_words *words, size_t *first,
			      size_t *end)
{
	for (size_t i = 0; i < words->count; i++) {
		check_duration d;
		if (!nlog_check_read_duration(words, i, &d) ||
		    !fits(&d, s->before, s->before_count) ||
		    fits(&d, s->after, s->after_count) || !is_of_activity(s, words, &d))
			continue;
		*first = d.first;
		*end = d.end;
		return true;
	}
	return false;
}

void nlog_check_stale_duration(checker *c)
{
	if (!has_changed(c, NLOG_FIELD_TIMING))
		return;
	stale s = stale_begin(c, "the old duration");
	s.look = look_for_duration;
	beginnings_add(&s.sought, NLOG_SLICE("day"), false);
	beginnings_add(&s.sought, NLOG_SLICE("week"), false);
	beginnings_add(&s.sought, NLOG_SLICE("month"), false);
	if (s.before_count && s.after_count)
		stale_read_all(&s);
}

/* ---- modality and kind */

/* `online conference`: words of the old modality right before a word for the activity. */
static bool look_for_modality(const stale *s, const check_words *words, size_t *first,
			      size_t *end)
{
	const nlog_register *reg = s->c->options->reg;
	for (size_t i = 1; i < words->count; i++) {
		if (!is_activity(reg, words, i))
			continue;
		for (size_t from = i; from-- > 0 && i - from <= 3;) {
			if (!nlog_check_is_joined(words, from))
				break;
			size_t start = words->words[from].start;
			nlog_slice phrase = {words->text.data + start,
					     words->words[i - 1].end - start};
			const char *term = nlog_register_find_modality(reg, phrase);
			if (!term || strcmp(term, s->old_modality) != 0)
				continue;
			*first = from;
			*end = i + 1;
			return true;
		}
	}
	return false;
}

static void seek_modality(stale *s, const nlog_register *reg, const char *term)
{
	const char *word;
	json_t *named;
	beginnings_fold(&s->sought);
	json_object_foreach((json_t *)nlog_register_modality_words(reg), word, named)
	{
		if (strcmp(json_string_value(named), term) == 0)
			beginnings_add(&s->sought, nlog_slice_of(word), false);
	}
}

void nlog_check_stale_modality(checker *c)
{
	const nlog_register *reg = c->options->reg;
	nlog_slice before = nlog_notice_line(c->step->before, NLOG_FIELD_MODALITY);
	nlog_slice after = nlog_notice_line(c->notice, NLOG_FIELD_MODALITY);
	if (!has_changed(c, NLOG_FIELD_MODALITY) || !before.len || !after.len)
		return;
	stale s = stale_begin(c, "the old modality");
	s.look = look_for_modality;
	s.old_modality = nlog_register_find_modality(reg, before);
	if (!s.old_modality || s.old_modality == nlog_register_find_modality(reg, after))
		return;
	seek_modality(&s, reg, s.old_modality);
	stale_read_all(&s);
}

/* @return the word after the words of a kind at word `at`, or `at` */
static size_t kind_end(const nlog_register *reg, const check_words *words, size_t at,
		       const nlog_kind *kind)
{
	size_t start = words->words[at].start, found = at;
	for (size_t end = at + 1; end <= words->count && end <= at + 3; end++) {
		nlog_slice phrase = {words->text.data + start,
				     words->words[end - 1].end - start};
		if (nlog_register_find_kind(reg, phrase) == kind)
			found = end;
		if (!nlog_check_is_joined(words, end - 1))
			break;
	}
	return found;
}

/*
 * `This meeting examines …`, `the meeting will …`: a notice that speaks of
 * itself. Other meetings have a name, or `of` behind them.
 */
static bool look_for_kind(const stale *s, const check_words *words, size_t *first,
			  size_t *end)
{
	static const char acts[] =
		"will shall aims seeks intends is examines focuses provides "
		"offers brings covers addresses consists";
	const nlog_register *reg = s->c->options->reg;
	bool is_found = false;
	for (size_t i = 1; i < words->count; i++) {
		size_t behind;
		if (kind_end(reg, words, i, s->new_kind) > i)
			return false;
		behind = is_found ? i : kind_end(reg, words, i, s->old_kind);
		if (behind == i || !nlog_check_is_joined(words, i - 1))
			continue;
		if (nlog_check_word_among(words, behind, "of on for"))
			continue;
		if (!nlog_check_word_among(words, i - 1, "this present") &&
		    !(nlog_check_word_among(words, i - 1, "the") &&
		      nlog_check_word_among(words, behind, acts)))
			continue;
		is_found = true;
		*first = i - 1;
		*end = behind;
	}
	return is_found;
}

void nlog_check_stale_kind(checker *c)
{
	const nlog_register *reg = c->options->reg;
	if (!has_changed(c, NLOG_FIELD_TITLE))
		return;
	stale s = stale_begin(c, "the old kind of activity");
	s.look = look_for_kind;
	s.sought.is_anything = true; /* of kinds the register has many words */
	s.old_kind = nlog_declared_kind(
		reg, nlog_notice_line(c->step->before, NLOG_FIELD_TITLE), NULL);
	s.new_kind = nlog_declared_kind(reg, nlog_notice_line(c->notice, NLOG_FIELD_TITLE),
					NULL);
	if (s.old_kind && s.new_kind && s.old_kind != s.new_kind)
		stale_read_all(&s);
}
