/* Reports as plain text for a terminal: aligned columns, lines broken at blanks. */
#include "chart.h"
#include "format.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <string.h>

/* Columns of a list: margin, name, text, aside. */
#define LIST_INDENT 2
#define LIST_GAP 2
#define LIST_COLUMNS 4
#define TABLE_COLUMNS 12
/* A table's last column wants that much room, or stands below, indented. */
#define TABLE_ROOM 36
#define TABLE_INDENT 2
#define TABLE_NARROW 10 /* columns are made no narrower than that */

static const char *tone_code(nlog_tone tone)
{
	static const char *const codes[] = {
		[NLOG_TONE_PLAIN] = "",
		[NLOG_TONE_STRONG] = "\033[1m",
		[NLOG_TONE_QUIET] = "\033[2m",
		[NLOG_TONE_ALERT] = "\033[33m",
	};

	return codes[tone];
}

/* Add words in their tone, made safe; the colours are ours, the words are not. */
static void add_toned(nlog_str *out, nlog_tone tone, nlog_slice words,
		      const nlog_render_options *options)
{
	bool coloured = options->colour && tone != NLOG_TONE_PLAIN && words.len;

	if (coloured)
		nlog_str_add(out, tone_code(tone));
	nlog_format_text.escape(out, words);
	if (coloured)
		nlog_str_add(out, "\033[0m");
}

/* The columns that words take once they are made safe. Most are, and most are plain. */
static size_t width_of(nlog_slice words)
{
	nlog_str safe = NLOG_STR_INIT;
	size_t width = nlog_text_printable(words);

	if (width == words.len)
		return width;
	if (nlog_text_visible(words) == words.len)
		return nlog_text_width(words);
	nlog_format_text.escape(&safe, words);
	width = nlog_text_width(nlog_str_slice(&safe));
	nlog_str_clear(&safe);
	return width;
}

/* Where the word ends that `from` is in or before; at least one character of it is taken. */
static size_t end_of_word(nlog_slice words, size_t from)
{
	const char *space = memchr(words.data + from + 1, ' ', words.len - from - 1);

	return space ? (size_t)(space - words.data) : words.len;
}

/* How much of any words fits: widths add up, each word is measured with the space before it. */
static size_t fitting_when_safe(nlog_slice words, size_t room)
{
	size_t width = 0, len = 0;

	while (len < words.len && width <= room) {
		size_t next = end_of_word(words, len);

		width += width_of((nlog_slice){words.data + len, next - len});
		if (len && width > room)
			break;
		len = next;
	}
	return len;
}

/* Can words be shown as they are up to `len`, and do they go on with a character there? */
static bool are_safe(nlog_slice words, size_t len)
{
	unsigned codepoint;

	return nlog_text_visible((nlog_slice){words.data, len}) == len &&
	       (len == words.len || nlog_text_next(words, len, &codepoint));
}

/* How much fits: whole words, at least one. No more is looked at than about a line. */
static size_t fitting(nlog_slice words, size_t room)
{
	size_t fit = nlog_text_fit(words, room);
	const char *space;

	if (!are_safe(words, fit))
		return fitting_when_safe(words, room);
	if (fit == words.len)
		return fit;
	/* A space at the very beginning ends no word. */
	space = fit ? memrchr(words.data + 1, ' ', fit) : NULL;
	return space ? (size_t)(space - words.data) : end_of_word(words, fit);
}

/* The most words, whole ones, that fit; at least one. The rest is left in *words. */
static nlog_slice take_line(nlog_slice *words, size_t room)
{
	nlog_slice line = *words;

	if (room && words->len)
		line.len = fitting(*words, room);
	*words = nlog_slice_from(*words, line.len);
	if (words->len)
		*words = nlog_slice_trim(*words);
	return line;
}

/* Words over as many lines as they need, the first at the place we stand at. */
static void add_wrapped(nlog_str *out, const nlog_report_cell *cell, size_t indent,
			const nlog_render_options *options)
{
	nlog_slice words = cell->text;
	size_t room = options->width > indent + 20 ? options->width - indent : 0;

	add_toned(out, cell->tone, take_line(&words, room), options);
	while (words.len) {
		nlog_str_addc(out, '\n');
		nlog_str_add_repeat(out, ' ', indent);
		add_toned(out, cell->tone, take_line(&words, room), options);
	}
	nlog_str_addc(out, '\n');
}

static void add_paragraphs(nlog_str *out, const nlog_report_block *block,
			   const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++)
		for (size_t c = 0; c < block->rows[r].cell_count; c++)
			add_wrapped(out, &block->rows[r].cells[c], 0, options);
}

