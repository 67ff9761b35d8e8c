/* Recording: what becomes a revision, what does not, and what git then shows. */
#include <noticelog/record.h>

#include <criterion/criterion.h>
#include <git2.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>

#include "store_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define CODE "26-CP-11-GE-WSP-A"
#define FOLDER "notices/26/CP/" CODE

static store_fixture fixture;
static nlog_record_options options;
static nlog_error err;

static void begin(void)
{
	nlog_register *reg;

	nlog_alloc_setup();
	store_fixture_begin(&fixture);
	options = (nlog_record_options)NLOG_RECORD_OPTIONS_INIT;
	options.author =
		(nlog_person){"Aiko Tanaka", "tanaka@example.org", {FIXTURE_SECONDS, 540}};
	options.committer = (nlog_person){
		"Ravi Perera", "perera@example.org", {FIXTURE_SECONDS + 60, 330}};
	err = (nlog_error)NLOG_ERROR_INIT;
	nlog_register_builtin(&reg);
	cr_assert_eq(nlog_record_register(fixture.store, reg, &options,
					  (char[NLOG_OID_SIZE]){0}, &err),
		     0, "%s", err.text);
	nlog_register_free(reg);
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(record, .init = begin, .fini = end);

/* What differs from one document to the next; members that are NULL are left out. */
typedef struct {
	const char *code, *reference, *issued, *title, *timing;
} document;

static const document first = {CODE, "701", "2 February 2026",
			       "Workshop on Cold Storage for Small Fisheries",
			       "8 June 2026\u201312 June 2026"};
static const document moved = {CODE, "701", "1 March 2026",
			       "Workshop on Cold Storage for Small Fisheries",
			       "15 June 2026\u201319 June 2026"};
static const document other = {"26-CL-40-GE-TRC-B", "702", "3 February 2026",
			       "Training Course on Energy Audits of Cement Works",
			       "7 September 2026\u201311 September 2026"};

/* @return the text of a document, owned */
static char *text_of(const document *given)
{
	const struct {
		const char *label, *value;
	} rows[] = {
		{"Date of Issue", given->issued},  {"Project Code", given->code},
		{"Title", given->title},           {"Timing", given->timing},
		{"Closing Date", "20 April 2026"}, {"Modality", "Online"},
	};
	nlog_str out = NLOG_STR_INIT;

	nlog_str_add(&out, "PROJECT NOTIFICATION\n\n");
	if (given->reference)
		nlog_str_addf(&out, "Reference No.: %s\n\n", given->reference);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].value)
			nlog_str_addf(&out, "%s\t%s\n", rows[i].label, rows[i].value);
	return nlog_str_detach(&out);
}

/* Record texts as a.txt, b.txt, …; the results are cleared unless they are asked for. */
static int record_texts(char *const *texts, size_t count, nlog_record_results *results)
{
	static const char *const names[] = {"a.txt", "b.txt", "c.txt"};
	nlog_record_results mine = NLOG_RECORD_RESULTS_INIT;
	nlog_record_input inputs[3];
	int rc;

	for (size_t i = 0; i < count; i++)
		inputs[i] = (nlog_record_input){names[i], nlog_slice_of(texts[i])};
	err = (nlog_error)NLOG_ERROR_INIT;
	rc = nlog_record(results ? results : &mine, fixture.store, inputs, count, &options,
			 &err);
	nlog_record_results_clear(&mine);
	return rc;
}

static int record_one(const document *given, nlog_record_results *results)
{
	char *text = text_of(given);
	int rc = record_texts(&text, 1, results);

	nlog_free(text);
	return rc;
}

static size_t commits(void)
{
	nlog_log *log = NULL;
	size_t count;

	cr_assert_eq(nlog_store_log(&log, fixture.store, &err), 0, "%s", err.text);
	count = nlog_log_count(log);
	nlog_log_free(log);
	return count;
}

/* What git prints, without its final line feeds; borrowed until the next call. */
static const char *git(const char *a, const char *b, const char *c)
{
	static nlog_str out;

	nlog_str_truncate(&out, 0);
	cr_assert_eq(store_fixture_git_output(&out, fixture.reg, a, b, c, NULL), 0, "%s %s",
		     a, b);
	while (out.len && out.data[out.len - 1] == '\n')
		nlog_str_truncate(&out, out.len - 1);
	return nlog_str_text(&out);
}

