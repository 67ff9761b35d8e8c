/**
 * @file
 * From a document to a notice or an addendum, with findings.
 */
#ifndef NOTICELOG_PARSE_H
#define NOTICELOG_PARSE_H

#include <noticelog/addendum.h>
#include <noticelog/document.h>
#include <noticelog/notice.h>
#include <noticelog/register.h>

/** What a document turned out to be: one of the two is set. */
typedef struct {
	nlog_notice *notice;
	nlog_addendum *addendum;
} nlog_parsed;

/**
 * Parse a document.
 *
 * An addendum calls itself one in its heading, or in a line `Addendum No. 1`; one
 * to an implementation plan has the kind "plan", every other the kind "notice".
 * Its header prints the old values, which are no changes and are not kept.
 *
 * Nothing that it says is lost: words that a value cannot express stay in
 * `as_printed`, unknown labels in `other`, each with a finding; so does text that
 * belongs to no label, under "Text without label".
 *
 * @param out       free with nlog_parsed_clear(); empty on failure
 * @param source    file name for errors and findings; may be NULL
 * @param findings  added to, but not where parsing fails; may be NULL
 * @return 0, or NLOG_EINPUT if a notice has neither title nor project code, or an
 *         addendum no code of what it amends
 */
int nlog_parse(nlog_parsed *out, const nlog_document *document, const nlog_register *reg,
	       const char *source, nlog_findings *findings, nlog_error *err);

void nlog_parsed_clear(nlog_parsed *parsed);

#endif
