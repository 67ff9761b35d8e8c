/* Writing JSON in canonical form (RFC 8785), pure or with the register's white space. */
#include <noticelog/json.h>

#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "json_lexer.h"
#include "json_number.h"

typedef struct {
	nlog_slice key;
	json_t *value;
} member;

typedef struct {
	nlog_str *out;
	bool has_space;

	/* The members of all objects that are being written, in order, one object after the other. */
	member *members;
	size_t count;
	size_t capacity;

	/*
	 * A writer can compare instead of keeping what it writes. It then stops
	 * at the first difference: a text of n bytes that is deeply nested can
	 * have a stored form far longer than n.
	 */
	const nlog_slice *expected; /* NULL: keep */
	size_t agreed;              /* so many bytes were the same */
	bool differs;
} writer;

/* Compare what was written since the last time. @return false: stop */
static bool goes_on(writer *w)
{
	nlog_slice rest;
	size_t i = 0;

	if (!w->expected)
		return true;
	if (w->differs)
		return false;
	rest = nlog_slice_from(*w->expected, w->agreed);
	if (w->out->len <= rest.len && memcmp(w->out->data, rest.data, w->out->len) == 0)
		i = w->out->len;
	while (i < w->out->len && i < rest.len && w->out->data[i] == rest.data[i])
		i++;
	w->differs = i < w->out->len;
	w->agreed += i;
	nlog_str_truncate(w->out, 0);
	return !w->differs;
}

/*
 * Order of a byte of UTF-8 in UTF-16: above U+FFFF there are surrogates, from
 * D800 on, which U+E000 to U+FFFF (lead bytes EE and EF) come behind.
 */
static unsigned utf16_rank(unsigned char byte)
{
	return byte == 0xee || byte == 0xef ? byte + 0x10u : byte;
}

int nlog_json_compare_keys(nlog_slice a, nlog_slice b)
{
	size_t shared = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; i < shared; i++) {
		if (a.data[i] != b.data[i])
			return utf16_rank((unsigned char)a.data[i]) <
					       utf16_rank((unsigned char)b.data[i])
				       ? -1
				       : 1;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static int compare_members(const void *left, const void *right)
{
	return nlog_json_compare_keys(((const member *)left)->key,
				      ((const member *)right)->key);
}

static void write_escaped(nlog_str *out, unsigned char c)
{
	static const char letters[0x20] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};

	if (c == '"' || c == '\\' || letters[c]) {
		nlog_str_addc(out, '\\');
		nlog_str_addc(out, c == '"' || c == '\\' ? (char)c : letters[c]);
	} else {
		nlog_str_addf(out, "\\u%04x", c);
	}
}

/* What is not ASCII stands for itself, too. */
static void write_string(nlog_str *out, nlog_slice text)
{
	size_t start = 0, i = 0;

	nlog_str_addc(out, '"');
	while ((i += nlog_text_plain(nlog_slice_from(text, i))) < text.len) {
		unsigned char c = (unsigned char)text.data[i++];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		nlog_str_addn(out, text.data + start, i - 1 - start);
		write_escaped(out, c);
		start = i;
	}
	nlog_str_addn(out, text.data + start, text.len - start);
	nlog_str_addc(out, '"');
}

/* An integer that is no double of its own is rounded as any number is. */
static void write_number(nlog_str *out, const json_t *value)
{
	char room[JSON_NUMBER_ROOM];
	json_int_t integer = json_integer_value(value);
	bool is_exact = json_is_integer(value) && integer >= -JSON_INTEGER_MAX &&
			integer <= JSON_INTEGER_MAX;
	size_t len = is_exact ? json_integer_print(room, integer)
			      : json_number_print(room, json_number_value(value));

	nlog_str_addn(out, room, len);
}

static void break_line(writer *w, size_t depth)
{
	if (!w->has_space)
		return;
	nlog_str_addc(w->out, '\n');
	nlog_str_add_repeat(w->out, ' ', 2 * depth);
}

static void write_value(writer *w, const json_t *value, size_t depth);

static void write_array(writer *w, const json_t *array, size_t depth)
{
	size_t count = json_array_size(array);

	nlog_str_addc(w->out, '[');
	for (size_t i = 0; i < count && goes_on(w); i++) {
		if (i)
			nlog_str_addc(w->out, ',');
		break_line(w, depth + 1);
		write_value(w, json_array_get(array, i), depth + 1);
	}
	if (count)
		break_line(w, depth);
	nlog_str_addc(w->out, ']');
}

/* Put the object's members, sorted, behind those of the objects around it. */
static void push_members(writer *w, const json_t *object)
{
	size_t first = w->count;
	json_t *o = (json_t *)object; /* jansson's iterators take no const */
	bool is_sorted = true;

	for (void *i = json_object_iter(o); i; i = json_object_iter_next(o, i)) {
		NLOG_GROW(w->members, w->count, w->capacity);
		w->members[w->count] =
			(member){{json_object_iter_key(i), json_object_iter_key_len(i)},
				 json_object_iter_value(i)};
		if (w->count > first &&
		    compare_members(&w->members[w->count - 1], &w->members[w->count]) > 0)
			is_sorted = false;
		w->count++;
	}
	if (!is_sorted)
		qsort(w->members + first, w->count - first, sizeof(member),
		      compare_members);
}

static void write_object(writer *w, const json_t *object, size_t depth)
{
	size_t first = w->count;
	size_t end;

	push_members(w, object);
	end = w->count;
	nlog_str_addc(w->out, '{');
	for (size_t i = first; i < end && goes_on(w); i++) {
		member m = w->members[i];

		if (i > first)
			nlog_str_addc(w->out, ',');
		break_line(w, depth + 1);
		write_string(w->out, m.key);
		nlog_str_add(w->out, w->has_space ? ": " : ":");
		write_value(w, m.value, depth + 1);
	}
	w->count = first;
	if (end > first)
		break_line(w, depth);
	nlog_str_addc(w->out, '}');
}

/* Recursion is as deep as the value, which the reader limits and jansson relies on, too. */
static void write_value(writer *w, const json_t *value, size_t depth)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(w, value, depth);
		break;
	case JSON_ARRAY:
		write_array(w, value, depth);
		break;
	case JSON_STRING:
		write_string(w->out, nlog_json_slice(value));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		write_number(w->out, value);
		break;
	case JSON_TRUE:
		nlog_str_add(w->out, "true");
		break;
	case JSON_FALSE:
		nlog_str_add(w->out, "false");
		break;
	case JSON_NULL:
		nlog_str_add(w->out, "null");
		break;
	}
}

static void write_document(writer *w, const json_t *value)
{
	write_value(w, value, 0);
	if (w->has_space)
		nlog_str_addc(w->out, '\n');
	nlog_free(w->members);
}

void nlog_json_write(nlog_str *out, const json_t *value, nlog_json_form form)
{
	writer w = {.out = out, .has_space = form == NLOG_JSON_STORED};

	write_document(&w, value);
}

void nlog_json_write_inside(nlog_str *out, const json_t *value, size_t depth)
{
	writer w = {.out = out, .has_space = true};

	write_value(&w, value, depth);
	nlog_free(w.members);
}

bool nlog_json_is_stored_form(nlog_slice text, const json_t *value, unsigned *line,
			      unsigned *column)
{
	nlog_str written = NLOG_STR_INIT;
	writer w = {.out = &written, .has_space = true, .expected = &text};
	bool same;

	write_document(&w, value);
	same = goes_on(&w) && w.agreed == text.len;
	nlog_str_clear(&written);
	if (!same)
		json_place(text, w.agreed, line, column);
	return same;
}
