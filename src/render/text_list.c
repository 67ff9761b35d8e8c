/* Lists as text: margin, name, text and aside in columns, and below a row its lines. */
#include "text.h"

#include <noticelog/alloc.h>

#define INDENT 2
/* Texts are made no narrower than that. */
#define NARROW 24

enum { MARGIN, NAME, TEXT, ASIDE, COLUMNS };

/* A cell that was measured; one that is empty is zero. */
typedef struct {
	text_run run;
	size_t width;
} list_cell;

/* How a list stands on the page. */
typedef struct {
	list_cell (*cells)[COLUMNS]; /* row by row; owned */
	size_t widths[COLUMNS];      /* the greatest of each column */
	size_t begins[ASIDE];        /* where the columns before it begin on the page */
	size_t room;                 /* the columns that there are for texts */
	size_t below;                /* where lines below a row begin */
} list_layout;

/* A row may have no aside. */
static void measure(list_layout *out, const nlog_report_block *block)
{
	out->cells = nlog_alloc_array(block->row_count, sizeof(*out->cells));
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		for (size_t c = 0; c < COLUMNS && c < row->cell_count; c++) {
			list_cell *cell = &out->cells[r][c];

			if (row->cells[c].text.len)
				cell->width = text_measure(&cell->run, &row->cells[c]);
			if (cell->width > out->widths[c])
				out->widths[c] = cell->width;
		}
	}
}

/* What a column takes with the gap behind it: nothing, if nothing stands in it. */
static size_t with_gap(size_t width)
{
	return width ? width + TEXT_GAP : 0;
}

static list_layout lay_out(const nlog_report_block *block, size_t width)
{
	list_layout out = {.cells = NULL};
	size_t taken;

	measure(&out, block);
	out.begins[MARGIN] = INDENT;
	out.begins[NAME] = out.begins[MARGIN] + with_gap(out.widths[MARGIN]);
	out.begins[TEXT] = out.begins[NAME] + with_gap(out.widths[NAME]);
	out.room = out.widths[TEXT];
	taken = out.begins[TEXT] + with_gap(out.widths[ASIDE]);
	if (width && taken + out.room > width)
		out.room = width > taken + NARROW ? width - taken : NARROW;
	/* What stands below a row begins under its name, a little to the right. */
	out.below = out.begins[NAME] + TEXT_GAP;
	return out;
}

/* The text of a row beside its aside: the aside stands on the first line. */
static void add_text(nlog_str *out, const list_cell *text, const list_cell *aside,
		     const list_layout *layout, const nlog_render_options *options)
{
	text_run rest = {.words = {NULL, 0}}, line = text->run;
	size_t width = text->width;

	if (width > layout->room) {
		rest = text->run;
		line = text_take_line(&rest, layout->room);
		width = text_width(&line);
	}
	text_add(out, &line, options);
	if (aside->run.words.len) {
		text_add_space(out, (width < layout->room ? layout->room - width : 0) +
					    TEXT_GAP);
		text_add(out, &aside->run, options);
	}
	nlog_str_addc(out, '\n');
	while (rest.words.len) {
		text_add_space(out, layout->begins[TEXT]);
		line = text_take_line(&rest, layout->room);
		text_add(out, &line, options);
		nlog_str_addc(out, '\n');
	}
}

static void add_row(nlog_str *out, const list_cell *cells, const list_layout *layout,
		    const nlog_render_options *options)
{
	size_t at = 0;

	for (size_t c = MARGIN; c <= NAME; c++) {
		if (!layout->widths[c] || !cells[c].run.words.len)
			continue;
		text_add_space(out, layout->begins[c] - at);
		text_add(out, &cells[c].run, options);
		at = layout->begins[c] + cells[c].width;
	}
	text_add_space(out, layout->begins[TEXT] - at);
	add_text(out, &cells[TEXT], &cells[ASIDE], layout, options);
}

void text_add_list(nlog_str *out, const nlog_report_block *block,
		   const nlog_render_options *options)
{
	list_layout layout = lay_out(block, options->width);

	for (size_t r = 0; r < block->row_count; r++) {
		add_row(out, layout.cells[r], &layout, options);
		text_add_below(out, &block->rows[r], layout.below, options);
	}
	nlog_free(layout.cells);
}
