/* What it is about: title, body, organizer, remarks, and fields without a rule of their own. */
#include <string.h>

#include <noticelog/json.h>

#include "amend.h"

/* The rule that tells a difference of a field when no more exact one does. */
static const char *const own_rules[NLOG_FIELDS] = {
	[NLOG_FIELD_REFERENCE_NO] = "reference.changed",
	[NLOG_FIELD_PROJECT_CODE] = "code.changed",
	[NLOG_FIELD_TITLE] = "title.changed",
	[NLOG_FIELD_TIMING] = "field.changed",
	[NLOG_FIELD_HOSTING_COUNTRIES] = "host.changed",
	[NLOG_FIELD_VENUE_CITIES] = "venue.changed",
	[NLOG_FIELD_MODALITY] = "modality.changed",
	[NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS] = "organizer.changed",
	[NLOG_FIELD_PARTICIPATING_COUNTRIES] = "field.changed",
	[NLOG_FIELD_EXCLUDED_COUNTRIES] = "field.changed",
	[NLOG_FIELD_OVERSEAS_PARTICIPANTS] = "field.changed",
	[NLOG_FIELD_LOCAL_PARTICIPANTS] = "field.changed",
	[NLOG_FIELD_CLOSING_DATES] = "field.changed",
	[NLOG_FIELD_REMARKS] = "remarks.changed",
	[NLOG_FIELD_OBJECTIVES] = "content.changed",
	[NLOG_FIELD_RATIONALE] = "content.changed",
	[NLOG_FIELD_BACKGROUND] = "content.changed",
	[NLOG_FIELD_TOPICS] = "content.changed",
	[NLOG_FIELD_OUTCOME] = "content.changed",
	[NLOG_FIELD_QUALIFICATIONS] = "qualifications.changed",
	[NLOG_FIELD_SIGNATORY_NAME] = "signatory.changed",
	[NLOG_FIELD_SIGNATORY_TITLE] = "signatory.changed",
	[NLOG_FIELD_OTHER] = "field.changed",
};

static bool is_own(const rule *r, nlog_field_id field)
{
	return own_rules[field] && strcmp(own_rules[field], r->row.id) == 0;
}

/* Remarks tell of other fields and are told by a rule of their own all the same. */
void nlog_fire_field(judge *j, const rule *r)
{
	for (size_t i = 0; i < j->differing_count; i++) {
		nlog_field_id id = j->differing[i];
		if (is_own(r, id) &&
		    (id == NLOG_FIELD_REMARKS || !nlog_amend_is_explained(j, id)))
			nlog_amend_add_for_field(j, r, id);
	}
	if (!is_own(r, NLOG_FIELD_OTHER))
		return;
	for (size_t i = 0; i < j->other_count; i++)
		if (!j->others[i].is_editorial)
			nlog_amend_add_for_key(j, r, &j->others[i]);
}

void nlog_describe_line(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	const difference *d = v->difference;
	if (d && !d->change && d->printed)
		nlog_amend_add_values(&out, NLOG_TYPE_LINE, d->printed->before,
				      d->printed->after);
	else if (d || (v->before && v->after))
		nlog_amend_add_values(&out, nlog_field_of(v->field)->type, v->before,
				      v->after);
	else
		nlog_str_addf(&out, "%s changed", nlog_field_of(v->field)->noun);
	a->summary = nlog_str_detach(&out);
}

/* Organizations: one for another, or who came and who was dropped. */
void nlog_describe_set(const judge *j, const values *v, nlog_amendment *a)
{
	if (!v->difference || !v->difference->change ||
	    (json_array_size(v->before) <= 1 && json_array_size(v->after) <= 1)) {
		nlog_describe_line(j, v, a);
		return;
	}
	nlog_str out = NLOG_STR_INIT;
	json_t *sets = nlog_diff_sets(v->before, v->after);
	nlog_amend_add_sets(&out, sets);
	json_decref(sets);
	a->summary = nlog_str_detach(&out);
}

/* ---- texts */

typedef struct {
	size_t added, removed, changed, moved, words;
} tally;

