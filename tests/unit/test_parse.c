/* From documents to notices and addenda: the folder of documents, and single rules. */
#include <criterion/criterion.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/parse.h>

#define FOLDER "tests/documents"

/* Read and parse; the stored form, or the error's text, goes to out. */
static int parse_bytes(nlog_str *out, const char *name, nlog_slice bytes,
		       nlog_findings *findings)
{
	nlog_register *reg = NULL;
	nlog_document *document = NULL;
	nlog_parsed parsed = {NULL, NULL};
	nlog_error err = NLOG_ERROR_INIT;
	int rc;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	rc = nlog_document_read(&document, name, bytes, NLOG_DOCUMENT_UNKNOWN, findings,
				&err);
	if (!rc)
		rc = nlog_parse(&parsed, document, reg, name, findings, &err);
	if (rc)
		nlog_str_add(out, err.text);
	else if (parsed.notice)
		nlog_notice_write(out, parsed.notice);
	else
		nlog_addendum_write(out, parsed.addendum);
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_register_free(reg);
	return rc;
}

static void check_file(const char *name, const char *dot)
{
	nlog_str path = NLOG_STR_INIT, stored = NLOG_STR_INIT, bytes = NLOG_STR_INIT;
	nlog_str expected = NLOG_STR_INIT, out = NLOG_STR_INIT;
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_str_addf(&path, FOLDER "/%s", name);
	nlog_str_addf(&stored, FOLDER "/%.*s.json", (int)(dot - name), name);
	cr_assert_eq(nlog_file_read(&bytes, nlog_str_text(&path), NLOG_FILE_LIMIT, &err),
		     0);
	cr_assert_eq(
		nlog_file_read(&expected, nlog_str_text(&stored), NLOG_FILE_LIMIT, &err), 0,
		"%s", err.text);
	parse_bytes(&out, name, nlog_str_slice(&bytes), &findings);
	cr_expect_str_eq(nlog_str_text(&out), nlog_str_text(&expected), "%s:\n%s", name,
			 nlog_str_text(&out));
	for (size_t i = 0; i < findings.count; i++)
		cr_expect(findings.items[i].line > 0 && findings.items[i].column > 0,
			  "%s: a finding without a place: %s", name,
			  findings.items[i].text);
	nlog_findings_clear(&findings);
	nlog_str_clear(&path);
	nlog_str_clear(&stored);
	nlog_str_clear(&bytes);
	nlog_str_clear(&expected);
	nlog_str_clear(&out);
}

Test(parse, reads_every_document_of_the_folder_as_its_stored_form_says)
{
	DIR *folder = opendir(FOLDER);
	const struct dirent *entry;
	size_t count = 0;

	cr_assert_not_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');

		if (!dot || entry->d_name[0] == '.' || strcmp(dot, ".json") == 0)
			continue;
		check_file(entry->d_name, dot);
		count++;
	}
	closedir(folder);
	cr_expect_geq(count, 20U);
}

static bool has_finding(const nlog_findings *findings, const char *id, unsigned line,
			unsigned column)
{
	for (size_t i = 0; i < findings->count; i++) {
		const nlog_finding *finding = &findings->items[i];

		if (strcmp(finding->rule->id, id) == 0 && finding->line == line &&
		    finding->column == column)
			return true;
	}
	return false;
}

#define HEAD                                                                               \
	"PROJECT NOTIFICATION\nProject Code\t24-IN-01-GE-WSP\nTitle\tWorkshop on Glue\n"

