/* Summaries in their formats: one of them printed, or all of them written as files. */
#include "summary.h"

#include <errno.h>
#include <noticelog/file.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "progress.h"

/* One summary on its way into a format. */
typedef struct {
	const summary_run *run;
	const nlog_summary *summary;
	const cli_output *output; /* with the format's name */
} summary_page;

static cli_status write_report(nlog_str *out, const summary_page *page)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_view_summary(&report, page->run->all, page->summary);
	cli_render(page->run->cli, page->output, &report, out);
	nlog_report_clear(&report);
	return CLI_FINE;
}

static cli_status write_table(nlog_str *out, const summary_page *page)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_view_summary_table_heads(&report);
	nlog_view_summary_table(&report, page->run->all, page->summary);
	cli_render(page->run->cli, page->output, &report, out);
	nlog_report_clear(&report);
	return CLI_FINE;
}

static cli_status write_json(nlog_str *out, const summary_page *page)
{
	json_t *value = nlog_summary_to_json(page->run->all, page->summary);

	nlog_json_write(out, value, NLOG_JSON_STORED);
	json_decref(value);
	return CLI_FINE;
}

static cli_status write_events(nlog_str *out, const summary_page *page)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;

	if (nlog_view_summary_events(&report, page->run->book, page->run->all,
				     page->summary, &err))
		status = cli_fail(&err);
	else
		cli_render(page->run->cli, page->output, &report, out);
	nlog_report_clear(&report);
	return status;
}

static cli_status write_feed(nlog_str *out, const summary_page *page)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_view_summary_feed(&report, page->run->all, page->summary, &page->run->filter);
	cli_render(page->run->cli, page->output, &report, out);
	nlog_report_clear(&report);
	return CLI_FINE;
}

/* A format of summaries; --all writes the usual ones where none is named. */
typedef struct {
	const char *name, *extension;
	bool is_usual;
	cli_status (*write)(nlog_str *out, const summary_page *page);
} summary_format;

static const summary_format formats[CLI_SUMMARY_FORMATS] = {
	{"text", "txt", true, write_report},  {"markdown", "md", false, write_report},
	{"html", "html", true, write_report}, {"csv", "csv", false, write_table},
	{"json", "json", true, write_json},   {"ical", "ics", true, write_events},
	{"atom", "atom", true, write_feed},
};

/* Which formats are asked for: those of a list parted by commas; NULL: the usual ones. */
cli_status cli_summary_choose(const cli_run *cli, const char *list,
			      bool chosen[CLI_SUMMARY_FORMATS])
{
	nlog_slice rest = nlog_slice_of(list);

	for (size_t i = 0; i < CLI_SUMMARY_FORMATS; i++)
		chosen[i] = !list && formats[i].is_usual;
	while (list && rest.data) {
		ptrdiff_t comma = nlog_slice_find(rest, ",");
		nlog_slice name = {rest.data, comma < 0 ? rest.len : (size_t)comma};
		nlog_str names = NLOG_STR_INIT;
		size_t i = 0;

		while (i < CLI_SUMMARY_FORMATS && !nlog_slice_is(name, formats[i].name)) {
			nlog_str_addf(&names, "%s%s", i ? ", " : "", formats[i].name);
			i++;
		}
		if (i == CLI_SUMMARY_FORMATS)
			cli_usage(cli, "there is no format '%.*s': it is one of %s",
				  (int)name.len, name.data, nlog_str_text(&names));
		nlog_str_clear(&names);
		if (i == CLI_SUMMARY_FORMATS)
			return CLI_USAGE;
		chosen[i] = true;
		rest = comma < 0 ? (nlog_slice){NULL, 0}
				 : nlog_slice_from(rest, (size_t)comma + 1);
	}
	return CLI_FINE;
}

/* One country */

