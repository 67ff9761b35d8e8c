/**
 * @file
 * JSON values as bytes. A text that was written before in the same row is written
 * as its number: a comparison says most things twice.
 */
#ifndef INDEX_VALUE_H
#define INDEX_VALUE_H

#include "pack.h"

/** Texts of a row that can be told by their number. */
#define VALUE_TEXTS_MAX 64

/** The texts of a row so far, the same for its writer and its reader; begin with zeros. */
typedef struct {
	json_t *items[VALUE_TEXTS_MAX]; /**< owned */
	size_t count;
} value_texts;

void value_texts_clear(value_texts *texts);

/** @param value  not NULL; its texts are shared with texts */
void pack_value(nlog_str *out, const json_t *value, value_texts *texts);

/** @return owned; never NULL: null once the reader has failed */
json_t *unpack_value(unpacker *from, value_texts *texts);

#endif
