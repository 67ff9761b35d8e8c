/* Entries of the log read from their rows, those alone that are asked for. */
#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdatomic.h>

#include "entry.h"

/* So few entries are read before another thread has begun. */
#define SHARE_LEAST ((size_t)1024)

/* Stretches for each thread: the one that is sooner through takes the next. */
#define STRETCHES ((size_t)4)

/* Places that one thread reads at a time, and where their entries go. */
typedef struct {
	const size_t *places;
	size_t count;
	nlog_entry *out;
} stretch;

/* What all threads have to read. */
typedef struct {
	nlog_index *index;
	stretch *stretches;
	size_t count;
	atomic_size_t next; /* the stretch that nobody has taken */
} work;

/* A thread. */
typedef struct {
	work *work;
	index_entries entries;
	row_coder coder;
	nlog_str key, closed, row; /* of the row in hand */
	int rc;
	nlog_error err;
} reader;

/* Only the look into the file is under the lock. */
static int open_row(reader *r, size_t number)
{
	nlog_index *index = r->work->index;
	int rc;

	index_block_key(&r->key, number);
	nlog_str_truncate(&r->closed, 0);
	nlog_str_truncate(&r->row, 0);
	pthread_mutex_lock(&index->lock);
	rc = shelf_get_closed(index->shelf, nlog_str_slice(&r->key), &r->closed, &r->err);
	pthread_mutex_unlock(&index->lock);
	if (rc)
		return rc == NLOG_ENOTFOUND ? NLOG_EDAMAGED : rc;
	if (!row_open_to(&r->row, &r->coder, nlog_str_slice(&r->key),
			 nlog_str_slice(&r->closed)))
		return shelf_damaged(index->shelf, &r->err);
	return 0;
}

/* The entries of a row that are asked for, from the place at `first` to that before `end`. */
static int read_row(reader *r, const stretch *s, size_t number, size_t first, size_t end)
{
	int rc = open_row(r, number);
	bool is_fine = !rc && index_entries_open(&r->entries, nlog_str_slice(&r->row));

	for (size_t i = first; is_fine && i < end; i++) {
		size_t at = s->places[i] / 2 % INDEX_BLOCK;

		is_fine = at < r->entries.count &&
			  index_entries_get(&r->entries, at, s->places[i] % 2, &s->out[i]);
	}
	return is_fine || rc ? rc : NLOG_EDAMAGED;
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

static int read_stretch(reader *r, const stretch *s)
{
	int rc = 0;

	for (size_t i = 0, end; !rc && i < s->count; i = end) {
		end = end_of_row(s->places, s->count, i);
		rc = read_row(r, s, row_of(s->places[i]), i, end);
	}
	return rc;
}

static void read_stretches(size_t index, void *data)
{
	reader *r = (reader *)data + index;
	work *all = r->work;
	size_t taken;

	index_entries_begin(&r->entries, &all->index->state);
	while (!r->rc && (taken = atomic_fetch_add(&all->next, 1)) < all->count)
		r->rc = read_stretch(r, &all->stretches[taken]);
}

/* Share the places out, no row to two. @param out  an entry for each place */
static void share_out(work *all, const index_places *list, nlog_entry *out)
{
	for (size_t i = 0, first = 0; i < all->count; i++) {
		size_t end = list->count * (i + 1) / all->count;

		if (end > first)
			end = end_of_row(list->items, list->count, end - 1);
		else
			end = first;
		all->stretches[i] =
			(stretch){list->items + first, end - first, out + first};
		first = end;
	}
}

static void clear_reader(reader *r, nlog_log *log)
{
	index_entries_end(&r->entries, log);
	row_coder_clear(&r->coder);
	nlog_str_clear(&r->key);
	nlog_str_clear(&r->closed);
	nlog_str_clear(&r->row);
}

int index_read_places(nlog_index *index, const index_places *list, nlog_log *log,
		      size_t jobs, nlog_error *err)
{
	size_t most = list->count / SHARE_LEAST + 1, count = jobs < most ? jobs : most;
	work all = {.index = index, .count = count * STRETCHES};
	reader *readers;
	int rc = 0;

	if (!list->count)
		return 0;
	all.stretches = nlog_alloc_array(all.count, sizeof(*all.stretches));
	readers = nlog_alloc_array(count, sizeof(*readers));
	share_out(&all, list, nlog_log_extend(log, list->count));
	for (size_t i = 0; i < count; i++)
		readers[i].work = &all;
	nlog_parallel(count, read_stretches, readers);
	for (size_t i = 0; i < count; i++) {
		if (!rc && readers[i].rc) {
			rc = readers[i].rc;
			*err = readers[i].err;
		}
		clear_reader(&readers[i], log);
	}
	nlog_free(readers);
	nlog_free(all.stretches);
	return rc;
}
