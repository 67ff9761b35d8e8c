/**
 * @file
 * What a notice says was changed: declared changes in its Remarks, its change
 * history or an addendum (CONTRACT 4).
 */
#ifndef NOTICELOG_DECLARE_H
#define NOTICELOG_DECLARE_H

#include <noticelog/notice.h>
#include <noticelog/register.h>

/** One declared change. Strings and values belong to the list. */
typedef struct {
	const char *
		rule; /**< the amendment that it announces, such as "activity.converted"; static */
	nlog_field_id
		field; /**< the field that it is about; title for the activity itself */
	const char *source;  /**< "remarks", "change_history" or "addendum"; static */
	char *text;          /**< the sentence or cell, as printed */
	json_t *before;      /**< in the field's type; NULL if not stated */
	json_t *after;       /**< in the field's type; NULL if not stated */
	char *approval_date; /**< ISO day, or NULL */
	char *letter_date;   /**< ISO day, or NULL */
	char *letter_ref;    /**< such as "25-IN-09-GE-LOM-077", or NULL */
} nlog_declared;

typedef struct nlog_declarations nlog_declarations;

/**
 * Read what a notice declares.
 *
 * @param out  free with nlog_declarations_free()
 */
void nlog_declarations_read(nlog_declarations **out, const nlog_notice *notice,
			    const nlog_register *reg);

size_t nlog_declarations_count(const nlog_declarations *list);
const nlog_declared *nlog_declarations_get(const nlog_declarations *list, size_t index);

/** @return true if list has a declaration of the same rule, field and values */
bool nlog_declarations_contain(const nlog_declarations *list,
			       const nlog_declared *declared);

/** @return one item of `evidence` (CONTRACT 4), owned */
json_t *nlog_declared_to_json(const nlog_declared *declared);

void nlog_declarations_free(nlog_declarations *list);

#endif