Test(parse, says_what_is_strange_and_where)
{
	static const struct {
		const char *text, *id;
		unsigned line, column;
	} cases[] = {
		{"Title\tA", "code.missing", 1, 1},
		{"Project Code\t24-IN-01-GE-WSP", "title.missing", 1, 1},
		{"x\nTitle\tA", "issue-date.missing", 1, 1},
		{"Project Code\tX 1", "code.unusual", 1, 14},
		{HEAD "Glue Type\tFish", "label.unknown", 4, 1},
		{HEAD "Remarks\t", "value.missing", 4, 1},
		{HEAD "Title\tWorkshop on Glue", "label.repeated", 4, 1},
		{HEAD "Title\tWorkshop on Paste", "label.repeated", 4, 1},
		{HEAD "Closing Date\tsoon", "value.unreadable", 4, 14},
		{HEAD "Timing\t3-5 May 2024 (four days)", "value.day-count", 4, 8},
		{HEAD "Remarks\ta\xc2\x85\xe2\x80\xae"
		      "b",
		 "document.character", 4, 9},
		{HEAD "\nNobody knows this.", "text.unplaced", 5, 1},
		{HEAD "Please refer to the implementation procedures.",
		 "document.furniture", 4, 1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_findings findings = NLOG_FINDINGS_INIT;
		nlog_str out = NLOG_STR_INIT;

		cr_expect_eq(
			parse_bytes(&out, "a.txt", nlog_slice_of(cases[i].text), &findings),
			0, "%s", nlog_str_text(&out));
		cr_expect(
			has_finding(&findings, cases[i].id, cases[i].line, cases[i].column),
			"%s in %s", cases[i].id, cases[i].text);
		nlog_str_clear(&out);
		nlog_findings_clear(&findings);
	}
}

Test(parse, loses_no_word)
{
	static const struct {
		const char *text, *kept;
	} cases[] = {
		{HEAD "Title\tWorkshop on Paste", "Workshop on Paste"},
		{HEAD "\nNobody knows this.", "Nobody knows this."},
		{"Draft 1\nProject Code\t24-IN-01-GE-WSP\nTitle\tWorkshop on Glue",
		 "Draft 1"},
		{HEAD "Glue Type\tFish\n\tand bone", "and bone"},
		{HEAD "Remarks\tNot Applicable\nbut see below", "but see below"},
		{HEAD "Closing Date\t7 April 2020 for replacements", "for replacements"},
		{HEAD "Change History\n1\tno date\t3. Timing\tmoved to May",
		 "moved to May"},
		{HEAD "Please refer to the implementation procedures.\nA B\nC D\nE F",
		 "E F"},
		{HEAD "Start Date\t3 May 2024", "3 May 2024"},
		{HEAD "Background\tone\n\ftwo words", "two words"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str out = NLOG_STR_INIT;

		cr_expect_eq(parse_bytes(&out, NULL, nlog_slice_of(cases[i].text), NULL),
			     0);
		cr_expect_not_null(strstr(nlog_str_text(&out), cases[i].kept), "%s:\n%s",
				   cases[i].text, nlog_str_text(&out));
		nlog_str_clear(&out);
	}
}

Test(parse, refuses_what_is_neither_notice_nor_addendum)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{"PROJECT NOTIFICATION\nTiming\t3 May 2024",
		 "neither a title nor a project code"},
		{"just words", "neither a title nor a project code"},
		{"PROJECT NOTIFICATION ADDENDUM\nAddendum No. 1\nThe venue has been "
		 "changed to Oslo.",
		 "what it amends"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str out = NLOG_STR_INIT;

		cr_expect_eq(parse_bytes(&out, "a.txt", nlog_slice_of(cases[i].text), NULL),
			     NLOG_EINPUT);
		cr_expect_not_null(strstr(nlog_str_text(&out), cases[i].said));
		nlog_str_clear(&out);
	}
}

/* Which words are a label's, and which a value's, where columns are narrow. */
Test(parse, reads_labels_of_two_lines)
{
	static const struct {
		const char *text, *expected[2];
	} cases[] = {
		{"Project     24-IN-01-GE-WSP\nCode\n\nTitle       Workshop on Glue\n",
		 {"\"project_code\": \"24-IN-01-GE-WSP\"",
		  "\"title\": \"Workshop on Glue\""}},
		{"Title       Workshop on\n            Glue\nRemarks     x\n",
		 {"\"Workshop on Glue\"", "\"remarks\""}},
		{"1. Title    Workshop on Glue\n2. Timing   3 May 2024\n   and\n   "
		 "Duration\n",
		 {"\"2024-05-03/2024-05-03\"", "\"Workshop on Glue\"\n"}},
		{"Title       Workshop on Glue\n\nOpening     Hall A\nHours       Nine to "
		 "five\n",
		 {"\"Opening\"", "\"Hours\""}},
		{"Title       Workshop on Glue\n\nOpening     The hall is\nHours       "
		 "open from nine\n",
		 {"\"Opening Hours\"", "\"The hall is open from nine\""}},
		{"Title\tWorkshop on Glue\nImplementing\tInstitute of Glue\n"
		 "Organization\tGlue Street 5\n",
		 {"\"implementing_organizations\"", "\"Institute of Glue Glue Street 5\""}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str out = NLOG_STR_INIT;

		cr_expect_eq(parse_bytes(&out, "a.txt", nlog_slice_of(cases[i].text), NULL),
			     0, "%s", nlog_str_text(&out));
		for (size_t k = 0; k < 2; k++)
			cr_expect_not_null(
				strstr(nlog_str_text(&out), cases[i].expected[k]),
				"%s in %s:\n%s", cases[i].expected[k], cases[i].text,
				nlog_str_text(&out));
		nlog_str_clear(&out);
	}
}

Test(parse, reads_a_long_history_in_linear_time, .timeout = 60)
{
	nlog_str text = NLOG_STR_INIT, out = NLOG_STR_INIT;
	clock_t start = clock();

	nlog_str_add(&text, HEAD "Change History\nRevision\tDate of Issue\tClause\t"
				 "Modifications\n1\t3 May 2020\t3. Timing\tx\n");
	for (int i = 0; i < 20000; i++)
		nlog_str_addf(&text, "more words of %d\n", i);
	cr_expect_eq(parse_bytes(&out, "a.txt", nlog_str_slice(&text), NULL), 0);
	cr_expect_not_null(strstr(nlog_str_text(&out), "more words of 19999\""));
	cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 8.0);
	nlog_str_clear(&text);
	nlog_str_clear(&out);
}

Test(parse, keeps_silent_about_what_it_refuses)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_str out = NLOG_STR_INIT;

	cr_expect_eq(parse_bytes(&out, "a.txt", nlog_slice_of("\n\nGlue: fish\nx: y"),
				 &findings),
		     NLOG_EINPUT);
	cr_expect_eq(findings.count, 0);
	nlog_str_clear(&out);
	nlog_findings_clear(&findings);
}

