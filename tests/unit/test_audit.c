/* The audit: its figures against a naive count, notice given, series, and what is judged otherwise. */
#include <noticelog/audit.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/reclassify.h>
#include <noticelog/record.h>
#include <stdio.h>
#include <string.h>

#include "generate.h"
#include "store_fixture.h"
#include <noticelog/parallel.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Minutes of the fixture's clock, which begins on 2 May 2025. */
#define DAYS(count) ((count)*24u * 60u)

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

TestSuite(audit, .init = begin, .fini = end);

/* ---- a register by hand */

/* One revision; members that are NULL are left out. */
typedef struct {
	const char *key;
	unsigned revision;
	const char *issued;
	unsigned minute;
	const char *members; /* JSON, without code and issue */
} given;

/* @return the stored form of members in JSON, with their code and date of issue; owned */
static char *stored(const given *one)
{
	json_error_t why;
	json_t *members = json_loads(one->members, 0, &why);
	nlog_notice *notice = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str text = NLOG_STR_INIT;

	cr_assert_not_null(members, "%s: %s", one->members, why.text);
	if (!json_object_get(members, "project_code"))
		json_object_set_new(members, "project_code", json_string(one->key));
	json_object_set_new(members, "date_of_issue", json_string(one->issued));
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s",
		     err.text);
	nlog_notice_write(&text, notice);
	nlog_notice_free(notice);
	return nlog_str_detach(&text);
}

/* Record revisions in one run; those without a key are left out. */
static void record(const given *revisions, size_t count)
{
	char commit[NLOG_OID_SIZE];
	nlog_write *write = NULL;

	cr_assert_eq(nlog_write_begin(&write, fixture.store, 5, &fixture.err), 0);
	for (size_t i = 0; i < count && revisions[i].key; i++) {
		const given *one = &revisions[i];
		char *text = stored(one);
		store_step step = {
			.key = one->key,
			.kind = one->revision == 1 ? "issue" : "amendment",
			.notice = text,
			.revision = one->revision,
			.issued = one->issued,
			.minute = one->minute,
		};

		cr_assert_eq(store_fixture_commit(write, &step, commit, &fixture.err), 0,
			     "%s", fixture.err.text);
		nlog_free(text);
	}
	cr_assert_eq(nlog_write_publish(write, &fixture.err), 0);
	nlog_write_end(write);
}

static nlog_history *load(void)
{
	nlog_history *history = NULL;

	cr_assert_eq(nlog_history_load(&history, fixture.store, &fixture.err), 0, "%s",
		     fixture.err.text);
	return history;
}

static void run(nlog_audit *audit, const nlog_history *history, nlog_audit_options options)
{
	static const nlog_filter none = NLOG_FILTER_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	if (!options.filter)
		options.filter = &none;
	cr_assert_eq(nlog_filter_check(options.filter, &err), 0, "%s", err.text);
	cr_assert_eq(nlog_audit_run(audit, history, &options, &err), 0, "%s", err.text);
}

/* ---- the figures */

#define GENERATED_NOTICES 8
#define GENERATED_REVISIONS 5

/* Random notices, each edited again and again, recorded in turn. */
static void generate(uint64_t seed)
{
	nlog_test_random random = nlog_test_seed(seed);
	nlog_notice *notices[GENERATED_NOTICES] = {NULL};
	char commit[NLOG_OID_SIZE], key[32], issued[16];
	nlog_write *write = NULL;

	cr_assert_eq(nlog_write_begin(&write, fixture.store, 5, &fixture.err), 0);
	for (unsigned r = 0; r < GENERATED_REVISIONS; r++)
		for (size_t n = 0; n < GENERATED_NOTICES; n++) {
			nlog_notice *next = notices[n]
						    ? nlog_test_edited(&random, notices[n])
						    : nlog_test_notice(&random);
			nlog_str text = NLOG_STR_INIT;

			if (nlog_test_chance(&random, 20)) {
				nlog_notice_free(next);
				continue;
			}
			snprintf(key, sizeof(key), "25-%s-%02zu-GE-WSP",
				 n % 2 ? "IN" : "CL", n);
			snprintf(issued, sizeof(issued), "2025-%02u-%02u",
				 1 + (unsigned)nlog_test_below(&random, 12),
				 1 + (unsigned)nlog_test_below(&random, 28));
			nlog_notice_write(&text, next);
			cr_assert_eq(store_fixture_commit(
					     write,
					     &(store_step){.key = key,
							   .kind = notices[n] ? "amendment"
									      : "issue",
							   .notice = nlog_str_text(&text),
							   .revision = 0,
							   .issued = issued,
							   .minute = r * 100 + (unsigned)n},
					     commit, &fixture.err),
				     0, "%s", fixture.err.text);
			nlog_str_clear(&text);
			nlog_notice_free(notices[n]);
			notices[n] = next;
		}
	cr_assert_eq(nlog_write_publish(write, &fixture.err), 0);
	nlog_write_end(write);
	for (size_t n = 0; n < GENERATED_NOTICES; n++)
		nlog_notice_free(notices[n]);
}

