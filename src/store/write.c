/* Recording: commits built under a lock, read back, and moved onto the branch in one step. */
#include <string.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>

#include "branch.h"
#include "git.h"
#include "layout.h"
#include "lock.h"
#include "message.h"
#include "tree.h"

#define NAME_LIMIT ((size_t)512)

/* What git takes as an offset from UTC. */
#define OFFSET_LIMIT (14 * 60)

struct nlog_write {
	nlog_store *store;
	int lock;
	unsigned wait_seconds;
	git_oid start; /* the branch when the lock was taken; the zero id: unborn */
	git_oid tip;   /* the branch now: start, or what was published last */
	git_oid head;  /* the run's last commit; the tip as long as there is none */
	git_oid tree;  /* of head */
	store_target target;
	store_tree *folders; /* those of tree that the run has at work */
	bool is_trial;       /* nothing is ever published */
	unsigned entry;
	char chain[NLOG_DIGEST_SIZE]; /* of the last commit of ours; "": none yet */
	nlog_str note;
	nlog_log *log;
};

/* Nobody records so often: whoever wrote that wanted recording to stop. */
static int refuse_last_entry(const nlog_write *write, const git_commit *commit,
			     nlog_error *err)
{
	char id[NLOG_OID_SIZE];

	store_oid_to_text(id, git()->git_commit_id(commit));
	return nlog_error_set(
		err, NLOG_EDAMAGED,
		"commit %s of '%s' states `Entry: %u`, behind which no number is left: no "
		"noticelog wrote that; `noticelog verify` names what else is wrong, "
		"`git update-ref refs/heads/main %.12s^` goes back to the commit before it",
		id, write->store->path, STORE_NUMBER_MAX, id);
}

/* Where Entry and Chain go on: at the nearest commit of ours. */
static int read_chain(nlog_write *write, nlog_error *err)
{
	git_oid at = write->tip;

	while (!store_oid_is_zero(&at) && !write->entry) {
		git_commit *commit = NULL;
		store_trailers found;
		int rc = store_read_commit(&commit, write->store, &at, err);

		if (rc)
			return rc;
		if (store_oid_equal(&at, &write->tip))
			write->tree = *git()->git_commit_tree_id(commit);
		memset(&at, 0, sizeof(at));
		if (store_trailers_parse(
			    &found, nlog_slice_of(git()->git_commit_message(commit)))) {
			write->entry = found.entry;
			memcpy(write->chain, found.chain.data, NLOG_DIGEST_LEN);
			if (found.entry == STORE_NUMBER_MAX)
				rc = refuse_last_entry(write, commit, err);
		} else if (git()->git_commit_parentcount(commit)) {
			at = *git()->git_commit_parent_id(commit, 0);
		}
		git()->git_commit_free(commit);
		if (rc)
			return rc;
	}
	return 0;
}

static nlog_write *new_write(nlog_store *store, unsigned wait_seconds)
{
	nlog_write *write = nlog_alloc(sizeof(*write));

	write->store = store;
	write->target.store = store;
	write->lock = -1;
	write->wait_seconds = wait_seconds;
	return write;
}

/* Where the run begins: behind the branch's last commit. */
static int read_start(nlog_write *write, nlog_error *err)
{
	int rc = read_chain(write, err);

	write->start = write->head = write->tip;
	return rc;
}

int nlog_write_begin(nlog_write **out, nlog_store *store, unsigned wait_seconds,
		     nlog_error *err)
{
	int64_t deadline = store_clock_ms() + (int64_t)wait_seconds * 1000;
	nlog_write *write;
	int rc = store_need(store, err);

	if (rc)
		return rc;
	if (!git()->git_repository_is_bare(store->repo))
		return nlog_error_set(
			err, NLOG_EUSAGE,
			"'%s' has a work tree: only a bare repository is written "
			"to; push into one",
			store->path);
	write = new_write(store, wait_seconds);
	rc = store_lock_take(&write->lock, store, deadline, err);
	if (!rc)
		rc = store_lock_clean(&write->note, store, deadline, err);
	if (!rc)
		rc = store_branch_read(&write->tip, store, err);
	if (!rc)
		rc = read_start(write, err);
	if (rc)
		nlog_write_end(write);
	else
		*out = write;
	return rc;
}

