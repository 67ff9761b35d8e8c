/* The bulk stream: in one step as one by one, out as it came in, all or nothing. */
#include <noticelog/import.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/base64.h>
#include <stdio.h>
#include <string.h>

#include "../../src/record/stream.h"
#include "generate.h"
#include "store_fixture.h"

#define NOTICES 3
#define LINES 24
#define ROUNDS 12
#define KEY_ROOM 32

static store_fixture fixture;

static void begin(void)
{
	nlog_alloc_setup();
	store_fixture_begin(&fixture);
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(import, .init = begin, .fini = end);

static nlog_import_options options(void)
{
	return (nlog_import_options){.record = {
					     .author = {"Aiko Tanaka",
							"tanaka@example.org",
							{FIXTURE_SECONDS, 540}},
					     .committer = {"Ravi Perera",
							   "perera@example.org",
							   {FIXTURE_SECONDS, 330}},
					     .wait_seconds = 5,
				     }};
}

/* Import text, given as a file; the store is opened anew. */
static int import_text(const char *text, nlog_import_progress *done, nlog_error *err)
{
	nlog_import_options with = options();
	nlog_str path = NLOG_STR_INIT;
	nlog_lines *lines = NULL;
	int rc;

	nlog_str_addf(&path, "%s/stream", fixture.folder);
	cr_assert_eq(nlog_file_write(nlog_str_text(&path), nlog_slice_of(text), err), 0);
	cr_assert_eq(nlog_lines_open(&lines, nlog_str_text(&path), err), 0);
	store_fixture_reopen(&fixture);
	rc = nlog_import(done, fixture.store, lines, "stream", &with, err);
	nlog_lines_free(lines);
	nlog_str_clear(&path);
	return rc;
}

static int gather(nlog_slice line, void *data, nlog_error *err)
{
	(void)err;
	nlog_str_add_slice(data, line);
	return 0;
}

/* @return what export writes, owned */
static char *exported(nlog_export_kind kind)
{
	nlog_history *history = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str out = NLOG_STR_INIT;

	store_fixture_reopen(&fixture);
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0, "%s", err.text);
	cr_assert_eq(nlog_export(history, NULL, 0, kind, gather, &out, &err), 0, "%s",
		     err.text);
	nlog_history_free(history);
	return nlog_str_detach(&out);
}

/* The official sequence of every notice: numbers, days of issue, digests. */
static char *official(void)
{
	nlog_history *history = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str out = NLOG_STR_INIT;

	store_fixture_reopen(&fixture);
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0, "%s", err.text);
	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);

		for (size_t r = 0; r < dossier->official_count; r++)
			nlog_str_addf(&out, "%s r%u %d %s %d\n", dossier->key,
				      dossier->official[r]->number,
				      dossier->official[r]->issued.day,
				      dossier->official[r]->entry->digest,
				      dossier->official[r]->is_withdrawal);
	}
	nlog_history_free(history);
	return nlog_str_detach(&out);
}

/* A model of one notice: who holds which place, and what is in force. */
typedef struct {
	struct {
		nlog_notice *notice;
		int issued;
		size_t place;
	} revisions[LINES];
	size_t count;
} model;

static size_t holder_of(const model *of, size_t place)
{
	size_t holder = place;

	for (size_t i = 0; i < of->count; i++)
		if (of->revisions[i].place == place)
			holder = i;
	return holder;
}

static size_t latest_of(const model *of)
{
	size_t latest = SIZE_MAX;

	for (size_t i = 0; i < of->count; i++) {
		size_t holder = holder_of(of, of->revisions[i].place);

		if (latest == SIZE_MAX ||
		    of->revisions[holder].issued > of->revisions[latest].issued ||
		    (of->revisions[holder].issued == of->revisions[latest].issued &&
		     of->revisions[holder].place > of->revisions[latest].place))
			latest = holder;
	}
	return latest;
}

static void add_to_model(model *of, nlog_notice *notice, int issued, size_t place)
{
	of->revisions[of->count].notice = notice;
	of->revisions[of->count].issued = issued;
	of->revisions[of->count].place = place;
	of->count++;
}

