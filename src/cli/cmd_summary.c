/* summary: what changed for a country, what it has to do, and by when. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <noticelog/told.h>
#include <stdio.h>
#include <string.h>

#include "progress.h"

#define WAIT_SECONDS 30

/* Recording */

/* Seen before anything is written: what cannot be recorded is not told either. */
static cli_status check_told(const summary_run *run)
{
	nlog_date on = nlog_summaries_day(run->all);
	nlog_error err = NLOG_ERROR_INIT;

	/* Somewhere it is tomorrow already. */
	if (on.day > nlog_instant_day(run->identity.committer.when).day + 1)
		return cli_usage(run->cli, "--record keeps what was told: --on names a day "
					   "to come");
	for (size_t i = 0; i < nlog_summaries_count(run->all); i++) {
		const nlog_summary *summary = nlog_summaries_get(run->all, i);

		if (summary->is_first || summary->since.day <= on.day)
			continue;
		nlog_error_set(&err, NLOG_ECONFLICT,
			       "%s was told on a later day already: a summary of an "
			       "earlier one cannot follow it",
			       summary->country->name);
		return cli_fail(&err);
	}
	return CLI_FINE;
}

static cli_status record_told(const summary_run *run)
{
	size_t count = nlog_summaries_count(run->all), told_count = 0;
	nlog_told *told = nlog_alloc_array(count + 1, sizeof(*told));
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;

	for (size_t i = 0; i < count; i++) {
		const nlog_summary *summary = nlog_summaries_get(run->all, i);

		if (nlog_summary_is_addressed(run->all, summary))
			told[told_count++] = (nlog_told){
				summary->country, nlog_summaries_day(run->all),
				nlog_summaries_head(run->all), &summary->ledger};
	}
	if (nlog_told_record(run->store, told, told_count,
			     &(nlog_told_options){run->identity.author,
						  run->identity.committer, WAIT_SECONDS},
			     &err))
		status = cli_fail(&err);
	else
		(void)fprintf(stderr, "noticelog: recorded that %zu %s told of %.7s\n",
			      told_count,
			      told_count == 1 ? "country was" : "countries were",
			      nlog_summaries_head(run->all));
	nlog_free(told);
	return status;
}

/* Reading the options */

static cli_status read_since(const summary_run *run, nlog_summary_options *out,
			     char commit[NLOG_OID_SIZE])
{
	const char *since = run->options->since;
	nlog_error err = NLOG_ERROR_INIT;

	if (!since || strcmp(since, "last") == 0)
		return CLI_FINE;
	out->since = NLOG_SINCE_DAY;
	if (nlog_date_from_iso(&out->since_day, nlog_slice_of(since)))
		return out->since_day.day <= out->on.day
			       ? CLI_FINE
			       : cli_usage(run->cli, "--since is after the day of the "
						     "summary");
	out->since = NLOG_SINCE_COMMIT;
	out->since_commit = commit;
	return nlog_store_resolve(run->store, since, commit, &err) ? cli_fail(&err)
								   : CLI_FINE;
}

/* All of the roster, or the one that is named. @param out  room for all */
static cli_status choose_countries(const summary_run *run, const nlog_economy **out,
				   size_t *count)
{
	const nlog_register *reg = nlog_history_register(run->history);
	const char *name = run->options->country;

	*count = 0;
	for (size_t i = 0; !name && i < nlog_register_economies(reg); i++)
		out[(*count)++] = nlog_register_economy(reg, i);
	if (!name)
		return CLI_FINE;
	*count = 1;
	return cli_read_country(run->cli, NULL, name, run->history, &out[0]);
}

static cli_status load_summaries(summary_run *run)
{
	const summary_options *options = run->options;
	size_t room = nlog_register_economies(nlog_history_register(run->history)) + 1;
	const nlog_economy **countries = nlog_alloc_array(room, sizeof(*countries));
	char commit[NLOG_OID_SIZE];
	cli_progress progress;
	nlog_summary_options how = {.on = nlog_instant_day(run->cli->now),
				    .filter = &run->filter,
				    .progress = cli_progress_step,
				    .progress_data = &progress};
	nlog_error err = NLOG_ERROR_INIT;
	size_t count;
	bool has_day;
	cli_status status = cli_read_day(run->cli, "on", options->on, &has_day, &how.on);

	if (!status)
		status = read_since(run, &how, commit);
	if (!status)
		status = cli_filter_read(run->cli, &options->filter, run->history,
					 &run->filter);
	if (!status)
		status = choose_countries(run, countries, &count);
	cli_progress_begin(&progress, "notices");
	if (!status &&
	    nlog_summaries_load(&run->all, run->history, countries, count, &how, &err)) {
		cli_progress_end(&progress);
		status = cli_fail(&err);
	}
	cli_progress_end(&progress);
	nlog_free(countries);
	return status;
}

