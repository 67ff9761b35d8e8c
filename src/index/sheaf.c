/* Sheaves: many short items in one row each, sorted by name. */
#include "sheaf.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

int sheaf_compare(nlog_slice a, nlog_slice b)
{
	int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/*
 * A row: how long its ids are together, its items, and behind them the ids, which are not
 * deflated with the rest.
 */
typedef struct {
	nlog_str items, ids;
} bundle;

static void add_item(bundle *out, const sheaf_item *item)
{
	pack_bytes(&out->items, item->name);
	pack_bytes(&out->items, item->bytes);
	pack_number(&out->items, item->ids.len);
	nlog_str_add_slice(&out->ids, item->ids);
}

/* The same while it is read. */
typedef struct {
	unpacker items, ids;
} walk;

static walk walk_begin(nlog_slice row)
{
	unpacker from = unpack_begin(row);
	size_t ids = row.len ? (size_t)unpack_number(&from, row.len) : 0;
	walk w = {from, from};

	if (ids > (size_t)(from.end - from.at)) {
		w.items.has_failed = true;
		ids = 0;
	}
	w.items.end = w.ids.at = from.end - ids;
	return w;
}

static nlog_slice take_ids(walk *w)
{
	size_t left = (size_t)(w->ids.end - w->ids.at);
	nlog_slice ids = {(const char *)w->ids.at, (size_t)unpack_number(&w->items, left)};

	w->ids.at += ids.len;
	return ids;
}

/* @return false at the end, or where it is not of our form */
static bool next_item(walk *w, sheaf_item *out)
{
	if (w->items.has_failed || w->items.at == w->items.end)
		return false;
	out->name = unpack_bytes(&w->items);
	out->bytes = unpack_bytes(&w->items);
	out->ids = take_ids(w);
	return !w->items.has_failed;
}

/* Was all of it of our form? */
static bool walk_end(const walk *w)
{
	return !w->items.has_failed && w->ids.at == w->ids.end;
}

/* ---- reading */

static void add_key(nlog_str *out, char kind, nlog_slice name)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, kind);
	nlog_str_add_slice(out, name);
}

static void free_page(sheaf_page *page)
{
	if (!page)
		return;
	nlog_str_clear(&page->row);
	nlog_str_clear(&page->first);
	nlog_str_clear(&page->next);
	nlog_free(page->items);
	nlog_free(page);
}

/* @return false if the row is not of our form */
static bool fill_page(sheaf_page *page)
{
	walk w = walk_begin(nlog_str_slice(&page->row));
	sheaf_item item;

	while (next_item(&w, &item)) {
		NLOG_GROW(page->items, page->item_count, page->item_capacity);
		page->items[page->item_count++] = item;
	}
	return walk_end(&w);
}

static int read_closed(sheaf_page *page, sheaf_reader *reader, nlog_slice key,
		       nlog_error *err)
{
	int rc;

	nlog_str_truncate(&reader->closed, 0);
	if (reader->lock)
		pthread_mutex_lock(reader->lock);
	rc = shelf_get_last_closed(reader->shelf, key, &page->first, &reader->closed,
				   &page->next, err);
	if (reader->lock)
		pthread_mutex_unlock(reader->lock);
	return rc;
}

/* An empty one. */
static sheaf_page *take_page(sheaf_reader *reader)
{
	sheaf_page *page = reader->spare;

	reader->spare = NULL;
	if (!page)
		return nlog_alloc(sizeof(*page));
	nlog_str_truncate(&page->row, 0);
	nlog_str_truncate(&page->first, 0);
	nlog_str_truncate(&page->next, 0);
	page->item_count = 0;
	return page;
}

static int load_page(sheaf_page **out, sheaf_reader *reader, nlog_slice key,
		     nlog_error *err)
{
	sheaf_page *page = take_page(reader);
	int rc = read_closed(page, reader, key, err);

	if (!rc && !row_open_to(&page->row, &reader->coder, nlog_str_slice(&page->first),
				nlog_str_slice(&reader->closed)))
		rc = shelf_damaged(reader->shelf, err);
	if (!rc && !fill_page(page))
		rc = nlog_error_set(err, NLOG_EDAMAGED,
				    "a row of the index is not of our form");
	if (rc)
		free_page(page);
	else
		*out = page;
	return rc;
}

