/**
 * @file
 * A change log in a format that has parts, rendered by several threads.
 */
#ifndef CLI_CHANGELOG_H
#define CLI_CHANGELOG_H

#include <noticelog/render.h>
#include <noticelog/view.h>

typedef struct cli_changelog_text cli_changelog_text;

/**
 * Compare and render all steps.
 *
 * @param out        free with cli_changelog_text_free(); untouched on failure
 * @param changelog  borrowed, must outlive *out
 * @param format     one that has parts
 * @param jobs       threads, at least 1 and at most NLOG_JOBS_MAX
 * @return 0, or another code if a step cannot be compared: nlog_view_changelog(), which
 *         goes through them in their order, says which
 */
int cli_changelog_text_render(cli_changelog_text **out, const nlog_changelog *changelog,
			      const nlog_format *format, const nlog_render_options *options,
			      size_t jobs);

/**
 * Put it, piece by piece: what nlog_render() of nlog_view_changelog() gives.
 *
 * @param what  a cli_changelog_text
 */
void cli_changelog_text_write(const void *what, void (*put)(nlog_slice piece, void *data),
			      void *data);

void cli_changelog_text_free(cli_changelog_text *whole);

#endif
