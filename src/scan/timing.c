/* The timing: periods, their printed counts, and the keys of sessions. */
#include "private.h"

#include <string.h>

/* Behind everything that may part two values of a list. */
size_t nlog_skip_signs(nlog_slice text, size_t at)
{
	size_t before;

	do {
		before = at;
		at = nlog_skip_blanks(text, at);
		while (at < text.len && (text.data[at] == ';' || text.data[at] == ',' ||
					 text.data[at] == '.' || text.data[at] == '&'))
			at++;
		if (nlog_word_is(text, at, "and"))
			at += 3;
	} while (at > before);
	return at;
}

/* Printed counts */

typedef enum { DAYS = 1, WEEKS = 7, MONTHS = 30 } unit;

/* `day`, `days`, `day(s)` and so on */
static size_t read_unit(nlog_slice text, size_t at, unit *out)
{
	static const struct {
		const char *word;
		unit unit;
	} units[] = {{"day", DAYS},    {"days", DAYS},    {"week", WEEKS},
		     {"weeks", WEEKS}, {"month", MONTHS}, {"months", MONTHS}};

	for (size_t i = 0; i < COUNT(units); i++) {
		if (!nlog_word_is(text, at, units[i].word))
			continue;
		*out = units[i].unit;
		at = nlog_skip_word(text, at);
		return nlog_slice_starts(nlog_slice_from(text, at), "(s)") ? at + 3 : at;
	}
	return at;
}

/* Whole months of a period, the nearest number: people do not count the days of five months. */
static int32_t months_of(nlog_period period)
{
	int year, month, day, end_year, end_month, end_day;

	nlog_date_split(period.start, &year, &month, &day);
	nlog_date_split(period.end, &end_year, &end_month, &end_day);
	/* both days count */
	day = end_day + 1 - day;
	return (end_year - year) * 12 + end_month - month + (day > 15) - (day < -15);
}

static bool agrees(nlog_period period, unsigned count, unit counted)
{
	int32_t days = nlog_period_days(period);

	switch (counted) {
	case DAYS:
		return days == (int32_t)count;
	case WEEKS: /* a week of work is a week */
		return (days + 6) / 7 == (int32_t)count;
	case MONTHS:
		return months_of(period) == (int32_t)count;
	}
	return false;
}

/* `(three days)`, `(5 days)`, `, 5 days`, `for five days`: read it and compare. */
static size_t read_count(nlog_slice text, size_t at, nlog_period period, bool *is_wrong)
{
	size_t next = nlog_skip_blanks(text, at);
	bool is_bracket = next < text.len && text.data[next] == '(';
	unsigned count;
	size_t end;
	unit counted;

	if (is_bracket || (next < text.len && text.data[next] == ','))
		next = nlog_skip_blanks(text, next + 1);
	if (nlog_word_is(text, next, "for"))
		next = nlog_skip_blanks(text, next + 3);
	end = nlog_read_number(text, next, &count);
	if (end == next)
		return at;
	if (end < text.len && text.data[end] == '-')
		end++;
	next = nlog_skip_blanks(text, end);
	end = read_unit(text, next, &counted);
	if (end == next)
		return at;
	next = nlog_skip_blanks(text, end);
	if (is_bracket && (next == text.len || text.data[next] != ')'))
		return at;
	*is_wrong = !agrees(period, count, counted);
	return is_bracket ? next + 1 : end;
}

/* No remark in brackets behind a date is longer; looking further would be done for each date. */
#define REMARK_LEN 200

/* Behind a short bracket at `at`, or `at`. */
size_t nlog_skip_remark(nlog_slice text, size_t at)
{
	if (at >= text.len || text.data[at] != '(')
		return at;
	if (text.len - at > REMARK_LEN)
		text.len = at + REMARK_LEN;
	return nlog_skip_bracket(text, at);
}

/* `(Monday)` behind the period at `start`, which was read up to `at` */
size_t nlog_read_weekday_after(nlog_scan *scan, nlog_slice text, size_t start, size_t at,
			       nlog_period period)
{
	size_t next = nlog_skip_blanks(text, at);
	size_t end = nlog_skip_remark(text, next);
	nlog_str line = NLOG_STR_INIT;
	nlog_dates again;
	bool is_so;

	if (end - next < 5 || end - next > 40)
		return at;
	/* the words before the day, as they are printed more often */
	nlog_str_addn(&line, text.data + next + 1, end - next - 2);
	nlog_str_addc(&line, ' ');
	nlog_date_add_human(&line, period.start);
	is_so = nlog_read_date(nlog_str_slice(&line), 0, &again) == NLOG_DATES_READ &&
		again.end == line.len;
	nlog_str_clear(&line);
	if (!is_so)
		return at;
	again.end = end;
	nlog_check_weekday(scan, text, start, &again);
	return end;
}

