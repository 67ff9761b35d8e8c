/**
 * @file
 * The differences of two notices, field by field (CONTRACT 3).
 */
#ifndef NOTICELOG_DIFF_H
#define NOTICELOG_DIFF_H

#include <noticelog/notice.h>

typedef enum { NLOG_ADDED, NLOG_REMOVED, NLOG_CHANGED } nlog_change_kind;

/** @return "added", "removed" or "changed"; static */
const char *nlog_change_kind_name(nlog_change_kind kind);

/** One field that differs. Values are borrowed from the two notices. */
typedef struct {
	nlog_field_id field;
	const char *key; /**< of `other` and `as_printed`: the label or member; else NULL */
	nlog_change_kind kind;
	const json_t *before; /**< NULL when added */
	const json_t *after;  /**< NULL when removed */
	json_t *detail;       /**< as CONTRACT 3 has it; NULL where there is none */
} nlog_change;

typedef struct nlog_diff nlog_diff;

/**
 * Compare two notices.
 *
 * Changes come out in registry order, so equal input gives equal output. Two
 * equal notices give an empty diff, which is not an error.
 *
 * @param out     free with nlog_diff_free()
 * @param before  earlier notice; borrowed, must outlive *out
 * @param after   later notice; borrowed, must outlive *out
 */
void nlog_diff_notices(nlog_diff **out, const nlog_notice *before,
		       const nlog_notice *after);

size_t nlog_diff_count(const nlog_diff *diff);
/** @return change `index`, borrowed from the diff */
const nlog_change *nlog_diff_get(const nlog_diff *diff, size_t index);

/** @return the `changes` array of CONTRACT 3, owned */
json_t *nlog_diff_to_json(const nlog_diff *diff);

/**
 * Apply a `changes` array to the notice that it started from.
 *
 * @param out      the later notice; free with nlog_notice_free(); untouched on failure
 * @param changes  borrowed
 * @return 0, NLOG_ECONFLICT if an old value is not the notice's, NLOG_EINPUT if
 *         changes is malformed
 */
int nlog_diff_apply(nlog_notice **out, const nlog_notice *before, const json_t *changes,
		    nlog_error *err);

void nlog_diff_free(nlog_diff *diff);

/**
 * Differences of two sets of strings, in printed order: {"added", "removed",
 * "moved"}, each an array.
 *
 * @param before, after  arrays of strings; NULL and null are empty
 * @return owned; never NULL
 */
json_t *nlog_diff_sets(const json_t *before, const json_t *after);

#endif
