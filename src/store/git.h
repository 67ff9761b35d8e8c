/**
 * @file
 * What the files of the store share: the open repository, libgit2's errors put
 * into ours, and checked reading of objects.
 */
#ifndef STORE_GIT_H
#define STORE_GIT_H

#include <pthread.h>
#include <stdbool.h>

#include <noticelog/log.h>
#include <noticelog/store.h>

#include "libgit2.h"
#include "oid.h"
#include "packs.h"

#define STORE_BRANCH "refs/heads/main"

struct nlog_store {
	char *path;
	bool is_plain;      /**< libgit2 is not started before it is needed */
	size_t jobs;        /**< threads that a walk over all of the history may use */
	char *objects;      /**< their folder, with a final `/`; owned; see packs */
	store_packs *packs; /**< owned; of one that is not plain NULL before store_need() */
	pthread_mutex_t lock; /**< of opening */
	bool has_started;     /**< libgit2, for this store */
	git_repository *repo; /**< NULL before store_need() */
	git_odb *odb;         /**< the same */
	/** The same; the folder that refs and our lock are in, with a final `/`. */
	const char *gitdir;
};

/**
 * Have libgit2 open the repository, if it has not: to be called by whoever uses its
 * members, directly or through libgit2. Any thread may.
 *
 * @return as nlog_store_open()
 */
int store_need(const nlog_store *store, nlog_error *err);

/**
 * Put a failure of libgit2 into an nlog_error, with what was being done.
 *
 * @param rc     what libgit2 returned
 * @param usual  the code where rc and the class of the error tell no other
 */
int store_git_error(nlog_error *err, int rc, nlog_code usual, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * Say that an object cannot be read.
 *
 * @param rc    what libgit2 returned; GIT_ENOTFOUND: it is missing
 * @param type  "commit", "tree" or "blob"
 * @return NLOG_EDAMAGED, or what store_git_error() makes of it
 */
int store_damaged(nlog_error *err, int rc, const char *type, const git_oid *oid);

/** Like git_commit_lookup(); every failure names the object. */
int store_read_commit(git_commit **out, const nlog_store *store, const git_oid *oid,
		      nlog_error *err);

/** Like git_tree_lookup(), with a limit of size. */
int store_read_tree(git_tree **out, const nlog_store *store, const git_oid *oid,
		    nlog_error *err);

/**
 * Look a reference up in a repository opened anew, after libgit2 did not find it:
 * 1.5 tells of a damaged packed-refs once, and finds nothing in it from then on.
 *
 * @return GIT_ENOTFOUND if it is not there indeed, GIT_ERROR if that cannot be
 *         read; else what libgit2 returned
 */
int store_confirm_absent(const nlog_store *store, const char *name);

/**
 * The commit at which the register is read; the zero id for a branch without one.
 */
int store_read_head(git_oid *oid, const nlog_store *store, nlog_error *err);

/** Walk from head; the zero id gives an empty log. */
int store_read_log(nlog_log **out, const nlog_store *store, const git_oid *head,
		   nlog_error *err);

/**
 * Start libgit2, which counts how often; end it with git_libgit2_shutdown().
 *
 * fsync is the rule then, the object cache small, and hashing our own. Several threads
 * may call this: the options are set by the first, before any other goes on.
 */
void store_libgit2_begin(void);

/** Flush a file or folder to the disk. @return 0 or NLOG_EIO */
int store_sync(const char *path, nlog_error *err);

#endif
