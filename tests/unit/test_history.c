/* The official sequence, addresses and steps, over a register made by hand. */
#include <noticelog/history.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <noticelog/list.h>
#include <noticelog/steps.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "generate.h"
#include "store_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define MEETING "25-IN-09-GE-LOM"
#define CONFERENCE "24-CL-32-GE-CON-A"
#define MISSION "16-AG-35-GE_SPP-OSM-B"

static store_fixture fixture;
static char commits[16][NLOG_OID_SIZE];

/* A stored notice; members that are NULL are left out. */
static char *stored(const char *code, const char *issued, const char *reference,
		    const char *title)
{
	nlog_notice *notice = NULL;
	nlog_str out = NLOG_STR_INIT;
	json_t *members;

	nlog_alloc_setup();
	members =
		json_pack("{s:s*, s:s*, s:s*, s:s*}", "project_code", code, "date_of_issue",
			  issued, "reference_no", reference, "title", title);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, NULL), 0);
	nlog_notice_write(&out, notice);
	nlog_notice_free(notice);
	return nlog_str_detach(&out);
}

typedef struct {
	const char *key, *kind, *issued, *code, *reference, *title;
	unsigned revision, corrects;
} line;

/*
 * The meeting: r1, r2; r3 corrects r1 and r2 is put back; r4 is recorded late, and
 * again r2 is put back; r5 corrects r3, that is r1's place, once more.
 */
static const line history_lines[] = {
	{MEETING, "issue", "2025-01-20", MEETING, "588", "Officers' Metting", 1, 0},
	{CONFERENCE, "issue", "2024-06-10", CONFERENCE, "407", "Conference", 1, 0},
	{MEETING, "amendment", "2025-05-02", MEETING, "604", "Workshop", 2, 0},
	{MEETING, "correction", "2025-01-21", MEETING, "588", "Officers' Meeting", 3, 1},
	{MEETING, "restore", "2025-05-02", MEETING, "604", "Workshop", 2, 0},
	{MEETING, "backfill", "2025-03-01", MEETING, "590", "Officers' Meeting, moved", 4,
	 0},
	{MEETING, "restore", "2025-05-02", MEETING, "604", "Workshop", 2, 0},
	{CONFERENCE, "amendment", "2024-07-12", "24-CL-33-GE-CON-A", "407", "Conference", 2,
	 0},
	{MISSION, "issue", "2016-02-01", "16-AG-35-GE/SPP-OSM-B", "407/A", "Study mission",
	 1, 0},
	{MEETING, "correction", "2025-01-22", MEETING, "588", "Liaison Officers' Meeting",
	 5, 3},
	{MEETING, "restore", "2025-05-02", MEETING, "604", "Workshop", 2, 0},
	{MISSION, "amendment", "2016-03-01", "16-AG-35-GE/SPP-OSM-B", "407",
	 "Study mission", 2, 0},
};

static void record_lines(size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const line *given = &history_lines[i];
		char *notice =
			stored(given->code, given->issued, given->reference, given->title);
		store_step step = {.key = given->key,
				   .kind = given->kind,
				   .notice = notice,
				   .revision = given->revision,
				   .corrects = given->corrects,
				   .issued = given->issued,
				   .minute = (unsigned)i};

		cr_assert_eq(store_fixture_record(&fixture, &step, commits[i]), 0,
			     "%zu: %s", i, fixture.err.text);
		nlog_free(notice);
	}
}

static void begin(void)
{
	store_fixture_begin(&fixture);
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(history, .init = begin, .fini = end);

static nlog_history *load(void)
{
	nlog_history *history = NULL;

	cr_assert_eq(nlog_history_load(&history, fixture.store, &fixture.err), 0, "%s",
		     fixture.err.text);
	return history;
}

static nlog_str title_of(const nlog_history *history, const nlog_revision *revision)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_notice *notice = NULL;

	cr_assert_eq(nlog_history_notice(history, revision, &notice, NULL, &fixture.err), 0,
		     "%s", fixture.err.text);
	nlog_str_add_slice(&out, nlog_notice_line(notice, NLOG_FIELD_TITLE));
	nlog_notice_free(notice);
	return out;
}

static nlog_date day_of(const char *iso)
{
	nlog_date date = {0};

	cr_assert(nlog_date_from_iso(&date, nlog_slice_of(iso)));
	return date;
}

