/* Days and periods in every form in which people print them. */
#include "private.h"

/* What one end of a period says; 0: not said there. */
typedef struct {
	int year, month, day;
	int weekday; /* 1 Monday … 7 Sunday */
} partial;

/* Exactly `count` digits, and no further one. -1 if there are others. */
static int digits_at(nlog_slice text, size_t at, size_t count)
{
	int value = 0;

	if (at + count > text.len ||
	    (at + count < text.len && nlog_is_digit(text.data[at + count])))
		return -1;
	for (size_t i = at; i < at + count; i++) {
		if (!nlog_is_digit(text.data[i]))
			return -1;
		value = value * 10 + (text.data[i] - '0');
	}
	return value;
}

/* Does the word end at `at`? */
static bool is_word_end(nlog_slice text, size_t at)
{
	return at >= text.len ||
	       !(nlog_is_digit(text.data[at]) || nlog_is_letter(text.data[at]));
}

/* `Tuesday, `, `Tue. ` */
static size_t read_weekday(nlog_slice text, size_t at, int *out)
{
	static const char *const days[][4] = {
		{"monday", "mon"},    {"tuesday", "tues", "tue"},
		{"wednesday", "wed"}, {"thursday", "thurs", "thur", "thu"},
		{"friday", "fri"},    {"saturday", "sat"},
		{"sunday", "sun"},
	};
	nlog_slice word = nlog_letters_at(text, at);

	for (int day = 0; word.len && day < 7; day++)
		for (size_t i = 0; i < 4 && days[day][i]; i++) {
			size_t end = at + word.len;

			if (!nlog_slice_is_nocase(word, days[day][i]))
				continue;
			if (end < text.len && text.data[end] == '.')
				end++;
			if (end < text.len && text.data[end] == ',')
				end++;
			*out = day + 1;
			return nlog_skip_blanks(text, end);
		}
	return at;
}

/* `2025-06-02` */
static size_t read_iso(nlog_slice text, size_t at, partial *out)
{
	int year = digits_at(text, at, 4);
	int month = digits_at(text, at + 5, 2);
	int day = digits_at(text, at + 8, 2);

	if (year < 0 || month < 0 || day < 0 || text.data[at + 4] != '-' ||
	    text.data[at + 7] != '-' || !is_word_end(text, at + 10))
		return at;
	out->year = year;
	out->month = month;
	out->day = day;
	return at + 10;
}

/* `2`, `02`, `22nd` */
static size_t read_day(nlog_slice text, size_t at, int *out)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	int value = digits_at(text, at, 2);
	size_t end = at + 2;

	if (value < 0) {
		value = digits_at(text, at, 1);
		end = at + 1;
	}
	if (value < 0)
		return at;
	for (size_t i = 0; i < COUNT(endings); i++)
		if (nlog_word_is(text, end, endings[i])) {
			end += 2;
			break;
		}
	if (!is_word_end(text, end))
		return at;
	*out = value;
	return end;
}

/* `June`, `Jun.` */
static size_t read_month(nlog_slice text, size_t at, int *out)
{
	nlog_slice word = nlog_letters_at(text, at);
	size_t end = at + word.len;
	int month = word.len && is_word_end(text, end) ? nlog_month_from_name(word) : 0;

	if (!month)
		return at;
	*out = month;
	return word.len <= 4 && end < text.len && text.data[end] == '.' ? end + 1 : end;
}

/* ` 2025`, `, 2025`; also `-2025` where day and month are joined like that */
static size_t read_year(nlog_slice text, size_t at, bool is_joined, int *out)
{
	size_t next = at;
	int year;

	if (is_joined && next < text.len && text.data[next] == '-')
		next++;
	else if (next < text.len && text.data[next] == ',')
		next = nlog_skip_blanks(text, next + 1);
	else
		next = nlog_skip_blanks(text, next);
	year = next > at ? digits_at(text, next, 4) : -1;
	if (year < 0 || !is_word_end(text, next + 4))
		return at;
	*out = year;
	return next + 4;
}

