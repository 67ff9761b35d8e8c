/* JSON: what is read, what is refused and where, and the canonical bytes. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/json.h>

#include "generate.h"

#define VECTORS "../shared/vectors/jcs"

/* A slice for a static table; NULs inside the literal are kept. */
#define BYTES(literal)                                                                     \
	{                                                                                  \
		(literal), sizeof(literal) - 1                                             \
	}

static json_t *must_read(nlog_slice text, nlog_json_rules rules)
{
	nlog_error err = NLOG_ERROR_INIT;
	json_t *value = NULL;
	int rc = nlog_json_read(&value, "test.json", text, rules, &err);

	cr_assert_eq(rc, 0, "%u:%u: %s, in: %.200s", err.line, err.column, err.text,
		     text.data);
	return value;
}

static nlog_str written(const json_t *value, nlog_json_form form)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_json_write(&out, value, form);
	return out;
}

/* Read any I-JSON and give its canonical form. */
static nlog_str canonical(nlog_slice text)
{
	json_t *value = must_read(text, NLOG_JSON_ANY);
	nlog_str out = written(value, NLOG_JSON_JCS);

	json_decref(value);
	return out;
}

static void assert_same(const nlog_str *got, nlog_slice wanted)
{
	cr_assert(nlog_slice_equal(nlog_str_slice(got), wanted), "got:\n%s\nwanted:\n%.*s",
		  nlog_str_text(got), (int)wanted.len, wanted.data);
}

Test(json, gives_the_bytes_of_the_public_vectors)
{
	static const char *const names[] = {"arrays",  "french", "structures",
					    "unicode", "values", "weird"};

	if (access(VECTORS, F_OK) != 0)
		cr_skip_test("no test data at " VECTORS);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		nlog_str path = NLOG_STR_INIT, input = NLOG_STR_INIT,
			 output = NLOG_STR_INIT;
		nlog_str got;

		nlog_str_addf(&path, VECTORS "/input/%s.json", names[i]);
		cr_assert_eq(
			nlog_file_read(&input, nlog_str_text(&path), NLOG_FILE_LIMIT, NULL),
			0);
		nlog_str_truncate(&path, 0);
		nlog_str_addf(&path, VECTORS "/output/%s.json", names[i]);
		cr_assert_eq(nlog_file_read(&output, nlog_str_text(&path), NLOG_FILE_LIMIT,
					    NULL),
			     0);
		got = canonical(nlog_str_slice(&input));
		assert_same(&got, nlog_str_slice(&output));
		nlog_str_clear(&got);
		nlog_str_clear(&output);
		nlog_str_clear(&input);
		nlog_str_clear(&path);
	}
}

