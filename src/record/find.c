/* Which notice does a document revise? */
#include "record.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Two notices whose events start within this many days of each other may be one. */
#define NEAR_DAYS 120

/* Longer titles are not compared word by word. */
#define TITLE_MAX 1000

static nlog_record_state *known_state(nlog_record_run *run, const char *key)
{
	for (size_t i = 0; i < run->count; i++)
		if (strcasecmp(run->states[i].key, key) == 0)
			return &run->states[i];
	return NULL;
}

static nlog_record_state *add_state(nlog_record_run *run, const char *key)
{
	NLOG_GROW(run->states, run->count, run->capacity);
	run->states[run->count] = (nlog_record_state){.key = nlog_strdup(key)};
	return &run->states[run->count++];
}

/* The digest of a revision; a plain commit does not state one. */
static int digest_of(nlog_record_run *run, const nlog_revision *revision,
		     char digest[NLOG_DIGEST_SIZE], nlog_error *err)
{
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(run->history, revision, &notice, NULL, err);

	if (!rc)
		nlog_notice_digest(digest, notice);
	nlog_notice_free(notice);
	return rc;
}

/* Remember which files beside the notice its folder holds. */
static int note_file(const char *name, void *data)
{
	nlog_record_state *state = data;

	if (strcmp(name, "addendum.json") == 0) {
		state->has_addendum = true;
	} else if (nlog_slice_starts(nlog_slice_of(name), "source.")) {
		nlog_free(state->source);
		state->source = nlog_strdup(name);
	}
	return 0;
}

/* The folder at the head is that of the last commit of the notice, a restore too. */
static const char *folder_at_head(const nlog_record_run *run, const char *key)
{
	const nlog_log *log = nlog_history_log(run->history);

	for (size_t i = nlog_log_count(log); i-- > 0;) {
		const nlog_entry *entry = nlog_log_get(log, i);

		if (entry->notice && strcmp(entry->notice, key) == 0)
			return entry->tree;
	}
	return "";
}

static int fill_state(nlog_record_run *run, nlog_record_state *state, nlog_error *err)
{
	const nlog_dossier *dossier = state->dossier;
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	int rc = nlog_history_notice(run->history, latest, &state->latest, NULL, err);

	if (rc)
		return rc;
	state->issued = latest->issued;
	state->revisions = (unsigned)dossier->count;
	rc = nlog_history_stands_withdrawn(run->history, dossier, latest, state->latest,
					   &state->is_withdrawn, err);
	if (!rc)
		rc = digest_of(run, &dossier->revisions[dossier->count - 1], state->digest,
			       err);
	if (!rc)
		rc = nlog_store_list_tree(nlog_history_store(run->history),
					  folder_at_head(run, dossier->key), note_file,
					  state, err);
	return rc;
}

/* The state of a dossier, read from the register when it is first needed. */
static int state_of(nlog_record_run *run, const nlog_dossier *dossier,
		    nlog_record_state **out, nlog_error *err)
{
	nlog_record_state *state = known_state(run, dossier->key);
	int rc = 0;

	if (!state) {
		state = add_state(run, dossier->key);
		state->dossier = dossier;
		rc = fill_state(run, state, err);
	}
	*out = state;
	return rc;
}

static bool same_line(const nlog_notice *a, const nlog_notice *b, nlog_field_id field)
{
	nlog_slice line = nlog_notice_line(a, field);

	return line.len && nlog_slice_equal(line, nlog_notice_line(b, field));
}

/* How many words of a title stand in the other, of a hundred. */
static int likeness(nlog_slice a, nlog_slice b)
{
	int words = 0, shared = 0;

	if (a.len > TITLE_MAX || b.len > TITLE_MAX)
		return 0;
	while (a.len) {
		ptrdiff_t space = nlog_slice_find(a, " ");
		size_t len = space < 0 ? a.len : (size_t)space;
		char *word = nlog_strndup(a.data, len);

		words++;
		shared += nlog_slice_find(b, word) >= 0;
		nlog_free(word);
		a = nlog_slice_from(a, len + 1);
	}
	return words ? shared * 100 / words : 0;
}

/* Near title and timing: a revision may have been given another code. */
static bool comes_near(const nlog_notice *a, const nlog_notice *b)
{
	nlog_slice title_a = nlog_notice_line(a, NLOG_FIELD_TITLE);
	nlog_slice title_b = nlog_notice_line(b, NLOG_FIELD_TITLE);
	nlog_period period_a, period_b;

	if (!nlog_value_period(nlog_notice_get(a, NLOG_FIELD_TIMING), 0, &period_a) ||
	    !nlog_value_period(nlog_notice_get(b, NLOG_FIELD_TIMING), 0, &period_b) ||
	    abs(period_a.start.day - period_b.start.day) > NEAR_DAYS)
		return false;
	return nlog_text_same_letters(title_a, title_b) ||
	       (likeness(title_a, title_b) >= 90 && likeness(title_b, title_a) >= 90);
}

