/* Entries printed one after the other, each whole. */
#include "cli.h"

#include <string.h>

static bool is_page(const cli_entries *entries)
{
	return cli_output_is(entries->output, "html") ||
	       cli_output_is(entries->output, "atom");
}

static cli_status put(cli_entries *entries, nlog_slice bytes)
{
	if (!entries->output->file)
		return cli_put(bytes);
	nlog_str_add_slice(&entries->held, bytes);
	return CLI_FINE;
}

cli_status cli_entries_begin(cli_entries *entries, const cli_run *cli,
			     const cli_output *output, const char *json_format)
{
	*entries = (cli_entries){.cli = cli, .output = output, .json_format = json_format};
	return cli_output_is_json(output) ? put(entries, NLOG_SLICE("{\n  \"entries\": ["))
					  : CLI_FINE;
}

cli_status cli_entries_add_report(cli_entries *entries, nlog_report *report)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (is_page(entries)) {
		nlog_report_move(&entries->page, report);
		return CLI_FINE;
	}
	if (entries->count++ && !cli_output_is_csv(entries->output))
		nlog_str_addc(&text, '\n');
	cli_render(entries->cli, entries->output, report, &text);
	status = put(entries, nlog_str_slice(&text));
	nlog_str_clear(&text);
	nlog_report_clear(report);
	return status;
}

/* The stored form of an entry, two levels further in. Strings hold no line feeds there. */
static void add_indented(nlog_str *out, const json_t *value)
{
	nlog_str stored = NLOG_STR_INIT;
	nlog_slice rest;

	nlog_json_write(&stored, value, NLOG_JSON_STORED);
	rest = nlog_slice_trim(nlog_str_slice(&stored));
	while (rest.len) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.data) : rest.len;

		nlog_str_add(out, "\n    ");
		nlog_str_addn(out, rest.data, len);
		rest = nlog_slice_from(rest, end ? len + 1 : len);
	}
	nlog_str_clear(&stored);
}

cli_status cli_entries_add_json_take(cli_entries *entries, json_t *value)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (entries->count++)
		nlog_str_addc(&text, ',');
	add_indented(&text, value);
	status = put(entries, nlog_str_slice(&text));
	nlog_str_clear(&text);
	json_decref(value);
	return status;
}

/* What stands behind the last entry. */
static cli_status close_entries(cli_entries *entries)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (cli_output_is_json(entries->output))
		nlog_str_addf(&text, "%s],\n  \"format\": \"%s\"\n}\n",
			      entries->count ? "\n  " : "", entries->json_format);
	if (is_page(entries))
		cli_render(entries->cli, entries->output, &entries->page, &text);
	status = put(entries, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return status;
}

cli_status cli_entries_end(cli_entries *entries, cli_status status)
{
	if (!status)
		status = close_entries(entries);
	if (!status && entries->output->file)
		status = cli_print(entries->output, nlog_str_slice(&entries->held));
	nlog_report_clear(&entries->page);
	nlog_str_clear(&entries->held);
	return status;
}
