/* A temporary folder with a register in it, and git to look at it from outside. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <git2.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/json.h>

#include "store_fixture.h"

extern char **environ;

void store_fixture_folder(store_fixture *fixture)
{
	*fixture = (store_fixture){.folder = "/tmp/noticelog-store-XXXXXX"};
	cr_assert_not_null(mkdtemp(fixture->folder));
	snprintf(fixture->reg, sizeof(fixture->reg), "%s/notices.git", fixture->folder);
	setenv("HOME", fixture->folder, 1);
	setenv("XDG_CONFIG_HOME", fixture->folder, 1);
	/* The test runner may have set libgit2 up already, with the HOME of that time. */
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, fixture->folder);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("LC_ALL", "C", 1);
	store_fixture_write(
		"[user]\n\tname = Plain Git\n\temail = plain@example.org\n"
		"[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n",
		"%s/.gitconfig", fixture->folder);
	/* As the program does: a full disk or a file-size limit is an error then. */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
}

void store_fixture_begin(store_fixture *fixture)
{
	store_fixture_folder(fixture);
	cr_assert_eq(nlog_store_init(fixture->reg, &fixture->err), 0, "%s",
		     fixture->err.text);
	store_fixture_reopen(fixture);
}

void store_fixture_reopen(store_fixture *fixture)
{
	nlog_store_free(fixture->store);
	fixture->store = NULL;
	cr_assert_eq(nlog_store_open(&fixture->store, fixture->reg, &fixture->err), 0, "%s",
		     fixture->err.text);
}

static int remove_one(const char *path, const struct stat *about, int type,
		      struct FTW *place)
{
	(void)about, (void)type, (void)place;
	return remove(path);
}

void store_fixture_end(store_fixture *fixture)
{
	nlog_store_free(fixture->store);
	git_libgit2_shutdown();
	nftw(fixture->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static int run(const char *folder, const char *output, va_list args)
{
	const char *argv[40] = {"git", "-C", folder};
	posix_spawn_file_actions_t actions;
	size_t count = 3;
	int status = -1;
	pid_t pid;

	do
		argv[count] = va_arg(args, const char *);
	while (argv[count] && ++count < 39);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC,
					 0600);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, "git", &actions, NULL, (char *const *)(uintptr_t)argv,
			 environ) == 0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int store_fixture_git(const char *folder, ...)
{
	va_list args;
	int status;

	va_start(args, folder);
	status = run(folder, "/dev/null", args);
	va_end(args);
	return status;
}

int store_fixture_git_output(nlog_str *out, const char *folder, ...)
{
	char path[128];
	va_list args;
	int status;

	snprintf(path, sizeof(path), "%s/git-output", getenv("HOME"));
	va_start(args, folder);
	status = run(folder, path, args);
	va_end(args);
	cr_assert_eq(nlog_file_read(out, path, NLOG_FILE_LIMIT, NULL), 0);
	return status;
}

void store_fixture_write(const char *content, const char *format, ...)
{
	char path[512];
	va_list args;
	FILE *file;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	file = fopen(path, "w");
	cr_assert_not_null(file, "%s", path);
	fputs(content, file);
	fclose(file);
}

static void add_number(nlog_trailer *list, size_t *count, const char *name, unsigned number,
		       char text[16])
{
	if (!number)
		return;
	snprintf(text, 16, "%u", number);
	list[(*count)++] = (nlog_trailer){name, text};
}

static size_t fill_trailers(nlog_trailer *list, const store_step *step, const char *digest,
			    char numbers[2][16])
{
	size_t count = 0;

	if (step->key)
		list[count++] = (nlog_trailer){"Notice", step->key};
	add_number(list, &count, "Revision", step->revision, numbers[0]);
	list[count++] = (nlog_trailer){"Kind", step->kind};
	if (step->key)
		list[count++] = (nlog_trailer){"Issued",
					       step->issued ? step->issued : "2025-05-02"};
	list[count++] = (nlog_trailer){"Digest", digest};
	if (step->source_trailer)
		list[count++] = (nlog_trailer){"Source", step->source_trailer};
	add_number(list, &count, "Corrects", step->corrects, numbers[1]);
	return count;
}

int store_fixture_commit(nlog_write *write, const store_step *step,
			 char commit[NLOG_OID_SIZE], nlog_error *err)
{
	nlog_person clerk = {"Reiko Amano",
			     "amano@example.org",
			     {FIXTURE_SECONDS + step->minute * 60, 540}};
	nlog_slice notice = nlog_slice_of(step->notice),
		   before = nlog_slice_of(step->before),
		   source = nlog_slice_of(step->source);
	nlog_str folder = NLOG_STR_INIT, notice_path = NLOG_STR_INIT,
		 source_path = NLOG_STR_INIT;
	char digest[NLOG_DIGEST_SIZE], numbers[2][16];
	nlog_trailer list[8];
	nlog_write_file files[2];
	size_t file_count = 0;
	nlog_commit_request request = {.subject = "a step",
				       .body = "What it did.\n\nIn words."};
	int rc;

	nlog_digest_bytes(digest, notice);
	if (step->key) {
		nlog_layout_add_folder(&folder, step->key);
		nlog_str_addf(&notice_path, "%s/notice.json", nlog_str_text(&folder));
		nlog_str_addf(&source_path, "%s/source.txt", nlog_str_text(&folder));
	} else {
		nlog_str_add(&notice_path, strcmp(step->kind, "ledger") == 0
						   ? "ledger/FJ.json"
						   : "register.json");
	}
	if (step->notice)
		files[file_count++] =
			(nlog_write_file){.path = nlog_str_text(&notice_path),
					  .content = &notice,
					  .before = step->before ? &before : NULL};
	if (step->source)
		files[file_count++] = (nlog_write_file){.path = nlog_str_text(&source_path),
							.content = &source};
	request.trailers = list;
	request.trailer_count = fill_trailers(list, step, digest, numbers);
	request.digest = digest;
	request.author = request.committer = clerk;
	request.files = files;
	request.file_count = file_count;
	rc = nlog_write_commit(write, &request, commit, err);
	nlog_str_clear(&folder);
	nlog_str_clear(&notice_path);
	nlog_str_clear(&source_path);
	return rc;
}

int store_fixture_record(store_fixture *fixture, const store_step *step,
			 char commit[NLOG_OID_SIZE])
{
	nlog_write *write = NULL;
	int rc = nlog_write_begin(&write, fixture->store, 5, &fixture->err);

	if (!rc)
		rc = store_fixture_commit(write, step, commit, &fixture->err);
	if (!rc)
		rc = nlog_write_publish(write, &fixture->err);
	nlog_write_end(write);
	return rc;
}