Test(history, of_an_empty_register_is_empty)
{
	nlog_history *history = load();
	nlog_address address;

	cr_assert_eq(nlog_history_count(history), 0);
	cr_assert_null(nlog_history_find(history, NLOG_SLICE(MEETING)));
	cr_assert(!nlog_history_has_register(history));
	cr_assert_not_null(nlog_history_register(history), "the built-in one");
	cr_assert_eq(nlog_history_resolve(history, MEETING, &address, &fixture.err),
		     NLOG_ENOTFOUND);
	nlog_history_free(history);
	nlog_history_free(NULL);
}

Test(history, puts_corrections_in_the_place_of_what_they_correct)
{
	static const struct {
		unsigned number;
		const char *issued, *title;
	} official[] = {
		{5, "2025-01-22", "Liaison Officers' Meeting"},
		{4, "2025-03-01", "Officers' Meeting, moved"},
		{2, "2025-05-02", "Workshop"},
	};
	nlog_history *history;
	const nlog_dossier *dossier;

	record_lines(COUNT(history_lines));
	history = load();
	cr_assert_eq(nlog_history_count(history), 3);
	dossier = nlog_history_find(history, NLOG_SLICE(MEETING));
	cr_assert_not_null(dossier);
	cr_assert_eq(dossier->count, 5, "restores are no revisions");
	for (unsigned i = 0; i < 5; i++)
		cr_assert_eq(dossier->revisions[i].number, i + 1);
	cr_assert_eq(dossier->official_count, COUNT(official));
	for (size_t i = 0; i < COUNT(official); i++) {
		const nlog_revision *revision = dossier->official[i];
		nlog_str title = title_of(history, revision);

		cr_assert_eq(revision->number, official[i].number, "place %zu", i);
		cr_assert_eq(revision->issued.day, day_of(official[i].issued).day);
		cr_assert(revision->is_issue_stated);
		cr_assert_str_eq(nlog_str_text(&title), official[i].title);
		cr_assert_eq(nlog_dossier_before(dossier, revision),
			     i ? dossier->official[i - 1] : NULL);
		nlog_str_clear(&title);
	}
	cr_assert_eq(nlog_dossier_latest(dossier), dossier->official[2]);
	cr_assert_eq(dossier->revisions[0].corrected_by, &dossier->revisions[4]);
	cr_assert_eq(dossier->revisions[2].corrected_by, &dossier->revisions[4]);
	cr_assert_null(dossier->revisions[1].corrected_by);
	cr_assert_null(dossier->revisions[4].corrected_by);
	cr_assert(dossier->revisions[2].is_correction);
	cr_assert(!dossier->revisions[3].is_correction);
	nlog_history_free(history);
}

Test(history, sorts_dossiers_by_key_and_finds_them_in_any_case)
{
	nlog_history *history;

	record_lines(COUNT(history_lines));
	history = load();
	cr_assert_str_eq(nlog_history_get(history, 0)->key, MISSION);
	cr_assert_str_eq(nlog_history_get(history, 1)->key, CONFERENCE);
	cr_assert_str_eq(nlog_history_get(history, 2)->key, MEETING);
	cr_assert_eq(nlog_history_find(history, NLOG_SLICE("25-in-09-ge-lom")),
		     nlog_history_get(history, 2));
	cr_assert_null(nlog_history_find(history, NLOG_SLICE("25-IN-09-GE-LO")));
	cr_assert_null(nlog_history_find(history, NLOG_SLICE("")));
	nlog_history_free(history);
}

