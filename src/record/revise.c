/* A notice becomes the next revision of one: placed, compared, committed. */
#include "record.h"

#include <noticelog/alloc.h>
#include <string.h>

/* What was recorded is in force for the rest of the run. */
static void keep_as_latest(nlog_record_state *state, const nlog_comparison *comparison,
			   bool is_withdrawal)
{
	bool has_timing =
		json_is_array(nlog_notice_get(comparison->after, NLOG_FIELD_TIMING));

	state->is_withdrawn = is_withdrawal || (!has_timing && state->had_timing);
	state->had_timing = state->had_timing || has_timing;
	nlog_notice_free(state->latest);
	state->latest = nlog_notice_copy(comparison->after);
	state->issued = comparison->after_issued;
}

/* The result outlives the run, so it has notices of its own. */
static void compare(const nlog_record_step *step, const nlog_record_place *place,
		    nlog_record_result *result)
{
	nlog_comparison_sides sides = {
		.key = step->state->key,
		.before = place->before ? nlog_notice_copy(place->before) : NULL,
		.after = nlog_notice_copy(step->after),
		.addendum = step->addendum,
		.reg = step->run->reg,
		.before_issued = place->before_issued,
		.after_issued = place->issued,
		.is_first = place->is_first,
		.is_correction = place->corrects > 0,
		.is_withdrawal = step->run->options->role == NLOG_AS_WITHDRAWAL,
		.was_withdrawn = place->was_withdrawn,
	};

	nlog_compare_take(&result->comparison, &sides);
}

/* A later line of the run may correct it, or come before it. */
static void add_entry(const nlog_record_step *step, const nlog_record_place *place,
		      const nlog_record_result *result)
{
	nlog_str issued = NLOG_STR_INIT;
	nlog_entry entry = {
		.kind = place->kind,
		.revision = result->revision,
		.corrects = place->corrects,
		.recorded = step->run->options->committer.when,
	};

	nlog_date_add_iso(&issued, place->issued);
	entry.issued = nlog_str_text(&issued);
	memcpy(entry.commit, result->commit, sizeof(entry.commit));
	nlog_record_state_add(step->state, &entry);
	nlog_str_clear(&issued);
}

/* Write the commit, and the one that puts back what is in force if this one is not. */
static int commit(const nlog_record_step *step, const nlog_record_place *place,
		  nlog_record_result *result, nlog_error *err)
{
	nlog_record_revision revision = {
		.state = step->state,
		.source = step->source,
		.place = place,
		.addendum = step->addendum,
		.comparison = &result->comparison,
		.options = step->run->options,
	};
	int rc = nlog_record_commit(step->write, &revision, result->commit, err);

	if (!rc && place->restore)
		rc = nlog_record_commit_restore(step->write, step->run, step->state,
						place->restore, err);
	if (!rc)
		add_entry(step, place, result);
	return rc;
}

int nlog_record_revise(const nlog_record_step *step, nlog_record_result *result,
		       nlog_error *err)
{
	const nlog_record_options *options = step->run->options;
	bool is_withdrawal = options->role == NLOG_AS_WITHDRAWAL;
	nlog_record_state *state = step->state;
	nlog_record_place place;
	int rc;

	result->revision = state->revisions;
	if (!is_withdrawal && options->role != NLOG_AS_CORRECTION && state->latest &&
	    nlog_notice_equal(state->latest, step->after)) {
		result->kind = NLOG_RECORD_UNCHANGED;
		result->comparison.key = nlog_strdup(state->key);
		return 0;
	}
	rc = nlog_record_find_place(step->run, state, step->after, &place, err);
	if (rc)
		goto out;
	compare(step, &place, result);
	result->corrects = place.corrects;
	if (!is_withdrawal && place.before &&
	    nlog_notice_equal(place.before, step->after)) {
		result->kind = NLOG_RECORD_UNCHANGED;
		goto out;
	}
	result->kind = NLOG_RECORD_REVISION;
	result->revision++;
	if (step->write)
		rc = commit(step, &place, result, err);
	if (!rc) {
		state->revisions = result->revision;
		nlog_record_known_add(step->run, state->key, step->after);
		if (!place.restore)
			keep_as_latest(state, &result->comparison, is_withdrawal);
		/* One that is not the last by recording and by issue changes what was before. */
		if (step->write && (place.restore || place.corrects))
			rc = nlog_record_state_review(step->run, state, err);
	}
out:
	nlog_record_place_clear(&place);
	return rc;
}
