/* rules, roster: what the program and the register know. */
#include "cli.h"

#include <noticelog/check.h>
#include <noticelog/suggestion.h>
#include <noticelog/view.h>

static json_t *rules_to_json(const nlog_register *reg)
{
	return json_pack("{s:s, s:s, s:o, s:o}", "format", "noticelog-rules/1", "version",
			 NLOG_RULES_VERSION, "amendments", nlog_rules_to_json(reg),
			 "findings", nlog_finding_catalogue_to_json(reg));
}

static cli_status refuse_rule(const cli_run *cli, const char *id)
{
	nlog_suggestion near = nlog_suggestion_for(nlog_slice_of(id));
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	for (size_t i = 0; i < nlog_rules_count(); i++)
		nlog_suggestion_offer(&near, nlog_rules_get(i)->id);
	for (int i = 0; i < NLOG_F_COUNT; i++)
		nlog_suggestion_offer(&near, nlog_finding_rule_of((nlog_finding_id)i)->id);
	if (!nlog_suggestion_add(&text, &near))
		nlog_str_add(&text, ": `noticelog rules` lists them");
	status = cli_usage(cli, "there is no rule '%s'%s", id, nlog_str_text(&text));
	nlog_str_clear(&text);
	return status;
}

static cli_status rules(const cli_run *cli, const char *id, const cli_output *output)
{
	nlog_register *reg = NULL;
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status = cli_open_vocabulary(cli, true, &reg);

	if (status)
		return status;
	if (id && !nlog_view_rule(&report, reg, nlog_slice_of(id)))
		status = refuse_rule(cli, id);
	else if (cli_output_is_json(output))
		status = cli_print_json_take(output, rules_to_json(reg));
	else {
		if (!id)
			nlog_view_rules(&report, reg);
		status = cli_print_report(cli, output, &report);
	}
	nlog_report_clear(&report);
	nlog_register_free(reg);
	return status;
}

cli_status cli_rules(cli_run *cli, int argc, const char **argv)
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
	if (count > 1)
		status = cli_usage(cli, "name one rule, or none for all");
	else if (count && cli_output_is_json(&output))
		status = cli_usage(cli, "-f json lists all rules: leave '%s' out", args[0]);
	else
		status = cli_output_check(cli, &output);
	if (!status)
		status = rules(cli, args[0], &output);
	cli_options_end(context);
	return status;
}

static cli_status roster(const cli_run *cli, nlog_date day, const cli_output *output)
{
	nlog_register *reg = NULL;
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status = cli_open_vocabulary(cli, true, &reg);

	if (status)
		return status;
	if (cli_output_is_json(output)) {
		status = cli_print_json_take(output, nlog_roster_to_json(reg, day));
	} else {
		nlog_view_roster(&report, reg, day);
		status = cli_print_report(cli, output, &report);
	}
	nlog_report_clear(&report);
	nlog_register_free(reg);
	return status;
}

cli_status cli_roster(cli_run *cli, int argc, const char **argv)
{
	const char *on = NULL;
	nlog_date day = nlog_instant_day(cli->now);
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {
		{"on", 0, POPT_ARG_STRING, &on, 0, "on that day, not today", "DAY"},
		CLI_OUTPUT_OPTIONS(output),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(cli, "roster takes no argument");
	else if (on && !nlog_date_from_iso(&day, nlog_slice_of(on)))
		status = cli_usage(cli, "--on '%s' is no day: write it as 2025-05-02", on);
	else
		status = cli_output_check(cli, &output);
	if (!status)
		status = roster(cli, day, &output);
	cli_options_end(context);
	return status;
}
