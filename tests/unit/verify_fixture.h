/**
 * @file
 * A small register, and what can be done to it: damaged, rewritten, verified.
 */
#ifndef VERIFY_FIXTURE_H
#define VERIFY_FIXTURE_H

#include <git2.h>

#include <noticelog/verify.h>

#include "store_fixture.h"

#define VERIFY_KEY "31-XQ-07-GE-WSP-B"
#define VERIFY_FOLDER "notices/31/XQ/" VERIFY_KEY

/** A register.json of few labels and one member. */
extern const char verify_register[];

typedef struct {
	store_fixture f;
	git_repository *repo;
	git_oid commits[8];
	size_t count;
} verify_sample;

/** register.json, and three revisions of one notice. */
void verify_sample_begin(verify_sample *s);
/** The same; `second` are the days of r2, such as `8 August 2031–9 August 2031`. */
void verify_sample_begin_with(verify_sample *s, const char *second);
void verify_sample_end(verify_sample *s);

/** Record one more revision. */
void verify_sample_record(verify_sample *s, const char *days, const char *issued,
			  int64_t minute);

/** Verify with everything read anew from the disk. */
int verify_sample_verify(verify_sample *s, nlog_verification *out);

/** Expect exactly these rules, in any number, parted by blanks; "": none. */
void verify_expect_rules(const char *what, const nlog_findings *findings,
			 const char *rules);
/** Verify, and expect the same. */
void verify_expect(verify_sample *s, const char *what, const char *rules);

/** A commit made anew of one that was there. */
typedef struct {
	size_t of;              /**< its number */
	const char *find, *put; /**< in its message; NULL: as it was */
	int64_t later;          /**< seconds */
	const git_oid *tree;    /**< NULL: as it was */
	const git_oid *second;  /**< another parent, or NULL */
} verify_copy;

/** Give the branch another history: the first commit stays, these follow it. */
void verify_sample_rewrite(verify_sample *s, const verify_copy *copies, size_t count);

#endif
