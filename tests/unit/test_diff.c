/* Differences of notices: their form, their laws, and that no input makes them slow. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/diff.h>
#include <string.h>
#include <time.h>
#include <uniwbrk.h>

#include "../../src/diff/align.h"
#include "../../src/diff/passages.h"
#include "../../src/diff/words.h"
#include "generate.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

TestSuite(diff, .init = nlog_alloc_setup);

/* JSON written with ' for " */
static json_t *json_of(const char *quoted)
{
	nlog_str text = NLOG_STR_INIT;
	json_error_t error;
	json_t *out;

	for (; *quoted; quoted++)
		nlog_str_addc(&text, *quoted == '\'' ? '"' : *quoted);
	out = json_loads(nlog_str_text(&text), JSON_DECODE_ANY, &error);
	cr_assert(out, "%s in %s", error.text, nlog_str_text(&text));
	nlog_str_clear(&text);
	return out;
}

static nlog_notice *notice_of(const char *quoted)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_notice *notice = NULL;

	cr_assert(nlog_notice_from_members_take(&notice, json_of(quoted), &err) == 0, "%s",
		  err.text);
	return notice;
}

static void assert_json(const json_t *got, const char *quoted, const char *what)
{
	json_t *want = json_of(quoted);
	char *text = json_dumps(got, JSON_ENCODE_ANY | JSON_SORT_KEYS);

	cr_expect(json_equal(got, want), "%s: got %s, not %s", what, text, quoted);
	nlog_free(text);
	json_decref(want);
}

static json_t *diff_of(const nlog_notice *before, const nlog_notice *after)
{
	nlog_diff *diff;
	json_t *out;

	nlog_diff_notices(&diff, before, after);
	out = nlog_diff_to_json(diff);
	nlog_diff_free(diff);
	return out;
}

