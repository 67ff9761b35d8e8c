/* Was it announced? New declarations against the amendments that they speak of. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>
#include <noticelog/text.h>

#include "amend.h"

static void take_said(judge *j, const nlog_declarations *list,
		      const nlog_declarations *known)
{
	for (size_t i = 0; i < nlog_declarations_count(list); i++) {
		const nlog_declared *d = nlog_declarations_get(list, i);
		if (!known || !nlog_declarations_contain(known, d))
			j->said[j->said_count++] = d;
	}
}

static nlog_declarations *read_said(const nlog_step *step, const nlog_notice *notice)
{
	nlog_declarations *said;
	nlog_declarations_read(&said, notice, step->reg);
	return said;
}

/* What stood in the older revision already is old news; an addendum is always new. */
void nlog_amend_read_declarations(judge *j)
{
	const nlog_step *step = j->step;
	size_t most = 0;
	j->before_said = step->before_said;
	j->after_said = step->after_said;
	if (step->before && !j->before_said)
		j->before_said = j->own_before = read_said(step, step->before);
	if (!j->after_said)
		j->after_said = j->own_after = read_said(step, step->after);
	most += nlog_declarations_count(j->after_said);
	if (step->addendum) {
		nlog_declarations_read_addendum(&j->addendum_said, step->addendum,
						step->reg);
		most += nlog_declarations_count(j->addendum_said);
	}
	j->said = nlog_alloc_array(most + 1, sizeof(*j->said));
	take_said(j, j->after_said, j->before_said);
	if (j->addendum_said)
		take_said(j, j->addendum_said, NULL);
}

void nlog_amend_free_declarations(judge *j)
{
	nlog_declarations_free(j->own_before);
	nlog_declarations_free(j->own_after);
	nlog_declarations_free(j->addendum_said);
	nlog_free(j->said);
}

const nlog_declared *nlog_amend_find_said(const judge *j, const char *rule_id)
{
	for (size_t i = 0; i < j->said_count; i++)
		if (strcmp(j->said[i]->rule, rule_id) == 0)
			return j->said[i];
	return NULL;
}

static bool is_rule(const entry *e, const char *id)
{
	return strcmp(e->rule->row.id, id) == 0;
}

static bool is_family(const entry *e, const char *prefix)
{
	return strncmp(e->rule->row.id, prefix, strlen(prefix)) == 0;
}

static bool is_about(const entry *e, nlog_field_id field)
{
	for (size_t i = 0; i < e->amendment.field_count; i++)
		if (e->amendment.fields[i] == field)
			return true;
	return false;
}

/* Cancelled, postponed, reinstated: the words are the change, and have no field of their own. */
static bool is_standing(const char *rule_id)
{
	return strcmp(rule_id, "activity.cancelled") == 0 ||
	       strcmp(rule_id, "activity.postponed") == 0 ||
	       strcmp(rule_id, "activity.reinstated") == 0;
}

static bool needs_declaring(const entry *e)
{
	return e->rule->row.severity >= NLOG_SEVERITY_SUBSTANTIVE;
}

/* "extended" is said where the date was advanced. */
static bool is_opposite(const nlog_declared *d, const entry *e)
{
	return !d->any_direction && e->rule->row.opposite && !is_rule(e, d->rule) &&
	       strcmp(e->rule->row.opposite, d->rule) == 0;
}

static bool has_entry(const judge *j, const char *rule_id, nlog_field_id field)
{
	for (size_t i = 0; i < j->list->count; i++)
		if (is_rule(&j->list->items[i], rule_id) &&
		    is_about(&j->list->items[i], field))
			return true;
	return false;
}

/* One label of `other` is announced; without a label, any of them may be meant. */
static bool is_of_label(const nlog_declared *d, const entry *e)
{
	return !d->label || (e->amendment.key &&
			     nlog_text_same_letters(nlog_slice_of(d->label),
						    nlog_slice_of(e->amendment.key)));
}

/* Does the declaration speak of this amendment? */
static bool speaks_of(const judge *j, const nlog_declared *d, const entry *e)
{
	if (is_standing(d->rule))
		return is_rule(e, d->rule);
	if (is_opposite(d, e) && has_entry(j, d->rule, d->field))
		return false;
	if (is_about(e, d->field))
		return is_of_label(d, e);
	if (is_family(e, "eligibility."))
		return strncmp(d->rule, "eligibility.", 12) == 0;
	/* What is put off or comes back is a matter of its timing. */
	return d->field == NLOG_FIELD_TIMING &&
	       (is_rule(e, "activity.postponed") || is_rule(e, "activity.reinstated"));
}

