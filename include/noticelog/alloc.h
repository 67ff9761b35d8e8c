/**
 * @file
 * Memory: the one place in which the program asks for it.
 *
 * A request that cannot be met ends the program: every write to a register
 * is atomic, so that ending is safe, and a half-unwound one is not (the
 * libraries below us do not survive a failed request either). No function
 * of this project therefore returns NULL for want of memory. Sizes that come
 * from a document are checked against a limit before they are asked for.
 */
#ifndef NOTICELOG_ALLOC_H
#define NOTICELOG_ALLOC_H

#include <stddef.h>
#include <string.h>

/** @return size bytes set to zero, owned; never NULL */
void *nlog_alloc(size_t size);

/** @return room for count things of size bytes, set to zero, owned; never NULL */
void *nlog_alloc_array(size_t count, size_t size);

/** Change the room of memory (NULL: none yet); what is added is not set. @return owned, never NULL */
void *nlog_realloc_array(void *memory, size_t count, size_t size);

/** Give memory back; NULL is fine. */
void nlog_free(void *memory);

/** @return a copy of len bytes of text and a final NUL, owned; never NULL */
char *nlog_strndup(const char *text, size_t len);

/** @return a copy of text, owned; never NULL; NULL for NULL */
char *nlog_strdup(const char *text);

/**
 * Make room for one more item in a growing array.
 *
 * items, count and capacity are the caller's lvalues; after the call
 * items[count] is there to be set.
 */
#define NLOG_GROW(items, count, capacity)                                                  \
	do {                                                                               \
		if ((count) == (capacity)) {                                               \
			(capacity) = (capacity) ? (capacity)*2 : 8;                        \
			(items) =                                                          \
				nlog_realloc_array((items), (capacity), sizeof(*(items))); \
		}                                                                          \
	} while (0)

/** Put the items of another growing array behind those of this one; that one counts none afterwards. */
#define NLOG_JOIN(items, count, capacity, others, other_count)                             \
	do {                                                                               \
		if ((count) + (other_count) > (capacity)) {                                \
			(capacity) = (count) + (other_count);                              \
			(items) =                                                          \
				nlog_realloc_array((items), (capacity), sizeof(*(items))); \
		}                                                                          \
		if (other_count)                                                           \
			memcpy((items) + (count), (others),                                \
			       (other_count) * sizeof(*(items)));                          \
		(count) += (other_count);                                                  \
		(other_count) = 0;                                                         \
	} while (0)

/**
 * Make jansson take its memory from here too. Called once, before the first
 * JSON value is made; calling it again changes nothing.
 */
void nlog_alloc_setup(void);

/**
 * Let the memory that is asked for from now on come in large pages at first, where
 * the system has them: to be given it by 4 kB each is an eighth of what a command
 * takes that is over in some milliseconds. It does nothing where address space is
 * limited. Called once, before other threads are begun; nothing but time depends on
 * it. The setting is the process's.
 */
void nlog_alloc_in_large_pages(void);

/**
 * What to do when a request cannot be met, instead of abort(). The handler
 * must not return and must not allocate. The setting is the process's.
 */
void nlog_alloc_on_exhausted(void (*handler)(size_t size));

#endif
