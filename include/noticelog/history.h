/**
 * @file
 * The history of a register: for each notice its revisions as recorded, and the
 * official sequence in which they follow one another.
 *
 * A dossier holds all revisions of one notice. Its official sequence is what
 * readers follow: a correction stands in the place of the revision that it
 * corrects, places are sorted by issue day, then by the order of recording.
 */
#ifndef NOTICELOG_HISTORY_H
#define NOTICELOG_HISTORY_H

#include <noticelog/addendum.h>
#include <noticelog/index.h>
#include <noticelog/log.h>
#include <noticelog/notice.h>
#include <noticelog/register.h>
#include <noticelog/store.h>

/** One recorded revision; borrowed from the history. */
typedef struct nlog_revision {
	const nlog_entry *entry;
	unsigned number;  /**< N of rN */
	nlog_date issued; /**< the day of recording where nothing states one */
	unsigned
		place; /**< N of the revision whose place it takes: its own, unless it corrects one */
	bool is_issue_stated; /**< false: the day of recording stands in */
	bool is_withdrawal;   /**< recorded as one, or the correction of one */
	bool is_correction;
	const struct nlog_revision *corrects; /**< the revision that it corrects, or NULL */
	const struct nlog_revision
		*corrected_by; /**< the correction now in its place, or NULL */
} nlog_revision;

/** All revisions of one notice; borrowed from the history. */
typedef struct {
	const char *key;
	nlog_revision *revisions; /**< in recorded order: r1, r2, … */
	size_t count, capacity;
	const nlog_revision *
		*official;     /**< the official sequence; its last is the latest */
	size_t official_count; /**< at least 1 */
} nlog_dossier;

/**
 * Which history is seen, by two clocks. A day ends at 24:00 UTC.
 *
 * Issued: what had not been issued by the end of as_of is not there. Recorded:
 * the history goes up to the last commit, by parents, whose time is not after the
 * end of as_known, and is judged by the register of that commit.
 */
typedef struct {
	bool has_as_of, has_as_known, has_now;
	nlog_date as_of, as_known;
	nlog_instant now; /**< the clock, for commits that claim to come from the future */
} nlog_history_view;

#define NLOG_HISTORY_VIEW_INIT                                                             \
	{                                                                                  \
		.has_as_of = false                                                         \
	}

typedef struct nlog_history nlog_history;

/**
 * Read the history of a register.
 *
 * @param out    free with nlog_history_free(); untouched on failure
 * @param store  borrowed, must outlive *out
 * @return 0, NLOG_EDAMAGED, NLOG_EIO
 */
int nlog_history_load(nlog_history **out, const nlog_store *store, nlog_error *err);

/** The same as seen by two clocks. @param view  borrowed for the call; NULL: all of it */
int nlog_history_load_view(nlog_history **out, const nlog_store *store,
			   const nlog_history_view *view, nlog_error *err);

/** What is asked of a history: the rest need not be loaded. */
typedef struct {
	const char *notice; /**< as `NOTICE[@REVISION]`; NULL: any */
	bool has_since;
	nlog_date since; /**< notices with a revision issued on that day or later */
	/** The log need not hold more than nlog_store_log_brief() gives. */
	bool is_brief;
	size_t jobs; /**< threads to read in, at most NLOG_JOBS_MAX; 0: one a processor */
} nlog_history_scope;

/**
 * The same with the help of an index, where that can tell.
 *
 * What is in the scope is as in the whole history. Of what is not some may be
 * missing, and the log then has entries without a notice in their place.
 *
 * @param index  taken, also on failure; NULL: the register is read
 * @param scope  borrowed for the call; NULL: everything
 */
int nlog_history_load_index_take(nlog_history **out, const nlog_store *store,
				 nlog_index *index, const nlog_history_view *view,
				 const nlog_history_scope *scope, nlog_error *err);

/** The same from a log that was read already; the log is borrowed, must outlive *out. */
int nlog_history_from_log(nlog_history **out, const nlog_store *store, const nlog_log *log,
			  nlog_error *err);

/**
 * Make a history of the same revisions for another thread: it reads them through
 * a store of its own.
 *
 * @param out      free with nlog_history_free(); untouched on failure
 * @param history  borrowed, must outlive *out
 * @return 0, or what nlog_store_open() returns
 */
int nlog_history_share(nlog_history **out, const nlog_history *history, nlog_error *err);

void nlog_history_free(nlog_history *history);

