/* Where and how it is held: modality, host, venue. */
#include <string.h>

#include <noticelog/json.h>

#include "amend.h"

/* The standing terms; any other wording is another direction. */
static const char *direction_of(const judge *j, const json_t *after)
{
	static const char *const terms[] = {"online", "face-to-face", "hybrid"};
	nlog_slice words = nlog_json_slice(after);
	const char *term = nlog_register_find_modality(j->step->reg, words);
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		if (nlog_slice_is(words, terms[i]) || (term && strcmp(term, terms[i]) == 0))
			return terms[i];
	return "other";
}

static void set_or_null(json_t *facts, const char *name, const json_t *value)
{
	json_object_set_new(facts, name,
			    value ? json_incref((json_t *)value) : json_null());
}

static void add_printed_change(nlog_str *out, const difference *d)
{
	nlog_amend_add_values(out, NLOG_TYPE_LINE, d->printed->before, d->printed->after);
}

static bool is_printed_alone(const values *v)
{
	return v->difference && !v->difference->change && v->difference->printed;
}

void nlog_describe_modality(const judge *j, const values *v, nlog_amendment *a)
{
	nlog_str out = NLOG_STR_INIT;
	json_object_set_new(a->facts, "direction", json_string(direction_of(j, v->after)));
	set_or_null(a->facts, "from", v->before);
	set_or_null(a->facts, "to", v->after);
	if (is_printed_alone(v))
		add_printed_change(&out, v->difference);
	else if (!v->difference && !v->before && v->after)
		nlog_str_addf(&out, "changed to %s", json_string_value(v->after));
	else
		nlog_amend_add_values(&out, NLOG_TYPE_TERM, v->before, v->after);
	a->summary = nlog_str_detach(&out);
}

/* One name for another reads best with an arrow. */
static void add_places(nlog_str *out, const values *v, const json_t *sets)
{
	const json_t *added = json_object_get(sets, "added");
	const json_t *removed = json_object_get(sets, "removed");
	if (json_array_size(added) == json_array_size(v->after) &&
	    json_array_size(removed) == json_array_size(v->before) &&
	    json_array_size(added) <= 2 && json_array_size(removed) <= 2)
		nlog_amend_add_values(out, nlog_field_of(v->field)->type, v->before,
				      v->after);
	else
		nlog_amend_add_sets(out, sets);
}

void nlog_describe_places(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	json_t *sets = nlog_diff_sets(v->before, v->after);
	json_object_set(a->facts, "added", json_object_get(sets, "added"));
	json_object_set(a->facts, "dropped", json_object_get(sets, "removed"));
	if (is_printed_alone(v))
		add_printed_change(&out, v->difference);
	else if (!v->difference && !v->after)
		nlog_str_addf(&out, "%s changed", nlog_field_of(v->field)->noun);
	else if (!v->difference && !v->before)
		nlog_value_add_human(&out, nlog_field_of(v->field)->type, v->after);
	else
		add_places(&out, v, sets);
	json_decref(sets);
	a->summary = nlog_str_detach(&out);
}