Test(history, finds_what_an_address_names)
{
	static const struct {
		const char *text, *key;
		unsigned number;
		bool is_named;
	} rows[] = {
		{MEETING, MEETING, 2, false},
		{"25-in-09-ge-lom", MEETING, 2, false},
		{MEETING "@latest", MEETING, 2, true},
		{MEETING "@1", MEETING, 1, true},
		{MEETING "@3", MEETING, 3, true},
		{MEETING "@5", MEETING, 5, true},
		{MEETING "@2025-01-22", MEETING, 5, true},
		{MEETING "@2025-02-28", MEETING, 5, true},
		{MEETING "@2025-03-01", MEETING, 4, true},
		{MEETING "@2025-05-01", MEETING, 4, true},
		{MEETING "@2025-05-02", MEETING, 2, true},
		{MEETING "@9999-12-31", MEETING, 2, true},
		/* A code that it had once, in either spelling of the slash. */
		{"24-CL-33-GE-CON-A", CONFERENCE, 2, false},
		{"24-CL-33-GE-CON-A@1", CONFERENCE, 1, true},
		{"16-AG-35-GE/SPP-OSM-B", MISSION, 2, false},
		{MISSION, MISSION, 2, false},
		/* Reference numbers, of any revision. */
		{"604", MEETING, 2, false},
		{"588", MEETING, 2, false},
		{"590@4", MEETING, 4, true},
		{"407/A", MISSION, 2, false},
	};
	nlog_history *history;

	record_lines(COUNT(history_lines));
	history = load();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_address address = {NULL, NULL, !rows[i].is_named};
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(nlog_history_resolve(history, rows[i].text, &address, &err), 0,
			     "%s: %s", rows[i].text, err.text);
		if (!address.revision)
			continue;
		cr_expect_str_eq(address.dossier->key, rows[i].key, "%s", rows[i].text);
		cr_expect_eq(address.revision->number, rows[i].number, "%s: r%u",
			     rows[i].text, address.revision->number);
		cr_expect_eq(address.is_revision_named, rows[i].is_named, "%s",
			     rows[i].text);
	}
	nlog_history_free(history);
}

Test(history, finds_what_a_commit_holds)
{
	/* By index of the line that made the commit. */
	static const struct {
		const char *name;
		size_t commit;
		unsigned number;
	} rows[] = {
		{MEETING, 0, 1},
		{MEETING, 1, 1}, /* a commit of another notice: what stood then */
		{MEETING, 2, 2},
		{MEETING, 3, 3},
		{MEETING, 4, 2}, /* r2 was put back */
		{MEETING, 5, 4},
		{MEETING, 6, 2},
		{MEETING, 7, 2},
		{MEETING, 11, 2},
		{CONFERENCE, 1, 1},
		{CONFERENCE, 6, 1},
		{CONFERENCE, 11, 2},
	};
	nlog_history *history;
	nlog_address address;

	record_lines(COUNT(history_lines));
	history = load();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_error err = NLOG_ERROR_INIT;
		nlog_str text = NLOG_STR_INIT;

		for (int len = NLOG_OID_LEN; len >= 10; len -= 30) {
			nlog_str_truncate(&text, 0);
			nlog_str_addf(&text, "%s@%.*s", rows[i].name, len,
				      commits[rows[i].commit]);
			cr_expect_eq(nlog_history_resolve(history, nlog_str_text(&text),
							  &address, &err),
				     0, "row %zu: %s", i, err.text);
			cr_expect_eq(address.revision->number, rows[i].number,
				     "row %zu: r%u", i, address.revision->number);
		}
		nlog_str_clear(&text);
	}
	cr_assert_eq(
		nlog_history_resolve(history, MEETING "@main~9", &address, &fixture.err),
		0);
	cr_assert_eq(address.revision->number, 2);
	cr_assert_eq(nlog_history_resolve(history, CONFERENCE "@main~11", &address,
					  &fixture.err),
		     NLOG_ENOTFOUND, "it did not exist yet");
	nlog_history_free(history);
}

Test(history, says_which_part_of_an_address_is_unknown)
{
	static const struct {
		const char *text;
		const char *words[3]; /**< that the text must have */
	} rows[] = {
		{"25-IN-09-GE-LON", {"25-IN-09-GE-LON", MEETING}},
		{"999", {"999"}},
		{"", {""}},
		{"407", {CONFERENCE, MISSION, "407"}},
		{MEETING "@9", {"9", MEETING}},
		{MEETING "@0", {"0", MEETING}},
		{MEETING "@99999999999999999999", {MEETING}},
		{MEETING "@2025-01-21", {"2025-01-21", MEETING}},
		{MEETING "@2025-02-30", {"2025-02-30"}},
		{MEETING "@", {MEETING}},
		{MEETING "@@1", {MEETING}},
		{MEETING "@nonsense", {"nonsense"}},
		{MEETING "@ffffffffffffffffffffffffffffffffffffffff", {MEETING}},
		{"../../etc/passwd", {"passwd"}},
		{"@1", {""}},
	};
	nlog_history *history;

	record_lines(COUNT(history_lines));
	history = load();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_address address = {NULL, NULL, false};
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(nlog_history_resolve(history, rows[i].text, &address, &err),
			     NLOG_ENOTFOUND, "%s", rows[i].text);
		cr_expect_null(address.revision);
		for (size_t k = 0; k < 3 && rows[i].words[k]; k++)
			cr_expect_not_null(strstr(err.text, rows[i].words[k]), "%s: %s",
					   rows[i].text, err.text);
	}
	nlog_history_free(history);
}

