/* New entries: their rows, and those of their notices and months. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Rows that are put together in memory until all entries are in. */
typedef struct {
	index_shelf *shelf;
	index_state *state;
	nlog_error *err;
	size_t known;          /* entries that are in the file already */
	index_notices notices; /* those that new entries touch */
	json_t *at;            /* key → its place among them */
	json_t *months;        /* number of a month → the set of its keys */
	nlog_str name, bytes;
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
	rc = index_notices_read(a->shelf, key, a->known, &a->notices, a->err);
	if (rc && rc != NLOG_ENOTFOUND)
		return rc;
	/* Of keys that differ in case alone the row was read with the first of them. */
	for (size_t i = count; i < a->notices.count; i++) {
		if (json_object_get(a->at, a->notices.items[i].key))
			nlog_free(a->notices.items[i].key),
				nlog_free(a->notices.items[i].places);
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

/* The keys of a month, with those that the file has. */
static int month_for(addition *a, int32_t month, json_t **out)
{
	nlog_slice bytes;
	unpacker from;
	int rc;

	nlog_str_truncate(&a->name, 0);
	nlog_str_addf(&a->name, "%d", (int)month);
	*out = json_object_get(a->months, nlog_str_text(&a->name));
	if (*out)
		return 0;
	*out = json_object();
	json_object_set_new(a->months, nlog_str_text(&a->name), *out);
	index_month_key(&a->name, month);
	rc = shelf_get(a->shelf, nlog_str_slice(&a->name), &bytes, a->err);
	if (rc)
		return rc == NLOG_ENOTFOUND ? 0 : rc;
	from = unpack_begin(bytes);
	while (from.at < from.end)
		json_object_set_new(*out, unpack_some_text(&from), json_true());
	return 0;
}

/* What of an entry makes a part of the log too little to answer from. */
static bool is_odd(const nlog_entry *entry, const index_state *state)
{
	return (state->entries && entry->recorded.seconds < state->last.seconds) ||
	       (entry->revision && entry->is_plain);
}

static int add_revision(addition *a, const nlog_entry *entry)
{
	nlog_date issued;
	json_t *keys;
	int rc;

	if (!entry->issued || !nlog_date_from_iso(&issued, nlog_slice_of(entry->issued))) {
		a->state->is_odd = true;
		return 0;
	}
	rc = month_for(a, index_month_of(issued), &keys);
	if (rc)
		return rc;
	index_state_add_month(a->state, index_month_of(issued));
	json_object_set_new(keys, entry->notice, json_true());
	return 0;
}

static int put_entry(addition *a, const nlog_entry *entry)
{
	index_entry_key(&a->name, a->state->entries);
	nlog_str_truncate(&a->bytes, 0);
	index_entry_pack(&a->bytes, entry, a->state);
	return shelf_put(a->shelf, nlog_str_slice(&a->name), nlog_str_slice(&a->bytes),
			 a->err);
}

static int add_entry(addition *a, nlog_entry entry)
{
	index_state *state = a->state;
	index_notice *notice = NULL;
	int rc = entry.notice ? notice_for(a, entry.notice, &notice) : 0;

	if (rc)
		return rc;
	if (notice) {
		NLOG_GROW(notice->places, notice->count, notice->capacity);
		notice->places[notice->count++] = state->entries;
	}
	/* A walk that begins in the middle counts from there. */
	if (entry.revision)
		entry.revision = ++notice->revisions;
	state->is_odd = state->is_odd || is_odd(&entry, state);
	if (entry.revision)
		rc = add_revision(a, &entry);
	if (!rc)
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

/* Keys that differ in case alone share a row. */
static int by_row(const void *left, const void *right)
{
	const index_notice *p = left, *q = right;
	int order = strcasecmp(p->key, q->key);

	return order ? order : strcmp(p->key, q->key);
}

static int put_notices(addition *a)
{
	const index_notices *list = &a->notices;
	int rc = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_row);
	for (size_t i = 0, end; !rc && i < list->count; i = end) {
		nlog_str_truncate(&a->bytes, 0);
		for (end = i; end < list->count &&
			      strcasecmp(list->items[i].key, list->items[end].key) == 0;
		     end++)
			index_notice_pack(&a->bytes, &list->items[end]);
		index_notice_key(&a->name, list->items[i].key);
		rc = shelf_put(a->shelf, nlog_str_slice(&a->name),
			       nlog_str_slice(&a->bytes), a->err);
	}
	return rc;
}

static int put_months(addition *a)
{
	const char *month, *key;
	json_t *keys, *value;
	int rc = 0;

	json_object_foreach(a->months, month, keys)
	{
		nlog_str_truncate(&a->bytes, 0);
		json_object_foreach(keys, key, value) pack_text(&a->bytes, key);
		index_month_key(&a->name, (int32_t)strtol(month, NULL, 10));
		if (!rc)
			rc = shelf_put(a->shelf, nlog_str_slice(&a->name),
				       nlog_str_slice(&a->bytes), a->err);
	}
	return rc;
}

int index_add(index_shelf *shelf, index_state *state, const nlog_log *log, nlog_error *err)
{
	addition a = {
		.shelf = shelf,
		.state = state,
		.err = err,
		.known = state->entries,
		.at = json_object(),
		.months = json_object(),
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_log_count(log); i++)
		rc = add_entry(&a, *nlog_log_get(log, i));
	if (!rc)
		rc = put_notices(&a);
	if (!rc)
		rc = put_months(&a);
	memcpy(state->head, nlog_log_head(log), sizeof(state->head));
	if (!rc)
		rc = index_state_write(shelf, state, err);
	index_notices_clear(&a.notices);
	json_decref(a.at);
	json_decref(a.months);
	nlog_str_clear(&a.name);
	nlog_str_clear(&a.bytes);
	return rc;
}