int nlog_write_begin_bulk(nlog_write **out, nlog_store *store, unsigned wait_seconds,
			  nlog_error *err)
{
	nlog_write *write = NULL;
	int rc = nlog_write_begin(&write, store, wait_seconds, err);

	if (!rc)
		rc = store_pack_begin(&write->target.pack, store, err);
	if (rc)
		nlog_write_end(write);
	else
		*out = write;
	return rc;
}

int nlog_write_begin_trial(nlog_write **out, nlog_store *store, nlog_error *err)
{
	nlog_write *write = new_write(store, 0);
	int rc = store_need(store, err);

	write->is_trial = true;
	if (!rc)
		rc = store_read_head(&write->tip, store, err);
	if (!rc)
		rc = read_start(write, err);
	if (!rc)
		rc = store_pack_begin(&write->target.pack, store, err);
	if (rc)
		nlog_write_end(write);
	else
		*out = write;
	return rc;
}

const char *nlog_write_note(const nlog_write *write)
{
	return write->note.len ? nlog_str_text(&write->note) : NULL;
}

void nlog_write_end(nlog_write *write)
{
	if (!write)
		return;
	if (write->lock >= 0)
		close(write->lock);
	store_tree_free(write->folders);
	store_pack_free(write->target.pack);
	nlog_log_free(write->log);
	nlog_str_clear(&write->note);
	nlog_free(write);
}

int nlog_write_log(nlog_write *write, const nlog_log **out, nlog_error *err)
{
	if (!write->log) {
		int rc = store_read_log(&write->log, write->store, &write->start, err);

		if (rc)
			return rc;
	}
	*out = write->log;
	return 0;
}

/* A name or an address that git can keep and give back. */
static int check_name(const char *text, const char *what, nlog_error *err)
{
	nlog_slice slice = nlog_slice_of(text);

	if (slice.len && slice.len <= NAME_LIMIT && store_text_is_clean(slice, false) &&
	    !strpbrk(text, "<>"))
		return 0;
	return nlog_error_set(err, NLOG_EINPUT,
			      "'%.80s' cannot be %s: it is empty or too long, or holds a "
			      "control character, a newline, < or >",
			      text ? text : "", what);
}

/* git_signature_new() mangles times that git cannot keep, and takes a newline. */
static int make_signature(git_signature **out, const nlog_person *person, nlog_error *err)
{
	int rc = check_name(person->name, "a name", err);

	if (!rc)
		rc = check_name(person->email, "an e-mail address", err);
	if (rc)
		return rc;
	if (person->when.seconds < 0 || person->when.seconds > NLOG_INSTANT_MAX ||
	    person->when.offset_minutes < -OFFSET_LIMIT ||
	    person->when.offset_minutes > OFFSET_LIMIT)
		return nlog_error_set(err, NLOG_EINPUT,
				      "the time %lld is outside what git can keep",
				      (long long)person->when.seconds);
	rc = git()->git_signature_new(out, person->name, person->email,
				      person->when.seconds, person->when.offset_minutes);
	if (rc)
		return store_git_error(err, rc, NLOG_EINPUT,
				       "'%.80s <%.80s>' cannot be an author", person->name,
				       person->email);
	/* git drops dots, quotes and the like at the ends. */
	if (*(*out)->name && *(*out)->email)
		return 0;
	git()->git_signature_free(*out);
	*out = NULL;
	return nlog_error_set(
		err, NLOG_EINPUT,
		"'%.80s <%.80s>' cannot be an author: nothing is left of it in git",
		person->name, person->email);
}

/* A commit before it is written. */
typedef struct {
	git_signature *author, *committer;
	nlog_str message;
	git_oid tree;
	char chain[NLOG_DIGEST_SIZE];
} commit_draft;

