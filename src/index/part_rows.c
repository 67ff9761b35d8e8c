/* Entries of the log read from their rows, those alone that are asked for. */
#include "index.h"

#include <assert.h>
#include <noticelog/alloc.h>
#include <noticelog/parallel.h>

/* So few entries are read before another thread has begun. */
#define STRETCH_LEAST ((size_t)1024)

/* Places that one thread reads. */
typedef struct {
	nlog_index *index;
	const size_t *places;
	size_t count;
	nlog_log *log;
	row_coder coder;
	nlog_str key, closed, row; /* of the row in hand */
	int rc;
	nlog_error err;
} stretch;

/* Only the look into the file is under the lock. */
static int open_row(stretch *s, size_t number)
{
	index_shelf *shelf = s->index->shelf;
	int rc;

	index_block_key(&s->key, number);
	nlog_str_truncate(&s->closed, 0);
	nlog_str_truncate(&s->row, 0);
	pthread_mutex_lock(&s->index->lock);
	rc = shelf_get_closed(shelf, nlog_str_slice(&s->key), &s->closed, &s->err);
	pthread_mutex_unlock(&s->index->lock);
	if (rc)
		return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
	if (!row_open_to(&s->row, &s->coder, nlog_str_slice(&s->key),
			 nlog_str_slice(&s->closed)))
		return shelf_damaged(shelf, &s->err);
	return 0;
}

/* The entries of a row that are asked for, up to the last of them. */
static int read_row(stretch *s, size_t number, const size_t *places, size_t count)
{
	int rc = open_row(s, number);
	index_block_reader reader;
	bool is_fine = true;

	if (rc)
		return rc;
	reader = index_block_begin(nlog_str_slice(&s->row));
	for (size_t i = 0, place = number * INDEX_BLOCK; is_fine && i < count; place++) {
		bool is_asked = places[i] / 2 == place;

		is_fine = index_entry_unpack(&reader, is_asked ? s->log : NULL,
					     &s->index->state, is_asked && places[i] % 2);
		i += is_asked;
	}
	index_block_end(&reader);
	return is_fine ? 0 : NLOG_EDAMAGED;
}

static size_t row_of(size_t marked_place)
{
	return marked_place / 2 / INDEX_BLOCK;
}

/* Where the places of the row end that the one at `at` is in. */
static size_t end_of_row(const size_t *places, size_t count, size_t at)
{
	size_t end = at + 1;

	while (end < count && row_of(places[end]) == row_of(places[at]))
		end++;
	return end;
}

static void read_stretch(size_t index, void *data)
{
	stretch *s = (stretch *)data + index;

	for (size_t i = 0, end; !s->rc && i < s->count; i = end) {
		end = end_of_row(s->places, s->count, i);
		s->rc = read_row(s, row_of(s->places[i]), s->places + i, end - i);
	}
}

/* Share the places out, no row to two. @return how many stretches */
static size_t share_out(stretch *stretches, nlog_index *index, const index_places *list,
			nlog_log *log, size_t jobs)
{
	size_t most = list->count / STRETCH_LEAST + 1, count = jobs < most ? jobs : most;

	for (size_t i = 0, first = 0; i < count; i++) {
		size_t end = list->count * (i + 1) / count;

		if (end > first)
			end = end_of_row(list->items, list->count, end - 1);
		else
			end = first;
		stretches[i] = (stretch){
			.index = index,
			.places = list->items + first,
			.count = end - first,
			.log = i ? nlog_log_new("") : log,
			.err = NLOG_ERROR_INIT,
		};
		if (i)
			nlog_log_reserve(stretches[i].log, stretches[i].count);
		first = end;
	}
	return count;
}

static void clear_stretch(stretch *s)
{
	row_coder_clear(&s->coder);
	nlog_str_clear(&s->key);
	nlog_str_clear(&s->closed);
	nlog_str_clear(&s->row);
}

int index_read_places(nlog_index *index, const index_places *list, nlog_log *log,
		      size_t jobs, nlog_error *err)
{
	stretch stretches[NLOG_JOBS_MAX];
	size_t count;
	int rc = 0;

	assert(jobs && jobs <= NLOG_JOBS_MAX);
	count = share_out(stretches, index, list, log, jobs);
	nlog_parallel(count, read_stretch, stretches);
	for (size_t i = 0; i < count; i++) {
		if (!rc && stretches[i].rc) {
			rc = stretches[i].rc;
			*err = stretches[i].err;
		}
		if (i)
			nlog_log_join_take(log, stretches[i].log);
		clear_stretch(&stretches[i]);
	}
	return rc;
}
