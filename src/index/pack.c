/* Values as bytes, as short as their form allows, and back. */
#include "pack.h"

#include <noticelog/hex.h>
#include <noticelog/text.h>
#include <string.h>

void pack_number(nlog_str *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		nlog_str_addc(out, (char)(unsigned char)(number | 0x80));
	nlog_str_addc(out, (char)(unsigned char)number);
}

/* 0, -1, 1, -2 … */
uint64_t pack_sign(int64_t number)
{
	uint64_t twice = (uint64_t)number << 1;

	return number < 0 ? ~twice : twice;
}

void pack_signed(nlog_str *out, int64_t number)
{
	pack_number(out, pack_sign(number));
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

size_t pack_hex_bytes(char bytes[NLOG_DIGEST_LEN / 2], const char *text)
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

void unpack_hex_text(char *out, nlog_slice bytes)
{
	nlog_hex_write(out, (const unsigned char *)bytes.data, bytes.len);
}

void pack_oid(nlog_str *out, const char *oid)
{
	char bytes[NLOG_DIGEST_LEN / 2];

	pack_bytes(out, (nlog_slice){bytes, pack_hex_bytes(bytes, oid)});
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

void unpack_fail(unpacker *from)
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
	unpack_fail(from);
	return 0;
}

int64_t unpack_sign(uint64_t number)
{
	return (int64_t)(number & 1 ? ~(number >> 1) : number >> 1);
}

int64_t unpack_signed(unpacker *from)
{
	return unpack_sign(unpack_number(from, UINT64_MAX));
}

nlog_slice unpack_some_bytes(unpacker *from, size_t len)
{
	nlog_slice bytes = {(const char *)from->at, len};

	if ((size_t)(from->end - from->at) < len) {
		unpack_fail(from);
		return (nlog_slice){"", 0};
	}
	from->at += len;
	return bytes;
}

nlog_slice unpack_bytes(unpacker *from)
{
	return unpack_some_bytes(
		from, (size_t)unpack_number(from, (uint64_t)(from->end - from->at)));
}

const char *unpack_text(unpacker *from)
{
	nlog_slice bytes = unpack_bytes(from);

	if (!bytes.len)
		return NULL;
	if (memchr(bytes.data, '\0', bytes.len) != bytes.data + bytes.len - 1 ||
	    !nlog_text_is_utf8((nlog_slice){bytes.data, bytes.len - 1}, NULL)) {
		unpack_fail(from);
		return NULL;
	}
	return bytes.data;
}

const char *unpack_some_text(unpacker *from)
{
	const char *text = unpack_text(from);

	if (text)
		return text;
	unpack_fail(from);
	return "";
}

void unpack_oid(unpacker *from, char oid[NLOG_OID_SIZE])
{
	nlog_slice bytes = unpack_bytes(from);

	*oid = '\0';
	if (bytes.len == NLOG_OID_LEN / 2)
		unpack_hex_text(oid, bytes);
	else if (bytes.len)
		unpack_fail(from);
}

nlog_instant unpack_instant(unpacker *from)
{
	int64_t seconds = unpack_signed(from), offset = unpack_signed(from);

	if (seconds < 0 || seconds > NLOG_INSTANT_MAX)
		unpack_fail(from);
	return (nlog_instant){
		.seconds = from->has_failed ? 0 : seconds,
		.offset_minutes = from->has_failed ? 0 : (int)offset,
	};
}