/** @return the register at the head (as known), the built-in one if there is none; borrowed */
const nlog_register *nlog_history_register(const nlog_history *history);
/** @return true if that register is recorded; false: it is the built-in one */
bool nlog_history_has_register(const nlog_history *history);
/** @return the store that it was read from; borrowed */
const nlog_store *nlog_history_store(const nlog_history *history);
/** @return the log that it was made from, all of it; borrowed */
const nlog_log *nlog_history_log(const nlog_history *history);
/** @return how many entries of the log, from the first on, the view has */
size_t nlog_history_entries(const nlog_history *history);
/** @return the view; borrowed from the history */
const nlog_history_view *nlog_history_view_of(const nlog_history *history);
/** @return true if the view has the revision: it had been issued by as_of */
bool nlog_history_sees(const nlog_history *history, const nlog_revision *revision);
/** @return what was strange on the way; borrowed */
const nlog_findings *nlog_history_findings(const nlog_history *history);

size_t nlog_history_count(const nlog_history *history);
/** @return dossier `index`, by key */
const nlog_dossier *nlog_history_get(const nlog_history *history, size_t index);
/** @return the dossier of that key, whatever its case; NULL if there is none */
const nlog_dossier *nlog_history_find(const nlog_history *history, nlog_slice key);

/** @return the latest revision of the official sequence */
const nlog_revision *nlog_dossier_latest(const nlog_dossier *dossier);
/** @return the revision before this one in the official sequence, or NULL */
const nlog_revision *nlog_dossier_before(const nlog_dossier *dossier,
					 const nlog_revision *revision);
/**
 * The latest revision of the official sequence as it was known up to an entry of
 * the log, by the corrections recorded until then. What the view has not seen
 * issued is left out.
 *
 * @param until  the last entry that was known, borrowed from the history's log
 * @return NULL if none of its revisions was known
 */
const nlog_revision *nlog_history_known(const nlog_history *history,
					const nlog_dossier *dossier,
					const nlog_entry *until);

/**
 * Add the revision that an entry is to a dossier that is being made; it is settled
 * afterwards. The entry is borrowed.
 */
void nlog_dossier_add(nlog_dossier *dossier, const nlog_entry *entry);
/** Add the copy of a revision of another dossier, which outlives this one. */
void nlog_dossier_add_copy(nlog_dossier *dossier, const nlog_revision *revision);
/**
 * Settle which revision holds which place, and in which order places stand:
 * fills place, corrects, corrected_by and is_withdrawal of each revision, and the
 * official sequence, once or anew. The revisions are complete, rN at N - 1.
 */
void nlog_dossier_settle(nlog_dossier *dossier);
/** Free what a dossier that was made so owns. */
void nlog_dossier_clear(nlog_dossier *dossier);

/** @return revision rN, or NULL */
const nlog_revision *nlog_dossier_numbered(const nlog_dossier *dossier, unsigned number);

/**
 * Load the notice of a revision.
 *
 * @param out       free with nlog_notice_free(); untouched on failure
 * @param findings  added to; may be NULL
 * @return 0, or NLOG_EDAMAGED with the id of the object
 */
int nlog_history_notice(const nlog_history *history, const nlog_revision *revision,
			nlog_notice **out, nlog_findings *findings, nlog_error *err);

/**
 * Read the document that a revision was made from, as it was received.
 *
 * @param bytes  added to; as before on failure
 * @return 0; NLOG_ENOTFOUND if it was recorded without one; NLOG_EDAMAGED
 */
int nlog_history_source(const nlog_history *history, const nlog_revision *revision,
			nlog_str *bytes, nlog_error *err);

/**
 * Read the addendum that made a revision, kept beside its notice.
 *
 * @param out  free with nlog_addendum_free(); NULL if no addendum made it
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_history_addendum(const nlog_history *history, const nlog_revision *revision,
			  nlog_addendum **out, nlog_error *err);

/** A notice and one of its revisions. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision;
	bool is_revision_named; /**< false: no `@…` was given */
} nlog_address;

/**
 * Find what `NOTICE[@REVISION]` names.
 *
 * NOTICE is a key, any code that the notice ever had, or a reference number if
 * only one notice ever had it. REVISION is N as recorded, a day (what was in
 * force on it), `latest`, or a git revision.
 *
 * @return 0; NLOG_ENOTFOUND, the text says which part is unknown and what comes near;
 *         NLOG_EDAMAGED
 */
int nlog_history_resolve(const nlog_history *history, const char *text, nlog_address *out,
			 nlog_error *err);

/**
 * Append the checkpoint line, `HEAD ENTRY CHAIN`, of what the view knows: kept
 * outside the register, it proves later that history was only added to.
 */
void nlog_history_add_checkpoint(nlog_str *out, const nlog_history *history);

#endif
