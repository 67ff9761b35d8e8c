/* Pairing passages that share at least half of their words. */
#include "alike.h"

#include <noticelog/alloc.h>
#include <stdbool.h>
#include <stdlib.h>

#include "intern.h"
#include "words.h"

/* A word in more removed passages than this leads to none of them. */
#define RARE 16

/* How many of the removed passages with the most rare words in common are compared. */
#define CANDIDATES 3

/* Alike from here on: twice the shared words, of a thousand of both passages. */
#define ALIKE 500

/* The words of a passage as numbers, in rising order, without spaces and marks. */
struct bag {
	uint32_t *words;
	uint32_t count;
};

/* Passages of one side. */
struct group {
	nlog_lone_passage *passages;
	uint32_t count;
	struct bag *bags;
};

/* In which removed passages a rare word stands: list[start[w]] … list[start[w + 1] - 1]. */
struct postings {
	uint32_t *start, *list;
};

/* A removed and an added passage, by their positions. */
struct candidate {
	uint32_t score, removed, added;
};

struct pairing {
	struct group removed, added;
	uint32_t *words; /* of all bags */
	uint32_t ids;
	struct postings postings;
	uint32_t
		*votes; /* for each removed passage: rare words shared with the one added */
	uint32_t *voted; /* those with votes */
	struct candidate *list;
	size_t count, room;
};

/* All words of a side's passages without a partner, one passage after the other. */
static void collect_words(struct group *group, nlog_slice **words, size_t *count,
			  size_t *room)
{
	for (uint32_t p = 0; p < group->count; p++) {
		nlog_diff_words_list split;
		size_t first = *count;

		if (group->passages[p].alike != NLOG_DIFF_NONE)
			continue;
		nlog_diff_words_split(&split, group->passages[p].text);
		for (uint32_t i = 0; i < split.count; i++) {
			nlog_slice word = nlog_diff_words_at(&split, i);

			if (!nlog_diff_is_word(word))
				continue;
			NLOG_GROW(*words, *count, *room);
			(*words)[(*count)++] = word;
		}
		group->bags[p].count = (uint32_t)(*count - first);
		nlog_diff_words_clear(&split);
	}
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static uint32_t *cut_bags(struct group *group, uint32_t *words)
{
	for (uint32_t p = 0; p < group->count; p++) {
		group->bags[p].words = words;
		qsort(words, group->bags[p].count, sizeof(*words), compare_numbers);
		words += group->bags[p].count;
	}
	return words;
}

static void fill_bags(struct pairing *pairing)
{
	nlog_slice *words = NULL;
	size_t count = 0, room = 0;

	collect_words(&pairing->removed, &words, &count, &room);
	collect_words(&pairing->added, &words, &count, &room);
	pairing->words = nlog_alloc_array(count, sizeof(*pairing->words));
	pairing->ids = nlog_diff_intern(pairing->words, words, count);
	nlog_free(words);
	cut_bags(&pairing->added, cut_bags(&pairing->removed, pairing->words));
}

/* Is word i of a bag the first of its kind there? */
static bool is_first(const struct bag *bag, uint32_t i)
{
	return i == 0 || bag->words[i] != bag->words[i - 1];
}

/* Index the removed passages by their rare words: count, sum up, fill. */
static void index_rare_words(struct pairing *pairing)
{
	uint32_t *count = nlog_alloc_array((size_t)pairing->ids + 1, sizeof(*count)),
		 sum = 0;
	const struct group *removed = &pairing->removed;
	struct postings *postings = &pairing->postings;

	for (uint32_t p = 0; p < removed->count; p++)
		for (uint32_t i = 0; i < removed->bags[p].count; i++)
			count[removed->bags[p].words[i]] += is_first(&removed->bags[p], i);
	postings->start = nlog_alloc_array((size_t)pairing->ids + 1, sizeof(*count));
	for (uint32_t w = 0; w < pairing->ids; w++) {
		postings->start[w] = sum;
		sum += count[w] <= RARE ? count[w] : 0;
	}
	postings->start[pairing->ids] = sum;
	postings->list = nlog_alloc_array(sum, sizeof(*postings->list));
	for (uint32_t p = removed->count; p-- > 0;) {
		const struct bag *bag = &removed->bags[p];

		for (uint32_t i = 0; i < bag->count; i++) {
			uint32_t w = bag->words[i];

			if (is_first(bag, i) && postings->start[w] < postings->start[w + 1])
				postings->list[postings->start[w] + --count[w]] = p;
		}
	}
	nlog_free(count);
}

/* Words that two bags share, each as often as it stands in both. */
static uint32_t count_shared(const struct bag *a, const struct bag *b)
{
	uint32_t shared = 0;

	for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
		if (a->words[i] == b->words[j]) {
			shared++;
			i++;
			j++;
		} else if (a->words[i] < b->words[j]) {
			i++;
		} else {
			j++;
		}
	}
	return shared;
}

