/* audit: every amendment, whether it was announced, and the figures over them. */
#include "cli.h"

#include <noticelog/view.h>

#include "progress.h"

typedef struct {
	cli_output output;
	cli_view view;
	cli_filter filter;
	nlog_audit_options audit;
	int reclassifies, shows_all;
} audit_options;

/* The register, as the command line would have it seen. */
typedef struct {
	nlog_store *store;
	nlog_history *history;
	nlog_filter filter;
} source;

static cli_status open_source(const cli_run *cli, const audit_options *options,
			      source *from)
{
	cli_status status =
		cli_open_view(cli, &options->view, &from->store, &from->history);

	if (!status)
		status = cli_filter_read(cli, &options->filter, from->history,
					 &from->filter);
	return status;
}

static void close_source(source *from)
{
	nlog_history_free(from->history);
	nlog_store_free(from->store);
}

static void write_json(const void *audit, void (*put)(nlog_slice piece, void *data),
		       void *data)
{
	nlog_audit_write_json(audit, put, data);
}

static cli_status print_audit(const cli_run *cli, const audit_options *options,
			      const nlog_audit *audit)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(&options->output))
		return cli_print_pieces(&options->output, write_json, audit);
	if (cli_output_is_csv(&options->output))
		nlog_view_audit_table(&report, audit);
	else
		nlog_view_audit(&report, audit, options->shows_all);
	status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status audit(const cli_run *cli, audit_options *options, const source *from)
{
	nlog_error err = NLOG_ERROR_INIT;
	cli_progress progress;
	nlog_audit audit;
	cli_status status;
	int rc;

	cli_progress_begin(&progress, "revisions");
	options->audit.filter = &from->filter;
	options->audit.jobs = (size_t)options->view.jobs;
	options->audit.omits_details = !cli_output_is_json(&options->output);
	options->audit.omits_unasked = !options->shows_all &&
				       !cli_output_is_json(&options->output) &&
				       !cli_output_is_csv(&options->output);
	options->audit.progress = cli_progress_step;
	options->audit.data = &progress;
	rc = nlog_audit_run(&audit, from->history, &options->audit, &err);
	cli_progress_end(&progress);
	status = rc ? cli_fail(&err) : print_audit(cli, options, &audit);
	if (!status && nlog_audit_gravest(&audit) == NLOG_ERROR)
		status = CLI_DIFFERENT;
	nlog_audit_clear(&audit);
	return status;
}

static cli_status print_reclassification(const cli_run *cli, const audit_options *options,
					 const nlog_reclassification *list)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(&options->output))
		return cli_print_json_take(&options->output,
					   nlog_reclassification_to_json(list));
	if (cli_output_is_csv(&options->output))
		nlog_view_reclassification_table(&report, list);
	else
		nlog_view_reclassification(&report, list);
	status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status reclassify(const cli_run *cli, const audit_options *options,
			     const source *from)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_reclassification list;
	cli_progress progress;
	cli_status status;
	int rc;

	cli_progress_begin(&progress, "commits");
	rc = nlog_reclassify(&list, from->history, &from->filter, cli_progress_step,
			     &progress, &err);
	cli_progress_end(&progress);
	status = rc ? cli_fail(&err) : print_reclassification(cli, options, &list);
	nlog_reclassification_clear(&list);
	return status;
}

/* What chooses amendments has no meaning where all of a revision's are compared. */
static bool chooses_amendments(const audit_options *options)
{
	const cli_filter *filter = &options->filter;
	const nlog_audit_options *audit = &options->audit;

	return filter->rule || filter->severity || filter->field || filter->declared ||
	       filter->country || audit->from_value || audit->to_value;
}

static cli_status check(const cli_run *cli, const audit_options *options, size_t count)
{
	if (count)
		return cli_usage(cli, "audit takes no argument: --notice names a notice");
	if (options->reclassifies && chooses_amendments(options))
		return cli_usage(cli, "--reclassify takes --notice, --since, --until and "
				      "--author alone");
	if (!cli_jobs_are_valid(options->view.jobs))
		return cli_usage(cli, CLI_JOBS_ERROR);
	return cli_output_check_table(cli, &options->output);
}

cli_status cli_audit(cli_run *cli, int argc, const char **argv)
{
	audit_options given = {.reclassifies = 0};
	const struct poptOption options[] = {
		CLI_FILTER_OPTIONS(given.filter),
		{"notice", 0, POPT_ARG_STRING, &given.filter.notice, 0,
		 "of one notice alone", "NOTICE"},
		{"from-value", 0, POPT_ARG_STRING, &given.audit.from_value, 0,
		 "whose old value has TEXT", "TEXT"},
		{"to-value", 0, POPT_ARG_STRING, &given.audit.to_value, 0,
		 "whose new value has TEXT", "TEXT"},
		{"reclassify", 0, POPT_ARG_NONE, &given.reclassifies, 0,
		 "where today's rules judge otherwise than the commits say", NULL},
		{"all", 'a', POPT_ARG_NONE, &given.shows_all, 0,
		 "list what need not be announced, too", NULL},
		CLI_JOBS_OPTION(given.view.jobs),
		CLI_VIEW_OPTIONS(given.view),
		CLI_TABLE_OUTPUT_OPTIONS(given.output),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	source from = {NULL, NULL, NLOG_FILTER_INIT};
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	status = check(cli, &given, count);
	if (!status)
		status = open_source(cli, &given, &from);
	if (!status)
		status = given.reclassifies ? reclassify(cli, &given, &from)
					    : audit(cli, &given, &from);
	close_source(&from);
	cli_options_end(context);
	return status;
}
