/* Values made of dates: the timing, closing dates, a single day. */
#include "private.h"

/* Behind everything that may part two values of a list. */
static size_t skip_signs(nlog_slice text, size_t at)
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
static size_t skip_remark(nlog_slice text, size_t at)
{
	if (at >= text.len || text.data[at] != '(')
		return at;
	if (text.len - at > REMARK_LEN)
		text.len = at + REMARK_LEN;
	return nlog_skip_bracket(text, at);
}

/* `(Monday)` behind what was read, where it is one */
static size_t read_weekdays_after(nlog_slice text, size_t at, nlog_period period)
{
	size_t next = nlog_skip_blanks(text, at);
	size_t end = skip_remark(text, next);
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
		again.end == line.len && !again.wrong_weekday;
	nlog_str_clear(&line);
	return is_so ? end : at;
}

static void say_impossible(nlog_scan *scan, nlog_slice text, size_t at, size_t end)
{
	scan->out->lossless = false;
	nlog_scan_note(scan, NLOG_F_DATE_IMPOSSIBLE, "no possible date",
		       nlog_between(text, at, end));
}

static void check_weekday(nlog_scan *scan, nlog_slice text, size_t at,
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

static json_t *date_string(nlog_date date)
{
	nlog_str iso = NLOG_STR_INIT;
	json_t *string;

	nlog_date_add_iso(&iso, date);
	string = nlog_json_from_slice(nlog_str_slice(&iso));
	nlog_str_clear(&iso);
	return string;
}

/* An array that is not empty becomes the value. */
static void set_array_take(nlog_scan *scan, json_t *array)
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

	check_weekday(scan, t->text, start, found);
	json_array_append_new(t->periods, period_string(found->period));
	t->at = read_weekdays_after(t->text, found->end, found->period);
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
	if (result == NLOG_DATES_IMPOSSIBLE)
		say_impossible(t->scan, t->text, t->at, found.end);
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

	t.at = skip_signs(text, 0);
	while (t.at < text.len) {
		read_timing_step(&t);
		t.at = skip_signs(text, t.at);
	}
	/* a session without a readable timing would make the others trade places */
	if (t.keys > json_array_size(t.periods))
		json_array_clear(t.periods);
	set_array_take(scan, t.periods);
}

/* Single days */

/* A date that fills the text, but for a weekday and a full stop. */
static bool read_plain_date(nlog_scan *scan, nlog_slice text, size_t *at, json_t **out)
{
	nlog_dates found;
	nlog_dates_result result = nlog_read_date(text, *at, &found);

	if (result == NLOG_DATES_IMPOSSIBLE)
		say_impossible(scan, text, *at, found.end);
	if (result != NLOG_DATES_READ)
		return false;
	check_weekday(scan, text, *at, &found);
	*out = date_string(found.period.start);
	*at = read_weekdays_after(text, found.end, found.period);
	return true;
}

void nlog_scan_day(nlog_scan *scan, nlog_slice text)
{
	size_t at = nlog_skip_blanks(text, 0);
	size_t offset, len;
	nlog_date date;

	if (read_plain_date(scan, text, &at, &scan->out->value)) {
		if (skip_signs(text, at) < text.len)
			scan->out->lossless = false;
		return;
	}
	scan->out->lossless = false;
	if (nlog_scan_find_date(text, &date, &offset, &len))
		scan->out->value = date_string(date);
}

/* Closing dates */

/* Is this an organization's own, earlier date? `lead` is what stands between it and the date before. */
static bool is_own_date(nlog_slice lead)
{
	static const char *const npo[] = {"npo", "npos", "npo's",
					  "national productivity organization",
					  "national productivity organizations"};
	static const char *const own[] = {
		"own",          "earlier",     "internal",    "domestic",
		"prior",        "may set",     "to npo",      "to the npo",
		"to npos",      "to the npos", "to your npo", "to the respective npo",
		"to their npo", "to its npo",  "to each npo"};

	return nlog_has_any_word(lead, npo, COUNT(npo)) &&
	       nlog_has_any_word(lead, own, COUNT(own));
}

/* Is this a date that holds no longer? The last words before it say so. */
static bool is_old_date(nlog_slice lead)
{
	static const char *const old[] = {"from",      "originally", "previously",
					  "initially", "formerly",   "instead of",
					  "not",       "rather than"};
	size_t words = 0;
	size_t at = lead.len;

	while (at > 0 && words < 3)
		if (nlog_word_begins(lead, --at))
			words++;
	return nlog_has_any_word(nlog_slice_from(lead, at), old, COUNT(old));
}

