/**
 * @file
 * The register's branch, read and moved by git's own protocol for references.
 */
#ifndef STORE_BRANCH_H
#define STORE_BRANCH_H

#include "git.h"

/**
 * Read the commit that the branch names; the zero id for none. A branch that is
 * a link would be followed on writing, to wherever it points: refused.
 *
 * @return 0, NLOG_EDAMAGED or NLOG_EIO
 */
int store_branch_read(git_oid *tip, const nlog_store *store, nlog_error *err);

/**
 * Move the branch from one commit (the zero id: from nothing) to another, by
 * compare-and-swap, durable on return. Only under the register's own lock.
 *
 * @param deadline  of store_clock_ms(): how long to wait for git's lock
 * @return 0; NLOG_ECONFLICT if the branch is not at `from`; NLOG_EBUSY if git's
 *         lock stays taken; NLOG_EDAMAGED; NLOG_EIO, where the branch may have
 *         moved all the same: read it again
 */
int store_branch_move(const nlog_store *store, const git_oid *from, const git_oid *to,
		      int64_t deadline, nlog_error *err);

/**
 * Under the register's own lock: remove what a writer of ours that died has left
 * of a move, git's lock included. A lock of anybody else is not touched.
 *
 * @param note  added to when git's lock was removed
 * @return 0 or NLOG_EIO
 */
int store_branch_clean(nlog_str *note, const nlog_store *store, nlog_error *err);

#endif
