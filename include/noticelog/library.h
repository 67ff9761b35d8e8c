/**
 * @file
 * Shared libraries that few commands need. They are loaded when their first function
 * is called for, so that no other command waits for them to be mapped and relocated.
 */
#ifndef NOTICELOG_LIBRARY_H
#define NOTICELOG_LIBRARY_H

/**
 * Write the functions of a library that are used once, as a list
 *
 *     #define FUNCTIONS(X) X(icalcomponent_new) X(icalcomponent_free)
 *
 * and make of it a struct of pointers to them, and their names:
 *
 *     typedef struct { FUNCTIONS(NLOG_LIBRARY_MEMBER) } library;
 *     static const char *const names[] = {FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
 */
#define NLOG_LIBRARY_MEMBER(name) __typeof__(&(name)) name;
#define NLOG_LIBRARY_NAME(name) #name,

/**
 * Load a library for as long as the program runs. One that cannot be loaded ends the
 * program with a message and status 3, as a missing library does when a program starts.
 *
 * @param file       its name for the loader: "libical.so.3"
 * @param names      of its functions, ended by NULL
 * @param functions  gets their addresses: a struct of pointers in the order of the names
 */
void nlog_library_load(const char *file, const char *const *names, void *functions);

#endif
