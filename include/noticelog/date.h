/**
 * @file
 * Calendar days, periods of days, and instants.
 *
 * Days are those of the Gregorian calendar from 0001-01-01 to 9999-12-31,
 * as ISO 8601 writes them; periods include both ends.
 */
#ifndef NOTICELOG_DATE_H
#define NOTICELOG_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include <noticelog/str.h>

/** A calendar day: days since 1970-01-01. */
typedef struct {
	int32_t day;
} nlog_date;

/** The first and the last of them. */
#define NLOG_DAY_MIN (-719162)
#define NLOG_DAY_MAX 2932896

/** @return false, and *out untouched, if there is no such day */
bool nlog_date_make(nlog_date *out, int year, int month, int day);
void nlog_date_split(nlog_date date, int *year, int *month, int *day);

/** Read exactly YYYY-MM-DD. @return false if text is anything else */
bool nlog_date_from_iso(nlog_date *out, nlog_slice text);
void nlog_date_add_iso(nlog_str *out, nlog_date date);

/** Append `10 June 2024`. */
void nlog_date_add_human(nlog_str *out, nlog_date date);

/** @return 1..12 for an English month's name, its first three letters or `Sept`, whatever the case, else 0 */
int nlog_month_from_name(nlog_slice name);
/** @return "January" for 1 … "December" for 12; static */
const char *nlog_month_name(int month);

/** The days from start to end, both included; start is never after end. */
typedef struct {
	nlog_date start, end;
} nlog_period;

/** Read exactly YYYY-MM-DD/YYYY-MM-DD. @return false if text is anything else */
bool nlog_period_from_iso(nlog_period *out, nlog_slice text);
void nlog_period_add_iso(nlog_str *out, nlog_period period);

/**
 * Append `8–10 July 2025`, `30 June–2 July 2020`, `1 December 2015–30 April 2016`
 * or, for one day, `15 December 2025`.
 */
void nlog_period_add_human(nlog_str *out, nlog_period period);

/** @return the number of days, at least 1 */
int32_t nlog_period_days(nlog_period period);

/** Append `1 day`, `28 days` (count is taken without its sign). */
void nlog_days_add_human(nlog_str *out, int32_t days);

/** A moment: seconds since 1970-01-01T00:00:00Z, and the offset it was written with. */
typedef struct {
	int64_t seconds;
	int32_t offset_minutes;
} nlog_instant;

/** Largest and smallest time that git can keep (0 … 2^32-1). */
#define NLOG_INSTANT_MAX INT64_C(4294967295)

/**
 * Read a time as git's environment and the bulk stream give it:
 * `@SECONDS ±hhmm`, `SECONDS ±hhmm` or RFC 3339.
 *
 * @return false if text is anything else or outside 0 … 2^32-1 seconds
 */
bool nlog_instant_from_text(nlog_instant *out, nlog_slice text);

/** Append RFC 3339, `2025-05-02T09:30:00+09:00` (`Z` for offset 0). */
void nlog_instant_add_rfc3339(nlog_str *out, nlog_instant instant);

/** @return the day in UTC */
nlog_date nlog_instant_day(nlog_instant instant);

#endif