/* Clauses in one sentence each: the field, and the value that it has now. */
Test(parse, reads_the_clauses_of_addenda)
{
	static const struct {
		const char *clause, *expected[3];
	} cases[] = {
		{"The Venue has been changed from Bali to Jakarta.",
		 {"\"venue_cities\"", "\"Bali\"", "\"Jakarta\""}},
		{"The venue is changed to: Jakarta.",
		 {"\"venue_cities\"", "\"Jakarta\"", ""}},
		{"The duration has been revised from 3-7 May 2015 to 10-14 May 2015.",
		 {"\"timing\"", "\"2015-05-03/2015-05-07\"", "\"2015-05-10/2015-05-14\""}},
		{"The workshop has been postponed to 3-7 June 2015.",
		 {"\"timing\"", "\"2015-06-03/2015-06-07\"", ""}},
		{"Item 8 (Closing Date) should read \"3 May 2015\".",
		 {"\"closing_dates\"", "\"clause\": \"Item 8\"", "\"2015-05-03\""}},
		{"The closing date has been extended to 3 May 2015 instead of 1 April "
		 "2015.",
		 {"\"closing_dates\"", "\"2015-04-01\"", "\"2015-05-03\""}},
		{"The hotel has been changed from A to B.",
		 {"\"text\": \"The hotel has been changed from A to B.\"", "", ""}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str text = NLOG_STR_INIT, out = NLOG_STR_INIT;

		nlog_str_addf(
			&text,
			"PROJECT NOTIFICATION ADDENDUM\nAddendum No. 1\n1 March 2015\n"
			"Reference: Project Notification 15-IN-01-GE-WSP dated 1 May "
			"2014\n\n%s\n",
			cases[i].clause);
		cr_expect_eq(parse_bytes(&out, NULL, nlog_str_slice(&text), NULL), 0);
		for (size_t k = 0; k < 3; k++)
			cr_expect_not_null(
				strstr(nlog_str_text(&out), cases[i].expected[k]),
				"%s:\n%s", cases[i].clause, nlog_str_text(&out));
		nlog_str_clear(&text);
		nlog_str_clear(&out);
	}
}

/* Head and closing sentence of an addendum in other layouts. */
Test(parse, reads_number_date_and_end_of_addenda)
{
	static const char *const cases[] = {
		"Addendum No.: 4      Date: 5 May 2014\nReference   : 14-IN-01-GE-WSP\n\n"
		"The Venue has been changed to Oslo.\n\nOther terms and conditions\nremain "
		"unchanged.\n\nA B\nDirector\n",
		"Addendum No. 4\nDate: 5 May 2014\nReference: 14-IN-01-GE-WSP\nThe Venue "
		"has "
		"been changed\nto Oslo.\nOther terms remain unchanged.\nA B\nDirector\n",
	};
	static const char *const expected =
		"{\n  \"amends\": [\n    {\n      \"code\": \"14-IN-01-GE-WSP\"\n    }\n  "
		"],\n"
		"  \"changes\": [\n    {\n      \"field\": \"venue_cities\",\n      "
		"\"new\": [\n"
		"        \"Oslo\"\n      ],\n      \"text\": \"The Venue has been changed "
		"to "
		"Oslo.\"\n    }\n  ],\n  \"format\": \"noticelog-addendum/1\",\n  "
		"\"issued\": "
		"\"2014-05-05\",\n  \"kind\": \"notice\",\n  \"number\": 4,\n  "
		"\"remain_unchanged\": true,\n  \"signatory_name\": \"A B\",\n  "
		"\"signatory_title\": \"Director\"\n}\n";

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str text = NLOG_STR_INIT, out = NLOG_STR_INIT;

		nlog_str_addf(&text, "PROJECT NOTIFICATION ADDENDUM\n%s", cases[i]);
		cr_expect_eq(parse_bytes(&out, NULL, nlog_str_slice(&text), NULL), 0);
		cr_expect_str_eq(nlog_str_text(&out), expected, "%s", nlog_str_text(&out));
		nlog_str_clear(&text);
		nlog_str_clear(&out);
	}
}

