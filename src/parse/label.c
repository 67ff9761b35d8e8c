/* Labels: which words of a line are one, in every layout that notices have had. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "reading.h"

/* Part `Label: value` at the first colon that ends a word. */
static bool split_colon(nlog_slice text, nlog_slice *label, nlog_slice *value)
{
	for (size_t i = 1; i < text.len && i < PARSE_LABEL_MAX; i++) {
		if (text.data[i] != ':' ||
		    (i + 1 < text.len && !strchr(" \t\n", text.data[i + 1])))
			continue;
		*label = nlog_slice_trim((nlog_slice){text.data, i});
		*value = nlog_slice_trim(nlog_slice_from(text, i + 1));
		return label->len > 0;
	}
	return false;
}

static parse_pair pair_of(const nlog_cell *cell, nlog_slice label)
{
	parse_pair pair = {
		.line = cell->line, .column = cell->column, .inside_column = cell->column};

	pair.label = parse_without_number(nlog_slice_trim(label), &pair.number);
	while (nlog_slice_ends(pair.label, ":"))
		pair.label =
			nlog_slice_trim((nlog_slice){pair.label.data, pair.label.len - 1});
	return pair;
}

static void set_inside(parse_pair *pair, const nlog_cell *cell, nlog_slice value)
{
	nlog_slice before = {cell->text.data, 0};

	pair->inside = value;
	if (!value.len)
		return;
	before.len = (size_t)(value.data - cell->text.data);
	pair->inside_column += (unsigned)nlog_text_count(before);
}

/* A cell that is a known label, or begins with one and a colon. */
bool parse_known_in_cell(const parser *in, const nlog_cell *cell, parse_pair *out)
{
	nlog_slice label, value;

	if (split_colon(cell->text, &label, &value)) {
		*out = pair_of(cell, label);
		out->field = parse_label_field(in, out->label);
		out->style = PARSE_BY_COLON;
		set_inside(out, cell, value);
		if (out->field != NLOG_FIELDS)
			return true;
	}
	*out = pair_of(cell, cell->text);
	out->field = parse_label_field(in, out->label);
	out->style = PARSE_BY_ITSELF;
	return out->field != NLOG_FIELDS;
}

/* A label of its own that nobody knows: bold, in a row like others, or next in number. */
static bool unknown_in_row(const parser *in, const nlog_line *line, size_t first,
			   parse_pair *out)
{
	const nlog_cell *cell = &line->cells[first];
	const parse_layout *layout = &in->layout;

	*out = pair_of(cell, cell->text);
	out->field = NLOG_FIELDS;
	if (!parse_is_label_like(out->label))
		return false;
	if (cell->strong || (out->number && out->number == layout->last_number + 1))
		return true;
	if (line->aligned)
		return layout->value_column && first + 1 < line->cell_count &&
		       line->cells[first + 1].column == layout->value_column &&
		       cell->column < layout->value_column;
	return true;
}

bool parse_is_number_cell(const nlog_cell *cell)
{
	for (size_t i = 0; i < cell->text.len; i++) {
		if (!strchr("0123456789.() ", cell->text.data[i]))
			return false;
	}
	return cell->text.len > 0 && cell->text.len < 6;
}

static bool has_value(const nlog_line *line, const parse_pair *pair, size_t end)
{
	if (pair->inside.len)
		return true;
	for (size_t i = pair->first; i < end; i++) {
		if (line->cells[i].text.len)
			return true;
	}
	return false;
}

/* May a further cell of a row begin a label and value of its own? */
static bool begins_pair(const parser *in, const nlog_line *line, size_t at,
			const parse_pair *last, parse_pair *out)
{
	if (!has_value(line, last, at) || !parse_known_in_cell(in, &line->cells[at], out))
		return false;
	if (out->style == PARSE_BY_COLON)
		return out->inside.len > 0;
	return at + 1 < line->cell_count && line->cells[at + 1].text.len &&
	       (at - (last->first - 1)) % 2 == 0;
}

