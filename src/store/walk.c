/* Every object that a commit reaches, each read once and held against its id. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/notice.h>

#include "commit.h"
#include "folder.h"
#include "folder_cache.h"
#include "layout.h"
#include "object.h"
#include "seen.h"
#include "walk.h"

/* The folders of a register; a FOREIGN one is read, but nothing is known of it. */
typedef enum {
	IN_ROOT,
	IN_NOTICES,
	IN_YEAR,
	IN_SECTOR,
	IN_OTHER,
	IN_NOTICE,
	IN_LEDGER,
	IN_FOREIGN,
} folder_kind;

/* Marks of an object: each kind of folder, then each role of a file, then these. */
#define FOLDER_MARK(kind) (1u << (kind))
#define FILE_MARK(role) (1u << (8 + (role)))
#define COMMIT_MARK (1u << 16)

typedef struct {
	git_oid oid;
	git_oid before; /* the folder of that path in the commit read last; the zero id: none */
	folder_kind kind;
	char *path; /* from the root; "" for the root itself */
} folder;

typedef struct {
	git_oid oid;
	nlog_file_role role;
	char *path;
} file;

typedef struct {
	git_oid oid, tree;
} commit;

struct store_walk {
	const nlog_store *store;
	const store_walk_to *to;
	nlog_inventory *out;
	nlog_error *err;
	store_seen_map seen;
	commit *commits; /* from the head back, then those beside the first parents */
	size_t commit_count, commit_capacity;
	git_oid *others; /* second parents, still to be read */
	size_t other_count, other_capacity;
	folder *folders; /* still to be read */
	size_t folder_count, folder_capacity;
	file *files; /* to be read when all folders are */
	size_t file_count, file_capacity;
	json_t *named; /* a member for each path that has its finding already */
	git_oid root;  /* of the commit whose folders were read last */
	store_folder_cache *recent;
};

static void report_damage(store_walk *w, const char *path, const nlog_error *why)
{
	w->out->damaged++;
	nlog_findings_add(w->to->findings, NLOG_F_VERIFY_OBJECT,
			  (nlog_place){.file = path && *path ? path : NULL}, "%s",
			  why->text);
}

/* Say something of a path once, however many commits have it. */
static bool is_new(store_walk *w, const char *path)
{
	if (json_object_get(w->named, path))
		return false;
	json_object_set_new_nocheck(w->named, path, json_true());
	return true;
}

static int tell_object(store_walk *w, const git_oid *oid, const char *path)
{
	w->out->objects++;
	if (w->to->progress)
		w->to->progress(w->out->objects, 0, w->to->data);
	return w->to->object ? w->to->object(oid, path, w->to->data, w->err) : 0;
}

/* A commit that was read, its parents after the first put aside. */
static void take_commit(store_walk *w, const store_commit *at)
{
	char id[NLOG_OID_SIZE];

	NLOG_GROW(w->commits, w->commit_count, w->commit_capacity);
	w->commits[w->commit_count++] = (commit){at->id, at->tree};
	w->out->commits++;
	store_oid_to_text(id, &at->id);
	if (at->parents > 1)
		nlog_findings_add(w->to->findings, NLOG_F_VERIFY_MERGE, (nlog_place){NULL},
				  "commit %s has %u parents: the history of a register is "
				  "linear; the first is followed",
				  id, at->parents);
	for (unsigned i = 1; i < at->parents; i++) {
		NLOG_GROW(w->others, w->other_count, w->other_capacity);
		w->others[w->other_count++] = store_commit_parent(at, i);
	}
}

/* From a commit back along first parents, up to one that was met before. */
static int read_line(store_walk *w, const git_oid *from)
{
	store_commit read = {.odd = NULL};
	git_oid at = *from;
	int rc = 0;

	while (!rc && !store_oid_is_zero(&at)) {
		store_seen *seen = store_seen_get(&w->seen, &at);
		nlog_error why = NLOG_ERROR_INIT;

		if (seen->marks & COMMIT_MARK)
			break;
		seen->marks |= COMMIT_MARK;
		if (store_commit_read(&read, w->store, &at, &why)) {
			w->out->is_cut = true;
			report_damage(w, NULL, &why);
			break;
		}
		take_commit(w, &read);
		rc = tell_object(w, &at, "");
		at = read.parent;
	}
	store_commit_clear(&read);
	return rc;
}

