/* When it takes place: set, rescheduled, extended, shortened. Sessions pair in order. */
#include <string.h>

#include "amend.h"

/* One session on both sides; a side that lacks it has no period. */
typedef struct {
	size_t number; /* from 1 */
	bool has_before, has_after;
	nlog_period before, after;
} session;

typedef bool session_test(const session *s);

static bool session_at(session *s, const json_t *before, const json_t *after, size_t index)
{
	*s = (session){.number = index + 1};
	s->has_before = nlog_value_period(before, index, &s->before);
	s->has_after = nlog_value_period(after, index, &s->after);
	return s->has_before || s->has_after;
}

static int32_t shift_of(const session *s)
{
	return s->after.start.day - s->before.start.day;
}

/* A session that came or went counts with all of its days. */
static int32_t delta_of(const session *s)
{
	return (s->has_after ? nlog_period_days(s->after) : 0) -
	       (s->has_before ? nlog_period_days(s->before) : 0);
}

static bool is_moved(const session *s)
{
	return s->has_before && s->has_after && shift_of(s) != 0;
}

static bool is_longer(const session *s)
{
	return delta_of(s) > 0;
}

static bool is_shorter(const session *s)
{
	return delta_of(s) < 0;
}

/* Came back, or taken back: the activity's own rules have told it. */
static bool is_told_by_activity(const judge *j)
{
	for (size_t i = 0; i < j->list->count; i++) {
		const nlog_amendment *a = &j->list->items[i].amendment;
		if (strncmp(a->rule->id, "activity.", 9) != 0)
			continue;
		for (size_t k = 0; k < a->field_count; k++)
			if (a->fields[k] == NLOG_FIELD_TIMING)
				return true;
	}
	return false;
}

void nlog_fire_timing_set(judge *j, const rule *r)
{
	if (nlog_amend_value_differs(j, NLOG_FIELD_TIMING) && !is_told_by_activity(j) &&
	    !nlog_amend_has_timing(nlog_amend_value_before(j, NLOG_FIELD_TIMING)) &&
	    nlog_amend_has_timing(nlog_amend_value_after(j, NLOG_FIELD_TIMING)))
		nlog_amend_add_for_field(j, r, NLOG_FIELD_TIMING);
}

static void fire_if_any(judge *j, const rule *r, session_test *test)
{
	const json_t *before = nlog_amend_value_before(j, NLOG_FIELD_TIMING);
	const json_t *after = nlog_amend_value_after(j, NLOG_FIELD_TIMING);
	if (!nlog_amend_value_differs(j, NLOG_FIELD_TIMING) || is_told_by_activity(j) ||
	    !nlog_amend_has_timing(before) || !nlog_amend_has_timing(after))
		return;
	session s;
	for (size_t i = 0; session_at(&s, before, after, i); i++)
		if (test(&s)) {
			nlog_amend_add_for_field(j, r, NLOG_FIELD_TIMING);
			return;
		}
}

void nlog_fire_rescheduled(judge *j, const rule *r)
{
	fire_if_any(j, r, is_moved);
}

void nlog_fire_extended(judge *j, const rule *r)
{
	fire_if_any(j, r, is_longer);
}

void nlog_fire_shortened(judge *j, const rule *r)
{
	fire_if_any(j, r, is_shorter);
}

static void add_shift_facts(json_t *facts, const session *s)
{
	json_object_set_new(facts, "shift_days", json_integer(shift_of(s)));
	json_object_set_new(facts, "old_start", nlog_json_from_date(s->before.start));
	json_object_set_new(facts, "new_start", nlog_json_from_date(s->after.start));
}

static void add_duration_facts(json_t *facts, const session *s)
{
	json_object_set_new(facts, "duration_delta_days", json_integer(delta_of(s)));
}

typedef void fact_adder(json_t *facts, const session *s);

