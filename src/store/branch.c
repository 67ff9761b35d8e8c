/*
 * Moving the branch: git's protocol for a reference, with a lock that tells whose it is.
 *
 * A branch is moved by making `main.lock`, which only one can, comparing, and
 * renaming it over `main`. libgit2 does the same, but a lock that it leaves
 * behind when it is killed looks like anybody's, so that nobody may remove it
 * before it is old. Here the new content is written to a draft first, and the
 * lock is a hard link to it: a lock that is one file with the draft was made by
 * a noticelog, and whoever holds the register's own lock knows that it is dead.
 */
#include "branch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lock.h"

#define DRAFT_FILE "noticelog.branch"
#define LOCK_SUFFIX ".lock"
#define POLL_MS 20

typedef struct {
	nlog_str draft, lock, branch, folder;
} branch_paths;

static void paths_make(branch_paths *paths, const nlog_store *store)
{
	*paths = (branch_paths){.draft = NLOG_STR_INIT};
	nlog_str_addf(&paths->draft, "%s" DRAFT_FILE, store->gitdir);
	nlog_str_addf(&paths->branch, "%s" STORE_BRANCH, store->gitdir);
	nlog_str_addf(&paths->lock, "%s" STORE_BRANCH LOCK_SUFFIX, store->gitdir);
	nlog_str_addn(
		&paths->folder, paths->branch.data,
		(size_t)(strrchr(nlog_str_text(&paths->branch), '/') - paths->branch.data));
}

static void paths_clear(branch_paths *paths)
{
	nlog_str_clear(&paths->draft);
	nlog_str_clear(&paths->branch);
	nlog_str_clear(&paths->lock);
	nlog_str_clear(&paths->folder);
}

static int refuse(nlog_error *err, const char *what, const nlog_str *path)
{
	return nlog_error_set(err, NLOG_EIO, "cannot %s '%s': %s", what,
			      nlog_str_text(path), strerror(errno));
}

int store_branch_read(git_oid *tip, const nlog_store *store, nlog_error *err)
{
	git_reference *branch = NULL;
	nlog_str path = NLOG_STR_INIT;
	struct stat about;
	bool is_link;
	int rc;

	nlog_str_addf(&path, "%s" STORE_BRANCH, store->gitdir);
	is_link = !lstat(nlog_str_text(&path), &about) && S_ISLNK(about.st_mode);
	nlog_str_clear(&path);
	if (is_link)
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "branch main of '%s' is a symbolic link",
				      store->path);
	memset(tip, 0, sizeof(*tip));
	rc = git()->git_reference_lookup(&branch, store->repo, STORE_BRANCH);
	if (rc == GIT_ENOTFOUND && store_confirm_absent(store, STORE_BRANCH) == GIT_ERROR)
		rc = GIT_ERROR;
	if (rc == GIT_ENOTFOUND) {
		git()->git_error_clear();
		return 0;
	}
	if (rc)
		return store_git_error(err, rc, NLOG_EDAMAGED,
				       "cannot read the branch of '%s'", store->path);
	if (git()->git_reference_type(branch) == GIT_REFERENCE_DIRECT)
		*tip = *git()->git_reference_target(branch);
	else
		rc = nlog_error_set(err, NLOG_EDAMAGED,
				    "branch main of '%s' stands for another branch",
				    store->path);
	git()->git_reference_free(branch);
	return rc;
}

