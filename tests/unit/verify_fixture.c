/* A small register, and what can be done to it: damaged, rewritten, verified. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/record.h>

#include "verify_fixture.h"

#define NOW (FIXTURE_SECONDS + 86400)

const char verify_register[] =
	"{\"format\":\"noticelog-register/1\",\"labels\":{\"title\":[\"Title\"],"
	"\"project_code\":[\"Project Code\"],\"timing\":[\"Timing\"],"
	"\"date_of_issue\":[\"Date of Issue\"]},"
	"\"organization\":{\"domain\":\"example.org\",\"name\":\"Example Office\"},"
	"\"roster\":[{\"from\":\"1961\",\"iso\":\"JP\",\"name\":\"Japan\"}]}";

static void record(verify_sample *s, const char *name, const char *content, int64_t minute)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_record_options options = NLOG_RECORD_OPTIONS_INIT;
	nlog_record_input input = {name, nlog_slice_of(content)};

	options.author = options.committer = (nlog_person){
		"Reiko Amano", "amano@example.org", {FIXTURE_SECONDS + minute * 60, 540}};
	cr_assert_eq(nlog_record(&results, s->f.store, &input, 1, &options, &s->f.err), 0,
		     "%s: %s", name, s->f.err.text);
	nlog_record_results_clear(&results);
}

/* A document with these days; the register knows its four labels. */
void verify_sample_record(verify_sample *s, const char *days, const char *issued,
			  int64_t minute)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text,
		      "Project Code: " VERIFY_KEY "\nTitle: Workshop on Terraces\n"
		      "Date of Issue: %s\nTiming: %s\n",
		      issued, days);
	record(s, "workshop.txt", nlog_str_text(&text), minute);
	nlog_str_clear(&text);
}

static void note_commits(verify_sample *s)
{
	nlog_log *log = NULL;

	cr_assert_eq(nlog_store_log(&log, s->f.store, &s->f.err), 0, "%s", s->f.err.text);
	s->count = nlog_log_count(log);
	for (size_t i = 0; i < s->count; i++)
		git_oid_fromstr(&s->commits[i], nlog_log_get(log, i)->commit);
	nlog_log_free(log);
}

/* register.json, and three revisions of one notice; `second` are the days of r2. */
void verify_sample_begin_with(verify_sample *s, const char *second)
{
	nlog_alloc_setup();
	memset(s, 0, sizeof(*s));
	store_fixture_begin(&s->f);
	record(s, "register.json", verify_register, 0);
	verify_sample_record(s, "8 July 2031–10 July 2031", "2 May 2031", 1);
	verify_sample_record(s, second, "3 May 2031", 2);
	verify_sample_record(s, "9 September 2031–11 September 2031", "4 May 2031", 3);
	note_commits(s);
	cr_assert_eq(git_repository_open(&s->repo, s->f.reg), 0);
}

void verify_sample_begin(verify_sample *s)
{
	verify_sample_begin_with(s, "8 August 2031–10 August 2031");
}

void verify_sample_end(verify_sample *s)
{
	git_repository_free(s->repo);
	store_fixture_end(&s->f);
}

static int verify(verify_sample *s, size_t jobs, nlog_verification *out)
{
	const nlog_verify_options options = {.now = {NOW, 0}, .jobs = jobs};
	nlog_store *store = NULL;
	int rc = nlog_store_open(&store, s->f.reg, &s->f.err);

	*out = (nlog_verification)NLOG_VERIFICATION_INIT;
	if (!rc)
		rc = nlog_verify(out, store, &options, &s->f.err);
	nlog_store_free(store);
	return rc;
}

static nlog_str tell(const nlog_verification *found)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_verification_format(&text, found);
	return text;
}

/* Verify with everything read anew from the disk, alone and in several threads: the same is found. */
int verify_sample_verify(verify_sample *s, nlog_verification *out)
{
	nlog_verification alone;
	int rc = verify(s, 1, &alone);
	nlog_str one = tell(&alone), several;

	/* More threads than notices, so that some have nothing to do. */
	cr_expect_eq(verify(s, 3, out), rc);
	several = tell(out);
	cr_expect_str_eq(nlog_str_text(&several), nlog_str_text(&one));
	nlog_verification_clear(&alone);
	nlog_str_clear(&several);
	nlog_str_clear(&one);
	return rc;
}

