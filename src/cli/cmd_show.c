/* show: one revision of a notice. */
#include "cli.h"

#include <noticelog/view.h>

/* The document as received, byte for byte. */
static cli_status print_source(const nlog_history *history, const nlog_address *address,
			       const cli_output *output)
{
	nlog_str bytes = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	int rc = nlog_history_source(history, address->revision, &bytes, &err);

	status = rc ? cli_fail(&err) : cli_print(output, nlog_str_slice(&bytes));
	nlog_str_clear(&bytes);
	return status;
}

static cli_status print_notice(const cli_run *cli, const nlog_history *history,
			       const nlog_address *address, const cli_output *output)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_notice *notice = NULL;
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str stored = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;

	if (nlog_history_notice(history, address->revision, &notice, &findings, &err))
		return cli_fail(&err);
	cli_print_findings(&findings, NLOG_NOTE);
	if (cli_output_is_json(output)) {
		nlog_notice_write(&stored, notice);
		status = cli_print(output, nlog_str_slice(&stored));
	} else {
		nlog_view_notice(&report, notice);
		/* A document's lines are its own: they are not broken to fit. */
		cli_run unbroken = *cli;

		unbroken.width = 0;
		status = cli_print_report(&unbroken, output, &report);
	}
	nlog_str_clear(&stored);
	nlog_report_clear(&report);
	nlog_findings_clear(&findings);
	nlog_notice_free(notice);
	return status;
}

/* A revision that a correction replaced is shown as it was recorded, but said to be one. */
static void note_correction(const nlog_address *address)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	const nlog_revision *revision = address->revision;

	if (!revision->corrected_by)
		return;
	nlog_findings_add(&findings, NLOG_F_CORRECTED, (nlog_place){NULL},
			  "%s r%u is shown as recorded: it was corrected by r%u",
			  address->dossier->key, revision->number,
			  revision->corrected_by->number);
	cli_print_findings(&findings, NLOG_NOTE);
	nlog_findings_clear(&findings);
}

/* What was withdrawn reads as it did before: that it is no longer in force stands nowhere in it. */
static void note_withdrawal(const nlog_address *address)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	const nlog_revision *revision = address->revision;
	nlog_str day = NLOG_STR_INIT;

	if (!revision->is_withdrawal)
		return;
	nlog_date_add_human(&day, revision->issued);
	nlog_findings_add(&findings, NLOG_F_WITHDRAWN, (nlog_place){NULL},
			  "%s was withdrawn on %s by r%u", address->dossier->key,
			  nlog_str_text(&day), revision->number);
	cli_print_findings(&findings, NLOG_NOTE);
	nlog_str_clear(&day);
	nlog_findings_clear(&findings);
}

static cli_status find_notice(const cli_run *cli, const nlog_history *history,
			      const char *name, nlog_address *out)
{
	nlog_error err = NLOG_ERROR_INIT;
	int rc = nlog_history_resolve(history, name, out, &err);

	if (rc == NLOG_ENOTFOUND && cli_may_be_file(name))
		return cli_usage(cli,
				 "'%s' is no notice of the register: `noticelog parse` "
				 "shows what a file says",
				 name);
	return rc ? cli_fail(&err) : CLI_FINE;
}

static cli_status show(const cli_run *cli, const char *name, bool is_source,
		       const cli_view *view, const cli_output *output)
{
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_address address;
	nlog_history_scope scope = {.notice = name};
	cli_status status = cli_open_scope(cli, view, &scope, &store, &history);

	if (!status)
		status = find_notice(cli, history, name, &address);
	if (!status) {
		note_correction(&address);
		if (!is_source)
			note_withdrawal(&address);
		status = is_source ? print_source(history, &address, output)
				   : print_notice(cli, history, &address, output);
	}
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_show(cli_run *cli, int argc, const char **argv)
{
	int is_source = 0;
	cli_output output = {NULL, NULL};
	cli_view view = {.as_of = NULL};
	const struct poptOption options[] = {
		{"source", 's', POPT_ARG_NONE, &is_source, 0,
		 "the document as it was received, byte for byte", NULL},
		CLI_VIEW_OPTIONS(view),
		CLI_OUTPUT_OPTIONS(output),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count != 1)
		status = cli_usage(cli, "name one notice, such as 25-IN-09-GE-LOM@1");
	else if (is_source && output.format)
		status = cli_usage(cli,
				   "--source gives the bytes as they are: leave -f out");
	else
		status = cli_output_check(cli, &output);
	if (!status)
		status = show(cli, args[0], is_source != 0, &view, &output);
	cli_options_end(context);
	return status;
}
