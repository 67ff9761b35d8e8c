/* What was derived: recalled from the file, and remembered until the index is closed. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/* A key's letter, and 16 bytes of a digest. */
#define KEY_LEN 17

/* The most that is kept to be written. */
#define PENDING_MAX ((size_t)256 << 20)

static const char judge_key[] = {INDEX_JUDGE};

static nlog_slice row_of_judge(void)
{
	return (nlog_slice){judge_key, sizeof(judge_key)};
}

/* Digests are hexadecimal; half of one is enough to tell one from another. */
static void add_key(nlog_str *out, const char digest[NLOG_DIGEST_SIZE])
{
	nlog_str packed = NLOG_STR_INIT;

	pack_hex(&packed, digest);
	nlog_str_addc(out, INDEX_DERIVED);
	nlog_str_addn(out, packed.data + 1, KEY_LEN - 1);
	nlog_str_clear(&packed);
}

bool nlog_index_recall(nlog_index *index, const char key[NLOG_DIGEST_SIZE],
		       nlog_derived *out)
{
	nlog_str name = NLOG_STR_INIT, copy = NLOG_STR_INIT;
	nlog_slice bytes;
	bool known;

	add_key(&name, key);
	pthread_mutex_lock(&index->lock);
	known = !index->is_lost &&
		shelf_get(index->shelf, nlog_str_slice(&name), &bytes, NULL) == 0;
	if (known)
		nlog_str_add_slice(&copy, bytes);
	pthread_mutex_unlock(&index->lock);
	known = known && index_derived_unpack(out, nlog_str_slice(&copy));
	nlog_str_clear(&name);
	nlog_str_clear(&copy);
	return known;
}

void nlog_index_remember(nlog_index *index, const char key[NLOG_DIGEST_SIZE],
			 const char source[NLOG_DIGEST_SIZE], const nlog_derived *derived)
{
	nlog_str row = NLOG_STR_INIT;
	size_t len;

	add_key(&row, key);
	index_derived_pack(&row, derived);
	len = row.len;
	pthread_mutex_lock(&index->lock);
	if (index->pending_bytes + len <= PENDING_MAX) {
		memcpy(index->judge, source, sizeof(index->judge));
		NLOG_GROW(index->pending, index->pending_count, index->pending_capacity);
		index->pending[index->pending_count++] =
			(index_pending){nlog_str_detach(&row), len};
		index->pending_bytes += len;
	}
	pthread_mutex_unlock(&index->lock);
	nlog_str_clear(&row);
}

/* Another register judges: what the one before judged is not asked for again. */
static int forget_others(nlog_index *index, nlog_error *err)
{
	nlog_slice judge;
	int rc = shelf_get(index->shelf, row_of_judge(), &judge, err);

	if (!rc && nlog_slice_is(judge, index->judge))
		return 0;
	if (rc && rc != NLOG_ENOTFOUND)
		return rc;
	rc = shelf_remove_kind(index->shelf, INDEX_DERIVED, err);
	return rc ? rc
		  : shelf_put(index->shelf, row_of_judge(), nlog_slice_of(index->judge),
			      err);
}

static int by_row_key(const void *left, const void *right)
{
	const index_pending *a = left, *b = right;

	return memcmp(a->bytes, b->bytes, KEY_LEN);
}

static int put_pending(nlog_index *index, nlog_error *err)
{
	index_state state;
	int rc = index_state_read(index->shelf, &state, err);

	if (rc)
		return rc;
	if (strcmp(state.program, index_program) != 0)
		rc = NLOG_ECONFLICT;
	index_state_clear(&state);
	if (!rc)
		rc = forget_others(index, err);
	/* In the order of their keys pages are filled one after the other, and full. */
	qsort(index->pending, index->pending_count, sizeof(*index->pending), by_row_key);
	for (size_t i = 0; !rc && i < index->pending_count; i++) {
		nlog_slice row = {index->pending[i].bytes, index->pending[i].len};

		rc = shelf_put(index->shelf, (nlog_slice){row.data, KEY_LEN},
			       nlog_slice_from(row, KEY_LEN), err);
	}
	return rc;
}

void index_write_pending(nlog_index *index)
{
	nlog_error err = NLOG_ERROR_INIT;
	int rc = shelf_begin_writing(index->shelf, &err);

	if (!rc)
		rc = put_pending(index, &err);
	if (!rc)
		rc = shelf_commit(index->shelf, &err);
	/* What is not written is derived again: nobody has to know. */
	if (rc)
		shelf_cancel(index->shelf);
}