Test(history, numbers_plain_commits_as_amendments)
{
	char clone[128];
	char *edited = stored(MEETING, "2025-06-01", "604", "Workshop, by hand");
	nlog_history *history;
	const nlog_dossier *dossier;

	record_lines(1);
	snprintf(clone, sizeof(clone), "%s/clone", fixture.folder);
	cr_assert_eq(
		store_fixture_git(fixture.folder, "clone", "-q", fixture.reg, clone, NULL),
		0);
	store_fixture_write(edited, "%s/notices/25/IN/" MEETING "/notice.json", clone);
	cr_assert_eq(store_fixture_git(clone, "commit", "-q", "-a", "-m", "by hand", NULL),
		     0);
	cr_assert_eq(store_fixture_git(clone, "push", "-q", "origin", "main", NULL), 0);
	history = load();
	dossier = nlog_history_find(history, NLOG_SLICE(MEETING));
	cr_assert_eq(dossier->count, 2);
	cr_assert_eq(dossier->revisions[1].number, 2);
	cr_assert(dossier->revisions[1].is_issue_stated);
	cr_assert_eq(dossier->revisions[1].issued.day, day_of("2025-06-01").day,
		     "the notice states its issue day itself");
	nlog_history_free(history);
	nlog_free(edited);
}

Test(history, names_a_damaged_notice)
{
	static const char *bad[] = {
		"{\"format\":\"noticelog-notice/1\",\"title\":\"A\",\"title\":\"B\"}",
		"{\"format\":\"noticelog-notice/1\",\"title\":7}",
		"not JSON at all",
	};
	nlog_history *history;
	const nlog_dossier *dossier;

	for (size_t i = 0; i < COUNT(bad); i++) {
		store_step step = {.key = MEETING,
				   .kind = i ? "amendment" : "issue",
				   .notice = bad[i],
				   .revision = (unsigned)i + 1,
				   .minute = (unsigned)i};

		cr_assert_eq(store_fixture_record(&fixture, &step, commits[i]), 0);
	}
	history = load();
	dossier = nlog_history_find(history, NLOG_SLICE(MEETING));
	for (size_t i = 0; i < COUNT(bad); i++) {
		nlog_error err = NLOG_ERROR_INIT;
		nlog_notice *notice = NULL;

		cr_expect_eq(nlog_history_notice(history, &dossier->revisions[i], &notice,
						 NULL, &err),
			     NLOG_EDAMAGED, "%s", bad[i]);
		cr_expect_null(notice);
		cr_expect(strstr(err.text, dossier->revisions[i].entry->blob) ||
				  strstr(err.source, dossier->revisions[i].entry->blob),
			  "the object's id: %s: %s", err.source, err.text);
	}
	nlog_history_free(history);
}

Test(history, gives_the_document_as_received)
{
	char *notice = stored(MEETING, "2025-01-20", "588", "Meeting");
	nlog_history *history;
	nlog_str bytes = NLOG_STR_INIT;
	const nlog_dossier *dossier;
	store_step with = {.key = MEETING,
			   .kind = "issue",
			   .notice = notice,
			   .source = "Title\tMeeting\r\n",
			   .revision = 1,
			   .source_trailer = "meeting.txt 15 @"};
	store_step without = {.key = CONFERENCE,
			      .kind = "issue",
			      .notice = notice,
			      .revision = 1,
			      .minute = 1};
	nlog_str trailer = NLOG_STR_INIT;

	nlog_source_add_trailer(&trailer, NLOG_SLICE("meeting.txt"),
				nlog_slice_of(with.source));
	with.source_trailer = nlog_str_text(&trailer);
	cr_assert_eq(store_fixture_record(&fixture, &with, commits[0]), 0);
	cr_assert_eq(store_fixture_record(&fixture, &without, commits[1]), 0);
	history = load();
	dossier = nlog_history_find(history, NLOG_SLICE(MEETING));
	cr_assert_eq(nlog_history_source(history, dossier->revisions, &bytes, &fixture.err),
		     0, "%s", fixture.err.text);
	cr_assert_str_eq(nlog_str_text(&bytes), with.source);
	dossier = nlog_history_find(history, NLOG_SLICE(CONFERENCE));
	cr_assert_eq(nlog_history_source(history, dossier->revisions, &bytes, &fixture.err),
		     NLOG_ENOTFOUND);
	cr_assert_str_eq(nlog_str_text(&bytes), with.source, "as before on failure");
	nlog_history_free(history);
	nlog_str_clear(&bytes);
	nlog_str_clear(&trailer);
	nlog_free(notice);
}

