/**
 * @file
 * A pack that was written becomes one of the register's.
 */
#ifndef STORE_PACK_INDEX_H
#define STORE_PACK_INDEX_H

#include "pack_read.h"

/**
 * Have libgit2's indexer check every object of a file, and give pack and index to
 * the register, durable.
 *
 * @return 0 or NLOG_EIO
 */
int store_pack_index(const nlog_store *store, store_pack_file *file, nlog_error *err);

/** Remove what a program that was killed left of its packs. Only under the register's lock. */
void store_pack_clean(const nlog_store *store);

#endif
