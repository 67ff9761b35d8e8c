/**
 * @file
 * The differences of two notices, field by field.
 *
 * As JSON a diff is an array of changes in registry order:
 *
 *     {"field", "kind": "added"|"removed"|"changed", "old", "new", "detail"}
 *
 * A side that does not have the field has no `old` or `new`; one that says *Not
 * Applicable* has null there. The maps `other` and `as_printed` give one change
 * a key, with a member `"key"`, in the order in which the stored form has the
 * keys (UTF-16 code units). `detail` depends on the field's type; a side that is
 * absent or null counts as empty or as 0:
 *
 *     periods    [{"session", "shift_days", "duration_delta_days"}]
 *     date, dates  [{"session", "shift_days"}]
 *                Sessions pair in order and count from 1; those that are equal
 *                are left out. One without a partner is {"session", "added"} or
 *                {"session", "removed"}, with its value. shift_days is that of
 *                the (first) day, positive when later.
 *     count, seats  {"delta"}, positive when more; a bound counts as its number
 *     economies, names, items  {"added", "removed", "moved"}, see nlog_diff_sets()
 *     text, texts  [{"op", "old", "new", "words"}] by paragraph, in the order of
 *                the later text; equal paragraphs are left out. op is "added",
 *                "removed", "changed", or "moved" for one that stands elsewhere.
 *                "words" is there when old and new differ, see nlog_diff_words().
 *     history    [{"op", "old", "new"}] by row, as for texts
 *
 * Lines, terms and printed words have no detail, and then no such member.
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
	json_t *detail;       /**< ask nlog_change_detail() for it */
} nlog_change;

/**
 * What differs inside the values, as above. Many changes are only counted, so
 * that it is made when somebody asks; the change keeps it.
 *
 * @return borrowed from the change; NULL where there is none
 */
const json_t *nlog_change_detail(const nlog_change *change);

typedef struct nlog_diff nlog_diff;

/**
 * Compare two notices.
 *
 * Changes come out in registry order, so equal input gives equal output. Two
 * equal notices give an empty diff, which is not an error. Time grows with the
 * size of the notices by little more than n log n, however they differ: where
 * two texts have hardly anything in common, their detail becomes coarser.
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
/**
 * Where the changes of a field begin, found by halving: they stand side by side.
 *
 * @param key  of a map: the change of that key; NULL: the first of all
 * @return an index, at which another field, another key or the end may be instead
 */
size_t nlog_diff_first(const nlog_diff *diff, nlog_field_id field, const char *key);

/** @return the array of changes as above, owned; may outlive the notices, not to be changed */
json_t *nlog_diff_to_json(const nlog_diff *diff);

/**
 * Apply an array of changes to the notice that it started from.
 *
 * Changes may come in any order, at most one a field and key; `detail` is not
 * read. Every old value is compared with the notice's before anything is made.
 *
 * @param out      the later notice; free with nlog_notice_free(); untouched on failure
 * @param changes  borrowed
 * @return 0, NLOG_ECONFLICT if an old value is not the notice's, NLOG_EINPUT if
 *         changes is malformed or a new value is not in standard form
 */
int nlog_diff_apply(nlog_notice **out, const nlog_notice *before, const json_t *changes,
		    nlog_error *err);

void nlog_diff_free(nlog_diff *diff);

/**
 * Differences of two sets of strings: {"added", "removed", "moved"}, each an
 * array in printed order (removed as in before, the others as in after).
 *
 * Moved entries stand on both sides, in another order: the fewest whose removal
 * leaves the others in the same order. Of an entry that stands several times on
 * a side, the first ones pair, and the surplus is added or removed.
 *
 * @param before, after  arrays of strings; NULL and null are empty
 * @return owned; never NULL
 */
json_t *nlog_diff_sets(const json_t *before, const json_t *after);

/**
 * Differences of two texts by words, as Unicode breaks them (UAX 29): an array
 * of {"op", "old", "new", "prefix", "suffix"} in the order of the text, empty
 * for equal texts.
 *
 * op is "added" (no old), "removed" (no new) or "replaced". prefix and suffix
 * are the nearest words that both texts have before and behind the edit, for
 * printing it in its place; both may be "". Old with its prefix and suffix is a
 * part of before, new with them one of after. Edits that only a space or a
 * punctuation mark parts are one.
 *
 * @param before, after  valid UTF-8 of less than 1 GiB, borrowed
 * @return owned; never NULL
 */
json_t *nlog_diff_words(nlog_slice before, nlog_slice after);

#endif
