/* The field registry, value types, the stored form of a notice, and keys. */
#include <noticelog/notice.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <string.h>

#include "generate.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* @return a value written as JSON with ' for ", owned */
static json_t *value_of(const char *text)
{
	json_error_t why;
	nlog_str json = NLOG_STR_INIT;
	json_t *value;

	nlog_alloc_setup();
	for (const char *p = text; *p; p++)
		nlog_str_addc(&json, *p == '\'' ? '"' : *p);
	value = json_loads(nlog_str_text(&json), JSON_DECODE_ANY, &why);
	cr_assert_not_null(value, "%s: %s", text, why.text);
	nlog_str_clear(&json);
	return value;
}

static nlog_notice *notice_of(const char *members)
{
	nlog_notice *notice = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_notice_from_members_take(&notice, value_of(members), &err), 0,
		     "%s: %s", members, err.text);
	return notice;
}

Test(field, registry_is_complete_and_unique)
{
	int part = NLOG_PART_TOP;

	for (int i = 0; i < NLOG_FIELDS; i++) {
		const nlog_field *field = nlog_field_of((nlog_field_id)i);

		cr_assert_not_null(field);
		cr_assert_eq(field->id, i);
		cr_assert_not_null(field->name, "field %d has no row", i);
		cr_assert_eq(strspn(field->name, "abcdefghijklmnopqrstuvwxyz_"),
			     strlen(field->name));
		cr_assert(field->label && *field->label, "%s", field->name);
		cr_assert(field->noun && *field->noun, "%s", field->name);
		cr_assert_lt((int)field->type, NLOG_TYPES);
		/* Other labels are printed in the body, and listed behind all that are known. */
		if (field->type != NLOG_TYPE_TEXTS) {
			cr_assert_geq((int)field->part, part, "%s stands before its part",
				      field->name);
			part = (int)field->part;
		}
		cr_assert_eq(nlog_field_named(nlog_slice_of(field->name)), field);
		for (int k = 0; k < i; k++) {
			const nlog_field *other = nlog_field_of((nlog_field_id)k);

			cr_assert_str_neq(other->name, field->name);
			cr_assert_str_neq(other->label, field->label);
		}
	}
	cr_assert_null(nlog_field_named(NLOG_SLICE("closing_date")));
	cr_assert_null(nlog_field_named(NLOG_SLICE("")));
	cr_assert_null(nlog_field_named(NLOG_SLICE("format")));
	cr_assert_null(nlog_field_named(NLOG_SLICE("title\0")));
}

Test(field, has_an_order_of_names)
{
	for (size_t rank = 0; rank < NLOG_FIELDS; rank++) {
		const nlog_field *field = nlog_field_by_name(rank);

		cr_assert(!rank ||
			  strcmp(nlog_field_by_name(rank - 1)->name, field->name) < 0);
		cr_assert_eq(nlog_field_named(nlog_slice_of(field->name)), field);
		cr_assert_null(nlog_field_named((nlog_slice){field->name, 2}));
	}
}