/* Refuse an unknown code that looks like a revision of a notice we have. */
static int check_newcomer(nlog_record_run *run, const nlog_notice *notice, const char *key,
			  nlog_error *err)
{
	nlog_str candidates = NLOG_STR_INIT;
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_history_count(run->history); i++) {
		const nlog_dossier *dossier = nlog_history_get(run->history, i);
		nlog_notice *known = NULL;

		rc = nlog_history_notice(run->history, nlog_dossier_latest(dossier), &known,
					 NULL, err);
		if (!rc && (same_line(notice, known, NLOG_FIELD_REFERENCE_NO) ||
			    comes_near(notice, known)))
			nlog_str_addf(&candidates, "%s%s", candidates.len ? ", " : "",
				      dossier->key);
		nlog_notice_free(known);
	}
	if (!rc && candidates.len)
		rc = nlog_error_set(
			err, NLOG_ECONFLICT,
			"'%s' is not in the register, but the notice looks like a "
			"revision of %s: say --as KEY if it is (with --kind correction "
			"--corrects N if we recorded rN wrongly), --new if it is not",
			key, nlog_str_text(&candidates));
	nlog_str_clear(&candidates);
	return rc;
}

/* A notice of ours that once had this code under another key. */
static int find_by_code(nlog_record_run *run, nlog_slice code, nlog_record_state **out,
			nlog_error *err)
{
	for (size_t i = 0; i < nlog_history_count(run->history); i++) {
		const nlog_dossier *dossier = nlog_history_get(run->history, i);

		for (size_t r = dossier->count; r-- > 0;) {
			nlog_notice *notice = NULL;
			bool had;
			int rc = nlog_history_notice(run->history, &dossier->revisions[r],
						     &notice, NULL, err);

			if (rc)
				return rc;
			had = nlog_slice_equal(
				nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE), code);
			nlog_notice_free(notice);
			if (had)
				return state_of(run, dossier, out, err);
		}
	}
	return 0;
}

/* The key that the notice is recorded under: as told, or its project code. */
static int choose_key(nlog_record_run *run, const nlog_notice *notice, nlog_str *key,
		      nlog_error *err)
{
	nlog_slice code = {"", 0};

	if (notice)
		code = nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE);
	if (run->options->as) {
		if (nlog_key_from_code(key, nlog_slice_of(run->options->as), NULL) == 0)
			return 0;
		return nlog_error_set(
			err, NLOG_EUSAGE,
			"'%s' cannot name a notice: use letters, digits, '.', "
			"'_' and '-', a letter or digit first",
			run->options->as);
	}
	if (!code.len)
		return nlog_error_set(err, NLOG_EINPUT,
				      "the notice has no project code: say which notice it "
				      "is with --as KEY");
	return nlog_key_from_code(key, code, err);
}

int nlog_record_find(nlog_record_run *run, const nlog_notice *notice,
		     nlog_record_state **out, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	const nlog_dossier *dossier;
	int rc = choose_key(run, notice, &key, err);

	*out = NULL;
	if (rc)
		goto out;
	*out = known_state(run, nlog_str_text(&key));
	dossier = nlog_history_find(run->history, nlog_str_slice(&key));
	if (!*out && dossier)
		rc = state_of(run, dossier, out, err);
	if (!rc && !*out && !run->options->as && !run->options->is_new)
		rc = find_by_code(run, nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE),
				  out, err);
	if (!rc && !*out && !run->options->as && !run->options->is_new)
		rc = check_newcomer(run, notice, nlog_str_text(&key), err);
	if (!rc && !*out)
		*out = add_state(run, nlog_str_text(&key));
out:
	nlog_str_clear(&key);
	return rc;
}

/* Is it of the day that the addendum states: that of its issue, or of a revision? */
static bool is_dated(const nlog_record_state *state, nlog_slice dated)
{
	return nlog_slice_equal(nlog_notice_line(state->latest, NLOG_FIELD_DATE_OF_ISSUE),
				dated) ||
	       nlog_slice_equal(nlog_notice_line(state->latest, NLOG_FIELD_REVISION_DATE),
				dated);
}

static int check_dated(const nlog_record_state *state, const char *dated, nlog_error *err)
{
	nlog_slice issued = nlog_notice_line(state->latest, NLOG_FIELD_DATE_OF_ISSUE);

	if (!dated || is_dated(state, nlog_slice_of(dated)))
		return 0;
	return nlog_error_set(err, NLOG_ECONFLICT,
			      "the addendum amends %s of %s, but the notice in force is of "
			      "%.*s",
			      state->key, dated, (int)issued.len, issued.data);
}

int nlog_record_find_amended(nlog_record_run *run, const json_t *amends,
			     nlog_record_state **out, nlog_error *err)
{
	const char *code =
		run->options->as ? run->options->as : nlog_json_text(amends, "code");
	const nlog_dossier *dossier = NULL;
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	*out = NULL;
	if (code && nlog_key_from_code(&key, nlog_slice_of(code), NULL) == 0) {
		*out = known_state(run, nlog_str_text(&key));
		dossier = nlog_history_find(run->history, nlog_str_slice(&key));
	}
	nlog_str_clear(&key);
	if (!*out && dossier)
		rc = state_of(run, dossier, out, err);
	if (!rc && !*out && code)
		rc = find_by_code(run, nlog_slice_of(code), out, err);
	if (!rc && !*out)
		rc = nlog_error_set(
			err, NLOG_ENOTFOUND,
			"the addendum amends '%s', which is not in the register: "
			"record the notice first, or say --as KEY",
			code ? code : "");
	return rc ? rc : check_dated(*out, nlog_json_text(amends, "dated"), err);
}

void nlog_record_run_clear(nlog_record_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		nlog_free(run->states[i].key);
		nlog_free(run->states[i].source);
		nlog_notice_free(run->states[i].latest);
	}
	nlog_free(run->states);
	nlog_register_free(run->new_reg);
}
