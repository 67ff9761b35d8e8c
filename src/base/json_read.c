/* Reading JSON into values: grammar, nesting, duplicate keys, and what each rule set forbids. */
#include <noticelog/json.h>

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <uninorm.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "json_lexer.h"
#include "json_number.h"

/*
 * jansson frees a value by recursion, one C frame a level, so that what may
 * be nested deeply must still have an end. The white space of the stored form
 * grows with the depth of every single element, so that it has one, too.
 */
static const struct {
	size_t most_bytes;
	size_t most_levels;
	size_t most_space;
	bool is_strict;
	bool is_object;
} limits[] = {
	[NLOG_JSON_ANY] = {SIZE_MAX, 2000, (size_t)1 << 30, false, false},
	[NLOG_JSON_STRICT] = {NLOG_FILE_LIMIT, 64, (size_t)1 << 28, true, true},
	[NLOG_JSON_LINE] = {NLOG_LINE_LIMIT, 66, (size_t)1 << 28, true, true},
	[NLOG_JSON_PART] = {NLOG_FILE_LIMIT, 63, (size_t)1 << 28, true, false},
};

/* What the next token must be. */
typedef enum {
	WANT_VALUE,
	WANT_ELEMENT_OR_END, /* behind `[` */
	WANT_KEY,
	WANT_KEY_OR_END, /* behind `{` */
	WANT_COLON,
	WANT_COMMA_OR_END, /* behind a value inside another */
	WANT_NOTHING_MORE, /* behind the whole */
	WANT_NO_TOKEN,     /* all was read */
} want;

/* A container that is still open. */
typedef struct {
	json_t *value; /* borrowed from the one around it */

	/* Of a strict object: the NFC forms of those keys that were not in NFC; mostly NULL. */
	json_t *normalized;
} level;

typedef struct {
	json_lexer lexer;
	json_token token;
	nlog_json_rules rules;
	want want;
	json_t *root; /* owned */
	level *levels;
	size_t depth;
	size_t capacity;
	size_t space;   /* what the stored form indents so far */
	nlog_slice key; /* of the member whose value comes next */
	nlog_str key_decoded;
	nlog_str decoded;
	const char *source;
	nlog_error *err;
} reader;

static int refuse_at(reader *r, nlog_code code, size_t offset, const char *problem)
{
	unsigned line, column;

	json_place(r->lexer.text, offset, &line, &column);
	return nlog_error_at(r->err, code, r->source, line, column, "%s", problem);
}

static int refuse(reader *r, const char *problem)
{
	return refuse_at(r, NLOG_EINPUT, r->token.start, problem);
}

static level *innermost(reader *r)
{
	return r->depth ? &r->levels[r->depth - 1] : NULL;
}

static bool in_object(reader *r)
{
	return r->depth && json_is_object(innermost(r)->value);
}

/* The text is over too early, or another token stands where problem says what is missing. */
static int refuse_token(reader *r, const char *problem)
{
	if (r->token.kind != JSON_TOKEN_END)
		return refuse(r, problem);
	if (r->depth)
		return refuse(r, in_object(r) ? "the text ends inside an object"
					      : "the text ends inside an array");
	return refuse(r, "no JSON value; the text is empty");
}

/* Keys can be as long as the text; the start is enough to find one. */
static int refuse_key(reader *r, nlog_slice key, const char *remark)
{
	enum { MOST_SHOWN = 80 };
	nlog_str problem = NLOG_STR_INIT;
	size_t shown = key.len;
	int rc;

	if (shown > MOST_SHOWN) {
		shown = MOST_SHOWN;
		while (((unsigned char)key.data[shown] & 0xc0) == 0x80)
			shown--;
	}
	nlog_str_add(&problem, "duplicate key \"");
	nlog_str_add_visible(&problem, (nlog_slice){key.data, shown});
	nlog_str_addf(&problem, "%s\"%s", shown < key.len ? "..." : "", remark);
	rc = refuse(r, nlog_str_text(&problem));
	nlog_str_clear(&problem);
	return rc;
}

static bool has_member(const json_t *object, nlog_slice key)
{
	return object && json_object_getn(object, key.data, key.len);
}

static void set_member(json_t *object, nlog_slice key, json_t *value)
{
	int rc = json_object_setn_new_nocheck(object, key.data, key.len, value);

	assert(rc == 0);
	(void)rc;
}

/*
 * Keys that differ only before normalization are one key to a reader. Only
 * keys that are not in NFC themselves are kept twice, so that texts in normal
 * form pay for the comparison alone.
 */
