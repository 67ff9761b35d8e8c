/* A part of the log as the index knows it: what concerns some notices. */
#include "index.h"

#include <noticelog/alloc.h>

#define INDEX_DAY_SECONDS 86400

/* ---- places */

/*
 * Sets of places in the log, a bit for each: whatever order they are told in, they come
 * out rising and once. Context is read only for what stands behind it, or for being an end.
 */
typedef struct {
	uint64_t *asked, *context;
} selection;

#define WORD_BITS ((size_t)64)

/* @return clear with clear_selection() */
static selection select_none(const index_state *state)
{
	size_t words = state->entries / WORD_BITS + 1;

	return (selection){nlog_alloc_array(words, sizeof(uint64_t)),
			   nlog_alloc_array(words, sizeof(uint64_t))};
}

static void clear_selection(selection *chosen)
{
	nlog_free(chosen->asked);
	nlog_free(chosen->context);
}

static void put(uint64_t *set, size_t place)
{
	set[place / WORD_BITS] |= UINT64_C(1) << place % WORD_BITS;
}

/* Entries that are asked for, each behind the one before it. */
static void select_places(selection *chosen, const index_places *list)
{
	for (size_t i = 0; i < list->count; i++) {
		put(chosen->asked, list->items[i]);
		if (list->items[i])
			put(chosen->context, list->items[i] - 1);
	}
}

/* Where the log begins and ends, and its last chain: they are always there. */
static void select_ends(selection *chosen, const index_state *state)
{
	put(chosen->context, 0);
	put(chosen->context, state->entries - 1);
	if (state->chained)
		put(chosen->context, state->chained - 1);
}

/* What is selected, as index_read_places() takes it. */
static index_places places_of(const selection *chosen, const index_state *state)
{
	index_places list = {NULL, 0, 0};

	for (size_t word = 0; word <= state->entries / WORD_BITS; word++) {
		uint64_t left = chosen->asked[word] | chosen->context[word];

		for (; left; left &= left - 1) {
			size_t bit = (size_t)__builtin_ctzll(left);
			bool is_asked = chosen->asked[word] >> bit & 1;

			index_places_add(&list, (word * WORD_BITS + bit) * 2 + !is_asked);
		}
	}
	return list;
}

/* ---- what is asked for */

/* The entries of the notices whose keys are one but for case. */
static int select_notice(nlog_index *index, const nlog_index_query *query,
			 selection *chosen, nlog_error *err)
{
	sheaf_reader reader = {.shelf = index->shelf, .kind = INDEX_NOTICE};
	index_notices list = {NULL, 0, 0};
	int rc = index_notices_read(&reader, query->key, index->state.entries, &list, err);

	for (size_t i = 0; !rc && i < list.count; i++)
		select_places(chosen, &list.items[i].places);
	index_notices_clear(&list);
	sheaf_reader_clear(&reader);
	return rc;
}

/* Those of the notices that had a revision issued in the month of that day or later. */
static int select_since(nlog_index *index, const nlog_index_query *query, selection *chosen,
			nlog_error *err)
{
	const index_state *state = &index->state;
	int32_t first = index_month_of(query->since);
	index_places found = {NULL, 0, 0};
	int rc = 0;

	for (size_t i = 0; !rc && i < state->month_count; i++) {
		if (state->months[i] < first)
			continue;
		found.count = 0;
		rc = index_month_read(index->shelf, state->months[i], state->entries,
				      &found, err);
		select_places(chosen, &found);
	}
	nlog_free(found.items);
	/* A month that the index has told of is there. */
	return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
}

static int read_part(nlog_index *index, const nlog_index_query *query, nlog_log *log,
		     nlog_error *err)
{
	selection chosen = select_none(&index->state);
	index_places list = {NULL, 0, 0};
	int rc = (query->key ? select_notice : select_since)(index, query, &chosen, err);

	if (!rc) {
		select_ends(&chosen, &index->state);
		list = places_of(&chosen, &index->state);
		nlog_log_reserve(log, list.count);
		rc = index_read_places(index, &list, log, query->jobs, err);
	}
	nlog_free(list.items);
	clear_selection(&chosen);
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
	rc = read_part(index, query, log, &err);
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
