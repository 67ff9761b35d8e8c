/**
 * @file
 * The log as it was recorded: every commit, with what it did. Unlike in the
 * official sequence corrections show as such, and restores, registers and
 * commits by plain git show at all.
 */
#ifndef NOTICELOG_RECORDED_H
#define NOTICELOG_RECORDED_H

#include <noticelog/comparison.h>

/** One entry of the log. */
typedef struct {
	const nlog_entry *entry;       /**< borrowed from the history */
	const nlog_revision *revision; /**< borrowed from the history; NULL: it is none */
	/**
	 * Of a revision: with the one that it corrects, else with the one behind which
	 * it stood when it was recorded. Empty (key NULL) where it is none.
	 */
	nlog_comparison comparison;
	/** What who recorded it had to say (`record --message`), line ends and all; "" for nothing. */
	nlog_str message;
} nlog_recorded;

/**
 * Read entry `index` of the log with what it did.
 *
 * @param out  clear with nlog_recorded_clear(); empty on failure
 * @return 0; NLOG_ENOTFOUND for a revision that the view does not have; NLOG_EDAMAGED
 */
int nlog_recorded_load(const nlog_history *history, size_t index, nlog_recorded *out,
		       nlog_error *err);

/** @return it as an entry of `log --recorded -f json`, owned */
json_t *nlog_recorded_to_json(const nlog_recorded *recorded);

void nlog_recorded_clear(nlog_recorded *recorded);

#endif
