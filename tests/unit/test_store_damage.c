/* Damaged registers: named, never waited for, never skipped. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <noticelog/file.h>

#include "store_fixture.h"

#define KEY "31-XQ-07-GE-WSP-B"

/* A reader that hangs is ended by the alarm, which fails the test. */
TestSuite(store_damage, .timeout = 60);

typedef struct {
	char hex[NLOG_OID_SIZE], path[256];
	nlog_str whole; /* the file as it was */
} object;

typedef struct {
	store_fixture f;
	char commits[2][NLOG_OID_SIZE];
	object objects[32];
	size_t count;
} sample;

/* Each object of the history, by the ids that git lists. */
static void list_objects(sample *s)
{
	nlog_str list = NLOG_STR_INIT;

	cr_assert_eq(store_fixture_git_output(&list, s->f.reg, "rev-list", "--objects",
					      "--no-object-names", "main", NULL),
		     0);
	for (size_t at = 0; at + NLOG_OID_LEN < list.len; at += NLOG_OID_LEN + 1) {
		object *next = &s->objects[s->count++];
		const char *hex = list.data + at;

		memcpy(next->hex, hex, NLOG_OID_LEN);
		next->hex[NLOG_OID_LEN] = '\0';
		snprintf(next->path, sizeof(next->path), "%s/objects/%.2s/%.38s", s->f.reg,
			 hex, hex + 2);
		next->whole = (nlog_str)NLOG_STR_INIT;
		cr_assert_eq(
			nlog_file_read(&next->whole, next->path, NLOG_FILE_LIMIT, NULL), 0);
	}
	nlog_str_clear(&list);
}

static void sample_begin(sample *s)
{
	static const store_step steps[] = {
		{KEY, "issue", .notice = "{\"a\": \"some words, and others\"}\n",
		 .source = "x"},
		{KEY, "amendment", .notice = "{\"a\": \"other words, and some\"}\n"},
	};

	s->count = 0;
	store_fixture_begin(&s->f);
	for (size_t i = 0; i < 2; i++)
		cr_assert_eq(store_fixture_record(&s->f, &steps[i], s->commits[i]), 0, "%s",
			     s->f.err.text);
	list_objects(s);
	cr_assert_eq(s->count, 15);
}

static void sample_end(sample *s)
{
	for (size_t i = 0; i < s->count; i++)
		nlog_str_clear(&s->objects[i].whole);
	store_fixture_end(&s->f);
}

static void put(const object *at, nlog_slice content)
{
	int fd;

	unlink(at->path);
	fd = open(at->path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content.data, content.len), (ssize_t)content.len);
	close(fd);
}

static int read_entry(nlog_store *store, const nlog_entry *entry, nlog_error *err)
{
	static const char *const names[] = {"notice.json", "source.txt"};
	int rc = 0;

	for (size_t i = 0; !rc && i < 2; i++) {
		nlog_str text = NLOG_STR_INIT;

		rc = nlog_store_read_file(store, entry->tree, names[i], &text, err);
		nlog_str_clear(&text);
	}
	return rc;
}

/* Read everything that there is. */
static int read_all(sample *s)
{
	nlog_log *log = NULL;
	int rc;

	store_fixture_reopen(&s->f);
	rc = nlog_store_log(&log, s->f.store, &s->f.err);
	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < nlog_log_count(log); i++)
		rc = read_entry(s->f.store, nlog_log_get(log, i), &s->f.err);
	nlog_log_free(log);
	return rc;
}

static void expect_named(sample *s, const object *at, const char *what, size_t where)
{
	int rc = read_all(s);

	cr_expect_eq(rc, NLOG_EDAMAGED, "%s %zu of %s: %d %s", what, where, at->hex, rc,
		     rc ? s->f.err.text : "");
	cr_expect(rc && strstr(s->f.err.text, at->hex), "%s %zu: not named: %s", what,
		  where, s->f.err.text);
}

Test(store_damage, an_object_cut_short_is_named_and_not_waited_for)
{
	sample s;

	sample_begin(&s);
	alarm(30);
	for (size_t i = 0; i < s.count; i++) {
		const object *at = &s.objects[i];
		size_t len = at->whole.len;

		for (size_t left = 0; left < len; left += 1 + len / 20) {
			put(at, (nlog_slice){at->whole.data, left});
			expect_named(&s, at, "length", left);
		}
		put(at, (nlog_slice){at->whole.data, len - 1});
		expect_named(&s, at, "length", len - 1);
		put(at, nlog_str_slice(&at->whole));
	}
	alarm(0);
	cr_expect_eq(read_all(&s), 0, "%s", s.f.err.text);
	sample_end(&s);
}

