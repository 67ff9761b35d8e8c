/**
 * @file
 * The file of a pack being written, and what it holds so far.
 */
#ifndef STORE_PACK_READ_H
#define STORE_PACK_READ_H

#include "git.h"

/** An object of the pack. */
typedef struct {
	git_oid oid;
	uint32_t sum; /**< CRC-32 of its entry, once that was read back */
	uint64_t offset;
	unsigned depth; /**< how many deltas lie behind it */
} store_pack_object;

/** libgit2's way into the file; it outlives the file, which it then no longer has. */
typedef struct store_pack_backend store_pack_backend;

/**
 * One thread writes and finds; another may read back meanwhile what was written, under
 * the lock where it says so.
 */
typedef struct {
	int fd;
	pthread_mutex_t lock;
	uint64_t written;     /**< bytes in the file; changed under the lock */
	size_t written_count; /**< objects in them; the same */
	nlog_str held;        /**< what comes after them */
	store_pack_object
		*objects; /**< as they stand in the file; changed under the lock */
	size_t count, capacity;
	uint32_t *slots; /**< by id: the number of an object, from 1 on; 0: free */
	size_t slot_count;
	store_pack_backend *backend;
} store_pack_file;

/** Begin with a file that is open, and make the store read what it holds. */
int store_pack_file_attach(store_pack_file *file, const nlog_store *store, nlog_error *err);
/** Give the file back; the store no longer reads it. */
void store_pack_file_close(store_pack_file *file);

/** @return where the next byte goes */
uint64_t store_pack_file_end(const store_pack_file *file);
/** Write what is held. @return false, with errno */
bool store_pack_file_flush(store_pack_file *file);

/** @return the object of that id, borrowed until the next is noted; or NULL */
const store_pack_object *store_pack_file_find(const store_pack_file *file,
					      const git_oid *oid);
/** No longer find objects. */
void store_pack_file_forget(store_pack_file *file);
/** Note an object that was added. */
void store_pack_file_note(store_pack_file *file, const git_oid *oid, uint64_t offset,
			  unsigned depth);

#endif
