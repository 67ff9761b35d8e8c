/**
 * @file
 * A reader of loose objects that damage cannot hold up.
 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include <git2.h>

/**
 * Put the guard ahead of libgit2's own readers, for the object folder of the
 * repository and those that it borrows from (objects/info/alternates).
 *
 * @return 0 or libgit2's code
 */
int store_guard_add(git_repository *repo, git_odb *odb);

#endif
