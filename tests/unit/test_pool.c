/* Pools: what is in them stays where it is, as it was. */
#include <noticelog/pool.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char *numbered(nlog_pool *pool, size_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "text %zu", number);
	return nlog_pool_text(pool, nlog_slice_of(text));
}

static void expect_numbered(const char *text, size_t number)
{
	char wanted[32];

	snprintf(wanted, sizeof(wanted), "text %zu", number);
	cr_expect_str_eq(text, wanted);
}

Test(pool, keeps_texts_and_memory_of_any_size)
{
	enum { MANY = 20000, LARGE = 300000 };
	nlog_pool pool = NLOG_POOL_INIT;
	char **texts = nlog_alloc_array(MANY, sizeof(*texts));
	char *large;

	for (size_t i = 0; i < MANY; i++) {
		uint64_t *number = nlog_pool_alloc(&pool, sizeof(*number));

		cr_assert_eq((uintptr_t)number % sizeof(void *), 0);
		*number = i;
		texts[i] = numbered(&pool, i);
	}
	large = nlog_pool_alloc(&pool, LARGE);
	memset(large, 'x', LARGE);
	cr_expect_str_eq(nlog_pool_text(&pool, nlog_slice_of("")), "");
	for (size_t i = 0; i < MANY; i++)
		expect_numbered(texts[i], i);
	cr_expect_lt(pool.count, 40, "%zu chunks", pool.count);
	nlog_pool_clear(&pool);
	nlog_free(texts);
}

/* An array that is filled for long grows in place, one that others follow is copied. */
Test(pool, extends_an_array_whatever_is_asked_for_in_between)
{
	static const size_t gaps[] = {100, 1000, SIZE_MAX};

	for (size_t g = 0; g < sizeof(gaps) / sizeof(*gaps); g++) {
		nlog_pool pool = NLOG_POOL_INIT;
		size_t *items = NULL;
		char *text = numbered(&pool, g);

		for (size_t i = 0; i < 30000; i++) {
			items = nlog_pool_extend(&pool, items, i * sizeof(*items),
						 sizeof(*items));
			items[i] = i;
			if ((i + 1) % gaps[g] == 0)
				(void)nlog_pool_alloc(&pool, 1);
		}
		for (size_t i = 0; i < 30000; i++)
			cr_assert_eq(items[i], i);
		expect_numbered(text, g);
		nlog_pool_clear(&pool);
	}
}

Test(pool, takes_over_another_one)
{
	nlog_pool pool = NLOG_POOL_INIT, other = NLOG_POOL_INIT;
	char *texts[3000];

	nlog_pool_join(&pool, &other);
	for (size_t i = 0; i < 1000; i++)
		texts[i] = numbered(&other, i);
	nlog_pool_join(&pool, &other);
	cr_expect_eq(other.count, 0);
	for (size_t i = 1000; i < 2000; i++)
		texts[i] = numbered(&other, i);
	nlog_pool_join(&pool, &other);
	for (size_t i = 2000; i < 3000; i++)
		texts[i] = numbered(&pool, i);
	for (size_t i = 0; i < 3000; i++)
		expect_numbered(texts[i], i);
	nlog_pool_clear(&pool);
	nlog_pool_clear(&other);
}

Test(pool, is_used_again_after_a_reset)
{
	nlog_pool pool = NLOG_POOL_INIT;

	nlog_pool_reset(&pool);
	for (size_t round = 0; round < 100; round++) {
		for (size_t i = 0; i < 3000; i++)
			expect_numbered(numbered(&pool, i), i);
		nlog_pool_reset(&pool);
		cr_assert_leq(pool.count, 1);
	}
	nlog_pool_clear(&pool);
}
