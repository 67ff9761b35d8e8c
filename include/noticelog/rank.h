/**
 * @file
 * Sorting by a number that each thing has.
 *
 * Who sorts things that lie far apart, in memory that is no longer near, goes
 * there once for each of them, not for each comparison; and numbers are sorted
 * without comparisons.
 */
#ifndef NOTICELOG_RANK_H
#define NOTICELOG_RANK_H

#include <stddef.h>
#include <stdint.h>

/** A thing, borrowed, and its rank. */
typedef struct {
	uint64_t rank;
	const void *thing;
} nlog_ranked;

/** Sort by rank, the least first. What has the same rank stays in its order. */
void nlog_ranked_sort(nlog_ranked *items, size_t count);

#endif
