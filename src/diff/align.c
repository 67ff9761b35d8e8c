/* Aligning two sequences: Myers' O(ND) in linear space, with a bound and anchors past it. */
#include "align.h"

#include <noticelog/alloc.h>

/*
 * How a range is aligned:
 *
 *   1. equal starts and ends are cut off;
 *   2. the middle of a shortest edit path is looked for from both ends (E. W.
 *      Myers, An O(ND) Difference Algorithm and Its Variations, 1986, 4b), and
 *      the two halves are aligned in the same way;
 *   3. if the search takes more than EFFORT steps an element, runs of `windows`
 *      elements that stand once on both sides become anchors, and what lies
 *      between them is aligned by the next level;
 *   4. past the last level, or without anchors, the range has nothing in common.
 *
 * Halving splits the length of the path, so that all searches of a level cost
 * no more than twice the first, and the depth is at most the logarithm of the length.
 */
#define EFFORT 8
#define EFFORT_MIN 16384

static const uint32_t windows[] = {8, 1};
#define LEVELS (sizeof(windows) / sizeof(*windows))

/* On a diagonal that no path has reached. */
#define UNREACHED INT32_MIN

/* One sequence without the numbers that the other lacks: those never align. */
struct side {
	uint32_t *ids;
	uint32_t *places; /* index in the whole sequence */
	uint32_t count;
};

struct alignment {
	struct side before, after;
	int32_t *forward, *backward; /* furthest reach on each diagonal, see struct sweep */
	uint32_t *partner;
};

struct range {
	uint32_t before, before_end, after, after_end;
};

/* One of the two searches for the middle; the backward one sees both sides reversed. */
struct sweep {
	const uint32_t *before, *after;
	ptrdiff_t step;    /* 1 or -1: the direction in both */
	int32_t n, m;      /* their lengths */
	int32_t *reach;    /* reach[k], k from -m-1 to n+1: elements of before passed */
	int32_t low, high; /* diagonals of the last round */
};

static void pair_up(struct alignment *al, uint32_t i, uint32_t j)
{
	al->partner[al->before.places[i]] = al->after.places[j];
}

/* Pair the equal starts and ends, and take them off. */
static void strip(struct alignment *al, struct range *r)
{
	const uint32_t *before = al->before.ids, *after = al->after.ids;

	while (r->before < r->before_end && r->after < r->after_end &&
	       before[r->before] == after[r->after])
		pair_up(al, r->before++, r->after++);
	while (r->before < r->before_end && r->after < r->after_end &&
	       before[r->before_end - 1] == after[r->after_end - 1])
		pair_up(al, --r->before_end, --r->after_end);
}

/* Make room for one more diagonal at either end, but not past the box. */
static void widen(struct sweep *s)
{
	if (s->low > -s->m) {
		s->low--;
		s->reach[s->low - 1] = UNREACHED;
	} else {
		s->low++;
	}
	if (s->high < s->n) {
		s->high++;
		s->reach[s->high + 1] = UNREACHED;
	} else {
		s->high--;
	}
}

/* The furthest start of a run on diagonal k, one edit from its neighbours. */
static int32_t enter(const struct sweep *s, int32_t k)
{
	int32_t removed = s->reach[k - 1], added = s->reach[k + 1];

	removed = removed >= 0 && removed < s->n ? removed + 1 : UNREACHED;
	added = added >= 0 && added - k <= s->m ? added : UNREACHED;
	return removed > added ? removed : added;
}

/* Follow equal elements from x on diagonal k. */
static int32_t follow(const struct sweep *s, int32_t k, int32_t x)
{
	int32_t y = x - k;

	while (x < s->n && y < s->m && s->before[x * s->step] == s->after[y * s->step]) {
		x++;
		y++;
	}
	return x;
}

/*
 * One round: every path gets one edit longer. Paths that meet those of `other`
 * (where `may_meet`, by the parity of the two lengths) end the search.
 *
 * @return true if they met, at (*x, *y) counted in the direction of s
 */
