/* Each commit with the one before, and each notice's revisions with one another. */
#include "verify.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)

static void next_chain(char chain[NLOG_DIGEST_SIZE], const char *before, const char *digest)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "%s\n%s", before, digest);
	nlog_digest_bytes(chain, nlog_str_slice(&text));
	nlog_str_clear(&text);
}

/* @param before  the commit of ours before; NULL: none, or it is out of reach */
static void check_chain(const audit_verify *v, const nlog_entry *before,
			const nlog_entry *entry)
{
	char chain[NLOG_DIGEST_SIZE];
	unsigned number = before ? before->entry + 1 : 1;

	/* Behind a gap the first commit has nothing that it could be held against. */
	if (!before && v->out->inventory.is_cut)
		return;
	if (entry->entry != number)
		audit_report(v, NLOG_F_VERIFY_CHAIN, entry, "is entry %u where %u follows",
			     entry->entry, number);
	if (!entry->digest)
		return;
	next_chain(chain, before ? before->chain : "", entry->digest);
	if (strcmp(chain, entry->chain) != 0)
		audit_report(v, NLOG_F_VERIFY_CHAIN, entry,
			     "states the chain %s; from the one before follows %s",
			     entry->chain, chain);
}

static void check_clock(const audit_verify *v, const nlog_entry *before,
			const nlog_entry *entry)
{
	if (before && entry->recorded.seconds < before->recorded.seconds)
		audit_report(
			v, NLOG_F_VERIFY_CLOCK, entry,
			"was recorded %lld s before the commit that it follows",
			(long long)(before->recorded.seconds - entry->recorded.seconds));
	if (entry->recorded.seconds > v->now.seconds + DAY_SECONDS)
		audit_report(v, NLOG_F_VERIFY_CLOCK, entry,
			     "was recorded more than a day ahead of the clock");
}

/* register.json changes by a commit that says so. */
static void check_register(const audit_verify *v, const nlog_entry *before,
			   const nlog_entry *entry)
{
	if (strcmp(entry->kind, "register") == 0 || v->out->inventory.damaged ||
	    strcmp(entry->register_blob, before ? before->register_blob : "") == 0)
		return;
	audit_report(v, NLOG_F_VERIFY_TRAILERS, entry,
		     "changes register.json without saying so");
}

void audit_check_order(const audit_verify *v)
{
	const nlog_entry *before = NULL, *ours = NULL;

	for (size_t i = 0; i < nlog_log_count(v->log); i++) {
		const nlog_entry *entry = nlog_log_get(v->log, i);

		if (!before || strcmp(before->commit, entry->commit) != 0) {
			check_clock(v, before, entry);
			check_register(v, before, entry);
		}
		if (!entry->is_plain) {
			check_chain(v, ours, entry);
			ours = entry;
		}
		before = entry;
	}
}

/* By notice, then in recorded order: all pointers are into one array. */
static int by_notice(const void *left, const void *right)
{
	const nlog_entry *a = *(const nlog_entry *const *)left;
	const nlog_entry *b = *(const nlog_entry *const *)right;
	int order = strcmp(a->notice, b->notice);

	return order ? order : (a > b) - (a < b);
}

/* The digest of a revision: as its commit states it, else of what it holds. "": not known. */
static const char *digest_of(const audit_verify *v, const nlog_entry *entry)
{
	const audit_fact *fact;

	if (entry->digest)
		return entry->digest;
	fact = audit_facts_find(v->facts, NLOG_ROLE_NOTICE, entry->blob);
	return fact ? fact->digest : "";
}

static void check_previous(const audit_verify *v, const nlog_entry *before,
			   const nlog_entry *entry)
{
	const char *digest = before ? digest_of(v, before) : "";

	if (!before && v->out->inventory.is_cut)
		return;
	if (before && !*digest)
		return;
	if (!entry->previous && before)
		audit_report(v, NLOG_F_VERIFY_PREVIOUS, entry,
			     "does not state the digest of r%u", before->revision);
	else if (entry->previous && !before)
		audit_report(v, NLOG_F_VERIFY_PREVIOUS, entry,
			     "states that a revision was before it: %s", entry->previous);
	else if (entry->previous && strcmp(entry->previous, digest) != 0)
		audit_report(v, NLOG_F_VERIFY_PREVIOUS, entry,
			     "states %s as the revision before; r%u is %s", entry->previous,
			     before->revision, digest);
}

/* A restore puts the text of rN back. */
static void check_restore(const audit_verify *v, const nlog_entry *const *group,
			  size_t count, const nlog_entry *entry)
{
	for (size_t i = 0; i < count; i++) {
		const char *digest = digest_of(v, group[i]);

		if (!group[i]->revision || group[i]->revision != entry->stated)
			continue;
		if (*digest && entry->digest && strcmp(digest, entry->digest) != 0)
			audit_report(v, NLOG_F_VERIFY_REVISION, entry,
				     "puts r%u back, but with another text", entry->stated);
		return;
	}
	if (!v->out->inventory.is_cut)
		audit_report(v, NLOG_F_VERIFY_REVISION, entry,
			     "puts r%u back, which was not recorded before it",
			     entry->stated);
}

/*
 * Numbers as counted. A gap in the numbers is said once, where it begins: the
 * difference between stated and counted stays the same behind it.
 */
static void check_number(const audit_verify *v, const nlog_entry *before, long *shift,
			 const nlog_entry *entry)
{
	long now = (long)entry->stated - (long)entry->revision;

	if (now != *shift && (before || !v->out->inventory.is_cut))
		audit_report(v, NLOG_F_VERIFY_REVISION, entry,
			     "states the number %u where %ld follows", entry->stated,
			     (long)entry->revision + *shift);
	*shift = now;
}

/* The entries of one notice, in recorded order. */
static void check_notice(const audit_verify *v, const nlog_entry *const *group,
			 size_t count)
{
	const nlog_entry *before = NULL;
	long shift = 0;

	for (size_t i = 0; i < count; i++) {
		const nlog_entry *entry = group[i];

		if (!entry->revision) {
			if (strcmp(entry->kind, "restore") == 0)
				check_restore(v, group, i, entry);
			else if (!entry->is_plain)
				audit_report(v, NLOG_F_VERIFY_REVISION, entry,
					     "states the number %u, but does not change "
					     "the notice",
					     entry->stated);
			continue;
		}
		if (!entry->is_plain) {
			check_number(v, before, &shift, entry);
			check_previous(v, before, entry);
		}
		before = entry;
	}
}

void audit_check_revisions(const audit_verify *v)
{
	size_t count = 0, total = nlog_log_count(v->log);
	const nlog_entry **order = nlog_alloc_array(total + 1, sizeof(*order));

	for (size_t i = 0; i < total; i++) {
		if (nlog_log_get(v->log, i)->notice)
			order[count++] = nlog_log_get(v->log, i);
	}
	qsort(order, count, sizeof(*order), by_notice);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1;
		     next < count && strcmp(order[next]->notice, order[i]->notice) == 0;)
			next++;
		check_notice(v, order + i, next - i);
	}
	nlog_free(order);
}
