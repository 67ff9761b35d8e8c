/**
 * @file
 * A notice: the fields of one issued document, in standard form.
 *
 * A notice is made by parsing a document or reading its stored form, and never
 * changes afterwards, so that changes, amendments and reports borrow from it.
 */
#ifndef NOTICELOG_NOTICE_H
#define NOTICELOG_NOTICE_H

#include <noticelog/error.h>
#include <noticelog/field.h>
#include <noticelog/finding.h>
#include <noticelog/json.h>

#define NLOG_NOTICE_FORMAT "noticelog-notice/1"

typedef struct nlog_notice nlog_notice;

/**
 * Make a notice of its members.
 *
 * @param out      free with nlog_notice_free(); untouched on failure
 * @param members  taken: a JSON object with the members that doc/forms.md lists; `format` may
 *                 be left out
 * @return 0, or NLOG_EINPUT if a member is unknown or not in standard form
 */
int nlog_notice_from_members_take(nlog_notice **out, json_t *members, nlog_error *err);

/**
 * Make an excerpt: a notice that has only some values of one that was read.
 *
 * What it lacks looks absent, so it is for those who know what is in it, and is
 * never written or digested.
 *
 * @param values  by field, NULL for none; each is taken, and not looked at
 * @return free with nlog_notice_free()
 */
nlog_notice *nlog_notice_excerpt_take(json_t *const values[NLOG_FIELDS]);

/** How strictly a stored form is read. */
typedef enum {
	NLOG_READ_ENTRY, /**< on its way in: canonical bytes only */
	NLOG_READ_HISTORY, /**< from history: other white space and key order give a finding */
} nlog_read_mode;

/**
 * Read a notice from its stored form.
 *
 * Of canonical bytes no values are made before they are asked for.
 *
 * @param out       free with nlog_notice_free(); untouched on failure
 * @param source    file name for errors and findings; may be NULL
 * @param findings  added to; may be NULL
 * @return 0, NLOG_EINPUT with line and column, or NLOG_ELIMIT
 */
int nlog_notice_read(nlog_notice **out, const char *source, nlog_slice text,
		     nlog_read_mode mode, nlog_findings *findings, nlog_error *err);

/**
 * Read a notice from its stored form when another revision of it is known:
 * members of the same bytes are not checked again, and values that were made of
 * them are shared with that one. What is read, found and refused is the same as by nlog_notice_read().
 *
 * @param known  borrowed for the call; NULL: none. One that was not read from
 *               its canonical bytes is of no use here, and does no harm.
 */
int nlog_notice_read_beside(nlog_notice **out, const char *source, nlog_slice text,
			    nlog_read_mode mode, const nlog_notice *known,
			    nlog_findings *findings, nlog_error *err);

/**
 * Read a notice from the start of a text, where it stands in pure canonical form
 * (RFC 8785): what nlog_notice_from_members_take() makes of its members, in less time.
 *
 * @param out  free with nlog_notice_free(); untouched if it is not read
 * @return how many bytes it has; 0 if this is not surely one: then its values tell
 */
size_t nlog_notice_read_pure(nlog_notice **out, nlog_slice text);

/** @return true if the notice keeps its canonical bytes: it was read from them, or digested */
bool nlog_notice_is_canonical(const nlog_notice *notice);

/** @return how many bytes these are; 0 if it keeps none */
size_t nlog_notice_size(const nlog_notice *notice);

/** @return the stored form, which the notice keeps from then on; borrowed */
nlog_slice nlog_notice_text(const nlog_notice *notice);

/** Append the stored form: canonical bytes with a final newline. */
void nlog_notice_write(nlog_str *out, const nlog_notice *notice);

/** SHA-256 of the notice's JCS bytes. */
void nlog_notice_digest(char digest[NLOG_DIGEST_SIZE], const nlog_notice *notice);

/** @return the members, `format` among them; borrowed from the notice */
const json_t *nlog_notice_members(const nlog_notice *notice);

/** @return the value; NULL if absent, JSON null for *Not Applicable*; borrowed from the notice */
const json_t *nlog_notice_get(const nlog_notice *notice, nlog_field_id field);

/** @return a line's, date's or term's text; empty if absent or null; borrowed */
nlog_slice nlog_notice_line(const nlog_notice *notice, nlog_field_id field);

/** @return the printed words of a field that its value does not carry; empty if none; borrowed */
nlog_slice nlog_notice_as_printed(const nlog_notice *notice, nlog_field_id field);

/** @return the day of a date field; false if absent, null */
bool nlog_notice_date(const nlog_notice *notice, nlog_field_id field, nlog_date *out);

/** @return revision date, else date of issue; false if the notice states neither */
bool nlog_notice_issued(const nlog_notice *notice, nlog_date *out);

/**
 * @return the same notice, owned once more: it lives until each is freed. Not to
 *         be shared between threads.
 */
nlog_notice *nlog_notice_copy(const nlog_notice *notice);

/**
 * Are the two values of a field the same as they stand in memory, or both
 * absent? Asked before the values are, since it makes none.
 *
 * @return false if they have to be compared
 */
bool nlog_notice_shares(const nlog_notice *a, const nlog_notice *b, nlog_field_id field);

bool nlog_notice_equal(const nlog_notice *a, const nlog_notice *b);

void nlog_notice_free(nlog_notice *notice);

/**
 * Append the KEY under which a register keeps a code: `/` becomes `_`.
 *
 * @return 0, or NLOG_EINPUT if the code cannot be a key
 */
int nlog_key_from_code(nlog_str *out, nlog_slice code, nlog_error *err);

/** Is key of `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`, without `..`, not ending in `.` or `.lock`? */
bool nlog_key_is_valid(nlog_slice key);

#endif
