/* What had been issued, what was known: generated histories against a plain model of them. */
#include <noticelog/blame.h>
#include <noticelog/history.h>
#include <noticelog/list.h>
#include <noticelog/net.h>
#include <noticelog/recorded.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/render.h>
#include <stdio.h>
#include <string.h>

#include "generate.h"
#include "store_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define NOTICES 3
#define EVENTS_MAX 40
/* Issue days and days of recording are drawn from as many days after the first. */
#define DAYS 12
#define DAY_SECONDS 86400
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

TestSuite(clocks, .init = begin, .fini = end);

static nlog_date first_day(void)
{
	nlog_date day = {0};

	cr_assert(nlog_date_from_iso(&day, NLOG_SLICE("2024-03-01")));
	return day;
}

/* One commit of a generated history, as the model sees it. */
typedef struct {
	unsigned notice;   /* which */
	unsigned number;   /* N; 0: a restore or another entry */
	unsigned corrects; /* N, or 0 */
	int issued;        /* days after the first */
	int64_t recorded;  /* seconds */
	unsigned seats;    /* the one value that the model follows */
	const char *kind, *author;
} event;

static event events[EVENTS_MAX];
static size_t event_count;

static const char *key_of(unsigned notice, char room[KEY_ROOM])
{
	snprintf(room, KEY_ROOM, "24-CP-%02u-GE-WSP", notice + 1);
	return room;
}

static void add_day(nlog_str *out, int days)
{
	nlog_date_add_iso(out, (nlog_date){first_day().day + days});
}

static char *notice_of(const event *given)
{
	char key[KEY_ROOM];
	nlog_str issued = NLOG_STR_INIT, out = NLOG_STR_INIT;
	nlog_notice *notice = NULL;
	json_t *members;

	add_day(&issued, given->issued);
	members = json_pack("{s:s, s:s, s:s, s:i}", "project_code",
			    key_of(given->notice, key), "title", "Workshop on Clocks",
			    "date_of_issue", nlog_str_text(&issued),
			    "overseas_participants", (int)given->seats);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, NULL), 0);
	nlog_notice_write(&out, notice);
	nlog_notice_free(notice);
	nlog_str_clear(&issued);
	return nlog_str_detach(&out);
}

/* Commit an event; time and author are those of the event, not of the fixture's clock. */
static void commit(const event *given)
{
	char key[KEY_ROOM], digest[NLOG_DIGEST_SIZE], id[NLOG_OID_SIZE], number[2][16];
	char *content = notice_of(given);
	nlog_slice bytes = nlog_slice_of(content);
	nlog_str path = NLOG_STR_INIT, issued = NLOG_STR_INIT;
	nlog_person who = {given->author, "clerk@example.org", {given->recorded, 0}};
	nlog_trailer trailers[6];
	nlog_write *write = NULL;
	size_t count = 0;

	nlog_digest_bytes(digest, bytes);
	nlog_layout_add_folder(&path, key_of(given->notice, key));
	nlog_str_add(&path, "/notice.json");
	add_day(&issued, given->issued);
	snprintf(number[0], sizeof(number[0]), "%u", given->number ? given->number : 1);
	snprintf(number[1], sizeof(number[1]), "%u", given->corrects);
	trailers[count++] = (nlog_trailer){"Notice", key};
	trailers[count++] = (nlog_trailer){"Revision", number[0]};
	trailers[count++] = (nlog_trailer){"Kind", given->kind};
	trailers[count++] = (nlog_trailer){"Issued", nlog_str_text(&issued)};
	trailers[count++] = (nlog_trailer){"Digest", digest};
	if (given->corrects)
		trailers[count++] = (nlog_trailer){"Corrects", number[1]};
	cr_assert_eq(nlog_write_begin(&write, fixture.store, 5, &fixture.err), 0);
	cr_assert_eq(
		nlog_write_commit(
			write,
			&(nlog_commit_request){
				.subject = "a step",
				.body = "",
				.trailers = trailers,
				.trailer_count = count,
				.digest = digest,
				.author = who,
				.committer = who,
				.files = &(nlog_write_file){.path = nlog_str_text(&path),
							    .content = &bytes},
				.file_count = 1,
			},
			id, &fixture.err),
		0, "%s", fixture.err.text);
	cr_assert_eq(nlog_write_publish(write, &fixture.err), 0);
	nlog_write_end(write);
	nlog_str_clear(&path);
	nlog_str_clear(&issued);
	nlog_free(content);
}

