/* Deltas between objects whose differences are known by their structure. */
#include "delta.h"

#include <string.h>

/* What one instruction can copy, and insert. */
#define COPY_MAX ((size_t)0xffffff)
#define INSERT_MAX ((size_t)127)

/* A copy this short costs as much as what it copies. */
#define COPY_LEAST ((size_t)8)

/* Instructions under construction; runs that follow one another are one. */
typedef struct {
	nlog_str *out;
	size_t copy_start, copy_len;
	nlog_str inserted;
} delta_writer;

static void add_size(nlog_str *out, size_t size)
{
	while (size > 0x7f) {
		nlog_str_addc(out, (char)((size & 0x7f) | 0x80));
		size >>= 7;
	}
	nlog_str_addc(out, (char)size);
}

/* The bytes of a number that are not 0, the lowest first, each announced by a bit. */
static unsigned add_bytes(char *bytes, size_t *count, size_t number, unsigned bit)
{
	unsigned bits = 0;

	for (; number; number >>= 8, bit <<= 1) {
		if (!(number & 0xff))
			continue;
		bytes[(*count)++] = (char)(number & 0xff);
		bits |= bit;
	}
	return bits;
}

static void put_copy(delta_writer *d)
{
	while (d->copy_len) {
		size_t len = d->copy_len < COPY_MAX ? d->copy_len : COPY_MAX, count = 0;
		char bytes[8];
		unsigned bits = 0x80;

		bits |= add_bytes(bytes, &count, d->copy_start, 0x01);
		bits |= add_bytes(bytes, &count, len, 0x10);
		nlog_str_addc(d->out, (char)bits);
		nlog_str_addn(d->out, bytes, count);
		d->copy_start += len;
		d->copy_len -= len;
	}
}

static void put_inserted(delta_writer *d)
{
	nlog_slice rest = nlog_str_slice(&d->inserted);

	while (rest.len) {
		size_t len = rest.len < INSERT_MAX ? rest.len : INSERT_MAX;

		nlog_str_addc(d->out, (char)len);
		nlog_str_addn(d->out, rest.data, len);
		rest = nlog_slice_from(rest, len);
	}
	nlog_str_truncate(&d->inserted, 0);
}

static void copy(delta_writer *d, size_t start, size_t len)
{
	if (!len)
		return;
	if (d->copy_len && d->copy_start + d->copy_len == start && !d->inserted.len) {
		d->copy_len += len;
		return;
	}
	put_copy(d);
	put_inserted(d);
	d->copy_start = start;
	d->copy_len = len;
}

static void insert(delta_writer *d, nlog_slice bytes)
{
	nlog_str_add_slice(&d->inserted, bytes);
	if (d->inserted.len)
		put_copy(d);
}

/* A step of what is compared at once, before the bytes that differ are looked for. */
#define STRIDE ((size_t)64)

static size_t common_start(nlog_slice a, nlog_slice b)
{
	size_t len = 0, most = a.len < b.len ? a.len : b.len;

	while (most - len >= STRIDE && memcmp(a.data + len, b.data + len, STRIDE) == 0)
		len += STRIDE;
	while (len < most && a.data[len] == b.data[len])
		len++;
	return len;
}

static size_t common_end(nlog_slice a, nlog_slice b)
{
	size_t len = 0, most = a.len < b.len ? a.len : b.len;

	while (most - len >= STRIDE && memcmp(a.data + a.len - len - STRIDE,
					      b.data + b.len - len - STRIDE, STRIDE) == 0)
		len += STRIDE;
	while (len < most && a.data[a.len - 1 - len] == b.data[b.len - 1 - len])
		len++;
	return len;
}

/* The same beginning, something else, the same end. @param at  where a begins in the old object */
static void span(delta_writer *d, size_t at, nlog_slice a, nlog_slice b)
{
	size_t start = common_start(a, b), end;

	if (start < COPY_LEAST)
		start = 0;
	end = common_end(nlog_slice_from(a, start), nlog_slice_from(b, start));
	if (end < COPY_LEAST)
		end = 0;
	copy(d, at, start);
	insert(d, (nlog_slice){b.data + start, b.len - start - end});
	copy(d, at + a.len - end, end);
}

