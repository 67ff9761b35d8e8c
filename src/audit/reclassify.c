/* What today's rules find in each revision, against what its commit says. */
#include <noticelog/reclassify.h>

#include <noticelog/alloc.h>
#include <noticelog/recorded.h>
#include <string.h>

/* Ids parted by blanks. */
static json_t *said_by(const nlog_entry *entry)
{
	nlog_slice rest = nlog_slice_of(entry->amendments);
	json_t *ids = json_array();

	while (rest.len) {
		const char *blank = memchr(rest.data, ' ', rest.len);
		size_t len = blank ? (size_t)(blank - rest.data) : rest.len;

		if (len)
			json_array_append_new(
				ids, nlog_json_from_slice((nlog_slice){rest.data, len}));
		rest = nlog_slice_from(rest, blank ? len + 1 : len);
	}
	return ids;
}

static json_t *found_in(const nlog_amendments *list)
{
	json_t *ids = json_array();

	for (size_t i = 0; i < nlog_amendments_count(list); i++)
		json_array_append_new(ids,
				      json_string(nlog_amendments_get(list, i)->rule->id));
	return ids;
}

static void count_id(json_t *counts, const char *id, int by)
{
	json_object_set_new(
		counts, id,
		json_integer(by + json_integer_value(json_object_get(counts, id))));
}

/* The ids of one list that the other does not have, as often as it lacks them. */
static json_t *lacking(const json_t *ids, const json_t *others)
{
	json_t *counts = json_object(), *left = json_array(), *id;
	size_t i;

	json_array_foreach((json_t *)others, i, id)
		count_id(counts, json_string_value(id), 1);
	json_array_foreach((json_t *)ids, i, id)
	{
		const char *name = json_string_value(id);

		count_id(counts, name, -1);
		if (json_integer_value(json_object_get(counts, name)) < 0)
			json_array_append(left, id);
	}
	json_decref(counts);
	return left;
}

/* Keep a revision if both lists are not the same. The lists are taken. */
static void keep_if_other_take(nlog_reclassification *list, const nlog_dossier *dossier,
			       const nlog_revision *revision, json_t *said, json_t *found)
{
	nlog_reclassified one = {
		.dossier = dossier,
		.revision = revision,
		.said = said,
		.found = found,
		.gone = lacking(said, found),
		.added = lacking(found, said),
	};

	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = one;
	if (json_array_size(one.gone) || json_array_size(one.added))
		return;
	list->count--;
	json_decref(one.said);
	json_decref(one.found);
	json_decref(one.gone);
	json_decref(one.added);
}

/* Does the commit name amendments that can be judged anew? */
static const nlog_revision *revision_of(const nlog_history *history,
					const nlog_filter *filter, const nlog_entry *entry,
					const nlog_dossier **dossier)
{
	const nlog_revision *revision;

	if (!entry->notice || !entry->revision || entry->is_plain)
		return NULL;
	*dossier = nlog_history_find(history, nlog_slice_of(entry->notice));
	revision = *dossier ? nlog_dossier_numbered(*dossier, entry->revision) : NULL;
	return revision && !revision->is_correction &&
			       nlog_history_sees(history, revision) &&
			       nlog_filter_takes_revision(filter, *dossier, revision)
		       ? revision
		       : NULL;
}

int nlog_reclassify(nlog_reclassification *out, const nlog_history *history,
		    const nlog_filter *filter,
		    void (*progress)(size_t done, size_t total, void *data), void *data,
		    nlog_error *err)
{
	size_t total = nlog_history_entries(history);

	*out = (nlog_reclassification){.versions = json_object()};
	for (size_t i = 0; i < total; i++) {
		const nlog_entry *entry = nlog_log_get(nlog_history_log(history), i);
		const nlog_dossier *dossier = NULL;
		const nlog_revision *revision =
			revision_of(history, filter, entry, &dossier);
		nlog_recorded recorded;
		int rc;

		if (progress)
			progress(i, total, data);
		if (!revision)
			continue;
		rc = nlog_recorded_load(history, i, &recorded, err);
		if (rc)
			return rc;
		out->revisions++;
		count_id(out->versions, entry->rules ? entry->rules : "none", 1);
		keep_if_other_take(out, dossier, revision, said_by(entry),
				   found_in(recorded.comparison.amendments));
		nlog_recorded_clear(&recorded);
	}
	return 0;
}

static json_t *revision_to_json(const nlog_reclassified *one)
{
	const nlog_entry *entry = one->revision->entry;
	json_t *object;

	object = json_pack("{s:s, s:i, s:s, s:o, s:o, s:O, s:O, s:O, s:O}", "notice",
			   one->dossier->key, "revision", (int)one->revision->number,
			   "commit", entry->commit, "issued",
			   nlog_json_from_date(one->revision->issued), "recorded",
			   nlog_json_from_instant(entry->recorded), "said", one->said,
			   "found", one->found, "gone", one->gone, "added", one->added);
	if (entry->rules)
		json_object_set_new(object, "rules", json_string(entry->rules));
	return object;
}

json_t *nlog_reclassification_to_json(const nlog_reclassification *list)
{
	json_t *differing = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(differing, revision_to_json(&list->items[i]));
	return json_pack("{s:s, s:s, s:o, s:O, s:o}", "format", "noticelog-reclassify/1",
			 "rules", NLOG_RULES_VERSION, "revisions",
			 json_integer((json_int_t)list->revisions), "versions",
			 list->versions, "differing", differing);
}

void nlog_reclassification_clear(nlog_reclassification *list)
{
	for (size_t i = 0; i < list->count; i++) {
		json_decref(list->items[i].said);
		json_decref(list->items[i].found);
		json_decref(list->items[i].gone);
		json_decref(list->items[i].added);
	}
	nlog_free(list->items);
	json_decref(list->versions);
	*list = (nlog_reclassification){NULL, 0, 0, 0, NULL};
}
