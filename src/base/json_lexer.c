/* The one tokenizer of JSON: strict RFC 8259 grammar, checked UTF-8. */
#include "json_lexer.h"

#include <limits.h>
#include <string.h>
#include <unistr.h>

#include <noticelog/text.h>

/* What a byte means inside a string; 0: it stands for itself. */
enum { PLAIN, QUOTE, ESCAPE, CONTROL, HIGH };

#define X8(value) value, value, value, value, value, value, value, value
#define X32(value) X8(value), X8(value), X8(value), X8(value)

static const unsigned char string_class[256] = {
	X32(CONTROL), ['"'] = QUOTE, ['\\'] = ESCAPE, [0x80] = X32(HIGH),
	X32(HIGH),    X32(HIGH),     X32(HIGH),
};

void json_lexer_init(json_lexer *lexer, nlog_slice text)
{
	*lexer = (json_lexer){.text = {text.len ? text.data : "", text.len}};
}

/* The byte at an offset; NUL past the end, which no token takes for its own. */
static unsigned char byte_at(const json_lexer *lexer, size_t offset)
{
	return offset < lexer->text.len ? (unsigned char)lexer->text.data[offset] : 0;
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool bad(json_lexer *lexer, size_t at, const char *problem)
{
	lexer->problem = problem;
	lexer->problem_at = at;
	return false;
}

/* A character of two to four bytes; @return its length, 0 if it is no UTF-8 */
static size_t read_character(const json_lexer *lexer, size_t offset, ucs4_t *codepoint)
{
	int len = u8_mbtoucr(codepoint, (const uint8_t *)lexer->text.data + offset,
			     lexer->text.len - offset);

	return len > 0 ? (size_t)len : 0;
}

static bool is_noncharacter(ucs4_t c)
{
	return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static int hex_value(unsigned char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four hexadecimal digits behind `\u` at offset; @return -1 if it is none */
static int read_unit(const json_lexer *lexer, size_t offset)
{
	int unit = 0;

	if (byte_at(lexer, offset) != '\\' || byte_at(lexer, offset + 1) != 'u')
		return -1;
	for (size_t i = offset + 2; i < offset + 6; i++) {
		int digit = hex_value(byte_at(lexer, i));

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* A `\u` escape, or two that are a surrogate pair. @return its length, 0 if bad */
static size_t read_unicode_escape(json_lexer *lexer, size_t offset, ucs4_t *codepoint)
{
	int high = read_unit(lexer, offset);
	int low;

	if (high < 0) {
		bad(lexer, offset, "a \\u escape without four hexadecimal digits");
		return 0;
	}
	*codepoint = (ucs4_t)high;
	if (high < 0xd800 || high > 0xdfff)
		return 6;
	low = high < 0xdc00 ? read_unit(lexer, offset + 6) : -1;
	if (low < 0xdc00 || low > 0xdfff) {
		bad(lexer, offset, "a lone surrogate");
		return 0;
	}
	*codepoint = 0x10000 + (((ucs4_t)high & 0x3ff) << 10) + ((ucs4_t)low & 0x3ff);
	return 12;
}

/* What the letter behind a backslash stands for; NUL for none. */
static char short_escape(unsigned char letter)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *found = letter ? strchr(letters, letter) : NULL;

	return found ? meanings[found - letters] : '\0';
}

/* An escape of either sort. @return its length, 0 if bad */
static size_t read_escape(json_lexer *lexer, size_t offset, ucs4_t *codepoint)
{
	unsigned char letter = byte_at(lexer, offset + 1);
	char meaning = short_escape(letter);

	if (letter == 'u')
		return read_unicode_escape(lexer, offset, codepoint);
	if (!meaning) {
		bad(lexer, offset,
		    offset + 1 < lexer->text.len ? "an escape that JSON does not know"
						 : "the text ends inside a string");
		return 0;
	}
	*codepoint = (ucs4_t)meaning;
	return 2;
}

static void note_character(json_token *token, size_t offset, ucs4_t codepoint)
{
	if (codepoint == 0 && !token->nul_at)
		token->nul_at = offset;
	if (is_noncharacter(codepoint) && !token->noncharacter_at)
		token->noncharacter_at = offset;
}

static bool lex_string(json_lexer *lexer, json_token *token)
{
	const unsigned char *data = (const unsigned char *)lexer->text.data;
	size_t end = lexer->text.len;
	size_t i = token->start + 1;

	token->kind = JSON_TOKEN_STRING;
	token->is_ascii = true;
	for (;;) {
		ucs4_t codepoint;
		size_t len;

		i += nlog_text_plain(nlog_slice_from(lexer->text, i));
		if (i == end)
			return bad(lexer, i, "the text ends inside a string");
		switch (string_class[data[i]]) {
		case PLAIN: /* DEL */
			i++;
			continue;
		case QUOTE:
			token->end = i + 1;
			return true;
		case ESCAPE:
			token->has_escape = true;
			len = read_escape(lexer, i, &codepoint);
			if (len == 0)
				return false;
			break;
		case HIGH:
			token->is_ascii = false;
			len = read_character(lexer, i, &codepoint);
			if (len == 0)
				return bad(lexer, i, "bytes that are no UTF-8");
			break;
		default:
			return bad(lexer, i,
				   data[i] == '\n' || data[i] == '\r'
					   ? "a line break inside a string"
					   : "a control character inside a string");
		}
		note_character(token, i, codepoint);
		i += len;
	}
}

static size_t skip_digits(const json_lexer *lexer, size_t offset)
{
	while (is_digit(byte_at(lexer, offset)))
		offset++;
	return offset;
}

static bool lex_number(json_lexer *lexer, json_token *token)
{
	size_t i = token->start + (byte_at(lexer, token->start) == '-');
	size_t digits = i;

	token->kind = JSON_TOKEN_NUMBER;
	token->is_integer = true;
	i = skip_digits(lexer, digits);
	if (i == digits)
		return bad(lexer, i, "no digit after '-'");
	if (byte_at(lexer, digits) == '0' && i > digits + 1)
		return bad(lexer, digits, "a number with a leading zero");
	if (byte_at(lexer, i) == '.') {
		token->is_integer = false;
		digits = i + 1;
		i = skip_digits(lexer, digits);
		if (i == digits)
			return bad(lexer, i, "no digit after the decimal point");
	}
	if (byte_at(lexer, i) == 'e' || byte_at(lexer, i) == 'E') {
		token->is_integer = false;
		i++;
		if (byte_at(lexer, i) == '+' || byte_at(lexer, i) == '-')
			i++;
		digits = i;
		i = skip_digits(lexer, digits);
		if (i == digits)
			return bad(lexer, i, "no digit in an exponent");
	}
	token->end = i;
	return true;
}

static bool lex_word(json_lexer *lexer, json_token *token)
{
	static const struct {
		const char *word;
		json_token_kind kind;
	} words[] = {
		{"true", JSON_TOKEN_TRUE},
		{"false", JSON_TOKEN_FALSE},
		{"null", JSON_TOKEN_NULL},
	};
	size_t end = token->start;
	nlog_slice word;

	while (is_letter(byte_at(lexer, end)) || is_digit(byte_at(lexer, end)))
		end++;
	word = (nlog_slice){lexer->text.data + token->start, end - token->start};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (nlog_slice_is(word, words[i].word)) {
			token->kind = words[i].kind;
			token->end = end;
			return true;
		}
	}
	return bad(lexer, token->start, "a word that JSON does not know");
}

/* git leaves them at the start of a line, where no JSON can have these characters. */
static bool is_conflict_marker(const json_lexer *lexer, size_t offset)
{
	nlog_slice rest = nlog_slice_from(lexer->text, offset);

	if (offset > 0 && lexer->text.data[offset - 1] != '\n')
		return false;
	return nlog_slice_starts(rest, "<<<<<<< ") || nlog_slice_starts(rest, "=======") ||
	       nlog_slice_starts(rest, ">>>>>>> ") || nlog_slice_starts(rest, "||||||| ");
}

/* What to say about a byte that starts no token. */
static bool lex_stray(json_lexer *lexer, json_token *token)
{
	static const struct {
		const char *start;
		const char *problem;
	} known[] = {
		{"\xef\xbb\xbf", "a byte-order mark, which JSON has not"},
		{"\xff\xfe", "a text in UTF-16, not UTF-8"},
		{"\xfe\xff", "a text in UTF-16, not UTF-8"},
		{"//", "a comment, which JSON has not"},
		{"/*", "a comment, which JSON has not"},
		{"#", "a comment, which JSON has not"},
		{"'", "a single quote; JSON has double ones"},
		{"\xe2\x80\x9c", "a typographic quote; JSON has plain ones"},
		{"\xe2\x80\x9d", "a typographic quote; JSON has plain ones"},
		{"+", "a number with a plus sign"},
		{".", "a decimal point without a digit before it"},
		{"\xc2\xa0", "a no-break space; JSON has plain ones"},
	};
	size_t at = token->start;
	nlog_slice rest = nlog_slice_from(lexer->text, at);
	unsigned char c = byte_at(lexer, at);
	ucs4_t codepoint;

	if (is_conflict_marker(lexer, at))
		return bad(lexer, at, "merge-conflict markers");
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (nlog_slice_starts(rest, known[i].start))
			return bad(lexer, at, known[i].problem);
	}
	if (c >= 0x80 && read_character(lexer, at, &codepoint) == 0)
		return bad(lexer, at, "bytes that are no UTF-8");
	if (string_class[c] == CONTROL || c == 0x7f)
		return bad(lexer, at, "a control character outside strings");
	return bad(lexer, at, "a character that JSON has only inside strings");
}

static bool take_mark(json_token *token, json_token_kind kind)
{
	token->kind = kind;
	token->end = token->start + 1;
	return true;
}

static bool lex_token(json_lexer *lexer, json_token *token)
{
	unsigned char c = byte_at(lexer, token->start);

	switch (c) {
	case '{':
		return take_mark(token, JSON_TOKEN_OBJECT);
	case '}':
		return take_mark(token, JSON_TOKEN_OBJECT_END);
	case '[':
		return take_mark(token, JSON_TOKEN_ARRAY);
	case ']':
		return take_mark(token, JSON_TOKEN_ARRAY_END);
	case ':':
		return take_mark(token, JSON_TOKEN_COLON);
	case ',':
		return take_mark(token, JSON_TOKEN_COMMA);
	case '"':
		return lex_string(lexer, token);
	case '-':
		return lex_number(lexer, token);
	default:
		if (is_digit(c))
			return lex_number(lexer, token);
		if (is_letter(c))
			return lex_word(lexer, token);
		return lex_stray(lexer, token);
	}
}

static size_t skip_space(nlog_slice text, size_t offset)
{
	while (offset < text.len &&
	       (text.data[offset] == ' ' || text.data[offset] == '\n' ||
		text.data[offset] == '\r' || text.data[offset] == '\t'))
		offset++;
	return offset;
}

json_token_kind json_lexer_next(json_lexer *lexer, json_token *token)
{
	size_t start = skip_space(lexer->text, lexer->offset);

	*token = (json_token){.kind = JSON_TOKEN_END, .start = start, .end = start};
	if (start < lexer->text.len && !lex_token(lexer, token)) {
		token->kind = JSON_TOKEN_BAD;
		token->end = start;
	}
	lexer->offset = token->end;
	return token->kind;
}

bool json_token_starts_value(json_token_kind kind)
{
	return kind == JSON_TOKEN_OBJECT || kind == JSON_TOKEN_ARRAY ||
	       (kind >= JSON_TOKEN_STRING && kind <= JSON_TOKEN_NULL);
}

nlog_slice json_token_text(const json_lexer *lexer, const json_token *token,
			   nlog_str *decoded)
{
	nlog_slice inside = {lexer->text.data + token->start + 1,
			     token->end - token->start - 2};
	json_lexer escapes = {.text = inside};
	size_t start = 0;

	if (!token->has_escape)
		return inside;
	nlog_str_truncate(decoded, 0);
	for (;;) {
		const char *found = memchr(inside.data + start, '\\', inside.len - start);
		size_t escape = found ? (size_t)(found - inside.data) : inside.len;
		uint8_t bytes[4];
		ucs4_t codepoint;

		nlog_str_addn(decoded, inside.data + start, escape - start);
		if (!found)
			return nlog_str_slice(decoded);
		/* The token was checked, so that every escape in it can be read. */
		start = escape + read_escape(&escapes, escape, &codepoint);
		nlog_str_addn(decoded, (char *)bytes,
			      (size_t)u8_uctomb(bytes, codepoint, sizeof(bytes)));
	}
}

/* No file is so long, but a number that wraps around would be a lie. */
static unsigned counted(size_t count)
{
	return count < UINT_MAX ? (unsigned)count : UINT_MAX;
}

void json_place(nlog_slice text, size_t offset, unsigned *line, unsigned *column)
{
	nlog_slice before = {text.len ? text.data : "",
			     offset < text.len ? offset : text.len};
	size_t lines = 1;
	const char *found;

	while ((found = memchr(before.data, '\n', before.len)) != NULL) {
		before = nlog_slice_from(before, (size_t)(found - before.data) + 1);
		lines++;
	}
	*line = counted(lines);
	*column = counted(nlog_text_count(before) + 1);
}
