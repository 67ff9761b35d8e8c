/* The page that leads to every summary. */
#include "summary.h"

static void add_count_cell(nlog_report *report, nlog_tone tone, size_t count)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_str_addf(&cell, "%zu", count);
	nlog_report_add_take(report, tone, &cell);
}

/* What comes first: something at once, or the nearest day. */
static void add_next(const page *to)
{
	const nlog_summary *summary = to->summary;

	if (summary->counts[NLOG_SUMMARY_TO_DO])
		nlog_page_add_due(to, &summary->items[0].actions[0]);
	else
		nlog_report_add(to->report, NLOG_TONE_PLAIN, "");
}

static void add_member(const page *to, const char *extension)
{
	nlog_str file = NLOG_STR_INIT;

	nlog_str_addf(&file, "%s.%s", to->summary->country->iso, extension);
	nlog_report_row_begin(to->report);
	nlog_report_add_link(to->report, NLOG_TONE_STRONG, to->summary->country->name,
			     nlog_str_text(&file));
	for (size_t part = 0; part < NLOG_SUMMARY_PARTS; part++)
		add_count_cell(to->report,
			       to->summary->counts[part] ? NLOG_TONE_STRONG
							 : NLOG_TONE_QUIET,
			       to->summary->counts[part]);
	add_next(to);
	nlog_str_clear(&file);
}

void nlog_view_summary_index(nlog_report *report, const nlog_summaries *summaries,
			     const char *extension)
{
	static const nlog_message_id heads[] = {NLOG_M_INDEX_MEMBER, NLOG_M_PART_TO_DO,
						NLOG_M_PART_KNOW, NLOG_M_PART_NO_LONGER,
						NLOG_M_INDEX_NEXT};
	page to = {report, summaries, NULL,
		   nlog_history_register(nlog_summaries_history(summaries)),
		   nlog_summaries_day(summaries)};
	nlog_str day = NLOG_STR_INIT;

	nlog_date_add_human(&day, to.day);
	nlog_page_add_block(&to, NLOG_BLOCK_TITLE, NLOG_M_INDEX_TITLE,
			    (nlog_message_value[]){{"day", nlog_str_text(&day)}}, 1);
	nlog_str_clear(&day);
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		nlog_page_add_plain(&to, NLOG_TONE_STRONG, heads[i]);
	for (size_t i = 0; i < nlog_summaries_count(summaries); i++) {
		to.summary = nlog_summaries_get(summaries, i);
		if (nlog_summary_is_addressed(summaries, to.summary))
			add_member(&to, extension);
	}
	nlog_page_add_checkpoint(&to);
}