/* ---- laws over generated logs */

/* Entries of every kind, of keys that begin alike or differ in case alone. */
static nlog_log *any_log(nlog_test_random *random, size_t count)
{
	static const char *const keys[] = {"24-CL-33-GE-CON", "24-cl-33-ge-con",
					   "24-Cl-33-GE-CON", "24-CL-33-GE-CON-A",
					   "24-CL-33",        "25-in-09-GE-LOM",
					   "25-IN-08-GE-LOM", "x"};
	static const char *const kinds[] = {"amendment",  "backfill",   "correction",
					    "correction", "withdrawal", "restore"};
	unsigned counts[COUNT(keys)] = {0};
	nlog_pool texts = NLOG_POOL_INIT;
	nlog_log *log = nlog_log_new("");

	for (size_t i = 0; i < count; i++) {
		size_t at = nlog_test_below(random, COUNT(keys));
		const char *kind = nlog_kind_named(
			nlog_slice_of(kinds[nlog_test_below(random, COUNT(kinds))]));
		nlog_str issued = NLOG_STR_INIT;
		nlog_entry entry = {
			.author_name = "A",
			.author_email = "a@example.org",
			.subject = "",
			.kind = kind,
			.notice = keys[at],
			.tree = "",
			.register_blob = "",
		};

		if (strcmp(kind, "restore") != 0)
			entry.revision = ++counts[at];
		if (strcmp(kind, "correction") == 0)
			entry.corrects = (unsigned)nlog_test_below(random, counts[at] + 2);
		nlog_date_add_iso(&issued,
				  (nlog_date){(int32_t)nlog_test_below(random, 9) - 4});
		entry.issued = nlog_pool_text(&texts, nlog_str_slice(&issued));
		snprintf(entry.commit, sizeof(entry.commit), "%040zu", i);
		entry.entry = (unsigned)i + 1;
		if (nlog_test_chance(random, 30))
			entry.chain = nlog_pool_text(&texts, nlog_slice_of(entry.commit));
		*nlog_log_extend(log, 1) = entry;
		nlog_str_clear(&issued);
	}
	nlog_log_keep_take(log, &texts);
	return log;
}

static void assert_same_place(const nlog_dossier *dossier, const nlog_revision *revision)
{
	unsigned corrects = revision->entry->corrects;
	const nlog_revision *corrected = corrects < revision->number
						 ? nlog_dossier_numbered(dossier, corrects)
						 : NULL;

	cr_assert_eq(revision->corrects, corrected);
	cr_assert_eq(revision->is_correction, corrected != NULL);
	cr_assert_eq(revision->place, corrected ? corrected->place : revision->number);
	cr_assert_eq(revision->is_withdrawal,
		     strcmp(revision->entry->kind, "withdrawal") == 0 ||
			     (corrected && corrected->is_withdrawal));
}

/* The last revision of each place holds it, and no other one. */
static void assert_holders(const nlog_dossier *dossier)
{
	size_t holders = 0;

	for (size_t i = 0; i < dossier->count; i++) {
		const nlog_revision *revision = &dossier->revisions[i], *last = revision;

		for (size_t k = i + 1; k < dossier->count; k++)
			if (dossier->revisions[k].place == revision->place)
				last = &dossier->revisions[k];
		cr_assert_eq(revision->corrected_by, last == revision ? NULL : last);
		holders += last == revision;
	}
	cr_assert_eq(dossier->official_count, holders);
	for (size_t i = 0; i < dossier->official_count; i++) {
		const nlog_revision *a = dossier->official[i];
		const nlog_revision *b = i + 1 < holders ? dossier->official[i + 1] : NULL;

		cr_assert_null(a->corrected_by);
		cr_assert(!b || a->issued.day < b->issued.day ||
			  (a->issued.day == b->issued.day && a->place < b->place));
	}
}

