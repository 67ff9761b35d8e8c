/**
 * @file
 * What the checks say of notices and of files: for a revision what they find in
 * it and in the step that led to it, for a file what they find in the document
 * alone.
 */
#ifndef NOTICELOG_CHECKED_H
#define NOTICELOG_CHECKED_H

#include <noticelog/comparison.h>

/** What was checked, and what was found. Owned by the list that holds it. */
typedef struct {
	char *key;              /**< of a revision; NULL for a file */
	unsigned revision;      /**< N of rN; 0 for a file */
	char *file;             /**< as the user named it; NULL for a revision */
	char *title;            /**< the notice's; "" if it has none */
	nlog_findings findings; /**< in the order of the findings' table */
} nlog_checked;

typedef struct {
	nlog_checked *items;
	size_t count, capacity;
} nlog_checked_list;

#define NLOG_CHECKED_LIST_INIT                                                             \
	{                                                                                  \
		NULL, 0, 0                                                                 \
	}

/**
 * Check a revision, and the step from the one before it in the official sequence.
 *
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_checked_add_revision(nlog_checked_list *list, const nlog_history *history,
			      const nlog_dossier *dossier, const nlog_revision *revision,
			      nlog_error *err);

/**
 * Check a notice that was read from a file.
 *
 * @param name   as the user named the file
 * @param bytes  the file: a document, or the stored form; findings get the line
 *               and column at which their field begins in it
 */
void nlog_checked_add_file(nlog_checked_list *list, const char *name, nlog_slice bytes,
			   const nlog_notice *notice, const nlog_register *reg);

/** @return how many findings there are in all */
size_t nlog_checked_count(const nlog_checked_list *list);
/** @return the gravest severity; NLOG_NOTE if there is no finding */
nlog_level nlog_checked_gravest(const nlog_checked_list *list);

/** Append a line for each finding: `KEY@N: severity: RULE: text`, of a file with its place. */
void nlog_checked_format(nlog_str *out, const nlog_checked_list *list);

/** @return what `check -f json` prints, owned */
json_t *nlog_checked_to_json(const nlog_checked_list *list);

void nlog_checked_clear(nlog_checked_list *list);

#endif
