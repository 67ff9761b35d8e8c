/*
 * Objects of a pack, read back in the order of the file. What was read a moment ago is
 * kept for what is told from it; what else is needed is read from the file again.
 */
#include "pack_check.h"

#include <errno.h>
#include <libdeflate.h>
#include <string.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "delta.h"
#include "object.h"
#include "pack_entry.h"

/* Read at once, where as much is there. */
#define PIECE ((size_t)256 << 10)

/* Of an object that is read by itself; one that may be larger is read twice. */
#define ASIDE ((size_t)8 << 10)

/*
 * What is kept of objects, by where they stand. Each commit changes several folders that
 * the next ones change again; a notice, and the folder that has it alone, is amended
 * some hundred commits later, in a dense register a thousand. At most 130 MB, and 30 MB
 * as notices are.
 */
#define FOLDER_BITS 12
#define FILE_BITS 12
#define SMALL_BITS 15
#define SMALL_MOST ((size_t)63)
#define KEPT_MOST ((size_t)16 << 10)

/* An object that was read. */
typedef struct {
	uint64_t offset; /* 0: none */
	git_object_t type;
	nlog_str bytes;
} content;

struct store_pack_check {
	store_pack_file *file;
	struct libdeflate_decompressor *inflater;
	size_t checked;             /* objects */
	store_pack_object *objects; /* those in hand, copied */
	size_t capacity;
	uint64_t end;      /* of the file, as far as it is looked at */
	uint64_t piece_at; /* where in the file the piece begins */
	nlog_str piece;
	nlog_str delta, base;
	content object; /* the one in hand */
	content folders[1 << FOLDER_BITS], files[1 << FILE_BITS], small[1 << SMALL_BITS];
};

store_pack_check *store_pack_check_new(store_pack_file *file)
{
	store_pack_check *check = nlog_alloc(sizeof(*check));

	check->file = file;
	check->inflater = libdeflate_alloc_decompressor();
	if (check->inflater)
		return check;
	nlog_free(check);
	return NULL;
}

/* @param bits  the table has as many slots as these can tell apart */
static content *slot_of(content *table, unsigned bits, uint64_t offset)
{
	return &table[offset * UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits)];
}

static const content *find_kept(store_pack_check *check, uint64_t offset)
{
	const content *places[] = {slot_of(check->small, SMALL_BITS, offset),
				   slot_of(check->folders, FOLDER_BITS, offset),
				   slot_of(check->files, FILE_BITS, offset)};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i]->offset == offset)
			return places[i];
	return NULL;
}

/* Make room for so many bytes, whatever stands there. */
static void resize(nlog_str *str, size_t len)
{
	nlog_str_truncate(str, 0);
	(void)nlog_str_extend(str, len);
}

/* Up to len bytes of the file. @return false if they cannot be read */
static bool read_file(const store_pack_check *check, uint64_t offset, size_t len,
		      nlog_str *out)
{
	size_t got = 0;

	if (offset >= check->end)
		return false;
	if (len > check->end - offset)
		len = (size_t)(check->end - offset);
	resize(out, len);
	while (got < len) {
		ssize_t some = pread(check->file->fd, out->data + got, len - got,
				     (off_t)(offset + got));

		if (some < 0 && errno == EINTR)
			continue;
		if (some <= 0)
			return false;
		got += (size_t)some;
	}
	return true;
}

static bool inflate(store_pack_check *check, nlog_slice from, size_t size, nlog_str *out,
		    size_t *used)
{
	resize(out, size);
	return libdeflate_zlib_decompress_ex(check->inflater, from.data, from.len,
					     out->data, size, used,
					     NULL) == LIBDEFLATE_SUCCESS;
}

static bool apply(nlog_str *out, const nlog_str *base, const nlog_str *delta)
{
	nlog_str_truncate(out, 0);
	return store_delta_apply(out, nlog_str_slice(base), nlog_str_slice(delta),
				 NLOG_FILE_LIMIT);
}

static bool read_head(store_pack_entry *out, nlog_slice bytes, uint64_t offset)
{
	return store_pack_entry_read(out, (const unsigned char *)bytes.data, bytes.len,
				     offset) &&
	       (out->type == STORE_OFS_DELTA ||
		store_type_is_whole((git_object_t)out->type));
}

/* Read an entry by itself, whose length is not known. */
static bool read_aside(store_pack_check *check, uint64_t offset, store_pack_entry *head,
		       nlog_str *out)
{
	nlog_str bytes = NLOG_STR_INIT;
	size_t most, used;
	bool done = read_file(check, offset, ASIDE, &bytes) &&
		    read_head(head, nlog_str_slice(&bytes), offset);

	most = done ? head->head_len + libdeflate_zlib_compress_bound(NULL, head->size) : 0;
	if (most > ASIDE)
		done = read_file(check, offset, most, &bytes);
	done = done &&
	       inflate(check, nlog_slice_from(nlog_str_slice(&bytes), head->head_len),
		       head->size, out, &used);
	nlog_str_clear(&bytes);
	return done;
}

/* An object that others are told from: kept, or read again, as deep as deltas are made. */
static bool read_base(store_pack_check *check, uint64_t offset, nlog_str *out,
		      git_object_t *type)
{
	const content *kept = find_kept(check, offset);
	nlog_str base = NLOG_STR_INIT, delta = NLOG_STR_INIT;
	store_pack_entry head;
	bool done;

	if (kept) {
		nlog_str_truncate(out, 0);
		nlog_str_add_slice(out, nlog_str_slice(&kept->bytes));
		*type = kept->type;
		return true;
	}
	if (!read_aside(check, offset, &head, out))
		return false;
	*type = (git_object_t)head.type;
	if (head.type != STORE_OFS_DELTA)
		return true;
	delta = *out;
	*out = (nlog_str)NLOG_STR_INIT;
	done = read_base(check, head.base, &base, type) && apply(out, &base, &delta);
	nlog_str_clear(&base);
	nlog_str_clear(&delta);
	return done;
}

