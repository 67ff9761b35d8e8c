/**
 * @file
 * The tree of a commit, made from the one before and the files that change.
 */
#ifndef STORE_TREE_H
#define STORE_TREE_H

#include "git.h"

/** See that the object is in the repository, whole, as its type and id say. @return 0 or NLOG_EIO */
int store_verify_written(const nlog_store *store, const git_oid *oid, git_object_t type,
			 nlog_error *err);

/**
 * Write blobs and trees.
 *
 * @param out   the new root
 * @param root  the old one; the zero id: none
 * @return 0, NLOG_EINPUT for a path that a register does not hold, NLOG_ELIMIT,
 *         NLOG_EDAMAGED, NLOG_EIO
 */
int store_tree_build(git_oid *out, const nlog_store *store, const git_oid *root,
		     const nlog_write_file *files, size_t count, nlog_error *err);

#endif
