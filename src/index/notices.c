/* Rows about a notice: where its entries are. */
#include "index.h"

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <string.h>
#include <strings.h>

static void clear_notice(index_notice *notice)
{
	nlog_free(notice->key);
	nlog_free(notice->places);
}

void index_notices_clear(index_notices *list)
{
	for (size_t i = 0; i < list->count; i++)
		clear_notice(&list->items[i]);
	nlog_free(list->items);
	*list = (index_notices){NULL, 0, 0};
}

void index_notice_pack(nlog_str *out, const index_notice *notice)
{
	size_t before = 0;

	pack_text(out, notice->key);
	pack_number(out, notice->revisions);
	pack_number(out, notice->count);
	for (size_t i = 0; i < notice->count; i++) {
		pack_number(out, notice->places[i] - before);
		before = notice->places[i];
	}
}

static bool unpack_notice(unpacker *from, size_t entries, index_notice *out)
{
	size_t count, place = 0;

	*out = (index_notice){.key = nlog_strdup(unpack_some_text(from))};
	out->revisions = (unsigned)unpack_number(from, entries);
	count = (size_t)unpack_number(from, entries);
	for (size_t i = 0; i < count && !from->has_failed; i++) {
		size_t step = (size_t)unpack_number(from, entries);

		place += step;
		if ((i && !step) || place >= entries)
			from->has_failed = true;
		NLOG_GROW(out->places, out->count, out->capacity);
		out->places[out->count++] = place;
	}
	return !from->has_failed && nlog_key_is_valid(nlog_slice_of(out->key));
}

int index_notices_read(index_shelf *shelf, const char *key, size_t entries,
		       index_notices *out, nlog_error *err)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice bytes;
	unpacker from;
	int rc;

	index_notice_key(&name, key);
	rc = shelf_get(shelf, nlog_str_slice(&name), &bytes, err);
	nlog_str_clear(&name);
	if (rc)
		return rc;
	from = unpack_begin(bytes);
	while (from.at < from.end) {
		index_notice notice;

		if (!unpack_notice(&from, entries, &notice) ||
		    strcasecmp(notice.key, key) != 0) {
			clear_notice(&notice);
			return nlog_error_set(err, NLOG_EDAMAGED,
					      "a notice of the index is not of our form");
		}
		NLOG_GROW(out->items, out->count, out->capacity);
		out->items[out->count++] = notice;
	}
	return 0;
}
