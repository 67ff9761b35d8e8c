/**
 * @file
 * Whether an amendment was announced, and where, in a few words.
 */
#ifndef NOTICELOG_REPORT_DECLARED_H
#define NOTICELOG_REPORT_DECLARED_H

#include <noticelog/amend.h>
#include <noticelog/report.h>

/** @return where a declaration stands, as people call it; NULL for none; static */
const char *nlog_report_place_name(nlog_source source);

/**
 * @param tone  how to show it
 * @return `declared in Remarks`, `not declared` …; static
 */
const char *nlog_report_declared(nlog_declaration_state state, nlog_source source,
				 nlog_tone *tone);

#endif