Test(field, has_the_types_that_a_notice_needs)
{
	static const struct {
		const char *name, *type;
	} rows[] = {
		{"reference_no", "line"},
		{"date_of_issue", "date"},
		{"revision_no", "count"},
		{"timing", "periods"},
		{"hosting_countries", "economies"},
		{"venue_cities", "names"},
		{"modality", "term"},
		{"overseas_participants", "seats"},
		{"closing_dates", "dates"},
		{"remarks", "text"},
		{"topics", "items"},
		{"change_history", "history"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(
			nlog_type_name(nlog_field_named(nlog_slice_of(rows[i].name))->type),
			rows[i].type, "%s", rows[i].name);
	for (int i = 0; i < NLOG_TYPES; i++)
		for (int k = 0; k < i; k++)
			cr_assert_str_neq(nlog_type_name((nlog_type_id)i),
					  nlog_type_name((nlog_type_id)k));
}

Test(value, is_in_standard_form_or_says_where_it_is_not)
{
	static const struct {
		nlog_type_id type;
		const char *value, *pointer; /**< of the fault; NULL: none */
	} rows[] = {
		{NLOG_TYPE_LINE, "'25-IN-09-GE-LOM'", NULL},
		{NLOG_TYPE_LINE, "'a  b'", ""},
		{NLOG_TYPE_LINE, "' a'", ""},
		{NLOG_TYPE_LINE, "'a\\nb'", ""},
		{NLOG_TYPE_LINE, "'a\\u202eb'", ""},
		{NLOG_TYPE_LINE, "'Tu\\u0308rkiye'", ""},
		{NLOG_TYPE_LINE, "''", ""},
		{NLOG_TYPE_LINE, "604", ""},
		{NLOG_TYPE_LINE, "['604']", ""},
		{NLOG_TYPE_DATE, "'2025-05-02'", NULL},
		{NLOG_TYPE_DATE, "'2025-02-29'", ""},
		{NLOG_TYPE_DATE, "'2 May 2025'", ""},
		{NLOG_TYPE_DATE, "20250502", ""},
		{NLOG_TYPE_DATES, "['2025-06-02']", NULL},
		{NLOG_TYPE_DATES, "['2025-06-02', '2025-05-01']", NULL},
		{NLOG_TYPE_DATES, "['2025-06-02', '2025-6-1']", "/1"},
		{NLOG_TYPE_DATES, "'2025-06-02'", ""},
		{NLOG_TYPE_DATES, "[]", ""},
		{NLOG_TYPE_COUNT, "1", NULL},
		{NLOG_TYPE_COUNT, "-1", ""},
		{NLOG_TYPE_COUNT, "1.0", ""},
		{NLOG_TYPE_COUNT, "'1'", ""},
		{NLOG_TYPE_PERIODS, "['2025-07-08/2025-07-10']", NULL},
		{NLOG_TYPE_PERIODS, "['2025-12-15/2025-12-15']", NULL},
		{NLOG_TYPE_PERIODS, "['2015-11-04/2015-11-06', '2015-10-13/2015-10-15']",
		 NULL},
		{NLOG_TYPE_PERIODS, "['2025-07-08']", "/0"},
		{NLOG_TYPE_PERIODS, "['2025-07-10/2025-07-08']", "/0"},
		{NLOG_TYPE_PERIODS, "[['2025-07-08','2025-07-10']]", "/0"},
		{NLOG_TYPE_ECONOMIES, "['Lao PDR', 'Fiji']", NULL},
		{NLOG_TYPE_ECONOMIES, "['Atlantis']", NULL}, /* form, never vocabulary */
		{NLOG_TYPE_ECONOMIES, "['Lao PDR', 7]", "/1"},
		{NLOG_TYPE_ECONOMIES, "['Fiji', ' ']", "/1"},
		{NLOG_TYPE_NAMES, "['Tokyo']", NULL},
		{NLOG_TYPE_NAMES, "'Tokyo'", ""},
		{NLOG_TYPE_NAMES, "[null]", "/0"},
		{NLOG_TYPE_TERM, "'online'", NULL},
		{NLOG_TYPE_TERM, "'by carrier pigeon'", NULL},
		{NLOG_TYPE_TERM, "true", ""},
		{NLOG_TYPE_SEATS, "19", NULL},
		{NLOG_TYPE_SEATS, "0", NULL},
		{NLOG_TYPE_SEATS, "{'at_most': 18}", NULL},
		{NLOG_TYPE_SEATS, "{'at_least': 20}", NULL},
		{NLOG_TYPE_SEATS, "-1", ""},
		{NLOG_TYPE_SEATS, "'19'", ""},
		{NLOG_TYPE_SEATS, "{}", ""},
		{NLOG_TYPE_SEATS, "{'up_to': 18}", ""},
		{NLOG_TYPE_SEATS, "{'at_most': 18, 'at_least': 2}", ""},
		{NLOG_TYPE_SEATS, "{'at_most': '18'}", "/at_most"},
		{NLOG_TYPE_SEATS, "{'at_most': -18}", "/at_most"},
		{NLOG_TYPE_TEXT, "['One.', 'Two; and three.']", NULL},
		{NLOG_TYPE_TEXT, "['One.', 'Two\\tthree.']", "/1"},
		{NLOG_TYPE_TEXT, "'One.'", ""},
		{NLOG_TYPE_ITEMS, "['Rules, and order', 'andante']", NULL},
		{NLOG_TYPE_ITEMS, "['e.g. this; that']", "/0"},
		{NLOG_TYPE_ITEMS, "['one', 'and two']", "/1"},
		{NLOG_TYPE_ITEMS, "['one.']", "/0"},
		{NLOG_TYPE_ITEMS, "['']", "/0"},
		{NLOG_TYPE_HISTORY,
		 "[{'revision': 1, 'issued': '2020-03-06', 'clause': 'Timing', "
		 "'modification': 'Timing has been changed.'}]",
		 NULL},
		{NLOG_TYPE_HISTORY, "[{'revision': '1', 'issued': '2020-03-06'}]",
		 "/0/revision"},
		{NLOG_TYPE_HISTORY, "[{'revision': 1, 'issued': '6 March 2020'}]",
		 "/0/issued"},
		{NLOG_TYPE_HISTORY, "[{'revision': 1, 'clause': 'a  b'}]", "/0/clause"},
		{NLOG_TYPE_HISTORY, "[{'revision': 1, 'reason': 'x'}]", "/0"},
		{NLOG_TYPE_HISTORY, "['r1']", "/0"},
		{NLOG_TYPE_TEXTS,
		 "{'Financial Arrangements': ['The host pays.', 'All of it.']}", NULL},
		{NLOG_TYPE_TEXTS, "{'Dress Code': 'business'}", "/Dress Code"},
		{NLOG_TYPE_TEXTS, "{'Dress Code': ['a', 1]}", "/Dress Code/1"},
		{NLOG_TYPE_TEXTS, "{'a/b~c': [' ']}", "/a~1b~0c/0"},
		{NLOG_TYPE_TEXTS, "[]", ""},
		{NLOG_TYPE_PRINTED,
		 "{'closing_dates': 'For replacements by 7 April 2020.'}", NULL},
		{NLOG_TYPE_PRINTED, "{'closing_date': 'by 7 April'}", "/closing_date"},
		{NLOG_TYPE_PRINTED, "{'timing': ['in spring']}", "/timing"},
		{NLOG_TYPE_PRINTED, "{'timing': 'in  spring'}", "/timing"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_value_fault fault = {"?", "?"};
		json_t *value = value_of(rows[i].value);
		bool good = nlog_value_check(rows[i].type, value, &fault);

		cr_expect_eq(good, rows[i].pointer == NULL, "%s", rows[i].value);
		cr_expect_eq(nlog_value_check(rows[i].type, value, NULL), good);
		if (!good && rows[i].pointer) {
			cr_expect_str_eq(fault.pointer, rows[i].pointer, "%s: '%s'",
					 rows[i].value, fault.pointer);
			cr_expect(*fault.text && *fault.text != '?', "%s", rows[i].value);
		}
		json_decref(value);
	}
}

Test(value, reads_as_people_write_it)
{
	static const struct {
		nlog_type_id type;
		const char *value, *human;
	} rows[] = {
		{NLOG_TYPE_LINE, "'604'", "604"},
		{NLOG_TYPE_DATE, "'2025-05-02'", "2 May 2025"},
		{NLOG_TYPE_COUNT, "3", "3"},
		{NLOG_TYPE_PERIODS, "['2025-07-08/2025-07-10']", "8\u201310 July 2025"},
		{NLOG_TYPE_SEATS, "19", "19"},
		{NLOG_TYPE_SEATS, "{'at_most': 18}", "up to 18"},
		{NLOG_TYPE_SEATS, "{'at_least': 20}", "at least 20"},
		{NLOG_TYPE_ECONOMIES, "['Fiji']", "Fiji"},
		{NLOG_TYPE_ECONOMIES, "['Fiji', 'Nepal']", "Fiji and Nepal"},
		{NLOG_TYPE_ECONOMIES, "['Fiji', 'Nepal', 'Japan']",
		 "Fiji, Nepal, and Japan"},
		{NLOG_TYPE_TERM, "'online'", "online"},
		{NLOG_TYPE_TEXT, "['One.', 'Two.']", "One. Two."},
		{NLOG_TYPE_ITEMS, "['One', 'two']", "One; two"},
		{NLOG_TYPE_LINE, "null", "Not Applicable"},
	};
	nlog_str out = NLOG_STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *value = value_of(rows[i].value);

		nlog_str_truncate(&out, 0);
		nlog_value_add_human(&out, rows[i].type, value);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].human, "%s: %s",
				 rows[i].value, nlog_str_text(&out));
		json_decref(value);
	}
	nlog_str_truncate(&out, 0);
	nlog_value_add_human(&out, NLOG_TYPE_LINE, NULL);
	cr_assert_str_eq(nlog_str_text(&out), "\u2013");
	nlog_str_clear(&out);
}

