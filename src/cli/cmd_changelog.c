/* changelog: what was amended over a range of days. */
#include "changelog.h"
#include "cli.h"

#include <noticelog/net.h>
#include <noticelog/parallel.h>
#include <noticelog/view.h>
#include <string.h>

typedef struct {
	cli_output output;
	cli_view view;
	cli_filter filter;
	const char *by;
	int is_net;
} changelog_options;

static nlog_steps_order order_of(const changelog_options *options)
{
	return options->is_net || strcmp(options->by, "notice") == 0 ? NLOG_STEPS_BY_NOTICE
								     : NLOG_STEPS_BY_ISSUE;
}

/* Where rows of a table go. */
typedef struct {
	nlog_report *report;
	const nlog_filter *filter;
} table;

static int add_rows(const nlog_history_step *step, const nlog_comparison *comparison,
		    void *data)
{
	const table *to = data;

	(void)step;
	nlog_view_table_rows(to->report, comparison, to->filter);
	return 0;
}

static int add_net_rows(const nlog_net *net, void *data)
{
	const table *to = data;

	nlog_view_table_rows(to->report, &net->comparison, to->filter);
	return 0;
}

static int view_steps(nlog_report *report, const changelog_options *options,
		      const nlog_changelog *changelog, const nlog_filter *filter,
		      nlog_error *err)
{
	table to = {report, filter};

	if (!cli_output_is_csv(&options->output))
		return nlog_view_changelog(report, changelog, err);
	nlog_view_table_heads(report);
	return nlog_changelog_each(changelog, add_rows, &to, err);
}

static int view_net(nlog_report *report, const changelog_options *options,
		    const nlog_changelog *changelog, const nlog_filter *filter,
		    nlog_error *err)
{
	table to = {report, filter};

	if (!cli_output_is_csv(&options->output))
		return nlog_view_net(report, changelog, filter, err);
	nlog_view_table_heads(report);
	return nlog_net_each(changelog, filter, add_net_rows, &to, err);
}

/* What is shown in parts is rendered by all threads. @return false: it is to be gone through in order */
static bool print_parts(const cli_run *cli, const changelog_options *options,
			const nlog_changelog *changelog, cli_status *status)
{
	nlog_render_options how = cli_render_options(cli, &options->output);
	size_t jobs = (size_t)options->view.jobs;
	cli_changelog_text *rendered;

	if (options->is_net || cli_output_is_json(&options->output) ||
	    !nlog_format_has_parts(cli_output_format(&options->output)) ||
	    cli_changelog_text_render(&rendered, changelog,
				      cli_output_format(&options->output), &how,
				      jobs ? jobs : nlog_parallel_jobs()))
		return false;
	*status = cli_print_pieces(&options->output, cli_changelog_text_write, rendered);
	cli_changelog_text_free(rendered);
	return true;
}

static cli_status print_changelog(const cli_run *cli, const changelog_options *options,
				  const nlog_changelog *changelog,
				  const nlog_filter *filter)
{
	nlog_report report = NLOG_REPORT_INIT;
	json_t *json = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	int rc;

	if (print_parts(cli, options, changelog, &status))
		return status;
	if (cli_output_is_json(&options->output) && options->is_net)
		rc = nlog_net_to_json(changelog, filter, &json, &err);
	else if (cli_output_is_json(&options->output))
		rc = nlog_changelog_to_json(changelog, &json, &err);
	else if (options->is_net)
		rc = view_net(&report, options, changelog, filter, &err);
	else
		rc = view_steps(&report, options, changelog, filter, &err);
	nlog_view_feed(&report, changelog->history, options->is_net ? "net" : "changelog",
		       filter);
	if (rc)
		status = cli_fail(&err);
	else if (json)
		status = cli_print_json_take(&options->output, json);
	else
		status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status show_changelog(const cli_run *cli, const changelog_options *options)
{
	nlog_steps_order order = order_of(options);
	nlog_filter filter = NLOG_FILTER_INIT;
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_steps steps = {NULL, 0};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_history_scope scope;
	cli_status status = cli_read_scope(cli, &options->filter, &scope);

	if (!status)
		status = cli_open_scope(cli, &options->view, &scope, &store, &history);
	if (!status)
		status = cli_filter_read(cli, &options->filter, history, &filter);
	if (!status) {
		nlog_steps_collect(&steps, history, &filter, order);
		/* A net effect is filtered as a whole. */
		if (!options->is_net && nlog_steps_select(&steps, history, &filter, &err))
			status = cli_fail(&err);
	}
	if (!status)
		status = print_changelog(cli, options,
					 &(nlog_changelog){.history = history,
							   .steps = &steps,
							   .order = order},
					 &filter);
	nlog_steps_clear(&steps);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_changelog(cli_run *cli, int argc, const char **argv)
{
	changelog_options log = {.by = "date"};
	const struct poptOption options[] = {
		CLI_FILTER_OPTIONS(log.filter),
		{"notice", 0, POPT_ARG_STRING, &log.filter.notice, 0, "of one notice alone",
		 "NOTICE"},
		{"by", 0, POPT_ARG_STRING, &log.by, 0, "date (the default) or notice",
		 "ORDER"},
		{"net", 0, POPT_ARG_NONE, &log.is_net, 0,
		 "the first against the last revision, by notice", NULL},
		CLI_JOBS_OPTION(log.view.jobs),
		CLI_VIEW_OPTIONS(log.view),
		CLI_OUTPUT_OPTIONS_OF(log.output,
				      "text, markdown, html, csv, atom or json"),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(cli,
				   "changelog takes no argument: --notice names a notice");
	else if (strcmp(log.by, "notice") != 0 && strcmp(log.by, "date") != 0)
		status =
			cli_usage(cli, "--by '%s' is no order: say date or notice", log.by);
	else if (!cli_jobs_are_valid(log.view.jobs))
		status = cli_usage(cli, CLI_JOBS_ERROR);
	else if (log.is_net && log.filter.author)
		status =
			cli_usage(cli, "--net takes no --author: a net effect has several");
	else
		status = cli_output_check_for(cli, &log.output,
					      1u << NLOG_CONTENT_TABLES |
						      1u << NLOG_CONTENT_ENTRIES);
	if (!status)
		status = show_changelog(cli, &log);
	cli_options_end(context);
	return status;
}
