/**
 * @file
 * Sheaves: many short items in one row each, sorted by name.
 *
 * The items of a kind are parted into rows of about the same size. A row's key
 * is the kind's letter and the name of the first item that it may have; the
 * first row's is the letter alone. Neighbours deflate well together, and who asks
 * for one after the other reads each row once.
 */
#ifndef INDEX_SHEAF_H
#define INDEX_SHEAF_H

#include <pthread.h>

#include "pack.h"
#include "row.h"
#include "shelf.h"

/** One item; names are unique. */
typedef struct {
	nlog_slice name, bytes;
	nlog_slice ids; /**< ids and digests, which no others are like; maybe empty */
} sheaf_item;

/** A row that was read. */
typedef struct {
	nlog_str row;
	sheaf_item *items; /**< in it, sorted */
	size_t item_count, item_capacity;
	nlog_str first, next; /**< keys of the row and of the one behind it, if any */
	unsigned used;        /**< when, by the reader's count */
} sheaf_page;

/** How many rows are kept: those of a year's notices, and 8 MB. */
#define SHEAF_PAGES 128

/**
 * Begin with one that has a shelf and a kind, and zeros. For one thread.
 *
 * Who asks for names in their order comes back to no row: only the last one is kept,
 * until somebody asks for one before it.
 */
typedef struct {
	index_shelf *shelf;
	char kind;
	pthread_mutex_t
		*lock; /**< held while the shelf is read; NULL: nobody else uses it */
	row_coder coder;
	nlog_str closed;                /**< a row on its way from the shelf */
	sheaf_page *pages[SHEAF_PAGES]; /**< in the order of their keys; owned */
	size_t page_count;
	sheaf_page *spare;           /**< whose memory the next one takes; owned, or NULL */
	bool is_scattered;           /**< names were not asked for in their order */
	const sheaf_page *last_page; /**< that was found in; NULL: none */
	const sheaf_item *last_item; /**< in it */
	nlog_str key;                /**< of what is asked for */
	unsigned count;
} sheaf_reader;

/**
 * Look an item up.
 *
 * @param out  what it has is borrowed until the next call
 * @return 0; NLOG_ENOTFOUND; NLOG_EDAMAGED; NLOG_EIO
 */
int sheaf_get(sheaf_reader *reader, nlog_slice name, sheaf_item *out, nlog_error *err);
void sheaf_reader_clear(sheaf_reader *reader);

/**
 * Write items, in place of those of the same name.
 *
 * @param row_size     about as many bytes as a row has before it is deflated
 * @param items        sorted by name, each once
 * @param is_careless  items of a row that is damaged are given up; else it is a failure
 */
int sheaf_merge(index_shelf *shelf, char kind, size_t row_size, const sheaf_item *items,
		size_t count, bool is_careless, nlog_error *err);

/** How many items of a kind there are. */
int sheaf_count(index_shelf *shelf, char kind, size_t *count, nlog_error *err);

/** In the order of their bytes. */
int sheaf_compare(nlog_slice a, nlog_slice b);

#endif
