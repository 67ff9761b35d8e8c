/* Plain text: lines, TABs, columns made of spaces, form feeds, bullets. */
#include <string.h>

#include <noticelog/text.h>

#include "reader.h"

typedef struct {
	nlog_document *document;
	document_lines lines;
	unsigned extra; /* columns in front of line, when a form feed was taken off it */
} reader;

/* NBSP aligns columns as spaces do. @return bytes of one space at the start, 0 if none */
static size_t space_at(nlog_slice text)
{
	if (text.len && (text.data[0] == ' ' || text.data[0] == '\v'))
		return 1;
	return nlog_slice_starts(text, "\xc2\xa0") ? 2 : 0;
}

static size_t skip_spaces(nlog_slice text, size_t at)
{
	size_t length;

	while ((length = space_at(nlog_slice_from(text, at))) > 0)
		at += length;
	return at;
}

static document_position moved(document_position at, nlog_slice raw, size_t offset)
{
	at.column += (unsigned)nlog_text_count((nlog_slice){raw.data, offset});
	return at;
}

void document_add_tabbed(nlog_document *document, nlog_slice raw, bool markdown,
			 document_position at)
{
	size_t lead = skip_spaces(raw, 0), start = 0, end;
	bool more = lead < raw.len && raw.data[lead] == '\t';
	document_position here = at;

	document_add_line(document, more ? NLOG_LINE_MORE : NLOG_LINE_ROW, at);
	do {
		const char *tab = memchr(raw.data + start, '\t', raw.len - start);

		end = tab ? (size_t)(tab - raw.data) : raw.len;
		document_add_piece(document, (nlog_slice){raw.data + start, end - start},
				   markdown, here);
		here = moved(here, nlog_slice_from(raw, start), end - start + 1);
		start = end + 1;
	} while (start <= raw.len);
}

/* Where the next gap of two or more spaces begins and ends. @return false if there is none */
static bool find_gap(nlog_slice line, size_t from, size_t *start, size_t *end)
{
	for (size_t at = from; at < line.len; at++) {
		if (!space_at(nlog_slice_from(line, at)))
			continue;
		*start = at;
		*end = skip_spaces(line, at);
		if (*end == line.len)
			return false;
		if (nlog_text_count((nlog_slice){line.data + at, *end - at}) > 1)
			return true;
		at = *end - 1;
	}
	return false;
}

/* `5.`, `5)`, `(5)`: the item number of what follows, no cell by itself. */
static bool is_item_number(nlog_slice text)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] >= '0' && text.data[i] <= '9')
			digits++;
		else if (!strchr("(.)", text.data[i]))
			return false;
	}
	return digits && digits < 3 && text.len > digits &&
	       strchr(".)", text.data[text.len - 1]);
}

/* The first gap of a line behind the item number that it may begin with. */
static bool find_first_gap(nlog_slice line, size_t start, size_t *gap, size_t *next)
{
	if (!find_gap(line, start, gap, next))
		return false;
	return !is_item_number((nlog_slice){line.data + start, *gap - start}) ||
	       find_gap(line, *next, gap, next);
}

static void add_aligned(nlog_document *document, nlog_slice line, size_t start,
			document_position at)
{
	size_t gap, next, from = start;
	document_position here = moved(at, line, start);
	nlog_line *row = document_add_line(document, NLOG_LINE_ROW, here);

	row->aligned = true;
	while (start == from ? find_first_gap(line, start, &gap, &next)
			     : find_gap(line, start, &gap, &next)) {
		document_add_piece(document, (nlog_slice){line.data + start, gap - start},
				   false, here);
		here = moved(here, nlog_slice_from(line, start), next - start);
		start = next;
	}
	document_add_piece(document, nlog_slice_from(line, start), false, here);
}

/* `| a | b |`, or three strokes in a line: a table drawn with them. */
static bool is_piped(nlog_slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.data[i] == '|';
	return count > 2 || (count == 2 && text.data[0] == '|');
}

