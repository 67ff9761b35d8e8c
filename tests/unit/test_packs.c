/* Packs as git writes them, read by ourselves: the same bytes, or none. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <noticelog/file.h>

#include "../../src/store/packs.h"
#include "store_fixture.h"

#define KEY "31-XQ-07-GE-WSP-B"
#define REVISIONS 12

/* A reader that hangs is ended by the alarm, which fails the test. */
TestSuite(packs, .timeout = 60);

typedef struct {
	store_fixture f;
	nlog_str ids; /* a line for each object */
	char objects[128];
} sample;

/* Long texts that differ in a little, so that git tells them as deltas. */
static void record(sample *s)
{
	char commit[NLOG_OID_SIZE];

	for (unsigned i = 0; i < REVISIONS; i++) {
		nlog_str text = NLOG_STR_INIT;

		nlog_str_add(&text, "{");
		for (unsigned line = 0; line < 60; line++)
			nlog_str_addf(&text, "\"line %u\": \"words of the %uth time\",\n",
				      line, line == i ? i : 0);
		nlog_str_add(&text, "\"end\": 1}\n");
		cr_assert_eq(
			store_fixture_record(&s->f,
					     &(store_step){KEY, i ? "amendment" : "issue",
							   .notice = nlog_str_text(&text)},
					     commit),
			0, "%s", s->f.err.text);
		nlog_str_clear(&text);
	}
}

/* @param option  of git's configuration, with which it packs */
static void begin(sample *s, const char *option)
{
	*s = (sample){.ids = NLOG_STR_INIT};
	store_fixture_begin(&s->f);
	record(s);
	cr_assert_eq(store_fixture_git(s->f.reg, "-c", option, "repack", "-adfq", NULL), 0);
	cr_assert_eq(store_fixture_git_output(&s->ids, s->f.reg, "rev-list", "--objects",
					      "--no-object-names", "main", NULL),
		     0);
	(void)snprintf(s->objects, sizeof(s->objects), "%s/objects/", s->f.reg);
}

static void end(sample *s)
{
	nlog_str_clear(&s->ids);
	store_fixture_end(&s->f);
}

/* The only pack's file of that ending. */
static void find_file(const sample *s, const char *ending, char *path, size_t size)
{
	char folder[160];
	struct dirent *entry;
	DIR *dir;

	(void)snprintf(folder, sizeof(folder), "%spack", s->objects);
	dir = opendir(folder);
	cr_assert_not_null(dir);
	*path = '\0';
	while ((entry = readdir(dir))) {
		if (nlog_slice_ends(nlog_slice_of(entry->d_name), ending))
			(void)snprintf(path, size, "%s/%s", folder, entry->d_name);
	}
	closedir(dir);
	cr_assert_neq(*path, '\0');
}

/* @return how many of the objects are given, each as git has it */
static size_t count_given(const sample *s)
{
	store_packs *packs = store_packs_new(s->objects);
	nlog_str content = NLOG_STR_INIT;
	size_t given = 0;

	for (size_t at = 0; at < s->ids.len; at += NLOG_OID_LEN + 1) {
		git_object_t type;
		git_oid oid, again;

		cr_assert_eq(git_oid_fromstrn(&oid, s->ids.data + at, NLOG_OID_LEN), 0);
		if (store_packs_read(packs, &oid, &type, &content))
			continue;
		given++;
		cr_assert_eq(git_odb_hash(&again, content.data, content.len, type), 0);
		cr_expect(git_oid_equal(&oid, &again), "%.40s", s->ids.data + at);
	}
	nlog_str_clear(&content);
	store_packs_free(packs);
	return given;
}

static size_t count_objects(const sample *s)
{
	return s->ids.len / (NLOG_OID_LEN + 1);
}

static void expect_all(const char *option)
{
	sample s;

	begin(&s, option);
	cr_expect_gt(count_objects(&s), REVISIONS * 5);
	cr_expect_eq(count_given(&s), count_objects(&s));
	end(&s);
}

Test(packs, what_git_packs_is_read)
{
	expect_all("repack.useDeltaBaseOffset=true");
}

Test(packs, a_delta_may_name_its_base_by_id)
{
	expect_all("repack.useDeltaBaseOffset=false");
}

