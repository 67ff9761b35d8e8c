/* One writer at a time, and what a writer that died has left. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "branch.h"
#include "lock.h"
#include "pack_index.h"

#define LOCK_FILE "noticelog.lock"
#define POLL_MS 10

/* A lock of git's is held for milliseconds; a plain git may be stopped, or wait for a disk. */
#define STALE_SECONDS 60
#define SECOND_LOOK_MS 200

/* What libgit2 calls an object that is being written, and when it is nobody's any more. */
#define TEMPORARY_OBJECT "tmp_object_git2_"
#define TEMPORARY_SECONDS 3600

int64_t store_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void store_pause_ms(unsigned ms)
{
	struct timespec pause = {.tv_sec = ms / 1000,
				 .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&pause, NULL);
}

int store_lock_take(int *fd, const nlog_store *store, int64_t deadline, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	int lock, failed;

	nlog_str_addf(&path, "%s" LOCK_FILE, store->gitdir);
	lock = open(nlog_str_text(&path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (lock < 0) {
		nlog_error_set(err, NLOG_EIO, "cannot lock '%s': %s; nothing was recorded",
			       nlog_str_text(&path), strerror(errno));
		nlog_str_clear(&path);
		return NLOG_EIO;
	}
	nlog_str_clear(&path);
	while ((failed = flock(lock, LOCK_EX | LOCK_NB)) &&
	       (errno == EWOULDBLOCK || errno == EINTR) && store_clock_ms() < deadline)
		store_pause_ms(POLL_MS);
	if (!failed) {
		*fd = lock;
		return 0;
	}
	failed = errno;
	close(lock);
	if (failed == EWOULDBLOCK || failed == EINTR)
		return nlog_error_set(
			err, NLOG_EBUSY,
			"'%s' is busy: another noticelog is recording; nothing "
			"was recorded, try again",
			store->path);
	return nlog_error_set(err, NLOG_EIO, "cannot lock '%s': %s; nothing was recorded",
			      store->path, strerror(failed));
}

/* @return the file's age in seconds; a time in the future is taken as now */
static int64_t age_of(const struct stat *about)
{
	time_t now = time(NULL);

	return now > about->st_mtime ? (int64_t)(now - about->st_mtime) : 0;
}

static bool is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/*
 * Remove the lock if two looks find the same old file. Safe only under our own
 * lock: two processes that both see a stale file could remove a fresh one.
 */
static int remove_if_stale(nlog_str *note, const char *path, nlog_error *err)
{
	struct stat first, second;

	if (lstat(path, &first) || age_of(&first) <= STALE_SECONDS)
		return 0;
	store_pause_ms(SECOND_LOOK_MS);
	if (lstat(path, &second) || !is_unchanged(&first, &second))
		return 0;
	if (unlink(path))
		return nlog_error_set(err, NLOG_EIO,
				      "cannot remove the stale lock '%s': %s", path,
				      strerror(errno));
	nlog_str_addf(
		note,
		"removed '%s', which a program that ended had left behind %lld seconds "
		"ago",
		path, (long long)age_of(&first));
	return 0;
}

static int clean_branch_lock(nlog_str *note, const nlog_store *store, int64_t deadline,
			     nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	struct stat about;
	int rc = 0;

	nlog_str_addf(&path, "%s" STORE_BRANCH ".lock", store->gitdir);
	while (!rc && !lstat(nlog_str_text(&path), &about)) {
		if (age_of(&about) > STALE_SECONDS)
			rc = remove_if_stale(note, nlog_str_text(&path), err);
		else if (store_clock_ms() >= deadline)
			rc = nlog_error_set(
				err, NLOG_EBUSY,
				"'%s' is busy: another program holds '%s'; nothing was "
				"recorded, try again (it counts as left behind after %d "
				"seconds)",
				store->path, nlog_str_text(&path), STALE_SECONDS);
		else
			store_pause_ms(POLL_MS);
	}
	nlog_str_clear(&path);
	return rc;
}

static void clean_objects(const nlog_store *store)
{
	nlog_str path = NLOG_STR_INIT;
	const struct dirent *file;
	struct stat about;
	DIR *dir;

	nlog_str_addf(&path, "%sobjects", store->gitdir);
	dir = opendir(nlog_str_text(&path));
	while (dir && (file = readdir(dir))) {
		if (strncmp(file->d_name, TEMPORARY_OBJECT, strlen(TEMPORARY_OBJECT)) != 0)
			continue;
		/* What cannot be removed is in nobody's way. */
		if (!fstatat(dirfd(dir), file->d_name, &about, AT_SYMLINK_NOFOLLOW) &&
		    age_of(&about) > TEMPORARY_SECONDS)
			unlinkat(dirfd(dir), file->d_name, 0);
	}
	if (dir)
		closedir(dir);
	nlog_str_clear(&path);
}

int store_lock_clean(nlog_str *note, const nlog_store *store, int64_t deadline,
		     nlog_error *err)
{
	int rc = store_branch_clean(note, store, err);

	if (!rc)
		rc = clean_branch_lock(note, store, deadline, err);
	if (!rc) {
		clean_objects(store);
		store_pack_clean(store);
	}
	return rc;
}
