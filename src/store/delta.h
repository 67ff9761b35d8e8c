/**
 * @file
 * Deltas as packs keep them: an object told as copies from an older one and what is new.
 */
#ifndef STORE_DELTA_H
#define STORE_DELTA_H

#include <stdbool.h>
#include <stdint.h>

#include <noticelog/str.h>

/** Where objects may differ. */
typedef enum {
	STORE_DELTA_SPAN,    /**< in one place: a folder in which one entry changed */
	STORE_DELTA_MEMBERS, /**< in some of their members: JSON in stored form */
} store_delta_kind;

/**
 * Append the delta that makes `after` of `before`. Nothing is searched for: what is
 * not found in its place is told anew.
 */
void store_delta_make(nlog_str *out, nlog_slice before, nlog_slice after,
		      store_delta_kind kind);

/**
 * Append what a delta makes of `before`.
 *
 * @param limit  the most bytes
 * @return false if it does not fit `before`, or is none
 */
bool store_delta_apply(nlog_str *out, nlog_slice before, nlog_slice delta, size_t limit);

#endif
