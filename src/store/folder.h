/**
 * @file
 * A folder as git keeps it: entries one after the other, `MODE NAME`, NUL, 20 bytes of id.
 */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "git.h"

/** An entry; borrowed from the folder's bytes. */
typedef struct {
	size_t start,
		end; /**< in the bytes; start is where it begins, also of one that is not there */
	bool is_folder, is_file; /**< neither: a link or the like */
	nlog_slice name;
	git_oid oid;
} store_folder_entry;

/** Read the entry that begins at entry->end. @return false at the end, or for damage: then end is short of it */
bool store_folder_next(nlog_slice bytes, store_folder_entry *entry);

/** @return true if the folder has an entry of that name, which is then in *entry */
bool store_folder_find(nlog_slice bytes, nlog_slice name, store_folder_entry *entry);

/** Put an entry in its place, in place of one of that name. @param oid  the zero id: take it away */
void store_folder_put(nlog_str *bytes, nlog_slice name, bool is_folder, const git_oid *oid);

#endif
