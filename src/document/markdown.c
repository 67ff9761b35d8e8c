/* Markdown: headings, lists, pipe tables and embedded HTML tables, as far as notices use them. */
#include <string.h>

#include <noticelog/text.h>

#include "reader.h"

typedef struct {
	nlog_document *document;
	const char *source;
	document_lines lines;
	char fence; /* the character of the open code fence, or 0 */
} reader;

static document_position place(const reader *in, nlog_slice line, nlog_slice part)
{
	nlog_slice before = {line.data, (size_t)(part.data - line.data)};

	return (document_position){in->lines.number, 1 + (unsigned)nlog_text_count(before)};
}

static size_t count_of(nlog_slice text, char c)
{
	size_t count = 0;

	while (count < text.len && text.data[count] == c)
		count++;
	return count;
}

/* Nothing but c, three or more of it, spaces between allowed (a thematic break). */
static bool is_break(nlog_slice text)
{
	size_t count = 0;

	if (!text.len || !strchr("-*_", text.data[0]))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == text.data[0])
			count++;
		else if (text.data[i] != ' ')
			return false;
	}
	return count >= 3;
}

static bool is_underline(nlog_slice line)
{
	nlog_slice text = nlog_slice_trim(line);

	return text.len > 1 && (text.data[0] == '=' || text.data[0] == '-') &&
	       count_of(text, text.data[0]) == text.len;
}

/* `| --- | :-: |`: the line under a table's head. */
static bool is_delimiter_row(nlog_slice line)
{
	bool pipe = false, dash = false;

	for (size_t i = 0; i < line.len; i++) {
		pipe |= line.data[i] == '|';
		dash |= line.data[i] == '-';
		if (!strchr("|-: \t", line.data[i]))
			return false;
	}
	return pipe && dash;
}

static nlog_slice peek(const reader *in)
{
	document_lines ahead = in->lines;
	nlog_slice line = {"", 0};

	document_next_line(&ahead, &line);
	return line;
}

/* @return offset of the next pipe that no backslash escapes; text.len if there is none */
static size_t find_pipe(nlog_slice text, size_t at)
{
	while (at < text.len && text.data[at] != '|')
		at += text.data[at] == '\\' ? 2 : 1;
	return at < text.len ? at : text.len;
}

static void add_table_row(reader *in, nlog_slice line, unsigned table, bool heading)
{
	nlog_slice text = nlog_slice_trim(line);
	size_t start = nlog_slice_starts(text, "|") ? 1 : 0;
	document_position at = place(in, line, nlog_slice_from(text, start));
	nlog_line *row =
		document_add_line(in->document, NLOG_LINE_ROW, place(in, line, text));

	row->table = table;
	row->heading_row = heading;
	while (start < text.len) {
		size_t end = find_pipe(text, start);
		nlog_slice raw = {text.data + start, end - start};
		nlog_slice cell = nlog_slice_trim(raw);
		unsigned lead = (unsigned)(cell.data - raw.data);
		document_inline inlined = DOCUMENT_INLINE_INIT;

		document_read_inline(&inlined, cell, true);
		document_add_cell(
			in->document, nlog_str_slice(&inlined.text),
			(document_position){at.line, at.column + lead},
			heading || (inlined.strong && inlined.strong == inlined.text.len));
		nlog_str_clear(&inlined.text);
		at.column += (unsigned)nlog_text_count(raw) + 1;
		start = end + 1;
	}
}

static void read_table(reader *in, nlog_slice head)
{
	unsigned table = document_next_table(in->document);
	nlog_slice line;

	add_table_row(in, head, table, true);
	document_next_line(&in->lines, &line);
	while (memchr(peek(in).data, '|', peek(in).len) &&
	       document_next_line(&in->lines, &line))
		add_table_row(in, line, table, false);
}

/* An HTML table or definition list in the middle of Markdown: up to its end tag. */
static int read_html_block(reader *in, nlog_slice line, const char *end_tag,
			   nlog_error *err)
{
	unsigned first = in->lines.number;
	const char *start = line.data;

	while (nlog_slice_find(line, end_tag) < 0 && document_next_line(&in->lines, &line))
		;
	nlog_slice block = {start, (size_t)(line.data + line.len - start)};

	return document_read_html(in->document, block, first, in->source, err);
}

static bool read_heading(reader *in, nlog_slice line, nlog_slice text)
{
	size_t level = count_of(text, '#');
	nlog_slice title = nlog_slice_trim(nlog_slice_from(text, level));

	if (!level || level > 6 || (level < text.len && !strchr(" \t", text.data[level])))
		return false;
	size_t len = title.len;

	while (len && title.data[len - 1] == '#')
		len--;
	if (!len || strchr(" \t", title.data[len - 1]))
		title = nlog_slice_trim((nlog_slice){title.data, len});
	document_add_line(in->document, NLOG_LINE_HEADING, place(in, line, text));
	document_add_piece(in->document, title, true, place(in, line, title));
	return true;
}

