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
		after = unpack_value(&from, &read, NULL);
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
	again = unpack_value(&from, &read, NULL);
	cr_assert(unpack_is_whole(&from));
	cr_assert(json_equal(value, again));
	value_texts_clear(&written);
	value_texts_clear(&read);
	json_decref(value);
	json_decref(again);
	nlog_str_clear(&bytes);
}

/* What stands behind a value that was passed over is read as if it had been read. */
Test(index_value, passes_values_over)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		value_texts written = {.count = 0}, read = {.count = 0};
		nlog_str bytes = NLOG_STR_INIT;
		json_t *value = sample(i), *again;
		unpacker from;

		pack_value(&bytes, value, &written);
		pack_value(&bytes, value, &written);
		from = unpack_begin(nlog_str_slice(&bytes));
		skip_value(&from, &read);
		cr_assert_eq(read.count, written.count);
		again = unpack_value(&from, &read, NULL);
		cr_assert(unpack_is_whole(&from));
		cr_assert(json_equal(value, again));
		value_texts_clear(&written);
		value_texts_clear(&read);
		json_decref(value);
		json_decref(again);
		nlog_str_clear(&bytes);
	}
}

static bool is_not_old(const char *name)
{
	return strcmp(name, "old") != 0;
}

Test(index_value, leaves_out_members_that_are_not_wanted)
{
	json_t *value =
		json_loads("[{\"old\": [\"a long text\", {\"text\": \"another one\"}], "
			   "\"new\": \"a long text\"}, {\"old\": \"another one\", "
			   "\"from\": \"a long text\", \"to\": {\"text\": \"third\", "
			   "\"old\": {}, \"shift_days\": 3}}]",
			   0, NULL);
	json_t *wanted =
		json_pack("[{s:s}, {s:s, s:{s:s, s:i}}]", "new", "a long text", "from",
			  "a long text", "to", "text", "third", "shift_days", 3);
	value_texts written = {.count = 0}, read = {.count = 0};
	nlog_str bytes = NLOG_STR_INIT;
	unpacker from;
	json_t *kept;

	pack_value(&bytes, value, &written);
	from = unpack_begin(nlog_str_slice(&bytes));
	kept = unpack_value(&from, &read, is_not_old);
	cr_assert(unpack_is_whole(&from));
	cr_assert(json_equal(kept, wanted));
	value_texts_clear(&written);
	value_texts_clear(&read);
	json_decref(value);
	json_decref(wanted);
	json_decref(kept);
	nlog_str_clear(&bytes);
}

static void refuse(const char *data, size_t len)
{
	unpacker from = unpack_begin((nlog_slice){data, len});
	value_texts texts = {.count = 0};
	json_t *value = unpack_value(&from, &texts, NULL);

	cr_assert_not(unpack_is_whole(&from));
	value_texts_clear(&texts);
	json_decref(value);
}

/* A text that is no UTF-8 is found when it is read; all else when it is passed over, too. */
static void refuse_to_skip(const char *data, size_t len)
{
	unpacker from = unpack_begin((nlog_slice){data, len});
	value_texts texts = {.count = 0};

	skip_value(&from, &texts);
	cr_assert_not(unpack_is_whole(&from));
	value_texts_clear(&texts);
}

Test(index_value, takes_nothing_that_was_cut_short)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		value_texts texts = {.count = 0};
		nlog_str bytes = NLOG_STR_INIT;
		json_t *value = sample(i);

		pack_value(&bytes, value, &texts);
		for (size_t len = 0; len < bytes.len; len++) {
			refuse(bytes.data, len);
			refuse_to_skip(bytes.data, len);
		}
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
	refuse_to_skip("\x08", 1);
	refuse_to_skip("\x05\x7f\x00", 3);
	refuse_to_skip(deep, sizeof(deep));
}