/* The facts of the first session that fired; all of them under `sessions` where several did. */
static bool add_facts(const values *v, json_t *facts, session_test *test, fact_adder *add,
		      session *first, size_t *count)
{
	json_t *sessions = json_array();
	session s;
	*count = 0;
	for (size_t i = 0; session_at(&s, v->before, v->after, i); i++) {
		if (!test(&s))
			continue;
		if ((*count)++ == 0) {
			*first = s;
			add(facts, &s);
		}
		json_t *one = json_object();
		json_object_set_new(one, "session", json_integer((json_int_t)s.number));
		add(one, &s);
		json_array_append_new(sessions, one);
	}
	if (*count > 1)
		json_object_set(facts, "sessions", sessions);
	json_decref(sessions);
	return *count > 0;
}

/* "session 2: 4–6 → 11–13 November 2015, 7 days later (and 1 more session)" */
static void start_session(nlog_str *out, const values *v, const session *s)
{
	if (json_array_size(v->before) > 1 || json_array_size(v->after) > 1)
		nlog_str_addf(out, "session %zu: ", s->number);
	nlog_amend_add_periods(out, s->has_before ? &s->before : NULL,
			       s->has_after ? &s->after : NULL);
}

static void end_sessions(nlog_str *out, size_t count)
{
	if (count > 1) {
		nlog_str_add(out, " (and ");
		nlog_amend_add_count(out, count - 1, "more session)", "more sessions)");
	}
}

/* What is known of a timing that was declared without both values. */
static void describe_stated(const values *v, nlog_amendment *a, const char *word)
{
	nlog_period period;
	nlog_str out = NLOG_STR_INIT;
	nlog_str_add(&out, word);
	if (nlog_value_period(v->after, 0, &period)) {
		nlog_str_add(&out, " to ");
		nlog_period_add_human(&out, period);
		json_object_set_new(a->facts, "new_start",
				    nlog_json_from_date(period.start));
	} else if (nlog_value_period(v->before, 0, &period)) {
		nlog_str_add(&out, " from ");
		nlog_period_add_human(&out, period);
		json_object_set_new(a->facts, "old_start",
				    nlog_json_from_date(period.start));
	}
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_timing_set(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	nlog_str_add(&out, "set to ");
	nlog_value_add_human(&out, NLOG_TYPE_PERIODS, v->after);
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_rescheduled(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	session s;
	size_t count;
	if (!add_facts(v, a->facts, is_moved, add_shift_facts, &s, &count)) {
		describe_stated(v, a, "rescheduled");
		return;
	}
	nlog_str out = NLOG_STR_INIT;
	start_session(&out, v, &s);
	nlog_str_add(&out, ", ");
	nlog_days_add_human(&out, shift_of(&s));
	nlog_str_add(&out, shift_of(&s) > 0 ? " later" : " earlier");
	end_sessions(&out, count);
	a->summary = nlog_str_detach(&out);
}

static void describe_duration(const values *v, nlog_amendment *a, session_test *test,
			      const char *word, const char *comparative)
{
	session s;
	size_t count;
	bool both = nlog_amend_has_timing(v->before) && nlog_amend_has_timing(v->after);
	if (!both || !add_facts(v, a->facts, test, add_duration_facts, &s, &count)) {
		describe_stated(v, a, word);
		return;
	}
	nlog_str out = NLOG_STR_INIT;
	start_session(&out, v, &s);
	if (s.has_before && s.has_after) {
		nlog_str_add(&out, ", ");
		nlog_days_add_human(&out, delta_of(&s));
		nlog_str_addc(&out, ' ');
		nlog_str_add(&out, comparative);
	} else {
		nlog_str_add(&out, s.has_after ? " added" : " dropped");
	}
	end_sessions(&out, count);
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_extended(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	describe_duration(v, a, is_longer, "extended", "longer");
}

void nlog_describe_shortened(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	describe_duration(v, a, is_shorter, "shortened", "shorter");
}
