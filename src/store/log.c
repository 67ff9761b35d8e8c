/* The log: every commit from the first to the head, and what it changed. */
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>

#include "entries.h"
#include "git.h"
#include "layout.h"
#include "message.h"
#include "tree_cache.h"

/* A commit on the way from the head to the first, its entry without what trees tell. */
typedef struct {
	git_oid commit, tree;
	nlog_entry entry;
} step;

/* A notice whose folder a commit changed. */
typedef struct {
	const char *key;
	git_oid before, blob; /* notice.json before and after; the zero id: none */
	git_oid tree;         /* the folder after */
	git_oid addendum;     /* addendum.json in it; the zero id: none */
} touched;

typedef struct {
	const nlog_store *store;
	nlog_log *log;
	nlog_error *err;
	store_tree_cache *trees;
	step *steps;
	size_t step_count, step_capacity;
	touched *touched; /* of the commit in hand */
	size_t touched_count, touched_capacity;
	store_folder place; /* the folders in which the comparison is */
	bool goes_on;       /* past damage, as far as it can be read */
	bool is_cut;        /* what was before the first step cannot be read */
	git_oid after;      /* where the walk ends; the zero id: at the first commit */
	git_oid base;       /* the tree of that commit */
	nlog_progress *progress;
	void *data;
} walk;

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

static nlog_slice first_line(const char *message)
{
	return (nlog_slice){message, strcspn(message, "\n")};
}

static void fill_source(nlog_log *log, nlog_entry *entry, nlog_slice value)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice digest;

	if (!value.len || !store_source_parse(value, &name, &entry->source_size, &digest))
		return;
	entry->source = keep_visible(log, nlog_str_slice(&name), NULL);
	entry->source_digest = store_log_keep(log, digest);
	nlog_str_clear(&name);
}

static void fill_trailers(nlog_log *log, nlog_entry *entry, nlog_slice message)
{
	store_trailers found;

	entry->is_plain = !store_trailers_parse(&found, message);
	entry->kind = entry->is_plain ? STORE_KIND_PLAIN : found.kind;
	if (entry->is_plain)
		return;
	entry->notice = keep_optional(log, found.notice);
	entry->stated = found.revision;
	entry->issued = keep_optional(log, found.issued);
	entry->digest = keep_optional(log, found.digest);
	entry->previous = keep_optional(log, found.previous);
	entry->corrects = found.corrects;
	fill_source(log, entry, found.source);
	entry->rules = keep_optional(log, found.rules);
	entry->amendments = keep_optional(log, found.amendments);
	entry->entry = found.entry;
	entry->chain = keep_optional(log, found.chain);
}

static void add_step(walk *w, const git_commit *commit)
{
	const git_signature *author = git_commit_author(commit);
	const char *message = git_commit_message(commit);
	const nlog_entry *last = w->step_count ? &w->steps[w->step_count - 1].entry : NULL;
	nlog_entry entry = {0};
	step *next;

	store_oid_to_text(entry.commit, git_commit_id(commit));
	entry.author_name = keep_visible(w->log, nlog_slice_of(author->name),
					 last ? last->author_name : NULL);
	entry.author_email = keep_visible(w->log, nlog_slice_of(author->email),
					  last ? last->author_email : NULL);
	entry.authored = instant_of(author->when);
	entry.recorded = instant_of(git_commit_committer(commit)->when);
	entry.subject = keep_visible(w->log, first_line(message), NULL);
	fill_trailers(w->log, &entry, nlog_slice_of(message));
	NLOG_GROW(w->steps, w->step_count, w->step_capacity);
	next = &w->steps[w->step_count++];
	next->commit = *git_commit_id(commit);
	next->tree = *git_commit_tree_id(commit);
	next->entry = entry;
}

