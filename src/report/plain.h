/**
 * @file
 * Values for a cell of a table that a program reads.
 */
#ifndef NOTICELOG_REPORT_PLAIN_H
#define NOTICELOG_REPORT_PLAIN_H

#include <noticelog/field.h>
#include <noticelog/report.h>

/**
 * Append a value as it is stored: days and periods as ISO 8601 writes them,
 * entries of a list parted by `; `, paragraphs by LF, bounds as `<=18` and
 * `>=20`, a change history as JSON. Null is `Not Applicable`, NULL is nothing.
 */
void nlog_report_add_plain(nlog_str *out, nlog_type_id type, const json_t *value);

/** @return the type of a field's value, or of one key of it: of `other` a text, of `as_printed` a line */
nlog_type_id nlog_report_type_of_part(const nlog_field *field, bool is_part);

/** Add a cell with a day as it is stored; empty if there is none. */
void nlog_report_add_day(nlog_report *report, bool has, nlog_date day);
/** The same with a moment, which there always is. */
void nlog_report_add_moment(nlog_report *report, nlog_instant moment);

#endif
