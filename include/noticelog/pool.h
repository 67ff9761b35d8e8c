/**
 * @file
 * A pool: room for many small things that live equally long.
 *
 * They lie one behind the other in a few large pieces of memory, without a
 * request for each, and are given back together.
 */
#ifndef NOTICELOG_POOL_H
#define NOTICELOG_POOL_H

#include <noticelog/str.h>

/** A pool; NLOG_POOL_INIT is empty. */
typedef struct {
	char **chunks;
	size_t count, capacity;
	size_t used, size; /**< of the last chunk */
} nlog_pool;

#define NLOG_POOL_INIT                                                                     \
	{                                                                                  \
		NULL, 0, 0, 0, 0                                                           \
	}

/** @return size bytes, aligned as a pointer is and not set; they are the pool's */
void *nlog_pool_alloc(nlog_pool *pool, size_t size);

/**
 * Make memory of the pool longer: in place if nothing was asked for after it.
 *
 * @param memory  as the pool gave it; NULL: none yet
 * @param size    how long it is
 * @return the memory, or a longer copy; what is added is not set
 */
void *nlog_pool_extend(nlog_pool *pool, void *memory, size_t size, size_t more);

/** @return room for a text of len bytes and a final NUL, not set; it is the pool's */
char *nlog_pool_text_room(nlog_pool *pool, size_t len);

/** @return a copy of a text and a final NUL; it is the pool's */
char *nlog_pool_text(nlog_pool *pool, nlog_slice text);

/** Take over all of another pool, which is empty afterwards: nothing moves. */
void nlog_pool_join(nlog_pool *pool, nlog_pool *from);

/** Give all that is in it back, and keep some room for what comes next. */
void nlog_pool_reset(nlog_pool *pool);

void nlog_pool_clear(nlog_pool *pool);

#endif