/*
 * Draw a history: every kind, issue days in any order, now and then a clock that
 * goes backwards. No seats come twice, so that every revision changes its file.
 */
static void generate(uint64_t seed, size_t count)
{
	static const char *const authors[] = {"Reiko Amano", "Ravi Perera", "Źofia Ek"};
	nlog_test_random random = nlog_test_seed(seed);
	unsigned revisions[NOTICES] = {0};
	int64_t clock = (int64_t)first_day().day * DAY_SECONDS;

	event_count = 0;
	for (size_t i = 0; i < count; i++) {
		event *e = &events[event_count++];
		unsigned notice = (unsigned)nlog_test_below(&random, NOTICES);
		unsigned *known = &revisions[notice];

		clock += (int64_t)nlog_test_below(&random, DAY_SECONDS);
		*e = (event){
			.notice = notice,
			.issued = (int)nlog_test_below(&random, DAYS),
			.recorded = clock,
			.seats = (unsigned)i + 1,
			.kind = *known ? "amendment" : "issue",
			.author = authors[nlog_test_below(&random, COUNT(authors))],
		};
		if (nlog_test_chance(&random, 20))
			e->recorded -= (int64_t)nlog_test_below(&random, 4 * DAY_SECONDS);
		if (*known && nlog_test_chance(&random, 15)) {
			e->kind = "restore";
		} else {
			e->number = ++*known;
			if (e->number > 1 && nlog_test_chance(&random, 35)) {
				e->kind = "correction";
				e->corrects = 1 + (unsigned)nlog_test_below(&random,
									    e->number - 1);
			} else if (e->number > 1 && nlog_test_chance(&random, 20)) {
				e->kind = "backfill";
			} else if (e->number > 1 && nlog_test_chance(&random, 10)) {
				e->kind = "withdrawal";
			}
		}
		commit(e);
	}
}

/* The model: which events, in the order of the official sequence. Simple, slow, and its own. */
typedef struct {
	const event *places[EVENTS_MAX];
	size_t count;
} model;

/* How many events had been recorded: up to the last whose day is not after D. */
static size_t known_by(const int *as_known)
{
	size_t count = event_count;

	while (as_known && count &&
	       events[count - 1].recorded / DAY_SECONDS > first_day().day + *as_known)
		count--;
	return count;
}

static const event *revision_of(unsigned notice, unsigned number)
{
	for (size_t i = 0; i < event_count; i++)
		if (events[i].notice == notice && events[i].number == number)
			return &events[i];
	return NULL;
}

/* The revision at the bottom of a chain of corrections. */
static unsigned root_of(const event *e)
{
	while (e->corrects)
		e = revision_of(e->notice, e->corrects);
	return e->number;
}

static bool comes_before(const event *a, const event *b)
{
	return a->issued < b->issued || (a->issued == b->issued && root_of(a) < root_of(b));
}

static model model_of(unsigned notice, const int *as_of, const int *as_known)
{
	model m = {.count = 0};
	size_t known = known_by(as_known);

	for (size_t i = 0; i < known; i++) {
		const event *e = &events[i];
		size_t at;

		if (e->notice != notice || !e->number)
			continue;
		for (at = 0; at < m.count; at++)
			if (root_of(m.places[at]) == root_of(e))
				break;
		m.places[at] = e;
		m.count += at == m.count;
	}
	/* Insertion, one after the other. */
	for (size_t i = 1; i < m.count; i++)
		for (size_t k = i; k && comes_before(m.places[k], m.places[k - 1]); k--) {
			const event *other = m.places[k];

			m.places[k] = m.places[k - 1];
			m.places[k - 1] = other;
		}
	while (as_of && m.count && m.places[m.count - 1]->issued > *as_of)
		m.count--;
	return m;
}

