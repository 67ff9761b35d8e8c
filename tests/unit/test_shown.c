/* What a page shows of a step: taken from its amendments, and as bytes of the index. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/check.h>
#include <noticelog/shown.h>
#include <string.h>

#include "../../src/index/index.h"

static void begin(void)
{
	nlog_alloc_setup();
}

TestSuite(shown, .init = begin);

#define LETTER "25-IN-09-GE-LOM-077"

static json_t *evidence(void)
{
	return json_pack("[{s:s, s:s, s:s, s:s, s:s}, {s:s, s:s}]", "source", "addendum",
			 "text", "The dates were changed.", "approval_date", "2025-02-28",
			 "letter_date", "2025-04-02", "letter_ref", LETTER, "source",
			 "remarks", "text", "New dates.");
}

static nlog_amendments *some_amendments(nlog_declaration_state declared)
{
	nlog_amendments *list = nlog_amendments_new();

	nlog_amendments_add_take(list, &(nlog_amendment){
					       .rule = nlog_rules_get(3),
					       .severity = NLOG_SEVERITY_SUBSTANTIVE,
					       .declared = NLOG_UNDECLARED,
					       .key = nlog_strdup("Financial Arrangements"),
					       .summary = nlog_strdup("1 paragraph added"),
				       });
	nlog_amendments_add_take(
		list, &(nlog_amendment){
			      .rule = nlog_rules_get(nlog_rules_count() - 1),
			      .severity = NLOG_SEVERITY_ACTION,
			      .declared = declared,
			      .field_count = 2,
			      .fields = {NLOG_FIELD_TIMING, NLOG_FIELDS - 1},
			      .summary = nlog_strdup("8–10 July → 5–7 August 2025"),
			      .evidence = evidence(),
		      });
	return list;
}

static nlog_notice *some_notice(void)
{
	json_t *values[NLOG_FIELDS] = {NULL};

	values[NLOG_FIELD_TITLE] = json_string("Meeting on Rice");
	values[NLOG_FIELD_PROJECT_CODE] = json_string("25-IN-09-GE-LOM");
	return nlog_notice_excerpt_take(values);
}

/* A warning of a check is shown, a note is not, nor what was said of the document. */
static nlog_findings some_checks(void)
{
	nlog_findings list = NLOG_FINDINGS_INIT;

	nlog_findings_add(&list, NLOG_F_CHECK_SEATS, (nlog_place){NULL}, "a note");
	nlog_findings_add(&list, NLOG_F_CHECK_DAY_COUNT, (nlog_place){NULL}, "shown");
	nlog_findings_add(&list, NLOG_F_CLOCK_SKEW, (nlog_place){NULL}, "of the register");
	list.items[0].severity = NLOG_NOTE;
	list.items[1].severity = list.items[2].severity = NLOG_WARNING;
	return list;
}

static void assert_is(nlog_slice text, const char *wanted)
{
	cr_assert(nlog_slice_is(text, wanted), "%.*s is not %s", (int)text.len, text.data,
		  wanted);
	cr_assert_eq(text.data[text.len], '\0');
}

static void assert_has_authority(const nlog_authority *authority)
{
	nlog_str days = NLOG_STR_INIT;

	cr_assert(authority->has_approval && authority->has_letter &&
		  authority->has_letter_date);
	nlog_date_add_iso(&days, authority->approval);
	nlog_str_addc(&days, ' ');
	nlog_date_add_iso(&days, authority->letter_date);
	cr_assert_str_eq(nlog_str_text(&days), "2025-02-28 2025-04-02");
	assert_is(authority->letter_ref, LETTER);
	nlog_str_clear(&days);
}

static void assert_is_filled(const nlog_shown *shown, nlog_declaration_state declared)
{
	const nlog_shown_amendment *first = &shown->amendments[0];
	const nlog_shown_amendment *second = &shown->amendments[1];

	assert_is(shown->title, "Meeting on Rice");
	cr_assert_null(shown->reference.data);
	assert_is(shown->withdrawal_reference, "604");
	cr_assert_eq(shown->amendment_count, 2);
	cr_assert_eq(first->rule, nlog_rules_get(3));
	cr_assert_eq(first->severity, NLOG_SEVERITY_SUBSTANTIVE);
	cr_assert_eq(first->declared, NLOG_UNDECLARED);
	cr_assert_eq(first->field_count, 0);
	assert_is(first->key, "Financial Arrangements");
	assert_is(first->summary, "1 paragraph added");
	cr_assert_eq(first->source, NLOG_SOURCE_NONE);
	cr_assert_not(first->authority.has_approval || first->authority.has_letter);
	cr_assert_eq(second->rule, nlog_rules_get(nlog_rules_count() - 1));
	cr_assert_eq(second->declared, declared);
	cr_assert_eq(second->field_count, 2);
	cr_assert_eq(second->fields[0], NLOG_FIELD_TIMING);
	cr_assert_eq(second->fields[1], NLOG_FIELDS - 1);
	cr_assert_null(second->key.data);
	assert_is(second->summary, "8–10 July → 5–7 August 2025");
	cr_assert_eq(second->source, NLOG_SOURCE_ADDENDUM);
	assert_has_authority(&second->authority);
	cr_assert_eq(nlog_shown_gravest(shown), second);
	cr_assert_eq(second->word_count, declared == NLOG_PHANTOM ? 2 : 0);
	if (declared == NLOG_PHANTOM) {
		assert_is(shown->words[second->first_word], "The dates were changed.");
		assert_is(shown->words[second->first_word + 1], "New dates.");
	}
	cr_assert_eq(shown->check_count, 1);
	cr_assert_eq(shown->checks[0].rule, nlog_finding_rule_of(NLOG_F_CHECK_DAY_COUNT));
	assert_is(shown->checks[0].text, "shown");
}

