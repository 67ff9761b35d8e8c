/*
 * Reading a pack that is being written: a later revision of a run may need what an
 * earlier one recorded. What is read was written by us a moment ago.
 */
#include "pack_read.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "delta.h"
#include "pack_entry.h"

/* Asked first: a look-up in memory costs nothing beside one in folders. */
#define PRIORITY 100

/* Room for an object's header, and the distance to what it is a delta of. */
#define HEADER_ROOM 32

struct store_pack_backend {
	git_odb_backend parent;
	store_pack_file *file; /* NULL: it is closed */
};

static size_t slot_of(const store_pack_file *file, const git_oid *oid)
{
	size_t hash, at;

	memcpy(&hash, oid->id, sizeof(hash));
	for (at = hash & (file->slot_count - 1);
	     file->slots[at] &&
	     !store_oid_equal(&file->objects[file->slots[at] - 1].oid, oid);)
		at = (at + 1) & (file->slot_count - 1);
	return at;
}

const store_pack_object *store_pack_file_find(const store_pack_file *file,
					      const git_oid *oid)
{
	uint32_t number;

	if (!file->slot_count)
		return NULL;
	number = file->slots[slot_of(file, oid)];
	return number ? &file->objects[number - 1] : NULL;
}

void store_pack_file_forget(store_pack_file *file)
{
	nlog_free(file->slots);
	file->slots = NULL;
	file->slot_count = 0;
}

static void grow_slots(store_pack_file *file)
{
	size_t count = file->slot_count ? file->slot_count * 2 : 1024;

	nlog_free(file->slots);
	file->slot_count = count;
	file->slots = nlog_alloc_array(count, sizeof(*file->slots));
	for (size_t i = 0; i < file->count; i++)
		file->slots[slot_of(file, &file->objects[i].oid)] = (uint32_t)i + 1;
}

void store_pack_file_note(store_pack_file *file, const git_oid *oid, uint64_t offset,
			  unsigned depth)
{
	if (file->count * 2 >= file->slot_count)
		grow_slots(file);
	file->slots[slot_of(file, oid)] = (uint32_t)file->count + 1;
	pthread_mutex_lock(&file->lock);
	NLOG_GROW(file->objects, file->count, file->capacity);
	file->objects[file->count++] =
		(store_pack_object){.oid = *oid, .offset = offset, .depth = depth};
	pthread_mutex_unlock(&file->lock);
}

uint64_t store_pack_file_end(const store_pack_file *file)
{
	return file->written + file->held.len;
}