static void expect_flip_named(sample *s, const object *at, size_t byte, size_t bit)
{
	char *flipped = at->whole.data + byte;

	*flipped = (char)(*flipped ^ 1 << bit);
	put(at, nlog_str_slice(&at->whole));
	*flipped = (char)(*flipped ^ 1 << bit);
	expect_named(s, at, "byte", byte);
}

Test(store_damage, a_flipped_bit_is_named)
{
	sample s;

	sample_begin(&s);
	alarm(30);
	for (size_t i = 0; i < s.count; i++) {
		const object *at = &s.objects[i];

		/* The last byte before the checksum may hold bits that stand for nothing. */
		for (size_t byte = 0; byte < at->whole.len; byte++)
			expect_flip_named(&s, at, byte, byte % 8);
		for (size_t bit = 0; bit < 8; bit++)
			expect_flip_named(&s, at, at->whole.len - 5, bit);
		put(at, nlog_str_slice(&at->whole));
	}
	alarm(0);
	sample_end(&s);
}

static nlog_str deflated(nlog_slice content)
{
	nlog_str out = NLOG_STR_INIT;
	uLongf len = compressBound(content.len);

	nlog_str_add_repeat(&out, ' ', len);
	cr_assert_eq(
		compress((Bytef *)out.data, &len, (const Bytef *)content.data, content.len),
		Z_OK);
	nlog_str_truncate(&out, len);
	return out;
}

Test(store_damage, lies_in_an_objects_header_are_found)
{
	static const struct {
		nlog_slice content;
		int code;
	} rows[] = {
		{{"blob 5\0hello", 12},
		 NLOG_EDAMAGED}, /* sound, but not what the id says */
		{{"blob 9\0hello", 12}, NLOG_EDAMAGED},
		{{"blob 4\0hello", 12}, NLOG_EDAMAGED},
		{{"blob 0\0", 7}, NLOG_EDAMAGED},
		{{"tree 5\0hello", 12}, NLOG_EDAMAGED},
		{{"blub 5\0hello", 12}, NLOG_EDAMAGED},
		{{"blob \0hello", 11}, NLOG_EDAMAGED},
		{{"blob -5\0hello", 13}, NLOG_EDAMAGED},
		{{"blob 99999999999999999999999\0hello", 34}, NLOG_EDAMAGED},
		{{"blob 9900000000\0hello", 21}, NLOG_ELIMIT},
		{{"no header at all, and no NUL in it either", 41}, NLOG_EDAMAGED},
		{{"", 0}, NLOG_EDAMAGED},
	};
	sample s;
	nlog_log *log = NULL;
	const char *blob;
	object *at = NULL;

	sample_begin(&s);
	cr_assert_eq(nlog_store_log(&log, s.f.store, &s.f.err), 0);
	blob = nlog_log_get(log, 0)->blob;
	for (size_t i = 0; i < s.count; i++) {
		if (strcmp(s.objects[i].hex, blob) == 0)
			at = &s.objects[i];
	}
	cr_assert_not_null(at);
	alarm(30);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str file = deflated(rows[i].content), text = NLOG_STR_INIT;
		int rc;

		put(at, nlog_str_slice(&file));
		rc = nlog_store_read_blob(s.f.store, blob, &text, &s.f.err);
		cr_expect_eq(rc, rows[i].code, "row %zu: %d %s", i, rc, s.f.err.text);
		cr_expect_eq(text.len, 0);
		nlog_str_clear(&file);
	}
	/* What is no file at all, and one that nobody would ever write to. */
	unlink(at->path);
	expect_named(&s, at, "missing", 0);
	cr_assert_eq(mkfifo(at->path, 0600), 0);
	expect_named(&s, at, "fifo", 0);
	alarm(0);
	nlog_log_free(log);
	sample_end(&s);
}

Test(store_damage, short_ids_of_damaged_objects_are_not_waited_for)
{
	sample s;
	char commit[NLOG_OID_SIZE];

	sample_begin(&s);
	put(&s.objects[0],
	    (nlog_slice){s.objects[0].whole.data, s.objects[0].whole.len / 2});
	s.objects[0].hex[7] = '\0';
	alarm(10);
	cr_expect_eq(nlog_store_resolve(s.f.store, s.objects[0].hex, commit, &s.f.err),
		     NLOG_EDAMAGED, "%s", s.f.err.text);
	alarm(0);
	sample_end(&s);
}