Test(value, gives_sessions_days_and_seats)
{
	nlog_period period = {{0}, {0}};
	nlog_date date = {0};
	nlog_seats_bound bound = NLOG_SEATS_AT_MOST;
	json_t *timing = value_of("['2015-10-13/2015-10-15', '2015-11-04/2015-11-06']");
	json_t *closing = value_of("['2015-08-01', '2015-08-20']"),
	       *day = value_of("'2015-08-01'");
	json_t *most = value_of("{'at_most': 18}"), *least = value_of("{'at_least': 20}");
	json_t *seats = value_of("19"), *nothing = value_of("null");

	cr_assert(nlog_value_period(timing, 1, &period));
	cr_assert_eq(nlog_period_days(period), 3);
	cr_assert(!nlog_value_period(timing, 2, &period));
	cr_assert(!nlog_value_period(NULL, 0, &period));
	cr_assert(!nlog_value_period(nothing, 0, &period));
	cr_assert(nlog_value_date(closing, 1, &date));
	cr_assert_eq(date.day, 16667);
	cr_assert(!nlog_value_date(closing, 2, &date));
	cr_assert(nlog_value_date(day, 0, &date));
	cr_assert(!nlog_value_date(day, 1, &date));
	cr_assert(!nlog_value_date(NULL, 0, &date));
	cr_assert_eq(nlog_value_seats(seats, &bound), 19);
	cr_assert_eq(bound, NLOG_SEATS_EXACT);
	cr_assert_eq(nlog_value_seats(most, &bound), 18);
	cr_assert_eq(bound, NLOG_SEATS_AT_MOST);
	cr_assert_eq(nlog_value_seats(least, &bound), 20);
	cr_assert_eq(bound, NLOG_SEATS_AT_LEAST);
	cr_assert_eq(nlog_value_seats(NULL, NULL), 0);
	cr_assert_eq(nlog_value_seats(nothing, NULL), 0);
	cr_assert(nlog_slice_is(nlog_value_first(closing), "2015-08-01"));
	cr_assert(nlog_slice_is(nlog_value_first(day), "2015-08-01"));
	cr_assert_eq(nlog_value_first(nothing).len, 0);
	cr_assert_eq(nlog_value_first(NULL).len, 0);
	json_decref(timing);
	json_decref(closing);
	json_decref(day);
	json_decref(most);
	json_decref(least);
	json_decref(seats);
	json_decref(nothing);
}

#define STORED                                                                             \
	"{\n  \"format\": \"noticelog-notice/1\",\n  \"project_code\": "                   \
	"\"25-IN-09-GE-LOM\",\n  \"title\": \"T\u00fcrkiye \u2013 workshop\"\n}\n"

Test(notice, has_canonical_bytes_and_their_digest)
{
	nlog_notice *notice = notice_of("{'title': 'T\u00fcrkiye \u2013 workshop', "
					"'project_code': '25-IN-09-GE-LOM'}");
	nlog_notice *again = NULL;
	char digest[NLOG_DIGEST_SIZE];
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_notice_write(&out, notice);
	cr_assert_str_eq(nlog_str_text(&out), STORED);
	nlog_notice_digest(digest, notice);
	/* As sha256sum has it, of the same without white space. */
	cr_assert_str_eq(
		digest, "a2fab85f503c231b19dee3e400f07cbc8cb505a8f0451565fafb83a09d0dd1fb");
	cr_assert_eq(nlog_notice_read(&again, "a.json", nlog_str_slice(&out),
				      NLOG_READ_ENTRY, NULL, &err),
		     0, "%u:%u: %s", err.line, err.column, err.text);
	cr_assert(nlog_notice_equal(notice, again));
	nlog_str_clear(&out);
	nlog_notice_free(notice);
	nlog_notice_free(again);
}

Test(notice, stored_form_is_stable_over_random_notices)
{
	nlog_test_random random = nlog_test_seed(20250502);

	for (int round = 0; round < 300; round++) {
		nlog_notice *notice = nlog_test_notice(&random), *again = NULL;
		nlog_str stored = NLOG_STR_INIT, twice = NLOG_STR_INIT, jcs = NLOG_STR_INIT;
		char digest[NLOG_DIGEST_SIZE], of_bytes[NLOG_DIGEST_SIZE];
		nlog_error err = NLOG_ERROR_INIT;

		nlog_notice_write(&stored, notice);
		cr_assert_eq(nlog_notice_read(&again, NULL, nlog_str_slice(&stored),
					      NLOG_READ_ENTRY, NULL, &err),
			     0, "round %d: %u:%u: %s", round, err.line, err.column,
			     err.text);
		cr_assert(nlog_notice_equal(notice, again), "round %d", round);
		nlog_notice_write(&twice, again);
		cr_assert_str_eq(nlog_str_text(&stored), nlog_str_text(&twice));
		nlog_json_write(&jcs, nlog_notice_members(again), NLOG_JSON_JCS);
		nlog_notice_digest(digest, notice);
		nlog_digest_bytes(of_bytes, nlog_str_slice(&jcs));
		cr_assert_str_eq(digest, of_bytes);
		nlog_str_clear(&stored);
		nlog_str_clear(&twice);
		nlog_str_clear(&jcs);
		nlog_notice_free(notice);
		nlog_notice_free(again);
	}
}

/* One way of reading a text, and all that it gave. */
typedef struct {
	nlog_notice *notice;
	nlog_findings findings;
	nlog_error err;
	int rc;
} outcome;

static void clear_outcome(outcome *o)
{
	nlog_notice_free(o->notice);
	nlog_findings_clear(&o->findings);
}

