/**
 * @file
 * Aligning two sequences of numbers: which of one stand, in order, for which of
 * the other.
 */
#ifndef NOTICELOG_DIFF_ALIGN_H
#define NOTICELOG_DIFF_ALIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intern.h"

/** A sequence of numbers; borrowed. */
typedef struct {
	const uint32_t *ids;
	uint32_t count;
} nlog_diff_sequence;

/**
 * Align two sequences by a longest common subsequence, or, where that would take
 * too long, by the parts that stand once in both. The time is a fixed multiple
 * of the length, whatever the sequences.
 *
 * @param partner  room for before.count indexes in after, or NLOG_DIFF_NONE;
 *                 those that are set rise, and have equal numbers
 * @param ids      all numbers are below this
 */
void nlog_diff_align(uint32_t *partner, nlog_diff_sequence before, nlog_diff_sequence after,
		     uint32_t ids);

/**
 * Mark a longest rising subsequence.
 *
 * @param chosen  room for count marks
 * @param values  all different
 */
void nlog_diff_longest_rising(bool *chosen, const uint32_t *values, size_t count);

#endif
