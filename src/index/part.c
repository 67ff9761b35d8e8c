/* A part of the log as the index knows it: what concerns some notices. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define INDEX_DAY_SECONDS 86400

/* ---- places */

/* Of the places that are asked for each is twice itself, and 1 for those that are only context. */
static void add_place(index_places *list, size_t place, bool is_context)
{
	index_places_add(list, place * 2 + is_context);
}

/* An entry that is asked for, and as context the one before it, behind which it stands. */
static void add_entry(index_places *list, size_t place)
{
	bool follows =
		place && list->count && list->items[list->count - 1] / 2 == place - 1;

	if (place && !follows)
		add_place(list, place - 1, true);
	add_place(list, place, false);
}

/* Where the log begins and ends, and its last chain: they are always there. */
static void add_ends(const index_state *state, index_places *list)
{
	add_place(list, 0, true);
	add_place(list, state->entries - 1, true);
	if (state->chained)
		add_place(list, state->chained - 1, true);
}

static int by_place(const void *left, const void *right)
{
	const size_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Sorted; a place that is there by itself needs not be there as context. */
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

/* What is known of a place. */
enum { NOT_READ, READ_AS_CONTEXT, READ_WHOLE };

/* @return what was read, by place; owned */
static unsigned char *marks_of(const index_places *read, size_t entries)
{
	unsigned char *marks = nlog_alloc_array(entries, sizeof(*marks));

	for (size_t i = 0; i < read->count; i++)
		marks[read->items[i] / 2] =
			read->items[i] % 2 ? READ_AS_CONTEXT : READ_WHOLE;
	return marks;
}

/* Take from a list what was read already: the same, or more of it. */
static void leave_read(index_places *list, const unsigned char *marks)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		bool is_context = list->items[i] % 2;

		if (marks[list->items[i] / 2] < (is_context ? READ_AS_CONTEXT : READ_WHOLE))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

/* From now on each is itself. */
static void drop_marks(index_places *list)
{
	for (size_t i = 0; i < list->count; i++)
		list->items[i] /= 2;
}

/* ---- notices */

/* A notice by its key, which is borrowed. */
typedef struct {
	uint64_t rank; /* see nlog_str_rank_nocase() */
	const char *key;
} named;

typedef struct {
	named *items;
	size_t count;
} keys;

static int by_name(const void *left, const void *right)
{
	const named *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return strcasecmp(a->key, b->key);
}

/* Those that entries name, in the order in which they lie in the file, each once whatever its case. */
static keys keys_of(const nlog_log *log)
{
	size_t entries = nlog_log_count(log), count = 0, kept = 0;
	named *items = nlog_alloc_array(entries, sizeof(*items));

	for (size_t i = 0; i < entries; i++) {
		const char *key = nlog_log_get(log, i)->notice;

		if (key)
			items[count++] = (named){nlog_str_rank_nocase(key), key};
	}
	if (count)
		qsort(items, count, sizeof(*items), by_name);
	for (size_t i = 0; i < count; i++)
		if (!kept || by_name(&items[kept - 1], &items[i]) != 0)
			items[kept++] = items[i];
	return (keys){items, kept};
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

static int add_notices(nlog_index *index, const keys *list, index_places *out,
		       nlog_error *err)
{
	sheaf_reader reader = {.shelf = index->shelf, .kind = INDEX_NOTICE};
	int rc = 0;

	for (size_t i = 0; !rc && i < list->count; i++)
		rc = add_notice(index, &reader, list->items[i].key, out, err);
	sheaf_reader_clear(&reader);
	return rc;
}

/* The revisions that were issued in a month or later. */
static int add_months(nlog_index *index, int32_t month, index_places *out, nlog_error *err)
{
	const index_state *state = &index->state;
	index_places found = {NULL, 0, 0};
	int rc = 0;

	for (size_t i = 0; !rc && i < state->month_count; i++) {
		if (state->months[i] < month)
			continue;
		found.count = 0;
		rc = index_month_read(index->shelf, state->months[i], state->entries,
				      &found, err);
		for (size_t p = 0; !rc && p < found.count; p++)
			add_entry(out, found.items[p]);
	}
	nlog_free(found.items);
	return rc;
}

/* ---- the part */

static int read_notice(nlog_index *index, const nlog_index_query *query, nlog_log *log,
		       nlog_error *err)
{
	index_places list = {NULL, 0, 0};
	named notice = {0, query->key};
	int rc = add_notices(index, &(keys){&notice, 1}, &list, err);

	if (!rc) {
		add_ends(&index->state, &list);
		settle(&list);
		rc = index_read_places(index, &list, log, query->jobs, err);
	}
	nlog_free(list.items);
	return rc;
}

/* What else there is of the notices whose entries were read, read and put among them. */
static int read_rest(nlog_index *index, index_places *read, nlog_log *log, size_t jobs,
		     nlog_error *err)
{
	nlog_log *rest = nlog_log_new("");
	index_places list = {NULL, 0, 0};
	keys notices = keys_of(log);
	unsigned char *marks = marks_of(read, index->state.entries);
	int rc = add_notices(index, &notices, &list, err);

	leave_read(&list, marks);
	settle(&list);
	nlog_log_reserve(rest, list.count);
	if (!rc)
		rc = index_read_places(index, &list, rest, jobs, err);
	drop_marks(&list);
	drop_marks(read);
	if (!rc)
		nlog_log_merge_take(log, read->items, rest, list.items);
	else
		nlog_log_free(rest);
	nlog_free(marks);
	nlog_free(notices.items);
	nlog_free(list.items);
	return rc;
}

/*
 * First what was issued since then, which lies together, and tells which notices these
 * are; then what else there is of them.
 */
static int read_since(nlog_index *index, const nlog_index_query *query, nlog_log *log,
		      nlog_error *err)
{
	index_places recent = {NULL, 0, 0};
	int rc = add_months(index, index_month_of(query->since), &recent, err);

	add_ends(&index->state, &recent);
	settle(&recent);
	/* Of what came before there is about as much, or less. */
	nlog_log_reserve(log, 2 * recent.count);
	if (!rc)
		rc = index_read_places(index, &recent, log, query->jobs, err);
	if (!rc)
		rc = read_rest(index, &recent, log, query->jobs, err);
	nlog_free(recent.items);
	/* A month and a notice that the index has told of are there. */
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
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
	rc = (query->key ? read_notice : read_since)(index, query, log, &err);
	if (!rc && !index_ends_at_head(log))
		rc = NLOG_EDAMAGED;
	if (rc) {
		nlog_log_free(log);
		return rc == NLOG_ENOTFOUND ? rc : index_distrust(index, rc, &err);
	}
	*out = log;
	index->is_about_one = query->key != NULL;
	return 0;
}
