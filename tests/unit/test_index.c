/* The index: the same log as the commits tell, whatever has become of its file. */
#include <noticelog/index.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <noticelog/file.h>
#include <noticelog/history.h>
#include <noticelog/show.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/index/index.h"
#include "entry_fixture.h"
#include "generate.h"
#include "store_fixture.h"

#define MEETING "25-IN-09-GE-LOM"
#define MISSION "16-AG-35-GE_SPP-OSM-B"

static store_fixture fixture;
static char folder[96];
static unsigned faults;

static void count_fault(const char *text)
{
	cr_assert(*text);
	faults++;
}

static nlog_index_options options(void)
{
	return (nlog_index_options){.folder = folder, .fault = count_fault};
}

/* A notice's content: only that it differs matters here, and that it has what is kept. */
static void write_notice(char notice[256], const char *key, unsigned revision,
			 unsigned minute)
{
	snprintf(notice, 256,
		 "{\n  \"format\": \"noticelog-notice/1\",\n  \"timing\": [\n    "
		 "\"2025-07-%02u/2025-07-31\"\n  ],\n  \"title\": \"%s %u %u\"\n}\n",
		 minute % 30 + 1, key, revision, minute);
}

static void commit_step(const char *key, const char *kind, unsigned revision,
			unsigned corrects, const char *issued, unsigned minute)
{
	char notice[256];
	store_step step = {
		.key = key,
		.kind = kind,
		.notice = notice,
		.revision = revision,
		.corrects = corrects,
		.minute = minute,
		.issued = issued,
		.source = revision == 2 ? "as received" : NULL,
		.source_trailer =
			revision == 2 ? "source.txt 11 "
					"c8aeaa8ee1d3e2f5ea6e4f1c5d0a6a3cdd2d9e6a2a1ff0c5ba"
					"b1b3a2c3b5a6d7"
				      : NULL,
	};
	char commit[NLOG_OID_SIZE];

	write_notice(notice, key, revision, minute);
	cr_assert_eq(store_fixture_record(&fixture, &step, commit), 0, "%s",
		     fixture.err.text);
}

static void record_history(void)
{
	commit_step(MEETING, "issue", 1, 0, "2025-01-20", 0);
	commit_step(MISSION, "issue", 1, 0, "2016-02-01", 1);
	commit_step(MEETING, "amendment", 2, 0, "2025-05-02", 2);
	commit_step(MEETING, "correction", 3, 1, "2025-01-21", 3);
	commit_step(MEETING, "restore", 2, 0, "2025-05-02", 4);
	commit_step(MISSION, "backfill", 2, 0, "2016-01-15", 5);
}

