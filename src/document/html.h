/* A page being read by SAX: its blocks, tables and their cells. */
#ifndef DOCUMENT_HTML_H
#define DOCUMENT_HTML_H

#include <libxml/HTMLparser.h>

#include "reader.h"

#define TABLES_MAX 16
#define COLUMNS_MAX 64

/* Text being gathered: of a block, or of a table's cell. */
typedef struct {
	nlog_str text;
	document_position at, value_at; /* of the text, and of what follows a bold start */
	bool space;                     /* white space is due before the next letter */
	bool bold_start;                /* the text begins in bold … */
	size_t bold;                    /* … which went up to here */
} page_flow;

typedef struct {
	page_flow flow;
	bool heading;
} page_cell;

/* One open table; of a definition list, too. */
typedef struct {
	unsigned number;
	page_cell cells[COLUMNS_MAX];
	size_t count;
	unsigned spans[COLUMNS_MAX]; /* rows for which a cell above still stands */
	size_t columns;              /* that the open cell spans */
	bool in_cell, in_row;
} page_table;

typedef struct {
	nlog_document *document;
	xmlParserCtxtPtr parser;
	nlog_slice source;
	size_t offset, seen; /* position is that of offset; all before seen was reported */
	document_position position;
	document_position begin; /* where the element or text at hand begins */
	unsigned depth, skipped, preformatted, bold;
	unsigned beside; /* open elements that hold no part of the page's matter */
	bool too_deep;
	nlog_line_kind kind; /* of the block at hand */
	bool in_list;
	page_flow block;
	page_table *tables[TABLES_MAX];
	size_t table_count, tables_ignored;
} page_reader;

page_table *page_current_table(const page_reader *in);
/* Where text goes at the moment: into the open cell, or the block at hand. */
page_flow *page_current_flow(page_reader *in);

/* The block at hand is over: it becomes a line. */
void page_end_block(page_reader *in);
void page_break_line(page_reader *in);
void page_break_paragraph(page_reader *in);
/* A block without space around it ends the line, and only that. */
void page_break_block(page_reader *in);

void page_begin_table(page_reader *in);
void page_end_table(page_reader *in);
void page_begin_row(page_reader *in);
void page_begin_cell(page_reader *in, bool heading, const xmlChar **attributes);
void page_end_cell(page_reader *in);
/* A term is the label, what follows it the value; a second definition goes on with it. */
void page_begin_definition(page_reader *in, bool term);

#endif
