/* libgit2's errors put into ours, and checked reading of objects. */
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha1.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "git.h"
#include "guard.h"
#include "layout.h"

/* What a return code means wherever it appears. */
static const struct {
	int rc;
	nlog_code code;
} code_meanings[] = {
	{GIT_EOWNER, NLOG_EOWNER},
	{GIT_ELOCKED, NLOG_EBUSY},
	{GIT_EMODIFIED, NLOG_ECONFLICT},
	{GIT_EBUFS, NLOG_ELIMIT}, /* our guard, for an object larger than the limit */
};

static nlog_code meaning_of(int rc, int error_class, nlog_code usual)
{
	for (size_t i = 0; i < sizeof(code_meanings) / sizeof(*code_meanings); i++) {
		if (code_meanings[i].rc == rc)
			return code_meanings[i].code;
	}
	/* -3 may be of class OS where a file is missing: that is the caller's usual. */
	if (error_class == GIT_ERROR_OS && rc != GIT_ENOTFOUND)
		return NLOG_EIO;
	return usual;
}

int store_git_error(nlog_error *err, int rc, nlog_code usual, const char *format, ...)
{
	/* May be NULL: not every failure of libgit2 1.5 sets it. */
	const git_error *last = git_error_last();
	nlog_code code = meaning_of(rc, last ? last->klass : GIT_ERROR_NONE, usual);
	nlog_str what = NLOG_STR_INIT;
	va_list args;

	va_start(args, format);
	nlog_str_addv(&what, format, args);
	va_end(args);
	if (last && last->message)
		nlog_error_set(err, code, "%s: %s", nlog_str_text(&what), last->message);
	else
		nlog_error_set(err, code, "%s: git error %d", nlog_str_text(&what), rc);
	nlog_str_clear(&what);
	git_error_clear();
	return code;
}

int store_oid_from_text(git_oid *oid, const char *text, nlog_error *err)
{
	/* libgit2 may not be there yet to take its own refusal. */
	if (text && strlen(text) == NLOG_OID_LEN &&
	    strspn(text, "0123456789abcdefABCDEF") == NLOG_OID_LEN &&
	    !git_oid_fromstr(oid, text))
		return 0;
	return nlog_error_set(err, NLOG_ENOTFOUND, "'%s' is not the id of an object",
			      text ? text : "");
}

void store_oid_to_text(char text[NLOG_OID_SIZE], const git_oid *oid)
{
	text[0] = '\0';
	if (!git_oid_is_zero(oid))
		git_oid_tostr(text, NLOG_OID_SIZE, oid);
}

static int damaged(nlog_error *err, int rc, const char *type, const git_oid *oid)
{
	char id[NLOG_OID_SIZE];

	git_oid_tostr(id, sizeof(id), oid);
	if (rc == GIT_ENOTFOUND) {
		git_error_clear();
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "the register is damaged: %s %s is missing", type,
				      id);
	}
	return store_git_error(err, rc, NLOG_EDAMAGED, "cannot read %s %s", type, id);
}

void store_find_id(git_oid *out, git_object_t type, nlog_slice content)
{
	struct sha1_ctx sha1;
	char head[32];

	(void)snprintf(head, sizeof(head), "%s %zu", git_object_type2string(type),
		       content.len);
	sha1_init(&sha1);
	sha1_update(&sha1, strlen(head) + 1, (const uint8_t *)head);
	sha1_update(&sha1, content.len, (const uint8_t *)content.data);
	sha1_digest(&sha1, sizeof(out->id), out->id);
}

void nlog_layout_folder_of_one(char tree[NLOG_OID_SIZE], const char *blob)
{
	/* As git writes the only entry of a folder: mode, name, NUL, the 20 bytes of the id. */
	char content[] = "100644 notice.json\0....................";
	git_oid file = {{0}}, folder;

	(void)store_oid_from_text(&file, blob, NULL);
	memcpy(content + sizeof(content) - 1 - sizeof(file.id), file.id, sizeof(file.id));
	store_find_id(&folder, GIT_OBJECT_TREE,
		      (nlog_slice){content, sizeof(content) - 1});
	store_oid_to_text(tree, &folder);
}

int store_check_id(const git_oid *oid, git_object_t type, nlog_slice content)
{
	char expected[NLOG_OID_SIZE], actual[NLOG_OID_SIZE];
	nlog_str text = NLOG_STR_INIT;
	git_oid found;

	store_find_id(&found, type, content);
	if (git_oid_equal(oid, &found))
		return 0;
	git_oid_tostr(expected, sizeof(expected), oid);
	git_oid_tostr(actual, sizeof(actual), &found);
	nlog_str_addf(&text, "object hash mismatch - expected %s but got %s", expected,
		      actual);
	git_error_set_str(GIT_ERROR_ODB, nlog_str_text(&text));
	nlog_str_clear(&text);
	return GIT_EMISMATCH;
}

int store_read_commit(git_commit **out, const nlog_store *store, const git_oid *oid,
		      nlog_error *err)
{
	int rc = store_need(store, err);

	if (rc)
		return rc;
	rc = git_commit_lookup(out, store->repo, oid);
	return rc ? damaged(err, rc, "commit", oid) : 0;
}