static void begin(void)
{
	store_fixture_begin(&fixture);
	snprintf(folder, sizeof(folder), "%s/cache/noticelog", fixture.folder);
	faults = 0;
	record_history();
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(index, .init = begin, .fini = end);

static void assert_same_log(const nlog_log *a, const nlog_log *b)
{
	cr_assert_eq(nlog_log_count(a), nlog_log_count(b), "%zu entries, %zu",
		     nlog_log_count(a), nlog_log_count(b));
	entry_fixture_assert_text("head", nlog_log_head(a), nlog_log_head(b));
	for (size_t i = 0; i < nlog_log_count(a); i++)
		entry_fixture_assert_same(nlog_log_get(a, i), nlog_log_get(b, i));
}

/* Open, read everything, and hold it against the commits. @return whether the index could tell */
static bool reads_the_log(void)
{
	nlog_index_options given = options();
	nlog_log *walked = NULL, *kept = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_index *index = NULL;
	int rc = nlog_index_open(&index, fixture.store, &given, &err);
	bool could;

	cr_assert_eq(nlog_store_log(&walked, fixture.store, NULL), 0);
	cr_assert(!rc || err.code);
	cr_assert_eq(index == NULL, rc != 0);
	could = index && nlog_index_log(&kept, index) == 0;
	if (could)
		assert_same_log(kept, walked);
	nlog_log_free(kept);
	nlog_log_free(walked);
	nlog_index_close(index);
	return could;
}

static char *index_file(void)
{
	return nlog_index_path(fixture.store, folder);
}

Test(index, tells_what_the_commits_tell)
{
	store_step ledger = {.kind = "ledger", .notice = "[]\n", .minute = 7};
	char commit[NLOG_OID_SIZE];

	cr_assert_eq(store_fixture_record(&fixture, &ledger, commit), 0);
	cr_assert(reads_the_log());
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
}

Test(index, grows_with_the_register)
{
	cr_assert(reads_the_log());
	commit_step(MEETING, "amendment", 4, 0, "2025-06-01", 8);
	commit_step("25-in-09-GE-lom2", "issue", 1, 0, "2025-06-01", 9);
	cr_assert(reads_the_log());
	commit_step(MISSION, "amendment", 3, 0, "2016-06-01", 10);
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
}

/* Entries share rows: those that are full stay, the last one is filled. */
Test(index, fills_row_after_row)
{
	static const unsigned batches[] = {1, 57, 1, 1, 63, 64, 65};
	unsigned revision = 2, minute = 10;

	cr_assert(reads_the_log());
	for (size_t i = 0; i < sizeof(batches) / sizeof(*batches); i++) {
		for (unsigned k = 0; k < batches[i]; k++)
			commit_step(MISSION, "amendment", ++revision, 0, "2025-05-02",
				    minute++);
		cr_assert(reads_the_log());
	}
	cr_assert_eq(faults, 0);
}

/* Does it take the walk over all commits again, or only over new ones? */
static void count_steps(size_t done, size_t total, void *data)
{
	(void)done;
	*(size_t *)data = total;
}

Test(index, walks_only_over_what_is_new)
{
	nlog_index_options given = options();
	nlog_index *index = NULL;
	size_t walked = 0;

	given.progress = count_steps;
	given.data = &walked;
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	nlog_index_close(index);
	cr_assert_eq(walked, 6);
	commit_step(MEETING, "amendment", 4, 0, "2025-06-01", 8);
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	nlog_index_close(index);
	cr_assert_eq(walked, 1);
	walked = 0;
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	nlog_index_close(index);
	cr_assert_eq(walked, 0);
}

static void move_branch(const char *to)
{
	cr_assert_eq(store_fixture_git(fixture.reg, "update-ref", "refs/heads/main", to,
				       (char *)NULL),
		     0);
	store_fixture_reopen(&fixture);
}

Test(index, follows_a_branch_that_was_rewritten)
{
	nlog_str head = NLOG_STR_INIT;

	cr_assert(reads_the_log());
	cr_assert_eq(store_fixture_git_output(&head, fixture.reg, "rev-parse", "main",
					      (char *)NULL),
		     0);
	nlog_str_truncate(&head, NLOG_OID_LEN);
	move_branch("main~3");
	cr_assert(reads_the_log());
	commit_step(MEETING, "amendment", 3, 0, "2025-06-01", 20);
	cr_assert(reads_the_log());
	move_branch(nlog_str_text(&head));
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
	nlog_str_clear(&head);
}

Test(index, is_its_owners_alone)
{
	char *path = index_file();
	struct stat about;

	cr_assert(reads_the_log());
	cr_assert_eq(stat(path, &about), 0);
	cr_assert_eq(about.st_mode & 0777, 0600);
	cr_assert_eq(stat(folder, &about), 0);
	cr_assert_eq(about.st_mode & 0777, 0700);
	nlog_free(path);
}

/* ---- damage */

/* Change a file of the index, and see that the log is right all the same. */
static void survive(const nlog_str *good, const char *path, size_t cut, size_t flip,
		    unsigned char mask)
{
	nlog_str bytes = NLOG_STR_INIT;

	nlog_str_addn(&bytes, good->data, cut < good->len ? cut : good->len);
	if (flip < bytes.len)
		bytes.data[flip] = (char)(bytes.data[flip] ^ mask);
	cr_assert_eq(nlog_index_remove(path, NULL), 0);
	cr_assert_eq(nlog_file_write(path, nlog_str_slice(&bytes), NULL), 0);
	(void)reads_the_log();
	/* What it found was put right, so that the next one can use it. */
	cr_assert(reads_the_log(), "cut %zu, byte %zu", cut, flip);
	nlog_str_clear(&bytes);
}

Test(index, survives_every_damage, .timeout = 120)
{
	char *path = index_file();
	nlog_str good = NLOG_STR_INIT;

	cr_assert(reads_the_log());
	cr_assert_eq(nlog_file_read(&good, path, NLOG_FILE_LIMIT, NULL), 0);
	for (size_t cut = 0; cut < good.len; cut += good.len / 9)
		survive(&good, path, cut, SIZE_MAX, 0);
	for (size_t at = 0; at < 100; at += 3)
		survive(&good, path, good.len, at, 0x41);
	for (size_t at = 100; at < good.len; at += 149)
		survive(&good, path, good.len, at, (unsigned char)(1u << at % 8));
	nlog_str_clear(&good);
	nlog_free(path);
}

/* What another program could have put there, with SQLite's own means. */
static void tamper(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql,
		     sqlite3_errmsg(db));
	sqlite3_close(db);
}