/* No date and no gap between two dates of a list is longer, in bytes. */
#define DATE_LEN 60
#define NEXT_DATE_LEN 200

/* Where the date at `at` must end: at a sign or word that parts two of them. */
static size_t end_of_piece(nlog_slice text, size_t at)
{
	size_t limit = text.len - at < DATE_LEN ? text.len : at + DATE_LEN;
	nlog_session_key key;

	for (; at < limit; at++)
		if (memchr(";,.&(\n", text.data[at], 6) ||
		    (nlog_word_begins(text, at) &&
		     (nlog_word_is(text, at, "and") ||
		      nlog_read_session(text, at, &key) > at)))
			break;
	return at;
}

static int year_of(nlog_date date)
{
	int year, month, day;

	nlog_date_split(date, &year, &month, &day);
	return year;
}

/* The piece as it reads with that year. */
static bool read_with_year(nlog_slice piece, int year, nlog_dates *out)
{
	nlog_str line = NLOG_STR_INIT;
	bool is_read;

	nlog_str_add_slice(&line, piece);
	nlog_str_addf(&line, " %d", year);
	is_read = nlog_read_period(nlog_str_slice(&line), 0, out) == NLOG_DATES_READ &&
		  out->end == line.len;
	nlog_str_clear(&line);
	return is_read;
}

/*
 * `13-15 October; 4-6 November 2015`: a year printed once holds for the dates
 * before it, or behind it, so that they stay in order.
 */
bool nlog_read_yearless(nlog_slice text, size_t at, const nlog_period *last,
			nlog_dates *out)
{
	size_t end = nlog_is_digit(text.data[at]) ? end_of_piece(text, at) : at;
	size_t offset, len;
	nlog_slice piece = nlog_between(text, at, end), rest = nlog_slice_from(text, end);
	nlog_period next;
	int year;

	if (rest.len > NEXT_DATE_LEN)
		rest.len = NEXT_DATE_LEN;
	/* any leap year tells whether it is a date at all */
	if (!piece.len || !read_with_year(piece, 2000, out))
		return false;
	if (nlog_scan_find_period(rest, &next, &offset, &len)) {
		year = year_of(next.start);
		if (!read_with_year(piece, year, out))
			return false;
		if (out->period.start.day > next.start.day &&
		    !read_with_year(piece, year - 1, out))
			return false;
	} else if (last) {
		year = year_of(last->end);
		if (!read_with_year(piece, year, out))
			return false;
		if (out->period.start.day < last->start.day &&
		    !read_with_year(piece, year + 1, out))
			return false;
	} else {
		return false;
	}
	out->end = at + piece.len;
	return true;
}

void nlog_say_impossible(nlog_scan *scan, nlog_slice text, size_t at, size_t end)
{
	scan->out->lossless = false;
	nlog_scan_note(scan, NLOG_F_DATE_IMPOSSIBLE, "no possible date",
		       nlog_between(text, at, end));
}

void nlog_check_weekday(nlog_scan *scan, nlog_slice text, size_t at,
			const nlog_dates *found)
{
	if (!found->wrong_weekday)
		return;
	scan->out->lossless = false;
	nlog_scan_note(scan, NLOG_F_DATE_IMPOSSIBLE, "another day of the week",
		       nlog_between(text, at, found->end));
}

static json_t *period_string(nlog_period period)
{
	nlog_str iso = NLOG_STR_INIT;
	json_t *string;

	nlog_period_add_iso(&iso, period);
	string = nlog_json_from_slice(nlog_str_slice(&iso));
	nlog_str_clear(&iso);
	return string;
}

/* An array that is not empty becomes the value. */
void nlog_set_array_take(nlog_scan *scan, json_t *array)
{
	if (json_array_size(array)) {
		scan->out->value = array;
	} else {
		json_decref(array);
		scan->out->lossless = false;
	}
}

/* Timing */

/* Words that take back the dates that follow them, until a `to` gives the new ones. */
static const char *const retractions[] = {
	"originally", "previously",  "initially", "formerly", "instead", "postponed",
	"postpone",   "rescheduled", "cancelled", "canceled", "moved",   "changed",
	"shifted",    "suspended",   "withdrawn", "not",      "rather",  "deferred"};

