/**
 * @file
 * Commits, as far as a register asks.
 */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

#include "git.h"

/** A commit. Begin with {.id = …} or zeros; what was read last gives its room to the next. */
typedef struct {
	git_oid id, tree;
	git_oid parent; /**< the first; the zero id: none */
	unsigned parents;
	git_time authored, committed;
	/** Borrowed from the commit; the message without empty lines ahead of it. */
	nlog_slice author_name, author_email, message;
	nlog_str bytes;
	git_commit *odd; /**< of another form than ours, read by libgit2; or NULL */
} store_commit;

/**
 * Read a commit.
 *
 * @return as store_read_object()
 */
int store_commit_read(store_commit *commit, const nlog_store *store, const git_oid *oid,
		      nlog_error *err);

/**
 * Read commit->bytes.
 *
 * @return false, with the other members undefined, unless they are of the plainest form
 */
bool store_commit_parse(store_commit *commit);

/** @return the parent of that number, from 0 */
git_oid store_commit_parent(const store_commit *commit, unsigned number);

void store_commit_clear(store_commit *commit);

#endif
