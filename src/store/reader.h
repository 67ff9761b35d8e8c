/**
 * @file
 * Reading packed objects, each held against its id.
 */
#ifndef STORE_READER_H
#define STORE_READER_H

#include "packs.h"

/**
 * Put our reader of packs ahead of libgit2's own. What it does not read it has
 * libgit2 read, and holds that against its id as well: libgit2's way of hashing,
 * which looks for attacks, costs more than all the rest of reading. Who writes is
 * held against them: what comes into a register passes git's or libgit2's hashing.
 *
 * To be added when all others are there.
 *
 * @param packs  borrowed, must outlive odb
 * @return 0 or libgit2's code
 */
int store_reader_add(store_packs *packs, git_odb *odb);

#endif
