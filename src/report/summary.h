/**
 * @file
 * What the pages of summaries share.
 */
#ifndef NOTICELOG_REPORT_SUMMARY_H
#define NOTICELOG_REPORT_SUMMARY_H

#include <noticelog/view.h>

/** A page under construction. */
typedef struct {
	nlog_report *report;
	const nlog_summaries *all;
	const nlog_summary *summary;
	const nlog_register *reg;
	nlog_date day;
} page;

/** Add a cell of a message without places. */
void nlog_page_add_plain(const page *to, nlog_tone tone, nlog_message_id id);
/** Add a block of one message. */
void nlog_page_add_block(const page *to, nlog_block_kind kind, nlog_message_id id,
			 const nlog_message_value *values, size_t count);
/** Add a cell: `by 26 July (11 days)`. */
void nlog_page_add_due(const page *to, const nlog_summary_action *action);
/** Add the checkpoint line. */
void nlog_page_add_checkpoint(const page *to);

#endif