static nlog_history *load(const int *as_of, const int *as_known)
{
	nlog_history_view view = NLOG_HISTORY_VIEW_INIT;
	nlog_history *history = NULL;

	view.has_as_of = as_of != NULL;
	view.has_as_known = as_known != NULL;
	view.as_of.day = first_day().day + (as_of ? *as_of : 0);
	view.as_known.day = first_day().day + (as_known ? *as_known : 0);
	cr_assert_eq(nlog_history_load_view(&history, fixture.store, &view, &fixture.err),
		     0, "%s", fixture.err.text);
	return history;
}

static void compare_with_model(const nlog_history *history, unsigned notice, const model *m,
			       const char *about)
{
	char key[KEY_ROOM];
	const nlog_dossier *dossier =
		nlog_history_find(history, nlog_slice_of(key_of(notice, key)));

	cr_assert_eq(dossier != NULL, m->count > 0, "%s, %s: is it there?", about, key);
	if (!dossier)
		return;
	cr_assert_eq(dossier->official_count, m->count, "%s, %s: %zu places, not %zu",
		     about, key, dossier->official_count, m->count);
	for (size_t i = 0; i < m->count; i++) {
		const nlog_revision *place = dossier->official[i];

		cr_assert_eq(place->number, m->places[i]->number,
			     "%s, %s: r%u in place %zu, not r%u", about, key, place->number,
			     i, m->places[i]->number);
		cr_assert_eq(place->corrects ? place->corrects->number : 0,
			     m->places[i]->corrects, "%s, %s r%u", about, key,
			     place->number);
		cr_assert_null(place->corrected_by);
	}
}

static void compare_all_with_model(const int *as_of, const int *as_known, const char *about)
{
	nlog_history *history = load(as_of, as_known);

	for (unsigned n = 0; n < NOTICES; n++) {
		model m = model_of(n, as_of, as_known);

		compare_with_model(history, n, &m, about);
	}
	nlog_history_free(history);
}

Test(clocks, agree_with_a_model_of_both)
{
	char about[64];

	generate(24, EVENTS_MAX);
	for (int as_known = -1; as_known <= EVENTS_MAX / 2; as_known++) {
		snprintf(about, sizeof(about), "known on day %d", as_known);
		compare_all_with_model(NULL, &as_known, about);
		for (int as_of = 0; as_of < DAYS; as_of += 3) {
			snprintf(about, sizeof(about), "issued by day %d, known on %d",
				 as_of, as_known);
			compare_all_with_model(&as_of, &as_known, about);
		}
	}
}

Test(clocks, agree_with_the_model_over_many_histories)
{
	for (uint64_t seed = 1; seed <= 12; seed++) {
		char about[32];

		generate(seed, 12);
		snprintf(about, sizeof(about), "seed %u", (unsigned)seed);
		compare_all_with_model(NULL, NULL, about);
		store_fixture_end(&fixture);
		store_fixture_begin(&fixture);
	}
}

/* Skew is found by the model's own look at the events. */
Test(clocks, report_each_commit_whose_clock_was_wrong_once)
{
	nlog_history_view view = {.has_now = true};
	nlog_history *history = NULL;
	size_t skewed = 0, ahead = 0, found = 0;

	generate(7, EVENTS_MAX);
	view.now.seconds = events[EVENTS_MAX - 4].recorded - DAY_SECONDS;
	for (size_t i = 0; i < event_count; i++) {
		bool back = i && events[i].recorded < events[i - 1].recorded;

		skewed += back;
		ahead += !back && events[i].recorded > view.now.seconds + DAY_SECONDS;
	}
	cr_assert_gt(skewed, 0);
	cr_assert_gt(ahead, 0);
	cr_assert_eq(nlog_history_load_view(&history, fixture.store, &view, &fixture.err),
		     0);
	for (size_t i = 0; i < nlog_history_findings(history)->count; i++)
		found += strcmp(nlog_history_findings(history)->items[i].rule->id,
				"history.clock-skew") == 0;
	cr_expect_eq(found, skewed + ahead, "%zu findings, not %zu + %zu", found, skewed,
		     ahead);
	nlog_history_free(history);
}

