/* Packs: deltas that give back what they were made of, and the same objects as one by one. */
#include <noticelog/notice.h>

#include <criterion/criterion.h>
#include <dirent.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "../../src/store/delta.h"
#include "../../src/store/object.h"
#include "../../src/store/pack_check.h"
#include "../../src/store/pack_entry.h"
#include "generate.h"
#include "store_fixture.h"

#define ROUNDS 3000

static void begin(void)
{
	nlog_alloc_setup();
}

TestSuite(pack, .init = begin);

static void check_delta(nlog_slice before, nlog_slice after, store_delta_kind kind)
{
	nlog_str delta = NLOG_STR_INIT, again = NLOG_STR_INIT;

	store_delta_make(&delta, before, after, kind);
	cr_assert(store_delta_apply(&again, before, nlog_str_slice(&delta), after.len));
	cr_assert(nlog_slice_equal(nlog_str_slice(&again), after));
	nlog_str_clear(&delta);
	nlog_str_clear(&again);
}

Test(pack, a_delta_makes_of_the_old_notice_the_new_one)
{
	nlog_test_random random = nlog_test_seed(7);
	size_t saved = 0, whole = 0;

	for (size_t i = 0; i < ROUNDS; i++) {
		nlog_notice *old = nlog_test_notice(&random);
		nlog_notice *new = nlog_test_chance(&random, 90)
					   ? nlog_test_edited(&random, old)
					   : nlog_test_notice(&random);
		nlog_str before = NLOG_STR_INIT, after = NLOG_STR_INIT,
			 delta = NLOG_STR_INIT;

		nlog_notice_write(&before, old);
		nlog_notice_write(&after, new);
		check_delta(nlog_str_slice(&before), nlog_str_slice(&after),
			    STORE_DELTA_MEMBERS);
		check_delta(nlog_str_slice(&before), nlog_str_slice(&after),
			    STORE_DELTA_SPAN);
		store_delta_make(&delta, nlog_str_slice(&before), nlog_str_slice(&after),
				 STORE_DELTA_MEMBERS);
		saved += delta.len;
		whole += after.len;
		nlog_str_clear(&before);
		nlog_str_clear(&after);
		nlog_str_clear(&delta);
		nlog_notice_free(old);
		nlog_notice_free(new);
	}
	/* Else the difference by members would find nothing. */
	cr_expect_lt(saved * 2, whole, "%zu of %zu bytes", saved, whole);
}

Test(pack, a_delta_of_any_bytes_gives_them_back)
{
	nlog_test_random random = nlog_test_seed(11);

	for (size_t i = 0; i < ROUNDS; i++) {
		nlog_str texts[2] = {NLOG_STR_INIT, NLOG_STR_INIT};

		/* Few letters, so that beginnings and ends are often the same. */
		for (size_t t = 0; t < 2; t++)
			for (size_t n = nlog_test_below(&random, 200); n; n--)
				nlog_str_addc(&texts[t],
					      "\n  \"a\n"[nlog_test_below(&random, 6)]);
		check_delta(nlog_str_slice(&texts[0]), nlog_str_slice(&texts[1]),
			    STORE_DELTA_MEMBERS);
		check_delta(nlog_str_slice(&texts[0]), nlog_str_slice(&texts[1]),
			    STORE_DELTA_SPAN);
		nlog_str_clear(&texts[0]);
		nlog_str_clear(&texts[1]);
	}
}

Test(pack, a_damaged_delta_is_refused)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{"", 0},
		{"\x04", 1},
		{"\x05\x01\x01x", 4},        /* of another size */
		{"\x04\x02\x01x", 4},        /* too little */
		{"\x04\x01\x02xy", 5},       /* too much */
		{"\x04\x04\x91\x02\x04", 5}, /* copies past the end */
		{"\x04\x04\x90", 3},         /* breaks off in an instruction */
		{"\x04\x01\x00x", 4},        /* the instruction that is none */
		{"\x04\x7f\x90\x04", 4},     /* above the limit */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		cr_expect_not(store_delta_apply(&out, NLOG_SLICE("abcd"),
						(nlog_slice){rows[i].bytes, rows[i].len},
						64),
			      "row %zu", i);
		nlog_str_clear(&out);
	}
}

