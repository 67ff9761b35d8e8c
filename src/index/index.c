/* An index: opened, held against the register, brought up to date, closed. */
#include "index.h"

#include <errno.h>
#include <noticelog/alloc.h>
#include <noticelog/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What else SQLite keeps beside its file. */
static const char *const suffixes[] = {"", "-wal", "-shm"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Fewer comparisons are not written by who asks for one notice alone. */
#define PENDING_MIN 64

/* Another build may write, derive and word things otherwise: what it kept is not ours. */
const char index_program[] =
#include "program.inc"
	;

int index_fault(nlog_index *index, int code, const nlog_error *err)
{
	if (!index->has_told && index->options.fault)
		index->options.fault(err->text);
	index->has_told = true;
	return code;
}

/* ---- where it is */

static char *real_path(const nlog_store *store)
{
	char *real = realpath(nlog_store_path(store), NULL);
	char *copy = nlog_strdup(real);

	free(real);
	return copy;
}

char *nlog_index_path(const nlog_store *store, const char *folder)
{
	char *real = real_path(store), digest[NLOG_DIGEST_SIZE];
	nlog_str path = NLOG_STR_INIT;

	if (!real)
		return NULL;
	nlog_digest_bytes(digest, nlog_slice_of(real));
	nlog_str_addf(&path, "%s/%.32s.index", folder, digest);
	nlog_free(real);
	return nlog_str_detach(&path);
}

static bool has_folder(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* The folder, and what is missing above it, for its owner alone. */
static int make_folder(const char *folder, nlog_error *err)
{
	char *path = nlog_strdup(folder);
	bool is_made = has_folder(path);
	int rc = 0;

	if (!is_made && errno == ENOENT) {
		is_made = true;
		for (char *at = path + 1; is_made && *at; at++) {
			if (*at != '/')
				continue;
			*at = '\0';
			is_made = has_folder(path);
			*at = '/';
		}
		is_made = is_made && has_folder(path);
	}
	if (!is_made)
		rc = nlog_error_set(err, NLOG_EIO, "cannot make '%s': %s", folder,
				    strerror(errno));
	nlog_free(path);
	return rc;
}

int nlog_index_remove(const char *path, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < COUNT(suffixes); i++) {
		nlog_str file = NLOG_STR_INIT;

		nlog_str_addf(&file, "%s%s", path, suffixes[i]);
		if (!rc && unlink(file.data) != 0 && errno != ENOENT)
			rc = nlog_error_set(err, NLOG_EIO, "cannot remove '%s': %s",
					    file.data, strerror(errno));
		nlog_str_clear(&file);
	}
	return rc;
}

/* ---- up to the head */

/* Is it about this register, and was it written by this build? */
static bool is_ours(const index_state *state, const char *location)
{
	return strcmp(state->program, index_program) == 0 &&
	       strcmp(state->location, location) == 0;
}

/* Read what the file is about. @return 0, also if it is about nothing of ours */
static int read_state(nlog_index *index, const char *location, nlog_error *err)
{
	index_state state;
	int rc = index_state_read(index->shelf, &state, err);

	index_state_clear(&index->state);
	if (!rc && is_ours(&state, location))
		index->state = state;
	else if (!rc)
		index_state_clear(&state);
	return rc == NLOG_ENOTFOUND ? 0 : rc;
}

/* The log behind what is known; all of it where the head does not descend from that. */
static int walk(nlog_index *index, const nlog_store *store, nlog_log **out, nlog_error *err)
{
	const nlog_index_options *options = &index->options;
	int rc = nlog_store_log_after(out, store, index->state.head, options->progress,
				      options->data, err);

	if (rc != NLOG_ENOTFOUND && rc != NLOG_EDAMAGED)
		return rc;
	index_state_clear(&index->state);
	return nlog_store_log_after(out, store, "", options->progress, options->data, err);
}

/* What was derived goes too: another build may have done it, by other rules. */
static int remove_all(index_shelf *shelf, nlog_error *err)
{
	static const char kinds[] = {INDEX_ENTRIES, INDEX_MONTH, INDEX_NOTICE, INDEX_STATE,
				     INDEX_SHOWN,   INDEX_REST,  INDEX_JUDGE};
	int rc = 0;

	for (size_t i = 0; !rc && i < COUNT(kinds); i++)
		rc = shelf_remove_kind(shelf, kinds[i], err);
	return rc;
}

/* @param is_unreadable  set if it is the register that cannot be read */
static int write_news(nlog_index *index, const nlog_store *store, const char *location,
		      bool *is_unreadable, nlog_error *err)
{
	nlog_log *log = NULL;
	int rc = read_state(index, location, err);

	if (rc)
		return rc;
	rc = walk(index, store, &log, err);
	*is_unreadable = rc != 0;
	if (!rc && !index->state.entries) {
		rc = remove_all(index->shelf, err);
		index->state.program = nlog_strdup(index_program);
		index->state.location = nlog_strdup(location);
	}
	if (!rc)
		rc = index_add(index->shelf, &index->state, log, err);
	nlog_log_free(log);
	return rc;
}

/* Up to the head, and then held still for reading. */
static int bring_up(nlog_index *index, const nlog_store *store, const char *location,
		    bool *is_unreadable, nlog_error *err)
{
	char head[NLOG_OID_SIZE];
	int rc = nlog_store_head(store, head, err);

	*is_unreadable = rc != 0;
	if (!rc)
		rc = shelf_begin_reading(index->shelf, err);
	if (!rc)
		rc = read_state(index, location, err);
	if (rc || strcmp(index->state.head, head) == 0)
		return rc;
	shelf_cancel(index->shelf);
	rc = shelf_begin_writing(index->shelf, err);
	if (!rc)
		rc = write_news(index, store, location, is_unreadable, err);
	if (!rc)
		rc = shelf_commit(index->shelf, err);
	return rc ? rc : shelf_begin_reading(index->shelf, err);
}

/* What is damaged is made anew, once. */
static int make_ready(nlog_index *index, const nlog_store *store, const char *location,
		      bool *is_unreadable, nlog_error *err)
{
	int rc = shelf_open(&index->shelf, index->path, err);

	if (!rc && !index->options.is_fresh)
		rc = bring_up(index, store, location, is_unreadable, err);
	else if (!rc)
		rc = NLOG_EDAMAGED;
	if (rc != NLOG_EDAMAGED || *is_unreadable)
		return rc;
	index_state_clear(&index->state);
	rc = shelf_reset(index->shelf, err);
	return rc ? rc : bring_up(index, store, location, is_unreadable, err);
}

int nlog_index_open(nlog_index **out, const nlog_store *store,
		    const nlog_index_options *options, nlog_error *err)
{
	nlog_index *index = nlog_alloc(sizeof(*index));
	char *location = real_path(store);
	bool is_unreadable = !location;
	int rc = 0;

	*out = NULL;
	pthread_mutex_init(&index->lock, NULL);
	index->options = *options;
	index->path = nlog_index_path(store, options->folder);
	if (location)
		rc = make_folder(options->folder, err);
	if (!rc && location)
		rc = make_ready(index, store, location, &is_unreadable, err);
	nlog_free(location);
	index->options.progress = NULL;
	if (!rc && !is_unreadable)
		*out = index;
	else
		nlog_index_close(index);
	return is_unreadable ? 0 : rc;
}

/* What a notice or two take to derive is derived again sooner than it is on the disk. */
static bool is_worth_writing(const nlog_index *index)
{
	return index->pending_count >= (index->is_about_one ? PENDING_MIN : 1) &&
	       !index->is_lost;
}

void nlog_index_close(nlog_index *index)
{
	if (!index)
		return;
	if (index->shelf)
		shelf_cancel(index->shelf);
	if (is_worth_writing(index))
		index_write_pending(index);
	index_clear_pending(index);
	pthread_mutex_destroy(&index->lock);
	shelf_close(index->shelf);
	index_state_clear(&index->state);
	nlog_free(index->path);
	nlog_free(index);
}
