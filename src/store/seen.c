/* The objects that a walk has met: a hash table, the ids being hashes already. */
#include <string.h>

#include <noticelog/alloc.h>

#include "seen.h"

#define FIRST_CAPACITY 1024

static size_t slot_of(const store_seen_map *map, const git_oid *oid)
{
	size_t at;

	memcpy(&at, oid->id, sizeof(at));
	at &= map->capacity - 1;
	while (!store_oid_is_zero(&map->slots[at].oid) &&
	       !store_oid_equal(&map->slots[at].oid, oid))
		at = (at + 1) & (map->capacity - 1);
	return at;
}

static void grow(store_seen_map *map)
{
	store_seen_map larger = {
		.count = map->count,
		.capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY,
	};

	larger.slots = nlog_alloc_array(larger.capacity, sizeof(*larger.slots));
	for (size_t i = 0; i < map->capacity; i++) {
		if (!store_oid_is_zero(&map->slots[i].oid))
			larger.slots[slot_of(&larger, &map->slots[i].oid)] = map->slots[i];
	}
	nlog_free(map->slots);
	*map = larger;
}

store_seen *store_seen_get(store_seen_map *map, const git_oid *oid)
{
	store_seen *found;

	if (map->count * 2 >= map->capacity)
		grow(map);
	found = &map->slots[slot_of(map, oid)];
	if (store_oid_is_zero(&found->oid)) {
		found->oid = *oid;
		map->count++;
	}
	return found;
}

void store_seen_clear(store_seen_map *map)
{
	for (size_t i = 0; i < map->capacity; i++)
		nlog_free(map->slots[i].place);
	nlog_free(map->slots);
	*map = (store_seen_map){NULL, 0, 0};
}
