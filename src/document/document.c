/* Documents: the one way in, and the lines and cells that the readers add. */
#include <noticelog/document.h>

#include <noticelog/alloc.h>

#include "reader.h"

struct nlog_document {
	nlog_document_format format;
	nlog_str text; /* of all cells, one after the other */
	nlog_line *lines;
	size_t line_count, line_capacity;
	nlog_cell *cells;
	size_t cell_count, cell_capacity;
	unsigned tables;
};

static const char *const format_names[] = {
	[NLOG_DOCUMENT_UNKNOWN] = "unknown",
	[NLOG_DOCUMENT_TEXT] = "text",
	[NLOG_DOCUMENT_MARKDOWN] = "markdown",
	[NLOG_DOCUMENT_HTML] = "html",
};

nlog_document_format nlog_document_format_named(nlog_slice name)
{
	for (int i = NLOG_DOCUMENT_TEXT; i <= NLOG_DOCUMENT_HTML; i++) {
		if (nlog_slice_is_nocase(name, format_names[i]))
			return (nlog_document_format)i;
	}
	return NLOG_DOCUMENT_UNKNOWN;
}

const char *nlog_document_format_name(nlog_document_format format)
{
	return format_names[format];
}

bool document_next_line(document_lines *lines, nlog_slice *out)
{
	const char *data = lines->rest.data;
	size_t len = lines->rest.len, end = 0;

	if (!len)
		return false;
	while (end < len && data[end] != '\n' && data[end] != '\r')
		end++;
	*out = (nlog_slice){data, end};
	if (end < len)
		end += data[end] == '\r' && end + 1 < len && data[end + 1] == '\n' ? 2 : 1;
	lines->rest = nlog_slice_from(lines->rest, end);
	lines->number++;
	return true;
}

nlog_line *document_add_line(nlog_document *document, nlog_line_kind kind,
			     document_position at)
{
	NLOG_GROW(document->lines, document->line_count, document->line_capacity);
	nlog_line *line = &document->lines[document->line_count++];

	*line = (nlog_line){.kind = kind, .line = at.line, .column = at.column};
	return line;
}

/* While the text grows, cells have no address in it yet: finish() gives them one. */
void document_add_cell(nlog_document *document, nlog_slice text, document_position at,
		       bool strong)
{
	text = nlog_slice_trim(text);
	NLOG_GROW(document->cells, document->cell_count, document->cell_capacity);
	document->cells[document->cell_count++] = (nlog_cell){.text = {NULL, text.len},
							      .line = at.line,
							      .column = at.column,
							      .strong = strong && text.len};
	nlog_str_add_slice(&document->text, text);
	document->lines[document->line_count - 1].cell_count++;
}

nlog_line *document_last_line(nlog_document *document)
{
	return document->line_count ? &document->lines[document->line_count - 1] : NULL;
}

void document_add_blank(nlog_document *document, document_position at)
{
	const nlog_line *last = document_last_line(document);

	if (last && last->kind != NLOG_LINE_BLANK)
		document_add_line(document, NLOG_LINE_BLANK, at);
}

unsigned document_next_table(nlog_document *document)
{
	return ++document->tables;
}

static void finish(nlog_document *document)
{
	const char *text = nlog_str_text(&document->text);
	nlog_cell *cell = document->cells;

	for (size_t i = 0; i < document->cell_count; i++) {
		cell[i].text.data = text;
		text += cell[i].text.len;
	}
	for (size_t i = 0; i < document->line_count; i++) {
		document->lines[i].cells = cell;
		cell += document->lines[i].cell_count;
	}
}

/* Which line begins with a marker of an unfinished merge? 0: none */
static unsigned conflict_line(nlog_slice text)
{
	document_lines lines = {text, 0};
	nlog_slice line;

	while (document_next_line(&lines, &line)) {
		if (nlog_slice_starts(line, "<<<<<<< ") || nlog_slice_is(line, "<<<<<<<") ||
		    nlog_slice_starts(line, ">>>>>>> ") || nlog_slice_is(line, ">>>>>>>"))
			return lines.number;
	}
	return 0;
}

/*
 * A notice in stored form is JSON: no document to be read by its labels. Its first
 * letters tell, an object that opens with a member or is empty.
 */
static bool is_json(nlog_slice text)
{
	text = nlog_slice_trim(text);
	if (!nlog_slice_starts(text, "{"))
		return false;
	text = nlog_slice_trim(nlog_slice_from(text, 1));
	return nlog_slice_starts(text, "\"") || nlog_slice_starts(text, "}");
}

static int read_format(nlog_document *document, nlog_slice text, const char *source,
		       nlog_error *err)
{
	switch (document->format) {
	case NLOG_DOCUMENT_HTML:
		return document_read_html(document, text, 1, source, err);
	case NLOG_DOCUMENT_MARKDOWN:
		return document_read_markdown(document, text, source, err);
	default:
		document_read_plain(document, text);
		return 0;
	}
}

int nlog_document_read(nlog_document **out, const char *source, nlog_slice bytes,
		       nlog_document_format format, nlog_findings *findings,
		       nlog_error *err)
{
	nlog_document *document = NULL;
	nlog_str text = NLOG_STR_INIT;
	int rc = document_decode(&text, source, bytes, findings, err);

	if (rc)
		goto out;
	unsigned conflict = conflict_line(nlog_str_slice(&text));

	if (conflict) {
		rc = nlog_error_at(err, NLOG_EINPUT, source, conflict, 1,
				   "merge-conflict marker in the document; resolve the "
				   "conflict first");
		goto out;
	}
	if (is_json(nlog_str_slice(&text))) {
		rc = nlog_error_at(err, NLOG_EINPUT, source, 1, 1,
				   "this is JSON: a notice in stored form already? "
				   "'canon' and 'record' take it");
		goto out;
	}
	document = nlog_alloc(sizeof(*document));
	document->format = format != NLOG_DOCUMENT_UNKNOWN
				   ? format
				   : document_detect(nlog_str_slice(&text), source);
	rc = read_format(document, nlog_str_slice(&text), source, err);
	if (rc)
		goto out;
	if (!document->text.len) {
		rc = nlog_error_at(err, NLOG_EINPUT, source, 0, 0,
				   "no text in the document; a notice is wanted as text, "
				   "Markdown or HTML");
		goto out;
	}
	finish(document);
	*out = document;
	document = NULL;
out:
	nlog_str_clear(&text);
	nlog_document_free(document);
	return rc;
}

nlog_document_format nlog_document_format_of(const nlog_document *document)
{
	return document->format;
}

size_t nlog_document_count(const nlog_document *document)
{
	return document->line_count;
}

const nlog_line *nlog_document_get(const nlog_document *document, size_t index)
{
	return index < document->line_count ? &document->lines[index] : NULL;
}

void nlog_document_free(nlog_document *document)
{
	if (!document)
		return;
	nlog_str_clear(&document->text);
	nlog_free(document->lines);
	nlog_free(document->cells);
	nlog_free(document);
}
