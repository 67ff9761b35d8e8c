/* Lines of the bulk stream become revisions. */
#include <noticelog/import.h>

#include <noticelog/alloc.h>
#include <string.h>

#include "record.h"
#include "stream.h"

typedef struct {
	nlog_record_run *run;
	nlog_write *write;
	const nlog_import_options *options;
	nlog_record_options record; /* of a line that names neither author nor time */
	nlog_import_progress *progress;
} import_job;

/* What the line says of itself, in the terms of a recorded file. */
static nlog_record_options options_of(const import_job *job, const nlog_stream_line *line)
{
	nlog_record_options options = {
		.as = line->as,
		.role = line->role,
		.corrects = line->corrects,
		.has_issued = line->has_issued,
		.issued = line->issued,
		.author = job->record.author,
		.committer = job->record.committer,
	};

	if (line->author_name) {
		options.author.name = line->author_name;
		options.author.email = line->author_email;
	}
	if (line->has_time)
		options.author.when = options.committer.when = line->time;
	return options;
}

static bool is_same_kind(const nlog_revision *revision, const nlog_stream_line *line)
{
	const char *kind = revision->entry->kind;

	if (line->role == NLOG_AS_CORRECTION || revision->entry->corrects)
		return revision->entry->corrects == line->corrects;
	return (strcmp(kind, "withdrawal") == 0) == (line->role == NLOG_AS_WITHDRAWAL);
}

/* Was it recorded at the time that the line states, or does it state none and come late? */
static bool is_same_time(const nlog_record_state *state, const nlog_revision *revision,
			 const nlog_stream_line *line)
{
	if (line->has_time)
		return revision->entry->recorded.seconds == line->time.seconds;
	return revision->issued.day < state->issued.day;
}

/* Is the line a revision that the register has, behind those that the stream had already? */
static int find_recorded(const import_job *job, nlog_record_state *state,
			 const nlog_stream_line *line, bool *found, nlog_error *err)
{
	nlog_date issued = nlog_record_issue_day(job->run, line->notice);
	size_t count = state->recorded ? state->recorded->count : 0;
	char digest[NLOG_DIGEST_SIZE] = "";
	int rc = 0;

	*found = false;
	for (size_t i = state->met; !rc && !*found && i < count; i++) {
		const nlog_revision *revision = &state->recorded->revisions[i];
		nlog_notice *notice = NULL;

		if (revision->issued.day != issued.day || !is_same_kind(revision, line) ||
		    !is_same_time(state, revision, line))
			continue;
		if (!*digest)
			nlog_notice_digest(digest, line->notice);
		/* Saves reading it; what a commit says of its notice is not believed. */
		if (revision->entry->digest && strcmp(revision->entry->digest, digest) != 0)
			continue;
		rc = nlog_history_notice(job->run->history, revision, &notice, NULL, err);
		*found = !rc && nlog_notice_equal(notice, line->notice);
		if (*found)
			state->met = i + 1;
		nlog_notice_free(notice);
	}
	return rc;
}

static int record_line(const import_job *job, nlog_record_state *state,
		       const nlog_stream_line *line, nlog_error *err)
{
	nlog_record_input source = {line->source_name, nlog_str_slice(&line->source)};
	nlog_record_step step = {
		.run = job->run,
		.write = job->write,
		.state = state,
		.after = line->notice,
		.addendum = line->addendum,
		.source = line->source_name ? &source : NULL,
	};
	nlog_record_result result = {.name = NULL};
	int rc;

	if (line->role == NLOG_AS_WITHDRAWAL && state->latest &&
	    !nlog_notice_equal(state->latest, line->notice))
		return nlog_error_set(
			err, NLOG_ECONFLICT,
			"a withdrawal leaves the notice as it is, but this is "
			"not %s as it is in force",
			state->key);
	rc = nlog_record_revise(&step, &result, err);
	if (!rc && result.kind == NLOG_RECORD_REVISION) {
		job->progress->revisions++;
		memcpy(job->progress->commit, result.commit, sizeof(result.commit));
	} else if (!rc) {
		job->progress->unchanged++;
	}
	nlog_comparison_clear(&result.comparison);
	return rc;
}

static int import_line(const import_job *job, nlog_slice text, nlog_error *err)
{
	nlog_record_options options;
	nlog_record_state *state = NULL;
	nlog_stream_line line;
	bool is_recorded = false;
	int rc = nlog_stream_line_read(&line, text, err);

	if (!rc) {
		options = options_of(job, &line);
		job->run->options = &options;
		rc = nlog_record_find(job->run, line.notice, &state, err);
	}
	if (!rc)
		rc = find_recorded(job, state, &line, &is_recorded, err);
	if (!rc && is_recorded)
		job->progress->unchanged++;
	else if (!rc)
		rc = record_line(job, state, &line, err);
	nlog_stream_line_clear(&line);
	return rc;
}

/* What is wrong with the register is not the stream's fault. */
static int place_error(int rc, const char *name, unsigned line, nlog_error *err)
{
	if (err && rc != NLOG_EDAMAGED && rc != NLOG_EIO && rc != NLOG_EBUSY) {
		err->line = line;
		nlog_error_source(err, name);
	}
	return rc;
}

static int import_lines(const import_job *job, nlog_lines *lines, const char *name,
			nlog_error *err)
{
	nlog_import_progress *progress = job->progress;
	int rc = 0;

	for (;;) {
		nlog_slice text;

		rc = nlog_lines_next(lines, &text, NLOG_LINE_LIMIT, err);
		if (rc || !text.data)
			return rc;
		progress->lines = nlog_lines_count(lines);
		if (nlog_slice_trim(text).len)
			rc = import_line(job, text, err);
		if (rc)
			return place_error(rc, name, (unsigned)progress->lines, err);
		progress->bytes = nlog_lines_bytes(lines, &progress->total_bytes);
		if (job->options->progress)
			job->options->progress(progress, job->options->data);
	}
}

int nlog_import(nlog_import_progress *out, nlog_store *store, nlog_lines *lines,
		const char *name, const nlog_import_options *options, nlog_error *err)
{
	nlog_record_run run = {.is_stream = true};
	import_job job = {.run = &run, .options = options, .progress = out};
	nlog_history *history = NULL;
	const nlog_log *log = NULL;
	int rc;

	*out = (nlog_import_progress){.lines = 0};
	rc = options->record.is_dry_run
		     ? nlog_write_begin_trial(&job.write, store, err)
		     : nlog_write_begin_bulk(&job.write, store,
					     options->record.wait_seconds, err);
	job.record = nlog_record_under_lock(&options->record);
	if (!rc)
		rc = nlog_write_log(job.write, &log, err);
	if (!rc)
		rc = nlog_history_from_log(&history, store, log, err);
	if (!rc) {
		run.history = history;
		run.reg = nlog_history_register(history);
		rc = import_lines(&job, lines, name, err);
	}
	if (!rc)
		rc = nlog_write_publish(job.write, err);
	nlog_record_run_clear(&run);
	nlog_history_free(history);
	nlog_write_end(job.write);
	return rc;
}
