/*
 * A pack and its index (gitformat-pack(5), index version 2) get their names. They are
 * written in a folder of its own, which `git gc` removes if we are killed: what is left
 * beside the other packs nobody would.
 */
#include "pack_index.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/alloc.h>

/* `git prune` removes what begins so. */
#define FOLDER_PREFIX "tmp_noticelog_"

#define PIECE ((size_t)256 << 10)
#define FILE_MODE 0444

/* Offsets from here on stand in a table of their own. */
#define FAR_OFFSET UINT64_C(0x80000000)

/* A file that ends in the SHA-1 of all of it. */
typedef struct {
	int fd;
	nlog_str held;
	struct sha1_ctx sha1;
	unsigned char digest[SHA1_DIGEST_SIZE];
	bool has_failed; /* errno says why */
} summed_file;

static int fail(const nlog_store *store, nlog_error *err)
{
	return nlog_error_set(err, NLOG_EIO, "cannot write a pack into '%s': %s",
			      store->path, strerror(errno));
}

static void open_summed(summed_file *file, const char *path)
{
	*file = (summed_file){
		.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE)};
	file->has_failed = file->fd < 0;
	sha1_init(&file->sha1);
}

static void put_held(summed_file *file)
{
	nlog_slice rest = nlog_str_slice(&file->held);

	while (rest.len && !file->has_failed) {
		ssize_t put = write(file->fd, rest.data, rest.len);

		if (put < 0 && errno == EINTR)
			continue;
		file->has_failed = put < 0;
		if (put > 0)
			rest = nlog_slice_from(rest, (size_t)put);
	}
	nlog_str_truncate(&file->held, 0);
}

static void put(summed_file *file, const void *bytes, size_t len)
{
	sha1_update(&file->sha1, len, bytes);
	nlog_str_addn(&file->held, bytes, len);
	if (file->held.len >= PIECE)
		put_held(file);
}

static void put_number(summed_file *file, uint32_t number)
{
	uint32_t bytes = htonl(number);

	put(file, &bytes, sizeof(bytes));
}

/* @return false, with errno, if it is not whole and durable */
static bool close_summed(summed_file *file)
{
	sha1_digest(&file->sha1, sizeof(file->digest), file->digest);
	nlog_str_addn(&file->held, (const char *)file->digest, sizeof(file->digest));
	put_held(file);
	if (!file->has_failed)
		file->has_failed = fsync(file->fd) != 0;
	if (file->fd >= 0 && close(file->fd))
		file->has_failed = true;
	nlog_str_clear(&file->held);
	return !file->has_failed;
}

