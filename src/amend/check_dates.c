/* The calendar: closing, issue and start, durations, the code's year, authority, clocks. */
#include <stdlib.h>

#include "check.h"

/* What real notices have (closing 32 to 89 days before the start), with room on both sides. */
#define CLOSING_NEAR 14
#define CLOSING_FAR 180
/* Issue is 60 to 185 days before the start; the printed year was wrong at 510. */
#define ISSUE_NEAR 21
#define ISSUE_FAR 365
/* An activity can fall up to two years after its programme year. */
#define CODE_YEARS 2
/* Notices are prepared ahead of their issue, and clocks of two machines differ a little. */
#define RECORDED_EARLY_DAYS 31
#define CLOCK_SECONDS 300
/* No notice has more sessions or closing dates. */
#define SESSIONS_MAX 64

/* A day as people write it, for a finding's text. */
typedef struct {
	char text[32];
} day_text;

static day_text shown(nlog_date day)
{
	static const day_text none = {""};
	day_text out = none;
	nlog_str text = NLOG_STR_INIT;
	nlog_date_add_human(&text, day);
	for (size_t i = 0; i < text.len && i + 1 < sizeof(out.text); i++)
		out.text[i] = text.data[i];
	nlog_str_clear(&text);
	return out;
}

/* One closing date, and the days of the activity that it is for. */
typedef struct {
	nlog_date closing;
	bool has_activity;
	nlog_date start, end;
} closing;

/*
 * Closing dates pair with sessions where there are as many; else each is for
 * the whole activity, from its first day to its last.
 */
static size_t read_closings(const checker *c, closing out[SESSIONS_MAX])
{
	const json_t *dates = nlog_notice_get(c->notice, NLOG_FIELD_CLOSING_DATES);
	const json_t *timing = nlog_notice_get(c->notice, NLOG_FIELD_TIMING);
	bool is_paired = json_array_size(dates) == json_array_size(timing);
	size_t count = 0;
	for (; count < SESSIONS_MAX; count++) {
		closing *one = &out[count];
		nlog_period period;
		*one = (closing){.has_activity = false};
		if (!nlog_value_date(dates, count, &one->closing))
			break;
		one->has_activity =
			nlog_value_period(timing, is_paired ? count : 0, &period);
		if (!one->has_activity)
			continue;
		one->start = period.start;
		one->end = period.end;
		for (size_t i = 0; !is_paired && nlog_value_period(timing, i, &period); i++)
			if (period.end.day > one->end.day)
				one->end = period.end;
	}
	return count;
}

void nlog_check_closing_before_issue(checker *c)
{
	closing closings[SESSIONS_MAX];
	size_t count = read_closings(c, closings);
	nlog_date issue;
	if (!nlog_notice_date(c->notice, NLOG_FIELD_DATE_OF_ISSUE, &issue))
		return;
	for (size_t i = 0; i < count; i++)
		if (closings[i].closing.day <= issue.day)
			nlog_check_say(c, NLOG_FIELD_CLOSING_DATES,
				       "the closing date, %s, is not after the date of "
				       "issue, %s",
				       shown(closings[i].closing).text, shown(issue).text);
}

void nlog_check_closed_at_issue(checker *c)
{
	closing closings[SESSIONS_MAX];
	size_t count = read_closings(c, closings);
	nlog_date first, issued;
	if (!nlog_check_issued(c, &issued))
		return;
	if (!nlog_notice_date(c->notice, NLOG_FIELD_DATE_OF_ISSUE, &first))
		first.day = INT32_MIN;
	/* One that was over before the first issue is told by another check. */
	for (size_t i = 0; i < count; i++)
		if (closings[i].closing.day < issued.day &&
		    closings[i].closing.day > first.day)
			nlog_check_say(c, NLOG_FIELD_CLOSING_DATES,
				       "the closing date, %s, had passed when this was "
				       "issued on %s",
				       shown(closings[i].closing).text, shown(issued).text);
}

void nlog_check_closing_after_start(checker *c)
{
	closing closings[SESSIONS_MAX];
	size_t count = read_closings(c, closings);
	for (size_t i = 0; i < count; i++)
		if (closings[i].has_activity &&
		    closings[i].closing.day >= closings[i].start.day &&
		    closings[i].closing.day <= closings[i].end.day)
			nlog_check_say(c, NLOG_FIELD_CLOSING_DATES,
				       "the closing date, %s, is not before the start, %s",
				       shown(closings[i].closing).text,
				       shown(closings[i].start).text);
}

