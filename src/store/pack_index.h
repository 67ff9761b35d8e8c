/**
 * @file
 * A pack that was written becomes one of the register's.
 */
#ifndef STORE_PACK_INDEX_H
#define STORE_PACK_INDEX_H

#include "pack_read.h"

/** Nobody writes to a pack that is whole. */
#define STORE_PACK_MODE 0444

/**
 * Make pack and index of a file, durable, and give them to the register. The file's
 * objects were all read back; no longer are they found in it. A file without a name
 * becomes the pack; where it cannot be given one, its copy does.
 *
 * @return 0 or NLOG_EIO
 */
int store_pack_index(const nlog_store *store, store_pack_file *file, nlog_error *err);

/** Remove what a program that was killed left of its packs. Only under the register's lock. */
void store_pack_clean(const nlog_store *store);

#endif
