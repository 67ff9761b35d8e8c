/**
 * @file
 * The tokens of a JSON text (RFC 8259), one after the other.
 *
 * Each call gives the next token with its place, as bytes from the start of
 * the text. Strings are checked (UTF-8, escapes, surrogate pairs) but decoded
 * only on demand; lines and columns are counted only when somebody asks.
 * Nothing is allocated and no token costs more than its own length.
 */
#ifndef NLOG_BASE_JSON_LEXER_H
#define NLOG_BASE_JSON_LEXER_H

#include <stdbool.h>

#include <noticelog/str.h>

typedef enum {
	JSON_TOKEN_END, /* the text is over */
	JSON_TOKEN_OBJECT,
	JSON_TOKEN_OBJECT_END,
	JSON_TOKEN_ARRAY,
	JSON_TOKEN_ARRAY_END,
	JSON_TOKEN_COLON,
	JSON_TOKEN_COMMA,
	JSON_TOKEN_STRING,
	JSON_TOKEN_NUMBER,
	JSON_TOKEN_TRUE,
	JSON_TOKEN_FALSE,
	JSON_TOKEN_NULL,
	JSON_TOKEN_BAD, /* no JSON; the lexer's problem says why */
} json_token_kind;

typedef struct {
	json_token_kind kind;
	size_t start; /* first byte; of a string, its opening quote */
	size_t end;   /* the byte after the last */

	/* Of a number: neither fraction nor exponent. */
	bool is_integer;

	/* Of a string. Where it has a NUL or a noncharacter: the first one's byte, else 0. */
	bool is_ascii; /* its bytes; an escape can still stand for another character */
	bool has_escape;
	size_t nul_at;
	size_t noncharacter_at;
} json_token;

typedef struct {
	nlog_slice text;
	size_t offset;
	const char *problem; /* after JSON_TOKEN_BAD: what is wrong; static */
	size_t problem_at;   /* and at which byte */
} json_lexer;

/* text is borrowed and must outlive the lexer and its tokens. */
void json_lexer_init(json_lexer *lexer, nlog_slice text);

/* Step to the next token and return its kind. JSON_TOKEN_END and _BAD come again and again. */
json_token_kind json_lexer_next(json_lexer *lexer, json_token *token);

/* A string token's text; borrowed from the text, or from decoded if there are escapes. */
nlog_slice json_token_text(const json_lexer *lexer, const json_token *token,
			   nlog_str *decoded);

/* Does this kind of token start a value? */
bool json_token_starts_value(json_token_kind kind);

/* Line and column, both from 1, of a byte of the text; the column in characters. */
void json_place(nlog_slice text, size_t offset, unsigned *line, unsigned *column);

#endif
