/* diff: what was amended between two revisions or documents. */
#include "cli.h"

#include <noticelog/comparison.h>
#include <noticelog/file.h>
#include <noticelog/parse.h>
#include <noticelog/record.h>
#include <noticelog/view.h>
#include <string.h>
#include <unistd.h>

/* The register, if there is one: files can be compared without. */
typedef struct {
	nlog_store *store;
	nlog_history *history;
	nlog_register *vocabulary;
} sources;

static void close_sources(sources *from)
{
	nlog_history_free(from->history);
	nlog_store_free(from->store);
	nlog_register_free(from->vocabulary);
}

/* A name with a slash, or that of a file there is, unless it names a notice. */
static bool may_be_file(const char *name)
{
	return strcmp(name, "-") == 0 || strchr(name, '/') || access(name, F_OK) == 0;
}

static cli_status print_comparison(const cli_run *cli, const nlog_comparison *comparison,
				   const cli_output *output)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(output)) {
		status = cli_print_json_take(output, nlog_comparison_to_json(comparison));
	} else {
		cli_print_findings(&comparison->findings, NLOG_WARNING);
		nlog_view_diff(&report, comparison);
		status = cli_print_report(cli, output, &report);
		nlog_report_clear(&report);
	}
	if (status)
		return status;
	return comparison->diff && !nlog_diff_count(comparison->diff) ? CLI_FINE
								      : CLI_DIFFERENT;
}

static cli_status diff_revisions(const cli_run *cli, const sources *from,
				 const nlog_address *a, const nlog_address *b,
				 const cli_output *output)
{
	const nlog_dossier *dossier = a->dossier;
	const nlog_revision *before = a->revision, *after;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_comparison comparison;
	cli_status status;

	if (b) {
		after = b->revision;
	} else if (a->is_revision_named) {
		after = nlog_dossier_latest(dossier);
	} else {
		after = nlog_dossier_latest(dossier);
		before = nlog_dossier_before(dossier, after);
	}
	if (b && b->dossier != dossier)
		return cli_usage(cli,
				 "%s and %s are two notices: a difference is one of "
				 "revisions",
				 dossier->key, b->dossier->key);
	if (nlog_history_compare(from->history, dossier, before, after, &comparison, &err))
		return cli_fail(&err);
	status = print_comparison(cli, &comparison, output);
	nlog_comparison_clear(&comparison);
	return status;
}

/* Read a side that is a file: a document, or a notice in stored form. */
static int read_file(const char *path, const nlog_register *reg, nlog_notice **out,
		     nlog_findings *findings, nlog_error *err)
{
	nlog_str bytes = NLOG_STR_INIT;
	const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
	nlog_record_input input = {.name = shown};
	int rc = nlog_file_read(&bytes, path, NLOG_FILE_LIMIT, err);

	input.bytes = nlog_str_slice(&bytes);
	if (!rc)
		rc = nlog_record_read_notice(out, &input, reg, findings, err);
	nlog_str_clear(&bytes);
	return rc;
}

/* A side of the comparison, by its name. */
static int read_side(const sources *from, const nlog_register *reg, const char *name,
		     nlog_notice **out, nlog_findings *findings, nlog_error *err)
{
	nlog_address address;

	if (from->history && nlog_history_resolve(from->history, name, &address, NULL) == 0)
		return nlog_history_notice(from->history, address.revision, out, findings,
					   err);
	return read_file(name, reg, out, findings, err);
}

static nlog_date issue_day(const cli_run *cli, const nlog_notice *notice)
{
	nlog_date day = nlog_instant_day(cli->now);

	if (notice)
		(void)nlog_notice_issued(notice, &day);
	return day;
}

static cli_status diff_files(const cli_run *cli, const sources *from, const char **names,
			     size_t count, const cli_output *output)
{
	const nlog_register *reg =
		from->history ? nlog_history_register(from->history) : from->vocabulary;
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_comparison_sides sides = {.key = "", .reg = reg, .is_first = count == 1};
	nlog_comparison comparison;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	int rc = 0;

	if (count == 2)
		rc = read_side(from, reg, names[0], &sides.before, &findings, &err);
	if (!rc)
		rc = read_side(from, reg, names[count - 1], &sides.after, &findings, &err);
	if (rc) {
		nlog_notice_free(sides.before);
		nlog_findings_clear(&findings);
		return cli_fail(&err);
	}
	sides.before_issued = issue_day(cli, sides.before);
	sides.after_issued = issue_day(cli, sides.after);
	nlog_compare_take(&comparison, &sides);
	comparison.findings = findings;
	status = print_comparison(cli, &comparison, output);
	nlog_comparison_clear(&comparison);
	return status;
}

static cli_status diff(const cli_run *cli, const char **names, size_t count,
		       const cli_output *output)
{
	sources from = {NULL, NULL, NULL};
	nlog_address a, b;
	nlog_error err = NLOG_ERROR_INIT;
	bool is_file[2] = {may_be_file(names[0]), count == 2 && may_be_file(names[1])};
	bool needs_register =
		!is_file[0] || (count == 2 && !is_file[1]) || cli_names_register(cli);
	cli_status status = CLI_FINE;
	int rc = 0;

	if (needs_register)
		status = cli_open_history(cli, &from.store, &from.history);
	else
		status = cli_open_vocabulary(cli, &from.vocabulary);
	if (status) {
		close_sources(&from);
		return status;
	}
	if (from.history) {
		rc = nlog_history_resolve(from.history, names[0], &a, &err);
		if (!rc && count == 2)
			rc = nlog_history_resolve(from.history, names[1], &b, &err);
	}
	if (from.history && !rc)
		status = diff_revisions(cli, &from, &a, count == 2 ? &b : NULL, output);
	else if (is_file[0] || is_file[1])
		status = diff_files(cli, &from, names, count, output);
	else
		status = cli_fail(&err);
	close_sources(&from);
	return status;
}

cli_status cli_diff(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {CLI_OUTPUT_OPTIONS(output), POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count < 1 || count > 2)
		status = cli_usage(cli, "name one or two revisions or files");
	else
		status = cli_output_check(cli, &output);
	if (!status)
		status = diff(cli, args, count, &output);
	cli_options_end(context);
	return status;
}
