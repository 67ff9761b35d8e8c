/**
 * @file
 * A document, a stored notice, an addendum or a register becomes a revision of the
 * register.
 */
#ifndef NOTICELOG_RECORD_H
#define NOTICELOG_RECORD_H

#include <noticelog/comparison.h>
#include <noticelog/write.h>

/** One file to record; its bytes are borrowed for the call. */
typedef struct {
	const char *name; /**< as the user named it, for messages */
	nlog_slice bytes;
} nlog_record_input;

/** What a file is to its notice, where its content does not tell. */
typedef enum {
	NLOG_AS_REVISION,   /**< an issue, or an amendment by the organization */
	NLOG_AS_CORRECTION, /**< mends our own error in recording an earlier revision */
	NLOG_AS_BACKFILL,   /**< was issued earlier than what is recorded, and comes late */
	NLOG_AS_WITHDRAWAL, /**< the notice stays as it is, the activity is cancelled */
} nlog_record_role;

typedef struct {
	const char *as; /**< KEY to record under; NULL: the project code tells */
	bool is_new; /**< an unknown code is a new notice, even if it looks like a known one */
	bool is_dry_run;       /**< say what would be recorded, write nothing */
	bool is_strict;        /**< record nothing if a file gives a finding above a note */
	nlog_record_role role; /**< other than a revision: for one file of one notice */
	unsigned corrects;     /**< N of the revision that a correction mends */
	bool has_issued;
	nlog_date issued; /**< if has_issued: the day of issue, whatever the notice says */
	const char *message; /**< a paragraph for the commit's body; NULL: none */
	nlog_person author, committer;
	/**
	 * Whoever waits for another writer would be recorded with a time before
	 * the commit that it follows: times that are the clock's are read again,
	 * in seconds since 1970, once the register is ours. NULL: they stand.
	 */
	int64_t (*clock)(void);
	bool is_author_now, is_committer_now; /**< the person's time is the clock's */
	unsigned wait_seconds;                /**< how long to wait for another writer */
} nlog_record_options;

#define NLOG_RECORD_OPTIONS_INIT                                                           \
	{                                                                                  \
		.as = NULL, .wait_seconds = 30                                             \
	}

typedef enum {
	NLOG_RECORD_REVISION, /**< a revision was recorded (or would be) */
	NLOG_RECORD_UNCHANGED, /**< the same as a revision that there is: nothing to record */
	NLOG_RECORD_REGISTER, /**< a new register.json was recorded (or would be) */
} nlog_record_kind;

/** What became of one input, for each notice that it is about. */
typedef struct {
	nlog_record_kind kind;
	char *name; /**< owned; the input's */
	unsigned
		revision; /**< N; for NLOG_RECORD_UNCHANGED of the revision that says the same */
	unsigned corrects;          /**< N of the revision that it corrects, or 0 */
	char commit[NLOG_OID_SIZE]; /**< "" for a dry run and where nothing was recorded */
	nlog_comparison
		comparison; /**< with the revision before; its findings are the input's.
	                                 Empty for a register. Its revisions are NULL */
} nlog_record_result;

typedef struct {
	nlog_record_result *items;
	size_t count, capacity;
} nlog_record_results;

#define NLOG_RECORD_RESULTS_INIT                                                           \
	{                                                                                  \
		NULL, 0, 0                                                                 \
	}

/**
 * Record files, all of them in one step or none.
 *
 * A withdrawal may have no input: then the notice that options->as names is
 * withdrawn without a document.
 *
 * @param out   clear with nlog_record_results_clear(); what was found is there on failure, too
 * @return 0; NLOG_EINPUT, with the input's name, line and column; NLOG_ECONFLICT if the
 *         register says otherwise or moved on, an addendum does not agree with the notice in
 *         force, or is_strict and there are findings; NLOG_EUSAGE for options that do not go
 *         together; NLOG_ENOTFOUND, NLOG_EBUSY, NLOG_EIO, NLOG_EDAMAGED
 */
int nlog_record(nlog_record_results *out, nlog_store *store,
		const nlog_record_input *inputs, size_t input_count,
		const nlog_record_options *options, nlog_error *err);

/** Record the first register.json of a new register. */
int nlog_record_register(nlog_store *store, const nlog_register *reg,
			 const nlog_record_options *options, char commit[NLOG_OID_SIZE],
			 nlog_error *err);

/** @return what `record -f json` prints, owned */
json_t *nlog_record_results_to_json(const nlog_record_results *results);

/**
 * Read a file as `record` would: a notice in stored form, or a document.
 *
 * @param out       free with nlog_notice_free(); untouched on failure
 * @param findings  added to; may be NULL
 * @return 0, NLOG_EINPUT, NLOG_ELIMIT
 */
int nlog_record_read_notice(nlog_notice **out, const nlog_record_input *input,
			    const nlog_register *reg, nlog_findings *findings,
			    nlog_error *err);

void nlog_record_results_clear(nlog_record_results *results);

#endif
