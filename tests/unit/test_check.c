/* Checks: each where it fires and where it just does not, and the laws of all. */
#include <criterion/criterion.h>
#include <noticelog/check.h>
#include <noticelog/file.h>
#include <noticelog/parse.h>
#include <string.h>

#include "generate.h"

/* The notice that every case starts from: nothing is strange about it. */
static const char base[] =
	"{\"project_code\":\"25-IN-09-GE-WSP\",\"title\":\"Workshop on Visions\","
	"\"reference_no\":\"604\",\"date_of_issue\":\"2025-04-02\","
	"\"timing\":[\"2025-06-10/2025-06-12\"],\"hosting_countries\":[\"Japan\"],"
	"\"venue_cities\":[\"Tokyo\"],\"modality\":\"face-to-face\","
	"\"implementing_organizations\":[\"Productivity Center, Tokyo\"],"
	"\"participating_countries\":[\"All Member Countries\"],"
	"\"overseas_participants\":19,\"local_participants\":1,"
	"\"closing_dates\":[\"2025-05-02\"],\"objectives\":[\"Discuss the vision.\"],"
	"\"topics\":[\"Vision\",\"Mission\"],\"qualifications\":[\"Heads\"]}";

/* A member with this value is left out. */
#define GONE "\"GONE\""
#define VENUE "\"venue_cities\":[\"Osaka\"],"
#define LATER "\"timing\":[\"2025-07-08/2025-07-10\"],"
#define LONGER "\"timing\":[\"2025-06-10/2025-06-13\"],"
#define ONLINE "\"modality\":\"online\","
#define COURSE "\"title\":\"Training Course on Visions\","
#define SAYS(text) "\"objectives\":[\"" text "\"]"

struct check_case {
	nlog_finding_id id;
	bool fires;
	const char *old; /* members instead of those of the base; NULL: a revision alone */
	const char *new;
	const char *says; /* in the finding's text; NULL: not looked at */
};

