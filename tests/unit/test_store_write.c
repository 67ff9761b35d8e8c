/* Recording under difficulties: hostile input, other writers, locks, a full disk. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <noticelog/file.h>
#include <noticelog/json.h>

#include "store_fixture.h"

#define KEY "31-XQ-07-GE-WSP-B"
#define FOLDER "notices/31/XQ/" KEY
#define SOME_DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

TestSuite(store_write, .timeout = 60);

static const store_step first_step = {KEY, "issue", .notice = "{}\n", .revision = 1};

static size_t count_entries(store_fixture *f)
{
	nlog_log *log = NULL;
	size_t count;

	cr_assert_eq(nlog_store_log(&log, f->store, &f->err), 0, "%s", f->err.text);
	count = nlog_log_count(log);
	nlog_log_free(log);
	return count;
}

/* A request that is fine, for tests to spoil. */
static nlog_commit_request sound_request(const nlog_write_file *file)
{
	static const nlog_trailer trailers[] = {{"Notice", KEY}, {"Kind", "issue"}};
	const nlog_person clerk = {
		"Reiko Amano", "amano@example.org", {FIXTURE_SECONDS, 0}};

	return (nlog_commit_request){
		.subject = "s",
		.body = "",
		.trailers = trailers,
		.trailer_count = 2,
		.digest = SOME_DIGEST,
		.author = clerk,
		.committer = clerk,
		.files = file,
		.file_count = 1,
	};
}

Test(store_write, the_same_input_gives_the_same_commit)
{
	char commits[2][NLOG_OID_SIZE];

	for (size_t i = 0; i < 2; i++) {
		store_fixture f;

		setenv("TZ", i ? "Asia/Tokyo" : "America/Lima", 1);
		store_fixture_begin(&f);
		cr_assert_eq(store_fixture_record(&f, &first_step, commits[i]), 0, "%s",
			     f.err.text);
		store_fixture_end(&f);
	}
	cr_expect_str_eq(commits[0], commits[1]);
}

Test(store_write, hostile_people_and_texts_are_refused)
{
	static const struct {
		const char *name, *email, *subject, *body, *digest;
		nlog_instant when;
	} rows[] = {
		{.name = "A\nauthor B"},
		{.name = "A <b>"},
		{.name = ""},
		{.name = "..."},
		{.name = "A\033[31m"},
		{.name = "A\xff"},
		{.name = "A\xe2\x80\xae"
			 "B"},
		{.email = "a@example.org>"},
		{.email = "a@example.org\r"},
		{.email = ""},
		{.subject = ""},
		{.subject = "one\ntwo"},
		{.subject = "\x9b"},
		{.body = "a\033]0;b\a"},
		{.digest = "12"},
		{.digest = "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcde"
			   "f"},
		{.when = {-5, 0}},
		{.when = {NLOG_INSTANT_MAX + 1, 0}},
		{.when = {1, 100000}},
	};
	const nlog_slice content = NLOG_SLICE("{}\n");
	const nlog_write_file file = {.path = FOLDER "/notice.json", .content = &content};
	store_fixture f;
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_commit_request request = sound_request(&file);

		if (rows[i].name)
			request.author.name = rows[i].name;
		if (rows[i].email)
			request.committer.email = rows[i].email;
		if (rows[i].subject)
			request.subject = rows[i].subject;
		if (rows[i].body)
			request.body = rows[i].body;
		if (rows[i].digest)
			request.digest = rows[i].digest;
		if (rows[i].when.seconds)
			request.committer.when = rows[i].when;
		cr_expect_eq(nlog_write_commit(write, &request, commit, &f.err),
			     NLOG_EINPUT, "row %zu: %s", i, f.err.text);
		cr_expect_null(strpbrk(f.err.text, "\033\n\r\a"));
	}
	/* A failed call adds nothing, and the run goes on. */
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(count_entries(&f), 0);
	cr_assert_eq(store_fixture_commit(write, &first_step, commit, &f.err), 0, "%s",
		     f.err.text);
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_expect_eq(count_entries(&f), 1);
	store_fixture_end(&f);
}