void nlog_check_closing_after_end(checker *c)
{
	closing closings[SESSIONS_MAX];
	size_t count = read_closings(c, closings);
	for (size_t i = 0; i < count; i++)
		if (closings[i].has_activity &&
		    closings[i].closing.day > closings[i].end.day)
			nlog_check_say(c, NLOG_FIELD_CLOSING_DATES,
				       "the closing date, %s, is after the last day, %s",
				       shown(closings[i].closing).text,
				       shown(closings[i].end).text);
}

void nlog_check_closing_far_from_start(checker *c)
{
	closing closings[SESSIONS_MAX];
	size_t count = read_closings(c, closings);
	for (size_t i = 0; i < count; i++) {
		int32_t days = closings[i].start.day - closings[i].closing.day;
		if (closings[i].has_activity && days > 0 &&
		    (days < CLOSING_NEAR || days > CLOSING_FAR))
			nlog_check_say(c, NLOG_FIELD_CLOSING_DATES,
				       "the closing date, %s, is %d day%s before the "
				       "start, %s",
				       shown(closings[i].closing).text, days,
				       days == 1 ? "" : "s", shown(closings[i].start).text);
	}
}

void nlog_check_revision_before_issue(checker *c)
{
	nlog_date issue, revision;
	if (nlog_notice_date(c->notice, NLOG_FIELD_DATE_OF_ISSUE, &issue) &&
	    nlog_notice_date(c->notice, NLOG_FIELD_REVISION_DATE, &revision) &&
	    revision.day < issue.day)
		nlog_check_say(c, NLOG_FIELD_REVISION_DATE,
			       "the revision date, %s, is before the date of issue, %s",
			       shown(revision).text, shown(issue).text);
}

/* @return the first day of all sessions; false if there is no timing */
static bool first_day(const nlog_notice *notice, nlog_date *out)
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	nlog_period period;
	size_t i = 0;
	for (; nlog_value_period(timing, i, &period); i++)
		if (i == 0 || period.start.day < out->day)
			*out = period.start;
	return i > 0;
}

/* A revision may come late, so that only the first issue can be too near. */
void nlog_check_issue_far_from_start(checker *c)
{
	nlog_date start, first, last;
	if (!first_day(c->notice, &start) || !nlog_check_issued(c, &last))
		return;
	if (!nlog_notice_date(c->notice, NLOG_FIELD_DATE_OF_ISSUE, &first))
		first = last;
	if (first.day > start.day)
		nlog_check_say(c, NLOG_FIELD_DATE_OF_ISSUE,
			       "first issued on %s, after the start, %s", shown(first).text,
			       shown(start).text);
	else if (start.day - first.day < ISSUE_NEAR)
		nlog_check_say(c, NLOG_FIELD_DATE_OF_ISSUE,
			       "first issued on %s, only %d days before the start, %s",
			       shown(first).text, start.day - first.day, shown(start).text);
	else if (start.day - last.day > ISSUE_FAR)
		nlog_check_say(c, NLOG_FIELD_DATE_OF_ISSUE,
			       "issued on %s, %d days before the start, %s",
			       shown(last).text, start.day - last.day, shown(start).text);
}

/* Is a printed duration that of a session, of all together, or from the first day to the last? */
static bool agrees(const check_duration *printed, const json_t *timing)
{
	int32_t total = 0, first = INT32_MAX, last = INT32_MIN, days;
	nlog_period period;
	for (size_t i = 0; nlog_value_period(timing, i, &period); i++) {
		days = nlog_period_days(period);
		if (days >= printed->least && days <= printed->most)
			return true;
		total += total < INT32_MAX - days ? days : 0;
		first = period.start.day < first ? period.start.day : first;
		last = period.end.day > last ? period.end.day : last;
	}
	days = last - first + 1;
	return (total >= printed->least && total <= printed->most) ||
	       (days >= printed->least && days <= printed->most);
}

