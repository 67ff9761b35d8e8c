/* What the checks say of a comparison. */
#ifndef HISTORY_CHECKS_H
#define HISTORY_CHECKS_H

#include <noticelog/comparison.h>

/* Fill the checks and the standing ones of a comparison that has its amendments. */
void nlog_comparison_check(nlog_comparison *out, const nlog_step *step,
			   const nlog_comparison_sides *sides);

/*
 * An addendum was applied to the notice in force when it was recorded. A revision
 * recorded later (a backfill, a correction) that stands before it in the official
 * sequence is not in its text: say which fields are meant, and how to mend it.
 */
void nlog_history_check_base(nlog_comparison *comparison, const nlog_addendum *addendum,
			     const nlog_register *reg);

/*
 * When a revision was recorded, and the commit before it; *parent is left NULL
 * for the first. Borrowed from the history.
 */
void nlog_history_clocks(const nlog_history *history, const nlog_revision *revision,
			 const nlog_instant **recorded, const nlog_instant **parent);

#endif
