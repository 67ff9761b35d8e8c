/**
 * @file
 * Values for a cell of a table that a program reads.
 */
#ifndef NOTICELOG_REPORT_PLAIN_H
#define NOTICELOG_REPORT_PLAIN_H

#include <noticelog/diff.h>
#include <noticelog/report.h>

/**
 * Append a value as it is stored: days and periods as ISO 8601 writes them,
 * entries of a list parted by `; `, paragraphs by LF, bounds as `<=18` and
 * `>=20`, a change history as JSON. Null is `Not Applicable`, NULL is nothing.
 */
void nlog_report_add_plain(nlog_str *out, nlog_type_id type, const json_t *value);

/** @return the type of a change's values: one key of `other` is a text, one of `as_printed` a line */
nlog_type_id nlog_report_change_type(const nlog_field *field, const nlog_change *change);

#endif
