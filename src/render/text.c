/* Reports as plain text for a terminal: aligned columns, lines broken at blanks. */
#include "text.h"

#include "chart.h"

static void add_paragraphs(nlog_str *out, const nlog_report_block *block,
			   const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++)
		for (size_t c = 0; c < block->rows[r].cell_count; c++)
			text_add_wrapped(out, &block->rows[r].cells[c], 0, options);
}

/* A cell as it is: never broken. @return its width */
static size_t add_cell(nlog_str *out, const nlog_report_cell *cell,
		       const nlog_render_options *options)
{
	text_run run;
	size_t width = text_measure(&run, cell);

	text_add(out, &run, options);
	return width;
}

static void add_literal(nlog_str *out, const nlog_report_block *block,
			const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++) {
		add_cell(out, &block->rows[r].cells[0], options);
		nlog_str_addc(out, '\n');
	}
}

/* KEY  rN  Title, and below it what belongs to it, under the title. */
static void add_entry(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];
		size_t indent = 0;

		for (size_t c = 0; c + 1 < row->cell_count; c++) {
			size_t gap = row->cells[c].text.len ? TEXT_GAP : 0;

			indent += add_cell(out, &row->cells[c], options) + gap;
			text_add_space(out, gap);
		}
		text_add_wrapped(out, &row->cells[row->cell_count - 1], indent, options);
		text_add_below(out, row, indent, options);
	}
}

/* A letter of an entity's or a tag's name. */
static bool is_name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '#';
}

/* Would a reader of documents take these words for an entity or a tag? */
static bool looks_like_markup(nlog_slice words, size_t i)
{
	size_t end = i + 1;
	char next;

	if (words.data[i] == '&') {
		while (end < words.len && is_name_letter(words.data[end]))
			end++;
		return end > i + 1 && end < words.len && words.data[end] == ';';
	}
	next = end < words.len ? words.data[end] : ' ';
	return words.data[i] == '<' && (is_name_letter(next) || next == '/' || next == '!');
}

/* Words of a document: what would be read as markup is written as an entity. */
static void add_field_words(nlog_str *out, const nlog_report_cell *cell,
			    const nlog_render_options *options)
{
	nlog_slice words = cell->text;
	nlog_str plain = NLOG_STR_INIT;

	for (size_t i = 0; i < words.len; i++) {
		if (looks_like_markup(words, i))
			nlog_str_add(&plain, words.data[i] == '&' ? "&amp;" : "&lt;");
		else
			nlog_str_addc(&plain, words.data[i]);
	}
	add_cell(out,
		 &(nlog_report_cell){.text = nlog_str_slice(&plain), .tone = cell->tone},
		 options);
	nlog_str_clear(&plain);
}

/* LABEL, TAB, VALUE; further paragraphs behind a TAB: lines are never broken. */
static void add_fields(nlog_str *out, const nlog_report_block *block,
		       const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		for (size_t c = 0; c < row->cell_count; c++) {
			if (c)
				nlog_str_addc(out, '\t');
			add_field_words(out, &row->cells[c], options);
		}
		nlog_str_addc(out, '\n');
		for (size_t l = 0; l < row->line_count; l++) {
			nlog_str_addc(out, '\t');
			add_field_words(out, &row->lines[l], options);
			nlog_str_addc(out, '\n');
		}
	}
}

static void add_block(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options);

static void add_chart(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	nlog_chart_render_table(out, block, options, add_block);
}

static void add_block(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	static void (*const blocks[])(nlog_str *, const nlog_report_block *,
				      const nlog_render_options *) = {
		[NLOG_BLOCK_TITLE] = add_paragraphs, [NLOG_BLOCK_HEADING] = add_paragraphs,
		[NLOG_BLOCK_TEXT] = add_paragraphs,  [NLOG_BLOCK_LITERAL] = add_literal,
		[NLOG_BLOCK_ENTRY] = add_entry,      [NLOG_BLOCK_LIST] = text_add_list,
		[NLOG_BLOCK_TABLE] = text_add_table, [NLOG_BLOCK_FIELDS] = add_fields,
		[NLOG_BLOCK_CHART] = add_chart,      [NLOG_BLOCK_EVENTS] = text_add_table,
	};

	blocks[block->kind](out, block, options);
}

const nlog_format nlog_format_text = {
	.name = "text",
	.extension = "txt",
	.media_type = "text/plain; charset=utf-8",
	.escape = nlog_str_add_visible,
	.block = add_block,
};