/* Two notices in turn, the second with a source that is the same each time. */
static void commit_some(nlog_write *write, unsigned count, char head[NLOG_OID_SIZE],
			nlog_error *err)
{
	char notices[2][64] = {"", ""};

	for (unsigned i = 0; i < count; i++) {
		char notice[64];
		store_step step = {
			.key = i % 2 ? "31-XQ-07-GE-WSP" : "OTHER",
			.kind = i < 2 ? "issue" : "amendment",
			.notice = notice,
			.before = i < 2 ? NULL : notices[i % 2],
			.source = i % 2 ? "as received\n" : NULL,
			.revision = i / 2 + 1,
			.minute = i,
		};

		snprintf(notice, sizeof(notice), "{\n  \"a\": %u,\n  \"b\": \"same\"\n}\n",
			 i / 3);
		cr_assert_eq(store_fixture_commit(write, &step, head, err), 0, "%s",
			     err->text);
		memcpy(notices[i % 2], notice, sizeof(notice));
	}
}

static size_t count_files(const char *folder, const char *ending)
{
	DIR *dir = opendir(folder);
	const struct dirent *file;
	size_t count = 0;

	cr_assert(dir);
	while ((file = readdir(dir)))
		count += nlog_slice_ends(nlog_slice_of(file->d_name), ending);
	closedir(dir);
	return count;
}

Test(pack, gives_the_commits_that_single_objects_give)
{
	char heads[2][NLOG_OID_SIZE];

	for (size_t i = 0; i < 2; i++) {
		nlog_str path = NLOG_STR_INIT;
		nlog_write *write = NULL;
		store_fixture f;

		store_fixture_begin(&f);
		cr_assert_eq(i ? nlog_write_begin_bulk(&write, f.store, 5, &f.err)
			       : nlog_write_begin(&write, f.store, 5, &f.err),
			     0, "%s", f.err.text);
		commit_some(write, 90, heads[i], &f.err);
		cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
		nlog_write_end(write);
		cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", "--full", NULL),
			     0);
		nlog_str_addf(&path, "%s/objects/pack", f.reg);
		cr_expect_eq(count_files(nlog_str_text(&path), ".pack"), i);
		cr_expect_eq(count_files(nlog_str_text(&path), ".idx"), i);
		nlog_str_clear(&path);
		store_fixture_end(&f);
	}
	cr_expect_str_eq(heads[0], heads[1]);
}

Test(pack, reads_what_it_has_written_before_it_is_whole)
{
	char head[NLOG_OID_SIZE];
	nlog_found_notice found;
	nlog_str text = NLOG_STR_INIT;
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 5, &f.err), 0, "%s",
		     f.err.text);
	commit_some(write, 400, head, &f.err);
	cr_assert_eq(nlog_store_find_notice(f.store, head, "OTHER", &found, &f.err), 0,
		     "%s", f.err.text);
	cr_assert_eq(nlog_store_read_blob(f.store, found.blob, &text, &f.err), 0, "%s",
		     f.err.text);
	cr_expect_str_eq(nlog_str_text(&text), "{\n  \"a\": 132,\n  \"b\": \"same\"\n}\n");
	nlog_write_end(write);
	cr_expect_eq(nlog_store_head(f.store, head, &f.err), NLOG_ENOTFOUND);
	cr_expect_neq(nlog_store_read_blob(f.store, found.blob, &text, &f.err), 0);
	nlog_str_clear(&text);
	store_fixture_end(&f);
}

Test(pack, a_trial_leaves_nothing_behind)
{
	char head[NLOG_OID_SIZE];
	nlog_str before = NLOG_STR_INIT, after = NLOG_STR_INIT;
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_git_output(&before, f.reg, "count-objects", "-v", NULL),
		     0);
	cr_assert_eq(nlog_write_begin_trial(&write, f.store, &f.err), 0, "%s", f.err.text);
	commit_some(write, 30, head, &f.err);
	cr_expect_eq(nlog_write_publish(write, &f.err), 0);
	nlog_write_end(write);
	cr_assert_eq(store_fixture_git_output(&after, f.reg, "count-objects", "-v", NULL),
		     0);
	cr_expect_str_eq(nlog_str_text(&before), nlog_str_text(&after));
	cr_expect_eq(nlog_store_head(f.store, head, &f.err), NLOG_ENOTFOUND);
	nlog_str_clear(&before);
	nlog_str_clear(&after);
	store_fixture_end(&f);
}

