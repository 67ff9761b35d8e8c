/* check: what is likely wrong in notices, and in the steps that led to them. */
#include "cli.h"

#include <noticelog/checked.h>
#include <noticelog/file.h>
#include <noticelog/record.h>
#include <noticelog/view.h>
#include <string.h>

/* A name with an extension, too, unless it names a notice. */
static bool may_be_file(const char *name)
{
	return cli_may_be_file(name) || (strchr(name, '.') && !strchr(name, '@'));
}

static cli_status open_sources(const cli_run *cli, const cli_view *view, const char **names,
			       size_t count, cli_sources *from)
{
	bool needs_register = !count;

	for (size_t i = 0; i < count; i++)
		needs_register = needs_register || !may_be_file(names[i]);
	return cli_open_sources(cli, view, needs_register, from);
}

static int check_file(const cli_sources *from, const char *path, nlog_checked_list *out,
		      nlog_error *err)
{
	const nlog_register *reg = cli_sources_register(from);
	const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
	nlog_record_input input = {.name = shown};
	nlog_notice *notice = NULL;
	nlog_str bytes = NLOG_STR_INIT;
	int rc = nlog_file_read(&bytes, path, NLOG_FILE_LIMIT, err);

	input.bytes = nlog_str_slice(&bytes);
	if (!rc)
		rc = nlog_record_read_notice(&notice, &input, reg, NULL, err);
	if (!rc)
		nlog_checked_add_file(out, shown, input.bytes, notice, reg);
	nlog_notice_free(notice);
	nlog_str_clear(&bytes);
	return rc;
}

static int check_name(const cli_sources *from, const char *name, nlog_checked_list *out,
		      nlog_error *err)
{
	nlog_address address;
	int rc = from->history ? nlog_history_resolve(from->history, name, &address, err)
			       : NLOG_ENOTFOUND;

	if (!rc)
		return nlog_checked_add_revision(out, from->history, address.dossier,
						 address.revision, err);
	return may_be_file(name) ? check_file(from, name, out, err) : rc;
}

static int check_all(const cli_sources *from, nlog_checked_list *out, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_history_count(from->history); i++) {
		const nlog_dossier *dossier = nlog_history_get(from->history, i);

		rc = nlog_checked_add_revision(out, from->history, dossier,
					       nlog_dossier_latest(dossier), err);
	}
	return rc;
}

static cli_status print_checked(const cli_run *cli, const cli_output *output,
				const nlog_checked_list *list)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (cli_output_is_json(output)) {
		status = cli_print_json_take(output, nlog_checked_to_json(list));
	} else if (!output->format || strcmp(output->format, "text") == 0) {
		nlog_checked_format(&text, list);
		if (!text.len)
			nlog_str_add(&text, "no findings\n");
		status = cli_print(output, nlog_str_slice(&text));
	} else {
		nlog_view_findings(&report, list);
		status = cli_print_report(cli, output, &report);
	}
	nlog_str_clear(&text);
	nlog_report_clear(&report);
	return status;
}

static cli_status check(const cli_run *cli, const cli_view *view, const char **names,
			size_t count, const cli_output *output)
{
	nlog_checked_list list = NLOG_CHECKED_LIST_INIT;
	cli_sources from;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = open_sources(cli, view, names, count, &from);
	int rc = 0;

	if (!status && !count)
		rc = check_all(&from, &list, &err);
	for (size_t i = 0; !status && !rc && i < count; i++)
		rc = check_name(&from, names[i], &list, &err);
	if (rc)
		status = cli_fail(&err);
	else if (!status)
		status = print_checked(cli, output, &list);
	if (!status && nlog_checked_count(&list) &&
	    nlog_checked_gravest(&list) == NLOG_ERROR)
		status = CLI_DIFFERENT;
	nlog_checked_clear(&list);
	cli_close_sources(&from);
	return status;
}

cli_status cli_check(cli_run *cli, int argc, const char **argv)
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
	status = cli_output_check(cli, &output);
	if (!status)
		status = check(cli, &view, args, count, &output);
	cli_options_end(context);
	return status;
}
