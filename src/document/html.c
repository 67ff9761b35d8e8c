/* HTML pages and fragments, by libxml2's SAX interface: blocks, tables, definition lists. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "reader.h"

#define DEPTH_MAX 256
#define TABLES_MAX 16
#define COLUMNS_MAX 64

/* Text being gathered: of a block, or of a table's cell. */
typedef struct {
	nlog_str text;
	document_position at, value_at; /* of the text, and of what follows a bold start */
	bool space;                     /* white space is due before the next letter */
	bool bold_start;                /* the text begins in bold … */
	size_t bold;                    /* … which went up to here */
} flow;

typedef struct {
	flow flow;
	bool heading;
} cell;

/* One open table; of a definition list, too. */
typedef struct {
	unsigned number;
	cell cells[COLUMNS_MAX];
	size_t count;
	unsigned spans[COLUMNS_MAX]; /* rows for which a cell above still stands */
	size_t columns;              /* that the open cell spans */
	bool in_cell, in_row;
} table;

typedef struct {
	nlog_document *document;
	xmlParserCtxtPtr parser;
	nlog_slice source;
	size_t offset, seen; /* position is that of offset; all before seen was reported */
	document_position position;
	document_position begin; /* where the element or text at hand begins */
	unsigned depth, skipped, preformatted, bold;
	bool too_deep;
	nlog_line_kind kind; /* of the block at hand */
	bool in_list;
	flow block;
	table *tables[TABLES_MAX];
	size_t table_count, tables_ignored;
} reader;

