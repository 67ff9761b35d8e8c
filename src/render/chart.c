/* Charts as values, and as tables. */
#include "chart.h"

#include <noticelog/alloc.h>
#include <stdint.h>
#include <string.h>

/* The longest bar of a table, in columns. */
#define BAR_COLUMNS 40

/* The place of a text in a list that it is added to; the last one is looked at first. */
static size_t place_of(const char ***list, size_t *count, size_t *capacity,
		       const char *text)
{
	for (size_t i = *count; i-- > 0;)
		if (strcmp((*list)[i], text) == 0)
			return i;
	NLOG_GROW(*list, *count, *capacity);
	(*list)[*count] = text;
	return (*count)++;
}

static size_t value_of(const char *digits)
{
	size_t value = 0;

	for (; *digits >= '0' && *digits <= '9' && value < SIZE_MAX / 16; digits++)
		value = value * 10 + (size_t)(*digits - '0');
	return value;
}

static void add_up(nlog_chart *chart, const nlog_report_row *row)
{
	size_t label = place_of(&chart->labels, &chart->label_count, &chart->label_capacity,
				row->cells[0].text.data);
	size_t series = place_of(&chart->series, &chart->series_count,
				 &chart->series_capacity, row->cells[1].text.data);
	size_t value = value_of(row->cells[2].text.data);

	chart->values[label * chart->series_count + series] += value;
	chart->label_totals[label] += value;
	chart->series_totals[series] += value;
	if (chart->label_totals[label] > chart->most)
		chart->most = chart->label_totals[label];
}

void nlog_chart_read(nlog_chart *out, const nlog_report_block *block)
{
	const nlog_report_row *head = &block->rows[0];

	*out = (nlog_chart){
		.title = head->cells[0].text.data,
		.label_name = head->cells[1].text.data,
		.value_name = head->cells[2].text.data,
	};
	for (size_t r = 1; r < block->row_count; r++) {
		place_of(&out->labels, &out->label_count, &out->label_capacity,
			 block->rows[r].cells[0].text.data);
		place_of(&out->series, &out->series_count, &out->series_capacity,
			 block->rows[r].cells[1].text.data);
	}
	out->values = nlog_alloc_array(out->label_count * out->series_count + 1,
				       sizeof(*out->values));
	out->label_totals =
		nlog_alloc_array(out->label_count + 1, sizeof(*out->label_totals));
	out->series_totals =
		nlog_alloc_array(out->series_count + 1, sizeof(*out->series_totals));
	for (size_t r = 1; r < block->row_count; r++)
		add_up(out, &block->rows[r]);
}

void nlog_chart_clear(nlog_chart *chart)
{
	nlog_free(chart->labels);
	nlog_free(chart->series);
	nlog_free(chart->values);
	nlog_free(chart->label_totals);
	nlog_free(chart->series_totals);
	*chart = (nlog_chart){.title = NULL};
}

bool nlog_chart_is_stacked(const nlog_chart *chart)
{
	return chart->series_count > 1;
}

static void add_number(nlog_report *out, size_t number)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_str_addf(&cell, "%zu", number);
	nlog_report_add_take(out, NLOG_TONE_PLAIN, &cell);
}

/* One block for each, or as many as the longest bar leaves; what is there is seen. */
static void add_bar(nlog_report *out, size_t value, size_t most)
{
	size_t length = most <= BAR_COLUMNS
				? value
				: (size_t)((double)value * BAR_COLUMNS / (double)most);
	nlog_str cell = NLOG_STR_INIT;

	if (value && !length)
		length = 1;
	for (size_t i = 0; i < length; i++)
		nlog_str_add(&cell, "█");
	nlog_report_add_take(out, NLOG_TONE_PLAIN, &cell);
}

/* `rescheduled 2, modality 1` */
static void add_parts(nlog_report *out, const nlog_chart *chart, size_t label)
{
	nlog_str cell = NLOG_STR_INIT;

	for (size_t s = 0; s < chart->series_count; s++) {
		size_t value = chart->values[label * chart->series_count + s];

		if (value)
			nlog_str_addf(&cell, "%s%s %zu", cell.len ? ", " : "",
				      chart->series[s], value);
	}
	nlog_report_add_take(out, NLOG_TONE_PLAIN, &cell);
}

static void add_heads(nlog_report *out, const nlog_chart *chart, bool with_bars)
{
	bool is_stacked = nlog_chart_is_stacked(chart);

	nlog_report_begin(out, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(out);
	nlog_report_add(out, NLOG_TONE_STRONG, chart->label_name);
	nlog_report_add(out, NLOG_TONE_STRONG, chart->value_name);
	if (with_bars)
		nlog_report_add(out, NLOG_TONE_STRONG, "");
	if (with_bars && is_stacked)
		nlog_report_add(out, NLOG_TONE_STRONG, "of which");
	for (size_t s = 0; !with_bars && is_stacked && s < chart->series_count; s++)
		nlog_report_add(out, NLOG_TONE_STRONG, chart->series[s]);
}

void nlog_chart_add_table(nlog_report *out, const nlog_chart *chart, bool with_bars)
{
	bool is_stacked = nlog_chart_is_stacked(chart);

	if (with_bars)
		nlog_report_add_block(out, NLOG_BLOCK_TEXT, chart->title);
	add_heads(out, chart, with_bars);
	for (size_t l = 0; l < chart->label_count; l++) {
		nlog_report_row_begin(out);
		nlog_report_add(out, NLOG_TONE_PLAIN, chart->labels[l]);
		add_number(out, chart->label_totals[l]);
		if (with_bars)
			add_bar(out, chart->label_totals[l], chart->most);
		if (with_bars && is_stacked)
			add_parts(out, chart, l);
		for (size_t s = 0; !with_bars && is_stacked && s < chart->series_count; s++)
			add_number(out, chart->values[l * chart->series_count + s]);
	}
}

void nlog_chart_render_table(nlog_str *out, const nlog_report_block *block,
			     const nlog_render_options *options, nlog_render_block *add)
{
	nlog_report table = NLOG_REPORT_INIT;
	nlog_chart chart;

	nlog_chart_read(&chart, block);
	nlog_chart_add_table(&table, &chart, true);
	nlog_render_blocks(out, &table, options, add);
	nlog_report_clear(&table);
	nlog_chart_clear(&chart);
}