static cli_status run_summary(const cli_run *cli, const summary_options *options,
			      const bool chosen[CLI_SUMMARY_FORMATS])
{
	summary_run run = {
		.cli = cli, .options = options, .identity = {.names = {NLOG_STR_INIT}}};
	cli_status status = cli_open_view(cli, &options->view, &run.store, &run.history);

	if (!status)
		status = load_summaries(&run);
	if (!status)
		run.book = nlog_event_book_new(run.history);
	if (!status && options->records)
		status = cli_identify(cli, run.store, &run.identity);
	if (!status && options->records)
		status = check_told(&run);
	if (!status)
		status = options->is_all ? cli_summary_write_all(&run, chosen)
					 : cli_summary_print(&run);
	if (!status && options->records)
		status = record_told(&run);
	cli_identity_clear(&run.identity);
	nlog_event_book_free(run.book);
	nlog_summaries_free(run.all);
	nlog_history_free(run.history);
	nlog_store_free(run.store);
	return status;
}

/* What was told must be the whole of what is known now. */
static cli_status check_record(const cli_run *cli, const summary_options *options)
{
	const cli_filter *filter = &options->filter;

	if (!options->records)
		return CLI_FINE;
	if (filter->notice || filter->until || filter->author || filter->rule ||
	    filter->severity || filter->field)
		return cli_usage(cli, "--record goes with no filter: what a filter leaves "
				      "out would never be told");
	if (options->view.as_of || options->view.as_known)
		return cli_usage(cli, "--record goes without --as-of and --as-known: what "
				      "is known now is told");
	if (options->since && strcmp(options->since, "last") != 0)
		return cli_usage(cli, "--record goes with --since last alone: else "
				      "something is left out or told twice");
	return CLI_FINE;
}

static cli_status check_arguments(const cli_run *cli, summary_options *options,
				  const char **args, size_t count)
{
	if (options->is_all && count)
		return cli_usage(cli, "--all is for every member: name no country");
	if (options->is_all && !options->output.file)
		return cli_usage(cli,
				 "--all needs --output DIR, where it writes the files");
	if (!options->is_all && count != 1)
		return cli_usage(cli, "name one country, or --all");
	options->country = options->is_all ? NULL : args[0];
	if (!options->is_all && options->output.format &&
	    strchr(options->output.format, ','))
		return cli_usage(cli, "several formats are for --all");
	return check_record(cli, options);
}

cli_status cli_summary(cli_run *cli, int argc, const char **argv)
{
	summary_options summary = {.country = NULL};
	bool chosen[CLI_SUMMARY_FORMATS];
	const struct poptOption options[] = {
		{"all", 'a', POPT_ARG_NONE, &summary.is_all, 0,
		 "every member: files and an index page in the folder of --output", NULL},
		{"since", 0, POPT_ARG_STRING, &summary.since, 0,
		 "last (the default: when it was last told), a day, or a git revision",
		 "WHEN"},
		{"on", 0, POPT_ARG_STRING, &summary.on, 0,
		 "the day of the summary, from which days are counted; else today", "DAY"},
		{"record", 0, POPT_ARG_NONE, &summary.records, 0,
		 "note in the ledger that this was told", NULL},
		{"notice", 0, POPT_ARG_STRING, &summary.filter.notice, 0,
		 "of one notice alone", "NOTICE"},
		{"until", 0, POPT_ARG_STRING, &summary.filter.until, 0,
		 "with a revision issued on that day or earlier", "DAY"},
		{"author", 0, POPT_ARG_STRING, &summary.filter.author, 0,
		 "with a revision recorded by one whose name or e-mail has TEXT", "TEXT"},
		{"rule", 0, POPT_ARG_STRING, &summary.filter.rule, 0,
		 "with an amendment of RULE (timing: all of timing)", "RULE,…"},
		{"severity", 0, POPT_ARG_STRING, &summary.filter.severity, 0,
		 "with an amendment of that severity", "SEVERITY,…"},
		{"field", 0, POPT_ARG_STRING, &summary.filter.field, 0,
		 "with an amendment of that member of a notice", "FIELD,…"},
		CLI_VIEW_OPTIONS(summary.view),
		{"format", 'f', POPT_ARG_STRING, &summary.output.format, 0,
		 "text, markdown, html, csv, json, ical or atom; with --all several, "
		 "parted "
		 "by commas",
		 "FORMAT"},
		{"output", 'o', POPT_ARG_STRING, &summary.output.file, 0,
		 "write to FILE, whole or not at all; with --all, files into a folder",
		 "FILE"},
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	status = check_arguments(cli, &summary, args, count);
	if (!status)
		status = cli_summary_choose(cli, summary.output.format, chosen);
	if (!status)
		status = run_summary(cli, &summary, chosen);
	cli_options_end(context);
	return status;
}