/* Filled twice, so that nothing of the first time is left; then there and back. */
Test(shown, is_the_same_from_amendments_and_from_bytes)
{
	const nlog_declaration_state states[] = {NLOG_PHANTOM, NLOG_DECLARED};
	nlog_shown shown = NLOG_SHOWN_INIT, again = NLOG_SHOWN_INIT;
	nlog_findings checks = some_checks();
	nlog_notice *after = some_notice();
	nlog_slice texts;

	for (size_t i = 0; i < 2; i++) {
		nlog_amendments *amendments = some_amendments(states[i]);
		nlog_str bytes = NLOG_STR_INIT;

		nlog_shown_fill(&shown, after, amendments, &checks, "604");
		assert_is_filled(&shown, states[i]);
		assert_is(shown.code, "25-IN-09-GE-LOM");
		index_shown_pack(&bytes, &shown);
		cr_assert(index_shown_unpack(&again, nlog_str_slice(&bytes), &texts));
		assert_is_filled(&again, states[i]);
		cr_assert_eq(texts.data + texts.len, bytes.data + bytes.len);
		nlog_str_clear(&bytes);
		nlog_amendments_free(amendments);
	}
	nlog_shown_clear(&shown);
	nlog_shown_clear(&again);
	nlog_findings_clear(&checks);
	nlog_notice_free(after);
}

static bool takes(const char *data, size_t len)
{
	nlog_shown shown = NLOG_SHOWN_INIT;
	nlog_slice texts;
	bool is_taken = index_shown_unpack(&shown, (nlog_slice){data, len}, &texts);

	nlog_shown_clear(&shown);
	return is_taken;
}

#define TAKES(literal) takes(literal, sizeof(literal) - 1)

Test(shown, takes_nothing_that_it_would_not_write)
{
	cr_assert(TAKES("\x03\x01\x00\x00Rice\x00"));
	cr_assert_not(TAKES("\x03\x01\x00\x00Rice"));             /* without its end */
	cr_assert_not(TAKES("\x03\x01\x00\x00\xc3\x28\x00"));     /* no UTF-8 */
	cr_assert_not(TAKES("\x03\x01\x00\x00Rice\x00more\x00")); /* a text too many */
	cr_assert_not(TAKES("\x04\x01\x00\x00\x00Rice\x00"));     /* a number too many */
	cr_assert_not(TAKES("\x02\x01\x00Rice\x00"));             /* one too few */
	cr_assert_not(TAKES("\x03\x09\x00\x00Rice\x00"));         /* a text of no kind */
	cr_assert_not(TAKES("\x03\x00\x00\x01"));                 /* a check without text */
	cr_assert_not(TAKES("\x06\x00\xff\xff\xff\x7f\x00"));     /* very many amendments */
}

Test(shown, refuses_days_that_are_none)
{
	/* One amendment: rule, severity, state, approved, no field, day; no check. */
	cr_assert(TAKES("\x09\x00\x01\x00\x01\x00\x02\x00\x02\x00.\x00"));
	cr_assert_not(
		TAKES("\x0d\x00\x01\x00\x01\x00\x02\x00\xfe\xff\xff\xff\x7f\x00.\x00"));
}

Test(shown, knows_the_same_authority)
{
	nlog_authority a = {.has_letter = true, .letter_ref = NLOG_SLICE(LETTER)}, b = a;

	cr_assert(nlog_authority_equal(&a, &b));
	b.letter_date.day = 7; /* stated by neither */
	cr_assert(nlog_authority_equal(&a, &b));
	b.has_letter_date = true;
	cr_assert_not(nlog_authority_equal(&a, &b));
	a.has_letter_date = true;
	cr_assert_not(nlog_authority_equal(&a, &b));
	a.letter_date.day = 7;
	cr_assert(nlog_authority_equal(&a, &b));
	a.letter_ref = NLOG_SLICE("another");
	cr_assert_not(nlog_authority_equal(&a, &b));
}