static int check_normalized_key(reader *r)
{
	level *here = innermost(r);
	size_t len;
	uint8_t *bytes = u8_normalize(UNINORM_NFC, (const uint8_t *)r->key.data, r->key.len,
				      NULL, &len);
	nlog_slice normal = {(const char *)bytes, len};
	int rc = 0;

	if (!bytes)
		abort(); /* as nlog_alloc() does */
	if (has_member(here->normalized, normal) ||
	    (!nlog_slice_equal(normal, r->key) && has_member(here->value, normal))) {
		rc = refuse_key(r, r->key, " after normalization to NFC");
	} else if (!nlog_slice_equal(normal, r->key)) {
		if (!here->normalized)
			here->normalized = json_object();
		set_member(here->normalized, normal, json_true());
	}
	nlog_free(bytes);
	return rc;
}

/* Noncharacters are forbidden by RFC 7493, 2.1; NUL by the strict rules alone. */
static int check_string(reader *r)
{
	if (r->token.noncharacter_at)
		return refuse_at(r, NLOG_EINPUT, r->token.noncharacter_at,
				 "a noncharacter inside a string");
	if (limits[r->rules].is_strict && r->token.nul_at)
		return refuse_at(r, NLOG_EINPUT, r->token.nul_at, "a NUL inside a string");
	return 0;
}

static int read_key(reader *r)
{
	bool is_strict = limits[r->rules].is_strict;
	int rc;

	if (r->token.kind != JSON_TOKEN_STRING)
		return refuse_token(r, r->want == WANT_KEY ? "no key after ','"
							   : "no key after '{'");
	rc = check_string(r);
	if (rc)
		return rc;
	r->key = json_token_text(&r->lexer, &r->token, &r->key_decoded);
	r->want = WANT_COLON;
	if (has_member(innermost(r)->value, r->key))
		return refuse_key(r, r->key, "");
	/* A key in NFC can still meet an earlier one that was not, even if it is ASCII. */
	if (is_strict &&
	    (!r->token.is_ascii || r->token.has_escape || innermost(r)->normalized))
		return check_normalized_key(r);
	return 0;
}

static int read_string(reader *r, json_t **value)
{
	int rc = check_string(r);

	if (!rc) {
		nlog_slice text = json_token_text(&r->lexer, &r->token, &r->decoded);

		*value = json_stringn_nocheck(text.data, text.len);
	}
	return rc;
}

/* -0 is refused with the reals: there is no such integer, and it would come back as 0. */
static int read_integer(reader *r, nlog_slice text, json_t **value)
{
	long long number;

	if (!r->token.is_integer)
		return refuse(r, "a number with a fraction or an exponent");
	if (nlog_slice_is(text, "-0"))
		return refuse(r, "the number -0");
	if (!json_integer_parse(text, &number))
		return refuse(r, "an integer beyond 2^53-1");
	*value = json_integer(number);
	return 0;
}

static int read_number(reader *r, json_t **value)
{
	nlog_slice text = {r->lexer.text.data + r->token.start,
			   r->token.end - r->token.start};
	double number;

	if (limits[r->rules].is_strict)
		return read_integer(r, text, value);
	if (!json_number_parse(text, &number))
		return refuse(r, "a number beyond the range of a double");
	*value = json_real(number);
	return 0;
}

/* The value that a token is or, of a container, starts. */
static int make_value(reader *r, json_t **value)
{
	switch (r->token.kind) {
	case JSON_TOKEN_OBJECT:
		*value = json_object();
		return 0;
	case JSON_TOKEN_ARRAY:
		*value = json_array();
		return 0;
	case JSON_TOKEN_STRING:
		return read_string(r, value);
	case JSON_TOKEN_NUMBER:
		return read_number(r, value);
	case JSON_TOKEN_TRUE:
		*value = json_true();
		return 0;
	case JSON_TOKEN_FALSE:
		*value = json_false();
		return 0;
	default:
		*value = json_null();
		return 0;
	}
}

/* Put a value where it belongs at once, so that the root alone owns everything. */
static void attach(reader *r, json_t *value)
{
	if (!r->depth)
		r->root = value;
	else if (in_object(r))
		set_member(innermost(r)->value, r->key, value);
	else
		(void)json_array_append_new(innermost(r)->value, value);
}

static void open_level(reader *r, json_t *container)
{
	NLOG_GROW(r->levels, r->depth, r->capacity);
	r->levels[r->depth++] = (level){container, NULL};
	r->want = json_is_object(container) ? WANT_KEY_OR_END : WANT_ELEMENT_OR_END;
}

