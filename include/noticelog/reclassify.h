/**
 * @file
 * Reclassifying: where today's rules and vocabulary judge a revision otherwise
 * than the commit that recorded it says.
 */
#ifndef NOTICELOG_RECLASSIFY_H
#define NOTICELOG_RECLASSIFY_H

#include <noticelog/filter.h>

/** One revision that is judged otherwise. Pointers are borrowed from the history. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision;
	/** Owned arrays of rule ids in the order of the catalogue, one for each amendment. */
	json_t *said, *found;
	json_t *gone,
		*added; /**< owned; what only the commit names, and only today's rules */
} nlog_reclassified;

typedef struct {
	nlog_reclassified *items;
	size_t count, capacity;
	size_t revisions; /**< how many were judged: those whose commit names amendments */
	json_t *versions; /**< owned; from the version of the rules to how many of them it judged */
} nlog_reclassification;

/**
 * Judge each revision as when it was recorded: against the one that was before it
 * then, but by the rules and the vocabulary of today. Corrections and commits by
 * plain git name no amendments and are left out.
 *
 * @param out       clear with nlog_reclassification_clear(), also on failure
 * @param filter    by notice, issue day and author; the others are not looked at
 * @param progress  may be NULL; counts entries
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_reclassify(nlog_reclassification *out, const nlog_history *history,
		    const nlog_filter *filter,
		    void (*progress)(size_t done, size_t total, void *data), void *data,
		    nlog_error *err);

/** @return what `audit --reclassify -f json` prints, owned */
json_t *nlog_reclassification_to_json(const nlog_reclassification *list);

void nlog_reclassification_clear(nlog_reclassification *list);

#endif
