/* Where a revision takes its place in the official sequence of its notice. */
#include "record.h"

nlog_date nlog_record_issue_day(const nlog_record_run *run, const nlog_notice *after)
{
	nlog_date day = nlog_instant_day(run->options->committer.when);

	if (run->options->has_issued)
		return run->options->issued;
	/* A withdrawal repeats the notice: its date of issue is not that of the withdrawal. */
	if (run->options->role != NLOG_AS_WITHDRAWAL)
		(void)nlog_notice_issued(after, &day);
	return day;
}

/* Refuse an order of issue that the role does not allow. */
static int refuse_order(const nlog_record_state *state, nlog_date issued,
			const char *advice, nlog_error *err)
{
	nlog_str new_day = NLOG_STR_INIT, old_day = NLOG_STR_INIT;
	int rc;

	nlog_date_add_human(&new_day, issued);
	nlog_date_add_human(&old_day, state->issued);
	rc = nlog_error_set(
		err, NLOG_ECONFLICT, "issued on %s, the latest revision of %s on %s: %s",
		nlog_str_text(&new_day), state->key, nlog_str_text(&old_day), advice);
	nlog_str_clear(&new_day);
	nlog_str_clear(&old_day);
	return rc;
}

static const char *late_advice(const nlog_record_run *run, bool is_withdrawal)
{
	if (run->is_stream)
		return is_withdrawal ? "say when it was withdrawn with \"issued\""
				     : "\"kind\": \"backfill\" records what comes late";
	return is_withdrawal ? "say when it was withdrawn with --issued DAY"
			     : "--kind backfill records what comes late";
}

/*
 * Was it recorded before, and amended since? Then it is compared with itself. A stream
 * is held against what was recorded before it begins.
 */
static int find_itself(const nlog_record_run *run, nlog_record_state *state,
		       const nlog_notice *after, nlog_record_place *out, nlog_error *err)
{
	const nlog_dossier *dossier = NULL;
	int rc = run->is_stream ? 0 : nlog_record_dossier(run, state, &dossier, err);

	for (size_t i = 0; !rc && !out->before && dossier && i < dossier->official_count;
	     i++) {
		const nlog_revision *revision = dossier->official[i];
		nlog_notice *notice = NULL;

		if (revision->issued.day != out->issued.day)
			continue;
		rc = nlog_history_notice(run->history, revision, &notice, NULL, err);
		if (!rc && nlog_notice_equal(notice, after)) {
			out->before = notice;
			out->before_number = revision->number;
		} else {
			nlog_notice_free(notice);
		}
	}
	return rc;
}

/* An older document than the one in force: nothing new, or refused. */
static int place_late(const nlog_record_run *run, nlog_record_state *state,
		      const nlog_notice *after, nlog_record_place *out, nlog_error *err)
{
	bool is_withdrawal = run->options->role == NLOG_AS_WITHDRAWAL;
	int rc = is_withdrawal ? 0 : find_itself(run, state, after, out, err);

	if (rc || out->before)
		return rc;
	return refuse_order(state, out->issued, late_advice(run, is_withdrawal), err);
}

static int place_revision(const nlog_record_run *run, nlog_record_state *state,
			  const nlog_notice *after, nlog_record_place *out, nlog_error *err)
{
	bool is_withdrawal = run->options->role == NLOG_AS_WITHDRAWAL;

	if (is_withdrawal && !state->latest.len)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "there is no notice '%s' to withdraw", state->key);
	if (state->latest.len && out->issued.day < state->issued.day)
		return place_late(run, state, after, out, err);
	out->kind = is_withdrawal       ? "withdrawal"
		    : state->latest.len ? "amendment"
					: "issue";
	out->is_first = !state->latest.len;
	out->follows_latest = !out->is_first;
	out->before_number = state->in_force;
	out->before_issued = state->issued;
	out->was_withdrawn = state->is_withdrawn;
	return 0;
}

