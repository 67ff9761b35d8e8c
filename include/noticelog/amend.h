/**
 * @file
 * Amendments: what the changes between two revisions amount to, and whether the
 * notice announced them. Derived, never stored.
 */
#ifndef NOTICELOG_AMEND_H
#define NOTICELOG_AMEND_H

#include <noticelog/declare.h>
#include <noticelog/diff.h>

/** Version of the rule set, kept in each commit; raised when a rule judges differently. */
#define NLOG_RULES_VERSION "1"

/** How grave an amendment is; graver is greater. */
typedef enum {
	NLOG_SEVERITY_OFF, /**< silenced by policy, still counted */
	NLOG_SEVERITY_EDITORIAL,
	NLOG_SEVERITY_ADMINISTRATIVE,
	NLOG_SEVERITY_SUBSTANTIVE,
	NLOG_SEVERITY_ACTION,
} nlog_severity;

/** @return "action", "substantive", "administrative", "editorial" or "off"; static */
const char *nlog_severity_name(nlog_severity severity);
/** @return false if there is no such severity */
bool nlog_severity_from_name(nlog_severity *out, nlog_slice name);

/** One row of the catalogue; static. */
typedef struct {
	const char *id; /**< such as "timing.rescheduled" */
	nlog_severity severity;
	const char *topic;       /**< before its line: "closing date" */
	const char *name;        /**< by itself: "closing date extended" */
	const char *description; /**< when it fires, in one sentence */
	const char *example;     /**< such as "10–12 June 2025 → 8–10 July 2025" */
	const char *opposite;    /**< id of the rule for the other direction, or NULL */
} nlog_rule;

/** @return how many rules the catalogue has */
size_t nlog_rules_count(void);
/** @return rule `index`, in catalogue order, static */
const nlog_rule *nlog_rules_get(size_t index);
/** @return the index of a rule of the catalogue */
size_t nlog_rules_place(const nlog_rule *rule);
/** @return the rule with that id, or NULL */
const nlog_rule *nlog_rules_find(nlog_slice id);

/** @return the catalogue as JSON, severities after policy; owned */
json_t *nlog_rules_to_json(const nlog_register *reg);

/** Was it announced? */
typedef enum {
	NLOG_DECLARED_NA, /**< not a question: first notice, editorial, administrative */
	NLOG_DECLARED,
	NLOG_UNDECLARED,
	NLOG_MISDECLARED,
	NLOG_PHANTOM,
	NLOG_UNCHECKED,
} nlog_declaration_state;

/** @return "declared" … ; NULL for NLOG_DECLARED_NA; static */
const char *nlog_declaration_state_name(nlog_declaration_state state);

/** One amendment. Strings and values belong to the list, fields are those of its changes. */
typedef struct {
	const nlog_rule *rule;
	nlog_severity severity; /**< after policy */
	nlog_field_id fields[NLOG_FIELDS];
	size_t field_count;
	char *key;     /**< of `other` or `as_printed`: the label; else NULL */
	char *summary; /**< "10–12 June 2025 → 8–10 July 2025, 28 days later" */
	json_t *facts; /**< object; names as in the catalogue */
	nlog_declaration_state declared;
	json_t *evidence; /**< array, maybe empty */
	/**
	 * The first 12 hexadecimal digits of the SHA-256 of the JCS of
	 *
	 *     {"notice", "rule", "fields", "old", "new", "old_digest", "new_digest"}
	 *
	 * notice is the KEY, fields the names of the fields. old and new are objects of
	 * the values that differ by field name, a side that is absent left out; of
	 * `other` only the label in question, of printed words {"as_printed": {FIELD}}.
	 * Of an amendment that was declared and not compared they hold the field that
	 * was named, null where its value was not stated. old_digest is null when
	 * there is no older notice. No wording of ours is in it. Empty where the step
	 * says that nobody asks for it.
	 */
	char id[13];
} nlog_amendment;

/** The two sides of a step, and what judges it. All borrowed. */
typedef struct {
	const char *notice;        /**< KEY, part of the ids; "" if it has none */
	const nlog_notice *before; /**< NULL: nothing to compare with */
	const nlog_notice *after;
	const nlog_register *reg;
	nlog_date
		before_issued; /**< issue day of before, for the roster; unused without before */
	nlog_date after_issued; /**< issue day of after, for the roster */
	bool is_first; /**< after is the first of the official sequence: notice.issued fires */
	bool is_correction; /**< our own error is mended: nothing needs declaring */
	bool is_withdrawal; /**< the activity is cancelled, whatever the text says */
	/**
	 * The activity stood withdrawn at before: by a revision of that kind, or because
	 * an earlier revision gave a timing that before does not. Two revisions alone
	 * cannot tell a timing taken back from one never given; without this flag
	 * only the words of before can ("cancelled", "postponed until further notice").
	 */
	bool was_withdrawn;
	const nlog_addendum *addendum; /**< the one that made after, as evidence; or NULL */
	/** What before and after declare by reg; NULL: not read yet, which is then done. */
	const nlog_declarations *before_said, *after_said;
	bool skips_ids; /**< the amendments' ids are not asked for */
} nlog_step;

typedef struct nlog_amendments nlog_amendments;

/**
 * Name every change of a step.
 *
 * Every change is explained by at least one amendment; amendments come in
 * catalogue order, then registry order.
 *
 * @param out   free with nlog_amendments_free(); holds no reference to step
 * @param diff  of step->before and step->after; NULL when before is NULL
 */
void nlog_amend(nlog_amendments **out, const nlog_step *step, const nlog_diff *diff);

/** Begin a list that is filled with what was kept of one. @return free with nlog_amendments_free() */
nlog_amendments *nlog_amendments_new(void);
/** Append one; its strings and values are taken. */
void nlog_amendments_add_take(nlog_amendments *list, const nlog_amendment *amendment);

size_t nlog_amendments_count(const nlog_amendments *list);
const nlog_amendment *nlog_amendments_get(const nlog_amendments *list, size_t index);

/** @return the gravest amendment, the first in catalogue order among equals; NULL for an empty list */
const nlog_amendment *nlog_amendments_gravest(const nlog_amendments *list);

/**
 * @return one amendment as JSON, owned: {"rule", "severity", "fields", "summary",
 *         "facts", "declared", "evidence", "id"}
 */
json_t *nlog_amendment_to_json(const nlog_amendment *amendment);

/** @return all of them as a JSON array, owned */
json_t *nlog_amendments_to_json(const nlog_amendments *list);

void nlog_amendments_free(nlog_amendments *list);

#endif
