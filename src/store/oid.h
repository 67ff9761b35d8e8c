/**
 * @file
 * Ids of objects, and the names of their types: what needs no libgit2 to be loaded.
 */
#ifndef STORE_OID_H
#define STORE_OID_H

#include <git2/oid.h>
#include <git2/types.h>
#include <stdbool.h>

#include <noticelog/store.h>

/** An id as it is written: `store_oid_hex(oid).text` lives to the end of its statement. */
typedef struct {
	char text[NLOG_OID_SIZE];
} store_hex;

bool store_oid_is_zero(const git_oid *oid);
bool store_oid_equal(const git_oid *left, const git_oid *right);

/** By their bytes. @return < 0, 0 or > 0 */
int store_oid_compare(const git_oid *left, const git_oid *right);

/** The zero id is forty zeros. */
store_hex store_oid_hex(const git_oid *oid);

/**
 * Read a full id, in letters of either case.
 *
 * @return false for anything else, and for NULL; oid is as it was
 */
bool store_oid_parse(git_oid *oid, const char *text);

/** Read a full id. @return 0, or NLOG_ENOTFOUND for anything else */
int store_oid_from_text(git_oid *oid, const char *text, nlog_error *err);

/** Write an id as text; the zero id as "". */
void store_oid_to_text(char text[NLOG_OID_SIZE], const git_oid *oid);

/** Can an object be of this type? An entry of a pack can also be a delta. */
bool store_type_is_whole(git_object_t type);

/** @return "commit", "tree", "blob" or "tag"; "" for what no object can be; static */
const char *store_type_name(git_object_t type);

/** @return the type of that name, or GIT_OBJECT_INVALID */
git_object_t store_type_of(const char *name);

#endif
