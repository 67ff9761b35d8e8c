/* What was derived as bytes of the index: all of it comes back, each text written once. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <string.h>

#include "../../src/index/index.h"

static void begin(void)
{
	nlog_alloc_setup();
}

TestSuite(index_derived, .init = begin);

static const nlog_rule *rule_named(const char *id)
{
	size_t i = 0;

	while (strcmp(nlog_rules_get(i)->id, id) != 0)
		i++;
	return nlog_rules_get(i);
}

/* Texts that stand in what is passed over are told by their number in what is not. */
static nlog_amendments *some_amendments(nlog_declaration_state declared)
{
	nlog_amendments *list = nlog_amendments_new();

	nlog_amendments_add_take(
		list,
		&(nlog_amendment){
			.rule = rule_named("timing.rescheduled"),
			.severity = NLOG_SEVERITY_ACTION,
			.declared = declared,
			.field_count = 1,
			.fields = {NLOG_FIELD_TIMING},
			.summary = nlog_strdup("8–10 July → 5–7 August 2025"),
			.facts = json_pack("{s:i, s:s}", "shift_days", 28, "old_start",
					   "2025-07-08"),
			.evidence = json_pack("[{s:s, s:s, s:[s], s:s, s:s}]", "source",
					      "remarks", "text", "The dates were changed.",
					      "old", "2025-07-08/2025-07-10", "new",
					      "2025-07-08", "letter_date", "2025-07-08"),
			.id = "0123456789ab",
		});
	nlog_amendments_add_take(list, &(nlog_amendment){
					       .rule = rule_named("field.changed"),
					       .severity = NLOG_SEVERITY_SUBSTANTIVE,
					       .declared = NLOG_UNDECLARED,
					       .key = nlog_strdup("Financial Arrangements"),
					       .summary = nlog_strdup("1 paragraph added"),
					       .facts = json_object(),
					       .evidence = json_array(),
					       .id = "ba9876543210",
				       });
	return list;
}

static nlog_notice *excerpt(const char *title)
{
	json_t *values[NLOG_FIELDS] = {NULL};

	values[NLOG_FIELD_TITLE] = json_string(title);
	values[NLOG_FIELD_PROJECT_CODE] = json_string("25-IN-09-GE-LOM");
	values[NLOG_FIELD_TIMING] = json_pack("[s]", "2025-07-08/2025-07-10");
	return nlog_notice_excerpt_take(values);
}

static nlog_derived some_derived(bool has_before, nlog_declaration_state declared)
{
	nlog_derived derived = {
		.amendments = some_amendments(declared),
		.findings = NLOG_FINDINGS_INIT,
		.before = has_before ? excerpt("Workshop on Rice") : NULL,
		.after = excerpt("Meeting on Rice"),
		.withdrawal_reference = nlog_strdup("604"),
	};

	nlog_findings_add(&derived.checks, NLOG_F_CLOCK_SKEW,
			  (nlog_place){.file = "notice.json"}, "told");
	nlog_findings_add(&derived.checks, NLOG_F_CHECK_DAY_COUNT, (nlog_place){NULL},
			  "of three days");
	derived.checks.items[1].severity = NLOG_WARNING;
	return derived;
}

/* What is packed of one. */
typedef struct {
	nlog_str shown, rest, ids;
} packed;

static packed pack_take(nlog_derived *derived)
{
	packed p = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT};

	index_derived_pack(&p.shown, &p.rest, &p.ids, derived);
	nlog_derived_clear(derived);
	return p;
}

static packed pack(bool has_before, nlog_declaration_state declared)
{
	nlog_derived derived = some_derived(has_before, declared);

	return pack_take(&derived);
}

static void clear(packed *p)
{
	nlog_str_clear(&p->shown);
	nlog_str_clear(&p->rest);
	nlog_str_clear(&p->ids);
}

static bool unpack(nlog_derived *out, nlog_slice shown, nlog_slice rest, nlog_slice ids)
{
	nlog_shown form = NLOG_SHOWN_INIT;
	bool is_fine = index_derived_unpack(out, &form, shown, rest, ids);

	nlog_shown_clear(&form);
	return is_fine;
}

static void assert_findings_equal(const nlog_findings *a, const nlog_findings *b)
{
	json_t *left = nlog_findings_to_json(a), *right = nlog_findings_to_json(b);

	cr_assert(json_equal(left, right));
	json_decref(left);
	json_decref(right);
}

