/* Equal texts get equal numbers: a hash table that no input can make slow. */
#include "intern.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/*
 * A text looks at no more than this many slots. One that finds all of them taken
 * by others is put aside: since nothing ever leaves the table, all its equals
 * are put aside too, and those are numbered by sorting. So texts made to collide
 * cost n log n and no more.
 */
#define PROBES 8

struct table {
	const nlog_slice *texts;
	uint32_t *slots; /* 1 + index of the first text with this content; 0: free */
	size_t mask;
};

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 32);
}

/* Eight bytes at a time; folded as it goes, because the table uses the low bits. */
static size_t hash(nlog_slice text)
{
	uint64_t h = text.len, word;

	for (; text.len >= sizeof(word); text = nlog_slice_from(text, sizeof(word))) {
		memcpy(&word, text.data, sizeof(word));
		h = mix(h, word);
	}
	word = 0;
	if (text.len)
		memcpy(&word, text.data, text.len);
	return (size_t)mix(h, word);
}

/* Index of the first text equal to text `index`, maybe itself; NONE if put aside. */
static uint32_t find_first(struct table *table, uint32_t index)
{
	size_t slot = hash(table->texts[index]);

	for (size_t probe = 0; probe < PROBES; probe++) {
		uint32_t *held = &table->slots[(slot + probe) & table->mask];

		if (!*held) {
			*held = index + 1;
			return index;
		}
		if (nlog_slice_equal(table->texts[*held - 1], table->texts[index]))
			return *held - 1;
	}
	return NLOG_DIFF_NONE;
}

static int compare_texts(nlog_slice a, nlog_slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.data, b.data, len) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* For qsort_r: by content, then by index. */
static int compare_indexes(const void *a, const void *b, void *texts)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int order = compare_texts(((const nlog_slice *)texts)[i],
				  ((const nlog_slice *)texts)[j]);

	return order ? order : (i > j) - (i < j);
}

/* Number the texts that were put aside, from `next` on. */
static uint32_t number_aside(uint32_t *ids, const nlog_slice *texts, uint32_t *aside,
			     size_t count, uint32_t next)
{
	qsort_r(aside, count, sizeof(*aside), compare_indexes, (void *)texts);
	for (size_t i = 0; i < count; i++) {
		bool is_new =
			i == 0 || !nlog_slice_equal(texts[aside[i - 1]], texts[aside[i]]);

		ids[aside[i]] = is_new ? next++ : ids[aside[i - 1]];
	}
	return next;
}

uint32_t nlog_diff_intern(uint32_t *ids, const nlog_slice *texts, size_t count)
{
	struct table table = {.texts = texts, .mask = 15};
	uint32_t *aside = NULL, next = 0;
	size_t aside_count = 0, aside_room = 0;

	while (table.mask < 2 * count)
		table.mask = 2 * table.mask + 1;
	table.slots = nlog_alloc_array(table.mask + 1, sizeof(*table.slots));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t first = find_first(&table, i);

		if (first == NLOG_DIFF_NONE) {
			NLOG_GROW(aside, aside_count, aside_room);
			aside[aside_count++] = i;
		} else {
			ids[i] = first == i ? next++ : ids[first];
		}
	}
	nlog_free(table.slots);
	if (aside_count)
		next = number_aside(ids, texts, aside, aside_count, next);
	nlog_free(aside);
	return next;
}