/* A file that was not there before, with the id in it, and durable. */
static int write_id(const nlog_str *path, const git_oid *oid)
{
	nlog_str line = NLOG_STR_INIT;
	int fd = open(nlog_str_text(path),
		      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	bool done;

	if (fd < 0)
		return -1;
	nlog_str_addf(&line, "%s\n", store_oid_hex(oid).text);
	done = write(fd, line.data, line.len) == (ssize_t)line.len && fsync(fd) == 0;
	nlog_str_clear(&line);
	return close(fd) || !done ? -1 : 0;
}

/* Never opened to be overwritten: a draft that became the branch is still its file. */
static int write_draft(const branch_paths *paths, const git_oid *to, nlog_error *err)
{
	if (unlink(nlog_str_text(&paths->draft)) && errno != ENOENT)
		return refuse(err, "replace", &paths->draft);
	return write_id(&paths->draft, to) ? refuse(err, "write", &paths->draft) : 0;
}

/* Where files cannot have two names the lock is a file of its own, and nobody's after a crash. */
static int make_lock(const branch_paths *paths, const git_oid *to)
{
	if (!link(nlog_str_text(&paths->draft), nlog_str_text(&paths->lock)))
		return 0;
	if (errno != EPERM && errno != EXDEV && errno != EOPNOTSUPP && errno != ENOSYS)
		return -1;
	return write_id(&paths->lock, to);
}

static int take_lock(const nlog_store *store, const branch_paths *paths, const git_oid *to,
		     int64_t deadline, nlog_error *err)
{
	int failed = make_lock(paths, to);

	/* Plain git removes folders that it emptied. */
	if (failed && errno == ENOENT && !mkdir(nlog_str_text(&paths->folder), 0777))
		failed = make_lock(paths, to);
	while (failed && errno == EEXIST && store_clock_ms() < deadline) {
		store_pause_ms(POLL_MS);
		failed = make_lock(paths, to);
	}
	if (!failed)
		return 0;
	if (errno == EEXIST)
		return nlog_error_set(err, NLOG_EBUSY,
				      "'%s' is busy: another program holds '%s'",
				      store->path, nlog_str_text(&paths->lock));
	return refuse(err, "lock the branch with", &paths->lock);
}

/* Under git's lock: compare, and put the lock in the branch's place. */
static int swap(const nlog_store *store, const branch_paths *paths, const git_oid *from,
		nlog_error *err)
{
	git_oid now;
	int rc = store_branch_read(&now, store, err);

	if (!rc && !store_oid_equal(&now, from))
		rc = nlog_error_set(err, NLOG_ECONFLICT, "the branch moved on meanwhile");
	if (!rc && rename(nlog_str_text(&paths->lock), nlog_str_text(&paths->branch)))
		rc = refuse(err, "move", &paths->branch);
	if (rc) {
		(void)unlink(nlog_str_text(&paths->lock));
		return rc;
	}
	return store_sync(nlog_str_text(&paths->folder), err);
}

int store_branch_move(const nlog_store *store, const git_oid *from, const git_oid *to,
		      int64_t deadline, nlog_error *err)
{
	branch_paths paths;
	int rc;

	paths_make(&paths, store);
	rc = write_draft(&paths, to, err);
	if (!rc)
		rc = take_lock(store, &paths, to, deadline, err);
	if (!rc)
		rc = swap(store, &paths, from, err);
	(void)unlink(nlog_str_text(&paths.draft));
	paths_clear(&paths);
	return rc;
}

static bool is_one_file(const char *a, const char *b)
{
	struct stat first, second;

	return !lstat(a, &first) && !lstat(b, &second) && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

int store_branch_clean(nlog_str *note, const nlog_store *store, nlog_error *err)
{
	branch_paths paths;
	int rc = 0;

	paths_make(&paths, store);
	if (is_one_file(nlog_str_text(&paths.draft), nlog_str_text(&paths.lock))) {
		if (unlink(nlog_str_text(&paths.lock)))
			rc = refuse(err, "remove", &paths.lock);
		else
			nlog_str_addf(note,
				      "removed '%s', which a noticelog that ended had left "
				      "behind",
				      nlog_str_text(&paths.lock));
	}
	/* After the lock: without the draft nobody would know whose the lock is. */
	if (!rc && unlink(nlog_str_text(&paths.draft)) && errno != ENOENT)
		rc = refuse(err, "remove", &paths.draft);
	paths_clear(&paths);
	return rc;
}
