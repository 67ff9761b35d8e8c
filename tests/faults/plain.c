/*
 * Recording and reading the plain way, by libgit2 alone, to see that the instruments
 * of this folder find what is wrong with it.
 *
 * plain record REGISTER PATH FILE   a commit by git_commit_create(), as its manual says
 * plain name REGISTER PATH FILE     the same by an author whose name holds a newline,
 *                                   the branch moved by git_reference_create_matching()
 * plain read REGISTER OBJECT        a blob by git_blob_lookup()
 * plain version                     of libgit2
 */
#include <git2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *what)
{
	const git_error *last = git_error_last();

	fprintf(stderr, "plain: %s: %s\n", what, last ? last->message : "?");
	return 3;
}

/* A tree of one file at the root beside what the parent's tree has. */
static int make_tree(git_tree **out, git_repository *repo, const git_commit *parent,
		     const char *path, const char *file)
{
	git_treebuilder *builder = NULL;
	git_tree *base = NULL;
	git_oid blob, tree;
	int rc = git_blob_create_from_disk(&blob, repo, file);

	if (!rc && parent)
		rc = git_commit_tree(&base, parent);
	if (!rc)
		rc = git_treebuilder_new(&builder, repo, base);
	if (!rc)
		rc = git_treebuilder_insert(NULL, builder, path, &blob, GIT_FILEMODE_BLOB);
	if (!rc)
		rc = git_treebuilder_write(&tree, builder);
	if (!rc)
		rc = git_tree_lookup(out, repo, &tree);
	git_treebuilder_free(builder);
	git_tree_free(base);
	return rc;
}

static int record(git_repository *repo, bool by_hand, const char *path, const char *file)
{
	const char *name = by_hand ? "A\nClerk" : "A Clerk";
	git_reference *branch = NULL;
	git_signature *who = NULL;
	git_commit *parent = NULL;
	git_tree *tree = NULL;
	git_oid tip = {{0}}, made;
	int rc = 0;

	if (!git_reference_name_to_id(&tip, repo, "refs/heads/main"))
		rc = git_commit_lookup(&parent, repo, &tip);
	if (!rc)
		rc = make_tree(&tree, repo, parent, path, file);
	if (!rc)
		rc = git_signature_new(&who, name, "clerk@example.org", 1746145800, 540);
	if (!rc)
		rc = git_commit_create_v(&made, repo, by_hand ? NULL : "refs/heads/main",
					 who, who, NULL, "record", tree, parent ? 1 : 0,
					 parent);
	if (!rc && by_hand)
		rc = git_reference_create_matching(&branch, repo, "refs/heads/main", &made,
						   1, &tip, "record");
	if (!rc)
		printf("recorded as %.7s\n", git_oid_tostr_s(&made));
	git_reference_free(branch);
	git_commit_free(parent);
	git_tree_free(tree);
	git_signature_free(who);
	return rc ? fail("nothing was recorded") : 0;
}

static int read_blob(git_repository *repo, const char *id)
{
	git_blob *blob = NULL;
	git_oid oid;
	int rc = git_oid_fromstr(&oid, id);

	if (!rc)
		rc = git_blob_lookup(&blob, repo, &oid);
	git_blob_free(blob);
	return rc ? fail("cannot read") : 0;
}

int main(int argc, char **argv)
{
	git_repository *repo = NULL;
	int status;

	if (argc == 2 && strcmp(argv[1], "version") == 0)
		return printf("%s\n", LIBGIT2_VERSION) < 0;
	if (argc < 4)
		return 2;
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (git_repository_open_bare(&repo, argv[2]))
		status = fail("cannot open");
	else if (strcmp(argv[1], "read") == 0)
		status = read_blob(repo, argv[3]);
	else
		status = record(repo, strcmp(argv[1], "name") == 0, argv[3],
				argc > 4 ? argv[4] : "");
	git_repository_free(repo);
	git_libgit2_shutdown();
	return fflush(stdout) ? 3 : status;
}
