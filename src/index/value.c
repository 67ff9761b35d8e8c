/* JSON values as bytes. */
#include "value.h"

#include <noticelog/text.h>
#include <string.h>

/* The first byte of a value; what is above them is a text's number among those of the row. */
enum {
	VALUE_NULL,
	VALUE_FALSE,
	VALUE_TRUE,
	VALUE_INTEGER,
	VALUE_REAL,
	VALUE_ARRAY,
	VALUE_OBJECT,
	VALUE_TEXT,
	VALUE_KNOWN,
};

/* Deeper values are not ours. */
#define DEPTH_MAX 32

/* Members that many values have; others are written out behind 0. */
static const char *const names[] = {
	"new",     "old",        "source",          "text",      "from",  "to",
	"added",   "shift_days", "old_date_passed", "new_start", "delta", "old_start",
	"dropped", "direction",
};

#define NAMES (sizeof(names) / sizeof(*names))

void value_texts_clear(value_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		json_decref(texts->items[i].value);
	texts->count = 0;
}

/* Short ones are as short as their number. @param value  taken; NULL: nobody has read it yet */
static void note_text_take(value_texts *texts, nlog_slice text, json_t *value)
{
	if (text.len > 2 && texts->count < VALUE_TEXTS_MAX)
		texts->items[texts->count++] = (value_text){text, value};
	else
		json_decref(value);
}

void value_texts_note(value_texts *texts, nlog_slice text)
{
	note_text_take(texts, text, NULL);
}

/* ---- writing */

void pack_told(nlog_str *out, nlog_slice text, value_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		if (nlog_slice_equal(texts->items[i].text, text)) {
			pack_number(out, VALUE_KNOWN + i);
			return;
		}
	pack_number(out, VALUE_TEXT);
	pack_bytes(out, text);
	note_text_take(texts, text, NULL);
}

static void pack_real(nlog_str *out, double number)
{
	nlog_str_addn(out, (const char *)&number, sizeof(number));
}

static void pack_name(nlog_str *out, const char *name)
{
	size_t i = 0;

	while (i < NAMES && strcmp(names[i], name) != 0)
		i++;
	pack_number(out, i < NAMES ? i + 1 : 0);
	if (i == NAMES)
		pack_text(out, name);
}

static void pack_members(nlog_str *out, const json_t *object, value_texts *texts)
{
	const char *name;
	json_t *value;

	pack_number(out, json_object_size(object));
	json_object_foreach((json_t *)object, name, value)
	{
		pack_name(out, name);
		pack_value(out, value, texts);
	}
}

void pack_value(nlog_str *out, const json_t *value, value_texts *texts)
{
	switch (json_typeof(value)) {
	case JSON_NULL:
		pack_number(out, VALUE_NULL);
		break;
	case JSON_FALSE:
		pack_number(out, VALUE_FALSE);
		break;
	case JSON_TRUE:
		pack_number(out, VALUE_TRUE);
		break;
	case JSON_INTEGER:
		pack_number(out, VALUE_INTEGER);
		pack_signed(out, json_integer_value(value));
		break;
	case JSON_REAL:
		pack_number(out, VALUE_REAL);
		pack_real(out, json_real_value(value));
		break;
	case JSON_STRING:
		pack_told(out, nlog_json_slice(value), texts);
		break;
	case JSON_ARRAY:
		pack_number(out, VALUE_ARRAY);
		pack_number(out, json_array_size(value));
		for (size_t i = 0; i < json_array_size(value); i++)
			pack_value(out, json_array_get(value, i), texts);
		break;
	case JSON_OBJECT:
		pack_number(out, VALUE_OBJECT);
		pack_members(out, value, texts);
		break;
	}
}

/* ---- reading */

static size_t unpack_kind(unpacker *from)
{
	return (size_t)unpack_number(from, VALUE_KNOWN + (uint64_t)VALUE_TEXTS_MAX - 1);
}

