/* Values as they are stored, for a cell of a table. */
#include "plain.h"

static void add_scalar(nlog_str *out, const json_t *value)
{
	if (json_is_string(value))
		nlog_str_add_slice(out, nlog_json_slice(value));
	else if (json_is_integer(value))
		nlog_str_addf(out, "%lld", (long long)json_integer_value(value));
}

static void add_list(nlog_str *out, const json_t *values, const char *between)
{
	for (size_t i = 0; i < json_array_size(values); i++) {
		nlog_str_add(out, i ? between : "");
		add_scalar(out, json_array_get(values, i));
	}
}

static void add_seats(nlog_str *out, const json_t *value)
{
	static const char *const bounds[] = {
		[NLOG_SEATS_EXACT] = "",
		[NLOG_SEATS_AT_MOST] = "<=",
		[NLOG_SEATS_AT_LEAST] = ">=",
	};
	nlog_seats_bound bound = NLOG_SEATS_EXACT;
	json_int_t seats = nlog_value_seats(value, &bound);

	nlog_str_addf(out, "%s%lld", bounds[bound], (long long)seats);
}

void nlog_report_add_plain(nlog_str *out, nlog_type_id type, const json_t *value)
{
	if (!value)
		return;
	if (json_is_null(value))
		nlog_str_add(out, "Not Applicable");
	else if (type == NLOG_TYPE_SEATS)
		add_seats(out, value);
	else if (type == NLOG_TYPE_TEXT)
		add_list(out, value, "\n");
	else if (type == NLOG_TYPE_HISTORY || json_is_object(value))
		nlog_json_write(out, value, NLOG_JSON_JCS);
	else if (json_is_array(value))
		add_list(out, value, "; ");
	else
		add_scalar(out, value);
}

nlog_type_id nlog_report_type_of_part(const nlog_field *field, bool is_part)
{
	if (is_part && field->type == NLOG_TYPE_TEXTS)
		return NLOG_TYPE_TEXT;
	if (is_part && field->type == NLOG_TYPE_PRINTED)
		return NLOG_TYPE_LINE;
	return field->type;
}

void nlog_report_add_day(nlog_report *report, bool has, nlog_date day)
{
	nlog_str cell = NLOG_STR_INIT;

	if (has)
		nlog_date_add_iso(&cell, day);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

void nlog_report_add_moment(nlog_report *report, nlog_instant moment)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_instant_add_rfc3339(&cell, moment);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}