Test(index, believes_no_other_form)
{
	static const char *const statements[] = {
		"PRAGMA user_version = 999",
		"PRAGMA application_id = 1",
		"DELETE FROM row",
		"DELETE FROM row WHERE key = x'73'",
		"DELETE FROM row WHERE key = (SELECT max(key) FROM row WHERE key < x'66')",
		"UPDATE row SET bytes = x'' WHERE key = x'73'",
		"UPDATE row SET bytes = zeroblob(100000)",
		"UPDATE row SET bytes = 'text'",
		"UPDATE row SET bytes = (SELECT bytes FROM row WHERE key = x'73') "
		"WHERE key = x'6500000000'",
		"UPDATE row SET key = x'6500000001' WHERE key = x'6500000000'",
		"CREATE TABLE other(a)",
		"CREATE TRIGGER t BEFORE INSERT ON row BEGIN SELECT RAISE(IGNORE); END",
		"DROP TABLE row",
		"DROP TABLE row; CREATE VIEW row AS SELECT x'73' AS key, x'73' AS bytes",
	};
	char *path = index_file();

	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		cr_assert(reads_the_log());
		tamper(path, statements[i]);
		(void)reads_the_log();
		cr_assert(reads_the_log(), "%s", statements[i]);
	}
	nlog_free(path);
}

Test(index, believes_no_other_register)
{
	store_fixture other = fixture;
	char path[160];
	char *here = index_file();
	nlog_str bytes = NLOG_STR_INIT;

	cr_assert(reads_the_log());
	cr_assert_eq(nlog_file_read(&bytes, here, NLOG_FILE_LIMIT, NULL), 0);
	snprintf(path, sizeof(path), "%s/other.git", fixture.folder);
	cr_assert_eq(rename(fixture.reg, path), 0);
	cr_assert_eq(nlog_store_init(fixture.reg, NULL), 0);
	store_fixture_reopen(&fixture);
	commit_step(MISSION, "issue", 1, 0, "2016-02-01", 1);
	cr_assert(reads_the_log());
	/* The file of one register in the place of another's. */
	snprintf(other.reg, sizeof(other.reg), "%s/other.git", fixture.folder);
	cr_assert_eq(nlog_index_remove(here, NULL), 0);
	cr_assert_eq(nlog_file_write(here, nlog_str_slice(&bytes), NULL), 0);
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
	nlog_str_clear(&bytes);
	nlog_free(here);
}

Test(index, does_without_a_folder)
{
	snprintf(folder, sizeof(folder), "%s/file", fixture.folder);
	store_fixture_write("no folder", "%s/file", fixture.folder);
	cr_assert_not(reads_the_log());
	snprintf(folder, sizeof(folder), "%s/file/noticelog", fixture.folder);
	cr_assert_not(reads_the_log());
}

Test(index, makes_the_folders_that_are_missing)
{
	snprintf(folder, sizeof(folder), "%s/one/two/noticelog", fixture.folder);
	cr_assert(reads_the_log());
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
}

static ino_t inode_of(const char *path, const char *suffix, off_t *size)
{
	struct stat about;
	char file[192];

	snprintf(file, sizeof(file), "%s%s", path, suffix);
	cr_assert_eq(stat(file, &about), 0, "%s", file);
	cr_assert_eq(about.st_mode & 077, 0);
	*size = about.st_size;
	return about.st_ino;
}

/* To make and remove files takes longer than an answer. */
Test(index, a_reader_makes_no_file_anew)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	char *path = index_file();
	ino_t inodes[3];
	off_t size;

	cr_assert(reads_the_log());
	for (size_t i = 0; i < 3; i++)
		inodes[i] = inode_of(path, suffixes[i], &size);
	cr_assert(reads_the_log());
	for (size_t i = 0; i < 3; i++)
		cr_expect_eq(inode_of(path, suffixes[i], &size), inodes[i], "%s",
			     suffixes[i]);
	/* All that was written is in the file itself. */
	(void)inode_of(path, "-wal", &size);
	cr_expect_eq(size, 0);
	cr_assert_eq(nlog_index_remove(path, NULL), 0);
	cr_expect_neq(access(path, F_OK), 0);
	nlog_free(path);
}

Test(index, follows_no_link)
{
	char *path = index_file(), target[128];

	cr_assert(reads_the_log());
	cr_assert_eq(nlog_index_remove(path, NULL), 0);
	snprintf(target, sizeof(target), "%s/elsewhere", fixture.folder);
	cr_assert_eq(symlink(target, path), 0);
	cr_assert_not(reads_the_log());
	cr_assert_neq(access(target, F_OK), 0);
	nlog_free(path);
}

Test(index, is_left_alone_while_another_writes)
{
	char *path = index_file();
	sqlite3 *db = NULL;

	cr_assert(reads_the_log());
	commit_step(MEETING, "amendment", 4, 0, "2025-06-01", 8);
	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	cr_assert_not(reads_the_log());
	sqlite3_close(db);
	cr_assert(reads_the_log());
	nlog_free(path);
}

