/* log, changelog: what was amended, step after step. */
#include "cli.h"

#include <noticelog/comparison.h>
#include <noticelog/steps.h>
#include <noticelog/view.h>
#include <string.h>

/* What the two commands have in common. */
typedef struct {
	cli_output output;
	const char *since, *until, *notice;
	int limit, is_reverse, shows_all;
	const char *by;
} log_options;

/* A day in the form of an option. */
static cli_status read_day(const cli_run *cli, const char *option, const char *text,
			   bool *has, nlog_date *day)
{
	*has = text != NULL;
	if (!text || nlog_date_from_iso(day, nlog_slice_of(text)))
		return CLI_FINE;
	return cli_usage(cli, "--%s '%s' is no day: write it as 2025-05-02", option, text);
}

static cli_status read_filter(const cli_run *cli, const log_options *options,
			      nlog_steps_filter *filter)
{
	cli_status status =
		read_day(cli, "since", options->since, &filter->has_since, &filter->since);

	return status ? status
		      : read_day(cli, "until", options->until, &filter->has_until,
				 &filter->until);
}

/* Open the register and gather the steps that are asked for. */
static cli_status open_steps(const cli_run *cli, const log_options *options,
			     nlog_store **store, nlog_history **history, nlog_steps *steps,
			     nlog_steps_order order)
{
	nlog_steps_filter filter = {.dossier = NULL};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_address address;
	cli_status status = read_filter(cli, options, &filter);

	if (!status)
		status = cli_open_history(cli, store, history);
	if (status)
		return status;
	cli_print_findings(nlog_history_findings(*history), NLOG_NOTE);
	if (options->notice) {
		if (nlog_history_resolve(*history, options->notice, &address, &err))
			return cli_fail(&err);
		if (address.is_revision_named)
			return cli_usage(cli, "name the notice alone, without '@'");
		filter.dossier = address.dossier;
	}
	nlog_steps_collect(steps, *history, &filter, order);
	return CLI_FINE;
}

static cli_status print_log(const cli_run *cli, const log_options *options,
			    const nlog_history *history, const nlog_steps *steps)
{
	nlog_view_depth depth = options->shows_all ? NLOG_VIEW_ALL : NLOG_VIEW_FOLDED;
	nlog_report report = NLOG_REPORT_INIT;
	json_t *entries = json_array();
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;
	size_t shown = steps->count;

	if (options->limit > 0 && (size_t)options->limit < shown)
		shown = (size_t)options->limit;
	for (size_t i = 0; !status && i < shown; i++) {
		size_t at = options->is_reverse ? steps->count - shown + i
						: steps->count - 1 - i;
		const nlog_history_step *step = &steps->items[at];
		nlog_comparison comparison;

		if (nlog_history_compare(history, step->dossier, step->before, step->after,
					 &comparison, &err)) {
			status = cli_fail(&err);
			break;
		}
		if (cli_output_is_json(&options->output))
			json_array_append_new(entries,
					      nlog_comparison_to_log_json(&comparison));
		else
			nlog_view_step(&report, &comparison, depth);
		nlog_comparison_clear(&comparison);
	}
	if (!status && cli_output_is_json(&options->output))
		status = cli_print_json_take(
			&options->output, json_pack("{s:s, s:O}", "format",
						    "noticelog-log/1", "entries", entries));
	else if (!status)
		status = cli_print_report(cli, &options->output, &report);
	json_decref(entries);
	nlog_report_clear(&report);
	return status;
}

cli_status cli_log(cli_run *cli, int argc, const char **argv)
{
	log_options log = {.output = {NULL, NULL}};
	const struct poptOption options[] = {
		{"since", 0, POPT_ARG_STRING, &log.since, 0, "issued on that day or later",
		 "DAY"},
		{"until", 0, POPT_ARG_STRING, &log.until, 0,
		 "issued on that day or earlier", "DAY"},
		{"limit", 'n', POPT_ARG_INT, &log.limit, 0, "the newest N revisions", "N"},
		{"reverse", 'r', POPT_ARG_NONE, &log.is_reverse, 0, "oldest first", NULL},
		{"all", 'a', POPT_ARG_NONE, &log.shows_all, 0,
		 "every amendment on its line", NULL},
		CLI_OUTPUT_OPTIONS(log.output),
		POPT_TABLEEND};
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_steps steps = {NULL, 0, 0};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	log.notice = args[0];
	if (count > 1)
		status = cli_usage(cli, "name one notice, or none for all");
	else if (log.limit < 0)
		status = cli_usage(cli, "--limit takes a number of 1 or more");
	else
		status = cli_output_check(cli, &log.output);
	if (!status)
		status = open_steps(cli, &log, &store, &history, &steps,
				    NLOG_STEPS_BY_RECORD);
	if (!status)
		status = print_log(cli, &log, history, &steps);
	nlog_steps_clear(&steps);
	nlog_history_free(history);
	nlog_store_free(store);
	cli_options_end(context);
	return status;
}

static cli_status print_changelog(const cli_run *cli, const log_options *options,
				  const nlog_history *history, const nlog_steps *steps,
				  nlog_steps_order order)
{
	nlog_changelog changelog = {.history = history, .steps = steps, .order = order};
	nlog_report report = NLOG_REPORT_INIT;
	json_t *json = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;

	if (cli_output_is_json(&options->output))
		status = nlog_changelog_to_json(&changelog, &json, &err)
				 ? cli_fail(&err)
				 : cli_print_json_take(&options->output, json);
	else
		status = nlog_view_changelog(&report, &changelog, &err)
				 ? cli_fail(&err)
				 : cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

cli_status cli_changelog(cli_run *cli, int argc, const char **argv)
{
	log_options log = {.output = {NULL, NULL}, .by = "date"};
	const struct poptOption options[] = {{"since", 0, POPT_ARG_STRING, &log.since, 0,
					      "issued on that day or later", "DAY"},
					     {"until", 0, POPT_ARG_STRING, &log.until, 0,
					      "issued on that day or earlier", "DAY"},
					     {"notice", 0, POPT_ARG_STRING, &log.notice, 0,
					      "of one notice alone", "NOTICE"},
					     {"by", 0, POPT_ARG_STRING, &log.by, 0,
					      "date (the default) or notice", "ORDER"},
					     CLI_OUTPUT_OPTIONS(log.output),
					     POPT_TABLEEND};
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_steps steps = {NULL, 0, 0};
	nlog_steps_order order = NLOG_STEPS_BY_ISSUE;
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (strcmp(log.by, "notice") == 0)
		order = NLOG_STEPS_BY_NOTICE;
	if (count)
		status = cli_usage(cli,
				   "changelog takes no argument: --notice names a notice");
	else if (strcmp(log.by, "notice") != 0 && strcmp(log.by, "date") != 0)
		status =
			cli_usage(cli, "--by '%s' is no order: say date or notice", log.by);
	else
		status = cli_output_check(cli, &log.output);
	if (!status)
		status = open_steps(cli, &log, &store, &history, &steps, order);
	if (!status)
		status = print_changelog(cli, &log, history, &steps, order);
	nlog_steps_clear(&steps);
	nlog_history_free(history);
	nlog_store_free(store);
	cli_options_end(context);
	return status;
}
