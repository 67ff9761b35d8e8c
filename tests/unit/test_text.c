/* Normal form, and texts as people compare them. */
#include <noticelog/text.h>

#include <criterion/criterion.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "generate.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

Test(text, tells_normal_form_and_where_it_ends)
{
	const struct {
		nlog_slice text;
		ptrdiff_t offset; /**< of the fault; -1: none */
	} rows[] = {
		{NLOG_SLICE(""), -1},
		{NLOG_SLICE("Suva, Fiji"), -1},
		{NLOG_SLICE("T\u00fcrkiye \u2013 \u201cAnkara\u201d \U0001f30f"), -1},
		{NLOG_SLICE("Hawai\u02bbi \u65e5\u672c"), -1},
		{NLOG_SLICE("a  b"), 2},
		{NLOG_SLICE(" a"), 0},
		{NLOG_SLICE("a "), 1},
		{NLOG_SLICE("a\tb"), 1},
		{NLOG_SLICE("a\nb"), 1},
		{NLOG_SLICE("a\u00a0b"), 1},
		{NLOG_SLICE("a\u3000b"), 1},
		{NLOG_SLICE("a\u2003b"), 1},
		{NLOG_SLICE("a\u2028b"), 1},
		{NLOG_SLICE("ab\0"), 2},
		{NLOG_SLICE("a\x1b[1m"), 1},
		{NLOG_SLICE("ab\x7f"), 2},
		{NLOG_SLICE("ab\xc2\x9b"), 2},
		{NLOG_SLICE("ab\xc2\x85"), 2},
		{NLOG_SLICE("ab\u202e"), 2},
		{NLOG_SLICE("ab\u2066"), 2},
		{NLOG_SLICE("ab\u2069"), 2},
		{NLOG_SLICE("ab\xef\xbf\xbe"), 2},
		{NLOG_SLICE("ab\xef\xb7\x90"), 2},     /* U+FDD0 */
		{NLOG_SLICE("ab\xf0\x9f\xbf\xbf"), 2}, /* U+1FFFF */
		{NLOG_SLICE("ab\xff"), 2},
		{NLOG_SLICE("ab\xe2\x80"), 2},
		{NLOG_SLICE("ab\xed\xa0\x80"), 2},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why = NULL;
		size_t offset = 4711;
		bool normal = nlog_text_is_normal(rows[i].text, &why, &offset);

		cr_expect_eq(normal, rows[i].offset < 0, "row %zu", i);
		cr_expect_eq(nlog_text_is_normal(rows[i].text, NULL, NULL), normal);
		if (normal)
			continue;
		cr_expect_eq((ptrdiff_t)offset, rows[i].offset, "row %zu: %zu, %s", i,
			     offset, why);
		cr_expect(why && *why, "row %zu", i);
	}
}

Test(text, tells_what_is_not_composed)
{
	const char *why = NULL;
	size_t offset = 4711;

	cr_assert(!nlog_text_is_normal(NLOG_SLICE("Tu\u0308rkiye"), &why, &offset));
	cr_assert_leq(offset, 2);
	cr_assert(!nlog_text_is_normal(NLOG_SLICE("\u212b"), NULL, NULL),
		  "the angstrom sign");
	cr_assert(!nlog_text_is_normal(NLOG_SLICE("\u1112\u1161\u11ab"), NULL, NULL),
		  "Hangul");
	cr_assert(nlog_text_is_normal(NLOG_SLICE("q\u0308"), NULL, NULL),
		  "there is no composed q with a diaeresis");
}

