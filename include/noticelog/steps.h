/**
 * @file
 * The steps of a register's history: each revision of the official sequences
 * with the one before it.
 */
#ifndef NOTICELOG_STEPS_H
#define NOTICELOG_STEPS_H

#include <noticelog/history.h>

/** One step; all borrowed from the history. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *before; /**< NULL: after is the first */
	const nlog_revision *after;
} nlog_history_step;

typedef struct {
	nlog_history_step *items;
	size_t count, capacity;
} nlog_steps;

/** Which steps; days are issue days, inclusive. */
typedef struct {
	const nlog_dossier *dossier; /**< NULL: of all notices */
	bool has_since, has_until;
	nlog_date since, until;
} nlog_steps_filter;

typedef enum {
	NLOG_STEPS_BY_RECORD, /**< in the order of recording */
	NLOG_STEPS_BY_ISSUE,  /**< by issue day, then in the order of recording */
	NLOG_STEPS_BY_NOTICE, /**< by key, then by issue day */
} nlog_steps_order;

/** Gather steps. @param out clear with nlog_steps_clear() */
void nlog_steps_collect(nlog_steps *out, const nlog_history *history,
			const nlog_steps_filter *filter, nlog_steps_order order);

void nlog_steps_clear(nlog_steps *steps);

#endif
