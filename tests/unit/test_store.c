/* The register as a git repository: made, opened, recorded into and read back. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/file.h>
#include <noticelog/json.h>

#include "store_fixture.h"

#define KEY "31-XQ-07-GE-WSP-B"
#define FOLDER "notices/31/XQ/" KEY

TestSuite(store, .timeout = 60);

static nlog_str read_text(const char *folder, const char *name)
{
	nlog_str text = NLOG_STR_INIT;
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	nlog_file_read(&text, path, NLOG_FILE_LIMIT, NULL);
	return text;
}

Test(store, init_makes_a_bare_register_on_main_whatever_git_is_told)
{
	store_fixture f;
	char path[256];
	nlog_str text;

	store_fixture_folder(&f);
	snprintf(path, sizeof(path), "%s/template/hooks", f.folder);
	cr_assert_eq(store_fixture_git(f.folder, "init", "-q", "template", NULL), 0);
	mkdir(path, 0777);
	store_fixture_write("#!/bin/sh\n", "%s/post-update", path);
	store_fixture_write("[init]\n\tdefaultBranch = trunk\n\ttemplateDir = ~/template\n",
			    "%s/.gitconfig", f.folder);
	cr_assert_eq(nlog_store_init(f.reg, &f.err), 0, "%s", f.err.text);
	text = read_text(f.reg, "HEAD");
	cr_assert_str_eq(nlog_str_text(&text), "ref: refs/heads/main\n");
	nlog_str_clear(&text);
	cr_assert_eq(store_fixture_git_output(&text, f.reg, "config", "core.bare", NULL),
		     0);
	cr_assert_str_eq(nlog_str_text(&text), "true\n");
	snprintf(path, sizeof(path), "%s/hooks/post-update", f.reg);
	cr_assert_neq(access(path, F_OK), 0, "a template's hook came in");
	cr_assert_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	nlog_str_clear(&text);
	store_fixture_end(&f);
}

Test(store, init_takes_an_empty_folder_and_refuses_all_else)
{
	store_fixture f;
	char path[256];

	store_fixture_folder(&f);
	mkdir(f.reg, 0777);
	cr_assert_eq(nlog_store_init(f.reg, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(nlog_store_init(f.reg, &f.err), NLOG_EEXISTS);
	snprintf(path, sizeof(path), "%s/full", f.folder);
	mkdir(path, 0777);
	store_fixture_write("mine", "%s/file", path);
	cr_expect_eq(nlog_store_init(path, &f.err), NLOG_EEXISTS);
	snprintf(path, sizeof(path), "%s/full/HEAD", f.folder);
	cr_expect_neq(access(path, F_OK), 0);
	snprintf(path, sizeof(path), "%s/full/file", f.folder);
	cr_expect_eq(nlog_store_init(path, &f.err), NLOG_EEXISTS);
	cr_expect_eq(access(path, F_OK), 0);
	snprintf(path, sizeof(path), "%s/none/deeper", f.folder);
	cr_expect_eq(nlog_store_init(path, &f.err), NLOG_ENOTFOUND);
	cr_expect_not_null(strstr(f.err.text, "folder above"), "%s", f.err.text);
	store_fixture_end(&f);
}

Test(store, a_register_in_the_making_is_seen_by_nobody)
{
	store_fixture f;
	nlog_making *making = NULL, *second = NULL;
	nlog_store *store = NULL;
	char path[256];

	store_fixture_folder(&f);
	cr_assert_eq(nlog_making_begin(&making, f.reg, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(nlog_store_open(&store, f.reg, &f.err), NLOG_ENOTFOUND);
	cr_expect_eq(nlog_making_begin(&second, f.reg, &f.err), NLOG_EBUSY, "%s",
		     f.err.text);
	cr_assert_eq(nlog_store_open(&store, nlog_making_path(making), &f.err), 0);
	nlog_store_free(store);
	/* Not ended: nothing is left of it. */
	nlog_making_free(making);
	cr_expect_neq(access(f.reg, F_OK), 0);
	mkdir(f.reg, 0777);
	cr_assert_eq(nlog_making_begin(&making, f.reg, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(nlog_making_end(making, &f.err), 0, "%s", f.err.text);
	nlog_making_free(making);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	/* Cut off between its draft and its end: a draft goes, what was made is completed. */
	snprintf(path, sizeof(path), "%s/cut.git", f.folder);
	mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/cut.git/.noticelog-draft", f.folder);
	mkdir(path, 0777);
	store_fixture_write("half", "%s/config", path);
	snprintf(path, sizeof(path), "%s/cut.git", f.folder);
	cr_expect_eq(nlog_store_init(path, &f.err), 0, "%s", f.err.text);
	snprintf(path, sizeof(path), "%s/cut.git/.noticelog-made", f.folder);
	mkdir(path, 0777);
	store_fixture_write("ref: refs/heads/main\n", "%s/HEAD", path);
	snprintf(path, sizeof(path), "%s/cut.git/HEAD", f.folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/cut.git", f.folder);
	cr_expect_eq(nlog_store_init(path, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(store_fixture_git(path, "fsck", "--strict", NULL), 0);
	cr_expect_eq(nlog_store_init(path, &f.err), NLOG_EEXISTS);
	store_fixture_end(&f);
}

Test(store, open_tells_why_it_cannot)
{
	static const struct {
		const char *name;
		int code;
		const char *text;
	} rows[] = {
		{"nowhere", NLOG_ENOTFOUND, "there is no '"},
		{"folder", NLOG_ENOTFOUND, "is not a git repository"},
		{"file", NLOG_ENOTFOUND, "is not a git repository"},
		{"notices.git", NLOG_EDAMAGED, "cannot open '"},
	};
	store_fixture f;
	char path[256];

	store_fixture_begin(&f);
	snprintf(path, sizeof(path), "%s/folder", f.folder);
	mkdir(path, 0777);
	store_fixture_write("", "%s/file", f.folder);
	store_fixture_write("[core\nbare", "%s/config", f.reg);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_store *store = NULL;

		snprintf(path, sizeof(path), "%s/%s", f.folder, rows[i].name);
		cr_expect_eq(nlog_store_open(&store, path, &f.err), rows[i].code, "%s: %s",
			     rows[i].name, f.err.text);
		cr_expect_not_null(strstr(f.err.text, rows[i].text), "%s", f.err.text);
		cr_expect_null(store);
	}
	store_fixture_end(&f);
}

Test(store, open_refuses_the_register_of_another_user)
{
	store_fixture f;
	nlog_store *store = NULL;
	nlog_str text;

	if (geteuid() != 0)
		cr_skip_test("only root can give a folder away");
	unsetenv("SUDO_UID");
	store_fixture_begin(&f);
	cr_assert_eq(chown(f.reg, 65534, 65534), 0);
	cr_assert_eq(nlog_store_open(&store, f.reg, &f.err), NLOG_EOWNER, "%s", f.err.text);
	cr_expect_not_null(strstr(f.err.text, "safe.directory '/"), "%s", f.err.text);
	/* With another entry there, libgit2 answers another code. */
	store_fixture_write("[safe]\n\tdirectory = /elsewhere\n", "%s/.gitconfig",
			    f.folder);
	cr_assert_eq(nlog_store_open(&store, f.reg, &f.err), NLOG_EOWNER, "%s", f.err.text);
	text = (nlog_str)NLOG_STR_INIT;
	nlog_str_addf(&text, "[safe]\n\tdirectory = %s\n", f.reg);
	store_fixture_write(nlog_str_text(&text), "%s/.gitconfig", f.folder);
	cr_assert_eq(nlog_store_open(&store, f.reg, &f.err), 0, "%s", f.err.text);
	nlog_store_free(store);
	nlog_str_clear(&text);
	store_fixture_end(&f);
}

static int add_name(const char *name, void *data)
{
	nlog_str_addf(data, "%s ", name);
	return 0;
}

Test(store, reads_back_what_was_recorded)
{
	static const char source[] = "the letter as received\n", notice[] = "{}\n";
	store_fixture f;
	char commit[NLOG_OID_SIZE], resolved[NLOG_OID_SIZE], chain[NLOG_DIGEST_SIZE];
	nlog_str text = NLOG_STR_INIT, trailer = NLOG_STR_INIT;
	nlog_log *log = NULL;
	const nlog_entry *entry;

	store_fixture_begin(&f);
	nlog_source_add_trailer(&trailer, NLOG_SLICE("März/ 1%.txt"),
				nlog_slice_of(source));
	cr_assert_eq(store_fixture_record(
			     &f,
			     &(store_step){.key = KEY,
					   .kind = "issue",
					   .revision = 1,
					   .notice = notice,
					   .source = source,
					   .source_trailer = nlog_str_text(&trailer)},
			     commit),
		     0, "%s", f.err.text);
	cr_assert_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_log_count(log), 1);
	cr_expect_str_eq(nlog_log_head(log), commit);
	entry = nlog_log_get(log, 0);
	cr_expect_str_eq(entry->commit, commit);
	cr_expect_str_eq(entry->author_name, "Reiko Amano");
	cr_expect_str_eq(entry->author_email, "amano@example.org");
	cr_expect_eq(entry->authored.seconds, FIXTURE_SECONDS);
	cr_expect_eq(entry->authored.offset_minutes, 540);
	cr_expect_str_eq(entry->subject, "a step");
	cr_expect_not(entry->is_plain);
	cr_expect_str_eq(entry->notice, KEY);
	cr_expect_eq(entry->revision, 1);
	cr_expect_eq(entry->stated, 1);
	cr_expect_str_eq(entry->kind, "issue");
	cr_expect_str_eq(entry->issued, "2025-05-02");
	cr_expect_str_eq(entry->source, "März/ 1%.txt");
	cr_expect_eq(entry->source_size, strlen(source));
	cr_expect_eq(entry->entry, 1);
	nlog_str_addf(&text, "\n%s", entry->digest);
	nlog_digest_bytes(chain, nlog_str_slice(&text));
	cr_expect_str_eq(entry->chain, chain);
	nlog_str_clear(&text);
	cr_expect_eq(nlog_store_read_blob(f.store, entry->blob, &text, &f.err), 0);
	cr_expect_str_eq(nlog_str_text(&text), notice);
	nlog_str_clear(&text);
	cr_expect_eq(
		nlog_store_read_file(f.store, entry->tree, "source.txt", &text, &f.err), 0);
	cr_expect_str_eq(nlog_str_text(&text), source);
	cr_expect_eq(
		nlog_store_read_file(f.store, entry->tree, "addendum.json", &text, &f.err),
		NLOG_ENOTFOUND);
	cr_expect_str_eq(nlog_str_text(&text), source, "added to on failure");
	nlog_str_clear(&text);
	cr_expect_eq(
		nlog_store_read_path(f.store, commit, FOLDER "/notice.json", &text, &f.err),
		0);
	cr_expect_str_eq(nlog_str_text(&text), notice);
	cr_expect_eq(nlog_store_read_path(f.store, commit, FOLDER, &text, &f.err),
		     NLOG_ENOTFOUND);
	nlog_str_clear(&text);
	cr_expect_eq(nlog_store_list_tree(f.store, entry->tree, add_name, &text, &f.err),
		     0);
	cr_expect_str_eq(nlog_str_text(&text), "notice.json source.txt ");
	nlog_str_clear(&text);
	cr_expect_eq(nlog_store_read_message(f.store, commit, &text, &f.err), 0);
	cr_expect_not_null(strstr(nlog_str_text(&text),
				  "a step\n\nWhat it did.\n\nIn words.\n\n"
				  "Notice: " KEY "\nRevision: 1\n"),
			   "%s", nlog_str_text(&text));
	cr_expect_eq(nlog_store_resolve(f.store, "main", resolved, &f.err), 0);
	cr_expect_str_eq(resolved, commit);
	commit[8] = '\0';
	cr_expect_eq(nlog_store_resolve(f.store, commit, resolved, &f.err), 0);
	cr_expect_str_eq(resolved, nlog_log_head(log));
	cr_expect_eq(nlog_store_resolve(f.store, "main~1", resolved, &f.err),
		     NLOG_ENOTFOUND);
	cr_expect_eq(nlog_store_resolve(f.store, "no..thing", resolved, &f.err),
		     NLOG_ENOTFOUND);
	cr_expect_eq(nlog_store_read_blob(f.store, "12ab", &text, &f.err), NLOG_ENOTFOUND);
	nlog_str_clear(&text);
	nlog_str_clear(&trailer);
	nlog_log_free(log);
	store_fixture_end(&f);
}

Test(store, an_empty_register_has_an_empty_log)
{
	store_fixture f;
	nlog_log *log = NULL;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(nlog_log_count(log), 0);
	cr_expect_str_eq(nlog_log_head(log), "");
	nlog_log_free(log);
	store_fixture_end(&f);
}

Test(store, counts_revisions_for_each_notice)
{
	static const char other[] = "A_B";
	static const struct {
		store_step step;
		unsigned revision;
	} rows[] = {
		{{NULL, "register", "{\"r\": 1}\n", .minute = 1}, 0},
		{{KEY, "issue", "{\"a\": 1}\n", .revision = 1}, 1},
		{{other, "issue", "{\"b\": 1}\n", .revision = 1}, 1},
		{{KEY, "amendment", "{\"a\": 2}\n", .revision = 2}, 2},
		{{KEY, "correction", "{\"a\": 3}\n", .revision = 3, .corrects = 1}, 3},
		{{KEY, "restore", "{\"a\": 2}\n", .revision = 2}, 0},
		{{KEY, "withdrawal", .source = "withdrawn\n", .revision = 4}, 4},
		{{NULL, "ledger", .notice = "[]\n"}, 0},
		{{KEY, "restore", "{\"a\": 2}\n", .revision = 2, .minute = 9}, 0},
		{{other, "amendment", "{\"b\": 2}\n", .revision = 2}, 2},
	};
	enum { COUNT = sizeof(rows) / sizeof(*rows) };
	store_fixture f;
	nlog_write *write = NULL;
	nlog_log *log = NULL;
	const nlog_log *before = NULL;
	char commits[COUNT][NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	for (size_t i = 0; i < COUNT; i++)
		cr_assert_eq(store_fixture_commit(write, &rows[i].step, commits[i], &f.err),
			     0, "%zu: %s", i, f.err.text);
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_write_log(write, &before, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(nlog_log_count(before), 0, "it is the log as the run began");
	nlog_write_end(write);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_log_count(log), COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		const nlog_entry *entry = nlog_log_get(log, i);

		cr_expect_str_eq(entry->commit, commits[i]);
		cr_expect_str_eq(entry->kind, rows[i].step.kind);
		cr_expect_eq(entry->revision, rows[i].revision, "%zu: r%u", i,
			     entry->revision);
		cr_expect_eq(entry->stated, rows[i].step.revision);
		cr_expect_eq(entry->corrects, rows[i].step.corrects);
		cr_expect_eq(entry->entry, i + 1);
		cr_expect_neq(entry->register_blob[0], '\0');
		cr_expect_eq(entry->blob[0] != '\0', rows[i].step.key != NULL);
		cr_expect_eq(entry->tree[0] != '\0', rows[i].step.key != NULL);
	}
	/* The withdrawal left the notice as it was. */
	cr_expect_str_eq(nlog_log_get(log, 6)->blob, nlog_log_get(log, 3)->blob);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	nlog_log_free(log);
	store_fixture_end(&f);
}

/* A clone with a work tree, for commits by plain git; a commit is `main` and pushed. */
static void plain_clone(store_fixture *f, char clone[128])
{
	snprintf(clone, 128, "%s/clone", f->folder);
	cr_assert_eq(store_fixture_git(f->folder, "clone", "-q", f->reg, "clone", NULL), 0);
}

static void plain_commit(store_fixture *f, const char *clone, const char *message)
{
	(void)f;
	cr_assert_eq(store_fixture_git(clone, "add", "-A", NULL), 0);
	cr_assert_eq(store_fixture_git(clone, "commit", "-q", "--allow-empty",
				       "--cleanup=verbatim", "-m", message, NULL),
		     0);
	cr_assert_eq(store_fixture_git(clone, "push", "-q", "origin", "HEAD:main", NULL),
		     0);
}

Test(store, takes_plain_commits_as_entries)
{
	static const struct {
		const char *kind, *notice;
		unsigned revision;
	} rows[] = {
		{"issue", KEY, 1},  {"plain", "25-IN-1", 1}, {"plain", KEY, 2},
		{"plain", NULL, 0}, {"plain", KEY, 0},       {"issue", "lone", 1},
	};
	store_fixture f;
	char commit[NLOG_OID_SIZE], clone[128];
	nlog_log *log = NULL;

	store_fixture_begin(&f);
	cr_assert_eq(
		store_fixture_record(&f, &(store_step){KEY, "issue", "{}\n", .revision = 1},
				     commit),
		0, "%s", f.err.text);
	plain_clone(&f, clone);
	store_fixture_write("{\"x\": 1}\n", "%s/" FOLDER "/notice.json", clone);
	snprintf(commit, sizeof(commit), "notices/25/IN/25-IN-1");
	cr_assert_eq(store_fixture_git(clone, "config", "core.autocrlf", "false", NULL), 0);
	for (const char *slash = strchr(commit, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		char path[256];

		snprintf(path, sizeof(path), "%s/%.*s", clone, (int)(slash - commit),
			 commit);
		mkdir(path, 0777);
		snprintf(path, sizeof(path), "%s/%s", clone, commit);
		mkdir(path, 0777);
	}
	store_fixture_write("{}\n", "%s/%s/notice.json", clone, commit);
	/* In no notice's place: nothing of ours. */
	store_fixture_write("{}\n", "%s/notices/notice.json", clone);
	plain_commit(&f, clone, "two notices by hand");
	store_fixture_write("hello\n", "%s/README", clone);
	plain_commit(&f, clone, "nothing of ours");
	cr_assert_eq(store_fixture_git(clone, "rm", "-q", FOLDER "/notice.json", NULL), 0);
	plain_commit(&f, clone, "a notice is gone");
	cr_assert_eq(
		store_fixture_record(
			&f, &(store_step){"lone", "issue", "{}\n", .revision = 1}, commit),
		0, "%s", f.err.text);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_log_count(log), 6);
	for (size_t i = 0; i < 6; i++) {
		const nlog_entry *entry = nlog_log_get(log, i);

		cr_expect_str_eq(entry->kind, rows[i].kind);
		cr_expect_eq(entry->revision, rows[i].revision, "%zu", i);
		cr_expect_eq(entry->is_plain, strcmp(rows[i].kind, "plain") == 0);
		cr_expect(rows[i].notice ? entry->notice && strcmp(entry->notice,
								   rows[i].notice) == 0
					 : !entry->notice,
			  "%zu: %s", i, entry->notice ? entry->notice : "none");
	}
	cr_expect_str_eq(nlog_log_get(log, 1)->commit, nlog_log_get(log, 2)->commit);
	cr_expect_str_eq(nlog_log_get(log, 4)->blob, "");
	/* Our count goes on over the plain commits. */
	cr_expect_eq(nlog_log_get(log, 5)->entry, 2);
	nlog_log_free(log);
	store_fixture_end(&f);
}

Test(store, takes_foreign_and_broken_trailers_as_plain)
{
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define TAIL "\nEntry: 1\nChain: " ZEROS
	static const struct {
		const char *message;
		bool is_ours;
	} rows[] = {
		{"s\n\nKind: register" TAIL, true},
		{"s\n\nNotice: a\nKind: issue\nSource: %41. 5 " ZEROS TAIL "\n", true},
		{"Kind: register" TAIL, false},
		{"s\n\nKind: register\nSigned-off-by: A <a@example.org>" TAIL, false},
		{"s\n\nKind: register\nKind: register" TAIL, false},
		{"s\n\nKind: party" TAIL, false},
		{"s\n\nKind: issue" TAIL, false},
		{"s\n\nNotice: a\nKind: register" TAIL, false},
		{"s\n\nNotice: a\nKind: correction" TAIL, false},
		{"s\n\nNotice: ../a\nKind: issue" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nRevision: 99999999999999999999" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nRevision: -1" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nIssued: 2025-13-02" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nDigest: 12" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nSource: a%4 5 " ZEROS TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nSource: a 12345678901234567890 " ZEROS TAIL,
		 false},
		{"s\n\nNotice: a\nKind: issue\nAmendments: \033[31m" TAIL, false},
		{"s\n\nNotice: a\nKind: issue\nAmendments: \xff" TAIL, false},
		{"s\n\nKind: register\nEntry: 0\nChain: " ZEROS, false},
		{"s\n\nKind: register\nEntry: 1", false},
		{"s\n\nKind:register" TAIL, false},
		{"s\n\n\n:\n: ", false},
		{"\033]0;title\a\xff\n\n\n", false},
	};
	enum { COUNT = sizeof(rows) / sizeof(*rows) };
	store_fixture f;
	char clone[128];
	nlog_log *log = NULL;

	store_fixture_begin(&f);
	plain_clone(&f, clone);
	/* So that git keeps bytes that are no UTF-8. */
	cr_assert_eq(store_fixture_git(clone, "config", "i18n.commitEncoding", "ISO-8859-1",
				       NULL),
		     0);
	for (size_t i = 0; i < COUNT; i++)
		cr_assert_eq(store_fixture_git(clone, "commit", "-q", "--allow-empty",
					       "--cleanup=verbatim", "-m", rows[i].message,
					       NULL),
			     0);
	cr_assert_eq(store_fixture_git(clone, "push", "-q", "origin", "HEAD:main", NULL),
		     0);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_log_count(log), COUNT);
	for (size_t i = 0; i < COUNT; i++)
		cr_expect_eq(!nlog_log_get(log, i)->is_plain, rows[i].is_ours, "%zu", i);
	cr_expect_str_eq(nlog_log_get(log, 1)->source, "A.");
	cr_expect_null(strpbrk(nlog_log_get(log, COUNT - 1)->subject, "\033\a\xff"));
	nlog_log_free(log);
	store_fixture_end(&f);
}

Test(store, names_a_commit_of_two_parents)
{
	store_fixture f;
	char clone[128], merge[NLOG_OID_SIZE];
	nlog_log *log = NULL;

	store_fixture_begin(&f);
	plain_clone(&f, clone);
	plain_commit(&f, clone, "first");
	cr_assert_eq(store_fixture_git(clone, "checkout", "-q", "-b", "side", NULL), 0);
	cr_assert_eq(
		store_fixture_git(clone, "commit", "-q", "--allow-empty", "-m", "a", NULL),
		0);
	cr_assert_eq(store_fixture_git(clone, "checkout", "-q", "main", NULL), 0);
	cr_assert_eq(store_fixture_git(clone, "merge", "-q", "--no-ff", "-m", "both",
				       "side", NULL),
		     0);
	cr_assert_eq(store_fixture_git(clone, "push", "-q", "origin", "main", NULL), 0);
	cr_assert_eq(nlog_store_resolve(f.store, "main", merge, &f.err), 0);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), NLOG_EDAMAGED);
	cr_expect_not_null(strstr(f.err.text, merge), "%s", f.err.text);
	store_fixture_end(&f);
}

