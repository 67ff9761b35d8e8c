/* What was derived: recalled from the file, and remembered until the index is closed. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/* Half of a digest is enough to tell one from another. */
#define DIGEST_LEN (NLOG_SHA256_LEN / 2)

/* The two items of a step are written together: what is seen of another writing is seen here. */
#define TAG_LEN 4

/* Of some hundred comparisons. */
#define ROW_SIZE ((size_t)64 << 10)

/* As much is kept to be written together. */
#define PENDING_MAX ((size_t)16 << 20)

static const char judge_key[] = {INDEX_JUDGE};

static nlog_slice row_of_judge(void)
{
	return (nlog_slice){judge_key, sizeof(judge_key)};
}

/* Steps of a notice lie together, in recorded order. */
static void add_name(nlog_str *out, const nlog_index_step *step)
{
	nlog_str_addn(out, step->notice, strlen(step->notice) + 1);
	for (int shift = 24; shift >= 0; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(step->revision >> shift));
}

/* Take a digest off an item's ids. @return false if it was derived from something else */
static bool take_digest(sheaf_item *item, const nlog_index_step *step, size_t len)
{
	if (item->ids.len < len || memcmp(item->ids.data, step->digest, len) != 0)
		return false;
	item->ids = nlog_slice_from(item->ids, len);
	return true;
}

struct nlog_index_reader {
	nlog_index *index;
	sheaf_reader shown, rest;
	nlog_str name;   /* of the step in hand */
	nlog_shown form; /* of a step that is recalled whole */
};

static sheaf_reader read_kind(nlog_index *index, char kind)
{
	return (sheaf_reader){.shelf = index->shelf, .kind = kind, .lock = &index->lock};
}

nlog_index_reader *nlog_index_reader_new(nlog_index *index)
{
	nlog_index_reader *reader = nlog_alloc(sizeof(*reader));

	*reader = (nlog_index_reader){
		.index = index,
		.shown = read_kind(index, INDEX_SHOWN),
		.rest = read_kind(index, INDEX_REST),
	};
	return reader;
}

void nlog_index_reader_free(nlog_index_reader *reader)
{
	if (!reader)
		return;
	sheaf_reader_clear(&reader->shown);
	sheaf_reader_clear(&reader->rest);
	nlog_str_clear(&reader->name);
	nlog_shown_clear(&reader->form);
	nlog_free(reader);
}

/*
 * What is shown of a step. Rows that were read before others were written may be older
 * than these: what is in them is found by what it was derived from, and is no less true.
 */
static bool find_shown(nlog_index_reader *reader, const nlog_index_step *step,
		       sheaf_item *out)
{
	nlog_str_truncate(&reader->name, 0);
	add_name(&reader->name, step);
	return !reader->index->is_lost &&
	       sheaf_get(&reader->shown, nlog_str_slice(&reader->name), out, NULL) == 0 &&
	       take_digest(out, step, DIGEST_LEN);
}

bool nlog_index_recall_shown(nlog_index_reader *reader, const nlog_index_step *step,
			     nlog_shown *out)
{
	sheaf_item item;
	nlog_slice texts;

	return find_shown(reader, step, &item) &&
	       index_shown_unpack(out, item.bytes, &texts);
}

bool nlog_index_recall(nlog_index_reader *reader, const nlog_index_step *step,
		       nlog_derived *out)
{
	sheaf_item shown, rest;

	return find_shown(reader, step, &shown) &&
	       sheaf_get(&reader->rest, nlog_str_slice(&reader->name), &rest, NULL) == 0 &&
	       take_digest(&rest, step, TAG_LEN) &&
	       index_derived_unpack(out, &reader->form, shown.bytes, rest.bytes, rest.ids);
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
	rc = shelf_remove_kind(index->shelf, INDEX_SHOWN, err);
	if (!rc)
		rc = shelf_remove_kind(index->shelf, INDEX_REST, err);
	return rc ? rc
		  : shelf_put(index->shelf, row_of_judge(), nlog_slice_of(index->judge),
			      err);
}

