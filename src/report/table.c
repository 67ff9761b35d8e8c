/* Amendments and notices as tables of typed values, for programs and spreadsheets. */
#include <noticelog/view.h>

#include <string.h>

#include "plain.h"

void nlog_view_table_heads(nlog_report *report)
{
	static const char *const heads[] = {
		"notice",   "revision", "issued", "recorded", "author",   "rule",
		"severity", "field",    "old",    "new",      "declared", "summary",
	};

	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
}

/* What all rows of a step begin with. */
static void add_revision_cells(nlog_report *report, const nlog_comparison *comparison)
{
	const nlog_revision *revision = comparison->new_revision;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, comparison->key);
	if (revision)
		nlog_str_addf(&cell, "%u", revision->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_day(report, true, comparison->after_issued);
	if (revision)
		nlog_instant_add_rfc3339(&cell, revision->entry->recorded);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	if (revision)
		nlog_str_addf(&cell, "%s <%s>", revision->entry->author_name,
			      revision->entry->author_email);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

static void add_value(nlog_report *report, nlog_type_id type, const json_t *value)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_add_plain(&cell, type, value);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

/* One row: an amendment, and one of the fields that it rests on (NULL: on none). */
static void add_row(nlog_report *report, const nlog_comparison *comparison,
		    const nlog_amendment *amendment, const nlog_field *field,
		    const nlog_change *change)
{
	const char *declared = nlog_declaration_state_name(amendment->declared);
	nlog_type_id type = field ? nlog_report_type_of_part(field, change && change->key)
				  : NLOG_TYPE_LINE;
	const json_t *after = change  ? change->after
			      : field ? nlog_notice_get(comparison->after, field->id)
				      : NULL;
	nlog_str cell = NLOG_STR_INIT;

	add_revision_cells(report, comparison);
	nlog_report_add(report, NLOG_TONE_PLAIN, amendment->rule->id);
	nlog_report_add(report, NLOG_TONE_PLAIN, nlog_severity_name(amendment->severity));
	if (field)
		nlog_str_addf(&cell, "%s%s%s", field->name,
			      change && change->key ? ": " : "",
			      change && change->key ? change->key : "");
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	add_value(report, type, change ? change->before : NULL);
	add_value(report, type, after);
	nlog_report_add(report, NLOG_TONE_PLAIN, declared ? declared : "");
	nlog_report_add(report, NLOG_TONE_PLAIN, amendment->summary);
}

/* A row for each change of a field. @return how many */
static size_t add_changes(nlog_report *report, const nlog_comparison *comparison,
			  const nlog_amendment *amendment, const nlog_field *field)
{
	const nlog_diff *diff = comparison->diff;
	size_t added = 0, i = diff ? nlog_diff_first(diff, field->id, amendment->key) : 0;

	for (; diff && i < nlog_diff_count(diff); i++) {
		const nlog_change *change = nlog_diff_get(diff, i);

		if (change->field != field->id ||
		    (amendment->key && change->key &&
		     strcmp(amendment->key, change->key) != 0))
			break;
		add_row(report, comparison, amendment, field, change);
		added++;
	}
	return added;
}

static void add_amendment(nlog_report *report, const nlog_comparison *comparison,
			  const nlog_amendment *amendment)
{
	if (!amendment->field_count)
		add_row(report, comparison, amendment, NULL, NULL);
	for (size_t f = 0; f < amendment->field_count; f++) {
		const nlog_field *field = nlog_field_of(amendment->fields[f]);

		if (!add_changes(report, comparison, amendment, field))
			add_row(report, comparison, amendment, field, NULL);
	}
}

void nlog_view_table_rows(nlog_report *report, const nlog_comparison *comparison,
			  const nlog_filter *filter)
{
	if (!report->block_count)
		nlog_report_begin(report, NLOG_BLOCK_TABLE);
	for (size_t i = 0; i < nlog_amendments_count(comparison->amendments); i++) {
		const nlog_amendment *amendment =
			nlog_amendments_get(comparison->amendments, i);

		if (nlog_filter_takes_amendment(filter, amendment))
			add_amendment(report, comparison, amendment);
	}
}
