/* Ids and names of types: ours are libgit2's. */
#include <criterion/criterion.h>
#include <git2.h>
#include <string.h>

#include "../../src/store/oid.h"
#include "generate.h"

#define ROUNDS 2000

static const char known[] = "0123456789abcdef0123456789ABCDEF01234567";

/* Ids of which many begin alike, and a few are zero. */
static git_oid any_oid(nlog_test_random *random)
{
	git_oid oid;
	size_t alike = nlog_test_below(random, GIT_OID_RAWSZ + 1);

	for (size_t i = 0; i < GIT_OID_RAWSZ; i++)
		oid.id[i] = i < alike ? 0 : (unsigned char)nlog_test_below(random, 256);
	return oid;
}

static int sign_of(int number)
{
	return (number > 0) - (number < 0);
}

Test(oid, ids_are_told_apart_as_libgit2_does)
{
	nlog_test_random random = nlog_test_seed(1);

	for (unsigned i = 0; i < ROUNDS; i++) {
		git_oid left = any_oid(&random), right = any_oid(&random);

		cr_assert_eq(store_oid_is_zero(&left), git_oid_is_zero(&left) != 0);
		cr_assert_eq(store_oid_equal(&left, &right),
			     git_oid_equal(&left, &right) != 0);
		cr_assert(store_oid_equal(&left, &(git_oid){.id = {0}}) ==
			  store_oid_is_zero(&left));
		cr_assert_eq(sign_of(store_oid_compare(&left, &right)),
			     sign_of(git_oid_cmp(&left, &right)));
	}
}

Test(oid, ids_are_written_and_read_as_libgit2_does)
{
	nlog_test_random random = nlog_test_seed(2);

	for (unsigned i = 0; i < ROUNDS; i++) {
		git_oid oid = any_oid(&random), back, theirs;

		cr_assert_str_eq(store_oid_hex(&oid).text, git_oid_tostr_s(&oid));
		cr_assert(store_oid_parse(&back, store_oid_hex(&oid).text));
		cr_assert(store_oid_equal(&back, &oid));
		cr_assert_eq(git_oid_fromstr(&theirs, store_oid_hex(&oid).text), 0);
		cr_assert(store_oid_equal(&theirs, &oid));
	}
}

Test(oid, zero_is_written_as_nothing)
{
	char text[NLOG_OID_SIZE];
	git_oid oid = {.id = {0}};

	store_oid_to_text(text, &oid);
	cr_assert_str_empty(text);
	cr_assert(store_oid_parse(&oid, known));
	store_oid_to_text(text, &oid);
	cr_assert_str_eq(text, "0123456789abcdef0123456789abcdef01234567");
}

/* Each byte at each place: of letters, digits alone make an id. */
Test(oid, what_is_no_id_is_refused)
{
	for (size_t at = 0; at < NLOG_OID_LEN; at++) {
		for (int c = 0; c < 256; c++) {
			char text[NLOG_OID_SIZE];
			git_oid ours = {.id = {1}}, theirs;
			bool is_digit = c && strchr("0123456789abcdefABCDEF", c);

			memcpy(text, known, sizeof(text));
			text[at] = (char)c;
			cr_assert_eq(store_oid_parse(&ours, text), is_digit, "%zu %d", at,
				     c);
			if (is_digit)
				cr_assert_eq(git_oid_fromstr(&theirs, text), 0);
			else
				theirs = (git_oid){.id = {1}};
			cr_assert(store_oid_equal(&ours, &theirs), "%zu %d", at, c);
		}
	}
}

Test(oid, an_id_is_whole_and_no_more)
{
	nlog_error err = NLOG_ERROR_INIT;
	git_oid oid;

	cr_expect(!store_oid_parse(&oid, NULL));
	cr_expect(!store_oid_parse(&oid, ""));
	cr_expect(!store_oid_parse(&oid, known + 1));
	cr_expect(!store_oid_parse(&oid, "0123456789abcdef0123456789abcdef012345678"));
	cr_expect_eq(store_oid_from_text(&oid, "0123", &err), NLOG_ENOTFOUND);
	cr_expect_str_eq(err.text, "'0123' is not the id of an object");
	cr_expect_eq(store_oid_from_text(&oid, known, &err), 0);
}

Test(oid, types_have_the_names_that_libgit2_gives_them)
{
	for (int i = GIT_OBJECT_ANY; i <= GIT_OBJECT_REF_DELTA; i++) {
		git_object_t type = (git_object_t)i;
		bool is_whole = git_object_typeisloose(type);

		cr_expect_eq(store_type_is_whole(type), is_whole, "%d", i);
		if (is_whole) {
			cr_expect_str_eq(store_type_name(type),
					 git_object_type2string(type));
			cr_expect_eq(store_type_of(store_type_name(type)), type);
		} else {
			cr_expect_str_empty(store_type_name(type));
		}
	}
	cr_expect_eq(store_type_of("commits"), GIT_OBJECT_INVALID);
	cr_expect_eq(store_type_of("OFS_DELTA"), GIT_OBJECT_INVALID);
	cr_expect_eq(store_type_of(""), GIT_OBJECT_INVALID);
}
