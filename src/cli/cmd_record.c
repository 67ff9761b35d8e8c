/* record: documents become revisions. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/record.h>
#include <noticelog/view.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ten times the size of a document: what one call may hold in memory. */
#define TOTAL_LIMIT (10 * NLOG_FILE_LIMIT)

/* As git itself has it (gc.auto). */
#define LOOSE_LIMIT 6700

/* What the options say beside those of the library. */
typedef struct {
	cli_output output;
	int shows_all;
	bool is_withdrawal;
} record_view;

static void add_unchanged(nlog_report *report, const nlog_record_result *result,
			  const record_view *view)
{
	nlog_str text = NLOG_STR_INIT;

	if (result->comparison.key && view->is_withdrawal)
		nlog_str_addf(&text, "%s was withdrawn by r%u already, nothing to record",
			      result->comparison.key, result->revision);
	else if (result->comparison.key)
		nlog_str_addf(&text, "%s: the same as %s r%u, nothing to record",
			      result->name, result->comparison.key, result->revision);
	else
		nlog_str_addf(&text,
			      "%s: the same as the register.json in force, nothing to "
			      "record",
			      result->name);
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&text));
	nlog_str_clear(&text);
}

/* What may be a slip of the pen is worth a line, though it is only a note. */
static void add_hints(nlog_report *report, const nlog_findings *findings)
{
	static const nlog_finding_id hints[] = {NLOG_F_RECORD_SAME_ISSUE,
						NLOG_F_RECORD_NEAR_CODE};

	for (size_t i = 0; i < findings->count; i++)
		for (size_t h = 0; h < sizeof(hints) / sizeof(*hints); h++)
			if (findings->items[i].rule == nlog_finding_rule_of(hints[h]))
				nlog_report_add_block(report, NLOG_BLOCK_TEXT,
						      findings->items[i].text);
}

/* KEY rN Title, when it was issued, and where it was recorded. */
static void add_revision(nlog_report *report, const nlog_record_result *result,
			 const record_view *view)
{
	nlog_slice reference =
		view->is_withdrawal ? nlog_slice_of(result->comparison.withdrawal_reference)
				    : nlog_notice_line(result->comparison.after,
						       NLOG_FIELD_REFERENCE_NO);
	nlog_slice title = nlog_notice_line(result->comparison.after, NLOG_FIELD_TITLE);
	nlog_str text = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, result->comparison.key);
	nlog_str_addf(&text, "r%u", result->revision);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &text);
	nlog_str_add_slice(&text, title);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &text);
	nlog_str_add(&text, "issued ");
	nlog_date_add_human(&text, result->comparison.after_issued);
	if (reference.len)
		nlog_str_addf(&text, ", Ref. %.*s", (int)reference.len, reference.data);
	if (*result->commit)
		nlog_str_addf(&text, " · recorded as %.7s", result->commit);
	else
		nlog_str_add(&text, " · not recorded: this is a dry run");
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &text);
	if (result->corrects) {
		nlog_str_addf(
			&text,
			"corrects r%u, an error of ours in recording it: no amendment",
			result->corrects);
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &text);
	}
	nlog_view_amendments(report, &result->comparison,
			     view->shows_all ? NLOG_VIEW_ALL : NLOG_VIEW_FOLDED);
	/* With --all every note is printed where findings are. */
	if (!view->shows_all)
		add_hints(report, &result->comparison.findings);
}

static void add_register(nlog_report *report, const nlog_record_result *result)
{
	nlog_str text = NLOG_STR_INIT;

	if (*result->commit)
		nlog_str_addf(&text, "%s: the register's new vocabulary, recorded as %.7s",
			      result->name, result->commit);
	else
		nlog_str_addf(&text,
			      "%s: a new vocabulary for the register; not recorded: this "
			      "is a dry run",
			      result->name);
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&text));
	nlog_str_clear(&text);
}

