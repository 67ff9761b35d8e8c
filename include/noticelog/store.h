/**
 * @file
 * Notices in a git repository: layout, commits, revisions, damage.
 *
 * The only room that knows git. A register is a bare repository with one linear
 * branch; reading works on any repository that holds one. All that is read is
 * bounded in size, and a damaged object is named, never waited for or skipped.
 *
 * The branch is `main`. A clone without it (a checkout of one commit, say) is
 * read at its HEAD. Commits are followed by the parents that they name
 * themselves; replace refs, grafts and commit-graphs are not believed. Nothing
 * that a repository's configuration names is ever run.
 *
 * A program that writes ignores SIGXFSZ and SIGPIPE first, so that a file-size
 * limit is an error like a full disk. Signals are the process's: the store
 * does not touch them.
 */
#ifndef NOTICELOG_STORE_H
#define NOTICELOG_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <noticelog/date.h>
#include <noticelog/error.h>
#include <noticelog/finding.h>
#include <noticelog/json.h>
#include <noticelog/pool.h>
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
 * acknowledged, without a commit. No template is used. Its configuration tells
 * a server to refuse pushes that rewrite or delete the branch.
 *
 * @return 0; NLOG_EEXISTS if path exists and is not an empty folder;
 *         NLOG_ENOTFOUND if the folder above it is missing; NLOG_EBUSY while
 *         another process makes one there; NLOG_EIO
 */
int nlog_store_init(const char *path, nlog_error *err);

/**
 * A register in the making: seen by nobody before it is complete, whatever ends
 * the making. The next making in the same folder throws away what an earlier one
 * had begun, and completes what it had made.
 */
typedef struct nlog_making nlog_making;

/**
 * Begin as nlog_store_init() does.
 *
 * @param out  end with nlog_making_end(), and free with nlog_making_free();
 *             untouched on failure
 * @return as nlog_store_init(); NLOG_EBUSY while another process makes it
 */
int nlog_making_begin(nlog_making **out, const char *path, nlog_error *err);

/**
 * @return where the draft can be opened to record the first commits in it;
 *         NULL if an earlier making left nothing to do but its end. Borrowed.
 */
const char *nlog_making_path(const nlog_making *making);

/**
 * Put the register, durable, where it was to be made.
 *
 * @return 0 or NLOG_EIO; after that another making may complete it
 */
int nlog_making_end(nlog_making *making, nlog_error *err);

/** Remove what is not complete. NULL is fine. */
void nlog_making_free(nlog_making *making);

/**
 * Open a repository, bare or not; nothing is written.
 *
 * @param path  the repository or the work tree; folders above are not searched
 * @param out   free with nlog_store_free(); untouched on failure
 * @return 0; NLOG_ENOTFOUND if there is nothing, or no repository (the texts
 *         differ); NLOG_EOWNER if it belongs to another user, with git's remedy
 *         in the text; NLOG_EDAMAGED or NLOG_EIO
 */
int nlog_store_open(nlog_store **out, const char *path, nlog_error *err);
void nlog_store_free(nlog_store *store);

/**
 * Set how many threads reading the log may use: 1 from the beginning, at most
 * NLOG_JOBS_MAX. The log is the same.
 */
void nlog_store_use_jobs(nlog_store *store, size_t jobs);

/** @return the path as opened; borrowed from the store */
const char *nlog_store_path(const nlog_store *store);

/**
 * The name and e-mail that the git configuration gives (`user.name`,
 * `user.email`; the repository's, the user's and the system's, in that order).
 *
 * @param store        NULL: the user's and the system's configuration alone
 * @param name, email  added to; left as they are where the configuration has none
 */
int nlog_store_config_user(const nlog_store *store, nlog_str *name, nlog_str *email,
			   nlog_error *err);

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
	 * withdrawal, correction and backfill that leaves it as it was. 0 for entries that are no revision: register, ledger,
	 * restore, a commit that changes nothing of ours or removes a notice.
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
 * Append the whole message of a commit. Lines stay; within a line foreign bytes
 * are shown as nlog_str_add_visible() shows them (a TAB stays).
 *
 * @return 0, NLOG_ENOTFOUND for what is no full id, or NLOG_EDAMAGED
 */
