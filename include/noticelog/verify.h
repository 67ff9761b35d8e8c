/**
 * @file
 * Verification: is all of a register what it says it is?
 */
#ifndef NOTICELOG_VERIFY_H
#define NOTICELOG_VERIFY_H

#include <noticelog/store.h>
#include <noticelog/survey.h>

/** What was found. Clear with nlog_verification_clear(). */
typedef struct {
	nlog_findings findings;
	nlog_inventory inventory;
	size_t revisions, notices;
	/** Revisions whose amendments another version of the rules named: not derived anew. */
	size_t judged_otherwise;
	char head[NLOG_OID_SIZE]; /**< of the checkpoint line; "" for an empty branch */
	unsigned entry;           /**< 0: no commit is ours */
	char chain[NLOG_DIGEST_SIZE];
} nlog_verification;

#define NLOG_VERIFICATION_INIT                                                             \
	{                                                                                  \
		.findings = NLOG_FINDINGS_INIT                                             \
	}

typedef struct {
	nlog_instant now; /**< the clock, against which commits ahead of it are held */
	/** How many threads; 0: as many as nlog_parallel_jobs() says. What is found is the same. */
	size_t jobs;
	/** May be NULL; total is 0 as long as it is not known. */
	void (*progress)(size_t done, size_t total, void *data);
	void *data;
} nlog_verify_options;

/**
 * Verify a register: each object against its id, each stored form against its
 * rules, each trailer against what it speaks of, each revision and each link of
 * the chain against the one before.
 *
 * All that is not so becomes a finding, of severity error for damage and for
 * broken links. It goes on after the first of them, to the end.
 *
 * @param out  cleared and filled; also to be cleared on failure
 * @return 0, whatever was found; NLOG_EDAMAGED or NLOG_EIO if the branch cannot
 *         be read at all
 */
int nlog_verify(nlog_verification *out, const nlog_store *store,
		const nlog_verify_options *options, nlog_error *err);

/** Is there no finding of severity error? */
bool nlog_verification_is_whole(const nlog_verification *verification);

/**
 * Append what people read: a line for each finding, then `12 commits, 7 revisions
 * of 3 notices, 48 objects: whole`, or what is not, and the checkpoint line.
 */
void nlog_verification_format(nlog_str *out, const nlog_verification *verification);

/** @return what `verify -f json` prints, owned */
json_t *nlog_verification_to_json(const nlog_verification *verification);

void nlog_verification_clear(nlog_verification *verification);

#endif
