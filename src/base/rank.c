/* Sorting by a number: its bytes one after the other, the least one first. */
#include <noticelog/rank.h>

#include <noticelog/alloc.h>
#include <stdbool.h>
#include <string.h>

#define BYTES sizeof(uint64_t)

/* How many items have each value of one byte of their rank; then where they begin. */
typedef size_t places[256];

static unsigned char byte_of(const nlog_ranked *item, size_t byte)
{
	return (unsigned char)(item->rank >> 8 * byte);
}

static void count_values(places counts[BYTES], const nlog_ranked *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t byte = 0; byte < BYTES; byte++)
			counts[byte][byte_of(&items[i], byte)]++;
}

/* Put the items into another array, by one byte alone; equal ones stay in their order. */
static void distribute(nlog_ranked *to, const nlog_ranked *from, size_t count, size_t byte,
		       places starts)
{
	size_t before = 0;

	for (size_t value = 0; value < 256; value++) {
		size_t here = starts[value];

		starts[value] = before;
		before += here;
	}
	for (size_t i = 0; i < count; i++)
		to[starts[byte_of(&from[i], byte)]++] = from[i];
}

void nlog_ranked_sort(nlog_ranked *items, size_t count)
{
	nlog_ranked *room = nlog_realloc_array(NULL, count, sizeof(*room));
	nlog_ranked *from = items, *to = room;
	places counts[BYTES] = {{0}};

	count_values(counts, items, count);
	for (size_t byte = 0; byte < BYTES; byte++) {
		nlog_ranked *sorted = to;

		/* A byte that all have in common sorts nothing. */
		if (!count || counts[byte][byte_of(items, byte)] == count)
			continue;
		distribute(to, from, count, byte, counts[byte]);
		to = from;
		from = sorted;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
	nlog_free(room);
}