Test(text, brings_into_normal_form)
{
	const struct {
		nlog_slice given;
		const char *wanted;
		size_t dropped;
	} rows[] = {
		{NLOG_SLICE("  a \t\r\n\v\f b  "), "a b", 0},
		{NLOG_SLICE("a\u00a0\u3000\u2003b\u2028c\u2029d"), "a b c d", 0},
		{NLOG_SLICE("a\xc2\x85"
			    "b"),
		 "a b", 0}, /* NEL is white space */
		{NLOG_SLICE("Tu\u0308rkiye"), "T\u00fcrkiye", 0},
		{NLOG_SLICE("\u212b"), "\u00c5", 0},
		{NLOG_SLICE("a\0b\x1b"
			    "c\x7f"),
		 "abc", 3},
		{NLOG_SLICE("a\xc2\x9b"
			    "b"),
		 "ab", 1},
		{NLOG_SLICE("\u202eabc\u2066\u2069"), "abc", 3},
		{NLOG_SLICE("a \u202e b"), "a b", 1},
		{NLOG_SLICE("a\xef\xbf\xbf"), "a", 1},
		/* Dropping what stood between brings these two together. */
		{NLOG_SLICE("u\u202e\u0308"), "\u00fc", 1},
		{NLOG_SLICE("\u202e"), "", 1},
		{NLOG_SLICE(" \u00a0 "), "", 0},
		{NLOG_SLICE(""), "", 0},
		{NLOG_SLICE("\u201cQuoted\u201d \u2013 \u2018it\u2019; \u2022"),
		 "\u201cQuoted\u201d \u2013 \u2018it\u2019; \u2022", 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		nlog_str_add(&out, "");
		cr_expect_eq(nlog_text_normalise(&out, rows[i].given), rows[i].dropped,
			     "row %zu", i);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].wanted, "row %zu: '%s'", i,
				 nlog_str_text(&out));
		cr_expect_eq(out.len, strlen(rows[i].wanted));
		cr_expect(nlog_text_is_normal(nlog_str_slice(&out), NULL, NULL));
		nlog_str_clear(&out);
	}
}

Test(text, normal_form_is_idempotent_over_random_text)
{
	static const char *const pieces[] = {
		"a",      "e",          " ",      "\t",       "\u0301",       "\u0308",
		"\u0323", "\u00a0",     "\u202e", "\u2066",   "\u1112",       "\u1161",
		"\u11ab", "\u212b",     "\x1b",   "\xc2\x85", "\u2028",       "\ufb01",
		"\u0344", "\U0001d15e", "\u0f71", "\u0f72",   "\xef\xbf\xbe",
	};
	nlog_test_random random = nlog_test_seed(11);

	for (int round = 0; round < 4000; round++) {
		nlog_str text = NLOG_STR_INIT, once = NLOG_STR_INIT, twice = NLOG_STR_INIT;

		for (size_t i = nlog_test_below(&random, 12); i > 0; i--)
			nlog_str_add(&text,
				     pieces[nlog_test_below(&random, COUNT(pieces))]);
		nlog_text_normalise(&once, nlog_str_slice(&text));
		cr_assert(nlog_text_is_normal(nlog_str_slice(&once), NULL, NULL),
			  "round %d", round);
		cr_assert_eq(nlog_text_normalise(&twice, nlog_str_slice(&once)), 0);
		cr_assert(nlog_slice_equal(nlog_str_slice(&once), nlog_str_slice(&twice)),
			  "round %d", round);
		nlog_str_clear(&text);
		nlog_str_clear(&once);
		nlog_str_clear(&twice);
	}
}

Test(text, appends_and_leaves_what_was_there)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_str_add(&out, "kept  ");
	nlog_text_normalise(&out, NLOG_SLICE(" a  b "));
	cr_assert_str_eq(nlog_str_text(&out), "kept  a b");
	nlog_str_clear(&out);
}