Test(pack, a_refused_commit_leaves_the_run_where_it_was)
{
	static const store_step bad = {.key = "other", /* as OTHER, but for its case */
				       .kind = "issue",
				       .notice = "{}\n",
				       .revision = 1};
	char heads[2][NLOG_OID_SIZE], none[NLOG_OID_SIZE];

	for (size_t i = 0; i < 2; i++) {
		nlog_write *write = NULL;
		store_fixture f;

		store_fixture_begin(&f);
		cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 5, &f.err), 0);
		commit_some(write, 8, heads[i], &f.err);
		if (i)
			cr_expect_eq(store_fixture_commit(write, &bad, none, &f.err),
				     NLOG_EINPUT);
		commit_some(write, 3, heads[i], &f.err);
		cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
		nlog_write_end(write);
		store_fixture_end(&f);
	}
	cr_expect_str_eq(heads[0], heads[1]);
}

/* Append an entry as a pack has it, and note it under an id. */
static uint64_t add_entry(store_pack_file *file, git_object_t type, nlog_slice content,
			  const git_oid *oid, uint64_t base, nlog_slice before)
{
	uint64_t offset = store_pack_file_end(file);
	nlog_str held = NLOG_STR_INIT;
	unsigned char room[512];
	uLongf len = sizeof(room);

	if (base)
		store_delta_make(&held, before, content, STORE_DELTA_SPAN);
	else
		nlog_str_add_slice(&held, content);
	store_pack_entry_write(
		&file->held,
		&(store_pack_entry){.type = base ? STORE_OFS_DELTA : (unsigned)type,
				    .size = held.len,
				    .base = base},
		offset);
	cr_assert_eq(compress(room, &len, (const unsigned char *)nlog_str_text(&held),
			      (uLong)held.len),
		     Z_OK);
	nlog_str_addn(&file->held, (const char *)room, len);
	store_pack_file_note(file, oid, offset, base != 0);
	nlog_str_clear(&held);
	return offset;
}

static git_oid id_of(git_object_t type, nlog_slice content)
{
	git_oid oid;

	store_find_id(&oid, type, content);
	return oid;
}

#define TEXT_A "one two three four five six seven eight nine ten"
#define TEXT_B "one two three four five six eleven eight nine ten"
#define TEXT_C "one two three four five six eleven eight nine twelve"

/* Three blobs, two of them told from the one before. */
static void fill_file(store_pack_file *file, const git_oid ids[3])
{
	uint64_t at;

	*file = (store_pack_file){.fd = fileno(tmpfile()),
				  .lock = PTHREAD_MUTEX_INITIALIZER};
	nlog_str_addn(&file->held, "PACK\0\0\0\2\0\0\0\3", 12);
	at = add_entry(file, GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_A), &ids[0], 0,
		       NLOG_SLICE(""));
	at = add_entry(file, GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_B), &ids[1], at,
		       NLOG_SLICE(TEXT_A));
	add_entry(file, GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_C), &ids[2], at,
		  NLOG_SLICE(TEXT_B));
}

static int read_back(store_pack_file *file, nlog_error *err)
{
	store_pack_check *check = store_pack_check_new(file);
	int rc = store_pack_check_run(check, err);

	store_pack_check_free(check);
	return rc;
}

Test(pack, reads_back_that_each_object_is_what_its_id_says)
{
	nlog_error err = NLOG_ERROR_INIT;
	git_oid ids[3] = {id_of(GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_A)),
			  id_of(GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_B)),
			  id_of(GIT_OBJECT_BLOB, NLOG_SLICE(TEXT_C))};
	store_pack_file file;

	fill_file(&file, ids);
	/* Nothing is in the file yet. */
	cr_expect_eq(read_back(&file, &err), 0);
	cr_expect_eq(file.objects[0].sum, 0);
	cr_assert(store_pack_file_flush(&file));
	cr_expect_eq(read_back(&file, &err), 0, "%s", err.text);
	cr_expect_neq(file.objects[2].sum, 0);
	for (uint64_t at = 12; at < file.written; at++) {
		unsigned char byte, other;

		cr_assert_eq(pread(file.fd, &byte, 1, (off_t)at), 1);
		other = byte ^ 0xff;
		cr_assert_eq(pwrite(file.fd, &other, 1, (off_t)at), 1);
		cr_expect_eq(read_back(&file, &err), NLOG_EIO, "byte %u", (unsigned)at);
		cr_assert_eq(pwrite(file.fd, &byte, 1, (off_t)at), 1);
	}
	store_pack_file_close(&file);

	/* Whole, but another object. */
	for (size_t i = 0; i < 3; i++) {
		git_oid others[3] = {ids[0], ids[1], ids[2]};

		others[i] = id_of(GIT_OBJECT_TREE, NLOG_SLICE(TEXT_B));
		fill_file(&file, others);
		cr_assert(store_pack_file_flush(&file));
		cr_expect_eq(read_back(&file, &err), NLOG_EIO);
		cr_expect(strstr(err.text, git_oid_tostr_s(&others[i])), "%s", err.text);
		store_pack_file_close(&file);
	}
}

