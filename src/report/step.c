/* A step of a notice's history as a report: the amendment first, the fields under it. */
#include <noticelog/view.h>

#include <string.h>

#include "declared.h"
#include "detail.h"
#include "feed.h"

/* Folded lines stop naming amendments here; what is left is counted. */
#define FOLD_LIMIT 6

/* So many digits of a commit's id are enough for a reader. */
#define SHORT_COMMIT 7

/* ` · recorded 2 May 2025 by Tanaka as 1f3c9ab` */
static void add_recorded(nlog_str *line, const nlog_revision *revision)
{
	const nlog_entry *entry = revision->entry;

	nlog_str_add(line, line->len ? " · recorded " : "recorded ");
	nlog_date_add_human(line, nlog_instant_day(entry->recorded));
	nlog_str_add(line, " by ");
	nlog_str_add(line, entry->author_name);
	nlog_str_add(line, " as ");
	nlog_str_addn(line, entry->commit, strnlen(entry->commit, SHORT_COMMIT));
	if (revision->corrected_by) {
		nlog_str_add(line, " · corrected by r");
		nlog_str_add_int(line, revision->corrected_by->number, 0);
	}
}

/* `issued 2 May 2025, Ref. 604 · recorded … as 1f3c9ab` */
static void add_when(nlog_report *report, const nlog_comparison *comparison)
{
	const nlog_revision *revision = comparison->new_revision;
	/* A withdrawal leaves the notice as it is: its number is not that of the withdrawal. */
	nlog_slice reference =
		revision && revision->is_withdrawal
			? nlog_slice_of(comparison->withdrawal_reference)
			: nlog_notice_line(comparison->after, NLOG_FIELD_REFERENCE_NO);
	nlog_str *line = nlog_report_words(report);
	nlog_date issued;

	if (revision ? revision->is_issue_stated
		     : nlog_notice_issued(comparison->after, &issued)) {
		nlog_str_add(line, "issued ");
		nlog_date_add_human(line, revision ? revision->issued : issued);
	}
	if (reference.len) {
		nlog_str_add(line, line->len ? ", Ref. " : "Ref. ");
		nlog_str_add_slice(line, reference);
	}
	if (revision)
		add_recorded(line, revision);
	if (line->len)
		nlog_report_add_line_words(report, NLOG_TONE_QUIET);
}

void nlog_view_mended(nlog_report *report, const nlog_revision *corrected)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_str_addf(&line, "corrects r%u, recorded ", corrected->number);
	nlog_date_add_human(&line, nlog_instant_day(corrected->entry->recorded));
	nlog_str_addf(&line, " by %s", corrected->entry->author_name);
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
}

static void add_slice(nlog_report *report, nlog_tone tone, nlog_slice text)
{
	nlog_str_add_slice(nlog_report_words(report), text);
	nlog_report_add_words(report, tone);
}

static void add_heading(nlog_report *report, const nlog_comparison *comparison)
{
	nlog_slice title = nlog_notice_line(comparison->after, NLOG_FIELD_TITLE);
	nlog_slice code = nlog_notice_line(comparison->after, NLOG_FIELD_PROJECT_CODE);
	const nlog_revision *revision = comparison->new_revision;
	nlog_str *cell;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	add_slice(report, NLOG_TONE_STRONG,
		  *comparison->key ? nlog_slice_of(comparison->key) : code);
	cell = nlog_report_words(report);
	if (revision) {
		nlog_str_addc(cell, 'r');
		nlog_str_add_int(cell, revision->number, 0);
	}
	nlog_report_add_words(report, NLOG_TONE_STRONG);
	add_slice(report, NLOG_TONE_STRONG, title.len ? title : NLOG_SLICE("(no title)"));
	add_when(report, comparison);
	if (revision)
		report_mark_revision(report, comparison->key, revision,
				     comparison->old_revision);
	if (revision && revision->corrects)
		nlog_view_mended(report, revision->corrects);
}

