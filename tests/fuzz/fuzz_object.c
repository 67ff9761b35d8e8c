/* Commits and folders of any bytes: what is read lies within them, and reading comes to an end. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>

#include "../../src/store/commit.h"
#include "../../src/store/folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_lie_in(nlog_slice part, nlog_slice whole)
{
	must(part.data >= whole.data && part.data + part.len <= whole.data + whole.len);
}

static void check_commit(nlog_slice bytes)
{
	store_commit commit = {.odd = NULL};

	nlog_str_add_slice(&commit.bytes, bytes);
	if (store_commit_parse(&commit)) {
		nlog_slice whole = nlog_str_slice(&commit.bytes);

		must_lie_in(commit.author_name, whole);
		must_lie_in(commit.author_email, whole);
		must_lie_in(commit.message, whole);
		must(commit.author_name.len && commit.author_email.len);
		must(commit.parents <= 1 && commit.authored.time >= 0);
		must(abs(commit.authored.offset) < 15 * 60);
	}
	store_commit_clear(&commit);
}

/* A whole commit with the fuzzer's bytes for its author: seldom would it find one by itself. */
static void check_author(nlog_slice author)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_add(&text, "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor ");
	nlog_str_add_slice(&text, author);
	nlog_str_add(&text, "\ncommitter A <a@x> 1 +0000\n\nsubject\n");
	check_commit(nlog_str_slice(&text));
	nlog_str_clear(&text);
}

static void check_folder(nlog_slice bytes)
{
	store_folder_entry entry = {.end = 0};
	size_t end = 0;

	while (store_folder_next(bytes, &entry)) {
		must(entry.start == end && entry.end > end && entry.end <= bytes.len);
		must_lie_in(entry.name, bytes);
		must(entry.name.len && !(entry.is_folder && entry.is_file));
		end = entry.end;
	}
	must(entry.end == end);
}

/* What does not change is told by no pair, and nothing is told of two that are the same. */
static void check_pair(nlog_slice before, nlog_slice after)
{
	store_folder_pair pair = {.before = before, .after = after};
	size_t old = 0, new = 0;

	while (store_folder_next_change(&pair)) {
		must(pair.has_old || pair.has_new);
		must(!pair.has_old || (pair.old.end > old && pair.old.end <= before.len));
		must(!pair.has_new || (pair.new.end > new &&pair.new.end <= after.len));
		old = pair.has_old ? pair.old.end : old;
		new = pair.has_new ? pair.new.end : new;
	}
	must(!nlog_slice_equal(before, after) || (!old && !new));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {(const char *)data, size};
	nlog_slice first = {text.data, size / 2}, second = nlog_slice_from(text, size / 2);

	nlog_alloc_setup();
	check_commit(text);
	check_author(text);
	check_folder(text);
	check_pair(first, second);
	check_pair(text, text);
	check_pair(first, text);
	return 0;
}