static void want_after_value(reader *r)
{
	r->want = r->depth ? WANT_COMMA_OR_END : WANT_NOTHING_MORE;
}

static int close_level(reader *r)
{
	json_decref(r->levels[--r->depth].normalized);
	want_after_value(r);
	return 0;
}

static const char *missing_value(reader *r)
{
	if (!r->depth)
		return "no JSON value";
	if (in_object(r))
		return "no value after ':'";
	return r->want == WANT_VALUE ? "no value after ','" : "no value after '['";
}

static int refuse_depth(reader *r)
{
	char problem[64];

	(void)snprintf(problem, sizeof(problem), "nested more than %zu levels deep",
		       limits[r->rules].most_levels);
	return refuse_at(r, NLOG_ELIMIT, r->token.start, problem);
}

static int read_value(reader *r)
{
	json_t *value;
	int rc;

	if (!json_token_starts_value(r->token.kind))
		return refuse_token(r, missing_value(r));
	if (!r->depth && limits[r->rules].is_object && r->token.kind != JSON_TOKEN_OBJECT)
		return refuse(r, "no object at the top");
	r->space += 2 * r->depth;
	if (r->space > limits[r->rules].most_space)
		return refuse_at(r, NLOG_ELIMIT, r->token.start,
				 "too much is nested too deep");
	rc = make_value(r, &value);
	if (rc)
		return rc;
	attach(r, value);
	if (!json_is_object(value) && !json_is_array(value))
		want_after_value(r);
	else if (r->depth == limits[r->rules].most_levels)
		return refuse_depth(r);
	else
		open_level(r, value);
	return 0;
}

static int read_element_or_end(reader *r)
{
	return r->token.kind == JSON_TOKEN_ARRAY_END ? close_level(r) : read_value(r);
}

static int read_key_or_end(reader *r)
{
	return r->token.kind == JSON_TOKEN_OBJECT_END ? close_level(r) : read_key(r);
}

static int read_colon(reader *r)
{
	if (r->token.kind != JSON_TOKEN_COLON)
		return refuse_token(r, "no ':' after a key");
	r->want = WANT_VALUE;
	return 0;
}

static int read_comma_or_end(reader *r)
{
	bool is_object = in_object(r);
	json_token_kind end = is_object ? JSON_TOKEN_OBJECT_END : JSON_TOKEN_ARRAY_END;

	if (r->token.kind == end)
		return close_level(r);
	if (r->token.kind != JSON_TOKEN_COMMA)
		return refuse_token(r, is_object ? "no ',' or '}' after a member"
						 : "no ',' or ']' after an element");
	r->want = is_object ? WANT_KEY : WANT_VALUE;
	return 0;
}

static int read_nothing_more(reader *r)
{
	if (r->token.kind != JSON_TOKEN_END)
		return refuse(r, "more text after the end of the value");
	r->want = WANT_NO_TOKEN;
	return 0;
}

static int read_text(reader *r)
{
	static int (*const steps[])(reader *) = {
		[WANT_VALUE] = read_value,
		[WANT_ELEMENT_OR_END] = read_element_or_end,
		[WANT_KEY] = read_key,
		[WANT_KEY_OR_END] = read_key_or_end,
		[WANT_COLON] = read_colon,
		[WANT_COMMA_OR_END] = read_comma_or_end,
		[WANT_NOTHING_MORE] = read_nothing_more,
	};
	int rc = 0;

	while (!rc && r->want != WANT_NO_TOKEN) {
		if (json_lexer_next(&r->lexer, &r->token) == JSON_TOKEN_BAD)
			return refuse_at(r, NLOG_EINPUT, r->lexer.problem_at,
					 r->lexer.problem);
		rc = steps[r->want](r);
	}
	return rc;
}

int nlog_json_read(json_t **out, const char *source, nlog_slice text, nlog_json_rules rules,
		   nlog_error *err)
{
	reader r = {.rules = rules, .want = WANT_VALUE, .source = source, .err = err};
	int rc;

	if (text.len > limits[rules].most_bytes)
		return nlog_error_at(err, NLOG_ELIMIT, source, 0, 0, "larger than %zu MiB",
				     limits[rules].most_bytes >> 20);
	json_lexer_init(&r.lexer, text);
	rc = read_text(&r);
	while (r.depth)
		(void)close_level(&r);
	if (rc)
		json_decref(r.root);
	else
		*out = r.root;
	nlog_free(r.levels);
	nlog_str_clear(&r.key_decoded);
	nlog_str_clear(&r.decoded);
	return rc;
}