/* The digest of a stored file by jansson alone: for ASCII keys its compact form is JCS. */
static void digest_of(char digest[NLOG_DIGEST_SIZE], const char *commit, const char *path)
{
	nlog_str name = NLOG_STR_INIT;
	json_t *json;
	char *compact;

	nlog_str_addf(&name, "%s:%s", commit, path);
	json = json_loads(git("cat-file", "blob", nlog_str_text(&name)), 0, NULL);
	cr_assert_not_null(json, "%s", nlog_str_text(&name));
	compact = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	nlog_digest_bytes(digest, nlog_slice_of(compact));
	json_decref(json);
	nlog_free(compact);
	nlog_str_clear(&name);
}

Test(record, makes_a_commit_that_plain_git_shows)
{
	static const struct {
		const char *format, *wanted;
	} rows[] = {
		{"--format=%s", CODE " r1: issued"},
		{"--format=%an <%ae> %aI", "Aiko Tanaka <tanaka@example.org> "
					   "2025-05-02T09:30:00+09:00"},
		{"--format=%cn <%ce> %cI", "Ravi Perera <perera@example.org> "
					   "2025-05-02T06:01:00+05:30"},
		{"--format=%(trailers:key=Notice,valueonly)", CODE},
		{"--format=%(trailers:key=Revision,valueonly)", "1"},
		{"--format=%(trailers:key=Kind,valueonly)", "issue"},
		{"--format=%(trailers:key=Issued,valueonly)", "2026-02-02"},
		{"--format=%(trailers:key=Entry,valueonly)", "2"},
		{"--format=%(trailers:key=Rules,valueonly)", NLOG_RULES_VERSION},
		{"--format=%(trailers:key=Amendments,valueonly)", "notice.issued"},
		{"--format=%(trailers:key=Previous,valueonly)", ""},
	};
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_str source = NLOG_STR_INIT;
	char *text = text_of(&first);

	cr_assert_eq(record_texts(&text, 1, &results), 0, "%s", err.text);
	cr_assert_eq(results.count, 1);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_REVISION);
	cr_assert_eq(results.items[0].revision, 1);
	cr_assert_str_eq(results.items[0].name, "a.txt");
	cr_assert_str_eq(results.items[0].comparison.key, CODE);
	cr_assert_str_eq(results.items[0].commit, git("rev-parse", "main", NULL));
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(git("log", "-1", rows[i].format), rows[i].wanted, "%s",
				 rows[i].format);
	nlog_source_add_trailer(&source, NLOG_SLICE("a.txt"), nlog_slice_of(text));
	cr_expect_str_eq(git("log", "-1", "--format=%(trailers:key=Source,valueonly)"),
			 nlog_str_text(&source));
	nlog_str_clear(&source);
	nlog_record_results_clear(&results);
	nlog_free(text);
}

Test(record, keeps_the_document_byte_for_byte_beside_the_notice)
{
	char *text = text_of(&first);
	nlog_str back = NLOG_STR_INIT;

	cr_assert_eq(record_texts(&text, 1, NULL), 0, "%s", err.text);
	cr_assert_eq(store_fixture_git_output(&back, fixture.reg, "cat-file", "blob",
					      "main:" FOLDER "/source.txt", NULL),
		     0);
	cr_assert_str_eq(nlog_str_text(&back), text);
	cr_assert_str_eq(git("ls-tree", "--name-only", "main:" FOLDER),
			 "notice.json\nsource.txt");
	nlog_str_clear(&back);
	nlog_free(text);
}

Test(record, names_the_amendments_in_subject_and_trailers)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;

	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&moved, &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].revision, 2);
	cr_assert_str_eq(git("log", "-1", "--format=%s"), CODE " r2: rescheduled");
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Kind,valueonly)"),
			 "amendment");
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Amendments,valueonly)"),
			 "timing.rescheduled issue.redated");
	cr_assert_not_null(strstr(git("log", "-1", "--format=%b"), "8\u201312 June"));
	nlog_record_results_clear(&results);
}

