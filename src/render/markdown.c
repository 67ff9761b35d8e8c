/* Reports as Markdown (CommonMark, with pipe tables). */
#include "chart.h"
#include "format.h"

#include <limits.h>
#include <string.h>

/* What a character may be in Markdown. Every ASCII punctuation may be escaped. */
enum {
	WORD,     /* a character of a word */
	MARKUP,   /* it may begin markup wherever it stands */
	AT_PLACE, /* in some places */
};

static const unsigned char kinds[UCHAR_MAX + 1] = {
	['\\'] = MARKUP,  ['`'] = MARKUP,   ['*'] = MARKUP,   ['_'] = MARKUP,
	['{'] = MARKUP,   ['}'] = MARKUP,   ['['] = MARKUP,   [']'] = MARKUP,
	['<'] = MARKUP,   ['>'] = MARKUP,   ['#'] = MARKUP,   ['|'] = MARKUP,
	['~'] = MARKUP,   ['&'] = MARKUP,   ['$'] = MARKUP,   ['@'] = AT_PLACE,
	[':'] = AT_PLACE, ['.'] = AT_PLACE, [')'] = AT_PLACE, ['-'] = AT_PLACE,
	['+'] = AT_PLACE, ['='] = AT_PLACE, [' '] = AT_PLACE,
};

/* At the start of a line these begin a list, a rule or a heading's underline. */
static bool is_line_markup(char c)
{
	return c == '-' || c == '+' || c == '=' || c == ':';
}

/* An address that GitHub's dialect would make a link of: `http://`, `www.`, `a@b`. */
static bool is_autolink(nlog_slice data, size_t i)
{
	char c = data.data[i];

	return c == '@' || (c == ':' && i + 1 < data.len && data.data[i + 1] == '/') ||
	       (c == '.' && i >= 3 && strncmp(data.data + i - 3, "www", 3) == 0);
}

/* "1." at the start of a line is a list's first item: the full stop is escaped. */
static size_t number_before_mark(nlog_slice data)
{
	size_t digits = 0;

	while (digits < data.len && data.data[digits] >= '0' && data.data[digits] <= '9')
		digits++;
	return digits && digits < data.len &&
			       (data.data[digits] == '.' || data.data[digits] == ')')
		       ? digits
		       : 0;
}

/* @param mark  where the full stop behind a number stands that begins the words; or 0 */
static bool is_markup_at(nlog_slice words, size_t i, size_t mark)
{
	return kinds[(unsigned char)words.data[i]] == MARKUP || (mark && i == mark) ||
	       is_autolink(words, i) || (i == 0 && is_line_markup(words.data[i]));
}

/* What is no markup is added in one piece with what stands before it. */
static void escape(nlog_str *out, nlog_slice data)
{
	nlog_str safe = NLOG_STR_INIT;
	nlog_slice words = nlog_render_visible(&safe, data);
	size_t mark = number_before_mark(words), begin = 0;

	for (size_t i = 0; i < words.len; i++) {
		char c = words.data[i];
		/* Spaces at the ends would make code of a line, or stand in the way of `**`. */
		bool is_space_at_end = c == ' ' && (i == 0 || i + 1 == words.len);

		if (kinds[(unsigned char)c] == WORD ||
		    (!is_space_at_end && !is_markup_at(words, i, mark)))
			continue;
		nlog_str_addn(out, words.data + begin, i - begin);
		nlog_str_add(out, is_space_at_end ? "&#32;" : "\\");
		begin = i + is_space_at_end;
	}
	nlog_str_add_slice(out, nlog_slice_from(words, begin));
	nlog_str_clear(&safe);
}

static void add_data(nlog_str *out, const nlog_report_cell *cell)
{
	escape(out, cell->text);
}

static void add_marked(nlog_str *out, const nlog_report_block *block, const char *marks)
{
	nlog_str_add(out, marks);
	add_data(out, &block->rows[0].cells[0]);
	nlog_str_addc(out, '\n');
}

static void add_title(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	(void)options;
	add_marked(out, block, "# ");
}

static void add_heading(nlog_str *out, const nlog_report_block *block,
			const nlog_render_options *options)
{
	(void)options;
	add_marked(out, block, "## ");
}

