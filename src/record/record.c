/* Files become revisions: read, placed, compared, committed, all in one step or none. */
#include <noticelog/record.h>

#include <noticelog/alloc.h>
#include <string.h>

#include "record.h"

/* The day a notice counts as issued: as it says, else the day of recording. */
static nlog_date issue_day(const nlog_notice *notice, const nlog_record_options *options)
{
	nlog_date day = nlog_instant_day(options->committer.when);

	(void)nlog_notice_issued(notice, &day);
	return day;
}

static int check_order(const nlog_record_state *state, nlog_date issued, nlog_error *err)
{
	nlog_str new_day = NLOG_STR_INIT, old_day = NLOG_STR_INIT;
	int rc = 0;

	if (state->latest && issued.day < state->issued.day) {
		nlog_date_add_human(&new_day, issued);
		nlog_date_add_human(&old_day, state->issued);
		rc = nlog_error_set(err, NLOG_ECONFLICT,
				    "issued on %s, before the latest revision of %s (%s): "
				    "revisions are recorded in the order of their issue",
				    nlog_str_text(&new_day), state->key,
				    nlog_str_text(&old_day));
	}
	nlog_str_clear(&new_day);
	nlog_str_clear(&old_day);
	return rc;
}

/* What was recorded is in force for the rest of the run. */
static void keep_as_latest(nlog_record_state *state, const nlog_comparison *comparison)
{
	bool has_timing =
		json_is_array(nlog_notice_get(comparison->after, NLOG_FIELD_TIMING));
	bool had_timing = state->latest &&
			  json_is_array(nlog_notice_get(state->latest, NLOG_FIELD_TIMING));

	state->is_withdrawn = !has_timing && (had_timing || state->is_withdrawn);
	nlog_notice_free(state->latest);
	state->latest = nlog_notice_copy(comparison->after);
	state->issued = comparison->after_issued;
}

static nlog_record_result *add_result(nlog_record_results *out, const char *name)
{
	NLOG_GROW(out->items, out->count, out->capacity);
	out->items[out->count] = (nlog_record_result){.name = nlog_strdup(name)};
	return &out->items[out->count++];
}

/* Compare with what is in force; the result outlives the run, so it has notices of its own. */
static void compare(nlog_record_run *run, const nlog_record_state *state,
		    const nlog_notice *after, nlog_record_result *result)
{
	nlog_findings findings = result->comparison.findings;
	nlog_comparison_sides sides = {
		.key = state->key,
		.before = state->latest ? nlog_notice_copy(state->latest) : NULL,
		.after = nlog_notice_copy(after),
		.reg = run->reg,
		.before_issued = state->issued,
		.after_issued = issue_day(after, run->options),
		.is_first = !state->latest,
		.was_withdrawn = state->is_withdrawn,
	};

	nlog_compare_take(&result->comparison, &sides);
	result->comparison.findings = findings;
}

static int record_notice(nlog_record_run *run, nlog_write *write,
			 const nlog_record_input *input, const nlog_record_content *content,
			 nlog_record_result *result, nlog_error *err)
{
	nlog_record_state *state = NULL;
	int rc = nlog_record_find(run, content->notice, &state, err);

	if (rc)
		return rc;
	compare(run, state, content->notice, result);
	result->revision = state->revisions;
	if (state->latest && nlog_notice_equal(state->latest, content->notice)) {
		result->kind = NLOG_RECORD_UNCHANGED;
		return 0;
	}
	result->kind = NLOG_RECORD_REVISION;
	result->revision++;
	rc = check_order(state, result->comparison.after_issued, err);
	if (!rc && write)
		rc = nlog_record_commit(write,
					&(nlog_record_revision){
						.state = state,
						.input = input,
						.keeps_source = content->is_document,
						.comparison = &result->comparison,
						.options = run->options,
					},
					result->commit, err);
	if (!rc) {
		state->revisions = result->revision;
		keep_as_latest(state, &result->comparison);
	}
	return rc;
}

/* A new register.json judges what comes after it in the run. */
static int record_register(nlog_record_run *run, nlog_write *write,
			   nlog_record_content *content, nlog_record_result *result,
			   nlog_error *err)
{
	char old_digest[NLOG_DIGEST_SIZE], new_digest[NLOG_DIGEST_SIZE];
	int rc = 0;

	nlog_register_digest(old_digest, run->reg);
	nlog_register_digest(new_digest, content->reg);
	if (nlog_history_has_register(run->history) &&
	    strcmp(old_digest, new_digest) == 0) {
		result->kind = NLOG_RECORD_UNCHANGED;
		return 0;
	}
	result->kind = NLOG_RECORD_REGISTER;
	if (write)
		rc = nlog_record_commit_register(write, content->reg, run->options,
						 result->commit, err);
	if (!rc) {
		nlog_register_free(run->new_reg);
		run->reg = run->new_reg = content->reg;
		content->reg = NULL;
	}
	return rc;
}

/* One input after the other, on top of the history that the run began with. */
static int record_all(nlog_record_run *run, nlog_write *write, nlog_record_results *out,
		      const nlog_record_input *inputs, size_t count, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		nlog_record_result *result = add_result(out, inputs[i].name);
		nlog_record_content content;

		rc = nlog_record_read(&content, &inputs[i], run->reg,
				      &result->comparison.findings, err);
		if (!rc && content.reg)
			rc = record_register(run, write, &content, result, err);
		else if (!rc)
			rc = record_notice(run, write, &inputs[i], &content, result, err);
		if (rc)
			nlog_error_source(err, inputs[i].name);
		nlog_record_content_clear(&content);
	}
	return rc;
}

int nlog_record(nlog_record_results *out, nlog_store *store,
		const nlog_record_input *inputs, size_t input_count,
		const nlog_record_options *options, nlog_error *err)
{
	nlog_record_run run = {.options = options};
	nlog_history *history = NULL;
	nlog_write *write = NULL;
	const nlog_log *log = NULL;
	int rc = 0;

	if (!options->is_dry_run)
		rc = nlog_write_begin(&write, store, options->wait_seconds, err);
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
