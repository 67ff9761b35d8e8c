/* What notices declare, and what only looks like a declaration. */
#include <criterion/criterion.h>
#include <noticelog/declare.h>
#include <string.h>

#define MOST 4

/* A sentence of Remarks, and the declarations in it: "rule field old new", unstated as -. */
struct sentence_case {
	const char *text;
	const char *declared[MOST];
};

static const struct sentence_case cases[] = {
	/* conversions */
	{"Following the approval of the Board of Directors on 3 March 2025, the \"Planning "
	 "Meeting (PM)\" originally planned for 2025 was converted into a \"Special "
	 "Workshop, "
	 "Part 1. Heads of Organizations, 8 July 2025.\"",
	 {"activity.converted title \"Planning Meeting (PM)\" \"Special Workshop, Part 1. "
	  "Heads "
	  "of Organizations, 8 July 2025\""}},
	{"The project originally planned as a conference was converted into a workshop.",
	 {"activity.converted title \"conference\" \"workshop\""}},
	{"The title was changed from \"Training Course on Waste\" to \"Workshop on Waste, "
	 "Vol. "
	 "2\".",
	 {"activity.converted title \"Training Course on Waste\" \"Workshop on Waste, Vol. "
	  "2\""}},
	{"The title was changed from \"Workshop on Waste\" to \"Workshop on Waste and "
	 "Water\".",
	 {"title.changed title \"Workshop on Waste\" \"Workshop on Waste and Water\""}},
	{"Sawdust was converted into pellets.", {NULL}},
	{"Sawdust from the workshop was converted into a conference table.", {NULL}},
	{"In the workshop, sawdust was converted into pellets.", {NULL}},
	/* timing */
	{"Timing has been changed from 22-25 March 2020 to 9-12 June 2020",
	 {"timing.rescheduled timing [\"2020-03-22/2020-03-25\"] "
	  "[\"2020-06-09/2020-06-12\"]"}},
	{"Timing has been changed from 22-25 March to 9-12 June 2020.",
	 {"timing.rescheduled timing [\"2020-03-22/2020-03-25\"] "
	  "[\"2020-06-09/2020-06-12\"]"}},
	{"The timing of the study mission has been changed from 8-12 September 2014 to: "
	 "Timing: "
	 "6-10 October 2014 (5 days)",
	 {"timing.rescheduled timing [\"2014-09-08/2014-09-12\"] "
	  "[\"2014-10-06/2014-10-10\"]"}},
	{"The workshop, originally scheduled for 10–12 June 2025, has been postponed to "
	 "8–10 "
	 "July 2025.",
	 {"timing.rescheduled timing [\"2025-06-10/2025-06-12\"] "
	  "[\"2025-07-08/2025-07-10\"]"}},
	{"The workshop has been rescheduled to 8–10 July 2025 due to the elections on 3 "
	 "June "
	 "2025.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"The workshop will be held from 8–10 July 2025 instead of 10–12 June 2025.",
	 {"timing.rescheduled timing [\"2025-06-10/2025-06-12\"] "
	  "[\"2025-07-08/2025-07-10\"]"}},
	{"The workshop has been extended by two days.", {"timing.extended timing - -"}},
	{"The date of this workshop was notified via the official letter dated 2 April "
	 "2025.",
	 {NULL}},
	{"The workshop will not be postponed to 8–10 July 2025.", {NULL}},
	{"The workshop may be postponed to 8–10 July 2025.", {NULL}},
	/* mode and place */
	{"The workshop has been moved online.", {"modality.changed modality - \"online\""}},
	{"The workshop planned to be held in Bali was replaced by a virtual meeting.",
	 {"modality.changed modality - \"online\""}},
	{"The workshop will now be held online instead of face-to-face.",
	 {"modality.changed modality \"face-to-face\" \"online\""}},
	{"The Venue has been changed from Bali to Jakarta.",
	 {"venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"The Secretariat has changed the venue from Bali to Jakarta.",
	 {"venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"The venue has been changed from Bali, Indonesia to Tokyo, Japan.",
	 {"venue.changed venue_cities [\"Bali\"] [\"Tokyo\"]",
	  "host.changed hosting_countries [\"Indonesia\"] [\"Japan\"]"}},
	{"The dinner venue has been changed from Bali to Jakarta.", {NULL}},
	/* closing date and seats */
	{"The closing date for nominations has been extended to 2 June 2025 instead of 9 "
	 "May "
	 "2025.",
	 {"closing_date.extended closing_dates [\"2025-05-09\"] [\"2025-06-02\"]"}},
	{"The last date for receipt of nominations, previously 9 May 2025, is extended to "
	 "2 June "
	 "2025.",
	 {"closing_date.extended closing_dates [\"2025-05-09\"] [\"2025-06-02\"]"}},
	{"Nominations received after the closing date will be cancelled.", {NULL}},
	{"The number of overseas participants has been increased from 18 to 24.",
	 {"seats.increased overseas_participants 18 24"}},
	/* the activity as a whole */
	{"The workshop has been cancelled.", {"activity.cancelled title - -"}},
	{"If fewer than ten nominations are received, the workshop will be cancelled.",
	 {NULL}},
	{"Registration for the workshop has been cancelled.", {NULL}},
	{"The previous workshop was cancelled.", {NULL}},
	{"The lecture \"The workshop was cancelled\" opens the day.", {NULL}},
	{"The workshop is postponed until further notice.",
	 {"activity.postponed title - -"}},
	{"The Secretariat has decided to postpone the workshop until further notice.",
	 {"activity.postponed title - -"}},
	{"The workshop has been reinstated.", {"activity.reinstated title - -"}},
	/* several at once */
	{"The timing has been changed from 10–12 June 2025 to 8–10 July 2025, the venue "
	 "from "
	 "Bali to Jakarta, and the closing date has been extended to 2 June 2025.",
	 {"timing.rescheduled timing [\"2025-06-10/2025-06-12\"] "
	  "[\"2025-07-08/2025-07-10\"]",
	  "venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]",
	  "closing_date.extended closing_dates - [\"2025-06-02\"]"}},
	{"The workshop has been postponed to 8–10 July 2025 and moved online.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]",
	  "modality.changed modality - \"online\""}},
	{"The timing and venue have been changed.",
	 {"timing.rescheduled timing - -", "venue.changed venue_cities - -"}},
	{"Dr. Kim agrees (Ref. No. 5). The workshop has been cancelled.",
	 {"activity.cancelled title - -"}},
	/* who may take part */
	{"Lao PDR and Türkiye have been added to the participating countries.",
	 {"eligibility.widened participating_countries - [\"Lao PDR\",\"Türkiye\"]"}},
	{"Lao PDR has been added to the list of participating countries, and Fiji has been "
	 "removed from it.",
	 {"eligibility.widened participating_countries - [\"Lao PDR\"]",
	  "eligibility.narrowed participating_countries [\"Fiji\"] -"}},
	{"Pakistan has withdrawn from the project.",
	 {"eligibility.narrowed participating_countries [\"Pakistan\"] -"}},
	{"Pakistan is no longer among the participating countries.",
	 {"eligibility.narrowed participating_countries [\"Pakistan\"] -"}},
	{"The participating countries have been expanded to include Fiji and Nepal.",
	 {"eligibility.widened participating_countries - [\"Fiji\",\"Nepal\"]"}},
	{"The Secretariat has added Fiji to the participating countries.",
	 {"eligibility.widened participating_countries - [\"Fiji\"]"}},
	{"A module on data has been added to the topics.", {"content.changed topics - -"}},
	{"Lao PDR and Türkiye have been added to the mailing list.", {NULL}},
	{"Lao PDR will not be added to the participating countries.", {NULL}},
	{"Nepal and the speaker have been added to the participating countries.", {NULL}},
	{"Lao PDR has withdrawn from the treaty.", {NULL}},
	{"Pakistan has withdrawn its nominations.", {NULL}},
	{"If Nepal has withdrawn, the next in line is invited.", {NULL}},
	{"The participating countries include Japan.", {NULL}},
	/* corrections of items */
	{"Item 8, Closing Date, should read \"2 May 2025.\"",
	 {"closing_date.extended closing_dates - [\"2025-05-02\"]"}},
	{"Item 3 (Timing and Duration) shall be read as follows: 6-10 October 2014 (5 "
	 "days).",
	 {"timing.rescheduled timing - [\"2014-10-06/2014-10-10\"]"}},
	{"Item 4, Venue: for \"Bali\" read \"Jakarta\".",
	 {"venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"Please read item 4, Venue, as \"Jakarta, Indonesia\".",
	 {"venue.changed venue_cities - [\"Jakarta\"]"}},
	{"The closing date may please be read as 16 May 2025 instead of 9 May 2025.",
	 {"closing_date.extended closing_dates [\"2025-05-09\"] [\"2025-05-16\"]"}},
	{"The title has been amended to read \"Workshop on Waste\".",
	 {"title.changed title - \"Workshop on Waste\""}},
	{"The book should read \"2 May 2025.\"", {NULL}},
	{"In item 5, \"Bali\" should read \"Jakarta\".", {NULL}},
	{"Participants should read the topics.", {NULL}},
	{"Please read the topics as a preparation for the workshop.", {NULL}},
	{"Item 9, the lunch, should read \"dinner\".", {NULL}},
	/* what "it" means */
	{"The workshop was planned for 10–12 June 2025. It has been postponed to 8–10 July "
	 "2025.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"The closing date was 9 May 2025. It has been extended to 16 May 2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The Secretariat has moved the workshop online. The same has been postponed to "
	 "8–10 July 2025.",
	 {"modality.changed modality - \"online\"",
	  "timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"The hotel is full. It has been postponed to 8–10 July 2025.", {NULL}},
	{"The workshop includes a dinner. It has been cancelled.", {NULL}},
	{"The workshop was planned for Bali. The minister opened a factory. It has been "
	 "cancelled.",
	 {NULL}},
	{"The workshop is near. It will be held on 9 July 2025.", {NULL}},
	/* other words for a change */
	{"The workshop will now be held from 8 to 10 July 2025.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"The workshop will be held in Jakarta in lieu of Bali.",
	 {"venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"The workshop will be hosted by Japan instead of Indonesia.",
	 {"host.changed hosting_countries [\"Indonesia\"] [\"Japan\"]"}},
	{"The workshop is brought forward to 3–5 June 2025.",
	 {"timing.rescheduled timing - [\"2025-06-03/2025-06-05\"]"}},
	{"The closing date has been put back to 16 May 2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The workshop has been postponed by two weeks.",
	 {"timing.rescheduled timing - -"}},
	{"The workshop has been renamed \"Workshop on Waste\".",
	 {"title.changed title - \"Workshop on Waste\""}},
	{"The closing date is now 16 May 2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The revised dates are 8–10 July 2025.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"The workshop stands cancelled.", {"activity.cancelled title - -"}},
	{"The Board agreed to move the workshop online.",
	 {"modality.changed modality - \"online\""}},
	{"The Secretariat has decided to postpone the workshop to 8–10 July 2025 and "
	 "extend the closing date to 16 May 2025.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]",
	  "closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The closing date is 16 May 2025.", {NULL}},
	{"The closing date is now under review.", {NULL}},
	{"The workshop will be held in English.", {NULL}},
	{"The organizers have not decided to postpone the workshop.", {NULL}},
	{"It is proposed to extend the closing date to 16 May 2025.", {NULL}},
	{"The workshop is likely to be postponed to 8–10 July 2025.", {NULL}},
	{"Has the workshop been cancelled?", {NULL}},
	/* numbers and days in other forms */
	{"The number of overseas participants has been raised by 4 to 22.",
	 {"seats.increased overseas_participants 18 22"}},
	{"The number of local participants has been reduced by four to 14.",
	 {"seats.decreased local_participants 18 14"}},
	{"The number of overseas participants has been raised by 4.",
	 {"seats.increased overseas_participants - -"}},
	{"The last date for receipt of nominations i.e. 30.04.2025 has been further "
	 "extended to 15.05.2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-15\"]"}},
	{"The closing date has been extended from 28/02/2025 to Friday, 16 May 2025.",
	 {"closing_date.extended closing_dates [\"2025-02-28\"] [\"2025-05-16\"]"}},
	{"The closing date has been extended upto May 16, 2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The closing date has been extended to 4/5/2025.",
	 {"closing_date.extended closing_dates - -"}},
	{"The timing has been changed from 10–12 December to 8–10 January 2026.",
	 {"timing.rescheduled timing [\"2025-12-10/2025-12-12\"] "
	  "[\"2026-01-08/2026-01-10\"]"}},
	/* lists */
	{"Please note: (a) the timing has been changed from 10–12 June 2025 to 8–10 July "
	 "2025; (b) the venue has been changed from Bali to Jakarta; and (c) the closing "
	 "date has been extended to 16 May 2025.",
	 {"timing.rescheduled timing [\"2025-06-10/2025-06-12\"] "
	  "[\"2025-07-08/2025-07-10\"]",
	  "venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]",
	  "closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"The following have been changed: (a) timing from 10–12 June 2025 to 8–10 July "
	 "2025; (b) venue from Bali to Jakarta.",
	 {"timing.rescheduled timing [\"2025-06-10/2025-06-12\"] "
	  "[\"2025-07-08/2025-07-10\"]",
	  "venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"The notification is amended as follows: Closing Date: 16 May 2025; Venue: "
	 "Jakarta.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]",
	  "venue.changed venue_cities - [\"Jakarta\"]"}},
	{"Closing Date: 16 May 2025; Venue: Jakarta.", {NULL}},
	/* changes told by a noun */
	{"The Secretariat regrets to announce the cancellation of the workshop.",
	 {"activity.cancelled title - -"}},
	{"The postponement of the workshop to 8–10 July 2025 has been approved.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
	{"There has been a change of venue from Bali to Jakarta.",
	 {"venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"}},
	{"New closing date: 16 May 2025.",
	 {"closing_date.extended closing_dates - [\"2025-05-16\"]"}},
	{"There is no change in the dates.", {NULL}},
	{"Any change of venue will be announced.", {NULL}},
	{"In case of cancellation of the workshop, fees are returned.", {NULL}},
	{"Following the postponement of the workshop, participants must change their "
	 "tickets.",
	 {NULL}},
	{"New venue: to be announced.", {NULL}},
	/* things beside the notice's own */
	{"The deadline for submission of country papers has been extended to 16 May 2025.",
	 {NULL}},
	{"The closing date for visa applications has been extended to 16 May 2025.",
	 {NULL}},
	{"The venue of the dinner has been changed from Bali to Jakarta.", {NULL}},
	{"The dates of the field visit have been changed from 10 June 2025 to 11 June "
	 "2025.",
	 {NULL}},
	{"The meeting of the Steering Committee has been postponed to 8–10 July 2025.",
	 {NULL}},
	{"The opening session has been cancelled.", {NULL}},
};

static json_t *members_with(const char *name, json_t *value)
{
	json_t *members = json_object();
	json_object_set_new(members, "title", json_string("Special Workshop on Visions"));
	json_object_set_new(members, name, value);
	return members;
}

static nlog_declarations *read_members(json_t *members)
{
	nlog_register *reg;
	nlog_notice *notice;
	nlog_declarations *list;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_register_builtin(&reg);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s",
		     err.text);
	nlog_declarations_read(&list, notice, reg);
	nlog_notice_free(notice);
	nlog_register_free(reg);
	return list;
}

static nlog_declarations *read_remarks(const char *text)
{
	return read_members(members_with("remarks", json_pack("[s]", text)));
}

static void add_json(nlog_str *out, const json_t *value)
{
	nlog_str_addc(out, ' ');
	if (value)
		nlog_json_write(out, value, NLOG_JSON_JCS);
	else
		nlog_str_addc(out, '-');
}

static void check_declared(const char *text, const nlog_declared *d, const char *wanted)
{
	nlog_str line = NLOG_STR_INIT;
	nlog_str_addf(&line, "%s %s", d->rule, nlog_field_of(d->field)->name);
	add_json(&line, d->before);
	add_json(&line, d->after);
	cr_expect_str_eq(nlog_str_text(&line), wanted ? wanted : "nothing", "in: %s", text);
	nlog_str_clear(&line);
}

static void check_all(const struct sentence_case *c, nlog_declarations *list)
{
	size_t wanted = 0, count = nlog_declarations_count(list);
	while (wanted < MOST && c->declared[wanted])
		wanted++;
	cr_expect_eq(count, wanted, "%zu for %zu in: %s", count, wanted, c->text);
	for (size_t k = 0; k < count && k < wanted; k++)
		check_declared(c->text, nlog_declarations_get(list, k), c->declared[k]);
	nlog_declarations_free(list);
}

Test(declare, reads_the_forms_in_which_changes_are_announced)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_all(&cases[i], read_remarks(cases[i].text));
}

Test(declare, finds_who_approved_and_which_letter_told)
{
	nlog_declarations *list = read_remarks("Following the approval of the Board on 3 "
					       "March 2025, the workshop was postponed "
					       "to 8–10 July 2025. This was notified via "
					       "the official letter dated 2 April 2025 "
					       "(Ref. No.: 25-IN-09-GE-LOM-077), with the "
					       "subject line: \"Save the Date, 1 May "
					       "2025.\"");
	cr_assert_eq(nlog_declarations_count(list), 1);
	const nlog_declared *d = nlog_declarations_get(list, 0);
	cr_expect_str_eq(d->approval_date, "2025-03-03");
	cr_expect_str_eq(d->letter_date, "2025-04-02");
	cr_expect_str_eq(d->letter_ref, "25-IN-09-GE-LOM-077");
	nlog_declarations_free(list);
}

Test(declare, takes_how_it_stands_for_no_change)
{
	nlog_declarations *list = read_remarks("The workshop will be held online.");
	cr_assert_eq(nlog_declarations_count(list), 1);
	cr_expect(nlog_declarations_get(list, 0)->states_only);
	nlog_declarations_free(list);
}

Test(declare, reads_a_change_history_by_its_clauses)
{
	static const struct {
		const char *clause, *cell, *wanted;
	} rows[] = {
		{"Timing and Duration", "Changed from 22-25 March 2020 to 9-12 June 2020",
		 "timing.rescheduled timing [\"2020-03-22/2020-03-25\"] "
		 "[\"2020-06-09/2020-06-12\"]"},
		{"Closing Date", "9 May 2025",
		 "closing_date.extended closing_dates - "
		 "[\"2025-05-09\"]"},
		{"Closing Date", "From 9 May 2025 to 2 May 2025",
		 "closing_date.advanced closing_dates [\"2025-05-09\"] [\"2025-05-02\"]"},
		{"Venue City(ies)", "The Venue has been changed from Bali to Jakarta.",
		 "venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]"},
		{"Topics", "Changed", "content.changed topics - -"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *history = json_pack("[{s:i,s:s,s:s,s:s}]", "revision", 1, "issued",
					    "2025-05-02", "clause", rows[i].clause,
					    "modification", rows[i].cell);
		nlog_declarations *list =
			read_members(members_with("change_history", history));
		cr_assert_eq(nlog_declarations_count(list), 1, "%s", rows[i].cell);
		const nlog_declared *d = nlog_declarations_get(list, 0);
		check_declared(rows[i].cell, d, rows[i].wanted);
		cr_expect_str_eq(d->source, "change_history");
		nlog_declarations_free(list);
	}
}

Test(declare, reads_nothing_but_remarks_and_history)
{
	nlog_declarations *list = read_members(members_with(
		"rationale",
		json_pack("[s]", "The workshop has been cancelled. The venue has "
				 "been changed from Bali to Jakarta.")));
	cr_expect_eq(nlog_declarations_count(list), 0);
	nlog_declarations_free(list);
}

Test(declare, takes_an_addendum_at_its_word)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_addendum *addendum;
	nlog_register *reg;
	nlog_declarations *list;
	json_t *members =
		json_pack("{s:i,s:s,s:[{s:s,s:s}],s:[{s:s,s:s,s:[s],s:[s],s:s}]}", "number",
			  1, "issued", "2014-08-01", "amends", "code", "14-IN-93-GE-OSM-B",
			  "dated", "2014-05-02", "changes", "field", "venue_cities",
			  "clause", "Venue", "old", "Bali", "new", "Jakarta", "text",
			  "The Venue has been changed from Bali to Jakarta.");
	nlog_register_builtin(&reg);
	cr_assert_eq(nlog_addendum_from_members_take(&addendum, members, &err), 0, "%s",
		     err.text);
	nlog_declarations_read_addendum(&list, addendum, reg);
	cr_assert_eq(nlog_declarations_count(list), 1);
	check_declared("addendum", nlog_declarations_get(list, 0),
		       "venue.changed venue_cities [\"Bali\"] [\"Jakarta\"]");
	cr_expect_str_eq(nlog_declarations_get(list, 0)->source, "addendum");
	nlog_declarations_free(list);
	nlog_addendum_free(addendum);
	nlog_register_free(reg);
}

Test(declare, tells_how_the_activity_stands)
{
	nlog_declarations *list =
		read_remarks("The workshop has been cancelled. The workshop "
			     "has been reinstated. The closing date has been "
			     "extended to 2 June 2025.");
	cr_assert_not_null(nlog_declarations_standing(list));
	cr_expect_str_eq(nlog_declarations_standing(list)->rule, "activity.reinstated");
	nlog_declarations_free(list);
}

Test(declare, knows_a_declaration_again)
{
	nlog_declarations *a =
		read_remarks("The venue has been changed from Bali to Jakarta.");
	nlog_declarations *b =
		read_remarks("Please note that the venue was changed from Bali "
			     "to Jakarta, as the hall is closed.");
	nlog_declarations *c =
		read_remarks("The venue has been changed from Bali to Medan.");
	cr_assert(nlog_declarations_count(b) == 1 && nlog_declarations_count(c) == 1);
	cr_expect(nlog_declarations_contain(a, nlog_declarations_get(b, 0)));
	cr_expect_not(nlog_declarations_contain(a, nlog_declarations_get(c, 0)));
	nlog_declarations_free(a);
	nlog_declarations_free(b);
	nlog_declarations_free(c);
}

Test(declare, survives_prose_that_never_ends)
{
	static const char *const units[] = {"\"",
					    "(",
					    "the workshop has been postponed to ",
					    "from to ",
					    "and ",
					    "A. ",
					    "it is ",
					    "extended to 12 July and the ",
					    "Nepal has been added to the ",
					    "the closing date is now ",
					    "decided to postpone the workshop and ",
					    "a change of venue of ",
					    "\xe2\x80\x9c"};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		nlog_str text = NLOG_STR_INIT;
		while (text.len < 200000)
			nlog_str_add(&text, units[i]);
		while (text.len && text.data[text.len - 1] == ' ')
			nlog_str_truncate(&text, text.len - 1);
		nlog_declarations *list = read_remarks(nlog_str_text(&text));
		cr_expect_leq(nlog_declarations_count(list), 256);
		nlog_declarations_free(list);
		nlog_str_clear(&text);
	}
}

/* The same, under a notice that has values and labels of its own. */
static const struct sentence_case own_cases[] = {
	{"The workshop has been extended to 12 July 2025.",
	 {"timing.extended timing - [\"2025-07-08/2025-07-12\"]"}},
	{"The workshop has been extended to 12 July.",
	 {"timing.extended timing - [\"2025-07-08/2025-07-12\"]"}},
	{"The workshop has been extended to 1 July 2025.", {"timing.extended timing - -"}},
	{"The closing date has been extended from 9 May to 2 June.",
	 {"closing_date.extended closing_dates [\"2025-05-09\"] [\"2025-06-02\"]"}},
	{"The dress code has been changed from formal to casual.",
	 {"field.changed other [\"formal\"] [\"casual\"]"}},
	{"The dress code of the staff is formal.", {NULL}},
	{"The workshop will now be held on 8–10 July 2025 in Jakarta.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]",
	  "venue.changed venue_cities - [\"Jakarta\"]"}},
	{"The workshop will now be held on 8–10 July 2025 in English.",
	 {"timing.rescheduled timing - [\"2025-07-08/2025-07-10\"]"}},
};

static json_t *own_members(const char *text)
{
	json_t *members = members_with("remarks", json_pack("[s]", text));
	json_object_set_new(members, "timing", json_pack("[s]", "2025-07-08/2025-07-10"));
	json_object_set_new(members, "closing_dates", json_pack("[s]", "2025-06-02"));
	json_object_set_new(members, "venue_cities", json_pack("[s]", "Jakarta"));
	json_object_set_new(members, "other", json_pack("{s:[s]}", "Dress Code", "Casual"));
	return members;
}

Test(declare, reads_what_the_notice_itself_completes)
{
	for (size_t i = 0; i < sizeof(own_cases) / sizeof(own_cases[0]); i++)
		check_all(&own_cases[i], read_members(own_members(own_cases[i].text)));
}

Test(declare, keeps_the_label_of_a_field_without_a_name)
{
	static const struct {
		const char *text, *label;
	} rows[] = {
		{"The dress code has been changed.", "Dress Code"},
		{"Item 9, Visa Matters, should read \"none.\"", "Visa Matters"},
		{"The financial arrangements have been revised.", "Financial Arrangements"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nlog_declarations *list = read_members(own_members(rows[i].text));
		cr_assert_eq(nlog_declarations_count(list), 1, "%s", rows[i].text);
		cr_expect_str_eq(nlog_declarations_get(list, 0)->label, rows[i].label);
		nlog_declarations_free(list);
	}
	nlog_declarations *a = read_members(own_members(rows[0].text));
	nlog_declarations *b = read_members(own_members(rows[2].text));
	cr_expect_not(nlog_declarations_contain(a, nlog_declarations_get(b, 0)));
	nlog_declarations_free(a);
	nlog_declarations_free(b);
}

Test(declare, reads_a_clause_by_a_label_that_only_this_notice_has)
{
	json_t *members = own_members("None.");
	json_object_set_new(members, "change_history",
			    json_pack("[{s:i,s:s,s:s},{s:i,s:s,s:s}]", "revision", 1,
				      "clause", "9. Dress Code", "modification",
				      "Changed to casual", "revision", 1, "clause",
				      "10. Lunch", "modification", "Changed to dinner"));
	nlog_declarations *list = read_members(members);
	cr_assert_eq(nlog_declarations_count(list), 1);
	cr_expect_str_eq(nlog_declarations_get(list, 0)->label, "Dress Code");
	nlog_declarations_free(list);
}