/* What a name in a folder is; a folder's path, or a key's home, decides with it. */
static folder_kind folder_of(folder_kind parent, const char *path, const char *name)
{
	nlog_slice slice = nlog_slice_of(name);
	nlog_str home = NLOG_STR_INIT;
	bool is_home;

	switch (parent) {
	case IN_ROOT:
		return strcmp(name, STORE_NOTICES) == 0 ? IN_NOTICES
		       : strcmp(name, "ledger") == 0    ? IN_LEDGER
							: IN_FOREIGN;
	case IN_NOTICES:
		if (strcmp(name, STORE_OTHER) == 0)
			return IN_OTHER;
		return nlog_key_is_valid(slice) ? IN_YEAR : IN_FOREIGN;
	case IN_YEAR:
		return nlog_key_is_valid(slice) ? IN_SECTOR : IN_FOREIGN;
	case IN_SECTOR:
	case IN_OTHER:
		if (!nlog_key_is_valid(slice))
			return IN_FOREIGN;
		nlog_layout_add_folder(&home, name);
		is_home = nlog_slice_starts(nlog_str_slice(&home), path) &&
			  home.len == strlen(path) + 1 + slice.len;
		nlog_str_clear(&home);
		return is_home ? IN_NOTICE : IN_FOREIGN;
	default:
		return IN_FOREIGN;
	}
}

static nlog_file_role role_of(folder_kind parent, const char *name)
{
	static const struct {
		folder_kind parent;
		const char *name;
		nlog_file_role role;
	} rows[] = {
		{IN_ROOT, STORE_REGISTER_FILE, NLOG_ROLE_REGISTER},
		{IN_NOTICE, STORE_NOTICE_FILE, NLOG_ROLE_NOTICE},
		{IN_NOTICE, STORE_ADDENDUM_FILE, NLOG_ROLE_ADDENDUM},
	};
	nlog_slice slice = nlog_slice_of(name);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].parent == parent && strcmp(rows[i].name, name) == 0)
			return rows[i].role;
	}
	if (parent == IN_NOTICE && nlog_slice_starts(slice, "source.") &&
	    nlog_key_is_valid(slice))
		return NLOG_ROLE_SOURCE;
	if (parent == IN_LEDGER && nlog_slice_ends(slice, ".json") &&
	    nlog_key_is_valid(slice))
		return NLOG_ROLE_LEDGER;
	return NLOG_ROLE_FOREIGN;
}

/* A name that no register has; inside a folder that is foreign itself it is not news. */
static void report_name(store_walk *w, const folder *in, const char *path, const char *what)
{
	if (in->kind != IN_FOREIGN && is_new(w, path))
		nlog_findings_add(w->to->findings, NLOG_F_VERIFY_NAME,
				  (nlog_place){.file = path}, "a register has no such %s",
				  what);
}

static void push_folder(store_walk *w, const git_oid *oid, const git_oid *before,
			folder_kind kind, const char *path)
{
	store_seen *seen = store_seen_get(&w->seen, oid);

	if (seen->marks & FOLDER_MARK(kind)) {
		/* Where a folder of folders is decides what may be in it. */
		if ((kind == IN_YEAR || kind == IN_SECTOR || kind == IN_OTHER) &&
		    strcmp(seen->place, path) != 0 && is_new(w, path))
			nlog_findings_add(w->to->findings, NLOG_F_VERIFY_NAME,
					  (nlog_place){.file = path},
					  "the same notices stand in '%s'", seen->place);
		return;
	}
	seen->marks |= FOLDER_MARK(kind);
	if (!seen->place)
		seen->place = nlog_strdup(path);
	NLOG_GROW(w->folders, w->folder_count, w->folder_capacity);
	w->folders[w->folder_count++] = (folder){*oid, *before, kind, nlog_strdup(path)};
}

static void push_file(store_walk *w, const git_oid *oid, nlog_file_role role,
		      const char *path)
{
	store_seen *seen = store_seen_get(&w->seen, oid);

	if (seen->marks & FILE_MARK(role))
		return;
	seen->marks |= FILE_MARK(role);
	if (!seen->place)
		seen->place = nlog_strdup(path);
	NLOG_GROW(w->files, w->file_count, w->file_capacity);
	w->files[w->file_count++] = (file){*oid, role, nlog_strdup(path)};
}

