/* Days as announcements state them: in figures, without their year, or as the last day alone. */
#include <string.h>

#include <noticelog/scan.h>

#include "declare.h"

/* Text of a value with days in figures is not longer. */
#define FIGURES_MAX 512

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One or two digits at `at`. @return bytes read, 0 if there are none, or more of them */
static size_t read_figure(nlog_slice text, size_t at, int *out)
{
	size_t len = 0;
	*out = 0;
	while (at + len < text.len && is_digit(text.data[at + len]) && len < 3)
		*out = *out * 10 + (text.data[at + len++] - '0');
	return len < 3 ? len : 0;
}

static size_t read_year(nlog_slice text, size_t at, int *out)
{
	size_t len = 0;
	*out = 0;
	while (at + len < text.len && is_digit(text.data[at + len]) && len < 5)
		*out = *out * 10 + (text.data[at + len++] - '0');
	return len == 4 ? len : 0;
}

/*
 * `16.05.2025`, `16-05-2025`, `31/12/2024`: the day comes first, except that
 * with strokes it must be too great for a month, or the same figure.
 * @return bytes read, 0 if there is no such day
 */
static size_t read_figures(nlog_slice text, size_t at, nlog_date *out)
{
	int day, month, year;
	size_t len = read_figure(text, at, &day), end = at + len;
	if (!len || end >= text.len || !strchr(".-/", text.data[end]))
		return 0;
	char mark = text.data[end++];
	len = read_figure(text, end, &month);
	end += len;
	if (!len || end >= text.len || text.data[end] != mark)
		return 0;
	len = read_year(text, end + 1, &year);
	end += 1 + len;
	if (!len || (mark == '/' && day <= 12 && day != month))
		return 0;
	return nlog_date_make(out, year, month, day) ? end - at : 0;
}

/* Days in figures are put as the scanner reads them; @return false if there are none */
static bool put_figures(nlog_str *out, nlog_slice text)
{
	bool found = false;
	for (size_t at = 0; at < text.len && text.len <= FIGURES_MAX;) {
		nlog_date day;
		bool starts = at == 0 || !is_digit(text.data[at - 1]);
		size_t len = starts && is_digit(text.data[at])
				     ? read_figures(text, at, &day)
				     : 0;
		if (len)
			nlog_date_add_human(out, day);
		else
			nlog_str_addc(out, text.data[at]);
		found = found || len;
		at += len ? len : 1;
	}
	return found;
}

bool nlog_declare_find_date(nlog_slice text, nlog_date *out)
{
	size_t offset, len;
	if (nlog_scan_find_date(text, out, &offset, &len))
		return true;
	nlog_str put = NLOG_STR_INIT;
	bool found = put_figures(&put, text) &&
		     nlog_scan_find_date(nlog_str_slice(&put), out, &offset, &len);
	nlog_str_clear(&put);
	return found;
}

bool nlog_declare_find_period(nlog_slice text, nlog_period *out)
{
	size_t offset, len;
	if (nlog_scan_find_period(text, out, &offset, &len))
		return true;
	nlog_str put = NLOG_STR_INIT;
	bool found = put_figures(&put, text) &&
		     nlog_scan_find_period(nlog_str_slice(&put), out, &offset, &len);
	nlog_str_clear(&put);
	return found;
}

static json_t *value_with_year(const reading *r, nlog_field_id field, nlog_slice text,
			       int year)
{
	nlog_str dated = NLOG_STR_INIT;
	nlog_str_add_slice(&dated, text);
	nlog_str_addf(&dated, " %04d", year);
	json_t *value = nlog_declare_value_find(r, field, nlog_str_slice(&dated));
	nlog_str_clear(&dated);
	return value;
}

static bool first_day(nlog_field_id field, const json_t *value, nlog_date *out)
{
	nlog_period period;
	if (field != NLOG_FIELD_TIMING)
		return field == NLOG_FIELD_CLOSING_DATES && nlog_value_date(value, 0, out);
	if (!nlog_value_period(value, 0, &period))
		return false;
	*out = period.start;
	return true;
}

/* A month's name is what makes a day of figures without a year. */
static bool names_month(nlog_slice text)
{
	for (size_t at = 0; at < text.len;) {
		size_t end = at;
		while (end < text.len && strchr(" ,.-", text.data[end]) == NULL)
			end++;
		if (nlog_month_from_name((nlog_slice){text.data + at, end - at}))
			return true;
		at = end + 1;
	}
	return false;
}

json_t *nlog_declare_value_near(const reading *r, nlog_field_id field, nlog_slice text,
				const json_t *other)
{
	nlog_date near, day;
	int year, month, d;
	json_t *best = NULL;
	int32_t best_distance = 0;
	if (!first_day(field, other, &near) || !names_month(text))
		return NULL;
	nlog_date_split(near, &year, &month, &d);
	for (int y = year - 1; y <= year + 1; y++) {
		json_t *value = value_with_year(r, field, text, y);
		if (!first_day(field, value, &day)) {
			json_decref(value);
			continue;
		}
		int32_t distance =
			day.day > near.day ? day.day - near.day : near.day - day.day;
		if (best && distance >= best_distance) {
			json_decref(value);
			continue;
		}
		json_decref(best);
		best = value;
		best_distance = distance;
	}
	return best;
}

json_t *nlog_declare_value_of_notice(const reading *r, nlog_field_id field, nlog_slice text)
{
	json_t *value = nlog_declare_value_find(r, field, text);
	if (value || !r->notice)
		return value;
	return nlog_declare_value_near(r, field, text, nlog_notice_get(r->notice, field));
}

json_t *nlog_declare_until(const reading *r, const json_t *last)
{
	nlog_period told, own;
	const json_t *timing =
		r->notice ? nlog_notice_get(r->notice, NLOG_FIELD_TIMING) : NULL;
	if (json_array_size(timing) != 1 || !nlog_value_period(timing, 0, &own) ||
	    !nlog_value_period(last, 0, &told) || told.start.day != told.end.day ||
	    told.end.day < own.start.day)
		return NULL;
	nlog_str iso = NLOG_STR_INIT;
	nlog_period_add_iso(&iso, (nlog_period){own.start, told.end});
	json_t *value = json_pack("[s]", nlog_str_text(&iso));
	nlog_str_clear(&iso);
	return value;
}
