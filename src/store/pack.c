/*
 * Writing a pack (gitformat-pack, version 2). How many objects it has is known at
 * the end, and its header says so: it is written to a file without a name first.
 */
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "object.h"
#include "pack_check.h"
#include "pack_entry.h"
#include "pack_index.h"
#include "pack_read.h"

/* Reading follows as many deltas: trees are read seldom, notices more often. */
#define TREE_DEPTH 32
#define BLOB_DEPTH 20

/* The fastest that still halves the text of a notice. */
#define LEVEL 1

/* How many beginnings of ids are told apart. */
#define BEGINNINGS ((size_t)1 << 24)

#define HEADER_SIZE 12
#define PIECE ((size_t)256 << 10)

struct store_pack {
	const nlog_store *store;
	struct libdeflate_compressor *compressor;
	store_pack_file file;
	store_pack_check *check;
	nlog_str delta, deflated;
	/*
	 * A bit for each beginning of an id that the register has had before: what begins
	 * otherwise is new, and need not be looked for in its folders. NULL: it had none.
	 */
	unsigned char *beginnings;
	bool is_given; /* its file may be the register's: nothing comes behind it any more */
};

static int fail(const store_pack *pack, nlog_error *err)
{
	return nlog_error_set(err, NLOG_EIO, "cannot write a pack into '%s': %s",
			      pack->store->path, strerror(errno));
}

/* A file that nobody else sees, and that is gone with us. */
static int open_unnamed(const char *folder)
{
	nlog_str path = NLOG_STR_INIT;
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, STORE_PACK_MODE);

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
		return fd;
	nlog_str_addf(&path, "%s/tmp_noticelog_XXXXXX", folder);
	fd = mkostemp(path.data, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(nlog_str_text(&path));
	nlog_str_clear(&path);
	return fd;
}

static bool has_commit(const nlog_store *store)
{
	git_oid head;

	return store_read_head(&head, store, NULL) == 0 && !store_oid_is_zero(&head);
}

/* The first 24 bits of an id. */
static size_t beginning_of(const git_oid *oid)
{
	return (size_t)oid->id[0] << 16 | (size_t)oid->id[1] << 8 | oid->id[2];
}

static int note_beginning(const git_oid *oid, void *data)
{
	unsigned char *beginnings = data;
	size_t at = beginning_of(oid);

	beginnings[at / 8] |= (unsigned char)(1u << at % 8);
	return 0;
}

/* Objects that cannot be listed are looked for one by one. */
static unsigned char *read_beginnings(const nlog_store *store)
{
	unsigned char *beginnings = nlog_alloc(BEGINNINGS / 8);
	git_odb *odb = NULL;

	/* Opened anew: readers of ours list nothing. */
	if (git()->git_odb_open(&odb, store->objects) ||
	    git()->git_odb_foreach(odb, note_beginning, beginnings))
		memset(beginnings, 0xff, BEGINNINGS / 8);
	git()->git_odb_free(odb);
	return beginnings;
}

int store_pack_begin(store_pack **out, const nlog_store *store, nlog_error *err)
{
	static const char header[HEADER_SIZE] = "PACK\0\0\0\2";
	store_pack *pack = nlog_alloc(sizeof(*pack));
	nlog_str folder = NLOG_STR_INIT;
	int rc = 0;

	pack->store = store;
	pack->file = (store_pack_file){.lock = PTHREAD_MUTEX_INITIALIZER};
	pack->check = store_pack_check_new(&pack->file);
	if (has_commit(store))
		pack->beginnings = read_beginnings(store);
	nlog_str_addf(&folder, "%sobjects", store->gitdir);
	pack->file.fd = open_unnamed(nlog_str_text(&folder));
	/* A trial needs no register that can be written to. */
	if (pack->file.fd < 0 && (errno == EACCES || errno == EROFS))
		pack->file.fd = open_unnamed(P_tmpdir);
	nlog_str_clear(&folder);
	pack->compressor = libdeflate_alloc_compressor(LEVEL);
	if (pack->file.fd < 0 || !pack->compressor || !pack->check)
		rc = fail(pack, err);
	nlog_str_addn(&pack->file.held, header, HEADER_SIZE);
	if (!rc)
		rc = store_pack_file_attach(&pack->file, store, err);
	if (rc)
		store_pack_free(pack);
	else
		*out = pack;
	return rc;
}

