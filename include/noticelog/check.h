/**
 * @file
 * Checks: what is likely wrong in a revision, or in a step between two, as
 * findings. They warn; nothing is refused for them.
 *
 * Each check is a row {finding, function} of one table; its severity and its
 * description are those of the finding's row. The register's policy (`rules` of
 * `register.json`) can give a check another severity, or turn it off.
 *
 * What is a check and not an amendment: it compares a notice with itself, with
 * the roster, the calendar and the clock, and, after a change, with what was
 * left behind (the old city still named in the financial arrangements).
 */
#ifndef NOTICELOG_CHECK_H
#define NOTICELOG_CHECK_H

#include <noticelog/amend.h>

/** What a revision is held against. Borrowed for the call. */
typedef struct {
	const nlog_register *reg;
	nlog_place place; /**< for the findings; each sets its own field */
	bool has_issued;
	nlog_date issued; /**< as the history counts it; else what the notice states */
	bool is_recorded;
	nlog_instant recorded; /**< committer time */
	bool has_parent;
	nlog_instant parent_recorded; /**< committer time of the commit before */
} nlog_check_options;

/** Check one revision. Findings are added to out, in the order of the table. */
void nlog_check_notice(const nlog_notice *notice, const nlog_check_options *options,
		       nlog_findings *out);

/**
 * Check a step between two revisions; one without an older revision gives nothing.
 *
 * @param diff        of step->before and step->after; NULL when before is NULL
 * @param amendments  of the step
 */
void nlog_check_step(const nlog_step *step, const nlog_diff *diff,
		     const nlog_amendments *amendments, nlog_place place,
		     nlog_findings *out);

/** @return how many checks there are */
size_t nlog_checks_count(void);
/** @return the finding that check `index` makes; checks are in the order of the findings' table */
nlog_finding_id nlog_checks_get(size_t index);

/** Is a finding of the checks shown beside the amendments: a warning or an error of a check? */
bool nlog_check_is_shown(const nlog_finding *check);

/**
 * @return "error", "warning", "note" or "off": that of any kind of finding, of a
 *         check after policy; static
 */
const char *nlog_finding_severity_name(const nlog_register *reg, nlog_finding_id id);

/** @return every kind of finding as `rules -f json` lists it, severities after policy; owned */
json_t *nlog_finding_catalogue_to_json(const nlog_register *reg);

#endif
