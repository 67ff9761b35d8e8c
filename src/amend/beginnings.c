/* Where could one of a few words stand? A look at bytes, which spares parting most text into words. */
#include "beginnings.h"

static bool is_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Behind such a byte no word begins. */
static bool is_inside(unsigned char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* But for case. */
static bool is_same(unsigned char a, unsigned char b)
{
	return ((a ^ b) & ~0x20) == 0;
}

void beginnings_add(beginnings *b, nlog_slice word, bool is_capital)
{
	if (!word.len)
		return;
	if (b->count == BEGINNINGS_MAX) {
		b->is_anything = true;
		return;
	}
	unsigned char first = (unsigned char)word.data[0];
	b->words[b->count++] = word;
	b->is_first[is_letter(first) ? first & ~0x20 : first] = true;
	if (!is_capital || !is_letter(first))
		b->is_first[first ^ 0x20] = b->is_first[first] = true;
}

void beginnings_fold(beginnings *b)
{
	b->is_folded = true;
	for (size_t c = 0xc0; c < 256; c++)
		b->is_first[c] = true;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * Do two different bytes behind the same beginning tell the words apart? Of
 * letters and digits of ASCII no other case or form makes each other. Other
 * signs may stand for nothing; folding keeps those of ASCII, but makes several
 * blanks one.
 */
static bool tell_apart(bool is_folded, nlog_slice text, size_t at, unsigned char other)
{
	unsigned char c = (unsigned char)text.data[at];
	if (is_inside(c) && is_inside(other))
		return !is_same(c, other);
	if (!is_folded || c >= 0x80 || other >= 0x80)
		return false;
	return !is_blank(c) ||
	       (other != ' ' && !is_blank((unsigned char)text.data[at - 1]));
}

static bool may_begin(const beginnings *b, nlog_slice text, nlog_slice word)
{
	if (!is_same((unsigned char)text.data[0], (unsigned char)word.data[0]))
		return false;
	for (size_t i = 1; i < text.len && i < word.len; i++) {
		if (text.data[i] == word.data[i])
			continue;
		if (tell_apart(b->is_folded, text, i, (unsigned char)word.data[i]))
			return false;
		if (!is_inside((unsigned char)text.data[i]))
			return true;
	}
	return true;
}

/* U+2000 … U+203F: quotation marks and dashes, of which no letters become. */
static bool is_mark(nlog_slice text)
{
	return nlog_slice_starts(text, "\xe2\x80");
}

/* Could a word begin at this byte, which is a first one? */
static bool may_begin_at(const beginnings *b, nlog_slice text, size_t at)
{
	nlog_slice rest = {text.data + at, text.len - at};
	if (b->is_folded && (unsigned char)*rest.data >= 0xc0 && !is_mark(rest))
		return true;
	if (at > 0 && is_inside((unsigned char)text.data[at - 1]))
		return false;
	for (size_t i = 0; i < b->count; i++)
		if (may_begin(b, rest, b->words[i]))
			return true;
	return false;
}

bool beginnings_may_be_in(const beginnings *b, nlog_slice text)
{
	const unsigned char *bytes = (const unsigned char *)text.data;
	for (size_t at = 0; !b->is_anything; at++) {
		while (at < text.len && !b->is_first[bytes[at]])
			at++;
		if (at == text.len)
			return false;
		if (may_begin_at(b, text, at))
			return true;
	}
	return true;
}
