/* Which part of the history a command shows: options in common. */
#include "cli.h"

#include <noticelog/suggestion.h>

cli_status cli_read_day(const cli_run *cli, const char *option, const char *text, bool *has,
			nlog_date *day)
{
	*has = text != NULL;
	if (!text || nlog_date_from_iso(day, nlog_slice_of(text)))
		return CLI_FINE;
	return cli_usage(cli, "--%s '%s' is no day: write it as 2025-05-02", option, text);
}

cli_status cli_read_country(const cli_run *cli, const char *option, const char *text,
			    const nlog_history *history, const nlog_economy **out)
{
	const nlog_register *reg = nlog_history_register(history);
	nlog_suggestion near = nlog_suggestion_for(nlog_slice_of(text));
	nlog_str advice = NLOG_STR_INIT;
	cli_status status;

	*out = NULL;
	if (!text)
		return CLI_FINE;
	*out = nlog_register_find_economy(reg, nlog_slice_of(text));
	if (*out)
		return CLI_FINE;
	for (size_t i = 0; i < nlog_register_economies(reg); i++)
		nlog_suggestion_offer(&near, nlog_register_economy(reg, i)->name);
	if (!nlog_suggestion_add(&advice, &near))
		nlog_str_add(&advice, ": `noticelog roster` lists names and codes");
	status = cli_usage(cli, "%s%s%s'%s' is not on the roster%s", option ? "--" : "",
			   option ? option : "", option ? " " : "", text,
			   nlog_str_text(&advice));
	nlog_str_clear(&advice);
	return status;
}

static cli_status read_notice(const cli_run *cli, const char *name,
			      const nlog_history *history, const nlog_dossier **out)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_address address;

	if (!name)
		return CLI_FINE;
	if (nlog_history_resolve(history, name, &address, &err))
		return cli_fail(&err);
	if (address.is_revision_named)
		return cli_usage(cli, "name the notice alone, without '@'");
	*out = address.dossier;
	return CLI_FINE;
}

cli_status cli_read_scope(const cli_run *cli, const cli_filter *options,
			  nlog_history_scope *out)
{
	*out = (nlog_history_scope){.notice = options->notice};
	return cli_read_day(cli, "since", options->since, &out->has_since, &out->since);
}

cli_status cli_filter_read(const cli_run *cli, const cli_filter *options,
			   const nlog_history *history, nlog_filter *out)
{
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;

	*out = (nlog_filter){
		.author = options->author,
		.rules = options->rule,
		.severities = options->severity,
		.fields = options->field,
		.declared = options->declared,
	};
	status = cli_read_day(cli, "since", options->since, &out->has_since, &out->since);
	if (!status)
		status = cli_read_day(cli, "until", options->until, &out->has_until,
				      &out->until);
	if (!status)
		status = cli_read_country(cli, "country", options->country, history,
					  &out->country);
	if (!status && nlog_filter_check(out, &err))
		status = cli_usage(cli, "%s", err.text);
	return status ? status : read_notice(cli, options->notice, history, &out->dossier);
}

cli_status cli_open_view(const cli_run *cli, const cli_view *view, nlog_store **store,
			 nlog_history **history)
{
	return cli_open_scope(cli, view, NULL, store, history);
}

cli_status cli_open_scope(const cli_run *cli, const cli_view *view,
			  const nlog_history_scope *scope, nlog_store **store,
			  nlog_history **history)
{
	nlog_history_view seen = {.has_now = true, .now = cli->now};
	nlog_history_scope brief = scope ? *scope : (nlog_history_scope){.notice = NULL};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_index *index = NULL;
	cli_status status =
		cli_read_day(cli, "as-of", view->as_of, &seen.has_as_of, &seen.as_of);

	if (!status)
		status = cli_read_day(cli, "as-known", view->as_known, &seen.has_as_known,
				      &seen.as_known);
	if (!status)
		status = cli_open_store(cli, store);
	if (!status && view->jobs)
		nlog_store_use_jobs(*store, (size_t)view->jobs);
	if (!status && !view->is_without_index)
		index = cli_open_index(*store);
	brief.is_brief = true;
	brief.jobs = (size_t)view->jobs;
	if (!status &&
	    nlog_history_load_index_take(history, *store, index, &seen, &brief, &err))
		status = cli_fail(&err);
	else if (!status)
		cli_print_findings(nlog_history_findings(*history), NLOG_NOTE);
	return status;
}
