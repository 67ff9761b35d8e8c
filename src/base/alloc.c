/* Memory: every request of the program and of jansson passes here. */
#include <noticelog/alloc.h>

#include <jansson.h>
#include <mimalloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

/* Address space for as much as two threads take at first; what is not used costs nothing. */
#define FIRST_MEMORY ((size_t)64 << 20)

static void (*exhausted_handler)(size_t size);

static void exhausted(size_t size)
{
	if (exhausted_handler)
		exhausted_handler(size);
	abort();
}

void nlog_alloc_on_exhausted(void (*handler)(size_t size))
{
	exhausted_handler = handler;
}

void *nlog_alloc(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		exhausted(size);
	return memory;
}

void *nlog_alloc_array(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		exhausted(count);
	return memory;
}

void *nlog_realloc_array(void *memory, size_t count, size_t size)
{
	size_t bytes;
	/* Not reallocarray(): valgrind does not know the one that mimalloc has. */
	bool fits = !__builtin_mul_overflow(count ? count : 1, size ? size : 1, &bytes);
	void *larger = fits ? realloc(memory, bytes) : NULL;

	if (!larger)
		exhausted(count);
	return larger;
}

void nlog_free(void *memory)
{
	free(memory);
}

/* For those who set all of it themselves; jansson does, too. */
static void *alloc_unset(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		exhausted(size);
	return memory;
}

char *nlog_strndup(const char *text, size_t len)
{
	char *copy = alloc_unset(len + 1);

	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *nlog_strdup(const char *text)
{
	return text ? nlog_strndup(text, strlen(text)) : NULL;
}

void nlog_alloc_setup(void)
{
	json_set_alloc_funcs(alloc_unset, nlog_free);
}

void nlog_alloc_in_large_pages(void)
{
	struct rlimit space;
	mi_arena_id_t arena;
	size_t size = 0;
	void *start = NULL;

	/* Where address space is counted none of it is to lie idle. */
	if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur != RLIM_INFINITY)
		return;
	if (mi_reserve_os_memory_ex(FIRST_MEMORY, true, false, false, &arena) == 0)
		start = mi_arena_area(arena, &size);
	if (start)
		(void)madvise(start, size, MADV_HUGEPAGE);
}