static void add_literal(nlog_str *out, const nlog_report_block *block,
			const nlog_render_options *options)
{
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_cell *cell = &block->rows[r].cells[0];

		add_toned(out, cell->tone, cell->text, options);
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
			nlog_slice words = row->cells[c].text;

			add_toned(out, row->cells[c].tone, words, options);
			nlog_str_add_repeat(out, ' ', words.len ? LIST_GAP : 0);
			indent += width_of(words) + (words.len ? LIST_GAP : 0);
		}
		add_wrapped(out, &row->cells[row->cell_count - 1], indent, options);
		for (size_t l = 0; l < row->line_count; l++) {
			nlog_str_add_repeat(out, ' ', indent);
			add_wrapped(out, &row->lines[l], indent, options);
		}
	}
}

static size_t cell_width(const nlog_report_row *row, size_t column)
{
	return column < row->cell_count ? width_of(row->cells[column].text) : 0;
}

static bool is_empty(const nlog_report_row *row, size_t column)
{
	return column >= row->cell_count || !row->cells[column].text.len;
}

/* How a list stands on the page. */
typedef struct {
	size_t (*cells)[LIST_COLUMNS]; /* the width of each cell, row by row; owned */
	size_t widths[LIST_COLUMNS];   /* the greatest of each column */
	size_t indent, room;           /* where texts begin, and the columns for them */
	size_t below;                  /* where lines below a row begin */
} list_layout;

/* Each cell is measured once. */
static void measure_list(list_layout *layout, const nlog_report_block *block)
{
	layout->cells = nlog_alloc_array(block->row_count, sizeof(*layout->cells));
	for (size_t r = 0; r < block->row_count; r++)
		for (size_t c = 0; c < LIST_COLUMNS; c++) {
			size_t width = cell_width(&block->rows[r], c);

			layout->cells[r][c] = width;
			if (width > layout->widths[c])
				layout->widths[c] = width;
		}
}

static list_layout lay_out_list(const nlog_report_block *block, size_t width)
{
	list_layout layout = {.indent = LIST_INDENT};
	size_t taken;

	measure_list(&layout, block);
	for (size_t c = 0; c < 2; c++)
		layout.indent += layout.widths[c] ? layout.widths[c] + LIST_GAP : 0;
	/* What stands below a row begins under its name, a little to the right. */
	layout.below = LIST_INDENT + (layout.widths[0] ? layout.widths[0] + LIST_GAP : 0) +
		       LIST_GAP;
	layout.room = layout.widths[2];
	taken = layout.indent + (layout.widths[3] ? layout.widths[3] + LIST_GAP : 0);
	if (width && taken + layout.room > width)
		layout.room = width > taken + 24 ? width - taken : 24;
	return layout;
}

/* The text of a row beside its aside: the aside stands on the first line. */
static void add_list_text(nlog_str *out, const nlog_report_row *row, size_t width,
			  const list_layout *layout, const nlog_render_options *options)
{
	nlog_slice words = row->cells[2].text;
	bool fits = width <= layout->room;
	nlog_slice line = take_line(&words, fits ? 0 : layout->room);

	add_toned(out, row->cells[2].tone, line, options);
	if (!is_empty(row, 3)) {
		size_t at = fits ? width : width_of(line);

		nlog_str_add_repeat(out, ' ',
				    (at < layout->room ? layout->room - at : 0) + LIST_GAP);
		add_toned(out, row->cells[3].tone, row->cells[3].text, options);
	}
	nlog_str_addc(out, '\n');
	while (words.len) {
		nlog_str_add_repeat(out, ' ', layout->indent);
		add_toned(out, row->cells[2].tone, take_line(&words, layout->room),
			  options);
		nlog_str_addc(out, '\n');
	}
}

static void add_list(nlog_str *out, const nlog_report_block *block,
		     const nlog_render_options *options)
{
	list_layout layout = lay_out_list(block, options->width);

	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		nlog_str_add_repeat(out, ' ', LIST_INDENT);
		for (size_t c = 0; c < 2; c++) {
			if (!layout.widths[c])
				continue;
			add_toned(out, row->cells[c].tone, row->cells[c].text, options);
			nlog_str_add_repeat(
				out, ' ', layout.widths[c] - layout.cells[r][c] + LIST_GAP);
		}
		add_list_text(out, row, layout.cells[r][2], &layout, options);
		for (size_t l = 0; l < row->line_count; l++) {
			nlog_str_add_repeat(out, ' ', layout.below);
			add_wrapped(out, &row->lines[l], layout.below, options);
		}
	}
	nlog_free(layout.cells);
}

