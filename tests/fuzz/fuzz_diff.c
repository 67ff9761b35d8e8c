/* Two documents in one input: their difference applied to the first gives the second. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/diff.h>
#include <noticelog/json.h>
#include <noticelog/parse.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* @return the notice of a document, or NULL */
static nlog_notice *notice_of(nlog_slice text, const nlog_register *reg)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_document *document = NULL;
	nlog_parsed parsed = {NULL, NULL};
	nlog_notice *notice = NULL;

	if (nlog_document_read(&document, "fuzz", text, NLOG_DOCUMENT_UNKNOWN, &findings,
			       NULL) == 0 &&
	    nlog_parse(&parsed, document, reg, "fuzz", &findings, NULL) == 0 &&
	    parsed.notice) {
		notice = parsed.notice;
		parsed.notice = NULL;
	}
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_findings_clear(&findings);
	return notice;
}

static json_t *changes_of(const nlog_notice *before, const nlog_notice *after)
{
	nlog_diff *diff = NULL;
	json_t *changes;

	nlog_diff_notices(&diff, before, after);
	changes = nlog_diff_to_json(diff);
	must(json_array_size(changes) == nlog_diff_count(diff));
	nlog_diff_free(diff);
	return changes;
}

static void check_pair(const nlog_notice *a, const nlog_notice *b)
{
	json_t *there = changes_of(a, b), *none = changes_of(b, b);
	nlog_notice *applied = NULL;

	must(json_array_size(none) == 0);
	must((json_array_size(there) == 0) == nlog_notice_equal(a, b));
	must(nlog_diff_apply(&applied, a, there, NULL) == 0);
	must(nlog_notice_equal(applied, b));
	nlog_notice_free(applied);
	json_decref(there);
	json_decref(none);
}

/* Any JSON as changes is refused, or gives a notice that is written and read. */
static void apply_anything(const nlog_notice *notice, nlog_slice text)
{
	nlog_notice *applied = NULL, *again = NULL;
	nlog_str written = NLOG_STR_INIT;
	json_t *changes = NULL;

	if (nlog_json_read(&changes, NULL, text, NLOG_JSON_ANY, NULL))
		return;
	if (nlog_diff_apply(&applied, notice, changes, NULL) == 0) {
		nlog_notice_write(&written, applied);
		must(nlog_notice_read(&again, NULL, nlog_str_slice(&written),
				      NLOG_READ_ENTRY, NULL, NULL) == 0);
	}
	nlog_notice_free(applied);
	nlog_notice_free(again);
	nlog_str_clear(&written);
	json_decref(changes);
}

/* The documents, and then changes, are parted by form feeds; one alone is cut in the middle. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {(const char *)data, size}, second, third = {"", 0};
	const char *cut = size ? memchr(data, '\f', size) : NULL;
	size_t len = cut ? (size_t)(cut - text.data) : size / 2;
	nlog_register *reg = NULL;
	nlog_notice *a, *b;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	second = nlog_slice_from(text, len + (cut ? 1 : 0));
	cut = second.len ? memchr(second.data, '\f', second.len) : NULL;
	if (cut) {
		third = nlog_slice_from(second, (size_t)(cut - second.data) + 1);
		second.len = (size_t)(cut - second.data);
	}
	a = notice_of((nlog_slice){text.data, len}, reg);
	b = notice_of(cut || len < size / 2 ? second : text, reg);
	if (a && b)
		check_pair(a, b);
	if (a)
		apply_anything(a, third);
	nlog_notice_free(a);
	nlog_notice_free(b);
	nlog_register_free(reg);
	return 0;
}
