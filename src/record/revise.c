/* A notice becomes the next revision of one: placed, compared, committed. */
#include "record.h"

#include <noticelog/alloc.h>
#include <string.h>

/* Both notices go to the result: shares of them are counted by one thread alone. */
static void compare(const nlog_record_step *step, nlog_record_place *place,
		    nlog_record_result *result)
{
	nlog_comparison_sides sides = {
		.key = step->state->key,
		.before = place->before,
		.after = place->after,
		.addendum = step->addendum,
		.reg = step->run->reg,
		.before_issued = place->before_issued,
		.after_issued = place->issued,
		.is_first = place->is_first,
		.is_correction = place->corrects > 0,
		.is_withdrawal = step->options->role == NLOG_AS_WITHDRAWAL,
		.was_withdrawn = place->was_withdrawn,
		/* Of a stream only commits remain, which name rules. */
		.skips_ids = step->run->is_stream,
	};

	nlog_compare_take(&result->comparison, &sides);
	place->before = place->after = NULL;
}

/* The same as the latest, or as what it corrects or comes behind. */
static bool says_nothing_new(const nlog_record_step *step, bool is_same)
{
	return is_same && step->options->role != NLOG_AS_WITHDRAWAL;
}

/* What was planned is in force for the rest of the run. */
static void keep_as_latest(const nlog_record_step *step, nlog_record_place *place)
{
	nlog_record_state *state = step->state;
	bool is_withdrawal = step->options->role == NLOG_AS_WITHDRAWAL;
	bool has_timing = json_is_array(nlog_notice_get(step->after, NLOG_FIELD_TIMING));

	state->is_withdrawn = is_withdrawal || (!has_timing && state->had_timing);
	state->had_timing = state->had_timing || has_timing;
	if (place->follows_latest) {
		place->before_text = state->latest;
		state->latest = (nlog_str)NLOG_STR_INIT;
	}
	nlog_str_clear(&state->latest);
	state->latest = nlog_str_from(nlog_notice_text(step->after));
	state->issued = place->issued;
	state->in_force = state->revisions;
	nlog_record_known_latest(step->run, state, step->after);
}

int nlog_record_plan(const nlog_record_step *step, nlog_record_result *result,
		     nlog_record_place *place, nlog_error *err)
{
	nlog_record_state *state = step->state;
	int rc;

	*place = (nlog_record_place){.kind = NULL};
	result->revision = state->in_force;
	result->kind = NLOG_RECORD_UNCHANGED;
	if (step->options->role != NLOG_AS_CORRECTION &&
	    says_nothing_new(step, nlog_record_is_latest(state, step->after))) {
		result->comparison.key = nlog_strdup(state->key);
		return 0;
	}
	rc = nlog_record_find_place(step->run, state, step->after, place, err);
	if (rc)
		return rc;
	place->after = nlog_notice_copy(step->after);
	result->corrects = place->corrects;
	if (says_nothing_new(step, place->before &&
					   nlog_notice_equal(place->before, step->after))) {
		result->revision = place->before_number;
		compare(step, place, result);
		return 0;
	}
	result->kind = NLOG_RECORD_REVISION;
	result->revision = ++state->revisions;
	nlog_record_known_add(step->run, state->key, step->after);
	if (!place->restore)
		keep_as_latest(step, place);
	return 0;
}

int nlog_record_derive(const nlog_record_step *step, nlog_record_place *place,
		       nlog_record_result *result, nlog_record_draft *draft,
		       nlog_error *err)
{
	int rc = 0;

	if (place->before_text.len)
		rc = nlog_notice_read_beside(&place->before, step->state->key,
					     nlog_str_slice(&place->before_text),
					     NLOG_READ_HISTORY, step->after, NULL, err);
	if (rc)
		return rc;
	compare(step, place, result);
	nlog_record_draw_up(draft, step, place, result);
	return 0;
}

/* A later line of the run may correct it, or come before it. */
static void add_revision(const nlog_record_step *step, const nlog_record_place *place,
			 const nlog_record_result *result)
{
	nlog_record_added added = {
		.kind = place->kind,
		.revision = result->revision,
		.corrects = place->corrects,
		.issued = place->issued,
		.recorded = step->options->committer.when,
	};

	memcpy(added.commit, result->commit, sizeof(added.commit));
	nlog_record_state_add(step->run, step->state, &added);
}

/* The commit, and the one that puts back what is in force if this one is not. */
int nlog_record_write(const nlog_record_step *step, const nlog_record_place *place,
		      nlog_record_result *result, const nlog_record_draft *draft,
		      nlog_error *err)
{
	int rc = nlog_record_commit(step, place, result, draft, err);

	if (!rc && place->restore)
		rc = nlog_record_commit_restore(step, place->restore, err);
	if (rc)
		return rc;
	add_revision(step, place, result);
	/* One that is not the last by recording and by issue changes what was before. */
	if (place->restore || place->corrects)
		rc = nlog_record_state_review(step->run, step->state, err);
	return rc;
}

int nlog_record_revise(const nlog_record_step *step, nlog_record_result *result,
		       nlog_error *err)
{
	nlog_record_draft draft = {.digest = ""};
	nlog_record_place place;
	int rc = nlog_record_plan(step, result, &place, err);

	if (!rc && result->kind == NLOG_RECORD_REVISION) {
		rc = nlog_record_derive(step, &place, result, &draft, err);
		if (!rc && step->write)
			rc = nlog_record_write(step, &place, result, &draft, err);
	}
	nlog_record_draft_clear(&draft);
	nlog_record_place_clear(&place);
	return rc;
}
