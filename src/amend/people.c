/* Who may take part, how many, and with which qualifications. */
#include <inttypes.h>
#include <string.h>

#include <noticelog/json.h>
#include <noticelog/text.h>

#include "amend.h"

void nlog_amend_add_economy(nlog_str *out, const nlog_register *reg, nlog_slice name)
{
	const nlog_economy *economy = nlog_register_find_economy(reg, name);
	const char *known =
		economy ? economy->name : nlog_register_find_organization(reg, name);
	if (known)
		nlog_str_add(out, known);
	else
		nlog_text_add_letters(out, name);
}

/* Names by what identifies them, in the order in which they were added. */
typedef struct {
	json_t *keys;  /* identity → true */
	json_t *names; /* array, as shown */
} name_set;

/* Each name is shown as it was first met on either side, so that equal ones are equal texts. */
static const char *shown_name(const nlog_register *reg, json_t *shown, const nlog_str *key,
			      nlog_slice name)
{
	const json_t *known = json_object_getn(shown, nlog_str_text(key), key->len);
	if (known)
		return json_string_value(known);
	const nlog_economy *economy = nlog_register_find_economy(reg, name);
	const char *organization = nlog_register_find_organization(reg, name);
	json_t *text = economy        ? json_string(economy->name)
		       : organization ? json_string(organization)
				      : nlog_json_from_slice(name);
	json_object_setn_new(shown, nlog_str_text(key), key->len, text);
	return json_string_value(text);
}

static void set_add(name_set *set, const nlog_register *reg, json_t *shown, nlog_slice name)
{
	nlog_str key = NLOG_STR_INIT;
	nlog_amend_add_economy(&key, reg, name);
	if (!json_object_getn(set->keys, nlog_str_text(&key), key.len)) {
		json_object_setn_new(set->keys, nlog_str_text(&key), key.len, json_true());
		json_array_append_new(set->names,
				      json_string(shown_name(reg, shown, &key, name)));
	}
	nlog_str_clear(&key);
}

/* All member countries are those of the day. */
static void set_add_value(name_set *set, const nlog_register *reg, json_t *shown,
			  const json_t *value, nlog_date day)
{
	size_t i;
	json_t *item;
	json_array_foreach(value, i, item)
	{
		nlog_slice name = nlog_json_slice(item);
		if (!nlog_slice_is(name, NLOG_ALL_MEMBERS)) {
			set_add(set, reg, shown, name);
			continue;
		}
		for (size_t k = 0; k < nlog_register_economies(reg); k++) {
			const nlog_economy *economy = nlog_register_economy(reg, k);
			if (nlog_economy_is_member(economy, day))
				set_add(set, reg, shown, nlog_slice_of(economy->name));
		}
	}
}

static name_set set_new(void)
{
	return (name_set){json_object(), json_array()};
}

static void set_clear(name_set *set)
{
	json_decref(set->keys);
	json_decref(set->names);
}

/* @return an owned array: the names of `set` that `without` does not have */
static json_t *names_without(const nlog_register *reg, const name_set *set,
			     const name_set *without)
{
	json_t *names = json_array(), *item;
	size_t i;
	json_array_foreach(set->names, i, item)
	{
		nlog_str key = NLOG_STR_INIT;
		nlog_amend_add_economy(&key, reg, nlog_json_slice(item));
		if (!json_object_getn(without->keys, nlog_str_text(&key), key.len))
			json_array_append(names, item);
		nlog_str_clear(&key);
	}
	return names;
}

/* Those who may take part in one of the two notices: invited, not excluded, no host of either. */
static json_t *eligible(const judge *j, const nlog_notice *notice, nlog_date day,
			json_t *shown)
{
	const nlog_register *reg = j->step->reg;
	name_set invited = set_new(), left_out = set_new();
	set_add_value(&invited, reg, shown,
		      nlog_notice_get(notice, NLOG_FIELD_PARTICIPATING_COUNTRIES), day);
	set_add_value(&left_out, reg, shown,
		      nlog_notice_get(notice, NLOG_FIELD_EXCLUDED_COUNTRIES), day);
	set_add_value(&left_out, reg, shown,
		      nlog_amend_value_before(j, NLOG_FIELD_HOSTING_COUNTRIES), day);
	set_add_value(&left_out, reg, shown,
		      nlog_amend_value_after(j, NLOG_FIELD_HOSTING_COUNTRIES), day);
	json_t *names = names_without(reg, &invited, &left_out);
	set_clear(&invited);
	set_clear(&left_out);
	return names;
}

/*
 * The roster of each side's day decides, unless those invited are the same on
 * both sides: a value that is equal is no change, whoever joined meanwhile.
 */
