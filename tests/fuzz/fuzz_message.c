/* Any bytes as a commit message: its trailers are read, and what we write is read back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>

#include "../../src/store/layout.h"
#include "../../src/store/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_within(nlog_slice part, nlog_slice all)
{
	must(!part.len ||
	     (part.data >= all.data && part.data + part.len <= all.data + all.len));
}

static void check_trailers(nlog_slice message)
{
	store_trailers found;
	nlog_str name = NLOG_STR_INIT;
	nlog_slice digest;
	uint64_t size;

	if (!store_trailers_parse(&found, message))
		return;
	must(found.kind && found.entry && found.chain.len == NLOG_DIGEST_LEN);
	must(!found.notice.len || nlog_key_is_valid(found.notice));
	check_within(found.notice, message);
	check_within(found.digest, message);
	check_within(found.previous, message);
	check_within(found.rules, message);
	check_within(found.amendments, message);
	check_within(found.chain, message);
	if (found.source.len) {
		must(store_source_parse(found.source, &name, &size, &digest));
		nlog_str_clear(&name);
	}
}

/* A message of ours with the input for a subject and a body is ours when it is read. */
static void check_built(nlog_slice text)
{
	static const char digest[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	nlog_trailer trailers[] = {{"Notice", "25-IN-09-GE-LOM"}, {"Kind", "issue"}};
	size_t cut = text.len / 3;
	char *subject = nlog_strndup(text.data, cut);
	char *body = nlog_strndup(text.data + cut, text.len - cut);
	nlog_commit_request request = {.subject = subject,
				       .body = body,
				       .trailers = trailers,
				       .trailer_count = 2,
				       .digest = digest};
	nlog_str message = NLOG_STR_INIT;
	store_trailers found;

	if (!store_message_build(&message, &request, 7, digest, NULL)) {
		must(store_trailers_parse(&found, nlog_str_slice(&message)));
		must(found.entry == 7 && strcmp(found.kind, "issue") == 0);
		must(nlog_slice_is(found.chain, digest) && !found.revision);
	}
	nlog_str_clear(&message);
	nlog_free(subject);
	nlog_free(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {size ? (const char *)data : "", size};

	nlog_alloc_setup();
	check_trailers(text);
	check_built(text);
	return 0;
}
