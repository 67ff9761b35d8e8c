/* The log: every commit from the first to the head, and what it changed. */
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <noticelog/parallel.h>

#include "commit.h"
#include "compare.h"
#include "entries.h"
#include "message.h"

/* So few commits are compared before another thread has begun. */
#define STRETCH_LEAST ((size_t)256)

/* A commit on the way from the head to the first, its entry without what folders tell. */
typedef struct {
	git_oid tree;
	nlog_entry entry;
} step;

typedef struct {
	const nlog_store *store;
	nlog_log *log;
	nlog_error *err;
	step *steps;
	size_t step_count, step_capacity;
	bool is_brief; /* without what commits alone are held against */
	bool goes_on;  /* past damage, as far as it can be read */
	bool is_cut;   /* what was before the first step cannot be read */
	git_oid after; /* where the walk ends; the zero id: at the first commit */
	git_oid base;  /* the tree of that commit */
	nlog_progress *progress;
	void *data;
} walk;

/* Steps that follow one another, compared by one thread. */
typedef struct {
	const walk *walk;
	nlog_store *own_store; /* NULL: the walk's */
	nlog_log *log;
	store_comparer comparer;
	size_t first, end; /* from the oldest step on */
	int rc;
	nlog_error err;
} stretch;

/* Keep foreign text made visible; one that equals `same` (NULL: none) is shared. */
static const char *keep_visible(nlog_log *log, nlog_slice text, const char *same)
{
	nlog_str visible = NLOG_STR_INIT;
	const char *kept = same;

	nlog_str_add_visible(&visible, text);
	if (!same || !nlog_slice_is(nlog_str_slice(&visible), same))
		kept = store_log_keep(log,
				      (nlog_slice){nlog_str_text(&visible), visible.len});
	nlog_str_clear(&visible);
	return kept;
}

static const char *keep_optional(nlog_log *log, nlog_slice text)
{
	return text.len ? store_log_keep(log, text) : NULL;
}

static nlog_instant instant_of(git_time when)
{
	int64_t seconds = when.time < 0 ? 0 : when.time;

	return (nlog_instant){
		.seconds = seconds > NLOG_INSTANT_MAX ? NLOG_INSTANT_MAX : seconds,
		.offset_minutes = when.offset,
	};
}

static nlog_slice first_line(nlog_slice message)
{
	const char *end = message.len ? memchr(message.data, '\n', message.len) : NULL;

	return end ? (nlog_slice){message.data, (size_t)(end - message.data)} : message;
}

static void fill_source(walk *w, nlog_entry *entry, nlog_slice value)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice digest;
	uint64_t size;

	if (!value.len || !store_source_parse(value, &name, &size, &digest))
		return;
	entry->source = keep_visible(w->log, nlog_str_slice(&name), NULL);
	if (!w->is_brief) {
		entry->source_size = size;
		entry->source_digest = store_log_keep(w->log, digest);
	}
	nlog_str_clear(&name);
}

static void fill_trailers(walk *w, nlog_entry *entry, nlog_slice message)
{
	nlog_log *log = w->log;
	store_trailers found;

	entry->is_plain = !store_trailers_parse(&found, message);
	entry->kind = entry->is_plain ? STORE_KIND_PLAIN : found.kind;
	if (entry->is_plain)
		return;
	entry->notice = keep_optional(log, found.notice);
	entry->stated = found.revision;
	entry->issued = keep_optional(log, found.issued);
	if (!w->is_brief) {
		entry->digest = keep_optional(log, found.digest);
		entry->previous = keep_optional(log, found.previous);
	}
	entry->corrects = found.corrects;
	fill_source(w, entry, found.source);
	entry->rules = keep_optional(log, found.rules);
	entry->amendments = keep_optional(log, found.amendments);
	entry->entry = found.entry;
	entry->chain = keep_optional(log, found.chain);
}