static void add_to(json_t *counts, const char *name)
{
	json_object_set_new(
		counts, name,
		json_integer(1 + json_integer_value(json_object_get(counts, name))));
}

static json_int_t counted(const json_t *counts, const char *name)
{
	return json_integer_value(json_object_get(counts, name));
}

/* Counted without any of the audit's code: amendments by name, everything under a prefix. */
static void count_naively(const nlog_history *history, json_t *counts)
{
	for (size_t d = 0; d < nlog_history_count(history); d++) {
		const nlog_dossier *dossier = nlog_history_get(history, d);

		add_to(counts, "notices");
		for (size_t i = 0; i < dossier->official_count; i++) {
			nlog_comparison comparison;
			char month[16], name[64];
			int year, m, day;

			cr_assert_eq(nlog_history_compare(
					     history, dossier,
					     i ? dossier->official[i - 1] : NULL,
					     dossier->official[i], &comparison, NULL),
				     0);
			nlog_date_split(dossier->official[i]->issued, &year, &m, &day);
			snprintf(month, sizeof(month), "%04d-%02d", year, m);
			add_to(counts, "revisions");
			snprintf(name, sizeof(name), "revisions of %s", month);
			add_to(counts, name);
			if (i && nlog_amendments_count(comparison.amendments)) {
				add_to(counts, "amended");
				snprintf(name, sizeof(name), "amended %s", dossier->key);
				add_to(counts, name);
			}
			for (size_t a = 0; a < nlog_amendments_count(comparison.amendments);
			     a++) {
				const nlog_amendment *amendment =
					nlog_amendments_get(comparison.amendments, a);

				add_to(counts, "amendments");
				add_to(counts, amendment->rule->id);
				add_to(counts, nlog_severity_name(amendment->severity));
				snprintf(name, sizeof(name), "declared %d",
					 (int)amendment->declared);
				add_to(counts, name);
				snprintf(name, sizeof(name), "amendments of %s", month);
				add_to(counts, name);
			}
			for (size_t f = 0; f < comparison.checks.count; f++)
				add_to(counts, comparison.checks.items[f].rule->id);
			nlog_comparison_clear(&comparison);
		}
	}
}

/* Every number of the audit against the same number counted naively. */
static void compare_counts(const nlog_audit *audit, const json_t *counts, uint64_t seed)
{
	const nlog_audit_tally *all = &audit->statistics.all;
	const nlog_audit_groups *groups = audit->statistics.groups;
	char name[64];

	cr_expect_eq((json_int_t)all->notices, counted(counts, "notices"));
	cr_expect_eq((json_int_t)all->revisions, counted(counts, "revisions"));
	cr_expect_eq((json_int_t)all->amended, counted(counts, "amended"));
	cr_expect_eq((json_int_t)all->amendments, counted(counts, "amendments"));
	cr_expect_eq(audit->count, all->amendments);
	for (nlog_severity s = NLOG_SEVERITY_OFF; s <= NLOG_SEVERITY_ACTION; s++)
		cr_expect_eq((json_int_t)all->severities[s],
			     counted(counts, nlog_severity_name(s)), "seed %zu",
			     (size_t)seed);
	for (int s = 0; s <= NLOG_UNCHECKED; s++) {
		snprintf(name, sizeof(name), "declared %d", s);
		cr_expect_eq((json_int_t)all->declared[s], counted(counts, name), "%s",
			     name);
	}
	for (size_t i = 0; i < nlog_rules_count(); i++) {
		const char *id = nlog_rules_get(i)->id;
		json_int_t found = 0;

		for (size_t g = 0; g < groups[NLOG_AUDIT_BY_RULE].count; g++)
			if (strcmp(groups[NLOG_AUDIT_BY_RULE].items[g].name, id) == 0)
				found = (json_int_t)groups[NLOG_AUDIT_BY_RULE]
						.items[g]
						.tally.amendments;
		cr_expect_eq(found, counted(counts, id), "%s", id);
	}
	for (size_t g = 0; g < groups[NLOG_AUDIT_BY_MONTH].count; g++) {
		const nlog_audit_group *month = &groups[NLOG_AUDIT_BY_MONTH].items[g];

		snprintf(name, sizeof(name), "revisions of %s", month->name);
		cr_expect_eq((json_int_t)month->tally.revisions, counted(counts, name));
		snprintf(name, sizeof(name), "amendments of %s", month->name);
		cr_expect_eq((json_int_t)month->tally.amendments, counted(counts, name));
	}
	for (size_t g = 0; g < groups[NLOG_AUDIT_BY_NOTICE].count; g++) {
		const nlog_audit_group *notice = &groups[NLOG_AUDIT_BY_NOTICE].items[g];

		snprintf(name, sizeof(name), "amended %s", notice->name);
		cr_expect_eq((json_int_t)notice->tally.amended, counted(counts, name));
	}
}