static cli_status print_report(const cli_run *cli, const record_view *view,
			       const nlog_record_results *results)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	for (size_t i = 0; i < results->count; i++) {
		const nlog_record_result *result = &results->items[i];

		if (result->kind == NLOG_RECORD_UNCHANGED)
			add_unchanged(&report, result, view);
		else if (result->kind == NLOG_RECORD_REGISTER)
			add_register(&report, result);
		else
			add_revision(&report, result, view);
	}
	status = cli_print_report(cli, &view->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status print_results(const cli_run *cli, const record_view *view,
				const nlog_record_results *results)
{
	if (cli_output_is_json(&view->output))
		return cli_print_json_take(&view->output,
					   nlog_record_results_to_json(results));
	for (size_t i = 0; i < results->count; i++)
		cli_print_findings(&results->items[i].comparison.findings,
				   view->shows_all ? NLOG_NOTE : NLOG_WARNING);
	return print_report(cli, view, results);
}

/* It could not be printed, and is in the register all the same: the officer must know. */
static void tell_recorded(const nlog_record_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		const nlog_record_result *result = &results->items[i];

		if (!*result->commit)
			continue;
		if (result->kind == NLOG_RECORD_REGISTER)
			(void)fprintf(stderr,
				      "noticelog: recorded all the same: register.json as "
				      "%.7s\n",
				      result->commit);
		else
			(void)fprintf(stderr,
				      "noticelog: recorded all the same: %s r%u as %.7s\n",
				      result->comparison.key, result->revision,
				      result->commit);
	}
}

/* Read all files before the register is locked. */
static int read_inputs(nlog_record_input *inputs, nlog_str *bytes, const char **paths,
		       size_t count, nlog_error *err)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		int rc = nlog_file_read(&bytes[i], paths[i], NLOG_FILE_LIMIT, err);

		if (rc)
			return rc;
		total += bytes[i].len;
		if (total > TOTAL_LIMIT)
			return nlog_error_set(
				err, NLOG_ELIMIT,
				"these files are too much for one call: record "
				"them in several");
		inputs[i].name = strcmp(paths[i], "-") == 0 ? "standard input" : paths[i];
		inputs[i].bytes = nlog_str_slice(&bytes[i]);
	}
	return 0;
}

/* Reading gets slow where every object is a file: git tidies up, if somebody tells it. */
static void hint_at_gc(const nlog_store *store)
{
	nlog_str path = NLOG_STR_INIT;

	if (nlog_store_loose_objects(store) < LOOSE_LIMIT)
		return;
	nlog_str_add_quoted(&path, nlog_store_path(store));
	(void)fprintf(
		stderr,
		"note: the register has more than %d loose objects; `git -C %s gc` makes "
		"reading faster again\n",
		LOOSE_LIMIT, nlog_str_text(&path));
	nlog_str_clear(&path);
}

static cli_status record_inputs(const cli_run *cli, const record_view *view,
				nlog_record_options *options,
				const nlog_record_input *inputs, size_t count)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_store *store = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_identity identity = {.names = {NLOG_STR_INIT}};
	cli_status status = cli_open_store(cli, &store);

	if (!status)
		status = cli_identify_writer(cli, store, &identity, options);
	if (!status) {
		/* A warning about the input helps little beside the reason why it was refused,
		 * unless the warnings are the reason. */
		if (nlog_record(&results, store, inputs, count, options, &err)) {
			for (size_t i = 0; options->is_strict && i < results.count; i++)
				cli_print_findings(&results.items[i].comparison.findings,
						   NLOG_WARNING);
			status = cli_fail(&err);
		} else {
			status = print_results(cli, view, &results);
			if (status)
				tell_recorded(&results);
			else if (!options->is_dry_run)
				hint_at_gc(store);
		}
	}
	nlog_record_results_clear(&results);
	cli_identity_clear(&identity);
	nlog_store_free(store);
	return status;
}

static cli_status record_files(const cli_run *cli, const record_view *view,
			       nlog_record_options *options, const char **paths,
			       size_t count)
{
	nlog_record_input *inputs = nlog_alloc_array(count, sizeof(*inputs));
	nlog_str *bytes = nlog_alloc_array(count, sizeof(*bytes));
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;

	if (read_inputs(inputs, bytes, paths, count, &err))
		status = cli_fail(&err);
	else
		status = record_inputs(cli, view, options, inputs, count);
	for (size_t i = 0; i < count; i++)
		nlog_str_clear(&bytes[i]);
	nlog_free(bytes);
	nlog_free(inputs);
	return status;
}

/* A revision's number as people read it everywhere, r3, or alone. */
static cli_status read_corrects(const cli_run *cli, const char *text, unsigned *out)
{
	const char *digits = text && *text == 'r' ? text + 1 : text;
	size_t len = text ? strspn(digits, "0123456789") : 0;

	if (text && (!len || len > 9 || digits[len] || *digits == '0'))
		return cli_usage(cli, "--corrects '%s' is no revision: write it as 3 or r3",
				 text);
	*out = text ? (unsigned)strtoul(digits, NULL, 10) : 0;
	return CLI_FINE;
}

