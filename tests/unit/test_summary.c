/* Summaries: roles, deadlines, net effect, the ledger, and that nothing is told twice or left out. */
#include <noticelog/summary.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/knew.h>
#include <noticelog/record.h>
#include <noticelog/render.h>
#include <noticelog/told.h>
#include <noticelog/view.h>
#include <stdio.h>
#include <string.h>

#include "generate.h"
#include "store_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define KEY "26-CP-11-GE-WSP-A"

static store_fixture fixture;
static nlog_error err;
static nlog_date today; /* on which is recorded and told */

static nlog_date day_of(const char *iso)
{
	nlog_date day = {0};

	cr_assert(nlog_date_from_iso(&day, nlog_slice_of(iso)), "%s", iso);
	return day;
}

static nlog_record_options as_of_today(void)
{
	nlog_record_options options = NLOG_RECORD_OPTIONS_INIT;
	nlog_instant when = {(int64_t)today.day * 86400 + 36000, 0};

	options.author = (nlog_person){"Aiko Tanaka", "tanaka@example.org", when};
	options.committer = options.author;
	return options;
}

static void record_register(const char *iso, const char *suspended)
{
	nlog_register *built_in = NULL;
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_record_options options = as_of_today();
	nlog_str text = NLOG_STR_INIT;
	json_t *members, *row;
	size_t i;

	nlog_register_builtin(&built_in);
	members = json_deep_copy(nlog_register_members(built_in));
	json_array_foreach(json_object_get(members, "roster"), i, row)
	{
		if (iso && strcmp(nlog_json_text(row, "iso"), iso) == 0)
			json_object_set_new(row, "suspended", json_string(suspended));
	}
	nlog_json_write(&text, members, NLOG_JSON_STORED);
	cr_assert_eq(
		nlog_record(&results, fixture.store,
			    &(nlog_record_input){"register.json", nlog_str_slice(&text)}, 1,
			    &options, &err),
		0, "%s", err.text);
	nlog_record_results_clear(&results);
	json_decref(members);
	nlog_str_clear(&text);
	nlog_register_free(built_in);
}

static void begin(void)
{
	nlog_alloc_setup();
	store_fixture_begin(&fixture);
	err = (nlog_error)NLOG_ERROR_INIT;
	today = day_of("2026-01-05");
	record_register(NULL, NULL);
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(summary, .init = begin, .fini = end, .timeout = 120);

/* A notice of today; names and values of members that differ, up to NULL. */
static json_t *notice_with(const char *key, ...)
{
	nlog_str issued = NLOG_STR_INIT;
	json_t *members = json_pack(
		"{s:s, s:s, s:[s], s:[s], s:[s], s:s, s:[s, s], s:[s]}", "project_code",
		key, "title", "Workshop on Cold Storage", "timing", "2026-06-08/2026-06-12",
		"hosting_countries", "Japan", "venue_cities", "Tokyo", "modality",
		"face-to-face", "participating_countries", "Lao PDR", "Fiji",
		"closing_dates", "2026-04-20");
	const char *name;
	va_list args;

	nlog_date_add_iso(&issued, today);
	json_object_set_new(members, "date_of_issue", json_string(nlog_str_text(&issued)));
	nlog_str_clear(&issued);
	va_start(args, key);
	while ((name = va_arg(args, const char *))) {
		const char *text = va_arg(args, const char *);
		json_t *value = NULL;

		cr_assert_eq(nlog_json_read(&value, NULL, nlog_slice_of(text),
					    NLOG_JSON_ANY, NULL),
			     0, "%s", text);
		json_object_set_new(members, name, value);
	}
	va_end(args);
	return members;
}

#define NOTICE(...) notice_with(KEY, __VA_ARGS__, NULL)

static nlog_notice *made_of(json_t *members)
{
	nlog_notice *notice = NULL;

	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s",
		     err.text);
	return notice;
}

/* Record a notice; members are taken. @return nlog_record()'s result */
static int record_as(json_t *members, nlog_record_role role, unsigned corrects)
{
	nlog_notice *notice = made_of(members);
	nlog_record_options options = as_of_today();
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_str text = NLOG_STR_INIT;
	nlog_record_input input;
	int rc;

	options.role = role;
	options.corrects = corrects;
	options.is_new = role == NLOG_AS_REVISION;
	nlog_notice_write(&text, notice);
	input = (nlog_record_input){"notice.json", nlog_str_slice(&text)};
	err = (nlog_error)NLOG_ERROR_INIT;
	rc = nlog_record(&results, fixture.store, &input, 1, &options, &err);
	nlog_record_results_clear(&results);
	nlog_str_clear(&text);
	nlog_notice_free(notice);
	return rc;
}

static void record(json_t *members)
{
	cr_assert_eq(record_as(members, NLOG_AS_REVISION, 0), 0, "%s", err.text);
}

