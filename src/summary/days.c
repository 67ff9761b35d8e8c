/* Days that matter: closing dates, sessions, and how long it is until then. */
#include "summary.h"

/* The first session's day that has not passed; if all have, the last. @return false: none */
static bool next_closing(const nlog_notice *notice, nlog_date day, size_t *index,
			 nlog_date *out)
{
	const json_t *dates = nlog_notice_get(notice, NLOG_FIELD_CLOSING_DATES);
	bool has = false;
	nlog_date date;

	for (size_t i = 0; nlog_value_date(dates, i, &date); i++) {
		bool is_better = !has || (out->day < day.day ? date.day > out->day
							     : date.day >= day.day &&
								       date.day < out->day);

		if (is_better) {
			*out = date;
			*index = i;
		}
		has = true;
	}
	return has;
}

static bool next_start(const nlog_notice *notice, nlog_date day, nlog_date *out)
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	nlog_period session;
	bool has = false;

	for (size_t i = 0; nlog_value_period(timing, i, &session); i++) {
		if (!has || out->day < day.day)
			*out = session.start;
		has = true;
	}
	return has;
}

bool summary_is_over(const nlog_notice *notice, nlog_date day)
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	nlog_period session;
	size_t i = 0;

	for (; nlog_value_period(timing, i, &session); i++)
		if (session.end.day >= day.day)
			return false;
	return i > 0;
}

/* Does a session start before the closing date of a notice as it stands? */
static bool starts_before_closing(const nlog_notice *notice, nlog_date day)
{
	nlog_date closing, start;
	size_t index;

	return next_closing(notice, day, &index, &closing) &&
	       next_start(notice, day, &start) && start.day < closing.day;
}

void summary_days_fill(nlog_summary_days *out, const nlog_notice *before,
		       const nlog_notice *after, nlog_date issued, nlog_date day)
{
	const json_t *told =
		before ? nlog_notice_get(before, NLOG_FIELD_CLOSING_DATES) : NULL;
	size_t index = 0;

	*out = (nlog_summary_days){.has_closing = false};
	out->has_closing = next_closing(after, day, &index, &out->closing);
	out->has_closing_before = nlog_value_date(told, index, &out->closing_before);
	if (out->has_closing)
		out->days_left = out->closing.day - day.day;
	if (out->has_closing_before)
		out->days_left_before = out->closing_before.day - day.day;
	out->had_passed = out->has_closing && out->has_closing_before &&
			  out->closing_before.day < out->closing.day &&
			  out->closing_before.day < issued.day;
	out->has_start = next_start(after, day, &out->start);
	out->starts_before_closing = starts_before_closing(after, day) &&
				     !(before && starts_before_closing(before, day));
	out->is_over = summary_is_over(after, day);
}