static void add_deflated(store_pack *pack, nlog_slice bytes)
{
	size_t room = libdeflate_zlib_compress_bound(pack->compressor, bytes.len), len;
	char *data;

	if (pack->deflated.len < room)
		nlog_str_add_repeat(&pack->deflated, '\0', room - pack->deflated.len);
	data = pack->deflated.data;
	len = libdeflate_zlib_compress(pack->compressor, bytes.len ? bytes.data : "",
				       bytes.len, data, room);
	nlog_str_addn(&pack->file.held, data, len);
}

/* @return true if the difference is worth it: then it stands in pack->delta */
static bool make_delta(store_pack *pack, git_object_t type, nlog_slice before,
		       nlog_slice bytes, store_delta_kind kind,
		       const store_pack_place *place)
{
	unsigned most = type == GIT_OBJECT_TREE ? TREE_DEPTH : BLOB_DEPTH;

	if (!before.len || !place->offset || place->depth >= most)
		return false;
	nlog_str_truncate(&pack->delta, 0);
	store_delta_make(&pack->delta, before, bytes, kind);
	return pack->delta.len < bytes.len;
}

static void write_object(store_pack *pack, git_object_t type, nlog_slice bytes,
			 nlog_slice before, store_delta_kind kind, store_pack_place *place)
{
	bool is_delta = make_delta(pack, type, before, bytes, kind, place);
	nlog_slice content = is_delta ? nlog_str_slice(&pack->delta) : bytes;
	uint64_t offset = store_pack_file_end(&pack->file);
	store_pack_entry entry = {
		.type = is_delta ? STORE_OFS_DELTA : (unsigned)type,
		.size = content.len,
		.base = place->offset,
	};

	store_pack_entry_write(&pack->file.held, &entry, offset);
	add_deflated(pack, content);
	*place = (store_pack_place){offset, is_delta ? place->depth + 1 : 0};
}

static bool is_recorded(const store_pack *pack, const git_oid *oid, git_object_t type)
{
	size_t at = beginning_of(oid);

	return pack->beginnings && type != GIT_OBJECT_COMMIT &&
	       pack->beginnings[at / 8] >> at % 8 & 1 &&
	       git()->git_odb_exists_ext(pack->store->odb, oid, GIT_ODB_LOOKUP_NO_REFRESH);
}

int store_pack_add(store_pack *pack, git_oid *oid, git_object_t type, nlog_slice bytes,
		   nlog_slice before, store_delta_kind kind, store_pack_place *place,
		   nlog_error *err)
{
	const store_pack_object *known;

	if (pack->is_given)
		return nlog_error_set(err, NLOG_EUSAGE,
				      "the pack is the register's by now and takes nothing "
				      "more: begin another run");
	store_find_id(oid, type, bytes);
	known = store_pack_file_find(&pack->file, oid);
	if (known) {
		*place = (store_pack_place){known->offset, known->depth};
		return 0;
	}
	if (is_recorded(pack, oid, type)) {
		*place = (store_pack_place){0, 0};
		return 0;
	}
	write_object(pack, type, bytes, before, kind, place);
	store_pack_file_note(&pack->file, oid, place->offset, place->depth);
	if (pack->file.held.len >= PIECE && !store_pack_file_flush(&pack->file))
		return fail(pack, err);
	return 0;
}

/* The header says how many there are. */
static bool complete_header(const store_pack *pack)
{
	size_t count = pack->file.count;
	unsigned char bytes[4] = {(unsigned char)(count >> 24),
				  (unsigned char)(count >> 16), (unsigned char)(count >> 8),
				  (unsigned char)count};

	return pwrite(pack->file.fd, bytes, sizeof(bytes), 8) == sizeof(bytes);
}

int store_pack_read_back(store_pack *pack, nlog_error *err)
{
	return store_pack_check_run(pack->check, err);
}

int store_pack_finish(store_pack *pack, nlog_error *err)
{
	int rc;

	if (!pack->file.count)
		return 0;
	if (!store_pack_file_flush(&pack->file) || !complete_header(pack))
		return fail(pack, err);
	rc = store_pack_read_back(pack, err);
	if (rc)
		return rc;
	pack->is_given = true;
	return store_pack_index(pack->store, &pack->file, err);
}

void store_pack_free(store_pack *pack)
{
	if (!pack)
		return;
	store_pack_check_free(pack->check);
	store_pack_file_close(&pack->file);
	libdeflate_free_compressor(pack->compressor);
	nlog_free(pack->beginnings);
	nlog_str_clear(&pack->delta);
	nlog_str_clear(&pack->deflated);
	nlog_free(pack);
}
