/**
 * @file
 * How far a long command has come: one line on standard error, rewritten in place.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
	const char *what;       /* "objects" */
	bool is_shown;          /* standard error is a terminal */
	int64_t started, drawn; /* milliseconds of a clock that never jumps */
	size_t width;           /* of what stands there now */
} cli_progress;

/** Begin. Nothing is ever shown where standard error is no terminal. @param what  counted things, static */
void cli_progress_begin(cli_progress *progress, const char *what);

/**
 * Show `1200 of 4800 objects, 25 %, 9000/s`; at most ten times a second.
 *
 * @param total     0: not known yet
 * @param progress  a cli_progress, untyped so that this can be a callback
 */
void cli_progress_step(size_t done, size_t total, void *progress);

/**
 * Show `1200 revisions, 5 of 40 MB, 12 %, 9000/s, 4 s left`; at most ten times a second.
 *
 * @param bytes, total  read so far and in all; total 0: not known
 */
void cli_progress_read(cli_progress *progress, size_t done, size_t bytes, size_t total);

/** Take the line away again; anything may be printed then. */
void cli_progress_end(cli_progress *progress);

#endif
