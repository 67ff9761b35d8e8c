/**
 * @file
 * A suggestion: which of the names that there are come near to one that is not,
 * for messages about a slip of the pen.
 *
 * A name comes near if few letters must be put in, left out, replaced or swapped
 * to make it, or if both begin alike. Case does not count; blanks, hyphens and
 * underscores are one.
 */
#ifndef NOTICELOG_SUGGESTION_H
#define NOTICELOG_SUGGESTION_H

#include <noticelog/str.h>

/** At most that many names are suggested. */
#define NLOG_SUGGESTION_MAX 3

/** The nearest names so far. A name that is longer than 63 bytes has none. */
typedef struct {
	nlog_slice asked; /**< borrowed */
	struct {
		nlog_slice name;
		unsigned distance;
	} nearest[NLOG_SUGGESTION_MAX];
	size_t count;
} nlog_suggestion;

/** Begin. @param asked  the name that there is not; borrowed */
nlog_suggestion nlog_suggestion_for(nlog_slice asked);

/** Offer a name that there is; borrowed until the suggestion was added to a text. */
void nlog_suggestion_offer(nlog_suggestion *suggestion, const char *name);

/**
 * Append `; near it: log, blame`, the nearest first; nothing if none comes near.
 *
 * @return true if something was appended
 */
bool nlog_suggestion_add(nlog_str *out, const nlog_suggestion *suggestion);

/**
 * How many letters of a must be put in, left out, replaced or swapped with their
 * neighbour to make b; at most 99, which also stands for names of more than 63 bytes.
 */
unsigned nlog_suggestion_distance(nlog_slice a, nlog_slice b);

#endif
