/* Summaries: values, dates and sets as a busy person reads them. */
#include <string.h>

#include <noticelog/text.h>

#include "amend.h"

/* More names than this are counted instead of listed. */
#define NAMES_MAX 6
/* Characters of a foreign value in a summary. */
#define VALUE_MAX 160

void nlog_amend_add_cut(nlog_str *out, nlog_slice text, size_t most)
{
	size_t at = 0;
	unsigned codepoint;
	int len;
	for (size_t count = 0; count < most; count++) {
		len = nlog_text_next(text, at, &codepoint);
		if (!len)
			break;
		at += (size_t)len;
	}
	nlog_str_addn(out, text.data, at);
	if (at < text.len)
		nlog_str_add(out, "\xe2\x80\xa6");
}

void nlog_amend_add_count(nlog_str *out, size_t count, const char *one, const char *many)
{
	nlog_str_addf(out, "%zu %s", count, count == 1 ? one : many);
}

void nlog_amend_add_names(nlog_str *out, const json_t *names)
{
	size_t count = json_array_size(names);
	size_t shown = count > NAMES_MAX ? NAMES_MAX / 2 : count;
	for (size_t i = 0; i < shown; i++) {
		bool is_last = i + 1 == count;
		if (i > 0)
			nlog_str_add(out, is_last ? " and " : ", ");
		nlog_amend_add_cut(out, nlog_json_slice(json_array_get(names, i)),
				   VALUE_MAX);
	}
	if (shown < count)
		nlog_str_addf(out, " and %zu others", count - shown);
}

void nlog_amend_add_sets(nlog_str *out, const json_t *sets)
{
	const json_t *added = json_object_get(sets, "added");
	const json_t *removed = json_object_get(sets, "removed");
	if (json_array_size(added)) {
		nlog_amend_add_names(out, added);
		nlog_str_add(out, " added");
	}
	if (json_array_size(removed)) {
		if (json_array_size(added))
			nlog_str_add(out, "; ");
		nlog_amend_add_names(out, removed);
		nlog_str_add(out, " dropped");
	}
}

static int year_of(nlog_date date)
{
	int year, month, day;
	nlog_date_split(date, &year, &month, &day);
	return year;
}

/* "10–12 June 2025" in front of a date of 2025 needs no year. */
static void add_period_before(nlog_str *out, nlog_period period, nlog_date later)
{
	nlog_period_add_human(out, period);
	int year = year_of(later);
	if (year_of(period.start) == year && year_of(period.end) == year && out->len > 5)
		nlog_str_truncate(out, out->len - 5);
}

void nlog_amend_add_periods(nlog_str *out, const nlog_period *before,
			    const nlog_period *after)
{
	if (before && after && year_of(after->start) == year_of(after->end))
		add_period_before(out, *before, after->start);
	else if (before)
		nlog_period_add_human(out, *before);
	if (before && after)
		nlog_str_add(out, ARROW);
	if (after)
		nlog_period_add_human(out, *after);
}

void nlog_amend_add_dates(nlog_str *out, const nlog_date *before, const nlog_date *after)
{
	nlog_period old, new;
	if (before)
		old = (nlog_period){*before, *before};
	if (after)
		new = (nlog_period){*after, *after};
	nlog_amend_add_periods(out, before ? &old : NULL, after ? &new : NULL);
}

static void add_value(nlog_str *out, nlog_type_id type, const json_t *value)
{
	nlog_str human = NLOG_STR_INIT;
	if (value && !json_is_null(value))
		nlog_value_add_human(&human, type, value);
	else
		nlog_str_add(&human, "none");
	nlog_amend_add_cut(out, nlog_str_slice(&human), VALUE_MAX);
	nlog_str_clear(&human);
}

void nlog_amend_add_values(nlog_str *out, nlog_type_id type, const json_t *before,
			   const json_t *after)
{
	add_value(out, type, before);
	nlog_str_add(out, ARROW);
	add_value(out, type, after);
}
