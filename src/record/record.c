/* Files become revisions: read, placed, compared, committed, all in one step or none. */
#include <noticelog/record.h>

#include <noticelog/alloc.h>
#include <noticelog/patch.h>
#include <noticelog/suggestion.h>
#include <string.h>

#include "record.h"

/* One input of a run, and the results that it adds to. */
typedef struct {
	nlog_record_run *run;
	nlog_write *write; /* NULL: a dry run */
	nlog_record_results *results;
	const nlog_record_input *input;
	nlog_findings *findings; /* of the input */
	bool keeps_source;
} record_job;

static nlog_record_result *add_result(const record_job *job)
{
	nlog_record_results *out = job->results;

	NLOG_GROW(out->items, out->count, out->capacity);
	out->items[out->count] =
		(nlog_record_result){.name = nlog_strdup(job->input->name)};
	return &out->items[out->count++];
}

/* Record a notice as the next revision of the one that state holds; its findings go with it. */
static int record_revision(const record_job *job, nlog_record_state *state,
			   const nlog_notice *after, const nlog_addendum *addendum,
			   nlog_error *err)
{
	nlog_record_result *result = add_result(job);
	nlog_record_step step = {
		.run = job->run,
		.options = job->run->options,
		.write = job->write,
		.state = state,
		.after = after,
		.addendum = addendum,
		.source = job->keeps_source ? job->input : NULL,
	};
	int rc = nlog_record_revise(&step, result, err);

	nlog_findings_move(&result->comparison.findings, job->findings);
	return rc;
}

static int record_notice(const record_job *job, const nlog_notice *notice, nlog_error *err)
{
	nlog_record_state *state = NULL;
	nlog_date issued;
	int rc = nlog_record_find(job->run, notice, &state, err);

	/* Of a document the parser has said so. */
	if (!job->keeps_source && !job->run->options->has_issued &&
	    !nlog_notice_issued(notice, &issued))
		nlog_findings_add(job->findings, NLOG_F_ISSUE_DATE_MISSING,
				  (nlog_place){.file = job->input->name},
				  "no date of issue: the day of recording stands for it");
	if (!rc)
		rc = nlog_record_hint(job->run, state, notice, job->input->name,
				      job->findings, err);
	return rc ? rc : record_revision(job, state, notice, NULL, err);
}

/* The revision that this addendum made before, by what it says; 0: it is new. */
static int find_made(const record_job *job, nlog_record_state *state,
		     const nlog_addendum *addendum, unsigned *number, nlog_error *err)
{
	const nlog_dossier *dossier = state->recorded;
	int rc = 0;

	*number = 0;
	for (size_t i = 0; !rc && !*number && dossier && i < dossier->official_count; i++) {
		nlog_addendum *made = NULL;

		rc = nlog_history_addendum(job->run->history, dossier->official[i], &made,
					   err);
		if (!rc && made &&
		    json_equal((json_t *)nlog_addendum_members(made),
			       (json_t *)nlog_addendum_members(addendum)))
			*number = dossier->official[i]->number;
		nlog_addendum_free(made);
	}
	return rc;
}

static void add_unchanged(const record_job *job, const nlog_record_state *state,
			  unsigned number)
{
	nlog_record_result *result = add_result(job);

	result->kind = NLOG_RECORD_UNCHANGED;
	result->revision = number;
	result->comparison.key = nlog_strdup(state->key);
	nlog_findings_move(&result->comparison.findings, job->findings);
}

static int amend(const record_job *job, const json_t *amends, const nlog_addendum *addendum,
		 nlog_error *err)
{
	nlog_record_state *state = NULL;
	nlog_notice *latest = NULL, *after = NULL;
	unsigned number = 0;
	int rc = nlog_record_find_amended(job->run, amends, &state, err);

	if (!rc)
		rc = find_made(job, state, addendum, &number, err);
	if (!rc && number) {
		add_unchanged(job, state, number);
		return 0;
	}
	if (!rc)
		rc = nlog_record_check_amended(state, amends, err);
	if (!rc)
		rc = nlog_record_latest(state, &latest, err);
	if (!rc)
		rc = nlog_addendum_apply(&after, latest, addendum, err);
	if (!rc)
		rc = record_revision(job, state, after, addendum, err);
	nlog_notice_free(latest);
	nlog_notice_free(after);
	return rc;
}

/* The notices that it names, each as it reads with the changes made: all or none. */
static int record_addendum(const record_job *job, const nlog_addendum *addendum,
			   nlog_error *err)
{
	const json_t *amends = json_object_get(nlog_addendum_members(addendum), "amends");
	int rc = 0;

	if (job->run->options->role != NLOG_AS_REVISION)
		return nlog_error_set(
			err, NLOG_EUSAGE,
			"an addendum is applied to the notice in force: leave "
			"--kind out");
	for (size_t i = 0; !rc && i < json_array_size(amends); i++)
		rc = amend(job, json_array_get(amends, i), addendum, err);
	return rc;
}