/* The two real notices, where they lie beside the project. */
Test(parse, reads_the_real_notices)
{
	static const struct {
		const char *path, *expected[4];
	} cases[] = {
		{"../shared/notices/407.txt",
		 {"\"remarks\": null", "Asian & Pacific Cities",
		  "\"Best practices and key success factors\"",
		  "\"overseas_participants\": 100"}},
		{"../shared/notices/604.txt",
		 {"\"reference_no\": \"604\"", "\"2025-07-08/2025-07-10\"",
		  "\"signatory_title\": \"Secretary-General\"",
		  "\"local_participants\": 1"}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_str bytes = NLOG_STR_INIT, out = NLOG_STR_INIT;
		nlog_error err = NLOG_ERROR_INIT;

		if (nlog_file_read(&bytes, cases[i].path, NLOG_FILE_LIMIT, &err))
			cr_skip_test("%s is not here", cases[i].path);
		cr_expect_eq(parse_bytes(&out, NULL, nlog_str_slice(&bytes), NULL), 0);
		for (size_t k = 0; k < 4; k++)
			cr_expect_not_null(
				strstr(nlog_str_text(&out), cases[i].expected[k]), "%s",
				cases[i].expected[k]);
		cr_expect_null(strstr(nlog_str_text(&out), "as_printed"));
		cr_expect_null(strstr(nlog_str_text(&out), "\"other\""));
		nlog_str_clear(&bytes);
		nlog_str_clear(&out);
	}
}