int nlog_store_read_message(const nlog_store *store, const char *commit, nlog_str *out,
			    nlog_error *err);

/**
 * Read a blob of up to NLOG_FILE_LIMIT bytes, and see that it is what its id says.
 *
 * @param out  added to; as before on failure
 * @return 0; NLOG_EDAMAGED (missing, or not what its id says); NLOG_ELIMIT;
 *         NLOG_ENOTFOUND for what is no full id; NLOG_EIO
 */
int nlog_store_read_blob(const nlog_store *store, const char *oid, nlog_str *out,
			 nlog_error *err);

/**
 * Read a file of a tree that an entry names.
 *
 * @return 0; NLOG_ENOTFOUND if the tree has no such file; else as above
 */
int nlog_store_read_file(const nlog_store *store, const char *tree, const char *name,
			 nlog_str *out, nlog_error *err);

/**
 * Read a file by its path from the root, such as `ledger/FJ.json`, as it is
 * after a commit.
 *
 * @return 0; NLOG_ENOTFOUND if the commit has no such file; else as above
 */
int nlog_store_read_path(const nlog_store *store, const char *commit, const char *path,
			 nlog_str *out, nlog_error *err);

/** Where a notice is: ids of its notice.json, of its folder, and of the addendum.json in it. */
typedef struct {
	char blob[NLOG_OID_SIZE], tree[NLOG_OID_SIZE];
	char addendum[NLOG_OID_SIZE]; /**< "": there is none */
} nlog_found_notice;

/**
 * Find a notice as it is after a commit, which need not be on the branch yet.
 *
 * @return 0; NLOG_ENOTFOUND if the commit has no such notice; NLOG_EDAMAGED
 */
int nlog_store_find_notice(const nlog_store *store, const char *commit, const char *key,
			   nlog_found_notice *out, nlog_error *err);

/**
 * Call back for each regular file of a tree (not of its folders), in git's
 * order. A return of each other than 0 ends the walk: a negative one is passed
 * on, after a positive one the walk returns 0.
 */
int nlog_store_list_tree(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, void *data), void *data,
			 nlog_error *err);

/** The same with the id of each file; every result of each other than 0 is passed on. */
int nlog_store_each_file(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, const char *oid, void *data),
			 void *data, nlog_error *err);

/**
 * Find the commit that the register's branch names. HEAD may name another one,
 * as in a repository that git made to be pushed to.
 *
 * @return 0; NLOG_ENOTFOUND if the register has no commit; NLOG_EDAMAGED
 */
int nlog_store_head(const nlog_store *store, char commit[NLOG_OID_SIZE], nlog_error *err);

/**
 * Find the commit that a git revision (`main~3`, a short id) names. It need not
 * be one of the register's branch.
 *
 * @return 0; NLOG_ENOTFOUND, also for a short id that fits several; NLOG_EDAMAGED
 */
int nlog_store_resolve(const nlog_store *store, const char *revision,
		       char commit[NLOG_OID_SIZE], nlog_error *err);

/**
 * Append `notices/YY/SS/KEY` for a valid key: YY and SS are the texts before
 * the first and between the first two hyphens. `notices/other/KEY` where there
 * are no two hyphens, where YY is "other" itself, or where SS could not be a
 * folder's name (it must begin with a letter or digit and not end in a full
 * stop or in `.lock`).
 */
void nlog_layout_add_folder(nlog_str *out, const char *key);

/**
 * Find the id that a notice's folder has while nothing but its notice.json is in it.
 *
 * @param blob  full id of the notice.json
 */
void nlog_layout_folder_of_one(char tree[NLOG_OID_SIZE], const char *blob);

