/**
 * @file
 * The index: a cache of what a walk over a register's commits tells, and of what
 * was derived from it.
 *
 * It is the reader's own and never part of the register: a file in a folder of
 * the reader's, named after the register's real path, with two of SQLite's beside
 * it. It can be deleted at any time. What is in it follows from the register alone,
 * and is held against it: the last commit that it knows must be the head, or one
 * that the head descends from, else it is made anew. The same happens where it is
 * damaged, made by another build of the program, or not of the form that we write. A
 * fault in it is told and never stops anything: the register itself is read then.
 *
 * An index is used by one thread at a time, but for what is said to be for several, and
 * by any number of processes.
 */
#ifndef NOTICELOG_INDEX_H
#define NOTICELOG_INDEX_H

#include <noticelog/log.h>
#include <noticelog/shown.h>
#include <noticelog/store.h>

typedef struct nlog_index nlog_index;

/** Where it is, and whom to tell. Borrowed for the call. */
typedef struct {
	const char *folder; /**< made, for its owner alone, where it is missing */
	bool is_fresh;      /**< forget what is there */
	/** What is found to be wrong with it later on; told once at most. NULL: nobody asks. */
	void (*fault)(const char *text);
	nlog_progress *progress; /**< of the walk over the commits; may be NULL */
	void *data;              /**< of progress */
} nlog_index_options;

#define NLOG_INDEX_OPTIONS_INIT                                                            \
	{                                                                                  \
		.folder = NULL                                                             \
	}

/**
 * Open the index of a register and bring it up to the register's head.
 *
 * @param out  free with nlog_index_close(); NULL on failure, and for a register
 *             that has no commit or cannot be read: reading it says why
 * @return 0; NLOG_EBUSY; NLOG_EIO; NLOG_EOWNER; NLOG_EDAMAGED if it cannot even be
 *         made anew
 */
int nlog_index_open(nlog_index **out, const nlog_store *store,
		    const nlog_index_options *options, nlog_error *err);
void nlog_index_close(nlog_index *index);

/** @return the path of a register's index in a folder, owned; NULL if the register is not there */
char *nlog_index_path(const nlog_store *store, const char *folder);

/** Remove an index's files. @return 0, also if there are none; NLOG_EIO */
int nlog_index_remove(const char *path, nlog_error *err);

/**
 * The whole log, as nlog_store_log() gives it, but for what only those ask for who
 * hold a register against itself, by the commits alone: digest and previous, and the
 * size and digest of the source.
 *
 * @return 0; another code if the index cannot tell: the fault was told
 */
int nlog_index_log(nlog_log **out, nlog_index *index);

/** Which notices are asked for. */
typedef struct {
	const char *key; /**< the notice of this key, whatever its case; NULL: all */
	bool has_since;
	nlog_date since; /**< those with a revision issued on that day or later */
	size_t jobs;     /**< threads, at least 1 and at most NLOG_JOBS_MAX */
	bool has_now;
	nlog_instant
		now; /**< the clock, against commits that claim to be from the future */
} nlog_index_query;

/**
 * Of the log those entries that concern the notices asked for, the first and the last.
 *
 * Each stands behind the one that it stands behind in the whole log. Entries
 * that are there for this order, and those at the two ends, name no notice and count
 * as no revision: they have a commit, its time, kind, number and chain, and the register.
 *
 * @return 0; NLOG_ENOTFOUND where it takes the whole log to answer: no such key,
 *         or a history with commits by plain git or clocks that went back
 */
int nlog_index_log_of(nlog_log **out, nlog_index *index, const nlog_index_query *query);

/** What was derived from two revisions, as far as it is kept. Owned. */
typedef struct {
	nlog_amendments *amendments;
	nlog_findings findings, checks, standing;
	bool has_before;     /**< there is an older notice; told when it is recalled */
	nlog_notice *before; /**< excerpt of it, or NULL */
	nlog_notice *after;  /**< of the later one */
	char *withdrawal_reference; /**< or NULL */
} nlog_derived;

/** A step of a notice's history; borrowed for the call. */
typedef struct {
	const char *notice; /**< its key */
	unsigned revision;  /**< N of the rN that it led to */
	/** SHA-256 of all that something is derived from; half of it is kept, and enough */
	unsigned char digest[NLOG_SHA256_LEN];
} nlog_index_step;

/** Recalls what was derived, for one thread; there may be one for each of several. */
typedef struct nlog_index_reader nlog_index_reader;

/** @param index  borrowed, must outlive it. @return owned; free with nlog_index_reader_free() */
nlog_index_reader *nlog_index_reader_new(nlog_index *index);
void nlog_index_reader_free(nlog_index_reader *reader);

/**
 * Recall what was derived of a step.
 *
 * Who asks in the order of notices and revisions is answered soonest.
 *
 * @param out  clear with nlog_derived_clear(); untouched unless it is known
 * @return true if it is known, and was derived from the same
 */
bool nlog_index_recall(nlog_index_reader *reader, const nlog_index_step *step,
		       nlog_derived *out);
/**
 * Recall what a page shows of it, which is read without the rest.
 *
 * @param out  filled; its texts are borrowed until the reader is next asked
 * @return the same; if false, what is in it is not to be used
 */
bool nlog_index_recall_shown(nlog_index_reader *reader, const nlog_index_step *step,
			     nlog_shown *out);
/**
 * Remember what was derived; several threads may do so at a time. It is written when
 * there is much of it, and when the index is closed, if nothing hinders. A few steps of
 * a notice that alone was asked for are not worth it.
 *
 * @param source  digest of the register that judged: what others judged is forgotten
 */
void nlog_index_remember(nlog_index *index, const nlog_index_step *step,
			 const char source[NLOG_DIGEST_SIZE], const nlog_derived *derived);
void nlog_derived_clear(nlog_derived *derived);

/** What is in it. */
typedef struct {
	const char *path; /**< borrowed from the index */
	const char *head; /**< the last commit that it knows; borrowed */
	uint64_t bytes;   /**< of the file */
	size_t entries, notices, comparisons;
} nlog_index_figures;

/** @return 0; NLOG_EDAMAGED; NLOG_EIO */
int nlog_index_measure(nlog_index *index, nlog_index_figures *out, nlog_error *err);

/** @return what `index -f json` prints, owned */
json_t *nlog_index_figures_to_json(const nlog_index_figures *figures);

#endif
