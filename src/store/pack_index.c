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
#include <noticelog/parallel.h>

/* `git prune` removes what begins so. */
#define FOLDER_PREFIX "tmp_noticelog_"

#define PIECE ((size_t)256 << 10)

/* As many beginnings of ids are told apart before they are sorted. */
#define BEGINNINGS ((size_t)1 << 16)

/* Offsets from here on stand in a table of their own. */
#define FAR_OFFSET UINT64_C(0x80000000)

/* A file that ends in the SHA-1 of all of it. */
typedef struct {
	int fd;
	uint64_t written;
	nlog_str held; /* what comes next, not summed yet */
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
		.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, STORE_PACK_MODE)};
	file->has_failed = file->fd < 0;
	sha1_init(&file->sha1);
}

/* @return false, with errno, if not all of it can be written */
static bool write_at(int fd, nlog_slice rest, uint64_t at)
{
	while (rest.len) {
		ssize_t put = pwrite(fd, rest.data, rest.len, (off_t)at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		rest = nlog_slice_from(rest, (size_t)put);
		at += (uint64_t)put;
	}
	return true;
}

static void put_held(summed_file *file)
{
	nlog_slice held = nlog_str_slice(&file->held);

	if (!file->has_failed)
		file->has_failed = !write_at(file->fd, held, file->written);
	file->written += held.len;
	nlog_str_truncate(&file->held, 0);
}

static void sum_held(summed_file *file)
{
	sha1_update(&file->sha1, file->held.len, (const uint8_t *)file->held.data);
}

static void put(summed_file *file, const void *bytes, size_t len)
{
	nlog_str_addn(&file->held, bytes, len);
	if (file->held.len < PIECE)
		return;
	sum_held(file);
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
	sum_held(file);
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

/*
 * Up to PIECE bytes of a file, none from `end` on: a pack that is sealed for the second time
 * has its digest there.
 *
 * @return how many; 0 or less, with errno, if there are none
 */
static ssize_t read_piece(int fd, char *piece, uint64_t at, uint64_t end)
{
	size_t most = end - at < PIECE ? (size_t)(end - at) : PIECE;
	ssize_t got;

	do
		got = pread(fd, piece, most, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		errno = EIO;
	return got;
}

/* @return the copy; -1, with errno */
static int copy_file(const store_pack_file *file, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, STORE_PACK_MODE);
	char *piece = nlog_alloc(PIECE);
	bool done = fd >= 0;

	for (uint64_t at = 0; done && at < file->written;) {
		ssize_t got = read_piece(file->fd, piece, at, file->written);

		done = got > 0 && write_at(fd, (nlog_slice){piece, (size_t)got}, at);
		at += done ? (uint64_t)got : 0;
	}
	nlog_free(piece);
	if (!done && fd >= 0) {
		int why = errno;

		close(fd);
		errno = why;
	}
	return done ? fd : -1;
}

/*
 * A name for a file that has none, where the system can give it one; elsewhere a copy.
 *
 * @return the file of that name; -1, with errno
 */
static int name_file(const store_pack_file *file, const char *path)
{
	char own[64];

	(void)snprintf(own, sizeof(own), "/proc/self/fd/%d", file->fd);
	if (linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
		return fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
	return copy_file(file, path);
}

/* A pack ends in the SHA-1 of what is before. @return false, with errno */
static bool seal(int fd, uint64_t len, unsigned char digest[SHA1_DIGEST_SIZE])
{
	char *piece = nlog_alloc(PIECE);
	struct sha1_ctx sha1;
	bool done = true;

	sha1_init(&sha1);
	for (uint64_t at = 0; done && at < len;) {
		ssize_t got = read_piece(fd, piece, at, len);

		done = got > 0;
		if (done) {
			sha1_update(&sha1, (size_t)got, (const uint8_t *)piece);
			at += (uint64_t)got;
		}
	}
	nlog_free(piece);
	sha1_digest(&sha1, SHA1_DIGEST_SIZE, digest);
	return done &&
	       write_at(fd, (nlog_slice){(const char *)digest, SHA1_DIGEST_SIZE}, len) &&
	       fsync(fd) == 0;
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

static size_t beginning_of(const git_oid *oid)
{
	return (size_t)oid->id[0] << 8 | oid->id[1];
}

/* Ids are hashes: those of one beginning are few, and stay close together while they are sorted. */
static void sort_objects(store_pack_file *file)
{
	size_t *ends = nlog_alloc_array(BEGINNINGS, sizeof(*ends)), start = 0;
	store_pack_object *sorted = nlog_realloc_array(NULL, file->count, sizeof(*sorted));

	for (size_t i = 0; i < file->count; i++)
		ends[beginning_of(&file->objects[i].oid)]++;
	for (size_t b = 0; b < BEGINNINGS; b++) {
		size_t count = ends[b];

		ends[b] = start;
		start += count;
	}
	for (size_t i = 0; i < file->count; i++)
		sorted[ends[beginning_of(&file->objects[i].oid)]++] = file->objects[i];
	start = 0;
	for (size_t b = 0; b < BEGINNINGS; b++) {
		qsort(sorted + start, ends[b] - start, sizeof(*sorted), by_id);
		start = ends[b];
	}
	nlog_free(ends);
	nlog_free(file->objects);
	file->objects = sorted;
	file->capacity = file->count;
}

/* A pack that gets its name. */
typedef struct {
	store_pack_file *file;
	const char *path;
	git_oid digest; /* which is what a pack is named by */
	int failure;    /* errno; 0: it is whole and durable */
} naming;

static void write_pack(naming *pack)
{
	int fd = name_file(pack->file, pack->path);

	if (fd < 0 || !seal(fd, pack->file->written, pack->digest.id))
		pack->failure = errno;
	if (fd >= 0 && close(fd) && !pack->failure)
		pack->failure = errno;
}

/* The pack is read to its end, and the disk waited for, while ids are sorted for the index. */
static void write_or_sort(size_t index, void *data)
{
	naming *pack = data;

	if (index)
		write_pack(pack);
	else
		sort_objects(pack->file);
}

static int write_into(const nlog_store *store, store_pack_file *file, const char *folder,
		      nlog_error *err)
{
	nlog_str pack_path = NLOG_STR_INIT, index_path = NLOG_STR_INIT;
	naming pack = {.file = file};
	char name[NLOG_OID_SIZE];
	int rc = 0;

	nlog_str_addf(&pack_path, "%s/pack", folder);
	nlog_str_addf(&index_path, "%s/idx", folder);
	pack.path = nlog_str_text(&pack_path);
	nlog_parallel(2, write_or_sort, &pack);
	errno = pack.failure;
	if (pack.failure || !write_index(file, nlog_str_text(&index_path), pack.digest.id))
		rc = fail(store, err);
	nlog_str_clear(&pack_path);
	nlog_str_clear(&index_path);
	if (rc)
		return rc;
	store_oid_to_text(name, &pack.digest);
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
