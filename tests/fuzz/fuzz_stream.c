/* Any bytes as a line of the bulk stream: what is read is written, and read back as it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>

#include "../../src/record/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_same(const nlog_stream_line *a, const nlog_stream_line *b)
{
	must(nlog_notice_equal(a->notice, b->notice));
	must(!a->addendum == !b->addendum && a->role == b->role);
	must(a->corrects == b->corrects && a->has_issued == b->has_issued);
	must(!a->has_issued || a->issued.day == b->issued.day);
	must(a->has_time == b->has_time);
	must(!a->has_time || (a->time.seconds == b->time.seconds &&
			      a->time.offset_minutes == b->time.offset_minutes));
	must(is_same_text(a->as, b->as) && is_same_text(a->author_name, b->author_name));
	must(is_same_text(a->author_email, b->author_email));
	must(is_same_text(a->source_name, b->source_name));
	must(nlog_slice_equal((nlog_slice){a->source.data, a->source.len},
			      (nlog_slice){b->source.data, b->source.len}));
}

/* A notice in canonical form is read in another way than one with a space more. */
static void check_spaced(const nlog_stream_line *line, int rc, nlog_slice text)
{
	static const char before[] = "\"notice\":{";
	ptrdiff_t found = nlog_slice_find(text, before);
	size_t at = (size_t)found + strlen(before);
	nlog_str spaced = NLOG_STR_INIT;
	nlog_stream_line other;

	if (found < 0)
		return;
	nlog_str_addn(&spaced, text.data, at);
	nlog_str_addc(&spaced, ' ');
	nlog_str_add_slice(&spaced, nlog_slice_from(text, at));
	must(nlog_stream_line_read(&other, nlog_str_slice(&spaced), NULL) == rc);
	if (!rc)
		check_same(line, &other);
	nlog_stream_line_clear(&other);
	nlog_str_clear(&spaced);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {size ? (const char *)data : "", size};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str written = NLOG_STR_INIT, again = NLOG_STR_INIT;
	nlog_stream_line line, second;
	int rc;

	nlog_alloc_setup();
	rc = nlog_stream_line_read(&line, text, &err);
	check_spaced(&line, rc, text);
	if (rc) {
		must(err.code != NLOG_OK && err.text[0]);
	} else {
		nlog_stream_line_write(&written, &line);
		must(!nlog_stream_line_read(&second, nlog_str_slice(&written), NULL));
		check_same(&line, &second);
		nlog_stream_line_write(&again, &second);
		must(nlog_slice_equal(nlog_str_slice(&written), nlog_str_slice(&again)));
		nlog_stream_line_clear(&second);
	}
	nlog_stream_line_clear(&line);
	nlog_str_clear(&written);
	nlog_str_clear(&again);
	return 0;
}
