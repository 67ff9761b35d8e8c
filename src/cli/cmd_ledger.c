/* ledger: what a country officially knew on a day, and what it was told too late. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/view.h>

typedef struct {
	cli_output output;
	cli_view view;
	const char *country, *on;
} ledger_options;

static cli_status print_json(const ledger_options *options, const nlog_knew *knew,
			     size_t count, nlog_date on)
{
	json_t *countries = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(countries, nlog_knew_to_json(&knew[i]));
	return cli_print_json_take(&options->output, json_pack("{s:s, s:o, s:o}", "format",
							       "noticelog-ledger/1", "on",
							       nlog_json_from_date(on),
							       "countries", countries));
}

static cli_status print_knew(const cli_run *cli, const ledger_options *options,
			     const nlog_register *reg, const nlog_knew *knew, size_t count,
			     nlog_date on)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(&options->output))
		return print_json(options, knew, count, on);
	if (cli_output_is_csv(&options->output))
		nlog_view_knew_table(&report, knew, count);
	else if (options->country)
		nlog_view_knew(&report, reg, knew);
	else
		nlog_view_knew_list(&report, reg, knew, count);
	status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

/* The country that is named; without a name those that are members on the day or were told. */
static cli_status load_knew(const ledger_options *options, const nlog_history *history,
			    const nlog_economy *country, nlog_date on, nlog_knew *out,
			    size_t *count)
{
	const nlog_register *reg = nlog_history_register(history);
	bool is_whole = options->country || cli_output_is_json(&options->output) ||
			cli_output_is_csv(&options->output);
	nlog_error err = NLOG_ERROR_INIT;

	for (size_t i = 0; i < nlog_register_economies(reg); i++) {
		const nlog_economy *economy = nlog_register_economy(reg, i);
		nlog_knew *knew = &out[*count];

		if (country && economy != country)
			continue;
		if (nlog_knew_load(knew, history, economy, on, is_whole, &err))
			return cli_fail(&err);
		if (options->country || knew->ledger.count ||
		    nlog_economy_is_member(economy, on))
			(*count)++;
		else
			nlog_knew_clear(knew);
	}
	return CLI_FINE;
}

static cli_status show_ledger(const cli_run *cli, const ledger_options *options)
{
	nlog_date on = nlog_instant_day(cli->now);
	const nlog_economy *country = NULL;
	nlog_history *history = NULL;
	nlog_store *store = NULL;
	nlog_knew *knew = NULL;
	size_t count = 0;
	bool has_day;
	cli_status status = cli_read_day(cli, "on", options->on, &has_day, &on);

	if (!status)
		status = cli_open_view(cli, &options->view, &store, &history);
	if (!status)
		status = cli_read_country(cli, NULL, options->country, history, &country);
	if (!status) {
		knew = nlog_alloc_array(
			nlog_register_economies(nlog_history_register(history)) + 1,
			sizeof(*knew));
		status = load_knew(options, history, country, on, knew, &count);
	}
	if (!status)
		status = print_knew(cli, options, nlog_history_register(history), knew,
				    count, on);
	for (size_t i = 0; i < count; i++)
		nlog_knew_clear(&knew[i]);
	nlog_free(knew);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_ledger(cli_run *cli, int argc, const char **argv)
{
	ledger_options ledger = {.country = NULL};
	const struct poptOption options[] = {{"on", 0, POPT_ARG_STRING, &ledger.on, 0,
					      "what was known at the end of DAY; else now",
					      "DAY"},
					     CLI_VIEW_OPTIONS(ledger.view),
					     CLI_TABLE_OUTPUT_OPTIONS(ledger.output),
					     POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count > 1)
		status = cli_usage(cli, "name one country, or none for all");
	else
		status = cli_output_check_table(cli, &ledger.output);
	ledger.country = args[0];
	if (!status)
		status = show_ledger(cli, &ledger);
	cli_options_end(context);
	return status;
}
