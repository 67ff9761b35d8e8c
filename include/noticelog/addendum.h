/**
 * @file
 * An addendum: a patch to a notice, issued as a document of its own (doc/forms.md).
 */
#ifndef NOTICELOG_ADDENDUM_H
#define NOTICELOG_ADDENDUM_H

#include <noticelog/error.h>
#include <noticelog/json.h>

#define NLOG_ADDENDUM_FORMAT "noticelog-addendum/1"

typedef struct nlog_addendum nlog_addendum;

/**
 * Make an addendum of its members.
 *
 * @param out      free with nlog_addendum_free(); untouched on failure
 * @param members  taken: a JSON object with the members that doc/forms.md lists; `format` may
 *                 be left out
 * @return 0, or NLOG_EINPUT if a member is unknown or not in standard form
 */
int nlog_addendum_from_members_take(nlog_addendum **out, json_t *members, nlog_error *err);

/**
 * Read an addendum from its stored form: canonical bytes only.
 *
 * @return 0, NLOG_EINPUT with line and column, or NLOG_ELIMIT
 */
int nlog_addendum_read(nlog_addendum **out, const char *source, nlog_slice text,
		       nlog_error *err);

void nlog_addendum_write(nlog_str *out, const nlog_addendum *addendum);

/** @return the members, `format` among them; borrowed from the addendum */
const json_t *nlog_addendum_members(const nlog_addendum *addendum);

void nlog_addendum_free(nlog_addendum *addendum);

#endif
