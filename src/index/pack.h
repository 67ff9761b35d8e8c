/**
 * @file
 * Values as bytes, as short as their form allows, and back.
 *
 * What is unpacked is foreign: a reader that meets anything that the writer
 * would not have written fails, and gives empty values from then on.
 */
#ifndef INDEX_PACK_H
#define INDEX_PACK_H

#include <noticelog/json.h>
#include <noticelog/store.h>
#include <noticelog/str.h>

void pack_number(nlog_str *out, uint64_t number);
void pack_signed(nlog_str *out, int64_t number);
/** A number of either sign as one that is small where it is near to 0. */
uint64_t pack_sign(int64_t number);
/** @param text  NULL is another value than "" */
void pack_text(nlog_str *out, const char *text);
void pack_bytes(nlog_str *out, nlog_slice bytes);
/** @param oid  an object id, or "" */
void pack_oid(nlog_str *out, const char *oid);
/**
 * Read an id or digest in hexadecimal.
 *
 * @param bytes  of which so many are set as are returned
 * @return how many; 0 if it is no id and no digest
 */
size_t pack_hex_bytes(char bytes[NLOG_DIGEST_LEN / 2], const char *text);
/** Write the bytes of an id or digest in hexadecimal, and a final NUL. */
void unpack_hex_text(char *out, nlog_slice bytes);
void pack_instant(nlog_str *out, nlog_instant instant);

/** A reader; begin with one that has data and end. */
typedef struct {
	const unsigned char *at, *end;
	bool has_failed;
} unpacker;

unpacker unpack_begin(nlog_slice bytes);
void unpack_fail(unpacker *from);
/** @return true if all was read, and nothing was wrong */
bool unpack_is_whole(const unpacker *from);

/** @param most  a greater number is a failure */
uint64_t unpack_number(unpacker *from, uint64_t most);
int64_t unpack_signed(unpacker *from);
int64_t unpack_sign(uint64_t number);
/** @return ended by NUL, valid UTF-8; borrowed from the bytes; NULL for NULL */
const char *unpack_text(unpacker *from);
/** The same where NULL is a failure. @return never NULL */
const char *unpack_some_text(unpacker *from);
nlog_slice unpack_bytes(unpacker *from);
/** So many bytes; "" and a failure where there are fewer. */
nlog_slice unpack_some_bytes(unpacker *from, size_t len);
/** An object id, or "". */
void unpack_oid(unpacker *from, char oid[NLOG_OID_SIZE]);
nlog_instant unpack_instant(unpacker *from);

#endif
