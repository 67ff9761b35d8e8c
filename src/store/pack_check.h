/**
 * @file
 * Reading back a pack that is being written: each object is held against its id.
 */
#ifndef STORE_PACK_CHECK_H
#define STORE_PACK_CHECK_H

#include "pack_read.h"

typedef struct store_pack_check store_pack_check;

/** @param file  must outlive the check @return free with store_pack_check_free(); NULL: no memory */
store_pack_check *store_pack_check_new(store_pack_file *file);

/**
 * Go on up to what is in the file by now, and note the sum of each entry.
 *
 * Bytes come from the file alone: what they are a delta of was read from it, too. One
 * thread may do this while another one writes.
 *
 * @return 0 or NLOG_EIO
 */
int store_pack_check_run(store_pack_check *check, nlog_error *err);

/** NULL is fine. */
void store_pack_check_free(store_pack_check *check);

#endif
