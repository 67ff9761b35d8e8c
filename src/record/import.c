/*
 * Lines of the bulk stream become revisions, in batches that pass through a pipeline:
 * read by several threads, planned one after the other, derived by several threads,
 * written in turn.
 */
#include <noticelog/import.h>

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <noticelog/pipeline.h>
#include <string.h>

#include "record.h"
#include "stream.h"

/* So few that what a thread has in hand stays in its processor's cache. */
#define BATCH_LINES ((size_t)32)
#define BATCH_BYTES ((size_t)256 << 10)

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
	import_item items[BATCH_LINES];
	size_t count;
	size_t written;            /* how many of them are, or need not be */
	size_t bytes, total_bytes; /* of the stream, when it was filled */
	int unread;                /* why no line could be read behind these */
	int rc;                    /* of the stage that failed */
	nlog_error err;            /* of either */
} import_batch;

typedef struct {
	nlog_record_run *run;
	nlog_write *write;
	nlog_lines *lines;
	const char *name;
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

static void read_item(import_item *item)
{
	char digest[NLOG_DIGEST_SIZE];

	item->rc =
		nlog_stream_line_read(&item->line, nlog_str_slice(&item->text), &item->err);
	/* Kept by the notice: others ask for it later. */
	if (!item->rc)
		nlog_notice_digest(digest, item->line.notice);
	nlog_str_clear(&item->text);
}

static int derive_item(import_item *item, nlog_error *err)
{
	return item->result.kind == NLOG_RECORD_REVISION
		       ? nlog_record_derive(&item->step, &item->place, &item->result,
					    &item->draft, err)
		       : 0;
}

static int write_item(import_job *job, import_item *item, nlog_error *err)
{
	nlog_import_progress *progress = job->progress;
	int rc;

	progress->lines = item->number;
	if (item->result.kind != NLOG_RECORD_REVISION) {
		progress->unchanged++;
		return 0;
	}
	rc = nlog_record_write(&item->step, &item->place, &item->result, &item->draft, err);
	memcpy(progress->commit, item->result.commit, sizeof(progress->commit));
	progress->revisions += !rc;
	return rc;
}

static int plan_revision(import_job *job, import_item *item, nlog_record_state *state,
			 nlog_error *err)
{
	const nlog_stream_line *line = &item->line;

	if (line->role == NLOG_AS_WITHDRAWAL && state->latest.len &&
	    !nlog_record_is_latest(state, line->notice))
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

/* What is corrected, or what comes before it, may have come in the same stream. */
static bool needs_written(const nlog_stream_line *line)
{
	return line->role == NLOG_AS_CORRECTION || line->role == NLOG_AS_BACKFILL;
}

/* Derive and write the items of a batch up to one that asks for what they are in git. */
static int write_ahead(import_job *job, nlog_pipeline *pipeline, import_batch *batch,
		       size_t end, nlog_error *err)
{
	int rc = nlog_pipeline_settle(pipeline, batch);

	for (; !rc && batch->written < end; batch->written++) {
		rc = derive_item(&batch->items[batch->written], err);
		if (!rc)
			rc = write_item(job, &batch->items[batch->written], err);
	}
	return rc;
}

static int plan_item(import_job *job, nlog_pipeline *pipeline, import_batch *batch,
		     size_t index, nlog_error *err)
{
	import_item *item = &batch->items[index];
	nlog_record_state *state = NULL;
	bool is_recorded = false;
	int rc = item->rc;

	if (rc)
		*err = item->err;
	if (!rc && needs_written(&item->line))
		rc = write_ahead(job, pipeline, batch, index, err);
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
		rc = write_ahead(job, pipeline, batch, index + 1, err);
	return rc;
}

/* What is wrong with the register is not the stream's fault. */
static int place_error(int rc, const char *name, unsigned line, nlog_error *err)
{
	if (rc != NLOG_EDAMAGED && rc != NLOG_EIO && rc != NLOG_EBUSY) {
		err->line = line;
		nlog_error_source(err, name);
	}
	return rc;
}

/* A line that cannot be read has others before it: it is told of when these are written. */
static int fill(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;
	import_job *job = context;
	size_t bytes = 0;

	(void)pipeline;
	batch->written = 0;
	batch->err = (nlog_error)NLOG_ERROR_INIT;
	while (batch->count < BATCH_LINES && bytes < BATCH_BYTES) {
		import_item *item = &batch->items[batch->count];
		nlog_slice text;

		batch->unread =
			nlog_lines_next(job->lines, &text, NLOG_LINE_LIMIT, &batch->err);
		if (batch->unread)
			place_error(batch->unread, job->name,
				    (unsigned)nlog_lines_count(job->lines) + 1,
				    &batch->err);
		if (batch->unread || !text.data)
			return NLOG_PIPELINE_LAST;
		bytes += text.len;
		batch->bytes = nlog_lines_bytes(job->lines, &batch->total_bytes);
		if (!nlog_slice_trim(text).len)
			continue;
		*item = (import_item){.number = (unsigned)nlog_lines_count(job->lines)};
		nlog_str_add_slice(&item->text, text);
		batch->count++;
	}
	return 0;
}

static int read_items(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;

	(void)pipeline;
	(void)context;
	for (size_t i = 0; i < batch->count; i++)
		read_item(&batch->items[i]);
	return 0;
}

static int plan_items(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;
	import_job *job = context;
	nlog_error err = NLOG_ERROR_INIT;

	for (size_t i = 0; !batch->rc && i < batch->count; i++) {
		batch->rc = plan_item(job, pipeline, batch, i, &err);
		if (batch->rc) {
			place_error(batch->rc, job->name, batch->items[i].number, &err);
			batch->err = err;
		}
	}
	return batch->rc;
}

static int derive_items(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;

	(void)pipeline;
	(void)context;
	for (size_t i = batch->written; !batch->rc && i < batch->count; i++)
		batch->rc = derive_item(&batch->items[i], &batch->err);
	return batch->rc;
}

static int write_items(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;
	import_job *job = context;
	nlog_error err = NLOG_ERROR_INIT;

	(void)pipeline;
	for (; !batch->rc && batch->written < batch->count; batch->written++)
		batch->rc = write_item(job, &batch->items[batch->written], &err);
	if (batch->rc)
		batch->err = err;
	else
		batch->rc = batch->unread;
	job->progress->bytes = batch->bytes;
	job->progress->total_bytes = batch->total_bytes;
	if (job->options->progress)
		job->options->progress(job->progress, job->options->data);
	return batch->rc;
}

/* Not what this batch wrote alone: all that is in the file by now. */
static int check_written(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;
	import_job *job = context;

	(void)pipeline;
	batch->rc = nlog_write_check(job->write, &batch->err);
	return batch->rc;
}

static int clear_items(void *data, nlog_pipeline *pipeline, void *context)
{
	import_batch *batch = data;

	(void)pipeline;
	(void)context;
	for (size_t i = 0; i < batch->count; i++) {
		import_item *item = &batch->items[i];

		nlog_str_clear(&item->text);
		nlog_stream_line_clear(&item->line);
		nlog_record_place_clear(&item->place);
		nlog_comparison_clear(&item->result.comparison);
		nlog_record_draft_clear(&item->draft);
	}
	batch->count = 0;
	return 0;
}

/*
 * The stream is read in one lane, the register is read and written in another, and what
 * was written is read back in a third.
 */
enum { STREAM_LANE = 1, REGISTER_LANE, CHECK_LANE };

static const nlog_stage stages[] = {
	{fill, STREAM_LANE, false},
	{read_items, 0, false},
	/* Short, and in the lane of the longest: what many can do comes behind it. */
	{plan_items, REGISTER_LANE, true},
	{derive_items, 0, false},
	{write_items, REGISTER_LANE, false},
	{clear_items, 0, false},
	{check_written, CHECK_LANE, false},
};

static int import_lines(import_job *job, size_t jobs, nlog_error *err)
{
	size_t count = NLOG_PIPELINE_BATCHES(jobs);
	import_batch *batches = nlog_alloc_array(count, sizeof(*batches));
	nlog_pipeline_plan plan = {
		.stages = stages,
		.stage_count = sizeof(stages) / sizeof(*stages),
		.batches = batches,
		.batch_count = count,
		.batch_size = sizeof(*batches),
		.jobs = jobs,
		.data = job,
	};
	const import_batch *failed = nlog_pipeline_run(&plan);
	int rc = failed ? failed->rc : 0;

	if (failed && err)
		*err = failed->err;
	for (size_t i = 0; i < count; i++)
		clear_items(&batches[i], NULL, NULL);
	job->progress->lines = nlog_lines_count(job->lines);
	nlog_free(batches);
	return rc;
}

int nlog_import(nlog_import_progress *out, nlog_store *store, nlog_lines *lines,
		const char *name, const nlog_import_options *options, nlog_error *err)
{
	nlog_record_run run = {.is_stream = true};
	import_job job = {.run = &run,
			  .lines = lines,
			  .name = name,
			  .options = options,
			  .progress = out};
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
		rc = import_lines(
			&job, options->jobs ? options->jobs : nlog_parallel_jobs(), err);
	}
	if (!rc)
		rc = nlog_write_publish(job.write, err);
	nlog_record_run_clear(&run);
	nlog_history_free(history);
	nlog_write_end(job.write);
	return rc;
}
