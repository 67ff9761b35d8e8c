/**
 * @file
 * One change of a field as lines under an amendment.
 */
#ifndef NOTICELOG_REPORT_DETAIL_H
#define NOTICELOG_REPORT_DETAIL_H

#include <noticelog/diff.h>
#include <noticelog/report.h>

/** Add lines below the last row: both values, or what came and went. */
void nlog_report_add_change(nlog_report *report, const nlog_change *change);

#endif