static void add_declared(nlog_report *report, const nlog_amendment *amendment)
{
	nlog_str *cell = nlog_report_words(report);
	nlog_tone tone =
		nlog_report_add_declared(cell, amendment->declared, amendment->evidence);

	/* Remarks that announce something need not be announced: that is no news. */
	if (amendment->declared == NLOG_DECLARED &&
	    strcmp(amendment->rule->id, "remarks.changed") == 0)
		nlog_str_truncate(cell, 0);
	nlog_report_add_words(report, tone);
}

static void add_day(nlog_str *out, const char *before, const char *iso)
{
	nlog_date day;

	if (!iso || !nlog_date_from_iso(&day, nlog_slice_of(iso)))
		return;
	nlog_str_add(out, before);
	nlog_date_add_human(out, day);
}

/* `approved 28 February 2025; letter 25-IN-09-GE-LOM-077 of 2 April 2025` */
static void write_authority(nlog_str *line, const json_t *evidence)
{
	const char *letter = nlog_json_text(evidence, "letter_ref");
	const char *letter_date = nlog_json_text(evidence, "letter_date");

	add_day(line, "approved ", nlog_json_text(evidence, "approval_date"));
	if (!letter && !letter_date)
		return;
	nlog_str_addf(line, "%sletter", line->len ? "; " : "");
	if (letter)
		nlog_str_addf(line, " %s", letter);
	add_day(line, " of ", letter_date);
}

/* The authority that an amendment rests on, unless one above it in the list has named it. */
static void add_authority(nlog_report *report, const nlog_amendment *amendment,
			  const nlog_amendment *above)
{
	nlog_str *line = nlog_report_words(report), said = NLOG_STR_INIT;

	write_authority(line, json_array_get(amendment->evidence, 0));
	if (line->len && above)
		write_authority(&said, json_array_get(above->evidence, 0));
	if (!nlog_slice_equal(nlog_str_slice(line), nlog_str_slice(&said)))
		nlog_report_add_line_words(report, NLOG_TONE_QUIET);
	nlog_str_clear(&said);
}

/* The words of a declaration that nothing came of. */
static void add_unkept_words(nlog_report *report, const nlog_amendment *amendment)
{
	if (amendment->declared != NLOG_PHANTOM)
		return;
	for (size_t i = 0; i < json_array_size(amendment->evidence); i++) {
		const char *text =
			nlog_json_text(json_array_get(amendment->evidence, i), "text");
		nlog_str line = NLOG_STR_INIT;

		if (text)
			nlog_str_addf(&line, "it says: %s", text);
		if (line.len)
			nlog_report_add_line_take(report, NLOG_TONE_ALERT, &line);
		nlog_str_clear(&line);
	}
}

/* One of the fields that an amendment rests on; of a map, the key that it is about. */
static void add_field_changes(nlog_report *report, const nlog_diff *diff,
			      const nlog_amendment *amendment, nlog_field_id field)
{
	size_t i = nlog_diff_first(diff, field, amendment->key);

	for (; i < nlog_diff_count(diff); i++) {
		const nlog_change *change = nlog_diff_get(diff, i);

		if (change->field != field || (amendment->key && change->key &&
					       strcmp(amendment->key, change->key) != 0))
			break;
		nlog_report_add_change(report, change, amendment);
	}
}

/* The fields that an amendment rests on, with both values. */
static void add_changes(nlog_report *report, const nlog_comparison *comparison,
			const nlog_amendment *amendment)
{
	for (size_t f = 0; comparison->diff && f < amendment->field_count; f++)
		add_field_changes(report, comparison->diff, amendment,
				  amendment->fields[f]);
}

