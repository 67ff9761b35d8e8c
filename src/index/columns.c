/* Columns of numbers and of bytes. */
#include "columns.h"

/* How a column begins: twice its width, and 1 where all are the same. */
#define FORM_MAX (2 * sizeof(uint64_t) + 1)

static size_t width_of(uint64_t number)
{
	size_t width = 0;

	for (; number; number >>= 8)
		width++;
	return width;
}

static void add_number(nlog_str *out, uint64_t number, size_t width)
{
	for (; width; width--, number >>= 8)
		nlog_str_addc(out, (char)(unsigned char)number);
}

void column_pack(nlog_str *out, const uint64_t *numbers, size_t count)
{
	uint64_t bits = 0;
	bool is_one = true;
	size_t width;

	for (size_t i = 0; i < count; i++) {
		bits |= numbers[i];
		is_one = is_one && numbers[i] == numbers[0];
	}
	width = width_of(bits);
	pack_number(out, 2 * width + is_one);
	for (size_t i = 0; i < (is_one ? 1 : count); i++)
		add_number(out, numbers[i], width);
}

column column_unpack(unpacker *from, size_t count)
{
	size_t form = (size_t)unpack_number(from, FORM_MAX), width = form / 2;
	bool is_one = form % 2;
	nlog_slice bytes = unpack_some_bytes(from, is_one ? width : width * count);

	if (from->has_failed)
		width = 0;
	return (column){
		.data = (const unsigned char *)bytes.data,
		.width = width,
		.step = is_one ? 0 : width,
	};
}

void column_put(column_writer *out, size_t at, nlog_slice bytes)
{
	out->sizes[at] = bytes.len + 1;
	nlog_str_add_slice(&out->data, bytes);
}

void column_unpack_data(column_bytes *out, unpacker *from, size_t count)
{
	size_t most = (size_t)(from->end - from->at), len = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t size = column_get(&out->sizes, i);

		if (size && size - 1 > most - len) {
			unpack_fail(from);
			len = 0;
			break;
		}
		out->starts[i] = (uint32_t)len;
		len += size ? (size_t)size - 1 : 0;
	}
	out->starts[count] = (uint32_t)len;
	out->data = unpack_some_bytes(from, len).data;
}

bool column_get_bytes(const column_bytes *from, size_t at, nlog_slice *out)
{
	size_t start = from->starts[at];

	*out = (nlog_slice){from->data + start, from->starts[at + 1] - start};
	return column_get(&from->sizes, at) != 0;
}
