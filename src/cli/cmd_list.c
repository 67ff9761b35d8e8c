/* list: what is in the register now. */
#include "cli.h"

#include <noticelog/list.h>
#include <noticelog/view.h>
#include <string.h>

typedef struct {
	cli_output output;
	cli_view view;
	const char *country, *host, *kind, *status, *text, *due;
	int year;
} list_options;

static cli_status read_kind(const cli_run *cli, const char *text,
			    const nlog_history *history, const nlog_kind **out)
{
	const nlog_register *reg = nlog_history_register(history);

	if (!text)
		return CLI_FINE;
	*out = nlog_register_find_kind(reg, nlog_slice_of(text));
	if (!*out)
		*out = nlog_register_kind_of_code(reg, nlog_slice_of(text));
	if (*out)
		return CLI_FINE;
	return cli_usage(
		cli,
		"--kind '%s' is no kind of activity of the register: name one such "
		"as workshop, or its code",
		text);
}

static cli_status read_status(const cli_run *cli, const char *text, nlog_status *out)
{
	static const struct {
		const char *name;
		nlog_status status;
	} names[] = {{"in-force", NLOG_STATUS_IN_FORCE},
		     {"withdrawn", NLOG_STATUS_WITHDRAWN},
		     {"cancelled", NLOG_STATUS_CANCELLED},
		     {"postponed", NLOG_STATUS_POSTPONED}};

	if (!text)
		return CLI_FINE;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, text) == 0) {
			*out = names[i].status;
			return CLI_FINE;
		}
	return cli_usage(cli,
			 "--status '%s' is none: say in-force, withdrawn, cancelled or "
			 "postponed",
			 text);
}

/* What is due is due from today on, or from the day that the register is seen of. */
static cli_status read_due(const cli_run *cli, const char *text,
			   const nlog_history *history, nlog_list_filter *out)
{
	const nlog_history_view *view = nlog_history_view_of(history);
	nlog_str from = NLOG_STR_INIT;
	cli_status status;

	out->from = view->has_as_of ? view->as_of : nlog_instant_day(cli->now);
	status = cli_read_day(cli, "due", text, &out->has_due, &out->due);
	if (!status && out->has_due && out->due.day < out->from.day) {
		nlog_date_add_iso(&from, out->from);
		status = cli_usage(
			cli,
			"--due %s has passed: it looks ahead from %s; --as-of DAY "
			"makes that an earlier day",
			text, nlog_str_text(&from));
		nlog_str_clear(&from);
	}
	return status;
}

static cli_status read_filter(const cli_run *cli, const list_options *options,
			      const nlog_history *history, nlog_list_filter *out)
{
	cli_status status =
		cli_read_country(cli, "country", options->country, history, &out->country);

	if (!status)
		status = cli_read_country(cli, "host", options->host, history, &out->host);
	if (!status)
		status = read_kind(cli, options->kind, history, &out->kind);
	if (!status)
		status = read_status(cli, options->status, &out->status);
	out->text = options->text;
	out->year = options->year;
	return status ? status : read_due(cli, options->due, history, out);
}

static cli_status print_list(const cli_run *cli, const list_options *options,
			     const nlog_history *history, const nlog_list_filter *filter)
{
	nlog_report report = NLOG_REPORT_INIT;
	json_t *json = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	int rc;

	if (cli_output_is_json(&options->output))
		rc = nlog_list_to_json(history, filter, &json, &err);
	else if (cli_output_is(&options->output, "ical"))
		rc = nlog_view_list_events(&report, history, filter, &err);
	else if (cli_output_is_csv(&options->output))
		rc = nlog_view_list_table(&report, history, filter, &err);
	else
		rc = nlog_view_list(&report, history, filter, &err);
	if (rc)
		status = cli_fail(&err);
	else if (json)
		status = cli_print_json_take(&options->output, json);
	else
		status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status list(const cli_run *cli, const list_options *options)
{
	nlog_list_filter filter = NLOG_LIST_FILTER_INIT;
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	cli_status status = cli_open_view(cli, &options->view, &store, &history);

	if (!status)
		status = read_filter(cli, options, history, &filter);
	if (!status)
		status = print_list(cli, options, history, &filter);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_list(cli_run *cli, int argc, const char **argv)
{
	list_options list_of = {.year = 0};
	const struct poptOption options[] = {
		{"country", 0, POPT_ARG_STRING, &list_of.country, 0,
		 "that concern a host or one who may take part", "COUNTRY"},
		{"host", 0, POPT_ARG_STRING, &list_of.host, 0, "hosted by COUNTRY",
		 "COUNTRY"},
		{"year", 0, POPT_ARG_INT, &list_of.year, 0,
		 "that take place in YEAR (without dates: issued in it)", "YEAR"},
		{"kind", 0, POPT_ARG_STRING, &list_of.kind, 0,
		 "of a kind of activity, such as workshop or WSP", "KIND"},
		{"status", 0, POPT_ARG_STRING, &list_of.status, 0,
		 "in-force, withdrawn, cancelled or postponed", "STATUS"},
		{"text", 0, POPT_ARG_STRING, &list_of.text, 0,
		 "with TEXT in any field, whatever its case", "TEXT"},
		{"due", 0, POPT_ARG_STRING, &list_of.due, 0,
		 "in force, and closing from today (or --as-of) to DAY", "DAY"},
		CLI_VIEW_OPTIONS(list_of.view),
		CLI_OUTPUT_OPTIONS_OF(list_of.output,
				      "text, markdown, html, csv, ical or json"),
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
				   "list takes no argument: `noticelog show %s` shows one "
				   "notice",
				   args[0]);
	else if (list_of.year < 0)
		status = cli_usage(cli, "--year takes a year such as 2025");
	else
		status = cli_output_check_for(cli, &list_of.output,
					      1u << NLOG_CONTENT_TABLES |
						      1u << NLOG_CONTENT_EVENTS);
	if (!status)
		status = list(cli, &list_of);
	cli_options_end(context);
	return status;
}
