/* Which revision set each value of a notice. */
#include <noticelog/blame.h>

#include <noticelog/alloc.h>
#include <noticelog/suggestion.h>
#include <stdlib.h>
#include <string.h>

/* Rows under construction; the indexes find one by its name, however many there are. */
typedef struct {
	nlog_blame *blame;
	json_t *index;               /* of the rows, by field and key */
	const nlog_comparison *step; /* the one in hand */
	/* Its gravest amendments, the first among equals: of a field, of a label of `other`. */
	const nlog_amendment *reasons[NLOG_FIELDS];
	json_t *labels; /* from label to the place in the list of amendments */
} work;

static nlog_blame_row *row_for(work *w, nlog_field_id field, const char *key)
{
	nlog_blame *blame = w->blame;
	nlog_str name = NLOG_STR_INIT;
	const json_t *known;
	size_t at = blame->count;

	nlog_str_addf(&name, "%s/%s", nlog_field_of(field)->name, key ? key : "");
	known = json_object_get(w->index, nlog_str_text(&name));
	if (known) {
		at = (size_t)json_integer_value(known);
	} else {
		NLOG_GROW(blame->rows, blame->count, blame->capacity);
		blame->rows[blame->count++] = (nlog_blame_row){
			.field = field, .key = nlog_strdup(key), .earlier = json_array()};
		json_object_set_new(w->index, nlog_str_text(&name),
				    json_integer((json_int_t)at));
	}
	nlog_str_clear(&name);
	return &blame->rows[at];
}

/* Printed words follow their field, so its amendments are theirs. */
static nlog_field_id amended_field(const nlog_blame_row *row)
{
	const nlog_field *field = row->field == NLOG_FIELD_AS_PRINTED && row->key
					  ? nlog_field_named(nlog_slice_of(row->key))
					  : NULL;

	return field ? field->id : row->field;
}

static bool is_graver(const nlog_amendment *amendment, const nlog_amendment *than)
{
	return !than || amendment->severity > than->severity;
}

static const nlog_amendment *reason_of_label(const work *w, const char *label)
{
	const json_t *at = json_object_get(w->labels, label);

	return at ? nlog_amendments_get(w->step->amendments, (size_t)json_integer_value(at))
		  : NULL;
}

/* Only of several amendments of `other` does the label tell which field is meant. */
static void gather_reasons(work *w)
{
	const nlog_amendments *list = w->step->amendments;

	memset(w->reasons, 0, sizeof(w->reasons));
	json_object_clear(w->labels);
	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		const nlog_amendment *amendment = nlog_amendments_get(list, i);

		if (amendment->key &&
		    is_graver(amendment, reason_of_label(w, amendment->key)))
			json_object_set_new(w->labels, amendment->key,
					    json_integer((json_int_t)i));
		for (size_t f = 0; !amendment->key && f < amendment->field_count; f++)
			if (is_graver(amendment, w->reasons[amendment->fields[f]]))
				w->reasons[amendment->fields[f]] = amendment;
	}
}

/* The gravest amendment of the step about the row, and where it was announced. */
static void set_reason(const work *w, nlog_blame_row *row)
{
	const nlog_amendment *gravest = w->reasons[amended_field(row)];
	const nlog_amendment *labelled =
		row->field == NLOG_FIELD_OTHER ? reason_of_label(w, row->key) : NULL;

	/* Amendments lie in one array, so that the first of two has the lower address. */
	if (labelled && (is_graver(labelled, gravest) ||
			 (labelled->severity == gravest->severity && labelled < gravest)))
		gravest = labelled;
	json_decref(row->evidence);
	row->rule = gravest ? gravest->rule : NULL;
	row->declared = gravest ? gravest->declared : NLOG_DECLARED_NA;
	row->evidence = gravest ? json_incref(gravest->evidence) : json_array();
}

static void keep_earlier(nlog_blame_row *row)
{
	json_t *earlier = json_object();

	json_object_set_new(earlier, "revision", json_integer(row->set_by->number));
	json_object_set_new(earlier, "issued", nlog_json_from_date(row->set_by->issued));
	if (row->value)
		json_object_set(earlier, "value", row->value);
	json_array_append_new(row->earlier, earlier);
}

static void set_value(work *w, nlog_field_id field, const char *key, const json_t *value)
{
	nlog_blame_row *row = row_for(w, field, key);

	if (row->set_by)
		keep_earlier(row);
	json_decref(row->value);
	row->value = json_incref((json_t *)value);
	row->set_by = w->step->new_revision;
	row->amended += w->step->before != NULL;
	set_reason(w, row);
}

/* All that the first revision has. */
static void set_all(work *w, const nlog_notice *notice)
{
	for (int i = 0; i < NLOG_FIELDS; i++) {
		const json_t *value = nlog_notice_get(notice, (nlog_field_id)i);
		nlog_type_id type = nlog_field_of((nlog_field_id)i)->type;
		const char *key;
		json_t *part;

		if (type != NLOG_TYPE_TEXTS && type != NLOG_TYPE_PRINTED && value)
			set_value(w, (nlog_field_id)i, NULL, value);
		else if (value)
			json_object_foreach((json_t *)value, key, part)
				set_value(w, (nlog_field_id)i, key, part);
	}
}

static void set_changed(work *w, const nlog_diff *diff)
{
	for (size_t i = 0; i < nlog_diff_count(diff); i++) {
		const nlog_change *change = nlog_diff_get(diff, i);

		set_value(w, change->field, change->key, change->after);
	}
}

