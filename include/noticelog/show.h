/**
 * @file
 * A step of a notice's history as a page shows it: from a comparison, or at once from what
 * an index remembers.
 */
#ifndef NOTICELOG_SHOW_H
#define NOTICELOG_SHOW_H

#include <noticelog/comparison.h>
#include <noticelog/shown.h>

/**
 * A step to be shown; begin with NLOG_SHOWN_STEP_INIT, fill it as often as you like, and
 * end with nlog_shown_step_clear().
 */
typedef struct {
	const char *key;                   /**< the notice's key, or ""; borrowed */
	const nlog_revision *old_revision; /**< borrowed; NULL: none, or a file */
	const nlog_revision *new_revision; /**< borrowed; NULL: a file */
	nlog_shown shown; /**< its texts are borrowed from the comparison or the index */
	/** The whole of it, for those who show more than that; NULL: from an index. Borrowed */
	const nlog_comparison *whole;
	nlog_comparison own; /**< what was compared to fill it */
} nlog_shown_step;

#define NLOG_SHOWN_STEP_INIT                                                               \
	{                                                                                  \
		.key = NULL                                                                \
	}

/** Fill it from a comparison, which must outlive what is shown of it. */
void nlog_shown_step_fill(nlog_shown_step *step, const nlog_comparison *comparison);

/**
 * Fill it for a revision and the one that it is compared with: from what an index
 * remembers if it does, else by comparing the two.
 *
 * @param before  NULL: nothing to compare with
 * @param out     its texts are there until a step of the same history is next filled
 * @return as nlog_history_compare()
 */
int nlog_history_show(const nlog_history *history, const nlog_dossier *dossier,
		      const nlog_revision *before, const nlog_revision *after,
		      nlog_shown_step *out, nlog_error *err);

void nlog_shown_step_clear(nlog_shown_step *step);

#endif
