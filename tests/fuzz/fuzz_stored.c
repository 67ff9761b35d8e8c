/* What the readers of stored forms accept is written back byte for byte. */
#include <noticelog/addendum.h>
#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <noticelog/register.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_equal(nlog_str *written, nlog_slice text)
{
	if (!nlog_slice_equal(nlog_str_slice(written), text))
		abort();
	nlog_str_clear(written);
}

static void read_notice(nlog_slice text)
{
	nlog_notice *notice = NULL;
	nlog_str written = NLOG_STR_INIT;

	if (nlog_notice_read(&notice, NULL, text, NLOG_READ_ENTRY, NULL, NULL) == 0) {
		nlog_notice_write(&written, notice);
		must_equal(&written, text);
		nlog_json_write(&written, nlog_notice_members(notice), NLOG_JSON_STORED);
		must_equal(&written, text);
	}
	nlog_notice_free(notice);
}

static void read_addendum(nlog_slice text)
{
	nlog_addendum *addendum = NULL;
	nlog_str written = NLOG_STR_INIT;

	if (nlog_addendum_read(&addendum, NULL, text, NULL) == 0) {
		nlog_addendum_write(&written, addendum);
		must_equal(&written, text);
	}
	nlog_addendum_free(addendum);
}

/* A register may be typed by hand: what it becomes is read back to the same. */
static void read_register(nlog_slice text)
{
	nlog_register *first = NULL, *second = NULL;
	nlog_str written = NLOG_STR_INIT, again = NLOG_STR_INIT;

	if (nlog_register_read(&first, NULL, text, NULL) == 0) {
		nlog_register_write(&written, first);
		if (nlog_register_read(&second, NULL, nlog_str_slice(&written), NULL))
			abort();
		nlog_register_write(&again, second);
		must_equal(&again, nlog_str_slice(&written));
	}
	nlog_str_clear(&written);
	nlog_register_free(first);
	nlog_register_free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {(const char *)data, size};

	nlog_alloc_setup();
	read_notice(text);
	read_addendum(text);
	read_register(text);
	return 0;
}
