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
	nlog_str text;
	int rc;
} part;

/* Where the text of a step stands. */
typedef struct {
	const part *part;
	size_t start, len;
} piece;

struct cli_changelog_text {
	const nlog_changelog *changelog;
	const nlog_format *format;
	nlog_render_options options;
	part *parts;
	size_t part_count;
	piece *pieces; /* in the order of the change log */
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

static int add_step(part *p, const nlog_history_step *step, nlog_report *report)
{
	const cli_changelog_text *whole = p->whole;
	piece *place = &whole->pieces[step - whole->changelog->steps->items];
	nlog_comparison comparison;
	int rc = nlog_history_compare_to_show(p->history, step->dossier, step->before,
					      step->after, &comparison, NULL);

	if (rc)
		return rc;
	nlog_view_step(report, &comparison, NLOG_VIEW_ALL);
	nlog_comparison_clear(&comparison);
	*place = (piece){p, p->text.len, 0};
	nlog_render_part(&p->text, report, whole->format, &whole->options);
	place->len = p->text.len - place->start;
	return 0;
}

static void go_through(size_t index, void *data)
{
	part *p = (part *)data + index;
	nlog_report report = NLOG_REPORT_INIT;

	for (size_t i = 0; !p->rc && i < p->count; i++) {
		nlog_report_reset(&report);
		p->rc = add_step(p, p->steps[i], &report);
	}
	nlog_report_clear(&report);
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
		.pieces = nlog_alloc_array(steps->count, sizeof(*whole->pieces)),
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
		const piece *step = &whole->pieces[i];

		nlog_report_reset(&report);
		nlog_view_changelog_heading(&report, whole->changelog, i);
		nlog_render_part(&out, &report, whole->format, &whole->options);
		nlog_str_addn(&out, step->part->text.data + step->start, step->len);
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
		nlog_str_clear(&whole->parts[i].text);
	}
	nlog_free(whole->parts);
	nlog_free(whole->pieces);
	nlog_free(whole);
}
