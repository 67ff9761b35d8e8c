/*
 * Commits of the plainest form, as ours are and nearly all of git's: at most one parent,
 * persons that nobody has to guess, no further headers. All others are libgit2's.
 */
#include "commit.h"

#include <string.h>

#include "object.h"

/* Take `NAME VALUE` and LF off. */
static bool take_field(nlog_slice *rest, const char *name, nlog_slice *value)
{
	const char *end = rest->len ? memchr(rest->data, '\n', rest->len) : NULL;
	size_t name_len = strlen(name);
	nlog_slice line;

	if (!end)
		return false;
	line = (nlog_slice){rest->data, (size_t)(end - rest->data)};
	if (line.len <= name_len || memcmp(line.data, name, name_len) != 0 ||
	    line.data[name_len] != ' ')
		return false;
	*value = nlog_slice_from(line, name_len + 1);
	*rest = nlog_slice_from(*rest, line.len + 1);
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_id(nlog_slice hex, git_oid *id)
{
	if (hex.len != NLOG_OID_LEN)
		return false;
	for (size_t i = 0; i < GIT_OID_RAWSZ; i++) {
		int high = hex_value(hex.data[2 * i]), low = hex_value(hex.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		id->id[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* @return false, too, for more digits than a time has */
static bool read_digits(nlog_slice digits, int64_t *number)
{
	*number = 0;
	if (!digits.len || digits.len > 15)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		*number = *number * 10 + (digits.data[i] - '0');
	}
	return true;
}

/* `SECONDS +HHMM` */
static bool read_time(nlog_slice text, git_time *when)
{
	const size_t zone_len = strlen(" +HHMM");
	int64_t seconds, zone;
	nlog_slice sign;

	if (text.len <= zone_len)
		return false;
	sign = nlog_slice_from(text, text.len - zone_len + 1);
	if (sign.data[-1] != ' ' || (*sign.data != '+' && *sign.data != '-') ||
	    !read_digits((nlog_slice){text.data, text.len - zone_len}, &seconds) ||
	    !read_digits(nlog_slice_from(sign, 1), &zone) || zone / 100 > 14 ||
	    zone % 100 > 59)
		return false;
	*when = (git_time){.time = seconds,
			   .offset = (int)(zone / 100 * 60 + zone % 100),
			   .sign = *sign.data};
	if (*sign.data == '-')
		when->offset = -when->offset;
	return true;
}

/* libgit2 takes such bytes away from both ends of names. */
static bool is_trimmed_off(char c)
{
	return (unsigned char)c <= ' ' || strchr(".,:;<>\"\\'", c);
}

static bool is_plain_text(nlog_slice text)
{
	return text.len && !is_trimmed_off(text.data[0]) &&
	       !is_trimmed_off(text.data[text.len - 1]);
}

/* `NAME <EMAIL> TIME` */
static bool read_person(nlog_slice line, nlog_slice *name, nlog_slice *email,
			git_time *when)
{
	ptrdiff_t open = nlog_slice_find(line, " <"), close = nlog_slice_find(line, "> ");

	if (open < 0 || close < open + 2)
		return false;
	*name = (nlog_slice){line.data, (size_t)open};
	*email = (nlog_slice){line.data + open + 2, (size_t)(close - open) - 2};
	return is_plain_text(*name) && is_plain_text(*email) &&
	       !memchr(name->data, '>', name->len) && !memchr(name->data, '<', name->len) &&
	       !memchr(email->data, '>', email->len) &&
	       !memchr(email->data, '<', email->len) &&
	       read_time(nlog_slice_from(line, (size_t)close + 2), when);
}

bool store_commit_parse(store_commit *commit)
{
	nlog_slice rest = nlog_str_slice(&commit->bytes), value, name, email;

	if (!rest.len || memchr(rest.data, '\0', rest.len))
		return false;
	if (!take_field(&rest, "tree", &value) || !read_id(value, &commit->tree))
		return false;
	commit->parents = take_field(&rest, "parent", &value);
	memset(&commit->parent, 0, sizeof(commit->parent));
	if (commit->parents && !read_id(value, &commit->parent))
		return false;
	if (!take_field(&rest, "author", &value) ||
	    !read_person(value, &commit->author_name, &commit->author_email,
			 &commit->authored) ||
	    !take_field(&rest, "committer", &value) ||
	    !read_person(value, &name, &email, &commit->committed) || !rest.len ||
	    *rest.data != '\n')
		return false;
	while (rest.len && *rest.data == '\n')
		rest = nlog_slice_from(rest, 1);
	commit->message = rest;
	return true;
}

/* Of the usual form there is none, and libgit2 need not be there. */
static void drop_odd(store_commit *commit)
{
	if (commit->odd)
		git()->git_commit_free(commit->odd);
	commit->odd = NULL;
}

static int read_odd(store_commit *commit, const nlog_store *store, const git_oid *oid,
		    nlog_error *err)
{
	const git_signature *author;
	int rc = store_read_commit(&commit->odd, store, oid, err);

	if (rc)
		return rc;
	author = git()->git_commit_author(commit->odd);
	commit->tree = *git()->git_commit_tree_id(commit->odd);
	commit->parents = git()->git_commit_parentcount(commit->odd);
	memset(&commit->parent, 0, sizeof(commit->parent));
	if (commit->parents)
		commit->parent = *git()->git_commit_parent_id(commit->odd, 0);
	commit->authored = author->when;
	commit->committed = git()->git_commit_committer(commit->odd)->when;
	commit->author_name = nlog_slice_of(author->name);
	commit->author_email = nlog_slice_of(author->email);
	commit->message = nlog_slice_of(git()->git_commit_message(commit->odd));
	return 0;
}

int store_commit_read(store_commit *commit, const nlog_store *store, const git_oid *oid,
		      nlog_error *err)
{
	int rc = store_read_object(&commit->bytes, store, oid, GIT_OBJECT_COMMIT, err);

	drop_odd(commit);
	commit->id = *oid;
	if (rc)
		return rc;
	return store_commit_parse(commit) ? 0 : read_odd(commit, store, oid, err);
}

git_oid store_commit_parent(const store_commit *commit, unsigned number)
{
	return number ? *git()->git_commit_parent_id(commit->odd, number) : commit->parent;
}

void store_commit_clear(store_commit *commit)
{
	drop_odd(commit);
	nlog_str_clear(&commit->bytes);
	*commit = (store_commit){.odd = NULL};
}
