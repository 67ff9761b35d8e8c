/* Opening a register, and what its references and configuration say. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>

#include "git.h"
#include "guard.h"
#include "plain.h"
#include "reader.h"

/* The longest git revision that is looked up: an id, names, and some `~3`. */
#define REVISION_LIMIT 256

static int refuse_owner(nlog_error *err, const char *path)
{
	char *full = realpath(path, NULL);
	nlog_str quoted = NLOG_STR_INIT;

	nlog_str_add_quoted(&quoted, full ? full : path);
	git()->git_error_clear();
	nlog_error_set(err, NLOG_EOWNER,
		       "'%s' belongs to another user; if you trust what is in it: "
		       "git config --global --add safe.directory %s",
		       path, nlog_str_text(&quoted));
	nlog_str_clear(&quoted);
	free(full);
	return NLOG_EOWNER;
}

/*
 * Say why a repository could not be opened. libgit2 1.5 answers -3 for a missing
 * folder, for one that is no repository, for one of another owner (class CONFIG:
 * no entry of safe.directory) and for one without HEAD.
 */
static int refuse_open(nlog_error *err, int rc, const char *path)
{
	const git_error *last = git()->git_error_last();
	int error_class = last ? last->klass : GIT_ERROR_NONE;
	struct stat about;

	if (rc == GIT_EOWNER || (rc == GIT_ENOTFOUND && error_class == GIT_ERROR_CONFIG))
		return refuse_owner(err, path);
	if (rc != GIT_ENOTFOUND)
		return store_git_error(err, rc, NLOG_EDAMAGED, "cannot open '%s'", path);
	git()->git_error_clear();
	if (stat(path, &about))
		return nlog_error_set(err, NLOG_ENOTFOUND, "there is no '%s'", path);
	return nlog_error_set(err, NLOG_ENOTFOUND, "'%s' is not a git repository", path);
}

static void add_readers(nlog_store *store, const char *objects)
{
	store->objects = nlog_strdup(objects);
	store->packs = store_packs_new(objects);
}

/* Of one that is not plain libgit2 knows where objects are. */
static int find_objects(nlog_store *store)
{
	git_buf objects = GIT_BUF_INIT;
	int rc = git()->git_repository_item_path(&objects, store->repo,
						 GIT_REPOSITORY_ITEM_OBJECTS);

	if (!rc)
		add_readers(store, objects.ptr);
	git()->git_buf_dispose(&objects);
	return rc;
}

