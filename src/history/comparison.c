/* Two revisions or documents, their changes and their amendments. */
#include <noticelog/comparison.h>

#include <noticelog/alloc.h>

#include "checks.h"
#include "recent.h"
#include "withdrawal.h"

void nlog_compare_take(nlog_comparison *out, const nlog_comparison_sides *sides)
{
	nlog_step step = {
		.notice = sides->key,
		.before = sides->before,
		.after = sides->after,
		.reg = sides->reg,
		.before_issued = sides->before_issued,
		.after_issued = sides->after_issued,
		.is_first = sides->is_first,
		.is_correction = sides->is_correction,
		.is_withdrawal = sides->is_withdrawal,
		.was_withdrawn = sides->was_withdrawn,
		.addendum = sides->addendum,
		.before_said = sides->before_said,
		.after_said = sides->after_said,
		.skips_ids = sides->skips_ids,
	};

	*out = (nlog_comparison){
		.key = nlog_strdup(sides->key),
		.before = sides->before,
		.after = sides->after,
		.before_issued = sides->before_issued,
		.after_issued = sides->after_issued,
		.findings = NLOG_FINDINGS_INIT,
	};
	if (out->before)
		nlog_diff_notices(&out->diff, out->before, out->after);
	nlog_amend(&out->amendments, &step, out->diff);
	if (!sides->skips_checks)
		nlog_comparison_check(out, &step, sides);
}

/* Has a revision a timing? Each is read once, however many that come after it ask. */
static int has_timing(const nlog_history *history, const nlog_dossier *dossier,
		      const nlog_revision *revision, bool *has, nlog_error *err)
{
	history_timed *timed = history_recent_timed(history_recent_of(history), dossier) +
			       revision->number;
	nlog_notice *notice = NULL;
	int rc = 0;

	if (*timed == HISTORY_NOT_ASKED) {
		rc = nlog_history_notice(history, revision, &notice, NULL, err);
		if (!rc)
			*timed = json_is_array(nlog_notice_get(notice, NLOG_FIELD_TIMING))
					 ? HISTORY_TIMED
					 : HISTORY_UNTIMED;
		nlog_notice_free(notice);
	}
	*has = !rc && *timed == HISTORY_TIMED;
	return rc;
}

int nlog_history_had_timing(const nlog_history *history, const nlog_dossier *dossier,
			    const nlog_revision *until, bool *had, nlog_error *err)
{
	int rc = 0;

	*had = false;
	for (size_t i = 0; !rc && !*had && i < dossier->official_count; i++) {
		if (dossier->official[i] == until)
			break;
		rc = has_timing(history, dossier, dossier->official[i], had, err);
	}
	return rc;
}

int nlog_history_stands_withdrawn(const nlog_history *history, const nlog_dossier *dossier,
				  const nlog_revision *revision, const nlog_notice *notice,
				  bool *withdrawn, nlog_error *err)
{
	*withdrawn = revision->is_withdrawal;
	if (*withdrawn || json_is_array(nlog_notice_get(notice, NLOG_FIELD_TIMING)))
		return 0;
	return nlog_history_had_timing(history, dossier, revision, withdrawn, err);
}

int nlog_history_compare_as(const nlog_history *history, const nlog_dossier *dossier,
			    const nlog_revision *before, const nlog_revision *after,
			    const nlog_judgement *as, nlog_comparison *out, nlog_error *err)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	const nlog_register *reg = as->reg;
	history_recent *recent = history_recent_of(history);
	nlog_declarations *before_said = NULL, *after_said = NULL;
	nlog_addendum *addendum = NULL;
	nlog_comparison_sides sides = {
		.key = dossier->key,
		.reg = reg,
		.after_issued = after->issued,
		.is_first = as->is_first,
		.is_correction = as->is_correction,
		.skips_checks = as->skips_checks,
		.is_withdrawal = after->is_withdrawal,
	};
	int rc = 0;

	*out = (nlog_comparison)NLOG_COMPARISON_INIT;
	if (before) {
		sides.before_issued = before->issued;
		rc = nlog_history_notice(history, before, &sides.before, &findings, err);
		if (!rc)
			rc = nlog_history_stands_withdrawn(history, dossier, before,
							   sides.before,
							   &sides.was_withdrawn, err);
	}
	if (!rc && before)
		before_said = history_recent_take_said(recent, before->entry->blob,
						       sides.before, reg);
	if (!rc)
		rc = nlog_history_notice(history, after, &sides.after, &findings, err);
	if (!rc)
		rc = nlog_history_addendum(history, after, &addendum, err);
	if (rc) {
		nlog_declarations_free(before_said);
		nlog_notice_free(sides.before);
		nlog_notice_free(sides.after);
		nlog_findings_clear(&findings);
		return rc;
	}
	after_said = history_recent_take_said(recent, after->entry->blob, sides.after, reg);
	sides.before_said = before_said;
	sides.after_said = after_said;
	sides.addendum = addendum;
	nlog_history_clocks(history, after, &sides.recorded, &sides.parent_recorded);
	nlog_compare_take(out, &sides);
	nlog_declarations_free(before_said);
	history_recent_put_said(recent, after->entry->blob, reg, after_said);
	out->old_revision = before;
	out->new_revision = after;
	out->findings = findings;
	if (addendum && !as->skips_checks)
		nlog_history_check_base(out, addendum, reg);
	nlog_addendum_free(addendum);
	if (after->is_withdrawal)
		rc = history_withdrawal_reference(history, after,
						  &out->withdrawal_reference, err);
	if (rc)
		nlog_comparison_clear(out);
	return rc;
}

int nlog_history_compare(const nlog_history *history, const nlog_dossier *dossier,
			 const nlog_revision *before, const nlog_revision *after,
			 nlog_comparison *out, nlog_error *err)
{
	const nlog_judgement today = {
		.reg = nlog_history_register(history),
		.is_first = !before,
		/* In its place a correction is compared with the place before, like any other. */
		.is_correction = before && before->place == after->place,
	};

	return nlog_history_compare_as(history, dossier, before, after, &today, out, err);
}

int nlog_history_compare_ends(const nlog_history *history, const nlog_dossier *dossier,
			      const nlog_revision *first, const nlog_revision *last,
			      nlog_comparison *out, nlog_error *err)
{
	const nlog_judgement ends = {
		.reg = nlog_history_register(history),
		.is_first = !first,
		.is_correction = true,
		.skips_checks = true,
	};

	return nlog_history_compare_as(history, dossier, first, last, &ends, out, err);
}

void nlog_comparison_clear(nlog_comparison *comparison)
{
	nlog_amendments_free(comparison->amendments);
	nlog_diff_free(comparison->diff);
	nlog_notice_free(comparison->before);
	nlog_notice_free(comparison->after);
	nlog_findings_clear(&comparison->findings);
	nlog_findings_clear(&comparison->checks);
	nlog_findings_clear(&comparison->standing);
	nlog_free(comparison->key);
	nlog_free(comparison->old_name);
	nlog_free(comparison->withdrawal_reference);
	*comparison = (nlog_comparison)NLOG_COMPARISON_INIT;
}