Test(store_write, foreign_trailers_are_refused)
{
	static const nlog_trailer rows[][2] = {
		{{"Notice", KEY}, {"Kind", "party"}},
		{{"Notice", KEY}, {"Kind", "issue\nEntry: 9"}},
		{{"Notice", "../x"}, {"Kind", "issue"}},
		{{"Kind", "issue"}, {"Rules", "1"}},
		{{"Kind", "register"}, {"Kind", "register"}},
		{{"Kind", "register"}, {"Entry", "7"}},
		{{"Kind", "register"}, {"Signed-off-by", "x"}},
		{{"Kind", "register"}, {"Rules", ""}},
		{{"Kind", "register"}, {"Digest", "00" SOME_DIGEST}},
		{{"Kind", "register"},
		 {"Digest",
		  "ff23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}},
	};
	const nlog_slice content = NLOG_SLICE("{}\n");
	const nlog_write_file file = {.path = "register.json", .content = &content};
	store_fixture f;
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_commit_request request = sound_request(&file);

		request.trailers = rows[i];
		cr_expect_eq(nlog_write_commit(write, &request, commit, &f.err),
			     NLOG_EINPUT, "row %zu", i);
	}
	nlog_write_end(write);
	store_fixture_end(&f);
}

Test(store_write, only_paths_of_a_register_are_written)
{
	static const struct {
		const char *path;
		bool is_fine;
	} rows[] = {
		{"register.json", true},
		{"ledger/FJ.json", true},
		{FOLDER "/notice.json", true},
		{FOLDER "/addendum.json", true},
		{FOLDER "/source.tar.gz", true},
		{"notices/other/a--b/source.pdf", true},
		{"", false},
		{"/", false},
		{"/register.json", false},
		{"x.json", false},
		{"Register.json", false},
		{"ledger/", false},
		{"ledger/.json", false},
		{"ledger/../x.json", false},
		{"ledger/FJ.txt", false},
		{"ledger/a/FJ.json", false},
		{"notices/notice.json", false},
		{"notices/31/" KEY "/notice.json", false},
		{"notices/other/" KEY "/notice.json", false},
		{"notices/31/XQ/../notice.json", false},
		{"notices/other/../notice.json", false},
		{"notices/other/.git/notice.json", false},
		{"notices/other/a.lock/notice.json", false},
		{FOLDER "/source", false},
		{FOLDER "/source.", false},
		{FOLDER "/source.a/b", false},
		{FOLDER "/source.\033", false},
		{FOLDER "/.gitmodules", false},
		{FOLDER "//notice.json", false},
		{"./" FOLDER "/notice.json", false},
	};
	const nlog_slice content = NLOG_SLICE("{}\n");
	store_fixture f;
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const nlog_write_file file = {.path = rows[i].path, .content = &content};
		nlog_commit_request request = sound_request(&file);

		cr_expect_eq(nlog_write_commit(write, &request, commit, &f.err),
			     rows[i].is_fine ? 0 : NLOG_EINPUT, "'%s': %s", rows[i].path,
			     f.err.text);
	}
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	store_fixture_end(&f);
}

Test(store_write, files_are_removed_with_the_folders_that_they_leave_empty)
{
	const nlog_slice content = NLOG_SLICE("x");
	const nlog_write_file files[] = {
		{FOLDER "/source.txt", &content, NULL},
		{"register.json", &content, NULL},
		{FOLDER "/notice.json", &content, NULL},
		{FOLDER "/source.txt", NULL, NULL},
		{FOLDER "/source.pdf", NULL, NULL},
		{FOLDER "/notice.json", NULL, NULL},
		{"register.json", NULL, NULL},
		{"register.json", NULL, NULL},
	};
	static const struct {
		size_t from, count;
		int code;
		const char *tree;
	} rows[] = {
		{0, 3, 0, FOLDER "/notice.json\n" FOLDER "/source.txt\nregister.json\n"},
		{3, 2, 0, FOLDER "/notice.json\nregister.json\n"},
		{6, 2, NLOG_EINPUT, FOLDER "/notice.json\nregister.json\n"},
		{5, 1, 0, "register.json\n"},
		{6, 1, 0, ""},
	};
	store_fixture f;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_commit_request request = sound_request(files + rows[i].from);
		nlog_write *write = NULL;
		nlog_str tree = NLOG_STR_INIT;

		request.file_count = rows[i].count;
		cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s",
			     f.err.text);
		cr_expect_eq(nlog_write_commit(write, &request, commit, &f.err),
			     rows[i].code, "%s", f.err.text);
		cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
		nlog_write_end(write);
		store_fixture_git_output(&tree, f.reg, "ls-tree", "-r", "--name-only",
					 "main", NULL);
		cr_expect_str_eq(nlog_str_text(&tree), rows[i].tree, "row %zu", i);
		nlog_str_clear(&tree);
	}
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	store_fixture_end(&f);
}

