/**
 * @file
 * Aligning the passages of two texts: paragraphs, or rows of a table.
 */
#ifndef NOTICELOG_DIFF_PASSAGES_H
#define NOTICELOG_DIFF_PASSAGES_H

#include <noticelog/str.h>
#include <stdint.h>

#include "intern.h"

typedef enum {
	NLOG_PASSAGE_REMOVED,
	NLOG_PASSAGE_ADDED,
	NLOG_PASSAGE_CHANGED, /**< alike, in its place */
	NLOG_PASSAGE_MOVED,   /**< equal or alike, elsewhere */
	NLOG_PASSAGE_OPS      /**< how many there are */
} nlog_passage_op;

/** One passage that did not stay as it was. */
typedef struct {
	nlog_passage_op op;
	uint32_t before; /**< index, or NLOG_DIFF_NONE when added */
	uint32_t after;  /**< index, or NLOG_DIFF_NONE when removed */
} nlog_passage;

/** Borrowed. */
typedef struct {
	const nlog_slice *texts;
	uint32_t count;
} nlog_passages;

/**
 * Align two lists of passages: equal ones first, then those that share at least
 * half of their words.
 *
 * @param out  in the order of after, removed ones where they stood; free with nlog_free()
 * @return how many
 */
size_t nlog_diff_passages(nlog_passage **out, nlog_passages before, nlog_passages after);

/**
 * The same by aligning all passages, also where the edit is plain to see.
 *
 * @param out  room for before.count + after.count
 */
size_t nlog_diff_passages_aligned(nlog_passage *out, nlog_passages before,
				  nlog_passages after);

#endif