static int open_repository(nlog_store *store, nlog_error *err)
{
	const char *path = store->path;
	int rc;

	store_libgit2_begin();
	store->has_started = true;
	rc = git()->git_repository_open_ext(&store->repo, path,
					    GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (rc)
		return refuse_open(err, rc, path);
	rc = git()->git_repository_odb(&store->odb, store->repo);
	if (!rc)
		rc = store_guard_add(store->repo, store->odb);
	if (!rc && !store->packs)
		rc = find_objects(store);
	if (!rc)
		rc = store_reader_add(store->packs, store->odb);
	if (rc)
		return store_git_error(err, rc, NLOG_EDAMAGED, "cannot open '%s'", path);
	store->gitdir = git()->git_repository_commondir(store->repo);
	return 0;
}

static void close_repository(nlog_store *store)
{
	if (!store->has_started)
		return;
	git()->git_odb_free(store->odb);
	git()->git_repository_free(store->repo);
	git()->git_libgit2_shutdown();
	store->odb = NULL;
	store->repo = NULL;
	store->has_started = false;
}

int store_need(const nlog_store *store, nlog_error *err)
{
	/* To its callers a store is what it was: only that it is open is new. */
	nlog_store *self = (nlog_store *)store;
	int rc = 0;

	pthread_mutex_lock(&self->lock);
	if (!self->gitdir)
		rc = open_repository(self, err);
	if (rc)
		close_repository(self);
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static void begin_plain(nlog_store *store)
{
	nlog_str objects = NLOG_STR_INIT;

	nlog_str_addf(&objects, "%s/objects/", store->path);
	add_readers(store, nlog_str_text(&objects));
	nlog_str_clear(&objects);
}

int nlog_store_open(nlog_store **out, const char *path, nlog_error *err)
{
	nlog_store *store = nlog_alloc(sizeof(*store));
	int rc = 0;

	store->path = nlog_strdup(path);
	store->jobs = 1;
	pthread_mutex_init(&store->lock, NULL);
	store->is_plain = store_plain_is(path);
	if (store->is_plain)
		begin_plain(store);
	else
		rc = store_need(store, err);
	if (rc)
		nlog_store_free(store);
	else
		*out = store;
	return rc;
}

void nlog_store_free(nlog_store *store)
{
	if (!store)
		return;
	close_repository(store);
	store_packs_free(store->packs);
	nlog_free(store->objects);
	pthread_mutex_destroy(&store->lock);
	nlog_free(store->path);
	nlog_free(store);
}

void nlog_store_use_jobs(nlog_store *store, size_t jobs)
{
	store->jobs = jobs < NLOG_JOBS_MAX ? jobs : NLOG_JOBS_MAX;
}

const char *nlog_store_path(const nlog_store *store)
{
	return store->path;
}

static int add_config(nlog_str *out, git_config *config, const char *name, nlog_error *err)
{
	git_buf value = GIT_BUF_INIT;
	int rc = git()->git_config_get_string_buf(&value, config, name);

	if (!rc)
		nlog_str_addn(out, value.ptr, value.size);
	else if (rc == GIT_ENOTFOUND)
		rc = 0;
	else
		rc = store_git_error(err, rc, NLOG_EINPUT,
				     "cannot read '%s' of git's configuration", name);
	git()->git_error_clear();
	git()->git_buf_dispose(&value);
	return rc;
}

int nlog_store_config_user(const nlog_store *store, nlog_str *name, nlog_str *email,
			   nlog_error *err)
{
	git_config *config = NULL;
	int rc;

	if (store && (rc = store_need(store, err)))
		return rc;
	store_libgit2_begin();
	rc = store ? git()->git_repository_config(&config, store->repo)
		   : git()->git_config_open_default(&config);
	if (rc)
		rc = store_git_error(err, rc, NLOG_EINPUT,
				     "cannot read git's configuration");
	else
		rc = add_config(name, config, "user.name", err);
	if (!rc)
		rc = add_config(email, config, "user.email", err);
	git()->git_config_free(config);
	git()->git_libgit2_shutdown();
	return rc;
}

int store_confirm_absent(const nlog_store *store, const char *name)
{
	git_repository *fresh = NULL;
	git_reference *found = NULL;
	int rc = git()->git_repository_open_ext(&fresh,
						git()->git_repository_path(store->repo),
						GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);

	if (!rc)
		rc = git()->git_reference_lookup(&found, fresh, name);
	git()->git_reference_free(found);
	git()->git_repository_free(fresh);
	return rc;
}

int store_read_head(git_oid *oid, const nlog_store *store, nlog_error *err)
{
	int rc;

	if (store->is_plain && store_plain_head(oid, store->path))
		return 0;
	rc = store_need(store, err);
	if (rc)
		return rc;
	rc = git()->git_reference_name_to_id(oid, store->repo, STORE_BRANCH);
	if (rc == GIT_ENOTFOUND && store_confirm_absent(store, STORE_BRANCH) == GIT_ERROR)
		rc = GIT_ERROR;
	/* A checkout of one commit has no branch; a bare register's HEAD is the branch. */
	if (rc == GIT_ENOTFOUND && !git()->git_repository_is_bare(store->repo))
		rc = git()->git_reference_name_to_id(oid, store->repo, "HEAD");
	if (rc == GIT_ENOTFOUND) {
		git()->git_error_clear();
		memset(oid, 0, sizeof(*oid));
		return 0;
	}
	return rc ? store_git_error(err, rc, NLOG_EDAMAGED,
				    "cannot read the branch of '%s'", store->path)
		  : 0;
}

int nlog_store_head(const nlog_store *store, char commit[NLOG_OID_SIZE], nlog_error *err)
{
	git_oid head;
	int rc = store_read_head(&head, store, err);

	if (!rc && store_oid_is_zero(&head))
		rc = nlog_error_set(err, NLOG_ENOTFOUND, "'%s' has no commit yet",
				    store->path);
	if (!rc)
		store_oid_to_text(commit, &head);
	return rc;
}

int nlog_store_log(nlog_log **out, const nlog_store *store, nlog_error *err)
{
	git_oid head;
	int rc = store_read_head(&head, store, err);

	return rc ? rc : store_read_log(out, store, &head, err);
}

int nlog_store_resolve(const nlog_store *store, const char *revision,
		       char commit[NLOG_OID_SIZE], nlog_error *err)
{
	git_object *named = NULL, *peeled = NULL;
	int rc = store_need(store, err);

	if (rc)
		return rc;
	/* What a short id fits libgit2 reads past our readers. */
	git()->git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	rc = strlen(revision) > REVISION_LIMIT
		     ? GIT_ENOTFOUND
		     : git()->git_revparse_single(&named, store->repo, revision);
	git()->git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	if (!rc)
		rc = git()->git_object_peel(&peeled, named, GIT_OBJECT_COMMIT);
	switch (rc) {
	case 0:
		store_oid_to_text(commit, git()->git_object_id(peeled));
		break;
	case GIT_EAMBIGUOUS:
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "'%s' fits several objects; write more of it",
				    revision);
		break;
	case GIT_ENOTFOUND:
	case GIT_EINVALIDSPEC:
	case GIT_EPEEL:
		rc = nlog_error_set(err, NLOG_ENOTFOUND, "'%s' names no commit", revision);
		break;
	default:
		rc = store_git_error(err, rc, NLOG_EDAMAGED, "cannot look up '%s'",
				     revision);
	}
	git()->git_error_clear();
	git()->git_object_free(named);
	git()->git_object_free(peeled);
	return rc;
}