/* Dice's coefficient in thousandths; bags of too different sizes are not looked at. */
static uint32_t score(const struct bag *a, const struct bag *b)
{
	uint64_t sum = (uint64_t)a->count + b->count;
	uint64_t most = a->count < b->count ? a->count : b->count;

	if (!sum || 2000 * most < ALIKE * sum)
		return 0;
	return (uint32_t)(2000 * (uint64_t)count_shared(a, b) / sum);
}

static void compare_pair(struct pairing *pairing, uint32_t removed, uint32_t added)
{
	uint32_t alike =
		score(&pairing->removed.bags[removed], &pairing->added.bags[added]);

	if (alike < ALIKE)
		return;
	NLOG_GROW(pairing->list, pairing->count, pairing->room);
	pairing->list[pairing->count++] = (struct candidate){alike, removed, added};
}

/* Take the removed passage with the most votes; the first among equals. */
static uint32_t take_best(struct pairing *pairing, uint32_t voted)
{
	uint32_t best = NLOG_DIFF_NONE;

	for (uint32_t i = 0; i < voted; i++) {
		uint32_t r = pairing->voted[i];

		if (pairing->votes[r] &&
		    (best == NLOG_DIFF_NONE || pairing->votes[r] > pairing->votes[best] ||
		     (pairing->votes[r] == pairing->votes[best] && r < best)))
			best = r;
	}
	if (best != NLOG_DIFF_NONE)
		pairing->votes[best] = 0;
	return best;
}

/* Compare an added passage with the removed ones that share its rare words. */
static void compare_by_words(struct pairing *pairing, uint32_t added)
{
	const struct bag *bag = &pairing->added.bags[added];
	const struct postings *postings = &pairing->postings;
	uint32_t voted = 0, best;

	for (uint32_t i = 0; i < bag->count; i++) {
		uint32_t w = bag->words[i];

		if (!is_first(bag, i))
			continue;
		for (uint32_t k = postings->start[w]; k < postings->start[w + 1]; k++) {
			if (!pairing->votes[postings->list[k]]++)
				pairing->voted[voted++] = postings->list[k];
		}
	}
	for (int taken = 0; taken < CANDIDATES; taken++) {
		best = take_best(pairing, voted);
		if (best == NLOG_DIFF_NONE)
			break;
		compare_pair(pairing, best, added);
	}
	for (uint32_t i = 0; i < voted; i++)
		pairing->votes[pairing->voted[i]] = 0;
}

/* Passages [removed, removed_end) and [added, added_end) stand in the same gap. */
struct gap {
	uint32_t removed, removed_end, added, added_end;
};

/* Step to the next gap in which both sides have passages, from a gap set to 0. */
static bool next_gap(const struct pairing *pairing, struct gap *gap)
{
	const struct group *removed = &pairing->removed, *added = &pairing->added;
	uint32_t r = gap->removed_end, a = gap->added_end, at;

	while (r < removed->count && a < added->count &&
	       removed->passages[r].gap != added->passages[a].gap) {
		if (removed->passages[r].gap < added->passages[a].gap)
			r++;
		else
			a++;
	}
	if (r == removed->count || a == added->count)
		return false;
	*gap = (struct gap){r, r, a, a};
	at = removed->passages[r].gap;
	while (gap->removed_end < removed->count &&
	       removed->passages[gap->removed_end].gap == at)
		gap->removed_end++;
	while (gap->added_end < added->count && added->passages[gap->added_end].gap == at)
		gap->added_end++;
	return true;
}

