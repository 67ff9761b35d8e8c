/* The fast ways to read and the slow one: as bytes, and beside whatever other notice, a text says the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

static void must(bool holds)
{
	if (!holds)
		abort();
}

typedef struct {
	int rc;
	nlog_notice *notice;
	nlog_findings findings;
	nlog_error err;
} outcome;

static void clear_outcome(outcome *o)
{
	nlog_notice_free(o->notice);
	nlog_findings_clear(&o->findings);
}

static void check_findings(const nlog_findings *a, const nlog_findings *b)
{
	must(a->count == b->count);
	for (size_t i = 0; i < a->count; i++)
		must(a->items[i].rule == b->items[i].rule &&
		     a->items[i].line == b->items[i].line &&
		     strcmp(a->items[i].text, b->items[i].text) == 0);
}

static void check_notices(const nlog_notice *a, const nlog_notice *b)
{
	char digest[NLOG_DIGEST_SIZE], other[NLOG_DIGEST_SIZE], derived[NLOG_DIGEST_SIZE];
	nlog_str first = NLOG_STR_INIT, second = NLOG_STR_INIT;

	nlog_notice_write(&first, a);
	nlog_notice_write(&second, b);
	must(nlog_slice_equal(nlog_str_slice(&first), nlog_str_slice(&second)));
	nlog_notice_digest(digest, a);
	nlog_notice_digest(other, b);
	nlog_json_digest(derived, nlog_notice_members(b));
	must(strcmp(digest, other) == 0 && strcmp(digest, derived) == 0);
	must(nlog_notice_equal(a, b));
	must(nlog_notice_is_canonical(a) == nlog_notice_is_canonical(b));
	nlog_str_clear(&first);
	nlog_str_clear(&second);
}

/* The slow way: values of the whole text, checked, and written again. */
static void check_by_values(nlog_slice text, const outcome *o, nlog_read_mode mode)
{
	nlog_str written = NLOG_STR_INIT;
	nlog_notice *notice = NULL;
	json_t *members = NULL;
	bool is_one, is_canonical;

	is_one = nlog_json_read(&members, NULL, text, NLOG_JSON_STRICT, NULL) == 0 &&
		 json_object_get(members, "format");
	if (is_one)
		is_one = nlog_notice_from_members_take(&notice, members, NULL) == 0;
	else
		json_decref(members);
	if (is_one)
		nlog_notice_write(&written, notice);
	is_canonical = is_one && nlog_slice_equal(nlog_str_slice(&written), text);
	must((o->rc == 0) == (mode == NLOG_READ_ENTRY ? is_canonical : is_one));
	must(o->rc || nlog_notice_is_canonical(o->notice) == is_canonical);
	must(o->rc || nlog_notice_equal(o->notice, notice));
	nlog_str_clear(&written);
	nlog_notice_free(notice);
}

static void check_same(nlog_slice text, const nlog_notice *known, nlog_read_mode mode)
{
	outcome alone = {.findings = NLOG_FINDINGS_INIT, .err = NLOG_ERROR_INIT};
	outcome beside = {.findings = NLOG_FINDINGS_INIT, .err = NLOG_ERROR_INIT};

	alone.rc = nlog_notice_read(&alone.notice, "a.json", text, mode, &alone.findings,
				    &alone.err);
	beside.rc = nlog_notice_read_beside(&beside.notice, "a.json", text, mode, known,
					    &beside.findings, &beside.err);
	must(alone.rc == beside.rc && strcmp(alone.err.text, beside.err.text) == 0);
	must(alone.err.line == beside.err.line && alone.err.column == beside.err.column);
	check_findings(&alone.findings, &beside.findings);
	check_by_values(text, &alone, mode);
	if (!alone.rc)
		check_notices(alone.notice, beside.notice);
	clear_outcome(&alone);
	clear_outcome(&beside);
}

/* One change: bytes go, and others, or a piece from elsewhere in the text, come. */
#define EDIT_SIZE 6

static void edit(nlog_str *text, const uint8_t *what)
{
	static const char pieces[][16] = {
		",\n  \"", "\n  \"title\": ", "\n}\n", "\"", "\\", "]", " ", ",", "{\n",
		"a"};
	nlog_slice old = nlog_str_slice(text), rest, from;
	size_t at = old.len * (what[0] * 256U + what[1]) / 65536, gone = what[2] % 64;
	nlog_str out = NLOG_STR_INIT;

	rest = nlog_slice_from(old, at);
	from = nlog_slice_from(old, old.len * what[3] / 256);
	if (from.len > what[4])
		from.len = what[4];
	nlog_str_addn(&out, old.data, at);
	if (what[5] & 1)
		nlog_str_add(&out,
			     pieces[what[5] / 2 % (sizeof(pieces) / sizeof(*pieces))]);
	else if (what[5] & 2)
		nlog_str_add_slice(&out, from);
	nlog_str_add_slice(&out, nlog_slice_from(rest, gone < rest.len ? gone : rest.len));
	nlog_str_clear(text);
	*text = out;
}

/* What stands before a notice: how many edits there are, and they. */
#define HEAD_SIZE (1 + 3 * EDIT_SIZE)

static bool has_head(const uint8_t *data, size_t size)
{
	return size >= HEAD_SIZE && data[0] != '{';
}

/* A notice is hard to change and remain one: most of the time only what is done to it changes. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	if (!has_head(data, size)) {
		if (size + HEAD_SIZE > most)
			return LLVMFuzzerMutate(data, size, most);
		memmove(data + HEAD_SIZE, data, size);
		memset(data, 1, HEAD_SIZE);
		size += HEAD_SIZE;
	}
	if (seed % 8 == 0)
		return HEAD_SIZE + LLVMFuzzerMutate(data + HEAD_SIZE, size - HEAD_SIZE,
						    most - HEAD_SIZE);
	LLVMFuzzerMutate(data, HEAD_SIZE, HEAD_SIZE);
	for (size_t i = 1; i < HEAD_SIZE; i++)
		data[i] ^= seed >> i % 4 * 8 & 0xff;
	data[0] = (uint8_t)(1 + seed % 3);
	return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t head = has_head(data, size) ? HEAD_SIZE : 0, edits = head ? data[0] % 4 : 0;
	nlog_str other = NLOG_STR_INIT;
	nlog_notice *known = NULL;
	nlog_slice text;

	if (size == head)
		return 0;
	nlog_alloc_setup();
	text = (nlog_slice){(const char *)data + head, size - head};
	nlog_str_add_slice(&other, text);
	for (size_t i = 0; i < edits; i++)
		edit(&other, data + 1 + i * EDIT_SIZE);
	if (nlog_notice_read(&known, NULL, text, NLOG_READ_HISTORY, NULL, NULL) == 0) {
		check_same(nlog_str_slice(&other), known, NLOG_READ_ENTRY);
		check_same(nlog_str_slice(&other), known, NLOG_READ_HISTORY);
	}
	nlog_notice_free(known);
	nlog_str_clear(&other);
	return 0;
}
