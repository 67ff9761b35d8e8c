/* Commit messages: what ours say in their trailers, written and read back. */
#include <string.h>

#include <noticelog/json.h>
#include <noticelog/notice.h>
#include <noticelog/text.h>

#include "layout.h"
#include "message.h"

#define SUBJECT_LIMIT ((size_t)1000)
#define MESSAGE_LIMIT ((size_t)1 << 20)

typedef struct {
	const char *name;
	bool needs_notice, needs_corrects;
	bool may_repeat; /* a revision even where it leaves the notice as it was */
} kind_row;

static const kind_row kinds[] = {
	{"issue", true, false, false},
	{"amendment", true, false, false},
	{"correction", true, true, true},
	{"backfill", true, false, true},
	{STORE_KIND_WITHDRAWAL, true, false, true},
	{STORE_KIND_RESTORE, true, false, false},
	{"register", false, false, false},
	{"ledger", false, false, false},
};

static const kind_row *find_kind(nlog_slice name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (nlog_slice_is(name, kinds[i].name))
			return &kinds[i];
	}
	return NULL;
}

const char *nlog_kind_named(nlog_slice name)
{
	const kind_row *row = find_kind(name);

	if (!row)
		return nlog_slice_is(name, STORE_KIND_PLAIN) ? STORE_KIND_PLAIN : NULL;
	return row->name;
}

bool store_kind_counts(const char *kind)
{
	const kind_row *row = find_kind(nlog_slice_of(kind));

	return row && row->needs_notice && strcmp(kind, STORE_KIND_RESTORE) != 0;
}

bool store_kind_may_repeat(const char *kind)
{
	const kind_row *row = find_kind(nlog_slice_of(kind));

	return row && row->may_repeat;
}

/* The readers of values: each stores value where its row says, or refuses it. */

static bool read_key(void *member, nlog_slice value)
{
	*(nlog_slice *)member = value;
	return nlog_key_is_valid(value);
}

static bool read_kind(void *member, nlog_slice value)
{
	const kind_row *kind = find_kind(value);

	*(const char **)member = kind ? kind->name : NULL;
	return kind != NULL;
}

/* 1 … STORE_NUMBER_MAX, without leading zeros. */
static bool read_number(void *member, nlog_slice value)
{
	unsigned number = 0;

	if (value.len == 0 || value.len > 9 || value.data[0] == '0')
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.data[i] < '0' || value.data[i] > '9')
			return false;
		number = number * 10 + (unsigned)(value.data[i] - '0');
	}
	*(unsigned *)member = number;
	return true;
}

static bool read_day(void *member, nlog_slice value)
{
	nlog_date day;

	*(nlog_slice *)member = value;
	return nlog_date_from_iso(&day, value);
}

static bool read_digest(void *member, nlog_slice value)
{
	*(nlog_slice *)member = value;
	return store_is_digest(value);
}

static bool read_source(void *member, nlog_slice value)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice digest;
	uint64_t size;
	bool valid = store_source_parse(value, &name, &size, &digest);

	*(nlog_slice *)member = value;
	nlog_str_clear(&name);
	return valid;
}

static bool read_text(void *member, nlog_slice value)
{
	*(nlog_slice *)member = value;
	return value.len > 0 && store_text_is_clean(value, false);
}

static const struct {
	const char *name;
	bool (*read)(void *member, nlog_slice value);
	size_t offset;
} trailers[] = {
	{"Notice", read_key, offsetof(store_trailers, notice)},
	{"Revision", read_number, offsetof(store_trailers, revision)},
	{"Kind", read_kind, offsetof(store_trailers, kind)},
	{"Issued", read_day, offsetof(store_trailers, issued)},
	{"Digest", read_digest, offsetof(store_trailers, digest)},
	{"Previous", read_digest, offsetof(store_trailers, previous)},
	{"Source", read_source, offsetof(store_trailers, source)},
	{"Rules", read_text, offsetof(store_trailers, rules)},
	{"Amendments", read_text, offsetof(store_trailers, amendments)},
	{"Corrects", read_number, offsetof(store_trailers, corrects)},
	{"Entry", read_number, offsetof(store_trailers, entry)},
	{"Chain", read_digest, offsetof(store_trailers, chain)},
};

/* @param seen  a bit for each row, so that none comes twice */
static bool read_line(store_trailers *out, unsigned *seen, nlog_slice line)
{
	ptrdiff_t colon = nlog_slice_find(line, ": ");
	nlog_slice name;

	if (colon < 0)
		return false;
	name = (nlog_slice){line.data, (size_t)colon};
	for (size_t i = 0; i < sizeof(trailers) / sizeof(*trailers); i++) {
		if (!nlog_slice_is(name, trailers[i].name))
			continue;
		if (*seen & 1u << i)
			return false;
		*seen |= 1u << i;
		return trailers[i].read((char *)out + trailers[i].offset,
					nlog_slice_from(line, (size_t)colon + 2));
	}
	return false;
}

