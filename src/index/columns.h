/**
 * @file
 * Columns: what many things have of one kind, side by side, so that what one of them has
 * is found without a look at the others.
 *
 * A column of numbers is as wide as its greatest one; where all are the same it has one
 * for all. A column of bytes has them one behind the other, and a column of numbers that
 * says how long they are. What is unpacked is foreign.
 */
#ifndef INDEX_COLUMNS_H
#define INDEX_COLUMNS_H

#include "pack.h"

/** How many things may be side by side. */
#define COLUMN_MAX 64

/** Numbers, borrowed from the bytes that they were unpacked from. */
typedef struct {
	const unsigned char *data;
	size_t width; /**< in bytes */
	size_t step;  /**< from one to the next */
} column;

/** @param count  at least 1 */
void column_pack(nlog_str *out, const uint64_t *numbers, size_t count);
/** A reader that fails gives a column of zeros. */
column column_unpack(unpacker *from, size_t count);
/** @param at  less than count */
static inline uint64_t column_get(const column *from, size_t at)
{
	const unsigned char *data = from->data + at * from->step;
	uint64_t number = 0;

	/* Most have one byte. */
	if (from->width == 1)
		return *data;
	for (size_t i = from->width; i-- > 0;)
		number = number << 8 | data[i];
	return number;
}

/** Bytes of each thing, or none. */
typedef struct {
	column sizes; /**< how many, and 1; 0: there are none */
	const char *data;
	uint32_t starts[COLUMN_MAX + 1]; /**< in them */
} column_bytes;

/** The same while they are written; begin with one set to zero. */
typedef struct {
	uint64_t sizes[COLUMN_MAX];
	nlog_str data;
} column_writer;

/** Bytes that may be empty; without a call a thing has none. */
void column_put(column_writer *out, size_t at, nlog_slice bytes);
/** What stands behind all sizes. @param out  with sizes; the rest is set */
void column_unpack_data(column_bytes *out, unpacker *from, size_t count);
/** @param out  borrowed. @return false for none */
bool column_get_bytes(const column_bytes *from, size_t at, nlog_slice *out);

#endif