static int by_name(const void *left, const void *right)
{
	const index_pending *a = left, *b = right;

	return sheaf_compare(a->shown.name, b->shown.name);
}

/* Sorted; of what was remembered twice once. */
static void sort_pending(nlog_index *index)
{
	index_pending *items = index->pending;
	size_t count = 0;

	qsort(items, index->pending_count, sizeof(*items), by_name);
	for (size_t i = 0; i < index->pending_count; i++)
		if (!count || by_name(&items[count - 1], &items[i]) != 0)
			items[count++] = items[i];
	index->pending_count = count;
}

static int merge_pending(nlog_index *index, nlog_error *err)
{
	size_t count = index->pending_count;
	sheaf_item *items = nlog_alloc_array(count, sizeof(*items));
	int rc;

	for (size_t i = 0; i < count; i++)
		items[i] = index->pending[i].shown;
	rc = sheaf_merge(index->shelf, INDEX_SHOWN, ROW_SIZE, items, count, true, err);
	for (size_t i = 0; i < count; i++)
		items[i] = index->pending[i].rest;
	if (!rc)
		rc = sheaf_merge(index->shelf, INDEX_REST, ROW_SIZE, items, count, true,
				 err);
	nlog_free(items);
	return rc;
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
	if (rc)
		return rc;
	sort_pending(index);
	return merge_pending(index, err);
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

void index_clear_pending(nlog_index *index)
{
	nlog_pool_clear(&index->pending_texts);
	nlog_free(index->pending);
	index->pending = NULL;
	index->pending_count = index->pending_capacity = index->pending_bytes = 0;
}

/* What is read from here on may be of a later state: it is found by what it was derived from. */
static void write_meanwhile(nlog_index *index)
{
	shelf_cancel(index->shelf);
	if (!index->is_lost)
		index_write_pending(index);
	index_clear_pending(index);
	if (shelf_begin_reading(index->shelf, NULL))
		index->is_lost = true;
}

/* Many of them wait to be written, each as long as it is. */
static nlog_slice keep(nlog_index *index, nlog_slice text)
{
	return (nlog_slice){nlog_pool_text(&index->pending_texts, text), text.len};
}

static sheaf_item keep_item(nlog_index *index, nlog_slice name, const nlog_str *bytes,
			    const nlog_str *ids)
{
	index->pending_bytes += name.len + bytes->len + ids->len;
	return (sheaf_item){name, keep(index, nlog_str_slice(bytes)),
			    keep(index, nlog_str_slice(ids))};
}

void nlog_index_remember(nlog_index *index, const nlog_index_step *step,
			 const char source[NLOG_DIGEST_SIZE], const nlog_derived *derived)
{
	nlog_str name = NLOG_STR_INIT, shown = NLOG_STR_INIT, rest = NLOG_STR_INIT;
	nlog_str digest = NLOG_STR_INIT, ids = NLOG_STR_INIT;
	nlog_slice kept;

	add_name(&name, step);
	nlog_str_addn(&digest, (const char *)step->digest, DIGEST_LEN);
	nlog_str_addn(&ids, (const char *)step->digest, TAG_LEN);
	index_derived_pack(&shown, &rest, &ids, derived);
	pthread_mutex_lock(&index->lock);
	memcpy(index->judge, source, sizeof(index->judge));
	kept = keep(index, nlog_str_slice(&name));
	NLOG_GROW(index->pending, index->pending_count, index->pending_capacity);
	index->pending[index->pending_count++] =
		(index_pending){keep_item(index, kept, &shown, &digest),
				keep_item(index, kept, &rest, &ids)};
	if (index->pending_bytes > PENDING_MAX)
		write_meanwhile(index);
	pthread_mutex_unlock(&index->lock);
	nlog_str_clear(&name);
	nlog_str_clear(&shown);
	nlog_str_clear(&rest);
	nlog_str_clear(&digest);
	nlog_str_clear(&ids);
}
