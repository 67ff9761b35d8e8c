/* JSON values as bytes of the index: the same comes back, and nothing else is taken. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>

#include "../../src/index/value.h"

static void begin(void)
{
	nlog_alloc_setup();
}

TestSuite(index_value, .init = begin);

static const char *const samples[] = {
	"[null, true, false, 0, -1, 9223372036854775807, -9223372036854775808, 0.1, "
	"-2.5e300]",
	"[\"\", \"ab\", \"abc\", \"abc\", [\"abc\", {\"abc\": \"abc\"}], \"a\\u0000b\", "
	"\"á\"]",
	"{\"z\": 1, \"title\": \"Rice\", \"a\": {\"title\": \"Rice\", \"old\": []}, "
	"\"new\": {}}",
};

static json_t *sample(size_t i)
{
	return json_loads(samples[i], JSON_ALLOW_NUL, NULL);
}

Test(index_value, gives_back_what_was_written_in_its_order)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		value_texts written = {.count = 0}, read = {.count = 0};
		nlog_str bytes = NLOG_STR_INIT;
		json_t *before = sample(i), *after;
		unpacker from;
		char *text[2];

		pack_value(&bytes, before, &written);
		from = unpack_begin(nlog_str_slice(&bytes));
		after = unpack_value(&from, &read);
		cr_assert(unpack_is_whole(&from));
		cr_assert_eq(written.count, read.count);
		text[0] = json_dumps(before, 0);
		text[1] = json_dumps(after, 0);
		cr_assert_str_eq(text[0], text[1]);
		nlog_free(text[0]);
		nlog_free(text[1]);
		json_decref(before);
		json_decref(after);
		value_texts_clear(&written);
		value_texts_clear(&read);
		nlog_str_clear(&bytes);
	}
}

Test(index_value, writes_a_text_once_in_a_row)
{
	json_t *value = json_pack("[s, s]", "a text of some length", "another one of it");
	value_texts texts = {.count = 0};
	nlog_str bytes = NLOG_STR_INIT;
	size_t first;

	pack_value(&bytes, value, &texts);
	first = bytes.len;
	pack_value(&bytes, value, &texts);
	cr_assert_eq(bytes.len - first, 4);
	value_texts_clear(&texts);
	json_decref(value);
	nlog_str_clear(&bytes);
}

Test(index_value, tells_more_texts_than_it_numbers)
{
	value_texts written = {.count = 0}, read = {.count = 0};
	json_t *value = json_array(), *again;
	nlog_str bytes = NLOG_STR_INIT;
	unpacker from;

	for (int i = 0; i < 2 * VALUE_TEXTS_MAX; i++)
		json_array_append_new(value, json_sprintf("text %d", i % 100));
	pack_value(&bytes, value, &written);
	from = unpack_begin(nlog_str_slice(&bytes));
	again = unpack_value(&from, &read);
	cr_assert(unpack_is_whole(&from));
	cr_assert(json_equal(value, again));
	value_texts_clear(&written);
	value_texts_clear(&read);
	json_decref(value);
	json_decref(again);
	nlog_str_clear(&bytes);
}

/* Texts beside the values: known ones are numbers, and values know theirs. */
Test(index_value, tells_texts_that_are_no_values)
{
	const nlog_slice shown = NLOG_SLICE("a text of a page"),
			 other = NLOG_SLICE("other");
	value_texts written = {.count = 0}, read = {.count = 0};
	json_t *value = json_pack("[s, s]", "other", "a text of a page"), *again;
	nlog_str bytes = NLOG_STR_INIT;
	unpacker from;

	value_texts_note(&written, shown);
	value_texts_note(&read, shown);
	pack_told(&bytes, shown, &written);
	cr_assert_eq(bytes.len, 1);
	pack_told(&bytes, other, &written);
	pack_value(&bytes, value, &written);
	cr_assert_eq(bytes.len, 1 + 2 + other.len + 4);
	from = unpack_begin(nlog_str_slice(&bytes));
	cr_assert(nlog_slice_equal(unpack_told(&from, &read), shown));
	cr_assert(nlog_slice_equal(unpack_told(&from, &read), other));
	again = unpack_value(&from, &read);
	cr_assert(unpack_is_whole(&from));
	cr_assert(json_equal(value, again));
	value_texts_clear(&written);
	value_texts_clear(&read);
	json_decref(value);
	json_decref(again);
	nlog_str_clear(&bytes);
}

static void refuse(const char *data, size_t len)
{
	unpacker from = unpack_begin((nlog_slice){data, len});
	value_texts texts = {.count = 0};
	json_t *value = unpack_value(&from, &texts);

	cr_assert_not(unpack_is_whole(&from));
	value_texts_clear(&texts);
	json_decref(value);
}

static void refuse_to_tell(const char *data, size_t len)
{
	unpacker from = unpack_begin((nlog_slice){data, len});
	value_texts texts = {.count = 0};

	(void)unpack_told(&from, &texts);
	cr_assert(from.has_failed);
	value_texts_clear(&texts);
}

Test(index_value, takes_nothing_that_was_cut_short)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		value_texts texts = {.count = 0};
		nlog_str bytes = NLOG_STR_INIT;
		json_t *value = sample(i);

		pack_value(&bytes, value, &texts);
		for (size_t len = 0; len < bytes.len; len++)
			refuse(bytes.data, len);
		value_texts_clear(&texts);
		json_decref(value);
		nlog_str_clear(&bytes);
	}
}

Test(index_value, takes_nothing_that_it_would_not_write)
{
	char deep[200];

	refuse("\x08", 1);                     /* a text that was not there before */
	refuse("\x07\x02\xc3\x28", 4);         /* no UTF-8 */
	refuse("\x06\x02\x05\x00\x05\x00", 6); /* a member twice */
	refuse("\x05\x7f\x00", 3);             /* more values than bytes */
	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = (char)(i % 2 ? 1 : 5); /* arrays in arrays */
	refuse(deep, sizeof(deep));
	refuse_to_tell("\x08", 1);             /* was not there before */
	refuse_to_tell("\x00", 1);             /* a value, but no text */
	refuse_to_tell("\x07\x02\xc3\x28", 4); /* no UTF-8 */
	refuse_to_tell("\x07\x05\x61", 3);     /* cut short */
}
