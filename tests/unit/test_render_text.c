/*
 * The law of text: whatever stands in a report, it is shown as the rules say when they
 * are followed step by step. What the rules are is written down here a second time, by
 * whole beginnings that are escaped and measured again and again.
 */
#include <noticelog/render.h>

#include <criterion/criterion.h>
#include <noticelog/text.h>
#include <string.h>

#include "generate.h"
#include "hostile.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define GAP 2

typedef struct {
	nlog_str out;
	size_t width; /* 0: lines have no end */
	bool colour;
} page;

static size_t columns_of(nlog_slice words)
{
	nlog_str safe = NLOG_STR_INIT;
	size_t columns;

	nlog_str_add_visible(&safe, words);
	columns = nlog_text_width(nlog_str_slice(&safe));
	nlog_str_clear(&safe);
	return columns;
}

/* As many words as fit, at least one; blanks between two lines are dropped. */
static nlog_slice next_line(nlog_slice *words, size_t room)
{
	nlog_slice line = *words;
	size_t len = 0, next = 0;

	while (room && next < words->len) {
		for (next++; next < words->len && words->data[next] != ' ';)
			next++;
		if (len && columns_of((nlog_slice){words->data, next}) > room)
			break;
		len = next;
	}
	if (room)
		line.len = len;
	*words = nlog_slice_from(*words, line.len);
	if (words->len)
		*words = nlog_slice_trim(*words);
	return line;
}

static void put(page *p, const nlog_report_cell *cell, nlog_slice words)
{
	static const char *const codes[] = {
		[NLOG_TONE_PLAIN] = "",
		[NLOG_TONE_STRONG] = "\033[1m",
		[NLOG_TONE_QUIET] = "\033[2m",
		[NLOG_TONE_ALERT] = "\033[33m",
	};
	bool coloured = p->colour && cell->tone != NLOG_TONE_PLAIN && words.len;

	nlog_str_add(&p->out, coloured ? codes[cell->tone] : "");
	nlog_str_add_visible(&p->out, words);
	nlog_str_add(&p->out, coloured ? "\033[0m" : "");
}

static void blanks(page *p, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		nlog_str_addc(&p->out, ' ');
}

static void wrap(page *p, const nlog_report_cell *cell, size_t indent)
{
	size_t room = p->width > indent + 20 ? p->width - indent : 0;
	nlog_slice words = cell->text;

	put(p, cell, next_line(&words, room));
	while (words.len) {
		nlog_str_addc(&p->out, '\n');
		blanks(p, indent);
		put(p, cell, next_line(&words, room));
	}
	nlog_str_addc(&p->out, '\n');
}

static void lines_below(page *p, const nlog_report_row *row, size_t indent)
{
	for (size_t l = 0; l < row->line_count; l++) {
		blanks(p, indent);
		wrap(p, &row->lines[l], indent);
	}
}

static void paragraphs(page *p, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++)
		for (size_t c = 0; c < block->rows[r].cell_count; c++)
			wrap(p, &block->rows[r].cells[c], 0);
}

static void literal(page *p, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++) {
		put(p, &block->rows[r].cells[0], block->rows[r].cells[0].text);
		nlog_str_addc(&p->out, '\n');
	}
}

static void entry(page *p, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];
		size_t indent = 0;

		for (size_t c = 0; c + 1 < row->cell_count; c++) {
			nlog_slice words = row->cells[c].text;

			put(p, &row->cells[c], words);
			blanks(p, words.len ? GAP : 0);
			indent += columns_of(words) + (words.len ? GAP : 0);
		}
		wrap(p, &row->cells[row->cell_count - 1], indent);
		lines_below(p, row, indent);
	}
}

/* The columns of the widest cell of a column. */
static size_t widest(const nlog_report_block *block, size_t column)
{
	size_t most = 0;

	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];
		size_t columns =
			column < row->cell_count ? columns_of(row->cells[column].text) : 0;

		most = columns > most ? columns : most;
	}
	return most;
}

