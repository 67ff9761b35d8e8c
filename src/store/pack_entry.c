/* Numbers at the head of an entry, seven bits a byte. */
#include "pack_entry.h"

#include <noticelog/file.h>

#define ID_SIZE 20

/* Bytes one by one; behind the last come zeros, which end every number. */
typedef struct {
	const unsigned char *at, *end;
} cursor;

static unsigned next_byte(cursor *bytes)
{
	return bytes->at < bytes->end ? *bytes->at++ : 0;
}

/* How far back, the highest bits first, each continuation counting one more. */
static bool read_distance(cursor *bytes, uint64_t offset, uint64_t *base)
{
	unsigned byte = next_byte(bytes);
	uint64_t distance = byte & 0x7f;

	while (byte & 0x80 && distance <= offset) {
		byte = next_byte(bytes);
		distance = (distance + 1) << 7 | (byte & 0x7f);
	}
	*base = offset - distance;
	return distance && distance <= offset;
}

static bool read_base(store_pack_entry *out, cursor *bytes, uint64_t offset)
{
	if (out->type == STORE_OFS_DELTA)
		return read_distance(bytes, offset, &out->base);
	if (out->type != STORE_REF_DELTA)
		return true;
	if (bytes->end - bytes->at < ID_SIZE)
		return false;
	out->base_id = bytes->at;
	bytes->at += ID_SIZE;
	return true;
}

bool store_pack_entry_read(store_pack_entry *out, const unsigned char *bytes, size_t len,
			   uint64_t offset)
{
	cursor rest = {bytes, bytes + len};
	unsigned byte = next_byte(&rest), shift;

	/* Type and size, the lowest bits first; the first byte has four of the size. */
	*out = (store_pack_entry){.type = byte >> 4 & 7, .size = byte & 0x0f};
	for (shift = 4; byte & 0x80 && shift < 32; shift += 7) {
		byte = next_byte(&rest);
		out->size |= (size_t)(byte & 0x7f) << shift;
	}
	if (byte & 0x80 || out->size > NLOG_FILE_LIMIT || !read_base(out, &rest, offset))
		return false;
	out->head_len = (size_t)(rest.at - bytes);
	return rest.at < rest.end;
}

static void write_distance(nlog_str *out, uint64_t distance)
{
	char bytes[10];
	size_t at = sizeof(bytes);

	bytes[--at] = (char)(distance & 0x7f);
	while (distance >>= 7)
		bytes[--at] = (char)((--distance & 0x7f) | 0x80);
	nlog_str_addn(out, bytes + at, sizeof(bytes) - at);
}

void store_pack_entry_write(nlog_str *out, const store_pack_entry *entry, uint64_t offset)
{
	unsigned char byte = (unsigned char)(entry->type << 4 | (entry->size & 0x0f));

	for (size_t rest = entry->size >> 4; rest; rest >>= 7) {
		nlog_str_addc(out, (char)(byte | 0x80));
		byte = (unsigned char)(rest & 0x7f);
	}
	nlog_str_addc(out, (char)byte);
	if (entry->type == STORE_OFS_DELTA)
		write_distance(out, offset - entry->base);
}
