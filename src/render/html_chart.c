/* Charts as pictures: SVG inside the page, that needs neither script nor colour. */
#include "html.h"

#include <noticelog/text.h>

#include "chart.h"

/* The picture, in its own units; the page scales it. */
#define WIDTH 720
#define LEFT 44
#define TOP 24
#define PLOT_WIDTH (WIDTH - LEFT - 6)
#define PLOT_HEIGHT 200
#define LEGEND_TOP (TOP + PLOT_HEIGHT + 44)
#define LEGEND_LINE 22
#define LEGEND_COLUMNS 3
#define BAR_WIDTH 64
/* A character of the labels, roughly. */
#define CHARACTER 7

/* A part of a bar: its colour, and the marks that tell it from others without it. */
typedef struct {
	const char *colour;
	const char *marks; /* a path in a square of 8; "" for none */
} fill;

static const fill fills[] = {
	{"#0b5394", ""},
	{"#e69f00", "M0 8L8 0"},
	{"#009e73", "M0 4H8"},
	{"#cc79a7", "M4 0V8"},
	{"#56b4e9", "M0 0L8 8"},
	{"#d55e00", "M0 0L8 8M0 8L8 0"},
	{"#f0e442", "M0 4H8M4 0V8"},
	{"#8a8a8a", "M3 4H5"},
};

#define FILL_COUNT (sizeof(fills) / sizeof(*fills))

static void number(xml_writer *writer, const char *name, size_t value)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "%zu", value);
	xml_attribute(writer, name, nlog_str_text(&text));
	nlog_str_clear(&text);
}

static void add_pattern(xml_writer *writer, size_t index)
{
	nlog_str id = NLOG_STR_INIT;

	nlog_str_addf(&id, "fill-%zu", index);
	xml_start(writer, "pattern");
	xml_attribute(writer, "id", nlog_str_text(&id));
	xml_attribute(writer, "patternUnits", "userSpaceOnUse");
	number(writer, "width", 8);
	number(writer, "height", 8);
	xml_start(writer, "rect");
	number(writer, "width", 8);
	number(writer, "height", 8);
	xml_attribute(writer, "fill", fills[index].colour);
	xml_end(writer);
	if (*fills[index].marks) {
		xml_start(writer, "path");
		xml_attribute(writer, "d", fills[index].marks);
		xml_attribute(writer, "stroke", "#1a1a1a");
		xml_end(writer);
	}
	xml_end(writer);
	nlog_str_clear(&id);
}

void nlog_html_add_patterns(xml_writer *writer)
{
	xml_start(writer, "svg");
	number(writer, "width", 0);
	number(writer, "height", 0);
	xml_attribute(writer, "class", "patterns");
	xml_attribute(writer, "aria-hidden", "true");
	xml_start(writer, "defs");
	for (size_t i = 0; i < FILL_COUNT; i++)
		add_pattern(writer, i);
	xml_end(writer);
	xml_end(writer);
}

/* A rectangle of a series. */
static void add_box(xml_writer *writer, size_t series, size_t x, size_t y, size_t width,
		    size_t height)
{
	nlog_str paint = NLOG_STR_INIT;

	nlog_str_addf(&paint, "url(#fill-%zu)", series % FILL_COUNT);
	xml_start(writer, "rect");
	number(writer, "x", x);
	number(writer, "y", y);
	number(writer, "width", width);
	number(writer, "height", height);
	xml_attribute(writer, "fill", nlog_str_text(&paint));
	nlog_str_clear(&paint);
}

static void add_words(xml_writer *writer, size_t x, size_t y, const char *anchor,
		      const char *words)
{
	xml_start(writer, "text");
	number(writer, "x", x);
	number(writer, "y", y);
	if (anchor)
		xml_attribute(writer, "text-anchor", anchor);
	xml_text(writer, nlog_slice_of(words));
	xml_end(writer);
}

static void add_count(xml_writer *writer, size_t x, size_t y, const char *anchor,
		      size_t count)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "%zu", count);
	add_words(writer, x, y, anchor, nlog_str_text(&text));
	nlog_str_clear(&text);
}

/* Steps of 1, 2, 5, 10, 20 …: at most five lines. */
static size_t step_of(size_t most)
{
	size_t step = 1;

	for (unsigned i = 0; most / step > 5; i++)
		step = i % 3 == 1 ? step / 2 * 5 : step * 2;
	return step;
}

/* How high a value is; what is there is seen. */
static size_t height_of(size_t value, size_t top)
{
	size_t height = (size_t)((double)value * PLOT_HEIGHT / (double)top);

	return value && !height ? 1 : height;
}

static void add_grid(xml_writer *writer, size_t top, size_t step)
{
	for (size_t value = 0; value <= top; value += step) {
		size_t y = TOP + PLOT_HEIGHT - height_of(value, top);

		xml_start(writer, "line");
		number(writer, "x1", LEFT);
		number(writer, "x2", LEFT + PLOT_WIDTH);
		number(writer, "y1", y);
		number(writer, "y2", y);
		xml_end(writer);
		add_count(writer, LEFT - 6, y + 4, "end", value);
	}
}

/* The parts of a bar, the first series at the bottom. @return where it ends at the top */
static size_t add_parts(xml_writer *writer, const nlog_chart *chart, size_t label, size_t x,
			size_t width, size_t top)
{
	size_t sum = 0, y = TOP + PLOT_HEIGHT;

	for (size_t s = 0; s < chart->series_count; s++) {
		size_t value = chart->values[label * chart->series_count + s], begin = y;
		nlog_str title = NLOG_STR_INIT;

		if (!value)
			continue;
		sum += value;
		y = TOP + PLOT_HEIGHT - height_of(sum, top);
		add_box(writer, s, x, y, width, begin - y);
		nlog_str_addf(&title, "%s%s%s: %zu", chart->labels[label],
			      *chart->series[s] ? ", " : "", chart->series[s], value);
		xml_start(writer, "title");
		xml_text(writer, nlog_str_slice(&title));
		xml_end(writer);
		xml_end(writer);
		nlog_str_clear(&title);
	}
	return y;
}

