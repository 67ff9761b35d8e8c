/*
 * Lines of the bulk stream become revisions, a batch at a time: read by several
 * threads, planned one after the other, derived by several threads, written in turn.
 */
#include <noticelog/import.h>

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <string.h>

#include "record.h"
#include "stream.h"

#define BATCH ((size_t)256)

/* So few lines are not worth a thread. */
#define SHARE ((size_t)16)

/* A line on its way to a commit. */
typedef struct {
	unsigned number; /* of the line */
	nlog_str text;
	int rc; /* of reading it, and why */
	nlog_error err;
	nlog_stream_line line;
	nlog_record_options options;
	nlog_record_input source;
	nlog_record_step step;
	nlog_record_place place;
	nlog_record_result result;
	nlog_record_draft draft;
} import_item;

typedef struct {
	nlog_record_run *run;
	nlog_write *write;
	const nlog_import_options *options;
	nlog_record_options record; /* of a line that names neither author nor time */
	nlog_import_progress *progress;
	import_item *items; /* of the batch */
	size_t count;
	size_t written; /* how many of them are, or need not be */
	size_t jobs;
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

/* What threads share out. */
typedef struct {
	import_item *items;
	size_t count, jobs;
	void (*work)(import_item *item);
} share;

static void work_share(size_t index, void *data)
{
	const share *all = data;

	for (size_t i = index; i < all->count; i += all->jobs)
		all->work(&all->items[i]);
}

static void for_each(const import_job *job, import_item *items, size_t count,
		     void (*work)(import_item *item))
{
	size_t jobs = count / SHARE + 1;
	share all = {items, count, jobs < job->jobs ? jobs : job->jobs, work};

	nlog_parallel(all.jobs, work_share, &all);
}

static void read_item(import_item *item)
{
	char digest[NLOG_DIGEST_SIZE];

	item->rc =
		nlog_stream_line_read(&item->line, nlog_str_slice(&item->text), &item->err);
	/* Kept by the notice: several threads may ask for it later. */
	if (!item->rc)
		nlog_notice_digest(digest, item->line.notice);
	nlog_str_clear(&item->text);
}

static void derive_item(import_item *item)
{
	if (item->result.kind == NLOG_RECORD_REVISION)
		nlog_record_derive(&item->step, &item->place, &item->result, &item->draft);
}

/* Derive and write what was planned. */
static int write_planned(import_job *job, size_t end, nlog_error *err)
{
	nlog_import_progress *progress = job->progress;
	int rc = 0;

	for_each(job, job->items + job->written, end - job->written, derive_item);
	for (; !rc && job->written < end; job->written++) {
		import_item *item = &job->items[job->written];

		progress->lines = item->number;
		if (item->result.kind != NLOG_RECORD_REVISION) {
			progress->unchanged++;
			continue;
		}
		rc = nlog_record_write(&item->step, &item->place, &item->result,
				       &item->draft, err);
		memcpy(progress->commit, item->result.commit, sizeof(progress->commit));
		progress->revisions += !rc;
	}
	if (job->options->progress)
		job->options->progress(progress, job->options->data);
	return rc;
}

static int plan_revision(import_job *job, import_item *item, nlog_record_state *state,
			 nlog_error *err)
{
	const nlog_stream_line *line = &item->line;

	if (line->role == NLOG_AS_WITHDRAWAL && state->latest &&
	    !nlog_notice_equal(state->latest, line->notice))
		return nlog_error_set(
			err, NLOG_ECONFLICT,
			"a withdrawal leaves the notice as it is, but this is "
			"not %s as it is in force",
			state->key);
	item->source =
		(nlog_record_input){line->source_name, nlog_str_slice(&line->source)};
	item->step = (nlog_record_step){
		.run = job->run,
		.options = &item->options,
		.write = job->write,
		.state = state,
		.after = line->notice,
		.addendum = line->addendum,
		.source = line->source_name ? &item->source : NULL,
	};
	return nlog_record_plan(&item->step, &item->result, &item->place, err);
}

/* What is corrected, or what comes before it, may be in the same batch. */
static bool needs_written(const nlog_stream_line *line)
{
	return line->role == NLOG_AS_CORRECTION || line->role == NLOG_AS_BACKFILL;
}

static int plan_item(import_job *job, size_t index, nlog_error *err)
{
	import_item *item = &job->items[index];
	nlog_record_state *state = NULL;
	bool is_recorded = false;
	int rc = item->rc;

	if (rc && err)
		*err = item->err;
	if (!rc && needs_written(&item->line))
		rc = write_planned(job, index, err);
	item->options = options_of(job, &item->line);
	job->run->options = &item->options;
	if (!rc)
		rc = nlog_record_find(job->run, item->line.notice, &state, err);
	if (!rc)
		rc = find_recorded(job, state, &item->line, &is_recorded, err);
	if (is_recorded)
		item->result.kind = NLOG_RECORD_UNCHANGED;
	else if (!rc)
		rc = plan_revision(job, item, state, err);
	if (!rc && needs_written(&item->line))
		rc = write_planned(job, index + 1, err);
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

static int import_batch(import_job *job, const char *name, nlog_error *err)
{
	int rc = 0;

	job->written = 0;
	for_each(job, job->items, job->count, read_item);
	for (size_t i = 0; i < job->count; i++) {
		rc = plan_item(job, i, err);
		if (rc)
			return place_error(rc, name, job->items[i].number, err);
	}
	return write_planned(job, job->count, err);
}

static void clear_batch(import_job *job)
{
	for (size_t i = 0; i < job->count; i++) {
		import_item *item = &job->items[i];

		nlog_str_clear(&item->text);
		nlog_stream_line_clear(&item->line);
		nlog_record_place_clear(&item->place);
		nlog_comparison_clear(&item->result.comparison);
		nlog_record_draft_clear(&item->draft);
	}
	job->count = 0;
}

/* @param is_ended  there is nothing behind the batch */
static int fill_batch(import_job *job, nlog_lines *lines, bool *is_ended, nlog_error *err)
{
	size_t bytes = 0;

	*is_ended = false;
	while (job->count < BATCH && bytes < NLOG_LINE_LIMIT) {
		nlog_slice text;
		int rc = nlog_lines_next(lines, &text, NLOG_LINE_LIMIT, err);

		*is_ended = !text.data;
		if (rc || *is_ended)
			return rc;
		bytes += text.len;
		if (!nlog_slice_trim(text).len)
			continue;
		job->items[job->count] =
			(import_item){.number = (unsigned)nlog_lines_count(lines)};
		nlog_str_add_slice(&job->items[job->count++].text, text);
	}
	return 0;
}

static int import_lines(import_job *job, nlog_lines *lines, const char *name,
			nlog_error *err)
{
	bool is_ended = false;
	int rc = 0;

	job->items = nlog_alloc_array(BATCH, sizeof(*job->items));
	while (!rc && !is_ended) {
		nlog_error why = NLOG_ERROR_INIT;
		/* A line that cannot be read has others before it. */
		int unread = fill_batch(job, lines, &is_ended, &why);

		job->progress->bytes = nlog_lines_bytes(lines, &job->progress->total_bytes);
		rc = import_batch(job, name, err);
		clear_batch(job);
		if (!rc && unread) {
			if (err)
				*err = why;
			rc = place_error(unread, name,
					 (unsigned)nlog_lines_count(lines) + 1, err);
		}
	}
	job->progress->lines = nlog_lines_count(lines);
	nlog_free(job->items);
	return rc;
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
	job.jobs = options->jobs ? options->jobs : nlog_parallel_jobs();
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
