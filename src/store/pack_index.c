/*
 * Indexing a pack. It is done in a folder of its own, which `git gc` removes if we are
 * killed: what libgit2 leaves behind beside the other packs nobody would.
 */
#include "pack_index.h"

#include <dirent.h>
#include <errno.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/indexer.h>

#include <noticelog/alloc.h>

/* `git prune` removes what begins so. */
#define FOLDER_PREFIX "tmp_noticelog_"

#define PIECE ((size_t)256 << 10)
#define PACK_MODE 0444

static int fail(const nlog_store *store, nlog_error *err)
{
	return nlog_error_set(err, NLOG_EIO, "cannot write a pack into '%s': %s",
			      store->path, strerror(errno));
}

static int fail_git(const nlog_store *store, int rc, nlog_error *err)
{
	return store_git_error(err, rc, NLOG_EIO, "cannot write a pack into '%s'",
			       store->path);
}

/* All of the file, and behind it the SHA-1 of all of it. */
static int feed(git_indexer *indexer, git_indexer_progress *stats, const nlog_store *store,
		const store_pack_file *file, nlog_error *err)
{
	unsigned char digest[SHA1_DIGEST_SIZE];
	char *piece = nlog_alloc(PIECE);
	struct sha1_ctx sha1;
	uint64_t at = 0;
	int rc = 0;

	sha1_init(&sha1);
	while (!rc && at < file->written) {
		ssize_t got = pread(file->fd, piece, PIECE, (off_t)at);

		if (got <= 0) {
			nlog_free(piece);
			return fail(store, err);
		}
		sha1_update(&sha1, (size_t)got, (const uint8_t *)piece);
		rc = git_indexer_append(indexer, piece, (size_t)got, stats);
		at += (uint64_t)got;
	}
	sha1_digest(&sha1, sizeof(digest), digest);
	if (!rc)
		rc = git_indexer_append(indexer, digest, sizeof(digest), stats);
	if (!rc)
		rc = git_indexer_commit(indexer, stats);
	nlog_free(piece);
	return rc ? fail_git(store, rc, err) : 0;
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
		nlog_str_addf(&from, "%s/pack-%s.%s", folder, name, endings[i]);
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

static int index_into(const nlog_store *store, store_pack_file *file, const char *folder,
		      nlog_error *err)
{
	git_indexer_progress stats = {0};
	git_indexer *indexer = NULL;
	int rc = git_indexer_new(&indexer, folder, PACK_MODE, NULL, NULL);

	if (rc)
		return fail_git(store, rc, err);
	rc = feed(indexer, &stats, store, file, err);
	if (!rc && stats.indexed_objects != file->count)
		rc = nlog_error_set(err, NLOG_EIO,
				    "%u objects of %zu were found in the pack just written",
				    stats.indexed_objects, file->count);
	if (!rc)
		rc = move(store, folder, git_indexer_name(indexer), err);
	git_indexer_free(indexer);
	return rc ? rc : sync_packs(store, err);
}

/* What we wrote, under the names that we gave it, is what the register has now. */
static int check_objects(const nlog_store *store, store_pack_file *file, nlog_error *err)
{
	const store_pack_object *slots = file->slots;
	size_t capacity = file->capacity;
	int rc;

	/* Ours no longer answers. */
	file->capacity = 0;
	rc = git_odb_refresh(store->odb);
	for (size_t i = 0; !rc && i < capacity; i++)
		if (slots[i].offset && !git_odb_exists_ext(store->odb, &slots[i].oid,
							   GIT_ODB_LOOKUP_NO_REFRESH))
			rc = GIT_ENOTFOUND;
	file->capacity = capacity;
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

	nlog_str_addf(&folder, "%sobjects/" FOLDER_PREFIX "XXXXXX", store->gitdir);
	if (!mkdtemp(folder.data)) {
		rc = fail(store, err);
	} else {
		rc = index_into(store, file, nlog_str_text(&folder), err);
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
