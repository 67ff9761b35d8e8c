/* The course of a notice and its events, over registers made by hand. */
#include <noticelog/event.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>

#include "store_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define KEY "25-AG-07-GE-TRC-B"

static store_fixture fixture;

static void begin(void)
{
	store_fixture_begin(&fixture);
}

static void end(void)
{
	store_fixture_end(&fixture);
}

TestSuite(event, .init = begin, .fini = end);

/* What a revision says; members that are NULL are left out. */
typedef struct {
	const char *kind;
	unsigned revision, corrects;
	const char *issued;
	const char *timing[3], *closing[3]; /* ended by NULL */
	const char *city, *modality, *remarks;
} event_step;

static json_t *list_of(const char *const *texts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < 3 && texts[i]; i++)
		json_array_append_new(list, json_string(texts[i]));
	return list;
}

/* An empty list is left out. */
static void set_list(json_t *members, const char *name, const char *const *texts)
{
	json_t *list = list_of(texts);

	if (json_array_size(list))
		json_object_set(members, name, list);
	json_decref(list);
}

static char *stored(const event_step *step)
{
	const char *cities[3] = {step->city}, *remarks[3] = {step->remarks};
	nlog_notice *notice = NULL;
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *members;

	nlog_alloc_setup();
	members = json_pack("{s:s, s:s, s:s, s:s, s:s*}", "project_code", KEY,
			    "reference_no", "700", "title", "Training Course on Dairies",
			    "date_of_issue", step->issued, "modality", step->modality);
	set_list(members, "timing", step->timing);
	set_list(members, "closing_dates", step->closing);
	set_list(members, "venue_cities", cities);
	set_list(members, "remarks", remarks);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s",
		     err.text);
	nlog_notice_write(&out, notice);
	nlog_notice_free(notice);
	return nlog_str_detach(&out);
}

static void record(const event_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char commit[NLOG_OID_SIZE], *notice = stored(&steps[i]);
		store_step given = {.key = KEY,
				    .kind = steps[i].kind,
				    .notice = notice,
				    .revision = steps[i].revision,
				    .corrects = steps[i].corrects,
				    .issued = steps[i].issued,
				    .minute = (unsigned)i};

		cr_assert_eq(store_fixture_record(&fixture, &given, commit), 0, "%zu: %s",
			     i, fixture.err.text);
		nlog_free(notice);
	}
}

/* What is expected of an event. */
typedef struct {
	const char *uid;
	unsigned sequence, minute; /* of the move, after the fixture's clock */
	nlog_event_status status;
	const char *days, *summary;
} expected_event;

static void expect_event(const nlog_event *event, const expected_event *expected)
{
	nlog_str uid = NLOG_STR_INIT, days = NLOG_STR_INIT;

	nlog_str_addf(&uid, "%s@apo-tokyo.org", expected->uid);
	nlog_period_add_iso(&days, event->days);
	cr_expect_str_eq(event->uid, nlog_str_text(&uid));
	cr_expect_eq(event->sequence, expected->sequence, "%s: %u", expected->uid,
		     event->sequence);
	cr_expect_eq(event->stamp.seconds, FIXTURE_SECONDS + expected->minute * 60, "%s",
		     expected->uid);
	cr_expect_eq(event->status, expected->status, "%s: %d", expected->uid,
		     (int)event->status);
	cr_expect_str_eq(nlog_str_text(&days), expected->days);
	cr_expect_str_eq(event->summary, expected->summary);
	nlog_str_clear(&uid);
	nlog_str_clear(&days);
}

static nlog_history *load(const nlog_history_view *view)
{
	nlog_history *history = NULL;

	cr_assert_eq(nlog_history_load_view(&history, fixture.store, view, &fixture.err), 0,
		     "%s", fixture.err.text);
	return history;
}

