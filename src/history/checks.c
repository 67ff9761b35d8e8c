/* The checks of a comparison: what is new with the step, and what stood before. */
#include "checks.h"

#include <string.h>

#include <noticelog/alloc.h>

static void check_side(const nlog_notice *notice, nlog_date issued,
		       const nlog_comparison_sides *sides, bool is_after,
		       nlog_findings *out)
{
	nlog_check_options options = {
		.reg = sides->reg,
		.has_issued = true,
		.issued = issued,
		.is_recorded = is_after && sides->recorded,
		.has_parent = is_after && sides->parent_recorded,
	};

	if (options.is_recorded)
		options.recorded = *sides->recorded;
	if (options.has_parent)
		options.parent_recorded = *sides->parent_recorded;
	nlog_check_notice(notice, &options, out);
}

static bool has_same(const nlog_findings *list, const nlog_finding *finding)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].rule == finding->rule &&
		    strcmp(list->items[i].text, finding->text) == 0)
			return true;
	return false;
}

static void append(nlog_findings *list, const nlog_finding *finding)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = *finding;
}

void nlog_comparison_check(nlog_comparison *out, const nlog_step *step,
			   const nlog_comparison_sides *sides)
{
	nlog_findings earlier = NLOG_FINDINGS_INIT, now = NLOG_FINDINGS_INIT;

	nlog_check_step(step, out->diff, out->amendments, (nlog_place){NULL}, &out->checks);
	check_side(out->after, out->after_issued, sides, true, &now);
	if (now.count && out->before)
		check_side(out->before, out->before_issued, sides, false, &earlier);
	for (size_t i = 0; i < now.count; i++)
		append(has_same(&earlier, &now.items[i]) ? &out->standing : &out->checks,
		       &now.items[i]);
	now.count = 0;
	nlog_findings_clear(&now);
	nlog_findings_clear(&earlier);
}

/* What the parser finds as well was said when the document was read. */
bool nlog_comparison_shows(const nlog_finding *check)
{
	return check->severity >= NLOG_WARNING &&
	       nlog_slice_starts(nlog_slice_of(check->rule->id), "check.");
}

/* Entries of a log lie in one array, so that the one before is the parent. */
void nlog_history_clocks(const nlog_history *history, const nlog_revision *revision,
			 const nlog_instant **recorded, const nlog_instant **parent)
{
	const nlog_log *log = nlog_history_log(history);
	size_t count = nlog_log_count(log);
	const nlog_entry *first = count ? nlog_log_get(log, 0) : NULL;

	*recorded = &revision->entry->recorded;
	*parent = NULL;
	if (first && revision->entry > first && revision->entry < first + count)
		*parent = &revision->entry[-1].recorded;
}