typedef enum {
	EFFECT_NONE,
	EFFECT_SKIP,      /* what is in it is not for people */
	EFFECT_PARAGRAPH, /* a block with space around it */
	EFFECT_LINE,      /* a block without */
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
	{"footer", EFFECT_LINE},
	{"main", EFFECT_LINE},
	{"nav", EFFECT_LINE},
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
static document_position position_of(reader *in, size_t offset)
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
static void locate(reader *in, bool text)
{
	const char *data = in->source.data;
	size_t at = in->seen;
	long consumed = xmlByteConsumed(in->parser);

	while (text && at < in->source.len && strchr(" \t\r\n/>", data[at]))
		at++;
	in->begin = position_of(in, at);
	if (consumed > 0 && (size_t)consumed > in->seen)
		in->seen = (size_t)consumed;
}

static table *current_table(const reader *in)
{
	return in->table_count ? in->tables[in->table_count - 1] : NULL;
}

static flow *current_flow(reader *in)
{
	table *open = current_table(in);

	return open && open->in_cell ? &open->cells[open->count - 1].flow : &in->block;
}

static void clear_flow(flow *text)
{
	nlog_str_clear(&text->text);
	*text = (flow){.text = NLOG_STR_INIT};
}

/* The text in front of value_at is bold from its start: a label. */
static bool has_label(const flow *text)
{
	return text->bold_start && text->bold &&
	       document_parts_label(
		       (nlog_slice){text->text.data, text->bold},
		       nlog_slice_from(nlog_str_slice(&text->text), text->bold));
}

static bool is_all_bold(const flow *text)
{
	return text->bold_start &&
	       !nlog_slice_trim(nlog_slice_from(nlog_str_slice(&text->text), text->bold))
			.len;
}

/* The block at hand is over: it becomes a line. */
static void end_block(reader *in)
{
	flow *text = &in->block;

	if (nlog_slice_trim(nlog_str_slice(&text->text)).len) {
		nlog_slice all = nlog_str_slice(&text->text);
		bool label = in->kind == NLOG_LINE_TEXT && has_label(text);
		nlog_line *line = document_add_line(
			in->document, label ? NLOG_LINE_ROW : in->kind, text->at);

		line->in_list = in->in_list;
		if (label) {
			document_add_cell(in->document, (nlog_slice){all.data, text->bold},
					  text->at, true);
			document_add_cell(in->document, nlog_slice_from(all, text->bold),
					  text->value_at, false);
		} else {
			document_add_cell(in->document, all, text->at,
					  is_all_bold(text) ||
						  line->kind == NLOG_LINE_HEADING);
		}
	}
	clear_flow(text);
}

static void break_line(reader *in)
{
	table *open = current_table(in);

	if (open && open->in_cell) {
		flow *text = current_flow(in);

		if (text->text.len)
			nlog_str_addc(&text->text, '\n');
		text->space = false;
	} else if (in->block.text.len) {
		end_block(in);
	} else {
		document_add_blank(in->document, in->begin);
	}
}

static void break_paragraph(reader *in)
{
	table *open = current_table(in);

	if (open && open->in_cell) {
		flow *text = current_flow(in);

		if (text->text.len)
			nlog_str_add(&text->text, "\n\n");
		text->space = false;
	} else {
		end_block(in);
		document_add_blank(in->document, in->begin);
	}
}

/* A block without space around it ends the line, and only that. */
static void break_block(reader *in)
{
	table *open = current_table(in);

	if (open && open->in_cell)
		break_line(in);
	else
		end_block(in);
}

/* A row of one cell is no row: a page laid out in a table. Its text is lines. */
static void add_as_lines(reader *in, const cell *only)
{
	document_lines lines = {nlog_str_slice(&only->flow.text), 0};
	nlog_slice line;

	while (document_next_line(&lines, &line)) {
		if (!nlog_slice_trim(line).len) {
			document_add_blank(in->document, only->flow.at);
			continue;
		}
		document_add_line(in->document, NLOG_LINE_TEXT, only->flow.at);
		document_add_cell(in->document, line, only->flow.at,
				  only->heading || is_all_bold(&only->flow));
	}
	document_add_blank(in->document, only->flow.at);
}

static void add_row(reader *in, table *open)
{
	bool heading = open->count > 1;
	nlog_line *row =
		document_add_line(in->document, NLOG_LINE_ROW, open->cells[0].flow.at);

	row->table = open->number;
	for (size_t i = 0; i < open->count; i++) {
		const cell *from = &open->cells[i];

		heading = heading && from->heading;
		document_add_cell(in->document, nlog_str_slice(&from->flow.text),
				  from->flow.at, from->heading || is_all_bold(&from->flow));
	}
	row->heading_row = heading;
}

static cell *add_cell(table *open)
{
	cell *added = &open->cells[open->count++];

	*added = (cell){.flow = {.text = NLOG_STR_INIT}};
	return added;
}

/* Cells that span rows from above leave an empty cell in each of them. */
static void fill_spans(reader *in, table *open)
{
	while (open->count < COLUMNS_MAX && open->spans[open->count]) {
		open->spans[open->count]--;
		add_cell(open)->flow.at = in->begin;
	}
}

static void end_row(reader *in, table *open)
{
	size_t filled = 0;

	if (open->in_row)
		fill_spans(in, open);
	for (size_t i = 0; i < open->count; i++)
		filled +=
			nlog_slice_trim(nlog_str_slice(&open->cells[i].flow.text)).len > 0;
	if (open->count == 1 && filled)
		add_as_lines(in, &open->cells[0]);
	else if (filled)
		add_row(in, open);
	for (size_t i = 0; i < open->count; i++)
		clear_flow(&open->cells[i].flow);
	open->count = 0;
	open->in_cell = open->in_row = false;
}

static unsigned attribute_number(const xmlChar **attributes, const char *name)
{
	unsigned value = 0;

	for (size_t i = 0; attributes && attributes[i]; i += 2) {
		const xmlChar *digit = attributes[i + 1];

		if (strcmp((const char *)attributes[i], name) != 0 || !digit)
			continue;
		for (; *digit >= '0' && *digit <= '9' && value < 10000; digit++)
			value = value * 10 + (unsigned)(*digit - '0');
	}
	return value ? value : 1;
}

static void begin_cell(reader *in, bool heading, const xmlChar **attributes)
{
	table *open = current_table(in);

	if (!open)
		return;
	fill_spans(in, open);
	if (open->count == COLUMNS_MAX) {
		break_line(in);
		return;
	}
	unsigned rows = attribute_number(attributes, "rowspan");

	open->columns = attribute_number(attributes, "colspan");
	for (size_t i = 0; i < open->columns && open->count + i < COLUMNS_MAX; i++)
		open->spans[open->count + i] = rows - 1;
	cell *added = add_cell(open);

	added->flow.at = in->begin;
	added->heading = heading;
	open->in_cell = open->in_row = true;
}

/* The columns that the cell spans besides its own are empty cells. */
static void end_cell(reader *in)
{
	table *open = current_table(in);

	if (!open || !open->in_cell)
		return;
	open->in_cell = false;
	for (size_t i = 1; i < open->columns && open->count < COLUMNS_MAX; i++)
		add_cell(open)->flow.at = in->begin;
}

static void begin_table(reader *in)
{
	table *outer = current_table(in);

	if (in->table_count == TABLES_MAX) {
		in->tables_ignored++;
		return;
	}
	if (outer && outer->in_row)
		end_row(in, outer);
	else
		end_block(in);
	table *inner = nlog_alloc(sizeof(*inner));

	inner->number = document_next_table(in->document);
	in->tables[in->table_count++] = inner;
}

static void end_table(reader *in)
{
	table *open = current_table(in);

	if (in->tables_ignored) {
		in->tables_ignored--;
		return;
	}
	if (!open)
		return;
	end_row(in, open);
	in->table_count--;
	nlog_free(open);
	document_add_blank(in->document, in->begin);
}

static void begin_row(reader *in)
{
	table *open = current_table(in);

	if (open)
		end_row(in, open);
}

/* A term is the label, what follows it the value; a second definition goes on with it. */
static void begin_definition(reader *in, bool term)
{
	table *open = current_table(in);

	if (!open)
		return;
	if (term || open->count > 1)
		end_row(in, open);
	if (!term && !open->count)
		begin_cell(in, false, NULL);
	begin_cell(in, term, NULL);
}

static void begin_element(reader *in, effect what, const xmlChar **attributes)
{
	switch (what) {
	case EFFECT_PARAGRAPH:
		break_paragraph(in);
		break;
	case EFFECT_LINE:
		break_block(in);
		break;
	case EFFECT_HEADING:
		break_paragraph(in);
		in->kind = NLOG_LINE_HEADING;
		break;
	case EFFECT_ITEM:
		break_paragraph(in);
		in->in_list = true;
		break;
	case EFFECT_BREAK:
		break_line(in);
		break;
	case EFFECT_RULE:
		break_paragraph(in);
		break;
	case EFFECT_BOLD:
		in->bold++;
		break;
	case EFFECT_PRE:
		break_paragraph(in);
		in->preformatted++;
		break;
	case EFFECT_TABLE:
		begin_table(in);
		break;
	case EFFECT_ROW:
		begin_row(in);
		break;
	case EFFECT_CELL:
	case EFFECT_HEADING_CELL:
		end_cell(in);
		begin_cell(in, what == EFFECT_HEADING_CELL, attributes);
		break;
	case EFFECT_TERM:
	case EFFECT_DEFINITION:
		begin_definition(in, what == EFFECT_TERM);
		break;
	default:
		break;
	}
}

static void end_element(reader *in, effect what)
{
	switch (what) {
	case EFFECT_PARAGRAPH:
	case EFFECT_HEADING:
	case EFFECT_ITEM:
		break_paragraph(in);
		in->kind = NLOG_LINE_TEXT;
		in->in_list = false;
		break;
	case EFFECT_LINE:
		break_block(in);
		break;
	case EFFECT_BOLD:
		in->bold -= in->bold > 0;
		break;
	case EFFECT_PRE:
		break_paragraph(in);
		in->preformatted -= in->preformatted > 0;
		break;
	case EFFECT_TABLE:
		end_table(in);
		break;
	case EFFECT_ROW:
		begin_row(in);
		break;
	case EFFECT_CELL:
	case EFFECT_HEADING_CELL:
	case EFFECT_TERM:
	case EFFECT_DEFINITION:
		end_cell(in);
		break;
	default:
		break;
	}
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	reader *in = context;
	effect what = effect_of(name);

	locate(in, false);
	if (in->depth++ == DEPTH_MAX) {
		in->too_deep = true;
		xmlStopParser(in->parser);
	}
	if (what == EFFECT_SKIP || in->skipped)
		in->skipped++;
	else
		begin_element(in, what, attributes);
}

static void on_end(void *context, const xmlChar *name)
{
	reader *in = context;

	locate(in, false);
	in->depth -= in->depth > 0;
	if (in->skipped)
		in->skipped--;
	else
		end_element(in, effect_of(name));
}

static void begin_text(reader *in, flow *to)
{
	if (to == &in->block || to->text.len == 0)
		to->at = in->begin;
	to->bold_start = in->bold > 0;
}

static void add_letter(reader *in, flow *to, unsigned codepoint, const char *letter,
		       size_t length)
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
static void add_preformatted(reader *in, nlog_slice text)
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
	reader *in = context;
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
		add_letter(in, current_flow(in), codepoint, text.data + at, (size_t)size);
		at += (size_t)size;
	}
}

