/**
 * @file
 * The steps of a register's history: each revision of the official sequences
 * with the one before it.
 */
#ifndef NOTICELOG_STEPS_H
#define NOTICELOG_STEPS_H

#include <noticelog/filter.h>

/** One step; all borrowed from the history. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *before; /**< NULL: after is the first */
	const nlog_revision *after;
} nlog_history_step;

typedef struct {
	nlog_history_step *items;
	size_t count;
} nlog_steps;

/** Within a notice steps are always in the order of its official sequence. */
typedef enum {
	NLOG_STEPS_BY_ISSUE,  /**< by issue day, then in the order of recording */
	NLOG_STEPS_BY_NOTICE, /**< by key */
} nlog_steps_order;

/** Gather the steps whose revisions pass. @param out clear with nlog_steps_clear() */
void nlog_steps_collect(nlog_steps *out, const nlog_history *history,
			const nlog_filter *filter, nlog_steps_order order);

/**
 * Compare each step and leave out those that do not pass; does nothing where a
 * filter needs no comparison.
 *
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_steps_select(nlog_steps *steps, const nlog_history *history,
		      const nlog_filter *filter, nlog_error *err);

void nlog_steps_clear(nlog_steps *steps);

#endif
