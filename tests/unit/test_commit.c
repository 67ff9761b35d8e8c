/* Commits and folders as we read them: as libgit2 does, whatever their form. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/commit.h"
#include "../../src/store/folder.h"
#include "generate.h"
#include "store_fixture.h"

#define TREE "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
#define PARENT "parent 5f3a7d1c0b9e8f7a6d5c4b3a291807f6e5d4c3b2\n"
#define AUTHOR "author Fiji (WTO) <a@x> 1746145800 +0900\n"
#define COMMITTER "committer Secretariat <b@y> 1746145860 -0330\n"

/* Put bytes in as they are, which git itself would not write. */
static git_oid put(const store_fixture *f, git_object_t type, const char *bytes, size_t len)
{
	git_oid oid;

	cr_assert_eq(store_need(f->store, NULL), 0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
	cr_assert_eq(git_odb_write(&oid, f->store->odb, bytes, len, type), 0);
	return oid;
}

static bool is_same_time(git_time a, git_time b)
{
	return a.time == b.time && a.offset == b.offset;
}

static void expect_as_libgit2(const store_fixture *f, const git_oid *oid, const char *name)
{
	store_commit ours = {.odd = NULL};
	nlog_error err = NLOG_ERROR_INIT;
	git_commit *theirs = NULL;
	int rc = store_commit_read(&ours, f->store, oid, &err);

	cr_assert_eq(git_commit_lookup(&theirs, f->store->repo, oid) == 0, rc == 0,
		     "%s: %s", name, err.text);
	if (!rc) {
		const git_signature *author = git_commit_author(theirs);

		cr_expect(git_oid_equal(&ours.id, oid));
		cr_expect(git_oid_equal(&ours.tree, git_commit_tree_id(theirs)), "%s",
			  name);
		cr_expect_eq(ours.parents, git_commit_parentcount(theirs), "%s", name);
		for (unsigned i = 0; i < ours.parents; i++) {
			git_oid parent = store_commit_parent(&ours, i);

			cr_expect(git_oid_equal(&parent, git_commit_parent_id(theirs, i)),
				  "%s", name);
		}
		cr_expect(is_same_time(ours.authored, author->when), "%s", name);
		cr_expect(is_same_time(ours.committed, git_commit_committer(theirs)->when),
			  "%s", name);
		cr_expect(nlog_slice_is(ours.author_name, author->name), "%s: '%.*s'", name,
			  (int)ours.author_name.len, ours.author_name.data);
		cr_expect(nlog_slice_is(ours.author_email, author->email), "%s: '%.*s'",
			  name, (int)ours.author_email.len, ours.author_email.data);
		cr_expect(nlog_slice_is(ours.message, git_commit_message(theirs)), "%s",
			  name);
	}
	git_commit_free(theirs);
	store_commit_clear(&ours);
}

Test(commit, is_read_as_libgit2_reads_it)
{
	static const struct {
		const char *name, *text;
		bool is_odd; /* left to libgit2 */
	} rows[] = {
		{"first", TREE AUTHOR COMMITTER "\nsubject\n\nbody\n", false},
		{"second", TREE PARENT AUTHOR COMMITTER "\nsubject\n", false},
		{"empty lines first", TREE AUTHOR COMMITTER "\n\n\nsubject", false},
		{"no message", TREE AUTHOR COMMITTER "\n", false},
		{"merge", TREE PARENT PARENT AUTHOR COMMITTER "\nsubject\n", true},
		{"no person", TREE "\nsubject\n", true},
		{"no empty line", TREE AUTHOR COMMITTER, true},
		{"encoding", TREE AUTHOR COMMITTER "encoding latin1\n\ns\xfc\n", true},
		{"signed",
		 TREE AUTHOR COMMITTER "gpgsig -----BEGIN\n more\n -----END\n\nsubject\n",
		 true},
		{"no name", TREE "author <a@x> 1 +0000\n" COMMITTER "\ns\n", true},
		{"empty name", TREE "author  <a@x> 1 +0000\n" COMMITTER "\ns\n", true},
		{"no email", TREE "author A <> 1 +0000\n" COMMITTER "\ns\n", true},
		{"spaces", TREE "author  A  < a@x > 1 +0000\n" COMMITTER "\ns\n", true},
		{"trimmed", TREE "author \"A.\" <.a@x,> 1 +0000\n" COMMITTER "\ns\n", true},
		{"brackets", TREE "author A <B> <a@x> 1 +0000\n" COMMITTER "\ns\n", true},
		{"brackets turned", TREE "author A>B <a<@x> 1 +0\n" COMMITTER "\ns\n",
		 true},
		{"no time", TREE "author A <a@x>\n" COMMITTER "\ns\n", true},
		{"before 1970", TREE "author A <a@x> -5 +0000\n" COMMITTER "\ns\n", true},
		{"far time",
		 TREE "author A <a@x> 99999999999999999999 +0000\n" COMMITTER "\ns\n",
		 true},
		{"year 30000", TREE "author A <a@x> 884541340800 +0000\n" COMMITTER "\ns\n",
		 false},
		{"no zone", TREE "author A <a@x> 7\n" COMMITTER "\ns\n", true},
		{"odd zone", TREE "author A <a@x> 7 +1\n" COMMITTER "\ns\n", true},
		{"far zone", TREE "author A <a@x> 7 +9999\n" COMMITTER "\ns\n", true},
		{"last zone", TREE "author A <a@x> 7 -1459\n" COMMITTER "\ns\n", false},
		{"capital id",
		 "tree 4B825DC642CB6EB9A060E54BF8D69288FBEE4904\n" AUTHOR COMMITTER "\ns\n",
		 true},
		{"short id", "tree 4b825dc642\n" AUTHOR COMMITTER "\ns\n", true},
		{"nothing", "", true},
		{"blank", "\n", true},
	};
	store_fixture f;

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		git_oid oid =
			put(&f, GIT_OBJECT_COMMIT, rows[i].text, strlen(rows[i].text));
		store_commit ours = {.odd = NULL};

		expect_as_libgit2(&f, &oid, rows[i].name);
		if (store_commit_read(&ours, f.store, &oid, NULL) == 0)
			cr_expect_eq(ours.odd != NULL, rows[i].is_odd, "%s", rows[i].name);
		store_commit_clear(&ours);
	}
	store_fixture_end(&f);
}

