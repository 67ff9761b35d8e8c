/* What makes plain git show another history than the register's, and the walk over it. */
#include <string.h>
#include <sys/stat.h>

#include <noticelog/alloc.h>

#include "walk.h"

/* @return true if there is such a file or folder, and it is not empty */
static bool has_file(const nlog_store *store, const char *name)
{
	nlog_str path = NLOG_STR_INIT;
	struct stat about;
	bool has;

	nlog_str_addf(&path, "%s%s", store->gitdir, name);
	has = stat(nlog_str_text(&path), &about) == 0 &&
	      (S_ISDIR(about.st_mode) || about.st_size > 0);
	nlog_str_clear(&path);
	return has;
}

/* Files of git that change what is read, or from where. */
static void check_files(const nlog_store *store, nlog_findings *findings)
{
	static const struct {
		const char *file;
		nlog_finding_id id;
		const char *text;
	} rows[] = {
		{"info/grafts", NLOG_F_VERIFY_VIEW,
		 "grafts give commits other parents for plain git"},
		{"shallow", NLOG_F_VERIFY_VIEW,
		 "a shallow mark ends the history early for plain git"},
		{"objects/info/alternates", NLOG_F_VERIFY_BORROWED,
		 "objects are borrowed from another folder, which can vanish"},
		{"objects/info/http-alternates", NLOG_F_VERIFY_BORROWED,
		 "objects are borrowed from another repository, which can vanish"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (has_file(store, rows[i].file))
			nlog_findings_add(findings, rows[i].id,
					  (nlog_place){.file = rows[i].file}, "%s",
					  rows[i].text);
	}
}

static void check_replacements(const nlog_store *store, nlog_findings *findings)
{
	git_reference_iterator *iterator = NULL;
	const char *name;
	int rc = git()->git_reference_iterator_glob_new(&iterator, store->repo,
							"refs/replace/*");

	while (!rc && (rc = git()->git_reference_next_name(&name, iterator)) == 0)
		nlog_findings_add(findings, NLOG_F_VERIFY_VIEW, (nlog_place){.file = name},
				  "plain git shows another object in place of this one");
	if (rc && rc != GIT_ITEROVER) {
		nlog_error err = NLOG_ERROR_INIT;

		store_git_error(&err, rc, NLOG_EDAMAGED, "cannot list the references");
		nlog_findings_add(findings, NLOG_F_VERIFY_BRANCH, (nlog_place){NULL}, "%s",
				  err.text);
	}
	git()->git_reference_iterator_free(iterator);
	git()->git_error_clear();
}

/* HEAD of a register is its branch, and the branch is a commit's id, no link. */
static void check_branch(const nlog_store *store, nlog_findings *findings)
{
	git_reference *head = NULL, *branch = NULL;
	nlog_str path = NLOG_STR_INIT;
	struct stat about;

	if (git()->git_reference_lookup(&head, store->repo, "HEAD"))
		nlog_findings_add(findings, NLOG_F_VERIFY_BRANCH,
				  (nlog_place){.file = "HEAD"},
				  "HEAD cannot be read: plain git takes this for no "
				  "repository; it should say `ref: " STORE_BRANCH "`");
	else if (git()->git_repository_is_bare(store->repo) &&
		 (git()->git_reference_type(head) != GIT_REFERENCE_SYMBOLIC ||
		  strcmp(git()->git_reference_symbolic_target(head), STORE_BRANCH) != 0))
		nlog_findings_add(
			findings, NLOG_F_VERIFY_VIEW, (nlog_place){.file = "HEAD"},
			"HEAD is not branch main: plain git shows something else");
	nlog_str_addf(&path, "%s" STORE_BRANCH, store->gitdir);
	if ((lstat(nlog_str_text(&path), &about) == 0 && S_ISLNK(about.st_mode)) ||
	    (git()->git_reference_lookup(&branch, store->repo, STORE_BRANCH) == 0 &&
	     git()->git_reference_type(branch) == GIT_REFERENCE_SYMBOLIC))
		nlog_findings_add(findings, NLOG_F_VERIFY_BRANCH,
				  (nlog_place){.file = STORE_BRANCH},
				  "branch main is a link to another one");
	nlog_str_clear(&path);
	git()->git_reference_free(head);
	git()->git_reference_free(branch);
	git()->git_error_clear();
}

struct nlog_survey {
	store_walk_to to;
	store_walk *walk;
};

int nlog_survey_begin(nlog_survey **out, nlog_inventory *into, const nlog_store *store,
		      const nlog_visitor *visitor, nlog_findings *findings, nlog_error *err)
{
	nlog_survey *survey;
	git_oid head;
	int rc = store_need(store, err);

	*into = (nlog_inventory){.commits = 0};
	if (!rc)
		rc = store_read_head(&head, store, err);
	if (rc)
		return rc;
	check_branch(store, findings);
	check_files(store, findings);
	check_replacements(store, findings);
	into->has_commit_graph = has_file(store, "objects/info/commit-graph") ||
				 has_file(store, "objects/info/commit-graphs");
	if (store_oid_is_zero(&head))
		nlog_findings_add(findings, NLOG_F_VERIFY_BRANCH, (nlog_place){NULL},
				  "there is no branch main: nothing was ever recorded, or "
				  "the branch was deleted");
	survey = nlog_alloc(sizeof(*survey));
	survey->to = (store_walk_to){
		.file = visitor->file,
		.is_known = visitor->is_known,
		.progress = visitor->progress,
		.data = visitor->data,
		.findings = findings,
	};
	rc = store_walk_folders(&survey->walk, into, store, &head, &survey->to, err);
	if (rc)
		nlog_survey_free(survey);
	else
		*out = survey;
	return rc;
}

int nlog_survey_files(nlog_survey *survey, nlog_error *err)
{
	return store_walk_files(survey->walk, err);
}

void nlog_survey_free(nlog_survey *survey)
{
	if (!survey)
		return;
	store_walk_free(survey->walk);
	nlog_free(survey);
}