Test(store_write, keys_that_differ_in_case_alone_are_refused)
{
	static const struct {
		const char *key;
		int code;
	} rows[] = {
		{"25-in-1", 0},
		{"25-IN-1", NLOG_EINPUT},
		{"25-In-1", NLOG_EINPUT},
		{"25-IN-2", 0},
		{"25-in-1", 0},
		{"lone", 0},
		{"LONE", NLOG_EINPUT},
		{"ab-c-d", 0},
		{"AB-C-D", NLOG_EINPUT},
		{"Other-x-y", 0},
		{"other-x-y", NLOG_EINPUT},
		{"lone2", 0},
	};
	store_fixture f;
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE], content[16];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(content, sizeof(content), "{%zu}", i);
		cr_expect_eq(store_fixture_commit(
				     write,
				     &(store_step){rows[i].key, "issue", .notice = content},
				     commit, &f.err),
			     rows[i].code, "%s: %s", rows[i].key, f.err.text);
	}
	nlog_write_end(write);
	store_fixture_end(&f);
}

Test(store_write, what_is_not_published_is_not_recorded)
{
	store_fixture f;
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(store_fixture_commit(write, &first_step, commit, &f.err), 0, "%s",
		     f.err.text);
	nlog_write_end(write);
	cr_expect_eq(count_entries(&f), 0);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	store_fixture_end(&f);
}

Test(store_write, a_branch_that_moved_meanwhile_is_a_conflict)
{
	store_fixture f;
	nlog_write *write = NULL;
	char commits[2][NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &first_step, commits[0]), 0, "%s",
		     f.err.text);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(store_fixture_commit(write,
					  &(store_step){KEY, "amendment", .notice = "{1}"},
					  commits[1], &f.err),
		     0);
	/* A plain git, which does not know our lock, takes the branch away. */
	cr_assert_eq(store_fixture_git(f.reg, "update-ref", "-d", "refs/heads/main", NULL),
		     0);
	cr_expect_eq(nlog_write_publish(write, &f.err), NLOG_ECONFLICT, "%s", f.err.text);
	cr_expect_not_null(strstr(f.err.text, "nothing was recorded"), "%s", f.err.text);
	/* It is done already, by whomever: then it is recorded. */
	cr_assert_eq(
		store_fixture_git(f.reg, "update-ref", "refs/heads/main", commits[1], NULL),
		0);
	cr_expect_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_expect_eq(count_entries(&f), 2);
	store_fixture_end(&f);
}

Test(store_write, a_forged_last_entry_is_named_and_can_be_taken_back)
{
	static const char message[] =
		"s\n\nKind: register\nEntry: 999999999\nChain: " SOME_DIGEST "\n";
	store_fixture f;
	nlog_write *write = NULL;
	nlog_str made = NLOG_STR_INIT;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &first_step, commit), 0, "%s", f.err.text);
	cr_assert_eq(store_fixture_git_output(&made, f.reg, "commit-tree", "main^{tree}",
					      "-p", "main", "-m", message, NULL),
		     0);
	nlog_str_truncate(&made, NLOG_OID_LEN);
	cr_assert_eq(store_fixture_git(f.reg, "update-ref", "refs/heads/main",
				       nlog_str_text(&made), NULL),
		     0);
	cr_expect_eq(nlog_write_begin(&write, f.store, 1, &f.err), NLOG_EDAMAGED);
	cr_expect_not_null(strstr(f.err.text, nlog_str_text(&made)), "%s", f.err.text);
	cr_expect_not_null(strstr(f.err.text, "update-ref"), "%s", f.err.text);
	cr_assert_eq(
		store_fixture_git(f.reg, "update-ref", "refs/heads/main", "main^", NULL),
		0);
	cr_expect_eq(store_fixture_record(
			     &f, &(store_step){KEY, "amendment", .notice = "{1}"}, commit),
		     0, "%s", f.err.text);
	nlog_str_clear(&made);
	store_fixture_end(&f);
}