static size_t row_labels(const parser *in, const nlog_line *line,
			 parse_pair pairs[PARSE_PAIRS_MAX])
{
	size_t first = 0, count = 1;

	if (line->cell_count > 2 && parse_is_number_cell(&line->cells[0]))
		first = 1;
	if (!line->cells[first].text.len ||
	    (line->aligned && in->layout.value_column &&
	     line->cells[first].column >= in->layout.value_column))
		return 0;
	if (!parse_known_in_cell(in, &line->cells[first], &pairs[0]) &&
	    !unknown_in_row(in, line, first, &pairs[0]))
		return 0;
	if (pairs[0].style != PARSE_BY_COLON)
		pairs[0].style = PARSE_BY_ROW;
	pairs[0].first = first + 1;
	for (size_t i = first + 1; i < line->cell_count; i++) {
		parse_pair next;

		if (count == PARSE_PAIRS_MAX ||
		    !begins_pair(in, line, i, &pairs[count - 1], &next))
			continue;
		pairs[count - 1].end = i;
		next.first = i + 1;
		pairs[count++] = next;
	}
	pairs[count - 1].end = line->cell_count;
	return count;
}

static bool set_label(const parser *in, parse_pair *out, const nlog_cell *cell,
		      size_t length)
{
	nlog_slice text = out->label;

	out->label = (nlog_slice){text.data, length};
	out->field = parse_label_field(in, out->label);
	out->style = PARSE_BY_ITSELF;
	set_inside(out, cell, nlog_slice_trim(nlog_slice_from(text, length)));
	return true;
}

/* `3. Timing and Duration 6-10 October 2014`: a numbered label whose column was lost. */
static bool numbered_label(const parser *in, const nlog_cell *cell, parse_pair *out)
{
	*out = pair_of(cell, cell->text);
	size_t length = parse_label_length(in, out->label);

	if (!out->number || out->number <= in->layout.last_number || !length)
		return false;
	/* What follows the label begins with a capital, a digit or a quote. */
	if (length + 1 < out->label.len && out->label.data[length + 1] >= 'a' &&
	    out->label.data[length + 1] <= 'z')
		return false;
	return set_label(in, out, cell, length);
}

/*
 * Words that nobody knows fill their column, up to a value whose further lines
 * begin there: they are written like a title, and next in number or in the column
 * of the labels.
 */
static bool fills_column(const parser *in, const nlog_line *line, const parse_pair *pair,
			 nlog_slice label, char after)
{
	const parse_layout *layout = &in->layout;
	bool in_place = pair->number ? pair->number == layout->last_number + 1
				     : line->column == layout->label_column &&
					       parse_count_words(label) > 1;

	return in_place && layout->value_lines && !(after >= 'a' && after <= 'z') &&
	       parse_is_label_like(label) && parse_is_titled(label);
}

/* In aligned columns a long label touches the value: its column parts them. */
static bool touching_label(const parser *in, const nlog_line *line, const nlog_cell *cell,
			   parse_pair *out)
{
	size_t at = 0, column = line->column;
	unsigned codepoint;

	while (column < in->layout.value_column && at < cell->text.len) {
		at += (size_t)nlog_text_next(cell->text, at, &codepoint);
		column++;
	}
	if (!at || column != in->layout.value_column || at >= cell->text.len ||
	    cell->text.data[at - 1] != ' ')
		return false;
	*out = pair_of(cell, cell->text);
	size_t number = (size_t)(out->label.data - cell->text.data);

	if (at <= number + 1)
		return false;
	size_t length = at - 1 - number;

	return (parse_label_length(in, out->label) == length ||
		fills_column(in, line, out, (nlog_slice){out->label.data, length},
			     cell->text.data[at])) &&
	       set_label(in, out, cell, length);
}

/* `Venue Busan`: a known label, and behind it what can begin a value. */
bool parse_begins_with_label(const parser *in, const nlog_line *line, size_t *length)
{
	nlog_slice text = line->cells[0].text;

	if (line->kind != NLOG_LINE_TEXT || line->cell_count != 1 || line->in_list ||
	    line->table || !parse_is_label_like((nlog_slice){text.data, 1}))
		return false;
	*length = parse_label_length(in, text);
	return *length && *length + 1 < text.len &&
	       !(text.data[*length + 1] >= 'a' && text.data[*length + 1] <= 'z') &&
	       !strchr("(,;.:&-/", text.data[*length + 1]);
}

/* `Reference No. 45`, `Project Code 16-IN-44-GE-WSP-A` say by their form what they are. */
static bool is_evident(const parse_pair *pair)
{
	if (pair->field == NLOG_FIELD_PROJECT_CODE)
		return nlog_slice_equal(nlog_scan_find_code(pair->inside), pair->inside);
	return pair->field == NLOG_FIELD_REFERENCE_NO &&
	       !memchr(pair->inside.data, ' ', pair->inside.len) &&
	       pair->inside.data[0] >= '0' && pair->inside.data[0] <= '9';
}

