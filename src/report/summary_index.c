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

/* A link to a file of the member; without a text the file's name stands for it. */
static void add_link(const page *to, const char *text, const char *extension)
{
	nlog_str file = NLOG_STR_INIT;

	nlog_str_addf(&file, "%s.%s", to->summary->country->iso, extension);
	nlog_report_add_link(to->report, NLOG_TONE_STRONG,
			     text ? text : nlog_str_text(&file), nlog_str_text(&file));
	nlog_str_clear(&file);
}

/* What is next stands beside the name, where a narrow window shows it. */
static void add_member(const page *to, const nlog_summary_files *files)
{
	nlog_report_row_begin(to->report);
	add_link(to, to->summary->country->name, files->page);
	add_next(to);
	for (size_t part = 0; part < NLOG_SUMMARY_PARTS; part++)
		add_count_cell(to->report,
			       to->summary->counts[part] ? NLOG_TONE_STRONG
							 : NLOG_TONE_QUIET,
			       to->summary->counts[part]);
	if (files->calendar)
		add_link(to, NULL, files->calendar);
	if (files->feed)
		add_link(to, NULL, files->feed);
}

static void add_heads(const page *to, const nlog_summary_files *files)
{
	static const nlog_message_id heads[] = {NLOG_M_INDEX_MEMBER, NLOG_M_INDEX_NEXT,
						NLOG_M_PART_TO_DO, NLOG_M_PART_KNOW,
						NLOG_M_PART_NO_LONGER};

	nlog_report_row_begin(to->report);
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		nlog_page_add_plain(to, NLOG_TONE_STRONG, heads[i]);
	if (files->calendar)
		nlog_page_add_plain(to, NLOG_TONE_STRONG, NLOG_M_INDEX_CALENDAR);
	if (files->feed)
		nlog_page_add_plain(to, NLOG_TONE_STRONG, NLOG_M_INDEX_FEED);
}

void nlog_view_summary_index(nlog_report *report, const nlog_summaries *summaries,
			     const nlog_summary_files *files)
{
	page to = {report, summaries, NULL,
		   nlog_history_register(nlog_summaries_history(summaries)),
		   nlog_summaries_day(summaries)};
	nlog_str day = NLOG_STR_INIT;

	nlog_date_add_human(&day, to.day);
	nlog_page_add_block(&to, NLOG_BLOCK_TITLE, NLOG_M_INDEX_TITLE,
			    (nlog_message_value[]){{"day", nlog_str_text(&day)}}, 1);
	nlog_str_clear(&day);
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	add_heads(&to, files);
	for (size_t i = 0; i < nlog_summaries_count(summaries); i++) {
		to.summary = nlog_summaries_get(summaries, i);
		if (nlog_summary_is_addressed(summaries, to.summary))
			add_member(&to, files);
	}
	nlog_page_add_checkpoint(&to);
}
