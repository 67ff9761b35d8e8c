/* The log: every commit from the first to the head, and what it changed. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <noticelog/parallel.h>

#include "commit.h"
#include "compare.h"
#include "entries.h"
#include "message.h"

/* So many commits one thread reads in one go, and then compares while others read on. */
#define BLOCK ((size_t)512)

/* A commit on the way from the head to the first, its entry without what folders tell. */
typedef struct {
	git_oid tree;
	nlog_entry entry;
} step;

/* Steps that follow one another, the newest first. */
typedef struct {
	step *steps;
	size_t count, capacity;
	git_oid before; /* the commit before the oldest; the zero id: there is none */
	size_t read;    /* commits from the head to the oldest */
	size_t total;   /* of all commits; 0: not known yet */
	nlog_log *log;  /* the entries, and all strings */
	git_oid reg;    /* the register as of the last entry, */
	const char *register_blob; /* and its text */
	int rc;
	nlog_error err;
} block;

typedef struct {
	const nlog_store *store;
	bool is_brief; /* without what commits alone are held against */
	bool goes_on;  /* past damage, as far as it can be read */
	git_oid after; /* where the walk ends; the zero id: at the first commit */
	nlog_progress *progress;
	void *data;
	pthread_mutex_t lock; /* of all that follows */
	store_commit commit;  /* read last */
	git_oid next;         /* to be read; the zero id: there is none */
	block **blocks;       /* from the head back */
	size_t block_count, block_capacity;
	size_t read;    /* commits */
	size_t claimed; /* how many the head says there are; 0: it does not */
	int rc;         /* why the chain of parents could not be followed */
	nlog_error err;
} walk;

/* A thread that reads and compares blocks. */
typedef struct {
	walk *walk;
	block *first;          /* read by whoever began it; NULL: none */
	nlog_store *own_store; /* NULL: the walk's */
} worker;

static void add_step(const walk *w, block *b, const store_commit *commit)
{
	const nlog_entry *last = b->count ? &b->steps[b->count - 1].entry : NULL;
	step next = {.tree = commit->tree};

	store_log_entry_of(&next.entry, b->log, commit, last, w->is_brief);
	NLOG_GROW(b->steps, b->count, b->capacity);
	b->steps[b->count++] = next;
}

/* Read the next commit on the way back, and put it into the block. */
static int read_step(walk *w, block *b, const nlog_store *store)
{
	int rc = store_commit_read(&w->commit, store, &w->next, &w->err);
	char id[NLOG_OID_SIZE];

	if (rc)
		return rc;
	store_oid_to_text(id, &w->commit.id);
	if (w->commit.parents > 1 && !w->goes_on)
		return nlog_error_set(&w->err, NLOG_EDAMAGED,
				      "commit %s has %u parents: the history of a "
				      "register is linear",
				      id, w->commit.parents);
	add_step(w, b, &w->commit);
	w->next = w->commit.parent;
	w->read++;
	/* Our commits count themselves. */
	if (w->read == 1 && store_oid_is_zero(&w->after))
		w->claimed = b->steps[0].entry.entry;
	return 0;
}

static bool is_at_end(const walk *w)
{
	return w->rc || store_oid_is_zero(&w->next) || store_oid_equal(&w->next, &w->after);
}

/* All commits that there are to be read; 0 as long as nobody knows. */
static size_t total_of(const walk *w)
{
	if (is_at_end(w))
		return w->read;
	return w->claimed > w->read ? w->claimed : 0;
}

/*
 * The next commits on the way from the head to the first, or to w->after, by the parents
 * that commits name.
 *
 * @return NULL: there are no more
 */
static block *read_block(walk *w, const nlog_store *store)
{
	block *b = NULL;

	pthread_mutex_lock(&w->lock);
	if (!is_at_end(w)) {
		b = nlog_alloc(sizeof(*b));
		b->log = nlog_log_new("");
		b->register_blob = "";
		NLOG_GROW(w->blocks, w->block_count, w->block_capacity);
		w->blocks[w->block_count++] = b;
		while (b->count < BLOCK && !is_at_end(w))
			w->rc = read_step(w, b, store);
		b->before = w->next;
		b->read = w->read;
		b->total = total_of(w);
	}
	pthread_mutex_unlock(&w->lock);
	return b;
}

/* @param none  what stands for the zero id */
static const char *keep_oid(nlog_log *log, const git_oid *id, const char *none)
{
	char text[NLOG_OID_SIZE];

	store_oid_to_text(text, id);
	return *text ? store_log_keep(log, nlog_slice_of(text)) : none;
}