/* Sums over the groups of a revision's own are the whole. */
static void compare_sums(const nlog_audit *audit)
{
	static const nlog_audit_grouping parts[] = {NLOG_AUDIT_BY_MONTH, NLOG_AUDIT_BY_YEAR,
						    NLOG_AUDIT_BY_PROGRAMME,
						    NLOG_AUDIT_BY_NOTICE};
	const nlog_audit_statistics *statistics = &audit->statistics;

	for (size_t p = 0; p < COUNT(parts); p++) {
		const nlog_audit_groups *groups = &statistics->groups[parts[p]];
		size_t revisions = 0, amendments = 0, amended = 0;

		for (size_t g = 0; g < groups->count; g++) {
			revisions += groups->items[g].tally.revisions;
			amendments += groups->items[g].tally.amendments;
			amended += groups->items[g].tally.amended;
			cr_expect(g == 0 || strcmp(groups->items[g - 1].name,
						   groups->items[g].name) < 0);
		}
		cr_expect_eq(revisions, statistics->all.revisions);
		cr_expect_eq(amendments, statistics->all.amendments);
		cr_expect_eq(amended, statistics->all.amended);
	}
	cr_expect_eq(statistics->groups[NLOG_AUDIT_BY_PROGRAMME].count, 2);
	for (size_t b = 0, sum = 0; b < NLOG_AUDIT_BUCKETS; b++) {
		sum += statistics->buckets[b];
		if (b + 1 == NLOG_AUDIT_BUCKETS)
			cr_expect_eq(sum, statistics->given_count);
	}
}

Test(audit, counts_as_a_naive_count_does)
{
	for (uint64_t seed = 1; seed <= 2; seed++) {
		json_t *counts = json_object();
		nlog_history *history;
		nlog_audit audit;
		json_int_t findings = 0;

		generate(seed);
		history = load();
		count_naively(history, counts);
		cr_assert_gt(counted(counts, "amended"), 10);
		run(&audit, history, (nlog_audit_options){.filter = NULL});
		compare_counts(&audit, counts, seed);
		compare_sums(&audit);
		for (size_t i = 0; i < nlog_checks_count(); i++)
			findings += counted(counts,
					    nlog_finding_rule_of(nlog_checks_get(i))->id);
		cr_expect_geq((json_int_t)nlog_audit_finding_count(&audit), findings);
		nlog_audit_clear(&audit);
		nlog_history_free(history);
		json_decref(counts);
		if (seed == 1) {
			end();
			begin();
		}
	}
}

/* ---- a step of which everything is known */

#define FIRST                                                                              \
	"{\"title\": \"Workshop on Cold Storage\", \"timing\": "                           \
	"[\"2025-09-01/2025-09-03\"], \"closing_dates\": [\"2025-05-20\"], "               \
	"\"hosting_countries\": [\"Fiji\"], \"venue_cities\": [\"Suva\"]}"
#define SECOND                                                                             \
	"{\"title\": \"Workshop on Cold Storage\", \"timing\": "                           \
	"[\"2025-10-06/2025-10-08\"], \"closing_dates\": [\"2025-06-30\"], "               \
	"\"hosting_countries\": [\"Fiji\"], \"venue_cities\": [\"Nadi\"], \"remarks\": "   \
	"[\"The timing has been changed from 1-3 September 2025 to 6-8 October 2025.\"]}"

static void record_step(const char *issued, unsigned minute)
{
	const given revisions[] = {
		{"25-CL-01-GE-WSP", 1, "2025-05-02", 0, FIRST},
		{"25-CL-01-GE-WSP", 2, issued, minute, SECOND},
	};

	record(revisions, COUNT(revisions));
}

static void gather(nlog_slice piece, void *data)
{
	nlog_str_add_slice(data, piece);
}

/* What is written in pieces is the stored form of one value. @return that, owned */
static json_t *json_of(const nlog_audit *audit, nlog_str *text)
{
	nlog_error err = NLOG_ERROR_INIT;
	unsigned line, column;
	json_t *json = NULL;

	nlog_audit_write_json(audit, gather, text);
	cr_assert_eq(nlog_json_read(&json, NULL, nlog_str_slice(text), NLOG_JSON_ANY, &err),
		     0, "%s", err.text);
	cr_expect(nlog_json_is_stored_form(nlog_str_slice(text), json, &line, &column),
		  "%u:%u", line, column);
	return json;
}

static const nlog_audit_row *row_of(const nlog_audit *audit, const char *rule)
{
	for (size_t i = 0; i < audit->count; i++)
		if (strcmp(audit->rows[i].rule->id, rule) == 0)
			return &audit->rows[i];
	return NULL;
}