Test(index, is_made_by_several_at_once)
{
	pid_t children[4];

	for (size_t i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			nlog_index_options given = options();
			nlog_error err = NLOG_ERROR_INIT;
			nlog_index *index = NULL;

			store_fixture_reopen(&fixture);
			if (nlog_index_open(&index, fixture.store, &given, &err))
				fprintf(stderr, "%s\n", err.text);
			nlog_index_close(index);
			_exit(index ? 0 : 1);
		}
	}
	for (size_t i = 0; i < 4; i++) {
		int status = -1;

		cr_assert_eq(waitpid(children[i], &status, 0), children[i]);
		cr_assert_eq(status, 0);
	}
}

/* ---- a part of it */

static void assert_same_dossier(const nlog_history *part, const nlog_history *whole,
				const char *key)
{
	const nlog_dossier *a = nlog_history_find(part, nlog_slice_of(key));
	const nlog_dossier *b = nlog_history_find(whole, nlog_slice_of(key));

	cr_assert_not_null(a);
	cr_assert_eq(a->count, b->count);
	cr_assert_eq(a->official_count, b->official_count);
	for (size_t i = 0; i < a->count; i++) {
		const nlog_entry *x = a->revisions[i].entry, *y = b->revisions[i].entry;

		entry_fixture_assert_same(x, y);
		/* What stands before it is held against its clock. */
		if (y != nlog_log_get(nlog_history_log(whole), 0))
			entry_fixture_assert_text("before", x[-1].commit, y[-1].commit);
	}
	for (size_t i = 0; i < a->official_count; i++)
		cr_assert_eq(a->official[i]->number, b->official[i]->number);
}

static nlog_history *load_part(const nlog_history_scope *scope, size_t *count)
{
	nlog_index_options given = options();
	nlog_history *part = NULL;
	nlog_index *index = NULL;

	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	cr_assert_eq(nlog_history_load_index_take(&part, fixture.store, index, NULL, scope,
						  NULL),
		     0);
	*count = nlog_history_count(part);
	return part;
}

/* The checkpoint line is that of the last entry; names of the register are of its first day. */
static void assert_ends(const nlog_history *part, const nlog_history *whole)
{
	nlog_str a = NLOG_STR_INIT, b = NLOG_STR_INIT;

	entry_fixture_assert_text("first", nlog_log_get(nlog_history_log(part), 0)->commit,
				  nlog_log_get(nlog_history_log(whole), 0)->commit);
	nlog_history_add_checkpoint(&a, part);
	nlog_history_add_checkpoint(&b, whole);
	entry_fixture_assert_text("checkpoint", nlog_str_text(&a), nlog_str_text(&b));
	nlog_str_clear(&a);
	nlog_str_clear(&b);
}

