/**
 * @file
 * What the parts of recording share: one input on its way to a commit.
 */
#ifndef NOTICELOG_RECORD_PRIVATE_H
#define NOTICELOG_RECORD_PRIVATE_H

#include <noticelog/parse.h>
#include <noticelog/pool.h>
#include <noticelog/record.h>

/** One input after reading: one of the three is set. */
typedef struct {
	nlog_notice *notice;
	nlog_addendum *addendum;
	nlog_register *reg;
	bool is_document; /**< bytes are a document as received, kept as the source */
} nlog_record_content;

/** Read an input: stored JSON, or a document. Findings are added to. */
int nlog_record_read(nlog_record_content *out, const nlog_record_input *input,
		     const nlog_register *reg, nlog_findings *findings, nlog_error *err);
void nlog_record_content_clear(nlog_record_content *content);

/** A revision that a run added. Few are asked for later: those have an entry, as in a log. */
typedef struct nlog_record_added nlog_record_added;
struct nlog_record_added {
	char commit[NLOG_OID_SIZE];
	const char *kind; /**< of the commit; static */
	unsigned revision, corrects;
	nlog_date issued;
	nlog_instant recorded;
	nlog_entry *entry; /**< owned; NULL: nobody asked */
	nlog_record_added *next;
};

/**
 * What is in force of one notice at a point of a run. A run records several
 * revisions one after the other, so the state is kept here and not read again.
 */
typedef struct {
	char *key;
	const nlog_dossier
		*recorded; /**< as the run began; NULL for a notice that it brings in */
	nlog_record_added *added, *last_added; /**< the run's; first and last of a list */
	size_t added_count;
	bool has_entries;     /**< some of these have one */
	nlog_dossier dossier; /**< recorded and added; see nlog_record_dossier() */
	size_t met;           /**< how many of recorded an import has come by */
	nlog_str latest;   /**< the stored form in force; empty before the first revision */
	nlog_date issued;  /**< of latest */
	unsigned in_force; /**< N of latest; 0 before the first revision */
	uint32_t known;    /**< its number among what notices go by; 0: none yet */
	bool is_withdrawn; /**< latest leaves the activity withdrawn */
	bool had_timing; /**< latest or one before it in the official sequence has a timing */
	unsigned revisions; /**< how many there are */
	char digest
		[NLOG_DIGEST_SIZE]; /**< of the revision recorded last; "" before the first */
	char *source;      /**< owned; the source file that the folder holds, or NULL */
	bool has_addendum; /**< the folder holds an addendum.json */
} nlog_record_state;

/** What the notices of a register go by; see known.c. */
typedef struct nlog_record_known nlog_record_known;

/** Everything that one run of recording works on. */
typedef struct {
	const nlog_history *history;
	const nlog_record_options *options; /**< of what is being recorded */
	const nlog_register *reg; /**< in force: that of the history, or new_reg */
	nlog_register *new_reg;   /**< owned; the last register.json of the run, or NULL */
	nlog_record_state **states; /**< owned, each */
	size_t count, capacity;
	nlog_pool added; /**< the revisions that it added, of all states */
	json_t *keys;    /**< owned; index into states by key in lower case; or NULL */
	nlog_record_known *known; /**< owned; NULL until a code is not a key */
	bool is_stream; /**< options come with each revision, for messages that name them */
} nlog_record_run;

/** @return the options of a run that holds the register's lock: with the times of then */
nlog_record_options nlog_record_under_lock(const nlog_record_options *options);

