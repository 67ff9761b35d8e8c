/**
 * @file
 * The log of a register: what each commit says, in recorded order.
 */
#ifndef NOTICELOG_LOG_H
#define NOTICELOG_LOG_H

#include <noticelog/pool.h>
#include <noticelog/store.h>

/**
 * What a commit of ours says in its trailers, or what a plain one amounts to.
 *
 * A commit is ours if its last paragraph holds our trailers alone, well formed
 * and complete. Strings belong to the log; they are valid UTF-8 without control
 * characters, foreign bytes are shown as nlog_str_add_visible() shows them.
 * Times outside 0 … NLOG_INSTANT_MAX are taken as the nearest one inside.
 */
typedef struct {
	char commit[NLOG_OID_SIZE];
	const char *author_name, *author_email;
	nlog_instant authored, recorded; /**< author time, committer time */
	const char *subject;             /**< the message's first line */
	bool is_plain;                   /**< made by plain git: no trailers of ours */
	const char *notice; /**< KEY, or NULL: register, ledger, or nothing of ours */
	/**
	 * N of rN as counted: each change of a notice.json counts one, and each
	 * withdrawal, correction and backfill that leaves it as it was. 0 for entries
	 * that are no revision: register, ledger, restore, a commit that changes
	 * nothing of ours or removes a notice.
	 */
	unsigned revision;
	/** `Revision:` as the trailer has it, or 0; of a restore: the N put back */
	unsigned stated;
	/**
	 * "issue", "amendment", "correction", "backfill", "withdrawal", "register",
	 * "ledger", "restore", or "plain". Static.
	 */
	const char *kind;
	const char *issued;        /**< ISO day, or NULL */
	const char *digest;        /**< as the trailer has it, or NULL */
	const char *previous;      /**< as the trailer has it, or NULL */
	unsigned corrects;         /**< N, or 0 */
	const char *source;        /**< file name as received, or NULL */
	uint64_t source_size;      /**< bytes, as the trailer has it */
	const char *source_digest; /**< SHA-256, as the trailer has it, or NULL */
	const char *rules;         /**< rule-set version, or NULL */
	const char *amendments;    /**< rule ids, parted by blanks, or NULL */
	unsigned entry;            /**< as the trailer has it, or 0 */
	const char *chain;         /**< as the trailer has it, or NULL */
	char blob[NLOG_OID_SIZE];  /**< the notice's blob after this commit; "" if none */
	/**
	 * The notice's folder after this commit, see nlog_entry_folder(); "" if none, or
	 * if is_alone
	 */
	const char *tree;
	bool is_alone; /**< the folder holds the blob alone: its id follows from that */
	const char *addendum; /**< blob of the addendum.json in that folder, or NULL */
	/** register.json after this commit; "" if none */
	const char *register_blob;
} nlog_entry;

/** @return the id of the folder of an entry's notice; "" if none; borrowed from the entry, or room */
const char *nlog_entry_folder(const nlog_entry *entry, char room[NLOG_OID_SIZE]);

/** @return the kind of that name, as an entry has it; NULL: there is none. Static */
const char *nlog_kind_named(nlog_slice name);

/** Every entry from the first to the head, in recorded order (by parents, never by clocks). */
typedef struct nlog_log nlog_log;

/**
 * Begin a log that is filled with what was kept of one.
 *
 * @param head  full id of a commit; "" for an empty branch
 * @return free with nlog_log_free()
 */
nlog_log *nlog_log_new(const char *head);
/** Have room for so many entries; more can be added. */
void nlog_log_reserve(nlog_log *log, size_t count);

/**
 * Make a log longer by entries that are not set: all of each is for the caller to fill in.
 *
 * @return the first of them; borrowed until the log becomes longer again
 */
nlog_entry *nlog_log_extend(nlog_log *log, size_t count);
/** Let texts that entries have live as long as the log; the pool is empty afterwards. */
void nlog_log_keep_take(nlog_log *log, nlog_pool *texts);
/** Put the entries of another log, which is freed, behind those of this one. */
void nlog_log_join_take(nlog_log *log, nlog_log *other);

size_t nlog_log_count(const nlog_log *log);
const nlog_entry *nlog_log_get(const nlog_log *log, size_t index);
/** @return the head's commit id, "" for an empty branch; borrowed from the log */
const char *nlog_log_head(const nlog_log *log);
void nlog_log_free(nlog_log *log);

/**
 * Walk the register's branch.
 *
 * Every commit gives at least one entry. One commit by plain git that touches
 * several notices gives an entry each; one that touches none gives an entry
 * with notice NULL.
 *
 * @param out  free with nlog_log_free(); an empty branch gives an empty log.
 *             It does not need the store any longer.
 * @return 0; NLOG_EDAMAGED with the id of the object, also for a commit of two
 *         parents; NLOG_ELIMIT or NLOG_EIO
 */
int nlog_store_log(nlog_log **out, const nlog_store *store, nlog_error *err);

/**
 * The same without what only those ask for who hold a register against itself, by the
 * commits alone: digest and previous, and the size and digest of the source.
 */
int nlog_store_log_brief(nlog_log **out, const nlog_store *store, nlog_error *err);

/**
 * The same from a register that may be damaged, as far as it can be read.
 *
 * Behind a commit that cannot be read the log begins. Of a merge the first
 * parent is followed. Where a folder cannot be read an entry has what its
 * trailers say, counts as they say, and its blob and tree may be "".
 *
 * @return 0; NLOG_EDAMAGED if not even the branch can be read
 */
int nlog_store_log_readable(nlog_log **out, const nlog_store *store, nlog_error *err);

/** What to tell how far a walk has come; total is 0 as long as it is not known. */
typedef void nlog_progress(size_t done, size_t total, void *data);

/**
 * Walk only what was recorded after a commit, as nlog_store_log_brief() does.
 *
 * Revisions are counted from 1 for each notice: what they number in the whole
 * history is for the caller to add.
 *
 * @param after     full id of a commit; "" for none: all of the history
 * @param progress  may be NULL
 * @return 0; NLOG_ENOTFOUND if the branch does not descend from that commit; else
 *         as nlog_store_log_brief()
 */
int nlog_store_log_after(nlog_log **out, const nlog_store *store, const char *after,
			 nlog_progress *progress, void *data, nlog_error *err);

#endif
