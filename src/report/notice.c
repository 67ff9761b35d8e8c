/* A notice in the house layout: a label, a TAB, a value a line. */
#include <noticelog/view.h>

#include <string.h>

/* `8 July 2025–10 July 2025`: the house prints both days in full. */
static void add_house_periods(nlog_str *out, const json_t *value)
{
	size_t count = json_array_size(value);
	nlog_period period;

	for (size_t i = 0; i < count && nlog_value_period(value, i, &period); i++) {
		if (i)
			nlog_str_add(out, "; ");
		if (count > 1)
			nlog_str_addf(out, "Session %zu: ", i + 1);
		nlog_date_add_human(out, period.start);
		if (period.end.day != period.start.day) {
			nlog_str_add(out, "–");
			nlog_date_add_human(out, period.end);
		}
	}
}

/* Words of our own may have a capital letter; what was kept as printed may not. */
static bool is_standard(const nlog_field *field, const json_t *value)
{
	static const char *const terms[] = {"face-to-face", "online", "hybrid"};

	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
		if (field->type == NLOG_TYPE_TERM &&
		    nlog_slice_is(nlog_json_slice(value), terms[i]))
			return true;
	return field->type == NLOG_TYPE_SEATS;
}

/* A value as the house prints it: `Face-to-face`, `Up to 18`. */
static void add_house_value(nlog_str *out, const nlog_field *field, const json_t *value)
{
	size_t start = out->len;

	if (field->type == NLOG_TYPE_PERIODS && json_is_array(value))
		add_house_periods(out, value);
	else
		nlog_value_add_human(out, field->type, value);
	if (is_standard(field, value) && out->len > start && out->data[start] >= 'a' &&
	    out->data[start] <= 'z')
		out->data[start] = (char)(out->data[start] - 'a' + 'A');
}

/* The words in which a value is printed: its own, where the standard form would lose some. */
static void add_printed(nlog_str *out, const nlog_notice *notice, const nlog_field *field,
			const json_t *value)
{
	nlog_slice printed = nlog_notice_as_printed(notice, field->id);

	if (printed.len)
		nlog_str_add_slice(out, printed);
	else
		add_house_value(out, field, value);
}

/* `a; b; and c.` */
static void add_items(nlog_str *out, const json_t *items)
{
	size_t count = json_array_size(items);

	for (size_t i = 0; i < count; i++) {
		if (i)
			nlog_str_add(out, i + 1 == count ? "; and " : "; ");
		nlog_str_add_slice(out, nlog_json_slice(json_array_get(items, i)));
	}
	nlog_str_addc(out, '.');
}

static void add_row(nlog_report *report, const char *label, const json_t *paragraphs,
		    nlog_str *value)
{
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, label);
	if (!json_is_array(paragraphs)) {
		nlog_report_add_take(report, NLOG_TONE_PLAIN, value);
		return;
	}
	for (size_t i = 0; i < json_array_size(paragraphs); i++) {
		nlog_str_add_slice(value, nlog_json_slice(json_array_get(paragraphs, i)));
		if (i == 0)
			nlog_report_add_take(report, NLOG_TONE_PLAIN, value);
		else
			nlog_report_add_line_take(report, NLOG_TONE_PLAIN, value);
	}
}

static void add_field(nlog_report *report, const nlog_notice *notice,
		      const nlog_field *field)
{
	const json_t *value = nlog_notice_get(notice, field->id);
	bool is_printed = nlog_notice_as_printed(notice, field->id).len > 0;
	nlog_str text = NLOG_STR_INIT;

	if (!value && !is_printed)
		return;
	if (field->type == NLOG_TYPE_TEXT && json_is_array(value) && !is_printed) {
		add_row(report, field->label, value, &text);
		return;
	}
	if (field->type == NLOG_TYPE_ITEMS && json_is_array(value) && !is_printed)
		add_items(&text, value);
	else
		add_printed(&text, notice, field, value);
	add_row(report, field->label, NULL, &text);
}

