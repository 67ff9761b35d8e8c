/**
 * @file
 * What differs inside a value, by its type.
 */
#ifndef NOTICELOG_DIFF_DETAIL_H
#define NOTICELOG_DIFF_DETAIL_H

#include <noticelog/diff.h>

/**
 * The `detail` of a change of one value.
 *
 * @param before, after  of this type, null or NULL
 * @return owned; NULL for a type that has none
 */
json_t *nlog_diff_detail(nlog_type_id type, const json_t *before, const json_t *after);

/** @return a new reference to a value that nobody changes any more */
json_t *nlog_diff_share(const json_t *value);

/** Paragraph-level differences: [{"op", "old", "new", "words"}]; owned. */
json_t *nlog_diff_text_detail(const json_t *before, const json_t *after);

/** Row-level differences of a change history: [{"op", "old", "new"}]; owned. */
json_t *nlog_diff_history_detail(const json_t *before, const json_t *after);

#endif
