/**
 * @file
 * The bulk stream: one revision a line, as import reads it and export writes it.
 */
#ifndef NOTICELOG_STREAM_H
#define NOTICELOG_STREAM_H

#include <noticelog/record.h>

/** A line; owned where it is not said otherwise. */
typedef struct {
	nlog_notice *notice;
	nlog_addendum *addendum; /**< that made it, or NULL */
	json_t *members;         /**< what the texts below are borrowed from */
	const char *as;          /**< KEY, or NULL: the project code tells */
	nlog_record_role role;
	unsigned corrects; /**< N, for a correction; else 0 */
	bool has_issued, has_time;
	nlog_date issued;
	nlog_instant time;                      /**< of author and committer */
	const char *author_name, *author_email; /**< or NULL */
	const char *source_name;                /**< of the document as received, or NULL */
	nlog_str source;
} nlog_stream_line;

/**
 * Read a line.
 *
 * @param out     clear with nlog_stream_line_clear(), also on failure
 * @return 0, NLOG_EINPUT with the column in the line, or NLOG_ELIMIT
 */
int nlog_stream_line_read(nlog_stream_line *out, nlog_slice text, nlog_error *err);

/** Append a line with its LF. */
void nlog_stream_line_write(nlog_str *out, const nlog_stream_line *line);

void nlog_stream_line_clear(nlog_stream_line *line);

#endif
