/* From a JSON Pointer to the place in the text, by the tokens alone. */
#include <noticelog/json.h>

#include "json_lexer.h"

/* Step past a value whose first token was read. @return false if the text breaks off */
static bool skip_value(json_lexer *lexer, json_token_kind kind)
{
	size_t depth = 0;
	json_token token;

	for (;; kind = json_lexer_next(lexer, &token)) {
		if (kind == JSON_TOKEN_OBJECT || kind == JSON_TOKEN_ARRAY)
			depth++;
		else if (kind == JSON_TOKEN_END || kind == JSON_TOKEN_BAD)
			return false;
		else if (depth &&
			 (kind == JSON_TOKEN_OBJECT_END || kind == JSON_TOKEN_ARRAY_END))
			depth--;
		if (!depth)
			return true;
	}
}

/* The next segment of a pointer, with `~1` a slash and `~0` a tilde (RFC 6901, 4). */
static const char *read_segment(const char *pointer, nlog_str *segment)
{
	nlog_str_truncate(segment, 0);
	for (pointer++; *pointer && *pointer != '/'; pointer++) {
		char c = *pointer;

		if (c == '~' && (pointer[1] == '0' || pointer[1] == '1'))
			c = *++pointer == '0' ? '~' : '/';
		nlog_str_addc(segment, c);
	}
	return pointer;
}

/* Step to the value of an object's member. @return false if there is none */
static bool enter_member(json_lexer *lexer, nlog_slice name, json_token *value)
{
	nlog_str decoded = NLOG_STR_INIT;
	json_token key;
	bool found = false;

	while (!found && json_lexer_next(lexer, &key) == JSON_TOKEN_STRING &&
	       json_lexer_next(lexer, value) == JSON_TOKEN_COLON) {
		json_lexer_next(lexer, value);
		found = nlog_slice_equal(json_token_text(lexer, &key, &decoded), name);
		if (!found && (!skip_value(lexer, value->kind) ||
			       json_lexer_next(lexer, value) != JSON_TOKEN_COMMA))
			break;
	}
	nlog_str_clear(&decoded);
	return found && json_token_starts_value(value->kind);
}

size_t nlog_json_member(nlog_slice text, nlog_slice name)
{
	json_lexer lexer;
	json_token token;

	json_lexer_init(&lexer, text);
	return json_lexer_next(&lexer, &token) == JSON_TOKEN_OBJECT &&
			       enter_member(&lexer, name, &token)
		       ? token.start
		       : 0;
}

/* An index of RFC 6901: digits without a leading zero. */
static bool read_index(nlog_slice text, size_t *index)
{
	enum { MOST_DIGITS = 9 };

	*index = 0;
	if (!text.len || text.len > MOST_DIGITS || (text.len > 1 && text.data[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*index = *index * 10 + (size_t)(text.data[i] - '0');
	}
	return true;
}

static bool enter_element(json_lexer *lexer, nlog_slice name, json_token *value)
{
	size_t index;

	if (!read_index(name, &index))
		return false;
	json_lexer_next(lexer, value);
	for (; index && json_token_starts_value(value->kind); index--) {
		if (!skip_value(lexer, value->kind) ||
		    json_lexer_next(lexer, value) != JSON_TOKEN_COMMA)
			return false;
		json_lexer_next(lexer, value);
	}
	return json_token_starts_value(value->kind);
}

void nlog_json_locate(nlog_slice text, const char *pointer, unsigned *line,
		      unsigned *column)
{
	nlog_str segment = NLOG_STR_INIT;
	json_lexer lexer;
	json_token token;
	size_t place;
	bool found = true;

	json_lexer_init(&lexer, text);
	json_lexer_next(&lexer, &token);
	place = token.start;
	while (found && *pointer == '/') {
		pointer = read_segment(pointer, &segment);
		if (token.kind == JSON_TOKEN_OBJECT)
			found = enter_member(&lexer, nlog_str_slice(&segment), &token);
		else if (token.kind == JSON_TOKEN_ARRAY)
			found = enter_element(&lexer, nlog_str_slice(&segment), &token);
		else
			found = false;
		if (found)
			place = token.start;
	}
	nlog_str_clear(&segment);
	json_place(text, place, line, column);
}
