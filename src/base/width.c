/* What of a text can be shown as it is, and the columns that it takes. */
#include <noticelog/text.h>

#include <stdint.h>
#include <uniwidth.h>

#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029

#define SOFT_HYPHEN 0xad

/*
 * Letters with accents, dashes, quotes and arrows, of which most of what is not ASCII
 * consists: all of them can be shown, and take one column.
 */
static bool is_narrow(unsigned codepoint)
{
	return (codepoint >= 0xa0 && codepoint < 0x300 && codepoint != SOFT_HYPHEN) ||
	       (codepoint >= 0x2010 && codepoint < LINE_SEPARATOR) ||
	       (codepoint >= 0x2190 && codepoint < 0x2200);
}

static bool can_be_shown(unsigned codepoint)
{
	return is_narrow(codepoint) ||
	       (!nlog_text_is_forbidden(codepoint) && codepoint != LINE_SEPARATOR &&
		codepoint != PARAGRAPH_SEPARATOR);
}

static size_t columns_of(unsigned codepoint)
{
	int columns = is_narrow(codepoint) ? 1 : uc_width(codepoint, "UTF-8");

	return columns > 0 ? (size_t)columns : 0;
}

/* Most text is plain; what is not is looked at character by character. */
size_t nlog_text_visible(nlog_slice text, size_t *columns)
{
	size_t i = nlog_text_printable(text);

	*columns = i;
	while (i < text.len) {
		unsigned codepoint;
		int len = nlog_text_next(text, i, &codepoint);
		size_t plain;

		if (!len || !can_be_shown(codepoint))
			break;
		i += (size_t)len;
		plain = nlog_text_printable(nlog_slice_from(text, i));
		i += plain;
		*columns += plain + columns_of(codepoint);
	}
	return i;
}

/* Plain bytes together, all else character by character. */
size_t nlog_text_fit(nlog_slice text, size_t columns)
{
	size_t i = 0;

	for (;;) {
		size_t plain = nlog_text_printable(nlog_slice_from(text, i)), width;
		unsigned codepoint;
		int len;

		if (plain > columns)
			return i + columns;
		i += plain;
		columns -= plain;
		len = nlog_text_next(text, i, &codepoint);
		if (!len || (width = columns_of(codepoint)) > columns)
			return i;
		i += (size_t)len;
		columns -= width;
	}
}

static size_t width_by_library(nlog_slice text)
{
	int width = u8_width((const uint8_t *)text.data, text.len, "UTF-8");

	return width > 0 ? (size_t)width : 0;
}

/* Each plain byte takes a column; the library, which looks in tables, is asked for the rest. */
size_t nlog_text_width(nlog_slice text)
{
	size_t i = nlog_text_printable(text), width = i;

	while (i < text.len) {
		unsigned codepoint = 0;
		int len = nlog_text_next(text, i, &codepoint);
		size_t plain;

		/* What is no text it takes in its own way, and a NUL ends it. */
		if (!len || !codepoint)
			return width_by_library(text);
		i += (size_t)len;
		plain = nlog_text_printable(nlog_slice_from(text, i));
		i += plain;
		width += plain + columns_of(codepoint);
	}
	return width;
}
