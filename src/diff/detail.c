/* What differs inside a value: one function a type. */
#include "detail.h"

#include <noticelog/json.h>

json_t *nlog_diff_share(const json_t *value)
{
	return json_incref((json_t *)value);
}

/* A value as a list of sessions: a date of its own is one session. */
static size_t count_sessions(const json_t *value)
{
	return json_is_array(value) ? json_array_size(value) : json_is_string(value);
}

static const json_t *session_at(const json_t *value, size_t index)
{
	return json_is_array(value) ? json_array_get(value, index) : value;
}

/* How one session with a partner moved. */
typedef void (*add_shift)(json_t *out, const json_t *before, const json_t *after,
			  size_t index);

static void add_date_shift(json_t *out, const json_t *before, const json_t *after,
			   size_t index)
{
	nlog_date old, new;

	if (nlog_value_date(before, index, &old) && nlog_value_date(after, index, &new))
		json_object_set_new(out, "shift_days", json_integer(new.day - old.day));
}

static void add_period_shift(json_t *out, const json_t *before, const json_t *after,
			     size_t index)
{
	nlog_period old, new;

	if (!nlog_value_period(before, index, &old) ||
	    !nlog_value_period(after, index, &new))
		return;
	json_object_set_new(out, "shift_days", json_integer(new.start.day - old.start.day));
	json_object_set_new(out, "duration_delta_days",
			    json_integer(nlog_period_days(new) - nlog_period_days(old)));
}

/* Sessions pair in order; what one side has more of was added or removed at its end. */
static json_t *sessions_detail(const json_t *before, const json_t *after, add_shift shift)
{
	size_t n = count_sessions(before), m = count_sessions(after);
	json_t *out = json_array();

	for (size_t i = 0; i < n || i < m; i++) {
		json_t *session;

		if (i < n && i < m &&
		    json_equal(session_at(before, i), session_at(after, i)))
			continue;
		session = json_object();
		json_object_set_new(session, "session", json_integer((json_int_t)i + 1));
		if (i >= n)
			json_object_set_new(session, "added",
					    nlog_diff_share(session_at(after, i)));
		else if (i >= m)
			json_object_set_new(session, "removed",
					    nlog_diff_share(session_at(before, i)));
		else
			shift(session, before, after, i);
		json_array_append_new(out, session);
	}
	return out;
}

static json_t *dates_detail(const json_t *before, const json_t *after)
{
	return sessions_detail(before, after, add_date_shift);
}

static json_t *periods_detail(const json_t *before, const json_t *after)
{
	return sessions_detail(before, after, add_period_shift);
}

/* A count is read as seats are: null and absent are 0. */
static json_t *number_detail(const json_t *before, const json_t *after)
{
	json_t *out = json_object();

	json_object_set_new(out, "delta",
			    json_integer(nlog_value_seats(after, NULL) -
					 nlog_value_seats(before, NULL)));
	return out;
}

/* Lines, terms and printed words are too short for more than old and new; maps go by key. */
static json_t *(*const details[NLOG_TYPES])(const json_t *, const json_t *) = {
	[NLOG_TYPE_DATE] = dates_detail,
	[NLOG_TYPE_DATES] = dates_detail,
	[NLOG_TYPE_COUNT] = number_detail,
	[NLOG_TYPE_PERIODS] = periods_detail,
	[NLOG_TYPE_ECONOMIES] = nlog_diff_sets,
	[NLOG_TYPE_NAMES] = nlog_diff_sets,
	[NLOG_TYPE_SEATS] = number_detail,
	[NLOG_TYPE_TEXT] = nlog_diff_text_detail,
	[NLOG_TYPE_ITEMS] = nlog_diff_sets,
	[NLOG_TYPE_HISTORY] = nlog_diff_history_detail,
	[NLOG_TYPE_TEXTS] = nlog_diff_text_detail,
};

json_t *nlog_diff_detail(nlog_type_id type, const json_t *before, const json_t *after)
{
	return details[type] ? details[type](before, after) : NULL;
}
