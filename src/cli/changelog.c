/*
 * A change log in parts: several threads compare its steps and render them, each those of
 * its own notices, since what an index remembers of a notice lies together. The parts
 * are put together in the order of the change log.
 */
#include "changelog.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdlib.h>
#include <string.h>

/* So few steps are gone through before another thread has begun. */
#define SHARE_LEAST ((size_t)16)

/* Pieces are handed on when they are as long as this. */
#define PIECE ((size_t)64 << 10)

/* The steps of one thread. */
typedef struct {
	const cli_changelog_text *whole;
	const nlog_history_step *const *steps; /* by notice */
	size_t count;
	const nlog_history *history;
	nlog_history *own_history; /* NULL: that of the change log */
	nlog_pool texts;
	int rc;
} part;

struct cli_changelog_text {
	const nlog_changelog *changelog;
	const nlog_format *format;
	nlog_render_options options;
	part *parts;
	size_t part_count;
	nlog_slice *texts; /* of each step, in the order of the change log; the parts' */
};

/* Dossiers lie side by side in the order of their keys. */
static int by_notice(const void *left, const void *right)
{
	const nlog_history_step *a = *(const nlog_history_step *const *)left;
	const nlog_history_step *b = *(const nlog_history_step *const *)right;

	if (a->dossier != b->dossier)
		return a->dossier < b->dossier ? -1 : 1;
	return (a->after > b->after) - (a->after < b->after);
}

/* @return owned; the steps are borrowed */
static const nlog_history_step **sort_steps(const nlog_steps *steps)
{
	const nlog_history_step **sorted = nlog_alloc_array(steps->count, sizeof(*sorted));

	for (size_t i = 0; i < steps->count; i++)
		sorted[i] = &steps->items[i];
	qsort(sorted, steps->count, sizeof(*sorted), by_notice);
	return sorted;
}

/* Where a step is put together before its text is kept. */
typedef struct {
	nlog_report report;
	nlog_str text;
} workplace;

static int add_step(part *p, const nlog_history_step *step, workplace *at)
{
	const cli_changelog_text *whole = p->whole;
	nlog_slice *kept = &whole->texts[step - whole->changelog->steps->items];
	nlog_comparison comparison;
	int rc = nlog_history_compare_to_show(p->history, step->dossier, step->before,
					      step->after, &comparison, NULL);

	if (rc)
		return rc;
	nlog_report_reset(&at->report);
	nlog_str_truncate(&at->text, 0);
	nlog_view_step(&at->report, &comparison, NLOG_VIEW_ALL);
	nlog_comparison_clear(&comparison);
	nlog_render_part(&at->text, &at->report, whole->format, &whole->options);
	*kept = (nlog_slice){nlog_pool_text(&p->texts, nlog_str_slice(&at->text)),
			     at->text.len};
	return 0;
}

static void go_through(size_t index, void *data)
{
	part *p = (part *)data + index;
	workplace at = {NLOG_REPORT_INIT, NLOG_STR_INIT};

	for (size_t i = 0; !p->rc && i < p->count; i++)
		p->rc = add_step(p, p->steps[i], &at);
	nlog_report_clear(&at.report);
	nlog_str_clear(&at.text);
}

/* Each part but the first, which has the caller's history, reads by itself. */
static int share_out(cli_changelog_text *whole, const nlog_history_step *const *sorted)
{
	size_t count = whole->changelog->steps->count;
	int rc = 0;

	for (size_t i = 0; !rc && i < whole->part_count; i++) {
		part *p = &whole->parts[i];
		size_t first = count * i / whole->part_count;

		*p = (part){
			.whole = whole,
			.steps = sorted + first,
			.count = count * (i + 1) / whole->part_count - first,
			.history = whole->changelog->history,
		};
		if (i)
			rc = nlog_history_share(&p->own_history, p->history, NULL);
		if (p->own_history)
			p->history = p->own_history;
	}
	return rc;
}

int cli_changelog_text_render(cli_changelog_text **out, const nlog_changelog *changelog,
			      const nlog_format *format, const nlog_render_options *options,
			      size_t jobs)
{
	const nlog_steps *steps = changelog->steps;
	const nlog_history_step **sorted = sort_steps(steps);
	size_t most = steps->count / SHARE_LEAST + 1;
	cli_changelog_text *whole = nlog_alloc(sizeof(*whole));
	int rc;

	*whole = (cli_changelog_text){
		.changelog = changelog,
		.format = format,
		.options = *options,
		.part_count = jobs < most ? jobs : most,
		.texts = nlog_alloc_array(steps->count, sizeof(*whole->texts)),
	};
	whole->parts = nlog_alloc_array(whole->part_count, sizeof(*whole->parts));
	rc = share_out(whole, sorted);
	if (!rc)
		nlog_parallel(whole->part_count, go_through, whole->parts);
	for (size_t i = 0; !rc && i < whole->part_count; i++)
		rc = whole->parts[i].rc;
	nlog_free(sorted);
	if (rc)
		cli_changelog_text_free(whole);
	else
		*out = whole;
	return rc;
}

void cli_changelog_text_write(const void *what, void (*put)(nlog_slice piece, void *data),
			      void *data)
{
	const cli_changelog_text *whole = what;
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str out = NLOG_STR_INIT;

	nlog_view_changelog_opening(&report, whole->changelog);
	nlog_render(&out, &report, whole->format, &whole->options);
	for (size_t i = 0; i < whole->changelog->steps->count; i++) {
		nlog_report_reset(&report);
		nlog_view_changelog_heading(&report, whole->changelog, i);
		nlog_render_part(&out, &report, whole->format, &whole->options);
		nlog_str_add_slice(&out, whole->texts[i]);
		if (out.len >= PIECE) {
			put(nlog_str_slice(&out), data);
			nlog_str_truncate(&out, 0);
		}
	}
	nlog_report_reset(&report);
	nlog_view_changelog_closing(&report, whole->changelog);
	nlog_render_part(&out, &report, whole->format, &whole->options);
	put(nlog_str_slice(&out), data);
	nlog_report_clear(&report);
	nlog_str_clear(&out);
}

void cli_changelog_text_free(cli_changelog_text *whole)
{
	if (!whole)
		return;
	for (size_t i = 0; i < whole->part_count; i++) {
		nlog_history_free(whole->parts[i].own_history);
		nlog_pool_clear(&whole->parts[i].texts);
	}
	nlog_free(whole->parts);
	nlog_free(whole->texts);
	nlog_free(whole);
}