Test(clocks, give_the_checkpoint_that_was_known)
{
	nlog_str then = NLOG_STR_INIT, now = NLOG_STR_INIT;
	nlog_history *history;
	int day;

	generate(3, 10);
	history = load(NULL, NULL);
	nlog_history_add_checkpoint(&then, history);
	day = (int)(events[9].recorded / DAY_SECONDS) - first_day().day;
	nlog_history_free(history);
	/* What comes later is not in the line of that day. */
	for (unsigned i = 0; i < 2; i++) {
		event later = {.notice = 0,
			       .number = 20 + i,
			       .issued = 3,
			       .recorded = (int64_t)(first_day().day + 90) * DAY_SECONDS,
			       .seats = 500 + i,
			       .kind = "amendment",
			       .author = "Reiko Amano"};

		commit(&later);
	}
	history = load(NULL, &day);
	nlog_history_add_checkpoint(&now, history);
	cr_expect_str_eq(nlog_str_text(&now), nlog_str_text(&then));
	nlog_history_free(history);
	nlog_str_clear(&then);
	nlog_str_clear(&now);
}

/* Blame, told from the model: who set the seats, and how often. */
Test(clocks, blame_as_the_model_does)
{
	for (uint64_t seed = 40; seed < 44; seed++) {
		nlog_history *history;

		generate(seed, 16);
		history = load(NULL, NULL);
		for (unsigned n = 0; n < NOTICES; n++) {
			model m = model_of(n, NULL, NULL);
			char key[KEY_ROOM];
			const nlog_dossier *dossier =
				nlog_history_find(history, nlog_slice_of(key_of(n, key)));
			nlog_blame blame;

			if (!dossier)
				continue;
			cr_assert_eq(nlog_blame_load(&blame, history, dossier,
						     nlog_dossier_latest(dossier),
						     &fixture.err),
				     0, "%s", fixture.err.text);
			cr_assert_eq(nlog_blame_select(&blame,
						       nlog_history_register(history),
						       NLOG_SLICE("overseas_participants"),
						       &fixture.err),
				     0);
			cr_assert_eq(blame.count, 1);
			cr_expect_eq(json_integer_value(blame.rows[0].value),
				     m.places[m.count - 1]->seats);
			cr_expect_eq(blame.rows[0].set_by->number,
				     m.places[m.count - 1]->number);
			cr_expect_eq(blame.rows[0].amended, m.count - 1);
			cr_assert_eq(json_array_size(blame.rows[0].earlier), m.count - 1);
			for (size_t i = 0; i + 1 < m.count; i++)
				cr_expect_eq(
					json_integer_value(json_object_get(
						json_array_get(blame.rows[0].earlier, i),
						"value")),
					m.places[i]->seats);
			nlog_blame_clear(&blame);
		}
		nlog_history_free(history);
		store_fixture_end(&fixture);
		store_fixture_begin(&fixture);
	}
}

/* Events by hand: notice, number, corrects, issued, seats, kind. */
static void record_events(const event *given, size_t count)
{
	event_count = 0;
	for (size_t i = 0; i < count; i++) {
		event *e = &events[event_count++];

		*e = given[i];
		e->recorded = (int64_t)(first_day().day + (int)i) * DAY_SECONDS;
		e->author = i % 2 ? "Ravi Perera" : "Reiko Amano";
		commit(e);
	}
}

Test(clocks, keep_a_correction_of_a_withdrawal_withdrawn)
{
	static const event given[] = {
		{.number = 1, .issued = 1, .seats = 10, .kind = "issue"},
		{.number = 2, .issued = 4, .seats = 11, .kind = "withdrawal"},
		{.number = 3,
		 .corrects = 2,
		 .issued = 4,
		 .seats = 12,
		 .kind = "correction"},
	};
	nlog_list_filter filter = {.status = NLOG_STATUS_WITHDRAWN};
	nlog_history *history;
	json_t *json = NULL;

	record_events(given, COUNT(given));
	history = load(NULL, NULL);
	cr_assert_eq(nlog_list_to_json(history, &filter, &json, &fixture.err), 0);
	cr_expect_eq(json_array_size(json_object_get(json, "notices")), 1);
	json_decref(json);
	nlog_history_free(history);
}

