/*
 * A set of words, and a quick answer to whether one of them could stand in a
 * text. "Yes" says nothing; after "no" the text need not be read.
 */
#ifndef AMEND_BEGINNINGS_PRIVATE_H
#define AMEND_BEGINNINGS_PRIVATE_H

#include <noticelog/str.h>

/* More words are in any text. */
#define BEGINNINGS_MAX 64

typedef struct {
	bool is_first[256]; /* bytes that one of them can start with */
	bool is_folded;     /* letters of other scripts can be the same by case folding */
	bool is_anything;
	nlog_slice words[BEGINNINGS_MAX];
	size_t count;
} beginnings;

/* Add a word, borrowed; is_capital: in the text it starts with a capital letter. */
void beginnings_add(beginnings *b, nlog_slice word, bool is_capital);

/* The words are compared with case folded beyond ASCII: U+017F is an s. */
void beginnings_fold(beginnings *b);

/* @return false if the text has none of the words, in whatever case */
bool beginnings_may_be_in(const beginnings *b, nlog_slice text);

#endif