/* Every how many labels one is written, so that they do not run into each other. */
static size_t label_stride(const nlog_chart *chart)
{
	size_t longest = 1, slot = PLOT_WIDTH / chart->label_count;

	for (size_t l = 0; l < chart->label_count; l++)
		if (nlog_text_width(nlog_slice_of(chart->labels[l])) > longest)
			longest = nlog_text_width(nlog_slice_of(chart->labels[l]));
	return 1 + (longest * CHARACTER) / (slot ? slot : 1);
}

static void add_bars(xml_writer *writer, const nlog_chart *chart, size_t top)
{
	size_t count = chart->label_count, slot = PLOT_WIDTH / count;
	size_t width = slot * 7 / 10 < BAR_WIDTH ? slot * 7 / 10 : BAR_WIDTH;
	size_t stride = label_stride(chart);

	for (size_t l = 0; l < count; l++) {
		size_t middle = LEFT + (2 * l + 1) * PLOT_WIDTH / (2 * count);
		size_t y = add_parts(writer, chart, l, middle - width / 2,
				     width ? width : 1, top);

		if (chart->label_totals[l] && slot >= 3 * CHARACTER)
			add_count(writer, middle, y - 5, "middle", chart->label_totals[l]);
		if (l % stride == 0)
			add_words(writer, middle, TOP + PLOT_HEIGHT + 18, "middle",
				  chart->labels[l]);
	}
}

static void add_legend(xml_writer *writer, const nlog_chart *chart)
{
	for (size_t s = 0; s < chart->series_count; s++) {
		size_t x = LEFT + s % LEGEND_COLUMNS * (PLOT_WIDTH / LEGEND_COLUMNS);
		size_t y = LEGEND_TOP + s / LEGEND_COLUMNS * LEGEND_LINE;
		nlog_str words = NLOG_STR_INIT;

		add_box(writer, s, x, y - 12, 16, 16);
		xml_end(writer);
		nlog_str_addf(&words, "%s (%zu)", chart->series[s],
			      chart->series_totals[s]);
		add_words(writer, x + 22, y, NULL, nlog_str_text(&words));
		nlog_str_clear(&words);
	}
}

/* What the picture shows, for those who do not see it. */
static void add_description(xml_writer *writer, const nlog_chart *chart)
{
	size_t highest = 0;
	nlog_str words = NLOG_STR_INIT;

	for (size_t l = 1; l < chart->label_count; l++)
		if (chart->label_totals[l] > chart->label_totals[highest])
			highest = l;
	nlog_str_addf(&words,
		      "%zu bars of %s by %s, from %s to %s. The highest is %s with %zu. "
		      "All figures are in the table below.",
		      chart->label_count, chart->value_name, chart->label_name,
		      chart->labels[0], chart->labels[chart->label_count - 1],
		      chart->labels[highest], chart->label_totals[highest]);
	xml_start(writer, "title");
	xml_text(writer, nlog_slice_of(chart->title));
	xml_end(writer);
	xml_start(writer, "desc");
	xml_text(writer, nlog_str_slice(&words));
	xml_end(writer);
	nlog_str_clear(&words);
}

static void add_picture(xml_writer *writer, const nlog_chart *chart)
{
	size_t step = step_of(chart->most), lines = 0;
	size_t top = (chart->most + step - 1) / step * step;
	nlog_str box = NLOG_STR_INIT;

	if (nlog_chart_is_stacked(chart))
		lines = (chart->series_count + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
	nlog_str_addf(&box, "0 0 %d %zu", WIDTH,
		      lines ? LEGEND_TOP + lines * LEGEND_LINE - 12
			    : (size_t)TOP + PLOT_HEIGHT + 26);
	xml_start(writer, "svg");
	xml_attribute(writer, "viewBox", nlog_str_text(&box));
	xml_attribute(writer, "role", "img");
	nlog_str_clear(&box);
	add_description(writer, chart);
	add_grid(writer, top ? top : 1, step);
	add_bars(writer, chart, top ? top : 1);
	if (lines)
		add_legend(writer, chart);
	xml_end(writer);
}

static void add_figures(xml_writer *writer, const nlog_chart *chart)
{
	nlog_report table = NLOG_REPORT_INIT;

	nlog_chart_add_table(&table, chart, false);
	xml_start(writer, "details");
	xml_start(writer, "summary");
	xml_text(writer, NLOG_SLICE("Figures of this chart"));
	xml_end(writer);
	nlog_html_add_table(writer, &table.blocks[0]);
	xml_end(writer);
	nlog_report_clear(&table);
}

void nlog_html_add_chart(xml_writer *writer, const nlog_report_block *block)
{
	nlog_chart chart;

	nlog_chart_read(&chart, block);
	xml_start(writer, "figure");
	xml_start(writer, "figcaption");
	xml_text(writer, nlog_slice_of(chart.title));
	xml_end(writer);
	if (chart.label_count) {
		nlog_html_start_wide(writer, "chart", true);
		add_picture(writer, &chart);
		xml_end(writer);
		add_figures(writer, &chart);
	}
	xml_end(writer);
	nlog_chart_clear(&chart);
}