/* Was this very path seen with this very object before? Then all is said and done. */
static bool is_settled(store_walk *w, const git_oid *oid, const folder *in,
		       const char *name)
{
	const char *place = store_seen_get(&w->seen, oid)->place;
	size_t len = strlen(in->path);

	if (!place || strncmp(place, in->path, len) != 0)
		return false;
	if (len && place[len++] != '/')
		return false;
	return strcmp(place + len, name) == 0;
}

/* What is neither a plain file nor a folder. @return true if there is an object to read */
static bool check_mode(store_walk *w, unsigned mode, const char *path)
{
	const char *what = mode == 0120000   ? "a symbolic link"
			   : mode == 0160000 ? "a submodule"
					     : NULL;

	if (mode != 0100644 && mode != 040000 && is_new(w, path)) {
		if (what)
			nlog_findings_add(w->to->findings, NLOG_F_VERIFY_ENTRY,
					  (nlog_place){.file = path},
					  "this is %s: a register holds regular files and "
					  "folders",
					  what);
		else
			nlog_findings_add(w->to->findings, NLOG_F_VERIFY_ENTRY,
					  (nlog_place){.file = path},
					  "this has the mode %06o: a register's files have "
					  "100644",
					  mode);
	}
	return mode != 0160000;
}

/* @param before  the folder of that name that was there before; the zero id: none */
static void visit_entry(store_walk *w, const folder *in, const store_folder_entry *entry,
			const git_oid *before)
{
	/* In a folder's bytes the name ends in a NUL. */
	const char *name = entry->name.data;
	nlog_str path = NLOG_STR_INIT;

	if ((entry->is_folder || entry->is_file) && is_settled(w, &entry->oid, in, name))
		return;
	nlog_str_addf(&path, "%s%s%s", in->path, *in->path ? "/" : "", name);
	if (!check_mode(w, entry->mode, nlog_str_text(&path)))
		goto out;
	if (entry->is_folder) {
		folder_kind kind = folder_of(in->kind, in->path, name);

		if (kind == IN_FOREIGN)
			report_name(w, in, nlog_str_text(&path), "folder");
		push_folder(w, &entry->oid, before, kind, nlog_str_text(&path));
	} else {
		nlog_file_role role =
			entry->is_file ? role_of(in->kind, name) : NLOG_ROLE_FOREIGN;

		if (role == NLOG_ROLE_FOREIGN && entry->is_file)
			report_name(w, in, nlog_str_text(&path), "file");
		push_file(w, &entry->oid, role, nlog_str_text(&path));
	}
out:
	nlog_str_clear(&path);
}

/* Names come once each and in git's order, else readers disagree on what is there. */
static bool is_ordered(nlog_slice bytes)
{
	store_folder_entry entry = {.end = 0}, before;

	if (!store_folder_next(bytes, &entry))
		return true;
	for (before = entry; store_folder_next(bytes, &entry); before = entry)
		if (store_folder_compare(&before, &entry) >= 0)
			return false;
	return true;
}

/* What was visited at this very path, as such a folder, has had all its entries visited. */
static bool is_visited(store_walk *w, const git_oid *oid, const folder *as)
{
	const store_seen *seen =
		store_oid_is_zero(oid) ? NULL : store_seen_get(&w->seen, oid);

	return seen && seen->marks & FOLDER_MARK(as->kind) &&
	       strcmp(seen->place, as->path) == 0;
}

/*
 * The entries that the folder did not have in the commit before. A notice's own folder
 * has so few that they are looked at again.
 */
static void visit_entries(store_walk *w, const folder *in, nlog_slice bytes)
{
	store_folder_pair pair = {.before = {"", 0}, .after = bytes};
	store_used_folder *before = NULL;
	const git_oid none = {{0}};

	if (in->kind != IN_NOTICE && is_visited(w, &in->before, in) &&
	    !store_folder_use(&before, w->recent, &in->before, NULL))
		pair.before = nlog_str_slice(&before->bytes);
	while (store_folder_next_change(&pair)) {
		bool had_folder = pair.has_old && pair.old.is_folder;

		if (pair.has_new)
			visit_entry(w, in, &pair.new, had_folder ? &pair.old.oid : &none);
	}
	store_folder_release(before);
}

