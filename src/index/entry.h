/**
 * @file
 * Rows of entries of the log: what up to so many have side by side, in columns.
 *
 * One entry is read without a look at the others, and of one that only places others
 * in time no more than that takes.
 */
#ifndef INDEX_ENTRY_H
#define INDEX_ENTRY_H

#include "columns.h"
#include "index.h"

/** How many entries have a row together; the last row may have fewer. */
#define INDEX_BLOCK COLUMN_MAX

/** The numbers of an entry, in the order of their columns. */
enum {
	ENTRY_FLAGS,
	ENTRY_KIND, /**< a word, like all names and rules */
	ENTRY_REGISTER,
	ENTRY_RECORDED, /**< against the entry before */
	ENTRY_RECORDED_OFFSET,
	ENTRY_NUMBER,
	ENTRY_AUTHORED, /**< against that one */
	ENTRY_AUTHORED_OFFSET,
	ENTRY_AUTHOR_NAME,
	ENTRY_AUTHOR_EMAIL,
	ENTRY_REVISION,
	ENTRY_STATED, /**< against the revision */
	ENTRY_ISSUED, /**< against the day of recording */
	ENTRY_CORRECTS,
	ENTRY_RULES,
	ENTRY_NUMBERS,
};

/** The bytes of an entry. */
enum {
	ENTRY_NOTICE,
	ENTRY_SUBJECT, /**< what stands behind the notice and revision, if it begins so */
	ENTRY_SOURCE,
	ENTRY_AMENDMENTS, /**< a word in each byte */
	ENTRY_ODD,        /**< texts that are neither a word nor an id, a day or a digest */
	ENTRY_IDS,        /**< from here on they do not deflate */
	ENTRY_COMMIT = ENTRY_IDS,
	ENTRY_CHAIN,
	ENTRY_BLOB,
	ENTRY_TREE,
	ENTRY_ADDENDUM,
	ENTRY_BYTES,
};

/** Entries that are written into one row; begin with one set to zero. */
typedef struct {
	uint64_t numbers[ENTRY_NUMBERS][INDEX_BLOCK];
	column_writer bytes[ENTRY_BYTES];
	nlog_instant first, recorded; /**< of the first one, and of the last so far */
	unsigned first_number, number;
	size_t count;
} index_block;

/** Write an entry; words that are new are added to the state. */
void index_entry_pack(index_block *out, const nlog_entry *entry, index_state *state);
/** Append the row of a block. @return how many bytes at its end do not deflate */
size_t index_block_close(nlog_str *out, const index_block *block);
int index_block_put(index_shelf *shelf, size_t number, const index_block *block,
		    nlog_error *err);
void index_block_clear(index_block *block);

/** A word as a text of entries. */
typedef struct {
	nlog_slice text;  /**< ended by NUL */
	const char *kind; /**< that it names; NULL: none. Static */
	bool is_oid;      /**< an object id, or "" */
} index_word;

/** Reads entries row by row, for one thread. */
typedef struct {
	nlog_pool texts;   /**< of the entries that were read */
	index_word *words; /**< in it */
	size_t word_count;
	nlog_str amendments;     /**< what these are put together in */
	nlog_date issued;        /**< the last one, */
	const char *issued_text; /**< in texts; NULL: none yet */
	size_t count;            /**< of the row that is open */
	column numbers[ENTRY_NUMBERS];
	column_bytes bytes[ENTRY_BYTES];
	nlog_instant recorded[INDEX_BLOCK];
	unsigned number[INDEX_BLOCK];
} index_entries;

void index_entries_begin(index_entries *out, const index_state *state);
/** The texts of what was read are the log's from now on. */
void index_entries_end(index_entries *entries, nlog_log *log);
/** @param row  borrowed as long as it is read. @return false if it is not of our form */
bool index_entries_open(index_entries *entries, nlog_slice row);
/**
 * Read an entry of the row.
 *
 * @param at          less than count
 * @param is_context  as one that names no notice, with what places others in time
 * @param out         not to be used after a failure
 * @return false if it is not of our form
 */
bool index_entries_get(index_entries *entries, size_t at, bool is_context, nlog_entry *out);
/** Append all entries of a row to a log, which is not to be used after a failure. */
bool index_entries_get_all(index_entries *entries, nlog_slice row, nlog_log *log);

#endif
