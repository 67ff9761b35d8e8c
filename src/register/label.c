/* Labels: which field do printed words name, whole or cut off by extraction? */
#include "private.h"

#include <string.h>

/*
 * What follows a known label with one of these words behind it is prose (`Closing
 * Date for Nominations was 3 May`), or a date that a member sets for itself.
 */
static const char *const other_words[] = {
	"is",    "are",   "was",   "were",     "be",      "been", "will",    "shall",
	"may",   "can",   "must",  "should",   "has",     "have", "had",     "that",
	"which", "who",   "would", "please",   "this",    "they", "further", "npo",
	"npos",  "npo's", "npos'", "domestic", "internal"};

/* No label has so many more words than the one it begins with. */
#define MORE_WORDS 5

/* Nor is any so long, in bytes: longer words are a line of text, and not looked at. */
#define LABEL_MAX 160

static bool is_other_word(nlog_slice word)
{
	for (size_t i = 0; i < sizeof(other_words) / sizeof(*other_words); i++)
		if (nlog_slice_is(word, other_words[i]))
			return true;
	return false;
}

/* Could these be the last words of a label? */
static bool are_label_words(nlog_slice words)
{
	size_t count = 0;

	while (words.len) {
		const char *space = memchr(words.data, ' ', words.len);
		size_t len = space ? (size_t)(space - words.data) : words.len;

		if (++count > MORE_WORDS || is_other_word((nlog_slice){words.data, len}))
			return false;
		words = nlog_slice_from(words, len + 1);
	}
	return true;
}

/* Note the words before each space: a label cut off there still names its field, if only one. */
static void enter_beginnings(nlog_register *reg, nlog_slice key, nlog_field_id field)
{
	for (size_t i = 1; i < key.len; i++) {
		json_t *other;

		if (key.data[i] != ' ')
			continue;
		other = json_object_getn(reg->label_beginnings, key.data, i);
		if (!other)
			json_object_setn_new(reg->label_beginnings, key.data, i,
					     json_integer(field));
		else if (json_integer_value(other) != (json_int_t)field)
			json_integer_set(other, NLOG_FIELDS);
	}
}

/* Note the label by the variants of its words; those of two fields name none. */
static void enter_loosely(nlog_register *reg, nlog_slice key, nlog_field_id field)
{
	nlog_str loose = NLOG_STR_INIT;
	json_t *other;

	if (nlog_loosen_label(&loose, key)) {
		other = json_object_getn(reg->labels_loosely, loose.data, loose.len);
		if (!other)
			json_object_setn_new(reg->labels_loosely, loose.data, loose.len,
					     json_integer(field));
		else if (json_integer_value(other) != (json_int_t)field)
			json_integer_set(other, NLOG_FIELDS);
	}
	nlog_str_clear(&loose);
}

bool nlog_label_enter(nlog_register *reg, nlog_slice label, nlog_field_id field)
{
	nlog_str key = NLOG_STR_INIT;
	const json_t *other;
	bool is_new;

	if (!nlog_fold_label(&key, label))
		return false;
	other = json_object_getn(reg->labels, key.data, key.len);
	is_new = !other;
	if (is_new)
		json_object_setn_new(reg->labels, key.data, key.len, json_integer(field));
	nlog_str_clear(&key);
	return is_new;
}

static void enter_forms(nlog_register *reg)
{
	for (void *i = json_object_iter(reg->labels); i;
	     i = json_object_iter_next(reg->labels, i)) {
		nlog_slice key = {json_object_iter_key(i), json_object_iter_key_len(i)};
		nlog_field_id field =
			(nlog_field_id)json_integer_value(json_object_iter_value(i));

		enter_beginnings(reg, key, field);
		enter_loosely(reg, key, field);
	}
}

/* Have the other forms of labels entered, if they are not. Several threads may ask at once. */
static void need_forms(const nlog_register *reg)
{
	/* To its callers a register is what it was. */
	nlog_register *self = (nlog_register *)reg;

	if (atomic_load_explicit(&self->has_forms, memory_order_acquire))
		return;
	pthread_mutex_lock(&self->lock);
	if (!self->has_forms)
		enter_forms(self);
	atomic_store_explicit(&self->has_forms, true, memory_order_release);
	pthread_mutex_unlock(&self->lock);
}

/*
 * The field of the longest known label that words begin with. A label of one word
 * does not count: "Title holders" and "Duration of stay" are no labels of ours.
 */
static nlog_field_id find_longer(const nlog_register *reg, nlog_slice words)
{
	const char *first = memchr(words.data, ' ', words.len);

	for (size_t i = words.len; first && i-- > (size_t)(first - words.data) + 1;) {
		const json_t *found;

		if (words.data[i] != ' ')
			continue;
		found = json_object_getn(reg->labels, words.data, i);
		if (found && are_label_words(nlog_slice_from(words, i + 1)))
			return (nlog_field_id)json_integer_value(found);
	}
	return NLOG_FIELDS;
}

static nlog_field_id find_loosely(const nlog_register *reg, nlog_slice key)
{
	nlog_str loose = NLOG_STR_INIT;
	const json_t *found = NULL;

	if (nlog_loosen_label(&loose, key))
		found = json_object_getn(reg->labels_loosely, loose.data, loose.len);
	nlog_str_clear(&loose);
	return found ? (nlog_field_id)json_integer_value(found) : NLOG_FIELDS;
}

nlog_field_id nlog_register_find_label(const nlog_register *reg, nlog_slice label)
{
	nlog_str key = NLOG_STR_INIT;
	nlog_field_id field = NLOG_FIELDS;
	const json_t *found;

	if (label.len > LABEL_MAX || !nlog_fold_label(&key, label)) {
		nlog_str_clear(&key);
		return NLOG_FIELDS;
	}
	found = json_object_getn(reg->labels, key.data, key.len);
	if (!found) {
		need_forms(reg);
		found = json_object_getn(reg->label_beginnings, key.data, key.len);
	}
	field = found ? (nlog_field_id)json_integer_value(found)
		      : find_longer(reg, nlog_str_slice(&key));
	if (field == NLOG_FIELDS)
		field = find_loosely(reg, nlog_str_slice(&key));
	nlog_str_clear(&key);
	return field;
}
