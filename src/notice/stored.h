/**
 * @file
 * A notice's stored form, read where it stands: what is as it must be is found
 * to be so without making a value of it.
 */
#ifndef NOTICELOG_NOTICE_STORED_H
#define NOTICELOG_NOTICE_STORED_H

#include <noticelog/field.h>
#include <stdint.h>

/** Where a member stands in the text, as offsets: `  "name": value`. All 0: nowhere. */
typedef struct {
	uint32_t start;
	uint32_t value;
	uint32_t end; /**< of the value and of the member, without the comma behind it */
} nlog_stored_member;

typedef struct {
	nlog_stored_member members[NLOG_FIELDS];
} nlog_stored;

/**
 * Find the members of a stored form, and check each of them.
 *
 * @param known       where those of known_text stand; NULL: no other text is known
 * @param known_text  one for which this function said true: its members need no
 *                    second look
 * @param same        room for NLOG_FIELDS marks: these members are known_text's,
 *                    to the byte
 * @return true only if text is the canonical form of a notice that
 *         nlog_notice_read() takes; false does not mean that it is none
 */
bool nlog_stored_scan(nlog_stored *out, bool *same, nlog_slice text,
		      const nlog_stored *known, nlog_slice known_text);

/** @return the bytes of a member's value; empty if the text has none */
nlog_slice nlog_stored_value(const nlog_stored *stored, nlog_slice text,
			     nlog_field_id field);

#endif
