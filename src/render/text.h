/**
 * @file
 * Reports as text: the words that its blocks are put together of. A cell is looked at
 * once; most are printable ASCII, of which a byte is a column.
 */
#ifndef NOTICELOG_RENDER_TEXT_H
#define NOTICELOG_RENDER_TEXT_H

#include "format.h"

/** Columns between two cells. */
#define TEXT_GAP 2

/** What can be said of all the words of a cell, and so of each part of them. */
typedef enum {
	TEXT_PLAIN,   /**< printable ASCII: each byte is a column */
	TEXT_VISIBLE, /**< they can be shown as they are */
	TEXT_FOREIGN, /**< something in them must be written out */
} text_kind;

/** Words of a cell: all of them, a line of them, or what is left; the report's. */
typedef struct {
	nlog_slice words;
	text_kind kind;
	nlog_tone tone;
} text_run;

/**
 * @param out  all words of the cell
 * @return the columns that they take as they are shown
 */
size_t text_measure(text_run *out, const nlog_report_cell *cell);

/** @return the columns that words take as they are shown */
size_t text_width(const text_run *run);

/**
 * @param room  in columns; 0: there is no end of it
 * @return the most words, whole ones, that fit; at least one. The rest is left in *run,
 *         without the blanks at its ends
 */
text_run text_take_line(text_run *run, size_t room);

/** Append words in their tone, made safe; the colours are ours, the words are not. */
void text_add(nlog_str *out, const text_run *run, const nlog_render_options *options);

/** Append so many spaces. */
void text_add_space(nlog_str *out, size_t columns);

/** Append a cell over as many lines as it needs, the first at the place we stand at. */
void text_add_wrapped(nlog_str *out, const nlog_report_cell *cell, size_t indent,
		      const nlog_render_options *options);

/** Append the lines below a row. */
void text_add_below(nlog_str *out, const nlog_report_row *row, size_t indent,
		    const nlog_render_options *options);

/** Rows of margin, name, text and aside. */
nlog_render_block text_add_list;
/** Cells under their column's name. A last column that has no room stands below. */
nlog_render_block text_add_table;

#endif
