/* The sieve: all that goes by a text is found by it, each once and in order. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdio.h>

#include "../../src/record/sieve.h"

/* More than fit into the first table, and several things for each text. */
#define TEXTS 5000
#define THINGS 3

static uint64_t hash_of(uint64_t kind, unsigned text)
{
	char room[32];
	int len = snprintf(room, sizeof(room), "text %u", text);

	return nlog_sieve_hash(kind, (nlog_slice){room, (size_t)len});
}

Test(sieve, finds_each_thing_once_and_in_order)
{
	nlog_sieve sieve = {.slots = NULL};

	for (uint32_t thing = THINGS; thing-- > 0;)
		for (unsigned text = 0; text < TEXTS; text++)
			nlog_sieve_add(&sieve, hash_of(0, text), text * THINGS + thing);
	for (unsigned text = 0; text + 1 < TEXTS; text++) {
		const uint64_t asked[] = {hash_of(0, text + 1), hash_of(0, text),
					  hash_of(0, text)};
		nlog_sieve_numbers found = {.items = NULL};

		nlog_sieve_find(&sieve, asked, sizeof(asked) / sizeof(*asked), &found);
		cr_assert_eq(found.count, 2 * THINGS, "text %u", text);
		for (uint32_t i = 0; i < 2 * THINGS; i++)
			cr_assert_eq(found.items[i], text * THINGS + i, "text %u", text);
		nlog_free(found.items);
	}
	nlog_sieve_clear(&sieve);
}

Test(sieve, finds_nothing_by_another_text_or_kind)
{
	const uint64_t asked[] = {hash_of(1, 0), hash_of(0, 1)};
	nlog_sieve sieve = {.slots = NULL};
	nlog_sieve_numbers found = {.items = NULL};

	nlog_sieve_find(&sieve, asked, 2, &found);
	cr_expect_eq(found.count, 0, "an empty one has nothing");
	nlog_sieve_add(&sieve, hash_of(0, 0), 7);
	nlog_sieve_find(&sieve, asked, 2, &found);
	cr_expect_eq(found.count, 0);
	nlog_sieve_clear(&sieve);
}

Test(sieve, tells_texts_apart_that_differ_in_length_alone)
{
	static const char zeros[16] = "";

	for (size_t len = 0; len < sizeof(zeros); len++)
		cr_expect_neq(nlog_sieve_hash(0, (nlog_slice){zeros, len}),
			      nlog_sieve_hash(0, (nlog_slice){zeros, len + 1}), "%zu", len);
}
