/* Reading values as people write them. */
#include <noticelog/scan.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/json.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define EN "\xe2\x80\x93"
#define EM "\xe2\x80\x94"
#define MINUS "\xe2\x88\x92"
#define CURLY "\xe2\x80\x99"

static nlog_register *builtin(void)
{
	nlog_register *reg;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	return reg;
}

/* One printed value and what it must come to, as JSON; NULL: absent. */
typedef struct {
	bool lossless;
	const char *text;
	const char *value;
	const char *finding; /* id of the first; NULL: none */
	const char *countries, *cities, *excluded;
} value_row;

/* The value says all that is printed, or not all of it. */
#define KEEPS(...)                                                                         \
	{                                                                                  \
		.lossless = true, .text = __VA_ARGS__                                      \
	}
#define LOSES(...)                                                                         \
	{                                                                                  \
		.lossless = false, .text = __VA_ARGS__                                     \
	}

static void expect_json(const json_t *value, const char *expected, const char *what,
			const char *text)
{
	nlog_str json = NLOG_STR_INIT;

	if (value)
		nlog_json_write(&json, value, NLOG_JSON_JCS);
	cr_expect_str_eq(nlog_str_text(&json), expected ? expected : "",
			 "%s of '%s': %s, not %s", what, text, nlog_str_text(&json),
			 expected ? expected : "absent");
	nlog_str_clear(&json);
}

static void expect_values(nlog_field_id field, const value_row *rows, size_t count)
{
	nlog_register *reg = builtin();
	nlog_type_id type = nlog_field_of(field)->type;

	for (size_t i = 0; i < count; i++) {
		nlog_findings findings = NLOG_FINDINGS_INIT;
		nlog_scanned got;
		size_t len = strlen(rows[i].text);
		char *text = nlog_strndup(rows[i].text, len);
		/* exactly as long as the text, so that reading past it is seen */
		char *tight = malloc(len ? len : 1);

		memcpy(tight, text, len);
		nlog_scan_field(&got, reg, field, (nlog_slice){tight, len}, &findings,
				(nlog_place){0});
		expect_json(got.value, rows[i].value, "value", text);
		expect_json(got.countries, rows[i].countries, "countries", text);
		expect_json(got.cities, rows[i].cities, "cities", text);
		expect_json(got.excluded, rows[i].excluded, "excluded", text);
		cr_expect_eq(got.lossless, rows[i].lossless, "lossless of '%s'", text);
		if (rows[i].finding)
			cr_expect(findings.count && strcmp(findings.items[0].rule->id,
							   rows[i].finding) == 0,
				  "finding of '%s'", text);
		else
			cr_expect_eq(findings.count, 0, "no finding of '%s', but %s", text,
				     findings.count ? findings.items[0].text : "");
		if (got.value && !json_is_null(got.value)) {
			nlog_value_fault fault;

			cr_expect(nlog_value_check(type, got.value, &fault), "'%s'%s is %s",
				  text, fault.pointer, fault.text);
		}
		nlog_scanned_clear(&got);
		nlog_findings_clear(&findings);
		free(tight);
		nlog_free(text);
	}
	nlog_register_free(reg);
}