static void draft_clear(commit_draft *draft)
{
	git()->git_signature_free(draft->author);
	git()->git_signature_free(draft->committer);
	nlog_str_clear(&draft->message);
}

static int prepare(commit_draft *draft, nlog_write *write,
		   const nlog_commit_request *request, nlog_error *err)
{
	int rc;

	if (!store_is_digest(nlog_slice_of(request->digest)))
		return nlog_error_set(err, NLOG_EINPUT, "'%.80s' is not a digest",
				      request->digest ? request->digest : "");
	rc = make_signature(&draft->author, &request->author, err);
	if (!rc)
		rc = make_signature(&draft->committer, &request->committer, err);
	if (rc)
		return rc;
	store_chain_next(draft->chain, write->chain, request->digest);
	rc = store_message_build(&draft->message, request, write->entry + 1, draft->chain,
				 err);
	if (rc)
		return rc;
	if (!write->folders)
		write->folders = store_tree_new(&write->target, &write->tree);
	return store_tree_change(write->folders, &draft->tree, request->files,
				 request->file_count, err);
}

static void add_id(nlog_str *out, const char *what, const git_oid *oid)
{
	nlog_str_add(out, what);
	nlog_str_add(out, store_oid_hex(oid).text);
	nlog_str_addc(out, '\n');
}

static void add_person(nlog_str *out, const char *who, const git_signature *person)
{
	int offset = person->when.offset < 0 ? -person->when.offset : person->when.offset;

	nlog_str_add(out, who);
	nlog_str_add(out, person->name);
	nlog_str_add(out, " <");
	nlog_str_add(out, person->email);
	nlog_str_add(out, "> ");
	nlog_str_add_int(out, person->when.time, 0);
	nlog_str_add(out, person->when.offset < 0 ? " -" : " +");
	nlog_str_add_int(out, offset / 60, 2);
	nlog_str_add_int(out, offset % 60, 2);
	nlog_str_addc(out, '\n');
}

/* Not git_commit_create(): it returns 0 when it could not write the commit. */
static int write_commit(git_oid *out, const nlog_write *write, const commit_draft *draft,
			nlog_error *err)
{
	nlog_str content = NLOG_STR_INIT;
	int rc;

	add_id(&content, "tree ", &draft->tree);
	if (!store_oid_is_zero(&write->head))
		add_id(&content, "parent ", &write->head);
	add_person(&content, "author ", draft->author);
	add_person(&content, "committer ", draft->committer);
	nlog_str_addc(&content, '\n');
	nlog_str_add_slice(&content, nlog_str_slice(&draft->message));
	rc = store_target_put(&write->target, out, GIT_OBJECT_COMMIT,
			      nlog_str_slice(&content), err);
	nlog_str_clear(&content);
	return rc;
}

static bool is_same_person(const git_signature *a, const git_signature *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->email, b->email) == 0 &&
	       a->when.time == b->when.time && a->when.offset == b->when.offset;
}

static bool is_as_drafted(const git_commit *commit, const nlog_write *write,
			  const commit_draft *draft)
{
	unsigned parents = store_oid_is_zero(&write->head) ? 0 : 1;

	return store_oid_equal(git()->git_commit_tree_id(commit), &draft->tree) &&
	       git()->git_commit_parentcount(commit) == parents &&
	       (!parents ||
		store_oid_equal(git()->git_commit_parent_id(commit, 0), &write->head)) &&
	       is_same_person(git()->git_commit_author(commit), draft->author) &&
	       is_same_person(git()->git_commit_committer(commit), draft->committer) &&
	       strcmp(git()->git_commit_message(commit), nlog_str_text(&draft->message)) ==
		       0;
}

/* A commit that cannot be read back would lock every later reader out. */
static int verify_commit(const git_oid *oid, const nlog_write *write,
			 const commit_draft *draft, nlog_error *err)
{
	git_commit *commit = NULL;
	int rc = git()->git_commit_lookup(&commit, write->store->repo, oid);

	if (rc)
		return store_git_error(err, rc, NLOG_EIO,
				       "the commit was written but cannot be read back");
	if (!is_as_drafted(commit, write, draft))
		rc = nlog_error_set(err, NLOG_EIO,
				    "commit %s was written but reads back differently",
				    store_oid_hex(oid).text);
	git()->git_commit_free(commit);
	return rc;
}

