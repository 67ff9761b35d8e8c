/* Which register, and who writes in it. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* An hour: whoever waits longer does not know for what. */
#define WAIT_LIMIT 3600

/* The register that the user names, or NULL. */
static const char *named_register(const cli_run *cli)
{
	const char *path =
		cli->register_path ? cli->register_path : getenv("NOTICELOG_DIR");

	return path && *path ? path : NULL;
}

bool cli_names_register(const cli_run *cli)
{
	return named_register(cli) != NULL;
}

/*
 * Is this folder itself a register? Other repositories are passed over. One whose
 * branch or files are damaged is taken: whoever reads it says what is wrong.
 */
static bool is_register(const char *path)
{
	nlog_store *store = NULL;
	nlog_str text = NLOG_STR_INIT;
	char commit[NLOG_OID_SIZE];
	int rc = nlog_store_open(&store, path, NULL) ? NLOG_ENOTFOUND : 0;

	if (!rc)
		rc = nlog_store_head(store, commit, NULL);
	if (!rc)
		rc = nlog_store_read_path(store, commit, "register.json", &text, NULL);
	nlog_str_clear(&text);
	nlog_store_free(store);
	return rc != NLOG_ENOTFOUND;
}

/* The folder that we are in, or one above it, or notices.git in it. */
static char *found_register(void)
{
	char *folder = getcwd(NULL, 0), *slash;

	while (folder && *folder) {
		if (is_register(folder)) {
			char *found = nlog_strdup(folder);

			free(folder);
			return found;
		}
		slash = strrchr(folder, '/');
		*(slash ? slash : folder) = '\0';
	}
	free(folder);
	return is_register("notices.git") ? nlog_strdup("notices.git") : NULL;
}

cli_status cli_open_store(const cli_run *cli, nlog_store **out)
{
	const char *named = named_register(cli);
	char *path = named ? nlog_strdup(named) : found_register();
	nlog_error err = NLOG_ERROR_INIT;
	int rc;

	if (path)
		rc = nlog_store_open(out, path, &err);
	else
		rc = nlog_error_set(&err, NLOG_ENOTFOUND,
				    "there is no register here: name one with -C DIR or "
				    "NOTICELOG_DIR, or make one with `noticelog init DIR`");
	nlog_free(path);
	if (rc)
		return cli_fail(&err);
	nlog_store_use_jobs(*out, nlog_parallel_jobs());
	return CLI_FINE;
}

cli_status cli_open_history(const cli_run *cli, nlog_store **store, nlog_history **history)
{
	return cli_open_view(cli, &(cli_view){.as_of = NULL}, store, history);
}

/* The register.json of a store; the built-in one if it has none. */
static cli_status read_vocabulary(const nlog_store *store, nlog_register **out)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	char commit[NLOG_OID_SIZE];
	int rc = nlog_store_head(store, commit, &err);

	if (!rc)
		rc = nlog_store_read_path(store, commit, "register.json", &text, &err);
	if (!rc)
		rc = nlog_register_read(out, "register.json", nlog_str_slice(&text), &err);
	else if (rc == NLOG_ENOTFOUND) {
		nlog_register_builtin(out);
		rc = 0;
	}
	nlog_str_clear(&text);
	return rc ? cli_fail(&err) : CLI_FINE;
}

cli_status cli_open_vocabulary(const cli_run *cli, bool looks_around, nlog_register **out)
{
	nlog_store *store = NULL;
	char *found = looks_around && !named_register(cli) ? found_register() : NULL;
	cli_status status;

	if (!named_register(cli) && !found) {
		nlog_register_builtin(out);
		return CLI_FINE;
	}
	nlog_free(found);
	status = cli_open_store(cli, &store);
	if (!status)
		status = read_vocabulary(store, out);
	nlog_store_free(store);
	return status;
}

/* A person's time: as the environment says, else the clock. */
static cli_status read_time(const cli_run *cli, const char *variable, nlog_instant *out,
			    bool *is_now)
{
	const char *text = getenv(variable);
	nlog_error err = NLOG_ERROR_INIT;

	*out = cli->now;
	*is_now = !text || !*text;
	if (*is_now || nlog_instant_from_text(out, nlog_slice_of(text)))
		return CLI_FINE;
	nlog_error_set(
		&err, NLOG_EUSAGE,
		"%s is '%s': write it as 2025-05-02T09:30:00+09:00 or '@SECONDS +0900'",
		variable, text);
	return cli_fail(&err);
}

static void read_name(const char *variable, const nlog_str *configured, nlog_str *out)
{
	const char *text = getenv(variable);

	if (text && *text)
		nlog_str_add(out, text);
	else
		nlog_str_add_slice(out, nlog_str_slice(configured));
}

cli_status cli_identify(const cli_run *cli, const nlog_store *store, cli_identity *out)
{
	static const char *const variables[] = {"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL",
						"GIT_COMMITTER_NAME",
						"GIT_COMMITTER_EMAIL"};
	nlog_str configured[2] = {NLOG_STR_INIT, NLOG_STR_INIT};
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status;
	bool is_known = true;
	int rc = nlog_store_config_user(store, &configured[0], &configured[1], &err);

	*out = (cli_identity){.names = {NLOG_STR_INIT}};
	for (size_t i = 0; i < 4; i++) {
		read_name(variables[i], &configured[i % 2], &out->names[i]);
		is_known = is_known && out->names[i].len;
	}
	nlog_str_clear(&configured[0]);
	nlog_str_clear(&configured[1]);
	if (rc && !is_known)
		return cli_fail(&err);
	if (!is_known) {
		nlog_error_set(
			&err, NLOG_EUSAGE,
			"nobody is named as the author: set user.name and user.email "
			"with `git config --global`, or GIT_AUTHOR_NAME, "
			"GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL");
		return cli_fail(&err);
	}
	out->author = (nlog_person){nlog_str_text(&out->names[0]),
				    nlog_str_text(&out->names[1]), cli->now};
	out->committer = (nlog_person){nlog_str_text(&out->names[2]),
				       nlog_str_text(&out->names[3]), cli->now};
	status = read_time(cli, "GIT_AUTHOR_DATE", &out->author.when, &out->is_author_now);
	return status ? status
		      : read_time(cli, "GIT_COMMITTER_DATE", &out->committer.when,
				  &out->is_committer_now);
}

void cli_identity_clear(cli_identity *identity)
{
	for (size_t i = 0; i < 4; i++)
		nlog_str_clear(&identity->names[i]);
}

static int64_t read_clock(void)
{
	return (int64_t)time(NULL);
}

cli_status cli_identify_writer(const cli_run *cli, const nlog_store *store,
			       cli_identity *identity, nlog_record_options *out)
{
	cli_status status = cli_identify(cli, store, identity);

	out->author = identity->author;
	out->committer = identity->committer;
	out->is_author_now = identity->is_author_now;
	out->is_committer_now = identity->is_committer_now;
	out->clock = read_clock;
	return status;
}

cli_status cli_read_wait(const cli_run *cli, int seconds, nlog_record_options *out)
{
	if (seconds < 0 || seconds > WAIT_LIMIT)
		return cli_usage(cli, "--wait takes 0 to %d seconds", WAIT_LIMIT);
	out->wait_seconds = (unsigned)seconds;
	return CLI_FINE;
}