/* The slow way: values of the whole text, checked, and written again. */
static void expect_as_by_values(nlog_slice text, const outcome *o, nlog_read_mode mode)
{
	nlog_str written = NLOG_STR_INIT;
	nlog_notice *notice = NULL;
	json_t *members = NULL;
	bool is_one, is_canonical;

	is_one = nlog_json_read(&members, NULL, text, NLOG_JSON_STRICT, NULL) == 0 &&
		 json_object_get(members, "format");
	if (is_one)
		is_one = nlog_notice_from_members_take(&notice, members, NULL) == 0;
	else
		json_decref(members);
	if (is_one)
		nlog_notice_write(&written, notice);
	is_canonical = is_one && nlog_slice_equal(nlog_str_slice(&written), text);
	cr_assert_eq(o->rc == 0, mode == NLOG_READ_ENTRY ? is_canonical : is_one, "%.*s",
		     (int)text.len, text.data);
	if (o->rc == 0) {
		nlog_str again = NLOG_STR_INIT;

		cr_assert_eq(nlog_notice_is_canonical(o->notice), is_canonical);
		cr_assert(nlog_notice_equal(o->notice, notice));
		nlog_json_write(&again, nlog_notice_members(o->notice), NLOG_JSON_STORED);
		cr_assert_str_eq(nlog_str_text(&again), nlog_str_text(&written));
		nlog_str_clear(&again);
	}
	nlog_str_clear(&written);
	nlog_notice_free(notice);
}

/* Whatever stands beside it, a text says the same. */
static void expect_same_outcome(nlog_slice text, const nlog_notice *known,
				nlog_read_mode mode)
{
	outcome alone = {.findings = NLOG_FINDINGS_INIT, .err = NLOG_ERROR_INIT};
	outcome beside = {.findings = NLOG_FINDINGS_INIT, .err = NLOG_ERROR_INIT};

	alone.rc = nlog_notice_read(&alone.notice, "a.json", text, mode, &alone.findings,
				    &alone.err);
	beside.rc = nlog_notice_read_beside(&beside.notice, "a.json", text, mode, known,
					    &beside.findings, &beside.err);
	cr_assert_eq(alone.rc, beside.rc, "%d, beside another %d: %s", alone.rc, beside.rc,
		     alone.err.text);
	cr_assert_eq(alone.findings.count, beside.findings.count);
	cr_assert_str_eq(alone.err.text, beside.err.text);
	cr_assert_eq(alone.err.line, beside.err.line);
	cr_assert_eq(alone.err.column, beside.err.column);
	expect_as_by_values(text, &beside, mode);
	if (!alone.rc) {
		nlog_str first = NLOG_STR_INIT, second = NLOG_STR_INIT;
		char digest[NLOG_DIGEST_SIZE], other[NLOG_DIGEST_SIZE];
		char derived[NLOG_DIGEST_SIZE];

		nlog_notice_write(&first, alone.notice);
		nlog_notice_write(&second, beside.notice);
		cr_assert_str_eq(nlog_str_text(&first), nlog_str_text(&second));
		nlog_notice_digest(digest, alone.notice);
		nlog_notice_digest(other, beside.notice);
		nlog_json_digest(derived, nlog_notice_members(alone.notice));
		cr_assert_str_eq(digest, other);
		cr_assert_str_eq(digest, derived);
		cr_assert(nlog_notice_equal(alone.notice, beside.notice));
		for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
			cr_assert_eq(!nlog_notice_get(alone.notice, id),
				     !nlog_notice_get(beside.notice, id));
		nlog_str_clear(&first);
		nlog_str_clear(&second);
	}
	clear_outcome(&alone);
	clear_outcome(&beside);
}

/* Spoil a text as damage, hands and other programs do. */
static void spoil(nlog_str *text, nlog_test_random *random)
{
	static const char bytes[] = "\n \",:[]{}0a\\\x80";
	size_t at = nlog_test_below(random, text->len);
	size_t len = nlog_test_below(random, 40);

	switch (nlog_test_below(random, 4)) {
	case 0: /* a byte is another one */
		text->data[at] = bytes[nlog_test_below(random, sizeof(bytes) - 1)];
		break;
	case 1: /* bytes are missing */
		if (len > text->len - at)
			len = text->len - at;
		memmove(text->data + at, text->data + at + len, text->len - at - len);
		nlog_str_truncate(text, text->len - len);
		break;
	case 2: /* a byte is there twice */
		nlog_str_addc(text, '\n');
		memmove(text->data + at + 1, text->data + at, text->len - at - 1);
		break;
	default: /* two members have changed places, or one is there twice */
		for (char *line = text->data; line; line = strstr(line + 1, "\n  \"")) {
			nlog_str moved = NLOG_STR_INIT;

			if (!nlog_test_chance(random, 10) || line == text->data)
				continue;
			nlog_str_addn(&moved, text->data, (size_t)(line - text->data));
			nlog_str_add(&moved, "\n  \"title\": \"A\",");
			nlog_str_add(&moved, line);
			nlog_str_clear(text);
			*text = moved;
			break;
		}
	}
}

Test(notice, is_read_beside_another_as_by_itself)
{
	for (uint64_t seed = 1; seed <= 300; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *before = nlog_test_notice(&random);
		nlog_notice *after = nlog_test_edited(&random, before);
		nlog_str old = NLOG_STR_INIT, new = NLOG_STR_INIT;
		nlog_notice *known = NULL;

		nlog_notice_write(&old, before);
		nlog_notice_write(&new, after);
		cr_assert_eq(nlog_notice_read(&known, NULL, nlog_str_slice(&old),
					      NLOG_READ_ENTRY, NULL, NULL),
			     0);
		expect_same_outcome(nlog_str_slice(&new), known, NLOG_READ_ENTRY);
		expect_same_outcome(nlog_str_slice(&new), before, NLOG_READ_ENTRY);
		expect_same_outcome(nlog_str_slice(&new), NULL, NLOG_READ_ENTRY);
		expect_same_outcome(nlog_str_slice(&old), known, NLOG_READ_HISTORY);
		for (int i = 0; i < 30 && new.len; i++) {
			spoil(&new, &random);
			expect_same_outcome(nlog_str_slice(&new), known, NLOG_READ_HISTORY);
			if (i % 3 == 2) {
				nlog_str_truncate(&new, 0);
				nlog_notice_write(&new, after);
			}
		}
		nlog_str_clear(&old);
		nlog_str_clear(&new);
		nlog_notice_free(known);
		nlog_notice_free(before);
		nlog_notice_free(after);
	}
}