static int withdraw(const char *key)
{
	nlog_record_options options = as_of_today();
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	int rc;

	options.role = NLOG_AS_WITHDRAWAL;
	options.as = key;
	rc = nlog_record(&results, fixture.store, NULL, 0, &options, &err);
	nlog_record_results_clear(&results);
	return rc;
}

/* A summary and all that it borrows from. */
typedef struct {
	nlog_history *history;
	nlog_summaries *all;
	const nlog_summary *summary;
} letter;

static letter write_to(const char *country)
{
	letter out = {.history = NULL};
	nlog_summary_options options = {.on = today};
	const nlog_economy *economy;

	cr_assert_eq(nlog_history_load(&out.history, fixture.store, &err), 0, "%s",
		     err.text);
	economy = nlog_register_find_economy(nlog_history_register(out.history),
					     nlog_slice_of(country));
	cr_assert_not_null(economy, "%s", country);
	cr_assert_eq(
		nlog_summaries_load(&out.all, out.history, &economy, 1, &options, &err), 0,
		"%s", err.text);
	out.summary = nlog_summaries_get(out.all, 0);
	return out;
}

static void clear(letter *out)
{
	nlog_summaries_free(out->all);
	nlog_history_free(out->history);
}

static int send_letter(const letter *out)
{
	nlog_record_options who = as_of_today();
	nlog_told told = {out->summary->country, today, nlog_summaries_head(out->all),
			  &out->summary->ledger};

	err = (nlog_error)NLOG_ERROR_INIT;
	return nlog_told_record(fixture.store, &told, 1,
				&(nlog_told_options){who.author, who.committer, 5}, &err);
}

/* Tell a country what there is, and keep it. */
static void tell(const char *country)
{
	letter out = write_to(country);

	cr_assert_eq(send_letter(&out), 0, "%s", err.text);
	clear(&out);
}

/* The only notice of a summary. */
static const nlog_summary_item *only(const letter *out)
{
	cr_assert_eq(out->summary->count, 1, "%zu notices", out->summary->count);
	return &out->summary->items[0];
}

static bool has_words(const nlog_summary_item *item, const char *words)
{
	return strstr(item->text, words) != NULL;
}

/* Roles */

Test(summary, role_is_that_of_the_notice_and_the_roster_of_the_day)
{
	static const struct {
		const char *member, *value, *country, *issued, *day;
		nlog_country_role role;
	} cases[] = {
		{"hosting_countries", "[\"Lao PDR\"]", "LA", "2026-01-05", "2026-01-05",
		 NLOG_COUNTRY_HOST},
		{"hosting_countries", "[\"Japan\", \"Lao PDR\"]", "LA", "2026-01-05",
		 "2026-01-05", NLOG_COUNTRY_CO_HOST},
		{"topics", "[\"Ice\"]", "FJ", "2026-01-05", "2026-01-05",
		 NLOG_COUNTRY_PARTICIPANT},
		{"topics", "[\"Ice\"]", "NP", "2026-01-05", "2026-01-05",
		 NLOG_COUNTRY_NOT_CONCERNED},
		{"participating_countries", "[\"All Member Countries\"]", "NP",
		 "2026-01-05", "2026-01-05", NLOG_COUNTRY_PARTICIPANT},
		{"participating_countries", "[\"All Member Countries\"]", "TR",
		 "2019-12-31", "2020-06-01", NLOG_COUNTRY_NOT_CONCERNED},
		{"participating_countries", "[\"All Member Countries\"]", "TR",
		 "2020-01-01", "2020-06-01", NLOG_COUNTRY_PARTICIPANT},
		{"participating_countries", "[\"All Member Countries\"]", "HK",
		 "1996-12-31", "1996-12-31", NLOG_COUNTRY_PARTICIPANT},
		{"participating_countries", "[\"All Member Countries\"]", "HK",
		 "1996-12-31", "1997-01-01", NLOG_COUNTRY_NOT_CONCERNED},
		{"participating_countries", "[\"Hong Kong\"]", "HK", "2026-01-05",
		 "2026-01-05", NLOG_COUNTRY_PARTICIPANT},
		{"excluded_countries", "[\"Fiji\"]", "FJ", "2026-01-05", "2026-01-05",
		 NLOG_COUNTRY_NOT_CONCERNED},
		{"participating_countries", "null", "FJ", "2026-01-05", "2026-01-05",
		 NLOG_COUNTRY_NOT_CONCERNED},
	};
	nlog_register *reg = NULL;

	nlog_register_builtin(&reg);
	for (size_t i = 0; i < COUNT(cases); i++) {
		nlog_notice *notice = made_of(NOTICE(cases[i].member, cases[i].value));
		nlog_country_role role = nlog_country_role_in(
			notice,
			nlog_register_find_economy(reg, nlog_slice_of(cases[i].country)),
			day_of(cases[i].issued), day_of(cases[i].day));

		cr_assert_eq(role, cases[i].role, "case %zu: %s", i,
			     nlog_country_role_name(role));
		nlog_notice_free(notice);
	}
	nlog_register_free(reg);
}

