/* What commands print, and where. */
#include "cli.h"

#include <errno.h>
#include <noticelog/file.h>
#include <noticelog/json.h>
#include <stdio.h>
#include <string.h>

bool cli_output_is(const cli_output *output, const char *format)
{
	return output->format && strcmp(output->format, format) == 0;
}

bool cli_output_is_json(const cli_output *output)
{
	return cli_output_is(output, "json");
}

bool cli_output_is_csv(const cli_output *output)
{
	return cli_output_is(output, "csv");
}

const nlog_format *cli_output_format(const cli_output *output)
{
	return nlog_format_named(nlog_slice_of(output->format ? output->format : "text"));
}

/* What the formats are for that do not show everything. */
static const char *const content_names[] = {
	[NLOG_CONTENT_ANY] = "",
	[NLOG_CONTENT_TABLES] = "tables",
	[NLOG_CONTENT_EVENTS] = "the dates of notices",
	[NLOG_CONTENT_ENTRIES] = "what happened one after the other",
};

static bool has_content(const nlog_format *format, unsigned contents)
{
	return (contents | 1u << NLOG_CONTENT_ANY) >> nlog_format_content(format) & 1;
}

cli_status cli_output_check_for(const cli_run *cli, const cli_output *output,
				unsigned contents)
{
	const nlog_format *format = cli_output_format(output);
	nlog_str names = NLOG_STR_INIT;

	if (cli_output_is_json(output) || (format && has_content(format, contents)))
		return CLI_FINE;
	if (format)
		return cli_usage(cli, "this cannot be had as %s, which is for %s",
				 output->format,
				 content_names[nlog_format_content(format)]);
	for (size_t i = 0; (format = nlog_format_get(i)); i++)
		if (has_content(format, contents))
			nlog_str_addf(&names, "%s, ", nlog_format_name(format));
	cli_usage(cli, "there is no format '%s': it is one of %sjson", output->format,
		  nlog_str_text(&names));
	nlog_str_clear(&names);
	return CLI_USAGE;
}

cli_status cli_output_check(const cli_run *cli, const cli_output *output)
{
	return cli_output_check_for(cli, output, 0);
}

cli_status cli_output_check_table(const cli_run *cli, const cli_output *output)
{
	return cli_output_check_for(cli, output, 1u << NLOG_CONTENT_TABLES);
}

cli_status cli_output_check_plain(const cli_run *cli, const cli_output *output)
{
	if (!output->format || strcmp(output->format, "text") == 0 ||
	    cli_output_is_json(output))
		return CLI_FINE;
	return cli_usage(cli, "there is no format '%s': it is text or json",
			 output->format);
}

cli_status cli_flush(void)
{
	nlog_error err = NLOG_ERROR_INIT;
	bool had_failed = ferror(stdout) != 0;

	if (fflush(stdout) == 0 && !had_failed)
		return CLI_FINE;
	/* Whoever read it has seen enough. */
	if (errno == EPIPE)
		return CLI_FAILURE;
	nlog_error_set(&err, NLOG_EIO, "cannot write to standard output: %s",
		       strerror(errno));
	return cli_fail(&err);
}

cli_status cli_put(nlog_slice bytes)
{
	(void)fwrite(bytes.data, 1, bytes.len, stdout);
	return cli_flush();
}

cli_status cli_print(const cli_output *output, nlog_slice bytes)
{
	nlog_error err = NLOG_ERROR_INIT;

	if (!output->file)
		return cli_put(bytes);
	return nlog_file_write(output->file, bytes, &err) ? cli_fail(&err) : CLI_FINE;
}

nlog_render_options cli_render_options(const cli_run *cli, const cli_output *output)
{
	return (nlog_render_options){
		.width = output->file && cli->width ? 100 : cli->width,
		.colour = cli->is_colourful && !output->file,
	};
}

static void render(const cli_run *cli, const cli_output *output, const nlog_report *report,
		   nlog_str *out, void (*put)(nlog_slice piece, void *data))
{
	nlog_render_options options = cli_render_options(cli, output);
	nlog_str title = NLOG_STR_INIT;

	options.put = put;
	nlog_str_addf(&title, "%s: %s", cli->command->name, cli->command->summary);
	options.title = nlog_str_text(&title);
	nlog_render(out, report, cli_output_format(output), &options);
	nlog_str_clear(&title);
}

void cli_render(const cli_run *cli, const cli_output *output, const nlog_report *report,
		nlog_str *out)
{
	render(cli, output, report, out, NULL);
}

/* Whether it can be written is asked in the end. */
static void put_piece(nlog_slice piece, void *data)
{
	(void)data;
	(void)fwrite(piece.data, 1, piece.len, stdout);
}

cli_status cli_print_report(const cli_run *cli, const cli_output *output,
			    const nlog_report *report)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	render(cli, output, report, &text, output->file ? NULL : put_piece);
	status = output->file ? cli_print(output, nlog_str_slice(&text)) : cli_flush();
	nlog_str_clear(&text);
	return status;
}

static void append_piece(nlog_slice piece, void *data)
{
	nlog_str_add_slice(data, piece);
}

cli_status cli_print_pieces(const cli_output *output,
			    void (*write)(const void *what,
					  void (*put)(nlog_slice piece, void *data),
					  void *data),
			    const void *what)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	write(what, output->file ? append_piece : put_piece, &text);
	status = output->file ? cli_print(output, nlog_str_slice(&text)) : cli_flush();
	nlog_str_clear(&text);
	return status;
}

cli_status cli_print_json_take(const cli_output *output, json_t *value)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	nlog_json_write(&text, value, NLOG_JSON_STORED);
	status = cli_print(output, nlog_str_slice(&text));
	nlog_str_clear(&text);
	json_decref(value);
	return status;
}

cli_status cli_fail(const nlog_error *err)
{
	static const struct {
		nlog_code code;
		cli_status status;
	} statuses[] = {{NLOG_EUSAGE, CLI_USAGE},
			{NLOG_ECONFLICT, CLI_CONFLICT},
			{NLOG_EBUSY, CLI_CONFLICT}};

	(void)fflush(stdout);
	(void)fputs("noticelog: ", stderr);
	if (err->source[0])
		(void)fprintf(stderr, "%s:", err->source);
	if (err->line)
		(void)fprintf(stderr, "%u:", err->line);
	if (err->line && err->column)
		(void)fprintf(stderr, "%u:", err->column);
	(void)fprintf(stderr, "%s%s\n", err->source[0] ? " " : "", err->text);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (statuses[i].code == err->code)
			return statuses[i].status;
	return CLI_FAILURE;
}

void cli_print_findings(const nlog_findings *findings, nlog_level least)
{
	nlog_str text = NLOG_STR_INIT;

	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].severity >= least)
			nlog_finding_format(&text, &findings->items[i]);
	(void)fflush(stdout);
	(void)fputs(nlog_str_text(&text), stderr);
	nlog_str_clear(&text);
}
