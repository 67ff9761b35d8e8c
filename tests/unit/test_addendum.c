/* The stored form of an addendum. */
#include <noticelog/addendum.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdint.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* @return text with " for ', owned */
static char *quoted(const char *text)
{
	char *copy = nlog_strdup(text);

	nlog_alloc_setup();
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	return copy;
}

static int make(nlog_addendum **out, const char *members, nlog_error *err)
{
	char *text = quoted(members);
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

	cr_assert_not_null(value, "%s", members);
	nlog_free(text);
	return nlog_addendum_from_members_take(out, value, err);
}

/* The rows' members stand between the braces. */
#define AMENDS "'amends': [{'code': '14-IN-93-GE-OSM-B', 'dated': '2014-05-20'}]"

Test(addendum, is_written_and_read_back)
{
	static const char *rows[] = {
		"{" AMENDS ", 'number': 1, 'issued': '2014-07-01', 'changes': [{'field': "
		"'venue_cities', 'old': ['Bali'], 'new': ['Jakarta'], 'text': 'The Venue "
		"has been "
		"changed from Bali to Jakarta.'}], 'remain_unchanged': true, "
		"'signatory_name': "
		"'Mari', 'signatory_title': 'Secretary-General'}",
		"{" AMENDS ", 'changes': [{'field': 'timing', 'clause': '3', 'new': "
		"['2014-10-06/2014-10-10'], 'text': 'The timing has been changed.'}]}",
		"{" AMENDS ", 'changes': [{'text': 'Item 4 should read so.'}]}",
		"{" AMENDS
		", 'changes': [{'field': 'overseas_participants', 'old': {'at_most': 18}, "
		"'new': 19, 'text': 'More seats.'}]}",
		"{" AMENDS
		", 'changes': [{'field': 'remarks', 'old': ['Old.'], 'new': null, 'text': "
		"'No remarks.'}]}",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_addendum *addendum = NULL, *again = NULL;
		nlog_str out = NLOG_STR_INIT, twice = NLOG_STR_INIT;
		nlog_error err = NLOG_ERROR_INIT;

		cr_assert_eq(make(&addendum, rows[i], &err), 0, "row %zu: %s", i, err.text);
		cr_expect_str_eq(nlog_json_text(nlog_addendum_members(addendum), "format"),
				 NLOG_ADDENDUM_FORMAT);
		nlog_addendum_write(&out, addendum);
		cr_assert_eq(nlog_addendum_read(&again, "addendum.json",
						nlog_str_slice(&out), &err),
			     0, "row %zu: %u:%u: %s", i, err.line, err.column, err.text);
		nlog_addendum_write(&twice, again);
		cr_expect_str_eq(nlog_str_text(&out), nlog_str_text(&twice));
		cr_expect(json_equal((json_t *)(uintptr_t)nlog_addendum_members(addendum),
				     (json_t *)(uintptr_t)nlog_addendum_members(again)));
		nlog_str_clear(&out);
		nlog_str_clear(&twice);
		nlog_addendum_free(addendum);
		nlog_addendum_free(again);
	}
	nlog_addendum_free(NULL);
}

Test(addendum, refuses_members_that_it_cannot_have)
{
	static const char *rows[] = {
		"{" AMENDS ", 'colour': 'red'}",
		"{" AMENDS ", 'format': 'noticelog-notice/1'}",
		"{" AMENDS ", 'number': 'one'}",
		"{" AMENDS ", 'number': -1}",
		"{" AMENDS ", 'issued': '1 July 2014'}",
		"{" AMENDS ", 'remain_unchanged': 'yes'}",
		"{" AMENDS ", 'signatory_name': 'a  b'}",
		"{" AMENDS ", 'changes': {}}",
		"{" AMENDS ", 'changes': ['x']}",
		"{" AMENDS ", 'changes': [{'field': 'shoe_size', 'text': 'x'}]}",
		"{" AMENDS
		", 'changes': [{'field': 'timing', 'new': 'spring', 'text': 'x'}]}",
		"{" AMENDS
		", 'changes': [{'field': 'timing', 'old': ['2014-10-06'], 'text': 'x'}]}",
		"{" AMENDS ", 'changes': [{'field': 'timing', 'text': 'x\\ny'}]}",
		"{" AMENDS ", 'changes': [{'field': 'timing', 'text': 'x', 'why': 'y'}]}",
		"{'amends': [{'code': '14-IN', 'dated': 'May 2014'}]}",
		"{'amends': [{'code': '14-IN', 'by': 'x'}]}",
		"{'amends': '14-IN'}",
		"[]",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_addendum *addendum = NULL;
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(make(&addendum, rows[i], &err), NLOG_EINPUT, "row %zu: %s", i,
			     rows[i]);
		cr_expect_null(addendum);
		cr_expect(*err.text, "row %zu", i);
	}
}

Test(addendum, is_read_in_canonical_bytes_alone)
{
	static const struct {
		const char *text;
		unsigned line, column;
	} rows[] = {
		{"{'format': 'noticelog-addendum/1'}\n", 1, 2},
		{"{\n  'format': 'noticelog-addendum/1',\n  'colour': 'red'\n}\n", 3, 13},
		{"{\n  'format': 'noticelog-addendum/1',\n  'number': 1,\n  'number': "
		 "2\n}\n",
		 4, 3},
		{"{\n  'format': 'noticelog-addendum/1',\n  'issued': '31 May'\n}\n", 3,
		 13},
		{"", 1, 1},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_addendum *addendum = NULL;
		nlog_error err = NLOG_ERROR_INIT;
		char *text = quoted(rows[i].text);

		cr_expect_eq(
			nlog_addendum_read(&addendum, "a.json", nlog_slice_of(text), &err),
			NLOG_EINPUT, "row %zu", i);
		cr_expect_eq(err.line, rows[i].line, "row %zu: %u:%u: %s", i, err.line,
			     err.column, err.text);
		cr_expect_eq(err.column, rows[i].column, "row %zu: %u:%u: %s", i, err.line,
			     err.column, err.text);
		cr_expect_str_eq(err.source, "a.json");
		nlog_free(text);
	}
}
