/* HTML pages and fragments, by libxml2's SAX interface: elements, text and positions. */
#include "html.h"

#include <string.h>

#include <noticelog/text.h>

#include "libxml.h"

#define DEPTH_MAX 256

typedef enum {
	EFFECT_NONE,
	EFFECT_SKIP,      /* what is in it is not for people */
	EFFECT_PARAGRAPH, /* a block with space around it */
	EFFECT_LINE,      /* a block without */
	EFFECT_BESIDE,    /* a block that is no part of the page's matter */
	EFFECT_HEADING,
	EFFECT_ITEM,
	EFFECT_BREAK,
	EFFECT_RULE,
	EFFECT_BOLD,
	EFFECT_PRE,
	EFFECT_TABLE,
	EFFECT_ROW,
	EFFECT_CELL,
	EFFECT_HEADING_CELL,
	EFFECT_TERM,
	EFFECT_DEFINITION,
} effect;

static const struct {
	const char *name;
	effect effect;
} elements[] = {
	{"script", EFFECT_SKIP},
	{"style", EFFECT_SKIP},
	{"head", EFFECT_SKIP},
	{"template", EFFECT_SKIP},
	{"title", EFFECT_SKIP},
	{"p", EFFECT_PARAGRAPH},
	{"blockquote", EFFECT_PARAGRAPH},
	{"ul", EFFECT_PARAGRAPH},
	{"ol", EFFECT_PARAGRAPH},
	{"div", EFFECT_LINE},
	{"section", EFFECT_LINE},
	{"article", EFFECT_LINE},
	{"header", EFFECT_LINE},
	{"footer", EFFECT_BESIDE},
	{"aside", EFFECT_BESIDE},
	{"main", EFFECT_LINE},
	{"nav", EFFECT_BESIDE},
	{"center", EFFECT_LINE},
	{"address", EFFECT_LINE},
	{"caption", EFFECT_HEADING},
	{"h1", EFFECT_HEADING},
	{"h2", EFFECT_HEADING},
	{"h3", EFFECT_HEADING},
	{"h4", EFFECT_HEADING},
	{"h5", EFFECT_HEADING},
	{"h6", EFFECT_HEADING},
	{"li", EFFECT_ITEM},
	{"br", EFFECT_BREAK},
	{"hr", EFFECT_RULE},
	{"b", EFFECT_BOLD},
	{"strong", EFFECT_BOLD},
	{"pre", EFFECT_PRE},
	{"table", EFFECT_TABLE},
	{"tr", EFFECT_ROW},
	{"td", EFFECT_CELL},
	{"th", EFFECT_HEADING_CELL},
	{"dl", EFFECT_TABLE},
	{"dt", EFFECT_TERM},
	{"dd", EFFECT_DEFINITION},
};

static effect effect_of(const xmlChar *name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		if (strcmp((const char *)name, elements[i].name) == 0)
			return elements[i].effect;
	}
	return EFFECT_NONE;
}

/* Positions only ever move on, so that counting them takes linear time in all. */
static document_position position_of(page_reader *in, size_t offset)
{
	const char *data = in->source.data;

	if (offset > in->source.len)
		offset = in->source.len;
	for (; in->offset < offset; in->offset++) {
		char c = data[in->offset];
		bool ends = c == '\n' || (c == '\r' && (in->offset + 1 == in->source.len ||
							data[in->offset + 1] != '\n'));

		if (ends) {
			in->position.line++;
			in->position.column = 1;
		} else if (((unsigned char)c & 0xc0) != 0x80) {
			in->position.column++;
		}
	}
	return in->position;
}

/* Note where the event at hand begins: behind the one before and its `>`. */
static void locate(page_reader *in, bool text)
{
	const char *data = in->source.data;
	size_t at = in->seen;
	long consumed = document_libxml()->xmlByteConsumed(in->parser);

	while (text && at < in->source.len && strchr(" \t\r\n/>", data[at]))
		at++;
	in->begin = position_of(in, at);
	if (consumed > 0 && (size_t)consumed > in->seen)
		in->seen = (size_t)consumed;
}

static void begin_element(page_reader *in, effect what, const xmlChar **attributes)
{
	switch (what) {
	case EFFECT_PARAGRAPH:
		page_break_paragraph(in);
		break;
	case EFFECT_LINE:
		page_break_block(in);
		break;
	case EFFECT_BESIDE:
		page_break_paragraph(in);
		in->beside++;
		break;
	case EFFECT_HEADING:
		page_break_paragraph(in);
		in->kind = NLOG_LINE_HEADING;
		break;
	case EFFECT_ITEM:
		page_break_paragraph(in);
		in->in_list = true;
		break;
	case EFFECT_BREAK:
		page_break_line(in);
		break;
	case EFFECT_RULE:
		page_break_paragraph(in);
		break;
	case EFFECT_BOLD:
		in->bold++;
		break;
	case EFFECT_PRE:
		page_break_paragraph(in);
		in->preformatted++;
		break;
	case EFFECT_TABLE:
		page_begin_table(in);
		break;
	case EFFECT_ROW:
		page_begin_row(in);
		break;
	case EFFECT_CELL:
	case EFFECT_HEADING_CELL:
		page_end_cell(in);
		page_begin_cell(in, what == EFFECT_HEADING_CELL, attributes);
		break;
	case EFFECT_TERM:
	case EFFECT_DEFINITION:
		page_begin_definition(in, what == EFFECT_TERM);
		break;
	default:
		break;
	}
}

