/*
 * A change log in parts: several threads compare its steps and render them, some notices
 * at a time, since what an index remembers of a notice lies together. The texts are put
 * together in the order of the change log.
 */
#include "changelog.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdatomic.h>

/* So few steps are gone through before another thread has begun. */
#define SHARE_LEAST ((size_t)16)

/* Stretches for each thread: the one that is sooner through takes the next. */
#define STRETCHES ((size_t)4)

/* A step seldom takes more: room for all of a stretch is made at once. */
#define STEP_TEXT ((size_t)512)

/* Pieces are handed on when they are as long as this. */
#define PIECE ((size_t)64 << 10)

/* A thread. */
typedef struct {
	cli_changelog_text *whole;
	const nlog_history *history;
	nlog_history *own_history; /* NULL: that of the change log */
	int rc;
} part;

struct cli_changelog_text {
	const nlog_changelog *changelog;
	const nlog_format *format;
	nlog_render_options options;
	const nlog_history_step **steps; /* by notice */
	nlog_str *stretches; /* the texts of the steps of each, one behind the other */
	size_t stretch_count;
	atomic_size_t next; /* the stretch that nobody has taken */
	part *parts;
	size_t part_count;
	nlog_slice
		*texts; /* of each step, in the order of the change log; the stretches' */
};

static size_t notice_of(const nlog_changelog *changelog, const nlog_history_step *step)
{
	return (size_t)(step->dossier - nlog_history_get(changelog->history, 0));
}

/*
 * The steps by notice, those of one in the order of the change log: dossiers lie side by
 * side, so that it is enough to count how many steps each has.
 *
 * @return owned; the steps are borrowed
 */
static const nlog_history_step **sort_steps(const nlog_changelog *changelog)
{
	const nlog_steps *steps = changelog->steps;
	const nlog_history_step **sorted = nlog_alloc_array(steps->count, sizeof(*sorted));
	size_t notices = nlog_history_count(changelog->history), before = 0;
	size_t *places = nlog_alloc_array(notices, sizeof(*places));

	for (size_t i = 0; i < steps->count; i++)
		places[notice_of(changelog, &steps->items[i])]++;
	for (size_t n = 0; n < notices; n++) {
		size_t count = places[n];

		places[n] = before;
		before += count;
	}
	for (size_t i = 0; i < steps->count; i++)
		sorted[places[notice_of(changelog, &steps->items[i])]++] = &steps->items[i];
	nlog_free(places);
	return sorted;
}

/* What a thread works with; apart, since threads that write side by side wait. */
typedef struct {
	nlog_shown_step shown; /* the step in hand */
	nlog_report report;    /* of it */
	nlog_str text;         /* of a stretch */
} workplace;

/* Append the text of a step. */
static int add_step(part *p, const nlog_history_step *step, workplace *at)
{
	const cli_changelog_text *whole = p->whole;
	int rc = nlog_history_show(p->history, step->dossier, step->before, step->after,
				   &at->shown, NULL);

	if (rc)
		return rc;
	nlog_report_reset(&at->report);
	nlog_view_step(&at->report, &at->shown, NLOG_VIEW_ALL);
	nlog_render_part(&at->text, &at->report, whole->format, &whole->options);
	return 0;
}

static nlog_slice *text_of(const cli_changelog_text *whole, size_t index)
{
	return &whole->texts[whole->steps[index] - whole->changelog->steps->items];
}

/* Keep the text of a stretch, which moves no more: now it is known where its steps' lie. */
static void keep_stretch(const cli_changelog_text *whole, size_t stretch, size_t begin,
			 size_t end, nlog_str *text)
{
	const char *at = nlog_str_text(text);

	for (size_t i = begin; i < end; i++) {
		text_of(whole, i)->data = at;
		at += text_of(whole, i)->len;
	}
	whole->stretches[stretch] = *text;
	*text = (nlog_str)NLOG_STR_INIT;
}

static int add_stretch(part *p, size_t stretch, workplace *at)
{
	const cli_changelog_text *whole = p->whole;
	size_t count = whole->changelog->steps->count;
	size_t begin = count * stretch / whole->stretch_count;
	size_t end = count * (stretch + 1) / whole->stretch_count;

	nlog_str_reserve(&at->text, (end - begin) * STEP_TEXT);
	for (size_t i = begin; i < end; i++) {
		size_t before = at->text.len;
		int rc = add_step(p, whole->steps[i], at);

		if (rc)
			return rc;
		text_of(whole, i)->len = at->text.len - before;
	}
	keep_stretch(whole, stretch, begin, end, &at->text);
	return 0;
}

static void go_through(size_t index, void *data)
{
	part *p = (part *)data + index;
	cli_changelog_text *whole = p->whole;
	/* A feed has no parts. */
	workplace at = {NLOG_SHOWN_STEP_INIT, {.is_page = true}, NLOG_STR_INIT};
	size_t stretch;

	while (!p->rc &&
	       (stretch = atomic_fetch_add(&whole->next, 1)) < whole->stretch_count)
		p->rc = add_stretch(p, stretch, &at);
	nlog_shown_step_clear(&at.shown);
	nlog_report_clear(&at.report);
	nlog_str_clear(&at.text);
}

/* Each part but the first, which has the caller's history, reads by itself. */
static int prepare(cli_changelog_text *whole)
{
	int rc = 0;

	whole->parts = nlog_alloc_array(whole->part_count, sizeof(*whole->parts));
	for (size_t i = 0; !rc && i < whole->part_count; i++) {
		part *p = &whole->parts[i];

		*p = (part){.whole = whole, .history = whole->changelog->history};
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
	size_t count = changelog->steps->count, most = count / SHARE_LEAST + 1;
	cli_changelog_text *whole = nlog_alloc(sizeof(*whole));
	int rc;

	whole->changelog = changelog;
	whole->format = format;
	whole->options = *options;
	whole->steps = sort_steps(changelog);
	whole->part_count = jobs < most ? jobs : most;
	whole->stretch_count = whole->part_count * STRETCHES;
	whole->stretches =
		nlog_alloc_array(whole->stretch_count, sizeof(*whole->stretches));
	whole->texts = nlog_alloc_array(count, sizeof(*whole->texts));
	rc = prepare(whole);
	if (!rc)
		nlog_parallel(whole->part_count, go_through, whole->parts);
	for (size_t i = 0; !rc && i < whole->part_count; i++)
		rc = whole->parts[i].rc;
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
	for (size_t i = 0; i < whole->part_count; i++)
		nlog_history_free(whole->parts[i].own_history);
	for (size_t i = 0; i < whole->stretch_count; i++)
		nlog_str_clear(&whole->stretches[i]);
	nlog_free(whole->parts);
	nlog_free(whole->stretches);
	nlog_free(whole->steps);
	nlog_free(whole->texts);
	nlog_free(whole);
}
