/**
 * @file
 * Writing to a register: runs of commits, which reach the branch in one step.
 *
 * A program that writes ignores SIGXFSZ and SIGPIPE first, so that a file-size
 * limit is an error like a full disk. Signals are the process's: the store
 * does not touch them.
 */
#ifndef NOTICELOG_WRITE_H
#define NOTICELOG_WRITE_H

#include <noticelog/log.h>

/** Who, and when. Names come from the caller: clock and author are passed in. */
typedef struct {
	const char *name;
	const char *email;
	nlog_instant when;
} nlog_person;

/** A run of commits that reach the branch in one step, or not at all. */
typedef struct nlog_write nlog_write;

/**
 * Begin to write: take the register's lock and read the head.
 *
 * A lock on the branch that another program left behind more than a minute ago
 * is removed; nlog_write_note() says so. A fresh one is waited for.
 *
 * @param store         must outlive *out; no second run may be open on it
 * @param wait_seconds  how long to wait for another writer
 * @param out           end with nlog_write_end(); untouched on failure
 * @return 0; NLOG_EBUSY if the lock stays taken; NLOG_EIO; NLOG_EUSAGE for a
 *         repository that is not bare; NLOG_EDAMAGED for a branch that is a
 *         symbolic link or names no commit
 */
int nlog_write_begin(nlog_write **out, nlog_store *store, unsigned wait_seconds,
		     nlog_error *err);

/**
 * The same for many commits: their objects go into one pack, which the register gets
 * when the branch is moved. Until then this store alone reads them. Publishing ends
 * the run: after it nothing can be added.
 */
int nlog_write_begin_bulk(nlog_write **out, nlog_store *store, unsigned wait_seconds,
			  nlog_error *err);

/**
 * The same to see what would be written: nothing is locked, and publishing does
 * nothing.
 */
int nlog_write_begin_trial(nlog_write **out, nlog_store *store, nlog_error *err);

/** @return what was put right to be able to write, for people to read; NULL: nothing. Borrowed. */
const char *nlog_write_note(const nlog_write *write);

/** A file of a commit; content NULL removes it (one that is not there: no failure). */
typedef struct {
	/**
	 * From the root: `register.json`, `ledger/NAME.json`, and in a notice's
	 * folder (nlog_layout_add_folder()) `notice.json`, `addendum.json`, `source.EXT`.
	 */
	const char *path;
	const nlog_slice *content;
	/**
	 * Of a `notice.json`: its bytes as the commit before has them, where they are at
	 * hand. In a run of many commits the new ones are told from them. NULL: they
	 * are not.
	 */
	const nlog_slice *before;
} nlog_write_file;

/**
 * One trailer line, `Name: value`. Names are those that an entry is read from:
 * Notice, Revision, Kind, Issued, Digest, Previous, Source, Rules, Amendments,
 * Corrects; each at most once. Kind is required, and Notice for all kinds but
 * register and ledger.
 */
typedef struct {
	const char *name;
	const char *value;
} nlog_trailer;

/** One commit of the run. All borrowed for the call. */
typedef struct {
	const char *subject;
	const char *body;             /**< "" for none */
	const nlog_trailer *trailers; /**< without Entry and Chain, which the store adds */
	size_t trailer_count;
	const char *
		digest; /**< the digest that this commit records, for the chain: 64 hex digits */
	nlog_person author, committer;
	const nlog_write_file *files;
	size_t file_count;
} nlog_commit_request;

/**
 * Add a commit to the run. Objects are written and durable, the branch stays.
 *
 * `Chain:` is the SHA-256 of the Chain before (nothing, for the first), LF and
 * the digest; `Entry:` counts our commits. The commit is read back before the
 * call returns. A failed call adds nothing: the run goes on from where it was.
 *
 * @param commit  its id
 * @return 0; NLOG_EINPUT for a name, text, time or path that git or we refuse,
 *         also for a key that differs from a recorded one in case alone;
 *         NLOG_EUSAGE for a run of many commits that was published;
 *         NLOG_ELIMIT; NLOG_EIO; NLOG_EDAMAGED
 */
int nlog_write_commit(nlog_write *write, const nlog_commit_request *request,
		      char commit[NLOG_OID_SIZE], nlog_error *err);

/**
 * Of a run of many commits: read back what is written so far, and see that it is what
 * its ids say. One thread may do this while another adds commits; what is left
 * nlog_write_publish() does.
 *
 * @return 0 or NLOG_EIO
 */
int nlog_write_check(nlog_write *write, nlog_error *err);

/**
 * Move the branch onto the last commit, by compare-and-swap.
 *
 * After an error the branch is read again: if it moved all the same the call
 * succeeds, else the text says that nothing was recorded. Without a commit in
 * the run there is nothing to move: 0.
 *
 * @return 0; NLOG_ECONFLICT if the branch moved meanwhile; NLOG_EBUSY if
 *         another program keeps it locked; NLOG_EIO
 */
int nlog_write_publish(nlog_write *write, nlog_error *err);

/**
 * The log as it was when the lock was taken; read by the first call.
 *
 * @param out  borrowed from write
 */
int nlog_write_log(nlog_write *write, const nlog_log **out, nlog_error *err);

/** Give the lock back. What was not published is garbage that `git gc` removes. NULL is fine. */
void nlog_write_end(nlog_write *write);

#endif