Test(record, unchanged_content_makes_no_commit)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	char *text = text_of(&first);
	nlog_str spaced = NLOG_STR_INIT;
	char *again;
	size_t before;

	cr_assert_eq(record_texts(&text, 1, NULL), 0, "%s", err.text);
	before = commits();
	/* Other bytes that say the same. */
	nlog_str_addf(&spaced, "\n\n%s\n\n\n", text);
	again = nlog_str_detach(&spaced);
	cr_assert_eq(record_texts(&text, 1, &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_UNCHANGED);
	cr_assert_eq(results.items[0].revision, 1);
	cr_assert_str_eq(results.items[0].commit, "");
	nlog_record_results_clear(&results);
	cr_assert_eq(record_texts(&again, 1, &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_UNCHANGED);
	cr_assert_eq(commits(), before);
	nlog_record_results_clear(&results);
	nlog_free(text);
	nlog_free(again);
}

Test(record, several_files_are_one_step)
{
	char *texts[] = {text_of(&first), text_of(&other), text_of(&moved)};
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	size_t before = commits();

	cr_assert_eq(record_texts(texts, 3, &results), 0, "%s", err.text);
	cr_assert_eq(results.count, 3);
	cr_assert_eq(results.items[0].revision, 1);
	cr_assert_eq(results.items[1].revision, 1);
	cr_assert_eq(results.items[2].revision, 2,
		     "the first file and the third are one notice");
	cr_assert_not_null(results.items[2].comparison.before);
	cr_assert_eq(commits(), before + 3);
	cr_assert_eq(store_fixture_git(fixture.reg, "fsck", "--strict", NULL), 0);
	nlog_record_results_clear(&results);
	for (size_t i = 0; i < COUNT(texts); i++)
		nlog_free(texts[i]);
}

Test(record, a_failing_second_file_leaves_nothing)
{
	static const char *bad[] = {
		"Dear all, the canteen is closed on Friday.\n",
		"{\"format\": \"noticelog-notice/1\", \"title\": \"A\", \"title\": "
		"\"B\"}\n",
		"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
		"<<<<<<< HEAD\nTitle\tA\n=======\nTitle\tB\n>>>>>>> branch\n",
		"",
	};
	size_t before = commits();

	for (size_t i = 0; i < COUNT(bad); i++) {
		char *texts[] = {text_of(&first), nlog_strdup(bad[i])};
		char head[NLOG_OID_SIZE];

		snprintf(head, sizeof(head), "%s", git("rev-parse", "main", NULL));
		cr_expect_eq(record_texts(texts, 2, NULL), NLOG_EINPUT, "row %zu", i);
		cr_expect_str_eq(err.source, "b.txt", "row %zu: %s", i, err.text);
		cr_expect_eq(commits(), before);
		cr_expect_str_eq(git("rev-parse", "main", NULL), head);
		nlog_free(texts[0]);
		nlog_free(texts[1]);
	}
	cr_assert_eq(store_fixture_git(fixture.reg, "fsck", "--strict", NULL), 0);
}

Test(record, a_dry_run_writes_nothing)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	size_t before = commits();

	options.is_dry_run = true;
	cr_assert_eq(record_one(&first, &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_REVISION);
	cr_assert_eq(results.items[0].revision, 1);
	cr_assert_str_eq(results.items[0].commit, "");
	cr_assert_eq(commits(), before);
	nlog_record_results_clear(&results);
}

Test(record, refuses_an_unknown_code_that_looks_known)
{
	static const struct {
		document given;
		bool looks_known;
	} rows[] = {
		/* the same reference number */
		{{"26-CP-12-GE-WSP-A", "701", "5 March 2026", "Seminar on Something Else",
		  "1 July 2026"},
		 true},
		/* nearly the same title and timing */
		{{"26-CP-11-GE-WSP-B", "799", "5 March 2026",
		  "Workshop on Cold Storage for Small Fisheries",
		  "8 June 2026\u201312 June 2026"},
		 true},
		{{"26-CP-13-GE-TRC-A", "710", "5 March 2026",
		  "Training Course on Bookkeeping", "2 November 2026\u20136 November 2026"},
		 false},
	};

	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t before = commits();

		options.is_new = false;
		cr_expect_eq(record_one(&rows[i].given, NULL),
			     rows[i].looks_known ? NLOG_ECONFLICT : 0, "row %zu: %s", i,
			     err.text);
		if (!rows[i].looks_known)
			continue;
		cr_expect_not_null(strstr(err.text, CODE), "the candidate: %s", err.text);
		cr_expect_not_null(strstr(err.text, "--as"), "%s", err.text);
		cr_expect_not_null(strstr(err.text, "--new"), "%s", err.text);
		cr_expect_eq(commits(), before);
		options.is_new = true;
		cr_expect_eq(record_one(&rows[i].given, NULL), 0, "row %zu: %s", i,
			     err.text);
		cr_expect_eq(commits(), before + 1);
	}
}