/* How many pages are not behind a key. */
static size_t count_before(const sheaf_reader *reader, nlog_slice key)
{
	size_t low = 0, high = reader->page_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (sheaf_compare(nlog_str_slice(&reader->pages[middle]->first), key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void drop_oldest(sheaf_reader *reader)
{
	size_t oldest = 0;

	for (size_t i = 1; i < reader->page_count; i++)
		if (reader->pages[i]->used < reader->pages[oldest]->used)
			oldest = i;
	free_page(reader->spare);
	reader->spare = reader->pages[oldest];
	reader->page_count--;
	memmove(reader->pages + oldest, reader->pages + oldest + 1,
		(reader->page_count - oldest) * sizeof(*reader->pages));
}

static bool ends_before(const sheaf_page *page, nlog_slice key)
{
	return page->next.len && sheaf_compare(nlog_str_slice(&page->next), key) <= 0;
}

/* The page that a key is in, read now if it is not there. */
static int page_for(sheaf_reader *reader, nlog_slice key, sheaf_page **out, nlog_error *err)
{
	size_t at = count_before(reader, key);
	int rc;

	if (at && !ends_before(reader->pages[at - 1], key)) {
		*out = reader->pages[at - 1];
	} else {
		reader->is_scattered |= at < reader->page_count;
		if (reader->page_count == (reader->is_scattered ? SHEAF_PAGES : 1))
			drop_oldest(reader);
		rc = load_page(out, reader, key, err);
		if (rc)
			return rc;
		at = count_before(reader, key);
		memmove(reader->pages + at + 1, reader->pages + at,
			(reader->page_count - at) * sizeof(*reader->pages));
		reader->pages[at] = *out;
		reader->page_count++;
	}
	(*out)->used = ++reader->count;
	return 0;
}

static int by_name(const void *name, const void *item)
{
	return sheaf_compare(*(const nlog_slice *)name, ((const sheaf_item *)item)->name);
}

static const sheaf_item *find_item(const sheaf_page *page, nlog_slice name)
{
	return page->item_count ? bsearch(&name, page->items, page->item_count,
					  sizeof(*page->items), by_name)
				: NULL;
}

/* Who asks for names in their order finds the next one behind the last one. */
static const sheaf_item *find_next(const sheaf_reader *reader, nlog_slice name)
{
	const sheaf_page *page = reader->last_page;
	const sheaf_item *next = page ? reader->last_item + 1 : NULL;

	return next && next < page->items + page->item_count &&
			       nlog_slice_equal(next->name, name)
		       ? next
		       : NULL;
}

int sheaf_get(sheaf_reader *reader, nlog_slice name, sheaf_item *out, nlog_error *err)
{
	const sheaf_item *item = find_next(reader, name);
	sheaf_page *page;
	int rc;

	if (!item) {
		reader->last_page = NULL;
		add_key(&reader->key, reader->kind, name);
		rc = page_for(reader, nlog_str_slice(&reader->key), &page, err);
		if (rc)
			return rc;
		item = find_item(page, name);
		if (!item)
			return NLOG_ENOTFOUND;
		reader->last_page = page;
	}
	reader->last_item = item;
	*out = *item;
	return 0;
}

void sheaf_reader_clear(sheaf_reader *reader)
{
	for (size_t i = 0; i < reader->page_count; i++)
		free_page(reader->pages[i]);
	free_page(reader->spare);
	reader->page_count = 0;
	reader->spare = NULL;
	reader->last_page = NULL;
	nlog_str_clear(&reader->key);
	row_coder_clear(&reader->coder);
	nlog_str_clear(&reader->closed);
}

static int count_items(nlog_slice key, nlog_slice bytes, void *data)
{
	walk w = walk_begin(bytes);
	sheaf_item item;
	size_t *count = data;

	(void)key;
	while (next_item(&w, &item))
		(*count)++;
	return 0;
}

int sheaf_count(index_shelf *shelf, char kind, size_t *count, nlog_error *err)
{
	*count = 0;
	return shelf_each(shelf, kind, count_items, count, err);
}

/* ---- writing */

/* A row's items and the new ones, merged; all borrowed. */
typedef struct {
	sheaf_item *items;
	size_t count, capacity, size;
} merged;

static size_t size_of(const sheaf_item *item)
{
	return item->name.len + item->bytes.len + item->ids.len;
}

static void add_merged(merged *all, const sheaf_item *item)
{
	NLOG_GROW(all->items, all->count, all->capacity);
	all->items[all->count++] = *item;
	all->size += size_of(item);
}

/*
 * Those new items that belong to the row, which is before `next`.
 *
 * @return false if the row is not of our form; what could be read of it is kept
 */
static bool merge(merged *all, nlog_slice row, const sheaf_item *items, size_t count,
		  nlog_slice next, size_t *taken)
{
	walk w = walk_begin(row);
	sheaf_item old;
	bool has_old = next_item(&w, &old);
	size_t i = 0;

	for (; i < count && (!next.len || sheaf_compare(items[i].name, next) < 0); i++) {
		for (; has_old && sheaf_compare(old.name, items[i].name) < 0;
		     has_old = next_item(&w, &old))
			add_merged(all, &old);
		if (has_old && sheaf_compare(old.name, items[i].name) == 0)
			has_old = next_item(&w, &old);
		add_merged(all, &items[i]);
	}
	for (; has_old; has_old = next_item(&w, &old))
		add_merged(all, &old);
	*taken = i;
	return walk_end(&w);
}

static int put_bundle(index_shelf *shelf, nlog_slice key, const bundle *row,
		      nlog_error *err)
{
	nlog_str bytes = NLOG_STR_INIT;
	int rc;

	pack_number(&bytes, row->ids.len);
	nlog_str_add_slice(&bytes, nlog_str_slice(&row->items));
	nlog_str_add_slice(&bytes, nlog_str_slice(&row->ids));
	rc = shelf_put_partly_plain(shelf, key, nlog_str_slice(&bytes), row->ids.len, err);
	nlog_str_clear(&bytes);
	return rc;
}

/* Into as many rows as it takes, all of about the same size. The first keeps its key. */
static int put_merged(index_shelf *shelf, char kind, size_t row_size, nlog_slice first,
		      const merged *all, nlog_error *err)
{
	size_t rows = all->size / row_size + 1, share = all->size / rows + 1, i = 0;
	bundle row = {NLOG_STR_INIT, NLOG_STR_INIT};
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	nlog_str_add_slice(&key, first);
	while (!rc && i < all->count) {
		nlog_str_truncate(&row.items, 0);
		nlog_str_truncate(&row.ids, 0);
		for (size_t size = 0; i < all->count && size < share; i++) {
			size += size_of(&all->items[i]);
			add_item(&row, &all->items[i]);
		}
		rc = put_bundle(shelf, nlog_str_slice(&key), &row, err);
		if (i < all->count)
			add_key(&key, kind, all->items[i].name);
	}
	nlog_str_clear(&key);
	nlog_str_clear(&row.items);
	nlog_str_clear(&row.ids);
	return rc;
}

/* Merge those new items that belong into the row of the first of them. @return as sheaf_merge() */
static int merge_row(index_shelf *shelf, char kind, size_t row_size,
		     const sheaf_item *items, size_t count, bool is_careless, size_t *taken,
		     nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT, first = NLOG_STR_INIT, next = NLOG_STR_INIT;
	nlog_str row = NLOG_STR_INIT;
	nlog_slice found = {&kind, 1}, bytes = {"", 0};
	merged all = {NULL, 0, 0, 0};
	int rc;

	add_key(&key, kind, items[0].name);
	rc = shelf_get_last(shelf, nlog_str_slice(&key), &found, &bytes, &next, err);
	if (rc == NLOG_EDAMAGED && is_careless)
		bytes = (nlog_slice){"", 0};
	else if (rc && rc != NLOG_ENOTFOUND)
		goto out;
	nlog_str_add_slice(&first, found);
	nlog_str_add_slice(&row, bytes);
	rc = 0;
	if (!merge(&all, nlog_str_slice(&row), items, count,
		   nlog_slice_from(nlog_str_slice(&next), 1), taken) &&
	    !is_careless)
		rc = nlog_error_set(err, NLOG_EDAMAGED,
				    "a row of the index is not of our form");
	if (!rc)
		rc = put_merged(shelf, kind, row_size, nlog_str_slice(&first), &all, err);
out:
	nlog_free(all.items);
	nlog_str_clear(&key);
	nlog_str_clear(&first);
	nlog_str_clear(&next);
	nlog_str_clear(&row);
	return rc;
}

int sheaf_merge(index_shelf *shelf, char kind, size_t row_size, const sheaf_item *items,
		size_t count, bool is_careless, nlog_error *err)
{
	int rc = 0;

	for (size_t done = 0, taken = 0; !rc && done < count; done += taken)
		rc = merge_row(shelf, kind, row_size, items + done, count - done,
			       is_careless, &taken, err);
	return rc;
}