/**
 * Append the value of a `Source:` trailer, `NAME SIZE SHA256`. In NAME each
 * byte outside `[A-Za-z0-9._-]` is written `%XX`; an empty name as `-`.
 */
void nlog_source_add_trailer(nlog_str *out, nlog_slice name, nlog_slice content);

/* Writing */

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

/**
 * @return about how many objects of a bare repository are files of their own, which
 *         `git gc` gathers into a pack; 0 where that cannot be seen
 */
size_t nlog_store_loose_objects(const nlog_store *store);

/* Verifying */

/** What a file of a register is, by its path. */
typedef enum {
	NLOG_ROLE_NOTICE,
	NLOG_ROLE_ADDENDUM,
	NLOG_ROLE_SOURCE,
	NLOG_ROLE_REGISTER,
	NLOG_ROLE_LEDGER,
	NLOG_ROLE_FOREIGN, /**< nothing that a register holds */
} nlog_file_role;

/** A file on a walk over all of the history; borrowed for the call. */
typedef struct {
	nlog_file_role role;
	const char *path; /**< from the root; of several the first that was met */
	const char *oid;
	nlog_slice content;
} nlog_visited_file;

/** What to call during the walk; each may be NULL. */
typedef struct {
	/**
	 * Called once for each content and role. A result other than 0 ends the
	 * walk and is passed on.
	 */
	int (*file)(const nlog_visited_file *file, void *data, nlog_error *err);
	/**
	 * Was a content read before as one of that role, and is all well with it? Then
	 * it is only counted.
	 *
	 * @param bytes  its size
	 */
	bool (*is_known)(nlog_file_role role, const char *oid, uint64_t *bytes, void *data);
	/** total is 0 as long as it is not known. */
	void (*progress)(size_t done, size_t total, void *data);
	void *data;
} nlog_visitor;

/** What was met on the walk. */
typedef struct {
	size_t commits, objects; /**< objects: commits, folders and files, each once */
	uint64_t bytes;          /**< of the files' contents, each once */
	size_t damaged;          /**< objects that are missing or cannot be read */
	/** A commit is missing or damaged: what was before it is out of reach. */
	bool is_cut;
	bool has_commit_graph; /**< plain git may read it in place of the commits */
} nlog_inventory;

/** A look at all of the history, of which commits and folders were read. */
typedef struct nlog_survey nlog_survey;

/**
 * Read every commit and folder that the branch reaches, see that each is what its id
 * says, and that folders hold what a register holds.
 *
 * Damage is a finding (`verify.*`), and the walk goes on. So is everything that
 * makes plain git show another history than this one: replace refs, grafts, a
 * shallow mark; borrowed objects (alternates); a HEAD that is not the branch.
 * Commits are followed by the parents that they name, all of them at a merge.
 *
 * @param out      free with nlog_survey_free(); untouched on failure
 * @param into     counted in until then, as findings are added to
 * @param visitor  copied; its functions for files are called by nlog_survey_files()
 * @return 0, whatever was found; NLOG_EDAMAGED or NLOG_EIO if the branch cannot
 *         be read at all
 */
int nlog_survey_begin(nlog_survey **out, nlog_inventory *into, const nlog_store *store,
		      const nlog_visitor *visitor, nlog_findings *findings,
		      nlog_error *err);

/** Read the files, too. @return 0, whatever was found; what visitor->file returned */
int nlog_survey_files(nlog_survey *survey, nlog_error *err);

void nlog_survey_free(nlog_survey *survey);

/**
 * Write a git bundle (version 2) of the history up to a commit, as branch
 * `main`: one file from which plain git clones.
 *
 * Every object is read and held against its id on the way.
 *
 * @param path  must not exist; removed again on failure
 * @return 0; NLOG_EDAMAGED, with the first damage; NLOG_EIO, NLOG_EEXISTS;
 *         NLOG_ENOTFOUND for what is no full id
 */
int nlog_store_write_bundle(const nlog_store *store, const char *commit, const char *path,
			    nlog_error *err);

#endif
