/* The engine: a step's differences go past every rule of the catalogue, and come out as a list. */
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>

#include "amend.h"

const json_t *nlog_amend_value_before(const judge *j, nlog_field_id field)
{
	return j->step->before ? nlog_notice_get(j->step->before, field) : NULL;
}

const json_t *nlog_amend_value_after(const judge *j, nlog_field_id field)
{
	return nlog_notice_get(j->step->after, field);
}

bool nlog_amend_differs(const judge *j, nlog_field_id field)
{
	const difference *d = &j->fields[field];
	return (d->change || d->printed) && !d->is_editorial;
}

bool nlog_amend_value_differs(const judge *j, nlog_field_id field)
{
	return j->fields[field].change && !j->fields[field].is_editorial;
}

bool nlog_amend_is_explained(const judge *j, nlog_field_id field)
{
	for (size_t i = 0; i < j->list->count; i++) {
		const nlog_amendment *a = &j->list->items[i].amendment;
		for (size_t k = 0; k < a->field_count; k++)
			if (a->fields[k] == field)
				return true;
	}
	return false;
}

static nlog_severity severity_of(const judge *j, const rule *r)
{
	const char *name = nlog_register_severity(j->step->reg, r->row.id);
	nlog_severity severity = r->row.severity;
	if (name)
		(void)nlog_severity_from_name(&severity, nlog_slice_of(name));
	return severity;
}

/* Most steps have no more amendments. */
#define FEW 4

static entry *add_entry(judge *j, const rule *r)
{
	nlog_amendments *list = j->list;
	if (!list->capacity) {
		list->capacity = FEW;
		list->items = nlog_alloc_array(FEW, sizeof(*list->items));
	}
	NLOG_GROW(list->items, list->count, list->capacity);
	entry *e = &list->items[list->count];
	*e = (entry){
		.rule = r,
		.sequence = list->count,
		.before = j->step->skips_ids ? NULL : json_object(),
		.after = j->step->skips_ids ? NULL : json_object(),
		.amendment = {.rule = &r->row,
			      .severity = severity_of(j, r),
			      .facts = json_object(),
			      .evidence = json_array()},
	};
	list->count++;
	return e;
}

static void keep_value(json_t *side, const char *name, const json_t *value)
{
	if (value)
		json_object_set(side, name, (json_t *)value);
}

static void keep_keyed(json_t *side, const char *map, const char *key, const json_t *value)
{
	if (!value)
		return;
	if (!json_object_get(side, map))
		json_object_set_new(side, map, json_object());
	json_object_set(json_object_get(side, map), key, (json_t *)value);
}

/* Both sides of a field, and of its printed words, as the id sees them. */
static void keep_difference(entry *e, const difference *d)
{
	const char *name = nlog_field_of(d->field)->name;
	if (!e->before)
		return;
	if (d->key) {
		keep_keyed(e->before, name, d->key, d->change->before);
		keep_keyed(e->after, name, d->key, d->change->after);
	} else if (d->change) {
		keep_value(e->before, name, d->change->before);
		keep_value(e->after, name, d->change->after);
	}
	if (d->printed) {
		keep_keyed(e->before, "as_printed", name, d->printed->before);
		keep_keyed(e->after, "as_printed", name, d->printed->after);
	}
}

entry *nlog_amend_add_amendment(judge *j, const rule *r, const nlog_field_id *fields,
				size_t count)
{
	entry *e = add_entry(j, r);
	for (size_t i = 0; i < count; i++) {
		e->amendment.fields[e->amendment.field_count++] = fields[i];
		keep_difference(e, &j->fields[fields[i]]);
	}
	nlog_field_id field = count ? fields[0] : NLOG_FIELD_TITLE;
	values v = {field, nlog_amend_value_before(j, field),
		    nlog_amend_value_after(j, field), &j->fields[field]};
	r->describe(j, &v, &e->amendment);
	return e;
}

entry *nlog_amend_add_for_field(judge *j, const rule *r, nlog_field_id field)
{
	return nlog_amend_add_amendment(j, r, &field, 1);
}

/* Of several amendments of `other` only the label tells one from another. */
static void set_label(entry *e, const char *label)
{
	e->amendment.key = nlog_strdup(label);
	json_object_set_new(e->amendment.facts, "label", json_string(label));
}

entry *nlog_amend_add_for_key(judge *j, const rule *r, const difference *d)
{
	entry *e = add_entry(j, r);
	e->amendment.fields[e->amendment.field_count++] = d->field;
	set_label(e, d->key);
	keep_difference(e, d);
	values v = {d->field, d->change->before, d->change->after, d};
	r->describe(j, &v, &e->amendment);
	return e;
}