static const struct check_case cases[] = {
	{NLOG_F_ECONOMY_UNKNOWN, true, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"Atlantis\"]}", "'Atlantis'"},
	{NLOG_F_ECONOMY_UNKNOWN, false, NULL,
	 "{\"hosting_countries\":[\"APO Secretariat\"],"
	 "\"participating_countries\":[\"Fiji\",\"Laos\"]}",
	 NULL},
	{NLOG_F_ECONOMY_AMBIGUOUS, true, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"Korea\"]}", "'Korea'"},
	{NLOG_F_ECONOMY_AMBIGUOUS, false, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"Republic of Korea\"]}", NULL},

	{NLOG_F_CHECK_CLOSING_BEFORE_ISSUE, true, NULL,
	 "{\"closing_dates\":[\"2025-04-02\"]}", "2 April 2025"},
	{NLOG_F_CHECK_CLOSING_BEFORE_ISSUE, false, NULL,
	 "{\"closing_dates\":[\"2025-04-03\"]}", NULL},
	{NLOG_F_CHECK_CLOSED_AT_ISSUE, true, NULL, "{\"revision_date\":\"2025-05-03\"}",
	 "2 May 2025"},
	{NLOG_F_CHECK_CLOSED_AT_ISSUE, false, NULL, "{\"revision_date\":\"2025-05-02\"}",
	 NULL},
	/* What closed before the first issue is told once. */
	{NLOG_F_CHECK_CLOSED_AT_ISSUE, false, NULL, "{\"closing_dates\":[\"2025-03-02\"]}",
	 NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_START, true, NULL,
	 "{\"closing_dates\":[\"2025-06-10\"]}", "10 June 2025"},
	{NLOG_F_CHECK_CLOSING_AFTER_START, false, NULL,
	 "{\"closing_dates\":[\"2025-06-09\"]}", NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_START, false, NULL,
	 "{\"closing_dates\":[\"2025-05-02\",\"2025-06-30\"],"
	 "\"timing\":[\"2025-06-10/2025-06-12\",\"2025-08-10/2025-08-12\"]}",
	 NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_START, true, NULL,
	 "{\"closing_dates\":[\"2025-06-30\"],"
	 "\"timing\":[\"2025-06-10/2025-06-12\",\"2025-08-10/2025-08-12\"]}",
	 NULL},
	{NLOG_F_CHECK_CLOSING_AFTER_END, true, NULL, "{\"closing_dates\":[\"2025-06-13\"]}",
	 "12 June 2025"},
	{NLOG_F_CHECK_CLOSING_AFTER_END, false, NULL,
	 "{\"closing_dates\":[\"2025-06-12\"]}", NULL},
	{NLOG_F_CHECK_CLOSING_FAR_FROM_START, true, NULL,
	 "{\"closing_dates\":[\"2025-06-09\"]}", "1 day before"},
	{NLOG_F_CHECK_CLOSING_FAR_FROM_START, true, NULL,
	 "{\"closing_dates\":[\"2024-12-11\"]}", "181 days before"},
	{NLOG_F_CHECK_CLOSING_FAR_FROM_START, false, NULL,
	 "{\"closing_dates\":[\"2025-05-27\"]}", NULL},
	{NLOG_F_CHECK_CLOSING_FAR_FROM_START, false, NULL, "{\"timing\":" GONE "}", NULL},
	{NLOG_F_CHECK_REVISION_BEFORE_ISSUE, true, NULL,
	 "{\"revision_date\":\"2025-04-01\"}", "1 April 2025"},
	{NLOG_F_CHECK_REVISION_BEFORE_ISSUE, false, NULL,
	 "{\"revision_date\":\"2025-04-02\"}", NULL},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, true, NULL,
	 "{\"date_of_issue\":\"2024-04-02\"}", "434 days"},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, true, NULL,
	 "{\"date_of_issue\":\"2025-05-21\"}", "only 20 days"},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, true, NULL,
	 "{\"date_of_issue\":\"2025-06-11\"}", "after the start"},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, false, NULL,
	 "{\"date_of_issue\":\"2025-05-20\"}", NULL},
	/* A revision may come late, and an activity be put off by a year. */
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, false, NULL,
	 "{\"revision_date\":\"2025-06-05\"}", NULL},
	{NLOG_F_CHECK_ISSUE_FAR_FROM_START, false, NULL,
	 "{\"date_of_issue\":\"2024-04-02\",\"revision_date\":\"2025-03-01\"}", NULL},
	{NLOG_F_CHECK_DAY_COUNT, true, NULL,
	 "{\"as_printed\":{\"timing\":\"10-12 June 2025 (four days)\"}}", "'four days'"},
	{NLOG_F_CHECK_DAY_COUNT, false, NULL,
	 "{\"as_printed\":{\"timing\":\"10-12 June 2025 (three days) in summer\"}}", NULL},
	{NLOG_F_CHECK_DAY_COUNT, false, NULL,
	 "{\"timing\":[\"2015-12-01/2016-04-30\"],"
	 "\"as_printed\":{\"timing\":\"December to April (five months)\"}}",
	 NULL},
	{NLOG_F_CHECK_DAY_COUNT, false, NULL,
	 "{\"timing\":[\"2025-06-09/2025-06-13\",\"2025-06-16/2025-06-20\"],"
	 "\"as_printed\":{\"timing\":\"9-13 and 16-20 June 2025 (10 days, two weeks)\"}}",
	 NULL},
	{NLOG_F_CHECK_CODE_YEAR, true, NULL, "{\"project_code\":\"22-IN-09-GE-WSP\"}",
	 "2022"},
	{NLOG_F_CHECK_CODE_YEAR, true, NULL, "{\"project_code\":\"26-IN-09-GE-WSP\"}",
	 "2026"},
	{NLOG_F_CHECK_CODE_YEAR, false, NULL, "{\"project_code\":\"23-IN-09-GE-WSP\"}",
	 NULL},
	{NLOG_F_CHECK_CODE_YEAR, false, NULL, "{\"project_code\":\"X-IN-09\"}", NULL},
	{NLOG_F_CHECK_TITLE_KIND, true, NULL,
	 "{\"project_code\":\"16-RP-30-GE-LOM-A\",\"title\":\"Workshop on Plans\"}",
	 "Workshop"},
	{NLOG_F_CHECK_TITLE_KIND, false, NULL,
	 "{\"project_code\":\"15-AG-35-GE/DC-SPW-B\"}", NULL},
	{NLOG_F_CHECK_TITLE_KIND, false, NULL, "{\"project_code\":\"25-IN-09-GE-XYZ\"}",
	 NULL},
	{NLOG_F_CHECK_SEATS, true, NULL, "{\"local_participants\":0}",
	 "19 seats for 20 countries"},
	/* 19 overseas and 1 local: one for each active member. */
	{NLOG_F_CHECK_SEATS, false, NULL, "{}", NULL},
	{NLOG_F_CHECK_SEATS, true, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"India\",\"Nepal\"],"
	 "\"overseas_participants\":{\"at_most\":2}}",
	 "2 seats for 3 countries"},
	{NLOG_F_CHECK_SEATS, false, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"India\",\"Japan\"],"
	 "\"overseas_participants\":{\"at_most\":2}}",
	 NULL},
	{NLOG_F_CHECK_SEATS, false, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"India\",\"Nepal\"],"
	 "\"overseas_participants\":{\"at_least\":2}}",
	 NULL},
	{NLOG_F_CHECK_SEATS, false, NULL,
	 "{\"participating_countries\":[\"Fiji\",\"India\",\"Nepal\"],"
	 "\"overseas_participants\":2,"
	 "\"as_printed\":{\"overseas_participants\":\"two from each country\"}}",
	 NULL},
	{NLOG_F_CHECK_AUTHORITY_ORDER, true, NULL,
	 "{\"remarks\":[\"Following the approval on 5 March 2025, the workshop was moved "
	 "to Tokyo, as notified via the official letter dated 2 March 2025 (Ref. No.: "
	 "25-IN-09-GE-WSP-077).\"]}",
	 "the approval is of 5 March 2025, after the letter of 2 March 2025"},
	{NLOG_F_CHECK_AUTHORITY_ORDER, true, NULL,
	 "{\"remarks\":[\"Following the approval on 3 April 2025, the workshop was moved "
	 "to Tokyo.\"]}",
	 "after the notice"},
	{NLOG_F_CHECK_AUTHORITY_ORDER, false, NULL,
	 "{\"remarks\":[\"Following the approval on 2 March 2025, the workshop was moved "
	 "to Tokyo, as notified via the official letter dated 2 March 2025 (Ref. No.: "
	 "25-IN-09-GE-WSP-077).\"]}",
	 NULL},
	/* The clocks come from the options: recorded on 2 May 2025. */
	{NLOG_F_CHECK_CLOCK_SKEW, true, NULL, "{\"date_of_issue\":\"2025-06-03\"}",
	 "32 days before"},
	{NLOG_F_CHECK_CLOCK_SKEW, false, NULL, "{\"date_of_issue\":\"2025-06-02\"}", NULL},

	{NLOG_F_CHECK_STALE_CITY, true, "{}", "{" VENUE SAYS("Meet people in Tokyo.") "}",
	 "Objectives, paragraph 1: \"Meet people in Tokyo.\""},
	{NLOG_F_CHECK_STALE_CITY, false, "{}", "{" SAYS("Meet people in Tokyo.") "}", NULL},
	{NLOG_F_CHECK_STALE_CITY, true, "{}",
	 "{" VENUE "\"other\":{\"Financial Arrangements\":[\"Fares are refunded.\","
	 "\"A bus leaves Tokyo International Airport at noon.\"]}}",
	 "Financial Arrangements, paragraph 2"},
	{NLOG_F_CHECK_STALE_CITY, true, "{}",
	 "{" VENUE "\"topics\":[\"Vision\",\"Tokyo's factories\"]}", "Topics, item 2"},
	/* Sentences that tell of the change, here and with both cities. */
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE "\"remarks\":[\"The venue has been moved from Tokyo to Osaka.\"]}",
	 NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE SAYS("It was originally planned in Tokyo.") "}", NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE SAYS("Compare Osaka with Tokyo.") "}", NULL},
	/* A city in a name, in an address, in the history, and in another year. */
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE SAYS("Follow up the Tokyo Declaration and the University of Tokyo.") "}",
	 NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE "\"as_printed\":{\"implementing_organizations\":\"Productivity Center, "
	 "1-24-1 Hongo, Tokyo\"}}",
	 NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE "\"change_history\":[{\"modification\":\"Venue: Tokyo\"}]}", NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}",
	 "{" VENUE SAYS("Members met in Tokyo in October 2023.") "}", NULL},
	{NLOG_F_CHECK_STALE_CITY, false, "{}", "{" VENUE SAYS("Tokyoites came.") "}", NULL},

	{NLOG_F_CHECK_STALE_MONTH, true, "{}",
	 "{" LATER SAYS("Members meet in June 2025.") "}", "'June 2025'"},
	{NLOG_F_CHECK_STALE_MONTH, true, "{}", "{" LATER SAYS("Members meet in June.") "}",
	 "'June'"},
	{NLOG_F_CHECK_STALE_MONTH, true, "{}", "{" LATER SAYS("Arrive by 9 June.") "}",
	 "'9 June'"},
	{NLOG_F_CHECK_STALE_MONTH, true, "{}",
	 "{\"timing\":[\"2025-06-24/2025-06-26\"]," SAYS("Meet on June 10-12, 2025.") "}",
	 "June 10"},
	{NLOG_F_CHECK_STALE_MONTH, false, "{}",
	 "{\"timing\":[\"2025-06-24/2025-06-26\"]," SAYS("Meet in June.") "}", NULL},
	{NLOG_F_CHECK_STALE_MONTH, false, "{}",
	 "{" LATER SAYS("Members met in June 2023.") "}", NULL},
	{NLOG_F_CHECK_STALE_MONTH, false, "{}",
	 "{" LATER "\"closing_dates\":[\"2025-06-09\"]," SAYS("Apply by 9 June 2025.") "}",
	 NULL},
	{NLOG_F_CHECK_STALE_MONTH, false, "{}",
	 "{" LATER "\"remarks\":[\"The timing has been changed from 10-12 June 2025 to "
	 "8-10 July 2025.\"]}",
	 NULL},
	/* A verb and a name are no months. */
	{NLOG_F_CHECK_STALE_MONTH, false, "{\"timing\":[\"2025-05-20/2025-05-21\"]}",
	 "{" SAYS("May members meet. They may ask Ms. May Lee.") "}", NULL},

	{NLOG_F_CHECK_STALE_DURATION, true, "{}",
	 "{" LONGER SAYS("This three-day workshop is new.") "}", "'three-day'"},
	{NLOG_F_CHECK_STALE_DURATION, true, "{}",
	 "{" LONGER SAYS("Experts speak for 3 days.") "}", "'3 days'"},
	{NLOG_F_CHECK_STALE_DURATION, false, "{}",
	 "{" LONGER SAYS("This four-day workshop is new.") "}", NULL},
	{NLOG_F_CHECK_STALE_DURATION, false, "{}",
	 "{" LATER SAYS("This three-day workshop is new.") "}", NULL},
	{NLOG_F_CHECK_STALE_DURATION, false, "{}",
	 "{" LONGER SAYS(
		 "Reply within three days. Arrive 3 days before. A 3-day visa.") "}",
	 NULL},

	{NLOG_F_CHECK_STALE_MODALITY, true, "{}",
	 "{" ONLINE SAYS("This face-to-face workshop is new.") "}",
	 "face-to-face workshop"},
	{NLOG_F_CHECK_STALE_MODALITY, false, "{}",
	 "{" ONLINE SAYS("This online workshop is new.") "}", NULL},
	{NLOG_F_CHECK_STALE_MODALITY, false, "{" ONLINE "\"local_participants\":1}",
	 "{" SAYS("Use online tools and digital services.") "}", NULL},

	{NLOG_F_CHECK_STALE_KIND, true, "{}",
	 "{" COURSE SAYS("This workshop examines visions.") "}", "'This workshop'"},
	{NLOG_F_CHECK_STALE_KIND, true, "{}",
	 "{" COURSE SAYS("In brief, the workshop will examine visions.") "}",
	 "'the workshop'"},
	{NLOG_F_CHECK_STALE_KIND, false, "{}",
	 "{" COURSE SAYS("This course examines visions.") "}", NULL},
	{NLOG_F_CHECK_STALE_KIND, false, "{}",
	 "{" COURSE SAYS("It follows the workshop of the heads and the GBM Workshop.") "}",
	 NULL},
	{NLOG_F_CHECK_STALE_KIND, false, "{}",
	 "{" COURSE SAYS("The workshop is held every year.") "}", NULL},
	{NLOG_F_CHECK_STALE_KIND, false, "{}",
	 "{" COURSE
	 "\"remarks\":[\"This workshop was converted into a training course.\"]}",
	 NULL},

	{NLOG_F_CHECK_REFERENCE_ORDER, true, "{}", "{\"reference_no\":\"603\"}",
	 "603 is lower"},
	{NLOG_F_CHECK_REFERENCE_ORDER, true, "{}", "{\"date_of_issue\":\"2025-04-09\"}",
	 "again"},
	{NLOG_F_CHECK_REFERENCE_ORDER, false, "{}", "{\"reference_no\":\"611\"}", NULL},
	{NLOG_F_CHECK_REFERENCE_ORDER, false, "{}", "{\"revision_date\":\"2025-04-09\"}",
	 NULL},
	{NLOG_F_CHECK_REFERENCE_ORDER, false, "{}", "{\"reference_no\":\"A/3\"}", NULL},

	{NLOG_F_CHECK_UNCHANGED_BROKEN, true, "{}",
	 "{" LATER
	 "\"overseas_participants\":25,\"remarks\":[\"The timing has been changed "
	 "to 8-10 July 2025. Other terms and conditions remain unchanged.\"]}",
	 "overseas seats"},
	{NLOG_F_CHECK_UNCHANGED_BROKEN, false, "{}",
	 "{" LATER "\"remarks\":[\"The timing has been changed to 8-10 July 2025. Other "
	 "terms and conditions remain unchanged.\"]}",
	 NULL},
	{NLOG_F_CHECK_UNCHANGED_BROKEN, false,
	 "{\"remarks\":[\"Other terms and conditions remain unchanged.\"]}",
	 "{" LATER "\"remarks\":[\"Other terms and conditions remain unchanged.\"]}", NULL},
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