/* From the head to the first commit, or to w->after, by the parents that commits name. */
static int collect_steps(walk *w, const git_oid *head)
{
	git_oid at = *head;

	while (!git_oid_is_zero(&at)) {
		git_commit *commit = NULL;
		unsigned parents;
		int rc = store_read_commit(&commit, w->store, &at, w->err);

		w->is_cut = rc != 0;
		if (rc)
			return w->goes_on ? 0 : rc;
		if (git_oid_equal(&at, &w->after)) {
			w->base = *git_commit_tree_id(commit);
			git_commit_free(commit);
			return 0;
		}
		parents = git_commit_parentcount(commit);
		if (parents > 1 && !w->goes_on) {
			git_commit_free(commit);
			return nlog_error_set(w->err, NLOG_EDAMAGED,
					      "commit %s has %u parents: the history of a "
					      "register is linear",
					      git_oid_tostr_s(&at), parents);
		}
		add_step(w, commit);
		memset(&at, 0, sizeof(at));
		if (parents)
			at = *git_commit_parent_id(commit, 0);
		git_commit_free(commit);
	}
	if (git_oid_is_zero(&w->after))
		return 0;
	return nlog_error_set(w->err, NLOG_ENOTFOUND, "the branch does not descend from %s",
			      git_oid_tostr_s(&w->after));
}

static git_oid file_id(const git_tree *tree, const char *name)
{
	const git_tree_entry *entry = git_tree_entry_byname(tree, name);
	git_oid none = {{0}};

	return entry && store_is_file(entry) ? *git_tree_entry_id(entry) : none;
}

/* The id of a regular file in a folder (the zero id: no folder); the zero id if there is none. */
static int file_in(walk *w, git_oid *oid, const git_oid *folder, const char *name)
{
	git_tree *tree = NULL;
	int rc = 0;

	memset(oid, 0, sizeof(*oid));
	if (git_oid_is_zero(folder))
		return 0;
	rc = store_tree_cache_get(&tree, w->trees, folder, w->err);
	if (rc)
		return rc;
	*oid = file_id(tree, name);
	git_tree_free(tree);
	return 0;
}

/* What a notice's folder holds after the commit. */
static int read_folder(walk *w, touched *found)
{
	git_tree *tree = NULL;
	int rc;

	if (git_oid_is_zero(&found->tree))
		return 0;
	rc = store_tree_cache_get(&tree, w->trees, &found->tree, w->err);
	if (rc)
		return rc;
	found->blob = file_id(tree, STORE_NOTICE_FILE);
	found->addendum = file_id(tree, STORE_ADDENDUM_FILE);
	git_tree_free(tree);
	return 0;
}

/* A folder KEY of w->place is another one than before. */
static int touch_notice(walk *w, const char *key, const git_oid *before,
			const git_oid *after)
{
	store_folder home = store_folder_of(nlog_slice_of(key));
	touched found = {.tree = *after};
	int rc;

	if (!nlog_key_is_valid(nlog_slice_of(key)) ||
	    !nlog_slice_equal(home.year, w->place.year) ||
	    !nlog_slice_equal(home.sector, w->place.sector))
		return 0;
	rc = file_in(w, &found.before, before, STORE_NOTICE_FILE);
	if (!rc)
		rc = read_folder(w, &found);
	if (rc)
		return rc;
	found.key = store_log_keep(w->log, nlog_slice_of(key));
	NLOG_GROW(w->touched, w->touched_count, w->touched_capacity);
	w->touched[w->touched_count++] = found;
	return 0;
}

/* Each function is called with a folder that differs, before and after (the zero id: none). */
typedef int (*compare_fn)(walk *w, const char *name, const git_oid *before,
			  const git_oid *after);

static int compare_folders(walk *w, const git_oid *before, const git_oid *after,
			   compare_fn each);

static int compare_sector(walk *w, const char *name, const git_oid *before,
			  const git_oid *after)
{
	w->place.sector = nlog_slice_of(name);
	return compare_folders(w, before, after, touch_notice);
}

static int compare_year(walk *w, const char *name, const git_oid *before,
			const git_oid *after)
{
	if (strcmp(name, STORE_OTHER) == 0) {
		w->place = (store_folder){{"", 0}, {"", 0}};
		return compare_folders(w, before, after, touch_notice);
	}
	w->place.year = nlog_slice_of(name);
	return compare_folders(w, before, after, compare_sector);
}

