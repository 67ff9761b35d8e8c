/* New entries: their rows, and those of their notices and months. */
#include "entry.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of some hundred notices: whose history is asked for waits for no more. */
#define ROW_SIZE ((size_t)8 << 10)

/* A place that comes into a month's row; one that is there already leaves it. */
typedef struct {
	int32_t month;
	size_t place;
} move;

/* Rows that are put together in memory until all entries are in. */
typedef struct {
	index_shelf *shelf;
	sheaf_reader reader; /* of the notices that are in the file */
	index_state *state;
	nlog_error *err;
	size_t known;          /* entries that are in the file already */
	index_notices notices; /* those that new entries touch */
	json_t *at;            /* key → its place among them */
	move *moves;
	size_t move_count, move_capacity;
	index_block block; /* entries that have no row yet */
} addition;

static void note_notice(addition *a, size_t at)
{
	json_object_set_new(a->at, a->notices.items[at].key, json_integer((json_int_t)at));
}

/* The notice of an entry, with what the file knows of it. */
static int notice_for(addition *a, const char *key, index_notice **out)
{
	const json_t *at = json_object_get(a->at, key);
	size_t count = a->notices.count;
	int rc;

	if (at) {
		*out = &a->notices.items[json_integer_value(at)];
		return 0;
	}
	rc = index_notices_read(&a->reader, key, a->known, &a->notices, a->err);
	if (rc && rc != NLOG_ENOTFOUND)
		return rc;
	/* Of keys that differ in case alone the row was read with the first of them. */
	for (size_t i = count; i < a->notices.count; i++) {
		if (json_object_get(a->at, a->notices.items[i].key))
			nlog_free(a->notices.items[i].key),
				nlog_free(a->notices.items[i].places.items);
		else
			a->notices.items[count] = a->notices.items[i],
			note_notice(a, count++);
	}
	a->notices.count = count;
	at = json_object_get(a->at, key);
	if (!at) {
		NLOG_GROW(a->notices.items, a->notices.count, a->notices.capacity);
		a->notices.items[a->notices.count] =
			(index_notice){.key = nlog_strdup(key)};
		note_notice(a, a->notices.count++);
		at = json_object_get(a->at, key);
	}
	*out = &a->notices.items[json_integer_value(at)];
	return 0;
}

/* What of an entry makes a part of the log too little to answer from. */
static bool is_odd(const nlog_entry *entry, const index_state *state)
{
	return (state->entries && entry->recorded.seconds < state->last.seconds) ||
	       (entry->revision && entry->is_plain);
}

static void add_revision(addition *a, index_notice *notice, const nlog_entry *entry)
{
	nlog_date issued;
	int32_t month;

	if (!entry->issued || !nlog_date_from_iso(&issued, nlog_slice_of(entry->issued))) {
		a->state->is_odd = true;
		return;
	}
	month = index_month_of(issued);
	if (month > notice->month)
		notice->month = month;
}

/* Its row is written when it is full. */
static int put_entry(addition *a, const nlog_entry *entry)
{
	int rc;

	index_entry_pack(&a->block, entry, a->state);
	if (a->block.count < INDEX_BLOCK)
		return 0;
	rc = index_block_put(a->shelf, a->state->entries / INDEX_BLOCK, &a->block, a->err);
	index_block_clear(&a->block);
	return rc;
}

/* The last row of the file may have room: its entries are written once more. */
static int take_last_block(addition *a)
{
	size_t count = a->known % INDEX_BLOCK;
	nlog_str key = NLOG_STR_INIT;
	nlog_log *log;
	index_entries entries;
	nlog_slice row;
	int rc;

	if (!count)
		return 0;
	index_block_key(&key, a->known / INDEX_BLOCK);
	rc = shelf_get(a->shelf, nlog_str_slice(&key), &row, a->err);
	nlog_str_clear(&key);
	if (rc)
		return rc;
	log = nlog_log_new("");
	index_entries_begin(&entries, a->state);
	if (!index_entries_get_all(&entries, row, log) || nlog_log_count(log) != count)
		rc = nlog_error_set(a->err, NLOG_EDAMAGED, "the index is not of our form");
	for (size_t i = 0; !rc && i < count; i++)
		index_entry_pack(&a->block, nlog_log_get(log, i), a->state);
	index_entries_end(&entries, log);
	nlog_log_free(log);
	return rc;
}

static int add_entry(addition *a, nlog_entry entry)
{
	index_state *state = a->state;
	index_notice *notice = NULL;
	int rc = entry.notice ? notice_for(a, entry.notice, &notice) : 0;

	if (rc)
		return rc;
	if (notice)
		index_places_add(&notice->places, state->entries);
	/* A walk that begins in the middle counts from there. */
	if (entry.revision)
		entry.revision = ++notice->revisions;
	state->is_odd = state->is_odd || is_odd(&entry, state);
	if (entry.revision)
		add_revision(a, notice, &entry);
	rc = put_entry(a, &entry);
	if (!state->entries)
		memcpy(state->first, entry.commit, sizeof(state->first));
	state->entries++;
	if (entry.chain)
		state->chained = state->entries;
	state->last = entry.recorded;
	if (entry.recorded.seconds > state->newest.seconds)
		state->newest = entry.recorded;
	return rc;
}

