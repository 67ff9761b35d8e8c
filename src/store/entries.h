/**
 * @file
 * A log's entries, and the room that their strings lie in.
 */
#ifndef STORE_ENTRIES_H
#define STORE_ENTRIES_H

#include <noticelog/pool.h>

#include "commit.h"

struct nlog_log {
	nlog_entry *items;
	size_t count, capacity;
	char head[NLOG_OID_SIZE];
	nlog_pool texts; /* a long log has a million of them */
};

/** @return a copy of text that lives as long as the log */
const char *store_log_keep(nlog_log *log, nlog_slice text);

/**
 * What a commit alone says of its entry; what folders tell is missing.
 *
 * @param log       keeps its strings
 * @param last      of the same log, whose author may be the same; NULL: none
 * @param is_brief  without what commits alone are held against
 */
void store_log_entry_of(nlog_entry *out, nlog_log *log, const store_commit *commit,
			const nlog_entry *last, bool is_brief);

/** Append an entry whose strings are the log's, or static. */
void store_log_append(nlog_log *log, const nlog_entry *entry);

#endif