/* Every way of sharing the work out gives the same bytes. */
Test(audit, is_the_same_in_any_number_of_threads)
{
	static const size_t jobs[] = {2, 3, 7, NLOG_JOBS_MAX};
	nlog_history *history;
	nlog_audit alone;
	nlog_str expected = NLOG_STR_INIT;

	generate(5);
	history = load();
	run(&alone, history, (nlog_audit_options){.jobs = 1});
	json_decref(json_of(&alone, &expected));
	for (size_t i = 0; i < sizeof(jobs) / sizeof(*jobs); i++) {
		nlog_audit shared;
		nlog_str text = NLOG_STR_INIT;

		run(&shared, history, (nlog_audit_options){.jobs = jobs[i]});
		json_decref(json_of(&shared, &text));
		cr_expect_str_eq(nlog_str_text(&text), nlog_str_text(&expected),
				 "%zu threads", jobs[i]);
		nlog_str_clear(&text);
		nlog_audit_clear(&shared);
	}
	nlog_str_clear(&expected);
	nlog_audit_clear(&alone);
	nlog_history_free(history);
}

Test(audit, without_details_everything_else_is_the_same)
{
	nlog_history *history;
	nlog_audit whole, brief;

	generate(5);
	history = load();
	run(&whole, history, (nlog_audit_options){.jobs = 1});
	run(&brief, history, (nlog_audit_options){.jobs = 1, .omits_details = true});
	cr_assert_gt(whole.count, 0);
	cr_assert_eq(brief.count, whole.count);
	for (size_t i = 0; i < whole.count; i++) {
		const nlog_audit_row *a = &whole.rows[i], *b = &brief.rows[i];

		cr_expect_str_eq(b->id, a->id);
		cr_expect_str_eq(b->summary, a->summary);
		cr_expect_eq(b->has_given, a->has_given);
		cr_expect_eq(b->given_days, a->given_days);
		cr_expect_eq(b->extension, a->extension);
		cr_assert_not_null(a->details);
		cr_expect_not_null(a->details->facts);
		cr_expect_null(b->details);
	}
	nlog_audit_clear(&whole);
	nlog_audit_clear(&brief);
	nlog_history_free(history);
}

/* Rows that are left out are those of the end, and they are counted all the same. */
Test(audit, without_what_is_not_asked_the_others_and_all_figures_are_the_same)
{
	nlog_history *history;
	nlog_audit whole, brief;
	size_t asked = 0;

	generate(6);
	history = load();
	run(&whole, history, (nlog_audit_options){.jobs = 1});
	run(&brief, history, (nlog_audit_options){.jobs = 2, .omits_unasked = true});
	while (asked < whole.count && whole.rows[asked].declared != NLOG_DECLARED_NA)
		asked++;
	cr_assert_gt(asked, 0);
	cr_assert_lt(asked, whole.count);
	cr_assert_eq(brief.count, asked);
	for (size_t i = 0; i < asked; i++) {
		cr_expect_str_eq(brief.rows[i].id, whole.rows[i].id);
		cr_expect_str_eq(brief.rows[i].summary, whole.rows[i].summary);
	}
	for (nlog_audit_grouping g = 0; g < NLOG_AUDIT_GROUPINGS; g++) {
		const nlog_audit_groups *a = &whole.statistics.groups[g],
					*b = &brief.statistics.groups[g];

		cr_assert_eq(a->count, b->count);
		for (size_t i = 0; i < a->count; i++) {
			cr_expect_str_eq(a->items[i].name, b->items[i].name);
			cr_expect_eq(memcmp(&a->items[i].tally, &b->items[i].tally,
					    sizeof(a->items[i].tally)),
				     0);
		}
	}
	nlog_audit_clear(&whole);
	nlog_audit_clear(&brief);
	nlog_history_free(history);
}

/* The chart and JSON count what each month has of each rule; so do the rows. */
Test(audit, counts_the_rules_of_each_month)
{
	nlog_history *history;
	nlog_audit audit;
	const nlog_audit_groups *months;

	generate(4);
	history = load();
	run(&audit, history, (nlog_audit_options){.jobs = 2});
	months = &audit.statistics.groups[NLOG_AUDIT_BY_MONTH];
	cr_assert_gt(months->count, 0);
	for (size_t i = 0; i < audit.count; i++) {
		nlog_str day = NLOG_STR_INIT;
		size_t m = 0;

		nlog_date_add_iso(&day, audit.rows[i].revision->issued);
		while (m < months->count &&
		       !nlog_slice_starts(nlog_str_slice(&day), months->items[m].name))
			m++;
		cr_assert_lt(m, months->count);
		months->items[m].rules[nlog_rules_place(audit.rows[i].rule)]--;
		nlog_str_clear(&day);
	}
	for (size_t m = 0; m < months->count; m++)
		for (size_t r = 0; r < nlog_rules_count(); r++) {
			cr_expect_eq(months->items[m].rules[r], 0);
			cr_expect_eq(nlog_rules_place(nlog_rules_get(r)), r);
		}
	nlog_audit_clear(&audit);
	nlog_history_free(history);
}