Test(text, finds_the_first_byte_that_is_no_utf8)
{
	const struct {
		nlog_slice text;
		size_t offset;
	} rows[] = {
		{NLOG_SLICE("abc\x80"), 3},          {NLOG_SLICE("\xc3"), 0},
		{NLOG_SLICE("a\xc0\x80"), 1},        {NLOG_SLICE("a\xe0\x80\x80"), 1},
		{NLOG_SLICE("ab\xed\xb0\x80"), 2},   {NLOG_SLICE("ab\xf5\x80\x80\x80"), 2},
		{NLOG_SLICE("\xe2\x80\x93\xfe"), 3},
	};
	size_t offset = 4711;

	cr_assert(nlog_text_is_utf8(NLOG_SLICE("a\0\u2013\U0010fffd"), &offset));
	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect(!nlog_text_is_utf8(rows[i].text, &offset), "row %zu", i);
		cr_expect_eq(offset, rows[i].offset, "row %zu: %zu", i, offset);
		cr_expect(!nlog_text_is_utf8(rows[i].text, NULL));
	}
}

Test(text, measures_columns)
{
	const struct {
		nlog_slice text;
		size_t width;
	} rows[] = {
		{NLOG_SLICE(""), 0},
		{NLOG_SLICE("Fiji"), 4},
		{NLOG_SLICE("T\u00fcrkiye"), 7},
		{NLOG_SLICE("Tu\u0308rkiye"), 7},
		{NLOG_SLICE("\u65e5\u672c"), 4},
		{NLOG_SLICE("\uff26"), 2},
		{NLOG_SLICE("a\x1b"
			    "b"),
		 2},
		{NLOG_SLICE("2\u20133"), 3},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(nlog_text_width(rows[i].text), rows[i].width, "row %zu: %zu",
			     i, nlog_text_width(rows[i].text));
}

/* What stands in odd texts: wide, combining, forbidden, cut off, no text at all. */
static const char *const odd_pieces[] = {
	"a",
	"Notice 604 of 2 May 2025",
	"\xe2\x80\x93",     /* a dash */
	"\xe2\x86\x92",     /* an arrow */
	"\xe6\x97\xa5",     /* wide */
	"\xef\xbc\xa6",     /* full width */
	"u\xcc\x88",        /* combining */
	"\xf0\x9f\x8c\x8f", /* beyond the first plane */
	"\xe2\x80\x8b",     /* no column */
	"\n",
	"\x1b",
	"\x7f",
	"\xc2\x9b",     /* CSI, as C1 */
	"\xe2\x80\xae", /* right-to-left override */
	"\xe2\x80\xa8", /* line separator */
	"\xef\xbf\xbe", /* a noncharacter */
	"\xff",
	"\xe2\x80",     /* cut off, unless something follows */
	"\xc0\xaf",     /* overlong */
	"\xed\xa0\x80", /* a surrogate */
};

/* Several of them; one in eight is a NUL. */
static void add_odd_text(nlog_str *out, nlog_test_random *random)
{
	for (size_t i = nlog_test_below(random, 8); i > 0; i--) {
		if (nlog_test_chance(random, 12))
			nlog_str_addc(out, '\0');
		else
			nlog_str_add(
				out,
				odd_pieces[nlog_test_below(random, COUNT(odd_pieces))]);
	}
}

/* The bytes before the first character that cannot be shown, one after the other. */
static size_t visible_by_character(nlog_slice text)
{
	size_t i = 0;

	while (i < text.len) {
		unsigned codepoint;
		int len = nlog_text_next(text, i, &codepoint);

		if (!len || nlog_text_is_forbidden(codepoint) || codepoint == 0x2028 ||
		    codepoint == 0x2029)
			break;
		i += (size_t)len;
	}
	return i;
}

Test(text, measures_odd_texts_as_the_library_does)
{
	nlog_test_random random = nlog_test_seed(29);

	for (size_t round = 0; round < 20000; round++) {
		nlog_str text = NLOG_STR_INIT, visible = NLOG_STR_INIT;
		size_t shown, columns, bad = 0;
		const uint8_t *found;

		add_odd_text(&text, &random);
		found = u8_check((const uint8_t *)nlog_str_text(&text), text.len);
		cr_assert_eq(nlog_text_is_utf8(nlog_str_slice(&text), &bad), !found);
		cr_assert(!found || nlog_str_text(&text) + bad == (const char *)found);
		cr_assert_eq(nlog_text_width(nlog_str_slice(&text)),
			     (size_t)u8_width((const uint8_t *)nlog_str_text(&text),
					      text.len, "UTF-8"),
			     "round %zu", round);
		shown = nlog_text_visible(nlog_str_slice(&text), &columns);
		cr_assert_eq(shown, visible_by_character(nlog_str_slice(&text)),
			     "round %zu", round);
		cr_assert_eq(columns,
			     nlog_text_width((nlog_slice){nlog_str_text(&text), shown}),
			     "round %zu", round);
		nlog_str_add_visible(&visible, (nlog_slice){nlog_str_text(&text), shown});
		cr_assert(nlog_slice_equal(nlog_str_slice(&visible),
					   (nlog_slice){nlog_str_text(&text), shown}));
		cr_assert(shown == text.len || nlog_str_text(&text)[shown] < ' ' ||
			  nlog_str_text(&text)[shown] > '~');
		nlog_str_clear(&text);
		nlog_str_clear(&visible);
	}
}

Test(text, measures_every_character_as_the_library_does)
{
	for (unsigned c = 1; c <= 0x10ffff; c++) {
		uint8_t bytes[6];
		int len = u8_uctomb(bytes, c, sizeof(bytes)), width = uc_width(c, "UTF-8");
		nlog_slice text = {(const char *)bytes, (size_t)(len > 0 ? len : 0)};
		bool shown = !nlog_text_is_forbidden(c) && c != 0x2028 && c != 0x2029;
		size_t columns;

		/* Surrogates are no characters. */
		if (!text.len)
			continue;
		cr_assert_eq(nlog_text_visible(text, &columns), shown ? text.len : 0,
			     "U+%04X", c);
		cr_assert_eq(columns, shown && width > 0 ? (size_t)width : 0, "U+%04X", c);
	}
}

/* The longest beginning, character by character, that takes no more columns. */
static size_t fit_by_character(nlog_slice text, size_t columns)
{
	size_t fit = 0;
	unsigned codepoint;

	for (size_t i = 0; i < text.len;) {
		int len = nlog_text_next(text, i, &codepoint);
		nlog_slice next = {text.data + i, (size_t)len};
		size_t width = codepoint ? nlog_text_width(next) : 0;

		if (!len || width > columns)
			break;
		columns -= width;
		i += (size_t)len;
		fit = i;
	}
	return fit;
}

Test(text, fits_what_takes_no_more_columns)
{
	nlog_test_random random = nlog_test_seed(31);

	for (size_t round = 0; round < 5000; round++) {
		nlog_str text = NLOG_STR_INIT;

		add_odd_text(&text, &random);
		for (size_t columns = 0; columns < 40; columns++)
			cr_assert_eq(nlog_text_fit(nlog_str_slice(&text), columns),
				     fit_by_character(nlog_str_slice(&text), columns),
				     "round %zu, %zu columns", round, columns);
		nlog_str_clear(&text);
	}
}

Test(text, counts_code_points)
{
	cr_assert_eq(nlog_text_count(NLOG_SLICE("")), 0);
	cr_assert_eq(nlog_text_count(NLOG_SLICE("T\u00fcrkiye")), 7);
	cr_assert_eq(nlog_text_count(NLOG_SLICE("\U0001f30f\u2013a")), 3);
}

Test(text, walks_code_points)
{
	nlog_slice text = NLOG_SLICE("a\u00fc\u2013\U0001f30f\xff");
	static const unsigned wanted[] = {'a', 0xfc, 0x2013, 0x1f30f};
	unsigned codepoint = 0;
	size_t offset = 0;

	for (size_t i = 0; i < COUNT(wanted); i++) {
		int len = nlog_text_next(text, offset, &codepoint);

		cr_assert_eq(len, (int)i + 1);
		cr_assert_eq(codepoint, wanted[i]);
		offset += (size_t)len;
	}
	cr_assert_eq(nlog_text_next(text, offset, &codepoint), 0, "a bad byte");
	cr_assert_eq(nlog_text_next(text, text.len, &codepoint), 0, "the end");
	cr_assert_eq(nlog_text_next((nlog_slice){text.data, 2}, 1, &codepoint), 0,
		     "cut by the slice's end");
}

Test(text, compares_letters_and_digits)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{"8-10 July, 2025", "8\u201310 july 2025", true},
		{"co-operative", "Cooperative", true},
		{"\u201cVision\u201d", "'vision'", true},
		{"STRASSE", "stra\u00dfe", true},
		{"Turkiye", "T\u00fcrkiye", false}, /* an accent is part of its letter */
		{"Tu\u0308rkiye", "T\u00fcrkiye", true},
		{"resume", "r\u00e9sum\u00e9", false},
		{"2 days", "3 days", false},
		{"", "\u2013 ; .", true},
		{"a b", "ab", true},
		{"10 000", "10000", true},
		{"\u65e5\u672c", "\u672c\u65e5", false},
		{"q\u0308", "q", false}, /* nor where no letter is composed */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect_eq(nlog_text_same_letters(nlog_slice_of(rows[i].a),
						    nlog_slice_of(rows[i].b)),
			     rows[i].same, "'%s' '%s'", rows[i].a, rows[i].b);
		cr_expect_eq(nlog_text_same_letters(nlog_slice_of(rows[i].b),
						    nlog_slice_of(rows[i].a)),
			     rows[i].same, "'%s' '%s'", rows[i].b, rows[i].a);
	}
}

