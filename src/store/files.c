/* Files of a register, found by their names, and messages of commits. */
#include <string.h>

#include <noticelog/alloc.h>

#include "commit.h"
#include "folder.h"
#include "layout.h"
#include "object.h"

static int read_blob(const nlog_store *store, const git_oid *oid, nlog_str *out,
		     nlog_error *err)
{
	nlog_str content = NLOG_STR_INIT;
	int rc = store_read_object(&content, store, oid, GIT_OBJECT_BLOB, err);

	if (!rc && !out->capacity) {
		*out = content;
		return 0;
	}
	if (!rc)
		nlog_str_add_slice(out, nlog_str_slice(&content));
	nlog_str_clear(&content);
	return rc;
}

int nlog_store_read_blob(const nlog_store *store, const char *oid, nlog_str *out,
			 nlog_error *err)
{
	git_oid id;
	int rc = store_oid_from_text(&id, oid, err);

	return rc ? rc : read_blob(store, &id, out, err);
}

static int no_such_file(nlog_error *err, const char *name)
{
	return nlog_error_set(err, NLOG_ENOTFOUND, "there is no file '%s'", name);
}

/* A folder by its id as text. */
static int read_folder(nlog_str *bytes, const nlog_store *store, const char *tree,
		       nlog_error *err)
{
	git_oid id;
	int rc = store_oid_from_text(&id, tree, err);

	return rc ? rc : store_folder_read(bytes, store, &id, err);
}

int nlog_store_read_file(const nlog_store *store, const char *tree, const char *name,
			 nlog_str *out, nlog_error *err)
{
	nlog_str folder = NLOG_STR_INIT;
	store_folder_entry entry;
	int rc = read_folder(&folder, store, tree, err);

	if (!rc &&
	    !(store_folder_find(nlog_str_slice(&folder), nlog_slice_of(name), &entry) &&
	      entry.is_file))
		rc = no_such_file(err, name);
	nlog_str_clear(&folder);
	return rc ? rc : read_blob(store, &entry.oid, out, err);
}

/* Take the next name off a path. */
static nlog_slice take_name(nlog_slice *path)
{
	const char *slash = memchr(path->data, '/', path->len);
	nlog_slice name = {path->data, slash ? (size_t)(slash - path->data) : path->len};

	*path = nlog_slice_from(*path, slash ? name.len + 1 : name.len);
	return name;
}

/*
 * The id of the file or folder at path: down one folder after the other, each read
 * with its limit.
 */
static int find_path(git_oid *oid, const nlog_store *store, const char *commit,
		     const char *path, bool is_folder, nlog_error *err)
{
	nlog_slice rest = nlog_slice_of(path);
	nlog_str folder = NLOG_STR_INIT;
	store_commit at = {.odd = NULL};
	git_oid id;
	int rc = store_oid_from_text(&id, commit, err);

	if (!rc)
		rc = store_commit_read(&at, store, &id, err);
	*oid = at.tree;
	while (!rc) {
		nlog_slice name = take_name(&rest);
		store_folder_entry entry;

		rc = store_folder_read(&folder, store, oid, err);
		if (rc)
			break;
		if (store_folder_find(nlog_str_slice(&folder), name, &entry) &&
		    (rest.len || is_folder ? entry.is_folder : entry.is_file))
			*oid = entry.oid;
		else
			rc = no_such_file(err, path);
		if (!rest.len)
			break;
	}
	nlog_str_clear(&folder);
	store_commit_clear(&at);
	return rc;
}

int nlog_store_read_path(const nlog_store *store, const char *commit, const char *path,
			 nlog_str *out, nlog_error *err)
{
	git_oid id;
	int rc = find_path(&id, store, commit, path, false, err);

	return rc ? rc : read_blob(store, &id, out, err);
}

/* A file of a folder that was read; the zero id: there is none. */
static git_oid file_of(const nlog_str *folder, const char *name)
{
	store_folder_entry file;
	git_oid none = {{0}};

	return store_folder_find(nlog_str_slice(folder), nlog_slice_of(name), &file) &&
			       file.is_file
		       ? file.oid
		       : none;
}

