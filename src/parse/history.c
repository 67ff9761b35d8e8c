/* The table of a change history: which revision changed which clause, and how. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "reading.h"

enum { REVISION, ISSUED, CLAUSE, MODIFICATION, COLUMNS };

static const char *const members[COLUMNS] = {"revision", "issued", "clause",
					     "modification"};

/* Words with which the head of a column begins. */
static const char *const heads[][2] = {
	[REVISION] = {"revision", "rev."},
	[ISSUED] = {"date", "issue"},
	[CLAUSE] = {"clause", "item"},
	[MODIFICATION] = {"modification", "change"},
};

bool parse_is_history_title(nlog_slice text)
{
	unsigned number;

	return nlog_slice_starts_nocase(parse_without_number(text, &number),
					"change history");
}

static int column_of(nlog_slice head)
{
	for (int i = 0; i < COLUMNS; i++) {
		if (nlog_slice_starts_nocase(head, heads[i][0]) ||
		    nlog_slice_starts_nocase(head, heads[i][1]))
			return i;
	}
	return -1;
}

/* Add the words that were gathered for the last row to its cells: all at once, not line by line. */
static void end_row(parse_table *table)
{
	for (int i = 0; i < COLUMNS; i++) {
		nlog_str joined = NLOG_STR_INIT;

		/* Words that came to nothing leave room all the same. */
		if (!table->more[i].len) {
			nlog_str_clear(&table->more[i]);
			continue;
		}
		nlog_str_add_slice(
			&joined, nlog_json_slice(json_object_get(table->last, members[i])));
		if (joined.len)
			nlog_str_addc(&joined, ' ');
		nlog_str_add_slice(&joined, nlog_str_slice(&table->more[i]));
		json_object_set_new(table->last, members[i],
				    nlog_json_from_slice(nlog_str_slice(&joined)));
		nlog_str_clear(&table->more[i]);
		nlog_str_clear(&joined);
	}
}

/* Is the line the table's head? Then it tells the order of the columns. */
bool parse_history_head(parse_table *table, const nlog_line *line)
{
	parse_table found = {.columns = {-1, -1, -1, -1}, .aligned = line->aligned};
	size_t known = 0;

	if (line->cell_count < 3)
		return false;
	for (size_t i = 0; i < line->cell_count && i < 8; i++) {
		int column = column_of(line->cells[i].text);

		if (column < 0 || found.columns[column] >= 0)
			continue;
		found.columns[column] = (int)i;
		found.places[column] = line->cells[i].column;
		known++;
	}
	if (known < 3 || found.columns[MODIFICATION] < 0)
		return false;
	end_row(table);
	found.last = table->last;
	*table = found;
	return true;
}

/* In columns made of spaces an empty cell leaves no trace: the place tells the column. */
static int aligned_column(const parse_table *table, const nlog_cell *cell)
{
	int best = -1;

	for (int i = 0; i < COLUMNS; i++) {
		if (table->columns[i] >= 0 && table->places[i] <= cell->column + 1 &&
		    (best < 0 || table->places[i] > table->places[best]))
			best = i;
	}
	return best;
}

static void gather_cells(const parse_table *table, const nlog_line *line,
			 nlog_str texts[COLUMNS])
{
	for (size_t i = 0; i < line->cell_count; i++) {
		int column = -1;

		if (table->aligned) {
			column = aligned_column(table, &line->cells[i]);
		} else {
			for (int k = 0; k < COLUMNS; k++) {
				if (table->columns[k] == (int)i)
					column = k;
			}
		}
		if (column < 0 || !line->cells[i].text.len)
			continue;
		parse_add_words(&texts[column], line->cells[i].text);
	}
}

static bool read_revision(nlog_slice text, unsigned *out)
{
	unsigned value = 0;
	size_t at = 0, digits = 0;

	while (at < text.len && (text.data[at] < '0' || text.data[at] > '9'))
		at++;
	if (at > 12)
		return false;
	for (; at + digits < text.len && text.data[at + digits] >= '0' &&
	       text.data[at + digits] <= '9' && digits < 4;
	     digits++)
		value = value * 10 + (unsigned)(text.data[at + digits] - '0');
	*out = value;
	return digits && at + digits == text.len;
}

static bool read_day(nlog_slice text, nlog_date *out)
{
	size_t length = nlog_scan_date(text, out);

	return length && length == text.len;
}

/* A blank cell takes the value above. */
static void inherit(json_t *row, const json_t *above)
{
	for (int i = 0; i < COLUMNS; i++) {
		json_t *value = json_object_get(above, members[i]);

		if (value && !json_object_get(row, members[i]))
			json_object_set(row, members[i], value);
	}
}

/* @return the row, or NULL if a cell does not hold what its column wants */
static json_t *make_row(const nlog_str texts[COLUMNS])
{
	json_t *row = json_object();
	nlog_str iso = NLOG_STR_INIT;
	unsigned revision;
	nlog_date issued;
	bool fits = true;

	if (texts[REVISION].len) {
		fits = read_revision(nlog_str_slice(&texts[REVISION]), &revision);
		if (fits)
			json_object_set_new(row, "revision", json_integer(revision));
	}
	if (fits && texts[ISSUED].len) {
		fits = read_day(nlog_str_slice(&texts[ISSUED]), &issued);
		if (fits) {
			nlog_date_add_iso(&iso, issued);
			json_object_set_new(row, "issued",
					    nlog_json_from_slice(nlog_str_slice(&iso)));
		}
	}
	for (int i = CLAUSE; i < COLUMNS; i++) {
		if (texts[i].len)
			json_object_set_new(
				row, members[i],
				nlog_json_from_slice(nlog_str_slice(&texts[i])));
	}
	nlog_str_clear(&iso);
	if (!fits || !json_object_get(row, "modification")) {
		json_decref(row);
		return NULL;
	}
	return row;
}

