/* Verification of damaged registers: every bit, every length, and on behind the first of it. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include <noticelog/file.h>

#include "verify_fixture.h"

/* A reader that hangs is ended by the limit, which fails the test. */
TestSuite(verify_damage, .timeout = 120);

static bool has_rule(const nlog_findings *findings, const char *rule)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (strcmp(findings->items[i].rule->id, rule) == 0)
			return true;
	}
	return false;
}

static bool has_text(const nlog_findings *findings, const char *text)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (strstr(findings->items[i].text, text))
			return true;
	}
	return false;
}

typedef struct {
	char path[256], hex[NLOG_OID_SIZE];
	nlog_str whole;
} object;

static size_t list_objects(verify_sample *s, object *objects, size_t room)
{
	nlog_str list = NLOG_STR_INIT;
	size_t count = 0;

	cr_assert_eq(store_fixture_git_output(&list, s->f.reg, "rev-list", "--objects",
					      "--no-object-names", "main", NULL),
		     0);
	for (size_t at = 0; at + NLOG_OID_LEN < list.len; at += NLOG_OID_LEN + 1) {
		object *next = &objects[count++];

		cr_assert_leq(count, room);
		memcpy(next->hex, list.data + at, NLOG_OID_LEN);
		next->hex[NLOG_OID_LEN] = '\0';
		snprintf(next->path, sizeof(next->path), "%s/objects/%.2s/%.38s", s->f.reg,
			 next->hex, next->hex + 2);
		next->whole = (nlog_str)NLOG_STR_INIT;
		cr_assert_eq(
			nlog_file_read(&next->whole, next->path, NLOG_FILE_LIMIT, NULL), 0);
	}
	nlog_str_clear(&list);
	return count;
}

static void put(const char *path, nlog_slice content)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content.data, content.len), (ssize_t)content.len);
	close(fd);
}

static bool is_object_named(verify_sample *s, const object *at)
{
	nlog_verification found;
	int rc = verify_sample_verify(s, &found);
	bool named = has_rule(&found.findings, "verify.object") &&
		     has_text(&found.findings, at->hex);

	cr_expect_eq(rc, 0, "%s: %s", at->hex, s->f.err.text);
	cr_expect_eq(named, !nlog_verification_is_whole(&found), "%s", at->hex);
	nlog_verification_clear(&found);
	return named;
}

static void expect_object_named(verify_sample *s, const object *at, const char *what,
				size_t where)
{
	cr_expect(is_object_named(s, at), "%s %zu of %s is not named", what, where,
		  at->hex);
}

/* @return what a loose object holds, read by zlib alone; empty if it cannot be read */
static nlog_str inflated(nlog_slice deflated)
{
	nlog_str out = NLOG_STR_INIT;
	uLongf len = 1 << 16;
	uLong used = deflated.len;

	nlog_str_add_repeat(&out, '\0', len);
	if (uncompress2((Bytef *)out.data, &len, (const Bytef *)deflated.data, &used) !=
		    Z_OK ||
	    used != deflated.len)
		len = 0;
	nlog_str_truncate(&out, len);
	return out;
}

/*
 * A few bits of what deflate writes make no difference: a distance may name
 * another place with the same letters. Then everybody reads what was written, and
 * there is nothing to name.
 */
static bool reads_the_same(nlog_slice changed, nlog_slice content)
{
	nlog_str now = inflated(changed);
	bool same = nlog_slice_equal(nlog_str_slice(&now), content);

	nlog_str_clear(&now);
	return same;
}

/* @return 1 if the flip is named; 0 if it changes nothing that is read */
static size_t flip(verify_sample *s, object *at, nlog_slice content, size_t byte,
		   size_t bit)
{
	char *c = at->whole.data + byte;
	bool named;

	*c = (char)(*c ^ 1 << bit);
	put(at->path, nlog_str_slice(&at->whole));
	named = is_object_named(s, at);
	cr_expect(named || reads_the_same(nlog_str_slice(&at->whole), content),
		  "bit %zu of byte %zu of %s is not named", bit, byte, at->hex);
	*c = (char)(*c ^ 1 << bit);
	return named;
}

/*
 * Nothing of a loose object can flip unseen: zlib's header has a check of its
 * own (RFC 1950: CMF and FLG are a multiple of 31), the padding of the last block
 * must be zeros, the content has Adler-32 and its hash.
 */
Test(verify_damage, a_bit_flipped_anywhere_in_any_object_is_named, .timeout = 3600)
{
	/* `make soak` flips them all. */
	bool is_soak = getenv("NOTICELOG_SOAK") != NULL;
	verify_sample s;
	object objects[32];
	size_t count, step = is_soak ? 1 : 3, flipped = 0, named = 0;

	verify_sample_begin(&s);
	count = list_objects(&s, objects, 32);
	cr_assert_eq(count, 27);
	for (size_t i = 0; i < count; i++) {
		object *at = &objects[i];
		nlog_str content = inflated(nlog_str_slice(&at->whole));
		size_t len = at->whole.len;

		cr_assert(content.len);
		/* All of the first bytes; of the others one in three, a different third each. */
		for (size_t byte = 0; byte < len; byte += byte < 4 ? 1 : step)
			for (size_t bit = 0; bit < 8; bit += is_soak ? 1 : 8) {
				named += flip(&s, at, nlog_str_slice(&content), byte,
					      (byte + i + bit) % 8);
				flipped++;
			}
		for (size_t bit = 0; bit < 8; bit++, flipped++)
			named += flip(&s, at, nlog_str_slice(&content), len - 5, bit);
		put(at->path, nlog_str_slice(&at->whole));
		nlog_str_clear(&content);
	}
	/* As good as all of them make a difference. */
	cr_expect_gt(named * 1000, flipped * 999, "%zu of %zu", named, flipped);
	if (is_soak)
		(void)fprintf(stderr, "%zu bits flipped, %zu named, %zu read the same\n",
			      flipped, named, flipped - named);
	verify_expect(&s, "put right again", "");
	for (size_t i = 0; i < count; i++)
		nlog_str_clear(&objects[i].whole);
	verify_sample_end(&s);
}

