/**
 * @file
 * What a notice says was changed: declared changes in its Remarks, its change
 * history or an addendum.
 *
 * Other fields tell stories too (the Rationale of a conversion, say), but are
 * not read: only here does an organization announce. What is announced must be
 * about the activity or one of the notice's fields.
 */
#ifndef NOTICELOG_DECLARE_H
#define NOTICELOG_DECLARE_H

#include <noticelog/addendum.h>
#include <noticelog/notice.h>
#include <noticelog/register.h>

/** Where something is declared. */
typedef enum {
	NLOG_SOURCE_NONE,
	NLOG_SOURCE_REMARKS,
	NLOG_SOURCE_CHANGE_HISTORY,
	NLOG_SOURCE_ADDENDUM,
} nlog_source;

/** @return the one of that name, as `source` of a declaration has it; NONE for NULL and others */
nlog_source nlog_source_named(const char *name);

/** One declared change. Strings and values belong to the list. */
typedef struct {
	const char *
		rule; /**< the amendment that it announces, such as "activity.converted"; static */
	nlog_field_id
		field; /**< the field that it is about; title for the activity itself */
	char *label;   /**< of `other`: the label that is named; NULL if none is */
	const char *source;  /**< "remarks", "change_history" or "addendum"; static */
	char *text;          /**< the sentence or cell, as printed */
	json_t *before;      /**< in the field's type; NULL if not stated */
	json_t *after;       /**< in the field's type; NULL if not stated */
	char *approval_date; /**< ISO day, or NULL */
	char *letter_date;   /**< ISO day, or NULL */
	char *letter_ref;    /**< such as "25-IN-09-GE-LOM-077", or NULL */
	bool any_direction; /**< the words ("changed to") fit the rule's opposite as well */
	bool states_only; /**< says how it stands ("will be held online"), not that it changed */
} nlog_declared;

typedef struct nlog_declarations nlog_declarations;

/**
 * Read what a notice declares in its Remarks and its change history, in the
 * order in which it says so.
 *
 * @param out  free with nlog_declarations_free(); holds no reference to notice
 */
void nlog_declarations_read(nlog_declarations **out, const nlog_notice *notice,
			    const nlog_register *reg);

/**
 * Read what an addendum declares: one change for each that names its field,
 * and what the words of the others say.
 *
 * @param out  free with nlog_declarations_free(); holds no reference to addendum
 */
void nlog_declarations_read_addendum(nlog_declarations **out, const nlog_addendum *addendum,
				     const nlog_register *reg);

size_t nlog_declarations_count(const nlog_declarations *list);
/** @return declaration `index`, borrowed from the list */
const nlog_declared *nlog_declarations_get(const nlog_declarations *list, size_t index);

/** @return true if list has a declaration of the same rule, field and values */
bool nlog_declarations_contain(const nlog_declarations *list,
			       const nlog_declared *declared);

/**
 * What the declarations leave of the activity: the last one that says
 * cancelled, postponed or reinstated.
 *
 * @return borrowed from the list, or NULL if none says so
 */
const nlog_declared *nlog_declarations_standing(const nlog_declarations *list);

/** @return one item of `evidence`, owned: unstated members are left out */
json_t *nlog_declared_to_json(const nlog_declared *declared);

void nlog_declarations_free(nlog_declarations *list);

/**
 * The kind of activity that a title names, as declarations of a conversion read it.
 *
 * @param phrase  the words of the kind, borrowed from title; may be NULL
 * @return the kind, borrowed from the register, or NULL if the title names none
 */
const nlog_kind *nlog_declared_kind(const nlog_register *reg, nlog_slice title,
				    nlog_slice *phrase);

#endif
