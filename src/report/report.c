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

	block->rows = nlog_pool_extend(&report->rows, block->rows,
				       block->row_count * sizeof(*block->rows),
				       sizeof(*block->rows));
	block->rows[block->row_count++] = (nlog_report_row){.cells = NULL};
}

static nlog_slice keep(nlog_report *report, nlog_slice text)
{
	if (!text.len)
		return NLOG_SLICE("");
	return (nlog_slice){nlog_pool_text(&report->texts, text), text.len};
}

static const char *keep_name(nlog_report *report, const char *name)
{
	return keep(report, nlog_slice_of(name)).data;
}

/* Put a cell behind those of the last row, or of its lines. */
static void append(nlog_report *report, nlog_report_cell **cells, unsigned *count,
		   nlog_tone tone, nlog_slice text)
{
	*cells = nlog_pool_extend(&report->cells, *cells, *count * sizeof(**cells),
				  sizeof(**cells));
	(*cells)[(*count)++] = (nlog_report_cell){.text = keep(report, text), .tone = tone};
}

static void add_cell(nlog_report *report, nlog_tone tone, nlog_slice text)
{
	nlog_report_row *row = last_row(report);

	append(report, &row->cells, &row->cell_count, tone, text);
}

static void add_line(nlog_report *report, nlog_tone tone, nlog_slice text)
{
	nlog_report_row *row = last_row(report);

	append(report, &row->lines, &row->line_count, tone, text);
}

void nlog_report_add(nlog_report *report, nlog_tone tone, const char *text)
{
	add_cell(report, tone, nlog_slice_of(text));
}

void nlog_report_add_row(nlog_report *report, const nlog_report_cell *cells, unsigned count)
{
	nlog_report_row *row;

	nlog_report_row_begin(report);
	row = last_row(report);
	row->cells = nlog_pool_alloc(&report->cells, count * sizeof(*cells));
	row->cell_count = count;
	for (unsigned i = 0; i < count; i++)
		row->cells[i] = (nlog_report_cell){.text = keep(report, cells[i].text),
						   .tone = cells[i].tone};
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
	add_cell(report, tone, nlog_str_slice(text));
	nlog_str_clear(text);
}

void nlog_report_add_line_take(nlog_report *report, nlog_tone tone, nlog_str *text)
{
	add_line(report, tone, nlog_str_slice(text));
	nlog_str_clear(text);
}

nlog_str *nlog_report_words(nlog_report *report)
{
	nlog_str_truncate(&report->words, 0);
	return &report->words;
}

void nlog_report_add_words(nlog_report *report, nlog_tone tone)
{
	add_cell(report, tone, nlog_str_slice(&report->words));
}

void nlog_report_add_line_words(nlog_report *report, nlog_tone tone)
{
	add_line(report, tone, nlog_str_slice(&report->words));
}

void nlog_report_add_link(nlog_report *report, nlog_tone tone, const char *text,
			  const char *file)
{
	nlog_report_row *row = last_row(report);

	nlog_report_add(report, tone, text);
	row->cells[row->cell_count - 1].link = keep_name(report, file);
}

static nlog_report_mark *copy_mark(nlog_report *report, const nlog_report_mark *mark)
{
	nlog_report_mark *copy = nlog_pool_alloc(&report->cells, sizeof(*copy));

	*copy = *mark;
	copy->name = keep_name(report, mark->name);
	copy->authority = mark->authority ? keep_name(report, mark->authority) : NULL;
	copy->author = mark->author ? keep_name(report, mark->author) : NULL;
	return copy;
}

void nlog_report_mark_row(nlog_report *report, const nlog_report_mark *mark)
{
	if (!report->is_page)
		last_row(report)->mark = copy_mark(report, mark);
}

void nlog_report_mark_title(nlog_report *report, const nlog_report_mark *mark)
{
	for (size_t b = 0; b < report->block_count; b++) {
		nlog_report_block *block = &report->blocks[b];

		if (block->kind != NLOG_BLOCK_TITLE || !block->row_count)
			continue;
		block->rows[0].mark = copy_mark(report, mark);
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

void nlog_report_add_made(nlog_report *report, size_t count, nlog_report_make *make,
			  const void *data)
{
	nlog_report_block *block = last_block(report);

	block->made_count = count;
	block->make = make;
	block->data = data;
}

/* Make one row more in the place of the one before. */
static const nlog_report_row *make_row(nlog_report_rows *rows, size_t index)
{
	nlog_report *made = &rows->made;

	nlog_report_reset(made);
	nlog_report_begin(made, rows->block->kind);
	rows->block->make(made, index, rows->block->data);
	return last_row(made);
}

const nlog_report_row *nlog_report_rows_first(nlog_report_rows *rows,
					      const nlog_report_block *block)
{
	*rows = (nlog_report_rows){.block = block, .made = NLOG_REPORT_INIT};
	return nlog_report_rows_next(rows);
}

const nlog_report_row *nlog_report_rows_next(nlog_report_rows *rows)
{
	const nlog_report_block *block = rows->block;
	size_t index = rows->next++;

	if (index < block->row_count)
		return &block->rows[index];
	if (index - block->row_count < block->made_count)
		return make_row(rows, index - block->row_count);
	nlog_report_clear(&rows->made);
	return NULL;
}

void nlog_report_move(nlog_report *report, nlog_report *from)
{
	for (size_t b = 0; b < from->block_count; b++) {
		NLOG_GROW(report->blocks, report->block_count, report->block_capacity);
		report->blocks[report->block_count++] = from->blocks[b];
	}
	nlog_pool_join(&report->rows, &from->rows);
	nlog_pool_join(&report->cells, &from->cells);
	nlog_pool_join(&report->texts, &from->texts);
	from->block_count = 0;
	nlog_report_clear(from);
}

void nlog_report_reset(nlog_report *report)
{
	report->block_count = 0;
	nlog_pool_reset(&report->rows);
	nlog_pool_reset(&report->cells);
	nlog_pool_reset(&report->texts);
}

void nlog_report_clear(nlog_report *report)
{
	nlog_free(report->blocks);
	nlog_pool_clear(&report->rows);
	nlog_pool_clear(&report->cells);
	nlog_pool_clear(&report->texts);
	nlog_str_clear(&report->words);
	*report = (nlog_report)NLOG_REPORT_INIT;
}