/* What a document says of itself, where it is a notice: its day of issue, its reference number. */
static void read_withdrawal(const record_job *job, nlog_record_options *options,
			    char **reference)
{
	nlog_record_content content = {NULL, NULL, NULL, false};
	nlog_slice number;

	if (nlog_record_read(&content, job->input, job->run->reg, NULL, NULL) ||
	    !content.notice)
		goto out;
	if (!options->has_issued)
		options->has_issued = nlog_notice_issued(content.notice, &options->issued);
	number = nlog_notice_line(content.notice, NLOG_FIELD_REFERENCE_NO);
	if (number.len)
		*reference = nlog_strndup(number.data, number.len);
out:
	nlog_record_content_clear(&content);
}

static int withdraw(const record_job *job, nlog_record_state *state, char *reference,
		    nlog_error *err)
{
	nlog_notice *same = NULL;
	int rc = nlog_record_latest(state, &same, err);

	if (rc) {
		nlog_free(reference);
		return rc;
	}
	rc = record_revision(job, state, same, NULL, err);
	job->results->items[job->results->count - 1].comparison.withdrawal_reference =
		reference;
	nlog_notice_free(same);
	return rc;
}

static int refuse_unknown(const nlog_history *history, const char *key, nlog_error *err)
{
	nlog_suggestion near = nlog_suggestion_for(nlog_slice_of(key));
	nlog_str text = NLOG_STR_INIT;
	int rc;

	for (size_t i = 0; i < nlog_history_count(history); i++)
		nlog_suggestion_offer(&near, nlog_history_get(history, i)->key);
	nlog_suggestion_add(&text, &near);
	rc = nlog_error_set(err, NLOG_ENOTFOUND, "there is no notice '%s' to withdraw%s",
			    key, nlog_str_text(&text));
	nlog_str_clear(&text);
	return rc;
}

/* The notice that --as names, as it is in force; the input is why, and when. */
static int record_withdrawal(const record_job *job, nlog_error *err)
{
	const nlog_record_options *given = job->run->options;
	nlog_record_options options = *given;
	nlog_record_state *state = NULL;
	char *reference = NULL;
	const nlog_revision *latest;
	int rc = nlog_record_find(job->run, NULL, &state, err);

	if (!rc && !state->latest.len)
		rc = refuse_unknown(job->run->history, state->key, err);
	if (rc)
		return rc;
	latest = nlog_dossier_latest(state->recorded);
	if (latest->is_withdrawal && !job->keeps_source) {
		add_unchanged(job, state, latest->number);
		return 0;
	}
	if (job->keeps_source)
		read_withdrawal(job, &options, &reference);
	job->run->options = &options;
	rc = withdraw(job, state, reference, err);
	job->run->options = given;
	return rc;
}

/* Is it a rule of amendments, or a kind of finding that policy judges? */
static bool is_judged(const char *id)
{
	bool found = nlog_rules_find(nlog_slice_of(id)) != NULL;

	for (int f = 0; !found && f < NLOG_F_COUNT; f++) {
		const nlog_finding_rule *rule = nlog_finding_rule_of((nlog_finding_id)f);

		found = strcmp(rule->id, id) == 0 && nlog_register_may_judge(rule);
	}
	return found;
}

/* Policy for a rule that is not there is a slip of the pen. */
static void check_rule_ids(const record_job *job, const nlog_register *reg)
{
	const char *id;
	json_t *severity;

	json_object_foreach(json_object_get(nlog_register_members(reg), "rules"), id,
			    severity)
	{
		if (!is_judged(id))
			nlog_findings_add(job->findings, NLOG_F_RULE_UNKNOWN,
					  (nlog_place){.file = job->input->name},
					  "\"rules\" names '%s', which is no rule, or none "
					  "that policy "
					  "judges: `noticelog rules` lists them",
					  id);
	}
}

/* A new register.json judges what comes after it in the run. */
static int record_register(const record_job *job, nlog_record_content *content,
			   nlog_error *err)
{
	nlog_record_run *run = job->run;
	nlog_record_result *result = add_result(job);
	char old_digest[NLOG_DIGEST_SIZE], new_digest[NLOG_DIGEST_SIZE];
	int rc = 0;

	check_rule_ids(job, content->reg);
	nlog_findings_move(&result->comparison.findings, job->findings);
	nlog_register_digest(old_digest, run->reg);
	nlog_register_digest(new_digest, content->reg);
	if (nlog_history_has_register(run->history) &&
	    strcmp(old_digest, new_digest) == 0) {
		result->kind = NLOG_RECORD_UNCHANGED;
		return 0;
	}
	result->kind = NLOG_RECORD_REGISTER;
	if (job->write)
		rc = nlog_record_commit_register(job->write, content->reg, run->options,
						 result->commit, err);
	if (!rc) {
		nlog_register_free(run->new_reg);
		run->reg = run->new_reg = content->reg;
		content->reg = NULL;
	}
	return rc;
}

static int check_strict(const record_job *job, nlog_error *err)
{
	if (!job->run->options->is_strict ||
	    nlog_findings_gravest(job->findings) == NLOG_NOTE)
		return 0;
	return nlog_error_set(err, NLOG_ECONFLICT,
			      "there are findings, and --strict records nothing then");
}

