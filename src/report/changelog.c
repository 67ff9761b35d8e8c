/* A change log as a report: a heading a day, or a notice. */
#include <noticelog/view.h>

#include <noticelog/alloc.h>

#include "plain.h"

/* Does a new heading begin with this step? */
static bool begins_group(const nlog_changelog *changelog, size_t index)
{
	const nlog_history_step *step = &changelog->steps->items[index];

	if (!index)
		return true;
	if (changelog->order == NLOG_STEPS_BY_NOTICE)
		return step[-1].dossier != step->dossier;
	return step[-1].after->issued.day != step->after->issued.day;
}

void nlog_view_changelog_heading(nlog_report *report, const nlog_changelog *changelog,
				 size_t index)
{
	const nlog_history_step *step = &changelog->steps->items[index];
	nlog_str *heading = nlog_report_words(report);

	if (!begins_group(changelog, index))
		return;
	if (changelog->order == NLOG_STEPS_BY_NOTICE)
		nlog_str_add(heading, step->dossier->key);
	else
		nlog_date_add_human(heading, step->after->issued);
	nlog_report_begin(report, NLOG_BLOCK_HEADING);
	nlog_report_row_begin(report);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
}

/* Where the steps go. */
typedef struct {
	nlog_report *report;
	const nlog_changelog *changelog;
} target;

static int add_step(const nlog_history_step *step, const nlog_shown_step *shown, void *data)
{
	const target *to = data;

	nlog_view_changelog_heading(to->report, to->changelog,
				    (size_t)(step - to->changelog->steps->items));
	nlog_view_step(to->report, shown, NLOG_VIEW_ALL);
	return 0;
}

/* How many notices have steps; dossiers lie side by side. */
static size_t count_notices(const nlog_changelog *changelog)
{
	const nlog_steps *steps = changelog->steps;
	size_t notices = 0;
	bool *seen =
		nlog_alloc_array(nlog_history_count(changelog->history) + 1, sizeof(*seen));

	for (size_t i = 0; i < steps->count; i++) {
		bool *mark = &seen[steps->items[i].dossier -
				   nlog_history_get(changelog->history, 0)];

		notices += !*mark;
		*mark = true;
	}
	nlog_free(seen);
	return notices;
}

/* `3 revisions of 2 notices, issued 10 June 2024 to 2 May 2025.` */
static void add_extent(nlog_report *report, const nlog_changelog *changelog)
{
	const nlog_steps *steps = changelog->steps;
	size_t notices = count_notices(changelog);
	nlog_str line = NLOG_STR_INIT;
	nlog_date first = {0}, last = {0};

	for (size_t i = 0; i < steps->count; i++) {
		nlog_date issued = steps->items[i].after->issued;

		if (i == 0 || issued.day < first.day)
			first = issued;
		if (i == 0 || issued.day > last.day)
			last = issued;
	}
	nlog_str_addf(&line, "%zu revision%s of %zu notice%s", steps->count,
		      steps->count == 1 ? "" : "s", notices, notices == 1 ? "" : "s");
	if (steps->count) {
		nlog_str_add(&line, ", issued ");
		nlog_period_add_human(&line, (nlog_period){first, last});
	}
	nlog_str_add(&line, ".");
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&line));
	nlog_str_clear(&line);
}

/* The name of the report, and what it covers. */
static void add_opening(nlog_report *report, const char *name,
			const nlog_changelog *changelog)
{
	const nlog_register *reg = nlog_history_register(changelog->history);
	nlog_str line = NLOG_STR_INIT;

	nlog_str_addf(&line, "%s: notices of the %s", name,
		      nlog_register_organization(reg));
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&line));
	nlog_str_clear(&line);
	add_extent(report, changelog);
}

void nlog_view_changelog_opening(nlog_report *report, const nlog_changelog *changelog)
{
	add_opening(report, "Change log", changelog);
}