/* A member of stored JSON with what stands before the next, read off by the indentation. */
typedef struct {
	nlog_slice text; /* the whole object */
	size_t start, end;
	nlog_slice name; /* empty for what stands before the first */
} member;

/* Where the next line begins that is a member of the object and not of one inside. */
static size_t find_next(nlog_slice text, size_t from)
{
	ptrdiff_t at = nlog_slice_find(nlog_slice_from(text, from), "\n  \"");

	return at < 0 ? text.len : from + (size_t)at + 1;
}

static bool next(member *m)
{
	const char *quote;

	m->start = m->end;
	if (m->start == m->text.len)
		return false;
	m->end = find_next(m->text, m->start);
	m->name = nlog_slice_from((nlog_slice){m->text.data, m->end}, m->start);
	quote = m->name.len > 3 ? memchr(m->name.data + 3, '"', m->name.len - 3) : NULL;
	m->name.len = m->start && quote ? (size_t)(quote - m->name.data) : 0;
	return true;
}

static nlog_slice text_of(const member *m)
{
	return (nlog_slice){m->text.data + m->start, m->end - m->start};
}

static int compare_names(nlog_slice a, nlog_slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.data, b.data, len) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Side by side in the order of names, which are sorted in both. */
static void members(delta_writer *d, nlog_slice before, nlog_slice after)
{
	member old = {.text = before}, new = {.text = after};
	bool has_old = next(&old), has_new = next(&new);

	while (has_new) {
		int order = has_old ? compare_names(old.name, new.name) : 1;

		if (order < 0) {
			has_old = next(&old);
			continue;
		}
		if (order == 0) {
			span(d, old.start, text_of(&old), text_of(&new));
			has_old = next(&old);
		} else {
			insert(d, text_of(&new));
		}
		has_new = next(&new);
	}
}

void store_delta_make(nlog_str *out, nlog_slice before, nlog_slice after,
		      store_delta_kind kind)
{
	delta_writer d = {.out = out};

	add_size(out, before.len);
	add_size(out, after.len);
	if (kind == STORE_DELTA_MEMBERS)
		members(&d, before, after);
	else
		span(&d, 0, before, after);
	put_copy(&d);
	put_inserted(&d);
	nlog_str_clear(&d.inserted);
}

static bool read_size(nlog_slice *rest, size_t *size)
{
	*size = 0;
	for (unsigned shift = 0; rest->len && shift < 57; shift += 7) {
		unsigned char byte = (unsigned char)*rest->data;

		*rest = nlog_slice_from(*rest, 1);
		*size |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* The bytes that `bits` announces, the lowest first. */
static bool read_bytes(nlog_slice *rest, unsigned bits, unsigned count, size_t *number)
{
	*number = 0;
	for (unsigned i = 0; i < count; i++) {
		if (!(bits & 1u << i))
			continue;
		if (!rest->len)
			return false;
		*number |= (size_t)(unsigned char)*rest->data << 8 * i;
		*rest = nlog_slice_from(*rest, 1);
	}
	return true;
}

static bool apply_copy(nlog_str *out, nlog_slice before, nlog_slice *rest, unsigned code)
{
	size_t start, len;

	if (!read_bytes(rest, code, 4, &start) || !read_bytes(rest, code >> 4, 3, &len))
		return false;
	if (!len)
		len = 0x10000;
	if (start > before.len || len > before.len - start)
		return false;
	nlog_str_addn(out, before.data + start, len);
	return true;
}

static bool apply_insert(nlog_str *out, nlog_slice *rest, size_t len)
{
	if (!len || len > rest->len)
		return false;
	nlog_str_addn(out, rest->data, len);
	*rest = nlog_slice_from(*rest, len);
	return true;
}

bool store_delta_apply(nlog_str *out, nlog_slice before, nlog_slice delta, size_t limit)
{
	size_t start = out->len, old_size, new_size;

	if (!read_size(&delta, &old_size) || !read_size(&delta, &new_size) ||
	    old_size != before.len || new_size > limit)
		return false;
	while (delta.len) {
		unsigned code = (unsigned char)*delta.data;

		delta = nlog_slice_from(delta, 1);
		if (code & 0x80 ? !apply_copy(out, before, &delta, code)
				: !apply_insert(out, &delta, code))
			return false;
		if (out->len - start > new_size)
			return false;
	}
	return out->len - start == new_size;
}
