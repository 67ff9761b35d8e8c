/* Deltas of packs: what is made of two texts gives the second; any bytes as a delta come to an end. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>

#include "../../src/store/delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LIMIT ((size_t)1 << 20)

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_made(nlog_slice before, nlog_slice after, store_delta_kind kind)
{
	nlog_str delta = NLOG_STR_INIT, made = NLOG_STR_INIT;

	store_delta_make(&delta, before, after, kind);
	must(store_delta_apply(&made, before, nlog_str_slice(&delta), after.len));
	must(nlog_slice_equal(nlog_str_slice(&made), after));
	must(!after.len ||
	     !store_delta_apply(&made, before, nlog_str_slice(&delta), after.len - 1));
	nlog_str_clear(&delta);
	nlog_str_clear(&made);
}

static void check_any(nlog_slice before, nlog_slice delta)
{
	nlog_str made = NLOG_STR_INIT;

	nlog_str_add(&made, "before");
	if (store_delta_apply(&made, before, delta, LIMIT))
		must(made.len <= LIMIT + strlen("before"));
	must(nlog_slice_starts(nlog_str_slice(&made), "before"));
	nlog_str_clear(&made);
}

/* The instructions alone are the fuzzer's: its sizes would seldom fit. */
static void check_instructions(nlog_slice before, nlog_slice instructions)
{
	nlog_str delta = NLOG_STR_INIT;

	for (size_t i = 0; i < 2; i++) {
		size_t size = i ? instructions.len : before.len;

		for (; size > 0x7f; size >>= 7)
			nlog_str_addc(&delta, (char)((size & 0x7f) | 0x80));
		nlog_str_addc(&delta, (char)size);
	}
	nlog_str_add_slice(&delta, instructions);
	check_any(before, nlog_str_slice(&delta));
	nlog_str_clear(&delta);
}

/* Cut at the first form feed, else in the middle. */
static void split(nlog_slice text, nlog_slice *first, nlog_slice *second)
{
	const char *cut = text.len ? memchr(text.data, '\f', text.len) : NULL;
	size_t len = cut ? (size_t)(cut - text.data) : text.len / 2;

	*first = (nlog_slice){text.data, len};
	*second = nlog_slice_from(text, len + (cut ? 1 : 0));
}

/* The text with another piece in the place of some of it: most versions are so. */
static void edit(nlog_str *out, nlog_slice text, const uint8_t edits[3])
{
	size_t at = text.len * edits[0] / 256, gone = edits[1];
	nlog_slice rest = nlog_slice_from(text, at);

	nlog_str_addn(out, text.data, at);
	nlog_str_add_repeat(out, 'x', edits[2] % 200);
	nlog_str_add_slice(out, nlog_slice_from(rest, gone < rest.len ? gone : rest.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text, first, second;
	nlog_str edited = NLOG_STR_INIT;

	if (size < 3)
		return 0;
	nlog_alloc_setup();
	text = (nlog_slice){(const char *)data + 3, size - 3};
	split(text, &first, &second);
	edit(&edited, text, data);
	for (int kind = STORE_DELTA_SPAN; kind <= STORE_DELTA_MEMBERS; kind++) {
		check_made(first, second, (store_delta_kind)kind);
		check_made(second, first, (store_delta_kind)kind);
		check_made(text, nlog_str_slice(&edited), (store_delta_kind)kind);
		check_made(text, text, (store_delta_kind)kind);
	}
	check_any(first, second);
	check_instructions(first, second);
	nlog_str_clear(&edited);
	return 0;
}