/* Of an array or object: each takes a byte at least. */
static size_t unpack_count(unpacker *from)
{
	return (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
}

static const char *unpack_name(unpacker *from)
{
	size_t name = (size_t)unpack_number(from, NAMES);

	return name ? names[name - 1] : unpack_some_text(from);
}

typedef struct {
	unpacker *from;
	value_texts *texts;
} reader;

static json_t *unpack_real(unpacker *from)
{
	double number;

	if ((size_t)(from->end - from->at) < sizeof(number)) {
		from->has_failed = true;
		return NULL;
	}
	memcpy(&number, from->at, sizeof(number));
	from->at += sizeof(number);
	return json_real(number);
}

/* @return NULL if it is no UTF-8 */
static json_t *json_text(nlog_slice bytes)
{
	return nlog_text_is_utf8(bytes, NULL) ? json_stringn_nocheck(bytes.data, bytes.len)
					      : NULL;
}

static json_t *unpack_json_text(const reader *r)
{
	nlog_slice bytes = unpack_bytes(r->from);
	json_t *text = r->from->has_failed ? NULL : json_text(bytes);

	if (text)
		note_text_take(r->texts, bytes, json_incref(text));
	return text;
}

/* One of those before it. @return NULL if there is no such */
static json_t *known_text(const reader *r, size_t number)
{
	value_text *known = &r->texts->items[number];

	if (number >= r->texts->count)
		return NULL;
	if (!known->value)
		known->value = json_text(known->text);
	return json_incref(known->value);
}

static json_t *unpack_at(const reader *r, unsigned depth);

static json_t *unpack_array(const reader *r, unsigned depth)
{
	size_t count = unpack_count(r->from);
	json_t *array = json_array();

	for (size_t i = 0; i < count && !r->from->has_failed; i++)
		json_array_append_new(array, unpack_at(r, depth));
	return array;
}

static json_t *unpack_object(const reader *r, unsigned depth)
{
	size_t count = unpack_count(r->from);
	json_t *object = json_object();

	for (size_t i = 0; i < count && !r->from->has_failed; i++) {
		const char *name = unpack_name(r->from);

		json_object_set_new_nocheck(object, name, unpack_at(r, depth));
	}
	if (json_object_size(object) != count)
		r->from->has_failed = true;
	return object;
}

/* @return NULL where it fails */
static json_t *unpack_one(const reader *r, unsigned depth)
{
	size_t kind = unpack_kind(r->from);

	if (r->from->has_failed || depth == DEPTH_MAX)
		return NULL;
	switch (kind) {
	case VALUE_NULL:
		return json_null();
	case VALUE_FALSE:
		return json_false();
	case VALUE_TRUE:
		return json_true();
	case VALUE_INTEGER:
		return json_integer(unpack_signed(r->from));
	case VALUE_REAL:
		return unpack_real(r->from);
	case VALUE_ARRAY:
		return unpack_array(r, depth + 1);
	case VALUE_OBJECT:
		return unpack_object(r, depth + 1);
	case VALUE_TEXT:
		return unpack_json_text(r);
	default:
		return known_text(r, kind - VALUE_KNOWN);
	}
}

static json_t *unpack_at(const reader *r, unsigned depth)
{
	json_t *value = unpack_one(r, depth);

	if (value)
		return value;
	r->from->has_failed = true;
	return json_null();
}

json_t *unpack_value(unpacker *from, value_texts *texts)
{
	return unpack_at(&(reader){from, texts}, 0);
}

nlog_slice unpack_told(unpacker *from, value_texts *texts)
{
	size_t kind = unpack_kind(from), number = kind - VALUE_KNOWN;
	nlog_slice text = {"", 0};

	if (kind >= VALUE_KNOWN && number < texts->count)
		return texts->items[number].text;
	if (kind == VALUE_TEXT)
		text = unpack_bytes(from);
	if (kind != VALUE_TEXT || !nlog_text_is_utf8(text, NULL))
		from->has_failed = true;
	if (!from->has_failed)
		note_text_take(texts, text, NULL);
	return text;
}