Test(record, as_decides_whose_revision_it_is)
{
	document renamed = moved;

	renamed.code = "26-CP-12-GE-WSP-A";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	options.as = CODE;
	cr_assert_eq(record_one(&renamed, NULL), 0, "%s", err.text);
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Notice,valueonly)"),
			 CODE, "KEY never changes, even if the code does");
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Revision,valueonly)"),
			 "2");
	cr_assert_not_null(strstr(git("log", "-1", "--format=%(trailers:key=Amendments)"),
				  "code.changed"));
	/* The notice ever had this code: the next file finds it by itself. */
	options.as = NULL;
	renamed.timing = "22 June 2026\u201326 June 2026";
	cr_assert_eq(record_one(&renamed, NULL), 0, "%s", err.text);
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Revision,valueonly)"),
			 "3");
}

Test(record, a_notice_without_a_code_needs_a_key)
{
	document nameless = other;
	size_t before = commits();

	nameless.code = NULL;
	cr_assert_lt(record_one(&nameless, NULL), 0);
	cr_assert_not_null(strstr(err.text, "--as"), "%s", err.text);
	cr_assert_eq(commits(), before);
	options.as = "energy-audits";
	cr_assert_eq(record_one(&nameless, NULL), 0, "%s", err.text);
	cr_assert_str_eq(git("ls-tree", "--name-only", "main:notices/other"),
			 "energy-audits");
}

Test(record, refuses_keys_that_are_none)
{
	static const char *bad[] = {"",   ".",      "..",   "a\\b",  "a b",
				    "-x", "x.lock", "a\nb", "\u00e4"};
	size_t before = commits();

	for (size_t i = 0; i < COUNT(bad); i++) {
		options.as = bad[i];
		cr_expect_lt(record_one(&first, NULL), 0, "'%s'", bad[i]);
		cr_expect(*err.text);
	}
	cr_assert_eq(commits(), before);
	/* Unique whatever the case. */
	options.as = NULL;
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	options.as = "26-cp-11-ge-wsp-a";
	cr_expect_eq(record_one(&moved, NULL), 0, "%s", err.text);
	cr_expect_str_eq(git("log", "-1", "--format=%(trailers:key=Notice,valueonly)"),
			 CODE);
}

Test(record, an_older_issue_needs_to_say_so)
{
	char blob[NLOG_OID_SIZE];
	size_t before;

	cr_assert_eq(record_one(&moved, NULL), 0, "%s", err.text);
	snprintf(blob, sizeof(blob), "%s",
		 git("rev-parse", "main:" FOLDER "/notice.json", NULL));
	before = commits();
	cr_assert_eq(record_one(&first, NULL), NLOG_ECONFLICT);
	cr_assert_not_null(strstr(err.text, "backfill"), "%s", err.text);
	cr_assert_eq(commits(), before);
	options.role = NLOG_AS_BACKFILL;
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_eq(commits(), before + 2, "the backfill, and what puts r1 back");
	cr_assert_str_eq(
		git("log", "-2", "--format=%(trailers:key=Kind,valueonly,separator=)"),
		"restore\nbackfill");
	cr_assert_str_eq(
		git("log", "-2", "--format=%(trailers:key=Revision,valueonly,separator=)"),
		"1\n2");
	cr_assert_str_eq(git("rev-parse", "main:" FOLDER "/notice.json", NULL), blob);
}

Test(record, a_correction_stands_in_the_place_of_what_it_corrects)
{
	document corrected = first;
	nlog_history *history = NULL;
	const nlog_dossier *dossier;
	char before[NLOG_OID_SIZE];

	corrected.timing = "9 June 2026\u201312 June 2026";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&moved, NULL), 0, "%s", err.text);
	snprintf(before, sizeof(before), "%s",
		 git("rev-parse", "main:" FOLDER "/notice.json", NULL));
	options.role = NLOG_AS_CORRECTION;
	options.corrects = 7;
	cr_assert_lt(record_one(&corrected, NULL), 0, "there is no r7");
	options.corrects = 1;
	cr_assert_eq(record_one(&corrected, NULL), 0, "%s", err.text);
	cr_assert_str_eq(git("rev-parse", "main:" FOLDER "/notice.json", NULL), before,
			 "r2 is in force as before");
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0);
	dossier = nlog_history_find(history, NLOG_SLICE(CODE));
	cr_assert_eq(dossier->count, 3);
	cr_assert_eq(dossier->official_count, 2);
	cr_assert_eq(dossier->official[0]->number, 3);
	cr_assert_eq(dossier->official[1]->number, 2);
	nlog_history_free(history);
}