Test(store, reads_a_work_tree_and_does_not_write_to_it)
{
	store_fixture f;
	nlog_store *store = NULL;
	nlog_write *write = NULL;
	nlog_log *log = NULL;
	char clone[128], commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &(store_step){KEY, "issue", .notice = "{}\n"},
					  commit),
		     0, "%s", f.err.text);
	plain_clone(&f, clone);
	/* As a build server checks out: one commit, without a branch. */
	cr_assert_eq(store_fixture_git(clone, "checkout", "-q", "--detach", NULL), 0);
	cr_assert_eq(store_fixture_git(clone, "branch", "-q", "-D", "main", NULL), 0);
	cr_assert_eq(nlog_store_open(&store, clone, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_store_log(&log, store, &f.err), 0, "%s", f.err.text);
	cr_expect_str_eq(nlog_log_head(log), commit);
	cr_expect_eq(nlog_write_begin(&write, store, 1, &f.err), NLOG_EUSAGE);
	cr_expect_null(write);
	nlog_log_free(log);
	nlog_store_free(store);
	store_fixture_end(&f);
}

Test(store, finds_its_branch_whatever_head_names)
{
	store_fixture f;
	char commit[NLOG_OID_SIZE], head[NLOG_OID_SIZE] = "";

	store_fixture_begin(&f);
	cr_expect_eq(nlog_store_head(f.store, head, &f.err), NLOG_ENOTFOUND);
	cr_assert_eq(store_fixture_record(&f, &(store_step){KEY, "issue", .notice = "{}\n"},
					  commit),
		     0, "%s", f.err.text);
	cr_assert_eq(
		store_fixture_git(f.reg, "symbolic-ref", "HEAD", "refs/heads/other", NULL),
		0);
	store_fixture_reopen(&f);
	cr_assert_eq(nlog_store_head(f.store, head, &f.err), 0, "%s", f.err.text);
	cr_expect_str_eq(head, commit);
	store_fixture_end(&f);
}

