/**
 * @file
 * Words of a text, as Unicode breaks them.
 */
#ifndef NOTICELOG_DIFF_WORDS_H
#define NOTICELOG_DIFF_WORDS_H

#include <noticelog/str.h>
#include <stdbool.h>
#include <stdint.h>

/** A text's words, and the spaces and marks between them, from start to end. */
typedef struct {
	nlog_slice text;  /**< borrowed */
	uint32_t *starts; /**< count + 1 offsets, the last one text.len; owned */
	uint32_t count;
} nlog_diff_words_list;

/** Offsets are kept in 32 bits, and diagonals of an alignment in signed ones. */
#define NLOG_DIFF_TEXT_MAX (UINT32_C(1) << 30)

/** Split text, which is shorter than NLOG_DIFF_TEXT_MAX. Free with nlog_diff_words_clear(). */
void nlog_diff_words_split(nlog_diff_words_list *out, nlog_slice text);

/** @return word `index`, borrowed from the text */
nlog_slice nlog_diff_words_at(const nlog_diff_words_list *list, uint32_t index);

/** Has word a letter or digit at its start, and so is no space or mark? */
bool nlog_diff_is_word(nlog_slice word);

void nlog_diff_words_clear(nlog_diff_words_list *list);

#endif
