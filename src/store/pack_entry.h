/**
 * @file
 * The head of an entry of a pack (gitformat-pack(5)), read and written.
 */
#ifndef STORE_PACK_ENTRY_H
#define STORE_PACK_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <noticelog/str.h>

/** Types of entries beside those of objects. */
enum { STORE_OFS_DELTA = 6, STORE_REF_DELTA = 7 };

/** What an entry is; what it holds is deflated behind its head. */
typedef struct {
	unsigned type; /**< libgit2's number of an object, or one of the above */
	size_t size;   /**< of what it holds, inflated */
	uint64_t base; /**< of an OFS_DELTA: where what it is told from begins */
	const unsigned char
		*base_id; /**< of a REF_DELTA, 20 bytes; borrowed from what was read */
	size_t head_len;
} store_pack_entry;

/**
 * Read the head of an entry.
 *
 * @param bytes   the first of the entry, as many as there are
 * @param offset  of the entry in its pack
 * @return false if they break off, or hold what is larger than NLOG_FILE_LIMIT
 */
bool store_pack_entry_read(store_pack_entry *out, const unsigned char *bytes, size_t len,
			   uint64_t offset);

/** Append the head of an entry: an object, or an OFS_DELTA. @param offset  of the entry */
void store_pack_entry_write(nlog_str *out, const store_pack_entry *entry, uint64_t offset);

#endif