/* `2 June 2025`, `2nd of June`, `02-Jun-2025`, `2` */
static size_t read_day_first(nlog_slice text, size_t at, bool has_month, partial *out)
{
	size_t end = read_day(text, at, &out->day);
	size_t next;
	bool is_joined;

	if (end == at)
		return at;
	is_joined = end + 1 < text.len && text.data[end] == '-' &&
		    nlog_is_letter(text.data[end + 1]);
	next = is_joined ? end + 1 : nlog_skip_blanks(text, end);
	if (next > end && nlog_word_is(text, next, "of"))
		next = nlog_skip_blanks(text, next + 2);
	if (next > end && read_month(text, next, &out->month) > next) {
		end = read_month(text, next, &out->month);
		return read_year(text, end, is_joined, &out->year);
	}
	return has_month ? read_year(text, end, false, &out->year) : end;
}

/* `June 2, 2025`, `June 2` */
static size_t read_month_first(nlog_slice text, size_t at, partial *out)
{
	size_t end = read_month(text, at, &out->month);
	size_t next = nlog_skip_blanks(text, end);
	size_t behind;

	if (end == at || next == end)
		return at;
	behind = read_day(text, next, &out->day);
	return behind > next ? read_year(text, behind, false, &out->year) : at;
}

/*
 * One end of a period, or a whole date. `has_month`: a month was said before, so
 * that `10, 2025` can be a day and a year.
 */
static size_t read_partial(nlog_slice text, size_t at, bool has_month, partial *out)
{
	static const partial nothing = {0, 0, 0, 0};
	int weekday = 0;
	size_t start = read_weekday(text, at, &weekday);
	size_t end;

	*out = nothing;
	end = read_iso(text, start, out);
	if (end == start)
		end = read_day_first(text, start, has_month, out);
	if (end == start) {
		*out = nothing;
		end = read_month_first(text, start, out);
	}
	out->weekday = weekday;
	return end > start ? end : at;
}

static bool is_whole(const partial *part)
{
	return part->year && part->month && part->day;
}

/* Make the day; sets *wrong_weekday if another day of the week was printed. */
static bool make_day(const partial *part, nlog_date *out, bool *wrong_weekday)
{
	int weekday;

	if (!nlog_date_make(out, part->year, part->month, part->day))
		return false;
	/* 1970-01-01 was a Thursday; 70000 is a multiple of 7 before any day we know */
	weekday = (int)((out->day + 3 + INT32_C(7) * 110000) % 7) + 1;
	if (part->weekday && part->weekday != weekday)
		*wrong_weekday = true;
	return true;
}

static nlog_dates_result make_single(const partial *part, size_t end, nlog_dates *out)
{
	*out = (nlog_dates){.end = end};
	if (!make_day(part, &out->period.start, &out->wrong_weekday))
		return NLOG_DATES_IMPOSSIBLE;
	out->period.end = out->period.start;
	return NLOG_DATES_READ;
}

nlog_dates_result nlog_read_date(nlog_slice text, size_t at, nlog_dates *out)
{
	partial part;
	size_t end = read_partial(text, at, false, &part);

	if (end == at || !is_whole(&part))
		return NLOG_DATES_NONE;
	return make_single(&part, end, out);
}

/* `–`, ` - `, ` to `, ` until `; `and` after `between`; `/` between ISO days */
static size_t read_range_sign(nlog_slice text, size_t at, bool is_between, bool is_iso)
{
	static const char *const words[] = {"to", "until", "till", "through", "and"};
	size_t next = nlog_skip_blanks(text, at);
	size_t end = nlog_skip_dash(text, next);

	if (end == next && is_iso && next < text.len && text.data[next] == '/')
		end = next + 1;
	if (end > next && nlog_skip_dash(text, end) > end)
		end = nlog_skip_dash(text, end);
	if (end > next)
		return nlog_skip_blanks(text, end);
	for (size_t i = 0; next > at && i < COUNT(words) - !is_between; i++)
		if (nlog_word_is(text, next, words[i]))
			return nlog_skip_blanks(text, nlog_skip_word(text, next));
	return at;
}

