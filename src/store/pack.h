/**
 * @file
 * A pack being written: many objects in one file, each told as its difference from
 * an older one where there is one, read back from it while it grows, and given to
 * the register in one step.
 */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "delta.h"
#include "git.h"

typedef struct store_pack store_pack;

/** Where a version of an object stands in a pack, so that the next can be told from it. */
typedef struct {
	uint64_t offset; /**< 0: it is not in the pack */
	unsigned depth;  /**< how many deltas lie behind it */
} store_pack_place;

/**
 * Begin a pack.
 *
 * @param store  must outlive *out; reads what the pack holds from now on
 * @param out    free with store_pack_free(); untouched on failure
 * @return 0 or NLOG_EIO
 */
int store_pack_begin(store_pack **out, const nlog_store *store, nlog_error *err);

/**
 * Add an object, if neither the pack nor the register has it.
 *
 * @param before  the older version, whose place is in *place; empty: there is none
 * @param kind    where the two may differ
 * @param place   then that of this object
 * @return 0; NLOG_EIO; NLOG_EUSAGE once it was finished
 */
int store_pack_add(store_pack *pack, git_oid *oid, git_object_t type, nlog_slice bytes,
		   nlog_slice before, store_delta_kind kind, store_pack_place *place,
		   nlog_error *err);

/**
 * Read back what is in the file so far, and see that each object is what its id says.
 * Another thread may add objects meanwhile.
 *
 * @return 0 or NLOG_EIO
 */
int store_pack_read_back(store_pack *pack, nlog_error *err);

/**
 * Read back the rest, make the pack durable and give it to the register, which then
 * has the objects. It may be called again, but nothing can be added any more.
 *
 * @return 0 or NLOG_EIO; then the register has none of them
 */
int store_pack_finish(store_pack *pack, nlog_error *err);

/** Throw away what was not finished. NULL is fine. */
void store_pack_free(store_pack *pack);

#endif
