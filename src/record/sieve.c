/* Things by the hashes of texts: a table of hashes, a chain of numbers for each. */
#include "sieve.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 1024

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 32);
}

uint64_t nlog_sieve_hash(uint64_t kind, nlog_slice text)
{
	uint64_t hash = mix(kind, text.len), word;

	for (; text.len >= sizeof(word); text = nlog_slice_from(text, sizeof(word))) {
		memcpy(&word, text.data, sizeof(word));
		hash = mix(hash, word);
	}
	word = 0;
	if (text.len)
		memcpy(&word, text.data, text.len);
	return mix(hash, word);
}

/* That of the hash, or a free one. */
static nlog_sieve_slot *slot_of(const nlog_sieve *sieve, uint64_t hash)
{
	size_t at = hash & (sieve->slot_count - 1);

	while (sieve->slots[at].last && sieve->slots[at].hash != hash)
		at = (at + 1) & (sieve->slot_count - 1);
	return &sieve->slots[at];
}

static void grow(nlog_sieve *sieve)
{
	nlog_sieve larger = *sieve;

	larger.slot_count = sieve->slot_count ? sieve->slot_count * 2 : FIRST_SLOTS;
	larger.slots = nlog_alloc_array(larger.slot_count, sizeof(*larger.slots));
	for (size_t i = 0; i < sieve->slot_count; i++)
		if (sieve->slots[i].last)
			*slot_of(&larger, sieve->slots[i].hash) = sieve->slots[i];
	nlog_free(sieve->slots);
	*sieve = larger;
}

void nlog_sieve_add(nlog_sieve *sieve, uint64_t hash, uint32_t number)
{
	nlog_sieve_slot *slot;

	if (sieve->used * 2 >= sieve->slot_count)
		grow(sieve);
	slot = slot_of(sieve, hash);
	sieve->used += !slot->last;
	NLOG_GROW(sieve->links, sieve->count, sieve->capacity);
	sieve->links[sieve->count++] = (nlog_sieve_link){number, slot->last};
	*slot = (nlog_sieve_slot){hash, (uint32_t)sieve->count};
}

static int compare_numbers(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void keep_each_once(nlog_sieve_numbers *numbers)
{
	size_t kept = 0;

	if (numbers->count)
		qsort(numbers->items, numbers->count, sizeof(*numbers->items),
		      compare_numbers);
	for (size_t i = 0; i < numbers->count; i++)
		if (!kept || numbers->items[kept - 1] != numbers->items[i])
			numbers->items[kept++] = numbers->items[i];
	numbers->count = kept;
}

void nlog_sieve_find(const nlog_sieve *sieve, const uint64_t *hashes, size_t count,
		     nlog_sieve_numbers *out)
{
	for (size_t i = 0; sieve->slot_count && i < count; i++) {
		uint32_t at = slot_of(sieve, hashes[i])->last;

		for (; at; at = sieve->links[at - 1].before) {
			NLOG_GROW(out->items, out->count, out->capacity);
			out->items[out->count++] = sieve->links[at - 1].number;
		}
	}
	keep_each_once(out);
}

void nlog_sieve_clear(nlog_sieve *sieve)
{
	nlog_free(sieve->slots);
	nlog_free(sieve->links);
	*sieve = (nlog_sieve){.slots = NULL};
}
