/**
 * @file
 * Shared libraries that few commands need. They are loaded when their first function
 * is called for, so that no other command waits for them to be mapped and relocated.
 */
#ifndef NOTICELOG_LIBRARY_H
#define NOTICELOG_LIBRARY_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/**
 * Write the functions of a library that are used once, as a list
 *
 *     #define FUNCTIONS(X) X(icalcomponent_new) X(icalcomponent_free)
 *
 * make of it a struct of pointers to them, and their names, and name the library:
 *
 *     typedef struct { FUNCTIONS(NLOG_LIBRARY_MEMBER) } functions;
 *     static const char *const names[] = {FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
 *     static functions loaded;
 *     static nlog_library library = NLOG_LIBRARY("libical.so.3", names, &loaded);
 */
#define NLOG_LIBRARY_MEMBER(name) __typeof__(&(name)) name;
#define NLOG_LIBRARY_NAME(name) #name,
#define NLOG_LIBRARY(file, names, functions)                                               \
	{                                                                                  \
		(file), (names), (functions), PTHREAD_MUTEX_INITIALIZER, false             \
	}

/** A library, for as long as the program runs. */
typedef struct {
	const char *file;         /**< its name for the loader */
	const char *const *names; /**< of its functions, ended by NULL */
	void *functions;          /**< a struct of pointers in the order of the names */
	pthread_mutex_t lock;     /**< of loading */
	atomic_bool is_loaded;    /**< so are the functions, from then on for all threads */
} nlog_library;

/**
 * The functions of a library, which is loaded the first time. One that cannot be
 * loaded ends the program with a message and status 3, as a missing library does when
 * a program starts. Any thread may call this, each time that it calls a function:
 * once the library is loaded it costs next to nothing.
 *
 * @return library->functions
 */
const void *nlog_library_functions(nlog_library *library);

#endif
