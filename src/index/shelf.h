/**
 * @file
 * The index's file: an SQLite database of one table, a key and bytes a row.
 *
 * Every row is deflated and has a checksum over its key and its bytes, so that damage is
 * seen where the database itself does not see it. Keys begin with the letter of
 * their kind.
 */
#ifndef INDEX_SHELF_H
#define INDEX_SHELF_H

#include <noticelog/error.h>
#include <noticelog/str.h>

typedef struct index_shelf index_shelf;

/**
 * Open the file, or make it, readable and writable for its owner alone. Two more stand
 * beside it from then on: what is written first goes there.
 *
 * @return 0; NLOG_EDAMAGED for a file that is no such database: it can be reset
 *         (*out is set); NLOG_EBUSY; NLOG_EIO, NLOG_EOWNER
 */
int shelf_open(index_shelf **out, const char *path, nlog_error *err);
void shelf_close(index_shelf *shelf);

/** Begin to read one state of the file, whoever writes meanwhile. */
int shelf_begin_reading(index_shelf *shelf, nlog_error *err);
/** Begin to write; waits a little for another writer. @return 0, NLOG_EBUSY, NLOG_EIO */
int shelf_begin_writing(index_shelf *shelf, nlog_error *err);
/** End either; what was written is kept. */
int shelf_commit(index_shelf *shelf, nlog_error *err);
/** End either; what was written is not. */
void shelf_cancel(index_shelf *shelf);

/** Make the file an empty shelf, whatever is in it. Ends reading and writing. */
int shelf_reset(index_shelf *shelf, nlog_error *err);

/** Move into the file what is kept beside it; not while it is read or written. */
void shelf_settle(index_shelf *shelf);

/**
 * Look a row up.
 *
 * @param bytes  borrowed until the next call
 * @return 0; NLOG_ENOTFOUND; NLOG_EDAMAGED; NLOG_EIO
 */
int shelf_get(index_shelf *shelf, nlog_slice key, nlog_slice *bytes, nlog_error *err);
/**
 * Look up the row of the same kind that is the last one up to a key.
 *
 * @param found  its key, borrowed like its bytes
 * @param next   the key of the row behind it; empty: it is the last one. Added to
 */
int shelf_get_last(index_shelf *shelf, nlog_slice key, nlog_slice *found, nlog_slice *bytes,
		   nlog_str *next, nlog_error *err);
/**
 * Both, copied as they are in the file: row_open_to() takes them apart, where nobody
 * who needs the shelf has to wait for it.
 *
 * @param found, row  empty before
 */
int shelf_get_closed(index_shelf *shelf, nlog_slice key, nlog_str *row, nlog_error *err);
int shelf_get_last_closed(index_shelf *shelf, nlog_slice key, nlog_str *found,
			  nlog_str *row, nlog_str *next, nlog_error *err);
/** Say that a row is not as it was written. @return NLOG_EDAMAGED */
int shelf_damaged(const index_shelf *shelf, nlog_error *err);
int shelf_put(index_shelf *shelf, nlog_slice key, nlog_slice bytes, nlog_error *err);
/** The same for a row at whose end so many bytes are not worth deflating. */
int shelf_put_partly_plain(index_shelf *shelf, nlog_slice key, nlog_slice bytes,
			   size_t plain, nlog_error *err);
/** Remove all rows whose key begins with a letter. */
int shelf_remove_kind(index_shelf *shelf, char kind, nlog_error *err);

/** Call back for the rows of a kind in the order of their keys; other results than 0 are passed on. */
int shelf_each(index_shelf *shelf, char kind,
	       int (*each)(nlog_slice key, nlog_slice bytes, void *data), void *data,
	       nlog_error *err);
#endif
