/**
 * @file
 * Work in several threads at once.
 *
 * Nothing in this project is shared between threads unless it is read only, handed on
 * from one to the next (pipeline.h), or says that several may use it at once (index.h,
 * library.h). Each thread has a store, and a history that shares the revisions of
 * another one (nlog_history_share()), of its own.
 */
#ifndef NOTICELOG_PARALLEL_H
#define NOTICELOG_PARALLEL_H

#include <stddef.h>

/** More threads than this are never started. */
#define NLOG_JOBS_MAX 64

/**
 * @return how many threads to use where nobody says: as many as there are processors
 *         that the process may use, at least 1
 */
size_t nlog_parallel_jobs(void);

/**
 * Call work once for each index from 0 to count - 1, all at the same time: index
 * 0 in the caller's own thread, so that only it may talk to people.
 *
 * Where the system gives no more threads the caller's does their work, too.
 *
 * @param count  at most NLOG_JOBS_MAX
 */
void nlog_parallel(size_t count, void (*work)(size_t index, void *data), void *data);

#endif
