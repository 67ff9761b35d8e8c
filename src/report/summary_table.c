/* A summary as a table: a row for each amendment, or one for a notice without. */
#include <noticelog/view.h>

#include <string.h>

#include "plain.h"

/* What all rows share. */
typedef struct {
	nlog_report *report;
	const nlog_summary *summary;
	nlog_date day;
} table;

static void add_row_begin(const table *to, const nlog_summary_item *item)
{
	const nlog_summary_action *first = item->action_count ? &item->actions[0] : NULL;
	bool has_due = first && first->has_due;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(to->report);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, to->summary->country->iso);
	nlog_report_add_day(to->report, true, to->day);
	nlog_report_add_day(to->report, !to->summary->is_first, to->summary->since);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, nlog_summary_part_name(item->part));
	nlog_report_add(to->report, NLOG_TONE_PLAIN, item->dossier->key);
	nlog_str_addf(&cell, "%u", item->revision->number);
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, nlog_country_role_name(item->role));
	nlog_report_add_day(to->report, has_due, has_due ? first->due : to->day);
	if (has_due)
		nlog_str_addf(&cell, "%d", (int)(first->due.day - to->day.day));
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, item->text);
}

static void add_row_end(const table *to, const nlog_amendment *amendment,
			const nlog_change *change)
{
	const nlog_field *field = change ? nlog_field_of(change->field) : NULL;
	nlog_type_id type =
		field ? nlog_report_type_of_part(field, change->key) : NLOG_TYPE_LINE;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_add(to->report, NLOG_TONE_PLAIN, amendment ? amendment->rule->id : "");
	nlog_report_add(to->report, NLOG_TONE_PLAIN,
			amendment ? nlog_severity_name(amendment->severity) : "");
	if (field)
		nlog_str_addf(&cell, "%s%s%s", field->name, change->key ? ": " : "",
			      change->key ? change->key : "");
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_plain(&cell, type, change ? change->before : NULL);
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_plain(&cell, type, change ? change->after : NULL);
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, amendment ? amendment->summary : "");
}

/* A row for each field that an amendment rests on. */
static void add_amendment_rows(const table *to, const nlog_summary_item *item,
			       const nlog_amendment *amendment)
{
	const nlog_diff *diff = item->effect->net.comparison.diff;
	size_t rows = 0;

	for (size_t f = 0; diff && f < amendment->field_count; f++) {
		size_t i = nlog_diff_first(diff, amendment->fields[f], amendment->key);

		for (; i < nlog_diff_count(diff); i++) {
			const nlog_change *change = nlog_diff_get(diff, i);

			if (change->field != amendment->fields[f] ||
			    (amendment->key && change->key &&
			     strcmp(amendment->key, change->key) != 0))
				break;
			add_row_begin(to, item);
			add_row_end(to, amendment, change);
			rows++;
		}
	}
	if (!rows) {
		add_row_begin(to, item);
		add_row_end(to, amendment, NULL);
	}
}

void nlog_view_summary_table_heads(nlog_report *report)
{
	static const char *const heads[] = {"country",   "on",       "since", "part",
					    "notice",    "revision", "role",  "due",
					    "days_left", "text",     "rule",  "severity",
					    "field",     "old",      "new",   "summary"};

	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
}

void nlog_view_summary_table(nlog_report *report, const nlog_summaries *summaries,
			     const nlog_summary *summary)
{
	table to = {report, summary, nlog_summaries_day(summaries)};

	for (size_t i = 0; i < summary->count; i++) {
		const nlog_summary_item *item = &summary->items[i];
		const nlog_amendments *list = item->effect->net.comparison.amendments;
		bool has_any = item->effect->told && nlog_amendments_count(list);

		if (!has_any) {
			add_row_begin(&to, item);
			add_row_end(&to, NULL, NULL);
		}
		for (size_t a = 0; has_any && a < nlog_amendments_count(list); a++)
			add_amendment_rows(&to, item, nlog_amendments_get(list, a));
	}
}