static bool is_retraction(nlog_slice text, size_t at)
{
	for (size_t i = 0; i < COUNT(retractions); i++)
		if (nlog_word_is(text, at, retractions[i]))
			return true;
	return false;
}

typedef struct {
	nlog_scan *scan;
	nlog_slice text;
	size_t at;
	json_t *periods;
	nlog_period last;  /* of periods, if there is one */
	unsigned keys;     /* keys of sessions so far */
	bool is_retracted; /* dates are old ones from here on */
	bool is_unclosed;  /* no bracket from here on is closed */
} timing;

/* A key must stand before (or behind) the session that it counts, else it says more than the order. */
static void take_key(timing *t, const nlog_session_key *key, size_t session)
{
	t->keys++;
	if (!key->is_plain || key->number != session)
		t->scan->out->lossless = false;
}

static void take_period(timing *t, const nlog_dates *found)
{
	nlog_scan *scan = t->scan;
	size_t start = t->at;
	bool is_wrong = false;
	nlog_session_key key;
	size_t next;

	nlog_check_weekday(scan, t->text, start, found);
	json_array_append_new(t->periods, period_string(found->period));
	t->last = found->period;
	t->at = nlog_read_weekday_after(scan, t->text, start, found->end, found->period);
	next = read_count(t->text, t->at, found->period, &is_wrong);
	if (is_wrong) {
		scan->out->lossless = false;
		nlog_scan_note(scan, NLOG_F_DAY_COUNT, "the count does not fit the dates",
			       nlog_between(t->text, start, next));
	}
	t->at = next;
	next = nlog_skip_blanks(t->text, t->at);
	if (nlog_read_session_after(t->text, next, &key) > next) {
		take_key(t, &key, json_array_size(t->periods));
		t->at = nlog_read_session_after(t->text, next, &key);
	}
}

/* Pass over words that the value cannot hold. */
static void skip_other_words(timing *t)
{
	size_t end = t->at;

	t->scan->out->lossless = false;
	if (is_retraction(t->text, t->at))
		t->is_retracted = true;
	if (t->text.data[t->at] == '(' && !t->is_unclosed && json_array_size(t->periods)) {
		end = nlog_skip_bracket(t->text, t->at);
		t->is_unclosed = end == t->at;
	}
	if (end == t->at)
		end = nlog_skip_word(t->text, t->at);
	t->at = end > t->at ? end : t->at + 1;
}

/* `… has been moved to 8–10 July 2025`: the dates that count. */
static bool take_replacement(timing *t)
{
	size_t next = t->at;
	nlog_dates found;

	if (!nlog_word_is(t->text, t->at, "to") && !nlog_word_is(t->text, t->at, "now"))
		return false;
	next = nlog_skip_blanks(t->text, nlog_skip_word(t->text, t->at));
	if (nlog_read_period(t->text, next, &found) != NLOG_DATES_READ)
		return false;
	json_array_clear(t->periods);
	t->scan->out->lossless = false;
	t->at = next;
	take_period(t, &found);
	return true;
}

static void read_timing_step(timing *t)
{
	nlog_session_key key;
	nlog_dates found;
	nlog_dates_result result;
	size_t next = nlog_read_session(t->text, t->at, &key);

	if (next > t->at) {
		take_key(t, &key, json_array_size(t->periods) + 1);
		t->at = next;
		return;
	}
	if (t->is_retracted && take_replacement(t))
		return;
	result = nlog_read_period(t->text, t->at, &found);
	if (result == NLOG_DATES_NONE &&
	    nlog_read_yearless(t->text, t->at,
			       json_array_size(t->periods) ? &t->last : NULL, &found))
		result = NLOG_DATES_READ;
	if (result == NLOG_DATES_IMPOSSIBLE)
		nlog_say_impossible(t->scan, t->text, t->at, found.end);
	if (result == NLOG_DATES_READ && !t->is_retracted)
		take_period(t, &found);
	else if (result != NLOG_DATES_NONE)
		t->at = found.end;
	else
		skip_other_words(t);
}

void nlog_scan_periods(nlog_scan *scan, nlog_slice text)
{
	timing t = {.scan = scan, .text = text, .periods = json_array()};

	t.at = nlog_skip_signs(text, 0);
	while (t.at < text.len) {
		read_timing_step(&t);
		t.at = nlog_skip_signs(text, t.at);
	}
	/* a session without a readable timing would make the others trade places */
	if (t.keys > json_array_size(t.periods))
		json_array_clear(t.periods);
	nlog_set_array_take(scan, t.periods);
}
