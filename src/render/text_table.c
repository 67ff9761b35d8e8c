/* Tables as text: cells in columns, each over as many lines as it needs. */
#include "text.h"

#define COLUMNS_MAX 12
/* A table's last column wants that much room, or stands below, indented. */
#define ROOM 36
#define INDENT 2
/* Columns are made no narrower than that. */
#define NARROW 10

/* How a table stands on the page. */
typedef struct {
	size_t columns;
	size_t widths
		[COLUMNS_MAX]; /* the last one's: its room, 0 for as much as it takes */
	size_t below;          /* where lines below a row begin */
	bool is_stacked;       /* the last cell of a row stands below it */
} table_layout;

/* Take from the widest columns what is too much. @return what they need now, with gaps */
static size_t fit_columns(size_t *widths, size_t count, size_t width)
{
	size_t sum = 0;

	for (size_t c = 0; c < count; c++) {
		if (width && widths[c] > width)
			widths[c] = width;
		sum += widths[c] + TEXT_GAP;
	}
	while (width && count && sum > width) {
		size_t widest = 0;

		for (size_t c = 1; c < count; c++)
			if (widths[c] > widths[widest])
				widest = c;
		if (widths[widest] <= NARROW)
			break;
		widths[widest]--;
		sum--;
	}
	return sum;
}

/* The first row says how many columns there are; another may have fewer. */
static size_t cells_of(const nlog_report_row *row, size_t columns)
{
	return row->cell_count < columns ? row->cell_count : columns;
}

static void measure(table_layout *out, const nlog_report_block *block)
{
	nlog_report_rows rows;

	*out = (table_layout){.columns = cells_of(&block->rows[0], COLUMNS_MAX)};
	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows))
		for (size_t c = 0; c < cells_of(row, out->columns); c++) {
			text_run cell;
			size_t width = text_measure(&cell, &row->cells[c]);

			if (width > out->widths[c])
				out->widths[c] = width;
		}
}

static table_layout lay_out(const nlog_report_block *block, size_t width)
{
	table_layout out;
	size_t last, left;

	measure(&out, block);
	last = out.columns - 1;
	left = fit_columns(out.widths, last, 0);
	if (width && left + out.widths[last] > width) {
		out.is_stacked = last && left + ROOM > width;
		left = fit_columns(out.widths, last, out.is_stacked ? width + TEXT_GAP : 0);
		out.below = out.is_stacked ? INDENT : left;
		out.widths[last] = width - out.below;
	} else {
		out.below = left;
		out.widths[last] = 0;
	}
	return out;
}

/*
 * The next line of each cell, side by side. What was too long for its column moves
 * the others to the right. @return true if there is more
 */
static bool add_line(nlog_str *out, text_run *cells, size_t count,
		     const table_layout *layout, const nlog_render_options *options)
{
	size_t at = 0, column = 0;
	bool is_more = false;

	for (size_t c = 0; c < count; c++) {
		text_run line = text_take_line(&cells[c], layout->widths[c]);

		if (line.words.len) {
			size_t space = column > at ? column - at : c != 0;

			text_add_space(out, space);
			text_add(out, &line, options);
			at += space + text_width(&line);
		}
		column += layout->widths[c] + TEXT_GAP;
		is_more |= cells[c].words.len != 0;
	}
	nlog_str_addc(out, '\n');
	return is_more;
}

static void add_cells(nlog_str *out, const nlog_report_row *row, size_t count,
		      const table_layout *layout, const nlog_render_options *options)
{
	text_run cells[COLUMNS_MAX];

	for (size_t c = 0; c < count; c++)
		text_measure(&cells[c], &row->cells[c]);
	while (add_line(out, cells, count, layout, options))
		continue;
}

static void add_row(nlog_str *out, const nlog_report_row *row, const table_layout *layout,
		    const nlog_render_options *options)
{
	size_t last = layout->columns - 1, count = cells_of(row, layout->columns);

	if (layout->is_stacked && count > last) {
		add_cells(out, row, last, layout, options);
		text_add_space(out, layout->below);
		text_add_wrapped(out, &row->cells[last], layout->below, options);
	} else {
		add_cells(out, row, count, layout, options);
	}
	text_add_below(out, row, layout->below, options);
}

void text_add_table(nlog_str *out, const nlog_report_block *block,
		    const nlog_render_options *options)
{
	table_layout layout = lay_out(block, options->width);
	nlog_report_rows rows;

	for (const nlog_report_row *row = nlog_report_rows_first(&rows, block); row;
	     row = nlog_report_rows_next(&rows)) {
		add_row(out, row, &layout, options);
		nlog_render_pass_on(out, options);
	}
}
