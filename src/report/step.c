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

/* Of a file the day that it states. */
static bool find_issued(const nlog_shown_step *step, nlog_date *issued)
{
	const nlog_revision *revision = step->new_revision;

	if (!revision)
		return nlog_notice_issued(step->whole->after, issued);
	*issued = revision->issued;
	return revision->is_issue_stated;
}

/* `issued 2 May 2025, Ref. 604 · recorded … as 1f3c9ab` */
static void add_when(nlog_report *report, const nlog_shown_step *step)
{
	const nlog_revision *revision = step->new_revision;
	/* A withdrawal leaves the notice as it is: its number is not that of the withdrawal. */
	nlog_slice reference = revision && revision->is_withdrawal
				       ? step->shown.withdrawal_reference
				       : step->shown.reference;
	nlog_str *line = nlog_report_words(report);
	nlog_date issued;

	if (find_issued(step, &issued)) {
		nlog_str_add(line, "issued ");
		nlog_date_add_human(line, issued);
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

static nlog_report_cell cell(nlog_tone tone, nlog_slice text)
{
	return (nlog_report_cell){.text = text, .tone = tone};
}

/* What a list has in a row. */
enum { MARGIN, NAME, TEXT, ASIDE, LIST_CELLS };

static void add_heading(nlog_report *report, const nlog_shown_step *step)
{
	const nlog_shown *shown = &step->shown;
	const nlog_revision *revision = step->new_revision;
	nlog_slice key = *step->key ? nlog_slice_of(step->key) : shown->code;
	nlog_slice title = shown->title.len ? shown->title : NLOG_SLICE("(no title)");
	nlog_str *number = nlog_report_words(report);

	if (revision) {
		nlog_str_addc(number, 'r');
		nlog_str_add_int(number, revision->number, 0);
	}
	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_add_row(
		report,
		(nlog_report_cell[]){cell(NLOG_TONE_STRONG, key),
				     cell(NLOG_TONE_STRONG, nlog_str_slice(number)),
				     cell(NLOG_TONE_STRONG, title)},
		3);
	add_when(report, step);
	if (revision)
		report_mark_revision(report, step->key, revision, step->old_revision);
	if (revision && revision->corrects)
		nlog_view_mended(report, revision->corrects);
}

static nlog_report_cell declared_cell(const nlog_shown_amendment *amendment)
{
	nlog_tone tone;
	const char *words =
		nlog_report_declared(amendment->declared, amendment->source, &tone);

	/* Remarks that announce something need not be announced: that is no news. */
	if (amendment->declared == NLOG_DECLARED &&
	    strcmp(amendment->rule->id, "remarks.changed") == 0)
		words = "";
	return cell(tone, nlog_slice_of(words));
}

/* `approved 28 February 2025; letter 25-IN-09-GE-LOM-077 of 2 April 2025` */
static void write_authority(nlog_str *line, const nlog_authority *authority)
{
	if (authority->has_approval) {
		nlog_str_add(line, "approved ");
		nlog_date_add_human(line, authority->approval);
	}
	if (!authority->has_letter)
		return;
	nlog_str_add(line, line->len ? "; letter" : "letter");
	if (authority->letter_ref.len) {
		nlog_str_addc(line, ' ');
		nlog_str_add_slice(line, authority->letter_ref);
	}
	if (authority->has_letter_date) {
		nlog_str_add(line, " of ");
		nlog_date_add_human(line, authority->letter_date);
	}
}

/* The authority that an amendment rests on, unless the gravest, above it, has named it. */
static void add_authority(nlog_report *report, const nlog_shown_amendment *amendment,
			  const nlog_shown_amendment *gravest)
{
	const nlog_authority *authority = &amendment->authority;

	if (!authority->has_approval && !authority->has_letter)
		return;
	if (amendment != gravest && nlog_authority_equal(authority, &gravest->authority))
		return;
	write_authority(nlog_report_words(report), authority);
	nlog_report_add_line_words(report, NLOG_TONE_QUIET);
}

/* The words of a declaration that nothing came of. */
static void add_unkept_words(nlog_report *report, const nlog_shown *shown,
			     const nlog_shown_amendment *amendment)
{
	for (size_t i = 0; i < amendment->word_count; i++) {
		nlog_str *line = nlog_report_words(report);

		nlog_str_add(line, "it says: ");
		nlog_str_add_slice(line, shown->words[amendment->first_word + i]);
		nlog_report_add_line_words(report, NLOG_TONE_ALERT);
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
static void add_changes(nlog_report *report, const nlog_diff *diff,
			const nlog_amendment *amendment)
{
	for (size_t f = 0; diff && f < amendment->field_count; f++)
		add_field_changes(report, diff, amendment, amendment->fields[f]);
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

		nlog_str_addf(&line, "%s: \"%s\"",
			      nlog_report_place_name(nlog_source_named(source)),
			      text ? text : "");
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	}
	nlog_str_clear(&line);
}

/* A step whose amendments are shown. */
typedef struct {
	nlog_report *report;
	const nlog_shown_step *step;
	const nlog_shown_amendment *gravest;
	nlog_view_depth depth;
} view;

/* What takes the whole comparison. */
static void add_depth(const view *v, const nlog_shown_amendment *amendment)
{
	const nlog_comparison *whole = v->step->whole;
	size_t place = (size_t)(amendment - v->step->shown.amendments);
	const nlog_amendment *whole_amendment =
		nlog_amendments_get(whole->amendments, place);

	if (v->depth == NLOG_VIEW_WHY)
		add_why(v->report, whole_amendment);
	add_changes(v->report, whole->diff, whole_amendment);
}

static void add_amendment(const view *v, const nlog_shown_amendment *amendment,
			  bool names_severity)
{
	nlog_report *report = v->report;
	const char *margin = names_severity ? nlog_severity_name(amendment->severity) : "";
	bool is_grave = amendment->severity == NLOG_SEVERITY_ACTION;

	nlog_report_add_row(
		report,
		(nlog_report_cell[LIST_CELLS]){
			[MARGIN] = cell(NLOG_TONE_QUIET, nlog_slice_of(margin)),
			[NAME] = cell(is_grave ? NLOG_TONE_STRONG : NLOG_TONE_PLAIN,
				      nlog_slice_of(amendment->rule->topic)),
			[TEXT] = cell(NLOG_TONE_PLAIN, amendment->summary),
			[ASIDE] = declared_cell(amendment),
		},
		LIST_CELLS);
	add_authority(report, amendment, v->gravest);
	if (v->depth != NLOG_VIEW_WHY)
		add_unkept_words(report, &v->step->shown, amendment);
	if (v->depth >= NLOG_VIEW_CHANGES)
		add_depth(v, amendment);
}

/* All amendments of one severity, each on its line. */
static void add_severity(const view *v, nlog_severity severity)
{
	const nlog_shown *shown = &v->step->shown;
	bool is_first = true;

	for (size_t i = 0; i < shown->amendment_count; i++) {
		if (shown->amendments[i].severity != severity)
			continue;
		add_amendment(v, &shown->amendments[i], is_first);
		is_first = false;
	}
}

/* What folded lines call an amendment: its fields, or what it does. */
static void add_short(nlog_str *out, const nlog_shown_amendment *amendment)
{
	if (amendment->key.data)
		nlog_str_add_slice(out, amendment->key);
	else if (amendment->field_count == 1)
		nlog_str_add(out, nlog_field_of(amendment->fields[0])->noun);
	else
		nlog_str_add(out, amendment->rule->name);
}

/* One line for all amendments of a severity. @return true if there were any */
static bool add_folded(const view *v, nlog_severity severity, const char *margin)
{
	const nlog_shown *shown = &v->step->shown;
	nlog_str text = NLOG_STR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < shown->amendment_count; i++) {
		if (shown->amendments[i].severity != severity)
			continue;
		if (++count > FOLD_LIMIT)
			continue;
		nlog_str_add(&text, text.len ? ", " : "");
		add_short(&text, &shown->amendments[i]);
	}
	if (count > FOLD_LIMIT)
		nlog_str_addf(&text, ", and %zu more", count - FOLD_LIMIT);
	if (count) {
		nlog_report_row_begin(v->report);
		nlog_report_add(v->report, NLOG_TONE_QUIET, margin);
		nlog_report_add(v->report, NLOG_TONE_QUIET, "");
		nlog_report_add_take(v->report, NLOG_TONE_PLAIN, &text);
		nlog_report_add(v->report, NLOG_TONE_QUIET, nlog_severity_name(severity));
	}
	nlog_str_clear(&text);
	return count > 0;
}

static void add_count(const view *v, nlog_severity severity, const char *words,
		      const char *margin)
{
	const nlog_shown *shown = &v->step->shown;
	nlog_str text = NLOG_STR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < shown->amendment_count; i++)
		count += shown->amendments[i].severity == severity;
	if (!count)
		return;
	nlog_str_addf(&text, "%zu %s", count, words);
	nlog_report_row_begin(v->report);
	nlog_report_add(v->report, NLOG_TONE_QUIET, margin);
	nlog_report_add(v->report, NLOG_TONE_QUIET, "");
	nlog_report_add_take(v->report, NLOG_TONE_QUIET, &text);
}

/* What the checks say of the step, below its amendments. */
static void add_checks(nlog_report *report, const nlog_shown *shown)
{
	for (size_t i = 0; i < shown->check_count; i++) {
		const nlog_shown_check *check = &shown->checks[i];
		nlog_slice margin = i ? NLOG_SLICE("") : NLOG_SLICE("check");

		nlog_report_add_row(report,
				    (nlog_report_cell[LIST_CELLS]){
					    [MARGIN] = cell(NLOG_TONE_ALERT, margin),
					    [NAME] = cell(NLOG_TONE_PLAIN, NLOG_SLICE("")),
					    [TEXT] = cell(NLOG_TONE_PLAIN, check->text),
					    [ASIDE] = cell(NLOG_TONE_ALERT,
							   nlog_slice_of(check->rule->id)),
				    },
				    LIST_CELLS);
	}
}

/* What is below `action`, a line a severity. */
static void add_rest_folded(const view *v)
{
	const char *margin = "also";

	if (add_folded(v, NLOG_SEVERITY_SUBSTANTIVE, margin))
		margin = "";
	if (add_folded(v, NLOG_SEVERITY_ADMINISTRATIVE, margin))
		margin = "";
	add_count(v, NLOG_SEVERITY_EDITORIAL, "editorial (--all shows them)", margin);
}

static void add_amendments(nlog_report *report, const nlog_shown_step *step,
			   nlog_view_depth depth)
{
	const view v = {report, step, nlog_shown_gravest(&step->shown), depth};

	nlog_report_begin(report, NLOG_BLOCK_LIST);
	add_severity(&v, NLOG_SEVERITY_ACTION);
	if (depth == NLOG_VIEW_FOLDED && v.gravest &&
	    v.gravest->severity > NLOG_SEVERITY_ADMINISTRATIVE) {
		add_rest_folded(&v);
	} else {
		add_severity(&v, NLOG_SEVERITY_SUBSTANTIVE);
		add_severity(&v, NLOG_SEVERITY_ADMINISTRATIVE);
		add_severity(&v, NLOG_SEVERITY_EDITORIAL);
	}
	add_count(&v, NLOG_SEVERITY_OFF, "silenced by policy", "");
	add_checks(report, &step->shown);
}

void nlog_view_step(nlog_report *report, const nlog_shown_step *step, nlog_view_depth depth)
{
	add_heading(report, step);
	add_amendments(report, step, depth);
}

void nlog_view_amendments(nlog_report *report, const nlog_comparison *comparison,
			  nlog_view_depth depth)
{
	nlog_shown_step step = NLOG_SHOWN_STEP_INIT;

	nlog_shown_step_fill(&step, comparison);
	add_amendments(report, &step, depth);
	nlog_shown_step_clear(&step);
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
	nlog_shown_step step = NLOG_SHOWN_STEP_INIT;

	nlog_shown_step_fill(&step, comparison);
	add_heading(report, &step);
	add_sides(report, comparison);
	if (step.shown.amendment_count)
		add_amendments(report, &step, depth);
	else
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "No difference.");
	nlog_shown_step_clear(&step);
}