/* A packed object tells its size before it is unpacked; a loose one the guard limits. */
static int check_size(const nlog_store *store, const git_oid *oid, const char *type,
		      nlog_error *err)
{
	git_object_t object_type;
	size_t size;
	int rc = store_need(store, err);

	if (rc)
		return rc;
	rc = git_odb_read_header(&size, &object_type, store->odb, oid);
	if (rc)
		return damaged(err, rc, type, oid);
	if (size > NLOG_FILE_LIMIT) {
		char id[NLOG_OID_SIZE];

		git_oid_tostr(id, sizeof(id), oid);
		return nlog_error_set(err, NLOG_ELIMIT,
				      "%s %s is too large: %zu bytes, at most %zu", type,
				      id, size, NLOG_FILE_LIMIT);
	}
	return 0;
}

int store_read_tree(git_tree **out, const nlog_store *store, const git_oid *oid,
		    nlog_error *err)
{
	int rc = check_size(store, oid, "tree", err);

	if (rc)
		return rc;
	rc = git_tree_lookup(out, store->repo, oid);
	return rc ? damaged(err, rc, "tree", oid) : 0;
}

bool store_is_file(const git_tree_entry *entry)
{
	git_filemode_t mode = git_tree_entry_filemode(entry);

	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

static bool is_blob_of(const git_oid *oid, git_object_t type, nlog_slice content)
{
	git_oid found;

	store_find_id(&found, type, content);
	return type == GIT_OBJECT_BLOB && git_oid_equal(oid, &found);
}

static bool read_packed(nlog_str *out, store_packs *packs, const git_oid *oid)
{
	nlog_slice content;
	git_object_t type;
	bool is_read = store_packs_read(packs, oid, &type, &content) &&
		       is_blob_of(oid, type, content);

	if (is_read)
		nlog_str_add_slice(out, content);
	return is_read;
}

static bool read_loose(nlog_str *out, const char *objects, const git_oid *oid)
{
	nlog_str content = NLOG_STR_INIT;
	git_object_t type;
	bool is_read = store_guard_read(&content, &type, objects, oid) &&
		       is_blob_of(oid, type, nlog_str_slice(&content));

	if (is_read)
		nlog_str_add_slice(out, nlog_str_slice(&content));
	nlog_str_clear(&content);
	return is_read;
}

/*
 * As long as nobody needed libgit2 a blob that is whole does not need it either. All
 * else is read by its ways, which name the damage.
 */
static bool read_plainly(const nlog_store *store, const git_oid *oid, nlog_str *out)
{
	/* To its callers a store is what it was: what is kept for the next reading is its own. */
	nlog_store *self = (nlog_store *)store;
	bool is_read = false;

	if (!self->is_plain)
		return false;
	pthread_mutex_lock(&self->lock);
	if (!self->gitdir)
		is_read = read_packed(out, self->packs, oid) ||
			  read_loose(out, self->objects, oid);
	pthread_mutex_unlock(&self->lock);
	return is_read;
}

static int read_blob(const nlog_store *store, const git_oid *oid, nlog_str *out,
		     nlog_error *err)
{
	git_blob *blob;
	int rc;

	if (read_plainly(store, oid, out))
		return 0;
	rc = check_size(store, oid, "blob", err);
	if (rc)
		return rc;
	rc = git_blob_lookup(&blob, store->repo, oid);
	if (rc)
		return damaged(err, rc, "blob", oid);
	nlog_str_addn(out, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
	git_blob_free(blob);
	return 0;
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
	git_error_clear();
	return nlog_error_set(err, NLOG_ENOTFOUND, "there is no file '%s'", name);
}

int nlog_store_read_file(const nlog_store *store, const char *tree, const char *name,
			 nlog_str *out, nlog_error *err)
{
	git_tree *folder = NULL;
	const git_tree_entry *entry;
	git_oid id;
	int rc;

	rc = store_oid_from_text(&id, tree, err);
	if (rc)
		return rc;
	rc = store_read_tree(&folder, store, &id, err);
	if (rc)
		return rc;
	entry = git_tree_entry_byname(folder, name);
	if (entry && store_is_file(entry))
		rc = read_blob(store, git_tree_entry_id(entry), out, err);
	else
		rc = no_such_file(err, name);
	git_tree_free(folder);
	return rc;
}

/*
 * The id of the file or folder at path: down one folder after the other, each read
 * with its limit.
 */
static int find_path(git_oid *oid, const nlog_store *store, const git_commit *commit,
		     const char *path, bool is_folder, nlog_error *err)
{
	git_oid at = *git_commit_tree_id(commit);
	const char *rest = path;

	for (;;) {
		const char *slash = strchrnul(rest, '/');
		char *name = nlog_strndup(rest, (size_t)(slash - rest));
		git_tree *tree = NULL;
		const git_tree_entry *entry;
		bool fits;
		int rc = store_read_tree(&tree, store, &at, err);

		if (rc) {
			nlog_free(name);
			return rc;
		}
		entry = git_tree_entry_byname(tree, name);
		fits = entry &&
		       (*slash || is_folder ? git_tree_entry_type(entry) == GIT_OBJECT_TREE
					    : store_is_file(entry));
		if (fits)
			at = *git_tree_entry_id(entry);
		git_tree_free(tree);
		nlog_free(name);
		if (!fits)
			return no_such_file(err, path);
		if (!*slash)
			break;
		rest = slash + 1;
	}
	*oid = at;
	return 0;
}

/* The commit of a full id. */
static int read_named(git_commit **out, const nlog_store *store, const char *commit,
		      nlog_error *err)
{
	git_oid id;
	int rc = store_oid_from_text(&id, commit, err);

	return rc ? rc : store_read_commit(out, store, &id, err);
}

int nlog_store_read_path(const nlog_store *store, const char *commit, const char *path,
			 nlog_str *out, nlog_error *err)
{
	git_commit *at = NULL;
	git_oid id;
	int rc = read_named(&at, store, commit, err);

	if (rc)
		return rc;
	rc = find_path(&id, store, at, path, false, err);
	git_commit_free(at);
	return rc ? rc : read_blob(store, &id, out, err);
}

/* A file of a folder that was read; the zero id: there is none. */
static git_oid file_of(const git_tree *folder, const char *name)
{
	const git_tree_entry *file = git_tree_entry_byname(folder, name);
	git_oid none = {{0}};

	return file && store_is_file(file) ? *git_tree_entry_id(file) : none;
}

int nlog_store_find_notice(const nlog_store *store, const char *commit, const char *key,
			   nlog_found_notice *out, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	git_commit *at = NULL;
	git_tree *home = NULL;
	git_oid id, notice, addendum;
	int rc = read_named(&at, store, commit, err);

	if (rc)
		return rc;
	nlog_layout_add_folder(&path, key);
	rc = find_path(&id, store, at, nlog_str_text(&path), true, err);
	if (!rc)
		rc = store_read_tree(&home, store, &id, err);
	if (!rc) {
		notice = file_of(home, STORE_NOTICE_FILE);
		addendum = file_of(home, STORE_ADDENDUM_FILE);
		store_oid_to_text(out->blob, &notice);
		store_oid_to_text(out->tree, git_tree_id(home));
		store_oid_to_text(out->addendum, &addendum);
		if (git_oid_is_zero(&notice))
			rc = no_such_file(err, nlog_str_text(&path));
	}
	nlog_str_clear(&path);
	git_tree_free(home);
	git_commit_free(at);
	return rc;
}

/* Each regular file of a tree, until one gives a result other than 0, which is passed on. */
static int each_file(const nlog_store *store, const char *tree,
		     int (*each)(const git_tree_entry *entry, void *data), void *data,
		     nlog_error *err)
{
	git_tree *folder = NULL;
	git_oid id;
	int rc;

	rc = store_oid_from_text(&id, tree, err);
	if (rc)
		return rc;
	rc = store_read_tree(&folder, store, &id, err);
	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < git_tree_entrycount(folder); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(folder, i);

		if (store_is_file(entry))
			rc = each(entry, data);
	}
	git_tree_free(folder);
	return rc;
}

/* The caller's function and data. */
typedef struct {
	int (*by_name)(const char *name, void *data);
	int (*by_oid)(const char *name, const char *oid, void *data);
	void *data;
} file_call;

static int call_by_name(const git_tree_entry *entry, void *data)
{
	const file_call *call = data;

	return call->by_name(git_tree_entry_name(entry), call->data);
}

static int call_by_oid(const git_tree_entry *entry, void *data)
{
	const file_call *call = data;
	char oid[NLOG_OID_SIZE];

	store_oid_to_text(oid, git_tree_entry_id(entry));
	return call->by_oid(git_tree_entry_name(entry), oid, call->data);
}

int nlog_store_list_tree(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, void *data), void *data,
			 nlog_error *err)
{
	file_call call = {.by_name = each, .data = data};
	int rc = each_file(store, tree, call_by_name, &call, err);

	return rc < 0 ? rc : 0;
}

int nlog_store_each_file(const nlog_store *store, const char *tree,
			 int (*each)(const char *name, const char *oid, void *data),
			 void *data, nlog_error *err)
{
	file_call call = {.by_oid = each, .data = data};

	return each_file(store, tree, call_by_oid, &call, err);
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
	git_commit *at = NULL;
	int rc = read_named(&at, store, commit, err);

	if (rc)
		return rc;
	add_visible_lines(out, nlog_slice_of(git_commit_message(at)));
	git_commit_free(at);
	return 0;
}

int store_sync(const char *path, nlog_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd);

	if (failed)
		nlog_error_set(err, NLOG_EIO, "cannot make '%s' durable: %s", path,
			       strerror(errno));
	if (fd >= 0)
		close(fd);
	return failed ? NLOG_EIO : 0;
}

static void set_options(void)
{
	/* The reference store reads the first once, when the repository is opened. */
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)0);
	/* The readers of reader.h and guard.h do it, once for each object. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

void store_libgit2_begin(void)
{
	/* libgit2's options are the process's, and nothing of its own guards them. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	git_libgit2_init();
	pthread_once(&once, set_options);
}
