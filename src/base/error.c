/* Errors: filled once, where the failure is seen. */
#include <noticelog/error.h>

#include <noticelog/str.h>
#include <string.h>

/* Copy as much of text as the room takes, cut between characters. */
static void copy_visible(char *room, size_t size, const char *text)
{
	nlog_str visible = NLOG_STR_INIT;
	size_t len;

	nlog_str_add_visible(&visible, nlog_slice_of(text));
	len = visible.len;
	if (len >= size) {
		len = size - 1;
		while (len && ((unsigned char)visible.data[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(room, nlog_str_text(&visible), len);
	room[len] = '\0';
	nlog_str_clear(&visible);
}

static void fill(nlog_error *err, nlog_code code, const char *source, unsigned line,
		 unsigned column, const char *format, va_list args)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addv(&text, format, args);
	err->code = code;
	err->line = line;
	err->column = column;
	copy_visible(err->source, sizeof(err->source), source ? source : "");
	copy_visible(err->text, sizeof(err->text), nlog_str_text(&text));
	nlog_str_clear(&text);
}

int nlog_error_set(nlog_error *err, nlog_code code, const char *format, ...)
{
	va_list args;

	if (!err)
		return code;
	va_start(args, format);
	fill(err, code, NULL, 0, 0, format, args);
	va_end(args);
	return code;
}

int nlog_error_at(nlog_error *err, nlog_code code, const char *source, unsigned line,
		  unsigned column, const char *format, ...)
{
	va_list args;

	if (!err)
		return code;
	va_start(args, format);
	fill(err, code, source, line, column, format, args);
	va_end(args);
	return code;
}

int nlog_error_source(nlog_error *err, const char *source)
{
	if (!err)
		return NLOG_EIO;
	if (!err->source[0] && source)
		copy_visible(err->source, sizeof(err->source), source);
	return err->code;
}