Test(diff, has_one_change_a_field_in_its_form)
{
	static const struct {
		const char *before, *after, *changes;
	} rows[] = {
		{"{}", "{}", "[]"},
		{"{'title': 'A'}", "{'title': 'B'}",
		 "[{'field': 'title', 'kind': 'changed', 'old': 'A', 'new': 'B'}]"},
		{"{'title': 'A'}", "{}",
		 "[{'field': 'title', 'kind': 'removed', 'old': 'A'}]"},
		{"{'modality': null}", "{}",
		 "[{'field': 'modality', 'kind': 'removed', 'old': null}]"},
		{"{}", "{'modality': null}",
		 "[{'field': 'modality', 'kind': 'added', 'new': null}]"},
		{"{'timing': ['2025-06-10/2025-06-12']}",
		 "{'timing': ['2025-07-08/2025-07-11']}",
		 "[{'field': 'timing', 'kind': 'changed', 'old': ['2025-06-10/2025-06-12'],"
		 " 'new': ['2025-07-08/2025-07-11'],"
		 " 'detail': [{'session': 1, 'shift_days': 28, 'duration_delta_days': "
		 "1}]}]"},
		{"{'timing': ['2025-06-10/2025-06-12', '2025-09-01/2025-09-02']}",
		 "{'timing': ['2025-06-10/2025-06-12', '2025-08-31/2025-09-01',"
		 " '2025-10-01/2025-10-01']}",
		 "[{'field': 'timing', 'kind': 'changed',"
		 " 'old': ['2025-06-10/2025-06-12', '2025-09-01/2025-09-02'],"
		 " 'new': ['2025-06-10/2025-06-12', '2025-08-31/2025-09-01',"
		 " '2025-10-01/2025-10-01'],"
		 " 'detail': [{'session': 2, 'shift_days': -1, 'duration_delta_days': 0},"
		 " {'session': 3, 'added': '2025-10-01/2025-10-01'}]}]"},
		{"{'closing_dates': ['2025-06-02', '2025-07-01']}",
		 "{'closing_dates': ['2025-05-31']}",
		 "[{'field': 'closing_dates', 'kind': 'changed',"
		 " 'old': ['2025-06-02', '2025-07-01'], 'new': ['2025-05-31'],"
		 " 'detail': [{'session': 1, 'shift_days': -2},"
		 " {'session': 2, 'removed': '2025-07-01'}]}]"},
		{"{'date_of_issue': '2024-02-28'}", "{'date_of_issue': '2024-03-01'}",
		 "[{'field': 'date_of_issue', 'kind': 'changed', 'old': '2024-02-28',"
		 " 'new': '2024-03-01', 'detail': [{'session': 1, 'shift_days': 2}]}]"},
		{"{'revision_date': null}", "{'revision_date': '2024-03-01'}",
		 "[{'field': 'revision_date', 'kind': 'changed', 'old': null,"
		 " 'new': '2024-03-01', 'detail': [{'session': 1, 'added': "
		 "'2024-03-01'}]}]"},
		{"{'revision_no': 1, 'overseas_participants': {'at_most': 18}}",
		 "{'revision_no': 3, 'overseas_participants': 16, 'local_participants': 2}",
		 "[{'field': 'revision_no', 'kind': 'changed', 'old': 1, 'new': 3,"
		 " 'detail': {'delta': 2}},"
		 " {'field': 'overseas_participants', 'kind': 'changed',"
		 " 'old': {'at_most': 18}, 'new': 16, 'detail': {'delta': -2}},"
		 " {'field': 'local_participants', 'kind': 'added', 'new': 2,"
		 " 'detail': {'delta': 2}}]"},
		{"{'venue_cities': ['Ulaanbaatar', 'Suva']}",
		 "{'venue_cities': ['Suva', 'Dhaka']}",
		 "[{'field': 'venue_cities', 'kind': 'changed', 'old': ['Ulaanbaatar', "
		 "'Suva'],"
		 " 'new': ['Suva', 'Dhaka'], 'detail': {'added': ['Dhaka'],"
		 " 'removed': ['Ulaanbaatar'], 'moved': []}}]"},
		{"{'topics': ['a', 'b', 'c']}", "{'topics': ['c', 'a', 'b']}",
		 "[{'field': 'topics', 'kind': 'changed', 'old': ['a', 'b', 'c'],"
		 " 'new': ['c', 'a', 'b'],"
		 " 'detail': {'added': [], 'removed': [], 'moved': ['c']}}]"},
		{"{'remarks': ['Kept.', 'Bring two printed copies.']}",
		 "{'remarks': ['Kept.', 'Bring three printed copies.']}",
		 "[{'field': 'remarks', 'kind': 'changed',"
		 " 'old': ['Kept.', 'Bring two printed copies.'],"
		 " 'new': ['Kept.', 'Bring three printed copies.'],"
		 " 'detail': [{'op': 'changed', 'old': 'Bring two printed copies.',"
		 " 'new': 'Bring three printed copies.', 'words': [{'op': 'replaced',"
		 " 'old': 'two', 'new': 'three', 'prefix': 'Bring ',"
		 " 'suffix': ' printed copies.'}]}]}]"},
		{"{'change_history': [{'revision': 1, 'clause': 'Venue', 'modification': "
		 "'New.'}]}",
		 "{'change_history': [{'revision': 1, 'clause': 'Venue', 'modification': "
		 "'New.'},"
		 " {'revision': 2, 'modification': 'Timing was put off.'}]}",
		 "[{'field': 'change_history', 'kind': 'changed',"
		 " 'old': [{'revision': 1, 'clause': 'Venue', 'modification': 'New.'}],"
		 " 'new': [{'revision': 1, 'clause': 'Venue', 'modification': 'New.'},"
		 " {'revision': 2, 'modification': 'Timing was put off.'}],"
		 " 'detail': [{'op': 'added',"
		 " 'new': {'revision': 2, 'modification': 'Timing was put off.'}}]}]"},
		{"{'change_history': [{'revision': 1, 'issued': '2020-02-03', 'clause': "
		 "'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'}]}",
		 "{'change_history': [{'revision': 1, 'issued': '2020-02-04', 'clause': "
		 "'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'}]}",
		 "[{'field': 'change_history', 'kind': 'changed',"
		 " 'old': [{'revision': 1, 'issued': '2020-02-03', 'clause': 'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'}],"
		 " 'new': [{'revision': 1, 'issued': '2020-02-04', 'clause': 'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'}],"
		 " 'detail': [{'op': 'changed',"
		 " 'old': {'revision': 1, 'issued': '2020-02-03', 'clause': 'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'},"
		 " 'new': {'revision': 1, 'issued': '2020-02-04', 'clause': 'Timing',"
		 " 'modification': 'Timing was changed to 9-12 June 2020.'}}]}]"},
		{"{'as_printed': {'timing': 'soon', 'closing_dates': 'later'}}",
		 "{'as_printed': {'closing_dates': 'very late'}}",
		 "[{'field': 'as_printed', 'key': 'closing_dates', 'kind': 'changed',"
		 " 'old': 'later', 'new': 'very late'},"
		 " {'field': 'as_printed', 'key': 'timing', 'kind': 'removed', 'old': "
		 "'soon'}]"},
		{"{'other': {'Fees': ['None.']}}",
		 "{'other': {'Fees': ['None.'], 'Dress': ['Warm.']}}",
		 "[{'field': 'other', 'key': 'Dress', 'kind': 'added', 'new': ['Warm.'],"
		 " 'detail': [{'op': 'added', 'new': 'Warm.'}]}]"},
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		nlog_notice *before = notice_of(rows[i].before);
		nlog_notice *after = notice_of(rows[i].after);
		json_t *changes = diff_of(before, after);

		assert_json(changes, rows[i].changes, rows[i].before);
		json_decref(changes);
		nlog_notice_free(before);
		nlog_notice_free(after);
	}
}

Test(diff, puts_keys_in_the_order_of_the_stored_form)
{
	/* U+FF21 has the greater UTF-16 code unit, U+1F600 the greater code point. */
	static const char *const keys[] = {"A", "Z", "a", "é", "\xF0\x9F\x98\x80", "Ａ"};
	nlog_notice *before = notice_of("{}");
	nlog_notice *after =
		notice_of("{'other': {'Ａ': ['x'], 'é': ['x'], 'a': ['x'],"
			  " '\xF0\x9F\x98\x80': ['x'], 'Z': ['x'], 'A': ['x']}}");
	nlog_diff *diff;

	nlog_diff_notices(&diff, before, after);
	cr_assert_eq(nlog_diff_count(diff), LENGTH(keys));
	for (size_t i = 0; i < LENGTH(keys); i++)
		cr_expect_str_eq(nlog_diff_get(diff, i)->key, keys[i]);
	nlog_diff_free(diff);
	nlog_notice_free(before);
	nlog_notice_free(after);
}