/* How a table stands on the page. */
typedef struct {
	size_t columns;
	size_t widths
		[TABLE_COLUMNS]; /* the last one's: its room, 0 for as much as it takes */
	size_t below;            /* where lines below a row begin */
	bool is_stacked;         /* the last cell of a row stands below it */
} table_layout;

/* Take from the widest columns what is too much. @return what they need now, with gaps */
static size_t fit_columns(size_t *widths, size_t count, size_t width)
{
	size_t sum = 0;

	for (size_t c = 0; c < count; c++) {
		if (width && widths[c] > width)
			widths[c] = width;
		sum += widths[c] + LIST_GAP;
	}
	while (width && count && sum > width) {
		size_t widest = 0;

		for (size_t c = 1; c < count; c++)
			if (widths[c] > widths[widest])
				widest = c;
		if (widths[widest] <= TABLE_NARROW)
			break;
		widths[widest]--;
		sum--;
	}
	return sum;
}

/* The first row says how many columns there are. */
static void measure_table(table_layout *layout, const nlog_report_block *block)
{
	size_t cells = block->rows[0].cell_count;
	nlog_report_rows rows;

	*layout = (table_layout){.columns = cells < TABLE_COLUMNS ? cells : TABLE_COLUMNS};
	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows))
		for (size_t c = 0; c < layout->columns; c++) {
			size_t width = cell_width(row, c);

			if (width > layout->widths[c])
				layout->widths[c] = width;
		}
}

static table_layout lay_out_table(const nlog_report_block *block, size_t width)
{
	table_layout layout;
	size_t last, left;

	measure_table(&layout, block);
	last = layout.columns - 1;
	left = fit_columns(layout.widths, last, 0);
	if (width && left + layout.widths[last] > width) {
		layout.is_stacked = last && left + TABLE_ROOM > width;
		left = fit_columns(layout.widths, last,
				   layout.is_stacked ? width + LIST_GAP : 0);
		layout.below = layout.is_stacked ? TABLE_INDENT : left;
		layout.widths[last] = width - layout.below;
	} else {
		layout.below = left;
		layout.widths[last] = 0;
	}
	return layout;
}

/* Cells side by side, each over as many lines as it needs in its column. */
static void add_cells(nlog_str *out, const nlog_report_row *row, size_t count,
		      const table_layout *layout, const nlog_render_options *options)
{
	nlog_slice rest[TABLE_COLUMNS];
	bool is_more = true;

	for (size_t c = 0; c < count; c++)
		rest[c] = row->cells[c].text;
	while (is_more) {
		size_t at = 0, column = 0;

		is_more = false;
		for (size_t c = 0; c < count; c++) {
			nlog_slice line = take_line(&rest[c], layout->widths[c]);

			if (line.len) {
				nlog_str_add_repeat(out, ' ',
						    column > at ? column - at : c != 0);
				add_toned(out, row->cells[c].tone, line, options);
				at = (column > at ? column : at + (c != 0)) +
				     width_of(line);
			}
			column += layout->widths[c] + LIST_GAP;
			is_more |= rest[c].len != 0;
		}
		nlog_str_addc(out, '\n');
	}
}

static void add_table_row(nlog_str *out, const nlog_report_row *row,
			  const table_layout *layout, const nlog_render_options *options)
{
	size_t last = layout->columns - 1;
	size_t count =
		row->cell_count < layout->columns ? row->cell_count : layout->columns;

	if (layout->is_stacked && count > last) {
		add_cells(out, row, last, layout, options);
		nlog_str_add_repeat(out, ' ', layout->below);
		add_wrapped(out, &row->cells[last], layout->below, options);
	} else {
		add_cells(out, row, count, layout, options);
	}
	for (size_t l = 0; l < row->line_count; l++) {
		nlog_str_add_repeat(out, ' ', layout->below);
		add_wrapped(out, &row->lines[l], layout->below, options);
	}
}

/* Cells under their column's name. A last column that has no room stands below. */
static void add_table(nlog_str *out, const nlog_report_block *block,
		      const nlog_render_options *options)
{
	table_layout layout = lay_out_table(block, options->width);
	nlog_report_rows rows;

	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows)) {
		add_table_row(out, row, &layout, options);
		nlog_render_pass_on(out, options);
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
	add_toned(out, cell->tone, nlog_str_slice(&plain), options);
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
		[NLOG_BLOCK_ENTRY] = add_entry,      [NLOG_BLOCK_LIST] = add_list,
		[NLOG_BLOCK_TABLE] = add_table,      [NLOG_BLOCK_FIELDS] = add_fields,
		[NLOG_BLOCK_CHART] = add_chart,      [NLOG_BLOCK_EVENTS] = add_table,
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