/* Seats go 10, 12, 11, 10: what is in force at the end of a range against its beginning. */
Test(clocks, name_what_a_range_restored)
{
	static const event given[] = {
		{.number = 1, .issued = 1, .seats = 10, .kind = "issue"},
		{.number = 2, .issued = 3, .seats = 12, .kind = "amendment"},
		{.number = 3, .issued = 5, .seats = 11, .kind = "amendment"},
		{.number = 4, .issued = 7, .seats = 10, .kind = "amendment"},
	};
	static const struct {
		int since, until;
		const char *steps; /* that amended the seats, if they came back */
		size_t count;
		json_int_t delta; /* 0: the seats are what they were */
		bool is_new;
	} rows[] = {
		{0, 9, "2 3 4 ", 3, 0, true}, {2, 9, "2 3 4 ", 3, 0, false},
		{2, 6, "", 2, 1, false},      {4, 9, "", 2, -2, false},
		{0, 2, "", 0, 0, true},       {5, 6, "", 1, -1, false},
	};
	nlog_history *history;

	record_events(given, COUNT(given));
	history = load(NULL, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_filter filter = {
			.has_since = true,
			.since = {first_day().day + rows[i].since},
			.has_until = true,
			.until = {first_day().day + rows[i].until},
		};
		nlog_str steps_said = NLOG_STR_INIT;
		nlog_steps steps;
		json_int_t delta = 0;
		nlog_net net;

		nlog_steps_collect(&steps, history, &filter, NLOG_STEPS_BY_NOTICE);
		cr_assert_eq(nlog_net_load(&net, history, steps.items, steps.count,
					   &fixture.err),
			     0, "%s", fixture.err.text);
		for (size_t r = 0; r < net.restored_count; r++)
			for (size_t s = 0;
			     net.restored[r].field == NLOG_FIELD_OVERSEAS_PARTICIPANTS &&
			     s < net.restored[r].step_count;
			     s++)
				nlog_str_addf(&steps_said, "%u ",
					      net.restored[r].steps[s]->number);
		for (size_t c = 0;
		     net.comparison.diff && c < nlog_diff_count(net.comparison.diff); c++)
			if (nlog_diff_get(net.comparison.diff, c)->field ==
			    NLOG_FIELD_OVERSEAS_PARTICIPANTS)
				delta = json_integer_value(
					json_object_get(nlog_change_detail(nlog_diff_get(
								net.comparison.diff, c)),
							"delta"));
		cr_expect_str_eq(nlog_str_text(&steps_said), rows[i].steps, "row %zu: %s",
				 i, nlog_str_text(&steps_said));
		cr_expect_eq(net.step_count, rows[i].count, "row %zu", i);
		cr_expect_eq(delta, rows[i].delta, "row %zu: %d", i, (int)delta);
		cr_expect_eq(net.is_new, rows[i].is_new, "row %zu", i);
		nlog_net_clear(&net);
		nlog_steps_clear(&steps);
		nlog_str_clear(&steps_said);
	}
	nlog_history_free(history);
}

/* What a correction mended, and behind what a backfill stood, when they were recorded. */
Test(clocks, tell_what_was_recorded_with_what_it_was_compared)
{
	static const event given[] = {
		{.number = 1, .issued = 1, .seats = 10, .kind = "issue"},
		{.number = 2, .issued = 5, .seats = 12, .kind = "amendment"},
		{.number = 3,
		 .corrects = 2,
		 .issued = 5,
		 .seats = 13,
		 .kind = "correction"},
		{.issued = 5, .seats = 12, .kind = "restore"},
		{.number = 4, .issued = 3, .seats = 11, .kind = "backfill"},
		{.number = 5,
		 .corrects = 3,
		 .issued = 2,
		 .seats = 15,
		 .kind = "correction"},
		{.number = 6, .issued = 4, .seats = 16, .kind = "backfill"},
	};
	static const unsigned compared_with[] = {0, 1, 2, 0, 1, 3, 4};
	nlog_history *history;

	record_events(given, COUNT(given));
	history = load(NULL, NULL);
	cr_assert_eq(nlog_history_entries(history), COUNT(given));
	for (size_t i = 0; i < COUNT(given); i++) {
		nlog_recorded recorded;
		const nlog_revision *old;

		cr_assert_eq(nlog_recorded_load(history, i, &recorded, &fixture.err), 0);
		old = recorded.comparison.old_revision;
		cr_expect_eq(recorded.revision != NULL, given[i].number > 0);
		cr_expect_eq(old ? old->number : 0, compared_with[i], "entry %zu: r%u", i,
			     old ? old->number : 0);
		nlog_recorded_clear(&recorded);
	}
	nlog_history_free(history);
}