const json_t *nlog_amend_eligible_difference(judge *j)
{
	if (j->eligible)
		return j->eligible;
	const nlog_step *step = j->step;
	bool same = !j->fields[NLOG_FIELD_PARTICIPATING_COUNTRIES].change;
	json_t *shown = json_object();
	json_t *before = eligible(j, step->before,
				  same ? step->after_issued : step->before_issued, shown);
	json_t *after = eligible(j, step->after, step->after_issued, shown);
	j->eligible = nlog_diff_sets(before, after);
	json_decref(before);
	json_decref(after);
	json_decref(shown);
	return j->eligible;
}

static void fire_eligibility(judge *j, const rule *r, const char *side)
{
	static const nlog_field_id both[] = {NLOG_FIELD_PARTICIPATING_COUNTRIES,
					     NLOG_FIELD_EXCLUDED_COUNTRIES};
	nlog_field_id fields[2];
	size_t count = 0;
	for (size_t i = 0; i < 2; i++)
		if (nlog_amend_value_differs(j, both[i]))
			fields[count++] = both[i];
	if (count &&
	    json_array_size(json_object_get(nlog_amend_eligible_difference(j), side)) > 0)
		nlog_amend_add_amendment(j, r, fields, count);
}

void nlog_fire_widened(judge *j, const rule *r)
{
	fire_eligibility(j, r, "added");
}

void nlog_fire_narrowed(judge *j, const rule *r)
{
	fire_eligibility(j, r, "removed");
}

void nlog_describe_eligibility(const judge *j, const values *v, nlog_amendment *a)
{
	nlog_str out = NLOG_STR_INIT;
	json_t *sets = v->difference           ? json_incref(j->eligible)
		       : v->before && v->after ? nlog_diff_sets(v->before, v->after)
					       : NULL;
	if (sets) {
		json_object_set(a->facts, "added", json_object_get(sets, "added"));
		json_object_set(a->facts, "dropped", json_object_get(sets, "removed"));
		nlog_amend_add_sets(&out, sets);
	} else {
		nlog_str_add(&out, nlog_field_of(v->field)->noun);
		nlog_str_add(&out, " changed");
	}
	json_decref(sets);
	a->summary = nlog_str_detach(&out);
}

static void fire_seats(judge *j, const rule *r, int sign)
{
	static const nlog_field_id both[] = {NLOG_FIELD_OVERSEAS_PARTICIPANTS,
					     NLOG_FIELD_LOCAL_PARTICIPANTS};
	for (size_t i = 0; i < 2; i++) {
		if (!nlog_amend_value_differs(j, both[i]))
			continue;
		json_int_t before =
			nlog_value_seats(nlog_amend_value_before(j, both[i]), NULL);
		json_int_t after =
			nlog_value_seats(nlog_amend_value_after(j, both[i]), NULL);
		if ((sign > 0) == (after > before))
			nlog_amend_add_for_field(j, r, both[i]);
	}
}

void nlog_fire_seats_increased(judge *j, const rule *r)
{
	fire_seats(j, r, 1);
}

void nlog_fire_seats_decreased(judge *j, const rule *r)
{
	fire_seats(j, r, -1);
}

void nlog_describe_seats(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	bool both = v->difference || (v->before && v->after);
	json_int_t before = nlog_value_seats(v->before, NULL);
	json_int_t after = nlog_value_seats(v->after, NULL), delta = after - before;
	if (v->field == NLOG_FIELD_LOCAL_PARTICIPANTS)
		nlog_str_add(&out, "local: ");
	if (both)
		json_object_set_new(a->facts, "delta", json_integer(delta));
	if (both || v->before)
		json_object_set_new(a->facts, "from", json_integer(before));
	if (both || v->after)
		json_object_set_new(a->facts, "to", json_integer(after));
	if (both) {
		nlog_amend_add_values(&out, NLOG_TYPE_SEATS, v->before, v->after);
		nlog_str_addf(&out, " (%s%" PRId64 ")", delta > 0 ? "+" : "\xe2\x88\x92",
			      (int64_t)(delta < 0 ? -delta : delta));
	} else if (v->after) {
		nlog_str_add(&out, "changed to ");
		nlog_value_add_human(&out, NLOG_TYPE_SEATS, v->after);
	} else {
		nlog_str_add(&out, "changed");
	}
	a->summary = nlog_str_detach(&out);
}

void nlog_describe_qualifications(const judge *j, const values *v, nlog_amendment *a)
{
	json_t *sets = nlog_diff_sets(v->before, v->after);
	json_object_set(a->facts, "added", json_object_get(sets, "added"));
	json_object_set(a->facts, "dropped", json_object_get(sets, "removed"));
	json_decref(sets);
	nlog_describe_text(j, v, a);
}
