/* Verification: whole registers are whole, and whatever is rewritten in one is named. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify_fixture.h"

TestSuite(verify, .timeout = 60);

Test(verify, a_register_as_recorded_is_whole)
{
	verify_sample s;
	nlog_verification found;
	nlog_str text = NLOG_STR_INIT;

	verify_sample_begin(&s);
	cr_assert_eq(verify_sample_verify(&s, &found), 0, "%s", s.f.err.text);
	verify_expect_rules("as recorded", &found.findings, "");
	cr_expect(nlog_verification_is_whole(&found));
	cr_expect_eq(found.inventory.commits, 4);
	cr_expect_eq(found.revisions, 3);
	cr_expect_eq(found.notices, 1);
	cr_expect_eq(found.entry, 4);
	/* 4 commits, 4 roots, 3 × (notices, 31, XQ, VERIFY_KEY, notice.json, source.txt), register.json */
	cr_expect_eq(found.inventory.objects, 27, "%zu", found.inventory.objects);
	nlog_verification_format(&text, &found);
	cr_expect(nlog_slice_starts(
			  nlog_str_slice(&text),
			  "4 commits, 3 revisions of 1 notice, 27 objects: whole\n"),
		  "%s", nlog_str_text(&text));
	nlog_verification_clear(&found);
	cr_assert_eq(store_fixture_git(s.f.reg, "gc", "-q", "--prune=now", NULL), 0);
	cr_assert_eq(verify_sample_verify(&s, &found), 0, "%s", s.f.err.text);
	verify_expect_rules("packed", &found.findings, "");
	cr_expect_eq(found.inventory.objects, 27);
	nlog_verification_clear(&found);
	nlog_str_clear(&text);
	verify_sample_end(&s);
}

/* The tree of a commit with another file in it; content NULL: `oid` of that mode, or removed. */
static git_oid with_file(verify_sample *s, size_t commit, const char *path,
			 git_filemode_t mode, const char *content)
{
	git_tree_update update = {.action = content ? GIT_TREE_UPDATE_UPSERT
						    : GIT_TREE_UPDATE_REMOVE,
				  .filemode = mode,
				  .path = path};
	git_commit *at = NULL;
	git_tree *tree = NULL;
	git_oid made;

	if (content && mode == GIT_FILEMODE_COMMIT)
		update.id = s->commits[0];
	else if (content)
		cr_assert_eq(git_blob_create_from_buffer(&update.id, s->repo, content,
							 strlen(content)),
			     0);
	cr_assert_eq(git_commit_lookup(&at, s->repo, &s->commits[commit]), 0);
	cr_assert_eq(git_commit_tree(&tree, at), 0);
	cr_assert_eq(git_tree_create_updated(&made, s->repo, tree, 1, &update), 0, "%s",
		     git_error_last() ? git_error_last()->message : "");
	git_tree_free(tree);
	git_commit_free(at);
	return made;
}

Test(verify, rewritten_messages_and_orders_are_named)
{
	static const struct {
		const char *what;
		verify_copy copies[3];
		size_t count;
		const char *rules;
	} rows[] = {
		{"as it was", {{.of = 1}, {.of = 2}, {.of = 3}}, 3, ""},
		{"the last revision is gone", {{.of = 1}, {.of = 2}}, 2, ""},
		{"a revision in the middle is gone",
		 {{.of = 1}, {.of = 3}},
		 2,
		 "verify.revision verify.previous verify.chain"},
		{"two revisions change places",
		 {{.of = 1}, {.of = 3}, {.of = 2}},
		 3,
		 "verify.revision verify.previous verify.chain verify.clock"},
		{"another number",
		 {{.of = 1},
		  {.of = 2, .find = "Revision: 2", .put = "Revision: 5"},
		  {.of = 3}},
		 3,
		 "verify.revision"},
		{"another entry",
		 {{.of = 1}, {.of = 2, .find = "Entry: 3", .put = "Entry: 4"}, {.of = 3}},
		 3,
		 "verify.chain"},
		{"another kind",
		 {{.of = 1},
		  {.of = 2, .find = "Kind: amendment", .put = "Kind: reading"},
		  {.of = 3}},
		 3,
		 "verify.trailers verify.chain"},
		{"no trailers",
		 {{.of = 1},
		  {.of = 2},
		  {.of = 3, .find = "\n\nNotice: ", .put = "\n\nA notice: "}},
		 3,
		 "verify.trailers"},
		{"another notice",
		 {{.of = 1},
		  {.of = 2, .find = "Notice: 31", .put = "Notice: 32"},
		  {.of = 3}},
		 3,
		 "verify.trailers verify.digest verify.revision"},
		{"no digest before",
		 {{.of = 1},
		  {.of = 2, .find = "Previous: ", .put = "Rules: 1\nAmendments: "}},
		 2,
		 "verify.trailers"},
		{"another day",
		 {{.of = 1},
		  {.of = 2, .find = "Issued: 2031-05-03", .put = "Issued: 2031-05-02"},
		  {.of = 3}},
		 3,
		 "verify.issued"},
		{"another amendment",
		 {{.of = 1},
		  {.of = 2, .find = "timing.rescheduled", .put = "timing.extended"},
		  {.of = 3}},
		 3,
		 "verify.amendments"},
		{"another size",
		 {{.of = 1},
		  {.of = 2,
		   .find = "Source: workshop.txt ",
		   .put = "Source: workshop.txt 1"}},
		 2,
		 "verify.source"},
		{"an earlier clock",
		 {{.of = 1}, {.of = 2, .later = -3600}, {.of = 3}},
		 3,
		 "verify.clock"},
		{"a clock ahead",
		 {{.of = 1}, {.of = 2}, {.of = 3, .later = 200000}},
		 3,
		 "verify.clock"},
	};
	verify_sample s;

	verify_sample_begin(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		verify_sample_rewrite(&s, rows[i].copies, rows[i].count);
		verify_expect(&s, rows[i].what, rows[i].rules);
	}
	verify_sample_end(&s);
}

