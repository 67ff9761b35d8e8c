/* Which notices a commit changed: its folders beside those of the commit before. */
#include "compare.h"

#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>

#include "entries.h"
#include "folder.h"

static git_oid file_id(const store_used_folder *folder, const char *name)
{
	store_folder_entry entry;
	git_oid none = {{0}};

	return store_folder_find(nlog_str_slice(&folder->bytes), nlog_slice_of(name),
				 &entry) &&
			       entry.is_file
		       ? entry.oid
		       : none;
}

int store_comparer_file(store_comparer *c, git_oid *oid, const git_oid *folder,
			const char *name)
{
	store_used_folder *used = NULL;
	int rc = 0;

	memset(oid, 0, sizeof(*oid));
	if (store_oid_is_zero(folder))
		return 0;
	rc = store_folder_use(&used, c->folders, folder, c->err);
	if (rc)
		return rc;
	*oid = file_id(used, name);
	store_folder_release(used);
	return 0;
}

/* What a notice's folder holds after the commit. */
static int read_folder(store_comparer *c, store_touched *found)
{
	store_used_folder *used = NULL;
	int rc;

	if (store_oid_is_zero(&found->tree))
		return 0;
	rc = store_folder_use(&used, c->folders, &found->tree, c->err);
	if (rc)
		return rc;
	found->blob = file_id(used, STORE_NOTICE_FILE);
	found->addendum = file_id(used, STORE_ADDENDUM_FILE);
	store_folder_release(used);
	return 0;
}

/* A folder KEY of c->place is another one than before. */
static int touch_notice(store_comparer *c, nlog_slice key, const git_oid *before,
			const git_oid *after)
{
	store_folder home = store_folder_of(key);
	store_touched found = {.tree = *after};
	int rc;

	if (!nlog_key_is_valid(key) || !nlog_slice_equal(home.year, c->place.year) ||
	    !nlog_slice_equal(home.sector, c->place.sector))
		return 0;
	rc = store_comparer_file(c, &found.before, before, STORE_NOTICE_FILE);
	if (!rc)
		rc = read_folder(c, &found);
	if (rc)
		return rc;
	found.key = store_log_keep(c->log, key);
	NLOG_GROW(c->touched, c->touched_count, c->touched_capacity);
	c->touched[c->touched_count++] = found;
	return 0;
}

/* Each function is called with a folder that differs, before and after (the zero id: none). */
typedef int (*compare_fn)(store_comparer *c, nlog_slice name, const git_oid *before,
			  const git_oid *after);

static int compare_folders(store_comparer *c, const git_oid *before, const git_oid *after,
			   compare_fn each);

static int compare_sector(store_comparer *c, nlog_slice name, const git_oid *before,
			  const git_oid *after)
{
	c->place.sector = name;
	return compare_folders(c, before, after, touch_notice);
}

static int compare_year(store_comparer *c, nlog_slice name, const git_oid *before,
			const git_oid *after)
{
	if (nlog_slice_is(name, STORE_OTHER)) {
		c->place = (store_folder){{"", 0}, {"", 0}};
		return compare_folders(c, before, after, touch_notice);
	}
	c->place.year = name;
	return compare_folders(c, before, after, compare_sector);
}

static int compare_root(store_comparer *c, nlog_slice name, const git_oid *before,
			const git_oid *after)
{
	if (!nlog_slice_is(name, STORE_NOTICES))
		return 0;
	return compare_folders(c, before, after, compare_year);
}

static git_oid folder_id(const store_folder_entry *entry, bool is_there)
{
	git_oid none = {{0}};

	return is_there && entry->is_folder ? entry->oid : none;
}

/*
 * Go through two folders side by side and descend only where ids differ: what did not
 * change costs nothing (git_diff_tree_to_tree() costs more the more notices there are).
 */
static int compare_entries(store_comparer *c, nlog_slice before, nlog_slice after,
			   compare_fn each)
{
	store_folder_pair pair = {.before = before, .after = after};
	int rc = 0;

	while (!rc && store_folder_next_change(&pair)) {
		git_oid old = folder_id(&pair.old, pair.has_old);
		git_oid new = folder_id(&pair.new, pair.has_new);

		if (!store_oid_equal(&old, &new))
			rc = each(c, pair.has_new ? pair.new.name : pair.old.name, &old,
				  &new);
	}
	return rc;
}

static int compare_folders(store_comparer *c, const git_oid *before, const git_oid *after,
			   compare_fn each)
{
	store_used_folder *old = NULL, *new = NULL;
	const nlog_slice none = {"", 0};
	int rc = 0;

	if (!store_oid_is_zero(before))
		rc = store_folder_use(&old, c->folders, before, c->err);
	if (!rc && !store_oid_is_zero(after))
		rc = store_folder_use(&new, c->folders, after, c->err);
	if (!rc)
		rc = compare_entries(c, old ? nlog_str_slice(&old->bytes) : none,
				     new ? nlog_str_slice(&new->bytes) : none, each);
	store_folder_release(old);
	store_folder_release(new);
	return rc;
}

int store_comparer_find(store_comparer *c, store_touched *found, const git_oid *root,
			const char *key)
{
	nlog_str path = NLOG_STR_INIT;
	char *rest, *name;
	int rc = 0;

	nlog_layout_add_folder(&path, key);
	found->tree = *root;
	for (rest = path.data; !rc && (name = strsep(&rest, "/"));) {
		store_used_folder *used = NULL;
		store_folder_entry entry;

		if (store_oid_is_zero(&found->tree))
			break;
		rc = store_folder_use(&used, c->folders, &found->tree, c->err);
		if (rc)
			break;
		found->tree =
			folder_id(&entry, store_folder_find(nlog_str_slice(&used->bytes),
							    nlog_slice_of(name), &entry));
		store_folder_release(used);
	}
	nlog_str_clear(&path);
	return rc ? rc : read_folder(c, found);
}

int store_comparer_run(store_comparer *c, const git_oid *before, const git_oid *after)
{
	c->touched_count = 0;
	return compare_folders(c, before, after, compare_root);
}

bool store_touched_changed(const store_touched *notice)
{
	return !store_oid_equal(&notice->before, &notice->blob);
}

void store_comparer_begin(store_comparer *c, const nlog_store *store, nlog_log *log,
			  nlog_error *err)
{
	*c = (store_comparer){.log = log, .err = err};
	c->folders = store_folder_cache_new(store);
}

void store_comparer_end(store_comparer *c)
{
	store_folder_cache_free(c->folders);
	nlog_free(c->touched);
}