static void add_step(walk *w, const store_commit *commit)
{
	const nlog_entry *last = w->step_count ? &w->steps[w->step_count - 1].entry : NULL;
	nlog_entry entry = {0};

	store_oid_to_text(entry.commit, &commit->id);
	entry.author_name =
		keep_visible(w->log, commit->author_name, last ? last->author_name : NULL);
	entry.author_email = keep_visible(w->log, commit->author_email,
					  last ? last->author_email : NULL);
	entry.authored = instant_of(commit->authored);
	entry.recorded = instant_of(commit->committed);
	entry.subject = keep_visible(w->log, first_line(commit->message), NULL);
	fill_trailers(w, &entry, commit->message);
	NLOG_GROW(w->steps, w->step_count, w->step_capacity);
	w->steps[w->step_count++] = (step){commit->tree, entry};
}

static int take_commit(walk *w, const store_commit *commit)
{
	char id[NLOG_OID_SIZE];

	store_oid_to_text(id, &commit->id);
	if (commit->parents > 1 && !w->goes_on)
		return nlog_error_set(w->err, NLOG_EDAMAGED,
				      "commit %s has %u parents: the history of a "
				      "register is linear",
				      id, commit->parents);
	add_step(w, commit);
	return 0;
}

/* What the first step is compared with. @param at  where the walk came to */
static int find_base(walk *w, store_commit *commit, const git_oid *at)
{
	char id[NLOG_OID_SIZE];
	int rc;

	store_oid_to_text(id, &w->after);
	if (store_oid_is_zero(at))
		return nlog_error_set(w->err, NLOG_ENOTFOUND,
				      "the branch does not descend from %s", id);
	rc = store_commit_read(commit, w->store, at, w->err);
	w->base = commit->tree;
	return rc;
}

/* From the head to the first commit, or to w->after, by the parents that commits name. */
static int collect_steps(walk *w, const git_oid *head)
{
	store_commit commit = {.odd = NULL};
	git_oid at = *head;
	int rc = 0;

	while (!rc && !store_oid_is_zero(&at) && !store_oid_equal(&at, &w->after)) {
		rc = store_commit_read(&commit, w->store, &at, w->err);
		w->is_cut = rc != 0;
		if (!rc)
			rc = take_commit(w, &commit);
		at = commit.parent;
	}
	if (w->is_cut && w->goes_on)
		rc = 0;
	else if (!rc && !store_oid_is_zero(&w->after))
		rc = find_base(w, &commit, &at);
	store_commit_clear(&commit);
	return rc;
}

/* An entry's notice, as its folder has it. */
static void set_folder(nlog_log *log, nlog_entry *entry, const store_touched *found)
{
	char addendum[NLOG_OID_SIZE];

	store_oid_to_text(entry->blob, &found->blob);
	store_oid_to_text(entry->tree, &found->tree);
	store_oid_to_text(addendum, &found->addendum);
	entry->addendum = keep_optional(log, nlog_slice_of(addendum));
}

/* A commit of ours: one entry for what its trailers say. Revisions get their number later. */
static int add_our_entry(stretch *s, nlog_entry entry, const git_oid *root)
{
	store_touched found = {0};
	bool is_there = false, counts;

	for (size_t i = 0; entry.notice && i < s->comparer.touched_count && !is_there;
	     i++) {
		is_there = strcmp(s->comparer.touched[i].key, entry.notice) == 0;
		if (is_there)
			found = s->comparer.touched[i];
	}
	counts = is_there && store_touched_changed(&found) &&
		 strcmp(entry.kind, STORE_KIND_RESTORE) != 0;
	if (entry.notice && !is_there) {
		int rc = store_comparer_find(&s->comparer, &found, root, entry.notice);

		if (rc)
			return rc;
	}
	counts = counts || store_kind_may_repeat(entry.kind);
	set_folder(s->log, &entry, &found);
	entry.revision = counts && entry.blob[0];
	store_log_append(s->log, &entry);
	return 0;
}

