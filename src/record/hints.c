/* Slips of the pen that a document may be, said beside the revision that it became. */
#include "record.h"

#include <noticelog/suggestion.h>
#include <noticelog/text.h>
#include <string.h>

/* The groups before the last are this long at least where they name a project. */
#define PROJECT_MIN 8

static bool same_value(const nlog_notice *a, const nlog_notice *b, nlog_field_id field)
{
	const json_t *value = nlog_notice_get(a, field), *other = nlog_notice_get(b, field);

	/* Absent on both sides is the same, too. */
	return value == other || json_equal((json_t *)value, (json_t *)other);
}

/* A reissue that states the same number, day and revision, and says something else. */
static bool is_likely_correction(const nlog_notice *latest, const nlog_notice *notice)
{
	static const nlog_field_id marks[] = {
		NLOG_FIELD_REFERENCE_NO, NLOG_FIELD_DATE_OF_ISSUE, NLOG_FIELD_REVISION_DATE,
		NLOG_FIELD_REVISION_NO};

	if (!nlog_notice_line(notice, NLOG_FIELD_REFERENCE_NO).len ||
	    !nlog_notice_line(notice, NLOG_FIELD_DATE_OF_ISSUE).len ||
	    nlog_notice_equal(latest, notice))
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (!same_value(latest, notice, marks[i]))
			return false;
	return true;
}

/* How many bytes the longer one has beside those that both begin and end with. */
static size_t unlike_bytes(nlog_slice a, nlog_slice b)
{
	size_t shorter = a.len < b.len ? a.len : b.len, start = 0, end = 0;

	while (start < shorter && a.data[start] == b.data[start])
		start++;
	while (end < shorter - start && a.data[a.len - 1 - end] == b.data[b.len - 1 - end])
		end++;
	return (a.len > b.len ? a.len : b.len) - start - end;
}

/* The code without its last group: `24-CP-08-GE-TRC` of `24-CP-08-GE-TRC-B`. */
static nlog_slice project_of(nlog_slice key)
{
	while (key.len && key.data[key.len - 1] != '-')
		key.len--;
	return (nlog_slice){key.data, key.len ? key.len - 1 : 0};
}

/* One letter off, or of the same project. */
static bool is_near_code(nlog_slice key, nlog_slice other)
{
	nlog_slice project = project_of(key);

	/* Two letters that are swapped are two unlike bytes, and one slip. */
	if (unlike_bytes(key, other) <= 2 && nlog_suggestion_distance(key, other) == 1)
		return true;
	return project.len >= PROJECT_MIN && (nlog_slice_equal(project, other) ||
					      nlog_slice_equal(project, project_of(other)));
}

/* Neighbours in a series have near codes: only what agrees in more may be the same. */
static bool agrees(const nlog_notice *a, const nlog_notice *b)
{
	nlog_slice title = nlog_notice_line(a, NLOG_FIELD_TITLE);

	return (title.len &&
		nlog_text_same_letters(title, nlog_notice_line(b, NLOG_FIELD_TITLE))) ||
	       (json_is_array(nlog_notice_get(a, NLOG_FIELD_TIMING)) &&
		same_value(a, b, NLOG_FIELD_TIMING));
}

static int add_near_codes(const nlog_record_run *run, const char *key,
			  const nlog_notice *notice, nlog_str *out, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_history_count(run->history); i++) {
		const nlog_dossier *dossier = nlog_history_get(run->history, i);
		nlog_notice *known = NULL;

		if (!is_near_code(nlog_slice_of(key), nlog_slice_of(dossier->key)))
			continue;
		rc = nlog_history_notice(run->history, nlog_dossier_latest(dossier), &known,
					 NULL, err);
		if (!rc && agrees(notice, known))
			nlog_str_addf(out, "%s%s", out->len ? ", " : "", dossier->key);
		nlog_notice_free(known);
	}
	return rc;
}

static int hint_correction(const nlog_record_state *state, const nlog_notice *notice,
			   const char *file, nlog_findings *findings, nlog_error *err)
{
	nlog_notice *latest = NULL;
	int rc = nlog_record_latest(state, &latest, err);

	if (!rc && is_likely_correction(latest, notice))
		nlog_findings_add(
			findings, NLOG_F_RECORD_SAME_ISSUE, (nlog_place){.file = file},
			"the number and day of issue of r%u, with other content: if "
			"r%u was recorded wrongly, record this with --as %s --kind "
			"correction --corrects %u",
			state->revisions, state->revisions, state->key, state->revisions);
	nlog_notice_free(latest);
	return rc;
}

int nlog_record_hint(const nlog_record_run *run, const nlog_record_state *state,
		     const nlog_notice *notice, const char *file, nlog_findings *findings,
		     nlog_error *err)
{
	const nlog_record_options *options = run->options;
	nlog_str near = NLOG_STR_INIT;
	int rc = 0;

	if (options->role != NLOG_AS_REVISION)
		return 0;
	if (state->latest.len)
		return hint_correction(state, notice, file, findings, err);
	if (!options->as && !options->is_new)
		rc = add_near_codes(run, state->key, notice, &near, err);
	if (!rc && near.len)
		nlog_findings_add(findings, NLOG_F_RECORD_NEAR_CODE,
				  (nlog_place){.file = file},
				  "a new notice, whose code comes near that of %s: if the "
				  "code is mistyped, record this with --as KEY",
				  nlog_str_text(&near));
	nlog_str_clear(&near);
	return rc;
}
