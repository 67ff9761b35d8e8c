/* A longest rising subsequence: what kept its order when other things moved. */
#include "align.h"

#include <noticelog/alloc.h>

/* How many of the tails are smaller than value; tails rise. */
static size_t count_smaller(const uint32_t *tails, size_t count, const uint32_t *values,
			    uint32_t value)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (values[tails[middle]] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Patience sorting: tails[k] is the index of the smallest value that ends a
 * rising subsequence of k + 1 values, earlier[i] the one before i in it.
 */
void nlog_diff_longest_rising(bool *chosen, const uint32_t *values, size_t count)
{
	uint32_t *tails = nlog_alloc_array(count, sizeof(*tails));
	uint32_t *earlier = nlog_alloc_array(count, sizeof(*earlier));
	size_t length = 0;

	for (uint32_t i = 0; i < count; i++) {
		size_t k = count_smaller(tails, length, values, values[i]);

		chosen[i] = false;
		tails[k] = i;
		earlier[i] = k ? tails[k - 1] : NLOG_DIFF_NONE;
		if (k == length)
			length++;
	}
	for (uint32_t i = length ? tails[length - 1] : NLOG_DIFF_NONE; i != NLOG_DIFF_NONE;
	     i = earlier[i])
		chosen[i] = true;
	nlog_free(tails);
	nlog_free(earlier);
}
