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
/** @param text  NULL is another value than "" */
void pack_text(nlog_str *out, const char *text);
void pack_bytes(nlog_str *out, nlog_slice bytes);
/**
 * An id or digest in hexadecimal; every text can be written, such ones take half the room.
 *
 * @param ids  where the bytes of an id go, apart from what deflates; may be `out`
 */
void pack_hex(nlog_str *out, nlog_str *ids, const char *text);
void pack_instant(nlog_str *out, nlog_instant instant);

/** A reader; begin with one that has data and end. */
typedef struct {
	const unsigned char *at, *end;
	bool has_failed;
} unpacker;

unpacker unpack_begin(nlog_slice bytes);
/** @return true if all was read, and nothing was wrong */
bool unpack_is_whole(const unpacker *from);

/** @param most  a greater number is a failure */
uint64_t unpack_number(unpacker *from, uint64_t most);
int64_t unpack_signed(unpacker *from);
/** @return ended by NUL, valid UTF-8; borrowed from the bytes; NULL for NULL */
const char *unpack_text(unpacker *from);
/** The same where NULL is a failure. @return never NULL */
const char *unpack_some_text(unpacker *from);
nlog_slice unpack_bytes(unpacker *from);
/**
 * @param ids   of the bytes of ids; may be `from`
 * @param room  what the text lies in if it was an id or digest
 * @return NULL for NULL
 */
const char *unpack_hex(unpacker *from, unpacker *ids, char room[NLOG_DIGEST_SIZE]);
/** An object id, or "". */
void unpack_oid(unpacker *from, unpacker *ids, char oid[NLOG_OID_SIZE]);
nlog_instant unpack_instant(unpacker *from);

#endif