/* An entry's notice, as its folder has it. */
static void set_folder(nlog_log *log, nlog_entry *entry, const store_touched *found)
{
	store_oid_to_text(entry->blob, &found->blob);
	entry->tree = keep_oid(log, &found->tree, "");
	entry->addendum = keep_oid(log, &found->addendum, NULL);
}

/* A commit of ours: one entry for what its trailers say. Revisions get their number later. */
static int add_our_entry(block *b, store_comparer *c, nlog_entry entry, const git_oid *root)
{
	store_touched found = {0};
	bool is_there = false, counts;

	for (size_t i = 0; entry.notice && i < c->touched_count && !is_there; i++) {
		is_there = strcmp(c->touched[i].key, entry.notice) == 0;
		if (is_there)
			found = c->touched[i];
	}
	counts = is_there && store_touched_changed(&found) &&
		 strcmp(entry.kind, STORE_KIND_RESTORE) != 0;
	if (entry.notice && !is_there) {
		int rc = store_comparer_find(c, &found, root, entry.notice);

		if (rc)
			return rc;
	}
	counts = counts || store_kind_may_repeat(entry.kind);
	set_folder(b->log, &entry, &found);
	entry.revision = counts && entry.blob[0];
	store_log_append(b->log, &entry);
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
static size_t add_plain_entries(block *b, const store_comparer *c, const nlog_entry *entry)
{
	nlog_entry plain = plain_entry(entry);
	size_t added = 0;

	for (size_t i = 0; i < c->touched_count; i++) {
		const store_touched *notice = &c->touched[i];

		if (!store_touched_changed(notice) ||
		    (entry->notice && strcmp(notice->key, entry->notice) == 0))
			continue;
		plain.notice = notice->key;
		set_folder(b->log, &plain, notice);
		if (!plain.blob[0])
			plain.tree = "";
		plain.revision = plain.blob[0] != '\0';
		store_log_append(b->log, &plain);
		added++;
	}
	return added;
}

/* Most commits leave the register as it was before them. */
static const char *keep_register(block *b, const git_oid *id)
{
	if (!store_oid_equal(id, &b->reg)) {
		b->reg = *id;
		b->register_blob = keep_oid(b->log, id, "");
	}
	return b->register_blob;
}

/* Compare a commit with the tree before it (the zero id for the first). */
static int add_commit(block *b, store_comparer *c, const step *at, const git_oid *before)
{
	nlog_entry entry = at->entry;
	git_oid reg;
	int rc;

	rc = store_comparer_run(c, before, &at->tree);
	if (!rc)
		rc = store_comparer_file(c, &reg, &at->tree, STORE_REGISTER_FILE);
	if (rc)
		return rc;
	entry.register_blob = keep_register(b, &reg);
	if (!entry.is_plain)
		rc = add_our_entry(b, c, entry, &at->tree);
	if (!rc && !add_plain_entries(b, c, &entry) && entry.is_plain)
		store_log_append(b->log, &entry);
	return rc;
}

/* A commit whose folders cannot be compared: its trailers alone say what it is. */
static void add_unread_commit(block *b, store_comparer *c, const step *at)
{
	nlog_entry entry = at->entry;
	store_touched found = {0};

	entry.revision = store_kind_counts(entry.kind);
	if (entry.notice && store_comparer_find(c, &found, &at->tree, entry.notice) == 0)
		set_folder(b->log, &entry, &found);
	store_log_append(b->log, &entry);
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

/* The folders before the oldest step of a block. */
static int read_base(git_oid *tree, const block *b, const nlog_store *store,
		     nlog_error *err)
{
	store_commit commit = {.odd = NULL};
	int rc;

	memset(tree, 0, sizeof(*tree));
	if (!b->count || store_oid_is_zero(&b->before))
		return 0;
	rc = store_commit_read(&commit, store, &b->before, err);
	if (!rc)
		*tree = commit.tree;
	store_commit_clear(&commit);
	return rc;
}

/* Oldest first; each is compared with the one before it. */
static void compare_block(const walk *w, block *b, store_comparer *c,
			  const nlog_store *store)
{
	git_oid before;

	c->log = b->log;
	c->err = &b->err;
	b->rc = read_base(&before, b, store, &b->err);
	for (size_t i = b->count; i-- > 0 && (!b->rc || w->goes_on);) {
		const step *at = &b->steps[i];

		if (!b->rc)
			b->rc = add_commit(b, c, at, &before);
		if (b->rc && w->goes_on) {
			add_unread_commit(b, c, at);
			b->rc = 0;
		}
		before = at->tree;
	}
	nlog_free(b->steps);
	b->steps = NULL;
}

/* Only the caller's thread talks to people; the others are about as far. */
static void work(size_t index, void *data)
{
	worker *k = (worker *)data + index;
	const nlog_store *store = k->own_store ? k->own_store : k->walk->store;
	block *b = k->first ? k->first : read_block(k->walk, store);
	store_comparer comparer;

	store_comparer_begin(&comparer, store, NULL, NULL);
	for (; b; b = read_block(k->walk, store)) {
		compare_block(k->walk, b, &comparer, store);
		if (!index && k->walk->progress)
			k->walk->progress(b->read, b->total, k->walk->data);
	}
	store_comparer_end(&comparer);
}

/*
 * Whoever is free reads the next commits and compares them. Each thread but the first
 * has a reader of its own; where that cannot be opened the ones before do the work.
 */
static void compare_blocks(walk *w)
{
	worker workers[NLOG_JOBS_MAX] = {{.walk = w, .first = read_block(w, w->store)}};
	size_t jobs = is_at_end(w) ? 1 : w->store->jobs, count = 1;

	for (; count < jobs; count++) {
		workers[count] = (worker){.walk = w};
		if (nlog_store_open(&workers[count].own_store, w->store->path, NULL))
			break;
	}
	nlog_parallel(count, work, workers);
	store_commit_clear(&w->commit);
	for (size_t i = 1; i < count; i++)
		nlog_store_free(workers[i].own_store);
}

/* Did the chain of parents lead to where the walk was to end? */
static int check_end(walk *w)
{
	char id[NLOG_OID_SIZE];

	if (w->rc || store_oid_equal(&w->next, &w->after))
		return w->goes_on ? 0 : w->rc;
	store_oid_to_text(id, &w->after);
	return nlog_error_set(&w->err, NLOG_ENOTFOUND,
			      "the branch does not descend from %s", id);
}

/* All blocks into the log, oldest first; of several that failed the oldest is told. */
static int join_blocks(nlog_log *log, walk *w)
{
	int rc = check_end(w);

	for (size_t i = w->block_count; i-- > 0;) {
		block *b = w->blocks[i];

		if (!rc && b->rc) {
			rc = b->rc;
			w->err = b->err;
		}
		nlog_log_join_take(log, b->log);
		nlog_free(b);
	}
	nlog_free(w->blocks);
	return rc;
}

/* The caller has set what the walk is to do; the rest is done here. */
static int read_log(nlog_log **out, walk *w, const git_oid *head, nlog_error *err)
{
	char text[NLOG_OID_SIZE];
	nlog_log *log;
	int rc;

	store_oid_to_text(text, head);
	log = nlog_log_new(text);
	w->next = *head;
	pthread_mutex_init(&w->lock, NULL);
	compare_blocks(w);
	pthread_mutex_destroy(&w->lock);
	nlog_log_reserve(log, w->read);
	rc = join_blocks(log, w);
	if (!rc) {
		number_revisions(log);
		*out = log;
	} else {
		nlog_log_free(log);
		if (err)
			*err = w->err;
	}
	return rc;
}

int store_read_log(nlog_log **out, const nlog_store *store, const git_oid *head,
		   nlog_error *err)
{
	walk w = {.store = store, .err = NLOG_ERROR_INIT};

	return read_log(out, &w, head, err);
}

int nlog_store_log_readable(nlog_log **out, const nlog_store *store, nlog_error *err)
{
	walk w = {.store = store, .goes_on = true, .err = NLOG_ERROR_INIT};
	git_oid head;
	int rc = store_read_head(&head, store, err);

	return rc ? rc : read_log(out, &w, &head, err);
}

int nlog_store_log_brief(nlog_log **out, const nlog_store *store, nlog_error *err)
{
	walk w = {.store = store, .is_brief = true, .err = NLOG_ERROR_INIT};
	git_oid head;
	int rc = store_read_head(&head, store, err);

	return rc ? rc : read_log(out, &w, &head, err);
}

int nlog_store_log_after(nlog_log **out, const nlog_store *store, const char *after,
			 nlog_progress *progress, void *data, nlog_error *err)
{
	walk w = {.store = store,
		  .is_brief = true,
		  .progress = progress,
		  .data = data,
		  .err = NLOG_ERROR_INIT};
	git_oid head;
	int rc = *after ? store_oid_from_text(&w.after, after, err) : 0;

	if (!rc)
		rc = store_read_head(&head, store, err);
	return rc ? rc : read_log(out, &w, &head, err);
}
