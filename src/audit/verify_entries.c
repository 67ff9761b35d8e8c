/* Each commit by itself: what its trailers say against what it holds. */
#include "verify.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <string.h>

static bool is_kind(const nlog_entry *entry, const char *kind)
{
	return strcmp(entry->kind, kind) == 0;
}

/* issue, amendment, correction, backfill: the notice's own text is what is recorded. */
static bool records_text(const nlog_entry *entry)
{
	return entry->notice && !entry->is_plain && !is_kind(entry, "withdrawal") &&
	       !is_kind(entry, "restore");
}

/* The digest of what a commit of ours records; NULL if that could not be read. */
static const char *recorded_digest(const audit_verify *v, const nlog_entry *entry)
{
	const audit_fact *fact =
		entry->notice ? audit_facts_find(v->facts, NLOG_ROLE_NOTICE, entry->blob)
			      : audit_facts_find(v->facts, NLOG_ROLE_REGISTER,
						 entry->register_blob);

	return fact ? fact->digest : NULL;
}

static void check_digest(const audit_verify *v, const nlog_entry *entry)
{
	const char *digest = recorded_digest(v, entry);

	if (!entry->digest) {
		audit_report(v, NLOG_F_VERIFY_DIGEST, entry, "states no digest");
	} else if (is_kind(entry, "ledger")) {
		if (!audit_facts_have(v->facts, NLOG_ROLE_LEDGER, entry->digest))
			audit_report(v, NLOG_F_VERIFY_DIGEST, entry,
				     "states the digest %s: no ledger has it",
				     entry->digest);
	} else if (digest && strcmp(digest, entry->digest) != 0) {
		audit_report(v, NLOG_F_VERIFY_DIGEST, entry,
			     "states the digest %s, but what it holds has %s",
			     entry->digest, digest);
	} else if (!digest && entry->notice && !entry->blob[0] &&
		   !v->out->inventory.damaged) {
		audit_report(v, NLOG_F_VERIFY_DIGEST, entry, "holds no notice.json");
	}
}

/* The documents in a notice's folder. */
typedef struct {
	size_t count;
	char oid[NLOG_OID_SIZE]; /* of the last */
} sources;

static int note_source(const char *name, const char *oid, void *data)
{
	sources *found = data;

	if (!nlog_slice_starts(nlog_slice_of(name), "source."))
		return 0;
	found->count++;
	memcpy(found->oid, oid, sizeof(found->oid));
	return 0;
}

/* A folder that cannot be read has its finding already. */
static void check_source(const audit_verify *v, const nlog_entry *entry)
{
	sources found = {.count = 0};
	const audit_fact *fact;

	if (!entry->tree[0] ||
	    nlog_store_each_file(v->store, entry->tree, note_source, &found, NULL))
		return;
	if (found.count > 1) {
		audit_report(v, NLOG_F_VERIFY_SOURCE, entry, "keeps %zu documents",
			     found.count);
		return;
	}
	if (!entry->source_digest) {
		if (found.count && records_text(entry))
			audit_report(v, NLOG_F_VERIFY_SOURCE, entry,
				     "keeps a document that it does not name");
		return;
	}
	if (!found.count) {
		audit_report(v, NLOG_F_VERIFY_SOURCE, entry,
			     "names a document that is not there");
		return;
	}
	fact = audit_facts_find(v->facts, NLOG_ROLE_SOURCE, found.oid);
	if (fact && (fact->size != entry->source_size ||
		     strcmp(fact->digest, entry->source_digest) != 0))
		audit_report(v, NLOG_F_VERIFY_SOURCE, entry,
			     "names a document of %llu bytes and SHA-256 %s; the one kept "
			     "has %llu and %s",
			     (unsigned long long)entry->source_size, entry->source_digest,
			     (unsigned long long)fact->size, fact->digest);
}

static void check_issued(const audit_verify *v, const nlog_entry *entry)
{
	const audit_fact *fact = audit_facts_find(v->facts, NLOG_ROLE_NOTICE, entry->blob);
	nlog_str day = NLOG_STR_INIT;

	if (!entry->issued && entry->revision)
		audit_report(v, NLOG_F_VERIFY_TRAILERS, entry, "states no day of issue");
	if (entry->issued && fact && fact->has_issued && records_text(entry)) {
		nlog_date_add_iso(&day, fact->issued);
		if (strcmp(entry->issued, nlog_str_text(&day)) != 0)
			audit_report(v, NLOG_F_VERIFY_ISSUED, entry,
				     "was issued on %s, the notice says %s", entry->issued,
				     nlog_str_text(&day));
	}
	nlog_str_clear(&day);
}