/* Make the last commit again, its folder naming notice.json nine times: git would not. */
static void repeat_entry(void)
{
	const size_t entry_len = sizeof("100644 notice.json") + GIT_OID_RAWSZ;
	git_tree_update update = {.action = GIT_TREE_UPDATE_UPSERT,
				  .filemode = GIT_FILEMODE_TREE,
				  .path = FOLDER};
	nlog_str raw = NLOG_STR_INIT;
	git_object *folder, *tip;
	git_repository *repo;
	git_odb_object *old;
	git_tree *root, *tree;
	git_odb *odb;
	git_oid id;

	cr_assert_eq(git_repository_open(&repo, fixture.reg), 0);
	cr_assert_eq(git_repository_odb(&odb, repo), 0);
	cr_assert_eq(git_revparse_single(&folder, repo, "main:" FOLDER), 0);
	cr_assert_eq(git_odb_read(&old, odb, git_object_id(folder)), 0);
	for (size_t i = 0; i < 8; i++)
		nlog_str_addn(&raw, git_odb_object_data(old), entry_len);
	nlog_str_addn(&raw, git_odb_object_data(old), git_odb_object_size(old));
	cr_assert_eq(git_odb_write(&update.id, odb, raw.data, raw.len, GIT_OBJECT_TREE), 0);
	cr_assert_eq(git_revparse_single(&tip, repo, "main"), 0);
	cr_assert_eq(git_commit_tree(&root, (git_commit *)tip), 0);
	cr_assert_eq(git_tree_create_updated(&id, repo, root, 1, &update), 0);
	cr_assert_eq(git_tree_lookup(&tree, repo, &id), 0);
	cr_assert_eq(git_commit_amend(&id, (git_commit *)tip, "refs/heads/main", NULL, NULL,
				      NULL, NULL, tree),
		     0);
	git_tree_free(tree);
	git_tree_free(root);
	git_object_free(tip);
	git_object_free(folder);
	git_odb_object_free(old);
	git_odb_free(odb);
	git_repository_free(repo);
	nlog_str_clear(&raw);
}

Test(record, a_folder_that_names_a_file_twice_is_not_put_back)
{
	document corrected = first;
	size_t count;

	corrected.timing = "9 June 2026\u201312 June 2026";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&moved, NULL), 0, "%s", err.text);
	repeat_entry();
	count = commits();
	options.role = NLOG_AS_CORRECTION;
	options.corrects = 1;
	cr_assert_eq(record_one(&corrected, NULL), NLOG_EDAMAGED, "%s", err.text);
	cr_assert_not_null(strstr(err.text, "twice"), "%s", err.text);
	cr_assert_eq(commits(), count);
}

Test(record, a_withdrawal_leaves_the_notice_as_it_is)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	char before[NLOG_OID_SIZE];

	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	snprintf(before, sizeof(before), "%s",
		 git("rev-parse", "main:" FOLDER "/notice.json", NULL));
	options.as = CODE;
	options.role = NLOG_AS_WITHDRAWAL;
	cr_assert_eq(nlog_record(&results, fixture.store, NULL, 0, &options, &err),
		     NLOG_ECONFLICT, "the day of recording is before the day of issue");
	nlog_record_results_clear(&results);
	options.has_issued = true;
	cr_assert(nlog_date_from_iso(&options.issued, NLOG_SLICE("2026-04-01")));
	cr_assert_eq(nlog_record(&results, fixture.store, NULL, 0, &options, &err), 0, "%s",
		     err.text);
	cr_assert_eq(results.items[0].revision, 2);
	cr_assert_str_eq(git("rev-parse", "main:" FOLDER "/notice.json", NULL), before);
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Kind,valueonly)"),
			 "withdrawal");
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Amendments,valueonly)"),
			 "activity.cancelled");
	nlog_record_results_clear(&results);
}

