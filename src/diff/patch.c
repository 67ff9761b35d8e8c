/* An addendum applied to its notice, clause after clause. */
#include <noticelog/patch.h>

#include <noticelog/text.h>
#include <string.h>

/* The notice in the making, and the clause that is applied to it. */
typedef struct {
	json_t *members;   /* a copy; changed clause by clause */
	bool is_plan;      /* the addendum amends an implementation plan */
	json_int_t number; /* of the addendum; 0: none */
	size_t clause;     /* from 1 */
	nlog_error *err;
} patch;

static bool is_list(nlog_type_id type)
{
	return type == NLOG_TYPE_NAMES || type == NLOG_TYPE_ECONOMIES ||
	       type == NLOG_TYPE_ITEMS || type == NLOG_TYPE_PERIODS ||
	       type == NLOG_TYPE_DATES;
}

/* Clause N says the closing date was A, but it is B. */
static int disagree(const patch *at, const nlog_field *field, const json_t *said,
		    const json_t *is)
{
	nlog_str said_words = NLOG_STR_INIT, is_words = NLOG_STR_INIT;
	int rc;

	nlog_value_add_human(&said_words, field->type, said);
	nlog_value_add_human(&is_words, field->type, is);
	rc = nlog_error_set(
		at->err, NLOG_ECONFLICT,
		"clause %zu says the %s was '%s', but the notice in force has '%s'",
		at->clause, field->noun, nlog_str_text(&said_words),
		nlog_str_text(&is_words));
	nlog_str_clear(&said_words);
	nlog_str_clear(&is_words);
	return rc;
}

/* The entries of a list as the keys of an object; owned. Every list has strings alone. */
static json_t *entries_of(const json_t *list)
{
	json_t *entries = json_object();

	for (size_t i = 0; i < json_array_size(list); i++)
		json_object_set_new(entries, json_string_value(json_array_get(list, i)),
				    json_true());
	return entries;
}

static bool has_entry(const json_t *entries, const json_t *entry)
{
	return json_object_get(entries, json_string_value(entry)) != NULL;
}

static bool holds_all(const json_t *list, const json_t *said)
{
	json_t *entries = entries_of(list);
	bool holds = true;

	for (size_t i = 0; holds && i < json_array_size(said); i++)
		holds = has_entry(entries, json_array_get(said, i));
	json_decref(entries);
	return holds;
}

/* Lines and paragraphs agree when their letters do: an addendum quotes them loosely. */
static bool agrees(nlog_type_id type, const json_t *said, const json_t *is)
{
	nlog_str a = NLOG_STR_INIT, b = NLOG_STR_INIT;
	bool same = json_equal(said, is);

	if (!same && (type == NLOG_TYPE_LINE || type == NLOG_TYPE_TEXT)) {
		nlog_value_add_human(&a, type, said);
		nlog_value_add_human(&b, type, is);
		same = nlog_text_same_letters(nlog_str_slice(&a), nlog_str_slice(&b));
		nlog_str_clear(&a);
		nlog_str_clear(&b);
	}
	return same || (is_list(type) && json_is_array(is) && json_is_array(said) &&
			holds_all(is, said));
}

/* The list with the entries that were named replaced by the new ones, in their place. */
static json_t *replace_entries(const json_t *is, const json_t *said, const json_t *becomes)
{
	json_t *list = json_array(), *named = entries_of(said);
	bool is_put = false;

	for (size_t i = 0; i < json_array_size(is); i++) {
		json_t *entry = json_array_get(is, i);

		if (!has_entry(named, entry)) {
			json_array_append(list, entry);
		} else if (!is_put) {
			json_array_extend(list, (json_t *)becomes);
			is_put = true;
		}
	}
	json_decref(named);
	return list;
}

/* The printed words of a field whose value is given anew are no longer its words. */
static void forget_printed(json_t *members, const char *field)
{
	json_t *printed = json_object_get(members, "as_printed");

	json_object_del(printed, field);
	if (printed && !json_object_size(printed))
		json_object_del(members, "as_printed");
}

