/* Reports as CSV (RFC 4180): the rows of their tables, one after the other. */
#include "format.h"

#include <noticelog/text.h>
#include <string.h>

/* Full-width forms of `=`, `+`, `-` and `@`: a spreadsheet may take them for the narrow ones. */
static const char *const wide[] = {"\uff1d", "\uff0b", "\uff0d", "\uff20"};

/*
 * Could a spreadsheet take the cell for a formula? White space before it does not
 * help. A cell that begins with the mark itself is marked, too, so that taking
 * one mark away always gives the data back.
 */
static bool needs_mark(nlog_slice data)
{
	size_t at = 0;

	if (data.len && strchr("\t\r\n'", data.data[0]))
		return true;
	while (at < data.len && data.data[at] == ' ')
		at++;
	data = nlog_slice_from(data, at);
	if (!data.len)
		return false;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (nlog_slice_starts(data, wide[i]))
			return true;
	return strchr("=+-@\t\r\n", data.data[0]) != NULL;
}

/* @return where it is first, or NULL */
static const char *find(nlog_slice text, char c)
{
	return text.len ? memchr(text.data, c, text.len) : NULL;
}

static bool needs_quotes(nlog_slice text)
{
	return find(text, '"') || find(text, ',') || find(text, '\n') ||
	       (text.len && (text.data[0] == ' ' || text.data[text.len - 1] == ' '));
}

/* Paragraphs of a cell keep their line feeds; other control characters are made visible. */
static void add_visible_lines(nlog_str *out, nlog_slice data)
{
	while (data.len) {
		const char *end = memchr(data.data, '\n', data.len);
		size_t len = end ? (size_t)(end - data.data) : data.len;

		nlog_str_add_visible(out, (nlog_slice){data.data, len});
		if (end)
			nlog_str_addc(out, '\n');
		data = nlog_slice_from(data, end ? len + 1 : len);
	}
}

static void add_quoted(nlog_str *out, nlog_slice text)
{
	const char *quote;

	nlog_str_addc(out, '"');
	while ((quote = find(text, '"'))) {
		size_t len = (size_t)(quote - text.data) + 1;

		nlog_str_addn(out, text.data, len);
		nlog_str_addc(out, '"');
		text = nlog_slice_from(text, len);
	}
	nlog_str_add_slice(out, text);
	nlog_str_addc(out, '"');
}

static void escape(nlog_str *out, nlog_slice data)
{
	bool is_marked = needs_mark(data);
	nlog_str safe = NLOG_STR_INIT;
	nlog_slice text = data;
	size_t columns;

	if (is_marked || nlog_text_visible(data, &columns) < data.len) {
		nlog_str_add(&safe, is_marked ? "'" : "");
		add_visible_lines(&safe, data);
		text = nlog_str_slice(&safe);
	}
	if (needs_quotes(text))
		add_quoted(out, text);
	else
		nlog_str_add_slice(out, text);
	nlog_str_clear(&safe);
}

static void add_table(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	nlog_report_rows rows;

	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows)) {
		for (size_t c = 0; c < row->cell_count; c++) {
			if (c)
				nlog_str_addc(out, ',');
			escape(out, row->cells[c].text);
		}
		nlog_str_add(out, "\r\n");
		nlog_render_pass_on(out, options);
	}
}

static void render(nlog_str *out, const nlog_report *report,
		   const nlog_render_options *options)
{
	for (size_t b = 0; b < report->block_count; b++)
		if (report->blocks[b].kind == NLOG_BLOCK_TABLE ||
		    report->blocks[b].kind == NLOG_BLOCK_EVENTS)
			add_table(out, &report->blocks[b], options);
}

const nlog_format nlog_format_csv = {
	.name = "csv",
	.extension = "csv",
	.media_type = "text/csv; charset=utf-8; header=present",
	.content = NLOG_CONTENT_TABLES,
	.escape = escape,
	.render = render,
};