Test(audit, counts_days_from_the_later_of_issue_and_recording)
{
	static const struct {
		const char *issued;
		unsigned recorded; /* days after 2 May 2025 */
		int32_t days;      /* to 6 October 2025 */
		nlog_audit_extension extension;
	} cases[] = {
		{"2025-05-12", 10, 147, NLOG_AUDIT_OPEN},
		{"2025-05-20", 10, 139, NLOG_AUDIT_OPEN}, /* the last day is not past */
		{"2025-05-21", 10, 138, NLOG_AUDIT_PASSED},
		{"2025-05-12", 100, 57, NLOG_AUDIT_OPEN}, /* recorded on 10 August */
		{"2025-10-06", 10, 0, NLOG_AUDIT_PASSED},
		{"2025-05-12", 158, -1, NLOG_AUDIT_OPEN}, /* recorded on 7 October */
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		static const char *const dated[] = {"timing.rescheduled", "venue.changed",
						    "closing_date.extended"};
		nlog_history *history;
		nlog_audit audit;

		if (i) {
			end();
			begin();
		}
		record_step(cases[i].issued, DAYS(cases[i].recorded));
		history = load();
		run(&audit, history, (nlog_audit_options){.filter = NULL});
		for (size_t r = 0; r < COUNT(dated); r++) {
			const nlog_audit_row *row = row_of(&audit, dated[r]);

			cr_assert_not_null(row, "%s", dated[r]);
			cr_expect(row->has_given, "%s", dated[r]);
			cr_expect_eq(row->given_days, cases[i].days, "case %zu: %d", i,
				     (int)row->given_days);
			cr_expect_eq(row->extension,
				     strcmp(dated[r], "closing_date.extended")
					     ? NLOG_AUDIT_NO_EXTENSION
					     : cases[i].extension,
				     "case %zu", i);
		}
		cr_expect(!row_of(&audit, "notice.issued")->has_given);
		cr_expect(!row_of(&audit, "remarks.changed")->has_given);
		cr_expect_eq(audit.statistics.given_count, 1, "one revision, told once");
		cr_expect_eq(nlog_audit_median(&audit.statistics), cases[i].days);
		cr_expect_eq(audit.statistics.extended, 1);
		cr_expect_eq(audit.statistics.extended_late,
			     cases[i].extension == NLOG_AUDIT_PASSED);
		nlog_audit_clear(&audit);
		nlog_history_free(history);
	}
}

Test(audit, tells_what_was_not_announced_first)
{
	nlog_history *history;
	nlog_audit audit;

	record_step("2025-05-12", DAYS(10));
	history = load();
	run(&audit, history, (nlog_audit_options){.filter = NULL});
	cr_assert_gt(audit.count, 3);
	cr_expect_eq(audit.rows[0].declared, NLOG_UNDECLARED);
	cr_expect_eq(audit.rows[audit.count - 1].declared, NLOG_DECLARED_NA);
	cr_expect_eq(row_of(&audit, "timing.rescheduled")->declared, NLOG_DECLARED);
	cr_expect_eq(row_of(&audit, "venue.changed")->declared, NLOG_UNDECLARED);
	cr_expect_eq(audit.statistics.all.declared[NLOG_DECLARED_NA],
		     2 /* first issue, dated anew */);
	nlog_audit_clear(&audit);
	nlog_history_free(history);
}

Test(audit, keeps_what_a_filter_asks_for_and_its_denominators)
{
	static const struct {
		nlog_audit_options options;
		nlog_filter filter;
		const char *only; /* the one rule that is left; NULL: none */
	} cases[] = {
		{{.filter = NULL}, {.rules = "venue"}, "venue.changed"},
		{{.filter = NULL}, {.fields = "closing_dates"}, "closing_date.extended"},
		{{.from_value = "suva"}, {.rules = NULL}, "venue.changed"},
		{{.to_value = "Nadi"}, {.rules = NULL}, "venue.changed"},
		{{.from_value = "Nadi"}, {.rules = NULL}, NULL},
		{{.to_value = "30 June 2025"}, {.rules = NULL}, "closing_date.extended"},
		{{.to_value = "2025-06-30"}, {.rules = NULL}, "closing_date.extended"},
		{{.from_value = "1 September"}, {.rules = "timing"}, NULL},
		{{.from_value = "2025-09-01"}, {.rules = NULL}, "timing.rescheduled"},
		{{.filter = NULL},
		 {.declared = "misdeclared,phantom", .rules = NULL},
		 NULL},
		{{.filter = NULL},
		 {.declared = "undeclared", .rules = "venue"},
		 "venue.changed"},
		{{.filter = NULL}, {.declared = "declared", .rules = "venue"}, NULL},
		{{.filter = NULL},
		 {.declared = "none", .rules = "notice"},
		 "notice.issued"},
	};
	nlog_history *history;

	record_step("2025-05-12", DAYS(10));
	history = load();
	for (size_t i = 0; i < COUNT(cases); i++) {
		nlog_audit_options options = cases[i].options;
		nlog_audit audit;

		options.filter = &cases[i].filter;
		run(&audit, history, options);
		cr_expect_eq(audit.count, cases[i].only != NULL, "case %zu: %zu rows", i,
			     audit.count);
		if (audit.count && cases[i].only)
			cr_expect_str_eq(audit.rows[0].rule->id, cases[i].only, "case %zu",
					 i);
		cr_expect_eq(audit.statistics.all.revisions, 2, "case %zu", i);
		cr_expect_eq(audit.statistics.all.notices, 1);
		nlog_audit_clear(&audit);
	}
	nlog_history_free(history);
}