/* The last paragraph of a message. */
static nlog_slice last_paragraph(nlog_slice message)
{
	ptrdiff_t at;

	message = nlog_slice_trim(message);
	while ((at = nlog_slice_find(message, "\n\n")) >= 0)
		message = nlog_slice_trim(nlog_slice_from(message, (size_t)at));
	return message;
}

/* Does a commit that is not read as ours look like one? Then it says so in `line`. */
static bool looks_ours(const audit_verify *v, const nlog_entry *entry, nlog_str *kind)
{
	nlog_str message = NLOG_STR_INIT;
	bool has_chain = false, has_kind = false;
	nlog_slice rest;

	if (nlog_store_read_message(v->store, entry->commit, &message, NULL)) {
		nlog_str_clear(&message);
		return false;
	}
	rest = last_paragraph(nlog_str_slice(&message));
	while (rest.len) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.data) : rest.len;
		nlog_slice line = {rest.data, len};

		has_chain = has_chain || nlog_slice_starts(line, "Chain: ");
		if (nlog_slice_starts(line, "Kind: ") && !has_kind) {
			has_kind = true;
			nlog_str_add_slice(kind, nlog_slice_from(line, strlen("Kind: ")));
		}
		rest = nlog_slice_from(rest, end ? len + 1 : len);
	}
	nlog_str_clear(&message);
	return has_chain || has_kind;
}

static const char *next_commit(const nlog_log *log, size_t index)
{
	return index + 1 < nlog_log_count(log) ? nlog_log_get(log, index + 1)->commit : "";
}

static void check_plain(const audit_verify *v, size_t index)
{
	const nlog_entry *entry = nlog_log_get(v->log, index);
	const nlog_entry *before = index ? nlog_log_get(v->log, index - 1) : NULL;
	bool is_beside = before && strcmp(before->commit, entry->commit) == 0;
	nlog_str kind = NLOG_STR_INIT;

	if (is_beside && !before->is_plain) {
		audit_report(v, NLOG_F_VERIFY_TRAILERS, entry,
			     "was changed by a commit whose trailers speak of %s alone",
			     before->notice ? before->notice : "the register");
	} else if (!is_beside && looks_ours(v, entry, &kind)) {
		audit_report(v, NLOG_F_VERIFY_TRAILERS, entry,
			     "has trailers that are not complete, or of a kind that is "
			     "unknown ('%s')",
			     nlog_str_text(&kind));
	} else if (entry->notice) {
		audit_report(v, NLOG_F_PLAIN_COMMIT, entry, "was %s without trailers",
			     entry->blob[0] ? "recorded" : "removed");
	} else if (strcmp(next_commit(v->log, index), entry->commit) != 0) {
		audit_report(v, NLOG_F_VERIFY_FOREIGN, entry,
			     "has no trailers and changes no notice");
	}
	nlog_str_clear(&kind);
}

static void check_entry(const audit_verify *v, size_t index)
{
	const nlog_entry *entry = nlog_log_get(v->log, index);

	if (entry->is_plain) {
		check_plain(v, index);
		return;
	}
	check_digest(v, entry);
	if (entry->notice) {
		check_source(v, entry);
		check_issued(v, entry);
	}
}

/* One thread's part of the entries, and what it found in them. */
typedef struct {
	audit_verify v;
	nlog_store *own_store; /* NULL: that of all */
	nlog_verification found;
	size_t first, end;
} part;

static void check_part(size_t index, void *data)
{
	part *p = (part *)data + index;

	for (size_t i = p->first; i < p->end; i++)
		check_entry(&p->v, i);
}

void audit_check_entries(const audit_verify *v)
{
	size_t total = nlog_log_count(v->log), count = 0;
	part *parts = nlog_alloc_array(v->jobs, sizeof(*parts));

	while (count < v->jobs) {
		part *p = &parts[count];

		*p = (part){.v = *v, .found = NLOG_VERIFICATION_INIT};
		if (count &&
		    nlog_store_open(&p->own_store, nlog_store_path(v->store), NULL))
			break;
		if (p->own_store)
			p->v.store = p->own_store;
		p->v.out = &p->found;
		p->found.inventory = v->out->inventory;
		count++;
	}
	for (size_t i = 0; i < count; i++) {
		parts[i].first = total * i / count;
		parts[i].end = total * (i + 1) / count;
	}
	nlog_parallel(count, check_part, parts);
	for (size_t i = 0; i < count; i++) {
		nlog_findings_move(&v->out->findings, &parts[i].found.findings);
		nlog_store_free(parts[i].own_store);
	}
	nlog_free(parts);
}
