/* Calendar days, periods and instants. */
#include <noticelog/date.h>

#include <string.h>
#include <strings.h>

static const nlog_slice month_names[] = {{"January", 7}, {"February", 8}, {"March", 5},
					 {"April", 5},   {"May", 3},      {"June", 4},
					 {"July", 4},    {"August", 6},   {"September", 9},
					 {"October", 7}, {"November", 8}, {"December", 8}};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days of the year before the first of a month, 1 … 13. */
static int days_before_month(int year, int month)
{
	static const int days[] = {0,   31,  59,  90,  120, 151, 181,
				   212, 243, 273, 304, 334, 365};

	return days[month - 1] + (month > 2 && is_leap(year));
}

/* Days before 1 January of year, counted from 0001-01-01. */
static int32_t days_before_year(int year)
{
	int32_t y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

#define EPOCH 719162   /* days_before_year(1970) */
#define MARCH_OF_0 306 /* from there to 0001-01-01 */

bool nlog_date_make(nlog_date *out, int year, int month, int day)
{
	int32_t days;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month))
		return false;
	days = days_before_year(year) + days_before_month(year, month) + day - 1;
	out->day = days - EPOCH;
	return true;
}

/* Days of 400 years, of 100 years without the leap day that they may end with, and of 4. */
#define DAYS_400 146097
#define DAYS_100 36524
#define DAYS_4 1461

/* As if years began with March, so that a leap day is the last of its year. */
void nlog_date_split(nlog_date date, int *year, int *month, int *day)
{
	int days = date.day + EPOCH + MARCH_OF_0, y, m;
	int cycle = (days < 0 ? days - DAYS_400 + 1 : days) / DAYS_400;

	days -= cycle * DAYS_400;
	y = (days - days / (DAYS_4 - 1) + days / DAYS_100 - days / (DAYS_400 - 1)) / 365;
	days -= y * 365 + y / 4 - y / 100;
	/* Five months in a row have 153 days, from March on. */
	m = (5 * days + 2) / 153;
	*day = days - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = cycle * 400 + y + (m >= 10);
}

/* Read exactly count digits at the start of text. */
static bool read_digits(nlog_slice text, size_t count, int *out)
{
	int value = 0;

	if (text.len < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		value = value * 10 + (text.data[i] - '0');
	}
	*out = value;
	return true;
}

bool nlog_date_from_iso(nlog_date *out, nlog_slice text)
{
	int year, month, day;

	return text.len == 10 && text.data[4] == '-' && text.data[7] == '-' &&
	       read_digits(text, 4, &year) &&
	       read_digits(nlog_slice_from(text, 5), 2, &month) &&
	       read_digits(nlog_slice_from(text, 8), 2, &day) &&
	       nlog_date_make(out, year, month, day);
}

static void put_two(char *to, int number)
{
	to[0] = (char)('0' + number / 10);
	to[1] = (char)('0' + number % 10);
}

void nlog_date_add_iso(nlog_str *out, nlog_date date)
{
	char text[] = "0000-00-00";
	int year, month, day;

	nlog_date_split(date, &year, &month, &day);
	put_two(text + 5, month);
	put_two(text + 8, day);
	if (year >= 0 && year <= 9999) {
		put_two(text, year / 100);
		put_two(text + 2, year % 100);
		nlog_str_addn(out, text, sizeof(text) - 1);
	} else {
		nlog_str_add_int(out, year, 4);
		nlog_str_add(out, text + 4);
	}
}

/* @return behind it */
static char *put_number(char *to, int number)
{
	if (number < 0) {
		*to++ = '-';
		number = -number;
	}
	if (number >= 10)
		to = put_number(to, number / 10);
	*to = (char)('0' + number % 10);
	return to + 1;
}

/* ` July` */
static char *put_month(char *to, int month)
{
	const nlog_slice *name = &month_names[month - 1];

	*to++ = ' ';
	memcpy(to, name->data, name->len);
	return to + name->len;
}

/* ` 2025` */
static char *put_year(char *to, int year)
{
	*to++ = ' ';
	return put_number(to, year);
}

/* `30 September -2147483647`, and more */
#define HUMAN_MAX 32

void nlog_date_add_human(nlog_str *out, nlog_date date)
{
	char text[HUMAN_MAX], *end;
	int year, month, day;

	nlog_date_split(date, &year, &month, &day);
	end = put_year(put_month(put_number(text, day), month), year);
	nlog_str_addn(out, text, (size_t)(end - text));
}

int nlog_month_from_name(nlog_slice name)
{
	if (nlog_slice_is_nocase(name, "Sept"))
		return 9;
	for (int month = 1; month <= 12; month++) {
		const nlog_slice *whole = &month_names[month - 1];

		if ((name.len == whole->len || name.len == 3) &&
		    strncasecmp(name.data, whole->data, name.len) == 0)
			return month;
	}
	return 0;
}

const char *nlog_month_name(int month)
{
	return month_names[month - 1].data;
}

bool nlog_period_from_iso(nlog_period *out, nlog_slice text)
{
	nlog_period period;

	if (text.len != 21 || text.data[10] != '/' ||
	    !nlog_date_from_iso(&period.start, (nlog_slice){text.data, 10}) ||
	    !nlog_date_from_iso(&period.end, nlog_slice_from(text, 11)) ||
	    period.end.day < period.start.day)
		return false;
	*out = period;
	return true;
}

void nlog_period_add_iso(nlog_str *out, nlog_period period)
{
	nlog_date_add_iso(out, period.start);
	nlog_str_addc(out, '/');
	nlog_date_add_iso(out, period.end);
}