/* Sets */

Test(diff, finds_the_changes_of_a_field_and_key)
{
	static const struct {
		nlog_field_id field;
		const char *key;
		size_t first;
	} rows[] = {{NLOG_FIELD_TITLE, NULL, 0},   {NLOG_FIELD_TITLE, "any", 0},
		    {NLOG_FIELD_REMARKS, NULL, 1}, {NLOG_FIELD_OTHER, NULL, 1},
		    {NLOG_FIELD_OTHER, "A", 1},    {NLOG_FIELD_OTHER, "B", 2},
		    {NLOG_FIELD_OTHER, "C", 2},    {NLOG_FIELD_OTHER, "D", 3},
		    {NLOG_FIELD_AS_PRINTED, "", 3}};
	nlog_notice *before = notice_of("{'title': 'Seminar'}");
	nlog_notice *after =
		notice_of("{'title': 'Forum', 'other': {'C': ['c'], 'A': ['a']}}");
	nlog_diff *diff;

	nlog_diff_notices(&diff, before, after);
	for (size_t i = 0; i < LENGTH(rows); i++)
		cr_expect_eq(nlog_diff_first(diff, rows[i].field, rows[i].key),
			     rows[i].first, "row %zu", i);
	nlog_diff_free(diff);
	nlog_notice_free(before);
	nlog_notice_free(after);
}

Test(diff, compares_sets_in_printed_order)
{
	static const struct {
		const char *before, *after, *sets;
	} rows[] = {
		{"null", "null", "{'added': [], 'removed': [], 'moved': []}"},
		{"null", "['b', 'a']", "{'added': ['b', 'a'], 'removed': [], 'moved': []}"},
		{"['b', 'a']", "[]", "{'added': [], 'removed': ['b', 'a'], 'moved': []}"},
		{"['a', 'b', 'c', 'd']", "['d', 'a', 'x', 'c']",
		 "{'added': ['x'], 'removed': ['b'], 'moved': ['d']}"},
		{"['a', 'b', 'c', 'd', 'e']", "['c', 'a', 'e', 'b', 'd']",
		 "{'added': [], 'removed': [], 'moved': ['c', 'e']}"},
		{"['a', 'a']", "['a', 'b', 'a', 'a']",
		 "{'added': ['b', 'a'], 'removed': [], 'moved': []}"},
		{"['a', 'b', 'a']", "['a', 'b']",
		 "{'added': [], 'removed': ['a'], 'moved': []}"},
		{"['a']", "['A']", "{'added': ['A'], 'removed': ['a'], 'moved': []}"},
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		json_t *before = json_of(rows[i].before), *after = json_of(rows[i].after);
		json_t *sets = nlog_diff_sets(before, after);

		assert_json(sets, rows[i].sets, rows[i].before);
		json_decref(sets);
		json_decref(before);
		json_decref(after);
	}
}

Test(diff, finds_one_moved_entry_among_many)
{
	enum { COUNT = 100000 };
	json_t *before = json_array(), *after = json_array(), *sets;

	for (int i = 0; i < COUNT; i++) {
		json_array_append_new(before, json_sprintf("name %d", i));
		json_array_append_new(after, json_sprintf("name %d", (i + 1) % COUNT));
	}
	sets = nlog_diff_sets(before, after);
	assert_json(sets, "{'added': [], 'removed': [], 'moved': ['name 0']}", "rotated");
	json_decref(sets);
	json_decref(before);
	json_decref(after);
}

/* Words */

Test(diff, shows_the_words_and_not_the_paragraph)
{
	static const struct {
		const char *before, *after, *words;
	} rows[] = {
		{"", "", "[]"},
		{"Equal.", "Equal.", "[]"},
		{"issued by UN ECSAP and others", "issued by UN ESCAP and others",
		 "[{'op': 'replaced', 'old': 'ECSAP', 'new': 'ESCAP',"
		 " 'prefix': 'issued by UN ', 'suffix': ' and others'}]"},
		{"the visit", "the field visit",
		 "[{'op': 'added', 'new': 'field ', 'prefix': 'the ', 'suffix': 'visit'}]"},
		{"uno the visit", "one the field visit",
		 "[{'op': 'replaced', 'old': 'uno', 'new': 'one', 'prefix': '',"
		 " 'suffix': ' the '}, {'op': 'added', 'new': 'field ', 'prefix': ' the ',"
		 " 'suffix': 'visit'}]"},
		{"host pays", "local host local pays",
		 "[{'op': 'added', 'new': 'local ', 'prefix': '', 'suffix': 'host '},"
		 " {'op': 'added', 'new': 'local ', 'prefix': 'host ', 'suffix': 'pays'}]"},
		{"the field visit", "the visit",
		 "[{'op': 'removed', 'old': 'field ', 'prefix': 'the ', 'suffix': "
		 "'visit'}]"},
		{"from 8 July on", "from 9 June on",
		 "[{'op': 'replaced', 'old': '8 July', 'new': '9 June', 'prefix': 'from ',"
		 " 'suffix': ' on'}]"},
		{"8–10 July", "8–12 July",
		 "[{'op': 'replaced', 'old': '10', 'new': '12', 'prefix': '8–',"
		 " 'suffix': ' July'}]"},
		{"", "All new.",
		 "[{'op': 'added', 'new': 'All new.', 'prefix': '', 'suffix': ''}]"},
		{"All gone.", "",
		 "[{'op': 'removed', 'old': 'All gone.', 'prefix': '', 'suffix': ''}]"},
		{"A first clause that nobody reads twice, then Bali and then a long rest "
		 "of it all",
		 "A first clause that nobody reads twice, then Jakarta and then a long "
		 "rest of it all",
		 "[{'op': 'replaced', 'old': 'Bali', 'new': 'Jakarta',"
		 " 'prefix': 'clause that nobody reads twice, then ',"
		 " 'suffix': ' and then a long rest of it all'}]"},
		{"one two three four", "uno two three quattro",
		 "[{'op': 'replaced', 'old': 'one', 'new': 'uno', 'prefix': '',"
		 " 'suffix': ' two three '}, {'op': 'replaced', 'old': 'four',"
		 " 'new': 'quattro', 'prefix': ' two three ', 'suffix': ''}]"},
		{"x\u0302 naïve 🇯🇵🇫🇷", "x\u0302 naive 🇯🇵🇫🇷",
		 "[{'op': 'replaced', 'old': 'naïve', 'new': 'naive', 'prefix': 'x\u0302 ',"
		 " 'suffix': ' 🇯🇵🇫🇷'}]"},
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		json_t *words = nlog_diff_words(nlog_slice_of(rows[i].before),
						nlog_slice_of(rows[i].after));

		assert_json(words, rows[i].words, rows[i].before);
		json_decref(words);
	}
}