/* The rule that fired, and the words that it rests on. */
static void add_why(nlog_report *report, const nlog_amendment *amendment)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_str_addf(&line, "rule %s: %s", amendment->rule->id,
		      amendment->rule->description);
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	for (size_t i = 0; i < json_array_size(amendment->evidence); i++) {
		const json_t *item = json_array_get(amendment->evidence, i);
		const char *source = nlog_json_text(item, "source");
		const char *text = nlog_json_text(item, "text");

		nlog_str_addf(&line, "%s: \"%s\"", nlog_report_place_name(source),
			      text ? text : "");
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	}
	nlog_str_clear(&line);
}

static void add_amendment(nlog_report *report, const nlog_comparison *comparison,
			  const nlog_amendment *amendment, bool names_severity,
			  nlog_view_depth depth)
{
	const nlog_amendment *first = nlog_amendments_gravest(comparison->amendments);
	const char *margin = names_severity ? nlog_severity_name(amendment->severity) : "";
	bool is_grave = amendment->severity == NLOG_SEVERITY_ACTION;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_QUIET, margin);
	nlog_report_add(report, is_grave ? NLOG_TONE_STRONG : NLOG_TONE_PLAIN,
			amendment->rule->topic);
	nlog_report_add(report, NLOG_TONE_PLAIN, amendment->summary);
	add_declared(report, amendment);
	add_authority(report, amendment, amendment == first ? NULL : first);
	if (depth == NLOG_VIEW_WHY)
		add_why(report, amendment);
	else
		add_unkept_words(report, amendment);
	if (depth >= NLOG_VIEW_CHANGES)
		add_changes(report, comparison, amendment);
}

/* All amendments of one severity, each on its line. */
static void add_severity(nlog_report *report, const nlog_comparison *comparison,
			 nlog_severity severity, nlog_view_depth depth)
{
	bool is_first = true;

	for (size_t i = 0; i < nlog_amendments_count(comparison->amendments); i++) {
		const nlog_amendment *amendment =
			nlog_amendments_get(comparison->amendments, i);

		if (amendment->severity != severity)
			continue;
		add_amendment(report, comparison, amendment, is_first, depth);
		is_first = false;
	}
}

/* What folded lines call an amendment: its fields, or what it does. */
static void add_short(nlog_str *out, const nlog_amendment *amendment)
{
	if (amendment->key)
		nlog_str_add(out, amendment->key);
	else if (amendment->field_count == 1)
		nlog_str_add(out, nlog_field_of(amendment->fields[0])->noun);
	else
		nlog_str_add(out, amendment->rule->name);
}

/* One line for all amendments of a severity. @return true if there were any */
static bool add_folded(nlog_report *report, const nlog_comparison *comparison,
		       nlog_severity severity, const char *margin)
{
	nlog_str text = NLOG_STR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < nlog_amendments_count(comparison->amendments); i++) {
		const nlog_amendment *amendment =
			nlog_amendments_get(comparison->amendments, i);

		if (amendment->severity != severity)
			continue;
		if (++count > FOLD_LIMIT)
			continue;
		nlog_str_add(&text, text.len ? ", " : "");
		add_short(&text, amendment);
	}
	if (count > FOLD_LIMIT)
		nlog_str_addf(&text, ", and %zu more", count - FOLD_LIMIT);
	if (count) {
		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_QUIET, margin);
		nlog_report_add(report, NLOG_TONE_QUIET, "");
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
		nlog_report_add(report, NLOG_TONE_QUIET, nlog_severity_name(severity));
	}
	nlog_str_clear(&text);
	return count > 0;
}

static void add_count(nlog_report *report, const nlog_comparison *comparison,
		      nlog_severity severity, const char *words, const char *margin)
{
	nlog_str text = NLOG_STR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < nlog_amendments_count(comparison->amendments); i++)
		count += nlog_amendments_get(comparison->amendments, i)->severity ==
			 severity;
	if (!count)
		return;
	nlog_str_addf(&text, "%zu %s", count, words);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_QUIET, margin);
	nlog_report_add(report, NLOG_TONE_QUIET, "");
	nlog_report_add_take(report, NLOG_TONE_QUIET, &text);
}

