/**
 * @file
 * An addendum applied to the notice that it amends.
 */
#ifndef NOTICELOG_PATCH_H
#define NOTICELOG_PATCH_H

#include <noticelog/addendum.h>
#include <noticelog/notice.h>

/**
 * Make the notice that reads as the addendum says.
 *
 * Each clause that states an old value is checked against the notice. A new
 * value takes its place (in a list, the place of the entries that were named);
 * a clause that gives words alone adds them to the text that it names, to the
 * printed words of a field that is no text, or, naming no field, to `other`.
 * The date of issue stays; the revision date becomes the addendum's.
 *
 * @param out     free with nlog_notice_free(); untouched on failure
 * @param notice  in force; borrowed
 * @return 0; NLOG_ECONFLICT, the text says which clause does not agree with what, or that a
 *         plan's clause is about no field of the notice; NLOG_EINPUT if a clause has neither
 *         a new value nor words
 */
int nlog_addendum_apply(nlog_notice **out, const nlog_notice *notice,
			const nlog_addendum *addendum, nlog_error *err);

#endif