/* prefix, edit and suffix as they stand in one of the two texts. */
static bool stands_in(nlog_slice text, const json_t *edit, const char *side)
{
	nlog_str part = NLOG_STR_INIT;
	bool found;

	nlog_str_add_slice(&part, nlog_json_slice(json_object_get(edit, "prefix")));
	nlog_str_add_slice(&part, nlog_json_slice(json_object_get(edit, side)));
	nlog_str_add_slice(&part, nlog_json_slice(json_object_get(edit, "suffix")));
	found = nlog_slice_find(text, nlog_str_text(&part)) >= 0;
	nlog_str_clear(&part);
	return found;
}

static size_t bytes_of(const json_t *edit, const char *side)
{
	return json_string_length(json_object_get(edit, side));
}

static void assert_words_law(nlog_slice before, nlog_slice after, const json_t *words)
{
	size_t removed = 0, added = 0, i;
	json_t *edit;

	cr_expect_eq(json_array_size(words) == 0, nlog_slice_equal(before, after));
	json_array_foreach((json_t *)words, i, edit)
	{
		removed += bytes_of(edit, "old");
		added += bytes_of(edit, "new");
		cr_expect(bytes_of(edit, "old") + bytes_of(edit, "new") > 0);
		cr_expect(stands_in(before, edit, "old"), "%.*s", (int)before.len,
			  before.data);
		cr_expect(stands_in(after, edit, "new"), "%.*s", (int)after.len,
			  after.data);
	}
	cr_expect_eq(before.len + added, after.len + removed);
}

Test(diff, accounts_for_every_byte_of_two_texts)
{
	nlog_test_random random = nlog_test_seed(41);

	for (int run = 0; run < 400; run++) {
		nlog_str before = NLOG_STR_INIT, after = NLOG_STR_INIT;
		json_t *words;

		for (size_t part = nlog_test_below(&random, 6); part-- > 0;) {
			nlog_str shared = NLOG_STR_INIT;
			const char *space = before.len && after.len ? " " : "";

			nlog_test_add_words(&shared, &random,
					    1 + nlog_test_below(&random, 8), true);
			nlog_str_add(&before, space);
			nlog_str_add(&after, space);
			if (nlog_test_chance(&random, 80))
				nlog_str_add_slice(&before, nlog_str_slice(&shared));
			if (nlog_test_chance(&random, 80))
				nlog_str_add_slice(&after, nlog_str_slice(&shared));
			nlog_str_clear(&shared);
		}
		words = nlog_diff_words(nlog_str_slice(&before), nlog_str_slice(&after));
		assert_words_law(nlog_str_slice(&before), nlog_str_slice(&after), words);
		json_decref(words);
		nlog_str_clear(&before);
		nlog_str_clear(&after);
	}
}

/* Paragraphs */