Test(verify, rewritten_folders_are_named)
{
	static const struct {
		const char *what, *path;
		git_filemode_t mode;
		const char *content; /* NULL: removed */
		const char *rules;
	} rows[] = {
		{"another text", VERIFY_FOLDER "/notice.json", GIT_FILEMODE_BLOB,
		 "{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"Else\"\n}\n",
		 "verify.digest verify.amendments"},
		{"other white space", VERIFY_FOLDER "/notice.json", GIT_FILEMODE_BLOB,
		 "{\"format\": \"noticelog-notice/1\",\"title\": \"Else\"}",
		 "stored.not-canonical verify.digest verify.amendments"},
		{"a key twice", VERIFY_FOLDER "/notice.json", GIT_FILEMODE_BLOB,
		 "{\"format\": \"noticelog-notice/1\", \"title\": \"A\", \"title\": \"B\"}",
		 "verify.content"},
		{"another document", VERIFY_FOLDER "/source.txt", GIT_FILEMODE_BLOB, "else",
		 "verify.source"},
		{"no document", VERIFY_FOLDER "/source.txt", GIT_FILEMODE_BLOB, NULL,
		 "verify.source"},
		{"a second document", VERIFY_FOLDER "/source.pdf", GIT_FILEMODE_BLOB,
		 "else", "verify.source"},
		{"an addendum that is none", VERIFY_FOLDER "/addendum.json",
		 GIT_FILEMODE_BLOB, "{}", "verify.content"},
		{"another register", "register.json", GIT_FILEMODE_BLOB, verify_register,
		 "stored.not-canonical verify.trailers"},
		{"a ledger that is none", "ledger/JP.json", GIT_FILEMODE_BLOB, "[,]",
		 "verify.content"},
		{"another notice with it", "notices/other/EXTRA/notice.json",
		 GIT_FILEMODE_BLOB,
		 "{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"Else\"\n}\n",
		 "verify.trailers"},
		{"a link", VERIFY_FOLDER "/source.lnk", GIT_FILEMODE_LINK, "/etc/passwd",
		 "verify.entry"},
		{"a submodule", "notices/31/sub", GIT_FILEMODE_COMMIT, "", "verify.entry"},
		{"a program", VERIFY_FOLDER "/source.txt", GIT_FILEMODE_BLOB_EXECUTABLE,
		 "else", "verify.entry verify.source"},
		{"a file at the root", "README.md", GIT_FILEMODE_BLOB, "hello",
		 "verify.name"},
		{"a folder at the root", "docs/a/b/c.txt", GIT_FILEMODE_BLOB, "hello",
		 "verify.name"},
		{"a file beside the notice", VERIFY_FOLDER "/notes.txt", GIT_FILEMODE_BLOB,
		 "hello", "verify.name"},
		{"a notice out of its place", "notices/32/XQ/" VERIFY_KEY "/notice.json",
		 GIT_FILEMODE_BLOB, "{}", "verify.name"},
	};
	verify_sample s;

	verify_sample_begin(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		git_oid tree =
			with_file(&s, 3, rows[i].path, rows[i].mode, rows[i].content);
		const verify_copy copies[] = {
			{.of = 1}, {.of = 2}, {.of = 3, .tree = &tree}};

		verify_sample_rewrite(&s, copies, 3);
		verify_expect(&s, rows[i].what, rows[i].rules);
	}
	verify_sample_end(&s);
}

