/* How far a long command has come: one line on standard error, rewritten in place. */
#include "progress.h"

#include <noticelog/str.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Quick commands show nothing; slow ones are not slowed down by what they show. */
#define FIRST_MS 300
#define STEP_MS 100

static int64_t clock_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cli_progress_begin(cli_progress *progress, const char *what)
{
	*progress = (cli_progress){.what = what,
				   .is_shown = isatty(STDERR_FILENO) != 0,
				   .started = clock_ms()};
	progress->drawn = progress->started + FIRST_MS - STEP_MS;
}

/* Over what stood there, with blanks where it was longer: no terminal code is needed. */
static void draw(cli_progress *progress, const nlog_str *line)
{
	size_t blanks = progress->width > line->len ? progress->width - line->len : 0;

	(void)fprintf(stderr, "\r%s%*s\r%s", nlog_str_text(line), (int)blanks, "",
		      nlog_str_text(line));
	(void)fflush(stderr);
	progress->width = line->len;
}

/* Is it time to show something? @param elapsed  milliseconds since the beginning */
static bool is_due(cli_progress *progress, int64_t *elapsed)
{
	int64_t now;

	if (!progress->is_shown)
		return false;
	now = clock_ms();
	if (now < progress->drawn + STEP_MS)
		return false;
	progress->drawn = now;
	*elapsed = now - progress->started;
	return true;
}

static size_t percent(size_t done, size_t total)
{
	return (size_t)((double)done * 100 / (double)total);
}

static void add_rate(nlog_str *line, size_t done, int64_t elapsed)
{
	if (elapsed > 0)
		nlog_str_addf(line, ", %.0f/s", (double)done * 1000 / (double)elapsed);
}

void cli_progress_step(size_t done, size_t total, void *data)
{
	cli_progress *progress = data;
	nlog_str line = NLOG_STR_INIT;
	int64_t elapsed;

	if (!is_due(progress, &elapsed))
		return;
	if (total)
		nlog_str_addf(&line, "%zu of %zu %s, %zu %%", done, total, progress->what,
			      percent(done, total));
	else
		nlog_str_addf(&line, "%zu %s", done, progress->what);
	add_rate(&line, done, elapsed);
	draw(progress, &line);
	nlog_str_clear(&line);
}

void cli_progress_read(cli_progress *progress, size_t done, size_t bytes, size_t total)
{
	nlog_str line = NLOG_STR_INIT;
	int64_t elapsed;

	if (!is_due(progress, &elapsed))
		return;
	nlog_str_addf(&line, "%zu %s, %zu", done, progress->what, bytes / 1000000);
	if (total)
		nlog_str_addf(&line, " of %zu MB, %zu %%", total / 1000000,
			      percent(bytes, total));
	else
		nlog_str_add(&line, " MB");
	add_rate(&line, done, elapsed);
	if (total && bytes)
		nlog_str_addf(&line, ", %.0f s left",
			      (double)elapsed / 1000 * ((double)total / (double)bytes - 1));
	draw(progress, &line);
	nlog_str_clear(&line);
}

void cli_progress_end(cli_progress *progress)
{
	nlog_str nothing = NLOG_STR_INIT;

	if (progress->width)
		draw(progress, &nothing);
	progress->is_shown = false;
}