static void add_line(nlog_str *out, unsigned which, const nlog_notice *notice,
		     const char *kind, size_t corrects, int issued, size_t minute)
{
	nlog_str day = NLOG_STR_INIT, time = NLOG_STR_INIT;
	json_t *line = json_object();
	char key[KEY_ROOM];

	snprintf(key, sizeof(key), "24-CP-%02u-GE-WSP", which + 1);
	nlog_date_add_iso(&day, (nlog_date){19800 + issued});
	nlog_instant_add_rfc3339(
		&time, (nlog_instant){FIXTURE_SECONDS + (int64_t)minute * 60, 540});
	json_object_set(line, "notice", (json_t *)nlog_notice_members(notice));
	json_object_set_new(line, "as", json_string(key));
	json_object_set_new(line, "issued", json_string(nlog_str_text(&day)));
	json_object_set_new(line, "time", json_string(nlog_str_text(&time)));
	if (kind)
		json_object_set_new(line, "kind", json_string(kind));
	if (corrects)
		json_object_set_new(line, "corrects", json_integer((json_int_t)corrects));
	if (minute % 3 == 0)
		json_object_set_new(line, "source",
				    json_pack("{s:s, s:s}", "name", "as received.txt",
					      "base64", "Tk9USUNFCg=="));
	nlog_json_write(out, line, NLOG_JSON_JCS);
	nlog_str_addc(out, '\n');
	json_decref(line);
	nlog_str_clear(&day);
	nlog_str_clear(&time);
}

/* One more line about a notice, of a kind that its history allows. */
static void add_event(nlog_str *out, nlog_test_random *random, model *of, unsigned which,
		      size_t minute)
{
	size_t latest = latest_of(of);
	nlog_notice *notice;
	int issued;

	if (latest == SIZE_MAX) {
		notice = nlog_test_notice(random);
		issued = 40 + (int)nlog_test_below(random, 20);
		add_line(out, which, notice, NULL, 0, issued, minute);
		add_to_model(of, notice, issued, 0);
		return;
	}
	issued = of->revisions[latest].issued;
	if (nlog_test_chance(random, 10)) {
		notice = nlog_notice_copy(of->revisions[latest].notice);
		add_line(out, which, notice, "withdrawal", 0, issued, minute);
		add_to_model(of, notice, issued, of->count);
		return;
	}
	notice = nlog_test_edited(random, of->revisions[latest].notice);
	if (nlog_test_chance(random, 25)) {
		size_t n = nlog_test_below(random, of->count);
		size_t holder = holder_of(of, of->revisions[n].place);

		issued = of->revisions[holder].issued + (int)nlog_test_below(random, 5);
		if (!nlog_notice_equal(of->revisions[holder].notice, notice)) {
			add_line(out, which, notice, "correction", n + 1, issued, minute);
			add_to_model(of, notice, issued, of->revisions[n].place);
			return;
		}
	} else if (nlog_test_chance(random, 25)) {
		issued -= 1 + (int)nlog_test_below(random, 30);
		add_line(out, which, notice, "backfill", 0, issued, minute);
		add_to_model(of, notice, issued, of->count);
		return;
	} else if (!nlog_notice_equal(of->revisions[latest].notice, notice)) {
		issued += (int)nlog_test_below(random, 5);
		add_line(out, which, notice, NULL, 0, issued, minute);
		add_to_model(of, notice, issued, of->count);
		return;
	}
	nlog_notice_free(notice);
}

/* @return lines about several notices with all kinds of revisions, owned */
static char *generate(uint64_t seed)
{
	nlog_test_random random = nlog_test_seed(seed);
	model *models = nlog_alloc_array(NOTICES, sizeof(*models));
	nlog_str out = NLOG_STR_INIT;

	for (size_t i = 0; i < LINES; i++) {
		unsigned which = (unsigned)nlog_test_below(&random, NOTICES);

		add_event(&out, &random, &models[which], which, i);
	}
	for (size_t i = 0; i < NOTICES; i++)
		for (size_t r = 0; r < models[i].count; r++)
			nlog_notice_free(models[i].revisions[r].notice);
	nlog_free(models);
	return nlog_str_detach(&out);
}

static void begin_anew(void)
{
	store_fixture_end(&fixture);
	store_fixture_begin(&fixture);
}

static void head(char commit[NLOG_OID_SIZE])
{
	nlog_error err = NLOG_ERROR_INIT;

	store_fixture_reopen(&fixture);
	cr_assert_eq(nlog_store_head(fixture.store, commit, &err), 0, "%s", err.text);
}