/* @return length of a list item's marker and the space after it, 0 if there is none */
static size_t marker_at(nlog_slice text)
{
	size_t at = 0;

	if (text.len && strchr("-*+", text.data[0])) {
		at = 1;
	} else {
		while (at < text.len && at < 9 && text.data[at] >= '0' &&
		       text.data[at] <= '9')
			at++;
		if (!at || at == text.len || !strchr(".)", text.data[at]))
			return 0;
		at++;
	}
	size_t end = at;

	while (end < text.len && text.data[end] == ' ')
		end++;
	return end > at && end < text.len ? end : 0;
}

/* A backslash at the end of a line breaks it, unless it is itself escaped. */
static nlog_slice without_hard_break(nlog_slice text)
{
	size_t count = 0;

	while (count < text.len && text.data[text.len - 1 - count] == '\\')
		count++;
	text.len -= count % 2;
	return text;
}

static bool read_fence(reader *in, nlog_slice line, nlog_slice text)
{
	char c = text.data[0];
	bool fence = (c == '`' || c == '~') && count_of(text, c) >= 3;

	if (in->fence) {
		if (fence && c == in->fence) {
			in->fence = 0;
		} else {
			document_add_line(in->document, NLOG_LINE_TEXT,
					  place(in, line, text));
			document_add_cell(in->document, text, place(in, line, text), false);
		}
		return true;
	}
	if (fence)
		in->fence = c;
	return fence;
}

/* The start of a block that is no paragraph. *rc is set where reading it can fail. */
static bool read_block(reader *in, nlog_slice line, nlog_slice text, int *rc,
		       nlog_error *err)
{
	bool has_pipe = memchr(text.data, '|', text.len) != NULL;

	if (read_fence(in, line, text) || read_heading(in, line, text))
		return true;
	if (is_break(text)) {
		document_add_blank(in->document, place(in, line, text));
		return true;
	}
	if (nlog_slice_starts_nocase(text, "<table")) {
		*rc = read_html_block(in, line, "</table>", err);
		return true;
	}
	if (nlog_slice_starts_nocase(text, "<dl>")) {
		*rc = read_html_block(in, line, "</dl>", err);
		return true;
	}
	if (has_pipe && is_delimiter_row(peek(in))) {
		read_table(in, line);
		return true;
	}
	return false;
}

/* `[Home](/) | [Notices](/n)`: links alone, and more than one, are navigation. */
static bool is_navigation(nlog_slice text)
{
	size_t links = 0;

	while (text.len) {
		ptrdiff_t middle = nlog_slice_find(text, "](");
		const char *end = middle < 0 ? NULL
					     : memchr(text.data + middle, ')',
						      text.len - (size_t)middle);

		if (text.data[0] != '[' || !end)
			return false;
		links++;
		text = nlog_slice_from(text, (size_t)(end - text.data) + 1);
		while (text.len && strchr(" \t|/>-", text.data[0]))
			text = nlog_slice_from(text, 1);
		if (nlog_slice_starts(text, "\xc2\xb7 "))
			text = nlog_slice_from(text, 3);
	}
	return links > 1;
}

static void read_text(reader *in, nlog_slice line, nlog_slice text)
{
	size_t marker = marker_at(text);
	nlog_slice rest = nlog_slice_from(text, marker);

	if (!marker && is_underline(peek(in))) {
		document_add_line(in->document, NLOG_LINE_HEADING, place(in, line, text));
		document_add_piece(in->document, text, true, place(in, line, text));
		document_next_line(&in->lines, &line);
		return;
	}
	document_add_text(in->document, without_hard_break(rest), true, marker > 0,
			  place(in, line, rest));
	if (is_navigation(text))
		document_last_line(in->document)->beside = true;
}

static int read_line(reader *in, nlog_slice line, nlog_error *err)
{
	nlog_slice text = nlog_slice_trim(line);
	int rc = 0;

	while (nlog_slice_starts(text, ">"))
		text = nlog_slice_trim(nlog_slice_from(text, 1));
	if (!text.len) {
		document_add_blank(in->document, (document_position){in->lines.number, 1});
		return 0;
	}
	if (read_block(in, line, text, &rc, err))
		return rc;
	line.len = (size_t)(text.data - line.data) + text.len;
	if (memchr(line.data, '\t', line.len) && !strchr("-*+", text.data[0]))
		document_add_tabbed(in->document, without_hard_break(line), true,
				    (document_position){in->lines.number, 1});
	else
		read_text(in, line, text);
	return 0;
}

int document_read_markdown(nlog_document *document, nlog_slice text, const char *source,
			   nlog_error *err)
{
	nlog_str joined = NLOG_STR_INIT;
	nlog_slice line;
	int rc = 0;

	document_join_emphasis(&joined, text);
	reader in = {document, source, {nlog_str_slice(&joined), 0}, 0};

	while (!rc && document_next_line(&in.lines, &line))
		rc = read_line(&in, line, err);
	nlog_str_clear(&joined);
	return rc;
}
