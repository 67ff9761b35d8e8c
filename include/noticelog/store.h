/**
 * @file
 * A register in a git repository: made, opened, read.
 *
 * The only room that knows git. A register is a bare repository with one linear
 * branch; reading works on any repository that holds one. All that is read is
 * bounded in size, and a damaged object is named, never waited for or skipped. Its log is
 * in log.h, writing in write.h, the look at all of it in survey.h.
 *
 * The branch is `main`. A clone without it (a checkout of one commit, say) is
 * read at its HEAD. Commits are followed by the parents that they name
 * themselves; replace refs, grafts and commit-graphs are not believed. Nothing
 * that a repository's configuration names is ever run.
 */
#ifndef NOTICELOG_STORE_H
#define NOTICELOG_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <noticelog/date.h>
#include <noticelog/error.h>
#include <noticelog/json.h>
#include <noticelog/str.h>

/** A commit or object id in hexadecimal, and the room for it with its NUL. */
#define NLOG_OID_LEN 40
#define NLOG_OID_SIZE (NLOG_OID_LEN + 1)

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

/**
 * @return about how many objects of a bare repository are files of their own, which
 *         `git gc` gathers into a pack; 0 where that cannot be seen
 */
size_t nlog_store_loose_objects(const nlog_store *store);

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