Test(import, does_in_one_step_what_single_steps_do)
{
	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		char *text = generate(seed), at_once[NLOG_OID_SIZE],
		     one_by_one[NLOG_OID_SIZE];
		nlog_error err = NLOG_ERROR_INIT;
		nlog_import_progress done;

		begin_anew();
		cr_assert_eq(import_text(text, &done, &err), 0, "seed %zu, line %u: %s",
			     (size_t)seed, err.line, err.text);
		cr_assert_geq(done.revisions, 3);
		head(at_once);
		begin_anew();
		for (char *rest = text, *line; (line = strsep(&rest, "\n")) && *line;)
			cr_assert_eq(import_text(line, &done, &err), 0, "%s", err.text);
		head(one_by_one);
		cr_assert_str_eq(at_once, one_by_one, "seed %zu", (size_t)seed);
		nlog_free(text);
	}
}

Test(import, reads_what_export_writes)
{
	for (uint64_t seed = 101; seed <= 100 + ROUNDS; seed++) {
		char *text = generate(seed), *first, *sequence;
		nlog_error err = NLOG_ERROR_INIT;
		nlog_import_progress done;

		begin_anew();
		cr_assert_eq(import_text(text, &done, &err), 0, "%s", err.text);
		first = exported(NLOG_EXPORT_ALL);
		sequence = official();
		begin_anew();
		cr_assert_eq(import_text(first, &done, &err), 0, "line %u: %s", err.line,
			     err.text);
		cr_assert_str_eq(exported(NLOG_EXPORT_ALL), first, "seed %zu",
				 (size_t)seed);
		cr_assert_str_eq(official(), sequence, "seed %zu", (size_t)seed);
		cr_assert_eq(import_text(first, &done, &err), 0, "%s", err.text);
		cr_assert_eq(done.revisions, 0, "seed %zu: imported twice", (size_t)seed);
		cr_assert_str_empty(done.commit);
		nlog_free(text);
		nlog_free(first);
		nlog_free(sequence);
	}
}

Test(import, puts_nothing_in_if_a_line_cannot_be)
{
	static const struct {
		const char *line, *says;
		unsigned column;
	} rows[] = {
		{"{", "the text ends", 2},
		{"[]", "", 1},
		{"{\"as\":\"X\"}", "no \"notice\"", 1},
		{"{\"notice\":{\"format\":\"noticelog-notice/1\",\"title\":7}}", "title",
		 11},
		{"{\"notice\":{\"title\":\"A\"}}", "\"format\"", 11},
		{"{\"notice\":{\"format\":\"noticelog-notice/1\"},\"nicks\":1}",
		 "\"nicks\" is not a member", 51},
		{"{\"kind\":\"best\",\"notice\":{\"format\":\"noticelog-notice/1\"}}",
		 "\"kind\" is not issue", 9},
		{"{\"kind\":\"correction\",\"notice\":{\"format\":\"noticelog-notice/1\"}}",
		 "go together", 1},
		{"{\"issued\":\"2 May\",\"notice\":{\"format\":\"noticelog-notice/1\"}}",
		 "\"issued\" is not a day", 11},
		{"{\"time\":\"1700000000 "
		 "+0000\",\"notice\":{\"format\":\"noticelog-notice/1\"}}",
		 "\"time\" is not", 9},
		{"{\"source\":{\"name\":\"a\",\"base64\":\"%%\"},"
		 "\"notice\":{\"format\":\"noticelog-notice/1\"}}",
		 "\"source\" is not", 11},
		{"{\"notice\":{\"format\":\"noticelog-notice/1\",\"title\":\"A\"}}",
		 "no project code", 0},
		{"{\"as\":\"a/b\",\"notice\":{\"format\":\"noticelog-notice/"
		 "1\",\"title\":\"A\"},"
		 "\"kind\":\"withdrawal\"}",
		 "no notice 'a_b'", 0},
	};
	static const char good[] =
		"{\"as\":\"K-1\",\"notice\":{\"date_of_issue\":\"2024-03-01\","
		"\"format\":\"noticelog-notice/1\",\"title\":\"Workshop on Ice\"}}";

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str text = NLOG_STR_INIT;
		nlog_error err = NLOG_ERROR_INIT;
		nlog_import_progress done;
		char commit[NLOG_OID_SIZE];

		nlog_str_addf(&text, "%s\n\n%s\n", good, rows[i].line);
		cr_assert_lt(import_text(nlog_str_text(&text), &done, &err), 0, "row %zu",
			     i);
		cr_expect(strstr(err.text, rows[i].says), "row %zu: %s", i, err.text);
		cr_expect_eq(err.line, 3, "row %zu: line %u", i, err.line);
		cr_expect_str_eq(err.source, "stream");
		cr_expect(!rows[i].column || err.column == rows[i].column,
			  "row %zu: column %u", i, err.column);
		cr_expect_eq(nlog_store_head(fixture.store, commit, &err), NLOG_ENOTFOUND);
		nlog_str_clear(&text);
	}
}