static int add_step(work *w, const nlog_history *history, const nlog_revision *before,
		    const nlog_revision *after, nlog_error *err)
{
	nlog_comparison step;
	int rc =
		nlog_history_compare(history, w->blame->dossier, before, after, &step, err);

	if (rc)
		return rc;
	w->step = &step;
	gather_reasons(w);
	if (before)
		set_changed(w, step.diff);
	else
		set_all(w, step.after);
	nlog_comparison_clear(&step);
	return 0;
}

static int by_field(const void *a, const void *b)
{
	const nlog_blame_row *p = a, *q = b;

	if (p->field != q->field)
		return p->field < q->field ? -1 : 1;
	return p->key && q->key ? strcmp(p->key, q->key) : 0;
}

int nlog_blame_load(nlog_blame *out, const nlog_history *history,
		    const nlog_dossier *dossier, const nlog_revision *revision,
		    nlog_error *err)
{
	work w = {.blame = out};
	size_t i = 0;
	int rc = 0;

	*out = (nlog_blame){.dossier = dossier, .revision = revision};
	if (revision->corrected_by)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "%s r%u does not count any more: r%u corrects it",
				      dossier->key, revision->number,
				      revision->corrected_by->number);
	w.index = json_object();
	w.labels = json_object();
	do
		rc = add_step(&w, history, i ? dossier->official[i - 1] : NULL,
			      dossier->official[i], err);
	while (!rc && dossier->official[i] != revision && ++i < dossier->official_count);
	json_decref(w.index);
	json_decref(w.labels);
	if (rc)
		nlog_blame_clear(out);
	else if (out->count)
		qsort(out->rows, out->count, sizeof(*out->rows), by_field);
	return rc;
}

static void clear_row(nlog_blame_row *row)
{
	nlog_free(row->key);
	json_decref(row->value);
	json_decref(row->evidence);
	json_decref(row->earlier);
}

static bool is_named(const nlog_blame_row *row, nlog_field_id field, nlog_slice name)
{
	return amended_field(row) == field ||
	       (row->field == NLOG_FIELD_OTHER && nlog_slice_is_nocase(name, row->key));
}

int nlog_blame_select(nlog_blame *blame, const nlog_register *reg, nlog_slice name,
		      nlog_error *err)
{
	const nlog_field *known = nlog_field_named(name);
	nlog_field_id field = known ? known->id : nlog_register_find_label(reg, name);
	nlog_suggestion near = nlog_suggestion_for(name);
	nlog_str text = NLOG_STR_INIT;
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; field == NLOG_FIELDS && i < blame->count; i++)
		nlog_suggestion_offer(&near,
				      blame->rows[i].key
					      ? blame->rows[i].key
					      : nlog_field_of(blame->rows[i].field)->name);
	nlog_suggestion_add(&text, &near);
	for (size_t i = 0; i < blame->count; i++)
		if (is_named(&blame->rows[i], field, name))
			blame->rows[kept++] = blame->rows[i];
		else
			clear_row(&blame->rows[i]);
	blame->count = kept;
	if (!kept)
		rc = nlog_error_set(err, NLOG_ENOTFOUND, "%s never had a field '%.*s'%s",
				    blame->dossier->key, (int)name.len, name.data,
				    nlog_str_text(&text));
	nlog_str_clear(&text);
	return rc;
}

static json_t *row_to_json(const nlog_blame_row *row)
{
	const nlog_entry *entry = row->set_by->entry;
	const char *declared = nlog_declaration_state_name(row->declared);
	json_t *object = json_object();

	json_object_set_new(object, "field", json_string(nlog_field_of(row->field)->name));
	if (row->key)
		json_object_set_new(object, "key", json_string(row->key));
	if (row->value)
		json_object_set(object, "value", row->value);
	json_object_set_new(object, "revision", json_integer(row->set_by->number));
	json_object_set_new(object, "commit", json_string(entry->commit));
	json_object_set_new(object, "issued", nlog_json_from_date(row->set_by->issued));
	json_object_set_new(object, "recorded", nlog_json_from_instant(entry->recorded));
	json_object_set_new(object, "author",
			    json_pack("{s:s, s:s}", "name", entry->author_name, "email",
				      entry->author_email));
	if (row->rule)
		json_object_set_new(object, "rule", json_string(row->rule->id));
	json_object_set_new(object, "declared",
			    declared ? json_string(declared) : json_null());
	json_object_set(object, "evidence", row->evidence);
	json_object_set_new(object, "amended", json_integer(row->amended));
	json_object_set(object, "earlier", row->earlier);
	return object;
}

json_t *nlog_blame_to_json(const nlog_blame *blame)
{
	json_t *fields = json_array();

	for (size_t i = 0; i < blame->count; i++)
		json_array_append_new(fields, row_to_json(&blame->rows[i]));
	return json_pack("{s:s, s:s, s:i, s:o}", "format", "noticelog-blame/1", "notice",
			 blame->dossier->key, "revision", (int)blame->revision->number,
			 "fields", fields);
}

void nlog_blame_clear(nlog_blame *blame)
{
	for (size_t i = 0; i < blame->count; i++)
		clear_row(&blame->rows[i]);
	nlog_free(blame->rows);
	*blame = (nlog_blame){.rows = NULL};
}
