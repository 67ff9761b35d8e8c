/**
 * @file
 * Net effect: the first against the last revision of a range, and what was
 * amended in between and taken back.
 */
#ifndef NOTICELOG_NET_H
#define NOTICELOG_NET_H

#include <noticelog/changelog.h>

/** A field (or key) that was amended in the range, and is at its end what it was before. */
typedef struct {
	nlog_field_id field;
	char *key;           /**< owned; of `other` and `as_printed`, else NULL */
	const json_t *value; /**< borrowed from the comparison; NULL: again absent */
	const nlog_revision *
		*steps; /**< the revisions that amended it, the last put it back */
	size_t step_count, step_capacity;
} nlog_restored;

/** The net effect of a range on one notice. */
typedef struct {
	const nlog_dossier *dossier; /**< borrowed from the history */
	bool is_new;                 /**< the notice was first issued in the range */
	/** The revisions that followed the first in the range; borrowed from the steps. */
	const nlog_history_step *steps;
	size_t step_count;
	/**
	 * Of the revision in force when the range began (the first of all, if is_new)
	 * and the last. Its older side is empty if the range has only the first of all.
	 * Whether an amendment was declared is a question to the steps, not asked here.
	 */
	nlog_comparison comparison;
	nlog_restored *restored; /**< in registry order, then by key */
	size_t restored_count;
} nlog_net;

/**
 * Derive the net effect of steps of one notice.
 *
 * @param out    clear with nlog_net_clear(); empty on failure
 * @param steps  neighbours in the official sequence, at least one; borrowed
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_net_load(nlog_net *out, const nlog_history *history,
		  const nlog_history_step *steps, size_t count, nlog_error *err);

/**
 * Call back with the net effect for each notice of a change log by notice.
 *
 * @param filter  its rules, severities, fields and country must fit the net effect
 * @return 0, what each returned if that was not 0, or NLOG_EDAMAGED
 */
int nlog_net_each(const nlog_changelog *changelog, const nlog_filter *filter,
		  int (*each)(const nlog_net *net, void *data), void *data,
		  nlog_error *err);

/** What `changelog --net -f json` prints. @param out owned; untouched on failure */
int nlog_net_to_json(const nlog_changelog *changelog, const nlog_filter *filter,
		     json_t **out, nlog_error *err);

void nlog_net_clear(nlog_net *net);

#endif
