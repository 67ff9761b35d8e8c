/* Addenda applied to the notice that they amend: what agrees, and what comes of it. */
#include <noticelog/patch.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <string.h>

/* Enough that comparing every entry with every other takes minutes. */
#define MANY 150000

static json_t *cities(size_t count, bool backwards)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		nlog_str name = NLOG_STR_INIT;

		nlog_str_addf(&name, "City %zu", backwards ? count - i : i + 1);
		json_array_append_new(list, json_string(nlog_str_text(&name)));
		nlog_str_clear(&name);
	}
	return list;
}

/* Apply "venue_cities was `said` and becomes `becomes`" to a notice that has `is`; all taken. */
static int apply(json_t *is, json_t *said, json_t *becomes, json_t **result,
		 nlog_error *err)
{
	json_t *change = json_pack("{s:s, s:o*, s:o}", "field", "venue_cities", "old", said,
				   "new", becomes);
	nlog_notice *notice = NULL, *after = NULL;
	nlog_addendum *addendum = NULL;
	int rc;

	cr_assert_eq(
		nlog_notice_from_members_take(
			&notice,
			json_pack("{s:s, s:o*}", "title", "Workshop", "venue_cities", is),
			err),
		0, "%s", err->text);
	cr_assert_eq(nlog_addendum_from_members_take(
			     &addendum,
			     json_pack("{s:[{s:s}], s:[o]}", "amends", "code",
				       "26-CP-11-GE-WSP-A", "changes", change),
			     err),
		     0, "%s", err->text);
	*result = NULL;
	rc = nlog_addendum_apply(&after, notice, addendum, err);
	if (!rc)
		*result = json_deep_copy(nlog_notice_get(after, NLOG_FIELD_VENUE_CITIES));
	nlog_notice_free(after);
	nlog_notice_free(notice);
	nlog_addendum_free(addendum);
	return rc;
}

Test(patch, replaces_the_entries_that_are_named_in_their_place, .init = nlog_alloc_setup)
{
	nlog_error err = NLOG_ERROR_INIT;
	json_t *wanted = json_pack("[s, s, s]", "City 1", "Pune", "City 4"), *result;

	cr_assert_eq(apply(cities(4, false), json_pack("[s, s]", "City 3", "City 2"),
			   json_pack("[s]", "Pune"), &result, &err),
		     0, "%s", err.text);
	cr_expect(json_equal(result, wanted));
	json_decref(result);
	json_decref(wanted);
}

Test(patch, refuses_an_old_value_that_is_not_the_notices, .init = nlog_alloc_setup)
{
	nlog_error err = NLOG_ERROR_INIT;
	json_t *result;

	cr_expect_eq(apply(cities(2, false), json_pack("[s, s]", "City 1", "Pune"),
			   json_pack("[s]", "Delhi"), &result, &err),
		     NLOG_ECONFLICT);
	/* "Not Applicable" names no entry: it is no part of every list. */
	cr_expect_eq(apply(cities(2, false), json_null(), json_pack("[s]", "Delhi"),
			   &result, &err),
		     NLOG_ECONFLICT);
	cr_expect_str_eq(err.text, "clause 1 says the venue was 'Not Applicable', but the "
				   "notice in force has 'City 1; City 2'");
}

Test(patch, takes_long_lists_in_another_order, .init = nlog_alloc_setup, .timeout = 20)
{
	nlog_error err = NLOG_ERROR_INIT;
	json_t *result;

	cr_assert_eq(apply(cities(MANY, false), cities(MANY, true),
			   json_pack("[s]", "Pune"), &result, &err),
		     0, "%s", err.text);
	cr_expect_eq(json_array_size(result), 1);
	json_decref(result);
}
