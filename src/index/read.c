/* What the index knows of the log, read back. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_DAY_SECONDS 86400

/* ---- all of it */

typedef struct {
	nlog_log *log;
	const index_state *state;
	size_t next; /* the place that comes next */
} reading;

static int add_row(nlog_slice key, nlog_slice bytes, void *data)
{
	reading *r = data;
	nlog_str expected = NLOG_STR_INIT;
	bool fits;

	index_entry_key(&expected, r->next++);
	fits = nlog_slice_equal(key, nlog_str_slice(&expected)) &&
	       index_entry_unpack(r->log, bytes, r->state, false);
	nlog_str_clear(&expected);
	return fits ? 0 : NLOG_EDAMAGED;
}

/* A file that says other things than it should is made anew by the next command. */
static int distrust(nlog_index *index, int rc, nlog_error *err)
{
	if (!err->code)
		nlog_error_set(err, NLOG_EDAMAGED, "'%s' is not of our form", index->path);
	if (rc == NLOG_EDAMAGED)
		(void)shelf_reset(index->shelf, NULL);
	index->is_lost = true;
	return index_fault(index, rc, err);
}

/* The last entry is that of the head; of one commit there may be several. */
static bool ends_at_head(const nlog_log *log)
{
	size_t count = nlog_log_count(log);

	return count &&
	       strcmp(nlog_log_get(log, count - 1)->commit, nlog_log_head(log)) == 0;
}

int nlog_index_log(nlog_log **out, nlog_index *index)
{
	reading r = {nlog_log_new(index->state.head), &index->state, 0};
	nlog_error err = NLOG_ERROR_INIT;
	int rc = index->is_lost ? NLOG_EDAMAGED
				: shelf_each(index->shelf, INDEX_ENTRY, add_row, &r, &err);

	if (!rc && (r.next != index->state.entries || !ends_at_head(r.log)))
		rc = NLOG_EDAMAGED;
	if (rc) {
		nlog_log_free(r.log);
		return distrust(index, rc, &err);
	}
	*out = r.log;
	return 0;
}

/* ---- a part of it */

/* Places that are asked for; twice the place, and 1 for those that are only context. */
typedef struct {
	size_t *items;
	size_t count, capacity;
} places;

static void add_place(places *list, size_t place, bool is_context)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = place * 2 + is_context;
}

static int by_place(const void *left, const void *right)
{
	const size_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* The entries of the notices whose keys are one but for case, each behind the one before it. */
static int add_notice(nlog_index *index, const char *key, places *out, nlog_error *err)
{
	index_notices list = {NULL, 0, 0};
	int rc = index_notices_read(index->shelf, key, index->state.entries, &list, err);

	for (size_t i = 0; !rc && i < list.count; i++)
		for (size_t p = 0; p < list.items[i].count; p++) {
			size_t place = list.items[i].places[p];

			add_place(out, place, false);
			if (place)
				add_place(out, place - 1, true);
		}
	index_notices_clear(&list);
	return rc;
}

/* The keys of a month's notices. */
static int read_month(nlog_index *index, int32_t month, json_t *keys, nlog_error *err)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice bytes = {"", 0};
	unpacker from;
	int rc;

	index_month_key(&name, month);
	rc = shelf_get(index->shelf, nlog_str_slice(&name), &bytes, err);
	nlog_str_clear(&name);
	from = unpack_begin(bytes);
	while (!rc && from.at < from.end) {
		const char *key = unpack_some_text(&from);

		if (json_object_set_new(keys, key, json_true()))
			rc = NLOG_EDAMAGED;
	}
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

static int add_since(nlog_index *index, nlog_date since, places *out, nlog_error *err)
{
	const index_state *state = &index->state;
	json_t *keys = json_object(), *value;
	const char *key;
	int rc = 0;

	for (size_t i = state->month_count; !rc && i-- > 0;) {
		if (state->months[i] < index_month_of(since))
			break;
		rc = read_month(index, state->months[i], keys, err);
	}
	json_object_foreach(keys, key, value)
	{
		if (!rc)
			rc = add_notice(index, key, out, err);
		if (rc == NLOG_ENOTFOUND)
			rc = NLOG_EDAMAGED;
	}
	json_decref(keys);
	return rc;
}

/* A place that is there by itself needs not be there as context. */
static void settle(places *list)
{
	size_t kept = 0;

	qsort(list->items, list->count, sizeof(*list->items), by_place);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || list->items[kept - 1] / 2 != list->items[i] / 2)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static int read_places(nlog_index *index, const places *list, nlog_log *log,
		       nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	nlog_slice bytes;
	int rc = 0;

	for (size_t i = 0; !rc && i < list->count; i++) {
		index_entry_key(&key, list->items[i] / 2);
		rc = shelf_get(index->shelf, nlog_str_slice(&key), &bytes, err);
		if (!rc &&
		    !index_entry_unpack(log, bytes, &index->state, list->items[i] % 2 != 0))
			rc = NLOG_EDAMAGED;
	}
	nlog_str_clear(&key);
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

int nlog_index_log_of(nlog_log **out, nlog_index *index, const nlog_index_query *query)
{
	const index_state *state = &index->state;
	nlog_error err = NLOG_ERROR_INIT;
	places list = {NULL, 0, 0};
	nlog_log *log;
	int rc;

	if (state->is_odd || index->is_lost ||
	    (query->has_now &&
	     state->newest.seconds > query->now.seconds + INDEX_DAY_SECONDS))
		return NLOG_ENOTFOUND;
	rc = query->key ? add_notice(index, query->key, &list, &err)
			: add_since(index, query->since, &list, &err);
	if (rc == NLOG_ENOTFOUND) {
		nlog_free(list.items);
		return rc;
	}
	add_place(&list, 0, true);
	add_place(&list, state->entries - 1, true);
	if (state->chained)
		add_place(&list, state->chained - 1, true);
	settle(&list);
	log = nlog_log_new(state->head);
	if (!rc)
		rc = read_places(index, &list, log, &err);
	if (!rc && !ends_at_head(log))
		rc = NLOG_EDAMAGED;
	nlog_free(list.items);
	if (rc) {
		nlog_log_free(log);
		return distrust(index, rc, &err);
	}
	*out = log;
	return 0;
}