/* The base, with other members instead. */
static nlog_notice *notice_with(const char *patch)
{
	json_t *members = json_loads(base, 0, NULL), *more = json_loads(patch, 0, NULL);
	nlog_error err = NLOG_ERROR_INIT;
	nlog_notice *notice = NULL;
	const char *name;
	json_t *value;

	cr_assert(members && more, "no JSON: %s", patch);
	json_object_foreach(more, name, value)
	{
		if (strcmp(json_is_string(value) ? json_string_value(value) : "", "GONE") ==
		    0)
			json_object_del(members, name);
		else
			json_object_set(members, name, value);
	}
	json_decref(more);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s: %s",
		     patch, err.text);
	return notice;
}

/* Recorded on 2 May 2025, one minute before the commit that it follows. */
static nlog_check_options options_for(const nlog_register *reg)
{
	nlog_check_options options = {.reg = reg, .is_recorded = true, .has_parent = true};

	options.place.file = "notice.json";
	options.recorded.seconds = INT64_C(1746180000);
	options.parent_recorded.seconds = options.recorded.seconds + 60;
	return options;
}

static void check_step(const nlog_notice *before, const nlog_notice *after,
		       const nlog_register *reg, nlog_findings *out)
{
	nlog_step step = {.notice = "KEY", .before = before, .after = after, .reg = reg};
	nlog_amendments *amendments = NULL;
	nlog_diff *diff = NULL;

	(void)nlog_notice_issued(before, &step.before_issued);
	(void)nlog_notice_issued(after, &step.after_issued);
	nlog_diff_notices(&diff, before, after);
	nlog_amend(&amendments, &step, diff);
	nlog_check_step(&step, diff, amendments, (nlog_place){.file = "notice.json"}, out);
	nlog_amendments_free(amendments);
	nlog_diff_free(diff);
}

