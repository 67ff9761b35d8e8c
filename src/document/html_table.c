/* The blocks, tables and definition lists of an HTML page become lines. */
#include "html.h"

#include <string.h>

#include <noticelog/alloc.h>

page_table *page_current_table(const page_reader *in)
{
	return in->table_count ? in->tables[in->table_count - 1] : NULL;
}

page_flow *page_current_flow(page_reader *in)
{
	page_table *open = page_current_table(in);

	return open && open->in_cell ? &open->cells[open->count - 1].flow : &in->block;
}

static void clear_flow(page_flow *text)
{
	nlog_str_clear(&text->text);
	*text = (page_flow){.text = NLOG_STR_INIT};
}

/* The text in front of value_at is bold from its start: a label. */
static bool has_label(const page_flow *text)
{
	return text->bold_start && text->bold &&
	       document_parts_label(
		       (nlog_slice){text->text.data, text->bold},
		       nlog_slice_from(nlog_str_slice(&text->text), text->bold));
}

static bool is_all_bold(const page_flow *text)
{
	return text->bold_start &&
	       !nlog_slice_trim(nlog_slice_from(nlog_str_slice(&text->text), text->bold))
			.len;
}

void page_end_block(page_reader *in)
{
	page_flow *text = &in->block;

	if (nlog_slice_trim(nlog_str_slice(&text->text)).len) {
		nlog_slice all = nlog_str_slice(&text->text);
		bool label = in->kind == NLOG_LINE_TEXT && has_label(text);
		nlog_line *line = document_add_line(
			in->document, label ? NLOG_LINE_ROW : in->kind, text->at);

		line->in_list = in->in_list;
		line->beside = in->beside > 0;
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

void page_break_line(page_reader *in)
{
	page_table *open = page_current_table(in);

	if (open && open->in_cell) {
		page_flow *text = page_current_flow(in);

		if (text->text.len)
			nlog_str_addc(&text->text, '\n');
		text->space = false;
	} else if (in->block.text.len) {
		page_end_block(in);
	} else {
		document_add_blank(in->document, in->begin);
	}
}

void page_break_paragraph(page_reader *in)
{
	page_table *open = page_current_table(in);

	if (open && open->in_cell) {
		page_flow *text = page_current_flow(in);

		if (text->text.len)
			nlog_str_add(&text->text, "\n\n");
		text->space = false;
	} else {
		page_end_block(in);
		document_add_blank(in->document, in->begin);
	}
}

void page_break_block(page_reader *in)
{
	page_table *open = page_current_table(in);

	if (open && open->in_cell)
		page_break_line(in);
	else
		page_end_block(in);
}

/* A row of one cell is no row: a page laid out in a table. Its text is lines. */
static void add_as_lines(page_reader *in, const page_cell *only)
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

static void add_row(page_reader *in, page_table *open)
{
	bool heading = open->count > 1;
	nlog_line *row =
		document_add_line(in->document, NLOG_LINE_ROW, open->cells[0].flow.at);

	row->table = open->number;
	for (size_t i = 0; i < open->count; i++) {
		const page_cell *from = &open->cells[i];

		heading = heading && from->heading;
		document_add_cell(in->document, nlog_str_slice(&from->flow.text),
				  from->flow.at, from->heading || is_all_bold(&from->flow));
	}
	row->heading_row = heading;
}

static page_cell *add_cell(page_table *open)
{
	page_cell *added = &open->cells[open->count++];

	*added = (page_cell){.flow = {.text = NLOG_STR_INIT}};
	return added;
}

/* Cells that span rows from above leave an empty cell in each of them. */
static void fill_spans(page_reader *in, page_table *open)
{
	while (open->count < COLUMNS_MAX && open->spans[open->count]) {
		open->spans[open->count]--;
		add_cell(open)->flow.at = in->begin;
	}
}

static void end_row(page_reader *in, page_table *open)
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

void page_begin_cell(page_reader *in, bool heading, const xmlChar **attributes)
{
	page_table *open = page_current_table(in);

	if (!open)
		return;
	fill_spans(in, open);
	if (open->count == COLUMNS_MAX) {
		page_break_line(in);
		return;
	}
	unsigned rows = attribute_number(attributes, "rowspan");

	open->columns = attribute_number(attributes, "colspan");
	for (size_t i = 0; i < open->columns && open->count + i < COLUMNS_MAX; i++)
		open->spans[open->count + i] = rows - 1;
	page_cell *added = add_cell(open);

	added->flow.at = in->begin;
	added->heading = heading;
	open->in_cell = open->in_row = true;
}

/* The columns that the cell spans besides its own are empty cells. */
void page_end_cell(page_reader *in)
{
	page_table *open = page_current_table(in);

	if (!open || !open->in_cell)
		return;
	open->in_cell = false;
	for (size_t i = 1; i < open->columns && open->count < COLUMNS_MAX; i++)
		add_cell(open)->flow.at = in->begin;
}

void page_begin_table(page_reader *in)
{
	page_table *outer = page_current_table(in);

	if (in->table_count == TABLES_MAX) {
		in->tables_ignored++;
		return;
	}
	if (outer && outer->in_row)
		end_row(in, outer);
	else
		page_end_block(in);
	page_table *inner = nlog_alloc(sizeof(*inner));

	inner->number = document_next_table(in->document);
	in->tables[in->table_count++] = inner;
}

void page_end_table(page_reader *in)
{
	page_table *open = page_current_table(in);

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

void page_begin_row(page_reader *in)
{
	page_table *open = page_current_table(in);

	if (open)
		end_row(in, open);
}

void page_begin_definition(page_reader *in, bool term)
{
	page_table *open = page_current_table(in);

	if (!open)
		return;
	if (term || open->count > 1)
		end_row(in, open);
	if (!term && !open->count)
		page_begin_cell(in, false, NULL);
	page_begin_cell(in, term, NULL);
}