void nlog_period_add_human(nlog_str *out, nlog_period period)
{
	int year, month, day, end_year, end_month, end_day;
	char text[HUMAN_MAX], *end;

	nlog_date_split(period.start, &year, &month, &day);
	nlog_date_split(period.end, &end_year, &end_month, &end_day);
	if (period.start.day != period.end.day) {
		end = put_number(text, day);
		if (month != end_month || year != end_year)
			end = put_month(end, month);
		if (year != end_year)
			end = put_year(end, year);
		nlog_str_addn(out, text, (size_t)(end - text));
		nlog_str_add(out, "–");
	}
	nlog_date_add_human(out, period.end);
}

int32_t nlog_period_days(nlog_period period)
{
	return period.end.day - period.start.day + 1;
}

void nlog_days_add_human(nlog_str *out, int32_t days)
{
	/* Of the smallest number there is no positive one of the same type. */
	long long count = days < 0 ? -(long long)days : days;

	nlog_str_add_int(out, count, 0);
	nlog_str_add(out, count == 1 ? " day" : " days");
}

/* Read ±hhmm, ±hh:mm or Z, which must fill text. */
static bool read_offset(nlog_slice text, int32_t *minutes)
{
	int hours, rest;
	size_t colon;

	if (nlog_slice_is(text, "Z") || nlog_slice_is(text, "z")) {
		*minutes = 0;
		return true;
	}
	colon = text.len == 6 && text.data[3] == ':';
	if (text.len != 5 + colon || (text.data[0] != '+' && text.data[0] != '-') ||
	    !read_digits(nlog_slice_from(text, 1), 2, &hours) ||
	    !read_digits(nlog_slice_from(text, 3 + colon), 2, &rest) || hours > 23 ||
	    rest > 59)
		return false;
	*minutes = (hours * 60 + rest) * (text.data[0] == '-' ? -1 : 1);
	return true;
}

/* `SECONDS ±hhmm` */
static bool read_seconds(nlog_instant *out, nlog_slice text)
{
	int64_t seconds = 0;
	size_t i = 0;

	for (; i < text.len && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
		seconds = seconds * 10 + (text.data[i] - '0');
		if (seconds > NLOG_INSTANT_MAX)
			return false;
	}
	if (i == 0 || i >= text.len || text.data[i] != ' ')
		return false;
	out->seconds = seconds;
	return read_offset(nlog_slice_from(text, i + 1), &out->offset_minutes);
}

/* `YYYY-MM-DDThh:mm:ss[.fraction]OFFSET`; a fraction of a second is dropped. */
static bool read_rfc3339(nlog_instant *out, nlog_slice text)
{
	nlog_date date;
	int hour, minute, second;
	size_t end = 19;

	if (text.len < 20 || !nlog_date_from_iso(&date, (nlog_slice){text.data, 10}) ||
	    (text.data[10] != 'T' && text.data[10] != 't' && text.data[10] != ' ') ||
	    text.data[13] != ':' || text.data[16] != ':' ||
	    !read_digits(nlog_slice_from(text, 11), 2, &hour) ||
	    !read_digits(nlog_slice_from(text, 14), 2, &minute) ||
	    !read_digits(nlog_slice_from(text, 17), 2, &second) || hour > 23 ||
	    minute > 59 || second > 60)
		return false;
	if (text.data[end] == '.')
		for (end++;
		     end < text.len && text.data[end] >= '0' && text.data[end] <= '9';)
			end++;
	if (!read_offset(nlog_slice_from(text, end), &out->offset_minutes))
		return false;
	out->seconds = (int64_t)date.day * 86400 + hour * 3600 + minute * 60 + second -
		       (int64_t)out->offset_minutes * 60;
	return out->seconds >= 0 && out->seconds <= NLOG_INSTANT_MAX;
}

bool nlog_instant_from_text(nlog_instant *out, nlog_slice text)
{
	nlog_instant instant = {0, 0};
	bool is_at = nlog_slice_starts(text, "@");

	if (!read_seconds(&instant, is_at ? nlog_slice_from(text, 1) : text) &&
	    (is_at || !read_rfc3339(&instant, text)))
		return false;
	*out = instant;
	return true;
}

/* `T08:30`, `+05:30` */
static void add_clock(nlog_str *out, char before, int hours, int minutes)
{
	nlog_str_addc(out, before);
	nlog_str_add_int(out, hours, 2);
	nlog_str_addc(out, ':');
	nlog_str_add_int(out, minutes, 2);
}

void nlog_instant_add_rfc3339(nlog_str *out, nlog_instant instant)
{
	int64_t local = instant.seconds + (int64_t)instant.offset_minutes * 60;
	int64_t days = local >= 0 ? local / 86400 : -((-local + 86399) / 86400);
	int rest = (int)(local - days * 86400);
	int offset = instant.offset_minutes < 0 ? -instant.offset_minutes
						: instant.offset_minutes;

	nlog_date_add_iso(out, (nlog_date){(int32_t)days});
	add_clock(out, 'T', rest / 3600, rest / 60 % 60);
	nlog_str_addc(out, ':');
	nlog_str_add_int(out, rest % 60, 2);
	if (offset == 0)
		nlog_str_addc(out, 'Z');
	else
		add_clock(out, instant.offset_minutes < 0 ? '-' : '+', offset / 60,
			  offset % 60);
}

nlog_date nlog_instant_day(nlog_instant instant)
{
	int64_t s = instant.seconds;

	return (nlog_date){(int32_t)(s >= 0 ? s / 86400 : -((-s + 86399) / 86400))};
}