Test(text, same_letters_give_the_same_bytes)
{
	nlog_str a = NLOG_STR_INIT, b = NLOG_STR_INIT;

	nlog_text_add_letters(&a, NLOG_SLICE("No. 12 \u2013 \u201cT\u00dcRKIYE\u201d"));
	nlog_text_add_letters(&b, NLOG_SLICE("no12tu\u0308rkiye"));
	cr_assert_str_eq(nlog_str_text(&a), nlog_str_text(&b));
	nlog_str_clear(&a);
	nlog_str_clear(&b);
}

/* Another case, other marks, a word less or an accent more. */
static void add_edited(nlog_str *out, nlog_test_random *random, nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (is_letter && nlog_test_chance(random, 20))
			c ^= 0x20;
		nlog_str_addc(out, c);
		if (is_letter && nlog_test_chance(random, 1))
			nlog_str_add(out, "\u0301");
		if (c == ' ' && nlog_test_chance(random, 10))
			nlog_str_add(out, "- ");
		if (c == ' ' && nlog_test_chance(random, 2))
			break;
	}
}

Test(text, compares_letters_as_it_adds_them)
{
	size_t same = 0;

	for (uint64_t seed = 0; seed < 5000; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_str a = NLOG_STR_INIT, b = NLOG_STR_INIT;
		nlog_str letters_a = NLOG_STR_INIT, letters_b = NLOG_STR_INIT;
		bool is_same;

		nlog_test_add_words(&a, &random, nlog_test_below(&random, 8), true);
		add_edited(&b, &random, nlog_str_slice(&a));
		nlog_text_add_letters(&letters_a, nlog_str_slice(&a));
		nlog_text_add_letters(&letters_b, nlog_str_slice(&b));
		is_same = nlog_slice_equal(nlog_str_slice(&letters_a),
					   nlog_str_slice(&letters_b));
		same += is_same;
		cr_assert_eq(nlog_text_same_letters(nlog_str_slice(&a), nlog_str_slice(&b)),
			     is_same, "seed %d: '%s' '%s'", (int)seed, nlog_str_text(&a),
			     nlog_str_text(&b));
		nlog_str_clear(&a);
		nlog_str_clear(&b);
		nlog_str_clear(&letters_a);
		nlog_str_clear(&letters_b);
	}
	cr_assert(same > 1000 && same < 4500, "%zu: both happen", same);
}

