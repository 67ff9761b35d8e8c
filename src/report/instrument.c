/* The instrument that announces a revision, as a report: a paragraph, a table or a document. */
#include <noticelog/view.h>

static void add_remarks(nlog_report *report, const nlog_instrument *instrument)
{
	nlog_str text = NLOG_STR_INIT;

	for (size_t i = 0; i < nlog_instrument_count(instrument); i++) {
		nlog_str_add(&text, i ? " " : "");
		nlog_str_add(&text, nlog_instrument_text(instrument, i));
	}
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&text));
	nlog_str_clear(&text);
}

static void add_cell(nlog_report *report, const json_t *row, const char *name)
{
	const json_t *value = json_object_get(row, name);
	nlog_str text = NLOG_STR_INIT;
	nlog_date day;

	if (json_is_integer(value))
		nlog_str_addf(&text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (nlog_date_from_iso(&day, nlog_json_slice(value)))
		nlog_date_add_human(&text, day);
	else
		nlog_str_add_slice(&text, nlog_json_slice(value));
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
}

static void add_table(nlog_report *report, const nlog_instrument *instrument)
{
	static const char *const columns[][2] = {{"revision", "Revision"},
						 {"issued", "Date of Issue"},
						 {"clause", "Clause"},
						 {"modification", "Modifications"}};
	const json_t *rows = nlog_instrument_rows(instrument);

	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		nlog_report_add(report, NLOG_TONE_STRONG, columns[i][1]);
	for (size_t r = 0; r < json_array_size(rows); r++) {
		nlog_report_row_begin(report);
		for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
			add_cell(report, json_array_get(rows, r), columns[i][0]);
	}
}

/* @return the first line of *rest, which goes on behind it */
static nlog_slice next_line(nlog_slice *rest)
{
	ptrdiff_t end = nlog_slice_find(*rest, "\n");
	nlog_slice line = {rest->data, end < 0 ? rest->len : (size_t)end};

	*rest = nlog_slice_from(*rest, line.len + 1);
	return line;
}

static void add_line(nlog_report *report, nlog_slice line)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_add_slice(&text, line);
	nlog_report_row_begin(report);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
}

/* The table's own heading stands first in its document. */
static void add_heading(nlog_report *report, const nlog_instrument *instrument)
{
	nlog_str document = NLOG_STR_INIT;

	nlog_instrument_add_document(&document, instrument);
	nlog_slice rest = nlog_str_slice(&document);
	nlog_report_begin(report, NLOG_BLOCK_HEADING);
	add_line(report, next_line(&rest));
	nlog_str_clear(&document);
}

/* The document as it is to be issued: an empty line parts its blocks. */
static void add_document(nlog_report *report, const nlog_instrument *instrument)
{
	nlog_str document = NLOG_STR_INIT;
	bool is_new = true;

	nlog_instrument_add_document(&document, instrument);
	nlog_slice rest = nlog_str_slice(&document);
	while (rest.len) {
		nlog_slice line = next_line(&rest);

		if (line.len && is_new)
			nlog_report_begin(report, NLOG_BLOCK_LITERAL);
		if (line.len)
			add_line(report, line);
		is_new = line.len == 0;
	}
	nlog_str_clear(&document);
}

void nlog_view_instrument(nlog_report *report, const nlog_instrument *instrument)
{
	if (!nlog_instrument_count(instrument)) {
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "nothing to announce");
		return;
	}
	switch (nlog_instrument_form_of(instrument)) {
	case NLOG_INSTRUMENT_REMARKS:
		add_remarks(report, instrument);
		break;
	case NLOG_INSTRUMENT_CHANGE_HISTORY:
		add_heading(report, instrument);
		add_table(report, instrument);
		break;
	case NLOG_INSTRUMENT_ADDENDUM:
	case NLOG_INSTRUMENT_FORMS:
		add_document(report, instrument);
		break;
	}
}