Test(diff, names_paragraphs_that_moved_or_are_alike)
{
	static const struct {
		const char *before, *after, *detail;
	} rows[] = {
		/* moved as it is */
		{"['One first thing.', 'Two more things.', 'Three in all.']",
		 "['Three in all.', 'One first thing.', 'Two more things.']",
		 "[{'op': 'moved', 'old': 'Three in all.', 'new': 'Three in all.'}]"},
		/* one came before a changed one */
		{"['The fee is ten dollars a day.']",
		 "['Bring a coat.', 'The fee is twelve dollars a day.']",
		 "[{'op': 'added', 'new': 'Bring a coat.'}, {'op': 'changed',"
		 " 'old': 'The fee is ten dollars a day.',"
		 " 'new': 'The fee is twelve dollars a day.', 'words': [{'op': 'replaced',"
		 " 'old': 'ten', 'new': 'twelve', 'prefix': 'The fee is ',"
		 " 'suffix': ' dollars a day.'}]}]"},
		/* nothing in common */
		{"['Bring a coat.']", "['Lunch will be served.']",
		 "[{'op': 'removed', 'old': 'Bring a coat.'},"
		 " {'op': 'added', 'new': 'Lunch will be served.'}]"},
		/* moved, and a word changed on the way */
		{"['Visas are the duty of each guest.', 'Keep one.', 'Keep two.']",
		 "['Keep one.', 'Keep two.', 'Visas are the task of each guest.']",
		 "[{'op': 'moved', 'old': 'Visas are the duty of each guest.',"
		 " 'new': 'Visas are the task of each guest.', 'words': [{'op': 'replaced',"
		 " 'old': 'duty', 'new': 'task', 'prefix': 'Visas are the ',"
		 " 'suffix': ' of each guest.'}]}]"},
		/* alike but for a word, among others that came and went */
		{"['Stay.', 'Lodging is free for ten nights.', 'Bring a coat.', 'End.']",
		 "['Stay.', 'Lunch will be served.', 'Taxis are paid.',"
		 " 'Lodging is free for nine nights.', 'End.']",
		 "[{'op': 'added', 'new': 'Lunch will be served.'},"
		 " {'op': 'added', 'new': 'Taxis are paid.'},"
		 " {'op': 'changed', 'old': 'Lodging is free for ten nights.',"
		 " 'new': 'Lodging is free for nine nights.', 'words': [{'op': 'replaced',"
		 " 'old': 'ten', 'new': 'nine', 'prefix': 'Lodging is free for ',"
		 " 'suffix': ' nights.'}]}, {'op': 'removed', 'old': 'Bring a coat.'}]"},
		/* a repeated paragraph went */
		{"['Same.', 'Same.', 'Same.']", "['Same.', 'Same.']",
		 "[{'op': 'removed', 'old': 'Same.'}]"},
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		json_t *before = json_pack("{s:o}", "remarks", json_of(rows[i].before));
		json_t *after = json_pack("{s:o}", "remarks", json_of(rows[i].after));
		nlog_notice *a, *b;
		json_t *changes;

		cr_assert_eq(nlog_notice_from_members_take(&a, before, NULL), 0);
		cr_assert_eq(nlog_notice_from_members_take(&b, after, NULL), 0);
		changes = diff_of(a, b);
		assert_json(json_object_get(json_array_get(changes, 0), "detail"),
			    rows[i].detail, rows[i].before);
		json_decref(changes);
		nlog_notice_free(a);
		nlog_notice_free(b);
	}
}

/* Alignment */

/* Length of a longest common subsequence, by the table that everybody knows. */
static uint32_t lcs_length(nlog_diff_sequence a, nlog_diff_sequence b)
{
	uint32_t table[41][41] = {{0}};

	for (uint32_t i = 0; i < a.count; i++)
		for (uint32_t j = 0; j < b.count; j++) {
			uint32_t up = table[i][j + 1], left = table[i + 1][j];

			table[i + 1][j + 1] = a.ids[i] == b.ids[j] ? table[i][j] + 1
					      : up > left          ? up
								   : left;
		}
	return table[a.count][b.count];
}

Test(diff, aligns_short_sequences_by_a_longest_common_subsequence)
{
	nlog_test_random random = nlog_test_seed(7);

	for (int run = 0; run < 5000; run++) {
		uint32_t kinds = 1 + (uint32_t)nlog_test_below(&random, 12);
		uint32_t a_ids[40], b_ids[40], partner[40], paired = 0, next = 0;
		nlog_diff_sequence a = {a_ids, (uint32_t)nlog_test_below(&random, 41)};
		nlog_diff_sequence b = {b_ids, (uint32_t)nlog_test_below(&random, 41)};

		for (int i = 0; i < 40; i++) {
			a_ids[i] = (uint32_t)nlog_test_below(&random, kinds);
			b_ids[i] = (uint32_t)nlog_test_below(&random, kinds);
		}
		nlog_diff_align(partner, a, b, kinds);
		for (uint32_t i = 0; i < a.count; i++) {
			if (partner[i] == NLOG_DIFF_NONE)
				continue;
			cr_assert(partner[i] >= next && partner[i] < b.count, "run %d",
				  run);
			cr_assert_eq(a_ids[i], b_ids[partner[i]], "run %d", run);
			next = partner[i] + 1;
			paired++;
		}
		cr_assert_eq(paired, lcs_length(a, b), "run %d", run);
	}
}

/* 200,000 numbers of 1,000 kinds, and the same with every twentieth replaced. */
Test(diff, aligns_long_sequences_by_what_stands_once)
{
	enum { COUNT = 200000, KINDS = 1000 };
	nlog_test_random random = nlog_test_seed(3);
	uint32_t *a = nlog_alloc_array(COUNT, sizeof(*a));
	uint32_t *b = nlog_alloc_array(COUNT, sizeof(*b));
	uint32_t *partner = nlog_alloc_array(COUNT, sizeof(*partner));
	size_t in_place = 0;

	for (size_t i = 0; i < COUNT; i++) {
		a[i] = (uint32_t)nlog_test_below(&random, KINDS);
		b[i] = i % 20 ? a[i] : (uint32_t)nlog_test_below(&random, KINDS);
	}
	nlog_diff_align(partner, (nlog_diff_sequence){a, COUNT},
			(nlog_diff_sequence){b, COUNT}, KINDS);
	for (size_t i = 0; i < COUNT; i++)
		in_place += partner[i] == i;
	cr_expect(in_place > COUNT / 100 * 94, "%zu of %d", in_place, COUNT);
	nlog_free(a);
	nlog_free(b);
	nlog_free(partner);
}

