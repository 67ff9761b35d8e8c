/**
 * @file
 * The objects that a walk has met, by id, so that none is read twice.
 */
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include "git.h"

/** One object. */
typedef struct {
	git_oid oid;
	unsigned marks; /**< what it was met as; the walk's own bits */
	char *place;    /**< owned; the path at which it was met first, or NULL */
} store_seen;

typedef struct {
	store_seen *slots;
	size_t count, capacity;
} store_seen_map;

/** @return the object's entry, without marks if it is new; borrowed until the next call */
store_seen *store_seen_get(store_seen_map *map, const git_oid *oid);

void store_seen_clear(store_seen_map *map);

#endif
