/**
 * @file
 * The command summary: what its two files share.
 */
#ifndef NOTICELOG_CLI_SUMMARY_H
#define NOTICELOG_CLI_SUMMARY_H

#include <noticelog/view.h>

#include "cli.h"

/** How many formats a summary can be had in. */
#define CLI_SUMMARY_FORMATS 7

typedef struct {
	cli_output output;
	cli_view view;
	cli_filter filter;
	const char *country, *since, *on;
	int is_all, records;
} summary_options;

/* Everything that a command works on once the register is open. */
typedef struct {
	const cli_run *cli;
	const summary_options *options;
	nlog_store *store;
	nlog_history *history;
	nlog_filter filter;
	nlog_summaries *all;
	nlog_event_book *book; /* what calendars are made of */
	cli_identity identity; /* of whoever records that it was told */
} summary_run;

/**
 * Choose the formats of a list parted by commas; NULL: those that --all writes.
 * Says so if there is no such format. @return CLI_FINE or CLI_USAGE
 */
cli_status cli_summary_choose(const cli_run *cli, const char *list,
			      bool chosen[CLI_SUMMARY_FORMATS]);

/** Print the only summary of a run. */
cli_status cli_summary_print(const summary_run *run);

/** Write every summary of a run, and the index page, into the folder of --output. */
cli_status cli_summary_write_all(const summary_run *run,
				 const bool chosen[CLI_SUMMARY_FORMATS]);

#endif
