/* Where the entries of a notice are, and those of the notices that a month is the last of. */
#include "index.h"

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <string.h>
#include <strings.h>

/* ---- places */

void index_places_add(index_places *list, size_t place)
{
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = place;
}

void index_places_pack(nlog_str *out, const index_places *list)
{
	size_t before = 0;

	for (size_t i = 0; i < list->count; i++) {
		pack_number(out, list->items[i] - before);
		before = list->items[i];
	}
}

/* Each is greater than the one before it. */
static void unpack_place(unpacker *from, size_t entries, index_places *out)
{
	size_t step = (size_t)unpack_number(from, entries);
	size_t place = out->count ? out->items[out->count - 1] + step : step;

	if ((out->count && !step) || place >= entries)
		from->has_failed = true;
	else if (!from->has_failed)
		index_places_add(out, place);
}

/* ---- notices */

static void clear_notice(index_notice *notice)
{
	nlog_free(notice->key);
	nlog_free(notice->places.items);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

void index_notice_add_name(nlog_str *out, const char *key)
{
	size_t i = out->len;

	for (nlog_str_add(out, key); i < out->len; i++)
		out->data[i] = lower(out->data[i]);
}

/* Most keys are in capitals, and need not be said beside the name of the item. */
static bool is_in_capitals(const char *key)
{
	for (; *key; key++)
		if (*key != upper(*key))
			return false;
	return true;
}

void index_notice_pack(nlog_str *out, const index_notice *notice)
{
	pack_text(out, is_in_capitals(notice->key) ? NULL : notice->key);
	pack_number(out, notice->revisions);
	pack_number(out, (uint64_t)notice->month);
	pack_number(out, notice->places.count);
	index_places_pack(out, &notice->places);
}

static char *key_in_capitals(const char *key)
{
	char *copy = nlog_strdup(key);

	for (char *at = copy; *at; at++)
		*at = upper(*at);
	return copy;
}

static bool unpack_notice(unpacker *from, const char *asked, size_t entries,
			  index_notice *out)
{
	const char *key = unpack_text(from);
	size_t count;

	*out = (index_notice){.key = key ? nlog_strdup(key) : key_in_capitals(asked)};
	out->revisions = (unsigned)unpack_number(from, entries);
	out->month = out->known_month = (int32_t)unpack_number(from, INDEX_MONTHS_MAX);
	count = (size_t)unpack_number(from, entries);
	for (size_t i = 0; i < count && !from->has_failed; i++)
		unpack_place(from, entries, &out->places);
	return !from->has_failed && nlog_key_is_valid(nlog_slice_of(out->key)) &&
	       strcasecmp(out->key, asked) == 0;
}

int index_notices_read(sheaf_reader *reader, const char *key, size_t entries,
		       index_notices *out, nlog_error *err)
{
	nlog_str name = NLOG_STR_INIT;
	sheaf_item item;
	unpacker from;
	int rc;

	index_notice_add_name(&name, key);
	rc = sheaf_get(reader, nlog_str_slice(&name), &item, err);
	nlog_str_clear(&name);
	if (rc)
		return rc;
	from = unpack_begin(item.bytes);
	while (from.at < from.end) {
		index_notice notice;

		if (!unpack_notice(&from, key, entries, &notice)) {
			clear_notice(&notice);
			return nlog_error_set(err, NLOG_EDAMAGED,
					      "a notice of the index is not of our form");
		}
		NLOG_GROW(out->items, out->count, out->capacity);
		out->items[out->count++] = notice;
	}
	return 0;
}

void index_notices_clear(index_notices *list)
{
	for (size_t i = 0; i < list->count; i++)
		clear_notice(&list->items[i]);
	nlog_free(list->items);
	*list = (index_notices){NULL, 0, 0};
}

/* ---- months */

int index_month_read(index_shelf *shelf, int32_t month, size_t entries, index_places *out,
		     nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	nlog_slice bytes;
	unpacker from;
	int rc;

	index_month_key(&key, month);
	rc = shelf_get(shelf, nlog_str_slice(&key), &bytes, err);
	nlog_str_clear(&key);
	if (rc)
		return rc;
	from = unpack_begin(bytes);
	while (from.at < from.end && !from.has_failed)
		unpack_place(&from, entries, out);
	return from.has_failed ? nlog_error_set(err, NLOG_EDAMAGED,
						"a month of the index is not of our form")
			       : 0;
}