/* Compare with a revision as it was recorded. */
static int compare_with(const nlog_record_run *run, const nlog_dossier *dossier,
			const nlog_revision *before, nlog_record_place *out,
			nlog_error *err)
{
	int rc = nlog_history_notice(run->history, before, &out->before, NULL, err);

	if (!rc)
		rc = nlog_history_stands_withdrawn(run->history, dossier, before,
						   out->before, &out->was_withdrawn, err);
	out->before_number = before->number;
	out->before_issued = before->issued;
	return rc;
}

static int place_backfill(const nlog_record_run *run, nlog_record_state *state,
			  const nlog_notice *after, nlog_record_place *out, nlog_error *err)
{
	const nlog_dossier *dossier = NULL;
	const nlog_revision *before = NULL;
	int rc = nlog_record_dossier(run, state, &dossier, err);

	if (rc)
		return rc;
	if (!dossier)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "'%s' has no revision yet: record it without a kind",
				      state->key);
	rc = find_itself(run, state, after, out, err);
	if (rc || out->before)
		return rc;
	if (out->issued.day >= state->issued.day)
		return refuse_order(
			state, out->issued,
			"a backfill comes before it; record it as what it is, without a "
			"kind",
			err);
	for (size_t i = 0; i < dossier->official_count; i++)
		if (dossier->official[i]->issued.day <= out->issued.day)
			before = dossier->official[i];
	out->kind = "backfill";
	out->restore = nlog_dossier_latest(dossier);
	out->is_first = !before;
	return before ? compare_with(run, dossier, before, out, err) : 0;
}

/* Does the corrected place stand last once it has its new day? Else what does? */
static const nlog_revision *last_beside(const nlog_dossier *dossier,
					const nlog_revision *corrected, nlog_date issued)
{
	const nlog_revision *last = NULL;

	for (size_t i = 0; i < dossier->official_count; i++)
		if (dossier->official[i]->place != corrected->place)
			last = dossier->official[i];
	if (!last || last->issued.day < issued.day ||
	    (last->issued.day == issued.day && last->place < corrected->place))
		return NULL;
	return last;
}

static int place_correction(const nlog_record_run *run, nlog_record_state *state,
			    const nlog_notice *after, nlog_record_place *out,
			    nlog_error *err)
{
	const nlog_dossier *dossier = NULL;
	const nlog_revision *corrected, *holder;
	int rc = nlog_record_dossier(run, state, &dossier, err);

	(void)after;
	if (rc)
		return rc;
	if (!dossier)
		return nlog_error_set(
			err, NLOG_ENOTFOUND,
			"there is no notice '%s' whose revision could be corrected",
			state->key);
	corrected = nlog_dossier_numbered(dossier, run->options->corrects);
	if (!corrected)
		return nlog_error_set(
			err, NLOG_ENOTFOUND,
			"there is no r%u of %s to correct: it has %u revision%s",
			run->options->corrects, state->key, state->revisions,
			state->revisions == 1 ? "" : "s");
	holder = corrected->corrected_by ? corrected->corrected_by : corrected;
	out->kind = "correction";
	out->corrects = run->options->corrects;
	out->restore = last_beside(dossier, corrected, out->issued);
	out->is_first = holder == dossier->official[0];
	rc = nlog_history_addendum(run->history, holder, &out->addendum, err);
	return rc ? rc : compare_with(run, dossier, holder, out, err);
}

int nlog_record_find_place(const nlog_record_run *run, nlog_record_state *state,
			   const nlog_notice *after, nlog_record_place *out,
			   nlog_error *err)
{
	static int (*const places[])(const nlog_record_run *, nlog_record_state *,
				     const nlog_notice *, nlog_record_place *,
				     nlog_error *) = {
		[NLOG_AS_REVISION] = place_revision,
		[NLOG_AS_CORRECTION] = place_correction,
		[NLOG_AS_BACKFILL] = place_backfill,
		[NLOG_AS_WITHDRAWAL] = place_revision,
	};

	*out = (nlog_record_place){.issued = nlog_record_issue_day(run, after)};
	return places[run->options->role](run, state, after, out, err);
}

void nlog_record_place_clear(nlog_record_place *place)
{
	nlog_notice_free(place->before);
	nlog_notice_free(place->after);
	nlog_addendum_free(place->addendum);
	nlog_str_clear(&place->before_text);
	place->before = place->after = NULL;
	place->addendum = NULL;
}