Test(index, loads_one_notice_alone)
{
	static const struct {
		const char *notice;
		size_t count;
	} cases[] = {
		{MEETING, 1},   {"25-in-09-ge-lom", 1}, {MEETING "@2", 1},
		{"nothing", 2}, {MEETING "@main~1", 2}, {"16-AG-35-GE/SPP-OSM-B", 1},
	};
	nlog_history *whole = NULL;

	cr_assert_eq(nlog_history_load(&whole, fixture.store, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		nlog_history_scope scope = {.notice = cases[i].notice};
		size_t count;
		nlog_history *part = load_part(&scope, &count);

		cr_assert_eq(count, cases[i].count, "%s: %zu", cases[i].notice, count);
		for (size_t d = 0; d < count; d++)
			assert_same_dossier(part, whole, nlog_history_get(part, d)->key);
		assert_ends(part, whole);
		nlog_history_free(part);
	}
	nlog_history_free(whole);
	cr_assert_eq(faults, 0);
}

Test(index, loads_what_was_issued_since_a_day)
{
	static const struct {
		const char *since;
		size_t count;
	} cases[] = {{"2016-01-01", 2}, {"2016-02-15", 2}, {"2016-03-01", 1},
		     {"2025-05-31", 1}, {"2025-06-01", 0}, {"9999-12-31", 0}};
	nlog_history *whole = NULL;

	cr_assert_eq(nlog_history_load(&whole, fixture.store, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		nlog_history_scope scope = {.has_since = true};
		nlog_history *part;
		size_t count;

		cr_assert(nlog_date_from_iso(&scope.since, nlog_slice_of(cases[i].since)));
		part = load_part(&scope, &count);
		cr_assert_eq(count, cases[i].count, "%s: %zu", cases[i].since, count);
		for (size_t d = 0; d < count; d++)
			assert_same_dossier(part, whole, nlog_history_get(part, d)->key);
		assert_ends(part, whole);
		nlog_history_free(part);
	}
	nlog_history_free(whole);
}

#define ANYWHERE_KEYS 5

/* A step of any kind, of any of some notices, issued on any day of four years. */
static void commit_anything(nlog_test_random *random, unsigned counts[ANYWHERE_KEYS],
			    unsigned minute)
{
	static const char *const keys[ANYWHERE_KEYS] = {
		"24-CL-33-GE-CON", "24-cl-34-ge-con", "24-CL-33-GE-CON-A", "x",
		MEETING "2"};
	static const char *const kinds[] = {"amendment",  "amendment",  "backfill",
					    "correction", "withdrawal", "restore"};
	size_t at = nlog_test_below(random, ANYWHERE_KEYS);
	const char *kind = counts[at] ? kinds[nlog_test_below(random, 6)] : "issue";
	unsigned any = counts[at] ? 1 + (unsigned)nlog_test_below(random, counts[at]) : 0;
	bool is_restore = strcmp(kind, "restore") == 0;
	char issued[16];

	snprintf(issued, sizeof(issued), "202%zu-%02zu-%02zu", nlog_test_below(random, 4),
		 1 + nlog_test_below(random, 12), 1 + nlog_test_below(random, 28));
	counts[at] += !is_restore;
	commit_step(keys[at], kind, is_restore ? any : counts[at],
		    strcmp(kind, "correction") == 0 ? any : 0, issued, minute);
}

static size_t count_named(const nlog_history *history, const char *key)
{
	const nlog_log *log = nlog_history_log(history);
	size_t count = 0;

	for (size_t i = 0; i < nlog_log_count(log); i++) {
		const char *notice = nlog_log_get(log, i)->notice;

		count += notice && strcmp(notice, key) == 0;
	}
	return count;
}

static bool has_issued_since(const nlog_dossier *dossier, nlog_date since)
{
	for (size_t i = 0; i < dossier->count; i++)
		if (dossier->revisions[i].issued.day >= since.day)
			return true;
	return false;
}

/* All of the notices that had a revision issued since then, and nothing of others. */
static void assert_since(const nlog_history *whole, const char *since)
{
	nlog_history_scope scope = {.has_since = true};
	size_t count, expected = 0;
	nlog_history *part;

	cr_assert(nlog_date_from_iso(&scope.since, nlog_slice_of(since)));
	part = load_part(&scope, &count);
	for (size_t i = 0; i < nlog_history_count(whole); i++) {
		const nlog_dossier *dossier = nlog_history_get(whole, i);
		bool is_in = has_issued_since(dossier, scope.since);

		cr_assert_eq(count_named(part, dossier->key),
			     is_in ? count_named(whole, dossier->key) : 0, "%s since %s",
			     dossier->key, since);
		if (is_in)
			assert_same_dossier(part, whole, dossier->key);
		expected += is_in;
	}
	cr_assert_eq(count, expected);
	assert_ends(part, whole);
	nlog_history_free(part);
}

/* The rows of months that say something, which have a checksum over their key. */
static void add_months(nlog_str *out)
{
	char *path = index_file();
	sqlite3_stmt *statement;
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(
			     db,
			     "SELECT hex(key) || ' ' || hex(bytes) FROM row WHERE key "
			     "BETWEEN x'69' AND x'6a' AND length(bytes) > 5 "
			     "ORDER BY key",
			     -1, &statement, NULL),
		     SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		nlog_str_add(out, (const char *)sqlite3_column_text(statement, 0));
		nlog_str_addc(out, '\n');
	}
	sqlite3_finalize(statement);
	sqlite3_close(db);
	nlog_free(path);
}

/* No place is left behind where a notice was before. */
static void assert_same_when_made_anew(void)
{
	nlog_str grown = NLOG_STR_INIT, anew = NLOG_STR_INIT;
	nlog_index_options given = options();
	nlog_index *index = NULL;

	cr_assert(reads_the_log());
	add_months(&grown);
	cr_assert(grown.len);
	given.is_fresh = true;
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	nlog_index_close(index);
	add_months(&anew);
	cr_assert_str_eq(nlog_str_text(&grown), nlog_str_text(&anew));
	nlog_str_clear(&grown);
	nlog_str_clear(&anew);
}

/* Whatever is issued in which order, and however often the index is brought up in between. */
Test(index, knows_of_each_month_the_notices_that_it_is_the_last_of, .timeout = 120)
{
	for (unsigned brought_up = 0; brought_up <= 60; brought_up += 20) {
		nlog_test_random random = nlog_test_seed(brought_up);
		unsigned counts[ANYWHERE_KEYS] = {0};
		nlog_history *whole = NULL;

		for (unsigned minute = 10; minute < 50; minute++) {
			commit_anything(&random, counts, minute);
			if (nlog_test_chance(&random, brought_up))
				cr_assert(reads_the_log());
		}
		cr_assert_eq(nlog_history_load(&whole, fixture.store, NULL), 0);
		for (int month = 0; month < 50; month++) {
			char since[16];

			snprintf(since, sizeof(since), "%d-%02d-01", 2020 + month / 12,
				 month % 12 + 1);
			assert_since(whole, since);
		}
		nlog_history_free(whole);
		assert_same_when_made_anew();
		cr_assert_eq(faults, 0);
		store_fixture_end(&fixture);
		begin();
	}
}

Test(index, loads_all_where_a_part_cannot_tell)
{
	nlog_history_scope scope = {.notice = MEETING};
	nlog_history *part;
	size_t count;

	/* A clock that went back is told with every answer. */
	commit_step(MISSION, "amendment", 3, 0, "2016-06-01", 4);
	part = load_part(&scope, &count);
	cr_assert_eq(count, 2);
	cr_assert_eq(nlog_history_findings(part)->count, 2);
	nlog_history_free(part);
}

/* ---- what was derived */

static json_t *findings_of(const nlog_comparison *comparison)
{
	return json_pack("{s:o, s:o, s:o}", "findings",
			 nlog_findings_to_json(&comparison->findings), "checks",
			 nlog_findings_to_json(&comparison->checks), "standing",
			 nlog_findings_to_json(&comparison->standing));
}

static void assert_same_json_take(json_t *a, json_t *b, const char *key, unsigned number)
{
	char *left = json_dumps(a, JSON_SORT_KEYS), *right = json_dumps(b, JSON_SORT_KEYS);

	cr_assert(json_equal(a, b), "%s r%u: %s, %s", key, number, left, right);
	free(left);
	free(right);
	json_decref(a);
	json_decref(b);
}

static void assert_same_comparison(const nlog_comparison *a, const nlog_comparison *b)
{
	static const nlog_field_id kept[] = {
		NLOG_FIELD_PROJECT_CODE, NLOG_FIELD_REFERENCE_NO,      NLOG_FIELD_TITLE,
		NLOG_FIELD_TIMING,       NLOG_FIELD_HOSTING_COUNTRIES,
	};
	unsigned number = b->new_revision->number;

	assert_same_json_take(nlog_amendments_to_json(a->amendments),
			      nlog_amendments_to_json(b->amendments), b->key, number);
	assert_same_json_take(findings_of(a), findings_of(b), b->key, number);
	cr_assert_eq(a->before == NULL, b->before == NULL);
	cr_assert_eq(a->before_issued.day, b->before_issued.day);
	cr_assert_eq(a->after_issued.day, b->after_issued.day);
	cr_assert(!b->before ||
		  json_equal((json_t *)nlog_notice_get(a->before, NLOG_FIELD_TIMING),
			     (json_t *)nlog_notice_get(b->before, NLOG_FIELD_TIMING)));
	entry_fixture_assert_text("reference of a withdrawal", a->withdrawal_reference,
				  b->withdrawal_reference);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		cr_assert(json_equal((json_t *)nlog_notice_get(a->after, kept[i]),
				     (json_t *)nlog_notice_get(b->after, kept[i])) ||
			  !nlog_notice_get(b->after, kept[i]));
}

/* A page shows the same, whoever tells it: the same bytes would be kept of it. */
static void assert_same_shown(const nlog_shown *shown, const nlog_comparison *comparison)
{
	nlog_shown_step step = NLOG_SHOWN_STEP_INIT;
	nlog_str a = NLOG_STR_INIT, b = NLOG_STR_INIT;

	nlog_shown_step_fill(&step, comparison);
	index_shown_pack(&a, shown);
	index_shown_pack(&b, &step.shown);
	cr_assert(nlog_slice_equal(nlog_str_slice(&a), nlog_str_slice(&b)));
	nlog_shown_step_clear(&step);
	nlog_str_clear(&a);
	nlog_str_clear(&b);
}

/* What the last withdrawal that was compared said of itself. */
static char withdrawal_reference[16];

/* Compare all steps with the index and without it. @return how many it knows afterwards */
static size_t compare_all(bool *were_known)
{
	nlog_index_options given = options();
	nlog_shown_step shown = NLOG_SHOWN_STEP_INIT;
	nlog_history *with = NULL, *without = NULL;
	nlog_index_figures figures;
	nlog_index *index = NULL;

	*were_known = true;
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	cr_assert_eq(
		nlog_history_load_index_take(&with, fixture.store, index, NULL, NULL, NULL),
		0);
	cr_assert_eq(nlog_history_load(&without, fixture.store, NULL), 0);
	for (size_t d = 0; d < nlog_history_count(without); d++) {
		const nlog_dossier *a = nlog_history_get(with, d);
		const nlog_dossier *b = nlog_history_get(without, d);

		for (size_t i = 0; i < b->official_count; i++) {
			const nlog_revision *before = i ? a->official[i - 1] : NULL;
			nlog_comparison kept, derived;

			cr_assert_eq(nlog_history_show(with, a, before, a->official[i],
						       &shown, NULL),
				     0);
			cr_assert_eq(nlog_history_compare_briefly(
					     with, a, before, a->official[i], &kept, NULL),
				     0);
			cr_assert_eq(nlog_history_compare(without, b,
							  i ? b->official[i - 1] : NULL,
							  b->official[i], &derived, NULL),
				     0);
			assert_same_comparison(&kept, &derived);
			assert_same_shown(&shown.shown, &derived);
			cr_assert_eq(shown.new_revision, a->official[i]);
			cr_assert_eq(shown.old_revision, before);
			if (kept.withdrawal_reference)
				snprintf(withdrawal_reference, sizeof(withdrawal_reference),
					 "%s", kept.withdrawal_reference);
			*were_known = *were_known && !kept.diff && !shown.whole;
			nlog_comparison_clear(&kept);
			nlog_comparison_clear(&derived);
		}
	}
	nlog_shown_step_clear(&shown);
	nlog_history_free(with);
	nlog_history_free(without);
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	cr_assert_eq(nlog_index_measure(index, &figures, NULL), 0);
	nlog_index_close(index);
	return figures.comparisons;
}

Test(index, remembers_what_was_derived)
{
	bool were_known;

	cr_assert_eq(compare_all(&were_known), 4);
	cr_assert_not(were_known);
	cr_assert_eq(compare_all(&were_known), 4);
	cr_assert(were_known);
	/* A correction and a revision between others: the rest stays. */
	commit_step(MEETING, "backfill", 4, 0, "2025-03-01", 8);
	commit_step(MEETING, "correction", 5, 2, "2025-05-03", 9);
	cr_assert_eq(compare_all(&were_known), 6);
	cr_assert_not(were_known);
	cr_assert_eq(compare_all(&were_known), 6);
	cr_assert(were_known);
	cr_assert_eq(faults, 0);
}

Test(index, remembers_the_reference_of_a_withdrawal)
{
	static const char letter[] = "Project Code: " MEETING "\nReference No.: 777\n"
				     "Project Title: APO Liaison Officers' Meeting\n";
	nlog_str trailer = NLOG_STR_INIT;
	char notice[256];
	store_step step = {.key = MEETING,
			   .kind = "withdrawal",
			   .revision = 4,
			   .minute = 10,
			   .issued = "2025-06-01",
			   .source = letter};
	char commit[NLOG_OID_SIZE];
	bool were_known;

	write_notice(notice, MEETING, 2, 2);
	nlog_source_add_trailer(&trailer, NLOG_SLICE("letter.txt"), nlog_slice_of(letter));
	step.notice = notice;
	step.source_trailer = nlog_str_text(&trailer);
	cr_assert_eq(store_fixture_record(&fixture, &step, commit), 0, "%s",
		     fixture.err.text);
	(void)compare_all(&were_known);
	(void)compare_all(&were_known);
	cr_assert(were_known);
	cr_assert_str_eq(withdrawal_reference, "777");
	nlog_str_clear(&trailer);
}

/* Compare the steps of one notice. @return how many comparisons the index has afterwards */
static size_t compare_one(const char *key)
{
	const nlog_history_scope scope = {.notice = key};
	nlog_index_options given = options();
	nlog_history *history = NULL;
	const nlog_dossier *dossier;
	nlog_index_figures figures;
	nlog_index *index = NULL;

	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	cr_assert_eq(nlog_history_load_index_take(&history, fixture.store, index, NULL,
						  &scope, NULL),
		     0);
	dossier = nlog_history_find(history, nlog_slice_of(key));
	for (size_t i = 0; i < dossier->official_count; i++) {
		nlog_comparison comparison;

		cr_assert_eq(nlog_history_compare_briefly(
				     history, dossier, i ? dossier->official[i - 1] : NULL,
				     dossier->official[i], &comparison, NULL),
			     0);
		nlog_comparison_clear(&comparison);
	}
	nlog_history_free(history);
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	cr_assert_eq(nlog_index_measure(index, &figures, NULL), 0);
	nlog_index_close(index);
	return figures.comparisons;
}

Test(index, remembers_of_one_notice_what_is_worth_it)
{
	unsigned revision = 2, minute = 10;

	cr_assert_eq(compare_one(MISSION), 0);
	while (revision < 63)
		commit_step(MISSION, "amendment", ++revision, 0, "2025-05-02", minute++);
	cr_assert_eq(compare_one(MISSION), 0);
	commit_step(MISSION, "amendment", ++revision, 0, "2025-05-02", minute++);
	cr_assert_eq(compare_one(MISSION), 64);
	cr_assert_eq(compare_one(MEETING), 64);
}

#define LONG_TEXT ((size_t)1 << 20)

/* A step that nobody recorded, and what could have been derived from it. */
static nlog_index_step made_up_step(unsigned number)
{
	nlog_index_step step = {.notice = MEETING, .revision = number};

	nlog_sha256(step.digest, (nlog_slice){(const char *)&number, sizeof(number)});
	return step;
}

static nlog_derived made_up_derived(unsigned number)
{
	json_t *values[NLOG_FIELDS] = {NULL};
	char *text = nlog_alloc(LONG_TEXT + 1);

	memset(text, 'a' + (int)(number % 26), LONG_TEXT);
	values[NLOG_FIELD_TITLE] = json_string(text);
	nlog_free(text);
	return (nlog_derived){.amendments = nlog_amendments_new(),
			      .after = nlog_notice_excerpt_take(values)};
}

static void assert_recalls(nlog_index *index, unsigned number)
{
	nlog_index_reader *reader = nlog_index_reader_new(index);
	nlog_index_step step = made_up_step(number);
	nlog_derived derived;

	cr_assert(nlog_index_recall(reader, &step, &derived), "%u", number);
	nlog_index_reader_free(reader);
	cr_assert_eq(nlog_notice_line(derived.after, NLOG_FIELD_TITLE).len, LONG_TEXT);
	cr_assert_eq(*nlog_notice_line(derived.after, NLOG_FIELD_TITLE).data,
		     'a' + (char)(number % 26));
	nlog_derived_clear(&derived);
}

/* More than is kept to be written when the index is closed. */
Test(index, writes_much_before_the_end)
{
	char judge[NLOG_DIGEST_SIZE];
	nlog_index_options given = options();
	nlog_index *index = NULL;

	nlog_digest_bytes(judge, NLOG_SLICE("a register"));
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	for (unsigned i = 0; i < 40; i++) {
		nlog_index_step step = made_up_step(i);
		nlog_derived derived = made_up_derived(i);

		nlog_index_remember(index, &step, judge, &derived);
		nlog_derived_clear(&derived);
		if (i == 20)
			assert_recalls(index, 3);
	}
	nlog_index_close(index);
	cr_assert_eq(nlog_index_open(&index, fixture.store, &given, NULL), 0);
	for (unsigned i = 0; i < 40; i++)
		assert_recalls(index, i);
	nlog_index_close(index);
	cr_assert(reads_the_log());
	cr_assert_eq(faults, 0);
}

Test(index, forgets_what_another_register_judged)
{
	store_step step = {.kind = "register", .minute = 9};
	char commit[NLOG_OID_SIZE];
	nlog_str text = NLOG_STR_INIT;
	nlog_register *reg = NULL;
	char *other;
	bool were_known;

	cr_assert_eq(compare_all(&were_known), 4);
	nlog_register_builtin(&reg);
	nlog_register_write(&text, reg);
	other = strstr(text.data, "Asian Productivity");
	cr_assert_not_null(other);
	other[0] = 'a';
	step.notice = nlog_str_text(&text);
	cr_assert_eq(store_fixture_record(&fixture, &step, commit), 0);
	cr_assert_eq(compare_all(&were_known), 4);
	cr_assert_not(were_known);
	cr_assert_eq(compare_all(&were_known), 4);
	cr_assert(were_known);
	nlog_register_free(reg);
	nlog_str_clear(&text);
}

/* A file that is made anew may have been another build's, which judged by other rules. */
Test(index, forgets_what_was_derived_when_it_is_made_anew)
{
	bool were_known;

	cr_assert_eq(compare_all(&were_known), 4);
	cr_assert_eq(store_fixture_git(fixture.reg, "update-ref", "refs/heads/main",
				       "main~1", NULL),
		     0);
	store_fixture_reopen(&fixture);
	(void)compare_all(&were_known);
	cr_assert_not(were_known);
	(void)compare_all(&were_known);
	cr_assert(were_known);
}

Test(index, derives_anew_what_was_damaged)
{
	static const char *const statements[] = {
		"UPDATE row SET bytes = zeroblob(40) WHERE key >= x'64' AND key < x'65'",
		"UPDATE row SET bytes = (SELECT bytes FROM row WHERE key = x'73') "
		"WHERE key >= x'64' AND key < x'65'",
		"DELETE FROM row WHERE key >= x'64' AND key < x'65'",
		"UPDATE row SET bytes = zeroblob(40) WHERE key >= x'72' AND key < x'73'",
		"DELETE FROM row WHERE key >= x'72' AND key < x'73'",
	};
	char *path = index_file();
	bool were_known;

	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		cr_assert_eq(compare_all(&were_known), 4);
		tamper(path, statements[i]);
		compare_all(&were_known);
		cr_assert_not(were_known);
		cr_assert_eq(compare_all(&were_known), 4);
		cr_assert(were_known, "%s", statements[i]);
	}
	nlog_free(path);
}