bool store_pack_file_flush(store_pack_file *file)
{
	nlog_slice rest = nlog_str_slice(&file->held);
	uint64_t at = file->written;

	while (rest.len) {
		ssize_t put = pwrite(file->fd, rest.data, rest.len, (off_t)at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += (uint64_t)put;
		rest = nlog_slice_from(rest, (size_t)put);
	}
	nlog_str_truncate(&file->held, 0);
	pthread_mutex_lock(&file->lock);
	file->written = at;
	file->written_count = file->count;
	pthread_mutex_unlock(&file->lock);
	return true;
}

/* Up to len bytes from an offset, of the file or of what is held. @return how many */
static size_t read_at(const store_pack_file *file, uint64_t offset, char *out, size_t len)
{
	uint64_t end = store_pack_file_end(file);
	size_t got = 0;

	if (offset >= end)
		return 0;
	if (len > end - offset)
		len = (size_t)(end - offset);
	while (got < len) {
		uint64_t at = offset + got;
		ssize_t some;

		if (at >= file->written) {
			memcpy(out + got, file->held.data + (at - file->written),
			       len - got);
			return len;
		}
		some = pread(file->fd, out + got,
			     len - got < file->written - at ? len - got
							    : (size_t)(file->written - at),
			     (off_t)at);
		if (some <= 0)
			return got;
		got += (size_t)some;
	}
	return got;
}

static bool read_head(const store_pack_file *file, uint64_t offset, store_pack_entry *out)
{
	unsigned char bytes[HEADER_ROOM];
	size_t len = read_at(file, offset, (char *)bytes, sizeof(bytes));

	return store_pack_entry_read(out, bytes, len, offset);
}

static bool inflate_at(const store_pack_file *file, uint64_t offset, size_t size,
		       nlog_str *out)
{
	char piece[4096];
	z_stream z = {0};
	int rc;

	if (inflateInit(&z) != Z_OK)
		return false;
	nlog_str_add_repeat(out, '\0', size + 1);
	z.next_out = (unsigned char *)out->data;
	z.avail_out = (uInt)size + 1;
	do {
		z.avail_in = (uInt)read_at(file, offset, piece, sizeof(piece));
		z.next_in = (unsigned char *)piece;
		offset += z.avail_in;
		rc = z.avail_in ? inflate(&z, Z_NO_FLUSH) : Z_DATA_ERROR;
	} while (rc == Z_OK && z.avail_out);
	nlog_str_truncate(out, size);
	(void)inflateEnd(&z);
	return rc == Z_STREAM_END && z.total_out == size;
}

/* @param type  of the object at the bottom of its deltas */
static bool read_object(const store_pack_file *file, uint64_t offset, nlog_str *out,
			git_object_t *type)
{
	nlog_str base = NLOG_STR_INIT, delta = NLOG_STR_INIT;
	store_pack_entry head;
	uint64_t data;
	bool done;

	if (!read_head(file, offset, &head))
		return false;
	data = offset + head.head_len;
	if (head.type != STORE_OFS_DELTA) {
		*type = (git_object_t)head.type;
		return inflate_at(file, data, head.size, out);
	}
	/* As deep as deltas are made. */
	done = read_object(file, head.base, &base, type) &&
	       inflate_at(file, data, head.size, &delta) &&
	       store_delta_apply(out, nlog_str_slice(&base), nlog_str_slice(&delta),
				 NLOG_FILE_LIMIT);
	nlog_str_clear(&base);
	nlog_str_clear(&delta);
	return done;
}

static const store_pack_object *object_of(git_odb_backend *parent, const git_oid *oid)
{
	const store_pack_backend *backend = (store_pack_backend *)parent;

	return backend->file ? store_pack_file_find(backend->file, oid) : NULL;
}

static int backend_read(void **data, size_t *len, git_object_t *type,
			git_odb_backend *parent, const git_oid *oid)
{
	const store_pack_object *object = object_of(parent, oid);
	nlog_str bytes = NLOG_STR_INIT;
	int rc = GIT_ERROR;

	if (!object)
		return GIT_ENOTFOUND;
	if (read_object(((store_pack_backend *)parent)->file, object->offset, &bytes,
			type)) {
		*len = bytes.len;
		*data = git()->git_odb_backend_data_alloc(parent, bytes.len + 1);
		if (*data) {
			memcpy(*data, nlog_str_text(&bytes), bytes.len + 1);
			rc = 0;
		}
	} else {
		git()->git_error_set_str(GIT_ERROR_ODB,
					 "the pack being written cannot be read");
	}
	nlog_str_clear(&bytes);
	return rc;
}

static int backend_read_header(size_t *len, git_object_t *type, git_odb_backend *parent,
			       const git_oid *oid)
{
	void *data = NULL;
	int rc = backend_read(&data, len, type, parent, oid);

	git()->git_odb_backend_data_free(parent, data);
	return rc;
}

static int backend_exists(git_odb_backend *parent, const git_oid *oid)
{
	return object_of(parent, oid) != NULL;
}

static void backend_free(git_odb_backend *parent)
{
	nlog_free(parent);
}

int store_pack_file_attach(store_pack_file *file, const nlog_store *store, nlog_error *err)
{
	store_pack_backend *backend = nlog_alloc(sizeof(*backend));
	int rc;

	git()->git_odb_init_backend(&backend->parent, GIT_ODB_BACKEND_VERSION);
	backend->parent.read = backend_read;
	backend->parent.read_header = backend_read_header;
	backend->parent.exists = backend_exists;
	backend->parent.free = backend_free;
	backend->file = file;
	rc = git()->git_odb_add_backend(store->odb, &backend->parent, PRIORITY);
	if (rc) {
		nlog_free(backend);
		return store_git_error(err, rc, NLOG_EIO, "cannot read back a pack");
	}
	file->backend = backend;
	return 0;
}

void store_pack_file_close(store_pack_file *file)
{
	if (file->backend)
		file->backend->file = NULL;
	if (file->fd >= 0)
		close(file->fd);
	pthread_mutex_destroy(&file->lock);
	nlog_free(file->objects);
	nlog_free(file->slots);
	nlog_str_clear(&file->held);
}
