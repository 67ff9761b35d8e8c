/* Aligning passages: those that stayed, moved, were changed, added or removed. */
#include "passages.h"

#include <noticelog/alloc.h>
#include <stdbool.h>

#include "align.h"
#include "alike.h"

/* One side while it is aligned. */
struct side {
	nlog_passages passages;
	uint32_t *ids;
	uint32_t *partner; /* index on the other side, or NONE */
	bool *in_order;    /* paired, and in the order of the other side */
	nlog_lone_passage *lone;
	size_t lone_count;
};

struct alignment {
	struct side before, after;
	uint32_t ids;
};

static void number_passages(struct alignment *al)
{
	uint32_t n = al->before.passages.count, m = al->after.passages.count;
	nlog_slice *texts = nlog_alloc_array((size_t)n + m, sizeof(*texts));

	for (uint32_t i = 0; i < n; i++)
		texts[i] = al->before.passages.texts[i];
	for (uint32_t j = 0; j < m; j++)
		texts[n + j] = al->after.passages.texts[j];
	al->before.ids = nlog_alloc_array((size_t)n + m, sizeof(*al->before.ids));
	al->after.ids = al->before.ids + n;
	al->ids = nlog_diff_intern(al->before.ids, texts, (size_t)n + m);
	nlog_free(texts);
}

static void pair_up(struct alignment *al, uint32_t i, uint32_t j, bool in_order)
{
	al->before.partner[i] = j;
	al->after.partner[j] = i;
	al->before.in_order[i] = al->after.in_order[j] = in_order;
}

static void pair_equal_in_order(struct alignment *al)
{
	uint32_t n = al->before.passages.count;
	uint32_t *partner = nlog_alloc_array(n, sizeof(*partner));

	nlog_diff_align(partner, (nlog_diff_sequence){al->before.ids, n},
			(nlog_diff_sequence){al->after.ids, al->after.passages.count},
			al->ids);
	for (uint32_t i = 0; i < n; i++)
		if (partner[i] != NLOG_DIFF_NONE)
			pair_up(al, i, partner[i], true);
	nlog_free(partner);
}

/* Equal passages that stand elsewhere; of several the first pairs with the first. */
static void pair_equal_elsewhere(struct alignment *al)
{
	uint32_t n = al->before.passages.count, m = al->after.passages.count;
	uint32_t *first = nlog_alloc_array(al->ids, sizeof(*first));
	uint32_t *next = nlog_alloc_array(n, sizeof(*next));

	for (uint32_t id = 0; id < al->ids; id++)
		first[id] = NLOG_DIFF_NONE;
	for (uint32_t i = n; i-- > 0;) {
		if (al->before.partner[i] != NLOG_DIFF_NONE)
			continue;
		next[i] = first[al->before.ids[i]];
		first[al->before.ids[i]] = i;
	}
	for (uint32_t j = 0; j < m; j++) {
		uint32_t i = first[al->after.ids[j]];

		if (al->after.partner[j] != NLOG_DIFF_NONE || i == NLOG_DIFF_NONE)
			continue;
		first[al->after.ids[j]] = next[i];
		pair_up(al, i, j, false);
	}
	nlog_free(first);
	nlog_free(next);
}

/* What has no partner yet, with the gap between passages that stayed in which it stands. */
static void collect_lone(struct side *side)
{
	uint32_t gap = 0;

	side->lone = nlog_alloc_array(side->passages.count, sizeof(*side->lone));
	for (uint32_t i = 0; i < side->passages.count; i++) {
		gap += side->in_order[i];
		if (side->partner[i] == NLOG_DIFF_NONE)
			side->lone[side->lone_count++] = (nlog_lone_passage){
				side->passages.texts[i], i, gap, NLOG_DIFF_NONE};
	}
}

/*
 * Pairs in the same gap can be in order: of these, a longest chain is. `pairs`
 * has the positions of the removed ones, in order.
 */
static void pair_in_gaps(struct alignment *al, const uint32_t *pairs, size_t count)
{
	uint32_t *places = nlog_alloc_array(count, sizeof(*places));
	bool *chosen = nlog_alloc_array(count, sizeof(*chosen));

	for (size_t p = 0; p < count; p++)
		places[p] = al->before.lone[pairs[p]].alike;
	nlog_diff_longest_rising(chosen, places, count);
	for (size_t p = 0; p < count; p++)
		pair_up(al, al->before.lone[pairs[p]].index,
			al->after.lone[places[p]].index, chosen[p]);
	nlog_free(places);
	nlog_free(chosen);
}

static void pair_alike(struct alignment *al)
{
	uint32_t *in_gap;
	size_t count = 0;

	collect_lone(&al->before);
	collect_lone(&al->after);
	nlog_diff_pair_alike(al->before.lone, al->before.lone_count, al->after.lone,
			     al->after.lone_count);
	in_gap = nlog_alloc_array(al->before.lone_count, sizeof(*in_gap));
	for (uint32_t r = 0; r < al->before.lone_count; r++) {
		const nlog_lone_passage *removed = &al->before.lone[r], *added;

		if (removed->alike == NLOG_DIFF_NONE)
			continue;
		added = &al->after.lone[removed->alike];
		if (added->gap == removed->gap)
			in_gap[count++] = r;
		else
			pair_up(al, removed->index, added->index, false);
	}
	pair_in_gaps(al, in_gap, count);
	nlog_free(in_gap);
}

