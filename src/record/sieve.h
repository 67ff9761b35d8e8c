/**
 * @file
 * A sieve: which things may be meant by a text.
 *
 * Texts are told apart by their hashes alone. What goes by a text is found by it, and
 * sometimes something else, so that all that is found has to be looked at.
 */
#ifndef NOTICELOG_RECORD_SIEVE_H
#define NOTICELOG_RECORD_SIEVE_H

#include <noticelog/str.h>
#include <stdint.h>

/** A thing that goes by a text, and where the one before it with that text stands. */
typedef struct {
	uint32_t number;
	uint32_t before; /**< 1 + its place in the list; 0: none */
} nlog_sieve_link;

/** All texts of one hash. */
typedef struct {
	uint64_t hash;
	uint32_t last; /**< 1 + the place of the last thing; 0: the slot is free */
} nlog_sieve_slot;

typedef struct {
	nlog_sieve_slot *slots;
	size_t slot_count, used;
	nlog_sieve_link *links;
	size_t count, capacity;
} nlog_sieve;

/** Numbers of things, each once and in order. */
typedef struct {
	uint32_t *items;
	size_t count, capacity;
} nlog_sieve_numbers;

/** @param kind  the same text is another one of another kind */
uint64_t nlog_sieve_hash(uint64_t kind, nlog_slice text);

/** A thing goes by the text of that hash. */
void nlog_sieve_add(nlog_sieve *sieve, uint64_t hash, uint32_t number);

/**
 * Find the things that may go by one of some texts.
 *
 * @param out  empty; to be freed
 */
void nlog_sieve_find(const nlog_sieve *sieve, const uint64_t *hashes, size_t count,
		     nlog_sieve_numbers *out);

void nlog_sieve_clear(nlog_sieve *sieve);

#endif