Test(store_damage, borrowed_objects_are_guarded_too)
{
	sample s;
	nlog_store *store = NULL;
	nlog_log *log = NULL;
	char clone[128];

	sample_begin(&s);
	snprintf(clone, sizeof(clone), "%s/clone.git", s.f.folder);
	cr_assert_eq(store_fixture_git(s.f.folder, "clone", "-q", "--bare", "--shared",
				       s.f.reg, clone, NULL),
		     0);
	cr_assert_eq(nlog_store_open(&store, clone, &s.f.err), 0, "%s", s.f.err.text);
	cr_assert_eq(nlog_store_log(&log, store, &s.f.err), 0, "%s", s.f.err.text);
	nlog_log_free(log);
	log = NULL;
	put(&s.objects[0],
	    (nlog_slice){s.objects[0].whole.data, s.objects[0].whole.len / 2});
	alarm(10);
	cr_expect_eq(nlog_store_log(&log, store, &s.f.err), NLOG_EDAMAGED, "%s",
		     s.f.err.text);
	alarm(0);
	nlog_store_free(store);
	sample_end(&s);
}

Test(store_damage, damaged_packed_references_are_named_each_time)
{
	store_fixture f;
	store_step step = {
		.key = "25-IN-09-GE-LOM", .kind = "issue", .notice = "{}\n", .revision = 1};
	nlog_write *write = NULL;
	nlog_log *log = NULL;
	char commit[NLOG_OID_SIZE];

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &step, commit), 0, "%s", f.err.text);
	cr_assert_eq(store_fixture_git(f.reg, "pack-refs", "--all", NULL), 0);
	store_fixture_write("garbage\n", "%s/packed-refs", f.reg);
	store_fixture_reopen(&f);
	for (int round = 0; round < 3; round++) {
		cr_expect_eq(nlog_store_head(f.store, commit, &f.err), NLOG_EDAMAGED);
		cr_expect_eq(nlog_store_log(&log, f.store, &f.err), NLOG_EDAMAGED);
		cr_expect_eq(nlog_write_begin(&write, f.store, 0, &f.err), NLOG_EDAMAGED);
	}
	store_fixture_end(&f);
}

Test(store_damage, packed_history_is_read)
{
	sample s;

	sample_begin(&s);
	cr_assert_eq(store_fixture_git(s.f.reg, "gc", "-q", "--prune=now", NULL), 0);
	for (size_t i = 0; i < s.count; i++)
		cr_expect_neq(access(s.objects[i].path, F_OK), 0, "git gc left it loose");
	cr_expect_eq(read_all(&s), 0, "%s", s.f.err.text);
	cr_expect_eq(store_fixture_record(&s.f,
					  &(store_step){KEY, "amendment", .notice = "{3}"},
					  s.commits[0]),
		     0, "%s", s.f.err.text);
	sample_end(&s);
}

Test(store_damage, large_blobs_are_refused_before_they_are_read)
{
	sample s;
	nlog_str big = NLOG_STR_INIT, id = NLOG_STR_INIT, text = NLOG_STR_INIT;
	char path[256];

	sample_begin(&s);
	nlog_str_add_repeat(&big, 'a', NLOG_FILE_LIMIT + 1);
	store_fixture_write(nlog_str_text(&big), "%s/big", s.f.folder);
	snprintf(path, sizeof(path), "%s/big", s.f.folder);
	cr_assert_eq(
		store_fixture_git_output(&id, s.f.reg, "hash-object", "-w", path, NULL), 0);
	nlog_str_truncate(&id, NLOG_OID_LEN);
	cr_expect_eq(nlog_store_read_blob(s.f.store, nlog_str_text(&id), &text, &s.f.err),
		     NLOG_ELIMIT, "%s", s.f.err.text);
	store_fixture_write(nlog_str_text(&id), "%s/refs/tags/big", s.f.reg);
	cr_assert_eq(store_fixture_git(s.f.reg, "repack", "-adq", NULL), 0);
	store_fixture_reopen(&s.f);
	cr_expect_eq(nlog_store_read_blob(s.f.store, nlog_str_text(&id), &text, &s.f.err),
		     NLOG_ELIMIT, "%s", s.f.err.text);
	cr_expect_not_null(strstr(s.f.err.text, nlog_str_text(&id)), "%s", s.f.err.text);
	nlog_str_clear(&big);
	nlog_str_clear(&id);
	nlog_str_clear(&text);
	sample_end(&s);
}

Test(store_damage, the_history_is_followed_as_commits_name_it)
{
	sample s;
	nlog_log *log = NULL;
	nlog_str graft = NLOG_STR_INIT;

	sample_begin(&s);
	/* Plain git believes both: the newer commit would be the first, or the older one. */
	nlog_str_addf(&graft, "%s\n", s.commits[1]);
	store_fixture_write(nlog_str_text(&graft), "%s/info/grafts", s.f.reg);
	cr_assert_eq(
		store_fixture_git(s.f.reg, "replace", s.commits[1], s.commits[0], NULL), 0);
	store_fixture_reopen(&s.f);
	cr_assert_eq(nlog_store_log(&log, s.f.store, &s.f.err), 0, "%s", s.f.err.text);
	cr_expect_eq(nlog_log_count(log), 2);
	nlog_str_clear(&graft);
	nlog_log_free(log);
	sample_end(&s);
}
