/**
 * @file
 * Text: a borrowed slice, and a buffer that grows.
 */
#ifndef NOTICELOG_STR_H
#define NOTICELOG_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A borrowed run of bytes inside somebody else's buffer; not ended by NUL. */
typedef struct {
	const char *data;
	size_t len;
} nlog_slice;

#define NLOG_SLICE(literal) ((nlog_slice){(literal), sizeof(literal) - 1})

/** @return the whole of a string ended by NUL, as a slice; empty for NULL */
nlog_slice nlog_slice_of(const char *text);

/** @return slice without the ASCII white space at its two ends */
nlog_slice nlog_slice_trim(nlog_slice slice);

/** @return the slice from byte start on; empty past the end */
nlog_slice nlog_slice_from(nlog_slice slice, size_t start);

bool nlog_slice_equal(nlog_slice a, nlog_slice b);
bool nlog_slice_is(nlog_slice slice, const char *text);
bool nlog_slice_starts(nlog_slice slice, const char *prefix);
bool nlog_slice_ends(nlog_slice slice, const char *suffix);

/** ASCII letters of either case are equal; other bytes must be the same. */
bool nlog_slice_is_nocase(nlog_slice slice, const char *text);
bool nlog_slice_starts_nocase(nlog_slice slice, const char *prefix);

/**
 * The first eight bytes of a text, ASCII letters as small ones, as a number: where two
 * numbers differ they are in the order that strcasecmp() gives the texts. Who sorts many
 * texts need not look at them where they lie, again and again.
 */
uint64_t nlog_str_rank_nocase(const char *text);

/**
 * Is word one of the words of a list, parted by single spaces? Capitals of ASCII
 * in word count as small letters; the list has none.
 */
bool nlog_slice_is_listed(nlog_slice word, const char *lower_words);

/** @return offset of needle in slice, or -1 */
ptrdiff_t nlog_slice_find(nlog_slice slice, const char *needle);

/** A buffer that grows; NLOG_STR_INIT is empty. data is NULL until something is added. */
typedef struct {
	char *data;
	size_t len;
	size_t capacity;
} nlog_str;

#define NLOG_STR_INIT                                                                      \
	{                                                                                  \
		NULL, 0, 0                                                                 \
	}

/** @return a copy, in a buffer without room to spare */
nlog_str nlog_str_from(nlog_slice slice);

/** Make room for so many bytes more, so that the text does not move while they are added. */
void nlog_str_reserve(nlog_str *str, size_t more);

/**
 * Make the text longer by so many bytes that are not set: the caller fills in all of them.
 *
 * @return the first of them; borrowed until the next change
 */
char *nlog_str_extend(nlog_str *str, size_t more);

void nlog_str_add(nlog_str *str, const char *text);
void nlog_str_addn(nlog_str *str, const char *data, size_t len);
void nlog_str_addc(nlog_str *str, char c);
void nlog_str_add_slice(nlog_str *str, nlog_slice slice);
void nlog_str_add_repeat(nlog_str *str, char c, size_t count);

/**
 * Append a number in decimal digits, zeros in front of them up to a width that
 * counts its sign: what `%0*lld` gives, without a format to be read.
 */
void nlog_str_add_int(nlog_str *str, long long value, size_t width);
void nlog_str_addf(nlog_str *str, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void nlog_str_addv(nlog_str *str, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/**
 * Add foreign bytes so that a terminal or a log can show them: control
 * characters (C0, DEL, C1), bidi controls, line separators and noncharacters
 * appear as `\u{9b}`, bytes that are no UTF-8 as `\x{ff}`. Everything else is
 * added as it is.
 */
void nlog_str_add_visible(nlog_str *str, nlog_slice foreign);

/** Append a word in quotes, as a shell takes it whatever is in it. */
void nlog_str_add_quoted(nlog_str *out, const char *word);

/** Shorten to len bytes; a longer len changes nothing. */
void nlog_str_truncate(nlog_str *str, size_t len);

/** @return the text, ended by NUL, borrowed until the next change; "" when empty */
const char *nlog_str_text(const nlog_str *str);

/** @return the text as a slice, borrowed until the next change */
nlog_slice nlog_str_slice(const nlog_str *str);

/** @return the text, owned by the caller; never NULL. The buffer is empty after it. */
char *nlog_str_detach(nlog_str *str);

/** Free what it holds and make it empty again. */
void nlog_str_clear(nlog_str *str);

#endif