static bool is_complete(const store_trailers *found)
{
	const kind_row *kind = found->kind ? find_kind(nlog_slice_of(found->kind)) : NULL;

	return kind && found->entry && found->chain.len &&
	       kind->needs_notice == (found->notice.len > 0) &&
	       kind->needs_corrects == (found->corrects > 0);
}

/* The last paragraph; empty for a message of one, whose subject cannot be a trailer. */
static nlog_slice last_paragraph(nlog_slice message)
{
	size_t start;

	while (message.len && message.data[message.len - 1] == '\n')
		message.len--;
	for (start = message.len; start > 1; start--) {
		if (message.data[start - 1] == '\n' && message.data[start - 2] == '\n')
			return nlog_slice_from(message, start);
	}
	return (nlog_slice){"", 0};
}

bool store_trailers_parse(store_trailers *out, nlog_slice message)
{
	nlog_slice rest = last_paragraph(message);
	unsigned seen = 0;

	memset(out, 0, sizeof(*out));
	while (rest.len) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.data) : rest.len;

		if (!read_line(out, &seen, (nlog_slice){rest.data, len}))
			return false;
		rest = nlog_slice_from(rest, end ? len + 1 : len);
	}
	return is_complete(out);
}

bool store_text_is_clean(nlog_slice text, bool lines)
{
	size_t at = 0;

	while ((at += nlog_text_printable(nlog_slice_from(text, at))) < text.len) {
		unsigned codepoint;
		int len = nlog_text_next(text, at, &codepoint);

		if (len <= 0)
			return false;
		if (nlog_text_is_forbidden(codepoint) &&
		    !(lines && (codepoint == '\n' || codepoint == '\t')))
			return false;
		at += (size_t)len;
	}
	return true;
}

static nlog_slice trim_lines(nlog_slice text)
{
	while (text.len && text.data[0] == '\n')
		text = nlog_slice_from(text, 1);
	while (text.len && text.data[text.len - 1] == '\n')
		text.len--;
	return text;
}

static int check_texts(nlog_slice subject, nlog_slice body, nlog_error *err)
{
	if (!subject.len || !store_text_is_clean(subject, false))
		return nlog_error_set(err, NLOG_EINPUT,
				      "the message's subject is empty or holds control "
				      "characters");
	if (!store_text_is_clean(body, true))
		return nlog_error_set(err, NLOG_EINPUT,
				      "the message holds control characters");
	if (subject.len > SUBJECT_LIMIT || body.len > MESSAGE_LIMIT)
		return nlog_error_set(err, NLOG_ELIMIT, "the message is too long");
	return 0;
}

static void add_trailer(nlog_str *out, const char *name, const char *value)
{
	nlog_str_add(out, name);
	nlog_str_add(out, ": ");
	nlog_str_add(out, value);
	nlog_str_addc(out, '\n');
}

int store_message_build(nlog_str *out, const nlog_commit_request *request, unsigned entry,
			const char *chain, nlog_error *err)
{
	nlog_slice subject = nlog_slice_of(request->subject);
	nlog_slice body = trim_lines(nlog_slice_of(request->body));
	store_trailers found;
	int rc = check_texts(subject, body, err);

	if (rc)
		return rc;
	nlog_str_add_slice(out, subject);
	nlog_str_add(out, "\n\n");
	if (body.len) {
		nlog_str_add_slice(out, body);
		nlog_str_add(out, "\n\n");
	}
	for (size_t i = 0; i < request->trailer_count; i++)
		add_trailer(out, request->trailers[i].name, request->trailers[i].value);
	nlog_str_add(out, "Entry: ");
	nlog_str_add_int(out, entry, 0);
	nlog_str_addc(out, '\n');
	add_trailer(out, "Chain", chain);
	if (out->len > MESSAGE_LIMIT)
		return nlog_error_set(err, NLOG_ELIMIT, "the message is too long");
	if (!store_trailers_parse(&found, nlog_str_slice(out)))
		return nlog_error_set(err, NLOG_EINPUT,
				      "a trailer of the message is malformed or missing");
	if (found.digest.len && !nlog_slice_is(found.digest, request->digest))
		return nlog_error_set(err, NLOG_EINPUT,
				      "the message's digest is not the one recorded");
	return 0;
}

void store_chain_next(char chain[NLOG_DIGEST_SIZE], const char *previous,
		      const char *digest)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_add(&text, previous);
	nlog_str_addc(&text, '\n');
	nlog_str_add(&text, digest);
	nlog_digest_bytes(chain, nlog_str_slice(&text));
	nlog_str_clear(&text);
}