Test(commit, is_read_as_libgit2_reads_it_with_any_byte_changed)
{
	static const char whole[] = TREE PARENT AUTHOR COMMITTER "\nsubject\n";
	static const char bytes[] = {'\0', '\n', ' ', '<', '>', '-', '0', 'z', '\xff'};
	store_fixture f;

	store_fixture_begin(&f);
	for (size_t at = 0; at < strlen(whole); at += 3) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			char text[sizeof(whole)], name[32];
			git_oid oid;

			memcpy(text, whole, sizeof(whole));
			text[at] = bytes[i];
			(void)snprintf(name, sizeof(name), "byte %zu is %02x", at,
				       (unsigned char)bytes[i]);
			oid = put(&f, GIT_OBJECT_COMMIT, text, strlen(whole));
			expect_as_libgit2(&f, &oid, name);
		}
	}
	store_fixture_end(&f);
}

static void add_entry(nlog_str *out, const char *mode, const char *name)
{
	static const char id[GIT_OID_RAWSZ] = {1, 2, 3};

	nlog_str_addf(out, "%s %s", mode, name);
	nlog_str_addc(out, '\0');
	nlog_str_addn(out, id, sizeof(id));
}

Test(folder, has_the_entries_that_libgit2_finds)
{
	static const char *const modes[] = {"100644", "100755", "100664", "100600",
					    "40000",  "040000", "120000", "120755",
					    "160000", "0",      "777",    "177777"};
	nlog_str bytes = NLOG_STR_INIT;
	store_folder_entry entry = {.end = 0};
	git_tree *tree = NULL;
	store_fixture f;
	git_oid oid;

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		char name[] = {(char)('a' + i), '\0'};

		add_entry(&bytes, modes[i], name);
	}
	oid = put(&f, GIT_OBJECT_TREE, bytes.data, bytes.len);
	cr_assert_eq(store_folder_read(&bytes, f.store, &oid, &f.err), 0, "%s", f.err.text);
	cr_assert_eq(git_tree_lookup(&tree, f.store->repo, &oid), 0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		const git_tree_entry *theirs = git_tree_entry_byindex(tree, i);
		git_filemode_t mode = git_tree_entry_filemode(theirs);

		cr_assert(store_folder_next(nlog_str_slice(&bytes), &entry));
		cr_expect(nlog_slice_is(entry.name, git_tree_entry_name(theirs)));
		cr_expect(git_oid_equal(&entry.oid, git_tree_entry_id(theirs)));
		cr_expect_eq(entry.mode, (unsigned)git_tree_entry_filemode_raw(theirs));
		cr_expect_eq(entry.is_folder, mode == GIT_FILEMODE_TREE, "%s", modes[i]);
		cr_expect_eq(entry.is_file,
			     mode == GIT_FILEMODE_BLOB ||
				     mode == GIT_FILEMODE_BLOB_EXECUTABLE,
			     "%s", modes[i]);
	}
	cr_expect_not(store_folder_next(nlog_str_slice(&bytes), &entry));
	cr_expect_eq(entry.end, bytes.len);
	git_tree_free(tree);
	nlog_str_clear(&bytes);
	store_fixture_end(&f);
}

Test(folder, that_libgit2_refuses_is_damaged)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{"100644", 6},
		{"100644 a", 8},
		{"100644 a\0short", 14},
		{"100644 \0aaaaaaaaaaaaaaaaaaaa", 28},
		{"x a\0aaaaaaaaaaaaaaaaaaaa", 24},
		{" a\0aaaaaaaaaaaaaaaaaaaa", 23},
		{"7777777 a\0aaaaaaaaaaaaaaaaaaaa", 30},
		{"100644 a\0aaaaaaaaaaaaaaaaaaaa1", 30},
	};
	store_fixture f;

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		git_oid oid = put(&f, GIT_OBJECT_TREE, rows[i].bytes, rows[i].len);
		nlog_str bytes = NLOG_STR_INIT;
		git_tree *tree = NULL;

		cr_expect_neq(git_tree_lookup(&tree, f.store->repo, &oid), 0, "%zu", i);
		cr_expect_eq(store_folder_read(&bytes, f.store, &oid, &f.err),
			     NLOG_EDAMAGED, "%zu", i);
		git_tree_free(tree);
		nlog_str_clear(&bytes);
	}
	store_fixture_end(&f);
}

