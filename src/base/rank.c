/* Sorting by a number: its bytes one after the other, the least one first. */
#include <noticelog/rank.h>

#include <noticelog/alloc.h>
#include <string.h>

static unsigned char byte_of(const nlog_ranked *item, unsigned shift)
{
	return (unsigned char)(item->rank >> shift);
}

/* @return the bits in which some rank differs from another one */
static uint64_t differences(const nlog_ranked *items, size_t count)
{
	uint64_t found = 0;

	for (size_t i = 1; i < count; i++)
		found |= items[i].rank ^ items[0].rank;
	return found;
}

/* Put the items into another array, by one byte alone; equal ones stay in their order. */
static void distribute(nlog_ranked *to, const nlog_ranked *from, size_t count,
		       unsigned shift)
{
	size_t starts[256 + 1] = {0}; /* first, behind each value, how many items have it */

	for (size_t i = 0; i < count; i++)
		starts[byte_of(&from[i], shift) + 1]++;
	for (size_t value = 1; value < 256; value++)
		starts[value] += starts[value - 1];
	for (size_t i = 0; i < count; i++)
		to[starts[byte_of(&from[i], shift)]++] = from[i];
}

void nlog_ranked_sort(nlog_ranked *items, size_t count)
{
	nlog_ranked *room = nlog_realloc_array(NULL, count, sizeof(*room));
	nlog_ranked *from = items, *to = room;
	uint64_t differ = differences(items, count);

	for (unsigned shift = 0; shift < 64; shift += 8) {
		nlog_ranked *sorted = to;

		/* A byte that all have in common sorts nothing. */
		if (!(differ >> shift & 0xff))
			continue;
		distribute(to, from, count, shift);
		to = from;
		from = sorted;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
	nlog_free(room);
}