static int visit_folder(store_walk *w, const folder *in)
{
	unsigned all_kinds = FOLDER_MARK(IN_FOREIGN + 1) - 1;
	unsigned others = store_seen_get(&w->seen, &in->oid)->marks & all_kinds &
			  ~FOLDER_MARK(in->kind);
	store_used_folder *used = NULL;
	nlog_error why = NLOG_ERROR_INIT;
	char id[NLOG_OID_SIZE];

	if (store_folder_use(&used, w->recent, &in->oid, &why)) {
		if (!others)
			report_damage(w, in->path, &why);
		return 0;
	}
	store_oid_to_text(id, &in->oid);
	if (!is_ordered(nlog_str_slice(&used->bytes)) &&
	    is_new(w, *in->path ? in->path : "/"))
		nlog_findings_add(w->to->findings, NLOG_F_VERIFY_ENTRY,
				  (nlog_place){.file = *in->path ? in->path : NULL},
				  "folder %s names its entries twice or out of order", id);
	visit_entries(w, in, nlog_str_slice(&used->bytes));
	store_folder_release(used);
	return others ? 0 : tell_object(w, &in->oid, in->path);
}

/* A list, not a recursion: folders may be nested as deep as somebody likes. */
static int read_folders(store_walk *w, const git_oid *root)
{
	int rc = 0;

	push_folder(w, root, &w->root, IN_ROOT, "");
	w->root = *root;
	while (!rc && w->folder_count) {
		folder in = w->folders[--w->folder_count];

		rc = visit_folder(w, &in);
		nlog_free(in.path);
	}
	return rc;
}

static int read_file(store_walk *w, const file *at, uint64_t *bytes)
{
	nlog_error why = NLOG_ERROR_INIT;
	nlog_visited_file visited = {.role = at->role, .path = at->path};
	nlog_str content = NLOG_STR_INIT;
	char oid[NLOG_OID_SIZE];
	int rc = 0;

	store_oid_to_text(oid, &at->oid);
	visited.oid = oid;
	if (w->to->is_known && w->to->is_known(at->role, oid, bytes, w->to->data))
		return 0;
	if (nlog_store_read_blob(w->store, oid, &content, &why)) {
		report_damage(w, at->path, &why);
	} else {
		visited.content = nlog_str_slice(&content);
		*bytes = content.len;
		rc = w->to->object ? w->to->object(&at->oid, at->path, w->to->data, w->err)
				   : 0;
		if (!rc && w->to->file)
			rc = w->to->file(&visited, w->to->data, w->err);
	}
	nlog_str_clear(&content);
	return rc;
}

int store_walk_files(store_walk *w, nlog_error *err)
{
	size_t folders = w->out->objects;
	int rc = 0;

	w->err = err;
	for (size_t i = 0; !rc && i < w->file_count; i++) {
		const file *at = &w->files[i];
		unsigned marks = store_seen_get(&w->seen, &at->oid)->marks;
		uint64_t bytes = 0;

		rc = read_file(w, at, &bytes);
		/* A content of two roles comes twice, and counts with the first of them. */
		if (!(marks & COMMIT_MARK)) {
			store_seen_get(&w->seen, &at->oid)->marks |= COMMIT_MARK;
			w->out->objects++;
			w->out->bytes += bytes;
		}
		if (w->to->progress)
			w->to->progress(folders + i + 1, folders + w->file_count,
					w->to->data);
	}
	return rc;
}

int store_walk_folders(store_walk **out, nlog_inventory *into, const nlog_store *store,
		       const git_oid *head, const store_walk_to *to, nlog_error *err)
{
	store_walk *w = nlog_alloc(sizeof(*w));
	size_t line;
	int rc;

	*w = (store_walk){.store = store, .to = to, .out = into, .err = err};
	*out = w;
	w->named = json_object();
	w->recent = store_folder_cache_new(store);
	rc = read_line(w, head);
	line = w->commit_count;
	while (!rc && w->other_count) {
		git_oid other = w->others[--w->other_count];

		rc = read_line(w, &other);
	}
	/* From the first commit on, so that a finding names the path that was first. */
	for (size_t i = line; !rc && i-- > 0;)
		rc = read_folders(w, &w->commits[i].tree);
	for (size_t i = line; !rc && i < w->commit_count; i++)
		rc = read_folders(w, &w->commits[i].tree);
	return rc;
}

void store_walk_free(store_walk *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->folder_count; i++)
		nlog_free(w->folders[i].path);
	for (size_t i = 0; i < w->file_count; i++)
		nlog_free(w->files[i].path);
	nlog_free(w->commits);
	nlog_free(w->others);
	nlog_free(w->folders);
	nlog_free(w->files);
	json_decref(w->named);
	store_folder_cache_free(w->recent);
	store_seen_clear(&w->seen);
	nlog_free(w);
}