static void end_element(page_reader *in, effect what)
{
	switch (what) {
	case EFFECT_PARAGRAPH:
	case EFFECT_HEADING:
	case EFFECT_ITEM:
		page_break_paragraph(in);
		in->kind = NLOG_LINE_TEXT;
		in->in_list = false;
		break;
	case EFFECT_LINE:
		page_break_block(in);
		break;
	case EFFECT_BESIDE:
		page_break_paragraph(in);
		in->beside -= in->beside > 0;
		break;
	case EFFECT_BOLD:
		in->bold -= in->bold > 0;
		break;
	case EFFECT_PRE:
		page_break_paragraph(in);
		in->preformatted -= in->preformatted > 0;
		break;
	case EFFECT_TABLE:
		page_end_table(in);
		break;
	case EFFECT_ROW:
		page_begin_row(in);
		break;
	case EFFECT_CELL:
	case EFFECT_HEADING_CELL:
	case EFFECT_TERM:
	case EFFECT_DEFINITION:
		page_end_cell(in);
		break;
	default:
		break;
	}
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	page_reader *in = context;
	effect what = effect_of(name);

	locate(in, false);
	if (in->depth++ == DEPTH_MAX) {
		in->too_deep = true;
		document_libxml()->xmlStopParser(in->parser);
	}
	if (what == EFFECT_SKIP || in->skipped)
		in->skipped++;
	else
		begin_element(in, what, attributes);
}

static void on_end(void *context, const xmlChar *name)
{
	page_reader *in = context;

	locate(in, false);
	in->depth -= in->depth > 0;
	if (in->skipped)
		in->skipped--;
	else
		end_element(in, effect_of(name));
}

static void begin_text(page_reader *in, page_flow *to)
{
	if (to == &in->block || to->text.len == 0)
		to->at = in->begin;
	to->bold_start = in->bold > 0;
}

static void add_letter(page_reader *in, page_flow *to, unsigned codepoint,
		       const char *letter, size_t length)
{
	bool blank = length == 1 && strchr(" \t\r\n\f", letter[0]);

	if (blank && !in->preformatted) {
		to->space = to->text.len > 0;
		return;
	}
	if (!to->text.len)
		begin_text(in, to);
	if (to->space && to->text.data[to->text.len - 1] != '\n')
		nlog_str_addc(&to->text, ' ');
	to->space = false;
	if (!in->bold && to->bold_start && !to->value_at.line && !strchr(": ", letter[0]))
		to->value_at = in->begin;
	if (codepoint < 0x80)
		nlog_str_addn(&to->text, letter, length);
	else
		document_add_codepoint(&to->text, codepoint);
	if (in->bold && to->bold_start && !to->value_at.line)
		to->bold = to->text.len;
}

/* Lines of preformatted text are read as plain text is. */
static void add_preformatted(page_reader *in, nlog_slice text)
{
	document_lines lines = {text, 0};
	nlog_slice line;

	while (document_next_line(&lines, &line)) {
		document_position at = {in->begin.line + lines.number - 1,
					in->begin.column};

		if (!nlog_slice_trim(line).len)
			document_add_blank(in->document, at);
		else if (memchr(line.data, '\t', line.len))
			document_add_tabbed(in->document, line, false, at);
		else
			document_add_text(in->document, line, false, false, at);
	}
}

static void on_text(void *context, const xmlChar *letters, int length)
{
	page_reader *in = context;
	nlog_slice text = {(const char *)letters, length > 0 ? (size_t)length : 0};
	unsigned codepoint;
	size_t at = 0;
	int size;

	locate(in, true);
	if (in->skipped)
		return;
	if (in->preformatted && !in->table_count) {
		add_preformatted(in, text);
		return;
	}
	while ((size = nlog_text_next(text, at, &codepoint)) > 0) {
		add_letter(in, page_current_flow(in), codepoint, text.data + at,
			   (size_t)size);
		at += (size_t)size;
	}
}

static int parse(page_reader *in, const char *source, nlog_error *err)
{
	xmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
	};

	in->parser = document_libxml()->htmlCreateMemoryParserCtxt(in->source.data,
								   (int)in->source.len);
	if (!in->parser)
		return nlog_error_at(err, NLOG_ELIMIT, source, 0, 0,
				     "no memory to read the page");
	*in->parser->sax = handler;
	in->parser->userData = in;
	document_libxml()->htmlCtxtUseOptions(
		in->parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
				    HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOIMPLIED |
				    HTML_PARSE_RECOVER);
	(void)document_libxml()->xmlSwitchEncoding(in->parser, XML_CHAR_ENCODING_UTF8);
	document_libxml()->htmlParseDocument(in->parser);
	page_end_block(in);
	document_libxml()->htmlFreeParserCtxt(in->parser);
	while (in->table_count)
		page_end_table(in);
	if (in->too_deep)
		return nlog_error_at(
			err, NLOG_ELIMIT, source, in->begin.line, in->begin.column,
			"the page is nested deeper than %d elements", DEPTH_MAX);
	return 0;
}

int document_read_html(nlog_document *document, nlog_slice text, unsigned first,
		       const char *source, nlog_error *err)
{
	page_reader in = {
		.document = document,
		.source = text,
		.position = {first, 1},
		.begin = {first, 1},
		.kind = NLOG_LINE_TEXT,
	};

	return text.len ? parse(&in, source, err) : 0;
}