/* So many that some find no place in a table with few probes. */
Test(diff, numbers_many_texts_alike_only_if_they_are_equal)
{
	enum { COUNT = 60000 };
	uint32_t *ids = nlog_alloc_array(2 * COUNT, sizeof(*ids));
	nlog_slice *texts = nlog_alloc_array(2 * COUNT, sizeof(*texts));
	bool *given = nlog_alloc_array(COUNT, sizeof(*given));

	for (size_t i = 0; i < COUNT; i++) {
		nlog_str text = NLOG_STR_INIT;

		nlog_str_addf(&text, "%zx", i * i);
		texts[i].len = texts[2 * COUNT - 1 - i].len = text.len;
		texts[i].data = texts[2 * COUNT - 1 - i].data = nlog_str_detach(&text);
	}
	cr_expect_eq(nlog_diff_intern(ids, texts, 2 * COUNT), COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		cr_assert_eq(ids[i], ids[2 * COUNT - 1 - i]);
		cr_assert(ids[i] < COUNT && !given[ids[i]]);
		given[ids[i]] = true;
		nlog_free((char *)texts[i].data);
	}
	nlog_free(ids);
	nlog_free(texts);
	nlog_free(given);
}

/* Applying */

Test(diff, refuses_to_apply_what_is_malformed_or_does_not_fit)
{
	static const struct {
		const char *changes;
		int rc;
		const char *text;
	} rows[] = {
		{"{}", NLOG_EINPUT, "no array"},
		{"[7]", NLOG_EINPUT, "change 1 of the diff is no object"},
		{"[{'kind': 'removed', 'old': 'A'}]", NLOG_EINPUT, "'field'"},
		{"[{'field': 'tilte', 'kind': 'removed', 'old': 'A'}]", NLOG_EINPUT,
		 "'tilte'"},
		{"[{'field': 'title', 'old': 'A'}]", NLOG_EINPUT, "'kind'"},
		{"[{'field': 'title', 'kind': 'lost', 'old': 'A'}]", NLOG_EINPUT, "'lost'"},
		{"[{'field': 'title', 'kind': 'removed'}]", NLOG_EINPUT, "no 'old'"},
		{"[{'field': 'title', 'kind': 'removed', 'old': 'A', 'new': 'B'}]",
		 NLOG_EINPUT, "superfluous 'new'"},
		{"[{'field': 'title', 'kind': 'added', 'old': 'A', 'new': 'B'}]",
		 NLOG_EINPUT, "superfluous 'old'"},
		{"[{'field': 'title', 'kind': 'changed', 'old': 'A'}]", NLOG_EINPUT,
		 "no 'new'"},
		{"[{'field': 'title', 'kind': 'changed', 'old': 'A', 'new': 'A'}]",
		 NLOG_EINPUT, "same value"},
		{"[{'field': 'title', 'kind': 'removed', 'old': 'A', 'note': 1}]",
		 NLOG_EINPUT, "'note'"},
		{"[{'field': 'title', 'kind': 'removed', 'old': 'A', 'key': 'x'}]",
		 NLOG_EINPUT, "no keys"},
		{"[{'field': 'other', 'kind': 'removed', 'old': ['None.']}]", NLOG_EINPUT,
		 "'key'"},
		{"[{'field': 'title', 'kind': 'removed', 'old': 'A'},"
		 " {'field': 'title', 'kind': 'removed', 'old': 'A'}]",
		 NLOG_EINPUT, "a second change of 'title'"},
		{"[{'field': 'title', 'kind': 'changed', 'old': 'A', 'new': ' B'}]",
		 NLOG_EINPUT, "title"},
		{"[{'field': 'title', 'kind': 'changed', 'old': 'a', 'new': 'B'}]",
		 NLOG_ECONFLICT, "'title'"},
		{"[{'field': 'title', 'kind': 'added', 'new': 'B'}]", NLOG_ECONFLICT,
		 "already has"},
		{"[{'field': 'modality', 'kind': 'removed', 'old': 'online'}]",
		 NLOG_ECONFLICT, "does not have"},
		{"[{'field': 'other', 'key': 'Dress', 'kind': 'removed', 'old': "
		 "['Warm.']}]",
		 NLOG_ECONFLICT, "'other: Dress'"},
	};
	nlog_notice *before = notice_of("{'title': 'A', 'other': {'Fees': ['None.']}}");

	for (size_t i = 0; i < LENGTH(rows); i++) {
		json_t *changes = json_of(rows[i].changes);
		nlog_error err = NLOG_ERROR_INIT;
		nlog_notice *after = NULL;

		cr_expect_eq(nlog_diff_apply(&after, before, changes, &err), rows[i].rc,
			     "%s", rows[i].changes);
		cr_expect(strstr(err.text, rows[i].text), "%s: %s", rows[i].changes,
			  err.text);
		cr_expect_null(after);
		json_decref(changes);
	}
	nlog_notice_free(before);
}