Test(store, knows_the_user_whom_git_knows)
{
	store_fixture f;
	nlog_str name = NLOG_STR_INIT, email = NLOG_STR_INIT;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_store_config_user(f.store, &name, &email, &f.err), 0, "%s",
		     f.err.text);
	cr_expect_str_eq(nlog_str_text(&name), "Plain Git");
	cr_expect_str_eq(nlog_str_text(&email), "plain@example.org");
	nlog_str_clear(&name);
	nlog_str_clear(&email);
	store_fixture_write("", "%s/.gitconfig", f.folder);
	store_fixture_reopen(&f);
	cr_assert_eq(nlog_store_config_user(f.store, &name, &email, &f.err), 0, "%s",
		     f.err.text);
	cr_expect_str_eq(nlog_str_text(&name), "");
	store_fixture_end(&f);
}

Test(store, lays_notices_out_by_year_and_sector)
{
	static const struct {
		const char *key, *folder;
	} rows[] = {
		{KEY, FOLDER},
		{"25-IN-", "notices/25/IN/25-IN-"},
		{"25-IN", "notices/other/25-IN"},
		{"25", "notices/other/25"},
		{"a--b", "notices/other/a--b"},
		{"25-.git-1", "notices/other/25-.git-1"},
		{"25-.-1", "notices/other/25-.-1"},
		{"25-IN.-1", "notices/other/25-IN.-1"},
		{"25-x.lock-1", "notices/other/25-x.lock-1"},
		{"other-IN-1", "notices/other/other-IN-1"},
		{"OTHER-IN-1", "notices/other/OTHER-IN-1"},
		{"16-AG-35-GE_SPP-OSM-B", "notices/16/AG/16-AG-35-GE_SPP-OSM-B"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str folder = NLOG_STR_INIT;

		nlog_layout_add_folder(&folder, rows[i].key);
		cr_expect_str_eq(nlog_str_text(&folder), rows[i].folder);
		nlog_str_clear(&folder);
	}
}
