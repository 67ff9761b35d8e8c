/**
 * @file
 * A reader of loose objects that damage cannot hold up.
 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include <stdbool.h>

#include <noticelog/str.h>

#include "oid.h"

/**
 * Put the guard ahead of libgit2's own readers, for the object folder of the
 * repository and those that it borrows from (objects/info/alternates).
 *
 * @return 0 or libgit2's code
 */
int store_guard_add(git_repository *repo, git_odb *odb);

/**
 * Read a loose object while libgit2 is not started. It is not held against its id.
 *
 * @param content  empty; what it holds on failure is of no use
 * @param folder   the folder of the objects, with a final `/`
 * @return false, without a word, if it is not there, or damaged in any way
 */
bool store_guard_read(nlog_str *content, git_object_t *type, const char *folder,
		      const git_oid *oid);

#endif