Test(audit, refuses_states_that_there_are_not)
{
	static const char *const wrong[] = {"maybe", "", "declared,", "Declared", "off"};
	static const char *const right[] = {"declared", "undeclared, misdeclared",
					    "phantom,unchecked,none"};
	nlog_error err = NLOG_ERROR_INIT;

	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_expect_eq(nlog_filter_check(&(nlog_filter){.declared = wrong[i]}, &err),
			     NLOG_EUSAGE, "%s", wrong[i]);
	for (size_t i = 0; i < COUNT(right); i++)
		cr_expect_eq(nlog_filter_check(&(nlog_filter){.declared = right[i]}, &err),
			     0, "%s", right[i]);
}

Test(audit, of_an_empty_register_is_empty)
{
	nlog_history *history = load();
	nlog_audit audit;
	json_t *json;
	nlog_str text = NLOG_STR_INIT;

	run(&audit, history, (nlog_audit_options){.filter = NULL});
	cr_expect_eq(audit.count, 0);
	cr_expect_eq(audit.statistics.all.revisions, 0);
	cr_expect_eq(nlog_audit_gravest(&audit), NLOG_NOTE);
	json = json_of(&audit, &text);
	cr_expect_eq(json_object_size(json), 4);
	cr_expect_eq(json_array_size(json_object_get(json, "amendments")), 0);
	json_decref(json);
	nlog_str_clear(&text);
	nlog_audit_clear(&audit);
	nlog_history_free(history);
}

Test(audit, json_has_a_member_for_each_thing_that_was_counted)
{
	static const char *const members[] = {
		"notice", "revision", "issued", "recorded", "author",   "rule", "severity",
		"fields", "summary",  "facts",  "declared", "evidence", "id"};
	nlog_history *history;
	nlog_audit audit;
	json_t *json, *amendments, *statistics;
	nlog_str text = NLOG_STR_INIT;

	record_step("2025-05-12", DAYS(10));
	history = load();
	run(&audit, history, (nlog_audit_options){.filter = NULL});
	json = json_of(&audit, &text);
	amendments = json_object_get(json, "amendments");
	statistics = json_object_get(json, "statistics");
	cr_expect_str_eq(nlog_json_text(json, "format"), "noticelog-audit/1");
	cr_assert_eq(json_array_size(amendments), audit.count);
	for (size_t i = 0; i < audit.count; i++) {
		const json_t *one = json_array_get(amendments, i);

		for (size_t m = 0; m < COUNT(members); m++)
			cr_expect_not_null(json_object_get(one, members[m]), "%s",
					   members[m]);
		cr_expect_str_eq(nlog_json_text(one, "rule"), audit.rows[i].rule->id);
		cr_expect_eq(json_array_size(json_object_get(one, "fields")),
			     audit.rows[i].field_count);
		cr_expect_eq(json_object_get(one, "notice_days") != NULL,
			     audit.rows[i].has_given);
	}
	for (nlog_audit_grouping g = 0; g < NLOG_AUDIT_GROUPINGS; g++) {
		char name[32];

		snprintf(name, sizeof(name), "by_%s", nlog_audit_grouping_name(g));
		cr_expect_eq(json_array_size(json_object_get(statistics, name)),
			     audit.statistics.groups[g].count, "%s", name);
	}
	json_decref(json);
	nlog_str_clear(&text);
	nlog_audit_clear(&audit);
	nlog_history_free(history);
}

/* ---- series */

#define A "25-CL-01-GE-WSP"
#define B "25-CL-02-GE-WSP"
#define C "25-CL-03-GE-WSP"
#define LETTER(serial, day)                                                                \
	"{\"timing\": [\"2026-03-02/2026-03-04\"], \"remarks\": [\"The timing was "        \
	"changed, as "                                                                     \
	"notified in the official letter dated " day " (Ref. No.: " A "-" serial ").\"]}"

