/**
 * @file
 * What a row of the index's file holds: its bytes, deflated where that makes them
 * fewer, and a checksum over its key and them.
 */
#ifndef INDEX_ROW_H
#define INDEX_ROW_H

#include <noticelog/str.h>

/** What rows are put together and taken apart in; begin with one set to zero. */
typedef struct {
	struct libdeflate_compressor *deflater;
	struct libdeflate_decompressor *inflater;
	nlog_str closed, open;
} row_coder;

/**
 * Put a row together.
 *
 * @param plain  so many bytes at the end are not worth deflating: ids and digests
 * @return borrowed until the next call
 */
nlog_slice row_close(row_coder *coder, nlog_slice key, nlog_slice bytes, size_t plain);
/**
 * Take a row apart.
 *
 * @param bytes  borrowed from the row, or until the next call
 * @return false if it is not as it was written
 */
bool row_open(row_coder *coder, nlog_slice key, nlog_slice row, nlog_slice *bytes);
/** The same, its bytes in a string of the caller's own, which is empty before. */
bool row_open_to(nlog_str *out, row_coder *coder, nlog_slice key, nlog_slice row);

void row_coder_clear(row_coder *coder);

#endif
