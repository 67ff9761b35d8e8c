/* What was derived as bytes of the index: all of it comes back, or what a page shows. */
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

static void pack(nlog_str *out, bool has_before, nlog_declaration_state declared)
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
	index_derived_pack(out, &derived);
	nlog_derived_clear(&derived);
}

/* What both depths have. */
static void assert_is_shown(const nlog_derived *derived, bool has_before,
			    nlog_declaration_state declared)
{
	nlog_amendments *wanted = some_amendments(declared);

	cr_assert_eq(derived->has_before, has_before);
	cr_assert_eq(nlog_amendments_count(derived->amendments), 2);
	for (size_t i = 0; i < 2; i++) {
		const nlog_amendment *a = nlog_amendments_get(derived->amendments, i);
		const nlog_amendment *b = nlog_amendments_get(wanted, i);

		cr_assert_eq(a->rule, b->rule);
		cr_assert_eq(a->severity, b->severity);
		cr_assert_eq(a->declared, b->declared);
		cr_assert_eq(a->field_count, b->field_count);
		cr_assert_str_eq(a->summary, b->summary);
		cr_assert_str_eq(a->id, b->id);
		cr_assert(a->key ? strcmp(a->key, b->key) == 0 : !b->key);
		cr_assert_eq(json_array_size(a->evidence), json_array_size(b->evidence));
	}
	cr_assert(nlog_slice_is(nlog_notice_line(derived->after, NLOG_FIELD_TITLE),
				"Meeting on Rice"));
	cr_assert(nlog_slice_is(nlog_notice_line(derived->after, NLOG_FIELD_PROJECT_CODE),
				"25-IN-09-GE-LOM"));
	cr_assert_eq(derived->checks.count, 1);
	cr_assert_str_eq(derived->checks.items[0].text, "told");
	cr_assert_str_eq(derived->withdrawal_reference, "604");
	nlog_amendments_free(wanted);
}

Test(index_derived, gives_back_all_of_it)
{
	for (int has_before = 0; has_before < 2; has_before++) {
		nlog_amendments *wanted = some_amendments(NLOG_DECLARED);
		nlog_str bytes = NLOG_STR_INIT;
		nlog_derived derived;

		pack(&bytes, has_before, NLOG_DECLARED);
		cr_assert(index_derived_unpack(&derived, nlog_str_slice(&bytes),
					       NLOG_RECALL_ALL));
		assert_is_shown(&derived, has_before, NLOG_DECLARED);
		for (size_t i = 0; i < 2; i++) {
			const nlog_amendment *a =
				nlog_amendments_get(derived.amendments, i);
			const nlog_amendment *b = nlog_amendments_get(wanted, i);

			cr_assert(json_equal(a->facts, b->facts));
			cr_assert(json_equal(a->evidence, b->evidence));
		}
		cr_assert_eq(derived.before != NULL, has_before);
		cr_assert_eq(
			json_array_size(nlog_notice_get(derived.after, NLOG_FIELD_TIMING)),
			1);
		nlog_derived_clear(&derived);
		nlog_amendments_free(wanted);
		nlog_str_clear(&bytes);
	}
}

Test(index_derived, gives_back_what_is_shown)
{
	for (int i = 0; i < 4; i++) {
		bool has_before = i & 1;
		nlog_declaration_state declared = i & 2 ? NLOG_PHANTOM : NLOG_DECLARED;
		nlog_str bytes = NLOG_STR_INIT;
		const nlog_amendment *first;
		nlog_derived derived;
		json_t *evidence;

		pack(&bytes, has_before, declared);
		cr_assert(index_derived_unpack(&derived, nlog_str_slice(&bytes),
					       NLOG_RECALL_SHOWN));
		assert_is_shown(&derived, has_before, declared);
		first = nlog_amendments_get(derived.amendments, 0);
		cr_assert_null(first->facts);
		cr_assert_null(nlog_amendments_get(derived.amendments, 1)->evidence);
		evidence = json_pack("[{s:s, s:s}]", "source", "remarks", "letter_date",
				     "2025-07-08");
		if (declared == NLOG_PHANTOM)
			json_object_set_new(json_array_get(evidence, 0), "text",
					    json_string("The dates were changed."));
		cr_assert(json_equal(first->evidence, evidence));
		cr_assert_null(derived.before);
		cr_assert_null(nlog_notice_get(derived.after, NLOG_FIELD_TIMING));
		json_decref(evidence);
		nlog_derived_clear(&derived);
		nlog_str_clear(&bytes);
	}
}

Test(index_derived, takes_nothing_that_was_cut_short)
{
	nlog_str bytes = NLOG_STR_INIT;
	nlog_derived derived;

	pack(&bytes, true, NLOG_DECLARED);
	for (size_t len = 0; len < bytes.len; len++) {
		nlog_slice cut = {bytes.data, len};

		cr_assert_not(index_derived_unpack(&derived, cut, NLOG_RECALL_ALL));
		cr_assert_not(index_derived_unpack(&derived, cut, NLOG_RECALL_SHOWN));
	}
	nlog_str_clear(&bytes);
}
