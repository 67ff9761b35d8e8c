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

static bool is_named_by(const nlog_addendum *addendum, nlog_field_id field)
{
	const json_t *changes = json_object_get(nlog_addendum_members(addendum), "changes");
	const char *name = nlog_field_of(field)->name;

	for (size_t i = 0; i < json_array_size(changes); i++) {
		const char *named = nlog_json_text(json_array_get(changes, i), "field");

		if (named && strcmp(named, name) == 0)
			return true;
	}
	/* Applying it sets the one, and the other follows its field. */
	return field == NLOG_FIELD_REVISION_DATE || field == NLOG_FIELD_AS_PRINTED;
}

void nlog_history_check_base(nlog_comparison *comparison, const nlog_addendum *addendum,
			     const nlog_register *reg)
{
	const nlog_revision *before = comparison->old_revision;
	const nlog_revision *after = comparison->new_revision;
	nlog_field_id last = NLOG_FIELDS;
	nlog_findings *checks = &comparison->checks;
	nlog_str fields = NLOG_STR_INIT;
	nlog_level severity;

	if (!before || before->number < after->number ||
	    !nlog_register_level(reg, nlog_finding_rule_of(NLOG_F_CHECK_ADDENDUM_BASE),
				 &severity))
		return;
	for (size_t i = 0; i < nlog_diff_count(comparison->diff); i++) {
		nlog_field_id field = nlog_diff_get(comparison->diff, i)->field;

		if (field == last || is_named_by(addendum, field))
			continue;
		nlog_str_addf(&fields, "%s%s", fields.len ? ", " : "",
			      nlog_field_of(field)->noun);
		last = field;
	}
	if (fields.len) {
		nlog_findings_add(checks, NLOG_F_CHECK_ADDENDUM_BASE, (nlog_place){NULL},
				  "the addendum was applied before r%u was recorded, so "
				  "that r%u does not hold what it says of %s: record the "
				  "whole text with --kind correction --corrects %u",
				  before->number, after->number, nlog_str_text(&fields),
				  after->place);
		checks->items[checks->count - 1].severity = severity;
	}
	nlog_str_clear(&fields);
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
