/* Making a register: an empty bare repository that a power cut cannot take back. */
#include <errno.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/file.h>

#include "git.h"

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
	git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	rc = git_repository_init_ext(&repo, path, &options);
	if (!rc)
		rc = git_repository_config(&all, repo);
	if (!rc)
		rc = git_config_open_level(&config, all, GIT_CONFIG_LEVEL_LOCAL);
	for (size_t i = 0; !rc && i < sizeof(server_rules) / sizeof(*server_rules); i++)
		rc = git_config_set_bool(config, server_rules[i], 1);
	git_config_free(config);
	git_config_free(all);
	git_repository_free(repo);
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
	(void)about, (void)type;
	return place->level > 0 ? remove(path) : 0;
}

/* libgit2 does not flush what init writes; a folder's name is in the folder above it. */
static int make_durable(const char *path, nlog_error *err)
{
	nlog_str above = NLOG_STR_INIT;
	int rc;

	if (nftw(path, sync_one, WALK_DEPTH, FTW_DEPTH | FTW_PHYS))
		return nlog_error_set(err, NLOG_EIO, "cannot make '%s' durable: %s", path,
				      strerror(errno));
	nlog_str_addf(&above, "%s/..", path);
	rc = store_sync(nlog_str_text(&above), err);
	nlog_str_clear(&above);
	return rc;
}

int nlog_store_init(const char *path, nlog_error *err)
{
	bool made;
	int rc = nlog_folder_claim(path, &made, err);

	if (rc)
		return rc;
	git_libgit2_init();
	store_set_options();
	rc = make_repository(path, err);
	if (!rc)
		rc = make_durable(path, err);
	if (rc) {
		/* The folder was empty: all that is in it now is ours. */
		nftw(path, remove_one, WALK_DEPTH, FTW_DEPTH | FTW_PHYS);
		if (made)
			rmdir(path);
	}
	git_libgit2_shutdown();
	return rc;
}

void nlog_store_discard(const char *path)
{
	nlog_store *store = NULL;
	git_oid head;
	bool is_unborn;

	if (nlog_store_open(&store, path, NULL))
		return;
	is_unborn = store_read_head(&head, store, NULL) == 0 && git_oid_is_zero(&head);
	nlog_store_free(store);
	if (is_unborn)
		nftw(path, remove_one, WALK_DEPTH, FTW_DEPTH | FTW_PHYS);
}