void nlog_view_changelog_closing(nlog_report *report, const nlog_changelog *changelog)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_str_add(&line, "Checkpoint: ");
	nlog_history_add_checkpoint(&line, changelog->history);
	nlog_report_add_block(report, NLOG_BLOCK_LITERAL, nlog_str_text(&line));
	nlog_str_clear(&line);
}

int nlog_view_changelog(nlog_report *report, const nlog_changelog *changelog,
			nlog_error *err)
{
	int rc;

	nlog_view_changelog_opening(report, changelog);
	rc = nlog_changelog_each_to_show(changelog, add_step, &(target){report, changelog},
					 err);
	nlog_view_changelog_closing(report, changelog);
	return rc;
}

/* `from r1, issued 10 June 2024, by r2, r3` */
static void add_way(nlog_report *report, const nlog_net *net)
{
	const nlog_revision *first = net->comparison.old_revision;
	nlog_str line = NLOG_STR_INIT;

	if (net->is_new)
		nlog_str_add(&line, "first issued in this time");
	if (first) {
		nlog_str_addf(&line, "%scompared with r%u, issued ", line.len ? "; " : "",
			      first->number);
		nlog_date_add_human(&line, first->issued);
	}
	for (size_t i = 0; i < net->step_count; i++)
		nlog_str_addf(&line, "%sr%u", i ? ", " : "; amended by ",
			      net->steps[i].after->number);
	if (line.len)
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
}

static void add_net_heading(nlog_report *report, const nlog_net *net)
{
	const nlog_revision *last = net->comparison.new_revision;
	nlog_slice title = nlog_notice_line(net->comparison.after, NLOG_FIELD_TITLE);
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, net->dossier->key);
	nlog_str_addf(&cell, "r%u", last->number);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_str_add_slice(&cell, title.len ? title : NLOG_SLICE("(no title)"));
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_str_addf(&cell, "%s/net", net->dossier->key);
	nlog_report_mark_row(
		report,
		&(nlog_report_mark){.name = nlog_str_text(&cell),
				    .author = last->entry->author_name,
				    .created = net->dossier->revisions[0].entry->recorded,
				    .updated = last->entry->recorded});
	nlog_str_clear(&cell);
	add_way(report, net);
}

/* `restored  timing  again 8–10 July 2025, amended by r2, r3` */
static void add_restored(nlog_report *report, const nlog_restored *item, bool is_first)
{
	const nlog_field *field = nlog_field_of(item->field);
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_QUIET, is_first ? "restored" : "");
	nlog_report_add(report, NLOG_TONE_PLAIN, item->key ? item->key : field->noun);
	if (item->value) {
		nlog_str_add(&cell, "restored to ");
		nlog_value_add_human(&cell,
				     nlog_report_type_of_part(field, item->key != NULL),
				     item->value);
	} else {
		nlog_str_add(&cell, "absent again");
	}
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	for (size_t i = 0; i < item->step_count; i++)
		nlog_str_addf(&cell, "%sr%u",
			      i == 0                      ? "amended by "
			      : i + 1 == item->step_count ? ", put back by "
							  : ", ",
			      item->steps[i]->number);
	nlog_report_add_take(report, NLOG_TONE_QUIET, &cell);
}

static int add_net(const nlog_net *net, void *data)
{
	nlog_report *report = data;

	add_net_heading(report, net);
	if (!nlog_amendments_count(net->comparison.amendments) && !net->restored_count)
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "No difference.");
	nlog_view_amendments(report, &net->comparison, NLOG_VIEW_ALL);
	for (size_t i = 0; i < net->restored_count; i++)
		add_restored(report, &net->restored[i], i == 0);
	return 0;
}

int nlog_view_net(nlog_report *report, const nlog_changelog *changelog,
		  const nlog_filter *filter, nlog_error *err)
{
	int rc;

	add_opening(report, "Net changes", changelog);
	rc = nlog_net_each(changelog, filter, add_net, report, err);
	nlog_view_changelog_closing(report, changelog);
	return rc;
}
