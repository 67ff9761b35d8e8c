/* What is told of a repository without libgit2, and what is left to it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/plain.h"
#include "store_fixture.h"

TestSuite(store_plain, .timeout = 60);

#define KEY "31-XQ-07-GE-WSP-B"
#define BARE "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"

static void record_one(store_fixture *f, char commit[NLOG_OID_SIZE])
{
	store_step step = {.key = KEY, .kind = "issue", .notice = "{}\n", .revision = 1};

	store_fixture_begin(f);
	cr_assert_eq(store_fixture_record(f, &step, commit), 0);
}

static void check_head(const store_fixture *f, const char *commit)
{
	char found[NLOG_OID_SIZE];
	git_oid oid;

	cr_assert(store_plain_head(&oid, f->reg));
	git_oid_tostr(found, sizeof(found), &oid);
	cr_assert_str_eq(found, commit);
}

Test(store_plain, a_register_is_plain_and_so_is_its_bare_clone)
{
	char commit[NLOG_OID_SIZE], clone[160];
	store_fixture f;

	record_one(&f, commit);
	cr_assert(store_plain_is(f.reg));
	cr_assert_eq(
		store_fixture_git(f.folder, "clone", "-q", "--bare", f.reg, "clone", NULL),
		0);
	snprintf(clone, sizeof(clone), "%s/clone", f.folder);
	cr_assert(store_plain_is(clone));
	cr_assert_eq(store_fixture_git(f.folder, "clone", "-q", f.reg, "tree", NULL), 0);
	snprintf(clone, sizeof(clone), "%s/tree", f.folder);
	cr_assert_not(store_plain_is(clone));
	store_fixture_end(&f);
}

Test(store_plain, the_branch_is_read_from_its_file_and_among_packed_references)
{
	char commit[NLOG_OID_SIZE];
	store_fixture f;

	record_one(&f, commit);
	check_head(&f, commit);
	cr_assert_eq(store_fixture_git(f.reg, "tag", "-a", "-m", "one", "v1", commit, NULL),
		     0);
	cr_assert_eq(store_fixture_git(f.reg, "pack-refs", "--all", NULL), 0);
	check_head(&f, commit);
	store_fixture_end(&f);
}

Test(store_plain, a_branch_of_another_form_is_left_to_libgit2)
{
	static const char *const branches[] = {
		"",
		"\n",
		"ref: refs/heads/other\n",
		"0000000000000000000000000000000000000000\n",
		"0123456789abcdef0123456789abcdef0123456\n",
		"0123456789ABCDEF0123456789ABCDEF01234567\n",
		"0123456789abcdef0123456789abcdef01234567",
		"0123456789abcdef0123456789abcdef01234567 \n",
	};
	static const char *const packed[] = {
		"0123456789abcdef0123456789abcdef01234567 refs/heads/other\n",
		"0123456789abcdef0123456789abcdef01234567 refs/heads/main",
		"0123456789abcdef0123456789abcdef01234567  refs/heads/main\n",
		"0123456789abcdef0123456789abcdef01234567 refs/heads/main\n\n",
		"0123456789abcdef0123456789abcdef01234567 refs/heads/main\n^0\n",
		"0123456789abcdef0123456789abcdef01234567 refs/heads/main\n"
		"# pack-refs with: peeled \n",
	};
	char branch[160];
	store_fixture f;
	git_oid oid;

	store_fixture_begin(&f);
	snprintf(branch, sizeof(branch), "%s/refs/heads/main", f.reg);
	for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++) {
		store_fixture_write(branches[i], "%s", branch);
		cr_assert_not(store_plain_head(&oid, f.reg), "%s", branches[i]);
	}
	cr_assert_eq(unlink(branch), 0);
	cr_assert_not(store_plain_head(&oid, f.reg));
	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++) {
		store_fixture_write(packed[i], "%s/packed-refs", f.reg);
		cr_assert_not(store_plain_head(&oid, f.reg), "%s", packed[i]);
	}
	store_fixture_write("0123456789abcdef0123456789abcdef01234567 refs/heads/main\n",
			    "%s/packed-refs", f.reg);
	cr_assert(store_plain_head(&oid, f.reg));
	cr_assert_eq(symlink("other", branch), 0);
	cr_assert_not(store_plain_head(&oid, f.reg));
	store_fixture_end(&f);
}

Test(store_plain, a_configuration_of_another_form_is_left_to_libgit2)
{
	static const char *const odd[] = {
		"",
		"[core]\n\tbare = false\n",
		"[core]\n\tbare\n",
		BARE "\tbare = no\n",
		BARE "\trepositoryformatversion = 1\n",
		BARE "\tworktree = /\n",
		BARE "[core \"x\"]\n\tbare = true\n",
		BARE "[extensions]\n\tobjectFormat = sha256\n",
		BARE "[include]\n\tpath = other\n",
		BARE "[includeIf \"gitdir:/\"]\n\tpath = other\n",
		BARE "[user]\n\tname = \"A\n",
		BARE "[user]\n\tname = A \\\n\n",
		BARE "[user\n",
		BARE "[user] name = A\n",
		BARE "x",
	};
	static const char *const plain[] = {
		BARE,
		BARE "\n; a comment\n# and another\n[remote \"origin\"]\n\turl = /a b/c\n",
		"[Core]\nBare=true\nrepositoryFormatVersion=0\n",
	};
	store_fixture f;

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		store_fixture_write(odd[i], "%s/config", f.reg);
		cr_assert_not(store_plain_is(f.reg), "%s", odd[i]);
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		store_fixture_write(plain[i], "%s/config", f.reg);
		cr_assert(store_plain_is(f.reg), "%s", plain[i]);
	}
	store_fixture_write("[user\n", "%s/.gitconfig", f.folder);
	cr_assert_not(store_plain_is(f.reg), "what libgit2 cannot read");
	store_fixture_end(&f);
}

Test(store_plain, what_borrows_or_belongs_to_something_else_is_left_to_libgit2)
{
	static const char *const files[] = {".git", "commondir", "objects/info/alternates"};
	store_fixture f;
	char path[160];

	store_fixture_begin(&f);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		store_fixture_write("", "%s/%s", f.reg, files[i]);
		cr_assert_not(store_plain_is(f.reg), "%s", files[i]);
		snprintf(path, sizeof(path), "%s/%s", f.reg, files[i]);
		cr_assert_eq(unlink(path), 0);
	}
	store_fixture_write("ref: refs/heads/other\n", "%s/HEAD", f.reg);
	cr_assert_not(store_plain_is(f.reg));
	store_fixture_end(&f);
}

Test(store_plain, a_store_whose_folder_is_gone_says_so_when_it_is_read)
{
	char commit[NLOG_OID_SIZE], moved[160];
	nlog_str text = NLOG_STR_INIT;
	nlog_store *store = NULL;
	store_fixture f;

	record_one(&f, commit);
	cr_assert_eq(nlog_store_open(&store, f.reg, &f.err), 0);
	snprintf(moved, sizeof(moved), "%s.moved", f.reg);
	cr_assert_eq(rename(f.reg, moved), 0);
	cr_assert_eq(nlog_store_read_message(store, commit, &text, &f.err), NLOG_ENOTFOUND);
	cr_assert(strstr(f.err.text, "there is no '"), "%s", f.err.text);
	cr_assert_eq(rename(moved, f.reg), 0);
	cr_assert_eq(nlog_store_read_message(store, commit, &text, &f.err), 0, "%s",
		     f.err.text);
	nlog_store_free(store);
	nlog_str_clear(&text);
	store_fixture_end(&f);
}

/* The path of a loose object. */
static void object_path(char path[200], const store_fixture *f, const char *oid)
{
	snprintf(path, 200, "%s/objects/%.2s/%s", f->reg, oid, oid + 2);
}