int nlog_write_commit(nlog_write *write, const nlog_commit_request *request,
		      char commit[NLOG_OID_SIZE], nlog_error *err)
{
	commit_draft next = {.author = NULL};
	git_oid oid;
	int rc = prepare(&next, write, request, err);

	if (!rc)
		rc = write_commit(&oid, write, &next, err);
	/* What a pack holds is checked when it is whole. */
	if (!rc && !write->target.pack)
		rc = verify_commit(&oid, write, &next, err);
	if (rc) {
		/* The folders may be those of a commit that is not to be. */
		store_tree_free(write->folders);
		write->folders = NULL;
	} else {
		write->head = oid;
		write->tree = next.tree;
		write->entry++;
		memcpy(write->chain, next.chain, sizeof(next.chain));
		store_oid_to_text(commit, &oid);
	}
	draft_clear(&next);
	return rc;
}

int nlog_write_check(nlog_write *write, nlog_error *err)
{
	/* Of a trial nothing stays. */
	return write->target.pack && !write->is_trial
		       ? store_pack_read_back(write->target.pack, err)
		       : 0;
}

/* A commit that cannot be read would lock every later reader out. */
static int finish_pack(const nlog_write *write, nlog_error *err)
{
	git_commit *commit = NULL;
	int rc = store_pack_finish(write->target.pack, err);

	if (!rc)
		rc = store_read_commit(&commit, write->store, &write->head, err);
	git()->git_commit_free(commit);
	return rc;
}

/* New folders of objects/ are named in it, and libgit2 does not flush it. */
static int sync_objects(const nlog_write *write, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	nlog_error failure = NLOG_ERROR_INIT;
	int rc;

	nlog_str_addf(&path, "%sobjects", write->store->gitdir);
	rc = store_sync(nlog_str_text(&path), &failure);
	if (rc)
		nlog_error_set(err, rc, "%s; nothing was recorded", failure.text);
	nlog_str_clear(&path);
	return rc;
}

/* The move failed; the branch may have moved all the same, and even further. */
static int judge_failure(const nlog_write *write, const nlog_error *failure,
			 nlog_error *err)
{
	const nlog_store *store = write->store;
	nlog_error reread = NLOG_ERROR_INIT;
	git_oid tip;

	if (store_branch_read(&tip, store, &reread))
		return nlog_error_set(
			err, NLOG_EIO,
			"it is not known whether commit %s was recorded in '%s': %s",
			store_oid_hex(&write->head).text, store->path, reread.text);
	if (store_oid_equal(&tip, &write->head) ||
	    (!store_oid_is_zero(&tip) &&
	     git()->git_graph_descendant_of(store->repo, &tip, &write->head) == 1))
		return 0;
	if (failure->code == NLOG_ECONFLICT || !store_oid_equal(&tip, &write->tip))
		return nlog_error_set(
			err, NLOG_ECONFLICT,
			"the register moved on meanwhile; nothing was recorded, "
			"try again");
	return nlog_error_set(err, failure->code, "%s; nothing was recorded in '%s'",
			      failure->text, store->path);
}

int nlog_write_publish(nlog_write *write, nlog_error *err)
{
	int64_t deadline = store_clock_ms() + (int64_t)write->wait_seconds * 1000;
	nlog_error failure = NLOG_ERROR_INIT;
	int rc;

	if (write->is_trial || store_oid_equal(&write->head, &write->tip))
		return 0;
	rc = write->target.pack ? finish_pack(write, err) : 0;
	if (!rc)
		rc = sync_objects(write, err);
	if (rc)
		return rc;
	rc = store_branch_move(write->store, &write->tip, &write->head, deadline, &failure);
	if (rc)
		rc = judge_failure(write, &failure, err);
	if (!rc)
		write->tip = write->head;
	return rc;
}