/* A stored form with these members, before and behind the one that every notice has. */
static void write_members(nlog_str *out, const char *front, const char *back)
{
	nlog_str_add(out, "{\n");
	if (*front)
		nlog_str_addf(out, "  %s,\n", front);
	nlog_str_add(out, "  \"format\": \"noticelog-notice/1\"");
	if (*back)
		nlog_str_addf(out, ",\n  %s", back);
	nlog_str_add(out, "\n}\n");
}

/* Values as each type has them, as others write them, and as nobody should. */
static const struct {
	const char *front, *back;
} written_members[] = {
	{"", ""},
	{"\"date_of_issue\": \"2025-05-02\"", "\"title\": \"A\""},
	{"\"date_of_issue\": \"2025-02-30\"", ""},
	{"\"date_of_issue\": \"2025\\u002d05-02\"", ""},
	{"\"date_of_issue\": null", "\"title\": null"},
	{"", "\"title\": \"a \\\"b\\\" \\\\\""},
	{"", "\"title\": \"a\\/b\""},
	{"", "\"title\": \"a\\u0062\""},
	{"", "\"title\": \"a\\\\"},
	{"", "\"title\": \"a\\tb\""},
	{"", "\"title\": \"a\tb\""},
	{"", "\"title\": \"a\x7f"
	     "b\""},
	{"", "\"title\": \"a  b\""},
	{"", "\"title\": \" a\""},
	{"", "\"title\": \"a \""},
	{"", "\"title\": \"\""},
	{"", "\"title\": \"caf\u00e9 \u2013 \u201cb\u201d\""},
	{"", "\"title\": \"cafe\u0301\""},
	{"", "\"title\": \"\u1112\u1161\u11ab\""},
	{"", "\"title\": \"\u212b\""},
	{"", "\"title\": \"a\u00a0b\""},
	{"", "\"title\": \"a\u202eb\""},
	{"", "\"title\": \"a\uffff\""},
	{"", "\"title\": \"a\xff\""},
	{"", "\"title\": \"a\xc3\""},
	{"", "\"title\": \"a\xc0\xaf\""},
	{"", "\"title\": \"a\xed\xa0\x80\""},
	{"", "\"title\": \"a\xf4\x90\x80\x80\""},
	{"", "\"title\": \"\\ud800\""},
	{"", "\"title\": \"\\ud83c\\udf0f\""},
	{"", "\"title\": [\n    \"A\"\n  ]"},
	{"", "\"title\": 1"},
	{"", "\"title\": \"A\",\n  \"title\": \"A\""},
	{"", "\"topics\": [\n    \"A\"\n  ],\n  \"title\": \"A\""},
	{"", "\"colour\": \"red\""},
	{"\"colour\": \"red\"", ""},
	{"", "\"revision_no\": 0"},
	{"", "\"revision_no\": 12"},
	{"", "\"revision_no\": 01"},
	{"", "\"revision_no\": -0"},
	{"", "\"revision_no\": -1"},
	{"", "\"revision_no\": 1.0"},
	{"", "\"revision_no\": 1e3"},
	{"", "\"revision_no\": 999999999999999"},
	{"", "\"revision_no\": 1234567890123456"},
	{"", "\"revision_no\": 9007199254740991"},
	{"", "\"revision_no\": 9007199254740992"},
	{"", "\"revision_no\": 99999999999999999999999999999999999999"},
	{"", "\"revision_no\": true"},
	{"", "\"overseas_participants\": 19"},
	{"", "\"overseas_participants\": {\n    \"at_most\": 18\n  }"},
	{"", "\"overseas_participants\": {\n    \"at_least\": 20\n  }"},
	{"", "\"overseas_participants\": {\n    \"at_least\": 2,\n    \"at_most\": 3\n  }"},
	{"", "\"overseas_participants\": {}"},
	{"", "\"timing\": [\n    \"2025-07-08/2025-07-10\",\n    "
	     "\"2025-07-12/2025-07-12\"\n  ]"},
	{"", "\"timing\": [\n    \"2025-07-10/2025-07-08\"\n  ]"},
	{"", "\"timing\": []"},
	{"", "\"topics\": [\n    \"A\",\n    \"B; C\"\n  ]"},
	{"", "\"topics\": [\n    \"and A\"\n  ]"},
	{"", "\"topics\": [\n    \"A.\"\n  ]"},
	{"", "\"topics\": [\n    \"A\",\n    null\n  ]"},
	{"", "\"topics\": [\n    \"A\", \"B\"\n  ]"},
	{"", "\"topics\": [\n    [\n      \"A\"\n    ]\n  ]"},
	{"\"change_history\": [\n    {\n      \"clause\": \"Title\",\n      \"issued\": "
	 "\"2025-05-02\",\n      \"modification\": \"A\",\n      \"revision\": 1\n    },\n"
	 "    {\n      \"issued\": \"2025-05-03\"\n    }\n  ]",
	 ""},
	{"\"change_history\": [\n    {\n      \"revision\": 1,\n      \"clause\": \"A\"\n"
	 "    }\n  ]",
	 ""},
	{"\"change_history\": [\n    {\n      \"clause\": \"A\",\n      \"clause\": \"A\"\n"
	 "    }\n  ]",
	 ""},
	{"\"change_history\": [\n    {\n      \"colour\": 1\n    }\n  ]", ""},
	{"\"change_history\": [\n    {\n      \"clause\": null\n    }\n  ]", ""},
	{"\"change_history\": [\n    {}\n  ]", ""},
	{"", "\"other\": {\n    \"A\": [\n      \"B\"\n    ],\n    \"C\": [\n      \"D\",\n"
	     "      \"E\"\n    ]\n  }"},
	{"", "\"other\": {\n    \"C\": [\n      \"D\"\n    ],\n    \"A\": [\n      \"B\"\n"
	     "    ]\n  }"},
	{"", "\"other\": {\n    \"A\": [\n      \"B\"\n    ],\n    \"A\": [\n      \"B\"\n"
	     "    ]\n  }"},
	{"", "\"other\": {\n    \"\U0001f30f\": [\n      \"B\"\n    ],\n    \"\uff21\": [\n"
	     "      \"B\"\n    ]\n  }"},
	{"", "\"other\": {\n    \"\uff21\": [\n      \"B\"\n    ],\n    \"\U0001f30f\": [\n"
	     "      \"B\"\n    ]\n  }"},
	{"", "\"other\": {\n    \"a\\\"\": [\n      \"B\"\n    ],\n    \"aB\": [\n"
	     "      \"B\"\n    ]\n  }"},
	{"", "\"other\": {\n    \"\": [\n      \"B\"\n    ]\n  }"},
	{"", "\"other\": {}"},
	{"", "\"other\": null"},
	{"\"as_printed\": {\n    \"closing_dates\": \"By 7 April.\",\n    \"title\": "
	 "\"A\"\n"
	 "  }",
	 ""},
	{"\"as_printed\": {\n    \"other\": \"A\"\n  }", ""},
	{"\"as_printed\": {\n    \"colour\": \"A\"\n  }", ""},
	{"\"as_printed\": null", ""},
};