static void add_piped(nlog_document *document, nlog_slice text, document_position at)
{
	/* without a stroke at the end, one at the start ends an empty cell */
	size_t start = text.data[0] == '|' && nlog_slice_ends(text, "|");
	document_position here = moved(at, text, start);

	document_add_line(document, NLOG_LINE_ROW, at);
	while (start < text.len) {
		const char *pipe = memchr(text.data + start, '|', text.len - start);
		size_t end = pipe ? (size_t)(pipe - text.data) : text.len;

		document_add_piece(document, (nlog_slice){text.data + start, end - start},
				   false, here);
		here = moved(here, nlog_slice_from(text, start),
			     end - start + (end < text.len));
		start = end + 1;
	}
}

/* A line of nothing but the strokes of a rule. */
static bool is_rule(nlog_slice line)
{
	bool drawn = line.len > 2 && strchr("+|", line.data[0]);

	for (size_t i = 0; drawn && i < line.len; i++)
		drawn = strchr("+-=| ", line.data[i]) != NULL;
	if (drawn)
		return true;
	if (line.len < 3 || !strchr("-=_*~", line.data[0]))
		return false;
	for (size_t i = 1; i < line.len; i++) {
		if (line.data[i] != line.data[0] && line.data[i] != ' ')
			return false;
	}
	return true;
}

/* @return the length of a bullet and the space after it, 0 if there is none */
static size_t bullet_at(nlog_slice line)
{
	static const char *const bullets[] = {
		"-", "*", "\xe2\x80\xa2", "\xe2\x97\x8f", "\xe2\x97\xa6", "\xe2\x96\xaa",
	};

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
		size_t length = strlen(bullets[i]);

		if (nlog_slice_starts(line, bullets[i]) &&
		    skip_spaces(line, length) > length)
			return skip_spaces(line, length);
	}
	return 0;
}

/*
 * A dash may begin a wrapped line of prose: it is a bullet only where a list
 * can begin (after a blank line or a colon), goes on, or goes on below.
 */
static bool is_item(const reader *in, nlog_slice line)
{
	const nlog_line *last = document_last_line(in->document);
	document_lines ahead = in->lines;
	nlog_slice next = {NULL, 0};

	if (!bullet_at(line) || nlog_slice_ends(line, " -")) /* `- 2 -` numbers a page */
		return false;
	if ((unsigned char)line.data[0] >= 0x80 || !last || last->kind != NLOG_LINE_TEXT ||
	    last->in_list)
		return true;
	document_next_line(&ahead, &next);
	next = nlog_slice_trim(next);
	return bullet_at(next) && next.data[0] == line.data[0];
}

static void read_line(reader *in, nlog_slice line)
{
	document_position at = {in->lines.number, 1 + in->extra};
	size_t start = skip_spaces(line, 0), gap, next;
	nlog_slice text = nlog_slice_trim(nlog_slice_from(line, start));

	if (!text.len || is_rule(text)) {
		document_add_blank(in->document, at);
		return;
	}
	line.len = (size_t)(text.data - line.data) + text.len;
	if (memchr(line.data, '\t', line.len)) {
		document_add_tabbed(in->document, line, false, at);
	} else if (is_item(in, text)) {
		size_t bullet = bullet_at(text);

		document_add_text(in->document, nlog_slice_from(text, bullet), false, true,
				  moved(at, line, start + bullet));
	} else if (is_piped(text)) {
		add_piped(in->document, text, moved(at, line, start));
	} else if (find_first_gap(line, start, &gap, &next)) {
		add_aligned(in->document, line, start, at);
	} else {
		document_add_text(in->document, text, false, false, moved(at, line, start));
	}
}

void document_read_plain(nlog_document *document, nlog_slice text)
{
	reader in = {document, {text, 0}, 0};
	nlog_slice line;

	while (document_next_line(&in.lines, &line)) {
		const char *feed;

		in.extra = 0;
		while ((feed = memchr(line.data, '\f', line.len)) != NULL) {
			size_t before = (size_t)(feed - line.data);

			if (before)
				read_line(&in, (nlog_slice){line.data, before});
			document_add_line(document, NLOG_LINE_PAGE,
					  (document_position){in.lines.number, 1});
			in.extra += (unsigned)before + 1;
			line = nlog_slice_from(line, before + 1);
			if (!line.len)
				break;
		}
		if (line.len || !in.extra)
			read_line(&in, line);
	}
}
