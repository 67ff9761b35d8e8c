/**
 * @file
 * Every object that a commit reaches, each read once and held against its id.
 */
#ifndef STORE_WALK_H
#define STORE_WALK_H

#include <noticelog/survey.h>

#include "git.h"

/** What the walk tells, and to whom. Every function may be NULL; data is given to each. */
typedef struct {
	/** An object that is whole. A result other than 0 ends the walk and is passed on. */
	int (*object)(const git_oid *oid, const char *path, void *data, nlog_error *err);
	int (*file)(const nlog_visited_file *file, void *data, nlog_error *err);
	/** See nlog_visitor. */
	bool (*is_known)(nlog_file_role role, const char *oid, uint64_t *bytes, void *data);
	void (*progress)(size_t done, size_t total, void *data);
	void *data;
	nlog_findings *findings; /**< added to */
} store_walk_to;

/** A walk of which commits and folders were read. */
typedef struct store_walk store_walk;

/**
 * Read commits and folders. Damage is a finding, and the walk goes on.
 *
 * @param out   free with store_walk_free(), also after a failure
 * @param into  counted in until the walk is freed
 * @param head  the zero id: nothing is read
 * @param to    borrowed until then, too
 * @return 0, or what a function of `to` returned
 */
int store_walk_folders(store_walk **out, nlog_inventory *into, const nlog_store *store,
		       const git_oid *head, const store_walk_to *to, nlog_error *err);

/** Read the files that are in those folders. @return as above */
int store_walk_files(store_walk *walk, nlog_error *err);

void store_walk_free(store_walk *walk);

#endif
