/**
 * @file
 * The tree of a commit, made from the one before and the files that change.
 */
#ifndef STORE_TREE_H
#define STORE_TREE_H

#include <noticelog/write.h>

#include "pack.h"

/** Where a run's objects go: one by one, or into a pack. */
typedef struct {
	const nlog_store *store;
	store_pack *pack; /**< NULL: one by one */
} store_target;

/** See that the object is in the repository, whole, as its type and id say. @return 0 or NLOG_EIO */
int store_verify_written(const nlog_store *store, const git_oid *oid, git_object_t type,
			 nlog_error *err);

/** Write an object that has no older version. @return 0 or NLOG_EIO */
int store_target_put(const store_target *target, git_oid *oid, git_object_t type,
		     nlog_slice bytes, nlog_error *err);

/** The folders that a run has at work, as git keeps them. */
typedef struct store_tree store_tree;

/**
 * Begin with the tree of a commit, read folder by folder when it is needed.
 *
 * @param root    the zero id: there is none
 * @param target  borrowed, must outlive the tree
 * @return owned; store_tree_free()
 */
store_tree *store_tree_new(const store_target *target, const git_oid *root);

/**
 * Write the files that change, and the folders above them.
 *
 * @param out  the new root; what does not succeed changes nothing
 * @return 0, NLOG_EINPUT for a path that a register does not hold, NLOG_ELIMIT,
 *         NLOG_EDAMAGED, NLOG_EIO
 */
int store_tree_change(store_tree *tree, git_oid *out, const nlog_write_file *files,
		      size_t count, nlog_error *err);

void store_tree_free(store_tree *tree);

#endif
