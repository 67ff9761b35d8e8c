/**
 * @file
 * What the parts of an audit's report share.
 */
#ifndef NOTICELOG_REPORT_AUDIT_H
#define NOTICELOG_REPORT_AUDIT_H

#include <noticelog/audit.h>
#include <noticelog/report.h>

/** Begin a table with the names of its columns. */
void nlog_report_heads(nlog_report *report, const char *const *heads, size_t count);
/** Append `3 of 8 (37 %)`; nothing of none. */
void nlog_report_add_share(nlog_str *out, size_t part, size_t whole);
/** @return how many amendments were to be announced and can be checked */
size_t nlog_report_asked(const nlog_audit_tally *tally);

/** Charts and tables of the figures. */
void nlog_report_add_figures(nlog_report *report, const nlog_audit *audit);

#endif
