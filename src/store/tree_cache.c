/* The trees read last: what is new in one commit is old in the next. */
#include <noticelog/alloc.h>

#include "tree_cache.h"

/* One slot for each first byte of an id: some hundred folders are at work in a year. */
#define SLOTS 256

struct store_tree_cache {
	const nlog_store *store;
	git_tree *slots[SLOTS];
};

store_tree_cache *store_tree_cache_new(const nlog_store *store)
{
	store_tree_cache *cache = nlog_alloc(sizeof(*cache));

	cache->store = store;
	return cache;
}

int store_tree_cache_get(git_tree **out, store_tree_cache *cache, const git_oid *oid,
			 nlog_error *err)
{
	git_tree **slot = &cache->slots[oid->id[0] % SLOTS];

	if (!*slot || !git_oid_equal(git_tree_id(*slot), oid)) {
		git_tree *tree = NULL;
		int rc = store_read_tree(&tree, cache->store, oid, err);

		if (rc)
			return rc;
		git_tree_free(*slot);
		*slot = tree;
	}
	/* A share of its own: the slot may be taken while the caller still reads. */
	git_tree_dup(out, *slot);
	return 0;
}

void store_tree_cache_free(store_tree_cache *cache)
{
	for (size_t i = 0; i < SLOTS; i++)
		git_tree_free(cache->slots[i]);
	nlog_free(cache);
}
