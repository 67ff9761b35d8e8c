/**
 * @file
 * Pairing passages that are alike.
 */
#ifndef NOTICELOG_DIFF_ALIKE_H
#define NOTICELOG_DIFF_ALIKE_H

#include <noticelog/str.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A passage without an equal partner. */
typedef struct {
	nlog_slice text;
	uint32_t index; /**< in its list */
	uint32_t gap;   /**< how many passages that stayed stand before it */
	uint32_t
		alike; /**< set: position of its partner among the others, or NLOG_DIFF_NONE */
} nlog_lone_passage;

/** Do two texts have a start and an end in common that are half of them? Then they are alike. */
bool nlog_diff_shares_half(nlog_slice a, nlog_slice b);

/**
 * Pair passages that share at least half of their words, best pairs first.
 *
 * Every added passage is compared with a few removed ones alone: those that
 * share its rarest words, and those that stood in its place. So the time grows
 * with the length of the texts, not with the number of pairs.
 */
void nlog_diff_pair_alike(nlog_lone_passage *removed, size_t removed_count,
			  nlog_lone_passage *added, size_t added_count);

#endif