Test(import, takes_a_repeated_old_text_without_a_time_as_said_before)
{
	static const char stream[] =
		"{\"as\":\"K-1\",\"notice\":{\"date_of_issue\":\"2024-03-01\","
		"\"format\":\"noticelog-notice/1\",\"title\":\"Workshop on Ice\"}}\n"
		"{\"as\":\"K-1\",\"notice\":{\"date_of_issue\":\"2024-03-01\","
		"\"format\":\"noticelog-notice/1\",\"revision_date\":\"2024-04-01\","
		"\"title\":\"Workshop on Snow\"}}\n";
	nlog_error err = NLOG_ERROR_INIT;
	nlog_import_progress done;

	cr_assert_eq(import_text(stream, &done, &err), 0, "%s", err.text);
	cr_expect_eq(done.revisions, 2);
	cr_assert_eq(import_text(stream, &done, &err), 0, "%s", err.text);
	cr_expect_eq(done.revisions, 0);
	cr_expect_eq(done.unchanged, 2);
}

Test(import, tells_an_unknown_code_that_looks_known_in_the_same_stream)
{
	static const char stream[] = "{\"notice\":{\"date_of_issue\":\"2024-03-01\","
				     "\"format\":\"noticelog-notice/1\","
				     "\"project_code\":\"24-CP-01-GE-WSP\",\"timing\":["
				     "\"2024-09-02/2024-09-04\"],"
				     "\"title\":\"Workshop on Ice\"}}\n"
				     "{\"notice\":{\"date_of_issue\":\"2024-04-01\","
				     "\"format\":\"noticelog-notice/1\","
				     "\"project_code\":\"24-CP-01-GE-TRC\",\"timing\":["
				     "\"2024-10-02/2024-10-04\"],"
				     "\"title\":\"Workshop on ice\"}}\n";
	nlog_error err = NLOG_ERROR_INIT;
	nlog_import_progress done;

	cr_assert_eq(import_text(stream, &done, &err), NLOG_ECONFLICT);
	cr_expect(strstr(err.text, "24-CP-01-GE-WSP"), "%s", err.text);
	cr_expect(strstr(err.text, "\"as\": KEY"), "%s", err.text);
}

/* A line of a notice whose event begins in September 2024. */
static void add_titled(nlog_str *out, const char *code, const char *title, const char *day)
{
	nlog_str_addf(out,
		      "{\"notice\":{\"date_of_issue\":\"%s\","
		      "\"format\":\"noticelog-notice/1\",\"project_code\":\"%s\","
		      "\"timing\":[\"2024-09-02/2024-09-04\"],\"title\":\"%s\"}}\n",
		      day, code, title);
}

Test(import, looks_for_near_titles_among_those_in_force)
{
	static const struct {
		const char *title;
		int rc;
	} rows[] = {{"Course on bookkeeping", NLOG_ECONFLICT}, {"Workshop on ice", 0}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str stream = NLOG_STR_INIT;
		nlog_error err = NLOG_ERROR_INIT;
		nlog_import_progress done;

		add_titled(&stream, "24-CP-01-GE-WSP", "Workshop on Ice", "2024-03-01");
		add_titled(&stream, "24-CP-02-GE-SEM", "Seminar on Rice", "2024-03-02");
		add_titled(&stream, "24-CP-01-GE-WSP", "Course on Bookkeeping",
			   "2024-03-03");
		add_titled(&stream, "24-CP-01-GE-TRC", rows[i].title, "2024-04-01");
		cr_expect_eq(import_text(nlog_str_text(&stream), &done, &err), rows[i].rc,
			     "%s: %s", rows[i].title, err.text);
		cr_expect(!rows[i].rc || strstr(err.text, "24-CP-01-GE-WSP:"), "%s",
			  err.text);
		nlog_str_clear(&stream);
	}
}

