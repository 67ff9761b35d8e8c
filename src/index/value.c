/* JSON values as bytes. */
#include "value.h"

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
		json_decref(texts->items[i]);
	texts->count = 0;
}

/* Short ones are as short as their number. */
static void note_text(value_texts *texts, json_t *text)
{
	if (json_string_length(text) > 2 && texts->count < VALUE_TEXTS_MAX)
		texts->items[texts->count++] = json_incref(text);
}

/* ---- writing */

static void pack_json_text(nlog_str *out, const json_t *text, value_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		if (json_equal(texts->items[i], text)) {
			pack_number(out, VALUE_KNOWN + i);
			return;
		}
	pack_number(out, VALUE_TEXT);
	pack_bytes(out, nlog_json_slice(text));
	note_text(texts, (json_t *)text);
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
		pack_json_text(out, value, texts);
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

static json_t *unpack_json_text(unpacker *from, value_texts *texts)
{
	nlog_slice bytes = unpack_bytes(from);
	/* What is not valid UTF-8 gives NULL. */
	json_t *text = from->has_failed ? NULL : json_stringn(bytes.data, bytes.len);

	if (text)
		note_text(texts, text);
	return text;
}

static json_t *unpack_at(unpacker *from, value_texts *texts, unsigned depth);

static json_t *unpack_array(unpacker *from, value_texts *texts, unsigned depth)
{
	size_t count = (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
	json_t *array = json_array();

	for (size_t i = 0; i < count && !from->has_failed; i++)
		json_array_append_new(array, unpack_at(from, texts, depth));
	return array;
}

static const char *unpack_name(unpacker *from)
{
	size_t name = (size_t)unpack_number(from, NAMES);

	return name ? names[name - 1] : unpack_some_text(from);
}

static json_t *unpack_object(unpacker *from, value_texts *texts, unsigned depth)
{
	size_t count = (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
	json_t *object = json_object();

	for (size_t i = 0; i < count && !from->has_failed; i++) {
		const char *name = unpack_name(from);

		json_object_set_new_nocheck(object, name, unpack_at(from, texts, depth));
	}
	if (json_object_size(object) != count)
		from->has_failed = true;
	return object;
}

/* @return NULL where it fails */
static json_t *unpack_kind(unpacker *from, value_texts *texts, unsigned depth)
{
	size_t kind =
		(size_t)unpack_number(from, VALUE_KNOWN + (uint64_t)VALUE_TEXTS_MAX - 1);

	if (from->has_failed || depth == DEPTH_MAX)
		return NULL;
	switch (kind) {
	case VALUE_NULL:
		return json_null();
	case VALUE_FALSE:
		return json_false();
	case VALUE_TRUE:
		return json_true();
	case VALUE_INTEGER:
		return json_integer(unpack_signed(from));
	case VALUE_REAL:
		return unpack_real(from);
	case VALUE_ARRAY:
		return unpack_array(from, texts, depth + 1);
	case VALUE_OBJECT:
		return unpack_object(from, texts, depth + 1);
	case VALUE_TEXT:
		return unpack_json_text(from, texts);
	default:
		return kind - VALUE_KNOWN < texts->count
			       ? json_incref(texts->items[kind - VALUE_KNOWN])
			       : NULL;
	}
}

static json_t *unpack_at(unpacker *from, value_texts *texts, unsigned depth)
{
	json_t *value = unpack_kind(from, texts, depth);

	if (value)
		return value;
	from->has_failed = true;
	return json_null();
}

json_t *unpack_value(unpacker *from, value_texts *texts)
{
	return unpack_at(from, texts, 0);
}
