/* Values as bytes, as short as their form allows, and back. */
#include "pack.h"

#include <noticelog/text.h>
#include <string.h>

/* How a text that is usually hexadecimal is written. */
enum { HEX_NONE, HEX_TEXT, HEX_BYTES };

void pack_number(nlog_str *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		nlog_str_addc(out, (char)(unsigned char)(number | 0x80));
	nlog_str_addc(out, (char)(unsigned char)number);
}

/* Small numbers of either sign stay short: 0, -1, 1, -2 … */
void pack_signed(nlog_str *out, int64_t number)
{
	uint64_t twice = (uint64_t)number << 1;

	pack_number(out, number < 0 ? ~twice : twice);
}

void pack_bytes(nlog_str *out, nlog_slice bytes)
{
	pack_number(out, bytes.len);
	nlog_str_add_slice(out, bytes);
}

void pack_text(nlog_str *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	pack_number(out, text ? len + 1 : 0);
	if (text)
		nlog_str_addn(out, text, len + 1);
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* @return how many bytes; 0 if it is no id and no digest */
static size_t read_hex(char bytes[NLOG_DIGEST_LEN / 2], const char *text)
{
	size_t len = strnlen(text, NLOG_DIGEST_LEN + 1);

	if (len != NLOG_OID_LEN && len != NLOG_DIGEST_LEN)
		return 0;
	for (size_t i = 0; i < len; i += 2) {
		int high = digit_value(text[i]), low = digit_value(text[i + 1]);

		if (high < 0 || low < 0)
			return 0;
		bytes[i / 2] = (char)(unsigned char)(high * 16 + low);
	}
	return len / 2;
}

void pack_hex(nlog_str *out, nlog_str *ids, const char *text)
{
	char bytes[NLOG_DIGEST_LEN / 2];
	size_t len = text ? read_hex(bytes, text) : 0;

	if (len) {
		pack_number(out, HEX_BYTES + len);
		nlog_str_addn(ids, bytes, len);
	} else {
		pack_number(out, text ? HEX_TEXT : HEX_NONE);
		if (text)
			pack_text(out, text);
	}
}

void pack_instant(nlog_str *out, nlog_instant instant)
{
	pack_signed(out, instant.seconds);
	pack_signed(out, instant.offset_minutes);
}

unpacker unpack_begin(nlog_slice bytes)
{
	const unsigned char *data = (const unsigned char *)bytes.data;

	return (unpacker){data, data + bytes.len, false};
}

bool unpack_is_whole(const unpacker *from)
{
	return !from->has_failed && from->at == from->end;
}

static void fail(unpacker *from)
{
	from->has_failed = true;
	from->at = from->end;
}

uint64_t unpack_number(unpacker *from, uint64_t most)
{
	uint64_t number = 0;

	/* Most are small. */
	if (from->at < from->end && *from->at < 0x80 && *from->at <= most)
		return *from->at++;
	for (unsigned shift = 0; from->at < from->end && shift < 64; shift += 7) {
		unsigned char byte = *from->at++;

		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80 && number <= most)
			return number;
		if (byte < 0x80)
			break;
	}
	fail(from);
	return 0;
}

int64_t unpack_signed(unpacker *from)
{
	uint64_t twice = unpack_number(from, UINT64_MAX);

	return (int64_t)(twice & 1 ? ~(twice >> 1) : twice >> 1);
}

nlog_slice unpack_bytes(unpacker *from)
{
	size_t len = (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
	nlog_slice bytes = {(const char *)from->at, len};

	if ((size_t)(from->end - from->at) < len) {
		fail(from);
		return (nlog_slice){"", 0};
	}
	from->at += len;
	return bytes;
}

const char *unpack_text(unpacker *from)
{
	nlog_slice bytes = unpack_bytes(from);

	if (!bytes.len)
		return NULL;
	if (memchr(bytes.data, '\0', bytes.len) != bytes.data + bytes.len - 1 ||
	    !nlog_text_is_utf8((nlog_slice){bytes.data, bytes.len - 1}, NULL)) {
		fail(from);
		return NULL;
	}
	return bytes.data;
}

const char *unpack_some_text(unpacker *from)
{
	const char *text = unpack_text(from);

	if (text)
		return text;
	fail(from);
	return "";
}

static void write_hex(char *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

const char *unpack_hex(unpacker *from, unpacker *ids, char room[NLOG_DIGEST_SIZE])
{
	size_t form = (size_t)unpack_number(from, HEX_BYTES + NLOG_DIGEST_LEN / 2), len;

	if (form == HEX_NONE)
		return NULL;
	if (form == HEX_TEXT)
		return unpack_some_text(from);
	len = form - HEX_BYTES;
	if ((len != NLOG_OID_LEN / 2 && len != NLOG_DIGEST_LEN / 2) ||
	    (size_t)(ids->end - ids->at) < len) {
		fail(from);
		return NULL;
	}
	write_hex(room, ids->at, len);
	ids->at += len;
	return room;
}

void unpack_oid(unpacker *from, unpacker *ids, char oid[NLOG_OID_SIZE])
{
	char room[NLOG_DIGEST_SIZE];
	const char *text = unpack_hex(from, ids, room);
	size_t len = text ? strlen(text) : 0;

	if (len != 0 && (text != room || len != NLOG_OID_LEN)) {
		fail(from);
		len = 0;
	}
	if (len)
		memcpy(oid, text, len);
	oid[len] = '\0';
}

nlog_instant unpack_instant(unpacker *from)
{
	int64_t seconds = unpack_signed(from), offset = unpack_signed(from);

	if (seconds < 0 || seconds > NLOG_INSTANT_MAX)
		fail(from);
	return (nlog_instant){
		.seconds = from->has_failed ? 0 : seconds,
		.offset_minutes = from->has_failed ? 0 : (int)offset,
	};
}