/* Remarks that announce something announce themselves. */
static bool announces_itself(const nlog_declared *d, const entry *e)
{
	return is_rule(e, "remarks.changed") && strcmp(d->source, "remarks") == 0;
}

/* ---- values */

static bool same_words(const judge *j, nlog_slice a, nlog_slice b)
{
	if (nlog_text_same_letters(a, b))
		return true;
	nlog_str x = NLOG_STR_INIT, y = NLOG_STR_INIT;
	nlog_amend_add_economy(&x, j->step->reg, a);
	nlog_amend_add_economy(&y, j->step->reg, b);
	bool same = nlog_slice_equal(nlog_str_slice(&x), nlog_str_slice(&y));
	nlog_str_clear(&x);
	nlog_str_clear(&y);
	return same;
}

/* A country that is named is one of all members, wherever they are not listed. */
static bool has_member(const judge *j, const json_t *actual, nlog_slice stated)
{
	size_t i;
	json_t *item;
	if (nlog_slice_is(nlog_value_first(actual), NLOG_ALL_MEMBERS) &&
	    nlog_register_find_economy(j->step->reg, stated))
		return true;
	json_array_foreach(actual, i, item) if (same_words(j, nlog_json_slice(item),
							   stated)) return true;
	return false;
}

/* "Converted into a workshop" is true of a title that names one. */
static bool same_kind(const judge *j, nlog_slice actual, nlog_slice stated)
{
	const nlog_kind *a = nlog_declared_kind(j->step->reg, actual, NULL);
	const nlog_kind *b = nlog_declared_kind(j->step->reg, stated, NULL);
	return a && a == b;
}

/* More than this is not compared: such a statement contradicts nothing. */
#define STATED_MAX 64

/* Is what was stated true of the value? A part of it may be stated: one session of several. */
static bool agrees(const judge *j, nlog_field_id field, const json_t *stated,
		   const json_t *actual)
{
	nlog_type_id type = nlog_field_of(field)->type;
	if (type == NLOG_TYPE_SEATS)
		return nlog_value_seats(stated, NULL) == nlog_value_seats(actual, NULL);
	if (type == NLOG_TYPE_TEXT || type == NLOG_TYPE_TEXTS || type == NLOG_TYPE_ITEMS)
		return true;
	if (!json_is_array(stated))
		return same_words(j, nlog_json_slice(stated), nlog_json_slice(actual));
	size_t i;
	json_t *item;
	if (json_array_size(stated) > STATED_MAX)
		return true;
	json_array_foreach(
		stated, i,
		item) if (!has_member(j, actual, nlog_json_slice(item))) return false;
	return true;
}

/*
 * The statements of one side, taken together: of "from A to B" and "from B to
 * C", told over two revisions, the first has the old value and the last the new.
 */
typedef struct {
	bool is_stated, is_true;
} side;

static void weigh(const judge *j, side *s, const nlog_declared *d, const json_t *stated,
		  const json_t *actual)
{
	if (!stated)
		return;
	s->is_stated = true;
	s->is_true = s->is_true || agrees(j, d->field, stated, actual) ||
		     (strcmp(d->rule, "activity.converted") == 0 &&
		      same_kind(j, nlog_json_slice(actual), nlog_json_slice(stated)));
}

static void add_stated(nlog_str *out, const nlog_declared *d)
{
	nlog_type_id type = nlog_field_of(d->field)->type;
	nlog_str_add(out, " (declared: ");
	if (d->before && d->after)
		nlog_amend_add_values(out, type, d->before, d->after);
	else if (d->after) {
		nlog_str_add(out, "to ");
		nlog_value_add_human(out, type, d->after);
	} else if (d->before) {
		nlog_str_add(out, "from ");
		nlog_value_add_human(out, type, d->before);
	} else
		nlog_str_add(out, nlog_amend_rule_find(nlog_slice_of(d->rule))->row.name);
	nlog_str_addc(out, ')');
}

static void set_fact(json_t *facts, const char *name, const char *text)
{
	if (text && !json_object_get(facts, name))
		json_object_set_new(facts, name, json_string(text));
}

static void add_evidence(entry *e, const nlog_declared *d)
{
	json_array_append_new(e->amendment.evidence, nlog_declared_to_json(d));
	if (!is_rule(e, "activity.converted"))
		return;
	set_fact(e->amendment.facts, "approval_date", d->approval_date);
	set_fact(e->amendment.facts, "letter_date", d->letter_date);
	set_fact(e->amendment.facts, "letter_ref", d->letter_ref);
}