Test(verify, the_same_notices_at_two_places_are_named)
{
	verify_sample s;
	git_tree *root = NULL;
	git_commit *at = NULL;
	git_tree_entry *sector = NULL;
	git_tree_update update = {.action = GIT_TREE_UPDATE_UPSERT,
				  .filemode = GIT_FILEMODE_TREE,
				  .path = "notices/33/XQ"};
	git_oid made;

	verify_sample_begin(&s);
	cr_assert_eq(git_commit_lookup(&at, s.repo, &s.commits[3]), 0);
	cr_assert_eq(git_commit_tree(&root, at), 0);
	cr_assert_eq(git_tree_entry_bypath(&sector, root, "notices/31/XQ"), 0);
	update.id = *git_tree_entry_id(sector);
	cr_assert_eq(git_tree_create_updated(&made, s.repo, root, 1, &update), 0);
	verify_sample_rewrite(
		&s, (const verify_copy[]){{.of = 1}, {.of = 2}, {.of = 3, .tree = &made}},
		3);
	verify_expect(&s, "a sector twice", "verify.name");
	git_tree_entry_free(sector);
	git_tree_free(root);
	git_commit_free(at);
	verify_sample_end(&s);
}

Test(verify, merges_and_commits_of_plain_git_are_named)
{
	verify_sample s;
	git_oid tree;

	verify_sample_begin(&s);
	verify_sample_rewrite(&s,
			      (const verify_copy[]){{.of = 1},
						    {.of = 2},
						    {.of = 3, .second = &s.commits[2]}},
			      3);
	verify_expect(&s, "a merge", "verify.merge");
	tree = with_file(
		&s, 3, VERIFY_FOLDER "/notice.json", GIT_FILEMODE_BLOB,
		"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"A\"\n}\n");
	verify_sample_rewrite(&s,
			      (const verify_copy[]){{.of = 1},
						    {.of = 2},
						    {.of = 3,
						     .find = "\n\nNotice: " VERIFY_KEY,
						     .put = "\n\nPlain words",
						     .tree = &tree}},
			      3);
	verify_expect(&s, "half of the trailers", "verify.trailers");
	verify_sample_end(&s);
}

/* What plain git would be shown */

Test(verify, what_changes_the_view_of_plain_git_is_named)
{
	static const struct {
		const char *file, *content, *rules;
	} rows[] = {
		{"info/grafts", "", ""}, /* empty: nothing is grafted */
		{"info/grafts", "%s\n", "verify.view"},
		{"shallow", "%s\n", "verify.view"},
		{"refs/replace/1111111111111111111111111111111111111111", "%s\n",
		 "verify.view"},
		{"objects/info/alternates", "/nowhere/objects\n", "verify.borrowed"},
		{"HEAD", "ref: refs/heads/other\n", "verify.view"},
	};
	verify_sample s;
	char id[NLOG_OID_SIZE], path[256];

	verify_sample_begin(&s);
	git_oid_tostr(id, sizeof(id), &s.commits[2]);
	snprintf(path, sizeof(path), "%s/refs/replace", s.f.reg);
	mkdir(path, 0755);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *mark = strstr(rows[i].content, "%s");
		nlog_str text = NLOG_STR_INIT;

		nlog_str_add(&text, mark ? id : rows[i].content);
		if (mark)
			nlog_str_addc(&text, '\n');
		store_fixture_write(nlog_str_text(&text), "%s/%s", s.f.reg, rows[i].file);
		verify_expect(&s, rows[i].file, rows[i].rules);
		snprintf(path, sizeof(path), "%s/%s", s.f.reg, rows[i].file);
		if (strcmp(rows[i].file, "HEAD") == 0)
			store_fixture_write("ref: refs/heads/main\n", "%s", path);
		else
			unlink(path);
		nlog_str_clear(&text);
	}
	verify_expect(&s, "put right again", "");
	verify_sample_end(&s);
}

Test(verify, a_register_without_its_branch_is_not_whole)
{
	verify_sample s;
	char path[256];

	verify_sample_begin(&s);
	snprintf(path, sizeof(path), "%s/refs/heads/main", s.f.reg);
	unlink(path);
	verify_expect(&s, "deleted", "verify.branch");
	store_fixture_write("1111111111111111111111111111111111111111\n", "%s", path);
	verify_expect(&s, "no such commit", "verify.object");
	verify_sample_end(&s);
}