static void assert_dossier(const nlog_dossier *dossier)
{
	for (size_t i = 0; i < dossier->count; i++) {
		const nlog_revision *revision = &dossier->revisions[i];
		nlog_date issued = day_of(revision->entry->issued);

		cr_assert_str_eq(revision->entry->notice, dossier->key);
		cr_assert(!i || revision[-1].entry < revision->entry);
		cr_assert_eq(revision->number, i + 1);
		cr_assert_eq(revision->issued.day, issued.day);
		cr_assert(revision->is_issue_stated);
		assert_same_place(dossier, revision);
	}
	assert_holders(dossier);
}

static int compare_in_any_case(const char *a, const char *b)
{
	int order = strcasecmp(a, b);

	return order ? order : strcmp(a, b);
}

/* @return how many revisions they have */
static size_t assert_dossiers(const nlog_history *history, size_t *steps)
{
	size_t revisions = 0;

	*steps = 0;
	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);

		cr_assert(!i || compare_in_any_case(dossier[-1].key, dossier->key) < 0);
		cr_assert_eq(nlog_history_find(history, nlog_slice_of(dossier->key)),
			     dossier);
		assert_dossier(dossier);
		revisions += dossier->count;
		*steps += dossier->official_count;
	}
	return revisions;
}

static bool is_issued_before(const nlog_history_step *a, const nlog_history_step *b)
{
	int32_t day = a->after->issued.day, other = b->after->issued.day;

	return day < other ||
	       (day == other &&
		nlog_dossier_numbered(a->dossier, a->after->place)->entry <
			nlog_dossier_numbered(b->dossier, b->after->place)->entry);
}

static bool is_sorted_before(const nlog_history_step *a, const nlog_history_step *b)
{
	int order = strcmp(a->dossier->key, b->dossier->key);

	return order ? order < 0 : is_issued_before(a, b);
}

/* Each rises over the one before it, so that they are as many as there are, or not all. */
static void assert_steps(const nlog_history *history, nlog_steps_order order, size_t count)
{
	nlog_filter all = NLOG_FILTER_INIT;
	nlog_steps steps;

	nlog_steps_collect(&steps, history, &all, order);
	cr_assert_eq(steps.count, count);
	for (size_t i = 0; i < count; i++) {
		const nlog_history_step *step = &steps.items[i];

		cr_assert_eq(step->before, nlog_dossier_before(step->dossier, step->after));
		if (i)
			cr_assert((order == NLOG_STEPS_BY_ISSUE
					   ? is_issued_before
					   : is_sorted_before)(step - 1, step));
	}
	nlog_steps_clear(&steps);
}

/* The last commit, and the last entry that has a chain. */
static void assert_checkpoint(const nlog_history *history, const nlog_log *log)
{
	nlog_str out = NLOG_STR_INIT, wanted = NLOG_STR_INIT;
	const char *head = "", *chain = "";
	unsigned number = 0;

	for (size_t i = 0; i < nlog_log_count(log); i++) {
		const nlog_entry *entry = nlog_log_get(log, i);

		head = entry->commit;
		if (entry->chain)
			number = entry->entry, chain = entry->chain;
	}
	nlog_str_addf(&wanted, "%s %u %s", head, number, chain);
	nlog_history_add_checkpoint(&out, history);
	cr_assert_str_eq(nlog_str_text(&out), nlog_str_text(&wanted));
	nlog_str_clear(&out);
	nlog_str_clear(&wanted);
}

Test(history, has_every_revision_in_its_place)
{
	nlog_test_random random = nlog_test_seed(11);

	for (size_t round = 0; round < 300; round++) {
		nlog_log *log = any_log(&random, round);
		size_t recorded = 0, steps;
		nlog_history *history;

		for (size_t i = 0; i < nlog_log_count(log); i++)
			recorded += nlog_log_get(log, i)->revision != 0;
		cr_assert_eq(
			nlog_history_from_log(&history, fixture.store, log, &fixture.err),
			0, "%s", fixture.err.text);
		cr_assert_eq(assert_dossiers(history, &steps), recorded);
		assert_steps(history, NLOG_STEPS_BY_ISSUE, steps);
		assert_steps(history, NLOG_STEPS_BY_NOTICE, steps);
		assert_checkpoint(history, log);
		nlog_history_free(history);
		nlog_log_free(log);
	}
}

