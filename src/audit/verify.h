/**
 * @file
 * What the parts of verification share.
 */
#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include <noticelog/log.h>
#include <noticelog/verify.h>

#include <noticelog/date.h>
#include <noticelog/notice.h>

/** What is known of a file's content, without the content. */
typedef struct {
	char oid[NLOG_OID_SIZE];
	nlog_file_role role;
	/** Of the JCS bytes; of a source, of its bytes. "": it could not be read. */
	char digest[NLOG_DIGEST_SIZE];
	uint64_t size;
	bool has_issued; /**< a notice that states its day of issue */
	nlog_date issued;
} audit_fact;

/** All of them, sorted by role and id once they are complete. */
typedef struct {
	audit_fact *items;
	size_t count, capacity;
} audit_facts;

/** Note what a file says; what is not as it must be is a finding. */
void audit_facts_add(audit_facts *facts, const nlog_visited_file *file,
		     nlog_findings *findings);
/** Note what a notice says that was read from the canonical bytes of an object. */
void audit_facts_add_notice(audit_facts *facts, const char *oid, const nlog_notice *notice);
/** Put those of another part behind; the other ones are empty afterwards. */
void audit_facts_join(audit_facts *facts, audit_facts *other);
void audit_facts_sort(audit_facts *facts);
/** @return NULL if there is none, or its content could not be read */
const audit_fact *audit_facts_find(const audit_facts *facts, nlog_file_role role,
				   const char *oid);
/** Is there a readable file of that role and digest? */
bool audit_facts_have(const audit_facts *facts, nlog_file_role role, const char *digest);
void audit_facts_clear(audit_facts *facts);

/** What the parts look at, and where their findings go. */
typedef struct {
	const nlog_store *store;
	const nlog_log *log;
	const audit_facts *facts;
	nlog_instant now;
	size_t jobs; /**< threads, at least 1 */
	nlog_verification *out;
} audit_verify;

/** Add a finding about an entry: `KEY rN (commit ID) …`. */
void audit_report(const audit_verify *v, nlog_finding_id id, const nlog_entry *entry,
		  const char *format, ...) __attribute__((format(printf, 4, 5)));

/** Each commit by itself: trailers, digest, source, day of issue. */
void audit_check_entries(const audit_verify *v);
/** Each commit with the one before: Entry, Chain, clocks, register.json. */
void audit_check_order(const audit_verify *v);
/** Each notice's revisions: their numbers, `Previous:`, what was put back. */
void audit_check_revisions(const audit_verify *v);
/**
 * The amendments that each revision's commit names. What is read for it is noted, so
 * that it need not be read again.
 */
void audit_check_amendments(const audit_verify *v, audit_facts *read);

#endif
