/* The names of register.json, each entered into its table once. */
#include "reading.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Enter a name; `what` says what it is a name of. */
static int enter_name(register_reader *r, json_t *table, const json_t *name,
		      const char *what, json_t *meaning)
{
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	if (!nlog_fold_name(&key, nlog_json_slice(name)))
		rc = register_refuse(r, "not a name of %s", what);
	else if (json_object_getn(table, key.data, key.len))
		rc = register_refuse(r, "'%s' already names %s", json_string_value(name),
				     what);
	else
		json_object_setn(table, key.data, key.len, meaning);
	nlog_str_clear(&key);
	return rc;
}

/* Enter every name of an array (NULL: none). */
static int enter_names(register_reader *r, json_t *table, const json_t *names,
		       const char *what, json_t *meaning)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(names); i++) {
		size_t outside = register_enter_element(r, i);

		rc = enter_name(r, table, json_array_get(names, i), what, meaning);
		register_leave(r, outside);
	}
	return rc;
}

static int enter_member(register_reader *r, json_t *table, const json_t *object,
			const char *name, const char *what, json_t *meaning)
{
	size_t outside = register_enter(r, name);
	const json_t *value = json_object_get(object, name);
	int rc = json_is_array(value) ? enter_names(r, table, value, what, meaning)
		 : value              ? enter_name(r, table, value, what, meaning)
				      : 0;

	register_leave(r, outside);
	return rc;
}

/* Note the last words of a roster's name: alone they could mean another economy. */
static void enter_tails(json_t *table, const json_t *name)
{
	nlog_str key = NLOG_STR_INIT;

	if (nlog_fold_name(&key, nlog_json_slice(name)))
		for (size_t i = 0; i < key.len; i++)
			if (key.data[i] == ' ')
				json_object_setn_new(table, key.data + i + 1,
						     key.len - i - 1, json_true());
	nlog_str_clear(&key);
}

static int fill_economy(register_reader *r, const json_t *row, size_t index)
{
	nlog_economy *economy = &r->reg->economies[index];
	json_t *meaning = json_integer((json_int_t)index);
	const char *const names[] = {"name", "iso", "aliases"};
	size_t outside = register_enter_element(r, index);
	int rc = 0;

	economy->name = nlog_json_text(row, "name");
	economy->iso = nlog_json_text(row, "iso");
	economy->is_suspended = json_object_get(row, "suspended") != NULL;
	(void)register_read_day(json_object_get(row, "from"), &economy->from);
	(void)register_read_day(json_object_get(row, "suspended"), &economy->suspended);
	if (economy->is_suspended && economy->suspended.day < economy->from.day)
		rc = register_refuse(r, "'%s' is suspended before it is a member",
				     economy->name);
	for (size_t i = 0; !rc && i < COUNT(names); i++)
		rc = enter_member(r, r->reg->economy_names, row, names[i], "an economy",
				  meaning);
	enter_tails(r->reg->economy_tails, json_object_get(row, "name"));
	json_decref(meaning);
	register_leave(r, outside);
	return rc;
}

static int fill_roster(register_reader *r, const json_t *value)
{
	nlog_register *reg = r->reg;
	int rc = 0;

	reg->economy_count = json_array_size(value);
	reg->economies = nlog_alloc_array(reg->economy_count + 1, sizeof(*reg->economies));
	for (size_t i = 0; !rc && i < reg->economy_count; i++)
		rc = fill_economy(r, json_array_get(value, i), i);
	return rc;
}

/* An organization's name means itself; no economy has the same. */
static int fill_organizations(register_reader *r, const json_t *value)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(value); i++) {
		size_t outside = register_enter_element(r, i);
		json_t *name = json_array_get(value, i);

		if (nlog_fold_find(r->reg->economy_names, nlog_json_slice(name)))
			rc = register_refuse(r, "'%s' already names an economy",
					     json_string_value(name));
		else
			rc = enter_name(r, r->reg->organization_names, name,
					"an organization", name);
		register_leave(r, outside);
	}
	return rc;
}

/* The first row with the same name stands for all of them. */
static size_t first_of_kind(const nlog_register *reg, size_t index)
{
	size_t first = 0;

	while (strcmp(reg->kinds[first].name, reg->kinds[index].name) != 0)
		first++;
	return first;
}