/* All of the file. @param digest  of it, which is what a pack is named by */
static bool write_pack(const store_pack_file *file, const char *path,
		       unsigned char digest[SHA1_DIGEST_SIZE])
{
	char *piece = nlog_alloc(PIECE);
	summed_file out;
	uint64_t at = 0;

	open_summed(&out, path);
	while (!out.has_failed && at < file->written) {
		ssize_t got = pread(file->fd, piece, PIECE, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		out.has_failed = got <= 0;
		if (got > 0) {
			put(&out, piece, (size_t)got);
			at += (uint64_t)got;
		}
	}
	nlog_free(piece);
	if (!close_summed(&out))
		return false;
	memcpy(digest, out.digest, SHA1_DIGEST_SIZE);
	return true;
}

/* How many ids begin with a byte up to each. */
static void put_fanout(summed_file *out, const store_pack_file *file)
{
	size_t count = 0;

	for (unsigned byte = 0; byte < 256; byte++) {
		while (count < file->count && file->objects[count].oid.id[0] <= byte)
			count++;
		put_number(out, (uint32_t)count);
	}
}

static void put_offsets(summed_file *out, const store_pack_file *file)
{
	uint32_t far = 0;

	for (size_t i = 0; i < file->count; i++) {
		uint64_t offset = file->objects[i].offset;

		put_number(out, offset < FAR_OFFSET ? (uint32_t)offset
						    : (uint32_t)FAR_OFFSET | far++);
	}
	for (size_t i = 0; far && i < file->count; i++) {
		uint64_t offset = file->objects[i].offset;

		if (offset < FAR_OFFSET)
			continue;
		put_number(out, (uint32_t)(offset >> 32));
		put_number(out, (uint32_t)offset);
	}
}

/* @param file  its objects are in the order of their ids @param digest  of the pack */
static bool write_index(const store_pack_file *file, const char *path,
			const unsigned char digest[SHA1_DIGEST_SIZE])
{
	static const unsigned char head[] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
	summed_file out;

	open_summed(&out, path);
	put(&out, head, sizeof(head));
	put_fanout(&out, file);
	for (size_t i = 0; i < file->count; i++)
		put(&out, file->objects[i].oid.id, GIT_OID_RAWSZ);
	for (size_t i = 0; i < file->count; i++)
		put_number(&out, file->objects[i].sum);
	put_offsets(&out, file);
	put(&out, digest, SHA1_DIGEST_SIZE);
	return close_summed(&out);
}

/* The pack first: an index without one would be damage. */
static int move(const nlog_store *store, const char *folder, const char *name,
		nlog_error *err)
{
	static const char *const endings[] = {"pack", "idx"};
	nlog_str from = NLOG_STR_INIT, to = NLOG_STR_INIT;
	bool done = true;

	for (size_t i = 0; done && i < 2; i++) {
		nlog_str_clear(&from);
		nlog_str_clear(&to);
		nlog_str_addf(&from, "%s/%s", folder, endings[i]);
		nlog_str_addf(&to, "%sobjects/pack/pack-%s.%s", store->gitdir, name,
			      endings[i]);
		done = rename(nlog_str_text(&from), nlog_str_text(&to)) == 0;
	}
	nlog_str_clear(&from);
	nlog_str_clear(&to);
	return done ? 0 : fail(store, err);
}

static int sync_packs(const nlog_store *store, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(&path, "%sobjects/pack", store->gitdir);
	rc = store_sync(nlog_str_text(&path), err);
	nlog_str_clear(&path);
	return rc;
}

static int by_id(const void *left, const void *right)
{
	return store_oid_compare(&((const store_pack_object *)left)->oid,
				 &((const store_pack_object *)right)->oid);
}

static int write_into(const nlog_store *store, const store_pack_file *file,
		      const char *folder, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	char name[NLOG_OID_SIZE];
	git_oid digest;
	bool done;
	int rc;

	nlog_str_addf(&path, "%s/pack", folder);
	done = write_pack(file, nlog_str_text(&path), digest.id);
	nlog_str_clear(&path);
	nlog_str_addf(&path, "%s/idx", folder);
	done = done && write_index(file, nlog_str_text(&path), digest.id);
	rc = done ? 0 : fail(store, err);
	nlog_str_clear(&path);
	if (rc)
		return rc;
	store_oid_to_text(name, &digest);
	rc = move(store, folder, name, err);
	return rc ? rc : sync_packs(store, err);
}

/* What we wrote, under the names that we gave it, is what the register has now. */
static int check_objects(const nlog_store *store, const store_pack_file *file,
			 nlog_error *err)
{
	int rc = git()->git_odb_refresh(store->odb);

	for (size_t i = 0; !rc && i < file->count; i++)
		if (!git()->git_odb_exists_ext(store->odb, &file->objects[i].oid,
					       GIT_ODB_LOOKUP_NO_REFRESH))
			rc = GIT_ENOTFOUND;
	return rc ? store_git_error(err, rc, NLOG_EIO,
				    "an object of the pack just written cannot be found")
		  : 0;
}

static void remove_folder(const char *path)
{
	const struct dirent *file;
	DIR *dir = opendir(path);

	while (dir && (file = readdir(dir)))
		if (file->d_name[0] != '.')
			(void)unlinkat(dirfd(dir), file->d_name, 0);
	if (dir)
		closedir(dir);
	(void)rmdir(path);
}

int store_pack_index(const nlog_store *store, store_pack_file *file, nlog_error *err)
{
	nlog_str folder = NLOG_STR_INIT;
	int rc;

	/* From now on they are looked for where everybody does. */
	store_pack_file_forget(file);
	qsort(file->objects, file->count, sizeof(*file->objects), by_id);
	nlog_str_addf(&folder, "%sobjects/" FOLDER_PREFIX "XXXXXX", store->gitdir);
	if (!mkdtemp(folder.data)) {
		rc = fail(store, err);
	} else {
		rc = write_into(store, file, nlog_str_text(&folder), err);
		remove_folder(nlog_str_text(&folder));
	}
	nlog_str_clear(&folder);
	return rc ? rc : check_objects(store, file, err);
}

void store_pack_clean(const nlog_store *store)
{
	nlog_str path = NLOG_STR_INIT;
	const struct dirent *file;
	size_t len;
	DIR *dir;

	nlog_str_addf(&path, "%sobjects/", store->gitdir);
	len = path.len;
	dir = opendir(nlog_str_text(&path));
	while (dir && (file = readdir(dir))) {
		if (strncmp(file->d_name, FOLDER_PREFIX, strlen(FOLDER_PREFIX)) != 0)
			continue;
		nlog_str_truncate(&path, len);
		nlog_str_add(&path, file->d_name);
		remove_folder(nlog_str_text(&path));
	}
	if (dir)
		closedir(dir);
	nlog_str_clear(&path);
}