/* What is damaged in any one byte, or ends early, is read as its values say. */
Test(notice, is_read_from_its_bytes_as_from_its_values)
{
	nlog_notice *known = notice_of("{'title': 'A', 'revision_no': 1}");
	nlog_str text = NLOG_STR_INIT;
	size_t read = 0;

	nlog_notice_write(&text, known);
	nlog_notice_free(known);
	cr_assert_eq(nlog_notice_read(&known, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				      NULL, NULL),
		     0);
	for (size_t i = 0; i < COUNT(written_members); i++) {
		nlog_notice *notice = NULL;

		nlog_str_truncate(&text, 0);
		write_members(&text, written_members[i].front, written_members[i].back);
		expect_same_outcome(nlog_str_slice(&text), known, NLOG_READ_ENTRY);
		expect_same_outcome(nlog_str_slice(&text), known, NLOG_READ_HISTORY);
		for (size_t len = 0; len < text.len; len++)
			expect_same_outcome((nlog_slice){text.data, len}, known,
					    NLOG_READ_HISTORY);
		for (size_t bit = 0; bit < 8 * text.len; bit++) {
			text.data[bit / 8] = (char)(text.data[bit / 8] ^ (1 << bit % 8));
			expect_same_outcome(nlog_str_slice(&text), known,
					    NLOG_READ_HISTORY);
			text.data[bit / 8] = (char)(text.data[bit / 8] ^ (1 << bit % 8));
		}
		if (nlog_notice_read(&notice, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				     NULL, NULL) == 0)
			read++;
		nlog_notice_free(notice);
	}
	cr_assert_eq(read, 19, "%zu", read);
	nlog_str_clear(&text);
	nlog_notice_free(known);
}

Test(notice, refuses_deep_and_endless_values_as_their_reader_does)
{
	static const char *const openers[] = {"[", "{\"a\": ", "[\n    ", "\"", "1", "\\"};
	nlog_str back = NLOG_STR_INIT, text = NLOG_STR_INIT;

	nlog_alloc_setup();
	for (size_t i = 0; i < COUNT(openers); i++) {
		nlog_str_add(&back, "\"topics\": ");
		for (int n = 0; n < 3000; n++)
			nlog_str_add(&back, openers[i]);
		write_members(&text, "", nlog_str_text(&back));
		expect_same_outcome(nlog_str_slice(&text), NULL, NLOG_READ_HISTORY);
		nlog_str_truncate(&back, 0);
		nlog_str_truncate(&text, 0);
	}
	nlog_str_clear(&back);
	nlog_str_clear(&text);
}

/* Values are made when they are asked for: those of equal bytes once. */
Test(notice, shares_members_that_did_not_change)
{
	nlog_notice *made =
		notice_of("{'title': 'A', 'topics': ['B', 'C'], 'remarks': null,"
			  " 'overseas_participants': {'at_most': 18},"
			  " 'other': {'D': ['E']}, 'revision_no': 1}");
	nlog_notice *before = NULL, *after = NULL, *twin = NULL;
	nlog_str text = NLOG_STR_INIT;

	nlog_notice_write(&text, made);
	cr_assert_eq(nlog_notice_read(&before, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				      NULL, NULL),
		     0);
	cr_assert_eq(nlog_notice_read(&twin, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				      NULL, NULL),
		     0);
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		(void)nlog_notice_get(before, id);
	cr_assert_eq(nlog_notice_read_beside(&after, NULL, nlog_str_slice(&text),
					     NLOG_READ_HISTORY, before, NULL, NULL),
		     0);
	cr_assert_not(nlog_notice_is_canonical(made));
	cr_assert(nlog_notice_is_canonical(after));
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
		cr_assert_eq(nlog_notice_get(before, id), nlog_notice_get(after, id));
		cr_assert(nlog_notice_shares(before, twin, id));
		cr_assert_eq(nlog_notice_shares(before, made, id),
			     !nlog_notice_get(made, id));
	}
	nlog_str_clear(&text);
	nlog_notice_free(made);
	nlog_notice_free(after);
	nlog_notice_free(twin);
	nlog_notice_free(before);
}

/* Few texts have to be read in the slow way: a label with an escape is one that has. */
Test(notice, of_many_kinds_is_read_from_its_bytes)
{
	size_t as_bytes = 0;

	for (uint64_t seed = 1; seed <= 200; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *made = nlog_test_notice(&random), *first = NULL,
			    *second = NULL;
		nlog_field_id id = 0;
		nlog_str text = NLOG_STR_INIT;

		while (id < NLOG_FIELDS && !nlog_notice_get(made, id))
			id++;
		nlog_notice_write(&text, made);
		cr_assert_eq(nlog_notice_read(&first, NULL, nlog_str_slice(&text),
					      NLOG_READ_ENTRY, NULL, NULL),
			     0);
		cr_assert_eq(nlog_notice_read(&second, NULL, nlog_str_slice(&text),
					      NLOG_READ_ENTRY, NULL, NULL),
			     0);
		/* Values that were made at once are two. */
		as_bytes += nlog_notice_shares(first, second, id);
		nlog_str_clear(&text);
		nlog_notice_free(made);
		nlog_notice_free(first);
		nlog_notice_free(second);
	}
	cr_assert_gt(as_bytes, 100, "%zu", as_bytes);
}

