/*
 * The tree of a commit. A run keeps the folders that it changes: a commit rewrites a
 * handful of them, whose old text is at hand, so that nothing is read again.
 */
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "folder.h"
#include "layout.h"

/* A folder at work. */
typedef struct folder folder;
struct folder {
	nlog_str name;
	nlog_str bytes; /* empty: it is not there */
	store_pack_place place;
	store_pack_place notice_place; /* of its notice.json, in a pack */
	folder **children;             /* those that were needed, in order of their names */
	size_t count, capacity;
	size_t last; /* of the children: the one that was asked for last */
};

struct store_tree {
	const store_target *target;
	git_oid oid;     /* of the root as it was made last */
	folder *root;    /* NULL: not read yet */
	nlog_str before; /* what the folders in hand were, from the root down */
};

/* A file on its way into the tree. */
typedef struct {
	const nlog_write_file *file;
	const char *rest; /* of the path, below the folder in hand */
} change;

int store_verify_written(const nlog_store *store, const git_oid *oid, git_object_t type,
			 nlog_error *err)
{
	git_odb_object *object = NULL;
	int rc = git()->git_odb_read(&object, store->odb, oid);
	bool same = !rc && git()->git_odb_object_type(object) == type;

	git()->git_odb_object_free(object);
	if (same)
		return 0;
	return store_git_error(err, rc, NLOG_EIO,
			       "%s %s was written but cannot be read back",
			       store_type_name(type), store_oid_hex(oid).text);
}

/* An object, told from its older version where it goes into a pack. */
static int put_object(const store_target *target, git_oid *oid, git_object_t type,
		      nlog_slice bytes, nlog_slice before, store_delta_kind kind,
		      store_pack_place *place, nlog_error *err)
{
	int rc;

	if (target->pack)
		return store_pack_add(target->pack, oid, type, bytes, before, kind, place,
				      err);
	rc = git()->git_odb_write(oid, target->store->odb, bytes.data ? bytes.data : "",
				  bytes.len, type);
	if (rc)
		return store_git_error(err, rc, NLOG_EIO, "cannot write a %s",
				       store_type_name(type));
	return store_verify_written(target->store, oid, type, err);
}

int store_target_put(const store_target *target, git_oid *oid, git_object_t type,
		     nlog_slice bytes, nlog_error *err)
{
	store_pack_place place = {0, 0};

	return put_object(target, oid, type, bytes, (nlog_slice){"", 0}, STORE_DELTA_SPAN,
			  &place, err);
}

static void free_folder(folder *at)
{
	if (!at)
		return;
	for (size_t i = 0; i < at->count; i++)
		free_folder(at->children[i]);
	nlog_free(at->children);
	nlog_str_clear(&at->bytes);
	nlog_str_clear(&at->name);
	nlog_free(at);
}

/* Its entries are read to the end once: what follows can rely on their form. */
static bool is_whole(nlog_slice bytes)
{
	store_folder_entry entry = {.end = 0};

	while (store_folder_next(bytes, &entry))
		;
	return entry.end == bytes.len;
}

/* @param oid  the zero id: a folder that is not there yet */
static int read_folder(folder **out, const store_tree *tree, nlog_slice name,
		       const git_oid *oid, nlog_error *err)
{
	folder *at = nlog_alloc(sizeof(*at));
	git_tree *checked = NULL;
	git_odb_object *object = NULL;
	int rc = 0;

	at->name = nlog_str_from(name);
	*out = at;
	if (store_oid_is_zero(oid))
		return 0;
	/* With all its checks, and a name for what is wrong. */
	rc = store_read_tree(&checked, tree->target->store, oid, err);
	git()->git_tree_free(checked);
	if (!rc && git()->git_odb_read(&object, tree->target->store->odb, oid))
		rc = store_git_error(err, GIT_ERROR, NLOG_EDAMAGED, "cannot read folder %s",
				     store_oid_hex(oid).text);
	if (!rc)
		nlog_str_addn(&at->bytes, git()->git_odb_object_data(object),
			      git()->git_odb_object_size(object));
	git()->git_odb_object_free(object);
	if (!rc && !is_whole(nlog_str_slice(&at->bytes)))
		rc = nlog_error_set(err, NLOG_EDAMAGED, "folder %s is damaged",
				    store_oid_hex(oid).text);
	if (rc) {
		free_folder(at);
		*out = NULL;
	}
	return rc;
}

/* @return < 0, 0, > 0 as the child stands before the name, has it, or stands behind it */
static int compare_child(const folder *child, nlog_slice name)
{
	size_t len = child->name.len < name.len ? child->name.len : name.len;
	int order = len ? memcmp(child->name.data, name.data, len) : 0;

	return order ? order : (child->name.len > name.len) - (child->name.len < name.len);
}

/*
 * Where among the children a name is, or would be. A commit asks for each folder twice,
 * and the next one often for the same.
 */
