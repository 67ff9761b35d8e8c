/* The tree of a commit, made from the one before and the files that change. */
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "layout.h"
#include "tree.h"

/* A file on its way into the tree. */
typedef struct {
	const nlog_write_file *file;
	const char *rest; /* of the path, below the folder in hand */
	git_oid blob;     /* the zero id: to be removed */
} change;

int store_verify_written(const nlog_store *store, const git_oid *oid, git_object_t type,
			 nlog_error *err)
{
	git_odb_object *object = NULL;
	int rc = git_odb_read(&object, store->odb, oid);
	bool same = !rc && git_odb_object_type(object) == type;

	git_odb_object_free(object);
	if (same)
		return 0;
	return store_git_error(err, rc, NLOG_EIO,
			       "%s %s was written but cannot be read back",
			       git_object_type2string(type), git_oid_tostr_s(oid));
}

static int write_blob(git_oid *out, const nlog_store *store, nlog_slice content,
		      nlog_error *err)
{
	int rc;

	if (content.len > NLOG_FILE_LIMIT)
		return nlog_error_set(err, NLOG_ELIMIT,
				      "a file is too large: %zu bytes, at most %zu",
				      content.len, NLOG_FILE_LIMIT);
	rc = git_blob_create_from_buffer(out, store->repo, content.data ? content.data : "",
					 content.len);
	if (rc)
		return store_git_error(err, rc, NLOG_EIO, "cannot write a file");
	return store_verify_written(store, out, GIT_OBJECT_BLOB, err);
}

/* Look for a folder like parts[0]/… in another case; found: its path. */
static int find_variant(nlog_str *found, const nlog_store *store, const git_oid *folder,
			const nlog_slice *parts, size_t count, nlog_error *err)
{
	git_tree *tree = NULL;
	int rc = store_read_tree(&tree, store, folder, err);

	if (rc)
		return rc;
	for (size_t i = 0; !rc && !found->len && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		const char *name = git_tree_entry_name(entry);

		if (git_tree_entry_type(entry) != GIT_OBJECT_TREE ||
		    !nlog_slice_is_nocase(parts[0], name))
			continue;
		if (count == 1)
			nlog_str_add(found, name);
		else
			rc = find_variant(found, store, git_tree_entry_id(entry), parts + 1,
					  count - 1, err);
	}
	git_tree_free(tree);
	return rc;
}

static bool has_folder(const git_tree *root, const char *path)
{
	git_tree_entry *entry = NULL;
	bool found = git_tree_entry_bypath(&entry, root, path) == 0;

	git_tree_entry_free(entry);
	git_error_clear();
	return found;
}

static bool is_recorded(const nlog_store *store, const git_oid *root, const char *path)
{
	char *folder = nlog_strndup(path, (size_t)(strrchr(path, '/') - path));
	git_tree *tree = NULL;
	bool found =
		store_read_tree(&tree, store, root, NULL) == 0 && has_folder(tree, folder);

	git_tree_free(tree);
	nlog_free(folder);
	return found;
}

/* Two keys that differ in case alone would be one folder on some systems. */
static int check_key_case(const nlog_store *store, const git_oid *root, nlog_slice key,
			  nlog_error *err)
{
	store_folder folder = store_folder_of(key);
	nlog_slice parts[4] = {NLOG_SLICE(STORE_NOTICES), folder.year, folder.sector, key};
	size_t count = 4;
	nlog_str found = NLOG_STR_INIT;
	int rc;

	if (!folder.year.len) {
		parts[1] = NLOG_SLICE(STORE_OTHER);
		parts[2] = key;
		count = 3;
	}
	rc = find_variant(&found, store, root, parts, count, err);
	if (!rc && found.len)
		rc = nlog_error_set(
			err, NLOG_EINPUT,
			"the register has a notice '%s': a key must differ in more "
			"than case",
			nlog_str_text(&found));
	nlog_str_clear(&found);
	return rc;
}

static int check_file(const nlog_store *store, const git_oid *root,
		      const nlog_write_file *file, nlog_error *err)
{
	nlog_slice key;

	if (!store_path_is_valid(file->path, &key))
		return nlog_error_set(err, NLOG_EINPUT,
				      "a register does not hold a file '%s'", file->path);
	if (!key.len || !file->content || git_oid_is_zero(root) ||
	    is_recorded(store, root, file->path))
		return 0;
	return check_key_case(store, root, key, err);
}

static int by_path(const void *left, const void *right)
{
	return strcmp(((const change *)left)->file->path,
		      ((const change *)right)->file->path);
}

static int build_folder(git_oid *out, const nlog_store *store, const git_oid *base,
			change *changes, size_t count, nlog_error *err);