static void find_blob(char blob[NLOG_OID_SIZE], const store_fixture *f)
{
	nlog_log *log = NULL;

	cr_assert_eq(nlog_store_log(&log, f->store, NULL), 0);
	strcpy(blob, nlog_log_get(log, nlog_log_count(log) - 1)->blob);
	nlog_log_free(log);
}

static int read_afresh(const store_fixture *f, const char *blob, nlog_str *text,
		       nlog_error *err)
{
	nlog_store *store = NULL;
	int rc = nlog_store_open(&store, f->reg, err);

	nlog_str_truncate(text, 0);
	if (!rc)
		rc = nlog_store_read_blob(store, blob, text, err);
	nlog_store_free(store);
	return rc;
}

Test(store_plain, a_blob_is_read_loose_and_from_a_pack)
{
	char commit[NLOG_OID_SIZE], blob[NLOG_OID_SIZE];
	nlog_str text = NLOG_STR_INIT;
	store_fixture f;

	record_one(&f, commit);
	find_blob(blob, &f);
	cr_assert_eq(read_afresh(&f, blob, &text, &f.err), 0, "%s", f.err.text);
	cr_assert_str_eq(nlog_str_text(&text), "{}\n");
	cr_assert_eq(store_fixture_git(f.reg, "repack", "-adq", NULL), 0);
	cr_assert_eq(store_fixture_git(f.reg, "prune-packed", NULL), 0);
	cr_assert_eq(read_afresh(&f, blob, &text, &f.err), 0, "%s", f.err.text);
	cr_assert_str_eq(nlog_str_text(&text), "{}\n");
	nlog_str_clear(&text);
	store_fixture_end(&f);
}

Test(store_plain, a_damaged_blob_is_named_by_libgit2)
{
	char commit[NLOG_OID_SIZE], blob[NLOG_OID_SIZE], path[200], other[200];
	nlog_str text = NLOG_STR_INIT;
	store_fixture f;

	record_one(&f, commit);
	find_blob(blob, &f);
	object_path(path, &f, blob);
	object_path(other, &f, commit);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(read_afresh(&f, blob, &text, &f.err), NLOG_EDAMAGED);
	cr_assert(strstr(f.err.text, "is missing"), "%s", f.err.text);
	cr_assert_eq(link(other, path), 0);
	cr_assert_eq(read_afresh(&f, blob, &text, &f.err), NLOG_EDAMAGED);
	cr_assert(strstr(f.err.text, "hash mismatch"), "%s", f.err.text);
	cr_assert_eq(unlink(path), 0);
	store_fixture_write("x", "%s", path);
	cr_assert_eq(read_afresh(&f, blob, &text, &f.err), NLOG_EDAMAGED);
	cr_assert(strstr(f.err.text, "is damaged"), "%s", f.err.text);
	cr_assert_eq(text.len, 0);
	/* What is asked for as a blob and is none. */
	cr_assert_eq(read_afresh(&f, commit, &text, &f.err), NLOG_EDAMAGED);
	nlog_str_clear(&text);
	store_fixture_end(&f);
}
