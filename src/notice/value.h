/**
 * @file
 * What the texts in a value must be, whether they are read as values or as bytes.
 */
#ifndef NOTICELOG_NOTICE_VALUE_H
#define NOTICELOG_NOTICE_VALUE_H

#include <noticelog/field.h>

/** A text in a value. */
typedef struct {
	nlog_slice text;
	bool is_normal; /**< known to be in normal form, and not empty; false: to be looked at */
} nlog_value_text;

/** Is text as its type wants it? fault may be NULL. */
typedef bool (*nlog_text_rule)(nlog_value_text text, nlog_value_fault *fault);

/**
 * @return the rule of the one text, of each entry of the list or of each text of
 *         the map; NULL for numbers and for rows, whose members have types of
 *         their own
 */
nlog_text_rule nlog_value_text_rule(nlog_type_id type);

/** Can the printed words of this field stand in `as_printed`? @param field  may be NULL */
bool nlog_value_is_printed(const nlog_field *field);

#endif