Test(verify_damage, an_object_cut_short_is_named_within_two_seconds)
{
	verify_sample s;
	object objects[32];
	size_t count;

	verify_sample_begin(&s);
	count = list_objects(&s, objects, 32);
	for (size_t i = 0; i < count; i++) {
		const object *at = &objects[i];
		size_t len = at->whole.len;

		for (size_t left = 0; left < len; left += 1 + len / 8) {
			struct timespec start, now;

			put(at->path, (nlog_slice){at->whole.data, left});
			clock_gettime(CLOCK_MONOTONIC, &start);
			expect_object_named(&s, at, "length", left);
			clock_gettime(CLOCK_MONOTONIC, &now);
			cr_expect_lt(now.tv_sec - start.tv_sec, 2);
		}
		unlink(at->path);
		expect_object_named(&s, at, "missing", 0);
		put(at->path, nlog_str_slice(&at->whole));
	}
	for (size_t i = 0; i < count; i++)
		nlog_str_clear(&objects[i].whole);
	verify_sample_end(&s);
}

/*
 * The file of the branch: two kinds of flip change nothing of what it says, a
 * letter of the id in upper case, and other white space at its end.
 */
static bool is_same_branch(char was, char is)
{
	return (was >= 'a' && was <= 'f' && is == was - 'a' + 'A') ||
	       (was == '\n' && strchr(" \t\r\v\f", is) && is);
}

/* Flip every bit of a file from `start` on: seen, or the head is the same. */
static void flip_reference(verify_sample *s, const char *file, const char *start)
{
	char path[128];
	nlog_str whole = NLOG_STR_INIT;

	snprintf(path, sizeof(path), "%s/%s", s->f.reg, file);
	cr_assert_eq(nlog_file_read(&whole, path, NLOG_FILE_LIMIT, NULL), 0);
	for (size_t at = (size_t)(strstr(nlog_str_text(&whole), start) - whole.data);
	     at < whole.len; at++) {
		for (size_t bit = 0; bit < 8; bit++) {
			char was = whole.data[at];
			nlog_verification found;
			bool seen;

			whole.data[at] = (char)(was ^ 1 << bit);
			put(path, nlog_str_slice(&whole));
			seen = verify_sample_verify(s, &found) ||
			       !nlog_verification_is_whole(&found);
			cr_expect(seen || is_same_branch(was, whole.data[at]),
				  "%s, byte %zu, bit %zu: not seen", file, at, bit);
			if (!seen)
				cr_expect_str_eq(found.head,
						 git_oid_tostr_s(&s->commits[3]));
			nlog_verification_clear(&found);
			whole.data[at] = was;
		}
	}
	put(path, nlog_str_slice(&whole));
	nlog_str_clear(&whole);
}

Test(verify_damage, a_bit_flipped_in_the_branch_is_seen_or_changes_nothing)
{
	verify_sample s;
	char id[NLOG_OID_SIZE];

	verify_sample_begin(&s);
	git_oid_tostr(id, sizeof(id), &s.commits[3]);
	flip_reference(&s, "refs/heads/main", id);
	verify_expect(&s, "put right again", "");
	/* The first line of packed-refs is a comment; behind it stands the branch. */
	cr_assert_eq(store_fixture_git(s.f.reg, "pack-refs", "--all", NULL), 0);
	flip_reference(&s, "packed-refs", id);
	verify_expect(&s, "packed", "");
	verify_sample_end(&s);
}

Test(verify_damage, it_goes_on_behind_damage)
{
	verify_sample s;
	object objects[32];
	nlog_verification found;
	nlog_log *log = NULL;
	char blob[NLOG_OID_SIZE], tree[NLOG_OID_SIZE], path[256];
	size_t count;

	verify_sample_begin(&s);
	cr_assert_eq(nlog_store_log(&log, s.f.store, &s.f.err), 0);
	memcpy(blob, nlog_log_get(log, 1)->blob, sizeof(blob));
	memcpy(tree, nlog_log_get(log, 2)->tree, sizeof(tree));
	nlog_log_free(log);
	count = list_objects(&s, objects, 32);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(objects[i].hex, blob) == 0 || strcmp(objects[i].hex, tree) == 0)
			put(objects[i].path, (nlog_slice){"x", 1});
		nlog_str_clear(&objects[i].whole);
	}
	cr_assert_eq(verify_sample_verify(&s, &found), 0, "%s", s.f.err.text);
	cr_expect_eq(found.inventory.damaged, 2);
	cr_expect(has_text(&found.findings, blob) && has_text(&found.findings, tree));
	cr_expect_eq(found.inventory.commits, 4);
	cr_expect_eq(found.revisions, 3, "%zu", found.revisions);
	nlog_verification_clear(&found);
	/* A commit: what is before it is out of reach, and that is said. */
	git_oid_tostr(blob, sizeof(blob), &s.commits[1]);
	snprintf(path, sizeof(path), "%s/objects/%.2s/%.38s", s.f.reg, blob, blob + 2);
	unlink(path);
	cr_assert_eq(verify_sample_verify(&s, &found), 0, "%s", s.f.err.text);
	cr_expect(found.inventory.is_cut);
	cr_expect(has_text(&found.findings, blob));
	cr_expect_eq(found.inventory.commits, 2);
	nlog_verification_clear(&found);
	verify_sample_end(&s);
}