static void add_part(nlog_report *report, const nlog_notice *notice, nlog_part part)
{
	nlog_report_begin(report, NLOG_BLOCK_FIELDS);
	for (int i = 0; i < NLOG_FIELDS; i++) {
		const nlog_field *field = nlog_field_of((nlog_field_id)i);

		if (field->part == part && field->type != NLOG_TYPE_TEXTS)
			add_field(report, notice, field);
	}
}

/* Labels that the registry does not know stand after those that it does. */
static void add_other(nlog_report *report, const nlog_notice *notice)
{
	const json_t *other = nlog_notice_get(notice, NLOG_FIELD_OTHER);
	nlog_str text = NLOG_STR_INIT;
	const char *label;
	json_t *paragraphs;

	json_object_foreach((json_t *)other, label, paragraphs)
		add_row(report, label, paragraphs, &text);
}

static void add_history_cell(nlog_report *report, const json_t *row, const char *name)
{
	const json_t *value = json_object_get(row, name);
	nlog_str text = NLOG_STR_INIT;
	nlog_date day;

	if (json_is_integer(value))
		nlog_str_addf(&text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (strcmp(name, "issued") == 0 && nlog_value_date(value, 0, &day))
		nlog_date_add_human(&text, day);
	else
		nlog_str_add_slice(&text, nlog_json_slice(value));
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
}

static void add_history(nlog_report *report, const nlog_notice *notice)
{
	static const char *const names[] = {"revision", "issued", "clause", "modification"};
	static const char *const heads[] = {"Revision", "Date of Issue", "Clause",
					    "Modifications"};
	const json_t *rows = nlog_notice_get(notice, NLOG_FIELD_CHANGE_HISTORY);
	nlog_slice code = nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE);
	nlog_str title = NLOG_STR_INIT;

	if (!json_array_size(rows))
		return;
	nlog_str_add(&title, "Change History of Project Notification");
	if (code.len)
		nlog_str_addf(&title, ": %.*s", (int)code.len, code.data);
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, nlog_str_text(&title));
	nlog_str_clear(&title);
	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t r = 0; r < json_array_size(rows); r++) {
		nlog_report_row_begin(report);
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			add_history_cell(report, json_array_get(rows, r), names[i]);
	}
}

/* The house's own sentence: what stands below it is the signature. */
static const char closing_sentence[] =
	"Please refer to the implementation procedures circulated with this document for "
	"further details.";

static void add_signature(nlog_report *report, const nlog_notice *notice)
{
	static const nlog_field_id lines[] = {NLOG_FIELD_SIGNATORY_NAME,
					      NLOG_FIELD_SIGNATORY_TITLE};

	if (!nlog_notice_line(notice, NLOG_FIELD_SIGNATORY_NAME).len &&
	    !nlog_notice_line(notice, NLOG_FIELD_SIGNATORY_TITLE).len)
		return;
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, closing_sentence);
	nlog_report_begin(report, NLOG_BLOCK_FIELDS);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		nlog_slice line = nlog_notice_line(notice, lines[i]);
		nlog_str text = NLOG_STR_INIT;

		if (!line.len)
			continue;
		nlog_str_add_slice(&text, line);
		nlog_report_row_begin(report);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
	}
}

void nlog_view_notice(nlog_report *report, const nlog_notice *notice)
{
	nlog_slice reference = nlog_notice_line(notice, NLOG_FIELD_REFERENCE_NO);
	nlog_str line = NLOG_STR_INIT;

	nlog_report_add_block(report, NLOG_BLOCK_TITLE, "PROJECT NOTIFICATION");
	if (nlog_notice_get(notice, NLOG_FIELD_REFERENCE_NO)) {
		nlog_str_add(&line, "Reference No.: ");
		nlog_str_add_slice(&line, reference.len ? reference
							: NLOG_SLICE("Not Applicable"));
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&line));
		nlog_str_clear(&line);
	}
	add_part(report, notice, NLOG_PART_HEADER);
	add_part(report, notice, NLOG_PART_BODY);
	add_other(report, notice);
	add_history(report, notice);
	add_signature(report, notice);
}
