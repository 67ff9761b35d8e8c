/* log: what was amended, step after step, or commit after commit. */
#include "cli.h"

#include <noticelog/recorded.h>
#include <noticelog/steps.h>
#include <noticelog/view.h>

typedef struct {
	cli_output output;
	cli_view view;
	cli_filter filter;
	int limit, is_reverse, shows_all, is_recorded;
} log_options;

/* A run of the command: from where the entries come and to where they go. */
typedef struct {
	const cli_run *cli;
	const log_options *options;
	const nlog_history *history;
	nlog_filter filter;
	nlog_steps steps; /* oldest first; empty for --recorded */
	cli_entries entries;
} log_run;

/* One source of entries: how many there may be, does one pass, and printing it. */
typedef struct {
	const char *json_format;
	const char *name, *title; /* of a feed */
	size_t (*count)(const log_run *run);
	/* @return 1 if it passes, 0 if not, or an error */
	int (*passes)(const log_run *run, size_t index, nlog_error *err);
	/* Prints it if it passes, and says whether it did. */
	cli_status (*print)(log_run *run, size_t index, bool *passed);
	void (*add_heads)(nlog_report *report);
} log_source;

static size_t count_steps(const log_run *run)
{
	return run->steps.count;
}

static int step_passes(const log_run *run, size_t index, nlog_error *err)
{
	const nlog_history_step *step = &run->steps.items[index];
	bool passes;
	int rc;

	if (!nlog_filter_needs_comparison(&run->filter))
		return 1;
	rc = nlog_filter_ask(&run->filter, run->history, step->dossier, step->before,
			     step->after, &passes, err);
	return rc ? rc : passes;
}

static nlog_view_depth depth_of(const log_run *run)
{
	return run->options->shows_all ? NLOG_VIEW_ALL : NLOG_VIEW_FOLDED;
}

/* A step as an entry that is printed later. */
typedef struct {
	const log_run *run;
	const nlog_history_step *step;
	bool passed;
	nlog_report report;
	json_t *json; /* owned; NULL: the report is printed */
} log_entry;

static int show_step(log_entry *entry, nlog_error *err)
{
	const log_run *run = entry->run;
	const nlog_history_step *step = entry->step;
	nlog_shown_step shown = NLOG_SHOWN_STEP_INIT;
	int rc = nlog_history_show(run->history, step->dossier, step->before, step->after,
				   &shown, err);

	entry->passed = !rc && nlog_filter_takes_shown(&run->filter, &shown.shown);
	if (entry->passed)
		nlog_view_step(&entry->report, &shown, depth_of(run));
	nlog_shown_step_clear(&shown);
	return rc;
}

static void add_compared(log_entry *entry, const nlog_comparison *comparison)
{
	const log_run *run = entry->run;
	nlog_shown_step shown = NLOG_SHOWN_STEP_INIT;

	if (cli_output_is_json(&run->options->output)) {
		entry->json = nlog_comparison_to_log_json(comparison);
	} else if (cli_output_is_csv(&run->options->output)) {
		nlog_view_table_rows(&entry->report, comparison, &run->filter);
	} else {
		nlog_shown_step_fill(&shown, comparison);
		nlog_view_step(&entry->report, &shown, depth_of(run));
		nlog_shown_step_clear(&shown);
	}
}

/* A table has values, JSON a digest, and who is concerned is said by the notices themselves. */
static int compare_step(log_entry *entry, nlog_error *err)
{
	const log_run *run = entry->run;
	const nlog_history_step *step = entry->step;
	nlog_comparison comparison;
	int rc = nlog_history_compare(run->history, step->dossier, step->before,
				      step->after, &comparison, err);

	entry->passed = !rc && nlog_filter_takes(&run->filter, &comparison);
	if (entry->passed)
		add_compared(entry, &comparison);
	nlog_comparison_clear(&comparison);
	return rc;
}

static cli_status print_step(log_run *run, size_t index, bool *passed)
{
	const cli_output *output = &run->options->output;
	bool is_whole = cli_output_is_csv(output) || cli_output_is_json(output) ||
			run->filter.country;
	log_entry entry = {.run = run, .step = &run->steps.items[index]};
	nlog_error err = NLOG_ERROR_INIT;

	if ((is_whole ? compare_step : show_step)(&entry, &err))
		return cli_fail(&err);
	*passed = entry.passed;
	if (!entry.passed)
		return CLI_FINE;
	return entry.json ? cli_entries_add_json_take(&run->entries, entry.json)
			  : cli_entries_add_report(&run->entries, &entry.report);
}

static size_t count_recorded(const log_run *run)
{
	return nlog_history_entries(run->history);
}

/* A revision by its day of issue; a commit that is none by its day of recording. */
static int recorded_passes(const log_run *run, size_t index, nlog_error *err)
{
	const nlog_filter *filter = &run->filter;
	const nlog_entry *entry = nlog_log_get(nlog_history_log(run->history), index);
	const nlog_dossier *dossier =
		entry->notice
			? nlog_history_find(run->history, nlog_slice_of(entry->notice))
			: NULL;
	const nlog_revision *revision =
		dossier ? nlog_dossier_numbered(dossier, entry->revision) : NULL;
	nlog_date day = nlog_instant_day(entry->recorded);

	(void)err;
	if (filter->dossier && filter->dossier != dossier)
		return 0;
	if (entry->revision)
		return revision && nlog_history_sees(run->history, revision) &&
		       nlog_filter_takes_revision(filter, dossier, revision);
	return (!filter->has_since || day.day >= filter->since.day) &&
	       (!filter->has_until || day.day <= filter->until.day) &&
	       nlog_filter_takes_author(filter, entry);
}

