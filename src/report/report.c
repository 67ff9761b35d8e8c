/* Reports: blocks of rows of cells, built from the top down. */
#include <noticelog/report.h>

#include <noticelog/alloc.h>

static nlog_report_block *last_block(nlog_report *report)
{
	return &report->blocks[report->block_count - 1];
}

static nlog_report_row *last_row(nlog_report *report)
{
	nlog_report_block *block = last_block(report);

	return &block->rows[block->row_count - 1];
}

void nlog_report_begin(nlog_report *report, nlog_block_kind kind)
{
	NLOG_GROW(report->blocks, report->block_count, report->block_capacity);
	report->blocks[report->block_count++] = (nlog_report_block){.kind = kind};
}

void nlog_report_row_begin(nlog_report *report)
{
	nlog_report_block *block = last_block(report);

	NLOG_GROW(block->rows, block->row_count, block->row_capacity);
	block->rows[block->row_count++] = (nlog_report_row){.cells = NULL};
}

static void add_cell(nlog_report *report, nlog_tone tone, char *text)
{
	nlog_report_row *row = last_row(report);

	NLOG_GROW(row->cells, row->cell_count, row->cell_capacity);
	row->cells[row->cell_count++] = (nlog_report_cell){text, tone, NULL};
}

void nlog_report_add(nlog_report *report, nlog_tone tone, const char *text)
{
	add_cell(report, tone, nlog_strdup(text));
}

void nlog_report_begin_table(nlog_report *report, const char *const *heads, size_t count)
{
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < count; i++)
		nlog_report_add(report, NLOG_TONE_STRONG, heads[i]);
}

void nlog_report_add_take(nlog_report *report, nlog_tone tone, nlog_str *text)
{
	add_cell(report, tone, nlog_str_detach(text));
}

void nlog_report_add_line_take(nlog_report *report, nlog_tone tone, nlog_str *text)
{
	nlog_report_row *row = last_row(report);

	NLOG_GROW(row->lines, row->line_count, row->line_capacity);
	row->lines[row->line_count++] =
		(nlog_report_cell){nlog_str_detach(text), tone, NULL};
}

void nlog_report_add_link(nlog_report *report, nlog_tone tone, const char *text,
			  const char *file)
{
	nlog_report_row *row = last_row(report);

	nlog_report_add(report, tone, text);
	row->cells[row->cell_count - 1].link = nlog_strdup(file);
}

static nlog_report_mark *copy_mark(const nlog_report_mark *mark)
{
	nlog_report_mark *copy = nlog_alloc(sizeof(*copy));

	*copy = *mark;
	copy->name = nlog_strdup(mark->name);
	copy->authority = nlog_strdup(mark->authority);
	copy->author = nlog_strdup(mark->author);
	return copy;
}

void nlog_report_mark_row(nlog_report *report, const nlog_report_mark *mark)
{
	last_row(report)->mark = copy_mark(mark);
}

void nlog_report_mark_title(nlog_report *report, const nlog_report_mark *mark)
{
	for (size_t b = 0; b < report->block_count; b++) {
		nlog_report_block *block = &report->blocks[b];

		if (block->kind != NLOG_BLOCK_TITLE || !block->row_count)
			continue;
		block->rows[0].mark = copy_mark(mark);
		return;
	}
}

void nlog_report_add_block(nlog_report *report, nlog_block_kind kind, const char *text)
{
	nlog_report_begin(report, kind);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, text);
}

void nlog_report_chart_begin(nlog_report *report, const char *title, const char *labels,
			     const char *values)
{
	nlog_report_begin(report, NLOG_BLOCK_CHART);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, title);
	nlog_report_add(report, NLOG_TONE_PLAIN, labels);
	nlog_report_add(report, NLOG_TONE_PLAIN, values);
}

void nlog_report_chart_add(nlog_report *report, const char *label, const char *series,
			   size_t value)
{
	nlog_str number = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, label);
	nlog_report_add(report, NLOG_TONE_PLAIN, series);
	nlog_str_addf(&number, "%zu", value);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &number);
}

void nlog_report_events_begin(nlog_report *report)
{
	static const char *const heads[NLOG_EVENT_COLUMNS] = {
		[NLOG_EVENT_UID] = "uid",           [NLOG_EVENT_SEQUENCE] = "sequence",
		[NLOG_EVENT_STAMP] = "moved",       [NLOG_EVENT_MODIFIED] = "changed",
		[NLOG_EVENT_STATUS] = "status",     [NLOG_EVENT_START] = "start",
		[NLOG_EVENT_END] = "end",           [NLOG_EVENT_SUMMARY] = "summary",
		[NLOG_EVENT_LOCATION] = "location",
	};

	nlog_report_begin(report, NLOG_BLOCK_EVENTS);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < NLOG_EVENT_COLUMNS; i++)
		nlog_report_add(report, NLOG_TONE_STRONG, heads[i]);
}

static void clear_mark(nlog_report_mark *mark)
{
	if (!mark)
		return;
	nlog_free((char *)mark->name);
	nlog_free((char *)mark->authority);
	nlog_free((char *)mark->author);
	nlog_free(mark);
}

static void clear_row(nlog_report_row *row)
{
	clear_mark(row->mark);
	for (size_t i = 0; i < row->cell_count; i++) {
		nlog_free(row->cells[i].text);
		nlog_free(row->cells[i].link);
	}
	for (size_t i = 0; i < row->line_count; i++)
		nlog_free(row->lines[i].text);
	nlog_free(row->cells);
	nlog_free(row->lines);
}

void nlog_report_move(nlog_report *report, nlog_report *from)
{
	for (size_t b = 0; b < from->block_count; b++) {
		NLOG_GROW(report->blocks, report->block_count, report->block_capacity);
		report->blocks[report->block_count++] = from->blocks[b];
	}
	nlog_free(from->blocks);
	*from = (nlog_report)NLOG_REPORT_INIT;
}

void nlog_report_clear(nlog_report *report)
{
	for (size_t b = 0; b < report->block_count; b++) {
		for (size_t r = 0; r < report->blocks[b].row_count; r++)
			clear_row(&report->blocks[b].rows[r]);
		nlog_free(report->blocks[b].rows);
	}
	nlog_free(report->blocks);
	*report = (nlog_report)NLOG_REPORT_INIT;
}
