/**
 * @file
 * Objects, each read as a whole and held against its id.
 *
 * What is in a pack or a file of its own is read here; what is odd, damaged or elsewhere
 * (borrowed, or on its way into a pack) libgit2 reads, which names what is wrong.
 */
#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

#include "git.h"

/**
 * Read an object of at most NLOG_FILE_LIMIT bytes.
 *
 * @param content  what it held is replaced, its room used again
 * @return 0; NLOG_EDAMAGED (missing, of another type, not what its id says), NLOG_ELIMIT
 *         or NLOG_EIO with its name
 */
int store_read_object(nlog_str *content, const nlog_store *store, const git_oid *oid,
		      git_object_t type, nlog_error *err);

/** The same by libgit2, with all of its checks of the object's form. */
int store_read_object_checked(nlog_str *content, const nlog_store *store,
			      const git_oid *oid, git_object_t type, nlog_error *err);

/** The id of an object: the SHA-1 of `TYPE SIZE`, NUL and its content. */
void store_find_id(git_oid *out, git_object_t type, nlog_slice content);

/**
 * Is an object what its id says?
 *
 * @return 0, or GIT_EMISMATCH with libgit2's own words as its last error
 */
int store_check_id(const git_oid *oid, git_object_t type, nlog_slice content);

#endif