static int fill_kind(register_reader *r, const json_t *row, size_t index)
{
	nlog_kind *kind = &r->reg->kinds[index];
	const char *code = nlog_json_text(row, "code");
	size_t outside = register_enter_element(r, index);
	json_t *meaning;
	int rc;

	kind->name = nlog_json_text(row, "name");
	kind->code = code ? code : "";
	meaning = json_integer((json_int_t)first_of_kind(r->reg, index));
	rc = enter_member(r, r->reg->kind_codes, row, "code", "a kind of activity",
			  meaning);
	if (!rc)
		rc = enter_member(r, r->reg->kind_words, row, "words", "a kind of activity",
				  meaning);
	json_decref(meaning);
	register_leave(r, outside);
	return rc;
}

static size_t longest_of(json_t *names)
{
	size_t longest = 0;

	for (void *i = json_object_iter(names); i; i = json_object_iter_next(names, i))
		if (json_object_iter_key_len(i) > longest)
			longest = json_object_iter_key_len(i);
	return longest;
}

/* There are few kinds of activity in any organization; the search for equal names relies on it. */
#define KIND_LIMIT 1000

static int fill_kinds(register_reader *r, const json_t *value)
{
	nlog_register *reg = r->reg;
	int rc = 0;

	reg->kind_count = json_array_size(value);
	if (reg->kind_count > KIND_LIMIT)
		return register_refuse(r, "more than %d kinds of activity", KIND_LIMIT);
	reg->kinds = nlog_alloc_array(reg->kind_count + 1, sizeof(*reg->kinds));
	for (size_t i = 0; !rc && i < reg->kind_count; i++)
		rc = fill_kind(r, json_array_get(value, i), i);
	reg->kind_longest = longest_of(reg->kind_words);
	return rc;
}

/* A term is one of its own words, whether or not they list it. */
static int fill_modalities(register_reader *r, const json_t *value)
{
	const char *term;
	json_t *words;
	int rc = 0;

	json_object_foreach((json_t *)value, term, words)
	{
		size_t outside = register_enter(r, term);
		json_t *meaning = nlog_json_from_slice(nlog_slice_of(term));

		rc = enter_names(r, r->reg->modality_words, words, "a modality", meaning);
		if (!rc && !nlog_fold_find(r->reg->modality_words, nlog_slice_of(term)))
			rc = enter_name(r, r->reg->modality_words, meaning, "a modality",
					meaning);
		json_decref(meaning);
		register_leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

static int fill_labels_of(register_reader *r, nlog_field_id field, const json_t *labels)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(labels); i++) {
		size_t outside = register_enter_element(r, i);
		const json_t *label = json_array_get(labels, i);

		if (!nlog_label_enter(r->reg, nlog_json_slice(label), field))
			rc = register_refuse(
				r, "'%s' is no label, or one that is listed already",
				json_string_value(label));
		register_leave(r, outside);
	}
	return rc;
}

static int fill_labels(register_reader *r, const json_t *value)
{
	const char *name;
	json_t *labels;

	json_object_foreach((json_t *)value, name, labels)
	{
		size_t outside = register_enter(r, name);
		int rc = fill_labels_of(r, nlog_field_named(nlog_slice_of(name))->id,
					labels);

		register_leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

/* Enter the names of one member, if it is there. */
static int fill(register_reader *r, const char *name,
		int (*fill_from)(register_reader *r, const json_t *value))
{
	const json_t *value = json_object_get(r->reg->members, name);
	size_t outside = register_enter(r, name);
	int rc = value ? fill_from(r, value) : 0;

	register_leave(r, outside);
	return rc;
}

int register_enter_names(register_reader *r)
{
	static const struct {
		const char *name;
		int (*fill_from)(register_reader *r, const json_t *value);
	} tables[] = {{"roster", fill_roster},
		      {"organizations", fill_organizations},
		      {"kinds", fill_kinds},
		      {"modalities", fill_modalities},
		      {"labels", fill_labels}};
	int rc = 0;

	for (size_t i = 0; !rc && i < COUNT(tables); i++)
		rc = fill(r, tables[i].name, tables[i].fill_from);
	return rc;
}