/** @return the state that the run has of a key, whatever its case; or NULL */
nlog_record_state *nlog_record_known_state(const nlog_record_run *run, const char *key);
/** Begin the state of a notice that the register does not have. @return it, borrowed */
nlog_record_state *nlog_record_add_state(nlog_record_run *run, const char *key);
/**
 * The state of a notice that the run or the register has, read when it is first needed.
 *
 * @param out  borrowed from the run; NULL: there is no such notice
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_record_find_state(nlog_record_run *run, const char *key, nlog_record_state **out,
			   nlog_error *err);

/**
 * The revisions of a notice, those that the run added among them.
 *
 * @param out  borrowed from the state until the run adds another; NULL: there is none
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_record_dossier(const nlog_record_run *run, nlog_record_state *state,
			const nlog_dossier **out, nlog_error *err);

/** Find out anew what follows from the whole official sequence. @return 0 or NLOG_EDAMAGED */
int nlog_record_state_review(const nlog_record_run *run, nlog_record_state *state,
			     nlog_error *err);

/** Does it say what is in force? */
bool nlog_record_is_latest(const nlog_record_state *state, const nlog_notice *notice);
/**
 * Read the notice in force, of which the state keeps the bytes alone.
 *
 * @param out  owned
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_record_latest(const nlog_record_state *state, nlog_notice **out, nlog_error *err);

/** Note a revision that the run added. */
void nlog_record_state_add(nlog_record_run *run, nlog_record_state *state,
			   const nlog_record_added *added);

/**
 * The key of a notice of the register that ever had a code.
 *
 * @param key  "" if there is none; borrowed from the run
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_record_known_code(nlog_record_run *run, nlog_slice code, const char **key,
			   nlog_error *err);

/**
 * The notices that one with an unknown code may be a revision of: the same
 * reference number, or near title and timing.
 *
 * @param keys  added to, parted by commas
 */
int nlog_record_known_near(nlog_record_run *run, const nlog_notice *notice, nlog_str *keys,
			   nlog_error *err);

/** Note that a notice has a revision with this code. */
void nlog_record_known_add(nlog_record_run *run, const char *key,
			   const nlog_notice *notice);
/** Note by what a notice goes, now that this is in force. */
void nlog_record_known_latest(nlog_record_run *run, nlog_record_state *state,
			      const nlog_notice *notice);
void nlog_record_known_free(nlog_record_known *known);

/**
 * Find the notice that a document revises.
 *
 * @param notice  NULL: options->as alone names it
 * @param out     borrowed from the run until the next call
 * @return 0; NLOG_ECONFLICT for a code that is unknown but comes near a known
 *         notice; NLOG_EINPUT if nothing names it
 */
int nlog_record_find(nlog_record_run *run, const nlog_notice *notice,
		     nlog_record_state **out, nlog_error *err);

/**
 * Find the notice that an addendum names.
 *
 * @param amends  an entry of the addendum's member of that name
 * @return 0; NLOG_ENOTFOUND; NLOG_EDAMAGED
 */
int nlog_record_find_amended(nlog_record_run *run, const json_t *amends,
			     nlog_record_state **out, nlog_error *err);

/** See that the notice in force is of the day that the addendum states. @return 0 or NLOG_ECONFLICT */
int nlog_record_check_amended(const nlog_record_state *state, const json_t *amends,
			      nlog_error *err);

/**
 * Note what may be a slip of the pen: a reissue that looks like the correction of an
 * error of ours, a new code that looks mistyped.
 *
 * @param state     what the document was found to revise, before it does
 * @param file      for the findings
 * @param findings  added to
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_record_hint(const nlog_record_run *run, const nlog_record_state *state,
		     const nlog_notice *notice, const char *file, nlog_findings *findings,
		     nlog_error *err);

void nlog_record_run_clear(nlog_record_run *run);

/** Where a revision takes its place, and what follows from it. */
typedef struct {
	const char *kind;  /**< of the commit; static */
	unsigned corrects; /**< N, or 0 */
	nlog_date issued;
	nlog_notice *before;    /**< owned; what it is compared with; NULL: nothing, or: */
	bool follows_latest;    /**< what is in force, which goes into before_text */
	nlog_str before_text;   /**< its stored form, read when it is derived; or empty */
	unsigned before_number; /**< its N, or 0 */
	nlog_notice *after;     /**< owned; the revision; both go when it is derived */
	nlog_date before_issued;
	/** Owned; that made the revision which this one corrects; NULL: none did */
	nlog_addendum *addendum;
	bool is_first;      /**< of the official sequence */
	bool was_withdrawn; /**< the activity stood withdrawn at before */
	const nlog_revision
		*restore; /**< its text must be put back after this one; or NULL */
} nlog_record_place;

