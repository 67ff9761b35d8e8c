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
	unsigned mode;
	bool is_folder, is_file; /**< as git takes the mode; neither: a link or the like */
	nlog_slice name;
	git_oid oid;
} store_folder_entry;

/** Read the entry that begins at entry->end. @return false at the end, or for damage: then end is short of it */
bool store_folder_next(nlog_slice bytes, store_folder_entry *entry);

/** @return true if the folder has an entry of that name, which is then in *entry */
bool store_folder_find(nlog_slice bytes, nlog_slice name, store_folder_entry *entry);

/** In git's order, which takes a folder's name as if it ended in a slash. @return < 0, 0, > 0 */
int store_folder_compare(const store_folder_entry *a, const store_folder_entry *b);

/** Two folders side by side; begin with their bytes alone. */
typedef struct {
	nlog_slice before, after;
	store_folder_entry old,
		new; /**< an entry that differs; of the same name if both are there */
	bool has_old, has_new;
} store_folder_pair;

/**
 * Go on to the next entry that differs, in git's order. What is the same in both costs
 * next to nothing.
 *
 * @return false at the end
 */
bool store_folder_next_change(store_folder_pair *pair);

/** Read a folder and see that its entries are well formed. @return as store_read_object() */
int store_folder_read(nlog_str *bytes, const nlog_store *store, const git_oid *oid,
		      nlog_error *err);

/** Put an entry in its place, in place of one of that name. @param oid  the zero id: take it away */
void store_folder_put(nlog_str *bytes, nlog_slice name, bool is_folder, const git_oid *oid);

#endif
