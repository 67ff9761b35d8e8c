/**
 * @file
 * Unicode text in normal form (doc/forms.md), and how people compare it.
 *
 * Normal form: valid UTF-8 in NFC; white space is single U+0020, none at the
 * ends; no control characters (C0, DEL, C1), noncharacters or bidi controls.
 */
#ifndef NOTICELOG_TEXT_H
#define NOTICELOG_TEXT_H

#include <noticelog/str.h>

/**
 * Is text in normal form?
 *
 * @param why     when it is not: what is wrong, such as "two spaces in a row"; static; may be NULL
 * @param offset  when it is not: the byte at which; may be NULL
 */
bool nlog_text_is_normal(nlog_slice text, const char **why, size_t *offset);

/**
 * @return how many bytes at the start of text are printable ASCII other than
 *         `"` and `\`: what stands for itself in a string of JSON
 */
size_t nlog_text_plain(nlog_slice text);

/**
 * The same, but before two spaces in a row, if they come first. A text of such
 * bytes alone is in normal form if no space stands at its ends.
 */
size_t nlog_text_single_spaced(nlog_slice text);

/**
 * Append text in normal form. White space of any kind (NBSP too) becomes one
 * space, what normal form forbids is dropped.
 *
 * @param text  valid UTF-8
 * @return      how many characters were dropped (white space not counted)
 */
size_t nlog_text_normalise(nlog_str *out, nlog_slice text);

/** @return true if text is valid UTF-8; else *offset (may be NULL) is the first bad byte */
bool nlog_text_is_utf8(nlog_slice text, size_t *offset);

/** @return how many bytes at the start of text are printable ASCII: each takes a column */
size_t nlog_text_printable(nlog_slice text);

/**
 * @param columns  those that they take
 * @return how many bytes at the start of text are characters that can be shown as they
 *         are: see nlog_str_add_visible()
 */
size_t nlog_text_visible(nlog_slice text, size_t *columns);

/** @return the columns that text takes on a terminal; control characters count 0 */
size_t nlog_text_width(nlog_slice text);

/**
 * @return how many bytes at the start of text take no more than so many columns; whole
 *         characters, and none behind a byte that is no UTF-8
 */
size_t nlog_text_fit(nlog_slice text, size_t columns);

/** @return how many characters (code points) are in the first len bytes */
size_t nlog_text_count(nlog_slice text);

/**
 * Append only the letters and digits of text, with their accents, case folded.
 * Two texts that differ in punctuation, dashes, quotes, spacing or case alone
 * give the same bytes.
 */
void nlog_text_add_letters(nlog_str *out, nlog_slice text);

/** @return true if both have the same letters and digits, as above */
bool nlog_text_same_letters(nlog_slice a, nlog_slice b);

/** A code point with its length in bytes. @return 0 at the end or at a bad byte */
int nlog_text_next(nlog_slice text, size_t offset, unsigned *codepoint);

/** @return true for a code point that normal form forbids (bidi controls, C0, C1, DEL, noncharacters) */
bool nlog_text_is_forbidden(unsigned codepoint);

#endif
