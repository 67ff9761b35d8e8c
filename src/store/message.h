/**
 * @file
 * Commit messages: what ours say in their trailers, written and read back.
 */
#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H

#include <noticelog/write.h>

/** The trailers of one of our commits; slices are borrowed from the message, absent ones empty. */
typedef struct {
	const char *kind; /**< static */
	nlog_slice notice, issued, digest, previous, source, rules, amendments, chain;
	unsigned revision, corrects, entry; /**< 0: absent */
} store_trailers;

/** The last number that a trailer can hold. */
#define STORE_NUMBER_MAX 999999999u

#define STORE_KIND_PLAIN "plain"
#define STORE_KIND_RESTORE "restore"
#define STORE_KIND_WITHDRAWAL "withdrawal"

/**
 * Read the trailers of a message.
 *
 * @return false, with *out undefined, unless the last paragraph is all ours: well formed and complete
 */
bool store_trailers_parse(store_trailers *out, nlog_slice message);

/** Does a commit of that kind record a revision? */
bool store_kind_counts(const char *kind);

/** May a commit of this kind be a revision that leaves notice.json as it was? */
bool store_kind_may_repeat(const char *kind);

/** Is text UTF-8 without control, bidi and noncharacters? @param lines  LF and TAB are fine */
bool store_text_is_clean(nlog_slice text, bool lines);

/**
 * Write the message of a request, Entry and Chain included, and see that it is read back as such.
 *
 * @return 0, NLOG_EINPUT or NLOG_ELIMIT
 */
int store_message_build(nlog_str *out, const nlog_commit_request *request, unsigned entry,
			const char *chain, nlog_error *err);

/** The Chain after previous (empty for none) with this digest. */
void store_chain_next(char chain[NLOG_DIGEST_SIZE], const char *previous,
		      const char *digest);

#endif