/* Both sides as declared, a value that was not stated as null. */
static void keep_declared(entry *e, const nlog_declared *d)
{
	const char *name = nlog_field_of(d->field)->name;
	if (!e->before)
		return;
	json_t *before = d->before ? json_incref(d->before) : json_null();
	json_t *after = d->after ? json_incref(d->after) : json_null();
	if (d->label) {
		before = json_pack("{s:o}", d->label, before);
		after = json_pack("{s:o}", d->label, after);
	}
	json_object_set_new(e->before, name, before);
	json_object_set_new(e->after, name, after);
}

entry *nlog_amend_add_declared(judge *j, const rule *r, const nlog_declared *d)
{
	entry *e = add_entry(j, r);
	if (d->label)
		set_label(e, d->label);
	keep_declared(e, d);
	values v = {d->field, d->before, d->after, NULL};
	r->describe(j, &v, &e->amendment);
	return e;
}

/* ---- from a diff to differences */

static void take_change(judge *j, const nlog_change *change)
{
	if (change->field == NLOG_FIELD_OTHER) {
		j->others[j->other_count++] =
			(difference){change->field, change->key, change, NULL, false};
		return;
	}
	if (change->field != NLOG_FIELD_AS_PRINTED) {
		j->fields[change->field].change = change;
		return;
	}
	const nlog_field *field = nlog_field_named(nlog_slice_of(change->key));
	if (field)
		j->fields[field->id].printed = change;
}

static void take_diff(judge *j, const nlog_diff *diff)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		j->fields[id].field = id;
	size_t count = diff ? nlog_diff_count(diff) : 0;
	j->others = nlog_alloc_array(count + 1, sizeof(*j->others));
	for (size_t i = 0; i < count; i++)
		take_change(j, nlog_diff_get(diff, i));
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
		difference *d = &j->fields[id];
		if (!d->change && !d->printed)
			continue;
		d->is_editorial = nlog_amend_is_same_effect(j, d);
		if (!d->is_editorial)
			j->differing[j->differing_count++] = id;
	}
	for (size_t i = 0; i < j->other_count; i++)
		j->others[i].is_editorial = nlog_amend_is_same_effect(j, &j->others[i]);
	nlog_amend_pair_labels(j);
}

/* ---- the list */

static int by_catalogue(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static json_t *fields_of(const nlog_amendment *a)
{
	json_t *fields = json_array();
	for (size_t i = 0; i < a->field_count; i++)
		json_array_append_new(fields,
				      json_string(nlog_field_of(a->fields[i])->name));
	return fields;
}

/* What the ids of all amendments of a step have in common: the key, as JSON, and the digests. */
typedef struct {
	nlog_str notice;
	char old_digest[NLOG_DIGEST_SIZE + 2]; /* in quotes, or null */
	char new_digest[NLOG_DIGEST_SIZE];
} step_identity;

static void identify_step(step_identity *out, const nlog_step *step)
{
	static const char none[] = "null";
	json_t *notice = json_string(step->notice ? step->notice : "");
	*out = (step_identity){.notice = NLOG_STR_INIT};
	nlog_json_write(&out->notice, notice, NLOG_JSON_JCS);
	json_decref(notice);
	memcpy(out->old_digest, none, sizeof(none));
	if (step->before) {
		out->old_digest[0] = '"';
		nlog_notice_digest(out->old_digest + 1, step->before);
		memcpy(out->old_digest + 1 + NLOG_DIGEST_LEN, "\"", 2);
	}
	nlog_notice_digest(out->new_digest, step->after);
}

/*
 * {"fields", "new", "new_digest", "notice", "old", "old_digest", "rule"} in
 * canonical form; names of rules and fields have nothing to be escaped.
 */
static void write_identity(nlog_str *out, const entry *e, const step_identity *step)
{
	const nlog_amendment *a = &e->amendment;
	nlog_str_add(out, "{\"fields\":[");
	for (size_t i = 0; i < a->field_count; i++) {
		nlog_str_add(out, i > 0 ? ",\"" : "\"");
		nlog_str_add(out, nlog_field_of(a->fields[i])->name);
		nlog_str_addc(out, '"');
	}
	nlog_str_add(out, "],\"new\":");
	nlog_json_write(out, e->after, NLOG_JSON_JCS);
	nlog_str_add(out, ",\"new_digest\":\"");
	nlog_str_add(out, step->new_digest);
	nlog_str_add(out, "\",\"notice\":");
	nlog_str_add_slice(out, nlog_str_slice(&step->notice));
	nlog_str_add(out, ",\"old\":");
	nlog_json_write(out, e->before, NLOG_JSON_JCS);
	nlog_str_add(out, ",\"old_digest\":");
	nlog_str_add(out, step->old_digest);
	nlog_str_add(out, ",\"rule\":\"");
	nlog_str_add(out, e->rule->row.id);
	nlog_str_add(out, "\"}");
}

static void set_ids(judge *j)
{
	char digest[NLOG_DIGEST_SIZE];
	nlog_str identity = NLOG_STR_INIT;
	step_identity step;
	if (!j->list->count || j->step->skips_ids)
		return;
	identify_step(&step, j->step);
	for (size_t i = 0; i < j->list->count; i++) {
		entry *e = &j->list->items[i];
		nlog_str_truncate(&identity, 0);
		write_identity(&identity, e, &step);
		nlog_digest_bytes(digest, nlog_str_slice(&identity));
		memcpy(e->amendment.id, digest, sizeof(e->amendment.id) - 1);
		e->amendment.id[sizeof(e->amendment.id) - 1] = '\0';
	}
	nlog_str_clear(&identity);
	nlog_str_clear(&step.notice);
}

void nlog_amend(nlog_amendments **out, const nlog_step *step, const nlog_diff *diff)
{
	judge j = {.step = step, .list = nlog_alloc(sizeof(*j.list))};
	take_diff(&j, step->before ? diff : NULL);
	nlog_amend_read_declarations(&j);
	for (size_t i = 0; i < nlog_amend_rule_count; i++)
		nlog_amend_rules[i].fire(&j, &nlog_amend_rules[i]);
	if (step->before)
		nlog_amend_settle_declarations(&j);
	else
		nlog_amend_add_unchecked(&j);
	if (j.list->count)
		qsort(j.list->items, j.list->count, sizeof(*j.list->items), by_catalogue);
	set_ids(&j);
	nlog_amend_free_declarations(&j);
	json_decref(j.eligible);
	nlog_free(j.others);
	*out = j.list;
}

nlog_amendments *nlog_amendments_new(void)
{
	return nlog_alloc(sizeof(nlog_amendments));
}

void nlog_amendments_add_take(nlog_amendments *list, const nlog_amendment *amendment)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = (entry){.amendment = *amendment};
}