Test(summary, role_tells_who_is_invited_newly_and_who_is_dropped)
{
	static const struct {
		nlog_country_role before, now, since;
	} cases[] = {
		{NLOG_COUNTRY_NOT_CONCERNED, NLOG_COUNTRY_PARTICIPANT,
		 NLOG_COUNTRY_NEWLY_INVITED},
		{NLOG_COUNTRY_NOT_CONCERNED, NLOG_COUNTRY_HOST, NLOG_COUNTRY_HOST},
		{NLOG_COUNTRY_HOST, NLOG_COUNTRY_NOT_CONCERNED, NLOG_COUNTRY_DROPPED},
		{NLOG_COUNTRY_HOST, NLOG_COUNTRY_PARTICIPANT, NLOG_COUNTRY_PARTICIPANT},
		{NLOG_COUNTRY_NOT_CONCERNED, NLOG_COUNTRY_NOT_CONCERNED,
		 NLOG_COUNTRY_NOT_CONCERNED},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_assert_eq(nlog_country_role_since(cases[i].before, cases[i].now),
			     cases[i].since, "case %zu", i);
}

/* First summaries */

Test(summary, the_first_has_what_is_in_force_and_not_over)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	record(notice_with("26-CP-12-GE-WSP-A", "title", "\"Workshop on Old News\"",
			   "timing", "[\"2026-01-01/2026-01-03\"]", NULL));
	record(notice_with("26-CP-13-GE-WSP-A", "title", "\"Workshop on Nothing\"", NULL));
	record(notice_with("26-CP-14-GE-WSP-A", "title", "\"Workshop of Others\"",
			   "participating_countries", "[\"Nepal\"]", NULL));
	cr_assert_eq(withdraw("26-CP-13-GE-WSP-A"), 0, "%s", err.text);
	out = write_to("Lao PDR");
	cr_assert(out.summary->is_first);
	cr_assert_str_eq(only(&out)->dossier->key, KEY);
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_PARTICIPANT);
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_TO_DO);
	cr_assert_eq(only(&out)->actions[0].message, NLOG_M_DO_NOMINATE);
	cr_assert_eq(only(&out)->actions[0].due.day, day_of("2026-04-20").day);
	cr_assert(has_words(only(&out), "face-to-face in Tokyo, 8–12 June 2026"), "%s",
		  only(&out)->text);
	clear(&out);
}

Test(summary, each_role_has_its_own_action)
{
	static const struct {
		const char *country;
		nlog_message_id message;
	} cases[] = {{"Japan", NLOG_M_HOST_DATES}, {"Fiji", NLOG_M_DO_NEW_DATES}};

	record(NOTICE("topics", "[\"Ice\"]"));
	for (size_t i = 0; i < COUNT(cases); i++)
		tell(cases[i].country);
	today.day += 10;
	record(NOTICE("timing", "[\"2026-07-06/2026-07-10\"]"));
	for (size_t i = 0; i < COUNT(cases); i++) {
		letter out = write_to(cases[i].country);

		cr_assert_eq(only(&out)->action_count, 1);
		cr_assert_eq(only(&out)->actions[0].message, cases[i].message, "%s",
			     only(&out)->text);
		clear(&out);
	}
}

/* Net effect */

Test(summary, what_was_told_is_not_told_again)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	out = write_to("Fiji");
	cr_assert_eq(out.summary->count, 0);
	cr_assert(!out.summary->is_first);
	cr_assert_eq(out.summary->since.day, today.day);
	clear(&out);
}

Test(summary, a_change_taken_back_before_it_was_told_is_named)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	today.day += 10;
	record(NOTICE("timing", "[\"2026-07-06/2026-07-10\"]"));
	today.day += 10;
	record(NOTICE("topics", "[\"Ice\"]"));
	out = write_to("Fiji");
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_GOOD_TO_KNOW);
	cr_assert_eq(only(&out)->effect->way_count, 2);
	cr_assert(has_words(only(&out),
			    "rescheduled, then restored: as we told you on 5 January"),
		  "%s", only(&out)->text);
	clear(&out);
}

Test(summary, a_change_taken_back_after_it_was_told_says_what_to_disregard)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	today.day += 10;
	record(NOTICE("topics", "[\"Ice\"]", "timing", "[\"2026-07-06/2026-07-10\"]"));
	tell("Fiji");
	today.day += 10;
	record(NOTICE("topics", "[\"Ice\"]"));
	out = write_to("Fiji");
	cr_assert_eq(only(&out)->taken_back_count, 1);
	cr_assert_eq(only(&out)->taken_back[0].field, NLOG_FIELD_TIMING);
	cr_assert_eq(only(&out)->taken_back[0].told.day, today.day - 10);
	cr_assert(has_words(only(&out), "disregard our summary of 15 January"), "%s",
		  only(&out)->text);
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_GOOD_TO_KNOW);
	clear(&out);
}