/* An index in which offsets stand in the table of those beyond 2 GB. */
Test(packs, far_offsets_are_read)
{
	char pack[420], index[420];
	sample s;

	begin(&s, "core.compression=1");
	find_file(&s, ".pack", pack, sizeof(pack));
	find_file(&s, ".idx", index, sizeof(index));
	cr_assert_eq(unlink(index), 0);
	cr_assert_eq(store_fixture_git(s.f.reg, "index-pack", "--index-version=2,0x40",
				       "-o", index, pack, NULL),
		     0);
	cr_expect_eq(count_given(&s), count_objects(&s));
	end(&s);
}

static bool is_what_its_id_says(const char *id, nlog_slice content)
{
	git_oid oid, again;

	return !git_oid_fromstr(&oid, id) &&
	       !git_odb_hash(&again, content.data, content.len, GIT_OBJECT_BLOB) &&
	       git_oid_equal(&oid, &again);
}

static size_t count_read(sample *s)
{
	nlog_log *log = NULL;
	size_t count = 0;

	store_fixture_reopen(&s->f);
	if (nlog_store_log(&log, s->f.store, &s->f.err))
		return 0;
	for (size_t i = 0; i < nlog_log_count(log); i++) {
		const char *blob = nlog_log_get(log, i)->blob;
		nlog_str text = NLOG_STR_INIT;

		if (!nlog_store_read_blob(s->f.store, blob, &text, &s->f.err)) {
			cr_expect(is_what_its_id_says(blob, nlog_str_slice(&text)));
			count++;
		}
		nlog_str_clear(&text);
	}
	nlog_log_free(log);
	return count;
}

Test(packs, an_index_of_another_form_is_left_to_libgit2)
{
	sample s;

	begin(&s, "pack.indexVersion=1");
	cr_expect_eq(count_given(&s), 0);
	cr_expect_eq(count_read(&s), REVISIONS);
	end(&s);
}

Test(packs, a_pack_that_came_later_is_found)
{
	sample s;
	store_packs *packs;
	nlog_str content = NLOG_STR_INIT;
	git_object_t type;
	git_oid oid;

	s = (sample){.ids = NLOG_STR_INIT};
	store_fixture_begin(&s.f);
	record(&s);
	cr_assert_eq(store_fixture_git_output(&s.ids, s.f.reg, "rev-parse", "main", NULL),
		     0);
	(void)snprintf(s.objects, sizeof(s.objects), "%s/objects/", s.f.reg);
	cr_assert_eq(git_oid_fromstrn(&oid, s.ids.data, NLOG_OID_LEN), 0);
	packs = store_packs_new(s.objects);
	cr_expect_eq(store_packs_read(packs, &oid, &type, &content), NLOG_ENOTFOUND);
	cr_assert_eq(store_fixture_git(s.f.reg, "repack", "-adq", NULL), 0);
	store_packs_refresh(packs);
	cr_expect_eq(store_packs_read(packs, &oid, &type, &content), 0);
	cr_expect_eq(type, GIT_OBJECT_COMMIT);
	nlog_str_clear(&content);
	store_packs_free(packs);
	end(&s);
}

static void overwrite(const char *path, nlog_slice content)
{
	int fd;

	/* git leaves its packs read only. */
	cr_assert_eq(unlink(path), 0);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content.data, content.len), (ssize_t)content.len);
	close(fd);
}

/* With a byte changed, and cut short there: what is read is as it was, or is refused. */
static void damage(const char *ending)
{
	char path[420];
	nlog_str whole = NLOG_STR_INIT;
	size_t refused = 0;
	sample s;

	begin(&s, "core.compression=1");
	find_file(&s, ending, path, sizeof(path));
	cr_assert_eq(nlog_file_read(&whole, path, NLOG_FILE_LIMIT, NULL), 0);
	for (size_t at = 0; at < whole.len; at += 1 + whole.len / 60) {
		nlog_log *log = NULL;

		whole.data[at] ^= 0x55;
		overwrite(path, nlog_str_slice(&whole));
		refused += count_read(&s) < REVISIONS;
		whole.data[at] ^= 0x55;
		overwrite(path, (nlog_slice){whole.data, at});
		store_fixture_reopen(&s.f);
		cr_expect(nlog_store_log(&log, s.f.store, &s.f.err), "cut at %zu", at);
	}
	cr_expect_gt(refused, 0);
	nlog_str_clear(&whole);
	end(&s);
}

Test(packs, a_damaged_pack_gives_nothing_that_was_not_in_it)
{
	damage(".pack");
}

Test(packs, a_damaged_index_gives_nothing_that_was_not_in_it)
{
	damage(".idx");
}