/* Compare passages that stand in the same place of a gap, from its start and its end. */
static void compare_by_place(struct pairing *pairing)
{
	struct gap gap = {0, 0, 0, 0};

	while (next_gap(pairing, &gap)) {
		uint32_t removed = gap.removed_end - gap.removed;
		uint32_t added = gap.added_end - gap.added;

		for (uint32_t i = 0; i < removed && i < added; i++) {
			compare_pair(pairing, gap.removed + i, gap.added + i);
			if (removed != added)
				compare_pair(pairing, gap.removed_end - 1 - i,
					     gap.added_end - 1 - i);
		}
	}
}

bool nlog_diff_shares_half(nlog_slice a, nlog_slice b)
{
	size_t most = a.len < b.len ? a.len : b.len, start = 0, end = 0;

	while (start < most && a.data[start] == b.data[start])
		start++;
	while (end < most - start && a.data[a.len - end - 1] == b.data[b.len - end - 1])
		end++;
	return 4 * (start + end) >= a.len + b.len;
}

/*
 * Pair passages that are alone in their gap and differ in one place: nearly all
 * edits are of this kind, and need no counting of words.
 *
 * @return are there passages left on both sides?
 */
static bool pair_alone(struct pairing *pairing)
{
	struct gap gap = {0, 0, 0, 0};
	uint32_t paired = 0;

	while (next_gap(pairing, &gap)) {
		nlog_lone_passage *removed = &pairing->removed.passages[gap.removed];
		nlog_lone_passage *added = &pairing->added.passages[gap.added];

		if (gap.removed_end - gap.removed > 1 || gap.added_end - gap.added > 1 ||
		    !nlog_diff_shares_half(removed->text, added->text))
			continue;
		removed->alike = gap.added;
		added->alike = gap.removed;
		paired++;
	}
	return paired < pairing->removed.count && paired < pairing->added.count;
}

/* Best pairs first; then in printed order. */
static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	if (x->added != y->added)
		return x->added < y->added ? -1 : 1;
	return (x->removed > y->removed) - (x->removed < y->removed);
}

static void choose_pairs(struct pairing *pairing)
{
	if (pairing->count)
		qsort(pairing->list, pairing->count, sizeof(*pairing->list),
		      compare_candidates);
	for (size_t i = 0; i < pairing->count; i++) {
		nlog_lone_passage *removed =
			&pairing->removed.passages[pairing->list[i].removed];
		nlog_lone_passage *added = &pairing->added.passages[pairing->list[i].added];

		if (removed->alike != NLOG_DIFF_NONE || added->alike != NLOG_DIFF_NONE)
			continue;
		removed->alike = pairing->list[i].added;
		added->alike = pairing->list[i].removed;
	}
}

static void start_group(struct group *group, nlog_lone_passage *passages, size_t count)
{
	group->passages = passages;
	group->count = (uint32_t)count;
	group->bags = nlog_alloc_array(count, sizeof(*group->bags));
	for (size_t i = 0; i < count; i++)
		passages[i].alike = NLOG_DIFF_NONE;
}

void nlog_diff_pair_alike(nlog_lone_passage *removed, size_t removed_count,
			  nlog_lone_passage *added, size_t added_count)
{
	struct pairing pairing = {.list = NULL};

	start_group(&pairing.removed, removed, removed_count);
	start_group(&pairing.added, added, added_count);
	if (pair_alone(&pairing)) {
		fill_bags(&pairing);
		index_rare_words(&pairing);
		pairing.votes = nlog_alloc_array(removed_count, sizeof(*pairing.votes));
		pairing.voted = nlog_alloc_array(removed_count, sizeof(*pairing.voted));
		compare_by_place(&pairing);
		for (uint32_t a = 0; a < added_count; a++)
			compare_by_words(&pairing, a);
		choose_pairs(&pairing);
	}
	nlog_free(pairing.removed.bags);
	nlog_free(pairing.added.bags);
	nlog_free(pairing.words);
	nlog_free(pairing.postings.start);
	nlog_free(pairing.postings.list);
	nlog_free(pairing.votes);
	nlog_free(pairing.voted);
	nlog_free(pairing.list);
}