static int record_input(record_job *job, nlog_error *err)
{
	nlog_record_content content = {NULL, NULL, NULL, false};
	int rc;

	if (job->run->options->role == NLOG_AS_WITHDRAWAL)
		return record_withdrawal(job, err);
	rc = nlog_record_read(&content, job->input, job->run->reg, job->findings, err);
	if (!rc)
		rc = check_strict(job, err);
	job->keeps_source = content.is_document;
	if (!rc && content.reg)
		rc = record_register(job, &content, err);
	else if (!rc && content.addendum)
		rc = record_addendum(job, content.addendum, err);
	else if (!rc)
		rc = record_notice(job, content.notice, err);
	nlog_record_content_clear(&content);
	return rc;
}

/* What is placed among the revisions that the run began with must be alone. */
static int check_options(const nlog_record_options *options, size_t count, nlog_error *err)
{
	if (options->role != NLOG_AS_REVISION && count > 1)
		return nlog_error_set(err, NLOG_EUSAGE,
				      "a correction, backfill or withdrawal is recorded "
				      "alone, not %zu files at a time",
				      count);
	if ((options->role == NLOG_AS_CORRECTION) != (options->corrects > 0))
		return nlog_error_set(err, NLOG_EUSAGE,
				      "a correction, and nothing else, says which revision "
				      "it corrects");
	if (options->role == NLOG_AS_WITHDRAWAL && !options->as)
		return nlog_error_set(err, NLOG_EUSAGE,
				      "a withdrawal says which notice is withdrawn");
	return 0;
}

/* One input after the other, on top of the history that the run began with. */
static int record_all(nlog_record_run *run, nlog_write *write, nlog_record_results *out,
		      const nlog_record_input *inputs, size_t count, nlog_error *err)
{
	static const nlog_record_input none = {"withdrawal", {"", 0}};
	bool has_none = run->options->role == NLOG_AS_WITHDRAWAL && count == 0;
	int rc = 0;

	for (size_t i = 0; !rc && i < (has_none ? 1 : count); i++) {
		nlog_findings findings = NLOG_FINDINGS_INIT;
		record_job job = {.run = run,
				  .write = write,
				  .results = out,
				  .input = has_none ? &none : &inputs[i],
				  .findings = &findings,
				  .keeps_source = !has_none};

		rc = record_input(&job, err);
		/* What is wrong with the register is not the input's fault. */
		if (rc == NLOG_EINPUT || rc == NLOG_ELIMIT || rc == NLOG_ECONFLICT ||
		    rc == NLOG_ENOTFOUND)
			nlog_error_source(err, job.input->name);
		if (rc && findings.count)
			nlog_findings_move(&add_result(&job)->comparison.findings,
					   &findings);
		nlog_findings_clear(&findings);
	}
	return rc;
}

nlog_record_options nlog_record_under_lock(const nlog_record_options *options)
{
	nlog_record_options held = *options;

	if (options->clock && options->is_author_now)
		held.author.when.seconds = options->clock();
	if (options->clock && options->is_committer_now)
		held.committer.when.seconds = options->clock();
	return held;
}

int nlog_record(nlog_record_results *out, nlog_store *store,
		const nlog_record_input *inputs, size_t input_count,
		const nlog_record_options *options, nlog_error *err)
{
	nlog_record_options held;
	nlog_record_run run = {.options = &held};
	nlog_history *history = NULL;
	nlog_write *write = NULL;
	const nlog_log *log = NULL;
	int rc = check_options(options, input_count, err);

	if (rc)
		return rc;
	if (!options->is_dry_run)
		rc = nlog_write_begin(&write, store, options->wait_seconds, err);
	held = nlog_record_under_lock(options);
	if (!rc && write)
		rc = nlog_write_log(write, &log, err);
	if (!rc)
		rc = log ? nlog_history_from_log(&history, store, log, err)
			 : nlog_history_load(&history, store, err);
	if (!rc) {
		run.history = history;
		run.reg = nlog_history_register(history);
		rc = record_all(&run, write, out, inputs, input_count, err);
	}
	if (!rc && write)
		rc = nlog_write_publish(write, err);
	nlog_record_run_clear(&run);
	nlog_history_free(history);
	nlog_write_end(write);
	return rc;
}

int nlog_record_register(nlog_store *store, const nlog_register *reg,
			 const nlog_record_options *options, char commit[NLOG_OID_SIZE],
			 nlog_error *err)
{
	nlog_write *write = NULL;
	int rc = nlog_write_begin(&write, store, options->wait_seconds, err);

	if (!rc)
		rc = nlog_record_commit_register(write, reg, options, commit, err);
	if (!rc)
		rc = nlog_write_publish(write, err);
	nlog_write_end(write);
	return rc;
}

void nlog_record_results_clear(nlog_record_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		nlog_free(results->items[i].name);
		nlog_comparison_clear(&results->items[i].comparison);
	}
	nlog_free(results->items);
	*results = (nlog_record_results)NLOG_RECORD_RESULTS_INIT;
}