void nlog_check_day_count(checker *c)
{
	const json_t *timing = nlog_notice_get(c->notice, NLOG_FIELD_TIMING);
	nlog_slice printed = nlog_notice_as_printed(c->notice, NLOG_FIELD_TIMING);
	check_words s;
	if (!json_array_size(timing))
		return;
	while (nlog_check_next_sentence(&s, &printed)) {
		for (size_t i = 0; i < s.count; i++) {
			check_duration d;
			if (!nlog_check_read_duration(&s, i, &d) || agrees(&d, timing))
				continue;
			size_t start = s.words[d.first].start;
			nlog_str dates = NLOG_STR_INIT;
			nlog_value_add_human(&dates, NLOG_TYPE_PERIODS, timing);
			nlog_check_say(c, NLOG_FIELD_TIMING,
				       "'%.*s' is printed, and the dates are %s",
				       (int)(s.words[d.end - 1].end - start),
				       s.text.data + start, nlog_str_text(&dates));
			nlog_str_clear(&dates);
		}
		nlog_check_words_clear(&s);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void nlog_check_code_year(checker *c)
{
	nlog_slice code = nlog_notice_line(c->notice, NLOG_FIELD_PROJECT_CODE);
	nlog_date start;
	int programme, year, month, day;
	if (code.len < 3 || !is_digit(code.data[0]) || !is_digit(code.data[1]) ||
	    code.data[2] != '-' || !first_day(c->notice, &start))
		return;
	programme = 2000 + (code.data[0] - '0') * 10 + (code.data[1] - '0');
	nlog_date_split(start, &year, &month, &day);
	if (year < programme || year > programme + CODE_YEARS)
		nlog_check_say(c, NLOG_FIELD_PROJECT_CODE,
			       "the code is of %d, and the start is on %s", programme,
			       shown(start).text);
}

/* One date must not be after another. @return false if it is, and says so */
static bool in_order(checker *c, const char *what, const char *iso, const char *than,
		     nlog_date after)
{
	nlog_date day;
	if (!iso || !nlog_date_from_iso(&day, nlog_slice_of(iso)) || day.day <= after.day)
		return true;
	nlog_check_say(c, NLOG_FIELD_REMARKS, "the %s is of %s, after the %s of %s", what,
		       shown(day).text, than, shown(after).text);
	return false;
}

/* An approval is given first, then members are written to, then the notice is issued. */
static bool has_order(checker *c, const nlog_declared *declared)
{
	nlog_date letter, issued;
	if (declared->letter_date &&
	    nlog_date_from_iso(&letter, nlog_slice_of(declared->letter_date)) &&
	    !in_order(c, "approval", declared->approval_date, "letter", letter))
		return false;
	return !nlog_check_issued(c, &issued) ||
	       (in_order(c, "letter", declared->letter_date, "notice", issued) &&
		in_order(c, "approval", declared->approval_date, "notice", issued));
}

/* Is there a word of an approval or a letter? Reading declarations costs time. */
static bool names_authority(const json_t *texts)
{
	for (size_t i = 0; i < json_array_size(texts); i++) {
		const json_t *text = json_array_get(texts, i);
		nlog_slice words = nlog_json_slice(
			json_is_object(text) ? json_object_get(text, "modification")
					     : text);
		if (nlog_slice_find(words, "ppro") >= 0 ||
		    nlog_slice_find(words, "etter") >= 0)
			return true;
	}
	return false;
}

/* Several changes declared by one sentence share their dates: one finding is enough. */
void nlog_check_authority_order(checker *c)
{
	nlog_declarations *list = NULL;
	bool is_fine = true;
	if (!names_authority(nlog_notice_get(c->notice, NLOG_FIELD_REMARKS)) &&
	    !names_authority(nlog_notice_get(c->notice, NLOG_FIELD_CHANGE_HISTORY)))
		return;
	nlog_declarations_read(&list, c->notice, c->options->reg);
	for (size_t i = 0; is_fine && i < nlog_declarations_count(list); i++)
		is_fine = has_order(c, nlog_declarations_get(list, i));
	nlog_declarations_free(list);
}

void nlog_check_clock_skew(checker *c)
{
	const nlog_check_options *o = c->options;
	nlog_date issued;
	if (!o->is_recorded)
		return;
	nlog_date recorded = nlog_instant_day(o->recorded);
	if (nlog_check_issued(c, &issued) &&
	    issued.day - recorded.day > RECORDED_EARLY_DAYS)
		nlog_check_say(c, NLOG_FIELDS,
			       "recorded on %s, %d days before its issue on %s",
			       shown(recorded).text, issued.day - recorded.day,
			       shown(issued).text);
	if (o->has_parent &&
	    o->recorded.seconds + CLOCK_SECONDS < o->parent_recorded.seconds) {
		nlog_str times = NLOG_STR_INIT;
		nlog_instant_add_rfc3339(&times, o->recorded);
		nlog_str_add(&times, ", before the commit that it follows: ");
		nlog_instant_add_rfc3339(&times, o->parent_recorded);
		nlog_check_say(c, NLOG_FIELDS, "recorded %s", nlog_str_text(&times));
		nlog_str_clear(&times);
	}
}