/* Margin and name as wide as the widest, the text in what is left, the aside behind it. */
static void list(page *p, const nlog_report_block *block)
{
	size_t margin = widest(block, 0), name = widest(block, 1);
	size_t room = widest(block, 2), aside = widest(block, 3);
	size_t begin = 2 + (margin ? margin + GAP : 0) + (name ? name + GAP : 0);
	size_t taken = begin + (aside ? aside + GAP : 0);

	if (p->width && taken + room > p->width)
		room = p->width > taken + 24 ? p->width - taken : 24;
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];
		const nlog_report_cell *cells = row->cells;
		nlog_slice words = cells[2].text;
		nlog_slice line = next_line(&words, columns_of(words) <= room ? 0 : room);
		size_t columns = columns_of(line);

		blanks(p, 2);
		if (margin) {
			put(p, &cells[0], cells[0].text);
			blanks(p, margin - columns_of(cells[0].text) + GAP);
		}
		if (name) {
			put(p, &cells[1], cells[1].text);
			blanks(p, name - columns_of(cells[1].text) + GAP);
		}
		put(p, &cells[2], line);
		if (row->cell_count > 3 && cells[3].text.len) {
			blanks(p, (columns < room ? room - columns : 0) + GAP);
			put(p, &cells[3], cells[3].text);
		}
		nlog_str_addc(&p->out, '\n');
		while (words.len) {
			blanks(p, begin);
			put(p, &cells[2], next_line(&words, room));
			nlog_str_addc(&p->out, '\n');
		}
		lines_below(p, row, 2 + (margin ? margin + GAP : 0) + GAP);
	}
}

#define TABLE_COLUMNS 12

/* What columns take, with a gap behind each. */
static size_t sum_of(const size_t *widths, size_t count)
{
	size_t sum = 0;

	for (size_t c = 0; c < count; c++)
		sum += widths[c] + GAP;
	return sum;
}

/* A column narrower, always the widest, until they fit or are as narrow as can be. */
static void narrow(size_t *widths, size_t count, size_t width)
{
	for (size_t c = 0; c < count; c++)
		widths[c] = widths[c] > width ? width : widths[c];
	while (count && sum_of(widths, count) > width) {
		size_t most = 0;

		for (size_t c = 1; c < count; c++)
			most = widths[c] > widths[most] ? c : most;
		if (widths[most] <= 10)
			return;
		widths[most]--;
	}
}

/* One line of each cell, as long as there are any. */
static void side_by_side(page *p, const nlog_report_row *row, size_t count,
			 const size_t *widths)
{
	nlog_slice rest[TABLE_COLUMNS];
	bool is_more = true;

	for (size_t c = 0; c < count; c++)
		rest[c] = row->cells[c].text;
	while (is_more) {
		size_t at = 0, column = 0;

		is_more = false;
		for (size_t c = 0; c < count; c++) {
			nlog_slice line = next_line(&rest[c], widths[c]);

			if (line.len) {
				/* What is too long moves what follows to the right. */
				size_t space = column > at ? column - at : c > 0;

				blanks(p, space);
				put(p, &row->cells[c], line);
				at += space + columns_of(line);
			}
			column += widths[c] + GAP;
			is_more = is_more || rest[c].len;
		}
		nlog_str_addc(&p->out, '\n');
	}
}

static void table(page *p, const nlog_report_block *block)
{
	size_t columns = block->rows[0].cell_count, widths[TABLE_COLUMNS], last, below;
	bool is_stacked = false;

	columns = columns > TABLE_COLUMNS ? TABLE_COLUMNS : columns;
	for (size_t c = 0; c < columns; c++)
		widths[c] = widest(block, c);
	last = columns - 1;
	below = sum_of(widths, last);
	if (!p->width || below + widths[last] <= p->width) {
		widths[last] = 0;
	} else {
		is_stacked = last && below + 36 > p->width;
		if (is_stacked) {
			narrow(widths, last, p->width + GAP);
			below = 2;
		}
		widths[last] = p->width - below;
	}
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];
		size_t count = row->cell_count < columns ? row->cell_count : columns;
		bool has_last_below = is_stacked && count == columns;

		side_by_side(p, row, has_last_below ? last : count, widths);
		if (has_last_below) {
			blanks(p, below);
			wrap(p, &row->cells[last], below);
		}
		lines_below(p, row, below);
	}
}