static void run_case(const struct check_case *test, const nlog_register *reg,
		     nlog_findings *out)
{
	nlog_notice *after = notice_with(test->new);
	nlog_notice *before = test->old ? notice_with(test->old) : NULL;
	nlog_check_options options = options_for(reg);

	if (before)
		check_step(before, after, reg, out);
	else
		nlog_check_notice(after, &options, out);
	nlog_notice_free(before);
	nlog_notice_free(after);
}

static const nlog_finding *found(const nlog_findings *list, nlog_finding_id id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].rule == nlog_finding_rule_of(id))
			return &list->items[i];
	return NULL;
}

Test(check, fires_where_it_should_and_not_beside_it)
{
	nlog_register *reg = NULL;

	nlog_register_builtin(&reg);
	for (size_t i = 0; i < CASES; i++) {
		const struct check_case *test = &cases[i];
		nlog_findings list = NLOG_FINDINGS_INIT;
		const nlog_finding *finding;

		run_case(test, reg, &list);
		finding = found(&list, test->id);
		cr_expect_eq(finding != NULL, test->fires, "%s: %s → %s: %s",
			     nlog_finding_rule_of(test->id)->id,
			     test->old ? test->old : "alone", test->new,
			     finding ? finding->text : "nothing");
		if (finding && test->says)
			cr_expect(strstr(finding->text, test->says), "%s: %s",
				  finding->rule->id, finding->text);
		if (finding)
			cr_expect_str_eq(finding->file, "notice.json");
		nlog_findings_clear(&list);
	}
	nlog_register_free(reg);
}

