/**
 * @file
 * Random notices for laws that must hold for all of them.
 *
 * Everything comes from a seed, so a failure is repeated by its seed alone. The
 * notices are in standard form and have all fields of all types, each with a
 * value, null or absent; texts mix scripts, accents, emoji and marks.
 */
#ifndef NOTICELOG_TESTS_GENERATE_H
#define NOTICELOG_TESTS_GENERATE_H

#include <noticelog/notice.h>
#include <stdint.h>

/** A source of random numbers: a value, copied freely. */
typedef struct {
	uint64_t state;
} nlog_test_random;

/** @return a source whose numbers depend on the seed alone */
nlog_test_random nlog_test_seed(uint64_t seed);

/** @return the next number, 0 … 2^64-1 */
uint64_t nlog_test_next(nlog_test_random *random);

/** @return 0 … limit-1; limit is not 0 */
size_t nlog_test_below(nlog_test_random *random, size_t limit);

/** @return true `percent` times of a hundred */
bool nlog_test_chance(nlog_test_random *random, unsigned percent);

/**
 * Append count random words in normal form, parted by single spaces.
 *
 * @param marks  with punctuation between them, such as commas, dashes and quotes;
 *               without, the words also make an item of a list
 */
void nlog_test_add_words(nlog_str *out, nlog_test_random *random, size_t count, bool marks);

/** @return a random value of a type in standard form, owned; never null */
json_t *nlog_test_value(nlog_test_random *random, nlog_type_id type);

/** @return a random notice, owned: nlog_notice_free() */
nlog_notice *nlog_test_notice(nlog_test_random *random);

/**
 * Edit a notice as people do: a few fields get another value, become null or
 * absent or come back; lists lose, gain, repeat and swap entries; paragraphs get
 * another word, are swapped, parted from their list or added.
 *
 * @return the edited notice, owned; by chance equal to the given one
 */
nlog_notice *nlog_test_edited(nlog_test_random *random, const nlog_notice *notice);

#endif
