/*
 * Making a register: a bare repository that a power cut cannot take back.
 *
 * It is drafted in a folder of its own inside the folder that it will be. The
 * draft, once complete, is renamed to "made", and its files are moved up, HEAD as
 * the last: before that nobody takes the folder for a repository. Whatever ends
 * the making, the next one throws a draft away, and completes what was made.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/alloc.h>

#include "git.h"

#define DRAFT_NAME ".noticelog-draft"
#define MADE_NAME ".noticelog-made"

/* How many folders the walk keeps open. */
#define WALK_DEPTH 8

/* A register only grows: what a server must not let a push do. */
static const char *const server_rules[] = {
	"receive.denyNonFastForwards",
	"receive.denyDeletes",
	"receive.fsckObjects",
};

static int make_repository(const char *path, nlog_error *err)
{
	git_repository_init_options options;
	git_repository *repo = NULL;
	git_config *all = NULL, *config = NULL;
	int rc;

	/* Without EXTERNAL_TEMPLATE nobody's template, and so no hook, comes in. */
	git()->git_repository_init_options_init(&options,
						GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR |
			GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	rc = git()->git_repository_init_ext(&repo, path, &options);
	if (!rc)
		rc = git()->git_repository_config(&all, repo);
	if (!rc)
		rc = git()->git_config_open_level(&config, all, GIT_CONFIG_LEVEL_LOCAL);
	for (size_t i = 0; !rc && i < sizeof(server_rules) / sizeof(*server_rules); i++)
		rc = git()->git_config_set_bool(config, server_rules[i], 1);
	git()->git_config_free(config);
	git()->git_config_free(all);
	git()->git_repository_free(repo);
	return rc ? store_git_error(err, rc, NLOG_EIO, "cannot make a register in '%s'",
				    path)
		  : 0;
}

static int sync_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about, (void)place;
	return type == FTW_F || type == FTW_DP ? store_sync(path, NULL) : 0;
}

static int remove_one(const char *path, const struct stat *about, int type,
		      struct FTW *place)
{
	(void)about, (void)type, (void)place;
	return remove(path);
}

static bool remove_tree(const char *path)
{
	return !nftw(path, remove_one, WALK_DEPTH, FTW_DEPTH | FTW_PHYS);
}

struct nlog_making {
	char *path; /* what is to become the register */
	nlog_str draft, made;
	int folder;   /* path, locked against a second making */
	bool is_ours; /* what is in it is ours to remove */
	bool is_new;  /* path was not there before */
	bool is_made; /* complete, and to be moved up only */
};

/* What is in the folder. */
typedef struct {
	bool has_draft, has_made, has_others;
} folder_content;

static int look_into(folder_content *found, const char *path)
{
	const struct dirent *file;
	DIR *dir = opendir(path);

	*found = (folder_content){.has_draft = false};
	if (!dir)
		return -1;
	while ((file = readdir(dir))) {
		if (strcmp(file->d_name, DRAFT_NAME) == 0)
			found->has_draft = true;
		else if (strcmp(file->d_name, MADE_NAME) == 0)
			found->has_made = true;
		else if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0)
			found->has_others = true;
	}
	closedir(dir);
	return 0;
}

static int refuse(nlog_error *err, const char *what, const char *path)
{
	return nlog_error_set(err, NLOG_EIO, "cannot %s '%s': %s", what, path,
			      strerror(errno));
}

/* libgit2 does not flush what init writes; a folder's name is in the folder above it. */
static int sync_above(const char *path, nlog_error *err)
{
	nlog_str above = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(&above, "%s/..", path);
	rc = store_sync(nlog_str_text(&above), err);
	nlog_str_clear(&above);
	return rc;
}

/* Make the folder, or see that it is empty or ours; and keep others from it. */
static int claim(nlog_making *making, nlog_error *err)
{
	const char *path = making->path;
	folder_content found;

	making->is_new = mkdir(path, 0777) == 0;
	if (!making->is_new && errno == ENOENT)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "cannot make '%s': the folder above it is missing",
				      path);
	if (!making->is_new && errno != EEXIST)
		return refuse(err, "make", path);
	making->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (making->folder < 0 && errno != ENOTDIR)
		return refuse(err, "read", path);
	if (making->folder >= 0 && flock(making->folder, LOCK_EX | LOCK_NB)) {
		making->is_new = false;
		return nlog_error_set(err, NLOG_EBUSY,
				      "'%s' is busy: another noticelog is making it", path);
	}
	if (making->folder < 0 || look_into(&found, path) ||
	    (found.has_others && !found.has_made))
		return nlog_error_set(
			err, NLOG_EEXISTS,
			"'%s' exists and is not an empty folder; nothing was changed",
			path);
	making->is_ours = true;
	making->is_made = found.has_made;
	if (found.has_draft && !remove_tree(nlog_str_text(&making->draft)))
		return refuse(err, "remove", nlog_str_text(&making->draft));
	return 0;
}