Test(summary, a_correction_of_what_was_told_is_called_one)
{
	letter out;

	record(NOTICE("closing_dates", "[\"2026-04-02\"]"));
	tell("Fiji");
	today.day += 3;
	cr_assert_eq(
		record_as(NOTICE("date_of_issue", "\"2026-01-05\""), NLOG_AS_CORRECTION, 1),
		0, "%s", err.text);
	out = write_to("Fiji");
	cr_assert(only(&out)->effect->is_corrected);
	cr_assert_eq(only(&out)->effect->told->number, 1);
	cr_assert_eq(only(&out)->revision->number, 2);
	cr_assert_eq(only(&out)->days.days_left_before,
		     day_of("2026-04-02").day - today.day);
	cr_assert(has_words(only(&out), "recorded wrongly"), "%s", only(&out)->text);
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_TO_DO);
	clear(&out);
}

Test(summary, a_backfill_changes_nothing_that_is_in_force)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	today.day += 20;
	record(NOTICE("timing", "[\"2026-07-06/2026-07-10\"]"));
	tell("Fiji");
	today.day += 3;
	cr_assert_eq(record_as(NOTICE("date_of_issue", "\"2026-01-12\"", "title",
				      "\"Workshop on Colder Storage\""),
			       NLOG_AS_BACKFILL, 0),
		     0, "%s", err.text);
	out = write_to("Fiji");
	cr_assert_eq(out.summary->count, 0);
	clear(&out);
}

Test(summary, a_withdrawal_is_to_be_acted_on_at_once)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	today.day += 3;
	cr_assert_eq(withdraw(KEY), 0, "%s", err.text);
	out = write_to("Fiji");
	cr_assert_eq(only(&out)->status, NLOG_STATUS_WITHDRAWN);
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_TO_DO);
	cr_assert_eq(only(&out)->actions[0].message, NLOG_M_DO_TELL_NOMINEES);
	cr_assert(!only(&out)->actions[0].has_due);
	cr_assert_eq(send_letter(&out), 0, "%s", err.text);
	clear(&out);
	out = write_to("Fiji");
	cr_assert_eq(out.summary->count, 0);
	clear(&out);
}

Test(summary, who_is_dropped_gets_one_last_letter_and_others_none)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	tell("Nepal");
	today.day += 3;
	record(NOTICE("participating_countries", "[\"Lao PDR\"]"));
	out = write_to("Nepal");
	cr_assert_eq(out.summary->count, 0, "never concerned");
	clear(&out);
	out = write_to("Fiji");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_DROPPED);
	cr_assert_eq(only(&out)->part, NLOG_SUMMARY_NO_LONGER_YOURS);
	cr_assert_str_eq(only(&out)->text,
			 "Fiji is no longer among the participating countries");
	cr_assert_eq(send_letter(&out), 0, "%s", err.text);
	clear(&out);
	today.day += 3;
	record(NOTICE("participating_countries", "[\"Lao PDR\"]", "timing",
		      "[\"2026-07-06/2026-07-10\"]"));
	out = write_to("Fiji");
	cr_assert_eq(out.summary->count, 0, "no longer concerned");
	clear(&out);
}

Test(summary, who_is_invited_later_hears_of_the_whole)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Nepal");
	today.day += 3;
	record(NOTICE("participating_countries", "[\"Lao PDR\", \"Nepal\"]"));
	out = write_to("Nepal");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_NEWLY_INVITED);
	cr_assert_null(only(&out)->effect->told);
	cr_assert_null(only(&out)->effect->net.comparison.before);
	cr_assert_eq(only(&out)->actions[0].message, NLOG_M_DO_NOMINATE);
	clear(&out);
}

Test(summary, a_host_that_becomes_a_participant_is_told_so)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Japan");
	tell("Fiji");
	today.day += 3;
	record(NOTICE("hosting_countries", "[\"Fiji\"]", "venue_cities", "[\"Suva\"]",
		      "participating_countries", "[\"Japan\", \"Lao PDR\"]"));
	out = write_to("Japan");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_PARTICIPANT);
	cr_assert_eq(only(&out)->role_before, NLOG_COUNTRY_HOST);
	cr_assert(has_words(only(&out), "Japan is no longer a host, and takes part"), "%s",
		  only(&out)->text);
	cr_assert_eq(only(&out)->actions[0].message, NLOG_M_DO_NOMINATE);
	clear(&out);
	out = write_to("Fiji");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_HOST);
	cr_assert(has_words(only(&out), "Fiji is now a host"), "%s", only(&out)->text);
	clear(&out);
}

Test(summary, a_suspended_member_gets_one_last_letter)
{
	letter out;

	record(NOTICE("participating_countries", "[\"All Member Countries\"]"));
	tell("Nepal");
	today.day += 3;
	record_register("NP", "2026-01-07");
	out = write_to("Nepal");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_DROPPED);
	cr_assert(has_words(only(&out),
			    "the membership of Nepal is suspended since 7 January"),
		  "%s", only(&out)->text);
	cr_assert_eq(send_letter(&out), 0, "%s", err.text);
	clear(&out);
	out = write_to("Nepal");
	cr_assert_eq(out.summary->count, 0);
	clear(&out);
}

