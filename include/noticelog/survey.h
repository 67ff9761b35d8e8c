/**
 * @file
 * A look at all that a register holds, each object held against its id.
 */
#ifndef NOTICELOG_SURVEY_H
#define NOTICELOG_SURVEY_H

#include <noticelog/finding.h>
#include <noticelog/store.h>

/** What a file of a register is, by its path. */
typedef enum {
	NLOG_ROLE_NOTICE,
	NLOG_ROLE_ADDENDUM,
	NLOG_ROLE_SOURCE,
	NLOG_ROLE_REGISTER,
	NLOG_ROLE_LEDGER,
	NLOG_ROLE_FOREIGN, /**< nothing that a register holds */
} nlog_file_role;

/** A file on a walk over all of the history; borrowed for the call. */
typedef struct {
	nlog_file_role role;
	const char *path; /**< from the root; of several the first that was met */
	const char *oid;
	nlog_slice content;
} nlog_visited_file;

/** What to call during the walk; each may be NULL. */
typedef struct {
	/**
	 * Called once for each content and role. A result other than 0 ends the
	 * walk and is passed on.
	 */
	int (*file)(const nlog_visited_file *file, void *data, nlog_error *err);
	/**
	 * Was a content read before as one of that role, and is all well with it? Then
	 * it is only counted.
	 *
	 * @param bytes  its size
	 */
	bool (*is_known)(nlog_file_role role, const char *oid, uint64_t *bytes, void *data);
	/** total is 0 as long as it is not known. */
	void (*progress)(size_t done, size_t total, void *data);
	void *data;
} nlog_visitor;

/** What was met on the walk. */
typedef struct {
	size_t commits, objects; /**< objects: commits, folders and files, each once */
	uint64_t bytes;          /**< of the files' contents, each once */
	size_t damaged;          /**< objects that are missing or cannot be read */
	/** A commit is missing or damaged: what was before it is out of reach. */
	bool is_cut;
	bool has_commit_graph; /**< plain git may read it in place of the commits */
} nlog_inventory;

/** A look at all of the history, of which commits and folders were read. */
typedef struct nlog_survey nlog_survey;

/**
 * Read every commit and folder that the branch reaches, see that each is what its id
 * says, and that folders hold what a register holds.
 *
 * Damage is a finding (`verify.*`), and the walk goes on. So is everything that
 * makes plain git show another history than this one: replace refs, grafts, a
 * shallow mark; borrowed objects (alternates); a HEAD that is not the branch.
 * Commits are followed by the parents that they name, all of them at a merge.
 *
 * @param out      free with nlog_survey_free(); untouched on failure
 * @param into     counted in until then, as findings are added to
 * @param visitor  copied; its functions for files are called by nlog_survey_files()
 * @return 0, whatever was found; NLOG_EDAMAGED or NLOG_EIO if the branch cannot
 *         be read at all
 */
int nlog_survey_begin(nlog_survey **out, nlog_inventory *into, const nlog_store *store,
		      const nlog_visitor *visitor, nlog_findings *findings,
		      nlog_error *err);

/** Read the files, too. @return 0, whatever was found; what visitor->file returned */
int nlog_survey_files(nlog_survey *survey, nlog_error *err);

void nlog_survey_free(nlog_survey *survey);

#endif
