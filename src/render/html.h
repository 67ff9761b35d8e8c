/**
 * @file
 * Writing HTML: what its parts share.
 */
#ifndef NOTICELOG_RENDER_HTML_H
#define NOTICELOG_RENDER_HTML_H

#include <stdbool.h>

#include <noticelog/report.h>

#include "xml.h"

/**
 * Begin what may be wider than the page: it scrolls by itself, by keyboard too.
 *
 * @param what      "table": what it is, for those who hear the page; a word of ours
 * @param has_many  it would be unreadable as narrow as a telephone
 */
void nlog_html_start_wide(xml_writer *writer, const char *what, bool has_many);
/**
 * Append a piece of a page: blocks as in its body. The heading of an entry that is
 * the first block is left out, its lines are not.
 */
void nlog_html_add_piece(nlog_str *out, const nlog_report_block *blocks, size_t count);
/** A table of rows of cells, the first of which names the columns. */
void nlog_html_add_table(xml_writer *writer, const nlog_report_block *block);

/** The patterns that fill the bars of all charts of a page; once, before the first. */
void nlog_html_add_patterns(xml_writer *writer);
/** A chart as a picture (SVG), and its figures as a table that can be opened. */
void nlog_html_add_chart(xml_writer *writer, const nlog_report_block *block);

#endif
