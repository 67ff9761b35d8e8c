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

#endif
