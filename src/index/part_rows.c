/* Entries of the log read from their rows, those alone that are asked for. */
#include <noticelog/alloc.h>
#include <noticelog/parallel.h>

#include "entry.h"

/* So few entries are read before another thread has begun. */
#define STRETCH_LEAST ((size_t)1024)

/* Places that one thread reads. */
typedef struct {
	nlog_index *index;
	const size_t *places;
	size_t count;
	nlog_entry *out; /* one for each */
	index_entries entries;
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

/* The entries of a row that are asked for, from the place at `first` to that before `end`. */
static int read_row(stretch *s, size_t number, size_t first, size_t end)
{
	int rc = open_row(s, number);
	bool is_fine = !rc && index_entries_open(&s->entries, nlog_str_slice(&s->row));

	for (size_t i = first; is_fine && i < end; i++) {
		size_t at = s->places[i] / 2 % INDEX_BLOCK;

		is_fine = at < s->entries.count &&
			  index_entries_get(&s->entries, at, s->places[i] % 2, &s->out[i]);
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

static void read_stretch(size_t index, void *data)
{
	stretch *s = (stretch *)data + index;

	index_entries_begin(&s->entries, &s->index->state);
	for (size_t i = 0, end; !s->rc && i < s->count; i = end) {
		end = end_of_row(s->places, s->count, i);
		s->rc = read_row(s, row_of(s->places[i]), i, end);
	}
}

/* Share the places out, no row to two. @param out  an entry for each place */
static void share_out(stretch *stretches, size_t count, nlog_index *index,
		      const index_places *list, nlog_entry *out)
{
	for (size_t i = 0, first = 0; i < count; i++) {
		size_t end = list->count * (i + 1) / count;

		if (end > first)
			end = end_of_row(list->items, list->count, end - 1);
		else
			end = first;
		stretches[i].index = index;
		stretches[i].places = list->items + first;
		stretches[i].count = end - first;
		stretches[i].out = out + first;
		first = end;
	}
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
	size_t most = list->count / STRETCH_LEAST + 1, count = jobs < most ? jobs : most;
	stretch *stretches;
	int rc = 0;

	if (!list->count)
		return 0;
	stretches = nlog_alloc_array(count, sizeof(*stretches));
	share_out(stretches, count, index, list, nlog_log_extend(log, list->count));
	nlog_parallel(count, read_stretch, stretches);
	for (size_t i = 0; i < count; i++) {
		if (!rc && stretches[i].rc) {
			rc = stretches[i].rc;
			*err = stretches[i].err;
		}
		index_entries_end(&stretches[i].entries, log);
		clear_stretch(&stretches[i]);
	}
	nlog_free(stretches);
	return rc;
}