static int parse(reader *in, const char *source, nlog_error *err)
{
	xmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
	};

	in->parser = htmlCreateMemoryParserCtxt(in->source.data, (int)in->source.len);
	if (!in->parser)
		return nlog_error_at(err, NLOG_ELIMIT, source, 0, 0,
				     "no memory to read the page");
	*in->parser->sax = handler;
	in->parser->userData = in;
	htmlCtxtUseOptions(in->parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR |
					       HTML_PARSE_NOWARNING |
					       HTML_PARSE_IGNORE_ENC |
					       HTML_PARSE_NOIMPLIED | HTML_PARSE_RECOVER);
	(void)xmlSwitchEncoding(in->parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(in->parser);
	end_block(in);
	htmlFreeParserCtxt(in->parser);
	while (in->table_count)
		end_table(in);
	if (in->too_deep)
		return nlog_error_at(
			err, NLOG_ELIMIT, source, in->begin.line, in->begin.column,
			"the page is nested deeper than %d elements", DEPTH_MAX);
	return 0;
}

int document_read_html(nlog_document *document, nlog_slice text, unsigned first,
		       const char *source, nlog_error *err)
{
	reader in = {
		.document = document,
		.source = text,
		.position = {first, 1},
		.begin = {first, 1},
		.kind = NLOG_LINE_TEXT,
	};

	return text.len ? parse(&in, source, err) : 0;
}
