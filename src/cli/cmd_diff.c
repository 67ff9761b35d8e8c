/* diff: what was amended between two revisions or documents. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <noticelog/file.h>
#include <noticelog/record.h>
#include <noticelog/view.h>
#include <string.h>

/* What the options say. */
typedef struct {
	cli_output output;
	cli_view seen;
	int shows_why;
} diff_view;

static cli_status print_comparison(const cli_run *cli, const nlog_comparison *comparison,
				   const diff_view *view)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(&view->output)) {
		status = cli_print_json_take(&view->output,
					     nlog_comparison_to_json(comparison));
	} else {
		cli_print_findings(&comparison->findings, NLOG_WARNING);
		nlog_view_diff(&report, comparison,
			       view->shows_why ? NLOG_VIEW_WHY : NLOG_VIEW_CHANGES);
		status = cli_print_report(cli, &view->output, &report);
		nlog_report_clear(&report);
	}
	if (status)
		return status;
	return comparison->diff && !nlog_diff_count(comparison->diff) ? CLI_FINE
								      : CLI_DIFFERENT;
}

static cli_status diff_revisions(const cli_run *cli, const cli_sources *from,
				 const nlog_address *a, const nlog_address *b,
				 const diff_view *view)
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
	status = print_comparison(cli, &comparison, view);
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
static int read_side(const cli_sources *from, const nlog_register *reg, const char *name,
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

/* The key that a file would have: that of its project code; owned. */
static char *key_of(const nlog_notice *notice)
{
	nlog_str key = NLOG_STR_INIT;

	(void)nlog_key_from_code(&key, nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE),
				 NULL);
	return nlog_str_detach(&key);
}

static cli_status diff_files(const cli_run *cli, const cli_sources *from,
			     const char **names, size_t count, const diff_view *view)
{
	const nlog_register *reg = cli_sources_register(from);
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_comparison_sides sides = {.key = "", .reg = reg, .is_first = count == 1};
	nlog_comparison comparison;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	char *key;
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
	sides.key = key = key_of(sides.after);
	sides.before_issued = issue_day(cli, sides.before);
	sides.after_issued = issue_day(cli, sides.after);
	nlog_compare_take(&comparison, &sides);
	comparison.findings = findings;
	if (count == 2)
		comparison.old_name = nlog_strdup(names[0]);
	status = print_comparison(cli, &comparison, view);
	nlog_comparison_clear(&comparison);
	nlog_free(key);
	return status;
}

/* A name that is neither a notice nor a file. */
static cli_status fail_name(const char **names, size_t count, const nlog_error *err)
{
	nlog_error both = *err;

	for (size_t i = 0; i < count; i++)
		if (strchr(names[i], '.') && !strchr(names[i], '@'))
			nlog_error_set(&both, NLOG_ENOTFOUND,
				       "there is no file '%s', and no notice of that name",
				       names[i]);
	return cli_fail(&both);
}

/* Two names, or one: revisions where they name any, else files. */
static cli_status diff(const cli_run *cli, const char **names, size_t count,
		       const diff_view *view)
{
	cli_sources from;
	nlog_address a, b;
	nlog_error err = NLOG_ERROR_INIT;
	bool are_files =
		cli_may_be_file(names[0]) && (count == 1 || cli_may_be_file(names[1]));
	cli_status status = cli_open_sources(cli, &view->seen, !are_files, &from);
	int rc = 0;

	if (status) {
		cli_close_sources(&from);
		return status;
	}
	if (from.history) {
		rc = nlog_history_resolve(from.history, names[0], &a, &err);
		if (!rc && count == 2)
			rc = nlog_history_resolve(from.history, names[1], &b, &err);
	}
	if (from.history && !rc)
		status = diff_revisions(cli, &from, &a, count == 2 ? &b : NULL, view);
	else if (cli_may_be_file(names[0]) || (count == 2 && cli_may_be_file(names[1])))
		status = diff_files(cli, &from, names, count, view);
	else if (rc == NLOG_ENOTFOUND)
		status = fail_name(names, count, &err);
	else
		status = cli_fail(&err);
	cli_close_sources(&from);
	return status;
}

cli_status cli_diff(cli_run *cli, int argc, const char **argv)
{
	diff_view view = {.output = {NULL, NULL}};
	const struct poptOption options[] = {
		{"why", 'w', POPT_ARG_NONE, &view.shows_why, 0,
		 "for every amendment the rule that fired and the words it rests on", NULL},
		CLI_VIEW_OPTIONS(view.seen),
		CLI_OUTPUT_OPTIONS(view.output),
		POPT_TABLEEND};
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
		status = cli_output_check(cli, &view.output);
	if (!status)
		status = diff(cli, args, count, &view);
	cli_options_end(context);
	return status;
}

/* The changes of a diff in JSON, as `diff -f json` prints it. */
static int read_changes(const char *path, json_t **out, nlog_error *err)
{
	const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
	nlog_str text = NLOG_STR_INIT;
	json_t *value = NULL, *changes;
	int rc = nlog_file_read(&text, path, NLOG_FILE_LIMIT, err);

	if (!rc)
		rc = nlog_json_read(&value, shown, nlog_str_slice(&text), NLOG_JSON_STRICT,
				    err);
	changes = json_object_get(value, "changes");
	if (!rc && !json_is_array(changes))
		rc = nlog_error_at(
			err, NLOG_EINPUT, shown, 0, 0,
			"no \"changes\": it is not what `noticelog diff -f json` "
			"prints");
	if (!rc)
		*out = json_incref(changes);
	json_decref(value);
	nlog_str_clear(&text);
	return rc;
}

static int apply_changes(const cli_sources *from, const nlog_register *reg,
			 const char **names, nlog_str *out, nlog_error *err)
{
	nlog_notice *before = NULL, *after = NULL;
	json_t *changes = NULL;
	int rc = read_side(from, reg, names[0], &before, NULL, err);

	if (!rc)
		rc = read_changes(names[1], &changes, err);
	if (!rc) {
		rc = nlog_diff_apply(&after, before, changes, err);
		if (rc)
			nlog_error_source(err, names[1]);
	}
	if (!rc)
		nlog_notice_write(out, after);
	json_decref(changes);
	nlog_notice_free(before);
	nlog_notice_free(after);
	return rc;
}

static cli_status apply(const cli_run *cli, const char **names, const cli_output *output)
{
	cli_sources from;
	nlog_str stored = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_view seen = {.as_of = NULL};
	cli_status status = cli_open_sources(cli, &seen, !cli_may_be_file(names[0]), &from);

	if (!status &&
	    apply_changes(&from, cli_sources_register(&from), names, &stored, &err))
		status = cli_fail(&err);
	else if (!status)
		status = cli_print(output, nlog_str_slice(&stored));
	nlog_str_clear(&stored);
	cli_close_sources(&from);
	return status;
}

cli_status cli_apply(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {{"output", 'o', POPT_ARG_STRING, &output.file,
					      0, "write to FILE, whole or not at all",
					      "FILE"},
					     POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count != 2)
		status =
			cli_usage(cli, "name the older notice, and the file with the diff");
	else
		status = apply(cli, args, &output);
	cli_options_end(context);
	return status;
}
