/**
 * @file
 * An audit: every amendment of a register that a reader asks for, with whether it
 * was announced and how long before the start it came, and the figures over them.
 *
 * Amendments are those of the official sequences, each revision compared with
 * the one before it. Those that were not announced, or with other values, come
 * first, then by day of issue.
 */
#ifndef NOTICELOG_AUDIT_H
#define NOTICELOG_AUDIT_H

#include <noticelog/filter.h>
#include <noticelog/pool.h>
#include <noticelog/steps.h>

/** What is asked for; all borrowed for the call. */
typedef struct {
	const nlog_filter *filter;
	/** Contained in the old, the new value; case and punctuation are ignored. NULL: whatever */
	const char *from_value, *to_value;
	/** Keep no facts and no evidence of the rows: reports show none, and they take most of the memory. */
	bool omits_details;
	/** Keep no rows of what need not be announced, either: it is counted alone. */
	bool omits_unasked;
	/** How many threads; 0: as many as nlog_parallel_jobs() says. The audit is the same. */
	size_t jobs;
	/** May be NULL; counts revisions. */
	void (*progress)(size_t done, size_t total, void *data);
	void *data;
} nlog_audit_options;

/** When an extension came. */
typedef enum {
	NLOG_AUDIT_NO_EXTENSION, /**< it is no extension of a closing date */
	NLOG_AUDIT_OPEN,         /**< before the old closing date had passed */
	NLOG_AUDIT_PASSED,       /**< when an old closing date had passed */
} nlog_audit_extension;

/** What an amendment rests on; see nlog_amendment. */
typedef struct {
	json_t *facts, *evidence; /**< owned */
} nlog_audit_details;

/**
 * One amendment. There are some for each revision, so that it is kept short. Dossier
 * and revision are borrowed from the history, texts are the audit's.
 */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision;
	const nlog_rule *rule;
	const unsigned char *fields; /**< nlog_field_id */
	const char *key;             /**< as in nlog_amendment */
	const char *summary;
	nlog_audit_details *details; /**< the audit's; NULL if they are omitted */
	char id[13];
	unsigned char field_count;
	unsigned char severity; /**< nlog_severity, after policy */
	unsigned char declared; /**< nlog_declaration_state */
	bool has_given;
	unsigned char extension; /**< nlog_audit_extension */
	/**
	 * Days from the later of issue and recording to the start of the activity;
	 * below 0 when it had begun. Only of amendments of when, where, how and
	 * whether the activity takes place, and of its closing date.
	 */
	int32_t given_days;
} nlog_audit_row;

/** What was found in a revision. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision;
	nlog_findings findings; /**< owned */
} nlog_audit_findings;

/** Figures. Revisions are places of the official sequences. */
typedef struct {
	size_t notices;   /**< with a revision that is counted */
	size_t revisions; /**< that pass, amended or not; of a rule: in which it fired */
	size_t amended; /**< of these: with an earlier revision, and an amendment that passes */
	size_t amendments;
	size_t severities[NLOG_SEVERITY_ACTION + 1]; /**< by nlog_severity */
	size_t declared[NLOG_UNCHECKED + 1];         /**< by nlog_declaration_state */
} nlog_audit_tally;

typedef struct {
	const char *name; /**< the statistics', or borrowed from the history */
	nlog_audit_tally tally;
	/** Of a month: how many amendments each rule has, by its place in the catalogue; else NULL */
	size_t *rules;
	const nlog_dossier *dossier; /**< the last that was counted */
	const nlog_revision *revision;
} nlog_audit_group;

/** Groups sorted by name. */
typedef struct {
	nlog_audit_group *items;
	size_t count, capacity;
	/* While they are filled: from name to place, and the place that was asked for last. */
	json_t *index; /**< owned */
	size_t last;
} nlog_audit_groups;

/** By what is counted. */
typedef enum {
	NLOG_AUDIT_BY_RULE,
	NLOG_AUDIT_BY_MONTH,     /**< of issue: "2025-05" */
	NLOG_AUDIT_BY_YEAR,      /**< of issue: "2025" */
	NLOG_AUDIT_BY_HOST,      /**< each host of the revision; "none" */
	NLOG_AUDIT_BY_PROGRAMME, /**< SS of the key; "other" */
	NLOG_AUDIT_BY_NOTICE,
	NLOG_AUDIT_GROUPINGS, /**< how many there are */
} nlog_audit_grouping;

/** @return "rule", "month" …; static */
const char *nlog_audit_grouping_name(nlog_audit_grouping grouping);

/** A range of days of notice given; both ends belong to it. The first is that of what came late. */
typedef struct {
	int32_t from, to; /**< INT32_MIN, INT32_MAX: open */
	const char *name; /**< "7–13"; static */
} nlog_audit_bucket;

/** How many buckets there are, and the row of each. */
#define NLOG_AUDIT_BUCKETS 7
const nlog_audit_bucket *nlog_audit_bucket_of(size_t index);

typedef struct {
	nlog_audit_tally all;
	nlog_audit_groups groups[NLOG_AUDIT_GROUPINGS];
	/** The least notice that each revision gave, sorted; owned. */
	int32_t *given;
	size_t given_count, given_capacity;
	size_t buckets[NLOG_AUDIT_BUCKETS];
	size_t extended,
		extended_late; /**< closing dates; the latter when the old one had passed */
	size_t *amended;       /**< owned; [n]: how many notices were amended n times */
	size_t amended_count;
	nlog_pool names; /**< of groups */
} nlog_audit_statistics;

/** An audit. Clear with nlog_audit_clear(). */
typedef struct {
	const nlog_history *history; /**< borrowed */
	nlog_audit_row *rows;
	size_t count, capacity;
	nlog_pool texts; /**< of rows */
	nlog_audit_findings *findings;
	size_t finding_count, finding_capacity;
	nlog_audit_statistics statistics;
} nlog_audit;

/**
 * Audit a register.
 *
 * Findings are those of the checks of each revision that passes, each told once,
 * and those of series over all notices: reference numbers, ordinals of meetings,
 * project codes, serials of letters.
 *
 * @param out      clear with nlog_audit_clear(), also on failure
 * @param history  borrowed, must outlive *out
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_audit_run(nlog_audit *out, const nlog_history *history,
		   const nlog_audit_options *options, nlog_error *err);

/** @return the gravest severity of a finding; NLOG_NOTE if there is none */
nlog_level nlog_audit_gravest(const nlog_audit *audit);
/** @return how many findings there are in all */
size_t nlog_audit_finding_count(const nlog_audit *audit);
/** @return the median of the notice given, of an even number the lower one; 0 for none */
int32_t nlog_audit_median(const nlog_audit_statistics *statistics);

/**
 * Write what `audit -f json` prints, in its stored form. The amendments, of which there
 * are many, are written one after the other: the whole is never held.
 *
 * @param audit  with its details
 * @param put    takes the pieces
 */
void nlog_audit_write_json(const nlog_audit *audit,
			   void (*put)(nlog_slice piece, void *data), void *data);

void nlog_audit_clear(nlog_audit *audit);

#endif