static nlog_events events_of(const nlog_history *history)
{
	nlog_events events;

	cr_assert_eq(nlog_events_load(&events, history,
				      nlog_history_find(history, NLOG_SLICE(KEY)),
				      &fixture.err),
		     0, "%s", fixture.err.text);
	return events;
}

static void expect_events_of(const nlog_history *history, const expected_event *expected,
			     size_t count)
{
	nlog_events events = events_of(history);

	cr_assert_eq(events.count, count, "%zu events", events.count);
	for (size_t i = 0; i < count; i++)
		expect_event(&events.items[i], &expected[i]);
	nlog_events_clear(&events);
}

static void expect_events(const expected_event *expected, size_t count)
{
	nlog_history *history = load(NULL);

	expect_events_of(history, expected, count);
	nlog_history_free(history);
}

static void expect_line(const char *line)
{
	nlog_history *history = load(NULL);
	nlog_events events = events_of(history);
	bool has = false;

	for (size_t i = 0; i < events.line_count; i++)
		has = has || strcmp(events.lines[i], line) == 0;
	cr_expect(has, "there is no line '%s'", line);
	nlog_events_clear(&events);
	nlog_history_free(history);
}

#define COURSE "Training Course on Dairies"

Test(event, a_first_issue_has_sequence_0)
{
	static const event_step steps[] = {{"issue",
					    1,
					    0,
					    "2025-01-10",
					    {"2025-06-10/2025-06-12"},
					    {"2025-05-09"},
					    "Suva",
					    "face-to-face",
					    NULL}};
	static const expected_event expected[] = {
		{KEY, 0, 0, NLOG_EVENT_CONFIRMED, "2025-06-10/2025-06-12", COURSE},
		{KEY "-closing", 0, 0, NLOG_EVENT_CONFIRMED, "2025-05-09/2025-05-09",
		 "Closing date: " COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
	expect_line(KEY " r1, issued 10 January 2025, Ref. 700");
	expect_line("Where: Suva (face-to-face)");
}

/* Dates move both; a place moves the activity alone, a closing date itself alone. */
static const event_step moving[] = {
	{"issue",
	 1,
	 0,
	 "2025-01-10",
	 {"2025-06-10/2025-06-12"},
	 {"2025-05-09"},
	 "Suva",
	 "face-to-face",
	 NULL},
	{"amendment",
	 2,
	 0,
	 "2025-02-10",
	 {"2025-07-08/2025-07-10"},
	 {"2025-05-09"},
	 "Suva",
	 "face-to-face",
	 NULL},
	{"amendment",
	 3,
	 0,
	 "2025-03-10",
	 {"2025-07-08/2025-07-10"},
	 {"2025-05-09"},
	 "Suva",
	 "face-to-face",
	 "Lunch is provided."},
	{"amendment",
	 4,
	 0,
	 "2025-03-11",
	 {"2025-07-08/2025-07-10"},
	 {"2025-05-09"},
	 NULL,
	 "online",
	 "Lunch is provided."},
	{"amendment",
	 5,
	 0,
	 "2025-03-12",
	 {"2025-07-08/2025-07-10"},
	 {"2025-06-02"},
	 NULL,
	 "online",
	 "Lunch is provided."},
};

Test(event, sequence_counts_what_moves_the_event_alone)
{
	static const expected_event expected[] = {
		{KEY, 2, 3, NLOG_EVENT_CONFIRMED, "2025-07-08/2025-07-10", COURSE},
		{KEY "-closing", 1, 4, NLOG_EVENT_CONFIRMED, "2025-06-02/2025-06-02",
		 "Closing date: " COURSE},
	};

	record(moving, COUNT(moving));
	expect_events(expected, COUNT(expected));
	expect_line("Dates: 8–10 July 2025 (was 10–12 June 2025)");
	expect_line("Where: online (was Suva (face-to-face))");
	expect_line("Closing date: 2 June 2025 (was 9 May 2025)");
}

Test(event, sequence_never_falls_as_history_grows)
{
	unsigned before = 0;

	for (size_t i = 0; i < COUNT(moving); i++) {
		nlog_history *history;
		nlog_events events;

		/* Minutes start anew with each call: moves are counted, not clocks. */
		record(&moving[i], 1);
		history = load(NULL);
		events = events_of(history);
		cr_expect_geq(events.items[0].sequence, before);
		before = events.items[0].sequence;
		nlog_events_clear(&events);
		nlog_history_free(history);
	}
	cr_expect_eq(before, 2);
}

Test(event, a_correction_of_what_is_in_force_moves_it)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-02-10",
		 {"2025-07-08/2025-07-19"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"correction",
		 3,
		 2,
		 "2025-02-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
	};
	static const expected_event expected[] = {
		{KEY, 2, 2, NLOG_EVENT_CONFIRMED, "2025-07-08/2025-07-10", COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
	/* Nobody ever issued the error. */
	expect_line("Dates: 8–10 July 2025 (was 10–12 June 2025)");
}

Test(event, what_is_not_in_force_moves_nothing)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-03-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"backfill",
		 3,
		 0,
		 "2025-02-10",
		 {"2025-08-01/2025-08-02"},
		 {NULL},
		 "Nadi",
		 NULL,
		 NULL},
		{"restore",
		 2,
		 0,
		 "2025-03-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"correction",
		 4,
		 1,
		 "2025-01-10",
		 {"2025-06-10/2025-06-13"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"restore",
		 2,
		 0,
		 "2025-03-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
	};
	static const expected_event expected[] = {
		{KEY, 1, 1, NLOG_EVENT_CONFIRMED, "2025-07-08/2025-07-10", COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
}

/* r2 is corrected to have been issued before r1: then r1 is in force again. */
Test(event, a_correction_that_steps_back_puts_the_one_before_in_force)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-03-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"correction",
		 3,
		 2,
		 "2024-12-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"restore",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
	};
	static const expected_event expected[] = {
		{KEY, 2, 2, NLOG_EVENT_CONFIRMED, "2025-06-10/2025-06-12", COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
}

Test(event, a_withdrawal_cancels_both)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {"2025-05-09"},
		 "Suva",
		 NULL,
		 NULL},
		{"withdrawal",
		 2,
		 0,
		 "2025-02-10",
		 {"2025-06-10/2025-06-12"},
		 {"2025-05-09"},
		 "Suva",
		 NULL,
		 NULL},
	};
	static const expected_event expected[] = {
		{KEY, 1, 1, NLOG_EVENT_CANCELLED, "2025-06-10/2025-06-12",
		 "Cancelled: " COURSE},
		{KEY "-closing", 1, 1, NLOG_EVENT_CANCELLED, "2025-05-09/2025-05-09",
		 "Cancelled: Closing date: " COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
	expect_line("The notice is withdrawn.");
}

Test(event, a_declared_cancellation_cancels)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-02-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 "The training course has been cancelled."},
	};
	static const expected_event expected[] = {
		{KEY, 1, 1, NLOG_EVENT_CANCELLED, "2025-06-10/2025-06-12",
		 "Cancelled: " COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
	expect_line("The notice says that it is cancelled.");
	expect_line("The notice says: The training course has been cancelled.");
}

Test(event, a_timing_taken_back_leaves_the_last_days_tentative)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {"2025-05-09"},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment", 2, 0, "2025-02-10", {NULL}, {NULL}, "Suva", NULL, NULL},
		{"amendment", 3, 0, "2025-02-11", {NULL}, {NULL}, "Nadi", NULL, NULL},
	};
	static const expected_event expected[] = {
		{KEY, 2, 2, NLOG_EVENT_TENTATIVE, "2025-06-10/2025-06-12",
		 "Postponed: " COURSE},
		{KEY "-closing", 1, 1, NLOG_EVENT_CANCELLED, "2025-05-09/2025-05-09",
		 "Cancelled: Closing date: " COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
	expect_line("Dates: none any more (was 10–12 June 2025)");
}

Test(event, a_declared_postponement_is_tentative)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-02-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 "The training course has been postponed until further notice."},
	};
	static const expected_event expected[] = {
		{KEY, 1, 1, NLOG_EVENT_TENTATIVE, "2025-06-10/2025-06-12",
		 "Postponed: " COURSE},
	};

	record(steps, COUNT(steps));
	expect_events(expected, COUNT(expected));
}

