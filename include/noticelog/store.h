/**
 * @file
 * Notices in a git repository: layout, commits, revisions, damage.
 *
 * The only room that knows git. A register is a bare repository with one linear
 * branch; reading works on any repository that holds one. All that is read is
 * bounded in size, and a damaged object is named, never waited for or skipped.
 */
#ifndef NOTICELOG_STORE_H
#define NOTICELOG_STORE_H

#include <stdint.h>

#include <noticelog/date.h>
#include <noticelog/error.h>
#include <noticelog/finding.h>
#include <noticelog/json.h>
#include <noticelog/str.h>

/** A commit or object id in hexadecimal, and the room for it with its NUL. */
#define NLOG_OID_LEN 40
#define NLOG_OID_SIZE (NLOG_OID_LEN + 1)

/** Who, and when. Names come from the caller: clock and author are passed in. */
typedef struct {
	const char *name;
	const char *email;
	nlog_instant when;
} nlog_person;

typedef struct nlog_store nlog_store;

/**
 * Make a register: a bare repository with branch `main`, durable before it is
 * acknowledged, without a commit.
 *
 * @return 0; NLOG_EEXISTS if path exists and is not an empty folder; NLOG_EIO
 */
int nlog_store_init(const char *path, nlog_error *err);

/**
 * Open a repository; nothing is written.
 *
 * @param out   free with nlog_store_free(); untouched on failure
 * @return 0, NLOG_ENOTFOUND, NLOG_EOWNER, NLOG_EDAMAGED or NLOG_EIO
 */
int nlog_store_open(nlog_store **out, const char *path, nlog_error *err);
void nlog_store_free(nlog_store *store);

/** @return the path as opened; borrowed from the store */
const char *nlog_store_path(const nlog_store *store);

/**
 * The name and e-mail that the repository's git configuration gives
 * (`user.name`, `user.email`).
 *
 * @param name, email  added to; left empty where the configuration has none
 */
int nlog_store_config_user(const nlog_store *store, nlog_str *name, nlog_str *email,
			   nlog_error *err);

/** What a commit of ours says in its trailers, or what a plain one amounts to. Strings belong to the log. */
typedef struct {
	char commit[NLOG_OID_SIZE];
	char *author_name, *author_email;
	nlog_instant authored, recorded; /**< author time, committer time */
	char *message;                   /**< the whole of it */
	bool is_plain;                   /**< made by plain git: no trailers of ours */
	char *notice;      /**< KEY, or NULL: register, ledger, or nothing of ours */
	unsigned revision; /**< N of rN as counted; 0 for entries that are no revision */
	char *kind; /**< "issue", "amendment", "correction", "backfill", "withdrawal", "register", "ledger", "restore", or "plain" */
	char *issued;             /**< ISO day, or NULL */
	char *digest;             /**< as the trailer has it, or NULL */
	unsigned corrects;        /**< N, or 0 */
	char *source;             /**< file name as received, or NULL */
	char *amendments;         /**< rule ids, parted by blanks, or NULL */
	unsigned entry;           /**< as the trailer has it, or 0 */
	char *chain;              /**< as the trailer has it, or NULL */
	char blob[NLOG_OID_SIZE]; /**< the notice's blob after this commit; "" if none */
	char tree[NLOG_OID_SIZE]; /**< the notice's folder after this commit; "" if none */
	char register_blob
		[NLOG_OID_SIZE]; /**< register.json after this commit; "" if none */
} nlog_entry;

/** Every entry from the first to the head, in recorded order (by parents, never by clocks). */
typedef struct nlog_log nlog_log;

/**
 * Walk the register's branch.
 *
 * One commit by plain git that touches several notices gives an entry each.
 *
 * @param out  free with nlog_log_free(); an empty branch gives an empty log
 * @return 0, or NLOG_EDAMAGED with the id of the object
 */
int nlog_store_log(nlog_log **out, const nlog_store *store, nlog_error *err);

size_t nlog_log_count(const nlog_log *log);
const nlog_entry *nlog_log_get(const nlog_log *log, size_t index);
/** @return the head's commit id, "" for an empty branch; borrowed from the log */
const char *nlog_log_head(const nlog_log *log);
void nlog_log_free(nlog_log *log);

/**
 * Read a blob.
 *
 * @param out  added to; as before on failure
 * @return 0, NLOG_EDAMAGED (missing, or not what its id says) or NLOG_ELIMIT
 */
int nlog_store_read_blob(const nlog_store *store, const char *oid, nlog_str *out,
			 nlog_error *err);

/**
 * Read a file of a tree that an entry names.
 *
 * @return 0, NLOG_ENOTFOUND if the tree has no such file, NLOG_EDAMAGED, NLOG_ELIMIT
 */
int nlog_store_read_file(const nlog_store *store, const char *tree, const char *name,
			 nlog_str *out, nlog_error *err);

/** Call back for each file name of a tree, in git's order. A positive return ends the walk. */
int nlog_store_list_tree(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, void *data), void *data,
			 nlog_error *err);

/** Find the commit that a git revision (`main~3`, a short id) names. @return 0 or NLOG_ENOTFOUND */
int nlog_store_resolve(const nlog_store *store, const char *revision,
		       char commit[NLOG_OID_SIZE], nlog_error *err);

/** Append `notices/YY/SS/KEY` for a valid key. */
void nlog_layout_add_folder(nlog_str *out, const char *key);

/* Writing */

/** A run of commits that reach the branch in one step, or not at all. */
typedef struct nlog_write nlog_write;

/**
 * Begin to write: take the register's lock and read the head.
 *
 * @param wait_seconds  how long to wait for another writer
 * @param out           end with nlog_write_end(); untouched on failure
 * @return 0; NLOG_EBUSY if the lock stays taken; NLOG_EIO; NLOG_EUSAGE for a
 *         repository that is not bare
 */
int nlog_write_begin(nlog_write **out, nlog_store *store, unsigned wait_seconds,
		     nlog_error *err);

/** A file of a commit; content NULL removes it. */
typedef struct {
	const char *
		path; /**< from the root, such as "notices/25/IN/25-IN-09-GE-LOM/notice.json" */
	const nlog_slice *content;
} nlog_write_file;

/** One trailer line, `Name: value`. */
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
	const char *digest; /**< the digest that this commit records, for the chain */
	nlog_person author, committer;
	const nlog_write_file *files;
	size_t file_count;
} nlog_commit_request;

/**
 * Add a commit to the run. Objects are written and durable, the branch stays.
 *
 * @param commit  its id
 * @return 0, NLOG_EIO, NLOG_EINPUT (a name or path that git or we refuse)
 */
int nlog_write_commit(nlog_write *write, const nlog_commit_request *request,
		      char commit[NLOG_OID_SIZE], nlog_error *err);

/**
 * Move the branch onto the last commit, by compare-and-swap.
 *
 * After an error the branch is read again: if it moved all the same the call
 * succeeds, else the text says that nothing was recorded.
 *
 * @return 0; NLOG_ECONFLICT if the branch moved meanwhile; NLOG_EIO
 */
int nlog_write_publish(nlog_write *write, nlog_error *err);

/** @return the log as it was when the lock was taken; borrowed from write. NULL until asked: read by the call */
int nlog_write_log(nlog_write *write, const nlog_log **out, nlog_error *err);

/** Give the lock back. What was not published is garbage that `git gc` removes. NULL is fine. */
void nlog_write_end(nlog_write *write);

#endif