Test(record, a_withdrawal_is_of_the_day_and_number_that_its_document_states)
{
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	document letter = first;

	letter.issued = "1 April 2026";
	letter.reference = "744";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	options.as = CODE;
	options.role = NLOG_AS_WITHDRAWAL;
	cr_assert_eq(record_one(&letter, &results), 0, "%s", err.text);
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Issued,valueonly)"),
			 "2026-04-01");
	cr_assert_str_eq(results.items[0].comparison.withdrawal_reference, "744");
	nlog_record_results_clear(&results);
}

Test(record, refuses_several_files_where_one_is_placed)
{
	static const nlog_record_role roles[] = {NLOG_AS_CORRECTION, NLOG_AS_BACKFILL,
						 NLOG_AS_WITHDRAWAL};
	char *texts[] = {text_of(&first), text_of(&moved)};
	size_t count;

	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	count = commits();
	options.as = CODE;
	for (size_t i = 0; i < COUNT(roles); i++) {
		options.role = roles[i];
		options.corrects = roles[i] == NLOG_AS_CORRECTION;
		cr_expect_eq(record_texts(texts, 2, NULL), NLOG_EUSAGE);
	}
	/* What does not go together. */
	options.role = NLOG_AS_CORRECTION;
	options.corrects = 0;
	cr_expect_eq(record_texts(texts, 1, NULL), NLOG_EUSAGE);
	options.role = NLOG_AS_REVISION;
	options.corrects = 1;
	cr_expect_eq(record_texts(texts, 1, NULL), NLOG_EUSAGE);
	options = (nlog_record_options){.role = NLOG_AS_WITHDRAWAL};
	cr_expect_eq(record_texts(texts, 1, NULL), NLOG_EUSAGE);
	cr_expect_eq(commits(), count);
	nlog_free(texts[0]);
	nlog_free(texts[1]);
}

Test(record, takes_the_stored_form_as_it_takes_a_document)
{
	static char stored[] =
		"{\n  \"date_of_issue\": \"2026-02-02\",\n  \"format\": "
		"\"noticelog-notice/1\",\n  \"project_code\": \"" CODE "\",\n  \"title\": "
		"\"Workshop\"\n}\n";
	char *text = stored;

	cr_assert_eq(record_texts(&text, 1, NULL), 0, "%u:%u: %s", err.line, err.column,
		     err.text);
	cr_assert_str_eq(git("log", "-1", "--format=%s"), CODE " r1: issued");
	cr_assert_str_eq(git("cat-file", "blob", "main:" FOLDER "/notice.json"),
			 /* without its final line feed */
			 (stored[sizeof(stored) - 2] = '\0', stored));
}

Test(record, says_where_a_stored_form_is_wrong)
{
	static char stored[] =
		"{\n  \"format\": \"noticelog-notice/1\",\n  \"colour\": \"red\"\n}\n";
	char *text = stored;

	cr_assert_eq(record_texts(&text, 1, NULL), NLOG_EINPUT);
	cr_assert_str_eq(err.source, "a.txt");
	cr_assert_eq(err.line, 3);
	cr_assert_eq(err.column, 13, "%u", err.column);
}

static int record_register(const char *text, nlog_record_results *results)
{
	nlog_record_input input = {"register.json", nlog_slice_of(text)};

	err = (nlog_error)NLOG_ERROR_INIT;
	return nlog_record(results, fixture.store, &input, 1, &options, &err);
}

Test(record, a_register_is_checked_and_recorded)
{
	nlog_register *reg;
	nlog_str text = NLOG_STR_INIT, edited = NLOG_STR_INIT;
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_history *history = NULL;
	ptrdiff_t at;
	size_t before = commits();

	nlog_register_builtin(&reg);
	nlog_register_write(&text, reg);
	nlog_register_free(reg);
	cr_assert_eq(record_register(nlog_str_text(&text), &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_UNCHANGED);
	nlog_record_results_clear(&results);
	cr_assert_eq(commits(), before);

	at = nlog_slice_find(nlog_str_slice(&text), "apo-tokyo.org");
	cr_assert_gt(at, 0);
	nlog_str_addn(&edited, text.data, (size_t)at);
	nlog_str_addf(&edited, "example.org%s", text.data + at + strlen("apo-tokyo.org"));
	cr_assert_eq(record_register(nlog_str_text(&edited), &results), 0, "%s", err.text);
	cr_assert_eq(results.items[0].kind, NLOG_RECORD_REGISTER);
	nlog_record_results_clear(&results);
	cr_assert_eq(commits(), before + 1);
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Kind,valueonly)"),
			 "register");
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0);
	cr_assert(nlog_history_has_register(history));
	cr_assert_str_eq(nlog_register_domain(nlog_history_register(history)),
			 "example.org");
	nlog_history_free(history);

	cr_assert_eq(record_register("{\n  \"format\": \"noticelog-register/1\",\n"
				     "  \"roster\": 7\n}\n",
				     &results),
		     NLOG_EINPUT);
	cr_assert_str_eq(err.source, "register.json");
	cr_assert_gt(err.line, 0);
	cr_assert_eq(commits(), before + 1);
	nlog_record_results_clear(&results);
	nlog_str_clear(&text);
	nlog_str_clear(&edited);
}

