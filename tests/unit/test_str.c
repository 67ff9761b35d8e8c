/* Slices and the buffer that grows. */
#include <noticelog/str.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

Test(str, slices_of_strings_and_of_nothing)
{
	nlog_slice none = nlog_slice_of(NULL);

	cr_assert_eq(none.len, 0);
	cr_assert_eq(nlog_slice_of("").len, 0);
	cr_assert_eq(nlog_slice_of("Fiji").len, 4);
	cr_assert(nlog_slice_equal(NLOG_SLICE("Fiji"), nlog_slice_of("Fiji")));
	cr_assert(nlog_slice_equal(none, NLOG_SLICE("")));
	cr_assert(!nlog_slice_equal(NLOG_SLICE("Fiji"), NLOG_SLICE("Fij")));
	cr_assert(!nlog_slice_equal(NLOG_SLICE("a\0b"), NLOG_SLICE("a\0c")),
		  "a NUL is a byte like others");
}

Test(str, trims_ascii_white_space_alone)
{
	const struct {
		nlog_slice given, wanted;
	} rows[] = {
		{NLOG_SLICE("  a b\t\r\n"), NLOG_SLICE("a b")},
		{NLOG_SLICE("\v\fx\f\v"), NLOG_SLICE("x")},
		{NLOG_SLICE(" \t "), NLOG_SLICE("")},
		{NLOG_SLICE(""), NLOG_SLICE("")},
		{NLOG_SLICE("\xc2\xa0x\xc2\xa0"), NLOG_SLICE("\xc2\xa0x\xc2\xa0")},
		{NLOG_SLICE(" \0 "), NLOG_SLICE("\0")},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(nlog_slice_equal(nlog_slice_trim(rows[i].given), rows[i].wanted),
			  "row %zu", i);
	cr_assert_eq(nlog_slice_trim(nlog_slice_of(NULL)).len, 0);
}

Test(str, cuts_the_front_of_a_slice)
{
	nlog_slice word = NLOG_SLICE("notice");

	cr_assert(nlog_slice_is(nlog_slice_from(word, 3), "ice"));
	cr_assert(nlog_slice_is(nlog_slice_from(word, 0), "notice"));
	cr_assert_eq(nlog_slice_from(word, 6).len, 0);
	cr_assert_eq(nlog_slice_from(word, 7).len, 0);
	cr_assert_eq(nlog_slice_from(word, (size_t)-1).len, 0);
}

Test(str, compares_beginnings_and_ends)
{
	const struct {
		nlog_slice slice;
		const char *text;
		bool is, starts, ends;
	} rows[] = {
		{NLOG_SLICE("notice"), "notice", true, true, true},
		{NLOG_SLICE("notice"), "not", false, true, false},
		{NLOG_SLICE("notice"), "ice", false, false, true},
		{NLOG_SLICE("notice"), "notices", false, false, false},
		{NLOG_SLICE("notice"), "", false, true, true},
		{NLOG_SLICE(""), "", true, true, true},
		{NLOG_SLICE(""), "n", false, false, false},
		{NLOG_SLICE("not\0ice"), "not", false, true, false},
		{NLOG_SLICE("Notice"), "notice", false, false, false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice slice = rows[i].slice;
		const char *text = rows[i].text;

		cr_expect_eq(nlog_slice_is(slice, text), rows[i].is, "row %zu", i);
		cr_expect_eq(nlog_slice_starts(slice, text), rows[i].starts, "row %zu", i);
		cr_expect_eq(nlog_slice_ends(slice, text), rows[i].ends, "row %zu", i);
	}
}

Test(str, ignores_the_case_of_ascii_letters_alone)
{
	static const struct {
		const char *slice, *text;
		bool is;
	} rows[] = {
		{"CLOSING Date", "closing dATE", true},
		{"T\xc3\x9crkiye", "T\xc3\xbcrkiye", false}, /* Ü, ü: other bytes */
		{"[", "{", false}, /* 0x5b and 0x7b differ in the bit that parts cases */
		{"@", "`", false},
		{"date", "dates", false},
		{"", "", true},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice slice = nlog_slice_of(rows[i].slice);

		cr_expect_eq(nlog_slice_is_nocase(slice, rows[i].text), rows[i].is,
			     "row %zu", i);
	}
	cr_assert(nlog_slice_starts_nocase(NLOG_SLICE("Addendum No. 1"), "ADDENDUM"));
	cr_assert(!nlog_slice_starts_nocase(NLOG_SLICE("Add"), "ADDENDUM"));
	cr_assert(nlog_slice_starts_nocase(NLOG_SLICE("Add"), ""));
}

Test(str, finds_text_within_the_slice_alone)
{
	const char *text = "Suva, Fiji";

	cr_assert_eq(nlog_slice_find(nlog_slice_of(text), "Fiji"), 6);
	cr_assert_eq(nlog_slice_find((nlog_slice){text, 9}, "Fiji"), -1);
	cr_assert_eq(nlog_slice_find(NLOG_SLICE("aaab"), "aab"), 1);
	cr_assert_eq(nlog_slice_find(NLOG_SLICE("a\0Fiji"), "Fiji"), 2);
	cr_assert_eq(nlog_slice_find(NLOG_SLICE("ab"), "abc"), -1);
	cr_assert_eq(nlog_slice_find(NLOG_SLICE(""), "a"), -1);
	cr_assert_eq(nlog_slice_find(nlog_slice_of(NULL), "a"), -1);
	cr_assert_eq(nlog_slice_find(NLOG_SLICE("ab"), ""), 0);
}

Test(str, is_extended_for_others_to_fill)
{
	nlog_str str = NLOG_STR_INIT;

	memcpy(nlog_str_extend(&str, 3), "abc", 3);
	cr_assert_str_eq(nlog_str_text(&str), "abc");
	cr_assert_eq(nlog_str_extend(&str, 0), str.data + 3);
	memset(nlog_str_extend(&str, 1000), 'x', 1000);
	cr_assert_eq(str.len, 1003);
	cr_assert_eq(strlen(str.data), 1003);
	cr_assert(nlog_slice_starts(nlog_str_slice(&str), "abcxxx"));
	cr_assert(nlog_slice_ends(nlog_str_slice(&str), "xxx"));
	nlog_str_clear(&str);
}

Test(str, does_not_move_while_there_is_room)
{
	nlog_str str = NLOG_STR_INIT;
	const char *data;

	nlog_str_reserve(&str, 0);
	cr_assert_str_eq(nlog_str_slice(&str).data, "");
	nlog_str_add(&str, "begin");
	nlog_str_reserve(&str, 100000);
	data = str.data;
	for (size_t i = 0; i < 10000; i++)
		nlog_str_add(&str, "ten bytes!");
	cr_assert_eq(str.data, data);
	cr_assert_eq(str.len, 100005);
	cr_assert(nlog_slice_starts(nlog_str_slice(&str), "beginten bytes!ten"));
	nlog_str_clear(&str);
}

Test(str, grows_by_pieces_of_every_kind)
{
	nlog_str str = NLOG_STR_INIT;

	cr_assert_str_eq(nlog_str_text(&str), "");
	cr_assert_eq(nlog_str_slice(&str).len, 0);
	nlog_str_add(&str, "r");
	nlog_str_addf(&str, "%u of %s", 12u, "many");
	nlog_str_addc(&str, ':');
	nlog_str_add_repeat(&str, '-', 3);
	nlog_str_add_repeat(&str, '-', 0);
	nlog_str_addn(&str, "a\0b", 3);
	nlog_str_add_slice(&str, NLOG_SLICE("!"));
	nlog_str_add_slice(&str, nlog_slice_of(NULL));
	cr_assert(
		nlog_slice_equal(nlog_str_slice(&str), NLOG_SLICE("r12 of many:---a\0b!")));
	cr_assert_eq(nlog_str_text(&str)[str.len], '\0');
	nlog_str_truncate(&str, 100);
	cr_assert_eq(str.len, 19);
	nlog_str_truncate(&str, 3);
	cr_assert_str_eq(nlog_str_text(&str), "r12");
	nlog_str_truncate(&str, 0);
	cr_assert_str_eq(nlog_str_text(&str), "");
	nlog_str_clear(&str);
	cr_assert_null(str.data);
	cr_assert_eq(str.len, 0);
}

Test(str, writes_numbers_as_a_format_does)
{
	static const long long values[] = {0,     1,          -1,        9,        10,
					   -10,   99,         100,       2025,     10000,
					   -9999, 1234567890, -45,       4711,     365,
					   -366,  INT32_MIN,  INT64_MAX, INT64_MIN};

	for (size_t i = 0; i < COUNT(values); i++)
		for (int width = 0; width < 24; width++) {
			nlog_str ours = NLOG_STR_INIT, format = NLOG_STR_INIT;

			nlog_str_add_int(&ours, values[i], (size_t)width);
			nlog_str_addf(&format, "%0*lld", width, values[i]);
			cr_expect_str_eq(nlog_str_text(&ours), nlog_str_text(&format),
					 "%lld in %d", values[i], width);
			nlog_str_clear(&ours);
			nlog_str_clear(&format);
		}
}

Test(str, formats_more_than_any_first_guess)
{
	nlog_str str = NLOG_STR_INIT, wanted = NLOG_STR_INIT;
	char *text;

	nlog_str_add_repeat(&wanted, 'x', 70000);
	nlog_str_add(&str, "<");
	nlog_str_addf(&str, "%s>", nlog_str_text(&wanted));
	cr_assert_eq(str.len, 70002);
	cr_assert_eq(str.data[1], 'x');
	cr_assert_eq(str.data[70001], '>');
	text = nlog_str_detach(&str);
	cr_assert_eq(strlen(text), 70002);
	cr_assert_null(str.data, "the buffer is empty after it");
	nlog_free(text);
	text = nlog_str_detach(&str);
	cr_assert_str_eq(text, "", "never NULL");
	nlog_free(text);
	nlog_str_clear(&wanted);
}

Test(str, shows_foreign_bytes_and_leaves_the_rest)
{
	const struct {
		nlog_slice foreign;
		const char *wanted;
	} rows[] = {
		{NLOG_SLICE("T\xc3\xbcrkiye \xe2\x80\x93 \xf0\x9f\x8c\x8f"),
		 "T\xc3\xbcrkiye \xe2\x80\x93 \xf0\x9f\x8c\x8f"},
		{NLOG_SLICE("a\x1b[31mb"), "a\\u{1b}[31mb"},
		{NLOG_SLICE("a\nb\tc\rd\0e"), "a\\u{a}b\\u{9}c\\u{d}d\\u{0}e"},
		{NLOG_SLICE("\x7f"), "\\u{7f}"},
		{NLOG_SLICE("\xc2\x9b"), "\\u{9b}"},       /* CSI, as C1 */
		{NLOG_SLICE("\xe2\x80\xae"), "\\u{202e}"}, /* right-to-left override */
		{NLOG_SLICE("\xe2\x81\xa6"), "\\u{2066}"}, /* left-to-right isolate */
		{NLOG_SLICE("\xe2\x80\xa8\xe2\x80\xa9"), "\\u{2028}\\u{2029}"},
		{NLOG_SLICE("\xef\xbf\xbe"), "\\u{fffe}"}, /* noncharacters */
		{NLOG_SLICE("\xf4\x8f\xbf\xbf"), "\\u{10ffff}"},
		{NLOG_SLICE("\xff"), "\\x{ff}"},
		{NLOG_SLICE("a\xc3"), "a\\x{c3}"},                     /* cut off */
		{NLOG_SLICE("\xc0\xaf"), "\\x{c0}\\x{af}"},            /* overlong */
		{NLOG_SLICE("\xed\xa0\x80"), "\\x{ed}\\x{a0}\\x{80}"}, /* a surrogate */
		{NLOG_SLICE("\xf4\x90\x80\x80"), "\\x{f4}\\x{90}\\x{80}\\x{80}"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		nlog_str_add_visible(&out, rows[i].foreign);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].wanted, "row %zu: %s", i,
				 nlog_str_text(&out));
		nlog_str_clear(&out);
	}
}

Test(str, ranks_texts_as_they_are_sorted)
{
	static const char *const texts[] = {
		"",         "a",           "A",        "ab",   "aB", "b", "25-IN-09-GE-LOM",
		"25-in-09", "25-IN-09-GE", "25-IN-1",  "[",    "_",  "Z", "z",
		"zzzzzzzz", "zzzzzzzzz",   "\xc3\xbc", "\xff",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t k = 0; k < COUNT(texts); k++) {
			uint64_t a = nlog_str_rank_nocase(texts[i]);
			uint64_t b = nlog_str_rank_nocase(texts[k]);
			int order = strcasecmp(texts[i], texts[k]);

			cr_expect(a == b || (a < b) == (order < 0), "%s, %s", texts[i],
				  texts[k]);
			cr_expect(order || a == b, "%s, %s", texts[i], texts[k]);
		}
}

Test(str, finds_a_word_in_a_list)
{
	static const char list[] = "in of during midway";

	cr_assert(nlog_slice_is_listed(nlog_slice_of("in"), list));
	cr_assert(nlog_slice_is_listed(nlog_slice_of("Midway"), list));
	cr_assert(nlog_slice_is_listed(nlog_slice_of("OF"), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of("mid"), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of("midways"), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of("n"), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of("in of"), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of(""), list));
	cr_assert_not(nlog_slice_is_listed(nlog_slice_of("in"), ""));
}

Test(str, a_copy_has_no_room_to_spare_and_grows_when_asked)
{
	nlog_str copy = nlog_str_from(NLOG_SLICE("seminar")), none;

	cr_expect_str_eq(nlog_str_text(&copy), "seminar");
	cr_expect_eq(copy.capacity, copy.len + 1);
	nlog_str_add(&copy, "s and workshops");
	cr_expect_str_eq(nlog_str_text(&copy), "seminars and workshops");
	none = nlog_str_from(NLOG_SLICE(""));
	cr_expect_str_eq(nlog_str_text(&none), "");
	nlog_str_addc(&none, 'x');
	cr_expect_str_eq(nlog_str_text(&none), "x");
	nlog_str_clear(&copy);
	nlog_str_clear(&none);
}