/* A folder of some of the names `a` … `t`, some of them folders, each with one of three ids. */
static void make_folder(nlog_str *out, nlog_test_random *random)
{
	for (char c = 'a'; c < 'u'; c++) {
		bool is_folder = nlog_test_chance(random, 20);
		char id[GIT_OID_RAWSZ];

		if (nlog_test_chance(random, 30))
			continue;
		memset(id, (int)nlog_test_below(random, 3) + 1, sizeof(id));
		nlog_str_addf(out, "%s %c", is_folder ? "40000" : "100644", c);
		nlog_str_addc(out, '\0');
		nlog_str_addn(out, id, sizeof(id));
	}
}

/* Each entry of one folder that the other does not have with the same mode and id. */
static size_t count_alone(nlog_slice in, nlog_slice other)
{
	store_folder_entry entry = {.end = 0}, same;
	size_t count = 0;

	while (store_folder_next(in, &entry))
		count += !store_folder_find(other, entry.name, &same) ||
			 same.mode != entry.mode || !git_oid_equal(&same.oid, &entry.oid);
	return count;
}

Test(folder, changes_are_all_entries_that_differ)
{
	nlog_test_random random = nlog_test_seed(7);

	for (unsigned i = 0; i < 3000; i++) {
		nlog_str before = NLOG_STR_INIT, after = NLOG_STR_INIT;
		store_folder_pair pair = {.has_old = false};
		size_t old = 0, new = 0;

		make_folder(&before, &random);
		if (nlog_test_chance(&random, 10))
			nlog_str_add_slice(&after, nlog_str_slice(&before));
		else
			make_folder(&after, &random);
		pair.before = nlog_str_slice(&before);
		pair.after = nlog_str_slice(&after);
		while (store_folder_next_change(&pair)) {
			cr_assert(pair.has_old || pair.has_new);
			cr_expect(!pair.has_old || !pair.has_new ||
				  store_folder_compare(&pair.old, &pair.new) == 0);
			old += pair.has_old;
			new += pair.has_new;
		}
		cr_expect_eq(old, count_alone(pair.before, pair.after));
		cr_expect_eq(new, count_alone(pair.after, pair.before));
		nlog_str_clear(&before);
		nlog_str_clear(&after);
	}
}

/* Names whose order depends on what is a folder: its name counts as if it ended in '/'. */
static const char *const near_names[] = {"a", "a-", "a.b", "a0", "aa", "b", "b.", "b1"};

#define NEAR_NAMES (sizeof(near_names) / sizeof(*near_names))

static int by_place(const void *left, const void *right)
{
	return store_folder_compare(left, right);
}

/* The folder of these entries, of which those with the zero id are not there. */
static void write_folder(nlog_str *out, const store_folder_entry *entries)
{
	store_folder_entry sorted[NEAR_NAMES];

	memcpy(sorted, entries, sizeof(sorted));
	qsort(sorted, NEAR_NAMES, sizeof(*sorted), by_place);
	for (size_t i = 0; i < NEAR_NAMES; i++) {
		const store_folder_entry *entry = &sorted[i];

		if (git_oid_is_zero(&entry->oid))
			continue;
		nlog_str_add(out, entry->is_folder ? "40000 " : "100644 ");
		nlog_str_add_slice(out, entry->name);
		nlog_str_addc(out, '\0');
		nlog_str_addn(out, (const char *)entry->oid.id, GIT_OID_RAWSZ);
	}
}

Test(folder, what_is_put_stands_in_gits_order)
{
	nlog_test_random random = nlog_test_seed(11);
	store_folder_entry entries[NEAR_NAMES] = {{.end = 0}};
	nlog_str bytes = NLOG_STR_INIT;

	for (size_t i = 0; i < NEAR_NAMES; i++)
		entries[i].name = nlog_slice_of(near_names[i]);
	for (unsigned round = 0; round < 3000; round++) {
		store_folder_entry *entry = &entries[nlog_test_below(&random, NEAR_NAMES)];
		nlog_str expected = NLOG_STR_INIT;

		entry->is_folder = nlog_test_chance(&random, 40);
		memset(entry->oid.id, (int)nlog_test_below(&random, 4), GIT_OID_RAWSZ);
		store_folder_put(&bytes, entry->name, entry->is_folder, &entry->oid);
		write_folder(&expected, entries);
		cr_assert(
			nlog_slice_equal(nlog_str_slice(&bytes), nlog_str_slice(&expected)),
			"round %u", round);
		nlog_str_clear(&expected);
	}
	nlog_str_clear(&bytes);
}
