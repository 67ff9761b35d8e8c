/**
 * @file
 * Numbers for texts, so that an alignment compares integers.
 */
#ifndef NOTICELOG_DIFF_INTERN_H
#define NOTICELOG_DIFF_INTERN_H

#include <noticelog/str.h>
#include <stdint.h>

/** No number: also "no partner" in an alignment. */
#define NLOG_DIFF_NONE UINT32_MAX

/**
 * Give equal texts equal numbers, from 0 on, in an order that depends on the
 * texts alone.
 *
 * @param ids    room for count numbers
 * @param count  below 2^30
 * @return how many numbers were given
 */
uint32_t nlog_diff_intern(uint32_t *ids, const nlog_slice *texts, size_t count);

#endif
