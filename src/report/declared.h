/**
 * @file
 * Whether an amendment was announced, and where, in a few words.
 */
#ifndef NOTICELOG_REPORT_DECLARED_H
#define NOTICELOG_REPORT_DECLARED_H

#include <noticelog/amend.h>
#include <noticelog/report.h>

/** @return where a declaration of that `source` stands, as people call it; NULL for none; static */
const char *nlog_report_place_name(const char *source);

/** Append `declared in Remarks`, `not declared` … @return how to show it */
nlog_tone nlog_report_add_declared(nlog_str *out, nlog_declaration_state state,
				   const json_t *evidence);

#endif