/* Revisions, and the ids of the series' findings that they give, in their order. */
static const struct {
	const char *what;
	given revisions[4];
	const char *findings;
} series_cases[] = {
	{"numbers that rise",
	 {{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601\"}"},
	  {B, 1, "2025-01-11", 1, "{\"reference_no\": \"602\"}"},
	  {C, 1, "2025-01-12", 2, "{\"reference_no\": \"610\"}"}},
	 ""},
	{"one that does not, among three",
	 {{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601\"}"},
	  {B, 1, "2025-01-11", 1, "{\"reference_no\": \"599\"}"},
	  {C, 1, "2025-01-12", 2, "{\"reference_no\": \"602\"}"}},
	 B " r1 series.reference-order\n"},
	{"two of one day in any order, and recorded in any order",
	 {{A, 1, "2025-01-12", 0, "{\"reference_no\": \"603\"}"},
	  {B, 1, "2025-01-10", 1, "{\"reference_no\": \"602\"}"},
	  {C, 1, "2025-01-10", 2, "{\"reference_no\": \"601\"}"}},
	 ""},
	{"a notice that keeps its number while others pass",
	 {{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601\"}"},
	  {B, 1, "2025-01-11", 1, "{\"reference_no\": \"602\"}"},
	  {A, 2, "2025-01-12", 2, "{\"reference_no\": \"601\", \"title\": \"Moved\"}"}},
	 ""},
	{"one number twice",
	 {{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601\"}"},
	  {B, 1, "2025-01-11", 1, "{\"reference_no\": \"601\"}"}},
	 B " r1 series.reference-twice\n"},
	{"numbers that are none",
	 {{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601/A\"}"},
	  {B, 1, "2025-01-11", 1, "{\"reference_no\": \"12\"}"},
	  {C, 1, "2025-01-12", 2, "{\"reference_no\": \"12345678901234567890\"}"}},
	 ""},
	{"a meeting twice",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"66th Session of the Governing Body\"}"},
	  {B, 1, "2025-01-11", 1,
	   "{\"title\": \"66th session of the Governing Body (Tokyo)\"}"}},
	 B " r1 series.ordinal-twice\n"},
	{"a meeting missing",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"The 62nd Workshop Meeting of Heads\"}"},
	  {B, 1, "2025-01-11", 1, "{\"title\": \"64th Workshop Meeting of Heads\"}"}},
	 B " r1 series.ordinal-missing\n"},
	{"meetings in their order, and too many missing to be a slip",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"1st Forum of Auditors\"}"},
	  {B, 1, "2025-01-11", 1, "{\"title\": \"2nd Forum of Auditors\"}"},
	  {C, 1, "2025-01-12", 2, "{\"title\": \"11th Forum of Auditors\"}"}},
	 ""},
	{"a title that was mended is judged as it is now",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"3rd Forum of Auditors\"}"},
	  {B, 1, "2025-01-11", 1, "{\"title\": \"3rd Forum of Auditors\"}"},
	  {B, 2, "2025-01-12", 2, "{\"title\": \"4th Forum of Auditors\"}"}},
	 ""},
	{"what is no meeting: a revolution, a day, a wrong suffix, another meeting",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"Toward the 4th Industrial Revolution\"}"},
	  {B, 1, "2025-01-11", 1, "{\"title\": \"Toward the 4th Industrial Revolution\"}"},
	  {C, 1, "2025-01-12", 2, "{\"title\": \"22th Forum held on 22nd April\"}"},
	  {"25-CL-04-GE-WSP", 1, "2025-01-13", 3, "{\"title\": \"22nd Forum\"}"}},
	 ""},
	{"objectives that only speak of a meeting",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"65th Session of the Governing Body\"}"},
	  {B, 1, "2025-01-11", 1,
	   "{\"title\": \"Workshop\", \"objectives\": [\"To follow up the 65th Session of "
	   "the "
	   "Governing Body.\"]}"}},
	 ""},
	{"one code under two keys",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"One\"}"},
	  {B, 1, "2025-01-11", 1, "{\"project_code\": \"25-cl-01-GE-WSP\"}"}},
	 B " r1 series.code-twice\n"},
	{"a code that changes",
	 {{A, 1, "2025-01-10", 0, "{\"title\": \"One\"}"},
	  {A, 2, "2025-01-11", 1, "{\"project_code\": \"25-CL-09-GE-WSP\"}"},
	  {B, 1, "2025-01-12", 2, "{\"title\": \"Two\"}"}},
	 ""},
	{"letters in their order, the same one twice",
	 {{A, 1, "2025-01-10", 0, "{\"timing\": [\"2026-02-02/2026-02-04\"]}"},
	  {A, 2, "2025-02-10", 1, LETTER("076", "5 February 2025")},
	  {A, 3, "2025-03-10", 2, LETTER("077", "5 March 2025")},
	  {A, 4, "2025-03-11", 3, LETTER("077", "5 March 2025")}},
	 ""},
	{"a later letter with a lower serial",
	 {{A, 1, "2025-01-10", 0, "{\"timing\": [\"2026-02-02/2026-02-04\"]}"},
	  {A, 2, "2025-02-10", 1, LETTER("078", "5 February 2025")},
	  {A, 3, "2025-03-10", 2, LETTER("077", "5 March 2025")}},
	 A " r3 series.letter-order\n"},
	{"a serial with two dates",
	 {{A, 1, "2025-01-10", 0, "{\"timing\": [\"2026-02-02/2026-02-04\"]}"},
	  {A, 2, "2025-02-10", 1, LETTER("078", "5 February 2025")},
	  {A, 3, "2025-03-10", 2, LETTER("078", "5 March 2025")}},
	 A " r3 series.letter-twice\n"},
};