/** The day a notice counts as issued: as the options say, as it says itself, else today. */
nlog_date nlog_record_issue_day(const nlog_record_run *run, const nlog_notice *after);

/**
 * Find the place of a revision in the official sequence.
 *
 * @param after  what is to be recorded
 * @return 0; NLOG_ECONFLICT if the order of issue says otherwise; NLOG_ENOTFOUND for a
 *         revision to correct that is not there; NLOG_EUSAGE; NLOG_EDAMAGED
 */
int nlog_record_find_place(const nlog_record_run *run, nlog_record_state *state,
			   const nlog_notice *after, nlog_record_place *out,
			   nlog_error *err);
void nlog_record_place_clear(nlog_record_place *place);

/** A notice on its way to be the next revision of one. */
typedef struct {
	nlog_record_run *run;
	const nlog_record_options *options; /**< of this revision */
	nlog_write *write;                  /**< NULL: a dry run */
	nlog_record_state *state;
	const nlog_notice *after;
	const nlog_addendum *addendum; /**< that made it, or NULL */
	/** The document as received, kept beside the notice; NULL: there is none. */
	const nlog_record_input *source;
} nlog_record_step;

/** What the commit of a revision says, but for what the commits before it decide. */
typedef struct {
	nlog_str subject, body, rule_ids;
	nlog_slice text; /**< the notice in stored form, borrowed from it */
	char digest[NLOG_DIGEST_SIZE];
} nlog_record_draft;

/**
 * Find the place of the next revision, and put it there in the state: the run goes
 * on as if it were recorded.
 *
 * @param result  empty but for its name; gets kind and numbers
 * @param place   clear with nlog_record_place_clear()
 * @return as nlog_record_find_place()
 */
int nlog_record_plan(const nlog_record_step *step, nlog_record_result *result,
		     nlog_record_place *place, nlog_error *err);

/**
 * Compare a planned revision with what comes before it, and say what was amended.
 * Of the run only the register is read, so that several can be derived at once.
 *
 * @param draft  clear with nlog_record_draft_clear()
 * @return 0 or NLOG_EDAMAGED
 */
int nlog_record_derive(const nlog_record_step *step, nlog_record_place *place,
		       nlog_record_result *result, nlog_record_draft *draft,
		       nlog_error *err);

/** Write what was planned and derived. @return as nlog_write_commit() */
int nlog_record_write(const nlog_record_step *step, const nlog_record_place *place,
		      nlog_record_result *result, const nlog_record_draft *draft,
		      nlog_error *err);

/** Plan, derive, write, if the notice says anything new. */
int nlog_record_revise(const nlog_record_step *step, nlog_record_result *result,
		       nlog_error *err);

/** Draw up the commit of a derived revision. */
void nlog_record_draw_up(nlog_record_draft *draft, const nlog_record_step *step,
			 const nlog_record_place *place, const nlog_record_result *result);
void nlog_record_draft_clear(nlog_record_draft *draft);

/**
 * Add the commit of a revision to a run of commits, and note in its state what
 * the next one must know of it: the digest and the files.
 */
int nlog_record_commit(const nlog_record_step *step, const nlog_record_place *place,
		       nlog_record_result *result, const nlog_record_draft *draft,
		       nlog_error *err);

/** Add the commit that puts a revision's files back, after one that is not in force. */
int nlog_record_commit_restore(const nlog_record_step *step, const nlog_revision *revision,
			       nlog_error *err);

/** Add the commit of a register.json to a run of commits. */
int nlog_record_commit_register(nlog_write *write, const nlog_register *reg,
				const nlog_record_options *options,
				char commit[NLOG_OID_SIZE], nlog_error *err);

#endif
