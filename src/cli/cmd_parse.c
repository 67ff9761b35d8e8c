/* parse, canon: documents and JSON in stored form. */
#include "cli.h"

#include <noticelog/file.h>
#include <noticelog/parse.h>
#include <string.h>

/* canon may be given anything that fits in memory. */
#define CANON_LIMIT ((size_t)1 << 30)

static const char *shown_name(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* A document as a notice or an addendum, read from the file of that name. */
static int parse_file(nlog_parsed *out, const char *path, nlog_document_format format,
		      const nlog_register *reg, nlog_findings *findings, nlog_error *err)
{
	const char *shown = shown_name(path);
	nlog_document *document = NULL;
	nlog_str bytes = NLOG_STR_INIT;
	int rc = nlog_file_read(&bytes, path, NLOG_FILE_LIMIT, err);

	if (!rc)
		rc = nlog_document_read(&document, shown, nlog_str_slice(&bytes), format,
					findings, err);
	if (!rc)
		rc = nlog_parse(out, document, reg, shown, findings, err);
	nlog_document_free(document);
	nlog_str_clear(&bytes);
	return rc;
}

static json_t *parsed_to_json(const char *path, const nlog_parsed *parsed,
			      const nlog_findings *findings)
{
	json_t *object = json_object();

	json_object_set_new(object, "file",
			    nlog_json_from_slice(nlog_slice_of(shown_name(path))));
	if (parsed->notice)
		json_object_set(object, "notice",
				(json_t *)nlog_notice_members(parsed->notice));
	else
		json_object_set(object, "addendum",
				(json_t *)nlog_addendum_members(parsed->addendum));
	json_object_set_new(object, "findings", nlog_findings_to_json(findings));
	return object;
}

static cli_status parse_one(const char *path, nlog_document_format format,
			    const nlog_register *reg, bool is_json, nlog_str *stored,
			    json_t *documents)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_parsed parsed = {NULL, NULL};
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;
	int rc = parse_file(&parsed, path, format, reg, &findings, &err);

	if (!rc && is_json)
		json_array_append_new(documents, parsed_to_json(path, &parsed, &findings));
	else
		cli_print_findings(&findings, NLOG_NOTE);
	if (!rc && parsed.notice)
		nlog_notice_write(stored, parsed.notice);
	else if (!rc)
		nlog_addendum_write(stored, parsed.addendum);
	if (rc)
		status = cli_fail(&err);
	else if (nlog_findings_gravest(&findings) == NLOG_ERROR)
		status = CLI_DIFFERENT;
	nlog_parsed_clear(&parsed);
	nlog_findings_clear(&findings);
	return status;
}

static cli_status parse_all(const cli_run *cli, const cli_output *output,
			    nlog_document_format format, const char **paths, size_t count)
{
	nlog_register *reg = NULL;
	nlog_str stored = NLOG_STR_INIT;
	json_t *documents = json_array();
	cli_status status = cli_open_vocabulary(cli, false, &reg), printed;
	bool is_json = cli_output_is_json(output);

	for (size_t i = 0; status <= CLI_DIFFERENT && i < count; i++) {
		cli_status one =
			parse_one(paths[i], format, reg, is_json, &stored, documents);

		if (one > status)
			status = one;
	}
	if (status <= CLI_DIFFERENT) {
		printed = is_json ? cli_print_json_take(output,
							json_pack("{s:s, s:O}", "format",
								  "noticelog-parse/1",
								  "documents", documents))
				  : cli_print(output, nlog_str_slice(&stored));
		status = printed ? printed : status;
	}
	json_decref(documents);
	nlog_str_clear(&stored);
	nlog_register_free(reg);
	return status;
}

cli_status cli_parse(cli_run *cli, int argc, const char **argv)
{
	const char *from = NULL;
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {
		{"format", 'f', POPT_ARG_STRING, &output.format, 0,
		 "stored (the default), or json: stored form and findings", "FORMAT"},
		{"output", 'o', POPT_ARG_STRING, &output.file, 0,
		 "write to FILE, whole or not at all", "FILE"},
		{"from", 0, POPT_ARG_STRING, &from, 0,
		 "read the files as text, markdown or html, whatever they look like",
		 "FORMAT"},
		POPT_TABLEEND};
	nlog_document_format format = NLOG_DOCUMENT_UNKNOWN;
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (from)
		format = nlog_document_format_named(nlog_slice_of(from));
	if (!count)
		status =
			cli_usage(cli, "name the documents to parse, - for standard input");
	else if (from && format == NLOG_DOCUMENT_UNKNOWN)
		status = cli_usage(cli, "cannot read from '%s': say text, markdown or html",
				   from);
	else if (output.format && strcmp(output.format, "stored") != 0 &&
		 !cli_output_is_json(&output))
		status = cli_usage(cli, "there is no format '%s': say stored or json",
				   output.format);
	else
		status = parse_all(cli, &output, format, args, count);
	cli_options_end(context);
	return status;
}

static cli_status canonicalize(const char *path, bool is_compact, const cli_output *output)
{
	nlog_str text = NLOG_STR_INIT, canonical = NLOG_STR_INIT;
	const char *shown = shown_name(path);
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	json_t *value = NULL;
	int rc = nlog_file_read(&text, path, CANON_LIMIT, &err);

	if (!rc)
		rc = nlog_json_read(&value, shown, nlog_str_slice(&text), NLOG_JSON_ANY,
				    &err);
	if (!rc) {
		nlog_json_write(&canonical, value,
				is_compact ? NLOG_JSON_JCS : NLOG_JSON_STORED);
		status = cli_print(output, nlog_str_slice(&canonical));
	} else {
		status = cli_fail(&err);
	}
	json_decref(value);
	nlog_str_clear(&canonical);
	nlog_str_clear(&text);
	return status;
}

cli_status cli_canon(cli_run *cli, int argc, const char **argv)
{
	int is_compact = 0;
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {
		{"compact", 'c', POPT_ARG_NONE, &is_compact, 0,
		 "RFC 8785 alone: no white space, no final newline", NULL},
		{"output", 'o', POPT_ARG_STRING, &output.file, 0,
		 "write to FILE, whole or not at all", "FILE"},
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count > 1)
		status = cli_usage(cli, "one file at a time");
	else
		status = canonicalize(count ? args[0] : "-", is_compact != 0, &output);
	cli_options_end(context);
	return status;
}