/* What the checks say of the step, below its amendments. */
static void add_checks(nlog_report *report, const nlog_comparison *comparison)
{
	const char *margin = "check";

	for (size_t i = 0; i < comparison->checks.count; i++) {
		const nlog_finding *check = &comparison->checks.items[i];

		if (!nlog_comparison_shows(check))
			continue;
		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_ALERT, margin);
		nlog_report_add(report, NLOG_TONE_PLAIN, "");
		nlog_report_add(report, NLOG_TONE_PLAIN, check->text);
		nlog_report_add(report, NLOG_TONE_ALERT, check->rule->id);
		margin = "";
	}
}

void nlog_view_amendments(nlog_report *report, const nlog_comparison *comparison,
			  nlog_view_depth depth)
{
	const nlog_amendment *gravest = nlog_amendments_gravest(comparison->amendments);
	bool folds = depth == NLOG_VIEW_FOLDED && gravest &&
		     gravest->severity > NLOG_SEVERITY_ADMINISTRATIVE;
	const char *margin = "also";

	nlog_report_begin(report, NLOG_BLOCK_LIST);
	add_severity(report, comparison, NLOG_SEVERITY_ACTION, depth);
	if (folds) {
		if (add_folded(report, comparison, NLOG_SEVERITY_SUBSTANTIVE, margin))
			margin = "";
		if (add_folded(report, comparison, NLOG_SEVERITY_ADMINISTRATIVE, margin))
			margin = "";
		add_count(report, comparison, NLOG_SEVERITY_EDITORIAL,
			  "editorial (--all shows them)", margin);
	} else {
		add_severity(report, comparison, NLOG_SEVERITY_SUBSTANTIVE, depth);
		add_severity(report, comparison, NLOG_SEVERITY_ADMINISTRATIVE, depth);
		add_severity(report, comparison, NLOG_SEVERITY_EDITORIAL, depth);
	}
	add_count(report, comparison, NLOG_SEVERITY_OFF, "silenced by policy", "");
	add_checks(report, comparison);
}

void nlog_view_step(nlog_report *report, const nlog_comparison *comparison,
		    nlog_view_depth depth)
{
	add_heading(report, comparison);
	nlog_view_amendments(report, comparison, depth);
}

/* `25-IN-09-GE-LOM r1 → r2`, and the two days of issue. */
static void add_sides(nlog_report *report, const nlog_comparison *comparison)
{
	const nlog_revision *a = comparison->old_revision, *b = comparison->new_revision;
	nlog_slice reference[2] = {{"", 0}, {"", 0}};
	nlog_str line = NLOG_STR_INIT;

	if (!comparison->before)
		return;
	reference[0] = nlog_notice_line(comparison->before, NLOG_FIELD_REFERENCE_NO);
	reference[1] = nlog_notice_line(comparison->after, NLOG_FIELD_REFERENCE_NO);
	if (a)
		nlog_str_addf(&line, "compared with r%u, issued ", a->number);
	else
		nlog_str_addf(&line, "compared with %s, issued ",
			      comparison->old_name ? comparison->old_name
						   : "the one before");
	nlog_date_add_human(&line, comparison->before_issued);
	if (reference[0].len && !nlog_slice_equal(reference[0], reference[1]))
		nlog_str_addf(&line, ", Ref. %.*s", (int)reference[0].len,
			      reference[0].data);
	if (b && a && a == b)
		nlog_str_add(&line, " (the same revision)");
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	nlog_str_clear(&line);
}

void nlog_view_diff(nlog_report *report, const nlog_comparison *comparison,
		    nlog_view_depth depth)
{
	add_heading(report, comparison);
	add_sides(report, comparison);
	if (nlog_amendments_count(comparison->amendments))
		nlog_view_amendments(report, comparison, depth);
	else
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "No difference.");
}