size_t nlog_amendments_count(const nlog_amendments *list)
{
	return list->count;
}

const nlog_amendment *nlog_amendments_get(const nlog_amendments *list, size_t index)
{
	return &list->items[index].amendment;
}

const nlog_amendment *nlog_amendments_gravest(const nlog_amendments *list)
{
	const nlog_amendment *gravest = NULL;
	for (size_t i = 0; i < list->count; i++)
		if (!gravest || list->items[i].amendment.severity > gravest->severity)
			gravest = &list->items[i].amendment;
	return gravest;
}

json_t *nlog_amendment_to_json(const nlog_amendment *a)
{
	const char *state = nlog_declaration_state_name(a->declared);
	json_t *object = json_object();
	json_object_set_new(object, "rule", json_string(a->rule->id));
	json_object_set_new(object, "severity",
			    json_string(nlog_severity_name(a->severity)));
	json_object_set_new(object, "fields", fields_of(a));
	json_object_set_new(object, "summary", json_string(a->summary));
	json_object_set(object, "facts", a->facts);
	json_object_set_new(object, "declared", state ? json_string(state) : json_null());
	json_object_set(object, "evidence", a->evidence);
	json_object_set_new(object, "id", json_string(a->id));
	return object;
}

json_t *nlog_amendments_to_json(const nlog_amendments *list)
{
	json_t *array = json_array();
	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array,
				      nlog_amendment_to_json(&list->items[i].amendment));
	return array;
}

void nlog_amendments_free(nlog_amendments *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++) {
		entry *e = &list->items[i];
		json_decref(e->before);
		json_decref(e->after);
		json_decref(e->amendment.facts);
		json_decref(e->amendment.evidence);
		nlog_free(e->amendment.key);
		nlog_free(e->amendment.summary);
	}
	nlog_free(list->items);
	nlog_free(list);
}

/* ---- names */

static const char *const severity_names[] = {
	[NLOG_SEVERITY_OFF] = "off",
	[NLOG_SEVERITY_EDITORIAL] = "editorial",
	[NLOG_SEVERITY_ADMINISTRATIVE] = "administrative",
	[NLOG_SEVERITY_SUBSTANTIVE] = "substantive",
	[NLOG_SEVERITY_ACTION] = "action",
};

const char *nlog_severity_name(nlog_severity severity)
{
	return severity_names[severity];
}

bool nlog_severity_from_name(nlog_severity *out, nlog_slice name)
{
	for (nlog_severity s = NLOG_SEVERITY_OFF; s <= NLOG_SEVERITY_ACTION; s++)
		if (nlog_slice_is(name, severity_names[s])) {
			*out = s;
			return true;
		}
	return false;
}

const char *nlog_declaration_state_name(nlog_declaration_state state)
{
	static const char *const names[] = {
		[NLOG_DECLARED_NA] = NULL,        [NLOG_DECLARED] = "declared",
		[NLOG_UNDECLARED] = "undeclared", [NLOG_MISDECLARED] = "misdeclared",
		[NLOG_PHANTOM] = "phantom",       [NLOG_UNCHECKED] = "unchecked",
	};
	return names[state];
}