static int put(git_treebuilder *builder, const char *name, const git_oid *oid,
	       git_filemode_t mode, nlog_error *err)
{
	int rc = 0;

	if (!git_oid_is_zero(oid))
		rc = git_treebuilder_insert(NULL, builder, name, oid, mode);
	else if (git_treebuilder_get(builder, name))
		rc = git_treebuilder_remove(builder, name);
	return rc ? store_git_error(err, rc, NLOG_EIO, "cannot change '%s'", name) : 0;
}

/* The changes, which all begin with the folder `name`, go into it. */
static int put_folder(git_treebuilder *builder, const nlog_store *store, const char *name,
		      change *changes, size_t count, nlog_error *err)
{
	const git_tree_entry *entry = git_treebuilder_get(builder, name);
	git_oid base = {{0}}, made;
	int rc;

	if (entry && git_tree_entry_type(entry) != GIT_OBJECT_TREE)
		return nlog_error_set(err, NLOG_EDAMAGED, "'%s' of '%s' is not a folder",
				      name, changes[0].file->path);
	if (entry)
		base = *git_tree_entry_id(entry);
	for (size_t i = 0; i < count; i++)
		changes[i].rest += strlen(name) + 1;
	rc = build_folder(&made, store, &base, changes, count, err);
	return rc ? rc : put(builder, name, &made, GIT_FILEMODE_TREE, err);
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

static int put_all(git_treebuilder *builder, const nlog_store *store, change *changes,
		   size_t count, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0, step; !rc && i < count; i += step) {
		const char *slash = strchr(changes[i].rest, '/');
		char *name;

		step = 1;
		if (!slash) {
			rc = put(builder, changes[i].rest, &changes[i].blob,
				 GIT_FILEMODE_BLOB, err);
			continue;
		}
		name = nlog_strndup(changes[i].rest, (size_t)(slash - changes[i].rest));
		step = count_same_folder(changes + i, count - i, strlen(name));
		rc = put_folder(builder, store, name, changes + i, step, err);
		nlog_free(name);
	}
	return rc;
}

/* Sorted changes onto a folder. An empty one gives the zero id: git keeps none. */
static int build_folder(git_oid *out, const nlog_store *store, const git_oid *base,
			change *changes, size_t count, nlog_error *err)
{
	git_tree *old = NULL;
	git_treebuilder *builder = NULL;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (!git_oid_is_zero(base))
		rc = store_read_tree(&old, store, base, err);
	if (rc)
		return rc;
	rc = git_treebuilder_new(&builder, store->repo, old);
	if (rc) {
		rc = store_git_error(err, rc, NLOG_EIO, "cannot write a folder");
		goto out;
	}
	rc = put_all(builder, store, changes, count, err);
	if (rc || git_treebuilder_entrycount(builder) == 0)
		goto out;
	rc = git_treebuilder_write(out, builder);
	if (rc)
		rc = store_git_error(err, rc, NLOG_EIO, "cannot write a folder");
	else
		rc = store_verify_written(store, out, GIT_OBJECT_TREE, err);
out:
	git_treebuilder_free(builder);
	git_tree_free(old);
	return rc;
}

/* A commit needs a tree, be it empty. */
static int write_empty(git_oid *out, const nlog_store *store, nlog_error *err)
{
	int rc = git_odb_write(out, store->odb, "", 0, GIT_OBJECT_TREE);

	if (rc)
		return store_git_error(err, rc, NLOG_EIO, "cannot write a folder");
	return store_verify_written(store, out, GIT_OBJECT_TREE, err);
}

int store_tree_build(git_oid *out, const nlog_store *store, const git_oid *root,
		     const nlog_write_file *files, size_t count, nlog_error *err)
{
	change *changes = nlog_alloc_array(count + 1, sizeof(*changes));
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		changes[i] = (change){.file = &files[i], .rest = files[i].path};
		rc = check_file(store, root, &files[i], err);
	}
	if (!rc)
		qsort(changes, count, sizeof(*changes), by_path);
	for (size_t i = 1; !rc && i < count; i++) {
		if (by_path(&changes[i - 1], &changes[i]) == 0)
			rc = nlog_error_set(err, NLOG_EINPUT, "'%s' is given twice",
					    changes[i].file->path);
	}
	for (size_t i = 0; !rc && i < count; i++) {
		if (changes[i].file->content)
			rc = write_blob(&changes[i].blob, store, *changes[i].file->content,
					err);
	}
	if (!rc)
		rc = build_folder(out, store, root, changes, count, err);
	if (!rc && git_oid_is_zero(out))
		rc = write_empty(out, store, err);
	nlog_free(changes);
	return rc;
}
