/* Does the present history extend the one that was kept? */
#include "checkpoint.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	const nlog_checkpoint *kept, *now;
	const nlog_checkpoint_revision **by_number; /* those of now, by notice and number */
	const nlog_checkpoint_revision **by_content; /* and by notice and digest */
	nlog_findings *findings;
} comparison;

static void report(const comparison *c, nlog_finding_id id,
		   const nlog_checkpoint_revision *kept, const char *text)
{
	nlog_findings_add(c->findings, id, (nlog_place){NULL}, "%s r%u (%s) %s",
			  kept->notice, kept->revision, kept->digest, text);
}

static int compare_numbers(const void *left, const void *right)
{
	const nlog_checkpoint_revision *a = *(const nlog_checkpoint_revision *const *)left;
	const nlog_checkpoint_revision *b = *(const nlog_checkpoint_revision *const *)right;
	int order = strcmp(a->notice, b->notice);

	return order ? order : (a->revision > b->revision) - (a->revision < b->revision);
}

static int compare_contents(const void *left, const void *right)
{
	const nlog_checkpoint_revision *a = *(const nlog_checkpoint_revision *const *)left;
	const nlog_checkpoint_revision *b = *(const nlog_checkpoint_revision *const *)right;
	int order = strcmp(a->notice, b->notice);

	return order ? order : strcmp(a->digest, b->digest);
}

static const nlog_checkpoint_revision **sorted(const nlog_checkpoint *now,
					       int (*compare)(const void *, const void *))
{
	const nlog_checkpoint_revision **order =
		nlog_alloc_array(now->count + 1, sizeof(*order));

	for (size_t i = 0; i < now->count; i++)
		order[i] = &now->revisions[i];
	qsort(order, now->count, sizeof(*order), compare);
	return order;
}

static const nlog_checkpoint_revision *find(const comparison *c,
					    const nlog_checkpoint_revision *kept)
{
	const nlog_checkpoint_revision **found = bsearch(
		&kept, c->by_number, c->now->count, sizeof(*c->by_number), compare_numbers);

	return found ? *found : NULL;
}

/* Where the content of a kept revision stands now. */
static const nlog_checkpoint_revision *find_content(const comparison *c,
						    const nlog_checkpoint_revision *kept)
{
	const nlog_checkpoint_revision **found =
		bsearch(&kept, c->by_content, c->now->count, sizeof(*c->by_content),
			compare_contents);

	return found ? *found : NULL;
}

static void report_other(const comparison *c, const nlog_checkpoint_revision *kept,
			 const nlog_checkpoint_revision *now)
{
	const nlog_checkpoint_revision *moved = find_content(c, kept);
	nlog_str text = NLOG_STR_INIT;

	if (moved) {
		nlog_str_addf(&text, "is r%u now", moved->revision);
		report(c, NLOG_F_CHECKPOINT_REORDERED, kept, nlog_str_text(&text));
	} else if (!now) {
		report(c, NLOG_F_CHECKPOINT_VANISHED, kept, "is not there any more");
	} else {
		nlog_str_addf(&text, "is another text now: %s",
			      *now->digest ? now->digest : "one that cannot be read");
		report(c, NLOG_F_CHECKPOINT_CHANGED, kept, nlog_str_text(&text));
	}
	nlog_str_clear(&text);
}

/* What stands now among the kept revisions, before the last of them, and was not kept. */
static void report_inserted(const comparison *c, const bool *is_kept, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		if (!is_kept[i])
			report(c, NLOG_F_CHECKPOINT_REORDERED, &c->now->revisions[i],
			       "was not there, and stands before what was kept");
	}
}

static void compare_revisions(const comparison *c)
{
	bool *is_kept = nlog_alloc_array(c->now->count + 1, sizeof(*is_kept));
	size_t end = 0;

	for (size_t i = 0; i < c->kept->count; i++) {
		const nlog_checkpoint_revision *kept = &c->kept->revisions[i];
		const nlog_checkpoint_revision *now = find(c, kept);
		size_t at = now ? (size_t)(now - c->now->revisions) : 0;

		if (now)
			is_kept[at] = true;
		if (!now || strcmp(now->digest, kept->digest) != 0)
			report_other(c, kept, now);
		else if (at < end)
			report(c, NLOG_F_CHECKPOINT_REORDERED, kept,
			       "stands before one that it followed");
		if (now && at + 1 > end)
			end = at + 1;
	}
	report_inserted(c, is_kept, end);
	nlog_free(is_kept);
}

/* The commit, and the entry with its chain, that were kept. */
static void compare_head(const nlog_checkpoint *kept, const nlog_log *log,
			 nlog_findings *findings)
{
	bool has_head = !*kept->head, has_entry = !kept->entry;
	const char *chain = "";

	for (size_t i = 0; i < nlog_log_count(log); i++) {
		const nlog_entry *entry = nlog_log_get(log, i);

		has_head = has_head || strcmp(entry->commit, kept->head) == 0;
		if (!entry->chain || entry->entry != kept->entry)
			continue;
		chain = entry->chain;
		has_entry = has_entry || strcmp(chain, kept->chain) == 0;
	}
	if (!has_head)
		nlog_findings_add(findings, NLOG_F_CHECKPOINT_HEAD, (nlog_place){NULL},
				  "commit %s is not in the history", kept->head);
	if (!has_entry && !*chain)
		nlog_findings_add(findings, NLOG_F_CHECKPOINT_HEAD, (nlog_place){NULL},
				  "there is no entry %u", kept->entry);
	else if (!has_entry)
		nlog_findings_add(findings, NLOG_F_CHECKPOINT_HEAD, (nlog_place){NULL},
				  "entry %u has the chain %s now, not %s", kept->entry,
				  chain, kept->chain);
}

int nlog_checkpoint_compare(const nlog_checkpoint *kept, const nlog_store *store,
			    bool *extends, nlog_findings *findings, nlog_error *err)
{
	nlog_checkpoint now = NLOG_CHECKPOINT_INIT;
	comparison c = {.kept = kept, .now = &now, .findings = findings};
	size_t before = findings->count;
	nlog_log *log = NULL;
	int rc = nlog_store_log_readable(&log, store, err);

	if (!rc)
		rc = audit_checkpoint_of_log(&now, store, log, true, err);
	if (!rc) {
		c.by_number = sorted(&now, compare_numbers);
		c.by_content = sorted(&now, compare_contents);
		compare_head(kept, log, findings);
		compare_revisions(&c);
		*extends = findings->count == before;
		nlog_free(c.by_number);
		nlog_free(c.by_content);
	}
	nlog_checkpoint_clear(&now);
	nlog_log_free(log);
	return rc;
}
