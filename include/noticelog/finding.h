/**
 * @file
 * Findings: what is strange in the data. The work goes on.
 *
 * Each kind of finding is a row {id, severity, description} of one table, so
 * that `noticelog rules` can list them and a reader can rely on the ids.
 */
#ifndef NOTICELOG_FINDING_H
#define NOTICELOG_FINDING_H

#include <noticelog/json.h>
#include <stddef.h>

#include <noticelog/str.h>

typedef enum { NLOG_NOTE, NLOG_WARNING, NLOG_ERROR } nlog_level;

/** @return "note", "warning" or "error" */
const char *nlog_level_name(nlog_level level);

/** Every kind of finding; the rows are in src/base/finding.c, in the same order. */
typedef enum {
	NLOG_F_ENCODING_CONVERTED,
	NLOG_F_CHARACTER_DROPPED,
	NLOG_F_FURNITURE_DROPPED,
	NLOG_F_LABEL_UNKNOWN,
	NLOG_F_LABEL_REPEATED,
	NLOG_F_TEXT_UNPLACED,
	NLOG_F_VALUE_AS_PRINTED,
	NLOG_F_VALUE_UNREADABLE,
	NLOG_F_DAY_COUNT,
	NLOG_F_DATE_IMPOSSIBLE,
	NLOG_F_ECONOMY_UNKNOWN,
	NLOG_F_ECONOMY_AMBIGUOUS,
	NLOG_F_CODE_MISSING,
	NLOG_F_CODE_UNUSUAL,
	NLOG_F_TITLE_MISSING,
	NLOG_F_ISSUE_DATE_MISSING,
	NLOG_F_NOT_CANONICAL,
	NLOG_F_REGISTER_MISSING,
	NLOG_F_PLAIN_COMMIT,
	NLOG_F_VALUE_MISSING,
	NLOG_F_CLOCK_SKEW,
	NLOG_F_CORRECTED,
	NLOG_F_WITHDRAWN,
	NLOG_F_CHECK_CLOSING_BEFORE_ISSUE,
	NLOG_F_CHECK_CLOSED_AT_ISSUE,
	NLOG_F_CHECK_CLOSING_AFTER_START,
	NLOG_F_CHECK_CLOSING_AFTER_END,
	NLOG_F_CHECK_CLOSING_FAR_FROM_START,
	NLOG_F_CHECK_REVISION_BEFORE_ISSUE,
	NLOG_F_CHECK_ISSUE_FAR_FROM_START,
	NLOG_F_CHECK_DAY_COUNT,
	NLOG_F_CHECK_CODE_YEAR,
	NLOG_F_CHECK_TITLE_KIND,
	NLOG_F_CHECK_SEATS,
	NLOG_F_CHECK_AUTHORITY_ORDER,
	NLOG_F_CHECK_CLOCK_SKEW,
	NLOG_F_CHECK_STALE_CITY,
	NLOG_F_CHECK_STALE_MONTH,
	NLOG_F_CHECK_STALE_DURATION,
	NLOG_F_CHECK_STALE_MODALITY,
	NLOG_F_CHECK_STALE_KIND,
	NLOG_F_CHECK_REFERENCE_ORDER,
	NLOG_F_CHECK_UNCHANGED_BROKEN,
	NLOG_F_CHECK_ADDENDUM_BASE,
	NLOG_F_VERIFY_OBJECT,
	NLOG_F_VERIFY_BRANCH,
	NLOG_F_VERIFY_MERGE,
	NLOG_F_VERIFY_ENTRY,
	NLOG_F_VERIFY_NAME,
	NLOG_F_VERIFY_VIEW,
	NLOG_F_VERIFY_BORROWED,
	NLOG_F_VERIFY_CONTENT,
	NLOG_F_VERIFY_TRAILERS,
	NLOG_F_VERIFY_REVISION,
	NLOG_F_VERIFY_DIGEST,
	NLOG_F_VERIFY_PREVIOUS,
	NLOG_F_VERIFY_CHAIN,
	NLOG_F_VERIFY_SOURCE,
	NLOG_F_VERIFY_ISSUED,
	NLOG_F_VERIFY_AMENDMENTS,
	NLOG_F_VERIFY_FOREIGN,
	NLOG_F_VERIFY_CLOCK,
	NLOG_F_CHECKPOINT_HEAD,
	NLOG_F_CHECKPOINT_VANISHED,
	NLOG_F_CHECKPOINT_CHANGED,
	NLOG_F_CHECKPOINT_REORDERED,
	NLOG_F_SERIES_REFERENCE_ORDER,
	NLOG_F_SERIES_REFERENCE_TWICE,
	NLOG_F_SERIES_ORDINAL_TWICE,
	NLOG_F_SERIES_ORDINAL_MISSING,
	NLOG_F_SERIES_CODE_TWICE,
	NLOG_F_SERIES_LETTER_ORDER,
	NLOG_F_SERIES_LETTER_TWICE,
	NLOG_F_RULE_UNKNOWN,
	NLOG_F_RECORD_SAME_ISSUE,
	NLOG_F_RECORD_NEAR_CODE,
	NLOG_F_REGISTER_INVALID,
	NLOG_F_UNANNOUNCED,
	NLOG_F_MORE,
	NLOG_F_COUNT /**< how many there are */
} nlog_finding_id;