/* What the bytes of an entry, no more and no less, are. It goes to check->object. */
static bool read_entry(store_pack_check *check, nlog_slice bytes, uint64_t offset)
{
	content *object = &check->object;
	store_pack_entry head;
	nlog_slice deflated;
	const content *kept;
	size_t used;

	if (!read_head(&head, bytes, offset))
		return false;
	deflated = nlog_slice_from(bytes, head.head_len);
	object->offset = offset;
	object->type = (git_object_t)head.type;
	if (head.type != STORE_OFS_DELTA)
		return inflate(check, deflated, head.size, &object->bytes, &used) &&
		       used == deflated.len;
	if (!inflate(check, deflated, head.size, &check->delta, &used) ||
	    used != deflated.len)
		return false;
	kept = find_kept(check, head.base);
	if (!kept)
		return read_base(check, head.base, &check->base, &object->type) &&
		       apply(&object->bytes, &check->base, &check->delta);
	object->type = kept->type;
	return apply(&object->bytes, &kept->bytes, &check->delta);
}

/* Where an object is kept for what is told from it. */
static content *place_for(store_pack_check *check, const content *object)
{
	if (object->bytes.len <= SMALL_MOST)
		return slot_of(check->small, SMALL_BITS, object->offset);
	return object->type == GIT_OBJECT_TREE
		       ? slot_of(check->folders, FOLDER_BITS, object->offset)
		       : slot_of(check->files, FILE_BITS, object->offset);
}

/* Nothing is told from a commit. */
static void keep(store_pack_check *check)
{
	const content *object = &check->object;
	content *slot = place_for(check, object);

	if (object->type == GIT_OBJECT_COMMIT || object->bytes.len > KEPT_MOST)
		return;
	slot->offset = object->offset;
	slot->type = object->type;
	nlog_str_truncate(&slot->bytes, 0);
	if (slot->bytes.capacity > object->bytes.len) {
		nlog_str_add_slice(&slot->bytes, nlog_str_slice(&object->bytes));
		return;
	}
	/* Without room to spare: there are many of them. */
	nlog_str_clear(&slot->bytes);
	slot->bytes = nlog_str_from(nlog_str_slice(&object->bytes));
}

/* The bytes of an entry, read with those behind it. */
static bool find_entry(store_pack_check *check, uint64_t offset, size_t len,
		       nlog_slice *out)
{
	if (offset < check->piece_at || offset + len > check->piece_at + check->piece.len) {
		if (!read_file(check, offset, len > PIECE ? len : PIECE, &check->piece))
			return false;
		check->piece_at = offset;
	}
	*out = (nlog_slice){check->piece.data + (offset - check->piece_at), len};
	return offset + len <= check->piece_at + check->piece.len;
}

/* @param end  where the next entry begins */
static bool check_object(store_pack_check *check, store_pack_object *object, uint64_t end)
{
	nlog_slice bytes;

	if (end <= object->offset ||
	    !find_entry(check, object->offset, (size_t)(end - object->offset), &bytes) ||
	    !read_entry(check, bytes, object->offset) ||
	    store_check_id(&object->oid, check->object.type,
			   nlog_str_slice(&check->object.bytes)))
		return false;
	object->sum = libdeflate_crc32(0, bytes.data, bytes.len);
	keep(check);
	return true;
}

/* What is to be checked now, copied: the file's own list may move. @return how many */
static size_t take(store_pack_check *check)
{
	store_pack_file *file = check->file;
	size_t count;

	pthread_mutex_lock(&file->lock);
	count = file->written_count - check->checked;
	check->end = file->written;
	if (check->capacity < count) {
		check->objects =
			nlog_realloc_array(check->objects, count, sizeof(*check->objects));
		check->capacity = count;
	}
	if (count)
		memcpy(check->objects, file->objects + check->checked,
		       count * sizeof(*check->objects));
	pthread_mutex_unlock(&file->lock);
	return count;
}

static void give_sums(store_pack_check *check, size_t count)
{
	store_pack_file *file = check->file;

	pthread_mutex_lock(&file->lock);
	for (size_t i = 0; i < count; i++)
		file->objects[check->checked + i].sum = check->objects[i].sum;
	pthread_mutex_unlock(&file->lock);
	check->checked += count;
}

int store_pack_check_run(store_pack_check *check, nlog_error *err)
{
	size_t count = take(check);

	for (size_t i = 0; i < count; i++) {
		store_pack_object *object = &check->objects[i];

		if (!check_object(check, object,
				  i + 1 < count ? check->objects[i + 1].offset
						: check->end))
			return nlog_error_set(
				err, NLOG_EIO,
				"object %s of the pack just written does not read back",
				store_oid_hex(&object->oid).text);
	}
	give_sums(check, count);
	return 0;
}

static void clear_kept(content *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		nlog_str_clear(&table[i].bytes);
}

void store_pack_check_free(store_pack_check *check)
{
	if (!check)
		return;
	clear_kept(check->folders, sizeof(check->folders) / sizeof(*check->folders));
	clear_kept(check->files, sizeof(check->files) / sizeof(*check->files));
	clear_kept(check->small, sizeof(check->small) / sizeof(*check->small));
	nlog_str_clear(&check->object.bytes);
	nlog_str_clear(&check->piece);
	nlog_str_clear(&check->delta);
	nlog_str_clear(&check->base);
	nlog_free(check->objects);
	libdeflate_free_decompressor(check->inflater);
	nlog_free(check);
}
