/* The table of checks, and how a revision or a step goes past it. */
#include "check.h"

#include <stdarg.h>
#include <string.h>

/* One row: what a check finds, and where it looks; one of the two is set. */
static const struct check_row {
	nlog_finding_id id;
	void (*on_notice)(checker *c);
	void (*on_step)(checker *c);
} rows[] = {
	{NLOG_F_ECONOMY_UNKNOWN, nlog_check_economy_unknown, NULL},
	{NLOG_F_ECONOMY_AMBIGUOUS, nlog_check_economy_ambiguous, NULL},
	{NLOG_F_CHECK_CLOSING_BEFORE_ISSUE, nlog_check_closing_before_issue, NULL},
	{NLOG_F_CHECK_CLOSED_AT_ISSUE, nlog_check_closed_at_issue, NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_START, nlog_check_closing_after_start, NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_END, nlog_check_closing_after_end, NULL},
	{NLOG_F_CHECK_CLOSING_FAR_FROM_START, nlog_check_closing_far_from_start, NULL},
	{NLOG_F_CHECK_REVISION_BEFORE_ISSUE, nlog_check_revision_before_issue, NULL},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, nlog_check_issue_far_from_start, NULL},
	{NLOG_F_CHECK_DAY_COUNT, nlog_check_day_count, NULL},
	{NLOG_F_CHECK_CODE_YEAR, nlog_check_code_year, NULL},
	{NLOG_F_CHECK_TITLE_KIND, nlog_check_title_kind, NULL},
	{NLOG_F_CHECK_SEATS, nlog_check_seats, NULL},
	{NLOG_F_CHECK_AUTHORITY_ORDER, nlog_check_authority_order, NULL},
	{NLOG_F_CHECK_CLOCK_SKEW, nlog_check_clock_skew, NULL},
	{NLOG_F_CHECK_STALE_CITY, NULL, nlog_check_stale_city},
	{NLOG_F_CHECK_STALE_MONTH, NULL, nlog_check_stale_month},
	{NLOG_F_CHECK_STALE_DURATION, NULL, nlog_check_stale_duration},
	{NLOG_F_CHECK_STALE_MODALITY, NULL, nlog_check_stale_modality},
	{NLOG_F_CHECK_STALE_KIND, NULL, nlog_check_stale_kind},
	{NLOG_F_CHECK_REFERENCE_ORDER, NULL, nlog_check_reference_order},
	{NLOG_F_CHECK_UNCHANGED_BROKEN, NULL, nlog_check_unchanged_broken},
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

size_t nlog_checks_count(void)
{
	return ROW_COUNT;
}

nlog_finding_id nlog_checks_get(size_t index)
{
	return rows[index].id;
}

/* What the parser finds as well was said when the document was read. */
bool nlog_check_is_shown(const nlog_finding *check)
{
	return check->severity >= NLOG_WARNING &&
	       nlog_slice_starts(nlog_slice_of(check->rule->id), "check.");
}

const char *nlog_finding_severity_name(const nlog_register *reg, nlog_finding_id id)
{
	nlog_level severity;

	return nlog_register_level(reg, nlog_finding_rule_of(id), &severity)
		       ? nlog_level_name(severity)
		       : "off";
}

json_t *nlog_finding_catalogue_to_json(const nlog_register *reg)
{
	json_t *array = nlog_finding_rules_to_json();
	for (int id = 0; id < NLOG_F_COUNT; id++)
		json_object_set_new(
			json_array_get(array, (size_t)id), "severity",
			json_string(nlog_finding_severity_name(reg, (nlog_finding_id)id)));
	return array;
}

void nlog_check_say(checker *c, nlog_field_id field, const char *format, ...)
{
	nlog_place place = c->options->place;
	nlog_str text = NLOG_STR_INIT;
	va_list args;
	if (c->said++ >= SAY_MAX)
		return;
	va_start(args, format);
	nlog_str_addv(&text, format, args);
	va_end(args);
	if (field < NLOG_FIELDS)
		place.field = nlog_field_of(field)->name;
	nlog_findings_add(c->out, c->id, place, "%s", nlog_str_text(&text));
	c->out->items[c->out->count - 1].severity = c->severity;
	nlog_str_clear(&text);
}

bool nlog_check_issued(const checker *c, nlog_date *out)
{
	if (!c->options->has_issued)
		return nlog_notice_issued(c->notice, out);
	*out = c->options->issued;
	return true;
}

/* Run a check, unless policy turns it off. */
static void run(checker *c, nlog_finding_id id, void (*check)(checker *c))
{
	if (!check ||
	    !nlog_register_level(c->options->reg, nlog_finding_rule_of(id), &c->severity))
		return;
	c->id = id;
	c->said = 0;
	check(c);
}

void nlog_check_notice(const nlog_notice *notice, const nlog_check_options *options,
		       nlog_findings *out)
{
	checker c = {.notice = notice, .options = options, .out = out};
	for (size_t i = 0; i < ROW_COUNT; i++)
		run(&c, rows[i].id, rows[i].on_notice);
}

void nlog_check_step(const nlog_step *step, const nlog_diff *diff,
		     const nlog_amendments *amendments, nlog_place place,
		     nlog_findings *out)
{
	nlog_check_options options = {.reg = step->reg,
				      .place = place,
				      .has_issued = true,
				      .issued = step->after_issued};
	checker c = {.notice = step->after,
		     .options = &options,
		     .step = step,
		     .diff = diff,
		     .amendments = amendments,
		     .out = out};
	if (!step->before || !diff)
		return;
	for (size_t i = 0; i < ROW_COUNT; i++)
		run(&c, rows[i].id, rows[i].on_step);
}