Test(scan, reads_a_date_in_every_printed_form)
{
	static const struct {
		const char *text, *iso;
		size_t len; /* 0: the whole text */
	} rows[] = {
		{"10 June 2024", "2024-06-10", 0},
		{"06 March 2020", "2020-03-06", 0},
		{"07 Jan 2026", "2026-01-07", 0},
		{"22nd April 2017", "2017-04-22", 0},
		{"1st of May 2017", "2017-05-01", 0},
		{"3RD MAY 2017", "2017-05-03", 0},
		{"24 July, 2017", "2017-07-24", 0},
		{"July 5, 2017", "2017-07-05", 0},
		{"July 5th, 2017", "2017-07-05", 0},
		{"July 5 2017", "2017-07-05", 0},
		{"2025-05-02", "2025-05-02", 0},
		{"Friday, 2 May 2025", "2025-05-02", 0},
		{"Fri. 2 May 2025", "2025-05-02", 0},
		{"Fri 2 May 2025", "2025-05-02", 0},
		{"9 Sept. 2019", "2019-09-09", 0},
		{"9 Sep 2019", "2019-09-09", 0},
		{"Sept. 9, 2019", "2019-09-09", 0},
		{"10-Jun-2024", "2024-06-10", 0},
		{"2\nJune\n2025", "2025-06-02", 0},
		{"29 February 2024", "2024-02-29", 0},
		{"2 June 2025.", "2025-06-02", 11},
		{"2 June 2025 (noon)", "2025-06-02", 11},
		{"31 February 2025", NULL, 0},
		{"29 February 2025", NULL, 0},
		{"0 June 2025", NULL, 0},
		{"32 June 2025", NULL, 0},
		{"2 June 99999", NULL, 0},
		{"2 June 0000", NULL, 0},
		{"2 June 25", NULL, 0},
		{"2 June", NULL, 0},
		{"June 2025", NULL, 0},
		{"2025", NULL, 0},
		{"2 Jun", NULL, 0},
		{"2 Junes 2025", NULL, 0},
		{"2 June 2025th", NULL, 0},
		{"123 June 2025", NULL, 0},
		{"2025-13-02", NULL, 0},
		{"2025-05-021", NULL, 0},
		{"99999999999999999999999999 June 2025", NULL, 0},
		{"8" EN "10 July 2025", NULL, 0},
		{" 2 June 2025", NULL, 0},
		{"", NULL, 0},
		{"2", NULL, 0},
		{"-", NULL, 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_date date = {0};
		nlog_str iso = NLOG_STR_INIT;
		size_t len = nlog_scan_date(nlog_slice_of(rows[i].text), &date);

		if (!rows[i].iso) {
			cr_expect_eq(len, 0, "%s", rows[i].text);
			continue;
		}
		nlog_date_add_iso(&iso, date);
		cr_expect_eq(len, rows[i].len ? rows[i].len : strlen(rows[i].text), "%s",
			     rows[i].text);
		cr_expect_str_eq(nlog_str_text(&iso), rows[i].iso, "%s", rows[i].text);
		nlog_str_clear(&iso);
	}
}

Test(scan, reads_a_period_in_every_printed_form)
{
	static const struct {
		const char *text, *iso;
		size_t len;
	} rows[] = {
		{"8 July 2025" EN "10 July 2025", "2025-07-08/2025-07-10", 0},
		{"2 October 2024" EN "3 October 2024", "2024-10-02/2024-10-03", 0},
		{"8" EN "10 July 2025", "2025-07-08/2025-07-10", 0},
		{"8-10 July 2025", "2025-07-08/2025-07-10", 0},
		{"8" EM "10 July 2025", "2025-07-08/2025-07-10", 0},
		{"8" MINUS "10 July 2025", "2025-07-08/2025-07-10", 0},
		{"23 - 27 November 2015", "2015-11-23/2015-11-27", 0},
		{"23 " EN " 27 November 2015", "2015-11-23/2015-11-27", 0},
		{"8--10 July 2025", "2025-07-08/2025-07-10", 0},
		{"30 June-2 July 2020", "2020-06-30/2020-07-02", 0},
		{"1 December 2015-30 April 2016", "2015-12-01/2016-04-30", 0},
		{"24-29 July, 2017", "2017-07-24/2017-07-29", 0},
		{"22nd-24th April 2017", "2017-04-22/2017-04-24", 0},
		{"8 to 10 July 2025", "2025-07-08/2025-07-10", 0},
		{"from 8 to 10 July 2025", "2025-07-08/2025-07-10", 0},
		{"From 8 July 2025 to 10 July 2025", "2025-07-08/2025-07-10", 0},
		{"8 July to 10 August 2025", "2025-07-08/2025-08-10", 0},
		{"between 8 and 10 July 2025", "2025-07-08/2025-07-10", 0},
		{"July 8-10, 2025", "2025-07-08/2025-07-10", 0},
		{"July 8" EN "August 2, 2025", "2025-07-08/2025-08-02", 0},
		{"July 8, 2025" EN "July 10, 2025", "2025-07-08/2025-07-10", 0},
		{"2025-07-08/2025-07-10", "2025-07-08/2025-07-10", 0},
		{"2025-07-08 to 2025-07-10", "2025-07-08/2025-07-10", 0},
		{"28 December" EN "3 January 2026", "2025-12-28/2026-01-03", 0},
		{"15 December 2025", "2025-12-15/2025-12-15", 0},
		{"8 July 2025" EN "10 July", "2025-07-08/2025-07-10", 0},
		{"Tuesday, 8 July" EN "Thursday, 10 July 2025", "2025-07-08/2025-07-10", 0},
		{"8-10 Jul. 2025", "2025-07-08/2025-07-10", 0},
		{"8 July 2025 to be confirmed", "2025-07-08/2025-07-08", 11},
		{"8 July 2025-20 persons", "2025-07-08/2025-07-08", 11},
		{"10-8 July 2025", NULL, 0},
		{"10 July 2025" EN "8 July 2025", NULL, 0},
		{"10 July" EN "8 June 2025", NULL, 0},
		{"30" EN "31 June 2025", NULL, 0},
		{"8 July 2025" EN "31 February 2026", NULL, 0},
		{"8" EN "10 July 99999", NULL, 0},
		{"8" EN "10 July", NULL, 0},
		{"8" EN "10", NULL, 0},
		{"8" EN, NULL, 0},
		{"from", NULL, 0},
		{"25-IN-09-GE-LOM", NULL, 0},
		{"", NULL, 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_period period = {{0}, {0}};
		nlog_str iso = NLOG_STR_INIT;
		size_t len = nlog_scan_period(nlog_slice_of(rows[i].text), &period);

		if (!rows[i].iso) {
			cr_expect_eq(len, 0, "%s", rows[i].text);
			continue;
		}
		nlog_period_add_iso(&iso, period);
		cr_expect_eq(len, rows[i].len ? rows[i].len : strlen(rows[i].text),
			     "%s: %zu", rows[i].text, len);
		cr_expect_str_eq(nlog_str_text(&iso), rows[i].iso, "%s", rows[i].text);
		nlog_str_clear(&iso);
	}
}

Test(scan, finds_dates_and_periods_in_prose)
{
	static const struct {
		const char *text, *date, *period;
	} rows[] = {
		{"approved by the Directors on 28 February 2025, the event", "2025-02-28",
		 "2025-02-28/2025-02-28"},
		{"under the APO Vision 2025 in Seoul, 28" EN "30 October 2025)",
		 "2025-10-30", "2025-10-28/2025-10-30"},
		{"changed from 22-25 March 2020 to 9-12 June 2020", "2020-03-25",
		 "2020-03-22/2020-03-25"},
		{"on 31 February 2025 or 1 March 2025", "2025-03-01",
		 "2025-03-01/2025-03-01"},
		{"10" EN "8 July 2025, then 1 August 2025", "2025-07-08",
		 "2025-08-01/2025-08-01"},
		{"item 2.10 July 2025 report", NULL, NULL},
		{"the APO Vision 2025 and the 67th Session in May 2025", NULL, NULL},
		{"25-IN-09-GE-LOM-077", NULL, NULL},
		{"", NULL, NULL},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice text = nlog_slice_of(rows[i].text);
		nlog_str iso = NLOG_STR_INIT;
		nlog_date date;
		nlog_period period;
		size_t offset, len;

		if (nlog_scan_find_date(text, &date, &offset, &len)) {
			nlog_date again;

			nlog_date_add_iso(&iso, date);
			cr_expect_eq(nlog_scan_date(nlog_slice_from(text, offset), &again),
				     len);
		}
		cr_expect_str_eq(nlog_str_text(&iso), rows[i].date ? rows[i].date : "",
				 "%s", rows[i].text);
		nlog_str_clear(&iso);
		if (nlog_scan_find_period(text, &period, &offset, &len)) {
			nlog_period again;

			nlog_period_add_iso(&iso, period);
			cr_expect_eq(
				nlog_scan_period(nlog_slice_from(text, offset), &again),
				len);
		}
		cr_expect_str_eq(nlog_str_text(&iso), rows[i].period ? rows[i].period : "",
				 "%s", rows[i].text);
		nlog_str_clear(&iso);
	}
}

Test(scan, reads_timing)
{
	static const value_row rows[] = {
		KEEPS("8 July 2025" EN "10 July 2025", "[\"2025-07-08/2025-07-10\"]"),
		KEEPS("15 December 2025", "[\"2025-12-15/2025-12-15\"]"),
		KEEPS("15 December 2025.", "[\"2025-12-15/2025-12-15\"]"),
		KEEPS("30 June-2 July 2020 (three days)", "[\"2020-06-30/2020-07-02\"]"),
		KEEPS("23 - 27 November 2015 (Five days)", "[\"2015-11-23/2015-11-27\"]"),
		KEEPS("6-10 October 2014 (5 days)", "[\"2014-10-06/2014-10-10\"]"),
		KEEPS("6-10 October 2014, 5 days", "[\"2014-10-06/2014-10-10\"]"),
		KEEPS("6-10 October 2014 for five days", "[\"2014-10-06/2014-10-10\"]"),
		KEEPS("6-10 October 2014 (one week)", "[\"2014-10-06/2014-10-10\"]"),
		KEEPS("15 December 2025 (one day)", "[\"2025-12-15/2025-12-15\"]"),
		KEEPS("1 December 2015-30 April 2016 (five months)",
		      "[\"2015-12-01/2016-04-30\"]"),
		KEEPS("4 December 2015-29 April 2016 (five months)",
		      "[\"2015-12-04/2016-04-29\"]"),
		LOSES("1 December 2015-30 April 2016 (six months)",
		      "[\"2015-12-01/2016-04-30\"]", "value.day-count"),
		LOSES("6-10 October 2014 (4 days)", "[\"2014-10-06/2014-10-10\"]",
		      "value.day-count"),
		LOSES("6-10 October 2014 (5 working days)", "[\"2014-10-06/2014-10-10\"]"),
		LOSES("6-10 October 2014 (5 days, tentative)",
		      "[\"2014-10-06/2014-10-10\"]"),
		KEEPS("Session 1: 13-15 October 2015  Session 2: 4-6 November 2015",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		KEEPS("Session 1: 13-15 October 2015 (three days)\nSession 2: 4-6 November "
		      "2015 "
		      "(3 days)",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		KEEPS("Session 1: 13-15 October; Session 2: 4-6 November 2015",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		KEEPS("28-30 December and 4-6 January 2016",
		      "[\"2015-12-28/2015-12-30\",\"2016-01-04/2016-01-06\"]"),
		KEEPS("Session 1: 13-15 October 2015; Session 2: 4-6 January",
		      "[\"2015-10-13/2015-10-15\",\"2016-01-04/2016-01-06\"]"),
		LOSES("13-15 October", NULL),
		LOSES("30 February; 3 March 2015", "[\"2015-03-03/2015-03-03\"]"),
		LOSES("8-10 July 2025 (Monday)", "[\"2025-07-08/2025-07-10\"]",
		      "value.date"),
		KEEPS("Session 1: 13-15 October 2015; Session 2: 4-6 November 2015",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		KEEPS("13-15 October 2015 (Session 1) and 4-6 November 2015 (Session 2)",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		LOSES("Session 2: 4-6 November 2015; Session 1: 13-15 October 2015",
		      "[\"2015-11-04/2015-11-06\",\"2015-10-13/2015-10-15\"]"),
		LOSES("Phase I: 13-15 October 2015; Phase II: 4-6 November 2015",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		LOSES("Session 1: to be announced; Session 2: 4-6 November 2015", NULL),
		LOSES("13-15 October 2015 (Tokyo) and 4-6 November 2015 (Seoul)",
		      "[\"2015-10-13/2015-10-15\",\"2015-11-04/2015-11-06\"]"),
		LOSES("(8-10 July 2025)", "[\"2025-07-08/2025-07-10\"]"),
		LOSES("8-10 July 2025 (tentative)", "[\"2025-07-08/2025-07-10\"]"),
		LOSES("Tentatively 8-10 July 2025", "[\"2025-07-08/2025-07-10\"]"),
		LOSES("8-10 July 2025, originally 1-3 June 2025",
		      "[\"2025-07-08/2025-07-10\"]"),
		LOSES("Postponed from 1-3 June 2025 to 8-10 July 2025",
		      "[\"2025-07-08/2025-07-10\"]"),
		LOSES("Postponed; originally 1-3 June 2025", NULL),
		KEEPS("Tuesday, 8 July 2025 " EN " Thursday, 10 July 2025",
		      "[\"2025-07-08/2025-07-10\"]"),
		LOSES("Monday, 8 July 2025", "[\"2025-07-08/2025-07-08\"]", "value.date"),
		LOSES("10-8 July 2025", NULL, "value.date"),
		LOSES("31 February 2025", NULL, "value.date"),
		LOSES("10 July 99999", NULL),
		LOSES("To be determined", NULL),
		LOSES("TBD", NULL),
		LOSES("July 2025", NULL),
		KEEPS("Not Applicable", "null"),
		KEEPS("not applicable.", "null"),
		KEEPS("N/A", "null"),
		LOSES("", NULL),
		LOSES("(((((((", NULL),
		LOSES("8-10 July 2025 ((((", "[\"2025-07-08/2025-07-10\"]"),
		LOSES("\xff\xff", NULL),
	};

	expect_values(NLOG_FIELD_TIMING, rows, COUNT(rows));
}

Test(scan, reads_a_single_day)
{
	static const value_row rows[] = {
		KEEPS("2 May 2025", "\"2025-05-02\""),
		KEEPS("Friday, 2 May 2025", "\"2025-05-02\""),
		KEEPS("2 May 2025 (Friday)", "\"2025-05-02\""),
		LOSES("2 May 2025 (Sunday)", "\"2025-05-02\"", "value.date"),
		LOSES("Issued on 2 May 2025", "\"2025-05-02\""),
		LOSES("2 May 2025, Tokyo", "\"2025-05-02\""),
		LOSES("Sunday, 2 May 2025", "\"2025-05-02\"", "value.date"),
		LOSES("31 June 2025", NULL, "value.date"),
		LOSES("May 2025", NULL),
	};

	expect_values(NLOG_FIELD_DATE_OF_ISSUE, rows, COUNT(rows));
}

Test(scan, reads_closing_dates)
{
	static const value_row rows[] = {
		KEEPS("2 June 2025", "[\"2025-06-02\"]"),
		KEEPS("2 June 2025.", "[\"2025-06-02\"]"),
		KEEPS("Session 1: 2 June 2015  Session 2: 3 July 2015",
		      "[\"2015-06-02\",\"2015-07-03\"]"),
		KEEPS("2 June 2015 (Session 1); 3 July 2015 (Session 2)",
		      "[\"2015-06-02\",\"2015-07-03\"]"),
		LOSES("Session 1: by 2 June 2015; Session 2: by 3 July 2015",
		      "[\"2015-06-02\",\"2015-07-03\"]"),
		LOSES("Session 1: by 2 June 2015; Session 2: later", NULL),
		LOSES("Replacements only; participants must be named by 7 April 2020.",
		      "[\"2020-04-07\"]"),
		LOSES("By 2 June 2025", "[\"2025-06-02\"]"),
		LOSES("NPOs may set an earlier date such as 20 May 2025; nominations must "
		      "reach "
		      "the "
		      "Secretariat by 2 June 2025.",
		      "[\"2025-06-02\"]"),
		LOSES("20 May 2025 (NPO" CURLY
		      "s own closing date); 2 June 2025 for the Secretariat",
		      "[\"2025-06-02\"]"),
		LOSES("2 June 2025. Each NPO may set its own, earlier date, for instance "
		      "20 May "
		      "2025.",
		      "[\"2025-06-02\"]"),
		LOSES("To the NPO by 20 May 2025; to the Secretariat by 2 June 2025",
		      "[\"2025-06-02\"]"),
		LOSES("The NPO's internal closing date is 20 May 2025", NULL),
		LOSES("Extended from 2 June 2025 to 16 June 2025", "[\"2025-06-16\"]"),
		LOSES("16 June 2025 instead of 2 June 2025", "[\"2025-06-16\"]"),
		LOSES("Originally 2 June 2025, now 16 June 2025", "[\"2025-06-16\"]"),
		LOSES("Nominations by 31 June 2025", NULL, "value.date"),
		LOSES("Not later than 2 June 2025", "[\"2025-06-02\"]"),
		LOSES("Replacements from Japan by 2 June 2025", "[\"2025-06-02\"]"),
		LOSES("Nominations are accepted from 2 June 2025 to 16 June 2025",
		      "[\"2025-06-16\"]"),
		LOSES("As soon as possible", NULL),
		KEEPS("Not applicable", "null"),
		KEEPS("NOT APPLICABLE.", "null"),
		KEEPS("Session 1: 14 August; Session 2: 4 September 2015",
		      "[\"2015-08-14\",\"2015-09-04\"]"),
	};

	expect_values(NLOG_FIELD_CLOSING_DATES, rows, COUNT(rows));
}

Test(scan, reads_seats)
{
	static const value_row rows[] = {
		KEEPS("100", "100"),
		KEEPS("19", "19"),
		KEEPS("0", "0"),
		KEEPS("1,200", "1200"),
		KEEPS("Up to six", "{\"at_most\":6}"),
		KEEPS("Up to 18 qualified participants", "{\"at_most\":18}"),
		KEEPS("up to twenty-one overseas participants.", "{\"at_most\":21}"),
		KEEPS("At most 18", "{\"at_most\":18}"),
		KEEPS("Maximum: 18", "{\"at_most\":18}"),
		KEEPS("Maximum of 18 participants", "{\"at_most\":18}"),
		KEEPS("Max. 18", "{\"at_most\":18}"),
		KEEPS("Not more than 18", "{\"at_most\":18}"),
		KEEPS("18 (maximum)", "{\"at_most\":18}"),
		KEEPS("At least 20 qualified participants", "{\"at_least\":20}"),
		KEEPS("Minimum 20", "{\"at_least\":20}"),
		KEEPS("20 or more", "{\"at_least\":20}"),
		KEEPS("Nineteen (19)", "19"),
		LOSES("Nineteen (18)", "19"),
		KEEPS("one hundred", "100"),
		KEEPS("a hundred", "100"),
		KEEPS("One hundred and twenty", "120"),
		KEEPS("ninety-nine", "99"),
		KEEPS("fifty five", "55"),
		LOSES("Up to 18 qualified participants from Cambodia, India, and Fiji",
		      "{\"at_most\":18}", NULL, "[\"Cambodia\",\"India\",\"Fiji\"]"),
		LOSES("Up to 18 qualified participants from Laos, IR Iran, and the "
		      "Philippines. "
		      "However, other member countries may nominate at their own expense.",
		      "{\"at_most\":18}", NULL,
		      "[\"Lao PDR\",\"Islamic Republic of Iran\",\"Philippines\"]"),
		LOSES("Up to 38 qualified participants from APO member countries (two from "
		      "each "
		      "country)",
		      "{\"at_most\":38}", NULL, "[\"All Member Countries\"]"),
		LOSES("Up to 38 qualified participants (two from each country)",
		      "{\"at_most\":38}"),
		LOSES("At least 20 qualified participants from each participating country",
		      "{\"at_least\":20}"),
		LOSES("Up to 18 from the following member countries: India, Nepal",
		      "{\"at_most\":18}", NULL, "[\"India\",\"Nepal\"]"),
		LOSES("18 from all member countries except Japan and Fiji", "18", NULL,
		      "[\"All Member Countries\"]", NULL, "[\"Japan\",\"Fiji\"]"),
		LOSES("18 (India, Nepal, and Bhutan)", "18", "economy.unknown",
		      "[\"India\",\"Nepal\",\"Bhutan\"]"),
		LOSES("18 from NGOs and Universities", "18"),
		LOSES("About 18", "18"),
		LOSES("A total of 18", "18"),
		LOSES("18 overseas and 2 local participants", "18"),
		LOSES("18-20", NULL),
		LOSES("18 to 20", NULL),
		LOSES("99999999999999999999", NULL),
		LOSES("-3", NULL),
		LOSES("in 2025", NULL),
		LOSES("several", NULL),
		LOSES("18th", NULL),
		LOSES("Up to", NULL),
		KEEPS("N/A.", "null"),
		LOSES("Up to 38 qualified participants (two from each country) from "
		      "India, Japan, and Nepal",
		      "{\"at_most\":38}", NULL, "[\"India\",\"Japan\",\"Nepal\"]"),
	};

	expect_values(NLOG_FIELD_OVERSEAS_PARTICIPANTS, rows, COUNT(rows));
}

Test(scan, reads_lists_of_economies)
{
	static const value_row rows[] = {
		KEEPS("Lao PDR", "[\"Lao PDR\"]"),
		KEEPS("All Member Countries", "[\"All Member Countries\"]"),
		KEEPS("all member countries.", "[\"All Member Countries\"]"),
		KEEPS("APO member countries", "[\"All Member Countries\"]"),
		KEEPS("All APO member economies", "[\"All Member Countries\"]"),
		LOSES("APO member countries (two from each)", "[\"All Member Countries\"]"),
		LOSES("All active member countries", "[\"All Member Countries\"]"),
		KEEPS("All Member Countries except Japan and Fiji",
		      "[\"All Member Countries\"]", NULL, NULL, NULL,
		      "[\"Japan\",\"Fiji\"]"),
		KEEPS("All member countries (except Turkey)", "[\"All Member Countries\"]",
		      NULL, NULL, NULL, "[\"Türkiye\"]"),
		LOSES("All member countries, excluding the host country",
		      "[\"All Member Countries\"]"),
		KEEPS("Cambodia, India, and Fiji", "[\"Cambodia\",\"India\",\"Fiji\"]"),
		KEEPS("Cambodia, India and Fiji", "[\"Cambodia\",\"India\",\"Fiji\"]"),
		KEEPS("Cambodia & India", "[\"Cambodia\",\"India\"]"),
		KEEPS("Cambodia; India; and Fiji.", "[\"Cambodia\",\"India\",\"Fiji\"]"),
		KEEPS("Cambodia\nIndia\nFiji", "[\"Cambodia\",\"India\",\"Fiji\"]"),
		KEEPS("Fiji, Cambodia, Fiji", "[\"Fiji\",\"Cambodia\"]"),
		KEEPS("Republic of China (ROC), Islamic Republic of Iran, I.R. Iran",
		      "[\"Republic of China\",\"Islamic Republic of Iran\"]"),
		KEEPS("Iran (Islamic Republic of) and Viet Nam",
		      "[\"Islamic Republic of Iran\",\"Vietnam\"]"),
		KEEPS("the Philippines and Türkiye", "[\"Philippines\",\"Türkiye\"]"),
		KEEPS("Laos (Lao PDR)", "[\"Lao PDR\"]"),
		LOSES("Japan (host)", "[\"Japan\"]"),
		KEEPS("APO Secretariat", "[\"APO Secretariat\"]"),
		KEEPS("the APO Secretariat", "[\"APO Secretariat\"]"),
		KEEPS("China and Japan", "[\"China\",\"Japan\"]", "economy.ambiguous"),
		KEEPS("Korea", "[\"Korea\"]", "economy.ambiguous"),
		KEEPS("Bhutan", "[\"Bhutan\"]", "economy.unknown"),
		KEEPS("Bosnia (B) (C)", "[\"Bosnia (B) (C)\"]", "economy.unknown"),
		LOSES("India and Nepal. However, other member countries may send "
		      "observers.",
		      "[\"India\",\"Nepal\"]"),
		LOSES("India and Nepal\nHowever, other member countries may send observers",
		      "[\"India\",\"Nepal\"]"),
		LOSES("India, Nepal, and other interested member countries",
		      "[\"India\",\"Nepal\"]"),
		LOSES("Session 1: Japan; Session 2: Malaysia", "[\"Japan\",\"Malaysia\"]"),
		LOSES("Session 1: Japan  Session 2: Malaysia", "[\"Japan\",\"Malaysia\"]"),
		LOSES("in", NULL),
		LOSES("those that are interested", NULL),
		LOSES("TBA", NULL),
		LOSES(",;,\n and &", NULL),
		KEEPS("India (", "[\"India (\"]", "economy.unknown"),
		KEEPS("Not Applicable", "null"),
		KEEPS("Bangladesh, Lao\nPDR, Sri\nLanka, and\nNepal",
		      "[\"Bangladesh\",\"Lao PDR\",\"Sri Lanka\",\"Nepal\"]"),
		KEEPS("India\nJapan, Nepal\nFiji",
		      "[\"India\",\"Japan\",\"Nepal\",\"Fiji\"]"),
	};

	expect_values(NLOG_FIELD_PARTICIPATING_COUNTRIES, rows, COUNT(rows));
}

Test(scan, reads_cities)
{
	static const value_row rows[] = {
		KEEPS("Tokyo", "[\"Tokyo\"]"),
		KEEPS("Tokyo and Osaka", "[\"Tokyo\",\"Osaka\"]"),
		KEEPS("Tokyo; Osaka", "[\"Tokyo\",\"Osaka\"]"),
		KEEPS("Bali, Indonesia", "[\"Bali\"]", NULL, "[\"Indonesia\"]"),
		KEEPS("Tokyo, Japan; Seoul, Republic of Korea", "[\"Tokyo\",\"Seoul\"]",
		      NULL, "[\"Japan\",\"Republic of Korea\"]"),
		KEEPS("Bangkok, Thailand and Manila, the Philippines.",
		      "[\"Bangkok\",\"Manila\"]", NULL, "[\"Thailand\",\"Philippines\"]"),
		KEEPS("Chennai (India)", "[\"Chennai\"]", NULL, "[\"India\"]"),
		KEEPS("Singapore", "[\"Singapore\"]", NULL, "[\"Singapore\"]"),
		KEEPS("Singapore, Singapore", "[\"Singapore\"]", NULL, "[\"Singapore\"]"),
		LOSES("Session 1: Tokyo  Session 2: Kuala Lumpur",
		      "[\"Tokyo\",\"Kuala Lumpur\"]"),
		LOSES("To be confirmed", NULL),
		KEEPS("N/A", "null"),
		KEEPS("Aachen and Goslar, Germany", "[\"Aachen\",\"Goslar\"]",
		      "economy.unknown", "[\"Germany\"]"),
		KEEPS("Utrecht, the Netherlands", "[\"Utrecht\"]", "economy.unknown",
		      "[\"the Netherlands\"]"),
		KEEPS("Daegu, Korea", "[\"Daegu\"]", "economy.ambiguous", "[\"Korea\"]"),
		KEEPS("Bergen (Norway)", "[\"Bergen\"]", "economy.unknown", "[\"Norway\"]"),
	};

	expect_values(NLOG_FIELD_VENUE_CITIES, rows, COUNT(rows));
}

Test(scan, reads_organizers)
{
	static const value_row rows[] = {
		KEEPS("Lao National Productivity Organization",
		      "[\"Lao National Productivity Organization\"]"),
		KEEPS("Department of Trade, Industry, and Labor",
		      "[\"Department of Trade, Industry, and Labor\"]"),
		LOSES("National Productivity Council,\n5 Example Road\nNew Delhi 110003",
		      "[\"National Productivity Council\"]"),
		KEEPS("Productivity Council; and Quality Institute",
		      "[\"Productivity Council\",\"Quality Institute\"]"),
		KEEPS("Productivity Council\nQuality Institute",
		      "[\"Productivity Council\",\"Quality Institute\"]"),
		KEEPS("Development Academy of\nthe Hills",
		      "[\"Development Academy of the Hills\"]"),
		LOSES("Productivity Council\nKathmandu", "[\"Productivity Council\"]"),
		LOSES("Session 1: Council A; Session 2: Council B",
		      "[\"Council A\",\"Council B\"]"),
		LOSES(";;", NULL),
		KEEPS("a. APO Secretariat\nb. Institute of Ponds",
		      "[\"APO Secretariat\",\"Institute of Ponds\"]"),
		LOSES("(1) Institute of Ponds\nPond Road 5; and\n(2) Council of Lakes",
		      "[\"Institute of Ponds\",\"Council of Lakes\"]"),
	};

	expect_values(NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS, rows, COUNT(rows));
}

Test(scan, reads_the_modality)
{
	static const value_row rows[] = {
		KEEPS("Face-to-face", "\"face-to-face\""),
		KEEPS("F2F", "\"face-to-face\""),
		KEEPS("Face to Face.", "\"face-to-face\""),
		KEEPS("virtual", "\"online\""),
		KEEPS("Hybrid", "\"hybrid\""),
		KEEPS("Face to Face (India, Chennai)", "\"face-to-face\"", NULL,
		      "[\"India\"]", "[\"Chennai\"]"),
		LOSES("Online (Zoom)", "\"online\""),
		LOSES("Hybrid (online and face-to-face)", "\"hybrid\""),
		LOSES("Face-to-face in Tokyo", "\"face-to-face\""),
		LOSES("Online, by video conference", "\"online\""),
		KEEPS("Online and face-to-face", "\"Online and face-to-face\""),
		KEEPS("Online, then face-to-face", "\"Online, then face-to-face\""),
		KEEPS("By correspondence", "\"By correspondence\""),
		KEEPS("(", "\"(\""),
		KEEPS("not applicable", "null"),
	};

	expect_values(NLOG_FIELD_MODALITY, rows, COUNT(rows));
}

Test(scan, reads_items)
{
	static const value_row rows[] = {
		KEEPS("Heads of NPOs", "[\"Heads of NPOs\"]"),
		KEEPS("Frameworks; Programs, and projects; and Planning.",
		      "[\"Frameworks\",\"Programs, and projects\",\"Planning\"]"),
		KEEPS("Sand and gravel; Land and water",
		      "[\"Sand and gravel\",\"Land and water\"]"),
		KEEPS("A;B; C;", "[\"A;B\",\"C\"]"),
		KEEPS("First part\nof one item; second",
		      "[\"First part of one item\",\"second\"]"),
		KEEPS("One\n\nTwo", "[\"One\",\"Two\"]"),
		KEEPS("a. Lean tools b. Audits, and c. Costs.",
		      "[\"Lean tools\",\"Audits\",\"Costs\"]"),
		KEEPS("a. Lean tools; b. Audits; and c. Costs.",
		      "[\"Lean tools\",\"Audits\",\"Costs\"]"),
		KEEPS("(a) Lean tools (b) Audits", "[\"Lean tools\",\"Audits\"]"),
		KEEPS("a. One; two b. Three", "[\"One\",\"two\",\"Three\"]"),
		KEEPS("a. One item alone", "[\"a. One item alone\"]"),
		LOSES("and so on", "[\"so on\"]"),
		KEEPS("Wait...; what", "[\"Wait\",\"what\"]"),
		LOSES("; ; .", NULL),
		KEEPS("Not Applicable", "null"),
		KEEPS("(i) Fish; (ii) Feed; and (iii) Water.",
		      "[\"Fish\",\"Feed\",\"Water\"]"),
		KEEPS("1. Fish\n2. Feed, and\n3. Water", "[\"Fish\",\"Feed\",\"Water\"]"),
		KEEPS("a) Fish\n\nb) Feed", "[\"Fish\",\"Feed\"]"),
		KEEPS("Fish;\n\nFeed; and\n\nWater.", "[\"Fish\",\"Feed\",\"Water\"]"),
		KEEPS("1. Fish alone", "[\"1. Fish alone\"]"),
	};

	expect_values(NLOG_FIELD_TOPICS, rows, COUNT(rows));
}

Test(scan, reads_text_lines_and_counts)
{
	static const value_row text[] = {
		KEEPS("One line\ngoes on.", "[\"One line goes on.\"]"),
		KEEPS("First.\n\nSecond.\n \n\nThird.",
		      "[\"First.\",\"Second.\",\"Third.\"]"),
		KEEPS("To be determined", "[\"To be determined\"]"),
		KEEPS("Cities & regions", "[\"Cities & regions\"]"),
		LOSES("\n\n", NULL),
	};
	static const value_row line[] = {
		KEEPS("Workshop  on\nQuality", "\"Workshop on Quality\""),
		LOSES("  ", NULL),
	};
	static const value_row count[] = {
		KEEPS("1", "1"),
		KEEPS("Revision 1", "1"),
		KEEPS("PN Revision No. 2", "2"),
		KEEPS("two", "2"),
		LOSES("1 (final)", "1"),
		LOSES("first", NULL),
		LOSES("9999999999", NULL),
		LOSES("", NULL),
	};

	expect_values(NLOG_FIELD_REMARKS, text, COUNT(text));
	expect_values(NLOG_FIELD_TITLE, line, COUNT(line));
	expect_values(NLOG_FIELD_REVISION_NO, count, COUNT(count));
}

Test(scan, names_the_kind_of_a_title)
{
	static const struct {
		const char *title, *kind, *phrase;
	} rows[] = {
		{"Special Workshop on the Next Vision by Heads of NPOs", "Workshop",
		 "Special Workshop"},
		{"APO Liaison Officers' Meeting (LOM)", "Meeting",
		 "APO Liaison Officers' Meeting"},
		{"APO Liaison Officers" CURLY " Meeting (LOM)", "Meeting",
		 "APO Liaison Officers" CURLY " Meeting"},
		{"\"APO Liaison Officers' Meeting (LOM)\"", "Meeting",
		 "APO Liaison Officers' Meeting"},
		{"2025 LOM", "Meeting", "2025 LOM"},
		{"Conference on Gainsharing", "Conference", "Conference"},
		{"Top Management Forum", "Conference", "Top Management Forum"},
		{"Top Management Forum: Training the Leaders", "Conference",
		 "Top Management Forum"},
		{"Training Course on Energy", "Training Course", "Training Course"},
		{"Multicountry Training Course on Energy", "Training Course",
		 "Multicountry Training Course"},
		{"Online Training of Trainers in Quality", "Training Course",
		 "Online Training of Trainers"},
		{"Observational Study Mission on Smart Farming",
		 "Observational Study Mission", "Observational Study Mission"},
		{"Observational Study Mission to Nonmember Countries on Farming",
		 "Study Mission to a Nonmember Country",
		 "Observational Study Mission to Nonmember Countries"},
		{"Strategic Planning Workshop for Liaison Officers", "Workshop",
		 "Strategic Planning Workshop"},
		{"Workshop Meeting of Heads of NPOs", "Meeting", "Workshop Meeting"},
		{"66th Workshop Meeting of Heads", "Meeting", "66th Workshop Meeting"},
		{"International Conference and Exhibition on Green Products", "Conference",
		 "International Conference"},
		{"The Workshop 2025", "Workshop", "Workshop"},
		{"Workshop Series II on Audits", "Workshop", "Workshop"},
		{"Research on Labor Productivity", "Research", "Research"},
		{"Productivity Methods " EN " Workshop for Trainers", NULL, NULL},
		{"Center of Excellence Workshop", NULL, NULL},
		{"On Workshops", NULL, NULL},
		{"Productivity Databook", NULL, NULL},
		{"", NULL, NULL},
		{"(((", NULL, NULL},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice phrase = {"", 0};
		const nlog_kind *kind =
			nlog_scan_kind(reg, nlog_slice_of(rows[i].title), &phrase);

		if (!rows[i].kind) {
			cr_expect_null(kind, "%s", rows[i].title);
			continue;
		}
		cr_expect(kind && strcmp(kind->name, rows[i].kind) == 0, "%s: %s",
			  rows[i].title, kind ? kind->name : "none");
		cr_expect(nlog_slice_is(phrase, rows[i].phrase), "%s: '%.*s'",
			  rows[i].title, (int)phrase.len, phrase.data);
	}
	nlog_register_free(reg);
}

Test(scan, finds_codes_and_their_type)
{
	static const struct {
		const char *text, *code, *type;
	} rows[] = {
		{"24-CL-32-GE-CON-A", "24-CL-32-GE-CON-A", "CON"},
		{"25-IN-09-GE-LOM", "25-IN-09-GE-LOM", "LOM"},
		{"15-AG-35-GE/DC-OSM-B", "15-AG-35-GE/DC-OSM-B", "OSM"},
		{"16-AG-35-GE_SPP-OSM-B", "16-AG-35-GE_SPP-OSM-B", "OSM"},
		{"15-AG-05-GE-TRC-B/C", "15-AG-05-GE-TRC-B/C", "TRC"},
		{"15-RP-22-GE-TIA-B", "15-RP-22-GE-TIA-B", "TIA"},
		{"(Ref. No.: 25-IN-09-GE-LOM-077), with", "25-IN-09-GE-LOM-077", ""},
		{"see 24-CL-32-GE-CON-A-012.", "24-CL-32-GE-CON-A-012", ""},
		{"of 25-IN-09-GE-LOM-", "25-IN-09-GE-LOM", ""},
		{"2025-06-02 and 08-10 July", "", ""},
		{"125-IN-09-GE-LOM", "", ""},
		{"25-IN-09-GE", "", ""},
		{"24-hour-7-day-a-week", "", ""},
		{"25-IN-09-GE-LOMbard", "", ""},
		{"25-IN-99999-GE-LOM", "", ""},
		{"", "", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice code = nlog_scan_find_code(nlog_slice_of(rows[i].text));
		nlog_slice type = nlog_scan_code_type(nlog_slice_of(rows[i].text));

		cr_expect(nlog_slice_is(code, rows[i].code), "%s: '%.*s'", rows[i].text,
			  (int)code.len, code.data);
		cr_expect(!*rows[i].type || nlog_slice_is(type, rows[i].type), "%s: '%.*s'",
			  rows[i].text, (int)type.len, type.data);
	}
	cr_expect_eq(nlog_scan_code_type(NLOG_SLICE("LOM-25")).len, 0);
}

/* A line `LABEL<TAB>VALUE` of a notice in the layout of 2024. */
static void expect_readable_line(const nlog_register *reg, nlog_slice line)
{
	ptrdiff_t tab = nlog_slice_find(line, "\t");
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_scanned got;
	nlog_field_id field;

	if (tab < 0)
		return;
	field = nlog_register_find_label(reg, (nlog_slice){line.data, (size_t)tab});
	cr_assert_neq(field, NLOG_FIELDS, "%.*s", (int)line.len, line.data);
	nlog_scan_field(&got, reg, field, nlog_slice_from(line, (size_t)tab + 1), &findings,
			(nlog_place){0});
	cr_expect(got.lossless && got.value && !findings.count, "%.*s", (int)line.len,
		  line.data);
	cr_expect(json_is_null(got.value) ||
			  nlog_value_check(nlog_field_of(field)->type, got.value, NULL),
		  "%.*s", (int)line.len, line.data);
	nlog_scanned_clear(&got);
	nlog_findings_clear(&findings);
}

Test(scan, reads_every_line_of_a_real_notice)
{
	nlog_register *reg = builtin();
	nlog_str notice = NLOG_STR_INIT;
	nlog_slice rest;

	if (nlog_file_read(&notice, "../shared/notices/407.txt", NLOG_FILE_LIMIT, NULL) !=
	    0)
		nlog_str_add(&notice, "Date of Issue\t3 March 2031\n"
				      "Timing\t8 July 2031" EN "10 July 2031\n"
				      "Closing Date\t2 June 2031\nRemarks\tNot Applicable");
	for (rest = nlog_str_slice(&notice); rest.len;) {
		ptrdiff_t end = nlog_slice_find(rest, "\n");
		size_t len = end < 0 ? rest.len : (size_t)end;

		expect_readable_line(reg, (nlog_slice){rest.data, len});
		rest = nlog_slice_from(rest, len + 1);
	}
	nlog_str_clear(&notice);
	nlog_register_free(reg);
}

Test(scan, reads_hostile_values_in_linear_time)
{
	static const char *const pieces[] = {
		"(",           " ",       "1 May 2025 (", "; ",           "and ",
		"Session 1: ", "- ",      "1-",           "25-IN-09-GE-", "a. b. ",
		"A, ",         ".",       "from 1 to ",   "\n",           "NPO own ",
		"1 ",          "1 May; ", "(1) ",         "1 May "};
	static const nlog_field_id fields[] = {
		NLOG_FIELD_TIMING,      NLOG_FIELD_CLOSING_DATES,
		NLOG_FIELD_TOPICS,      NLOG_FIELD_PARTICIPATING_COUNTRIES,
		NLOG_FIELD_MODALITY,    NLOG_FIELD_VENUE_CITIES,
		NLOG_FIELD_REMARKS,     NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS,
		NLOG_FIELD_REVISION_NO, NLOG_FIELD_OVERSEAS_PARTICIPANTS};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(pieces); i++) {
		nlog_str text = NLOG_STR_INIT;
		nlog_date date;
		nlog_period period;
		size_t offset, len;
		clock_t start = clock();

		nlog_str_add(&text, "x ");
		while (text.len < 100000)
			nlog_str_add(&text, pieces[i]);
		nlog_str_add(&text, "x");
		for (size_t f = 0; f < COUNT(fields); f++) {
			nlog_findings findings = NLOG_FINDINGS_INIT;
			nlog_scanned got;

			nlog_scan_field(&got, reg, fields[f], nlog_str_slice(&text),
					&findings, (nlog_place){0});
			cr_expect_leq(findings.count, 100);
			nlog_scanned_clear(&got);
			nlog_findings_clear(&findings);
		}
		(void)nlog_scan_find_date(nlog_str_slice(&text), &date, &offset, &len);
		(void)nlog_scan_find_period(nlog_str_slice(&text), &period, &offset, &len);
		(void)nlog_scan_find_code(nlog_str_slice(&text));
		(void)nlog_scan_kind(reg, nlog_str_slice(&text), NULL);
		cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 4.0, "'%s'",
			     pieces[i]);
		nlog_str_clear(&text);
	}
	nlog_register_free(reg);
}
