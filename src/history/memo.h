/**
 * @file
 * Comparisons that an index remembers.
 */
#ifndef NOTICELOG_HISTORY_MEMO_H
#define NOTICELOG_HISTORY_MEMO_H

#include <noticelog/comparison.h>

/** @return the index of a history, NULL if it has none; borrowed */
nlog_index *history_index_of(const nlog_history *history);
/** @return what this history recalls with, NULL without an index; borrowed */
nlog_index_reader *history_reader_of(const nlog_history *history);
/** @return the digest of the register that judges; "" without an index; borrowed */
const char *history_judge_of(const nlog_history *history);

/**
 * Everything that a comparison depends on, as the step that an index remembers it by.
 *
 * @return false if there is no index, or if it is not worth it
 */
bool history_find_step(nlog_index_step *out, const nlog_history *history,
		       const nlog_dossier *dossier, const nlog_revision *before,
		       const nlog_revision *after);
/** Let the index remember a step that was compared. */
void history_remember(const nlog_history *history, const nlog_index_step *step,
		      const nlog_comparison *comparison);

#endif