static bool has_rule(const nlog_findings *findings, const char *rule)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (strcmp(findings->items[i].rule->id, rule) == 0)
			return true;
	}
	return false;
}

/* Exactly these rules, in any number, parted by blanks; "": none. */
void verify_expect_rules(const char *what, const nlog_findings *findings, const char *rules)
{
	nlog_str got = NLOG_STR_INIT;
	char *words = nlog_strdup(rules), *rest = words, *rule;

	for (size_t i = 0; i < findings->count; i++) {
		nlog_finding_format(&got, &findings->items[i]);
		cr_expect(strstr(rules, findings->items[i].rule->id), "%s: unexpected %s",
			  what, findings->items[i].rule->id);
	}
	while ((rule = strsep(&rest, " "))) {
		cr_expect(!*rule || has_rule(findings, rule), "%s: no %s in\n%s", what,
			  rule, nlog_str_text(&got));
	}
	nlog_free(words);
	nlog_str_clear(&got);
}

void verify_expect(verify_sample *s, const char *what, const char *rules)
{
	nlog_verification found;

	cr_expect_eq(verify_sample_verify(s, &found), 0, "%s: %s", what, s->f.err.text);
	verify_expect_rules(what, &found.findings, rules);
	nlog_verification_clear(&found);
}

static char *edited(const char *message, const verify_copy *c)
{
	const char *at = c->find ? strstr(message, c->find) : NULL;
	nlog_str text = NLOG_STR_INIT;

	cr_assert(!c->find || at, "no '%s' in\n%s", c->find, message);
	if (!at)
		return nlog_strdup(message);
	nlog_str_addn(&text, message, (size_t)(at - message));
	nlog_str_add(&text, c->put);
	nlog_str_add(&text, at + strlen(c->find));
	return nlog_str_detach(&text);
}

static void copy_commit(verify_sample *s, const verify_copy *c, git_oid *parent)
{
	git_commit *old = NULL, *parents[2] = {NULL, NULL};
	git_signature *committer = NULL;
	git_tree *tree = NULL;
	git_oid made;
	size_t count = 0;
	char *message;

	cr_assert_eq(git_commit_lookup(&old, s->repo, &s->commits[c->of]), 0);
	cr_assert_eq(git_tree_lookup(&tree, s->repo,
				     c->tree ? c->tree : git_commit_tree_id(old)),
		     0);
	if (!git_oid_is_zero(parent))
		cr_assert_eq(git_commit_lookup(&parents[count++], s->repo, parent), 0);
	if (c->second)
		cr_assert_eq(git_commit_lookup(&parents[count++], s->repo, c->second), 0);
	message = edited(git_commit_message(old), c);
	git_signature_new(&committer, git_commit_committer(old)->name,
			  git_commit_committer(old)->email,
			  git_commit_committer(old)->when.time + c->later, 540);
	cr_assert_eq(git_commit_create(&made, s->repo, NULL, git_commit_author(old),
				       committer, NULL, message, tree, count,
				       (const git_commit **)parents),
		     0);
	*parent = made;
	nlog_free(message);
	git_signature_free(committer);
	git_tree_free(tree);
	git_commit_free(parents[0]);
	git_commit_free(parents[1]);
	git_commit_free(old);
}

static void set_branch(verify_sample *s, const git_oid *head)
{
	git_reference *branch = NULL;

	cr_assert_eq(
		git_reference_create(&branch, s->repo, "refs/heads/main", head, 1, NULL),
		0);
	git_reference_free(branch);
}

/* The first commit stays; these follow it. */
void verify_sample_rewrite(verify_sample *s, const verify_copy *copies, size_t count)
{
	git_oid head = s->commits[0];

	for (size_t i = 0; i < count; i++)
		copy_commit(s, &copies[i], &head);
	set_branch(s, &head);
}
