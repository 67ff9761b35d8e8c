/* What the checks say, as a report: a heading for each notice or file. */
#include <noticelog/view.h>

static void add_findings(nlog_report *report, const nlog_checked *checked)
{
	nlog_str number = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG,
			checked->key ? checked->key : checked->file);
	if (checked->key)
		nlog_str_addf(&number, "r%u", checked->revision);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &number);
	nlog_report_add(report, NLOG_TONE_STRONG,
			*checked->title ? checked->title : "(no title)");
	nlog_report_begin(report, NLOG_BLOCK_LIST);
	for (size_t i = 0; i < checked->findings.count; i++) {
		const nlog_finding *finding = &checked->findings.items[i];
		nlog_str aside = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_PLAIN, "");
		nlog_report_add(report, NLOG_TONE_STRONG, finding->rule->id);
		nlog_report_add(report, NLOG_TONE_PLAIN, finding->text);
		nlog_str_add(&aside, nlog_level_name(finding->severity));
		if (finding->line)
			nlog_str_addf(&aside, ", line %u", finding->line);
		nlog_report_add_take(report,
				     finding->severity == NLOG_NOTE ? NLOG_TONE_QUIET
								    : NLOG_TONE_ALERT,
				     &aside);
	}
}

void nlog_view_findings(nlog_report *report, const nlog_checked_list *list)
{
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, "Checks");
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].findings.count)
			add_findings(report, &list->items[i]);
	if (!nlog_checked_count(list))
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "no findings");
}