Test(summary, a_suspension_in_the_past_that_is_recorded_late_is_told)
{
	letter out;

	record(NOTICE("participating_countries", "[\"All Member Countries\"]"));
	tell("Nepal");
	today.day += 3;
	record_register("NP", "2025-12-01");
	out = write_to("Nepal");
	cr_assert_eq(only(&out)->role_before, NLOG_COUNTRY_PARTICIPANT,
		     "by the register of then");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_DROPPED);
	clear(&out);
}

Test(summary, a_member_that_joins_later_is_invited_by_what_is_issued_then)
{
	letter out;

	today = day_of("2019-12-02");
	record(NOTICE("participating_countries", "[\"All Member Countries\"]", "timing",
		      "[\"2020-06-08/2020-06-12\"]", "closing_dates", "[\"2020-04-20\"]"));
	tell("Türkiye");
	today = day_of("2020-01-15");
	out = write_to("Türkiye");
	cr_assert_eq(out.summary->count, 0, "what was issued before was for others");
	clear(&out);
	record(NOTICE("participating_countries", "[\"All Member Countries\"]", "timing",
		      "[\"2020-06-15/2020-06-19\"]", "closing_dates", "[\"2020-04-20\"]"));
	out = write_to("Türkiye");
	cr_assert_eq(only(&out)->role, NLOG_COUNTRY_NEWLY_INVITED);
	clear(&out);
}

/* Deadlines */

Test(summary, counts_the_days_that_are_left)
{
	static const struct {
		const char *closing, *timing, *words;
		nlog_summary_part part;
	} cases[] = {
		{"2026-05-11", "2026-06-08/2026-06-12",
		 "extended by 21 days: 123 days left instead of 102", NLOG_SUMMARY_TO_DO},
		{"2026-01-28", "2026-06-08/2026-06-12",
		 "brought forward by 82 days: 20 days left instead of 102",
		 NLOG_SUMMARY_TO_DO},
		{"2026-01-07", "2026-06-08/2026-06-12",
		 "brought forward by 103 days to 7 January, which has passed",
		 NLOG_SUMMARY_GOOD_TO_KNOW},
		{"2026-04-20", "2026-04-13/2026-04-17",
		 "it now starts on 13 April, before the closing date", NLOG_SUMMARY_TO_DO},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		nlog_str closing = NLOG_STR_INIT, timing = NLOG_STR_INIT;
		nlog_str key = NLOG_STR_INIT, title = NLOG_STR_INIT;
		letter out;

		nlog_str_addf(&key, "26-CP-2%zu-GE-WSP-A", i);
		nlog_str_addf(&title, "\"Workshop %c%c%c\"", (char)('a' + i),
			      (char)('k' + i), (char)('p' + i));
		nlog_str_addf(&closing, "[\"%s\"]", cases[i].closing);
		nlog_str_addf(&timing, "[\"%s\"]", cases[i].timing);
		record(notice_with(nlog_str_text(&key), "title", nlog_str_text(&title),
				   NULL));
		tell("Fiji");
		today.day += 3;
		record(notice_with(nlog_str_text(&key), "title", nlog_str_text(&title),
				   "closing_dates", nlog_str_text(&closing), "timing",
				   nlog_str_text(&timing), NULL));
		out = write_to("Fiji");
		cr_assert(has_words(only(&out), cases[i].words), "%s", only(&out)->text);
		cr_assert_eq(only(&out)->part, cases[i].part, "%s", only(&out)->text);
		cr_assert_eq(send_letter(&out), 0, "%s", err.text);
		clear(&out);
		today.day -= 3;
		nlog_str_clear(&closing);
		nlog_str_clear(&timing);
		nlog_str_clear(&key);
		nlog_str_clear(&title);
		end();
		begin();
	}
}

Test(summary, says_that_a_closing_date_had_passed_when_it_was_extended)
{
	letter out;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	today = day_of("2026-04-24");
	record(NOTICE("closing_dates", "[\"2026-05-04\"]"));
	out = write_to("Fiji");
	cr_assert(only(&out)->days.had_passed);
	cr_assert(has_words(only(&out), "after it had passed on 20 April: 10 days left"),
		  "%s", only(&out)->text);
	clear(&out);
}

Test(summary, sorts_by_what_is_due_first)
{
	static const char *const order[] = {"26-CP-33-GE-WSP-A", "26-CP-32-GE-WSP-A",
					    "26-CP-31-GE-WSP-A"};
	letter out;

	record(notice_with("26-CP-31-GE-WSP-A", "title", "\"Workshop on Rice\"",
			   "closing_dates", "[\"2026-05-04\"]", NULL));
	record(notice_with("26-CP-32-GE-WSP-A", "title", "\"Seminar about Tea\"",
			   "closing_dates", "[\"2026-03-04\"]", NULL));
	record(notice_with("26-CP-33-GE-WSP-A", "title", "\"Course in Weaving\"", NULL));
	tell("Fiji");
	today.day += 3;
	cr_assert_eq(withdraw("26-CP-33-GE-WSP-A"), 0, "%s", err.text);
	record(notice_with("26-CP-31-GE-WSP-A", "title", "\"Workshop on Rice\"",
			   "closing_dates", "[\"2026-05-06\"]", NULL));
	record(notice_with("26-CP-32-GE-WSP-A", "title", "\"Seminar about Tea\"",
			   "closing_dates", "[\"2026-03-06\"]", NULL));
	out = write_to("Fiji");
	cr_assert_eq(out.summary->counts[NLOG_SUMMARY_TO_DO], COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++)
		cr_assert_str_eq(out.summary->items[i].dossier->key, order[i]);
	clear(&out);
}