Test(event, sessions_have_their_own_uids_and_end_cancelled)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12", "2025-09-01/2025-09-02"},
		 {"2025-05-09", "2025-08-01"},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-02-10",
		 {"2025-06-10/2025-06-12"},
		 {"2025-05-09"},
		 "Suva",
		 NULL,
		 NULL},
	};
	static const expected_event first[] = {
		{KEY, 0, 0, NLOG_EVENT_CONFIRMED, "2025-06-10/2025-06-12",
		 COURSE " (session 1 of 2)"},
		{KEY "-session-2", 0, 0, NLOG_EVENT_CONFIRMED, "2025-09-01/2025-09-02",
		 COURSE " (session 2 of 2)"},
		{KEY "-closing", 0, 0, NLOG_EVENT_CONFIRMED, "2025-05-09/2025-05-09",
		 "Closing date: " COURSE " (session 1 of 2)"},
		{KEY "-closing-2", 0, 0, NLOG_EVENT_CONFIRMED, "2025-08-01/2025-08-01",
		 "Closing date: " COURSE " (session 2 of 2)"},
	};
	static const expected_event then[] = {
		{KEY, 1, 1, NLOG_EVENT_CONFIRMED, "2025-06-10/2025-06-12", COURSE},
		{KEY "-session-2", 1, 1, NLOG_EVENT_CANCELLED, "2025-09-01/2025-09-02",
		 "Cancelled: " COURSE " (session 2)"},
		{KEY "-closing", 1, 1, NLOG_EVENT_CONFIRMED, "2025-05-09/2025-05-09",
		 "Closing date: " COURSE},
		{KEY "-closing-2", 1, 1, NLOG_EVENT_CANCELLED, "2025-08-01/2025-08-01",
		 "Cancelled: Closing date: " COURSE " (session 2)"},
	};
	nlog_history_view view = {.has_as_of = true};
	nlog_history *history;

	record(steps, COUNT(steps));
	expect_events(then, COUNT(then));
	cr_assert(nlog_date_from_iso(&view.as_of, NLOG_SLICE("2025-02-09")));
	history = load(&view);
	expect_events_of(history, first, COUNT(first));
	nlog_history_free(history);
}

