/**
 * @file
 * JSON values as bytes. A text that was written before of the same step is written
 * as its number: a comparison says most things twice.
 */
#ifndef INDEX_VALUE_H
#define INDEX_VALUE_H

#include "pack.h"

/** Texts of a row that can be told by their number. */
#define VALUE_TEXTS_MAX 64

/** A text of a row; borrowed from the value that was written, or from the bytes. */
typedef struct {
	nlog_slice text;
	json_t *value; /**< owned; NULL: nobody has read it as a value yet */
} value_text;

/** The texts of a row so far, the same for its writer and its reader; begin with zeros. */
typedef struct {
	value_text items[VALUE_TEXTS_MAX];
	size_t count;
} value_texts;

void value_texts_clear(value_texts *texts);

/** One more, that stands in the row outside of its values. */
void value_texts_note(value_texts *texts, nlog_slice text);

/** @param value  not NULL; its texts are lent to texts */
void pack_value(nlog_str *out, const json_t *value, value_texts *texts);
/** @return owned; never NULL: null once the reader has failed */
json_t *unpack_value(unpacker *from, value_texts *texts);

/** The same for a text that is no value. @param text  lent to texts */
void pack_told(nlog_str *out, nlog_slice text, value_texts *texts);
/** @return borrowed from the bytes; UTF-8 */
nlog_slice unpack_told(unpacker *from, value_texts *texts);

#endif