/* The ledger */

Test(summary, the_ledger_grows_by_an_entry)
{
	nlog_ledger ledger = NLOG_LEDGER_INIT;
	char first[NLOG_OID_SIZE], head[NLOG_OID_SIZE];

	cr_assert_eq(nlog_store_head(fixture.store, first, &err), 0);
	tell("Fiji");
	today.day++;
	tell("Fiji");
	cr_assert_eq(nlog_store_head(fixture.store, head, &err), 0);
	cr_assert_eq(nlog_ledger_read(&ledger, fixture.store, head, "FJ", &err), 0, "%s",
		     err.text);
	cr_assert_eq(ledger.count, 2);
	cr_assert_str_eq(ledger.items[0].head, first);
	cr_assert_eq(ledger.items[1].on.day, today.day);
	nlog_ledger_clear(&ledger);
}

Test(summary, a_ledger_that_somebody_else_wrote_meanwhile_is_not_written)
{
	letter mine = write_to("Fiji");

	tell("Fiji");
	cr_assert_eq(send_letter(&mine), NLOG_ECONFLICT);
	cr_assert(strstr(err.text, "somebody else"), "%s", err.text);
	clear(&mine);
	today.day -= 2;
	mine = write_to("Fiji");
	cr_assert_eq(send_letter(&mine), NLOG_ECONFLICT, "of an earlier day");
	clear(&mine);
}

Test(summary, a_damaged_ledger_is_named)
{
	static const char *const texts[] = {
		"{}",
		"[{}]",
		"[{\"on\": \"2026-01-05\"}]",
		"[{\"on\": \"2026-01-05\", \"head\": \"main\"}]",
		"[",
		"[1]"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		nlog_ledger ledger = NLOG_LEDGER_INIT;
		char commit[NLOG_OID_SIZE];
		store_step step = {NULL, "ledger", .notice = texts[i]};

		cr_assert_eq(store_fixture_record(&fixture, &step, commit), 0, "%s",
			     fixture.err.text);
		cr_assert_eq(nlog_ledger_read(&ledger, fixture.store, commit, "FJ", &err),
			     NLOG_EDAMAGED, "%s", texts[i]);
		cr_assert(strstr(err.text, "ledger") || strstr(err.source, "ledger"), "%s",
			  err.text);
	}
}

/* The index */

Test(summary, the_index_leads_to_every_member)
{
	static const nlog_render_options how = NLOG_RENDER_OPTIONS_INIT;
	static const nlog_summary_files files = {"html", "ics", "atom"};
	const nlog_economy *countries[2];
	nlog_summary_options options = {.on = today};
	nlog_report report = NLOG_REPORT_INIT;
	nlog_history *history = NULL;
	nlog_summaries *all = NULL;
	nlog_str page = NLOG_STR_INIT;

	record(NOTICE("topics", "[\"Ice\"]"));
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0);
	countries[0] = nlog_register_find_economy(nlog_history_register(history),
						  NLOG_SLICE("Fiji"));
	countries[1] = nlog_register_find_economy(nlog_history_register(history),
						  NLOG_SLICE("Hong Kong"));
	options.on = today;
	cr_assert_eq(nlog_summaries_load(&all, history, countries, 2, &options, &err), 0);
	nlog_view_summary_index(&report, all, &files);
	nlog_render(&page, &report, nlog_format_named(NLOG_SLICE("html")), &how);
	cr_assert(strstr(nlog_str_text(&page), "<a href=\"FJ.html\">Fiji</a>"), "%s",
		  nlog_str_text(&page));
	cr_assert(strstr(nlog_str_text(&page), "by 20 April (105 days)"));
	cr_assert(strstr(nlog_str_text(&page), "<a href=\"FJ.ics\">FJ.ics</a>"));
	cr_assert(strstr(nlog_str_text(&page), "<a href=\"FJ.atom\">FJ.atom</a>"));
	cr_assert_null(strstr(nlog_str_text(&page), "HK.html"),
		       "no member, and nothing to tell");
	nlog_str_clear(&page);
	nlog_render(&page, &report, nlog_format_named(NLOG_SLICE("markdown")), &how);
	cr_assert(strstr(nlog_str_text(&page), "[Fiji](FJ.html)"));
	nlog_str_clear(&page);
	nlog_report_clear(&report);
	nlog_summaries_free(all);
	nlog_history_free(history);
}