/*
 * In a document that parts labels and values by nothing but a space: the words of
 * a label that was not read yet, at the start of a line.
 */
static bool spaced_label(const parser *in, const nlog_line *line, const nlog_cell *cell,
			 parse_pair *out)
{
	size_t length;

	/* the evident ones begin so; looking words up takes time */
	if ((!in->layout.spaced && !(cell->text.len && strchr("RP", cell->text.data[0]))) ||
	    !parse_begins_with_label(in, line, &length))
		return false;
	*out = pair_of(cell, cell->text);
	return set_label(in, out, cell, length) &&
	       !(in->seen & UINT64_C(1) << out->field) &&
	       (in->layout.spaced || is_evident(out));
}

/* A colon behind words that nobody knows, in a document that writes its labels so. */
static bool unknown_with_colon(const parser *in, const nlog_line *line,
			       const nlog_cell *cell, parse_pair *out)
{
	const parse_layout *layout = &in->layout;
	nlog_slice label, value;

	if (!split_colon(cell->text, &label, &value))
		return false;
	*out = pair_of(cell, label);
	out->field = NLOG_FIELDS;
	out->style = PARSE_BY_COLON;
	set_inside(out, cell, value);
	if (!parse_is_label_like(out->label))
		return false;
	if (out->number && out->number == layout->last_number + 1)
		return true;
	return !line->in_list && layout->colons > 2 && layout->colons > layout->rows &&
	       parse_is_titled(out->label) &&
	       (!layout->value_column || line->column < layout->value_column);
}

/* Is the line marked as something else than prose? */
static bool is_marked(const nlog_line *line)
{
	return line->cells[0].strong || line->kind == NLOG_LINE_HEADING;
}

/* A line that holds a known label alone; the value follows below. */
static bool label_alone(const parser *in, const nlog_line *line, const nlog_cell *cell,
			parse_pair *out)
{
	*out = pair_of(cell, cell->text);
	out->field = parse_label_field(in, out->label);
	out->style = PARSE_BY_ITSELF;
	if (out->field == NLOG_FIELDS || line->in_list)
		return false;
	size_t length = out->label.len - nlog_slice_ends(out->label, "/");

	return is_marked(line) ||
	       (parse_label_length(in, (nlog_slice){out->label.data, length}) == length &&
		(out->number || nlog_slice_ends(cell->text, ":") ||
		 parse_is_label_like(out->label)));
}

/* … and one that nobody knows: marked, or next in number. */
static bool unknown_alone(const parser *in, const nlog_line *line, const nlog_cell *cell,
			  parse_pair *out)
{
	*out = pair_of(cell, cell->text);
	out->field = NLOG_FIELDS;
	out->style = PARSE_BY_ITSELF;
	return parse_is_label_like(out->label) &&
	       (is_marked(line) ||
		(out->number && in->layout.numbered > 1 &&
		 out->number == in->layout.last_number + 1 && parse_is_titled(out->label)));
}

static size_t text_labels(const parser *in, const nlog_line *line, parse_pair *out)
{
	const nlog_cell *cell = &line->cells[0];
	bool found = (parse_known_in_cell(in, cell, out) && out->style == PARSE_BY_COLON) ||
		     label_alone(in, line, cell, out) || numbered_label(in, cell, out) ||
		     touching_label(in, line, cell, out) ||
		     spaced_label(in, line, cell, out) ||
		     unknown_with_colon(in, line, cell, out) ||
		     unknown_alone(in, line, cell, out);

	out->first = out->end = 1;
	return found;
}

static bool is_value_table(const parser *in, unsigned table)
{
	return table && table <= in->table_count && in->is_value[table - 1];
}

size_t parse_find_labels(const parser *in, const nlog_line *line,
			 parse_pair pairs[PARSE_PAIRS_MAX])
{
	if (line->kind == NLOG_LINE_ROW && line->cell_count > 1)
		return is_value_table(in, line->table) ? 0 : row_labels(in, line, pairs);
	if (line->kind == NLOG_LINE_ROW || line->kind == NLOG_LINE_TEXT ||
	    line->kind == NLOG_LINE_HEADING)
		return text_labels(in, line, pairs);
	return 0;
}