static double double_of(uint64_t bits)
{
	double number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

static nlog_str printed(double number)
{
	json_t *value = json_real(number);
	nlog_str out = written(value, NLOG_JSON_JCS);

	json_decref(value);
	return out;
}

/* RFC 8785, appendix B, then the edges of ECMAScript's layouts and powers of two. */
Test(json, prints_numbers_as_ecmascript_does)
{
	static const struct {
		uint64_t bits;
		const char *text;
	} rows[] = {
		{0x0000000000000000, "0"},
		{0x8000000000000000, "0"},
		{0x0000000000000001, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0xffefffffffffffff, "-1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555554, "333333333.33333325"},
		{0x41b3de4355555555, "333333333.3333333"},
		{0x41b3de4355555556, "333333333.3333334"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"},
		{0x3d30000000000000, "5.684341886080802e-14"},
		{0x3cf0000000000000, "3.552713678800501e-15"},
		{0x0010000000000000, "2.2250738585072014e-308"},
		{0x000fffffffffffff, "2.225073858507201e-308"},
		{0x0000000000000002, "1e-323"},
		{0x0000000000000003, "1.5e-323"},
		{0x3e7ad7f29abcaf48, "1e-7"},
		{0x3fb999999999999a, "0.1"},
		{0x3fd3333333333334, "0.30000000000000004"},
		{0x433fffffffffffff, "9007199254740991"},
		{0x4340000000000001, "9007199254740994"},
		{0x40f86a0000000000, "100000"},
		{0xc05edd2f1a9fbe77, "-123.456"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str got = printed(double_of(rows[i].bits));
		json_t *back;

		cr_expect_str_eq(nlog_str_text(&got), rows[i].text,
				 "%016" PRIx64 " gave %s", rows[i].bits,
				 nlog_str_text(&got));
		back = must_read(nlog_str_slice(&got), NLOG_JSON_ANY);
		cr_expect(json_real_value(back) == double_of(rows[i].bits));
		json_decref(back);
		nlog_str_clear(&got);
	}
}

Test(json, prints_every_power_of_two_so_that_it_is_read_back)
{
	for (uint64_t exponent = 0; exponent < 2047; exponent++) {
		double number = double_of(exponent << 52);
		nlog_str got = printed(number);
		json_t *back = must_read(nlog_str_slice(&got), NLOG_JSON_ANY);

		cr_assert(json_real_value(back) == number, "%s", nlog_str_text(&got));
		json_decref(back);
		nlog_str_clear(&got);
	}
}

Test(json, writes_an_integer_beyond_doubles_as_the_nearest_one)
{
	json_t *array = json_pack("[I,I,I]", (json_int_t)9007199254740991,
				  (json_int_t)9007199254740993, (json_int_t)INT64_MIN);
	nlog_str got = written(array, NLOG_JSON_JCS);

	cr_assert_str_eq(nlog_str_text(&got),
			 "[9007199254740991,9007199254740992,-9223372036854776000]");
	nlog_str_clear(&got);
	json_decref(array);
}

Test(json, gives_canonical_forms)
{
	static const struct {
		nlog_slice text;
		nlog_slice wanted;
	} rows[] = {
		/* Any value can stand at the top; white space goes. */
		{BYTES(" \t\r\n null \n"), BYTES("null")},
		{BYTES("[ true , false ]"), BYTES("[true,false]")},
		{BYTES("[[],{}]"), BYTES("[[],{}]")},
		/* Numbers are doubles, however they are written. */
		{BYTES("-0"), BYTES("0")},
		{BYTES("[0.0,-0.0,0e400,-0E-7]"), BYTES("[0,0,0,0]")},
		{BYTES("[1e0,10E-1,0.1e+1,1.000]"), BYTES("[1,1,1,1]")},
		{BYTES("9007199254740993"), BYTES("9007199254740992")},
		{BYTES("9007199254740993.00000000000000000000000000000000000000000001"),
		 BYTES("9007199254740994")},
		{BYTES("123456789012345678901234567890"), BYTES("1.2345678901234568e+29")},
		{BYTES("1e-400"), BYTES("0")},
		{BYTES("1.7976931348623158e308"), BYTES("1.7976931348623157e+308")},
		{BYTES("2.4703282292062328e-324"), BYTES("5e-324")},
		{BYTES("0.000000000000000000000000000000000000000000000000000001e54"),
		 BYTES("1")},
		/* Escapes: the fewest, the short ones where there are short ones. */
		{BYTES("\"\\u0008\\u0009\\u000a\\u000C\\u000D\\u0022\\u005c\\/\""),
		 BYTES("\"\\b\\t\\n\\f\\r\\\"\\\\/\"")},
		{BYTES("\"\\u0001\\u000B\\u001F\\u007f\\u0080\""),
		 BYTES("\"\\u0001\\u000b\\u001f\x7f\xc2\x80\"")},
		{BYTES("\"\\u00e9\\u20AC\\ud83d\\ude00\\u2028<>&\""),
		 BYTES("\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xe2\x80\xa8<>&\"")},
		/* NUL is a character like others. */
		{BYTES("{\"a\\u0000b\":\"\\u0000\",\"a\":1}"),
		 BYTES("{\"a\":1,\"a\\u0000b\":\"\\u0000\"}")},
		/* Order of UTF-16: the surrogates of U+1F600 come before U+FB33 and U+E000. */
		{BYTES("{\"\\ufb33\":1,\"\\ue000\":2,\"\xf0\x9f\x98\x80\":3,"
		       "\"\\ud7ff\":4}"),
		 BYTES("{\"\xed\x9f\xbf\":4,\"\xf0\x9f\x98\x80\":3,\"\xee\x80\x80\":2,"
		       "\"\xef\xac\xb3\":1}")},
		{BYTES("{\"b\":0,\"\":0,\"ab\":0,\"a\":0,\"B\":0,\"10\":0,\"9\":0}"),
		 BYTES("{\"\":0,\"10\":0,\"9\":0,\"B\":0,\"a\":0,\"ab\":0,\"b\":0}")},
		/* Keys that differ only before normalization are two keys here. */
		{BYTES("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}"),
		 BYTES("{\"e\xcc\x81\":2,\"\xc3\xa9\":1}")},
		/* Markers of a merge are text inside a string. */
		{BYTES("\"\\n<<<<<<< ours\""), BYTES("\"\\n<<<<<<< ours\"")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_str got = canonical(rows[i].text);

		assert_same(&got, rows[i].wanted);
		nlog_str_clear(&got);
	}
}

typedef struct {
	nlog_slice text;
	unsigned line;
	unsigned column;
	const char *problem;
} refusal;

static void assert_refused(const refusal *rows, size_t count, nlog_json_rules rules)
{
	for (size_t i = 0; i < count; i++) {
		nlog_error err = NLOG_ERROR_INIT;
		json_t *value = NULL;
		int rc = nlog_json_read(&value, "a.json", rows[i].text, rules, &err);

		cr_expect_eq(rc, NLOG_EINPUT, "read: %s", rows[i].text.data);
		cr_expect_null(value);
		cr_expect_str_eq(err.source, "a.json");
		cr_expect(strcmp(err.text, rows[i].problem) == 0 &&
				  err.line == rows[i].line && err.column == rows[i].column,
			  "got %u:%u: %s, wanted %u:%u: %s", err.line, err.column, err.text,
			  rows[i].line, rows[i].column, rows[i].problem);
	}
}

#define REFUSED(rows, rules) assert_refused(rows, sizeof(rows) / sizeof(*(rows)), rules)

Test(json, refuses_what_is_no_json_and_says_where)
{
	static const refusal rows[] = {
		{BYTES(""), 1, 1, "no JSON value; the text is empty"},
		{BYTES("\n \n"), 3, 1, "no JSON value; the text is empty"},
		{BYTES("]"), 1, 1, "no JSON value"},
		{BYTES("1 2"), 1, 3, "more text after the end of the value"},
		{BYTES("{}\n}"), 2, 1, "more text after the end of the value"},
		{BYTES("{}\0"), 1, 3, "a control character outside strings"},
		/* Arrays and objects. */
		{BYTES("[1,]"), 1, 4, "no value after ','"},
		{BYTES("[,1]"), 1, 2, "no value after '['"},
		{BYTES("[1\n2]"), 2, 1, "no ',' or ']' after an element"},
		{BYTES("[1}"), 1, 3, "no ',' or ']' after an element"},
		{BYTES("[1,\n[2"), 2, 3, "the text ends inside an array"},
		{BYTES("{\"a\":1,}"), 1, 8, "no key after ','"},
		{BYTES("{1:1}"), 1, 2, "no key after '{'"},
		{BYTES("{\"a\" 1}"), 1, 6, "no ':' after a key"},
		{BYTES("{\"a\":}"), 1, 6, "no value after ':'"},
		{BYTES("{\"a\":1]"), 1, 7, "no ',' or '}' after a member"},
		{BYTES("{\"a\":"), 1, 6, "the text ends inside an object"},
		{BYTES("{\"a\":[]"), 1, 8, "the text ends inside an object"},
		/* Numbers. */
		{BYTES("[01]"), 1, 2, "a number with a leading zero"},
		{BYTES("[-]"), 1, 3, "no digit after '-'"},
		{BYTES("[1.]"), 1, 4, "no digit after the decimal point"},
		{BYTES("1e+"), 1, 4, "no digit in an exponent"},
		{BYTES("[.5]"), 1, 2, "a decimal point without a digit before it"},
		{BYTES("[+5]"), 1, 2, "a number with a plus sign"},
		{BYTES("[0x1]"), 1, 3, "a word that JSON does not know"},
		{BYTES("[1,1e400]"), 1, 4, "a number beyond the range of a double"},
		{BYTES("-1.7976931348623159e308"), 1, 1,
		 "a number beyond the range of a double"},
		/* Words and other characters. */
		{BYTES("[NaN]"), 1, 2, "a word that JSON does not know"},
		{BYTES("[nul]"), 1, 2, "a word that JSON does not know"},
		{BYTES("nulls"), 1, 1, "a word that JSON does not know"},
		{BYTES("\xef\xbb\xbf{}"), 1, 1, "a byte-order mark, which JSON has not"},
		{BYTES("\xff\xfe{\0}\0"), 1, 1, "a text in UTF-16, not UTF-8"},
		{BYTES("[1] // one"), 1, 5, "a comment, which JSON has not"},
		{BYTES("{'a':1}"), 1, 2, "a single quote; JSON has double ones"},
		{BYTES("[\xe2\x80\x9c"
		       "a\xe2\x80\x9d]"),
		 1, 2, "a typographic quote; JSON has plain ones"},
		{BYTES("[\xc2\xa0"
		       "1]"),
		 1, 2, "a no-break space; JSON has plain ones"},
		{BYTES("[\x0b]"), 1, 2, "a control character outside strings"},
		{BYTES("[\xc3\xa9]"), 1, 2,
		 "a character that JSON has only inside strings"},
		{BYTES("[\xc3]"), 1, 2, "bytes that are no UTF-8"},
		{BYTES("{\n<<<<<<< HEAD\n\"a\":1\n"), 2, 1, "merge-conflict markers"},
		{BYTES("{\"a\":1\n=======\n"), 2, 1, "merge-conflict markers"},
		{BYTES("{\"a\":1}\n>>>>>>> theirs\n"), 2, 1, "merge-conflict markers"},
		/* Strings. Columns are characters, not bytes. */
		{BYTES("\"abc"), 1, 5, "the text ends inside a string"},
		{BYTES("\"abc\\"), 1, 5, "the text ends inside a string"},
		{BYTES("\"\xc3\xa9\n\""), 1, 3, "a line break inside a string"},
		{BYTES("\"a\tb\""), 1, 3, "a control character inside a string"},
		{BYTES("\"a\0b\""), 1, 3, "a control character inside a string"},
		{BYTES("\"\\x\""), 1, 2, "an escape that JSON does not know"},
		{BYTES("\"\\\0\""), 1, 2, "an escape that JSON does not know"},
		{BYTES("\"\\u12g4\""), 1, 2,
		 "a \\u escape without four hexadecimal digits"},
		{BYTES("\"\\u12"), 1, 2, "a \\u escape without four hexadecimal digits"},
		{BYTES("\"\xf0\x9f\x98\x80\\ud800\""), 1, 3, "a lone surrogate"},
		{BYTES("\"\\ud83d\\u0041\""), 1, 2, "a lone surrogate"},
		{BYTES("\"\\ude00\\ud83d\""), 1, 2, "a lone surrogate"},
		{BYTES("\"\\ud83dx\""), 1, 2, "a lone surrogate"},
		/* Bytes: stray, overlong, a surrogate, beyond U+10FFFF, cut off. */
		{BYTES("\"a\x80\""), 1, 3, "bytes that are no UTF-8"},
		{BYTES("\"\xc0\xaf\""), 1, 2, "bytes that are no UTF-8"},
		{BYTES("\"\xe0\x80\xaf\""), 1, 2, "bytes that are no UTF-8"},
		{BYTES("\"\xed\xa0\x80\""), 1, 2, "bytes that are no UTF-8"},
		{BYTES("\"\xf4\x90\x80\x80\""), 1, 2, "bytes that are no UTF-8"},
		{BYTES("\"\xff\""), 1, 2, "bytes that are no UTF-8"},
		{BYTES("\"\xe2\x82"), 1, 2, "bytes that are no UTF-8"},
	};

	REFUSED(rows, NLOG_JSON_ANY);
}

Test(json, refuses_what_is_json_but_no_i_json)
{
	static const refusal rows[] = {
		{BYTES("{\"title\":1,\n \"title\":1}"), 2, 2, "duplicate key \"title\""},
		{BYTES("{\"a\":{\"b\":1},\"\\u0061\":2}"), 1, 14, "duplicate key \"a\""},
		{BYTES("{\"\":1,\"\":2}"), 1, 7, "duplicate key \"\""},
		{BYTES("{\"\\u0000\":1,\"\\u0000\":2}"), 1, 13, "duplicate key \"\\u{0}\""},
		{BYTES("[\"\xef\xbf\xbe\"]"), 1, 3, "a noncharacter inside a string"},
		{BYTES("[\"a\xef\xb7\x90\"]"), 1, 4, "a noncharacter inside a string"},
		{BYTES("[\"\\uffff\"]"), 1, 3, "a noncharacter inside a string"},
		{BYTES("{\"\\udbff\\udfff\":1}"), 1, 3, "a noncharacter inside a string"},
	};

	REFUSED(rows, NLOG_JSON_ANY);
}

Test(json, shows_the_start_of_a_long_duplicate_key)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *value = NULL;

	nlog_str_add(&text, "{");
	for (int i = 0; i < 2; i++) {
		nlog_str_add(&text, i ? ",\"x" : "\"x");
		for (int j = 0; j < 500; j++)
			nlog_str_add(&text, "\xc3\xa9");
		nlog_str_add(&text, "\":1");
	}
	nlog_str_add(&text, "}");
	cr_assert_eq(
		nlog_json_read(&value, NULL, nlog_str_slice(&text), NLOG_JSON_ANY, &err),
		NLOG_EINPUT);
	cr_assert_eq(strlen(err.text), strlen("duplicate key \"...\"") + 79);
	cr_assert(nlog_slice_ends(nlog_slice_of(err.text), "\xc3\xa9...\""));
	nlog_str_clear(&text);
}

Test(json, keeps_the_strict_rules)
{
	static const refusal rows[] = {
		{BYTES("[]"), 1, 1, "no object at the top"},
		{BYTES(" 1"), 1, 2, "no object at the top"},
		{BYTES("{\"a\":1.5}"), 1, 6, "a number with a fraction or an exponent"},
		{BYTES("{\"a\":1.0}"), 1, 6, "a number with a fraction or an exponent"},
		{BYTES("{\"a\":1e2}"), 1, 6, "a number with a fraction or an exponent"},
		{BYTES("{\"a\":-0}"), 1, 6, "the number -0"},
		{BYTES("{\"a\":9007199254740992}"), 1, 6, "an integer beyond 2^53-1"},
		{BYTES("{\"a\":-9007199254740992}"), 1, 6, "an integer beyond 2^53-1"},
		{BYTES("{\"a\":99999999999999999999999999999999}"), 1, 6,
		 "an integer beyond 2^53-1"},
		{BYTES("{\"a\":\"x\\u0000\"}"), 1, 8, "a NUL inside a string"},
		{BYTES("{\"a\\u0000\":1}"), 1, 4, "a NUL inside a string"},
		{BYTES("{\"a\":1,\"a\":2}"), 1, 8, "duplicate key \"a\""},
		{BYTES("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}"), 1, 8,
		 "duplicate key \"e\xcc\x81\" after normalization to NFC"},
		{BYTES("{\"e\xcc\x81\":1,\"\xc3\xa9\":2}"), 1, 9,
		 "duplicate key \"\xc3\xa9\" after normalization to NFC"},
		{BYTES("{\"a\\u0323\\u0307\":1,\"a\\u0307\\u0323\":2}"), 1, 20,
		 "duplicate key \"a\xcc\x87\xcc\xa3\" after normalization to NFC"},
		/* The kelvin sign is a K in NFC. */
		{BYTES("{\"\\u212a\":1,\"\":3,\"K\":2}"), 1, 18,
		 "duplicate key \"K\" after normalization to NFC"},
		{BYTES("{\"a\":\"\xef\xbf\xbf\"}"), 1, 7, "a noncharacter inside a string"},
	};
	static const char text[] =
		"{\"a\":9007199254740991,\"b\":-9007199254740991,\"c\":0,"
		"\"e\xcc\x81\":{\"\xc3\xa9\":\"\xe2\x80\xae\"}}";
	json_t *value;
	nlog_str got;

	REFUSED(rows, NLOG_JSON_STRICT);
	value = must_read(nlog_slice_of(text), NLOG_JSON_STRICT);
	cr_expect_eq(json_integer_value(json_object_get(value, "a")), 9007199254740991);
	cr_expect(json_is_integer(json_object_get(value, "c")));
	got = written(value, NLOG_JSON_JCS);
	cr_expect_str_eq(nlog_str_text(&got), text);
	nlog_str_clear(&got);
	json_decref(value);
}

static nlog_str nested(const char *open, const char *core, const char *close, size_t levels)
{
	nlog_str text = NLOG_STR_INIT;

	for (size_t i = 0; i < levels; i++)
		nlog_str_add(&text, open);
	nlog_str_add(&text, core);
	for (size_t i = 0; i < levels; i++)
		nlog_str_add(&text, close);
	return text;
}

Test(json, limits_the_depth)
{
	static const struct {
		nlog_json_rules rules;
		const char *open, *core, *close;
		size_t most;
		const char *problem;
	} rows[] = {
		{NLOG_JSON_ANY, "[", "", "]", 2000, "nested more than 2000 levels deep"},
		{NLOG_JSON_ANY, "{\"a\":", "1", "}", 2000,
		 "nested more than 2000 levels deep"},
		{NLOG_JSON_STRICT, "{\"a\":", "1", "}", 64,
		 "nested more than 64 levels deep"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t width = strlen(rows[i].open);
		nlog_str deep =
			nested(rows[i].open, rows[i].core, rows[i].close, rows[i].most);
		nlog_str deeper = nested(rows[i].open, "", "", 1000000);
		nlog_error err = NLOG_ERROR_INIT;
		json_t *value = must_read(nlog_str_slice(&deep), rows[i].rules);
		nlog_str got = written(value, NLOG_JSON_JCS);
		json_t *none = NULL;

		assert_same(&got, nlog_str_slice(&deep));
		json_decref(value);
		cr_expect_eq(nlog_json_read(&none, NULL, nlog_str_slice(&deeper),
					    rows[i].rules, &err),
			     NLOG_ELIMIT);
		cr_expect_str_eq(err.text, rows[i].problem);
		cr_expect_eq(err.line, 1);
		cr_expect_eq(err.column, rows[i].most * width + 1);
		nlog_str_clear(&got);
		nlog_str_clear(&deeper);
		nlog_str_clear(&deep);
	}
}

Test(json, limits_the_size_of_what_is_stored)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *value = NULL;

	nlog_str_add(&text, "{}");
	nlog_str_add_repeat(&text, ' ', NLOG_FILE_LIMIT - 2);
	json_decref(must_read(nlog_str_slice(&text), NLOG_JSON_STRICT));
	nlog_str_addc(&text, ' ');
	cr_assert_eq(nlog_json_read(&value, "big.json", nlog_str_slice(&text),
				    NLOG_JSON_STRICT, &err),
		     NLOG_ELIMIT);
	cr_assert_str_eq(err.text, "larger than 16 MiB");
	json_decref(must_read(nlog_str_slice(&text), NLOG_JSON_ANY));
	nlog_str_clear(&text);
}

Test(json, refuses_what_would_be_all_indentation)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *value = NULL;

	nlog_str_add_repeat(&text, '[', 2000);
	nlog_str_add(&text, "0");
	for (size_t i = 0; i < 300000; i++)
		nlog_str_add(&text, ",0");
	nlog_str_add_repeat(&text, ']', 2000);
	cr_assert_eq(
		nlog_json_read(&value, NULL, nlog_str_slice(&text), NLOG_JSON_ANY, &err),
		NLOG_ELIMIT);
	cr_assert_str_eq(err.text, "too much is nested too deep");
	nlog_str_clear(&text);
}

Test(json, takes_long_strings_and_many_keys)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_str got;
	json_t *value;

	nlog_str_add(&text, "{\"a\":\"");
	for (size_t i = 0; i < 500000; i++)
		nlog_str_add(&text, "\\\"\xc3\xa9 a\\n");
	nlog_str_add(&text, "\"");
	for (unsigned i = 100000; i < 200000; i++)
		nlog_str_addf(&text, ",\"k%u\":[%u]", i, i);
	nlog_str_add(&text, "}");
	value = must_read(nlog_str_slice(&text), NLOG_JSON_STRICT);
	cr_expect_eq(json_string_length(json_object_get(value, "a")), 500000 * 6);
	cr_expect_eq(json_object_size(value), 100001);
	got = written(value, NLOG_JSON_JCS);
	cr_expect(nlog_slice_equal(nlog_str_slice(&got), nlog_str_slice(&text)));
	nlog_str_clear(&got);
	nlog_str_clear(&text);
	json_decref(value);
}

Test(json, adds_white_space_for_the_stored_form)
{
	static const char wanted[] = "{\n"
				     "  \"a\": [],\n"
				     "  \"b\": {},\n"
				     "  \"c\": [\n"
				     "    1,\n"
				     "    {\n"
				     "      \"d: [\": null\n"
				     "    },\n"
				     "    [\n"
				     "      []\n"
				     "    ]\n"
				     "  ]\n"
				     "}\n";
	json_t *value = must_read(
		nlog_slice_of("{\"c\":[1,{\"d: [\":null},[[]]],\"b\":{ },\"a\":[\n]}"),
		NLOG_JSON_STRICT);
	nlog_str got = written(value, NLOG_JSON_STORED);
	json_t *scalar = json_string("x");

	cr_expect_str_eq(nlog_str_text(&got), wanted);
	nlog_str_truncate(&got, 0);
	nlog_json_write(&got, scalar, NLOG_JSON_STORED);
	cr_expect_str_eq(nlog_str_text(&got), "\"x\"\n");
	json_decref(scalar);
	json_decref(value);
	nlog_str_clear(&got);
}

Test(json, finds_the_first_difference_to_the_stored_form)
{
	static const struct {
		const char *text;
		unsigned line, column;
	} rows[] = {
		{"{}\n", 0, 0},
		{"{\n  \"a\": [\n    \"\xc3\xa9\"\n  ],\n  \"b\": 1\n}\n", 0, 0},
		{"{}", 1, 3},
		{"{}\n\n", 2, 1},
		{" {}\n", 1, 1},
		{"{ }\n", 1, 2},
		{"{\"a\": 1}\n", 1, 2},
		{"{\n  \"a\":1\n}\n", 2, 7},
		{"{\n  \"\xc3\xa9\": \"\xc3\xa9\" \n}\n", 2, 11},
		{"{\n  \"b\": 1,\n  \"a\": 1\n}\n", 2, 4},
		{"{\n  \"a\": [\n    \"\\u0041\"\n  ]\n}\n", 3, 6},
		{"{\n  \"a\": [\n    1\n  ]\n }\n", 5, 1},
		{"{\r\n  \"a\": 1\r\n}\r\n", 1, 2},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_slice text = nlog_slice_of(rows[i].text);
		json_t *value = must_read(text, NLOG_JSON_STRICT);
		unsigned line = 0, column = 0;
		bool same = nlog_json_is_stored_form(text, value, &line, &column);

		cr_expect_eq(same, rows[i].line == 0);
		cr_expect(line == rows[i].line && column == rows[i].column,
			  "%u:%u instead of %u:%u in:\n%s", line, column, rows[i].line,
			  rows[i].column, rows[i].text);
		json_decref(value);
	}
}

Test(json, locates_values_by_pointer)
{
	static const char text[] = "{\n"
				   "  \"a\": [1, {\"b\": \"\xc3\xa9\"}, [], 4],\n"
				   "  \"x/y~z\": \"\xc3\xa9\", \"\": {\"\": 5},\n"
				   "  \"\\u00e9\": {\"]\": \"}\", \"0\": 6}\n"
				   "}\n";
	static const struct {
		const char *pointer;
		unsigned line, column;
	} rows[] = {
		{"", 1, 1},
		{"/a", 2, 8},
		{"/a/0", 2, 9},
		{"/a/1", 2, 12},
		{"/a/1/b", 2, 18},
		{"/a/2", 2, 24},
		{"/a/3", 2, 28},
		{"/x~1y~0z", 3, 12},
		{"/", 3, 21},
		{"//", 3, 26},
		{"/\xc3\xa9/]", 4, 19},
		{"/\xc3\xa9/0", 4, 29},
		/* Not there: the nearest one around it. */
		{"/b", 1, 1},
		{"/a/4", 2, 8},
		{"/a/01", 2, 8},
		{"/a/-", 2, 8},
		{"/a/99999999999999999999", 2, 8},
		{"/a/2/0", 2, 24},
		{"/a/1/c/d", 2, 12},
		{"/a/0/b", 2, 9},
		{"no pointer", 1, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned line, column;

		nlog_json_locate(nlog_slice_of(text), rows[i].pointer, &line, &column);
		cr_expect(line == rows[i].line && column == rows[i].column,
			  "'%s' is at %u:%u instead of %u:%u", rows[i].pointer, line,
			  column, rows[i].line, rows[i].column);
	}
}

Test(json, locates_nothing_past_a_broken_place)
{
	static const char *const texts[] = {
		"",
		"{",
		"{\"b\"",
		"{\"b\":",
		"{\"b\":[1",
		"{\"b\":1,\"a\":",
		"{\"b\":x,\"a\":1}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		unsigned line = 0, column = 0;

		nlog_json_locate(nlog_slice_of(texts[i]), "/a", &line, &column);
		cr_expect(line == 1 && column == 1, "%u:%u in %s", line, column, texts[i]);
	}
}

Test(json, digests_the_canonical_bytes)
{
	char digest[NLOG_DIGEST_SIZE];
	json_t *value = json_object();

	nlog_digest_bytes(digest, NLOG_SLICE("abc"));
	cr_expect_str_eq(
		digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	nlog_digest_bytes(digest, (nlog_slice){NULL, 0});
	cr_expect_str_eq(
		digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	nlog_json_digest(digest, value);
	cr_expect_str_eq(
		digest, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
	json_decref(value);
}

Test(json, gives_the_text_of_strings)
{
	json_t *object = json_pack("{s:s,s:i}", "a", "x", "n", 1);
	json_t *empty = nlog_json_from_slice((nlog_slice){NULL, 0});
	json_t *part = nlog_json_from_slice((nlog_slice){"abcdef", 3});

	cr_expect_str_eq(nlog_json_text(object, "a"), "x");
	cr_expect_null(nlog_json_text(object, "n"));
	cr_expect_null(nlog_json_text(object, "b"));
	cr_expect(nlog_slice_is(nlog_json_slice(part), "abc"));
	cr_expect_eq(nlog_json_slice(object).len, 0);
	cr_expect_eq(json_string_length(empty), 0);
	cr_expect_null(nlog_json_from_slice(NLOG_SLICE("\xff")));
	json_decref(part);
	json_decref(empty);
	json_decref(object);
}

/* Generated values. */

static uint64_t random_bits(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state * UINT64_C(2685821657736338717);
}

static unsigned random_below(uint64_t *state, unsigned bound)
{
	return (unsigned)((random_bits(state) >> 33) % bound);
}

static void add_random_text(nlog_str *text, uint64_t *state)
{
	static const char *const parts[] = {
		"a",
		"key",
		"\\n",
		"\\\"",
		"\\u0000",
		"\\u001f",
		"\xc3\xa9",
		"\\u00E9",
		"e\xcc\x81",
		"\xf0\x9f\x98\x80",
		"\\ud83d\\ude02",
		"\\/",
		"\xef\xac\xb3",
		"<",
		"\x7f",
		"\\b",
		" ",
	};

	nlog_str_addc(text, '"');
	for (unsigned n = random_below(state, 6); n; n--)
		nlog_str_add(text,
			     parts[random_below(state, sizeof(parts) / sizeof(*parts))]);
	nlog_str_addc(text, '"');
}

static void add_random_number(nlog_str *text, uint64_t *state)
{
	uint64_t bits = random_bits(state);

	switch (random_below(state, 4)) {
	case 0:
		nlog_str_addf(text, "%d", (int)(bits % 2000) - 1000);
		break;
	case 1:
		nlog_str_addf(text, "%d.%03uE%d", (int)(bits % 200) - 100,
			      random_below(state, 1000), (int)random_below(state, 60) - 30);
		break;
	case 2:
		nlog_str_addf(text, "-%" PRIu64, bits);
		break;
	default:
		bits &= ~((uint64_t)1 << 62); /* finite */
		nlog_str_addf(text, "%.20g", double_of(bits));
		break;
	}
}

static void add_random_space(nlog_str *text, uint64_t *state)
{
	static const char *const spaces[] = {"", "", "", " ", "\n", "\r\n", "\t", "  "};

	nlog_str_add(text, spaces[random_below(state, 8)]);
}

static void add_random_value(nlog_str *text, uint64_t *state, unsigned depth)
{
	unsigned kind = random_below(state, depth ? 7 : 5);
	unsigned count = random_below(state, 5);

	add_random_space(text, state);
	switch (kind) {
	case 0:
		nlog_str_add(text, "true");
		break;
	case 1:
		nlog_str_add(text, "null");
		break;
	case 2:
		add_random_number(text, state);
		break;
	case 3:
	case 4:
		add_random_text(text, state);
		break;
	case 5:
		nlog_str_addc(text, '[');
		for (unsigned i = 0; i < count; i++) {
			nlog_str_add(text, i ? "," : "");
			add_random_value(text, state, depth - 1);
		}
		nlog_str_addc(text, ']');
		break;
	default:
		nlog_str_addc(text, '{');
		for (unsigned i = 0; i < count; i++) {
			nlog_str_add(text, i ? "," : "");
			add_random_space(text, state);
			add_random_text(text, state);
			/* An own end for each key, so that none is there twice. */
			nlog_str_truncate(text, text->len - 1);
			nlog_str_addf(text, "%u\"", i);
			add_random_space(text, state);
			nlog_str_addc(text, ':');
			add_random_value(text, state, depth - 1);
		}
		nlog_str_addc(text, '}');
		break;
	}
	add_random_space(text, state);
}

/* What is left without white space outside strings. */
static nlog_str without_space(const nlog_str *text)
{
	nlog_str out = NLOG_STR_INIT;
	bool in_string = false;

	for (size_t i = 0; i < text->len; i++) {
		char c = text->data[i];

		if (in_string && c == '\\')
			nlog_str_addc(&out, text->data[i++]);
		else if (c == '"')
			in_string = !in_string;
		if (in_string || (c != ' ' && c != '\n'))
			nlog_str_addc(&out, text->data[i]);
	}
	return out;
}

Test(json, keeps_generated_values_through_both_forms)
{
	uint64_t state = 20250708;

	for (int round = 0; round < 4000; round++) {
		nlog_str text = NLOG_STR_INIT;
		nlog_str jcs, stored, bare, again;
		json_t *value, *back;
		unsigned line, column;

		add_random_value(&text, &state, 5);
		value = must_read(nlog_str_slice(&text), NLOG_JSON_ANY);
		jcs = written(value, NLOG_JSON_JCS);
		stored = written(value, NLOG_JSON_STORED);
		bare = without_space(&stored);
		again = canonical(nlog_str_slice(&jcs));
		back = must_read(nlog_str_slice(&stored), NLOG_JSON_ANY);

		assert_same(&again, nlog_str_slice(&jcs));
		assert_same(&bare, nlog_str_slice(&jcs));
		nlog_str_clear(&again);
		again = written(back, NLOG_JSON_JCS);
		assert_same(&again, nlog_str_slice(&jcs));
		cr_assert(nlog_json_is_stored_form(nlog_str_slice(&stored), back, &line,
						   &column));
		json_decref(back);
		json_decref(value);
		nlog_str_clear(&again);
		nlog_str_clear(&bare);
		nlog_str_clear(&stored);
		nlog_str_clear(&jcs);
		nlog_str_clear(&text);
	}
}

Test(json, gets_its_white_space_by_bytes_as_by_values)
{
	nlog_alloc_setup();
	for (uint64_t seed = 1; seed <= 100; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_notice *notice = nlog_test_notice(&random);
		const json_t *members = nlog_notice_members(notice);
		nlog_str pure = NLOG_STR_INIT, stored = NLOG_STR_INIT, out = NLOG_STR_INIT;
		size_t len;

		nlog_json_write(&pure, members, NLOG_JSON_JCS);
		nlog_json_write(&stored, members, NLOG_JSON_STORED);
		len = pure.len;
		nlog_str_add(&pure, ",\"a\":{}}");
		cr_assert_eq(nlog_json_indent(&out, nlog_str_slice(&pure)), len);
		cr_assert_str_eq(nlog_str_text(&out), nlog_str_text(&stored));
		for (size_t short_of = 0; short_of < len; short_of++)
			cr_assert_eq(
				nlog_json_indent(&out, (nlog_slice){pure.data, short_of}),
				0);
		nlog_str_clear(&pure);
		nlog_str_clear(&stored);
		nlog_str_clear(&out);
		nlog_notice_free(notice);
	}
}

Test(json, gets_no_white_space_out_of_proportion)
{
	nlog_str deep = NLOG_STR_INIT, wide = NLOG_STR_INIT, out = NLOG_STR_INIT;

	nlog_alloc_setup();
	for (int i = 0; i < 9; i++)
		nlog_str_add(&deep, "[[");
	for (size_t i = 0; i < 4000000; i++)
		nlog_str_add(&wide, i ? "," : "[[[[");
	cr_assert_eq(nlog_json_indent(&out, nlog_str_slice(&deep)), 0);
	cr_assert_eq(nlog_json_indent(&out, nlog_str_slice(&wide)), 0);
	cr_assert_lt(out.len, ((size_t)16 << 20) + 100);
	cr_assert_eq(nlog_json_indent(&out, NLOG_SLICE("]")), 0);
	cr_assert_eq(nlog_json_indent(&out, NLOG_SLICE("[\"a\\\"")), 0);
	cr_assert_eq(nlog_json_indent(&out, NLOG_SLICE("[\"a\\")), 0);
	nlog_str_clear(&deep);
	nlog_str_clear(&wide);
	nlog_str_clear(&out);
}

Test(json, finds_a_member_of_an_object)
{
	static const struct {
		const char *text;
		size_t offset;
	} rows[] = {
		{"{\"a\":1}", 5},
		{"{\"b\":{\"a\":2},\"a\" : [1]}", 19},
		{"{\"\\u0061\": 1, \"a\": 2}", 11},
		{"{\"b\":1}", 0},
		{"{\"a\":}", 0},
		{"{\"b\":[,\"a\":1}", 0},
		{"[\"a\"]", 0},
		{"", 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		cr_assert_eq(nlog_json_member(nlog_slice_of(rows[i].text), NLOG_SLICE("a")),
			     rows[i].offset, "%s", rows[i].text);
}