/* An index that lacks a sum, or has an object twice, is none to `git fsck`. */
Test(pack, is_read_by_git_however_often_it_was_read_back)
{
	char head[NLOG_OID_SIZE];
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 5, &f.err), 0, "%s",
		     f.err.text);
	for (unsigned i = 0; i < 8; i++) {
		commit_some(write, 100, head, &f.err);
		cr_assert_eq(nlog_write_check(write, &f.err), 0, "%s", f.err.text);
	}
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", "--full", NULL), 0);
	cr_expect_eq(store_fixture_git(f.reg, "gc", "--quiet", "--prune=now", NULL), 0);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", "--full", NULL), 0);
	store_fixture_end(&f);
}

/* The pack that is written becomes the register's: what came behind it would spoil it. */
Test(pack, takes_nothing_more_once_the_register_has_it)
{
	char head[NLOG_OID_SIZE], lock[256];
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 0, &f.err), 0, "%s",
		     f.err.text);
	commit_some(write, 100, head, &f.err);
	/* Another program has the branch: published again when it is free. */
	snprintf(lock, sizeof(lock), "%s/refs/heads/main.lock", f.reg);
	store_fixture_write("", "%s", lock);
	cr_expect_eq(nlog_write_publish(write, &f.err), NLOG_EBUSY);
	unlink(lock);
	cr_expect_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	cr_expect_eq(store_fixture_commit(write,
					  &(store_step){.key = "OTHER",
							.kind = "amendment",
							.notice = TEXT_A "\n",
							.revision = 200},
					  head, &f.err),
		     NLOG_EUSAGE);
	nlog_write_end(write);
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", "--full", NULL), 0);
	cr_expect_eq(store_fixture_git(f.reg, "gc", "--quiet", "--prune=now", NULL), 0);
	store_fixture_end(&f);
}

/* Who says wrongly what a notice was gets no pack that nobody can read. */
Test(pack, does_not_publish_what_was_told_from_something_else)
{
	static const store_step steps[] = {
		{.key = "OTHER", .kind = "issue", .notice = TEXT_A "\n", .revision = 1},
		{.key = "OTHER",
		 .kind = "amendment",
		 .notice = TEXT_B "\n",
		 .before = TEXT_C "\n",
		 .revision = 2},
	};
	char head[NLOG_OID_SIZE];
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 5, &f.err), 0, "%s",
		     f.err.text);
	for (size_t i = 0; i < 2; i++)
		cr_assert_eq(store_fixture_commit(write, &steps[i], head, &f.err), 0, "%s",
			     f.err.text);
	cr_expect_eq(nlog_write_publish(write, &f.err), NLOG_EIO);
	nlog_write_end(write);
	cr_expect_eq(nlog_store_head(f.store, head, &f.err), NLOG_ENOTFOUND);
	store_fixture_end(&f);
}

/* Objects that are in files of their own and in a pack are counted as to be pruned. */
Test(pack, does_not_write_again_what_the_register_has)
{
	static const store_step steps[] = {
		{.key = "OTHER", .kind = "issue", .notice = TEXT_A "\n", .revision = 1},
		{.key = "31-XQ-07-GE-WSP",
		 .kind = "issue",
		 .notice = TEXT_A "\n",
		 .revision = 1,
		 .minute = 1},
	};
	char head[NLOG_OID_SIZE];
	nlog_str counts = NLOG_STR_INIT;
	nlog_write *write = NULL;
	store_fixture f;

	store_fixture_begin(&f);
	cr_assert_eq(store_fixture_record(&f, &steps[0], head), 0);
	cr_assert_eq(nlog_write_begin_bulk(&write, f.store, 5, &f.err), 0, "%s",
		     f.err.text);
	cr_assert_eq(store_fixture_commit(write, &steps[1], head, &f.err), 0, "%s",
		     f.err.text);
	cr_assert_eq(nlog_write_publish(write, &f.err), 0, "%s", f.err.text);
	nlog_write_end(write);
	cr_assert_eq(store_fixture_git_output(&counts, f.reg, "count-objects", "-v", NULL),
		     0);
	cr_expect(strstr(nlog_str_text(&counts), "prune-packable: 0\n"), "%s",
		  nlog_str_text(&counts));
	cr_expect_eq(store_fixture_git(f.reg, "fsck", "--strict", "--full", NULL), 0);
	nlog_str_clear(&counts);
	store_fixture_end(&f);
}