Test(notice, refuses_what_is_not_its_form_and_says_where)
{
	static const struct {
		const char *text;
		unsigned line, column;
		const char *words; /**< that the text must have */
	} rows[] = {
		/* JSON */
		{"", 1, 1, ""},
		{"{", 1, 2, ""},
		{"[]", 1, 1, "object"},
		{"\"a\"", 1, 1, "object"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"A\",\n  "
		 "\"title\": \"B\"\n}\n",
		 4, 3, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"\\ud800\"\n}\n",
		 3, 13, "surrogate"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"a\xff\"\n}\n", 3,
		 14, "UTF-8"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"A\"\n}\n{}\n", 5,
		 1, ""},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"revision_no\": 1.5\n}\n", 3,
		 18, ""},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"revision_no\": "
		 "9007199254740992\n}\n",
		 3, 18, ""},
		{"{\n<<<<<<< HEAD\n  \"format\": \"noticelog-notice/1\"\n}\n", 2, 1,
		 "conflict"},
		/* members */
		{"{\n  \"title\": \"A\"\n}\n", 1, 1, "format"},
		{"{\n  \"format\": \"noticelog-notice/2\",\n  \"title\": \"A\"\n}\n", 2, 13,
		 "noticelog-notice/1"},
		{"{\n  \"format\": \"noticelog-addendum/1\",\n  \"title\": \"A\"\n}\n", 2,
		 13, "noticelog-notice/1"},
		{"{\n  \"colour\": \"red\",\n  \"format\": \"noticelog-notice/1\"\n}\n", 2,
		 13, "colour"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": [\n    \"A\"\n  "
		 "]\n}\n",
		 3, 12, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"timing\": [\n"
		 "    \"2025-07-08/2025-07-10\",\n    \"2025-07-12\"\n  ]\n}\n",
		 5, 5, "timing"},
		{"{\n  \"as_printed\": {\n    \"shoe_size\": \"9\"\n  },\n"
		 "  \"format\": \"noticelog-notice/1\"\n}\n",
		 3, 18, "as_printed"},
		/* normal form */
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"a  b\"\n}\n", 3,
		 12, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"a\\tb\"\n}\n", 3,
		 12, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"Tu\u0308\"\n}\n",
		 3, 12, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"\u202e\"\n}\n",
		 3, 12, "title"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"topics\": [\n    \"one; "
		 "two\"\n  ]\n}\n",
		 4, 5, "topics"},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"other\": {\n    \"a  b\": "
		 "[\n"
		 "      \"x\"\n    ]\n  }\n}\n",
		 4, 13, "other"},
		/* white space and order */
		{"{\"format\": \"noticelog-notice/1\"}\n", 1, 2, ""},
		{"{\n  \"title\": \"A\",\n  \"format\": \"noticelog-notice/1\"\n}\n", 2, 4,
		 ""},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"A\"\n}", 4, 2,
		 ""},
		{"{\n  \"format\": \"noticelog-notice/1\",\n  \"title\": \"\\u0041\"\n}\n",
		 3, 13, ""},
		{"{\r\n  \"format\": \"noticelog-notice/1\"\r\n}\r\n", 1, 2, ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_notice *notice = NULL;
		nlog_error err = NLOG_ERROR_INIT;
		int rc = nlog_notice_read(&notice, "a.json", nlog_slice_of(rows[i].text),
					  NLOG_READ_ENTRY, NULL, &err);

		cr_expect_eq(rc, NLOG_EINPUT, "row %zu: %s", i, rows[i].text);
		cr_expect_null(notice);
		cr_expect_str_eq(err.source, "a.json");
		cr_expect_eq(err.line, rows[i].line, "row %zu: %u:%u: %s", i, err.line,
			     err.column, err.text);
		cr_expect_eq(err.column, rows[i].column, "row %zu: %u:%u: %s", i, err.line,
			     err.column, err.text);
		cr_expect_not_null(strstr(err.text, rows[i].words), "row %zu: %s", i,
				   err.text);
		cr_expect(!strchr(err.text, '\n') && *err.text, "row %zu", i);
	}
}

Test(notice, history_forgives_white_space_and_key_order_alone)
{
	static const struct {
		const char *text;
		int rc;
		size_t findings;
	} rows[] = {
		{STORED, 0, 0},
		{"{\"title\":\"A\",\"format\":\"noticelog-notice/1\"}", 0, 1},
		{"{\r\n\"format\": \"noticelog-notice/1\", \"title\": \"A\"}", 0, 1},
		{"{\"format\":\"noticelog-notice/1\",\"title\":\"A\",\"title\":\"A\"}",
		 NLOG_EINPUT, 0},
		{"{\"format\":\"noticelog-notice/1\",\"title\":7}", NLOG_EINPUT, 0},
		{"{\"format\":\"noticelog-notice/1\",\"colour\":\"red\"}", NLOG_EINPUT, 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_notice *notice = NULL;
		nlog_findings findings = NLOG_FINDINGS_INIT;
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(nlog_notice_read(&notice, "a.json",
					      nlog_slice_of(rows[i].text),
					      NLOG_READ_HISTORY, &findings, &err),
			     rows[i].rc, "row %zu: %s", i, err.text);
		cr_expect_eq(findings.count, rows[i].findings, "row %zu", i);
		if (findings.count) {
			cr_expect_eq(findings.items[0].rule,
				     nlog_finding_rule_of(NLOG_F_NOT_CANONICAL));
			cr_expect_gt(findings.items[0].line, 0);
		}
		nlog_findings_clear(&findings);
		nlog_notice_free(notice);
	}
}

Test(notice, refuses_depth_and_size)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_notice *notice = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_str_add(&text, "{\"other\": ");
	for (int i = 0; i < 100000; i++)
		nlog_str_add(&text, "{\"a\":");
	cr_assert_lt(nlog_notice_read(&notice, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				      NULL, &err),
		     0);
	nlog_str_truncate(&text, 0);
	nlog_str_add(&text, "{\"title\": \"");
	nlog_str_add_repeat(&text, 'x', (size_t)16 << 20);
	nlog_str_add(&text, "\"}");
	cr_assert_eq(nlog_notice_read(&notice, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY,
				      NULL, &err),
		     NLOG_ELIMIT, "%s", err.text);
	cr_assert_null(notice);
	nlog_str_clear(&text);
}