static int compare_root(walk *w, const char *name, const git_oid *before,
			const git_oid *after)
{
	if (strcmp(name, STORE_NOTICES) != 0)
		return 0;
	return compare_folders(w, before, after, compare_year);
}

static git_oid folder_id(const git_tree_entry *entry)
{
	git_oid none = {{0}};

	if (!entry || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
		return none;
	return *git_tree_entry_id(entry);
}

static int compare_entry(walk *w, const git_tree_entry *old, const git_tree_entry *new,
			 compare_fn each)
{
	git_oid before = folder_id(old), after = folder_id(new);

	if (git_oid_equal(&before, &after))
		return 0;
	return each(w, git_tree_entry_name(new ? new : old), &before, &after);
}

/*
 * Go through two trees side by side, in git's order, and descend only where ids
 * differ: what did not change costs nothing (git_diff_tree_to_tree() costs more
 * the more notices there are).
 */
static int compare_trees(walk *w, const git_tree *old, const git_tree *new, compare_fn each)
{
	size_t i = 0, j = 0, old_count = old ? git_tree_entrycount(old) : 0;
	size_t new_count = new ? git_tree_entrycount(new) : 0;
	int rc = 0;

	while (!rc && (i < old_count || j < new_count)) {
		const git_tree_entry *a =
			i < old_count ? git_tree_entry_byindex(old, i) : NULL;
		const git_tree_entry *b =
			j < new_count ? git_tree_entry_byindex(new, j) : NULL;
		int order = !a ? 1 : !b ? -1 : git_tree_entry_cmp(a, b);

		rc = compare_entry(w, order <= 0 ? a : NULL, order >= 0 ? b : NULL, each);
		i += order <= 0;
		j += order >= 0;
	}
	return rc;
}

static int compare_folders(walk *w, const git_oid *before, const git_oid *after,
			   compare_fn each)
{
	git_tree *old = NULL, *new = NULL;
	int rc = 0;

	if (!git_oid_is_zero(before))
		rc = store_tree_cache_get(&old, w->trees, before, w->err);
	if (!rc && !git_oid_is_zero(after))
		rc = store_tree_cache_get(&new, w->trees, after, w->err);
	if (!rc)
		rc = compare_trees(w, old, new, each);
	git_tree_free(old);
	git_tree_free(new);
	return rc;
}

/* Where a notice is that its commit did not touch. */
static int find_notice(walk *w, touched *found, const git_oid *root, const char *key)
{
	nlog_str path = NLOG_STR_INIT;
	char *rest, *name;
	int rc = 0;

	nlog_layout_add_folder(&path, key);
	found->tree = *root;
	for (rest = path.data; !rc && (name = strsep(&rest, "/"));) {
		git_tree *tree = NULL;

		if (git_oid_is_zero(&found->tree))
			break;
		rc = store_tree_cache_get(&tree, w->trees, &found->tree, w->err);
		if (!rc)
			found->tree = folder_id(git_tree_entry_byname(tree, name));
		git_tree_free(tree);
	}
	nlog_str_clear(&path);
	return rc ? rc : read_folder(w, found);
}

/* An entry's notice, as its folder has it. */
static void set_folder(nlog_log *log, nlog_entry *entry, const touched *found)
{
	char addendum[NLOG_OID_SIZE];

	store_oid_to_text(entry->blob, &found->blob);
	store_oid_to_text(entry->tree, &found->tree);
	store_oid_to_text(addendum, &found->addendum);
	entry->addendum = keep_optional(log, nlog_slice_of(addendum));
}

static bool is_changed(const touched *notice)
{
	return !git_oid_equal(&notice->before, &notice->blob);
}

/* A commit of ours: one entry for what its trailers say. Revisions get their number later. */
static int add_our_entry(walk *w, nlog_entry entry, const git_oid *root)
{
	touched found = {0};
	bool is_there = false, counts;

	for (size_t i = 0; entry.notice && i < w->touched_count && !is_there; i++) {
		is_there = strcmp(w->touched[i].key, entry.notice) == 0;
		if (is_there)
			found = w->touched[i];
	}
	counts = is_there && is_changed(&found) &&
		 strcmp(entry.kind, STORE_KIND_RESTORE) != 0;
	if (entry.notice && !is_there) {
		int rc = find_notice(w, &found, root, entry.notice);

		if (rc)
			return rc;
	}
	counts = counts || store_kind_may_repeat(entry.kind);
	set_folder(w->log, &entry, &found);
	entry.revision = counts && entry.blob[0];
	store_log_append(w->log, &entry);
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
static size_t add_plain_entries(walk *w, const nlog_entry *entry)
{
	nlog_entry plain = plain_entry(entry);
	size_t added = 0;

	for (size_t i = 0; i < w->touched_count; i++) {
		const touched *notice = &w->touched[i];

		if (!is_changed(notice) ||
		    (entry->notice && strcmp(notice->key, entry->notice) == 0))
			continue;
		plain.notice = notice->key;
		set_folder(w->log, &plain, notice);
		if (!plain.blob[0])
			plain.tree[0] = '\0';
		plain.revision = plain.blob[0] != '\0';
		store_log_append(w->log, &plain);
		added++;
	}
	return added;
}

/* Compare a commit with the tree before it (the zero id for the first). */
static int add_commit(walk *w, step *at, const git_oid *before)
{
	git_oid register_blob;
	int rc;

	w->touched_count = 0;
	rc = compare_folders(w, before, &at->tree, compare_root);
	if (!rc)
		rc = file_in(w, &register_blob, &at->tree, STORE_REGISTER_FILE);
	if (rc)
		return rc;
	store_oid_to_text(at->entry.register_blob, &register_blob);
	if (!at->entry.is_plain)
		rc = add_our_entry(w, at->entry, &at->tree);
	if (!rc && !add_plain_entries(w, &at->entry) && at->entry.is_plain)
		store_log_append(w->log, &at->entry);
	return rc;
}

/* A commit whose folders cannot be compared: its trailers alone say what it is. */
static void add_unread_commit(walk *w, const step *at)
{
	nlog_entry entry = at->entry;
	touched found = {0};

	entry.revision = store_kind_counts(entry.kind);
	if (entry.notice && find_notice(w, &found, &at->tree, entry.notice) == 0)
		set_folder(w->log, &entry, &found);
	store_log_append(w->log, &entry);
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

/* Oldest first; each is compared with the one before it. */
static int add_commits(walk *w)
{
	int rc = 0;

	for (size_t i = w->step_count; !rc && i-- > 0;) {
		bool is_first = i + 1 == w->step_count;

		if (w->progress)
			w->progress(w->step_count - i - 1, w->step_count, w->data);
		rc = is_first && w->is_cut
			     ? NLOG_EDAMAGED
			     : add_commit(w, &w->steps[i],
					  is_first ? &w->base : &w->steps[i + 1].tree);
		if (rc && w->goes_on) {
			add_unread_commit(w, &w->steps[i]);
			rc = 0;
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
	w->trees = store_tree_cache_new(w->store);
	rc = collect_steps(w, head);
	if (!rc)
		rc = add_commits(w);
	if (!rc)
		number_revisions(w->log);
	if (rc)
		nlog_log_free(w->log);
	else
		*out = w->log;
	store_tree_cache_free(w->trees);
	nlog_free(w->steps);
	nlog_free(w->touched);
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

int nlog_store_log_after(nlog_log **out, const nlog_store *store, const char *after,
			 nlog_progress *progress, void *data, nlog_error *err)
{
	walk w = {.store = store, .err = err, .progress = progress, .data = data};
	git_oid head;
	int rc = *after ? store_oid_from_text(&w.after, after, err) : 0;

	if (!rc)
		rc = store_read_head(&head, store, err);
	return rc ? rc : read_log(out, &w, &head);
}