/* Laws */

static void assert_kinds_mirrored(const json_t *there, const json_t *back)
{
	static const char *const mirror[][2] = {
		{"added", "removed"}, {"removed", "added"}, {"changed", "changed"}};

	cr_assert_eq(json_array_size(there), json_array_size(back));
	for (size_t i = 0; i < json_array_size(there); i++) {
		const json_t *one = json_array_get(there, i),
			     *other = json_array_get(back, i);
		const char *kind = nlog_json_text(one, "kind");

		cr_expect_str_eq(nlog_json_text(one, "field"),
				 nlog_json_text(other, "field"));
		for (size_t k = 0; k < LENGTH(mirror); k++)
			cr_expect(strcmp(kind, mirror[k][0]) != 0 ||
				  strcmp(nlog_json_text(other, "kind"), mirror[k][1]) == 0);
		cr_expect(json_equal(json_object_get(one, "old"),
				     json_object_get(other, "new")) ||
			  !json_object_get(one, "old"));
	}
}

static void assert_laws(const nlog_notice *a, const nlog_notice *b, uint64_t seed)
{
	json_t *there = diff_of(a, b), *back = diff_of(b, a), *none = diff_of(a, a);
	nlog_error err = NLOG_ERROR_INIT;
	nlog_notice *applied = NULL;

	cr_expect_eq(json_array_size(none), 0, "seed %llu", (unsigned long long)seed);
	cr_assert_eq(nlog_diff_apply(&applied, a, there, &err), 0, "seed %llu: %s",
		     (unsigned long long)seed, err.text);
	cr_expect(nlog_notice_equal(applied, b), "seed %llu", (unsigned long long)seed);
	assert_kinds_mirrored(there, back);
	if (json_array_size(there)) {
		nlog_notice *twice = NULL;

		cr_expect_eq(nlog_diff_apply(&twice, b, there, &err), NLOG_ECONFLICT);
		cr_expect_null(twice);
	} else {
		cr_expect(nlog_notice_equal(a, b));
	}
	nlog_notice_free(applied);
	json_decref(there);
	json_decref(back);
	json_decref(none);
}

Test(diff, applied_to_the_old_notice_gives_the_new_one)
{
	for (uint64_t seed = 0; seed < 10000; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *a = nlog_test_notice(&random), *b;

		b = seed % 4 ? nlog_test_edited(&random, a) : nlog_test_notice(&random);
		assert_laws(a, b, seed);
		nlog_notice_free(a);
		nlog_notice_free(b);
	}
}

Test(diff, generated_notices_have_every_field_absent_null_and_with_a_value)
{
	unsigned seen[NLOG_FIELDS] = {0};

	for (uint64_t seed = 0; seed < 100; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *notice = nlog_test_notice(&random);

		for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
			const json_t *value = nlog_notice_get(notice, id);

			seen[id] |= !value ? 1 : json_is_null(value) ? 2 : 4;
		}
		nlog_notice_free(notice);
	}
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		cr_expect_eq(seen[id], id >= NLOG_FIELD_OTHER ? 5 : 7, "%s",
			     nlog_field_of(id)->name);
}

/* Size */

#define LARGE 1000000

/* Words of a text that grows to LARGE bytes. */
typedef void (*add_word)(nlog_str *out, nlog_test_random *random, size_t index);

static void add_plain(nlog_str *out, nlog_test_random *random, size_t index)
{
	(void)index;
	nlog_str_addf(out, "word%zu", nlog_test_below(random, 3000));
}

static void add_same(nlog_str *out, nlog_test_random *random, size_t index)
{
	(void)random;
	(void)index;
	nlog_str_add(out, "same");
}

static void add_two(nlog_str *out, nlog_test_random *random, size_t index)
{
	(void)index;
	nlog_str_add(out, nlog_test_chance(random, 50) ? "a" : "b");
}

static void add_old(nlog_str *out, nlog_test_random *random, size_t index)
{
	(void)random;
	nlog_str_addf(out, "old%zu", index);
}

static void add_new(nlog_str *out, nlog_test_random *random, size_t index)
{
	(void)random;
	nlog_str_addf(out, "new%zu", index);
}

/* The words of add_plain, with some more between them. */
static void add_edited(nlog_str *out, nlog_test_random *random, size_t index)
{
	if (index % 200 == 7)
		nlog_str_add(out, "edited ");
	add_plain(out, random, index);
}

static void add_often_edited(nlog_str *out, nlog_test_random *random, size_t index)
{
	if (index % 10 == 7)
		nlog_str_addf(out, "word%zu ", index % 100);
	add_plain(out, random, index);
}

static json_t *large_text(add_word add, size_t a_paragraph, uint64_t seed, size_t most)
{
	nlog_test_random random = nlog_test_seed(seed);
	nlog_str text = NLOG_STR_INIT;
	json_t *out = json_array();
	size_t total = 0;

	for (size_t i = 0; total < most; i++) {
		add(&text, &random, i);
		if ((i + 1) % a_paragraph && total + text.len < most) {
			nlog_str_addc(&text, ' ');
			continue;
		}
		total += text.len;
		json_array_append_new(out, nlog_json_from_slice(nlog_str_slice(&text)));
		nlog_str_clear(&text);
	}
	return json_pack("{s:o}", "background", out);
}

