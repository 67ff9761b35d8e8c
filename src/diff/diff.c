/* The differences of two notices, in registry order. */
#include <noticelog/diff.h>

#include <noticelog/alloc.h>
#include <stdlib.h>

#include "detail.h"

struct nlog_diff {
	nlog_change *changes;
	size_t count, room;
};

const char *nlog_change_kind_name(nlog_change_kind kind)
{
	static const char *const names[] = {[NLOG_ADDED] = "added",
					    [NLOG_REMOVED] = "removed",
					    [NLOG_CHANGED] = "changed"};

	return names[kind];
}

/* Two values of one field, or of one key of a map. */
static void compare_values(nlog_diff *diff, const nlog_field *field, const char *key,
			   const json_t *before, const json_t *after)
{
	nlog_change change = {.field = field->id,
			      .key = key,
			      .kind = !before  ? NLOG_ADDED
				      : !after ? NLOG_REMOVED
					       : NLOG_CHANGED,
			      .before = before,
			      .after = after};

	if (before == after || (before && after && json_equal(before, after)))
		return;
	NLOG_GROW(diff->changes, diff->count, diff->room);
	diff->changes[diff->count++] = change;
}

static int compare_keys(const void *a, const void *b)
{
	return nlog_json_compare_keys(nlog_slice_of(*(const char *const *)a),
				      nlog_slice_of(*(const char *const *)b));
}

/* The keys of either map, sorted; owned, the keys themselves borrowed. */
static const char **list_keys(const json_t *before, const json_t *after, size_t *count)
{
	size_t most = json_object_size(before) + json_object_size(after);
	const char **keys = nlog_alloc_array(most, sizeof(*keys)), *key;
	json_t *value;

	*count = 0;
	json_object_foreach((json_t *)before, key, value) keys[(*count)++] = key;
	json_object_foreach((json_t *)after, key, value)
	{
		if (!json_object_get(before, key))
			keys[(*count)++] = key;
	}
	if (*count)
		qsort(keys, *count, sizeof(*keys), compare_keys);
	return keys;
}

static void compare_maps(nlog_diff *diff, const nlog_field *field, const json_t *before,
			 const json_t *after)
{
	size_t count;
	const char **keys = list_keys(before, after, &count);

	for (size_t i = 0; i < count; i++)
		compare_values(diff, field, keys[i], json_object_get(before, keys[i]),
			       json_object_get(after, keys[i]));
	nlog_free(keys);
}

static void compare_field(nlog_diff *diff, const nlog_field *field, const json_t *before,
			  const json_t *after)
{
	if (field->type == NLOG_TYPE_TEXTS || field->type == NLOG_TYPE_PRINTED)
		compare_maps(diff, field, before, after);
	else
		compare_values(diff, field, NULL, before, after);
}

void nlog_diff_notices(nlog_diff **out, const nlog_notice *before, const nlog_notice *after)
{
	nlog_diff *diff = nlog_alloc(sizeof(*diff));

	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		if (!nlog_notice_shares(before, after, id))
			compare_field(diff, nlog_field_of(id), nlog_notice_get(before, id),
				      nlog_notice_get(after, id));
	*out = diff;
}

size_t nlog_diff_count(const nlog_diff *diff)
{
	return diff->count;
}

const nlog_change *nlog_diff_get(const nlog_diff *diff, size_t index)
{
	return &diff->changes[index];
}

/* Does the change stand before those of the field and key? One without a key is of any. */
static bool is_before(const nlog_change *change, nlog_field_id field, const char *key)
{
	if (change->field != field)
		return change->field < field;
	return change->key && key && compare_keys(&change->key, &key) < 0;
}

size_t nlog_diff_first(const nlog_diff *diff, nlog_field_id field, const char *key)
{
	size_t low = 0, high = diff->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_before(&diff->changes[middle], field, key))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const json_t *nlog_change_detail(const nlog_change *change)
{
	/* The values never change, so that what was asked for once is kept. */
	nlog_change *own = (nlog_change *)change;

	if (!own->detail)
		own->detail = nlog_diff_detail(nlog_field_of(change->field)->type,
					       change->before, change->after);
	return own->detail;
}

static json_t *change_to_json(const nlog_change *change)
{
	const json_t *detail = nlog_change_detail(change);
	json_t *out = json_object();

	json_object_set_new(out, "field", json_string(nlog_field_of(change->field)->name));
	if (change->key)
		json_object_set_new(out, "key", json_string(change->key));
	json_object_set_new(out, "kind", json_string(nlog_change_kind_name(change->kind)));
	if (change->before)
		json_object_set_new(out, "old", nlog_diff_share(change->before));
	if (change->after)
		json_object_set_new(out, "new", nlog_diff_share(change->after));
	if (detail)
		json_object_set_new(out, "detail", nlog_diff_share(detail));
	return out;
}

json_t *nlog_diff_to_json(const nlog_diff *diff)
{
	json_t *out = json_array();

	for (size_t i = 0; i < diff->count; i++)
		json_array_append_new(out, change_to_json(&diff->changes[i]));
	return out;
}

void nlog_diff_free(nlog_diff *diff)
{
	if (!diff)
		return;
	for (size_t i = 0; i < diff->count; i++)
		json_decref(diff->changes[i].detail);
	nlog_free(diff->changes);
	nlog_free(diff);
}
