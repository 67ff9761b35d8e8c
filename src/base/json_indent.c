/* From pure canonical form to the stored one, by its bytes alone. */
#include <noticelog/json.h>

#include <noticelog/file.h>
#include <noticelog/text.h>

/* What is nested deeper is left alone: white space would be most of what is written. */
#define MOST_LEVELS 8

/* A line break, and the blanks of that level. */
static nlog_slice line_break(size_t depth)
{
	static const char blanks[1 + 2 * MOST_LEVELS + 1] = "\n                ";

	return (nlog_slice){blanks, 1 + 2 * depth};
}

/* The string at the start of text, with its quotes; empty: it does not end. */
static nlog_slice string_at(nlog_slice text)
{
	size_t i = 1;

	while ((i += nlog_text_plain(nlog_slice_from(text, i))) < text.len &&
	       text.data[i] != '"')
		i += text.data[i] == '\\' ? 2 : 1;
	return (nlog_slice){text.data, i < text.len ? i + 1 : 0};
}

/* One mark, word or string. @return its length, 0 if it cannot stand here */
static size_t add_token(nlog_str *out, nlog_slice text, size_t *depth)
{
	nlog_slice token = {text.data, 1};
	bool is_empty;

	switch (*text.data) {
	case '{':
	case '[':
		is_empty = text.len > 1 && text.data[1] == (*text.data == '{' ? '}' : ']');
		token.len += is_empty;
		nlog_str_add_slice(out, token);
		if (is_empty)
			break;
		if (++*depth > MOST_LEVELS)
			return 0;
		nlog_str_add_slice(out, line_break(*depth));
		break;
	case '}':
	case ']':
		if (!*depth)
			return 0;
		nlog_str_add_slice(out, line_break(--*depth));
		nlog_str_add_slice(out, token);
		break;
	case ',':
		nlog_str_add_slice(out, token);
		nlog_str_add_slice(out, line_break(*depth));
		break;
	case ':':
		nlog_str_add_slice(out, NLOG_SLICE(": "));
		break;
	case '"':
		token = string_at(text);
		nlog_str_add_slice(out, token);
		break;
	default:
		nlog_str_add_slice(out, token);
	}
	return token.len;
}

size_t nlog_json_indent(nlog_str *out, nlog_slice text)
{
	size_t depth = 0, i = 0;

	do {
		size_t len =
			i < text.len ? add_token(out, nlog_slice_from(text, i), &depth) : 0;

		if (!len || out->len > NLOG_FILE_LIMIT)
			return 0;
		i += len;
	} while (depth);
	nlog_str_addc(out, '\n');
	return i;
}
