/**
 * @file
 * What the files of the index share: an open index, and what its rows say.
 */
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include <noticelog/index.h>
#include <noticelog/pool.h>
#include <pthread.h>
#include <stdatomic.h>

#include "pack.h"
#include "sheaf.h"
#include "shelf.h"

/** The first letter of a row's key says what it is; behind it stands which one. */
enum {
	INDEX_ENTRIES = 'e', /**< entries of the log, by the number of the row */
	INDEX_SHOWN = 'd',   /**< a sheaf: what a page shows, by notice and revision */
	INDEX_REST = 'r',    /**< a sheaf: the rest of what was derived, by the same */
	INDEX_JUDGE = 'j',   /**< the digest of the register that judged; one row */
	INDEX_MONTH = 'i',   /**< the places of the notices that a month is the last of */
	INDEX_STATE = 's',   /**< what the index is about; one row */
	INDEX_NOTICE = 'n',  /**< a sheaf: entries of a notice, by its key in lower case */
};

/** Texts that many entries have, each kept once. */
#define INDEX_WORDS_MAX 250

/** No day is in a later month, see index_month_of(). */
#define INDEX_MONTHS_MAX 200000

/** What the index is about. */
typedef struct {
	char *program;  /**< owned; the build that wrote it */
	char *location; /**< owned; the register's real path */
	char first[NLOG_OID_SIZE], head[NLOG_OID_SIZE];
	size_t entries;
	size_t chained; /**< 1 + the place of the last entry with a chain; 0: none */
	bool is_odd;    /**< takes the whole log to read: see nlog_index_log_of() */
	nlog_instant last, newest;    /**< recorded: the last entry; the greatest of all */
	char *words[INDEX_WORDS_MAX]; /**< owned */
	size_t word_count;
	int32_t *months; /**< owned, rising; those with a row */
	size_t month_count, month_capacity;
} index_state;

/** What was derived of a step, as its two sheaves will have it, under one name. */
typedef struct {
	sheaf_item shown, rest;
} index_pending;

struct nlog_index {
	pthread_mutex_t
		lock; /**< of the shelf and of what is remembered, while threads are at it */
	index_pending *pending; /**< what was derived and is not written yet */
	size_t pending_count, pending_capacity, pending_bytes;
	nlog_pool pending_texts;
	char judge[NLOG_DIGEST_SIZE]; /**< of those that are pending; "" for none */
	bool is_about_one;            /**< of the log only one notice was asked for */
	index_shelf *shelf;
	char *path;
	nlog_index_options options;
	index_state state;
	bool has_told;
	atomic_bool is_lost; /**< it was found to be damaged: nothing is read any more */
};

/** Tell a fault, the first one alone. @return code */
int index_fault(nlog_index *index, int code, const nlog_error *err);

/* ---- state.c */

int index_state_read(index_shelf *shelf, index_state *out, nlog_error *err);
int index_state_write(index_shelf *shelf, const index_state *state, nlog_error *err);
void index_state_clear(index_state *state);
/** @return the number of a word, which is added if there is room; -1 if there is none */
int index_state_word(index_state *state, const char *text);
/** Add a month where it is missing. */
void index_state_add_month(index_state *state, int32_t month);

/* ---- keys.c */

/** Which month a day is in, counted from the January of a year 0, which is 0. */
int32_t index_month_of(nlog_date day);
void index_block_key(nlog_str *out, size_t number);
void index_month_key(nlog_str *out, int32_t month);

/* ---- notices.c */

/** Where entries are in the log, from 0; rising. */
typedef struct {
	size_t *items; /**< owned */
	size_t count, capacity;
} index_places;

void index_places_add(index_places *list, size_t place);
void index_places_pack(nlog_str *out, const index_places *list);

/** The entries of one notice. */
typedef struct {
	char *key; /**< owned */
	unsigned revisions;
	int32_t month; /**< the last one in which a revision of it was issued; 0: there is none */
	int32_t known_month; /**< the same as it was read, before entries are added */
	index_places places;
} index_notice;

/** Notices whose keys are the same but for case, as one item has them. */
typedef struct {
	index_notice *items;
	size_t count, capacity;
} index_notices;

/** Append the name of a notice's item: its key in lower case. */
void index_notice_add_name(nlog_str *out, const char *key);
void index_notice_pack(nlog_str *out, const index_notice *notice);
/** Read an item and add what it says. @return 0; NLOG_ENOTFOUND; NLOG_EDAMAGED; NLOG_EIO */
int index_notices_read(sheaf_reader *reader, const char *key, size_t entries,
		       index_notices *out, nlog_error *err);
void index_notices_clear(index_notices *list);

/** Add the places of all entries of those notices that a month is the last of. @return as the one above */
int index_month_read(index_shelf *shelf, int32_t month, size_t entries, index_places *out,
		     nlog_error *err);

/* ---- part_rows.c */

/**
 * Append entries to a log in their order; it is not to be used after a failure.
 *
 * @param list  rising, none twice: twice the place of an entry, and 1 more where it
 *              is only context, see index_entries_get()
 * @param jobs  threads
 * @return 0; NLOG_EDAMAGED; NLOG_EIO
 */
int index_read_places(nlog_index *index, const index_places *list, nlog_log *log,
		      size_t jobs, nlog_error *err);

/* ---- read.c */

/** Does a log end with its head? Of one commit there may be several entries. */
bool index_ends_at_head(const nlog_log *log);
/** A file that says other things than it should is made anew by the next command. @return rc */
int index_distrust(nlog_index *index, int rc, nlog_error *err);

/* ---- memo.c */

/** Write what was remembered, unless the file is another build's by now. */
void index_write_pending(nlog_index *index);
void index_clear_pending(nlog_index *index);

/* ---- shown.c */

/** @return the texts among what was added, each ended by NUL; borrowed from out */
nlog_slice index_shown_pack(nlog_str *out, const nlog_shown *shown);
/**
 * Fill it with what is borrowed from the bytes.
 *
 * @param texts  those among the bytes
 * @return false if it is not of our form; what is in it then is not to be used
 */
bool index_shown_unpack(nlog_shown *out, nlog_slice bytes, nlog_slice *texts);
/** Take the next of such texts. @return false behind the last one */
bool index_next_text(unpacker *texts, nlog_slice *out);

/* ---- derived.c */

/**
 * Append what a page shows, and the rest, which tells texts of it by their number.
 *
 * @param ids  where the ids of amendments go
 */
void index_derived_pack(nlog_str *shown, nlog_str *rest, nlog_str *ids,
			const nlog_derived *derived);
/**
 * @param form  what is shown is read into it
 * @return false, and nothing is owned, if it is not of our form
 */
bool index_derived_unpack(nlog_derived *out, nlog_shown *form, nlog_slice shown,
			  nlog_slice rest, nlog_slice ids);

/** The build that we are. */
extern const char index_program[];

/* ---- add.c */

/** Write entries that follow those of the state, and the rows that speak of them. */
int index_add(index_shelf *shelf, index_state *state, const nlog_log *log, nlog_error *err);

#endif