Test(import, base64_is_that_of_rfc_4648)
{
	static const struct {
		const char *text, *bytes;
	} rows[] = {{"", ""},
		    {"Zg==", "f"},
		    {"Zm8=", "fo"},
		    {"Zm9v", "foo"},
		    {"Zm9vYg==", "foob"},
		    {"Zm9vYmE=", "fooba"},
		    {"Zm9vYmFy", "foobar"}};
	static const char *const wrong[] = {"Z", "Zg", "Zg=", "Zg===", "Zm9v!", "=Zg="};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		nlog_base64_add(&out, nlog_slice_of(rows[i].bytes));
		cr_expect_str_eq(nlog_str_text(&out), rows[i].text);
		nlog_str_truncate(&out, 0);
		cr_expect(nlog_base64_decode(&out, nlog_slice_of(rows[i].text)));
		cr_expect_str_eq(nlog_str_text(&out), rows[i].bytes);
		nlog_str_clear(&out);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		nlog_str out = NLOG_STR_INIT;

		cr_expect_not(nlog_base64_decode(&out, nlog_slice_of(wrong[i])), "%s",
			      wrong[i]);
		cr_expect_eq(out.len, 0);
	}
}

/* What a line gives, in pure form and where a space before its notice's first key forbids haste. */
static void expect_same_line(nlog_slice pure)
{
	static const char before[] = "\"notice\":{";
	ptrdiff_t found = nlog_slice_find(pure, before);
	size_t at = (size_t)found + strlen(before);
	nlog_error err = NLOG_ERROR_INIT, slow_err = NLOG_ERROR_INIT;
	nlog_str spaced = NLOG_STR_INIT;
	nlog_stream_line line, slow;
	int rc, slow_rc;

	if (found < 0)
		return;
	nlog_str_addn(&spaced, pure.data, at);
	nlog_str_addc(&spaced, ' ');
	nlog_str_add_slice(&spaced, nlog_slice_from(pure, at));
	rc = nlog_stream_line_read(&line, pure, &err);
	slow_rc = nlog_stream_line_read(&slow, nlog_str_slice(&spaced), &slow_err);
	cr_assert_eq(rc, slow_rc, "%s against %s: %.*s", err.text, slow_err.text,
		     (int)pure.len, pure.data);
	cr_assert_str_eq(err.text, slow_err.text);
	cr_assert_eq(slow_err.column, err.column + (err.column > at));
	if (!rc) {
		nlog_str out = NLOG_STR_INIT, slow_out = NLOG_STR_INIT;

		nlog_stream_line_write(&out, &line);
		nlog_stream_line_write(&slow_out, &slow);
		cr_assert_str_eq(nlog_str_text(&out), nlog_str_text(&slow_out));
		nlog_str_clear(&out);
		nlog_str_clear(&slow_out);
	}
	nlog_stream_line_clear(&line);
	nlog_stream_line_clear(&slow);
	nlog_str_clear(&spaced);
}

Test(stream, of_lines_in_canonical_form_is_read_as_of_others)
{
	static const char *const parts[][2] = {
		{"{\"notice\":", "}\n"},
		{"{\"as\":\"K-1\",\"author\":{\"email\":\"a@b\",\"name\":\"A\"},"
		 "\"notice\":",
		 ",\"time\":\"2025-05-02T09:30:00+09:00\"}\n"},
		{"{\"kind\":\"correction\",\"notice\":", "}\n"},
		{"{\"notice\":", ",\"notice\":{}}\n"},
		{"{\"notice\":", ",\"colour\":1}\n"},
		{"{\"notice\":", ",\"source\":{\"base64\":\"AAA\",\"name\":\"a\"}}\n"},
		{"{\"notice\":", ",\n"},
	};

	nlog_alloc_setup();
	for (uint64_t seed = 1; seed <= 28; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *notice = nlog_test_notice(&random);
		const char *const *around = parts[seed % (sizeof(parts) / sizeof(*parts))];
		nlog_str line = NLOG_STR_INIT;

		nlog_str_add(&line, around[0]);
		nlog_json_write(&line, nlog_notice_members(notice), NLOG_JSON_JCS);
		nlog_str_add(&line, around[1]);
		expect_same_line(nlog_str_slice(&line));
		for (int i = 0; i < 400; i++) {
			size_t at = nlog_test_below(&random, line.len);
			char mask = (char)(1 << nlog_test_below(&random, 8));

			line.data[at] = (char)(line.data[at] ^ mask);
			expect_same_line(nlog_str_slice(&line));
			line.data[at] = (char)(line.data[at] ^ mask);
			expect_same_line((nlog_slice){line.data, at});
		}
		nlog_str_clear(&line);
		nlog_notice_free(notice);
	}
}