static size_t find_child(const folder *at, nlog_slice name, bool *found)
{
	size_t low = 0, high = at->count;

	*found = at->count && compare_child(at->children[at->last], name) == 0;
	if (*found)
		return at->last;
	while (low < high && !*found) {
		size_t middle = (low + high) / 2;
		int order = compare_child(at->children[middle], name);

		if (order < 0)
			low = middle + 1;
		else
			high = middle;
		*found = order == 0;
		if (*found)
			low = middle;
	}
	return low;
}

/* A folder in a folder; one that is not there is empty. */
static int get_child(folder **out, const store_tree *tree, folder *at, nlog_slice name,
		     nlog_error *err)
{
	store_folder_entry entry;
	git_oid oid = {{0}};
	bool found;
	size_t i = find_child(at, name, &found);
	int rc;

	if (found) {
		at->last = i;
		*out = at->children[i];
		return 0;
	}
	if (store_folder_find(nlog_str_slice(&at->bytes), name, &entry)) {
		if (!entry.is_folder)
			return nlog_error_set(err, NLOG_EDAMAGED, "'%.*s' is not a folder",
					      (int)name.len, name.data);
		oid = entry.oid;
	}
	rc = read_folder(out, tree, name, &oid, err);
	if (rc)
		return rc;
	NLOG_GROW(at->children, at->count, at->capacity);
	memmove(&at->children[i + 1], &at->children[i],
		(at->count - i) * sizeof(*at->children));
	at->children[i] = *out;
	at->last = i;
	at->count++;
	return 0;
}

/* Look for a folder like parts[0]/… in another case; found: its path. */
static int find_variant(nlog_str *found, const store_tree *tree, folder *at,
			const nlog_slice *parts, size_t count, nlog_error *err)
{
	store_folder_entry entry = {.end = 0};
	char *name = nlog_strndup(parts[0].data, parts[0].len);
	int rc = 0;

	while (!rc && !found->len &&
	       store_folder_next(nlog_str_slice(&at->bytes), &entry)) {
		folder *child;

		if (!entry.is_folder || !nlog_slice_is_nocase(entry.name, name))
			continue;
		if (count == 1) {
			nlog_str_add_slice(found, entry.name);
			break;
		}
		rc = get_child(&child, tree, at, entry.name, err);
		if (!rc)
			rc = find_variant(found, tree, child, parts + 1, count - 1, err);
	}
	nlog_free(name);
	return rc;
}

/* The folders from the root to that of a key. @return how many */
static size_t split_key(nlog_slice parts[4], nlog_slice key)
{
	store_folder at = store_folder_of(key);

	parts[0] = NLOG_SLICE(STORE_NOTICES);
	parts[1] = at.year.len ? at.year : NLOG_SLICE(STORE_OTHER);
	parts[2] = at.year.len ? at.sector : key;
	parts[3] = key;
	return at.year.len ? 4 : 3;
}

static int is_recorded(bool *out, const store_tree *tree, const nlog_slice *parts,
		       size_t count, nlog_error *err)
{
	folder *at = tree->root;
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++)
		rc = get_child(&at, tree, at, parts[i], err);
	*out = !rc && at->bytes.len > 0;
	return rc;
}

/* Two keys that differ in case alone would be one folder on some systems. */
static int check_key_case(const store_tree *tree, nlog_slice key, nlog_error *err)
{
	nlog_str found = NLOG_STR_INIT;
	nlog_slice parts[4];
	size_t count = split_key(parts, key);
	bool is_known;
	int rc = is_recorded(&is_known, tree, parts, count, err);

	if (rc || is_known)
		return rc;
	rc = find_variant(&found, tree, tree->root, parts, count, err);
	if (!rc && found.len)
		rc = nlog_error_set(
			err, NLOG_EINPUT,
			"the register has a notice '%s': a key must differ in more "
			"than case",
			nlog_str_text(&found));
	nlog_str_clear(&found);
	return rc;
}

static int check_file(const store_tree *tree, const nlog_write_file *file, nlog_error *err)
{
	nlog_slice key;

	if (!store_path_is_valid(file->path, &key))
		return nlog_error_set(err, NLOG_EINPUT,
				      "a register does not hold a file '%s'", file->path);
	if (file->content && file->content->len > NLOG_FILE_LIMIT)
		return nlog_error_set(err, NLOG_ELIMIT,
				      "a file is too large: %zu bytes, at most %zu",
				      file->content->len, NLOG_FILE_LIMIT);
	return key.len && file->content ? check_key_case(tree, key, err) : 0;
}

/*
 * What goes into a pack we hash ourselves. libgit2, which costs more, also looks for
 * prepared collisions: they need bytes that are no text, and a notice is text alone.
 */
static int refuse_collision(const store_tree *tree, nlog_slice content, nlog_error *err)
{
	git_oid oid;
	int rc = tree->target->pack ? git()->git_odb_hash(&oid, content.data, content.len,
							  GIT_OBJECT_BLOB)
				    : 0;

	return rc ? store_git_error(err, rc, NLOG_EINPUT, "a file cannot be kept") : 0;
}