/* The row becomes the last one; its blank cells take the values above. */
static void add_row_take(parser *in, parse_table *table, json_t *row)
{
	end_row(table);
	if (table->last)
		inherit(row, table->last);
	if (!in->history)
		in->history = json_array();
	json_array_append_new(in->history, row);
	table->last = row;
}

/* Read one row. @return false if the line is none */
bool parse_history_row(parser *in, parse_table *table, const nlog_line *line)
{
	nlog_str texts[COLUMNS] = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT,
				   NLOG_STR_INIT};
	json_t *row = NULL;

	if ((line->kind == NLOG_LINE_ROW || line->kind == NLOG_LINE_MORE) &&
	    line->cell_count > 1) {
		gather_cells(table, line, texts);
		/* Without a clause of its own the line goes on with the row above. */
		if (texts[CLAUSE].len || texts[REVISION].len)
			row = make_row(texts);
	}
	for (int i = 0; i < COLUMNS; i++)
		nlog_str_clear(&texts[i]);
	if (!row)
		return false;
	add_row_take(in, table, row);
	return true;
}

/* A line below a row, with no row of its own, goes on with the row's words. */
void parse_history_more(parse_table *table, const nlog_line *line)
{
	for (size_t i = 0; i < line->cell_count; i++) {
		int column = table->aligned ? aligned_column(table, &line->cells[i])
					    : MODIFICATION;

		if (line->cells[i].text.len)
			parse_add_words(
				&table->more[column < CLAUSE ? MODIFICATION : column],
				line->cells[i].text);
	}
}

/* Cells one a line, as text taken out of a table leaves them */

#define HEAD_MAX 40   /* bytes of a column's head */
#define CLAUSE_MAX 80 /* bytes of a clause */

/* How many lines from `index` on are heads of columns, each another; 0: no table's head. */
static size_t count_heads(const parser *in, size_t index)
{
	unsigned seen = 0;
	size_t count = 0;

	for (; index < nlog_document_count(in->document); index++) {
		const nlog_line *line = nlog_document_get(in->document, index);
		int column = line->cell_count == 1 && line->cells[0].text.len <= HEAD_MAX
				     ? column_of(line->cells[0].text)
				     : -1;

		if (column < 0 || (seen & 1U << column))
			break;
		seen |= 1U << column;
		count++;
	}
	return count >= 3 && (seen & 1U << MODIFICATION) ? count : 0;
}

static bool looks_like_clause(const parser *in, nlog_slice text)
{
	unsigned number;
	nlog_slice label = parse_without_number(text, &number);

	return text.len <= CLAUSE_MAX && !nlog_slice_ends(text, ".") &&
	       (number || parse_label_field(in, label) != NLOG_FIELDS);
}

/* Which column is the cell of? It follows from its form and from the cells before it. */
static int cell_column(const parser *in, const parse_table *table, nlog_slice text)
{
	const nlog_slice *pending = table->pending;
	unsigned revision;
	nlog_date issued;

	if (!pending[CLAUSE].len) {
		if (read_revision(text, &revision) && !pending[REVISION].len)
			return REVISION;
		if (read_day(text, &issued) && !pending[ISSUED].len)
			return ISSUED;
		if (pending[REVISION].len || pending[ISSUED].len ||
		    looks_like_clause(in, text))
			return CLAUSE;
	}
	return MODIFICATION;
}

static bool end_stacked_row(parser *in, parse_table *table)
{
	nlog_str texts[COLUMNS] = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT,
				   NLOG_STR_INIT};
	json_t *row;

	for (int i = 0; i < COLUMNS; i++) {
		parse_add_words(&texts[i], table->pending[i]);
		table->pending[i] = NLOG_SLICE("");
	}
	row = make_row(texts);
	for (int i = 0; i < COLUMNS; i++)
		nlog_str_clear(&texts[i]);
	if (!row)
		return false;
	add_row_take(in, table, row);
	return true;
}

/* Read one cell of a table whose cells stand one a line. @return false if the line is none */
bool parse_history_line(parser *in, parse_table *table, size_t index, bool gap)
{
	const nlog_line *line = nlog_document_get(in->document, index);
	nlog_slice text = line->cells[0].text;
	int column;

	if (!table->stacked && !table->last) {
		table->heads = count_heads(in, index);
		table->stacked = table->heads > 0;
	}
	if (!table->stacked || line->cell_count != 1)
		return false;
	if (table->heads) {
		table->heads--;
		return true;
	}
	column = cell_column(in, table, text);
	if (column == MODIFICATION && !table->pending[CLAUSE].len) {
		if (!table->last || gap)
			return false;
		parse_add_words(&table->more[MODIFICATION], text);
		return true;
	}
	table->pending[column] = text;
	table->line = line->line;
	table->column = line->column;
	return column != MODIFICATION || end_stacked_row(in, table);
}

/* The last row is whole; cells that no row came of are text like any other. */
void parse_end_history(parser *in, parse_table *table)
{
	end_row(table);
	for (int i = 0; i < COLUMNS; i++) {
		nlog_slice text = table->pending[i];

		if (text.len)
			parse_append(in,
				     parse_add_entry(in, NLOG_FIELDS, NLOG_SLICE(""),
						     table->line, table->column),
				     text, "\n", table->line, table->column);
		table->pending[i] = NLOG_SLICE("");
	}
}
