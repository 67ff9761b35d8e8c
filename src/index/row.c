/* A row of the index's file: deflated and checked. */
#include "row.h"

#include <libdeflate.h>
#include <stdint.h>

#include "pack.h"

#define CHECK_SIZE 4

/* Shorter ones would hardly become any shorter. */
#define DEFLATED_MIN 64
#define LEVEL 6

/* No row of ours is longer, and deflate makes no more of a byte. */
#define OPEN_MAX ((uint64_t)64 << 20)
#define INFLATION_MAX 1032

static uint32_t checksum(nlog_slice key, nlog_slice bytes)
{
	uint32_t sum = libdeflate_crc32(0, key.data, key.len);

	return libdeflate_crc32(sum, bytes.data, bytes.len);
}

/* @return false if that makes it no shorter */
static bool add_deflated(row_coder *coder, nlog_slice bytes)
{
	nlog_str *out = &coder->closed;
	size_t at, len;

	if (bytes.len < DEFLATED_MIN || bytes.len > OPEN_MAX)
		return false;
	if (!coder->deflater)
		coder->deflater = libdeflate_alloc_compressor(LEVEL);
	if (!coder->deflater)
		return false;
	pack_number(out, bytes.len);
	at = out->len;
	nlog_str_add_repeat(out, '\0', bytes.len);
	len = libdeflate_deflate_compress(coder->deflater, bytes.data, bytes.len,
					  out->data + at, bytes.len);
	nlog_str_truncate(out, len ? at + len : 0);
	return len > 0;
}

nlog_slice row_close(row_coder *coder, nlog_slice key, nlog_slice bytes, size_t plain)
{
	nlog_slice packed = {bytes.data, bytes.len - plain};
	nlog_str *out = &coder->closed;
	uint32_t sum;

	nlog_str_truncate(out, 0);
	if (!add_deflated(coder, packed)) {
		pack_number(out, 0);
		nlog_str_add_slice(out, packed);
	}
	nlog_str_add_slice(out, nlog_slice_from(bytes, packed.len));
	sum = checksum(key, nlog_str_slice(out));
	for (int shift = 24; shift >= 0; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(sum >> shift));
	return nlog_str_slice(out);
}

/* Take the checksum off a row. */
static bool check(nlog_slice key, nlog_slice *row)
{
	uint32_t sum = 0;

	if (row->len < CHECK_SIZE)
		return false;
	row->len -= CHECK_SIZE;
	for (size_t i = 0; i < CHECK_SIZE; i++)
		sum = sum << 8 | (unsigned char)row->data[row->len + i];
	return sum == checksum(key, *row);
}

/* What is plain stands behind the end of what is deflated, which tells itself where that is. */
static bool inflate(nlog_str *out, row_coder *coder, nlog_slice row, size_t len)
{
	size_t deflated;
	char *inflated;

	if (len > row.len * INFLATION_MAX)
		return false;
	if (!coder->inflater)
		coder->inflater = libdeflate_alloc_decompressor();
	inflated = nlog_str_extend(out, len);
	if (!coder->inflater ||
	    libdeflate_deflate_decompress_ex(coder->inflater, row.data, row.len, inflated,
					     len, &deflated, NULL) != LIBDEFLATE_SUCCESS)
		return false;
	nlog_str_add_slice(out, nlog_slice_from(row, deflated));
	return true;
}

/* What is behind the length. @param len  of those that were deflated when they are inflated; 0: there are none */
static bool unwrap(nlog_slice key, nlog_slice row, nlog_slice *bytes, size_t *len)
{
	unpacker from;

	if (!check(key, &row))
		return false;
	from = unpack_begin(row);
	*len = (size_t)unpack_number(&from, OPEN_MAX);
	*bytes = (nlog_slice){(const char *)from.at, (size_t)(from.end - from.at)};
	return !from.has_failed;
}

bool row_open(row_coder *coder, nlog_slice key, nlog_slice row, nlog_slice *bytes)
{
	size_t len;

	if (!unwrap(key, row, bytes, &len))
		return false;
	if (!len)
		return true;
	nlog_str_truncate(&coder->open, 0);
	if (!inflate(&coder->open, coder, *bytes, len))
		return false;
	*bytes = nlog_str_slice(&coder->open);
	return true;
}

bool row_open_to(nlog_str *out, row_coder *coder, nlog_slice key, nlog_slice row)
{
	nlog_slice bytes;
	size_t len;

	if (!unwrap(key, row, &bytes, &len))
		return false;
	if (len)
		return inflate(out, coder, bytes, len);
	nlog_str_add_slice(out, bytes);
	return true;
}

void row_coder_clear(row_coder *coder)
{
	libdeflate_free_compressor(coder->deflater);
	libdeflate_free_decompressor(coder->inflater);
	nlog_str_clear(&coder->closed);
	nlog_str_clear(&coder->open);
	*coder = (row_coder){.deflater = NULL};
}
