/**
 * @file
 * A repository of the plainest form, read without libgit2.
 *
 * To start libgit2 takes longer than an answer out of an index. What is asked here
 * is asked of files of a form that leaves no room for opinions; a repository or a
 * branch of any other form is libgit2's to open, to read and to complain of.
 */
#ifndef STORE_PLAIN_H
#define STORE_PLAIN_H

#include <stdbool.h>

#include "oid.h"

/**
 * Would libgit2 open this without a word? True for a bare repository of the user's
 * own, with nothing linked, borrowed or extended, whose configuration and the
 * user's are of the simplest form.
 */
bool store_plain_is(const char *path);

/**
 * The commit that the branch names, by its own file or among the packed references.
 *
 * @return false if neither tells it beyond doubt
 */
bool store_plain_head(git_oid *oid, const char *path);

#endif