int nlog_store_find_notice(const nlog_store *store, const char *commit, const char *key,
			   nlog_found_notice *out, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT, home = NLOG_STR_INIT;
	git_oid id, notice, addendum;
	int rc;

	nlog_layout_add_folder(&path, key);
	rc = find_path(&id, store, commit, nlog_str_text(&path), true, err);
	if (!rc)
		rc = store_folder_read(&home, store, &id, err);
	if (!rc) {
		notice = file_of(&home, STORE_NOTICE_FILE);
		addendum = file_of(&home, STORE_ADDENDUM_FILE);
		store_oid_to_text(out->blob, &notice);
		store_oid_to_text(out->tree, &id);
		store_oid_to_text(out->addendum, &addendum);
		if (store_oid_is_zero(&notice))
			rc = no_such_file(err, nlog_str_text(&path));
	}
	nlog_str_clear(&path);
	nlog_str_clear(&home);
	return rc;
}

void nlog_layout_folder_of_one(char tree[NLOG_OID_SIZE], const char *blob)
{
	/* As git writes the only entry of a folder: mode, name, NUL, the 20 bytes of the id. */
	char content[] = "100644 notice.json\0....................";
	git_oid file = {{0}}, folder;

	(void)store_oid_from_text(&file, blob, NULL);
	memcpy(content + sizeof(content) - 1 - sizeof(file.id), file.id, sizeof(file.id));
	store_find_id(&folder, GIT_OBJECT_TREE, (nlog_slice){content, sizeof(content) - 1});
	store_oid_to_text(tree, &folder);
}

const char *nlog_entry_folder(const nlog_entry *entry, char room[NLOG_OID_SIZE])
{
	if (!entry->is_alone)
		return entry->tree;
	nlog_layout_folder_of_one(room, entry->blob);
	return room;
}

/* The caller's function and data. */
typedef struct {
	int (*by_name)(const char *name, void *data);
	int (*by_oid)(const char *name, const char *oid, void *data);
	void *data;
} file_call;

/* A name of an entry ends in a NUL where the id begins. */
static int call_for(const file_call *call, const store_folder_entry *entry)
{
	char oid[NLOG_OID_SIZE];

	if (call->by_name)
		return call->by_name(entry->name.data, call->data);
	store_oid_to_text(oid, &entry->oid);
	return call->by_oid(entry->name.data, oid, call->data);
}

/* Each regular file of a folder, until one gives a result other than 0, which is passed on. */
static int each_file(const nlog_store *store, const char *tree, const file_call *call,
		     nlog_error *err)
{
	store_folder_entry entry = {.end = 0};
	nlog_str folder = NLOG_STR_INIT;
	int rc = read_folder(&folder, store, tree, err);

	while (!rc && store_folder_next(nlog_str_slice(&folder), &entry))
		if (entry.is_file)
			rc = call_for(call, &entry);
	nlog_str_clear(&folder);
	return rc;
}

int nlog_store_list_tree(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, void *data), void *data,
			 nlog_error *err)
{
	const file_call call = {.by_name = each, .data = data};
	int rc = each_file(store, tree, &call, err);

	return rc < 0 ? rc : 0;
}

int nlog_store_each_file(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, const char *oid, void *data),
			 void *data, nlog_error *err)
{
	const file_call call = {.by_oid = each, .data = data};

	return each_file(store, tree, &call, err);
}

static void add_visible_lines(nlog_str *out, nlog_slice text)
{
	size_t start = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.data[i] != '\n' && text.data[i] != '\t')
			continue;
		nlog_str_add_visible(out, (nlog_slice){text.data + start, i - start});
		if (i < text.len)
			nlog_str_addc(out, text.data[i]);
		start = i + 1;
	}
}

int nlog_store_read_message(const nlog_store *store, const char *commit, nlog_str *out,
			    nlog_error *err)
{
	store_commit at = {.odd = NULL};
	git_oid id;
	int rc = store_oid_from_text(&id, commit, err);

	if (!rc)
		rc = store_commit_read(&at, store, &id, err);
	if (!rc)
		add_visible_lines(out, at.message);
	store_commit_clear(&at);
	return rc;
}
