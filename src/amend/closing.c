/* Until when one may nominate: extended, advanced, set, removed, other conditions. */
#include "amend.h"

/* One session's closing date on both sides. */
typedef struct {
	size_t number; /* from 1 */
	bool has_before, has_after;
	nlog_date before, after;
} closing;

typedef bool closing_test(const closing *c);

static bool closing_at(closing *c, const json_t *before, const json_t *after, size_t index)
{
	*c = (closing){.number = index + 1};
	c->has_before = nlog_value_date(before, index, &c->before);
	c->has_after = nlog_value_date(after, index, &c->after);
	return c->has_before || c->has_after;
}

static bool is_later(const closing *c)
{
	return c->has_before && c->has_after && c->after.day > c->before.day;
}

static bool is_earlier(const closing *c)
{
	return c->has_before && c->has_after && c->after.day < c->before.day;
}

static bool is_new(const closing *c)
{
	return !c->has_before;
}

static bool is_gone(const closing *c)
{
	return !c->has_after;
}

static void fire_if_any(judge *j, const rule *r, closing_test *test)
{
	if (!nlog_amend_value_differs(j, NLOG_FIELD_CLOSING_DATES))
		return;
	closing c;
	for (size_t i = 0;
	     closing_at(&c, nlog_amend_value_before(j, NLOG_FIELD_CLOSING_DATES),
			nlog_amend_value_after(j, NLOG_FIELD_CLOSING_DATES), i);
	     i++)
		if (test(&c)) {
			nlog_amend_add_for_field(j, r, NLOG_FIELD_CLOSING_DATES);
			return;
		}
}

void nlog_fire_closing_extended(judge *j, const rule *r)
{
	fire_if_any(j, r, is_later);
}

void nlog_fire_closing_advanced(judge *j, const rule *r)
{
	fire_if_any(j, r, is_earlier);
}

void nlog_fire_closing_set(judge *j, const rule *r)
{
	fire_if_any(j, r, is_new);
}

void nlog_fire_closing_removed(judge *j, const rule *r)
{
	fire_if_any(j, r, is_gone);
}

/* What is printed with a date follows the date when that differs too. */
void nlog_fire_closing_conditions(judge *j, const rule *r)
{
	if (nlog_amend_differs(j, NLOG_FIELD_CLOSING_DATES) &&
	    !j->fields[NLOG_FIELD_CLOSING_DATES].change)
		nlog_amend_add_for_field(j, r, NLOG_FIELD_CLOSING_DATES);
}

static void add_facts_of(json_t *facts, const judge *j, const closing *c)
{
	json_object_set_new(facts, "shift_days",
			    json_integer(c->after.day - c->before.day));
	json_object_set_new(facts, "old_date_passed",
			    json_boolean(c->before.day < j->step->after_issued.day));
}

static size_t add_facts(const judge *j, const values *v, json_t *facts, closing_test *test,
			closing *first)
{
	json_t *sessions = json_array();
	closing c;
	size_t count = 0;
	for (size_t i = 0; closing_at(&c, v->before, v->after, i); i++) {
		if (!test(&c))
			continue;
		if (count++ == 0) {
			*first = c;
			add_facts_of(facts, j, &c);
		}
		json_t *one = json_object();
		json_object_set_new(one, "session", json_integer((json_int_t)c.number));
		add_facts_of(one, j, &c);
		json_array_append_new(sessions, one);
	}
	if (count > 1)
		json_object_set(facts, "sessions", sessions);
	json_decref(sessions);
	return count;
}

/* A closing date that was declared without both values. */
static void describe_stated(const values *v, nlog_amendment *a, const char *word)
{
	nlog_date date;
	nlog_str out = NLOG_STR_INIT;
	nlog_str_add(&out, word);
	if (nlog_value_date(v->after, 0, &date)) {
		nlog_str_add(&out, " to ");
		nlog_date_add_human(&out, date);
	} else if (nlog_value_date(v->before, 0, &date)) {
		nlog_str_add(&out, " from ");
		nlog_date_add_human(&out, date);
	}
	a->summary = nlog_str_detach(&out);
}

static void describe_move(const judge *j, const values *v, nlog_amendment *a,
			  closing_test *test, const char *word)
{
	closing c;
	size_t count = add_facts(j, v, a->facts, test, &c);
	if (!count) {
		describe_stated(v, a, word);
		return;
	}
	nlog_str out = NLOG_STR_INIT;
	if (json_array_size(v->before) > 1 || json_array_size(v->after) > 1)
		nlog_str_addf(&out, "session %zu: ", c.number);
	nlog_amend_add_dates(&out, &c.before, &c.after);
	nlog_str_addf(&out, ", %s by ", word);
	nlog_days_add_human(&out, c.after.day - c.before.day);
	if (count > 1) {
		nlog_str_add(&out, " (and ");
		nlog_amend_add_count(&out, count - 1, "more session)", "more sessions)");
	}
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_closing_extended(const judge *j, const values *v, nlog_amendment *a)
{
	describe_move(j, v, a, is_later, "extended");
}

void nlog_describe_closing_advanced(const judge *j, const values *v, nlog_amendment *a)
{
	describe_move(j, v, a, is_earlier, "advanced");
}

/* The dates that only one side has. */
static void describe_single(const values *v, nlog_amendment *a, closing_test *test,
			    const char *start)
{
	nlog_str out = NLOG_STR_INIT;
	closing c;
	bool is_first = true;
	for (size_t i = 0; closing_at(&c, v->before, v->after, i); i++) {
		if (!test(&c))
			continue;
		nlog_str_add(&out, is_first ? start : ", ");
		nlog_date_add_human(&out, c.has_after ? c.after : c.before);
		is_first = false;
	}
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_closing_set(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	describe_single(v, a, is_new, "set to ");
}

void nlog_describe_closing_removed(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	describe_single(v, a, is_gone, "removed; was ");
}

void nlog_describe_closing_conditions(const judge *j, const values *v, nlog_amendment *a)
{
	nlog_str out = NLOG_STR_INIT, printed = NLOG_STR_INIT;
	nlog_slice words = nlog_notice_as_printed(j->step->after, NLOG_FIELD_CLOSING_DATES);
	if (json_array_size(v->after)) {
		nlog_value_add_human(&out, NLOG_TYPE_DATES, v->after);
		nlog_str_add(&out, ", ");
	}
	if (words.len) {
		nlog_str_add(&out, "now \xe2\x80\x9c");
		nlog_amend_add_cut(&out, words, 160);
		nlog_str_add(&out, "\xe2\x80\x9d");
	} else {
		nlog_amend_add_printed(&printed, j->step->before, NLOG_FIELD_CLOSING_DATES);
		nlog_str_add(&out, "no longer \xe2\x80\x9c");
		nlog_amend_add_cut(&out, nlog_str_slice(&printed), 160);
		nlog_str_add(&out, "\xe2\x80\x9d");
	}
	nlog_str_clear(&printed);
	a->summary = nlog_str_detach(&out);
}