/* Who records makes dossiers of their own, and settles them anew with each revision. */
Test(history, settles_a_dossier_that_grows_as_one_that_is_read)
{
	nlog_test_random random = nlog_test_seed(12);
	nlog_log *log = any_log(&random, 120);
	nlog_history *history;

	cr_assert_eq(nlog_history_from_log(&history, fixture.store, log, &fixture.err), 0);
	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *read = nlog_history_get(history, i);
		nlog_dossier own = {.key = read->key};

		for (size_t r = 0; r < read->count; r++) {
			if (r % 2)
				nlog_dossier_add(&own, read->revisions[r].entry);
			else
				nlog_dossier_add_copy(&own, &read->revisions[r]);
			nlog_dossier_settle(&own);
			assert_dossier(&own);
		}
		cr_assert_eq(own.official_count, read->official_count);
		for (size_t k = 0; k < own.official_count; k++)
			cr_assert_eq(own.official[k]->number, read->official[k]->number);
		nlog_dossier_clear(&own);
		assert_dossier(read);
	}
	nlog_history_free(history);
	nlog_log_free(log);
}

Test(history, gathers_steps_in_two_orders)
{
	static const struct {
		nlog_steps_order order;
		const char *steps;
	} rows[] = {
		{NLOG_STEPS_BY_ISSUE,
		 "16-AG-35-GE_SPP-OSM-B:-1 16-AG-35-GE_SPP-OSM-B:12 24-CL-32-GE-CON-A:-1 "
		 "24-CL-32-GE-CON-A:12 25-IN-09-GE-LOM:-5 25-IN-09-GE-LOM:54 "
		 "25-IN-09-GE-LOM:42"},
		{NLOG_STEPS_BY_NOTICE,
		 "16-AG-35-GE_SPP-OSM-B:-1 16-AG-35-GE_SPP-OSM-B:12 24-CL-32-GE-CON-A:-1 "
		 "24-CL-32-GE-CON-A:12 25-IN-09-GE-LOM:-5 25-IN-09-GE-LOM:54 "
		 "25-IN-09-GE-LOM:42"},
	};
	nlog_filter all = {.dossier = NULL};
	nlog_history *history;

	record_lines(COUNT(history_lines));
	history = load();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;
		nlog_steps steps = {NULL, 0};

		nlog_steps_collect(&steps, history, &all, rows[i].order);
		for (size_t k = 0; k < steps.count; k++) {
			nlog_str_addf(&out, "%s%s:", k ? " " : "",
				      steps.items[k].dossier->key);
			if (steps.items[k].before)
				nlog_str_addf(&out, "%u", steps.items[k].before->number);
			else
				nlog_str_addc(&out, '-');
			nlog_str_addf(&out, "%u", steps.items[k].after->number);
		}
		cr_expect_str_eq(nlog_str_text(&out), rows[i].steps, "%s",
				 nlog_str_text(&out));
		nlog_str_clear(&out);
		nlog_steps_clear(&steps);
	}
	nlog_history_free(history);
}

Test(history, filters_steps_by_issue_day_inclusively)
{
	static const struct {
		const char *since, *until;
		bool one;
		size_t count;
	} rows[] = {
		{NULL, NULL, false, 7},
		{NULL, NULL, true, 3},
		{"2025-01-22", NULL, false, 3},
		{"2025-01-23", NULL, false, 2},
		{NULL, "2025-03-01", true, 2},
		{NULL, "2025-02-28", true, 1},
		{"2024-06-10", "2024-07-12", false, 2},
		{"2024-06-11", "2024-07-11", false, 0},
		{"2025-05-02", "2025-05-02", false, 1},
		{"2025-05-03", "2025-05-02", false, 0},
	};
	nlog_history *history;

	record_lines(COUNT(history_lines));
	history = load();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_steps steps = {NULL, 0};
		nlog_filter filter = {
			.dossier = rows[i].one
					   ? nlog_history_find(history, NLOG_SLICE(MEETING))
					   : NULL,
			.has_since = rows[i].since != NULL,
			.has_until = rows[i].until != NULL,
		};

		if (rows[i].since)
			filter.since = day_of(rows[i].since);
		if (rows[i].until)
			filter.until = day_of(rows[i].until);
		nlog_steps_collect(&steps, history, &filter, NLOG_STEPS_BY_ISSUE);
		cr_expect_eq(steps.count, rows[i].count, "row %zu: %zu", i, steps.count);
		nlog_steps_clear(&steps);
	}
	nlog_history_free(history);
}