static bool advance(struct sweep *s, const struct sweep *other, bool may_meet,
		    uint64_t *steps, int32_t *x, int32_t *y)
{
	int32_t delta = s->n - s->m;

	widen(s);
	for (int32_t k = s->high; k >= s->low; k -= 2) {
		int32_t entered = enter(s, k), opposite = delta - k;

		*steps += 1;
		s->reach[k] = entered;
		if (entered < 0)
			continue;
		*x = s->reach[k] = follow(s, k, entered);
		*y = *x - k;
		*steps += (uint64_t)(*x - entered);
		if (may_meet && opposite >= other->low && opposite <= other->high &&
		    other->reach[opposite] >= 0 && *x + other->reach[opposite] >= s->n)
			return true;
	}
	return false;
}

/* A search before its first round: one path, without an edit, on diagonal 0. */
static struct sweep start_sweep(const struct alignment *al, struct range r, int step)
{
	struct sweep s = {.step = step,
			  .n = (int32_t)(r.before_end - r.before),
			  .m = (int32_t)(r.after_end - r.after)};

	s.before = al->before.ids + (step > 0 ? r.before : r.before_end - 1);
	s.after = al->after.ids + (step > 0 ? r.after : r.after_end - 1);
	s.reach = (step > 0 ? al->forward : al->backward) + s.m + 1;
	s.reach[0] = 0;
	return s;
}

/*
 * A point in the middle of a shortest edit path through the range, whose two
 * sides are not empty and have different first and last elements.
 *
 * @return false if the search became too long
 */
static bool find_middle(const struct alignment *al, struct range r, struct range *left,
			struct range *right)
{
	struct sweep forward = start_sweep(al, r, 1), backward = start_sweep(al, r, -1);
	uint64_t length = (uint64_t)forward.n + (uint64_t)forward.m;
	uint64_t steps = 0, most = EFFORT * length + EFFORT_MIN;
	bool odd = length & 1;
	int32_t x, y;

	for (;;) {
		if (advance(&forward, &backward, odd, &steps, &x, &y))
			break;
		if (advance(&backward, &forward, !odd, &steps, &x, &y)) {
			x = backward.n - x;
			y = backward.m - y;
			break;
		}
		if (steps > most)
			return false;
	}
	*left = *right = r;
	left->before_end = right->before = r.before + (uint32_t)x;
	left->after_end = right->after = r.after + (uint32_t)y;
	return true;
}

/* Where a number stands on one side. */
struct stand {
	uint32_t count, place;
};

static void count_stands(struct stand *stands, const uint32_t *ids, size_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		stands[ids[i]].count++;
		stands[ids[i]].place = i;
	}
}

/* Equal numbers for equal runs of `window` elements, one at each of their starts. */
static uint32_t intern_runs(uint32_t *runs, const struct alignment *al, struct range r,
			    uint32_t window, uint32_t n, uint32_t m)
{
	nlog_slice *texts = nlog_alloc_array(n + m, sizeof(*texts));
	uint32_t numbers;

	for (uint32_t i = 0; i < n + m; i++) {
		const uint32_t *start = i < n ? &al->before.ids[r.before + i]
					      : &al->after.ids[r.after + i - n];

		texts[i] = (nlog_slice){(const char *)start, window * sizeof(*start)};
	}
	numbers = nlog_diff_intern(runs, texts, n + m);
	nlog_free(texts);
	return numbers;
}

/* Two elements, one a side, that start a run which stands once on both sides. */
struct anchor {
	uint32_t before, after;
};

/* Keep a longest chain of anchors that rises on both sides. @return how many */
static uint32_t keep_rising(struct anchor *anchors, uint32_t count)
{
	uint32_t *places = nlog_alloc_array(count, sizeof(*places)), kept = 0;
	bool *chosen = nlog_alloc_array(count, sizeof(*chosen));

	for (uint32_t i = 0; i < count; i++)
		places[i] = anchors[i].after;
	nlog_diff_longest_rising(chosen, places, count);
	for (uint32_t i = 0; i < count; i++)
		if (chosen[i])
			anchors[kept++] = anchors[i];
	nlog_free(places);
	nlog_free(chosen);
	return kept;
}

