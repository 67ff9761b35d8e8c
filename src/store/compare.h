/**
 * @file
 * Which notices a commit changed: its folders beside those of the commit before.
 */
#ifndef STORE_COMPARE_H
#define STORE_COMPARE_H

#include "folder_cache.h"
#include "layout.h"

/** A notice whose folder a commit changed. */
typedef struct {
	const char *key;      /**< the log's */
	git_oid before, blob; /**< notice.json before and after; the zero id: none */
	git_oid tree;         /**< the folder after */
	git_oid addendum;     /**< addendum.json in it; the zero id: none */
} store_touched;

/** Compares commits one after the other; for one thread. */
typedef struct {
	store_folder_cache *folders;
	nlog_log *log;
	nlog_error *err;
	store_touched *touched; /**< by the commit in hand */
	size_t touched_count, touched_capacity;
	store_folder place; /**< the folders in which the comparison is */
} store_comparer;

/**
 * Begin.
 *
 * @param store  borrowed
 * @param log    borrowed; keeps the keys
 * @param err    borrowed; why a function failed
 */
void store_comparer_begin(store_comparer *c, const nlog_store *store, nlog_log *log,
			  nlog_error *err);
void store_comparer_end(store_comparer *c);

/**
 * Fill c->touched. Folders that are the same cost nothing.
 *
 * @param before, after  root folders; the zero id: none
 * @return as store_folder_read()
 */
int store_comparer_run(store_comparer *c, const git_oid *before, const git_oid *after);

/** Did its notice.json change with its folder? */
bool store_touched_changed(const store_touched *notice);

/** Find a notice that its commit did not touch. @return as store_folder_read() */
int store_comparer_find(store_comparer *c, store_touched *found, const git_oid *root,
			const char *key);

/**
 * Find a regular file in a folder.
 *
 * @param oid     the zero id if there is none
 * @param folder  the zero id: there is no folder
 * @return as store_folder_read()
 */
int store_comparer_file(store_comparer *c, git_oid *oid, const git_oid *folder,
			const char *name);

#endif