/* Keys that differ in case alone share an item. */
static int by_item(const void *left, const void *right)
{
	const index_notice *p = left, *q = right;
	int order = strcasecmp(p->key, q->key);

	return order ? order : strcmp(p->key, q->key);
}

/* Items are put together in one string, and borrowed from it when it grows no more. */
static int put_notices(addition *a)
{
	const index_notices *list = &a->notices;
	sheaf_item *items = nlog_alloc_array(list->count + 1, sizeof(*items));
	nlog_str text = NLOG_STR_INIT;
	size_t count = 0, at = 0;
	int rc;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_item);
	for (size_t i = 0, end; i < list->count; i = end, count++) {
		size_t start = text.len;

		index_notice_add_name(&text, list->items[i].key);
		items[count].name.len = text.len - start;
		start = text.len;
		for (end = i; end < list->count &&
			      strcasecmp(list->items[i].key, list->items[end].key) == 0;
		     end++)
			index_notice_pack(&text, &list->items[end]);
		items[count].bytes.len = text.len - start;
	}
	for (size_t i = 0; i < count; i++) {
		items[i].name.data = text.data + at;
		at += items[i].name.len;
		items[i].bytes.data = text.data + at;
		at += items[i].bytes.len;
	}
	rc = sheaf_merge(a->shelf, INDEX_NOTICE, ROW_SIZE, items, count, false, a->err);
	nlog_free(items);
	nlog_str_clear(&text);
	return rc;
}

static void add_move(addition *a, int32_t month, size_t place)
{
	NLOG_GROW(a->moves, a->move_count, a->move_capacity);
	a->moves[a->move_count++] = (move){month, place};
}

/* All entries of a notice stand in the row of its last month. */
static void find_moves(addition *a, const index_notice *notice)
{
	bool is_moved = notice->month != notice->known_month;

	for (size_t i = 0; i < notice->places.count; i++) {
		size_t place = notice->places.items[i];

		if (is_moved && notice->known_month && place < a->known)
			add_move(a, notice->known_month, place);
		if (notice->month && (is_moved || place >= a->known))
			add_move(a, notice->month, place);
	}
}

static int by_month(const void *left, const void *right)
{
	const move *p = left, *q = right;

	if (p->month != q->month)
		return p->month < q->month ? -1 : 1;
	return (p->place > q->place) - (p->place < q->place);
}

/* Those that are in one of the two alone. */
static index_places toggle(const index_places *row, const move *moves, size_t count)
{
	index_places out = {NULL, 0, 0};
	size_t i = 0, m = 0;

	while (i < row->count || m < count)
		if (m == count || (i < row->count && row->items[i] < moves[m].place))
			index_places_add(&out, row->items[i++]);
		else if (i == row->count || moves[m].place < row->items[i])
			index_places_add(&out, moves[m++].place);
		else
			i++, m++;
	return out;
}

static int put_month(addition *a, const move *moves, size_t count)
{
	nlog_str key = NLOG_STR_INIT, bytes = NLOG_STR_INIT;
	index_places row = {NULL, 0, 0}, now;
	int32_t month = moves[0].month;
	int rc = index_month_read(a->shelf, month, a->known, &row, a->err);

	now = toggle(&row, moves, count);
	index_places_pack(&bytes, &now);
	index_month_key(&key, month);
	if (!rc || rc == NLOG_ENOTFOUND)
		rc = shelf_put(a->shelf, nlog_str_slice(&key), nlog_str_slice(&bytes),
			       a->err);
	index_state_add_month(a->state, month);
	nlog_free(row.items);
	nlog_free(now.items);
	nlog_str_clear(&key);
	nlog_str_clear(&bytes);
	return rc;
}

static int put_months(addition *a)
{
	int rc = 0;

	for (size_t i = 0; i < a->notices.count; i++)
		find_moves(a, &a->notices.items[i]);
	if (a->move_count)
		qsort(a->moves, a->move_count, sizeof(*a->moves), by_month);
	for (size_t i = 0, end; !rc && i < a->move_count; i = end) {
		for (end = i;
		     end < a->move_count && a->moves[end].month == a->moves[i].month; end++)
			;
		rc = put_month(a, a->moves + i, end - i);
	}
	return rc;
}

int index_add(index_shelf *shelf, index_state *state, const nlog_log *log, nlog_error *err)
{
	addition a = {
		.shelf = shelf,
		.reader = {.shelf = shelf, .kind = INDEX_NOTICE},
		.state = state,
		.err = err,
		.known = state->entries,
		.at = json_object(),
	};
	int rc = take_last_block(&a);

	for (size_t i = 0; !rc && i < nlog_log_count(log); i++)
		rc = add_entry(&a, *nlog_log_get(log, i));
	if (!rc && a.block.count)
		rc = index_block_put(shelf, state->entries / INDEX_BLOCK, &a.block, err);
	if (!rc)
		rc = put_notices(&a);
	if (!rc)
		rc = put_months(&a);
	memcpy(state->head, nlog_log_head(log), sizeof(state->head));
	if (!rc)
		rc = index_state_write(shelf, state, err);
	index_notices_clear(&a.notices);
	sheaf_reader_clear(&a.reader);
	index_block_clear(&a.block);
	nlog_free(a.moves);
	json_decref(a.at);
	return rc;
}