Test(history, compares_with_the_revision_before_in_the_official_sequence)
{
	nlog_history *history;
	nlog_comparison comparison;
	const nlog_dossier *dossier;

	record_lines(COUNT(history_lines));
	history = load();
	dossier = nlog_history_find(history, NLOG_SLICE(MEETING));
	cr_assert_eq(nlog_history_compare(history, dossier, dossier->official[0],
					  dossier->official[1], &comparison, &fixture.err),
		     0, "%s", fixture.err.text);
	cr_assert_str_eq(comparison.key, MEETING);
	cr_assert_eq(comparison.old_revision->number, 5);
	cr_assert_eq(comparison.new_revision->number, 4);
	cr_assert_eq(comparison.before_issued.day, day_of("2025-01-22").day);
	cr_assert_eq(comparison.after_issued.day, day_of("2025-03-01").day);
	cr_assert_eq(nlog_diff_count(comparison.diff), 3, "reference, issue and title");
	nlog_comparison_clear(&comparison);
	cr_assert_eq(nlog_history_compare(history, dossier, NULL, dossier->official[0],
					  &comparison, &fixture.err),
		     0);
	cr_assert_null(comparison.before);
	cr_assert_null(comparison.diff);
	cr_assert_eq(nlog_amendments_count(comparison.amendments), 1);
	cr_assert_str_eq(nlog_amendments_get(comparison.amendments, 0)->rule->id,
			 "notice.issued");
	nlog_comparison_clear(&comparison);
	nlog_history_free(history);
}

Test(history, checkpoint_is_head_entry_and_chain)
{
	nlog_history *history;
	nlog_str out = NLOG_STR_INIT, wanted = NLOG_STR_INIT;
	const nlog_log *log;
	const nlog_entry *last;

	record_lines(3);
	history = load();
	log = nlog_history_log(history);
	last = nlog_log_get(log, nlog_log_count(log) - 1);
	nlog_history_add_checkpoint(&out, history);
	nlog_str_addf(&wanted, "%s %u %s", commits[2], 3u, last->chain);
	cr_assert_str_eq(nlog_str_text(&out), nlog_str_text(&wanted));
	nlog_str_clear(&out);
	nlog_str_clear(&wanted);
	nlog_history_free(history);
}

Test(history, lists_every_notice_with_its_latest)
{
	nlog_history *history;
	nlog_list_filter all = NLOG_LIST_FILTER_INIT;
	json_t *json = NULL;
	const json_t *notices;

	record_lines(COUNT(history_lines));
	history = load();
	cr_assert_eq(nlog_list_to_json(history, &all, &json, &fixture.err), 0);
	cr_assert_not_null(nlog_json_text(json, "format"));
	cr_assert(strncmp(nlog_json_text(json, "format"), "noticelog-", 10) == 0);
	notices = json_object_get(json, "notices");
	cr_assert_eq(json_array_size(notices), 3);
	cr_assert_str_eq(nlog_json_text(json_array_get(notices, 2), "notice"), MEETING);
	cr_assert_eq(
		json_integer_value(json_object_get(json_array_get(notices, 2), "revision")),
		2);
	json_decref(json);
	nlog_history_free(history);
}

static nlog_str id_of(const nlog_filter *filter)
{
	nlog_str id = NLOG_STR_INIT;

	nlog_filter_add_id(&id, filter);
	return id;
}

Test(history, filters_that_ask_the_same_have_one_id)
{
	nlog_filter nothing = NLOG_FILTER_INIT, rules = {.rules = "timing"};
	nlog_filter severities = {.severities = "timing"}, again = {.rules = "timing"};
	nlog_filter since = {.has_since = true}, until = {.has_until = true};
	const nlog_filter *const filters[] = {&nothing, &rules, &severities, &since,
					      &until};
	nlog_str one, same;

	nlog_alloc_setup();
	for (size_t i = 0; i < COUNT(filters); i++) {
		nlog_str id = id_of(filters[i]);

		cr_expect_eq(id.len, i ? (size_t)13 : 0);
		for (size_t k = 0; k < i; k++) {
			nlog_str other = id_of(filters[k]);

			cr_expect_str_neq(nlog_str_text(&id), nlog_str_text(&other));
			nlog_str_clear(&other);
		}
		nlog_str_clear(&id);
	}
	one = id_of(&rules);
	same = id_of(&again);
	cr_expect_str_eq(nlog_str_text(&one), nlog_str_text(&same));
	nlog_str_clear(&one);
	nlog_str_clear(&same);
}
