/**
 * @file
 * The packs of a register, read where they lie.
 *
 * Most of what a register holds is in packs, and is asked for over and over in the
 * order in which it was recorded. Nothing is reported from here: what is odd, damaged
 * or of another kind is simply not given, and libgit2, asked next, says what is wrong.
 */
#ifndef STORE_PACKS_H
#define STORE_PACKS_H

#include <noticelog/error.h>
#include <noticelog/str.h>

#include "oid.h"

typedef struct store_packs store_packs;

/**
 * @param objects  the folder of the objects, with a final `/`; copied
 * @return free with store_packs_free(); nothing is opened before something is asked for
 */
store_packs *store_packs_new(const char *objects);

/** Look for packs that came since. */
void store_packs_refresh(store_packs *packs);

/**
 * Read an object of at most NLOG_FILE_LIMIT bytes. It is not held against its id.
 *
 * @param content  what it held is replaced, its room used again
 * @return 0; NLOG_ENOTFOUND if it is in no pack; NLOG_EDAMAGED if it cannot be read from
 *         there; *content is as before then
 */
int store_packs_read(store_packs *packs, const git_oid *oid, git_object_t *type,
		     nlog_str *content);

void store_packs_free(store_packs *packs);

#endif
