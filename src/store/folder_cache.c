/* The folders read last: what is new in one commit is old in the next. */
#include <noticelog/alloc.h>

#include "folder.h"
#include "folder_cache.h"

/* One slot for each first byte of an id: some hundred folders are at work in a year. */
#define SLOTS 256

struct store_folder_cache {
	const nlog_store *store;
	store_used_folder *slots[SLOTS];
};

store_folder_cache *store_folder_cache_new(const nlog_store *store)
{
	store_folder_cache *cache = nlog_alloc(sizeof(*cache));

	cache->store = store;
	return cache;
}

int store_folder_use(store_used_folder **out, store_folder_cache *cache, const git_oid *oid,
		     nlog_error *err)
{
	store_used_folder **slot = &cache->slots[oid->id[0] % SLOTS];

	if (!*slot || !store_oid_equal(&(*slot)->oid, oid)) {
		store_used_folder *folder = nlog_alloc(sizeof(*folder));
		int rc = store_folder_read(&folder->bytes, cache->store, oid, err);

		folder->oid = *oid;
		folder->users = 1;
		if (rc) {
			store_folder_release(folder);
			return rc;
		}
		/* The slot may be taken while somebody still reads what was in it. */
		store_folder_release(*slot);
		*slot = folder;
	}
	(*slot)->users++;
	*out = *slot;
	return 0;
}

void store_folder_release(store_used_folder *folder)
{
	if (!folder || --folder->users)
		return;
	nlog_str_clear(&folder->bytes);
	nlog_free(folder);
}

void store_folder_cache_free(store_folder_cache *cache)
{
	for (size_t i = 0; i < SLOTS; i++)
		store_folder_release(cache->slots[i]);
	nlog_free(cache);
}
