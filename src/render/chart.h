/**
 * @file
 * A chart's values as a matrix of labels and series, for the formats that draw it.
 */
#ifndef NOTICELOG_RENDER_CHART_H
#define NOTICELOG_RENDER_CHART_H

#include <stdbool.h>

#include "format.h"

/** What a chart block says. Texts are borrowed from the block. */
typedef struct {
	const char *title, *label_name, *value_name;
	const char **labels; /**< owned array */
	size_t label_count, label_capacity;
	const char **series; /**< owned array; one "" for a chart without series */
	size_t series_count, series_capacity;
	size_t *values;        /**< owned; [label * series_count + series] */
	size_t *label_totals;  /**< owned */
	size_t *series_totals; /**< owned */
	size_t most;           /**< the greatest of label_totals */
} nlog_chart;

/** Read a block. @param out  clear with nlog_chart_clear() */
void nlog_chart_read(nlog_chart *out, const nlog_report_block *block);
void nlog_chart_clear(nlog_chart *chart);

/** Has it more than one series? */
bool nlog_chart_is_stacked(const nlog_chart *chart);

/**
 * The same as a block of text and a table with bars of `█`, for formats without
 * pictures.
 *
 * @param with_bars  else figures alone, a column for each series
 */
void nlog_chart_add_table(nlog_report *out, const nlog_chart *chart, bool with_bars);

/** Append a chart's block as that table with bars. @param add  the format's own */
void nlog_chart_render_table(nlog_str *out, const nlog_report_block *block,
			     const nlog_render_options *options, nlog_render_block *add);

#endif
