/* Which notice does a document revise? */
#include "record.h"

#include <noticelog/alloc.h>

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
				      "is with %s",
				      run->is_stream ? "\"as\": KEY" : "--as KEY");
	return nlog_key_from_code(key, code, err);
}

/* A notice of ours that once had this code under another key. */
static int find_by_code(nlog_record_run *run, nlog_slice code, nlog_record_state **out,
			nlog_error *err)
{
	const char *key;
	int rc = nlog_record_known_code(run, code, &key, err);

	return rc || !*key ? rc : nlog_record_find_state(run, key, out, err);
}

/* Refuse an unknown code that looks like a revision of a notice we have. */
static int check_newcomer(nlog_record_run *run, const nlog_notice *notice, const char *key,
			  nlog_error *err)
{
	nlog_str candidates = NLOG_STR_INIT;
	int rc = nlog_record_known_near(run, notice, &candidates, err);

	if (!rc && candidates.len)
		rc = nlog_error_set(
			err, NLOG_ECONFLICT,
			"'%s' is not in the register, but the notice looks like a "
			"revision of %s: %s",
			key, nlog_str_text(&candidates),
			run->is_stream
				? "say \"as\": KEY, that of the notice it revises or "
				  "its own"
				: "say --as KEY if it is (with --kind correction "
				  "--corrects N if we recorded rN wrongly), --new if it is "
				  "not");
	nlog_str_clear(&candidates);
	return rc;
}

int nlog_record_find(nlog_record_run *run, const nlog_notice *notice,
		     nlog_record_state **out, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	bool is_asked;
	int rc = choose_key(run, notice, &key, err);

	*out = NULL;
	if (rc)
		goto out;
	rc = nlog_record_find_state(run, nlog_str_text(&key), out, err);
	is_asked = !*out && !run->options->as && !run->options->is_new;
	if (!rc && is_asked)
		rc = find_by_code(run, nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE),
				  out, err);
	if (!rc && is_asked && !*out)
		rc = check_newcomer(run, notice, nlog_str_text(&key), err);
	if (!rc && !*out)
		*out = nlog_record_add_state(run, nlog_str_text(&key));
out:
	nlog_str_clear(&key);
	return rc;
}

/* Is it of the day that the addendum states: that of its issue, or of a revision? */
static bool is_dated(const nlog_notice *latest, nlog_slice dated)
{
	return nlog_slice_equal(nlog_notice_line(latest, NLOG_FIELD_DATE_OF_ISSUE),
				dated) ||
	       nlog_slice_equal(nlog_notice_line(latest, NLOG_FIELD_REVISION_DATE), dated);
}

int nlog_record_check_amended(const nlog_record_state *state, const json_t *amends,
			      nlog_error *err)
{
	const char *dated = nlog_json_text(amends, "dated");
	nlog_notice *latest = NULL;
	nlog_slice issued;
	int rc = dated ? nlog_record_latest(state, &latest, err) : 0;

	if (rc || !dated)
		return rc;
	issued = nlog_notice_line(latest, NLOG_FIELD_DATE_OF_ISSUE);
	if (!is_dated(latest, nlog_slice_of(dated)))
		rc = nlog_error_set(
			err, NLOG_ECONFLICT,
			"the addendum amends %s of %s, but the notice in force is of "
			"%.*s",
			state->key, dated, (int)issued.len, issued.data);
	nlog_notice_free(latest);
	return rc;
}

int nlog_record_find_amended(nlog_record_run *run, const json_t *amends,
			     nlog_record_state **out, nlog_error *err)
{
	const char *code =
		run->options->as ? run->options->as : nlog_json_text(amends, "code");
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	*out = NULL;
	if (code && nlog_key_from_code(&key, nlog_slice_of(code), NULL) == 0)
		rc = nlog_record_find_state(run, nlog_str_text(&key), out, err);
	nlog_str_clear(&key);
	if (!rc && !*out && code)
		rc = find_by_code(run, nlog_slice_of(code), out, err);
	if (!rc && !*out)
		rc = nlog_error_set(
			err, NLOG_ENOTFOUND,
			"the addendum amends '%s', which is not in the register: "
			"record the notice first, or say --as KEY",
			code ? code : "");
	return rc;
}