/** One row of the table; static. */
typedef struct {
	const char *id; /**< such as "document.encoding" */
	nlog_level severity;
	const char *description;
} nlog_finding_rule;

/** @return the row of id, static */
const nlog_finding_rule *nlog_finding_rule_of(nlog_finding_id id);

/** One finding. Its strings belong to the list that holds it. */
typedef struct {
	const nlog_finding_rule *rule;
	nlog_level severity; /**< the rule's, unless policy says otherwise */
	char *file;          /**< NULL: none */
	unsigned line;       /**< from 1; 0: none */
	unsigned column;     /**< from 1, in characters; 0: none */
	const char *field;   /**< a member's name, static; NULL: none */
	char *text;
} nlog_finding;

/** A list of findings, in the order in which they were made. */
typedef struct {
	nlog_finding *items;
	size_t count, capacity;
} nlog_findings;

#define NLOG_FINDINGS_INIT                                                                 \
	{                                                                                  \
		NULL, 0, 0                                                                 \
	}

/** Where a finding belongs; every member may be NULL or 0. */
typedef struct {
	const char *file;
	unsigned line, column;
	const char *field; /**< static */
} nlog_place;

/** Notes and warnings that one list holds; a hostile document could make millions. */
#define NLOG_FINDINGS_MAX 5000

/**
 * Add one; the strings of place and the text are copied, foreign bytes made visible.
 * Beyond NLOG_FINDINGS_MAX notes and warnings are left out, and a last one says so.
 */
void nlog_findings_add(nlog_findings *list, nlog_finding_id id, nlog_place place,
		       const char *format, ...) __attribute__((format(printf, 4, 5)));

/** @return the gravest severity in the list; NLOG_NOTE for an empty one */
nlog_level nlog_findings_gravest(const nlog_findings *list);

/** Append `file:line:column: severity: RULE: text` and a newline. */
void nlog_finding_format(nlog_str *out, const nlog_finding *finding);

/** @return the list as doc/forms.md describes it, owned (a jansson reference) */
json_t *nlog_findings_to_json(const nlog_findings *list);

/** @return every kind of finding as JSON, owned */
json_t *nlog_finding_rules_to_json(void);

/** Append all of from's findings to list; from is empty afterwards. */
void nlog_findings_move(nlog_findings *list, nlog_findings *from);

/** Leave those out that keep() does not want; it may change a finding's severity. */
void nlog_findings_filter(nlog_findings *list,
			  bool (*keep)(nlog_finding *finding, void *data), void *data);

void nlog_findings_clear(nlog_findings *list);

#endif