int nlog_making_begin(nlog_making **out, const char *path, nlog_error *err)
{
	nlog_making *making = nlog_alloc(sizeof(*making));
	int rc;

	making->folder = -1;
	making->path = nlog_strdup(path);
	nlog_str_addf(&making->draft, "%s/" DRAFT_NAME, path);
	nlog_str_addf(&making->made, "%s/" MADE_NAME, path);
	store_libgit2_begin();
	rc = claim(making, err);
	if (!rc && !making->is_made)
		rc = make_repository(nlog_str_text(&making->draft), err);
	if (rc)
		nlog_making_free(making);
	else
		*out = making;
	return rc;
}

const char *nlog_making_path(const nlog_making *making)
{
	return making->is_made ? NULL : nlog_str_text(&making->draft);
}

/* Durable, then complete by its name. */
static int complete(nlog_making *making, nlog_error *err)
{
	const char *draft = nlog_str_text(&making->draft);

	if (nftw(draft, sync_one, WALK_DEPTH, FTW_DEPTH | FTW_PHYS))
		return refuse(err, "make durable", draft);
	if (rename(draft, nlog_str_text(&making->made)))
		return refuse(err, "make", making->path);
	making->is_made = true;
	return store_sync(making->path, err);
}

static int move_one(const nlog_making *making, const char *name, nlog_error *err)
{
	nlog_str from = NLOG_STR_INIT, to = NLOG_STR_INIT;
	int rc = 0;

	nlog_str_addf(&from, "%s/%s", nlog_str_text(&making->made), name);
	nlog_str_addf(&to, "%s/%s", making->path, name);
	if (rename(nlog_str_text(&from), nlog_str_text(&to)) && errno != ENOENT)
		rc = refuse(err, "make", nlog_str_text(&to));
	nlog_str_clear(&from);
	nlog_str_clear(&to);
	return rc;
}

/* All but HEAD; then that. */
static int move_up(const nlog_making *making, nlog_error *err)
{
	const struct dirent *file;
	DIR *dir = opendir(nlog_str_text(&making->made));
	int rc = dir ? 0 : refuse(err, "read", nlog_str_text(&making->made));

	while (!rc && (file = readdir(dir))) {
		if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0 &&
		    strcmp(file->d_name, "HEAD") != 0)
			rc = move_one(making, file->d_name, err);
	}
	if (dir)
		closedir(dir);
	if (!rc)
		rc = store_sync(making->path, err);
	return rc ? rc : move_one(making, "HEAD", err);
}

/* HEAD is in its place: the register is there, whatever happens now. */
static int end_made(const nlog_making *making, nlog_error *err)
{
	nlog_error failure = NLOG_ERROR_INIT;
	int rc = 0;

	if (rmdir(nlog_str_text(&making->made)))
		rc = refuse(&failure, "remove", nlog_str_text(&making->made));
	if (!rc)
		rc = store_sync(making->path, &failure);
	if (!rc)
		rc = sync_above(making->path, &failure);
	return rc ? nlog_error_set(err, rc,
				   "the register '%s' was made all the same, but: %s",
				   making->path, failure.text)
		  : 0;
}

int nlog_making_end(nlog_making *making, nlog_error *err)
{
	int rc = making->is_made ? 0 : complete(making, err);

	if (!rc)
		rc = move_up(making, err);
	return rc ? rc : end_made(making, err);
}

void nlog_making_free(nlog_making *making)
{
	if (!making)
		return;
	/* What is made stays, for the next making to complete; a draft is nobody's. */
	if (making->is_ours && !making->is_made)
		remove_tree(nlog_str_text(&making->draft));
	if (making->is_new && !making->is_made)
		rmdir(making->path);
	if (making->folder >= 0)
		close(making->folder);
	nlog_free(making->path);
	nlog_str_clear(&making->draft);
	nlog_str_clear(&making->made);
	nlog_free(making);
	git()->git_libgit2_shutdown();
}

int nlog_store_init(const char *path, nlog_error *err)
{
	nlog_making *making = NULL;
	int rc = nlog_making_begin(&making, path, err);

	if (!rc)
		rc = nlog_making_end(making, err);
	nlog_making_free(making);
	return rc;
}