static size_t count_words(nlog_slice text)
{
	size_t count = 0;
	bool inside = false;
	for (size_t i = 0; i < text.len; i++) {
		bool is_space = text.data[i] == ' ';
		if (!is_space && !inside)
			count++;
		inside = !is_space;
	}
	return count;
}

/* A replaced word is one word that changed: the longer side counts. */
static size_t words_of(const json_t *edits)
{
	size_t total = 0, i;
	json_t *edit;
	json_array_foreach(edits, i, edit)
	{
		size_t old = count_words(nlog_json_slice(json_object_get(edit, "old")));
		size_t new = count_words(nlog_json_slice(json_object_get(edit, "new")));
		total += old > new ? old : new;
	}
	return total;
}

static tally tally_of(const json_t *detail)
{
	tally t = {0, 0, 0, 0, 0};
	size_t i;
	json_t *row;
	json_array_foreach(detail, i, row)
	{
		nlog_slice op = nlog_json_slice(json_object_get(row, "op"));
		if (nlog_slice_is(op, "added"))
			t.added++;
		else if (nlog_slice_is(op, "removed"))
			t.removed++;
		else if (nlog_slice_is(op, "changed"))
			t.changed++;
		else
			t.moved++;
		t.words += words_of(json_object_get(row, "words"));
	}
	return t;
}

static void add_part(nlog_str *out, size_t count, const char *what, bool *is_first)
{
	if (!count)
		return;
	if (*is_first)
		nlog_amend_add_count(out, count, "paragraph", "paragraphs");
	else
		nlog_str_addf(out, ", %zu", count);
	nlog_str_addf(out, " %s", what);
	*is_first = false;
}

/* "2 paragraphs changed (14 words), 1 added" */
static void add_paragraphs(nlog_str *out, const json_t *detail)
{
	tally t = tally_of(detail);
	bool is_first = true;
	add_part(out, t.changed, "changed", &is_first);
	if (t.changed && t.words) {
		nlog_str_add(out, " (");
		nlog_amend_add_count(out, t.words, "word)", "words)");
	}
	add_part(out, t.added, "added", &is_first);
	add_part(out, t.removed, "dropped", &is_first);
	add_part(out, t.moved, "moved", &is_first);
}

/* "3 of 5 topics: 3 added, 2 dropped": one that takes another's place counts once */
static void add_items(nlog_str *out, const values *v)
{
	json_t *sets = nlog_diff_sets(v->before, v->after);
	size_t added = json_array_size(json_object_get(sets, "added"));
	size_t removed = json_array_size(json_object_get(sets, "removed"));
	size_t before = json_array_size(v->before), after = json_array_size(v->after);

	nlog_str_addf(out, "%zu of %zu %s: ", added > removed ? added : removed,
		      before > after ? before : after, nlog_field_of(v->field)->noun);
	if (added)
		nlog_str_addf(out, "%zu added", added);
	if (removed)
		nlog_str_addf(out, "%s%zu dropped", added ? ", " : "", removed);
	json_decref(sets);
}

static void add_subject(nlog_str *out, const values *v, const nlog_amendment *a)
{
	if (a->key)
		nlog_amend_add_cut(out, nlog_slice_of(a->key), 80);
	else
		nlog_str_add(out, nlog_field_of(v->field)->noun);
	nlog_str_add(out, ": ");
}

void nlog_describe_text(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	const nlog_change *change = v->difference ? v->difference->change : NULL;
	const json_t *detail = change ? nlog_change_detail(change) : NULL;
	bool is_list = nlog_field_of(v->field)->type == NLOG_TYPE_ITEMS;
	if (v->difference && !change) {
		add_subject(&out, v, a);
		nlog_amend_add_values(&out, NLOG_TYPE_LINE, v->difference->printed->before,
				      v->difference->printed->after);
	} else if (is_list && change) {
		add_items(&out, v);
	} else {
		add_subject(&out, v, a);
		if (json_array_size(detail) > 0)
			add_paragraphs(&out, detail);
		else
			nlog_str_add(&out, "changed");
	}
	a->summary = nlog_str_detach(&out);
}