Test(notice, is_made_of_members_in_standard_form_alone)
{
	static const char *bad[] = {
		"{'colour': 'red'}",
		"{'title': 7}",
		"{'format': 'noticelog-notice/2'}",
		"[]",
		"'x'",
		"{'topics': ['a.']}",
		"{'title': 'a  b'}",
	};
	nlog_notice *notice = notice_of("{'title': null, 'overseas_participants': 19}");

	cr_assert_str_eq(nlog_json_text(nlog_notice_members(notice), "format"),
			 NLOG_NOTICE_FORMAT);
	for (size_t i = 0; i < COUNT(bad); i++) {
		nlog_notice *none = NULL;
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(nlog_notice_from_members_take(&none, value_of(bad[i]), &err),
			     NLOG_EINPUT, "%s", bad[i]);
		cr_expect_null(none);
		cr_expect(*err.text);
	}
	nlog_notice_free(notice);
	nlog_notice_free(NULL);
}

Test(notice, answers_for_its_fields)
{
	nlog_notice *notice = notice_of(
		"{'title': 'A workshop', 'remarks': null, 'date_of_issue': '2025-05-02', "
		"'as_printed': {'closing_dates': 'by 7 April 2020.'}}");
	nlog_notice *copy = nlog_notice_copy(notice);
	nlog_notice *revised =
		notice_of("{'date_of_issue': '2025-05-02', 'revision_date': '2025-06-01'}");
	nlog_date date = {0};

	cr_assert(nlog_slice_is(nlog_notice_line(notice, NLOG_FIELD_TITLE), "A workshop"));
	cr_assert(json_is_null(nlog_notice_get(notice, NLOG_FIELD_REMARKS)));
	cr_assert_null(nlog_notice_get(notice, NLOG_FIELD_TIMING));
	cr_assert_eq(nlog_notice_line(notice, NLOG_FIELD_MODALITY).len, 0);
	cr_assert(nlog_slice_is(nlog_notice_as_printed(notice, NLOG_FIELD_CLOSING_DATES),
				"by 7 April 2020."));
	cr_assert_eq(nlog_notice_as_printed(notice, NLOG_FIELD_TIMING).len, 0);
	cr_assert(nlog_notice_date(notice, NLOG_FIELD_DATE_OF_ISSUE, &date));
	cr_assert(!nlog_notice_date(notice, NLOG_FIELD_REVISION_DATE, &date));
	cr_assert(nlog_notice_issued(notice, &date));
	cr_assert_eq(date.day, 20210);
	cr_assert(nlog_notice_issued(revised, &date));
	cr_assert_eq(date.day, 20240, "the revision date goes before the date of issue");
	cr_assert(nlog_notice_equal(notice, copy));
	nlog_notice_free(notice);
	cr_assert(nlog_slice_is(nlog_notice_line(copy, NLOG_FIELD_TITLE), "A workshop"),
		  "a copy lives on");
	cr_assert(!nlog_notice_equal(copy, revised));
	nlog_notice_free(copy);
	nlog_notice_free(revised);
	notice = notice_of("{'title': 'A', 'date_of_issue': null}");
	cr_assert(!nlog_notice_issued(notice, &date));
	nlog_notice_free(notice);
}

Test(notice, absent_and_not_applicable_are_not_the_same)
{
	nlog_notice *absent = notice_of("{'title': 'A'}");
	nlog_notice *null = notice_of("{'title': 'A', 'remarks': null}");
	char a[NLOG_DIGEST_SIZE], b[NLOG_DIGEST_SIZE];

	cr_assert(!nlog_notice_equal(absent, null));
	nlog_notice_digest(a, absent);
	nlog_notice_digest(b, null);
	cr_assert_str_neq(a, b);
	nlog_notice_free(absent);
	nlog_notice_free(null);
}

Test(key, is_made_of_a_code)
{
	static const struct {
		const char *code, *key; /**< NULL: refused */
	} rows[] = {
		{"25-IN-09-GE-LOM", "25-IN-09-GE-LOM"},
		{"16-AG-35-GE/SPP-OSM-B", "16-AG-35-GE_SPP-OSM-B"},
		{"15-AG-05-GE-TRC-B/C", "15-AG-05-GE-TRC-B_C"},
		{"A", "A"},
		{"", NULL},
		{"25 IN", NULL},
		{"/25", NULL},
		{"-25", NULL},
		{"../25", NULL},
		{"25-IN..", NULL},
		{"a..b", NULL},
		{"25.", NULL},
		{"25.lock", NULL},
		{"25\\IN", NULL},
		{"25:IN", NULL},
		{"25-\u00c4G", NULL},
		{"25\nIN", NULL},
		{"~25", NULL},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;
		nlog_error err = NLOG_ERROR_INIT;
		int rc = nlog_key_from_code(&out, nlog_slice_of(rows[i].code), &err);

		cr_expect_eq(rc, rows[i].key ? 0 : NLOG_EINPUT, "%s", rows[i].code);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].key ? rows[i].key : "", "%s",
				 rows[i].code);
		nlog_str_clear(&out);
	}
}

Test(key, has_a_length_and_an_alphabet)
{
	char longest[130];

	memset(longest, 'k', sizeof(longest));
	cr_assert(nlog_key_is_valid((nlog_slice){longest, 128}));
	cr_assert(!nlog_key_is_valid((nlog_slice){longest, 129}));
	cr_assert(nlog_key_is_valid(NLOG_SLICE("0._-x")));
	cr_assert(!nlog_key_is_valid(NLOG_SLICE("a\0b")));
	cr_assert(!nlog_key_is_valid(NLOG_SLICE("")));
	cr_assert(nlog_key_is_valid(NLOG_SLICE("x.locked")));
	for (int c = 0; c < 256; c++) {
		char key[2] = {'a', (char)c};
		bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			    (c >= 'a' && c <= 'z') || c == '_' || c == '-';

		cr_expect_eq(nlog_key_is_valid((nlog_slice){key, 2}), good, "byte %d", c);
	}
}