static cli_status print_recorded(log_run *run, size_t index, bool *passed)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_recorded recorded;
	cli_status status;

	*passed = recorded_passes(run, index, &err) > 0;
	if (!*passed)
		return CLI_FINE;
	if (nlog_recorded_load(run->history, index, &recorded, &err))
		return cli_fail(&err);
	if (cli_output_is_json(&run->options->output)) {
		status = cli_entries_add_json_take(&run->entries,
						   nlog_recorded_to_json(&recorded));
	} else {
		if (cli_output_is_csv(&run->options->output))
			nlog_view_recorded_row(&report, &recorded);
		else
			nlog_view_recorded(&report, &recorded);
		status = cli_entries_add_report(&run->entries, &report);
	}
	nlog_recorded_clear(&recorded);
	return status;
}

static const log_source sources[] = {
	{"noticelog-log/1", "log", "Amendments", count_steps, step_passes, print_step,
	 nlog_view_table_heads},
	{"noticelog-recorded/1", "recorded", "What was recorded", count_recorded,
	 recorded_passes, print_recorded, nlog_view_recorded_heads},
};

/* Where the newest `limit` entries that pass begin. */
static int find_start(const log_run *run, const log_source *source, size_t *start,
		      nlog_error *err)
{
	size_t left = (size_t)run->options->limit;

	*start = run->options->limit ? source->count(run) : 0;
	while (*start && left) {
		int rc = source->passes(run, *start - 1, err);

		if (rc < 0)
			return rc;
		left -= (size_t)rc;
		(*start)--;
	}
	return 0;
}

static cli_status print_oldest_first(log_run *run, const log_source *source)
{
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;
	size_t start;
	bool passed;

	if (find_start(run, source, &start, &err))
		return cli_fail(&err);
	for (size_t i = start; !status && i < source->count(run); i++)
		status = source->print(run, i, &passed);
	return status;
}

static cli_status print_newest_first(log_run *run, const log_source *source)
{
	size_t limit = (size_t)run->options->limit, printed = 0;
	cli_status status = CLI_FINE;

	for (size_t i = source->count(run); !status && i-- > 0;) {
		bool passed;

		status = source->print(run, i, &passed);
		printed += passed;
		if (limit && printed == limit)
			break;
	}
	return status;
}

/* Other forms of a log have no title; a feed must say which it is. */
static void add_feed_title(nlog_report *report, const log_run *run,
			   const log_source *source)
{
	nlog_str title = NLOG_STR_INIT;

	nlog_str_addf(&title, "%s: notices of the %s", source->title,
		      nlog_register_organization(nlog_history_register(run->history)));
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&title));
	nlog_view_feed(report, run->history, source->name, &run->filter);
	nlog_str_clear(&title);
}

static cli_status print_log(log_run *run)
{
	const log_source *source = &sources[run->options->is_recorded != 0];
	nlog_report heads = NLOG_REPORT_INIT;
	cli_status status = cli_entries_begin(&run->entries, run->cli,
					      &run->options->output, source->json_format);

	if (!status && cli_output_is_csv(&run->options->output)) {
		source->add_heads(&heads);
		status = cli_entries_add_report(&run->entries, &heads);
	} else if (!status && cli_output_is(&run->options->output, "atom")) {
		add_feed_title(&heads, run, source);
		status = cli_entries_add_report(&run->entries, &heads);
	}
	if (!status)
		status = run->options->is_reverse ? print_oldest_first(run, source)
						  : print_newest_first(run, source);
	return cli_entries_end(&run->entries, status);
}

static cli_status show_log(const cli_run *cli, const log_options *options)
{
	log_run run = {.cli = cli, .options = options};
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_history_scope scope;
	cli_status status = cli_read_scope(cli, &options->filter, &scope);

	/* Commits that are no revision have no day of issue by which they could be found. */
	scope.has_since = scope.has_since && !options->is_recorded;
	if (!status)
		status = cli_open_scope(cli, &options->view, &scope, &store, &history);
	run.history = history;
	if (!status)
		status = cli_filter_read(cli, &options->filter, history, &run.filter);
	if (!status && options->is_recorded && nlog_filter_needs_comparison(&run.filter))
		status = cli_usage(cli, "--recorded takes no --rule, --severity, --field, "
					"--declared and --country");
	if (!status && !options->is_recorded)
		nlog_steps_collect(&run.steps, history, &run.filter, NLOG_STEPS_BY_ISSUE);
	if (!status)
		status = print_log(&run);
	nlog_steps_clear(&run.steps);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_log(cli_run *cli, int argc, const char **argv)
{
	log_options log = {.limit = 0};
	const struct poptOption options[] = {
		CLI_FILTER_OPTIONS(log.filter),
		{"limit", 'n', POPT_ARG_INT, &log.limit, 0, "the newest N revisions", "N"},
		{"reverse", 'r', POPT_ARG_NONE, &log.is_reverse, 0, "oldest first", NULL},
		{"all", 'a', POPT_ARG_NONE, &log.shows_all, 0,
		 "every amendment on its line", NULL},
		{"recorded", 0, POPT_ARG_NONE, &log.is_recorded, 0,
		 "every commit, corrections with what they mended", NULL},
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
	log.filter.notice = args[0];
	if (count > 1)
		status = cli_usage(cli, "name one notice, or none for all");
	else if (log.limit < 0)
		status = cli_usage(cli, "--limit takes a number of 1 or more");
	else
		status = cli_output_check_for(cli, &log.output,
					      1u << NLOG_CONTENT_TABLES |
						      1u << NLOG_CONTENT_ENTRIES);
	if (!status)
		status = show_log(cli, &log);
	cli_options_end(context);
	return status;
}
