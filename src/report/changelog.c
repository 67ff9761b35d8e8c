/* A change log as a report: a heading a day, or a notice. */
#include <noticelog/view.h>

#include <noticelog/alloc.h>
#include <string.h>

/* Where we are while the steps go by. */
typedef struct {
	nlog_report *report;
	nlog_steps_order order;
	const nlog_history_step *before;
} progress;

/* Does a new heading begin with this step? */
static bool begins_group(const progress *at, const nlog_history_step *step)
{
	if (!at->before)
		return true;
	if (at->order == NLOG_STEPS_BY_NOTICE)
		return at->before->dossier != step->dossier;
	return at->before->after->issued.day != step->after->issued.day;
}

static int add_step(const nlog_history_step *step, const nlog_comparison *comparison,
		    void *data)
{
	progress *at = data;
	nlog_str heading = NLOG_STR_INIT;

	if (begins_group(at, step)) {
		if (at->order == NLOG_STEPS_BY_NOTICE)
			nlog_str_add(&heading, step->dossier->key);
		else
			nlog_date_add_human(&heading, step->after->issued);
		nlog_report_add_block(at->report, NLOG_BLOCK_HEADING,
				      nlog_str_text(&heading));
		nlog_str_clear(&heading);
	}
	nlog_view_step(at->report, comparison, NLOG_VIEW_ALL);
	at->before = step;
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

int nlog_view_changelog(nlog_report *report, const nlog_changelog *changelog,
			nlog_error *err)
{
	progress at = {report, changelog->order, NULL};
	nlog_str line = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(
		&line, "Change log: notices of the %s",
		nlog_register_organization(nlog_history_register(changelog->history)));
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&line));
	nlog_str_clear(&line);
	add_extent(report, changelog);
	rc = nlog_changelog_each(changelog, add_step, &at, err);
	nlog_str_add(&line, "Checkpoint: ");
	nlog_history_add_checkpoint(&line, changelog->history);
	nlog_report_add_block(report, NLOG_BLOCK_LITERAL, nlog_str_text(&line));
	nlog_str_clear(&line);
	return rc;
}
