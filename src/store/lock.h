/**
 * @file
 * One writer at a time, and what a writer that died has left.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "git.h"

/** @return milliseconds of a clock that never goes back */
int64_t store_clock_ms(void);

/** Wait a moment before looking again. */
void store_pause_ms(unsigned ms);

/**
 * Take the register's own lock, which the kernel frees when its holder dies.
 *
 * @param fd        close it to give the lock back
 * @param deadline  of store_clock_ms()
 * @return 0, NLOG_EBUSY or NLOG_EIO
 */
int store_lock_take(int *fd, const nlog_store *store, int64_t deadline, nlog_error *err);

/**
 * Under our lock: wait until git's lock on the branch is gone, or remove it if
 * it is stale; and remove what crashed writers left among the objects.
 *
 * @param note  added to when something was removed that people should know of
 * @return 0, NLOG_EBUSY or NLOG_EIO
 */
int store_lock_clean(nlog_str *note, const nlog_store *store, int64_t deadline,
		     nlog_error *err);

#endif
