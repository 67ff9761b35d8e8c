/**
 * @file
 * A temporary folder with a register in it, and git to look at it from outside.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <noticelog/store.h>
#include <noticelog/write.h>

/** A fixed clock: 2 May 2025, 09:30 in Tokyo, and the minutes after it. */
#define FIXTURE_SECONDS INT64_C(1746145800)

typedef struct {
	char folder[64];   /**< temporary; HOME points to it */
	char reg[96];      /**< the register's path in it */
	nlog_store *store; /**< open */
	nlog_error err;
} store_fixture;

/** Make a temporary folder alone, and point git's own configuration at it. */
void store_fixture_folder(store_fixture *fixture);

/** The same with an empty register in it, opened. */
void store_fixture_begin(store_fixture *fixture);
void store_fixture_end(store_fixture *fixture);

/** Open the register anew. */
void store_fixture_reopen(store_fixture *fixture);

/** Run git in a folder; the arguments end with NULL. @return its exit status, -1 if it did not end by itself */
int store_fixture_git(const char *folder, ...);

/** The same; its standard output is added to out. */
int store_fixture_git_output(nlog_str *out, const char *folder, ...);

/** Write a file below the temporary folder; the path is printf's. */
void store_fixture_write(const char *content, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** What a step of a history records. Members may be NULL or 0. */
typedef struct {
	const char *key, *kind;
	const char *
		notice; /**< content of notice.json (register.json, ledger/FJ.json without a key) */
	const char *before; /**< what notice.json was, for a delta */
	const char *source; /**< content of source.txt */
	const char *source_trailer;
	unsigned revision, corrects;
	unsigned minute;    /**< after FIXTURE_SECONDS */
	const char *issued; /**< NULL: 2025-05-02 */
} store_step;

/** Add a step to a run. @return nlog_write_commit()'s result */
int store_fixture_commit(nlog_write *write, const store_step *step,
			 char commit[NLOG_OID_SIZE], nlog_error *err);

/** Begin, commit, publish, end. */
int store_fixture_record(store_fixture *fixture, const store_step *step,
			 char commit[NLOG_OID_SIZE]);

#endif
