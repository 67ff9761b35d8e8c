/* Sorting by a number: against a sort by comparisons, for all kinds of numbers. */
#include <noticelog/rank.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdlib.h>

#include "generate.h"

/* The thing of each is a number: where it stood before. */
static int by_rank_and_thing(const void *left, const void *right)
{
	const nlog_ranked *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return ((uintptr_t)a->thing > (uintptr_t)b->thing) -
	       ((uintptr_t)a->thing < (uintptr_t)b->thing);
}

static void assert_sorts(nlog_ranked *items, size_t count)
{
	nlog_ranked *expected = nlog_alloc_array(count + 1, sizeof(*expected));

	for (size_t i = 0; i < count; i++) {
		items[i].thing = (const void *)(uintptr_t)(i + 1);
		expected[i] = items[i];
	}
	qsort(expected, count, sizeof(*expected), by_rank_and_thing);
	nlog_ranked_sort(items, count);
	for (size_t i = 0; i < count; i++) {
		cr_assert_eq(items[i].rank, expected[i].rank, "%zu of %zu", i, count);
		cr_assert_eq(items[i].thing, expected[i].thing, "%zu of %zu", i, count);
	}
	nlog_free(expected);
}

/* Numbers that differ in some of their bits alone: many are equal, whole bytes are the same. */
Test(rank, sorts_as_comparisons_would)
{
	static const uint64_t masks[] = {0,
					 1,
					 0xff,
					 0x0300,
					 UINT64_C(0xff00000000000000),
					 UINT64_C(0x8000000000000001),
					 UINT64_C(0x00ff00ff00ff00ff),
					 UINT64_MAX};
	nlog_test_random random = nlog_test_seed(7);

	for (size_t m = 0; m < sizeof(masks) / sizeof(*masks); m++)
		for (size_t count = 0; count < 700; count = count * 2 + 1) {
			nlog_ranked *items = nlog_alloc_array(count + 1, sizeof(*items));
			uint64_t same = nlog_test_next(&random) & ~masks[m];

			for (size_t i = 0; i < count; i++)
				items[i].rank = same | (nlog_test_next(&random) & masks[m]);
			assert_sorts(items, count);
			nlog_free(items);
		}
}
