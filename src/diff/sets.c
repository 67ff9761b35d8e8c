/* Differences of two sets of strings, in printed order. */
#include <noticelog/diff.h>

#include <noticelog/alloc.h>

#include "align.h"
#include "detail.h"

/* Two lists of strings, numbered; partners pair the k-th of a kind with the k-th. */
struct sets {
	const json_t *before, *after;
	uint32_t n, m;
	uint32_t *before_partner, *after_partner;
};

static void add_slices(nlog_slice *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		out[i] = nlog_json_slice(json_array_get(list, i));
}

/* Numbers of all entries, those of before first. @return how many numbers there are */
static uint32_t number_entries(uint32_t *ids, const struct sets *sets)
{
	nlog_slice *texts = nlog_alloc_array((size_t)sets->n + sets->m, sizeof(*texts));
	uint32_t numbers;

	add_slices(texts, sets->before);
	add_slices(texts + sets->n, sets->after);
	numbers = nlog_diff_intern(ids, texts, (size_t)sets->n + sets->m);
	nlog_free(texts);
	return numbers;
}

static void pair_entries(struct sets *sets)
{
	uint32_t *ids = nlog_alloc_array((size_t)sets->n + sets->m, sizeof(*ids));
	uint32_t numbers = number_entries(ids, sets), *first, *next;

	first = nlog_alloc_array(numbers, sizeof(*first));
	next = nlog_alloc_array(sets->n, sizeof(*next));
	for (uint32_t id = 0; id < numbers; id++)
		first[id] = NLOG_DIFF_NONE;
	for (uint32_t i = sets->n; i-- > 0;) {
		next[i] = first[ids[i]];
		first[ids[i]] = i;
		sets->before_partner[i] = NLOG_DIFF_NONE;
	}
	for (uint32_t j = 0; j < sets->m; j++) {
		uint32_t i = first[ids[sets->n + j]];

		sets->after_partner[j] = i;
		if (i == NLOG_DIFF_NONE)
			continue;
		first[ids[sets->n + j]] = next[i];
		sets->before_partner[i] = j;
	}
	nlog_free(ids);
	nlog_free(first);
	nlog_free(next);
}

/* The entries of list without a partner, in printed order. */
static json_t *lone_entries(const json_t *list, const uint32_t *partner)
{
	json_t *out = json_array();

	for (size_t i = 0; i < json_array_size(list); i++)
		if (partner[i] == NLOG_DIFF_NONE)
			json_array_append_new(out,
					      nlog_diff_share(json_array_get(list, i)));
	return out;
}

/* The entries of both sides that are not in a longest chain which kept its order. */
static json_t *moved_entries(const struct sets *sets)
{
	uint32_t *places = nlog_alloc_array(sets->m, sizeof(*places));
	uint32_t *entries = nlog_alloc_array(sets->m, sizeof(*entries));
	bool *chosen = nlog_alloc_array(sets->m, sizeof(*chosen));
	json_t *out = json_array();
	size_t count = 0;

	for (uint32_t j = 0; j < sets->m; j++) {
		if (sets->after_partner[j] == NLOG_DIFF_NONE)
			continue;
		places[count] = sets->after_partner[j];
		entries[count++] = j;
	}
	nlog_diff_longest_rising(chosen, places, count);
	for (size_t k = 0; k < count; k++)
		if (!chosen[k])
			json_array_append_new(out, nlog_diff_share(json_array_get(
							   sets->after, entries[k])));
	nlog_free(places);
	nlog_free(entries);
	nlog_free(chosen);
	return out;
}

json_t *nlog_diff_sets(const json_t *before, const json_t *after)
{
	struct sets sets = {.before = before,
			    .after = after,
			    .n = (uint32_t)json_array_size(before),
			    .m = (uint32_t)json_array_size(after)};
	json_t *out = json_object();

	sets.before_partner = nlog_alloc_array(sets.n, sizeof(*sets.before_partner));
	sets.after_partner = nlog_alloc_array(sets.m, sizeof(*sets.after_partner));
	pair_entries(&sets);
	json_object_set_new(out, "added", lone_entries(after, sets.after_partner));
	json_object_set_new(out, "removed", lone_entries(before, sets.before_partner));
	json_object_set_new(out, "moved", moved_entries(&sets));
	nlog_free(sets.before_partner);
	nlog_free(sets.after_partner);
	return out;
}