static void assert_notices_equal(const nlog_notice *a, const nlog_notice *b)
{
	cr_assert_eq(a == NULL, b == NULL);
	for (nlog_field_id id = 0; a && id < NLOG_FIELDS; id++) {
		const json_t *left = nlog_notice_get(a, id),
			     *right = nlog_notice_get(b, id);

		cr_assert(left ? json_equal(left, right) : !right);
	}
}

Test(index_derived, gives_back_all_of_it)
{
	for (int i = 0; i < 4; i++) {
		bool has_before = i & 1;
		nlog_declaration_state declared = i & 2 ? NLOG_PHANTOM : NLOG_DECLARED;
		nlog_derived wanted = some_derived(has_before, declared), derived;
		packed p = pack(has_before, declared);
		json_t *left, *right;

		cr_assert(unpack(&derived, nlog_str_slice(&p.shown),
				 nlog_str_slice(&p.rest), nlog_str_slice(&p.ids)));
		cr_assert_eq(p.ids.len, 12);
		cr_assert_eq(derived.has_before, has_before);
		left = nlog_amendments_to_json(wanted.amendments);
		right = nlog_amendments_to_json(derived.amendments);
		cr_assert(json_equal(left, right));
		cr_assert_str_eq(nlog_amendments_get(derived.amendments, 1)->key,
				 "Financial Arrangements");
		assert_notices_equal(wanted.before, derived.before);
		assert_notices_equal(wanted.after, derived.after);
		assert_findings_equal(&wanted.findings, &derived.findings);
		assert_findings_equal(&wanted.checks, &derived.checks);
		assert_findings_equal(&wanted.standing, &derived.standing);
		cr_assert_str_eq(derived.withdrawal_reference, "604");
		json_decref(left);
		json_decref(right);
		nlog_derived_clear(&wanted);
		nlog_derived_clear(&derived);
		clear(&p);
	}
}

/* What a page shows has its texts; behind it they are numbers. */
Test(index_derived, writes_no_text_twice)
{
	static const char *const texts[] = {"Meeting on Rice", "604",
					    "The dates were changed.", "of three days"};
	packed p = pack(true, NLOG_PHANTOM);

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		cr_assert_geq(nlog_slice_find(nlog_str_slice(&p.shown), texts[i]), 0);
		cr_assert_lt(nlog_slice_find(nlog_str_slice(&p.rest), texts[i]), 0);
	}
	clear(&p);
}

Test(index_derived, takes_nothing_that_was_cut_short)
{
	packed p = pack(true, NLOG_PHANTOM);
	const nlog_slice shown = nlog_str_slice(&p.shown), rest = nlog_str_slice(&p.rest);
	const nlog_slice ids = nlog_str_slice(&p.ids);
	nlog_derived derived;

	for (size_t len = 0; len < shown.len; len++)
		cr_assert_not(unpack(&derived, (nlog_slice){shown.data, len}, rest, ids));
	for (size_t len = 0; len < rest.len; len++)
		cr_assert_not(unpack(&derived, shown, (nlog_slice){rest.data, len}, ids));
	for (size_t len = 0; len < ids.len; len++)
		cr_assert_not(unpack(&derived, shown, rest, (nlog_slice){ids.data, len}));
	clear(&p);
}

/* The rest of another step is none of this one, nor are its ids. */
Test(index_derived, takes_no_rest_that_has_more_or_less)
{
	nlog_derived bare = {.amendments = nlog_amendments_new(),
			     .after = excerpt("Meeting on Rice")},
		     derived;
	packed p = pack(true, NLOG_DECLARED), other = pack_take(&bare);
	const nlog_slice shown = nlog_str_slice(&p.shown), rest = nlog_str_slice(&p.rest);
	const nlog_slice of_other = nlog_str_slice(&other.rest);

	cr_assert_not(unpack(&derived, shown, of_other, nlog_str_slice(&p.ids)));
	cr_assert_not(unpack(&derived, nlog_str_slice(&other.shown), rest,
			     nlog_str_slice(&p.ids)));
	cr_assert_not(unpack(&derived, nlog_str_slice(&other.shown), of_other,
			     nlog_str_slice(&p.ids)));
	clear(&p);
	clear(&other);
}
