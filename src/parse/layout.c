/* How a document writes its labels: learned from those that are known. */
#include <stdint.h>

#include "reading.h"

/*
 * Rows of a table with more than two columns and no known label in it hold a
 * value (a programme, say) and no labels.
 */
static void learn_tables(parser *in)
{
	parse_pair pair;

	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);

		if (!line->table)
			continue;
		bool *is_value = &in->is_value[line->table - 1];
		size_t first =
			line->cell_count > 2 && parse_is_number_cell(&line->cells[0]);

		if (*is_value && (line->cell_count < 3 ||
				  (!line->heading_row &&
				   parse_known_in_cell(in, &line->cells[first], &pair))))
			*is_value = false;
	}
}

static void learn_line(parser *in, const nlog_line *line)
{
	parse_layout *layout = &in->layout;
	bool row = line->kind == NLOG_LINE_ROW && line->cell_count > 1;
	parse_pair pair;

	if (!line->cell_count || !parse_known_in_cell(in, &line->cells[0], &pair))
		return;
	layout->numbered += pair.number > 0;
	if (pair.style == PARSE_BY_COLON)
		layout->colons++;
	else if (row)
		layout->rows++;
	if (row && line->aligned && pair.style != PARSE_BY_COLON && !layout->value_column) {
		layout->value_column = line->cells[1].column;
		layout->label_column = line->column;
	}
}

/* Fewer labels at the starts of lines may be chance. */
#define SPACED_MIN 5

/* Do labels stand before their values with nothing but a space between? */
static void learn_spaced(parser *in)
{
	uint64_t fields = 0;
	size_t length, count = 0;

	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);

		if (!line->cell_count || !parse_begins_with_label(in, line, &length))
			continue;
		nlog_slice label = {line->cells[0].text.data, length};
		uint64_t bit = UINT64_C(1) << parse_label_field(in, label);

		count += !(fields & bit);
		fields |= bit;
	}
	in->layout.spaced = count >= SPACED_MIN && count > in->layout.rows &&
			    count > in->layout.colons &&
			    (fields & (UINT64_C(1) << NLOG_FIELD_PROJECT_CODE |
				       UINT64_C(1) << NLOG_FIELD_TITLE));
}

void parse_learn_layout(parser *in)
{
	size_t count = nlog_document_count(in->document);

	for (size_t i = 0; i < count; i++)
		learn_line(in, nlog_document_get(in->document, i));
	for (size_t i = 0; i < count; i++)
		in->layout.value_lines += nlog_document_get(in->document, i)->column ==
					  in->layout.value_column;
	learn_tables(in);
	learn_spaced(in);
}