/* What the options say of the files' part, checked together. */
static cli_status check_role(const cli_run *cli, const char *kind, const char *issued,
			     nlog_record_options *record, size_t count)
{
	static const struct {
		const char *name;
		nlog_record_role role;
	} roles[] = {{"correction", NLOG_AS_CORRECTION},
		     {"backfill", NLOG_AS_BACKFILL},
		     {"withdrawal", NLOG_AS_WITHDRAWAL}};
	size_t r = 0;

	while (kind && r < sizeof(roles) / sizeof(*roles) &&
	       strcmp(roles[r].name, kind) != 0)
		r++;
	if (kind && r == sizeof(roles) / sizeof(*roles))
		return cli_usage(cli,
				 "--kind '%s' is none of correction, backfill, withdrawal",
				 kind);
	record->role = kind ? roles[r].role : NLOG_AS_REVISION;
	record->has_issued = issued != NULL;
	if (issued && !nlog_date_from_iso(&record->issued, nlog_slice_of(issued)))
		return cli_usage(cli, "--issued '%s' is no day: write it as 2025-05-02",
				 issued);
	if ((record->role == NLOG_AS_CORRECTION) != (record->corrects > 0))
		return cli_usage(cli, "--kind correction and --corrects N go together");
	if (record->role == NLOG_AS_WITHDRAWAL && !record->as)
		return cli_usage(cli,
				 "--kind withdrawal needs --as KEY, the notice withdrawn");
	if ((record->role != NLOG_AS_REVISION || issued) && count > 1)
		return cli_usage(cli, "--kind and --issued are said of one file at a time");
	if (!count && record->role != NLOG_AS_WITHDRAWAL)
		return cli_usage(cli, "name the files to record, - for standard input");
	if (record->as && record->is_new)
		return cli_usage(cli,
				 "--as names the notice; --new is for an unknown code");
	return CLI_FINE;
}

cli_status cli_record(cli_run *cli, int argc, const char **argv)
{
	record_view view = {.output = {NULL, NULL}};
	nlog_record_options record = NLOG_RECORD_OPTIONS_INIT;
	int is_dry_run = 0, is_new = 0, is_strict = 0;
	int wait_seconds = (int)record.wait_seconds;
	const char *kind = NULL, *issued = NULL, *corrects = NULL;
	const struct poptOption options[] = {
		{"dry-run", 'n', POPT_ARG_NONE, &is_dry_run, 0,
		 "say what would be recorded, write nothing", NULL},
		{"as", 0, POPT_ARG_STRING, &record.as, 0,
		 "record under KEY, whatever the project code says", "KEY"},
		{"new", 0, POPT_ARG_NONE, &is_new, 0,
		 "an unknown code is a new notice, even if it looks like a known one",
		 NULL},
		{"kind", 0, POPT_ARG_STRING, &kind, 0,
		 "correction (of our own error), backfill (issued earlier, recorded late) "
		 "or "
		 "withdrawal (cancelled; FILE, if any, is why)",
		 "KIND"},
		{"corrects", 0, POPT_ARG_STRING, &corrects, 0,
		 "the revision that a correction mends, such as 3 or r3", "N"},
		{"issued", 0, POPT_ARG_STRING, &issued, 0,
		 "the day of issue, whatever the notice says", "DAY"},
		{"strict", 0, POPT_ARG_NONE, &is_strict, 0,
		 "record nothing if a file gives a warning", NULL},
		CLI_WAIT_OPTION(wait_seconds),
		{"message", 'm', POPT_ARG_STRING, &record.message, 0,
		 "a paragraph of your own for the commit", "TEXT"},
		{"all", 'a', POPT_ARG_NONE, &view.shows_all, 0,
		 "show every amendment and every note, not the grave ones alone", NULL},
		CLI_OUTPUT_OPTIONS(view.output),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	record.is_dry_run = is_dry_run != 0;
	record.is_new = is_new != 0;
	record.is_strict = is_strict != 0;
	status = read_corrects(cli, corrects, &record.corrects);
	if (!status)
		status = check_role(cli, kind, issued, &record, count);
	view.is_withdrawal = record.role == NLOG_AS_WITHDRAWAL;
	if (!status)
		status = cli_read_wait(cli, wait_seconds, &record);
	if (!status)
		status = cli_output_check(cli, &view.output);
	if (!status)
		status = record_files(cli, &view, &record, args, count);
	cli_options_end(context);
	return status;
}