/*
 * What the first end leaves unsaid it takes from the last, and a month the last
 * from the first. False if the two do not make a period.
 */
static bool complete(partial *first, partial *last)
{
	if (!last->year && first->year && last->month)
		last->year = first->year;
	if (!last->month)
		last->month = first->month;
	if (!first->month)
		first->month = last->month;
	if (!first->year) /* `28 December–3 January 2026` began in the year before */
		first->year = last->year -
			      (first->month == 12 && last->month == 1 && last->year > 1);
	return is_whole(first) && is_whole(last) && last->year;
}

static nlog_dates_result make_period(const partial *first, const partial *last, size_t end,
				     nlog_dates *out)
{
	*out = (nlog_dates){.end = end};
	if (!make_day(first, &out->period.start, &out->wrong_weekday) ||
	    !make_day(last, &out->period.end, &out->wrong_weekday) ||
	    out->period.end.day < out->period.start.day)
		return NLOG_DATES_IMPOSSIBLE;
	return NLOG_DATES_READ;
}

nlog_dates_result nlog_read_period(nlog_slice text, size_t at, nlog_dates *out)
{
	bool is_between = nlog_word_is(text, at, "between");
	bool is_opened = is_between || nlog_word_is(text, at, "from");
	size_t start = is_opened ? nlog_skip_blanks(text, nlog_skip_word(text, at)) : at;
	partial first, last;
	size_t end = read_partial(text, start, false, &first);
	size_t next, behind;

	if (end == start)
		return NLOG_DATES_NONE;
	next = read_range_sign(text, end, is_between, is_whole(&first));
	behind = next > end ? read_partial(text, next, first.month != 0, &last) : next;
	if (behind > next && (!is_whole(&first) || last.month)) {
		partial whole = first;

		if (complete(&whole, &last))
			return make_period(&whole, &last, behind, out);
	}
	return is_whole(&first) ? make_single(&first, end, out) : NLOG_DATES_NONE;
}

size_t nlog_scan_date(nlog_slice text, nlog_date *out)
{
	nlog_dates found;

	if (nlog_read_date(text, 0, &found) != NLOG_DATES_READ)
		return 0;
	*out = found.period.start;
	return found.end;
}

size_t nlog_scan_period(nlog_slice text, nlog_period *out)
{
	nlog_dates found;

	if (nlog_read_period(text, 0, &found) != NLOG_DATES_READ)
		return 0;
	*out = found.period;
	return found.end;
}

/* `2.10 July` is no 10 July: the number goes on before it. */
static bool follows_number(nlog_slice text, size_t at)
{
	return at >= 2 && text.data[at - 1] == '.' && nlog_is_digit(text.data[at - 2]);
}

/* Find the first place at which `read` reads. Every try looks at a few words only. */
static bool find(nlog_slice text,
		 nlog_dates_result (*read)(nlog_slice, size_t, nlog_dates *),
		 nlog_dates *out, size_t *offset)
{
	size_t at = 0;

	while (at < text.len) {
		nlog_dates_result result = NLOG_DATES_NONE;

		if (nlog_word_begins(text, at) && !follows_number(text, at))
			result = read(text, at, out);
		if (result == NLOG_DATES_READ) {
			*offset = at;
			return true;
		}
		if (result == NLOG_DATES_IMPOSSIBLE)
			at = out->end;
		else
			at = nlog_word_begins(text, at) ? nlog_skip_word(text, at) : at + 1;
	}
	return false;
}

bool nlog_scan_find_date(nlog_slice text, nlog_date *out, size_t *offset, size_t *len)
{
	nlog_dates found;

	if (!find(text, nlog_read_date, &found, offset))
		return false;
	*out = found.period.start;
	*len = found.end - *offset;
	return true;
}

bool nlog_scan_find_period(nlog_slice text, nlog_period *out, size_t *offset, size_t *len)
{
	nlog_dates found;

	if (!find(text, nlog_read_period, &found, offset))
		return false;
	*out = found.period;
	*len = found.end - *offset;
	return true;
}