Test(diff, takes_no_long_time_for_large_texts, .timeout = 120)
{
	static const struct {
		const char *name;
		add_word before, after;
		size_t a_paragraph;
		uint64_t before_seed, after_seed;
	} rows[] = {
		{"one paragraph, some words edited", add_plain, add_edited, SIZE_MAX, 1, 1},
		{"one paragraph, many words edited", add_plain, add_often_edited, SIZE_MAX,
		 1, 1},
		{"one paragraph, same words in another order", add_plain, add_plain,
		 SIZE_MAX, 1, 2},
		{"one paragraph, nothing in common", add_old, add_new, SIZE_MAX, 1, 1},
		{"one paragraph of one word", add_same, add_two, SIZE_MAX, 1, 1},
		{"one paragraph of two words", add_two, add_two, SIZE_MAX, 1, 2},
		{"many paragraphs, some words edited", add_plain, add_edited, 6, 1, 1},
		{"many paragraphs, each with a word edited", add_plain, add_often_edited,
		 10, 1, 1},
		{"many paragraphs, same words in another order", add_plain, add_plain, 6, 1,
		 2},
		{"many paragraphs, nothing in common", add_old, add_new, 6, 1, 1},
		{"many equal paragraphs", add_same, add_same, 10, 1, 1},
		{"many paragraphs of two words", add_two, add_two, 10, 1, 2},
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		json_t *old = large_text(rows[i].before, rows[i].a_paragraph,
					 rows[i].before_seed, LARGE);
		json_t *new = large_text(rows[i].after, rows[i].a_paragraph,
					 rows[i].after_seed, LARGE + 100);
		nlog_notice *a, *b, *applied = NULL;
		clock_t start;
		json_t *changes;

		cr_assert_eq(nlog_notice_from_members_take(&a, old, NULL), 0);
		cr_assert_eq(nlog_notice_from_members_take(&b, new, NULL), 0);
		start = clock();
		changes = diff_of(a, b);
		cr_expect((clock() - start) / CLOCKS_PER_SEC < 5, "%s", rows[i].name);
		cr_assert_eq(nlog_diff_apply(&applied, a, changes, NULL), 0);
		cr_expect(nlog_notice_equal(applied, b), "%s", rows[i].name);
		json_decref(changes);
		nlog_notice_free(applied);
		nlog_notice_free(a);
		nlog_notice_free(b);
	}
}

/* All lists of up to so many of a few passages, numbered. */
#define MOST_PASSAGES 4
#define LISTS 341 /* 1 + 4 + 4^2 + 4^3 + 4^4 */

static nlog_passages list_of(nlog_slice *room, unsigned number)
{
	static const char *const texts[] = {"a b c d", "a b c e", "f g h i", "f"};
	nlog_passages list = {room, 0};

	for (unsigned lists = 1; number >= lists; lists *= 4) {
		number -= lists;
		list.count++;
	}
	for (uint32_t i = 0; i < list.count; i++, number /= 4)
		room[i] = nlog_slice_of(texts[number % 4]);
	return list;
}

Test(diff, sees_at_once_what_an_alignment_finds)
{
	nlog_slice old_room[MOST_PASSAGES], new_room[MOST_PASSAGES];
	nlog_passage aligned[2 * MOST_PASSAGES], *seen;

	for (unsigned a = 0; a < LISTS; a++) {
		for (unsigned b = 0; b < LISTS; b++) {
			nlog_passages old = list_of(old_room, a),
				      new = list_of(new_room, b);
			size_t count = nlog_diff_passages_aligned(aligned, old, new);

			cr_assert_eq(nlog_diff_passages(&seen, old, new), count);
			cr_assert_eq(memcmp(seen, aligned, count * sizeof(*seen)), 0,
				     "lists %u and %u", a, b);
			nlog_free(seen);
		}
	}
}

static void expect_breaks(nlog_slice text)
{
	char *breaks = nlog_alloc(text.len);
	nlog_diff_words_list words;
	uint32_t word = 0;

	u8_wordbreaks((const uint8_t *)text.data, text.len, breaks);
	nlog_diff_words_split(&words, text);
	for (uint32_t i = 0; i < text.len; i++)
		if (!i || breaks[i])
			cr_assert_eq(words.starts[word++], i, "%.*s", (int)text.len,
				     text.data);
	cr_assert_eq(word, words.count, "%.*s", (int)text.len, text.data);
	nlog_diff_words_clear(&words);
	nlog_free(breaks);
}

Test(diff, breaks_words_of_ascii_as_of_any_text)
{
	static const char sorts[] = " aB01_:,;.'\"-\t\n";
	size_t kinds = sizeof(sorts) - 1;
	char text[4];

	for (size_t number = 0; number < kinds * kinds * kinds * kinds; number++) {
		size_t rest = number;

		for (size_t i = 0; i < sizeof(text); i++, rest /= kinds)
			text[i] = sorts[rest % kinds];
		for (size_t len = 0; len <= sizeof(text); len++)
			expect_breaks((nlog_slice){text, len});
	}
	for (char c = ' '; c <= '~'; c++) {
		const char around[] = {'a', c, 'a', '1', c, '1', c, '_', c, c, ' ', c};

		expect_breaks((nlog_slice){around, sizeof(around)});
	}
}