static void add_text(nlog_str *out, const nlog_report_block *block,
		     const nlog_render_options *options)
{
	(void)options;
	for (size_t r = 0; r < block->row_count; r++) {
		if (r)
			nlog_str_addc(out, '\n');
		add_data(out, &block->rows[r].cells[0]);
		nlog_str_addc(out, '\n');
	}
}

/* ### KEY rN: Title, then a line for each line below it. */
static void add_entry(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	(void)options;
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		nlog_str_add(out, r ? "\n### " : "### ");
		for (size_t c = 0; c < row->cell_count; c++) {
			if (!row->cells[c].text.len)
				continue;
			if (c)
				nlog_str_add(out, c + 1 == row->cell_count ? ": " : " ");
			add_data(out, &row->cells[c]);
		}
		nlog_str_add(out, "\n\n");
		for (size_t l = 0; l < row->line_count; l++) {
			add_data(out, &row->lines[l]);
			nlog_str_add(out, l + 1 < row->line_count ? "  \n" : "\n");
		}
	}
}

/* - **name** text — *aside*; what the margin says once holds until it says something else. */
static void add_list(nlog_str *out, const nlog_report_block *block,
		     const nlog_render_options *options)
{
	(void)options;
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		nlog_str_add(out, "- ");
		if (row->cells[1].text.len) {
			nlog_str_add(out, "**");
			add_data(out, &row->cells[1]);
			nlog_str_add(out, "** ");
		}
		add_data(out, &row->cells[2]);
		if (row->cell_count > 3 && row->cells[3].text.len) {
			nlog_str_add(out, " — *");
			add_data(out, &row->cells[3]);
			nlog_str_addc(out, '*');
		}
		nlog_str_addc(out, '\n');
		for (size_t l = 0; l < row->line_count; l++) {
			nlog_str_add(out, "  - ");
			add_data(out, &row->lines[l]);
			nlog_str_addc(out, '\n');
		}
	}
}

static void add_table_row(nlog_str *out, const nlog_report_row *row)
{
	for (size_t c = 0; c < row->cell_count; c++) {
		const char *link = row->cells[c].link;

		nlog_str_addf(out, "%s%s", c ? " | " : "| ", link ? "[" : "");
		add_data(out, &row->cells[c]);
		if (link)
			nlog_str_addf(out, "](%s)", link);
		for (size_t l = 0; c + 1 == row->cell_count && l < row->line_count; l++) {
			nlog_str_add(out, "<br>");
			add_data(out, &row->lines[l]);
		}
	}
	nlog_str_add(out, " |\n");
}

static void add_table(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	nlog_report_rows rows;
	bool is_head = true;

	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows)) {
		add_table_row(out, row);
		for (size_t c = 0; is_head && c < row->cell_count; c++)
			nlog_str_add(out, c ? " | ---" : "| ---");
		if (is_head)
			nlog_str_add(out, " |\n");
		is_head = false;
		nlog_render_pass_on(out, options);
	}
}

/* **Label:** value, one a line; further paragraphs as paragraphs. */
static void add_fields(nlog_str *out, const nlog_report_block *block,
		       const nlog_render_options *options)
{
	(void)options;
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		if (r)
			nlog_str_addc(out, '\n');
		if (row->cell_count > 1) {
			nlog_str_add(out, "**");
			add_data(out, &row->cells[0]);
			nlog_str_add(out, ":** ");
		}
		add_data(out, &row->cells[row->cell_count - 1]);
		nlog_str_addc(out, '\n');
		for (size_t l = 0; l < row->line_count; l++) {
			nlog_str_addc(out, '\n');
			add_data(out, &row->lines[l]);
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
		[NLOG_BLOCK_TITLE] = add_title, [NLOG_BLOCK_HEADING] = add_heading,
		[NLOG_BLOCK_TEXT] = add_text,   [NLOG_BLOCK_LITERAL] = add_text,
		[NLOG_BLOCK_ENTRY] = add_entry, [NLOG_BLOCK_LIST] = add_list,
		[NLOG_BLOCK_TABLE] = add_table, [NLOG_BLOCK_FIELDS] = add_fields,
		[NLOG_BLOCK_CHART] = add_chart, [NLOG_BLOCK_EVENTS] = add_table,
	};

	blocks[block->kind](out, block, options);
}

const nlog_format nlog_format_markdown = {
	.name = "markdown",
	.extension = "md",
	.media_type = "text/markdown; charset=utf-8",
	.escape = escape,
	.block = add_block,
};