/* The law: what was told, one letter after the other, is what is in force. */

static const char *const law_keys[] = {"26-CP-41-GE-WSP-A", "26-AG-07-GE-TRC-B"};
static const char *const law_countries[] = {"LA", "FJ", "JP", "TR"};

/* What a country has been told of a notice. */
typedef struct {
	nlog_country_role role;
	nlog_notice *notice; /* owned; NULL: nothing */
	bool is_withdrawn;
} knowledge;

static knowledge known[COUNT(law_countries)][COUNT(law_keys)];

static const char *pick(nlog_test_random *random, const char *const *values, size_t count)
{
	return values[nlog_test_below(random, count)];
}

static json_t *random_notice(nlog_test_random *random, size_t which)
{
	static const char *const titles[][2] = {
		{"\"Workshop on Rice\"", "\"Workshop on Rices\""},
		{"\"Training Course in Weaving\"", "\"Training Course in Fine Weaving\""}};
	static const char *const timings[] = {"[\"2026-09-07/2026-09-11\"]",
					      "[\"2026-10-05/2026-10-09\"]",
					      "[\"2026-10-05/2026-10-06\"]", "null"};
	static const char *const closings[] = {"[\"2026-06-01\"]", "[\"2026-07-01\"]",
					       "[\"2026-03-02\", \"2026-07-01\"]"};
	static const char *const hosts[] = {"[\"Japan\"]", "[\"Lao PDR\"]",
					    "[\"Japan\", \"Fiji\"]"};
	static const char *const guests[] = {"[\"All Member Countries\"]",
					     "[\"Lao PDR\", \"Fiji\"]", "[\"Türkiye\"]",
					     "[\"Nepal\"]"};
	static const char *const modes[] = {"\"online\"", "\"face-to-face\""};

	return notice_with(law_keys[which], "title",
			   titles[which][nlog_test_below(random, 2)], "timing",
			   pick(random, timings, COUNT(timings)), "closing_dates",
			   pick(random, closings, COUNT(closings)), "hosting_countries",
			   pick(random, hosts, COUNT(hosts)), "participating_countries",
			   pick(random, guests, COUNT(guests)), "modality",
			   pick(random, modes, COUNT(modes)), NULL);
}

/* One more entry of some kind; what the register refuses is no entry. */
static void random_step(nlog_test_random *random, unsigned *revisions)
{
	size_t which = nlog_test_below(random, COUNT(law_keys));
	size_t kind = nlog_test_below(random, 10);
	json_t *members;
	int rc;

	if (kind == 0) {
		rc = withdraw(law_keys[which]);
	} else {
		members = random_notice(random, which);
		if (kind <= 2 && revisions[which]) {
			rc = record_as(
				members, NLOG_AS_CORRECTION,
				1 + (unsigned)nlog_test_below(random, revisions[which]));
		} else if (kind == 3) {
			nlog_str day = NLOG_STR_INIT;

			nlog_date_add_iso(&day, (nlog_date){today.day - 3});
			json_object_set_new(members, "date_of_issue",
					    json_string(nlog_str_text(&day)));
			nlog_str_clear(&day);
			rc = record_as(members, NLOG_AS_BACKFILL, 0);
		} else {
			rc = record_as(members, NLOG_AS_REVISION, 0);
		}
	}
	cr_assert(rc == 0 || rc == NLOG_ECONFLICT || rc == NLOG_ENOTFOUND, "%s", err.text);
	revisions[which] += rc == 0;
}

static void forget(knowledge *k)
{
	nlog_notice_free(k->notice);
	*k = (knowledge){.notice = NULL};
}

/* Take one item to heart: it must begin where the last one ended. */
static void learn(knowledge *k, const nlog_summary_item *item)
{
	const nlog_comparison *net = &item->effect->net.comparison;

	cr_assert_eq(item->role_before, k->role, "%s: told a part that it did not have",
		     item->dossier->key);
	if (item->effect->told) {
		json_t *changes = nlog_diff_to_json(net->diff);
		nlog_notice *after = NULL;

		cr_assert(k->notice && nlog_notice_equal(net->before, k->notice),
			  "%s: begins elsewhere", item->dossier->key);
		cr_assert_eq(nlog_diff_apply(&after, k->notice, changes, &err), 0, "%s",
			     err.text);
		json_decref(changes);
		nlog_notice_free(k->notice);
		k->notice = after;
	} else {
		cr_assert_eq(k->role, NLOG_COUNTRY_NOT_CONCERNED);
		nlog_notice_free(k->notice);
		k->notice = nlog_notice_copy(item->notice);
	}
	k->is_withdrawn = item->revision->is_withdrawal;
	k->role = item->role == NLOG_COUNTRY_NEWLY_INVITED ? NLOG_COUNTRY_PARTICIPANT
		  : item->role == NLOG_COUNTRY_DROPPED     ? NLOG_COUNTRY_NOT_CONCERNED
							   : item->role;
	if (k->role == NLOG_COUNTRY_NOT_CONCERNED)
		forget(k);
}

