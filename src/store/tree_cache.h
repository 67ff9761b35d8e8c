/**
 * @file
 * The trees read last: what is new in one commit is old in the next.
 */
#ifndef STORE_TREE_CACHE_H
#define STORE_TREE_CACHE_H

#include "git.h"

typedef struct store_tree_cache store_tree_cache;

store_tree_cache *store_tree_cache_new(const nlog_store *store);

/** @param out  free with git_tree_free() */
int store_tree_cache_get(git_tree **out, store_tree_cache *cache, const git_oid *oid,
			 nlog_error *err);

void store_tree_cache_free(store_tree_cache *cache);

#endif