static bool is_equal(const struct alignment *al, uint32_t i, uint32_t j)
{
	return al->before.ids[i] == al->after.ids[j];
}

/* Both sides in step: what was removed, what came or moved here, what stayed or was changed. */
static size_t list_passages(nlog_passage *out, const struct alignment *al)
{
	const struct side *before = &al->before, *after = &al->after;
	size_t count = 0;

	for (uint32_t i = 0, j = 0;
	     i < before->passages.count || j < after->passages.count;) {
		if (i < before->passages.count && !before->in_order[i]) {
			if (before->partner[i] == NLOG_DIFF_NONE)
				out[count++] = (nlog_passage){NLOG_PASSAGE_REMOVED, i,
							      NLOG_DIFF_NONE};
			i++;
		} else if (j < after->passages.count && !after->in_order[j]) {
			bool is_moved = after->partner[j] != NLOG_DIFF_NONE;

			out[count++] = (nlog_passage){is_moved ? NLOG_PASSAGE_MOVED
							       : NLOG_PASSAGE_ADDED,
						      after->partner[j], j};
			j++;
		} else {
			if (!is_equal(al, i, j))
				out[count++] = (nlog_passage){NLOG_PASSAGE_CHANGED, i, j};
			i++;
			j++;
		}
	}
	return count;
}

static void start_side(struct side *side, nlog_passages passages)
{
	*side = (struct side){.passages = passages};
	side->partner = nlog_alloc_array(passages.count, sizeof(*side->partner));
	side->in_order = nlog_alloc_array(passages.count, sizeof(*side->in_order));
	for (uint32_t i = 0; i < passages.count; i++)
		side->partner[i] = NLOG_DIFF_NONE;
}

static void end_side(struct side *side)
{
	nlog_free(side->partner);
	nlog_free(side->in_order);
	nlog_free(side->lone);
}

static bool stands_in(nlog_slice text, nlog_passages list)
{
	for (uint32_t i = 0; i < list.count; i++)
		if (nlog_slice_equal(list.texts[i], text))
			return true;
	return false;
}

/* The passages between those that are equal at the start and at the end of both lists. */
static void strip(nlog_passages *before, nlog_passages *after)
{
	while (before->count && after->count &&
	       nlog_slice_equal(before->texts[0], after->texts[0])) {
		*before = (nlog_passages){before->texts + 1, before->count - 1};
		*after = (nlog_passages){after->texts + 1, after->count - 1};
	}
	while (before->count && after->count &&
	       nlog_slice_equal(before->texts[before->count - 1],
				after->texts[after->count - 1])) {
		before->count--;
		after->count--;
	}
}

/*
 * Most edits are of one passage, and need no alignment: one was added, or
 * removed, or it is alike the one in its place and neither stands anywhere else.
 *
 * @return false if this is no such edit
 */
static bool find_one_edit(nlog_passage *out, nlog_passages before, nlog_passages after)
{
	nlog_passages old = before, new = after;

	strip(&old, &new);
	if (old.count + new.count == 0 || old.count > 1 || new.count > 1)
		return false;
	*out = (nlog_passage){NLOG_PASSAGE_CHANGED, NLOG_DIFF_NONE, NLOG_DIFF_NONE};
	if (old.count)
		out->before = (uint32_t)(old.texts - before.texts);
	if (new.count)
		out->after = (uint32_t)(new.texts - after.texts);
	if (old.count != new.count)
		out->op = old.count ? NLOG_PASSAGE_REMOVED : NLOG_PASSAGE_ADDED;
	return old.count != new.count ||
	       (nlog_diff_shares_half(old.texts[0], new.texts[0]) &&
		!stands_in(old.texts[0], after) && !stands_in(new.texts[0], before));
}

size_t nlog_diff_passages_aligned(nlog_passage *out, nlog_passages before,
				  nlog_passages after)
{
	struct alignment al;
	size_t count;

	start_side(&al.before, before);
	start_side(&al.after, after);
	number_passages(&al);
	pair_equal_in_order(&al);
	pair_equal_elsewhere(&al);
	pair_alike(&al);
	count = list_passages(out, &al);
	end_side(&al.before);
	end_side(&al.after);
	nlog_free(al.before.ids);
	return count;
}

size_t nlog_diff_passages(nlog_passage **out, nlog_passages before, nlog_passages after)
{
	*out = nlog_alloc_array((size_t)before.count + after.count, sizeof(**out));
	if (find_one_edit(*out, before, after))
		return 1;
	return nlog_diff_passages_aligned(*out, before, after);
}
