/* import: a stream of revisions into the register. */
#include "cli.h"

#include <noticelog/import.h>
#include <stdio.h>
#include <string.h>

#include "progress.h"

static void show_progress(const nlog_import_progress *progress, void *data)
{
	cli_progress_read(data, progress->revisions + progress->unchanged, progress->bytes,
			  progress->total_bytes);
}

static cli_status print_result(const cli_output *output, bool is_trial,
			       const nlog_import_progress *progress)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (cli_output_is_json(output))
		return cli_print_json_take(
			output, json_pack("{s:s, s:I, s:I, s:I, s:s}", "format",
					  "noticelog-import/1", "lines",
					  (json_int_t)progress->lines, "recorded",
					  (json_int_t)progress->revisions, "unchanged",
					  (json_int_t)progress->unchanged, "commit",
					  is_trial ? "" : progress->commit));
	nlog_str_addf(&text, "%zu %s %s", progress->revisions,
		      progress->revisions == 1 ? "revision" : "revisions",
		      is_trial ? "would be recorded" : "recorded");
	if (progress->unchanged)
		nlog_str_addf(&text, ", %zu said nothing new", progress->unchanged);
	if (*progress->commit && !is_trial)
		nlog_str_addf(&text, ", up to %.7s", progress->commit);
	nlog_str_addc(&text, '\n');
	status = cli_print(output, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return status;
}

static cli_status import_lines(const cli_run *cli, const cli_output *output,
			       const char *path, nlog_lines *lines,
			       nlog_import_options *options)
{
	const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
	cli_progress progress;
	nlog_import_progress done;
	nlog_store *store = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_identity identity = {.names = {NLOG_STR_INIT}};
	cli_status status = cli_open_store(cli, &store);
	int rc;

	if (!status)
		status = cli_identify_writer(cli, store, &identity, &options->record);
	if (!status) {
		options->progress = show_progress;
		options->data = &progress;
		cli_progress_begin(&progress, "revisions");
		rc = nlog_import(&done, store, lines, name, options, &err);
		cli_progress_end(&progress);
		status = rc ? cli_fail(&err)
			    : print_result(output, options->record.is_dry_run, &done);
	}
	cli_identity_clear(&identity);
	nlog_store_free(store);
	return status;
}

cli_status cli_import(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	nlog_import_options import = {.record = NLOG_RECORD_OPTIONS_INIT};
	int wait_seconds = (int)import.record.wait_seconds, is_trial = 0, jobs = 0;
	const struct poptOption options[] = {
		{"verify-only", 'n', POPT_ARG_NONE, &is_trial, 0,
		 "say what would be recorded, write nothing", NULL},
		CLI_JOBS_OPTION(jobs),
		CLI_WAIT_OPTION(wait_seconds),
		{"format", 'f', POPT_ARG_STRING, &output.format, 0, "text or json",
		 "FORMAT"},
		{"output", 'o', POPT_ARG_STRING, &output.file, 0,
		 "write to FILE, whole or not at all", "FILE"},
		POPT_TABLEEND};
	nlog_lines *lines = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	poptContext context;
	const char **args, *path;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	import.record.is_dry_run = is_trial != 0;
	import.jobs = (size_t)jobs;
	path = count ? args[0] : "-";
	if (count > 1)
		status = cli_usage(cli, "one stream at a time: leave '%s' out", args[1]);
	else if (!cli_jobs_are_valid(jobs))
		status = cli_usage(cli, CLI_JOBS_ERROR);
	if (!status)
		status = cli_output_check_plain(cli, &output);
	if (!status)
		status = cli_read_wait(cli, wait_seconds, &import.record);
	if (!status && nlog_lines_open(&lines, path, &err))
		status = cli_fail(&err);
	if (!status)
		status = import_lines(cli, &output, path, lines, &import);
	nlog_lines_free(lines);
	cli_options_end(context);
	return status;
}