/* @param anchors owned by the caller, in order; @return how many */
static uint32_t find_anchors(struct anchor **anchors, const struct alignment *al,
			     struct range r, uint32_t window)
{
	uint32_t n = r.before_end - r.before, m = r.after_end - r.after, numbers, count = 0;
	struct stand *before, *after;
	uint32_t *runs;

	*anchors = NULL;
	if (n < window || m < window)
		return 0;
	n -= window - 1;
	m -= window - 1;
	runs = nlog_alloc_array(n + m, sizeof(*runs));
	numbers = intern_runs(runs, al, r, window, n, m);
	before = nlog_alloc_array(numbers, sizeof(*before));
	after = nlog_alloc_array(numbers, sizeof(*after));
	count_stands(before, runs, n);
	count_stands(after, runs + n, m);
	*anchors = nlog_alloc_array(n, sizeof(**anchors));
	for (uint32_t i = 0; i < n; i++)
		if (before[runs[i]].count == 1 && after[runs[i]].count == 1)
			(*anchors)[count++] = (struct anchor){
				r.before + i, r.after + after[runs[i]].place};
	nlog_free(runs);
	nlog_free(before);
	nlog_free(after);
	return keep_rising(*anchors, count);
}

static void align_range(struct alignment *al, struct range r, size_t level);

/* Pair the anchors, and align what lies between them by the next level. */
static void align_by_anchors(struct alignment *al, struct range r, size_t level)
{
	struct anchor *anchors;
	uint32_t count = find_anchors(&anchors, al, r, windows[level]);

	for (uint32_t i = 0; i < count; i++) {
		struct range gap = {r.before, anchors[i].before, r.after, anchors[i].after};

		align_range(al, gap, level + 1);
		pair_up(al, anchors[i].before, anchors[i].after);
		r.before = anchors[i].before + 1;
		r.after = anchors[i].after + 1;
	}
	nlog_free(anchors);
	align_range(al, r, level + 1);
}

static void align_range(struct alignment *al, struct range r, size_t level)
{
	struct range left, right;

	strip(al, &r);
	if (r.before == r.before_end || r.after == r.after_end)
		return;
	if (find_middle(al, r, &left, &right)) {
		align_range(al, left, level);
		align_range(al, right, level);
	} else if (level < LEVELS) {
		align_by_anchors(al, r, level);
	}
}

/* The elements of `whole` that the other side has too. */
static struct side keep_common(nlog_diff_sequence whole, const bool *other_has)
{
	struct side side = {.ids = nlog_alloc_array(whole.count, sizeof(*side.ids)),
			    .places = nlog_alloc_array(whole.count, sizeof(*side.places))};

	for (uint32_t i = 0; i < whole.count; i++) {
		if (!other_has[whole.ids[i]])
			continue;
		side.ids[side.count] = whole.ids[i];
		side.places[side.count++] = i;
	}
	return side;
}

static bool *mark_present(nlog_diff_sequence sequence, uint32_t ids)
{
	bool *present = nlog_alloc_array(ids, sizeof(*present));

	for (uint32_t i = 0; i < sequence.count; i++)
		present[sequence.ids[i]] = true;
	return present;
}

void nlog_diff_align(uint32_t *partner, nlog_diff_sequence before, nlog_diff_sequence after,
		     uint32_t ids)
{
	bool *in_before = mark_present(before, ids), *in_after = mark_present(after, ids);
	struct alignment al = {.before = keep_common(before, in_after),
			       .after = keep_common(after, in_before),
			       .partner = partner};
	size_t diagonals = (size_t)al.before.count + al.after.count + 3;

	for (uint32_t i = 0; i < before.count; i++)
		partner[i] = NLOG_DIFF_NONE;
	al.forward = nlog_alloc_array(diagonals, sizeof(*al.forward));
	al.backward = nlog_alloc_array(diagonals, sizeof(*al.backward));
	align_range(&al, (struct range){0, al.before.count, 0, al.after.count}, 0);
	nlog_free(al.forward);
	nlog_free(al.backward);
	nlog_free(al.before.ids);
	nlog_free(al.before.places);
	nlog_free(al.after.ids);
	nlog_free(al.after.places);
	nlog_free(in_before);
	nlog_free(in_after);
}