Test(text, forbids_controls_and_noncharacters)
{
	static const unsigned bad[] = {0,      0x1b,   0x1f,    0x7f,    0x80,
				       0x9f,   0x202a, 0x202e,  0x2066,  0x2069,
				       0x200e, 0x200f, 0x61c,   0xfdd0,  0xfdef,
				       0xfffe, 0xffff, 0x1fffe, 0x10ffff};
	static const unsigned good[] = {' ',    'a',    0xa1,   0xad,    0x200d,  0x2013,
					0xfdcf, 0xfdf0, 0xfffd, 0x1f30f, 0x10fffd};

	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect(nlog_text_is_forbidden(bad[i]), "U+%04X", bad[i]);
	for (size_t i = 0; i < COUNT(good); i++)
		cr_expect(!nlog_text_is_forbidden(good[i]), "U+%04X", good[i]);
}

/* Wherever in a text a byte stands that ends a run of plain ones. */
Test(text, looks_at_many_bytes_as_at_one)
{
	static const unsigned char others[] = {0,    '\n', 0x1f, ' ', '"',
					       '\\', '~',  0x7f, 0x80};
	char room[64];

	for (size_t len = 0; len <= sizeof(room); len++) {
		for (size_t at = 0; at < len; at++) {
			for (size_t i = 0; i < COUNT(others); i++) {
				bool is_plain = others[i] == ' ' || others[i] == '~';
				bool is_normal = others[i] == '"' || others[i] == '\\' ||
						 others[i] == '~' ||
						 (others[i] == ' ' && at && at + 1 < len);
				const char *why;
				size_t offset = 0;

				memset(room, 'a', len);
				room[at] = (char)others[i];
				cr_assert_eq(nlog_text_plain((nlog_slice){room, len}),
					     is_plain ? len : at);
				cr_assert_eq(nlog_text_printable((nlog_slice){room, len}),
					     others[i] >= ' ' && others[i] <= '~' ? len
										  : at);
				cr_assert_eq(
					nlog_text_single_spaced((nlog_slice){room, len}),
					is_plain ? len : at);
				cr_assert_eq(nlog_text_is_normal((nlog_slice){room, len},
								 &why, &offset),
					     is_normal);
				cr_assert(is_normal || offset == at);
				if (at + 1 == len)
					continue;
				room[at + 1] = (char)others[i];
				cr_assert_eq(
					nlog_text_single_spaced((nlog_slice){room, len}),
					others[i] == '~' ? len : at);
				cr_assert_eq(nlog_text_is_normal((nlog_slice){room, len},
								 &why, &offset),
					     is_normal && others[i] != ' ');
			}
		}
	}
}

/* Characters that are taken for composed without a look at their neighbours. */
Test(text, knows_what_cannot_be_composed)
{
	static const unsigned ranges[][2] = {
		{0xa1, 0x300}, {0x2010, 0x2028}, {0x2030, 0x205f}};
	unsigned list[2000];
	size_t count = 0;

	for (unsigned c = 'A'; c < 0x7f; c++)
		list[count++] = c;
	for (size_t i = 0; i < COUNT(ranges); i++)
		for (unsigned c = ranges[i][0]; c < ranges[i][1]; c++)
			list[count++] = c;
	for (size_t i = 0; i < count; i++) {
		ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
		int length = uc_canonical_decomposition(list[i], parts);

		/* A character that is put together again is its own normal form. */
		cr_assert(length == -1 || (length == 2 &&
					   uc_composition(parts[0], parts[1]) == list[i]),
			  "U+%04X", list[i]);
		cr_assert_eq(uc_combining_class(list[i]), 0);
		for (size_t k = 0; k < count; k++)
			cr_assert_eq(uc_composition(list[i], list[k]), 0);
	}
}
