/**
 * @file
 * A comparison: two revisions or documents, their changes and their amendments.
 */
#ifndef NOTICELOG_COMPARISON_H
#define NOTICELOG_COMPARISON_H

#include <noticelog/check.h>
#include <noticelog/history.h>

/** Two sides and what follows from them. Owned members are freed with it. */
typedef struct {
	char *key; /**< owned; the notice's key, or "" */
	const nlog_revision
		*old_revision; /**< borrowed from the history; NULL: none, or a file */
	const nlog_revision *new_revision; /**< borrowed from the history; NULL: a file */
	char *old_name;                    /**< owned; of a file: its name, else NULL */
	/** Owned; of a withdrawal: the reference number that its own document states, else NULL */
	char *withdrawal_reference;
	nlog_notice *before; /**< owned; NULL: nothing to compare with */
	nlog_notice *after;  /**< owned */
	nlog_date before_issued, after_issued;
	nlog_diff *diff;             /**< owned; NULL without before */
	nlog_amendments *amendments; /**< owned */
	nlog_findings findings;      /**< owned; what was strange on reading the two */
	/** Owned; what the checks say of the step, and what they say of after and did not of before. */
	nlog_findings checks;
	/** Owned; what the checks say of after and said of before already. */
	nlog_findings standing;
} nlog_comparison;

#define NLOG_COMPARISON_INIT                                                               \
	{                                                                                  \
		.key = NULL                                                                \
	}

/** What a comparison is made of; see nlog_step for the flags. */
typedef struct {
	const char *key;     /**< borrowed; "" for none */
	nlog_notice *before; /**< taken; NULL: nothing to compare with */
	nlog_notice *after;  /**< taken */
	const nlog_addendum
		*addendum; /**< borrowed for the call; that made after, or NULL */
	/** Borrowed for the call; what the sides declare by reg, where it is known already */
	const nlog_declarations *before_said, *after_said;
	const nlog_register *reg; /**< borrowed for the call */
	nlog_date before_issued, after_issued;
	bool is_first, is_correction, is_withdrawal, was_withdrawn;
	bool skips_checks; /**< what the checks say is not asked */
	bool skips_ids;    /**< the ids of amendments are not asked for */
	/** When after was recorded, and the commit before it, for the checks; NULL: it is not */
	const nlog_instant *recorded, *parent_recorded;
} nlog_comparison_sides;

/** Compare two notices. @param out clear with nlog_comparison_clear() */
void nlog_compare_take(nlog_comparison *out, const nlog_comparison_sides *sides);

/**
 * Compare a revision with another, or with nothing.
 *
 * @param out     clear with nlog_comparison_clear(); empty on failure
 * @param before  NULL: nothing to compare with
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_history_compare(const nlog_history *history, const nlog_dossier *dossier,
			 const nlog_revision *before, const nlog_revision *after,
			 nlog_comparison *out, nlog_error *err);

/** By what a comparison is judged. */
typedef struct {
	const nlog_register
		*reg; /**< borrowed for the call, and by the history for the next one */
	bool is_first, is_correction; /**< as in nlog_step */
	bool skips_checks;            /**< what the checks say is not asked */
} nlog_judgement;

/**
 * The same as it was judged at another time.
 *
 * @param dossier  its official sequence is that of the time
 */
int nlog_history_compare_as(const nlog_history *history, const nlog_dossier *dossier,
			    const nlog_revision *before, const nlog_revision *after,
			    const nlog_judgement *as, nlog_comparison *out,
			    nlog_error *err);

/**
 * The same from what an index remembers, for those who need no more than its
 * amendments and findings, the reference number of a withdrawal, of the later notice
 * the code, reference number, title, timing, hosts and those objectives that name an
 * ordinal, and of the older one the timing.
 *
 * Of what is not named here nothing may be asked: it may be there, or not. There
 * may be no diff.
 */
int nlog_history_compare_briefly(const nlog_history *history, const nlog_dossier *dossier,
				 const nlog_revision *before, const nlog_revision *after,
				 nlog_comparison *out, nlog_error *err);

/**
 * The same for the two ends of several steps: what was announced, and what is
 * likely wrong, is a question to each step and not asked.
 */
int nlog_history_compare_ends(const nlog_history *history, const nlog_dossier *dossier,
			      const nlog_revision *first, const nlog_revision *last,
			      nlog_comparison *out, nlog_error *err);

/**
 * Does a revision leave the activity withdrawn: by a withdrawal, or because its
 * timing, given by an earlier revision, was taken back?
 *
 * @param notice     the revision's
 * @param withdrawn  the answer
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_history_stands_withdrawn(const nlog_history *history, const nlog_dossier *dossier,
				  const nlog_revision *revision, const nlog_notice *notice,
				  bool *withdrawn, nlog_error *err);

/**
 * Has any revision of the official sequence a timing?
 *
 * @param until  only those before this one; NULL: all
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_history_had_timing(const nlog_history *history, const nlog_dossier *dossier,
			    const nlog_revision *until, bool *had, nlog_error *err);

/** @return what `diff -f json` prints, owned; its findings hold those checks that are shown */
json_t *nlog_comparison_to_json(const nlog_comparison *comparison);

/** @return the step as an entry of a log or change log, owned */
json_t *nlog_comparison_to_log_json(const nlog_comparison *comparison);

void nlog_comparison_clear(nlog_comparison *comparison);

#endif
