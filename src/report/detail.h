/**
 * @file
 * One change of a field as lines under an amendment.
 */
#ifndef NOTICELOG_REPORT_DETAIL_H
#define NOTICELOG_REPORT_DETAIL_H

#include <noticelog/amend.h>
#include <noticelog/report.h>

/**
 * Add lines below the last row: both values, or what came and went. Nothing
 * where the amendment's own line has said it.
 */
void nlog_report_add_change(nlog_report *report, const nlog_change *change,
			    const nlog_amendment *amendment);

#endif