/* A notice is told from the one before it; other files seldom have one. */
static int put_file(const store_tree *tree, folder *at, const change *file, nlog_error *err)
{
	nlog_slice name = nlog_slice_of(file->rest);
	bool is_notice = nlog_slice_is(name, STORE_NOTICE_FILE);
	const nlog_slice *content = file->file->content, *before = file->file->before;
	git_oid oid = {{0}};
	int rc = 0;

	if (content && is_notice) {
		rc = put_object(tree->target, &oid, GIT_OBJECT_BLOB, *content,
				before ? *before : NLOG_SLICE(""), STORE_DELTA_MEMBERS,
				&at->notice_place, err);
	} else if (content) {
		rc = refuse_collision(tree, *content, err);
		if (!rc)
			rc = store_target_put(tree->target, &oid, GIT_OBJECT_BLOB, *content,
					      err);
	}
	if (!rc)
		store_folder_put(&at->bytes, name, false, &oid);
	return rc;
}

static int change_folder(git_oid *out, store_tree *tree, folder *at, change *changes,
			 size_t count, nlog_error *err);

/* The changes, which all begin with the folder `name`, go into it. */
static int put_folder(store_tree *tree, folder *at, nlog_slice name, change *changes,
		      size_t count, nlog_error *err)
{
	folder *child;
	git_oid oid;
	int rc = get_child(&child, tree, at, name, err);

	for (size_t i = 0; i < count; i++)
		changes[i].rest += name.len + 1;
	if (!rc)
		rc = change_folder(&oid, tree, child, changes, count, err);
	if (!rc)
		store_folder_put(&at->bytes, name, true, &oid);
	return rc;
}

/* How many changes, from the first on, are in the folder of the first. */
static size_t count_same_folder(const change *changes, size_t count, size_t name_len)
{
	size_t same = 1;

	while (same < count &&
	       strncmp(changes[same].rest, changes[0].rest, name_len + 1) == 0)
		same++;
	return same;
}

/* Sorted changes in a folder. An empty one gives the zero id: git keeps none. */
static int change_folder(git_oid *out, store_tree *tree, folder *at, change *changes,
			 size_t count, nlog_error *err)
{
	size_t start = tree->before.len, len = at->bytes.len;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	nlog_str_add_slice(&tree->before, nlog_str_slice(&at->bytes));
	for (size_t i = 0, step; !rc && i < count; i += step) {
		const char *slash = strchr(changes[i].rest, '/');
		nlog_slice name = {changes[i].rest,
				   slash ? (size_t)(slash - changes[i].rest) : 0};

		step = slash ? count_same_folder(changes + i, count - i, name.len) : 1;
		rc = slash ? put_folder(tree, at, name, changes + i, step, err)
			   : put_file(tree, at, &changes[i], err);
	}
	if (!rc && at->bytes.len)
		rc = put_object(tree->target, out, GIT_OBJECT_TREE,
				nlog_str_slice(&at->bytes),
				(nlog_slice){tree->before.data + start, len},
				STORE_DELTA_SPAN, &at->place, err);
	else if (!rc)
		at->place = (store_pack_place){0, 0};
	nlog_str_truncate(&tree->before, start);
	return rc;
}

static int by_path(const void *left, const void *right)
{
	return strcmp(((const change *)left)->file->path,
		      ((const change *)right)->file->path);
}

static int check_changes(const store_tree *tree, change *changes,
			 const nlog_write_file *files, size_t count, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		changes[i] = (change){.file = &files[i], .rest = files[i].path};
		rc = check_file(tree, &files[i], err);
	}
	if (!rc)
		qsort(changes, count, sizeof(*changes), by_path);
	for (size_t i = 1; !rc && i < count; i++) {
		if (by_path(&changes[i - 1], &changes[i]) == 0)
			rc = nlog_error_set(err, NLOG_EINPUT, "'%s' is given twice",
					    changes[i].file->path);
	}
	return rc;
}

int store_tree_change(store_tree *tree, git_oid *out, const nlog_write_file *files,
		      size_t count, nlog_error *err)
{
	change *changes = nlog_alloc_array(count + 1, sizeof(*changes));
	int rc = tree->root ? 0
			    : read_folder(&tree->root, tree, (nlog_slice){"", 0},
					  &tree->oid, err);

	if (!rc)
		rc = check_changes(tree, changes, files, count, err);
	if (!rc)
		rc = change_folder(out, tree, tree->root, changes, count, err);
	/* A commit needs a tree, be it empty. */
	if (!rc && store_oid_is_zero(out))
		rc = store_target_put(tree->target, out, GIT_OBJECT_TREE,
				      (nlog_slice){"", 0}, err);
	if (rc) {
		/* Half changed: read again from what stands. */
		free_folder(tree->root);
		tree->root = NULL;
	} else {
		tree->oid = *out;
	}
	nlog_free(changes);
	return rc;
}

store_tree *store_tree_new(const store_target *target, const git_oid *root)
{
	store_tree *tree = nlog_alloc(sizeof(*tree));

	tree->target = target;
	tree->oid = *root;
	return tree;
}

void store_tree_free(store_tree *tree)
{
	if (!tree)
		return;
	free_folder(tree->root);
	nlog_str_clear(&tree->before);
	nlog_free(tree);
}