static size_t count_steps(const nlog_history *history, const nlog_filter *filter)
{
	nlog_steps steps;
	size_t count;

	nlog_steps_collect(&steps, history, filter, NLOG_STEPS_BY_ISSUE);
	cr_assert_eq(nlog_steps_select(&steps, history, filter, &fixture.err), 0);
	count = steps.count;
	nlog_steps_clear(&steps);
	return count;
}

Test(clocks, filter_steps)
{
	static const event given[] = {
		{.number = 1, .issued = 1, .seats = 10, .kind = "issue"},
		{.number = 2, .issued = 3, .seats = 12, .kind = "amendment"},
		{.notice = 1, .number = 1, .issued = 5, .seats = 11, .kind = "issue"},
		{.number = 3, .issued = 7, .seats = 9, .kind = "amendment"},
	};
	static const struct {
		nlog_filter filter;
		size_t count;
	} rows[] = {
		{{.rules = "seats"}, 2},
		{{.rules = "seats.increased"}, 1},
		{{.rules = "seats.increased, seats.decreased"}, 2},
		{{.rules = "seat"}, 0},
		{{.rules = "seats.increase"}, 0},
		{{.severities = "action"}, 2},
		{{.severities = "editorial"}, 0},
		{{.severities = "editorial,administrative"}, 4},
		{{.fields = "overseas_participants"}, 2},
		{{.fields = "date_of_issue"}, 2},
		{{.rules = "seats", .fields = "date_of_issue"}, 0},
		{{.author = "perera"}, 2},
		{{.author = "PERERA"}, 2},
		{{.author = "clerk@example"}, 4},
		{{.author = "nobody"}, 0},
		{{.rules = "seats", .author = "amano"}, 0},
	};
	nlog_history *history;

	record_events(given, COUNT(given));
	history = load(NULL, NULL);
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(count_steps(history, &rows[i].filter), rows[i].count,
			     "row %zu: %zu", i, count_steps(history, &rows[i].filter));
	nlog_history_free(history);
}

Test(clocks, refuse_filters_for_what_there_is_not)
{
	static const struct {
		nlog_filter filter;
		int rc;
	} rows[] = {
		{{.rules = "timing"}, 0},
		{{.rules = "timing.extended,host"}, 0},
		{{.rules = "timing,nothing"}, NLOG_EUSAGE},
		{{.rules = ""}, NLOG_EUSAGE},
		{{.rules = "timing,"}, NLOG_EUSAGE},
		{{.severities = "action,off"}, 0},
		{{.severities = "grave"}, NLOG_EUSAGE},
		{{.fields = "timing, other"}, 0},
		{{.fields = "closing date"}, NLOG_EUSAGE},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(nlog_filter_check(&rows[i].filter, &fixture.err), rows[i].rc,
			     "row %zu", i);
}

static nlog_notice *notice_for(const char *hosts, const char *invited, const char *excluded)
{
	json_t *members = json_pack("{s:s}", "title", "Workshop");
	nlog_notice *notice = NULL;

	if (hosts)
		json_object_set_new(members, "hosting_countries", json_pack("[s]", hosts));
	if (invited)
		json_object_set_new(members, "participating_countries",
				    json_pack("[s]", invited));
	if (excluded)
		json_object_set_new(members, "excluded_countries",
				    json_pack("[s]", excluded));
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &fixture.err), 0, "%s",
		     fixture.err.text);
	return notice;
}