cli_status cli_summary_print(const summary_run *run)
{
	cli_output output = run->options->output;
	summary_page page = {run, nlog_summaries_get(run->all, 0), &output};
	nlog_str text = NLOG_STR_INIT;
	cli_status status;
	size_t i = 0;

	if (!output.format)
		output.format = "text";
	while (strcmp(formats[i].name, output.format) != 0)
		i++;
	status = formats[i].write(&text, &page);
	if (!status)
		status = cli_print(&output, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return status;
}

/* All of them */

static bool is_unchanged(const char *path, nlog_slice content)
{
	nlog_str old = NLOG_STR_INIT;
	bool is = nlog_file_read(&old, path, NLOG_FILE_LIMIT, NULL) == 0 &&
		  nlog_slice_equal(nlog_str_slice(&old), content);

	nlog_str_clear(&old);
	return is;
}

/* A file that has its content already is left as it is. */
static cli_status write_file(const summary_run *run, const char *name,
			     const char *extension, const nlog_str *content,
			     size_t *written)
{
	nlog_str path = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = CLI_FINE;

	nlog_str_addf(&path, "%s/%s.%s", run->options->output.file, name, extension);
	if (!is_unchanged(nlog_str_text(&path), nlog_str_slice(content))) {
		if (nlog_file_write(nlog_str_text(&path), nlog_str_slice(content), &err))
			status = cli_fail(&err);
		(*written)++;
	}
	nlog_str_clear(&path);
	return status;
}

static cli_status write_country(const summary_run *run, const nlog_summary *summary,
				const bool chosen[CLI_SUMMARY_FORMATS], size_t *written)
{
	cli_status status = CLI_FINE;

	for (size_t i = 0; !status && i < CLI_SUMMARY_FORMATS; i++) {
		cli_output output = {formats[i].name, run->options->output.file};
		summary_page page = {run, summary, &output};
		nlog_str text = NLOG_STR_INIT;

		if (!chosen[i])
			continue;
		status = formats[i].write(&text, &page);
		if (!status)
			status = write_file(run, summary->country->iso,
					    formats[i].extension, &text, written);
		nlog_str_clear(&text);
	}
	return status;
}

/* Members are led to the page that a browser shows, else to the first that there is. */
static void note_file(nlog_summary_files *files, const summary_format *format)
{
	if (!files->page || strcmp(format->name, "html") == 0)
		files->page = format->extension;
	if (strcmp(format->name, "ical") == 0)
		files->calendar = format->extension;
	if (strcmp(format->name, "atom") == 0)
		files->feed = format->extension;
}

/* The page that leads to the others. */
static cli_status write_index(const summary_run *run,
			      const bool chosen[CLI_SUMMARY_FORMATS], size_t *written)
{
	cli_output output = {"html", run->options->output.file};
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text = NLOG_STR_INIT;
	nlog_summary_files files = {NULL, NULL, NULL};
	cli_status status;

	for (size_t i = 0; i < CLI_SUMMARY_FORMATS; i++)
		if (chosen[i])
			note_file(&files, &formats[i]);
	nlog_view_summary_index(&report, run->all, &files);
	cli_render(run->cli, &output, &report, &text);
	status = write_file(run, "index", "html", &text, written);
	nlog_report_clear(&report);
	nlog_str_clear(&text);
	return status;
}

static cli_status make_folder(const char *path)
{
	nlog_error err = NLOG_ERROR_INIT;
	struct stat found;

	if (mkdir(path, 0777) == 0 || (stat(path, &found) == 0 && S_ISDIR(found.st_mode)))
		return CLI_FINE;
	nlog_error_set(&err, NLOG_EIO, "cannot make the folder '%s': %s", path,
		       strerror(errno));
	return cli_fail(&err);
}

cli_status cli_summary_write_all(const summary_run *run,
				 const bool chosen[CLI_SUMMARY_FORMATS])
{
	size_t count = nlog_summaries_count(run->all), written = 0, members = 0;
	cli_status status = make_folder(run->options->output.file);
	cli_progress progress;

	cli_progress_begin(&progress, "members");
	for (size_t i = 0; !status && i < count; i++) {
		const nlog_summary *summary = nlog_summaries_get(run->all, i);

		if (nlog_summary_is_addressed(run->all, summary)) {
			status = write_country(run, summary, chosen, &written);
			members++;
		}
		cli_progress_step(i + 1, count, &progress);
	}
	cli_progress_end(&progress);
	if (!status)
		status = write_index(run, chosen, &written);
	if (!status)
		(void)fprintf(stderr,
			      "noticelog: summaries for %zu members in '%s', %zu files "
			      "written\n",
			      members, run->options->output.file, written);
	return status;
}