/* What only a plain entry knows of a commit that may be ours for another notice. */
static nlog_entry plain_entry(const nlog_entry *entry)
{
	nlog_entry plain = *entry;

	plain.is_plain = true;
	plain.kind = STORE_KIND_PLAIN;
	plain.notice = plain.issued = plain.digest = plain.previous = NULL;
	plain.stated = plain.corrects = plain.entry = 0;
	plain.source = plain.source_digest = plain.rules = plain.amendments = NULL;
	plain.source_size = 0;
	plain.chain = NULL;
	return plain;
}

/* Notices that the commit changed without saying so. @return how many */
static size_t add_plain_entries(stretch *s, const nlog_entry *entry)
{
	nlog_entry plain = plain_entry(entry);
	size_t added = 0;

	for (size_t i = 0; i < s->comparer.touched_count; i++) {
		const store_touched *notice = &s->comparer.touched[i];

		if (!store_touched_changed(notice) ||
		    (entry->notice && strcmp(notice->key, entry->notice) == 0))
			continue;
		plain.notice = notice->key;
		set_folder(s->log, &plain, notice);
		if (!plain.blob[0])
			plain.tree[0] = '\0';
		plain.revision = plain.blob[0] != '\0';
		store_log_append(s->log, &plain);
		added++;
	}
	return added;
}

/* Compare a commit with the tree before it (the zero id for the first). */
static int add_commit(stretch *s, const step *at, const git_oid *before)
{
	nlog_entry entry = at->entry;
	git_oid register_blob;
	int rc;

	rc = store_comparer_run(&s->comparer, before, &at->tree);
	if (!rc)
		rc = store_comparer_file(&s->comparer, &register_blob, &at->tree,
					 STORE_REGISTER_FILE);
	if (rc)
		return rc;
	store_oid_to_text(entry.register_blob, &register_blob);
	if (!entry.is_plain)
		rc = add_our_entry(s, entry, &at->tree);
	if (!rc && !add_plain_entries(s, &entry) && entry.is_plain)
		store_log_append(s->log, &entry);
	return rc;
}

/* A commit whose folders cannot be compared: its trailers alone say what it is. */
static void add_unread_commit(stretch *s, const step *at)
{
	nlog_entry entry = at->entry;
	store_touched found = {0};

	entry.revision = store_kind_counts(entry.kind);
	if (entry.notice &&
	    store_comparer_find(&s->comparer, &found, &at->tree, entry.notice) == 0)
		set_folder(s->log, &entry, &found);
	store_log_append(s->log, &entry);
}

/* By notice, then in recorded order: all pointers are into one array. */
static int by_notice(const void *left, const void *right)
{
	const nlog_entry *a = *(nlog_entry *const *)left, *b = *(nlog_entry *const *)right;
	int order = strcmp(a->notice, b->notice);

	return order ? order : (a > b) - (a < b);
}

/* Give the entries that count (their revision is 1 so far) their N, for each notice from 1. */
static void number_revisions(nlog_log *log)
{
	nlog_entry **order = nlog_alloc_array(log->count + 1, sizeof(*order));
	size_t count = 0;

	for (size_t i = 0; i < log->count; i++) {
		if (log->items[i].revision)
			order[count++] = &log->items[i];
	}
	qsort(order, count, sizeof(*order), by_notice);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(order[i]->notice, order[i - 1]->notice) == 0)
			order[i]->revision = order[i - 1]->revision + 1;
	}
	nlog_free(order);
}

static int compare_step(stretch *s, size_t index)
{
	const walk *w = s->walk;
	/* Steps were collected from the head back. */
	const step *at = &w->steps[w->step_count - 1 - index];
	int rc = !index && w->is_cut ? NLOG_EDAMAGED
				     : add_commit(s, at, index ? &at[1].tree : &w->base);

	if (rc && w->goes_on) {
		add_unread_commit(s, at);
		rc = 0;
	}
	return rc;
}