Test(clocks, know_whom_a_notice_concerns)
{
	static const struct {
		const char *hosts, *invited, *excluded, *country, *issued;
		bool concerns;
	} rows[] = {
		{"Fiji", NULL, NULL, "FJ", "2024-01-01", true},
		{"Fiji", NULL, NULL, "NP", "2024-01-01", false},
		{"Fiji", "Nepal", NULL, "NP", "2024-01-01", true},
		{"Fiji", NLOG_ALL_MEMBERS, NULL, "NP", "2024-01-01", true},
		{"Fiji", NLOG_ALL_MEMBERS, "Nepal", "NP", "2024-01-01", false},
		{"Nepal", NLOG_ALL_MEMBERS, "Nepal", "NP", "2024-01-01", true},
		/* By the roster of the day. */
		{"Fiji", NLOG_ALL_MEMBERS, NULL, "TR", "2019-12-31", false},
		{"Fiji", NLOG_ALL_MEMBERS, NULL, "TR", "2020-01-01", true},
		{"Fiji", NLOG_ALL_MEMBERS, NULL, "HK", "2024-01-01", false},
		{"Fiji", "Hong Kong", NULL, "HK", "2024-01-01", true},
	};
	nlog_register *reg = NULL;

	nlog_register_builtin(&reg);
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_notice *notice =
			notice_for(rows[i].hosts, rows[i].invited, rows[i].excluded);
		const nlog_economy *country =
			nlog_register_find_economy(reg, nlog_slice_of(rows[i].country));
		nlog_date issued = {0};

		cr_assert_not_null(country);
		cr_assert(nlog_date_from_iso(&issued, nlog_slice_of(rows[i].issued)));
		cr_expect_eq(nlog_notice_concerns(notice, country, issued),
			     rows[i].concerns, "row %zu", i);
		nlog_notice_free(notice);
	}
	nlog_register_free(reg);
}

/* Take away what RFC 4180 and the mark against formulas added. */
static void unescape(nlog_str *out, nlog_slice cell)
{
	nlog_str bare = NLOG_STR_INIT;
	bool is_quoted = cell.len && cell.data[0] == '"';
	nlog_slice text;

	for (size_t i = is_quoted; i + is_quoted < cell.len; i++) {
		nlog_str_addc(&bare, cell.data[i]);
		if (is_quoted && cell.data[i] == '"') {
			cr_assert_eq(cell.data[i + 1], '"', "a quote is doubled");
			i++;
		}
	}
	text = nlog_str_slice(&bare);
	nlog_str_add_slice(out,
			   nlog_slice_starts(text, "'") ? nlog_slice_from(text, 1) : text);
	nlog_str_clear(&bare);
}

Test(clocks, csv_cells_are_data_and_can_be_read_back)
{
	static const struct {
		const char *data, *cell;
	} rows[] = {
		{"plain", "plain"},
		{"", ""},
		{"a,b", "\"a,b\""},
		{"say \"so\"", "\"say \"\"so\"\"\""},
		{"two\nlines", "\"two\nlines\""},
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{" =1", "' =1"},
		{"'quoted", "''quoted"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠A", "'＠A"},
		{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
		{"a=b", "a=b"},
		{"10–12 June", "10–12 June"},
	};
	const nlog_format *csv = nlog_format_named(NLOG_SLICE("csv"));

	cr_assert_not_null(csv);
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_report report = NLOG_REPORT_INIT;
		nlog_str out = NLOG_STR_INIT, back = NLOG_STR_INIT;
		nlog_slice cell;

		nlog_report_add_block(&report, NLOG_BLOCK_TEXT, "not a table");
		nlog_report_add_block(&report, NLOG_BLOCK_TABLE, rows[i].data);
		nlog_render(&out, &report, csv, NULL);
		cr_assert(nlog_slice_ends(nlog_str_slice(&out), "\r\n"));
		cell = (nlog_slice){nlog_str_text(&out), out.len - 2};
		cr_expect(nlog_slice_is(cell, rows[i].cell), "row %zu: %s", i,
			  nlog_str_text(&out));
		unescape(&back, cell);
		cr_expect_str_eq(nlog_str_text(&back), rows[i].data, "row %zu", i);
		nlog_report_clear(&report);
		nlog_str_clear(&out);
		nlog_str_clear(&back);
	}
}