Test(check, has_both_cases_for_every_row_of_the_table)
{
	for (size_t i = 0; i < nlog_checks_count(); i++) {
		nlog_finding_id id = nlog_checks_get(i);
		size_t fires = 0, beside = 0;

		for (size_t k = 0; k < CASES; k++) {
			fires += cases[k].id == id && cases[k].fires;
			beside += cases[k].id == id && !cases[k].fires;
		}
		cr_expect(fires && beside, "%s", nlog_finding_rule_of(id)->id);
		cr_expect(i == 0 || id > nlog_checks_get(i - 1));
	}
	for (int id = 0; id < NLOG_F_COUNT; id++) {
		const nlog_finding_rule *rule = nlog_finding_rule_of((nlog_finding_id)id);
		size_t i = 0;

		/* A question to the official sequence, not to two notices. */
		if (id == NLOG_F_CHECK_ADDENDUM_BASE)
			continue;
		while (i < nlog_checks_count() && nlog_checks_get(i) != (nlog_finding_id)id)
			i++;
		cr_expect(strncmp(rule->id, "check.", 6) != 0 || i < nlog_checks_count(),
			  "%s is found by no check", rule->id);
	}
}

Test(check, has_nothing_to_say_of_a_sound_notice)
{
	nlog_register *reg = NULL;
	nlog_notice *notice = notice_with("{}");
	nlog_findings list = NLOG_FINDINGS_INIT;
	nlog_check_options options;

	nlog_register_builtin(&reg);
	options = options_for(reg);
	nlog_check_notice(notice, &options, &list);
	check_step(notice, notice, reg, &list);
	cr_expect_eq(list.count, 0, "%s", list.count ? list.items[0].text : "");
	nlog_notice_free(notice);
	nlog_register_free(reg);
}

