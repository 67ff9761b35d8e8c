/* blame: which revision set each value of a notice. */
#include "cli.h"

#include <noticelog/blame.h>
#include <noticelog/view.h>

static cli_status print_blame(const cli_run *cli, const nlog_blame *blame, bool is_whole,
			      const cli_output *output)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(output))
		return cli_print_json_take(output, nlog_blame_to_json(blame));
	nlog_view_blame(&report, blame, is_whole);
	status = cli_print_report(cli, output, &report);
	nlog_report_clear(&report);
	return status;
}

/* @param names  a notice, and a field or NULL */
static cli_status show_blame(const cli_run *cli, const char **names, const cli_view *view,
			     const cli_output *output)
{
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_blame blame = {.rows = NULL};
	nlog_address address;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_history_scope scope = {.notice = names[0]};
	cli_status status = cli_open_scope(cli, view, &scope, &store, &history);
	int rc = 0;

	if (!status)
		rc = nlog_history_resolve(history, names[0], &address, &err);
	if (!status && !rc)
		rc = nlog_blame_load(&blame, history, address.dossier, address.revision,
				     &err);
	if (!status && !rc && names[1])
		rc = nlog_blame_select(&blame, nlog_history_register(history),
				       nlog_slice_of(names[1]), &err);
	if (rc)
		status = cli_fail(&err);
	else if (!status)
		status = print_blame(cli, &blame, names[1] != NULL, output);
	nlog_blame_clear(&blame);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_blame(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	cli_view view = {.as_of = NULL};
	const struct poptOption options[] = {CLI_VIEW_OPTIONS(view),
					     CLI_OUTPUT_OPTIONS(output), POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count < 1 || count > 2)
		status = cli_usage(cli, "name one notice, and a field if you want to");
	else
		status = cli_output_check(cli, &output);
	if (!status)
		status = show_blame(cli, args, &view, &output);
	cli_options_end(context);
	return status;
}