static void extend_summary(entry *e, const nlog_declared *d)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_str_add(&out, e->amendment.summary);
	add_stated(&out, d);
	nlog_free(e->amendment.summary);
	e->amendment.summary = nlog_str_detach(&out);
}

static void settle(const judge *j, entry *e)
{
	side before = {false, false}, after = {false, false};
	const nlog_declared *last = NULL;
	bool is_wrong_way = false;
	for (size_t i = 0; i < j->said_count; i++) {
		const nlog_declared *d = j->said[i];
		bool speaks = speaks_of(j, d, e);
		if (!speaks && !announces_itself(d, e))
			continue;
		add_evidence(e, d);
		e->amendment.declared = NLOG_DECLARED;
		if (!speaks)
			continue;
		last = d;
		is_wrong_way = is_wrong_way || is_opposite(d, e);
		weigh(j, &before, d, d->before, nlog_amend_value_before(j, d->field));
		weigh(j, &after, d, d->after, nlog_amend_value_after(j, d->field));
	}
	bool is_false = (before.is_stated && !before.is_true) ||
			(after.is_stated && !after.is_true) || is_wrong_way;
	if (last && is_false) {
		e->amendment.declared = NLOG_MISDECLARED;
		extend_summary(e, last);
	}
}

static bool is_spoken_of(const judge *j, const nlog_declared *d, size_t compared)
{
	for (size_t i = 0; i < compared; i++)
		if (needs_declaring(&j->list->items[i]) &&
		    speaks_of(j, d, &j->list->items[i]))
			return true;
	return false;
}

/* @return the amendment that an earlier declaration of the same rule and field made, or NULL */
static entry *find_declared(const judge *j, const nlog_declared *d, size_t from)
{
	for (size_t i = from; i < j->list->count; i++) {
		entry *e = &j->list->items[i];
		const char *name = nlog_field_of(d->field)->name;
		if (is_rule(e, d->rule) && is_of_label(d, e) &&
		    (json_object_get(e->after, name) || is_standing(d->rule)))
			return e;
	}
	return NULL;
}

static void add_phantom(judge *j, const nlog_declared *d, size_t compared)
{
	entry *e = find_declared(j, d, compared);
	if (!e) {
		e = nlog_amend_add_declared(j, nlog_amend_rule_find(nlog_slice_of(d->rule)),
					    d);
		nlog_str out = NLOG_STR_INIT;
		nlog_str_addf(&out, "declared without a change: %s", e->amendment.summary);
		nlog_free(e->amendment.summary);
		e->amendment.summary = nlog_str_detach(&out);
		e->amendment.declared = NLOG_PHANTOM;
		if (e->amendment.severity != NLOG_SEVERITY_OFF)
			e->amendment.severity = NLOG_SEVERITY_ADMINISTRATIVE;
	}
	add_evidence(e, d);
}

void nlog_amend_settle_declarations(judge *j)
{
	/* Our own error is mended: nobody announces that. */
	if (j->step->is_correction)
		return;
	size_t compared = j->list->count;
	for (size_t i = 0; i < compared; i++) {
		entry *e = &j->list->items[i];
		if (!needs_declaring(e))
			continue;
		bool is_withdrawal =
			j->step->is_withdrawal && is_rule(e, "activity.cancelled");
		e->amendment.declared = is_withdrawal ? NLOG_DECLARED : NLOG_UNDECLARED;
		settle(j, e);
	}
	for (size_t i = 0; i < j->said_count; i++)
		if (!j->said[i]->states_only && !is_spoken_of(j, j->said[i], compared))
			add_phantom(j, j->said[i], compared);
}

void nlog_amend_add_unchecked(judge *j)
{
	nlog_declaration_state state =
		j->step->is_correction ? NLOG_DECLARED_NA : NLOG_UNCHECKED;
	for (size_t i = 0; i < j->said_count; i++) {
		const nlog_declared *d = j->said[i];
		if (d->states_only)
			continue;
		entry *e = find_declared(j, d, 0);
		if (!e) {
			e = nlog_amend_add_declared(
				j, nlog_amend_rule_find(nlog_slice_of(d->rule)), d);
			if (!is_standing(d->rule))
				e->amendment.fields[e->amendment.field_count++] = d->field;
			e->amendment.declared = state;
		}
		add_evidence(e, d);
	}
	for (size_t i = 0; i < j->list->count; i++)
		if (j->step->is_withdrawal &&
		    is_rule(&j->list->items[i], "activity.cancelled"))
			j->list->items[i].amendment.declared = NLOG_DECLARED;
}