Test(record, a_message_is_a_paragraph_and_never_a_trailer)
{
	options.message = "Received by fax.\n\nRevision: 99\nKind: correction";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_not_null(strstr(git("log", "-1", "--format=%B"), "Received by fax."));
	cr_assert_str_eq(git("log", "-1", "--format=%(trailers:key=Revision,valueonly)"),
			 "1");
	cr_assert_not_null(strstr(git("log", "-1", "--format=%B"), "\nKind: correction\n"),
			   "its lines stay lines");
	options.message = "escape \x1b[31m";
	cr_assert_lt(record_one(&moved, NULL), 0);
}

Test(record, refuses_people_that_git_would_choke_on)
{
	static const struct {
		const char *name, *email;
	} rows[] = {
		{"A\nB", "a@example.org"},      {"A", "a@example.org\ncommitter x"},
		{"A <x>", "a@example.org"},     {"", "a@example.org"},
		{"A\x1b[31m", "a@example.org"}, {"A", "<>"},
	};
	size_t before = commits();

	for (size_t i = 0; i < COUNT(rows); i++) {
		options.author.name = rows[i].name;
		options.author.email = rows[i].email;
		cr_expect_eq(record_one(&first, NULL), NLOG_EINPUT, "row %zu: %s", i,
			     err.text);
		cr_expect_eq(commits(), before, "row %zu", i);
	}
}

Test(record, digests_and_chain_can_be_computed_from_the_files_alone)
{
	char digest[NLOG_DIGEST_SIZE], chain[NLOG_DIGEST_SIZE] = "";
	char previous[2][NLOG_DIGEST_SIZE] = {"", ""};
	document again = other;
	nlog_log *log = NULL;
	size_t count;

	again.timing = "14 September 2026\u201318 September 2026";
	again.issued = "3 March 2026";
	cr_assert_eq(record_one(&first, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&other, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&moved, NULL), 0, "%s", err.text);
	cr_assert_eq(record_one(&again, NULL), 0, "%s", err.text);
	cr_assert_eq(nlog_store_log(&log, fixture.store, &err), 0);
	count = nlog_log_count(log);
	cr_assert_eq(count, 5);
	for (size_t i = 0; i < count; i++) {
		const nlog_entry *entry = nlog_log_get(log, i);
		bool is_first = entry->notice && strcmp(entry->notice, CODE) == 0;
		nlog_str linked = NLOG_STR_INIT;

		digest_of(digest, entry->commit,
			  !entry->notice ? "register.json"
			  : is_first     ? FOLDER "/notice.json"
					 : "notices/26/CL/26-CL-40-GE-TRC-B/notice.json");
		cr_expect_str_eq(entry->digest, digest, "entry %zu", i);
		nlog_str_addf(&linked, "%s\n%s", chain, digest);
		nlog_digest_bytes(chain, nlog_str_slice(&linked));
		cr_expect_str_eq(entry->chain, chain, "entry %zu", i);
		cr_expect_eq(entry->entry, i + 1);
		if (entry->notice) {
			cr_expect_str_eq(entry->previous ? entry->previous : "",
					 previous[is_first], "entry %zu", i);
			snprintf(previous[is_first], NLOG_DIGEST_SIZE, "%s", digest);
		}
		nlog_str_clear(&linked);
	}
	cr_assert_str_neq(previous[0], "");
	cr_assert_eq(store_fixture_git(fixture.reg, "fsck", "--strict", NULL), 0);
	cr_assert_str_eq(git("rev-list", "--min-parents=2", "main"), "");
	nlog_log_free(log);
}