Test(store_write, a_file_size_limit_records_nothing_and_is_recovered_from)
{
	const struct rlimit none = {0, RLIM_INFINITY},
			    full = {RLIM_INFINITY, RLIM_INFINITY};
	store_fixture f;
	char commit[NLOG_OID_SIZE];
	int rc;

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &first_step, commit), 0, "%s", f.err.text);
	setrlimit(RLIMIT_FSIZE, &none);
	rc = store_fixture_record(&f, &(store_step){KEY, "amendment", .notice = "{1}"},
				  commit);
	setrlimit(RLIMIT_FSIZE, &full);
	cr_expect_eq(rc, NLOG_EIO, "%d: %s", rc, f.err.text);
	cr_expect_eq(count_entries(&f), 1);
	cr_expect_eq(store_fixture_record(
			     &f, &(store_step){KEY, "amendment", .notice = "{1}"}, commit),
		     0, "%s", f.err.text);
	cr_expect_eq(count_entries(&f), 2);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	store_fixture_end(&f);
}

/* Start processes that each record `rounds` revisions of a notice of their own. @return how many failed */
static int run_writers(const char *path, int writers, int rounds)
{
	int failed = 0;

	for (int i = 0; i < writers; i++) {
		store_fixture f = {.store = NULL};
		char key[32], content[32], commit[NLOG_OID_SIZE];

		if (fork())
			continue;
		snprintf(key, sizeof(key), "25-IN-%d", i);
		if (nlog_store_open(&f.store, path, &f.err))
			_exit(1);
		for (int round = 0; round < rounds; round++) {
			nlog_write *write = NULL;

			snprintf(content, sizeof(content), "{\"r\": %d}\n", round);
			if (nlog_write_begin(&write, f.store, 30, &f.err) ||
			    store_fixture_commit(
				    write,
				    &(store_step){key, "amendment", .notice = content},
				    commit, &f.err) ||
			    nlog_write_publish(write, &f.err))
				_exit(1);
			nlog_write_end(write);
		}
		_exit(0);
	}
	for (int i = 0; i < writers; i++) {
		int status = 0;

		wait(&status);
		failed += status != 0;
	}
	return failed;
}

Test(store_write, no_first_record_is_lost)
{
	store_fixture f;

	store_fixture_folder(&f);
	for (int round = 0; round < 20; round++) {
		snprintf(f.reg, sizeof(f.reg), "%s/%d.git", f.folder, round);
		cr_assert_eq(nlog_store_init(f.reg, &f.err), 0, "%s", f.err.text);
		cr_assert_eq(run_writers(f.reg, 4, 1), 0);
		store_fixture_reopen(&f);
		cr_assert_eq(count_entries(&f), 4, "round %d", round);
	}
	store_fixture_end(&f);
}

