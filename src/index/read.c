/* What the index knows of the log, read back. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define INDEX_DAY_SECONDS 86400

/* ---- all of it */

typedef struct {
	nlog_log *log;
	const index_state *state;
	size_t next; /* the row that comes next */
} reading;

/* A row has as many entries as there is room for, but for the last. */
static int add_row(nlog_slice key, nlog_slice bytes, void *data)
{
	reading *r = data;
	index_block_reader from = index_block_begin(bytes);
	nlog_str expected = NLOG_STR_INIT;
	bool fits = nlog_log_count(r->log) == r->next * INDEX_BLOCK;

	index_block_key(&expected, r->next++);
	fits = fits && nlog_slice_equal(key, nlog_str_slice(&expected));
	nlog_str_clear(&expected);
	while (fits && !index_block_is_at_end(&from))
		fits = index_entry_unpack(&from, r->log, r->state, false);
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
	int rc = index->is_lost
			 ? NLOG_EDAMAGED
			 : shelf_each(index->shelf, INDEX_ENTRIES, add_row, &r, &err);

	if (!rc && (nlog_log_count(r.log) != index->state.entries || !ends_at_head(r.log)))
		rc = NLOG_EDAMAGED;
	if (rc) {
		nlog_log_free(r.log);
		return distrust(index, rc, &err);
	}
	*out = r.log;
	return 0;
}

/* ---- a part of it */

/* Of the places that are asked for each is twice itself, and 1 for those that are only context. */
static void add_place(index_places *list, size_t place, bool is_context)
{
	index_places_add(list, place * 2 + is_context);
}

static int by_place(const void *left, const void *right)
{
	const size_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* A place that is there by itself needs not be there as context. */
static void settle(index_places *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_place);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || list->items[kept - 1] / 2 != list->items[i] / 2)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* Keys of notices, all owned. */
typedef struct {
	char **items;
	size_t count, capacity;
} keys;

static int by_name(const void *left, const void *right)
{
	char *const *a = left, *const *b = right;

	return strcasecmp(*a, *b);
}

/* In the order in which they lie in the file, each once whatever its case. */
static void settle_keys(keys *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_name);
	for (size_t i = 0; i < list->count; i++) {
		if (kept && strcasecmp(list->items[kept - 1], list->items[i]) == 0)
			nlog_free(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

static void clear_keys(keys *list)
{
	for (size_t i = 0; i < list->count; i++)
		nlog_free(list->items[i]);
	nlog_free(list->items);
}

/* Where what is read goes: whole entries to the log, or their keys alone. */
typedef struct {
	nlog_log *log;
	keys *keys;
} target;

/* The entries of one row that are asked for, up to the last of them. */
static int read_block(nlog_index *index, size_t number, const size_t *places, size_t count,
		      const target *to, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	index_block_reader reader;
	nlog_slice bytes;
	int rc;

	index_block_key(&key, number);
	rc = shelf_get(index->shelf, nlog_str_slice(&key), &bytes, err);
	nlog_str_clear(&key);
	if (rc)
		return rc;
	reader = index_block_begin(bytes);
	for (size_t i = 0, place = number * INDEX_BLOCK; i < count; place++) {
		bool is_asked = places[i] / 2 == place;

		if (!index_entry_unpack(&reader, is_asked ? to->log : NULL, &index->state,
					is_asked && places[i] % 2))
			return NLOG_EDAMAGED;
		if (is_asked && to->keys && reader.notice) {
			NLOG_GROW(to->keys->items, to->keys->count, to->keys->capacity);
			to->keys->items[to->keys->count++] = nlog_strdup(reader.notice);
		}
		i += is_asked;
	}
	return 0;
}

static int read_places(nlog_index *index, const index_places *list, const target *to,
		       nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0, end; !rc && i < list->count; i = end) {
		size_t number = list->items[i] / 2 / INDEX_BLOCK;

		for (end = i + 1; end < list->count; end++)
			if (list->items[end] / 2 / INDEX_BLOCK != number)
				break;
		rc = read_block(index, number, list->items + i, end - i, to, err);
	}
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

/* The entries of the notices whose keys are one but for case, each behind the one before it. */
static int add_notice(nlog_index *index, sheaf_reader *reader, const char *key,
		      index_places *out, nlog_error *err)
{
	index_notices list = {NULL, 0, 0};
	int rc = index_notices_read(reader, key, index->state.entries, &list, err);

	for (size_t i = 0; !rc && i < list.count; i++)
		for (size_t p = 0; p < list.items[i].places.count; p++) {
			size_t place = list.items[i].places.items[p];

			add_place(out, place, false);
			if (place)
				add_place(out, place - 1, true);
		}
	index_notices_clear(&list);
	return rc;
}

/* The keys of the notices that had a revision issued in a month or later. */
static int find_since(nlog_index *index, int32_t month, keys *out, nlog_error *err)
{
	const index_state *state = &index->state;
	index_places found = {NULL, 0, 0}, asked = {NULL, 0, 0};
	int rc = 0;

	for (size_t i = state->month_count; !rc && i-- > 0;) {
		if (state->months[i] < month)
			break;
		found.count = 0;
		rc = index_month_read(index->shelf, state->months[i], state->entries,
				      &found, err);
		for (size_t p = 0; !rc && p < found.count; p++)
			add_place(&asked, found.items[p], false);
	}
	settle(&asked);
	if (!rc)
		rc = read_places(index, &asked, &(target){.keys = out}, err);
	settle_keys(out);
	nlog_free(found.items);
	nlog_free(asked.items);
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

static int add_since(nlog_index *index, sheaf_reader *reader, nlog_date since,
		     index_places *out, nlog_error *err)
{
	keys list = {NULL, 0, 0};
	int rc = find_since(index, index_month_of(since), &list, err);

	for (size_t i = 0; !rc && i < list.count; i++) {
		rc = add_notice(index, reader, list.items[i], out, err);
		if (rc == NLOG_ENOTFOUND)
			rc = NLOG_EDAMAGED;
	}
	clear_keys(&list);
	return rc;
}

int nlog_index_log_of(nlog_log **out, nlog_index *index, const nlog_index_query *query)
{
	const index_state *state = &index->state;
	nlog_error err = NLOG_ERROR_INIT;
	sheaf_reader reader = {.shelf = index->shelf, .kind = INDEX_NOTICE};
	index_places list = {NULL, 0, 0};
	nlog_log *log;
	int rc;

	if (state->is_odd || index->is_lost ||
	    (query->has_now &&
	     state->newest.seconds > query->now.seconds + INDEX_DAY_SECONDS))
		return NLOG_ENOTFOUND;
	rc = query->key ? add_notice(index, &reader, query->key, &list, &err)
			: add_since(index, &reader, query->since, &list, &err);
	sheaf_reader_clear(&reader);
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
		rc = read_places(index, &list, &(target){.log = log}, &err);
	if (!rc && !ends_at_head(log))
		rc = NLOG_EDAMAGED;
	nlog_free(list.items);
	if (rc) {
		nlog_log_free(log);
		return distrust(index, rc, &err);
	}
	*out = log;
	index->is_about_one = query->key != NULL;
	return 0;
}