Test(check, tells_of_a_commit_recorded_before_the_one_it_follows)
{
	nlog_register *reg = NULL;
	nlog_notice *notice = notice_with("{}");
	nlog_findings list = NLOG_FINDINGS_INIT;
	nlog_check_options options;

	nlog_register_builtin(&reg);
	options = options_for(reg);
	options.parent_recorded.seconds = options.recorded.seconds + 3600;
	nlog_check_notice(notice, &options, &list);
	cr_assert_eq(list.count, 1);
	cr_expect_str_eq(list.items[0].rule->id, "check.clock-skew");
	cr_expect(strstr(list.items[0].text, "2025-05-02T11:00:00Z"), "%s",
		  list.items[0].text);
	nlog_findings_clear(&list);
	nlog_notice_free(notice);
	nlog_register_free(reg);
}

/* The built-in register with a policy of its own. */
static nlog_register *with_policy(const char *rules)
{
	nlog_register *builtin = NULL, *reg = NULL;
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *members;

	nlog_register_builtin(&builtin);
	members = json_deep_copy(nlog_register_members(builtin));
	json_object_set_new(members, "rules", json_loads(rules, 0, NULL));
	nlog_json_write(&text, members, NLOG_JSON_STORED);
	cr_expect_eq(nlog_register_read(&reg, "register.json", nlog_str_slice(&text), &err),
		     0, "%s", err.text);
	json_decref(members);
	nlog_str_clear(&text);
	nlog_register_free(builtin);
	return reg;
}

