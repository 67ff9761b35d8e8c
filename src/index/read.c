/* What the index knows of the log, read back. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define INDEX_DAY_SECONDS 86400

/* What a file says of itself is believed so far: it costs nothing until it is used. */
#define RESERVED_MAX ((size_t)1 << 20)

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
	index_block_end(&from);
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
	int rc;

	nlog_log_reserve(r.log, index->state.entries < RESERVED_MAX ? index->state.entries
								    : RESERVED_MAX);
	rc = index->is_lost ? NLOG_EDAMAGED
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

/* An entry that is asked for, and as context the one before it, behind which it stands. */
static void add_entry(index_places *list, size_t place)
{
	add_place(list, place, false);
	if (place)
		add_place(list, place - 1, true);
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

/* Where what is read goes: entries, their places, and keys of those that are no context. */
typedef struct {
	nlog_log *log;
	index_places *places;
	keys *keys; /* NULL: nobody asks */
} target;

static void note_key(keys *list, const char *key)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = nlog_strdup(key);
}

/* The entries of one row that are asked for, up to the last of them. */
static int read_entries(nlog_index *index, nlog_slice bytes, size_t place,
			const size_t *places, size_t count, const target *to)
{
	index_block_reader reader = index_block_begin(bytes);
	bool is_fine = true;

	for (size_t i = 0; is_fine && i < count; place++) {
		bool is_asked = places[i] / 2 == place, is_context = places[i] % 2;

		is_fine = index_entry_unpack(&reader, is_asked ? to->log : NULL,
					     &index->state, is_asked && is_context);
		if (!is_fine || !is_asked)
			continue;
		index_places_add(to->places, place);
		if (to->keys && reader.notice && !is_context)
			note_key(to->keys, reader.notice);
		i++;
	}
	index_block_end(&reader);
	return is_fine ? 0 : NLOG_EDAMAGED;
}

static int read_block(nlog_index *index, size_t number, const size_t *places, size_t count,
		      const target *to, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	nlog_slice bytes;
	int rc;

	index_block_key(&key, number);
	rc = shelf_get(index->shelf, nlog_str_slice(&key), &bytes, err);
	nlog_str_clear(&key);
	return rc ? rc
		  : read_entries(index, bytes, number * INDEX_BLOCK, places, count, to);
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
		for (size_t p = 0; p < list.items[i].places.count; p++)
			add_entry(out, list.items[i].places.items[p]);
	index_notices_clear(&list);
	return rc;
}

/* The revisions that were issued in a month or later. */
static int add_months(nlog_index *index, int32_t month, index_places *out, nlog_error *err)
{
	const index_state *state = &index->state;
	index_places found = {NULL, 0, 0};
	int rc = 0;

	for (size_t i = state->month_count; !rc && i-- > 0;) {
		if (state->months[i] < month)
			break;
		found.count = 0;
		rc = index_month_read(index->shelf, state->months[i], state->entries,
				      &found, err);
		for (size_t p = 0; !rc && p < found.count; p++)
			add_entry(out, found.items[p]);
	}
	nlog_free(found.items);
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

/* Where the log begins and ends, and its last chain: they are always there. */
static void add_ends(const index_state *state, index_places *out)
{
	add_place(out, 0, true);
	add_place(out, state->entries - 1, true);
	if (state->chained)
		add_place(out, state->chained - 1, true);
}

/* Take from a list what was read already: the same, or more of it. */
static void leave_read(index_places *list, const index_places *read)
{
	size_t kept = 0, r = 0;

	for (size_t i = 0; i < list->count; i++) {
		while (r < read->count && read->items[r] / 2 < list->items[i] / 2)
			r++;
		if (r == read->count || read->items[r] / 2 != list->items[i] / 2 ||
		    read->items[r] > list->items[i])
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

/*
 * All entries of the notices of these keys, but for those that were read.
 *
 * @param read  settled
 */
static int find_rest(nlog_index *index, const keys *of, const index_places *read,
		     index_places *out, nlog_error *err)
{
	sheaf_reader reader = {.shelf = index->shelf, .kind = INDEX_NOTICE};
	int rc = 0;

	for (size_t i = 0; !rc && i < of->count; i++)
		rc = add_notice(index, &reader, of->items[i], out, err);
	sheaf_reader_clear(&reader);
	settle(out);
	leave_read(out, read);
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

static int read_notice(nlog_index *index, const char *key, nlog_log *log, nlog_error *err)
{
	sheaf_reader reader = {.shelf = index->shelf, .kind = INDEX_NOTICE};
	index_places list = {NULL, 0, 0}, places = {NULL, 0, 0};
	int rc = add_notice(index, &reader, key, &list, err);

	sheaf_reader_clear(&reader);
	if (!rc) {
		add_ends(&index->state, &list);
		settle(&list);
		rc = read_places(index, &list, &(target){log, &places, NULL}, err);
	}
	nlog_free(list.items);
	nlog_free(places.items);
	return rc;
}

/*
 * First what was issued since then, which lies together, and tells which notices these
 * are; then what else there is of them.
 */
static int read_since(nlog_index *index, nlog_date since, nlog_log *log, nlog_error *err)
{
	index_places recent = {NULL, 0, 0}, rest = {NULL, 0, 0};
	index_places places = {NULL, 0, 0}, rest_places = {NULL, 0, 0};
	nlog_log *older = nlog_log_new(nlog_log_head(log));
	keys list = {NULL, 0, 0};
	int rc = add_months(index, index_month_of(since), &recent, err);

	add_ends(&index->state, &recent);
	settle(&recent);
	/* There is about as much of what came before, or less. */
	nlog_log_reserve(log, 2 * recent.count);
	if (!rc)
		rc = read_places(index, &recent, &(target){log, &places, &list}, err);
	settle_keys(&list);
	if (!rc)
		rc = find_rest(index, &list, &recent, &rest, err);
	nlog_log_reserve(older, rest.count);
	if (!rc)
		rc = read_places(index, &rest, &(target){older, &rest_places, NULL}, err);
	if (!rc)
		nlog_log_merge_take(log, places.items, older, rest_places.items);
	else
		nlog_log_free(older);
	clear_keys(&list);
	nlog_free(recent.items);
	nlog_free(rest.items);
	nlog_free(places.items);
	nlog_free(rest_places.items);
	return rc;
}

int nlog_index_log_of(nlog_log **out, nlog_index *index, const nlog_index_query *query)
{
	const index_state *state = &index->state;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_log *log;
	int rc;

	if (state->is_odd || index->is_lost ||
	    (query->has_now &&
	     state->newest.seconds > query->now.seconds + INDEX_DAY_SECONDS))
		return NLOG_ENOTFOUND;
	log = nlog_log_new(state->head);
	rc = query->key ? read_notice(index, query->key, log, &err)
			: read_since(index, query->since, log, &err);
	if (!rc && !ends_at_head(log))
		rc = NLOG_EDAMAGED;
	if (rc)
		nlog_log_free(log);
	if (rc)
		return rc == NLOG_ENOTFOUND ? rc : distrust(index, rc, &err);
	*out = log;
	index->is_about_one = query->key != NULL;
	return 0;
}