/* The sentence or clause that ends a lead. */
static nlog_slice last_clause(nlog_slice lead)
{
	for (size_t at = lead.len; at-- > 0;) {
		bool is_end = lead.data[at] == ';' || lead.data[at] == '\n' ||
			      (lead.data[at] == '.' && at + 1 < lead.len &&
			       lead.data[at + 1] == ' ');

		if (is_end)
			return nlog_slice_from(lead, at + 1);
	}
	return lead;
}

/* The brackets right behind a date, if they say that it is an organization's own. */
static bool is_called_own(nlog_slice behind)
{
	size_t next = nlog_skip_blanks(behind, 0);
	size_t end = skip_remark(behind, next);

	return is_own_date(nlog_between(behind, next, end));
}

/* The date in prose that closes nominations. */
static bool pick_closing_date(nlog_slice text, nlog_date *out)
{
	size_t from = 0;
	size_t offset, len;

	while (nlog_scan_find_date(nlog_slice_from(text, from), out, &offset, &len)) {
		nlog_slice lead = last_clause((nlog_slice){text.data + from, offset});

		from += offset + len;
		if (!is_own_date(lead) && !is_old_date(lead) &&
		    !is_called_own(nlog_slice_from(text, from)))
			return true;
	}
	return false;
}

/* Dates and keys of sessions alone. False, and nothing set, if there are other words. */
static bool read_plain_dates(nlog_scan *scan, nlog_slice text)
{
	json_t *dates = json_array();
	bool lossless = true;
	size_t at = skip_signs(text, 0);
	unsigned keys = 0;

	while (at < text.len) {
		nlog_session_key key;
		nlog_dates found;
		size_t next = nlog_read_session(text, at, &key);

		if (next > at) {
			keys++;
			lossless = lossless && key.is_plain &&
				   key.number == json_array_size(dates) + 1;
			at = next;
			continue;
		}
		if (nlog_read_date(text, at, &found) != NLOG_DATES_READ)
			break;
		json_array_append_new(dates, date_string(found.period.start));
		lossless = lossless && !found.wrong_weekday;
		check_weekday(scan, text, at, &found);
		next = read_weekdays_after(text, found.end, found.period);
		at = nlog_skip_blanks(text, next);
		if (nlog_read_session_after(text, at, &key) > at) {
			keys++;
			lossless = lossless && key.is_plain &&
				   key.number == json_array_size(dates);
			at = nlog_read_session_after(text, at, &key);
		}
		at = skip_signs(text, at);
	}
	if (at < text.len || !json_array_size(dates) ||
	    (keys && keys != json_array_size(dates))) {
		json_decref(dates);
		return false;
	}
	scan->out->value = dates;
	scan->out->lossless = lossless;
	return true;
}

/* Prose keyed by session: one date for each. An empty array if one has none. */
static json_t *read_keyed_prose(nlog_slice text)
{
	json_t *dates = json_array();
	size_t from = text.len;
	bool is_complete = true;

	for (size_t at = 0; at <= text.len; at++) {
		nlog_session_key key;
		size_t next =
			nlog_word_begins(text, at) ? nlog_read_session(text, at, &key) : at;
		nlog_date date = {0};

		if (next == at && at < text.len)
			continue;
		if (from < at) {
			is_complete =
				pick_closing_date(nlog_between(text, from, at), &date) &&
				is_complete;
			json_array_append_new(dates, date_string(date));
		}
		from = next;
		at = next > at ? next - 1 : at;
	}
	if (!is_complete)
		json_array_clear(dates);
	return dates;
}

static bool has_session_key(nlog_slice text)
{
	nlog_session_key key;

	for (size_t at = 0; at < text.len; at++)
		if (nlog_word_begins(text, at) && nlog_read_session(text, at, &key) > at)
			return true;
	return false;
}

/* Say which dates in prose cannot be. */
static void note_impossible_dates(nlog_scan *scan, nlog_slice text)
{
	size_t at = 0;

	while (at < text.len) {
		nlog_dates found;
		nlog_dates_result result = NLOG_DATES_NONE;

		if (nlog_word_begins(text, at))
			result = nlog_read_date(text, at, &found);
		if (result == NLOG_DATES_IMPOSSIBLE)
			say_impossible(scan, text, at, found.end);
		if (result != NLOG_DATES_NONE)
			at = found.end;
		else
			at = nlog_word_begins(text, at) ? nlog_skip_word(text, at) : at + 1;
	}
}

void nlog_scan_days(nlog_scan *scan, nlog_slice text)
{
	nlog_date date;

	if (read_plain_dates(scan, text))
		return;
	scan->out->lossless = false;
	note_impossible_dates(scan, text);
	if (has_session_key(text))
		set_array_take(scan, read_keyed_prose(text));
	else if (pick_closing_date(text, &date))
		scan->out->value = json_pack("[o]", date_string(date));
}