Test(check, follows_the_registers_policy)
{
	nlog_register *reg = with_policy("{\"check.seats\":\"error\","
					 "\"check.closing-before-issue\":\"off\"}");
	nlog_notice *notice = notice_with(
		"{\"local_participants\":0,\"closing_dates\":[\"2025-04-01\"]}");
	nlog_findings list = NLOG_FINDINGS_INIT;
	nlog_check_options options = options_for(reg);
	nlog_level level = NLOG_NOTE;

	nlog_check_notice(notice, &options, &list);
	cr_expect_null(found(&list, NLOG_F_CHECK_CLOSING_BEFORE_ISSUE));
	cr_assert_not_null(found(&list, NLOG_F_CHECK_SEATS));
	cr_expect_eq(found(&list, NLOG_F_CHECK_SEATS)->severity, NLOG_ERROR);
	cr_expect_eq(nlog_findings_gravest(&list), NLOG_ERROR);
	cr_expect_not(nlog_register_level(
		reg, nlog_finding_rule_of(NLOG_F_CHECK_CLOSING_BEFORE_ISSUE), &level));
	cr_expect(nlog_register_level(reg, nlog_finding_rule_of(NLOG_F_CHECK_STALE_CITY),
				      &level));
	cr_expect_eq(level, NLOG_WARNING);
	cr_expect_str_eq(nlog_finding_severity_name(reg, NLOG_F_CHECK_CLOSING_BEFORE_ISSUE),
			 "off");
	cr_expect_str_eq(nlog_finding_severity_name(reg, NLOG_F_CHECK_SEATS), "error");
	cr_expect_str_eq(nlog_finding_severity_name(reg, NLOG_F_DAY_COUNT), "warning");
	nlog_findings_clear(&list);
	nlog_notice_free(notice);
	nlog_register_free(reg);
}

/* A notice may hold anything: every check ends, and says little. */
Test(check, stays_brief_whatever_the_notices_are)
{
	nlog_register *reg = NULL;
	nlog_test_random random;

	nlog_register_builtin(&reg);
	for (uint64_t seed = 1; seed <= 200; seed++) {
		nlog_findings list = NLOG_FINDINGS_INIT;
		nlog_notice *before, *after;
		nlog_check_options options = options_for(reg);

		random = nlog_test_seed(seed);
		before = nlog_test_notice(&random);
		after = nlog_test_edited(&random, before);
		check_step(before, after, reg, &list);
		nlog_check_notice(after, &options, &list);
		cr_expect(list.count <= 10 * nlog_checks_count());
		for (size_t i = 0; i < list.count; i++)
			cr_expect(strlen(list.items[i].text) < 4096);
		nlog_findings_clear(&list);
		nlog_notice_free(before);
		nlog_notice_free(after);
	}
	nlog_register_free(reg);
}

Test(check, says_of_the_real_notices_that_one_was_converted)
{
	static const struct {
		const char *path, *rule;
	} rows[] = {{"../shared/notices/407.txt", NULL},
		    {"../shared/notices/604.txt", "check.title-kind"}};
	nlog_register *reg = NULL;

	nlog_register_builtin(&reg);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nlog_str bytes = NLOG_STR_INIT;
		nlog_document *document = NULL;
		nlog_parsed parsed = {NULL, NULL};
		nlog_findings list = NLOG_FINDINGS_INIT;
		nlog_check_options options = {.reg = reg};

		if (nlog_file_read(&bytes, rows[i].path, NLOG_FILE_LIMIT, NULL) == 0 &&
		    nlog_document_read(&document, rows[i].path, nlog_str_slice(&bytes),
				       NLOG_DOCUMENT_UNKNOWN, NULL, NULL) == 0 &&
		    nlog_parse(&parsed, document, reg, rows[i].path, NULL, NULL) == 0) {
			nlog_check_notice(parsed.notice, &options, &list);
			cr_expect_eq(list.count, rows[i].rule ? 1 : 0, "%s: %zu",
				     rows[i].path, list.count);
			if (list.count && rows[i].rule)
				cr_expect_str_eq(list.items[0].rule->id, rows[i].rule);
		}
		nlog_findings_clear(&list);
		nlog_parsed_clear(&parsed);
		nlog_document_free(document);
		nlog_str_clear(&bytes);
	}
	nlog_register_free(reg);
}
