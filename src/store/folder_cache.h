/**
 * @file
 * The folders read last: what is new in one commit is old in the next.
 */
#ifndef STORE_FOLDER_CACHE_H
#define STORE_FOLDER_CACHE_H

#include "git.h"

typedef struct store_folder_cache store_folder_cache;

/** A folder; it stays as long as somebody uses it. */
typedef struct {
	git_oid oid;
	unsigned users;
	nlog_str bytes; /**< whole; see folder.h */
} store_used_folder;

store_folder_cache *store_folder_cache_new(const nlog_store *store);

/**
 * Use a folder.
 *
 * @param out  give back with store_folder_release()
 * @return as store_folder_read()
 */
int store_folder_use(store_used_folder **out, store_folder_cache *cache, const git_oid *oid,
		     nlog_error *err);

/** @param folder  NULL is fine */
void store_folder_release(store_used_folder *folder);

void store_folder_cache_free(store_folder_cache *cache);

#endif