Test(store_write, no_record_of_many_writers_is_lost)
{
	store_fixture f;
	nlog_log *log = NULL;

	store_fixture_begin(&f);
	cr_assert_eq(run_writers(f.reg, 4, 40), 0);
	cr_assert_eq(nlog_store_log(&log, f.store, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_log_count(log), 160);
	for (size_t i = 0; i < 160; i++)
		cr_expect_eq(nlog_log_get(log, i)->entry, i + 1);
	nlog_log_free(log);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", NULL), 0);
	store_fixture_end(&f);
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

Test(store_write, a_lock_held_elsewhere_is_busy_within_the_wait)
{
	store_fixture f;
	nlog_write *write = NULL, *second = NULL;
	nlog_store *other = NULL;
	double start;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_store_open(&other, f.reg, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(nlog_write_begin(&write, f.store, 1, &f.err), 0, "%s", f.err.text);
	start = seconds_now();
	cr_expect_eq(nlog_write_begin(&second, other, 1, &f.err), NLOG_EBUSY);
	cr_expect_gt(seconds_now() - start, 0.9);
	cr_expect_lt(seconds_now() - start, 3);
	cr_expect_null(second);
	nlog_write_end(write);
	cr_expect_eq(nlog_write_begin(&second, other, 0, &f.err), 0, "%s", f.err.text);
	nlog_write_end(second);
	nlog_store_free(other);
	store_fixture_end(&f);
}

static void set_age(const char *path, time_t seconds)
{
	struct timespec times[2] = {{.tv_sec = time(NULL) - seconds},
				    {.tv_sec = time(NULL) - seconds}};

	cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

Test(store_write, a_fresh_foreign_lock_stays_and_a_stale_one_goes)
{
	store_fixture f;
	nlog_write *write = NULL;
	char lock[256], object[256], young[256], commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &first_step, commit), 0, "%s", f.err.text);
	snprintf(lock, sizeof(lock), "%s/refs/heads/main.lock", f.reg);
	snprintf(object, sizeof(object), "%s/objects/tmp_object_git2_abc123", f.reg);
	snprintf(young, sizeof(young), "%s/objects/tmp_object_git2_def456", f.reg);
	store_fixture_write("", "%s", lock);
	store_fixture_write("half", "%s", object);
	store_fixture_write("half", "%s", young);
	set_age(object, 7200);
	set_age(lock, 1);
	cr_expect_eq(nlog_write_begin(&write, f.store, 0, &f.err), NLOG_EBUSY);
	cr_expect_not_null(strstr(f.err.text, "main.lock"), "%s", f.err.text);
	cr_expect_eq(access(lock, F_OK), 0, "a fresh lock was removed");
	set_age(lock, -1000);
	cr_expect_eq(nlog_write_begin(&write, f.store, 0, &f.err), NLOG_EBUSY);
	set_age(lock, 3600);
	cr_assert_eq(nlog_write_begin(&write, f.store, 0, &f.err), 0, "%s", f.err.text);
	cr_expect_neq(access(lock, F_OK), 0);
	cr_expect_neq(access(object, F_OK), 0);
	cr_expect_eq(access(young, F_OK), 0);
	cr_assert_not_null(nlog_write_note(write));
	cr_expect_not_null(strstr(nlog_write_note(write), "main.lock"));
	nlog_write_end(write);
	cr_assert_eq(nlog_write_begin(&write, f.store, 0, &f.err), 0, "%s", f.err.text);
	cr_expect_null(nlog_write_note(write));
	/* Taken after our look: publishing waits, then says that it is busy. */
	cr_assert_eq(store_fixture_commit(write,
					  &(store_step){KEY, "amendment", .notice = "{1}"},
					  commit, &f.err),
		     0, "%s", f.err.text);
	store_fixture_write("", "%s", lock);
	cr_expect_eq(nlog_write_publish(write, &f.err), NLOG_EBUSY);
	cr_expect_not_null(strstr(f.err.text, "nothing was recorded"), "%s", f.err.text);
	unlink(lock);
	cr_expect_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_expect_eq(count_entries(&f), 2);
	store_fixture_end(&f);
}

Test(store_write, a_branch_that_is_a_link_is_not_followed)
{
	store_fixture f;
	nlog_write *write = NULL;
	char branch[256], elsewhere[256], commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &first_step, commit), 0, "%s", f.err.text);
	snprintf(branch, sizeof(branch), "%s/refs/heads/main", f.reg);
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", f.folder);
	cr_assert_eq(rename(branch, elsewhere), 0);
	cr_assert_eq(symlink(elsewhere, branch), 0);
	cr_expect_eq(nlog_write_begin(&write, f.store, 1, &f.err), NLOG_EDAMAGED);
	unlink(branch);
	store_fixture_write("ref: refs/heads/side\n", "%s", branch);
	cr_expect_eq(nlog_write_begin(&write, f.store, 1, &f.err), NLOG_EDAMAGED);
	store_fixture_write("no id at all\n", "%s", branch);
	cr_expect_eq(nlog_write_begin(&write, f.store, 1, &f.err), NLOG_EDAMAGED);
	cr_expect_null(write);
	store_fixture_end(&f);
}
