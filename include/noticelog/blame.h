/**
 * @file
 * Blame: which revision of the official sequence set each value of a notice.
 */
#ifndef NOTICELOG_BLAME_H
#define NOTICELOG_BLAME_H

#include <noticelog/comparison.h>

/** One field, or one key of `other` or `as_printed`. */
typedef struct {
	nlog_field_id field;
	char *key;                   /**< owned; NULL: the field itself */
	json_t *value;               /**< owned; NULL: the notice no longer has it */
	const nlog_revision *set_by; /**< borrowed from the history */
	const nlog_rule
		*rule; /**< the gravest amendment that did it; NULL: none named it */
	nlog_declaration_state declared;
	json_t *evidence; /**< array, owned; where the notice announced it */
	unsigned amended; /**< how often the field was amended, up to set_by */
	/** What it was before, oldest first, owned: array of {"revision", "issued", "value"} */
	json_t *earlier;
} nlog_blame_row;

/** Every field that a notice has or had, in registry order, then by key. */
typedef struct {
	const nlog_dossier *dossier;   /**< borrowed from the history */
	const nlog_revision *revision; /**< the one that is looked at */
	nlog_blame_row *rows;
	size_t count, capacity;
} nlog_blame;

/**
 * Go through the official sequence up to a revision.
 *
 * @param out       clear with nlog_blame_clear(); empty on failure
 * @param revision  of the dossier
 * @return 0; NLOG_ENOTFOUND if a correction stands in its place; NLOG_EDAMAGED
 */
int nlog_blame_load(nlog_blame *out, const nlog_history *history,
		    const nlog_dossier *dossier, const nlog_revision *revision,
		    nlog_error *err);

/**
 * Leave only what a name means: a member of a notice, a printed label, or a
 * label of `other`.
 *
 * @return 0, or NLOG_ENOTFOUND if the notice never had it
 */
int nlog_blame_select(nlog_blame *blame, const nlog_register *reg, nlog_slice name,
		      nlog_error *err);

/** @return what `blame -f json` prints, owned */
json_t *nlog_blame_to_json(const nlog_blame *blame);

void nlog_blame_clear(nlog_blame *blame);

#endif
