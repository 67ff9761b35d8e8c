/* A log is the same in any number of threads, damage included. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/index.h>

#include "store_fixture.h"

#define COMMITS 1300
#define NOTICES 23

TestSuite(log, .timeout = 120);

static void record(store_fixture *f)
{
	nlog_write *write = NULL;
	char commit[NLOG_OID_SIZE];

	cr_assert_eq(nlog_write_begin_bulk(&write, f->store, 5, &f->err), 0);
	for (unsigned i = 0; i < COMMITS; i++) {
		unsigned number = i % NOTICES, revision = i / NOTICES + 1;
		char key[40], notice[80], issued[40];
		const store_step step = {.key = key,
					 .issued = issued,
					 .kind = revision > 1 ? "amendment" : "issue",
					 .notice = notice,
					 .revision = revision,
					 .minute = i};

		(void)snprintf(key, sizeof(key), "%02u-%s-%u", 20 + number % 5,
			       number % 3 ? "XQ" : "AB", number);
		(void)snprintf(issued, sizeof(issued), "2025-%02u-%02u", i / 110 + 1,
			       i % 28 + 1);
		(void)snprintf(notice, sizeof(notice), "{\n  \"title\": \"%u of %u\"\n}\n",
			       revision, number);
		cr_assert_eq(store_fixture_commit(write, &step, commit, &f->err), 0, "%s",
			     f->err.text);
	}
	cr_assert_eq(nlog_write_publish(write, &f->err), 0, "%s", f->err.text);
	nlog_write_end(write);
}

typedef int (*read_fn)(nlog_log **out, const nlog_store *store, nlog_error *err);

static void add_entries(nlog_str *out, const nlog_log *log)
{
	char room[NLOG_OID_SIZE];

	for (size_t i = 0; i < nlog_log_count(log); i++) {
		const nlog_entry *e = nlog_log_get(log, i);

		nlog_str_addf(out, "%s %s r%u %s %s %s %s %s %s\n", e->commit,
			      e->notice ? e->notice : "-", e->revision, e->kind, e->subject,
			      e->chain, e->blob, nlog_entry_folder(e, room),
			      e->register_blob);
	}
}

/* All that a log says, or why it does not. */
static nlog_str tell_log(const store_fixture *f, size_t jobs, read_fn read)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str out = NLOG_STR_INIT;
	nlog_store *store = NULL;
	nlog_log *log = NULL;
	int rc;

	cr_assert_eq(nlog_store_open(&store, f->reg, &err), 0);
	nlog_store_use_jobs(store, jobs);
	rc = read(&log, store, &err);
	nlog_store_free(store);
	nlog_str_addf(&out, "%d %s\n", rc, err.text);
	if (!rc)
		add_entries(&out, log);
	nlog_log_free(log);
	return out;
}

static void expect_same(const store_fixture *f, read_fn read, const char *what)
{
	nlog_str one = tell_log(f, 1, read);

	for (size_t jobs = 2; jobs <= 5; jobs++) {
		nlog_str several = tell_log(f, jobs, read);

		cr_expect_str_eq(nlog_str_text(&one), nlog_str_text(&several),
				 "%zu threads, %s", jobs, what);
		nlog_str_clear(&several);
	}
	nlog_str_clear(&one);
}

Test(log, is_the_same_in_any_number_of_threads)
{
	store_fixture f;
	nlog_str all;

	store_fixture_begin(&f);
	record(&f);
	all = tell_log(&f, 3, nlog_store_log);
	cr_expect_not_null(strstr(nlog_str_text(&all), "20-AB-0 r57 amendment"));
	expect_same(&f, nlog_store_log, "whole");
	expect_same(&f, nlog_store_log_readable, "whole");
	nlog_str_clear(&all);
	store_fixture_end(&f);
}

/* What an index knows of the notices that were issued since a day. */
static nlog_str tell_part(nlog_index *index, const char *since, size_t jobs)
{
	nlog_index_query query = {.has_since = true, .jobs = jobs};
	nlog_str out = NLOG_STR_INIT;
	nlog_log *log = NULL;

	cr_assert(nlog_date_from_iso(&query.since, nlog_slice_of(since)));
	cr_assert_eq(nlog_index_log_of(&log, index, &query), 0);
	add_entries(&out, log);
	nlog_log_free(log);
	return out;
}

Test(log, of_an_index_is_the_same_in_any_number_of_threads)
{
	static const char *const days[] = {"2025-01-01", "2025-05-20", "2025-12-24",
					   "2026-01-01"};
	nlog_index *index = NULL;
	char folder[160];
	store_fixture f;

	store_fixture_begin(&f);
	record(&f);
	(void)snprintf(folder, sizeof(folder), "%s/cache", f.folder);
	cr_assert_eq(nlog_index_open(&index, f.store,
				     &(nlog_index_options){.folder = folder}, &f.err),
		     0, "%s", f.err.text);
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		nlog_str one = tell_part(index, days[i], 1);

		for (size_t jobs = 2; jobs <= 5; jobs++) {
			nlog_str several = tell_part(index, days[i], jobs);

			cr_expect_str_eq(nlog_str_text(&one), nlog_str_text(&several),
					 "%zu threads, since %s", jobs, days[i]);
			nlog_str_clear(&several);
		}
		cr_expect(i || strstr(nlog_str_text(&one), "20-AB-0 r57 amendment"));
		nlog_str_clear(&one);
	}
	nlog_index_close(index);
	store_fixture_end(&f);
}

/* The only pack, which can be written to from now on. @return its size */
static off_t open_pack(const store_fixture *f, int *fd)
{
	char folder[160], path[480];
	struct dirent *entry;
	struct stat about;
	DIR *dir;

	(void)snprintf(folder, sizeof(folder), "%s/objects/pack", f->reg);
	dir = opendir(folder);
	cr_assert_not_null(dir);
	while ((entry = readdir(dir)) && !strstr(entry->d_name, ".pack"))
		;
	cr_assert_not_null(entry);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
	closedir(dir);
	cr_assert_eq(chmod(path, 0600), 0);
	*fd = open(path, O_RDWR | O_CLOEXEC);
	cr_assert_geq(*fd, 0);
	cr_assert_eq(fstat(*fd, &about), 0);
	return about.st_size;
}

Test(log, of_a_damaged_register_is_the_same_in_any_number_of_threads)
{
	store_fixture f;
	off_t size;
	int fd;

	store_fixture_begin(&f);
	record(&f);
	size = open_pack(&f, &fd);
	for (off_t at = size / 9; at < size; at += size / 9) {
		char byte, other, what[32];

		cr_assert_eq(pread(fd, &byte, 1, at), 1);
		other = (char)(byte ^ 0x40);
		cr_assert_eq(pwrite(fd, &other, 1, at), 1);
		(void)snprintf(what, sizeof(what), "byte %lld", (long long)at);
		expect_same(&f, nlog_store_log, what);
		expect_same(&f, nlog_store_log_readable, what);
		cr_assert_eq(pwrite(fd, &byte, 1, at), 1);
	}
	close(fd);
	store_fixture_end(&f);
}