/* Oldest first; each is compared with the one before it. */
static void compare_steps(size_t index, void *data)
{
	stretch *s = (stretch *)data + index;
	const walk *w = s->walk;
	size_t count = s->end - s->first;

	store_comparer_begin(&s->comparer, s->own_store ? s->own_store : w->store, s->log,
			     &s->err);
	for (size_t i = 0; !s->rc && i < count; i++) {
		/* The others are about as far. */
		if (!index && w->progress)
			w->progress(w->step_count * i / count, w->step_count, w->data);
		s->rc = compare_step(s, s->first + i);
	}
	store_comparer_end(&s->comparer);
}

/*
 * Share the steps out. Each thread but the first has a reader of its own; where that
 * cannot be opened the ones before do the work.
 *
 * @return how many stretches
 */
static size_t share_out(stretch *stretches, const walk *w)
{
	size_t jobs = w->step_count / STRETCH_LEAST + 1, count = 1;

	if (jobs > w->store->jobs)
		jobs = w->store->jobs;
	stretches[0] = (stretch){.walk = w, .log = w->log, .err = NLOG_ERROR_INIT};
	for (; count < jobs; count++) {
		nlog_store *own = NULL;

		if (nlog_store_open(&own, w->store->path, NULL))
			break;
		stretches[count] = (stretch){.walk = w,
					     .own_store = own,
					     .log = nlog_log_new(""),
					     .err = NLOG_ERROR_INIT};
	}
	for (size_t i = 0; i < count; i++) {
		stretches[i].first = w->step_count * i / count;
		stretches[i].end = w->step_count * (i + 1) / count;
	}
	return count;
}

static int add_entries(walk *w)
{
	stretch stretches[NLOG_JOBS_MAX];
	size_t count = share_out(stretches, w);
	int rc = 0;

	nlog_parallel(count, compare_steps, stretches);
	for (size_t i = 0; i < count; i++) {
		/* The first one that failed is the oldest. */
		if (!rc && stretches[i].rc) {
			rc = stretches[i].rc;
			if (w->err)
				*w->err = stretches[i].err;
		}
		if (i) {
			store_log_join_take(w->log, stretches[i].log);
			nlog_store_free(stretches[i].own_store);
		}
	}
	return rc;
}

/* The caller has set what the walk is to do; the rest is done here. */
static int read_log(nlog_log **out, walk *w, const git_oid *head)
{
	char text[NLOG_OID_SIZE];
	int rc;

	store_oid_to_text(text, head);
	w->log = nlog_log_new(text);
	rc = collect_steps(w, head);
	if (!rc)
		rc = add_entries(w);
	if (!rc)
		number_revisions(w->log);
	if (rc)
		nlog_log_free(w->log);
	else
		*out = w->log;
	nlog_free(w->steps);
	return rc;
}

int store_read_log(nlog_log **out, const nlog_store *store, const git_oid *head,
		   nlog_error *err)
{
	walk w = {.store = store, .err = err};

	return read_log(out, &w, head);
}

int nlog_store_log_readable(nlog_log **out, const nlog_store *store, nlog_error *err)
{
	walk w = {.store = store, .err = err, .goes_on = true};
	git_oid head;
	int rc = store_read_head(&head, store, err);

	return rc ? rc : read_log(out, &w, &head);
}

int nlog_store_log_brief(nlog_log **out, const nlog_store *store, nlog_error *err)
{
	walk w = {.store = store, .err = err, .is_brief = true};
	git_oid head;
	int rc = store_read_head(&head, store, err);

	return rc ? rc : read_log(out, &w, &head);
}

int nlog_store_log_after(nlog_log **out, const nlog_store *store, const char *after,
			 nlog_progress *progress, void *data, nlog_error *err)
{
	walk w = {.store = store,
		  .err = err,
		  .is_brief = true,
		  .progress = progress,
		  .data = data};
	git_oid head;
	int rc = *after ? store_oid_from_text(&w.after, after, err) : 0;

	if (!rc)
		rc = store_read_head(&head, store, err);
	return rc ? rc : read_log(out, &w, &head);
}