static const struct {
	nlog_block_kind kind;
	void (*show)(page *p, const nlog_report_block *block);
	size_t cells_least, cells_most, lines_most;
} kinds[] = {
	{NLOG_BLOCK_TITLE, paragraphs, 1, 1, 0}, {NLOG_BLOCK_TEXT, paragraphs, 1, 1, 0},
	{NLOG_BLOCK_LITERAL, literal, 1, 1, 0},  {NLOG_BLOCK_ENTRY, entry, 1, 4, 3},
	{NLOG_BLOCK_LIST, list, 3, 4, 3},        {NLOG_BLOCK_TABLE, table, 1, 14, 2},
};

static void add_letters(nlog_str *out, nlog_test_random *random)
{
	static const char *const pieces[] = {
		"a",
		"word",
		" ",
		" ",
		"  ",
		"\xe2\x80\x93",     /* a dash */
		"\xe2\x86\x92",     /* an arrow */
		"\xc2\xb7",         /* a dot */
		"\xe6\x97\xa5",     /* wide */
		"u\xcc\x88",        /* combining */
		"\xe2\x80\x8b",     /* no column */
		"\xf0\x9f\x8c\x8f", /* beyond the first plane */
		"averylongwordthatdoesnotfitanywhere",
		"\x1b",
		"\t",
		"\n",
		"\xe2\x80\xae", /* right-to-left override */
		"\xc2\x9b",     /* CSI, as C1 */
		"\xff",
		"\xe2\x80", /* cut off, unless something follows */
	};
	/* Only those that can be shown, or all. */
	size_t choice = nlog_test_chance(random, 50) ? 13 : COUNT(pieces);

	for (size_t i = nlog_test_below(random, 60); i > 0; i--)
		nlog_str_add(out, pieces[nlog_test_below(random, choice)]);
}

static void add_text(nlog_str *out, nlog_test_random *random)
{
	nlog_str_truncate(out, 0);
	switch (nlog_test_below(random, 8)) {
	case 0:
	case 1:
		return;
	case 2:
	case 3:
		nlog_test_add_words(out, random, 1 + nlog_test_below(random, 30), true);
		return;
	case 4:
		nlog_str_add(out, hostile[nlog_test_below(random, COUNT(hostile))]);
		return;
	case 5:
		if (nlog_test_chance(random, 5))
			nlog_str_add_repeat(out, 'x', 10000);
		nlog_str_addf(out, "%zu", nlog_test_below(random, 100000));
		return;
	default:
		add_letters(out, random);
	}
}

static void add_row(nlog_report *report, nlog_test_random *random, size_t cells,
		    size_t lines)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	for (size_t i = 0; i < cells; i++) {
		add_text(&text, random);
		nlog_report_add(report, (nlog_tone)nlog_test_below(random, 4),
				nlog_str_text(&text));
	}
	for (size_t i = 0; i < lines; i++) {
		add_text(&text, random);
		nlog_report_add_line_take(report, (nlog_tone)nlog_test_below(random, 4),
					  &text);
	}
	nlog_str_clear(&text);
}

Test(render_text, is_what_the_rules_give_step_by_step)
{
	nlog_test_random random = nlog_test_seed(41);

	for (size_t round = 0; round < 12000; round++) {
		size_t k = round % COUNT(kinds);
		size_t span = kinds[k].cells_most - kinds[k].cells_least + 1;
		page wanted = {.width = round % 7 ? nlog_test_below(&random, 130) : 0,
			       .colour = nlog_test_chance(&random, 30)};
		nlog_render_options options = {.width = wanted.width,
					       .colour = wanted.colour};
		nlog_report report = NLOG_REPORT_INIT;
		nlog_str out = NLOG_STR_INIT;

		nlog_report_begin(&report, kinds[k].kind);
		for (size_t r = 1 + nlog_test_below(&random, 5); r > 0; r--)
			add_row(&report, &random,
				kinds[k].cells_least + nlog_test_below(&random, span),
				nlog_test_below(&random, kinds[k].lines_most + 1));
		nlog_render(&out, &report, nlog_format_named(NLOG_SLICE("text")), &options);
		kinds[k].show(&wanted, &report.blocks[0]);
		cr_assert_str_eq(nlog_str_text(&out), nlog_str_text(&wanted.out),
				 "round %zu, %zu columns", round, wanted.width);
		nlog_report_clear(&report);
		nlog_str_clear(&wanted.out);
		nlog_str_clear(&out);
	}
}
