/* libgit2's errors put into ours, and its options. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "git.h"
#include "object.h"

/* What a return code means wherever it appears. */
static const struct {
	int rc;
	nlog_code code;
} code_meanings[] = {
	{GIT_EOWNER, NLOG_EOWNER},
	{GIT_ELOCKED, NLOG_EBUSY},
	{GIT_EMODIFIED, NLOG_ECONFLICT},
	{GIT_EBUFS, NLOG_ELIMIT}, /* our guard, for an object larger than the limit */
};

static nlog_code meaning_of(int rc, int error_class, nlog_code usual)
{
	for (size_t i = 0; i < sizeof(code_meanings) / sizeof(*code_meanings); i++) {
		if (code_meanings[i].rc == rc)
			return code_meanings[i].code;
	}
	/* -3 may be of class OS where a file is missing: that is the caller's usual. */
	if (error_class == GIT_ERROR_OS && rc != GIT_ENOTFOUND)
		return NLOG_EIO;
	return usual;
}

int store_git_error(nlog_error *err, int rc, nlog_code usual, const char *format, ...)
{
	/* May be NULL: not every failure of libgit2 1.5 sets it. */
	const git_error *last = git()->git_error_last();
	nlog_code code = meaning_of(rc, last ? last->klass : GIT_ERROR_NONE, usual);
	nlog_str what = NLOG_STR_INIT;
	va_list args;

	va_start(args, format);
	nlog_str_addv(&what, format, args);
	va_end(args);
	if (last && last->message)
		nlog_error_set(err, code, "%s: %s", nlog_str_text(&what), last->message);
	else
		nlog_error_set(err, code, "%s: git error %d", nlog_str_text(&what), rc);
	nlog_str_clear(&what);
	git()->git_error_clear();
	return code;
}

int store_damaged(nlog_error *err, int rc, const char *type, const git_oid *oid)
{
	store_hex id = store_oid_hex(oid);

	if (rc == GIT_ENOTFOUND) {
		git()->git_error_clear();
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "the register is damaged: %s %s is missing", type,
				      id.text);
	}
	return store_git_error(err, rc, NLOG_EDAMAGED, "cannot read %s %s", type, id.text);
}

int store_read_commit(git_commit **out, const nlog_store *store, const git_oid *oid,
		      nlog_error *err)
{
	int rc = store_need(store, err);

	if (rc)
		return rc;
	rc = git()->git_commit_lookup(out, store->repo, oid);
	return rc ? store_damaged(err, rc, "commit", oid) : 0;
}

int store_read_tree(git_tree **out, const nlog_store *store, const git_oid *oid,
		    nlog_error *err)
{
	nlog_str content = NLOG_STR_INIT;
	int rc = store_read_object_checked(&content, store, oid, GIT_OBJECT_TREE, err);

	nlog_str_clear(&content);
	if (rc)
		return rc;
	rc = git()->git_tree_lookup(out, store->repo, oid);
	return rc ? store_damaged(err, rc, "tree", oid) : 0;
}

int store_sync(const char *path, nlog_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd);

	if (failed)
		nlog_error_set(err, NLOG_EIO, "cannot make '%s' durable: %s", path,
			       strerror(errno));
	if (fd >= 0)
		close(fd);
	return failed ? NLOG_EIO : 0;
}

static void set_options(void)
{
	/* The reference store reads the first once, when the repository is opened. */
	git()->git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git()->git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)0);
	/* The readers of reader.h and guard.h do it, once for each object. */
	git()->git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

void store_libgit2_begin(void)
{
	/* libgit2's options are the process's, and nothing of its own guards them. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	git()->git_libgit2_init();
	pthread_once(&once, set_options);
}