Test(event, a_notice_that_never_had_a_date_has_none)
{
	static const event_step steps[] = {
		{"issue", 1, 0, "2025-01-10", {NULL}, {NULL}, "Suva", NULL, NULL}};

	record(steps, COUNT(steps));
	expect_events(NULL, 0);
}

/* With a correction that was issued later, what it corrects had not been issued then. */
Test(event, follows_the_view_of_the_history)
{
	static const event_step steps[] = {
		{"issue",
		 1,
		 0,
		 "2025-01-10",
		 {"2025-06-10/2025-06-12"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"amendment",
		 2,
		 0,
		 "2025-03-10",
		 {"2025-07-08/2025-07-10"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
		{"correction",
		 3,
		 2,
		 "2025-04-10",
		 {"2025-07-08/2025-07-11"},
		 {NULL},
		 "Suva",
		 NULL,
		 NULL},
	};
	nlog_history_view view = {.has_as_of = true};
	nlog_history *history;
	nlog_course course;

	record(steps, COUNT(steps));
	cr_assert(nlog_date_from_iso(&view.as_of, NLOG_SLICE("2025-03-20")));
	history = load(&view);
	cr_assert_eq(nlog_course_load(&course, history, nlog_history_get(history, 0),
				      &fixture.err),
		     0);
	cr_expect_eq(course.states[course.count - 1].revision,
		     nlog_dossier_latest(nlog_history_get(history, 0)));
	cr_expect_eq(course.states[course.count - 1].revision->number, 1);
	nlog_course_clear(&course);
	nlog_history_free(history);
}

Test(event, long_texts_are_cut_off_at_a_character)
{
	nlog_str title = NLOG_STR_INIT, text = NLOG_STR_INIT;
	nlog_notice *notice = NULL;
	store_step given = {
		.key = KEY, .kind = "issue", .revision = 1, .issued = "2025-01-10"};
	char commit[NLOG_OID_SIZE];
	nlog_history *history;
	nlog_events events;
	json_t *members;

	nlog_alloc_setup();
	for (int i = 0; i < 1000; i++)
		nlog_str_add(&title, "日");
	members = json_pack("{s:s, s:s, s:s, s:[s]}", "project_code", KEY, "date_of_issue",
			    "2025-01-10", "title", nlog_str_text(&title), "timing",
			    "2025-06-10/2025-06-12");
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, NULL), 0);
	nlog_notice_write(&text, notice);
	given.notice = nlog_str_text(&text);
	cr_assert_eq(store_fixture_record(&fixture, &given, commit), 0);
	history = load(NULL);
	events = events_of(history);
	cr_expect_eq(strlen(events.items[0].summary), 1998 + strlen("…"));
	nlog_events_clear(&events);
	nlog_history_free(history);
	nlog_notice_free(notice);
	nlog_str_clear(&text);
	nlog_str_clear(&title);
}

/* @return a cell of row 1, the first event */
static const char *cell_of(const nlog_report *report, nlog_event_column column)
{
	return report->blocks[0].rows[1].cells[column].text.data;
}

Test(event, what_is_told_to_one_reader_begins_with_it_and_can_be_dropped)
{
	nlog_report told = NLOG_REPORT_INIT, dropped = NLOG_REPORT_INIT;
	const nlog_events *events, *again;
	nlog_event_book *book;
	nlog_history *history;
	const nlog_dossier *dossier;

	record(moving, COUNT(moving));
	history = load(NULL);
	dossier = nlog_history_find(history, NLOG_SLICE(KEY));
	book = nlog_event_book_new(history);
	cr_assert_eq(nlog_event_book_get(book, dossier, &events, &fixture.err), 0);
	cr_assert_eq(nlog_event_book_get(book, dossier, &again, &fixture.err), 0);
	cr_expect_eq(events, again, "derived once");
	nlog_report_events_begin(&told);
	nlog_events_add_told(&told, events, "you take part", false);
	nlog_report_events_begin(&dropped);
	nlog_events_add_told(&dropped, events, "no longer yours", true);
	cr_expect_str_eq(told.blocks[0].rows[1].lines[0].text.data, "you take part");
	cr_expect_str_eq(cell_of(&told, NLOG_EVENT_STATUS), "confirmed");
	cr_expect_str_eq(cell_of(&told, NLOG_EVENT_SUMMARY), COURSE);
	cr_expect_str_neq(cell_of(&told, NLOG_EVENT_STAMP),
			  cell_of(&told, NLOG_EVENT_MODIFIED));
	cr_expect_str_eq(cell_of(&dropped, NLOG_EVENT_STATUS), "cancelled");
	cr_expect_str_eq(cell_of(&dropped, NLOG_EVENT_SUMMARY), "Cancelled: " COURSE);
	cr_expect_str_eq(cell_of(&dropped, NLOG_EVENT_STAMP),
			 cell_of(&dropped, NLOG_EVENT_MODIFIED));
	cr_expect_str_eq(cell_of(&dropped, NLOG_EVENT_UID), cell_of(&told, NLOG_EVENT_UID));
	nlog_report_clear(&told);
	nlog_report_clear(&dropped);
	nlog_event_book_free(book);
	nlog_event_book_free(NULL);
	nlog_history_free(history);
}