static void write_series(nlog_str *out, const nlog_audit *audit)
{
	for (size_t i = 0; i < audit->finding_count; i++) {
		const nlog_audit_findings *group = &audit->findings[i];

		for (size_t f = 0; f < group->findings.count; f++)
			if (strncmp(group->findings.items[f].rule->id, "series.", 7) == 0)
				nlog_str_addf(out, "%s r%u %s\n", group->dossier->key,
					      group->revision->number,
					      group->findings.items[f].rule->id);
	}
}

Test(audit, finds_what_breaks_a_series_and_nothing_else)
{
	for (size_t i = 0; i < COUNT(series_cases); i++) {
		nlog_str found = NLOG_STR_INIT;
		nlog_history *history;
		nlog_audit audit;

		if (i) {
			end();
			begin();
		}
		record(series_cases[i].revisions, COUNT(series_cases[i].revisions));
		history = load();
		run(&audit, history, (nlog_audit_options){.filter = NULL});
		write_series(&found, &audit);
		cr_expect_str_eq(nlog_str_text(&found), series_cases[i].findings, "%s: %s",
				 series_cases[i].what, nlog_str_text(&found));
		nlog_str_clear(&found);
		nlog_audit_clear(&audit);
		nlog_history_free(history);
	}
}

Test(audit, tells_of_a_series_only_for_revisions_that_pass)
{
	static const given revisions[] = {
		{A, 1, "2025-01-10", 0, "{\"reference_no\": \"601\"}"},
		{B, 1, "2025-01-11", 1, "{\"reference_no\": \"601\"}"},
	};
	nlog_history *history;
	nlog_str found = NLOG_STR_INIT;

	record(revisions, COUNT(revisions));
	history = load();
	for (size_t i = 0; i < 2; i++) {
		nlog_filter filter = {.dossier = nlog_history_get(history, i)};
		nlog_audit audit;

		run(&audit, history, (nlog_audit_options){.filter = &filter});
		write_series(&found, &audit);
		cr_expect_eq(found.len > 0, i == 1, "held against what does not pass");
		nlog_audit_clear(&audit);
	}
	nlog_str_clear(&found);
	nlog_history_free(history);
}

/* ---- judged otherwise */

Test(audit, reclassifies_what_a_commit_says_otherwise)
{
	nlog_record_options options = NLOG_RECORD_OPTIONS_INIT;
	nlog_record_results results = NLOG_RECORD_RESULTS_INIT;
	nlog_record_input input = {
		"a.txt", NLOG_SLICE("PROJECT NOTIFICATION\n\nReference No.: 701\n\n"
				    "Date of Issue\t2 April 2025\nProject Code\t" B
				    "\nTitle\tWorkshop on Cold Storage\n"
				    "Timing\t8 September 2025\xe2\x80\x93"
				    "12 September 2025\n")};
	static const nlog_filter none = NLOG_FILTER_INIT;
	nlog_reclassification list;
	nlog_history *history;
	nlog_error err = NLOG_ERROR_INIT;

	options.author = options.committer =
		(nlog_person){"Aiko Tanaka", "tanaka@example.org", {FIXTURE_SECONDS, 540}};
	cr_assert_eq(nlog_record(&results, fixture.store, &input, 1, &options, &err), 0,
		     "%s", err.text);
	nlog_record_results_clear(&results);
	/* Its commits name no amendments at all. */
	record_step("2025-05-12", DAYS(10));
	history = load();
	cr_assert_eq(nlog_reclassify(&list, history, &none, NULL, NULL, &err), 0);
	cr_expect_eq(list.revisions, 3);
	cr_assert_eq(list.count, 2,
		     "what was recorded by the rules of today is not listed");
	cr_expect_str_eq(list.items[0].dossier->key, A);
	cr_expect_eq(list.items[0].revision->number, 1);
	cr_expect_eq(json_array_size(list.items[0].said), 0);
	cr_expect_eq(json_array_size(list.items[0].gone), 0);
	cr_assert_eq(json_array_size(list.items[0].added), 1);
	cr_expect_str_eq(json_string_value(json_array_get(list.items[0].added, 0)),
			 "notice.issued");
	cr_expect_gt(json_array_size(list.items[1].found), 3);
	nlog_reclassification_clear(&list);
	nlog_history_free(history);
}