static int set_value(patch *at, const nlog_field *field, const json_t *said,
		     const json_t *becomes)
{
	const json_t *is = json_object_get(at->members, field->name);

	if (said && !agrees(field->type, said, is))
		return disagree(at, field, said, is);
	if (said && is_list(field->type) && json_is_array(becomes) && json_is_array(is))
		json_object_set_new(at->members, field->name,
				    replace_entries(is, said, becomes));
	else
		json_object_set(at->members, field->name, (json_t *)becomes);
	forget_printed(at->members, field->name);
	return 0;
}

/* A map below the members, made where it is not there. */
static json_t *map_of(json_t *members, const char *name)
{
	if (!json_is_object(json_object_get(members, name)))
		json_object_set_new(members, name, json_object());
	return json_object_get(members, name);
}

static void append_paragraph(json_t *object, const char *name, json_t *text)
{
	if (!json_is_array(json_object_get(object, name)))
		json_object_set_new(object, name, json_array());
	json_array_append(json_object_get(object, name), text);
}

/* Words that cannot be a value of the field stand with what was printed of it. */
static void add_printed(patch *at, const nlog_field *field, json_t *text)
{
	json_t *printed = map_of(at->members, "as_printed");
	const char *before = nlog_json_text(printed, field->name);
	nlog_str words = NLOG_STR_INIT;

	if (before)
		nlog_str_add(&words, before);
	else
		nlog_value_add_human(&words, field->type,
				     json_object_get(at->members, field->name));
	nlog_str_addc(&words, ' ');
	nlog_str_add_slice(&words, nlog_json_slice(text));
	json_object_set_new(printed, field->name,
			    nlog_json_from_slice(nlog_str_slice(&words)));
	nlog_str_clear(&words);
}

/* Where words go that name no field: under their clause's label, or the addendum's. */
static void add_other(patch *at, const char *clause, json_t *text)
{
	nlog_str label = NLOG_STR_INIT;

	if (clause)
		nlog_str_add(&label, clause);
	else if (at->number)
		nlog_str_addf(&label, "Addendum No. %" JSON_INTEGER_FORMAT, at->number);
	else
		nlog_str_add(&label, "Addendum");
	append_paragraph(map_of(at->members, "other"), nlog_str_text(&label), text);
	nlog_str_clear(&label);
}

static int add_words(patch *at, const nlog_field *field, const char *clause, json_t *text)
{
	if (!field && at->is_plan)
		return nlog_error_set(
			at->err, NLOG_ECONFLICT,
			"clause %zu amends the implementation plan in something "
			"that is no field of the notice: '%s'",
			at->clause, json_string_value(text));
	if (!field || field->type == NLOG_TYPE_TEXTS)
		add_other(at, clause, text);
	else if (field->type == NLOG_TYPE_TEXT)
		append_paragraph(at->members, field->name, text);
	else
		add_printed(at, field, text);
	return 0;
}

static int apply_clause(patch *at, const json_t *change)
{
	const char *name = nlog_json_text(change, "field");
	const nlog_field *field = name ? nlog_field_named(nlog_slice_of(name)) : NULL;
	const json_t *becomes = json_object_get(change, "new");
	json_t *text = json_object_get(change, "text");

	if (field && becomes)
		return set_value(at, field, json_object_get(change, "old"), becomes);
	if (!text)
		return nlog_error_set(at->err, NLOG_EINPUT,
				      "clause %zu has neither a new value nor words",
				      at->clause);
	return add_words(at, field, nlog_json_text(change, "clause"), text);
}

int nlog_addendum_apply(nlog_notice **out, const nlog_notice *notice,
			const nlog_addendum *addendum, nlog_error *err)
{
	const json_t *from = nlog_addendum_members(addendum);
	const json_t *changes = json_object_get(from, "changes");
	const char *kind = nlog_json_text(from, "kind");
	patch at = {.members = json_deep_copy(nlog_notice_members(notice)),
		    .is_plan = kind && strcmp(kind, "plan") == 0,
		    .number = json_integer_value(json_object_get(from, "number")),
		    .err = err};
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(changes); i++) {
		at.clause = i + 1;
		rc = apply_clause(&at, json_array_get(changes, i));
	}
	if (rc) {
		json_decref(at.members);
		return rc;
	}
	if (json_object_get(from, "issued"))
		json_object_set(at.members, "revision_date",
				json_object_get(from, "issued"));
	return nlog_notice_from_members_take(out, at.members, err);
}
