/* The log as the index knows it, all of it. */
#include "entry.h"

#include <noticelog/alloc.h>
#include <string.h>

/* What a file says of itself is believed so far: it costs nothing until it is used. */
#define RESERVED_MAX ((size_t)1 << 20)

typedef struct {
	nlog_log *log;
	index_entries entries;
	size_t next; /* the row that comes next */
} reading;

/* A row has as many entries as there is room for, but for the last. */
static int add_row(nlog_slice key, nlog_slice bytes, void *data)
{
	reading *r = data;
	nlog_str expected = NLOG_STR_INIT;
	bool fits = nlog_log_count(r->log) == r->next * INDEX_BLOCK;

	index_block_key(&expected, r->next++);
	fits = fits && nlog_slice_equal(key, nlog_str_slice(&expected)) &&
	       index_entries_get_all(&r->entries, bytes, r->log);
	nlog_str_clear(&expected);
	return fits ? 0 : NLOG_EDAMAGED;
}

/* A file that says other things than it should is made anew by the next command. */
int index_distrust(nlog_index *index, int rc, nlog_error *err)
{
	if (!err->code)
		nlog_error_set(err, NLOG_EDAMAGED, "'%s' is not of our form", index->path);
	if (rc == NLOG_EDAMAGED)
		(void)shelf_reset(index->shelf, NULL);
	index->is_lost = true;
	return index_fault(index, rc, err);
}

/* The last entry is that of the head; of one commit there may be several. */
bool index_ends_at_head(const nlog_log *log)
{
	size_t count = nlog_log_count(log);

	return count &&
	       strcmp(nlog_log_get(log, count - 1)->commit, nlog_log_head(log)) == 0;
}

int nlog_index_log(nlog_log **out, nlog_index *index)
{
	reading r = {.log = nlog_log_new(index->state.head)};
	nlog_error err = NLOG_ERROR_INIT;
	int rc;

	index_entries_begin(&r.entries, &index->state);
	nlog_log_reserve(r.log, index->state.entries < RESERVED_MAX ? index->state.entries
								    : RESERVED_MAX);
	rc = index->is_lost ? NLOG_EDAMAGED
			    : shelf_each(index->shelf, INDEX_ENTRIES, add_row, &r, &err);
	index_entries_end(&r.entries, r.log);
	if (!rc &&
	    (nlog_log_count(r.log) != index->state.entries || !index_ends_at_head(r.log)))
		rc = NLOG_EDAMAGED;
	if (rc) {
		nlog_log_free(r.log);
		return index_distrust(index, rc, &err);
	}
	*out = r.log;
	return 0;
}