/* Everything that concerns the country is known as it is in force. */
static void check_complete(const letter *out, knowledge *of)
{
	for (size_t i = 0; i < COUNT(law_keys); i++) {
		const nlog_dossier *dossier =
			nlog_history_find(out->history, nlog_slice_of(law_keys[i]));
		nlog_notice *notice = NULL;
		nlog_country_role role = NLOG_COUNTRY_NOT_CONCERNED;
		const nlog_revision *latest = dossier ? nlog_dossier_latest(dossier) : NULL;

		if (latest) {
			cr_assert_eq(nlog_history_notice(out->history, latest, &notice,
							 NULL, &err),
				     0);
			role = nlog_country_role_in(notice, out->summary->country,
						    latest->issued, today);
		}
		cr_assert_eq(of[i].role, role, "%s to %s: part left out", law_keys[i],
			     out->summary->country->name);
		if (role != NLOG_COUNTRY_NOT_CONCERNED) {
			cr_assert(nlog_notice_equal(of[i].notice, notice),
				  "%s to %s: something left out", law_keys[i],
				  out->summary->country->name);
			cr_assert_eq(of[i].is_withdrawn, latest->is_withdrawal);
		}
		nlog_notice_free(notice);
	}
}

static void tell_and_check(size_t country)
{
	letter out = write_to(law_countries[country]);

	for (size_t i = 0; i < out.summary->count; i++)
		for (size_t k = 0; k < COUNT(law_keys); k++)
			if (strcmp(out.summary->items[i].dossier->key, law_keys[k]) == 0)
				learn(&known[country][k], &out.summary->items[i]);
	check_complete(&out, known[country]);
	cr_assert_eq(send_letter(&out), 0, "%s", err.text);
	clear(&out);
	out = write_to(law_countries[country]);
	cr_assert_eq(out.summary->count, 0, "told twice");
	clear(&out);
}

Test(summary, nothing_is_told_twice_and_nothing_is_left_out)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		unsigned revisions[COUNT(law_keys)] = {0};

		/* All are told of the empty register, so that everything is news after it. */
		for (size_t c = 0; c < COUNT(law_countries); c++)
			tell_and_check(c);
		for (size_t step = 0; step < 20; step++) {
			today.day += (int32_t)nlog_test_below(&random, 3);
			random_step(&random, revisions);
			if (nlog_test_chance(&random, 40))
				tell_and_check(
					nlog_test_below(&random, COUNT(law_countries)));
		}
		for (size_t c = 0; c < COUNT(law_countries); c++) {
			tell_and_check(c);
			for (size_t k = 0; k < COUNT(law_keys); k++)
				forget(&known[c][k]);
		}
		end();
		begin();
	}
}

/* What it knew, and what too late */

Test(summary, the_ledger_answers_what_a_country_knew_and_what_too_late)
{
	nlog_history *history = NULL;
	nlog_knew knew;
	const nlog_economy *fiji;

	record(NOTICE("topics", "[\"Ice\"]"));
	tell("Fiji");
	today = day_of("2026-02-02");
	record(NOTICE("closing_dates", "[\"2026-03-02\"]"));
	today = day_of("2026-03-12");
	tell("Fiji");
	cr_assert_eq(nlog_history_load(&history, fixture.store, &err), 0);
	fiji = nlog_register_find_economy(nlog_history_register(history),
					  NLOG_SLICE("Fiji"));
	cr_assert_eq(nlog_knew_load(&knew, history, fiji, day_of("2026-01-04"), true, &err),
		     0);
	cr_assert_eq(knew.ledger.count + knew.notice_count + knew.late_count, 0);
	nlog_knew_clear(&knew);
	cr_assert_eq(nlog_knew_load(&knew, history, fiji, day_of("2026-03-10"), true, &err),
		     0);
	cr_assert_eq(knew.notice_count, 1);
	cr_assert_eq(knew.notices[0].revision->number, 1);
	cr_assert_eq(knew.late_count, 1);
	cr_assert(!knew.late[0].is_told);
	cr_assert_eq(knew.late[0].days_late, 8);
	nlog_knew_clear(&knew);
	cr_assert_eq(nlog_knew_load(&knew, history, fiji, today, true, &err), 0);
	cr_assert_eq(knew.notices[0].revision->number, 2);
	cr_assert_eq(knew.late_count, 1);
	cr_assert(knew.late[0].is_told);
	cr_assert_eq(knew.late[0].days_late, 10);
	cr_assert_str_eq(knew.late[0].rule->id, "closing_date.advanced");
	nlog_knew_clear(&knew);
	cr_assert_eq(nlog_knew_load(&knew, history, fiji, today, false, &err), 0);
	cr_assert_eq(knew.notice_count, 0, "nobody asked");
	cr_assert_eq(knew.late_count, 1);
	nlog_knew_clear(&knew);
	nlog_history_free(history);
}
