/* Room for many small things, in a few large pieces. */
#include <noticelog/pool.h>

#include <noticelog/alloc.h>

/* A small pool is small; each further chunk is twice as large up to the greatest. */
#define CHUNK_MIN ((size_t)1 << 10)
#define CHUNK_MAX ((size_t)64 << 10)

#define ALIGNMENT _Alignof(void *)

static char *last_chunk(const nlog_pool *pool)
{
	return pool->chunks[pool->count - 1];
}

/* A chunk in which at least `least` bytes fit; seldom called, and kept out of its callers. */
static __attribute__((noinline, cold)) void add_chunk(nlog_pool *pool, size_t least)
{
	size_t size = pool->size < CHUNK_MIN   ? CHUNK_MIN
		      : pool->size < CHUNK_MAX ? pool->size * 2
					       : CHUNK_MAX;

	pool->size = size > least ? size : least;
	pool->used = 0;
	NLOG_GROW(pool->chunks, pool->count, pool->capacity);
	pool->chunks[pool->count++] = nlog_realloc_array(NULL, pool->size, 1);
}

static bool has_room(const nlog_pool *pool, size_t size)
{
	return pool->used <= pool->size && size <= pool->size - pool->used;
}

void *nlog_pool_alloc(nlog_pool *pool, size_t size)
{
	char *memory;

	pool->used = (pool->used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!pool->count || !has_room(pool, size))
		add_chunk(pool, size);
	memory = last_chunk(pool) + pool->used;
	pool->used += size;
	return memory;
}

/* One that has its chunk for itself grows with it, so that a long array is never there twice. */
static void *extend_chunk(nlog_pool *pool, size_t wanted)
{
	char **chunk = &pool->chunks[pool->count - 1];

	pool->size = wanted > pool->size * 2 ? wanted : pool->size * 2;
	*chunk = nlog_realloc_array(*chunk, pool->size, 1);
	pool->used = wanted;
	return *chunk;
}

void *nlog_pool_extend(nlog_pool *pool, void *memory, size_t size, size_t more)
{
	bool is_last = memory && (char *)memory + size == last_chunk(pool) + pool->used;
	void *copy;

	if (is_last && has_room(pool, more)) {
		pool->used += more;
		return memory;
	}
	if (is_last && memory == last_chunk(pool))
		return extend_chunk(pool, size + more);
	copy = nlog_pool_alloc(pool, size + more);
	if (size)
		memcpy(copy, memory, size);
	return copy;
}

char *nlog_pool_text_room(nlog_pool *pool, size_t len)
{
	char *room;

	if (!pool->count || !has_room(pool, len + 1))
		add_chunk(pool, len + 1);
	room = last_chunk(pool) + pool->used;
	pool->used += len + 1;
	return room;
}

char *nlog_pool_text(nlog_pool *pool, nlog_slice text)
{
	char *copy = nlog_pool_text_room(pool, text.len);

	copy[text.len] = '\0';
	return text.len ? memcpy(copy, text.data, text.len) : copy;
}

void nlog_pool_join(nlog_pool *pool, nlog_pool *from)
{
	if (!pool->count) {
		nlog_pool_clear(pool);
		*pool = *from;
		*from = (nlog_pool)NLOG_POOL_INIT;
		return;
	}
	/* The last chunk stays the last: it is the one that is filled. */
	for (size_t i = 0; i < from->count; i++) {
		char *last = last_chunk(pool);

		NLOG_GROW(pool->chunks, pool->count, pool->capacity);
		pool->chunks[pool->count - 1] = from->chunks[i];
		pool->chunks[pool->count++] = last;
	}
	from->count = 0;
	nlog_pool_clear(from);
}

void nlog_pool_reset(nlog_pool *pool)
{
	while (pool->count > 1) {
		char *last = last_chunk(pool);

		nlog_free(pool->chunks[--pool->count - 1]);
		pool->chunks[pool->count - 1] = last;
	}
	pool->used = 0;
}

void nlog_pool_clear(nlog_pool *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		nlog_free(pool->chunks[i]);
	nlog_free(pool->chunks);
	*pool = (nlog_pool)NLOG_POOL_INIT;
}
