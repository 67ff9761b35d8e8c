/* An addendum: its members checked once, then read only. */
#include <noticelog/addendum.h>

#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>

#include "members.h"

struct nlog_addendum {
	json_t *members;
};

/* A member of an addendum, or of an object in it. */
typedef struct {
	const char *name;
	bool (*check)(const json_t *value, nlog_value_fault *fault);
} row;

static bool say(nlog_value_fault *fault, const char *pointer, const char *text)
{
	if (fault) {
		(void)snprintf(fault->pointer, sizeof(fault->pointer), "%s", pointer);
		(void)snprintf(fault->text, sizeof(fault->text), "%s", text);
	}
	return false;
}

static bool say_below(nlog_value_fault *fault, size_t index, const char *name)
{
	char below[sizeof(fault->pointer)];

	if (!fault)
		return false;
	memcpy(below, fault->pointer, sizeof(below));
	(void)snprintf(fault->pointer, sizeof(fault->pointer), "/%zu/%s%.100s", index, name,
		       below);
	return false;
}

static bool check_line(const json_t *value, nlog_value_fault *fault)
{
	return nlog_value_check(NLOG_TYPE_LINE, value, fault);
}

static bool check_date(const json_t *value, nlog_value_fault *fault)
{
	return nlog_value_check(NLOG_TYPE_DATE, value, fault);
}

static bool check_count(const json_t *value, nlog_value_fault *fault)
{
	return nlog_value_check(NLOG_TYPE_COUNT, value, fault);
}

static bool check_kind(const json_t *value, nlog_value_fault *fault)
{
	nlog_slice kind = nlog_json_slice(value);

	return nlog_slice_is(kind, "notice") || nlog_slice_is(kind, "plan") ||
	       say(fault, "", "neither \"notice\" nor \"plan\"");
}

static bool check_field_name(const json_t *value, nlog_value_fault *fault)
{
	return nlog_field_named(nlog_json_slice(value)) ||
	       say(fault, "", "not the name of a field");
}

static bool check_bool(const json_t *value, nlog_value_fault *fault)
{
	return json_is_boolean(value) || say(fault, "", "neither true nor false");
}

/* `old` and `new` are checked against the field beside them. */
static bool check_nothing(const json_t *value, nlog_value_fault *fault)
{
	(void)value;
	(void)fault;
	return true;
}

static const row amends_rows[] = {{"code", check_line},
				  {"dated", check_date},
				  {"document", check_line},
				  {NULL, NULL}};

static const row change_rows[] = {{"field", check_field_name}, {"clause", check_line},
				  {"old", check_nothing},      {"new", check_nothing},
				  {"text", check_line},        {NULL, NULL}};

static const row *find_row(const row *rows, const char *name)
{
	for (; rows->name; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows;
	return NULL;
}

/* An array of objects whose members the rows name. */
static bool check_objects(const json_t *value, const row *rows, nlog_value_fault *fault)
{
	if (!json_is_array(value) || json_array_size(value) == 0)
		return say(fault, "", "not an array with at least one entry");
	for (size_t i = 0; i < json_array_size(value); i++) {
		json_t *object = json_array_get(value, i), *member;
		const char *name;

		if (!json_is_object(object) || json_object_size(object) == 0)
			return say(fault, "",
				   "an entry that is no object or has no members");
		json_object_foreach(object, name, member)
		{
			const row *known = find_row(rows, name);

			if (!known)
				return say(fault, "", "an entry with an unknown member");
			if (!known->check(member, fault))
				return say_below(fault, i, name);
		}
	}
	return true;
}

static bool check_amends(const json_t *value, nlog_value_fault *fault)
{
	return check_objects(value, amends_rows, fault);
}

/* The value of a side is absent, null, or of its field's type. */
static bool check_side(const json_t *change, const char *side, const nlog_field *field,
		       nlog_value_fault *fault)
{
	const json_t *value = json_object_get(change, side);

	if (!value || json_is_null(value))
		return true;
	if (!field)
		return say(fault, "", "a value without a \"field\" beside it");
	return nlog_value_check(field->type, value, fault);
}

static bool check_changes(const json_t *value, nlog_value_fault *fault)
{
	if (!check_objects(value, change_rows, fault))
		return false;
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *change = json_array_get(value, i);
		const nlog_field *field =
			nlog_field_named(nlog_json_slice(json_object_get(change, "field")));

		if (!check_side(change, "old", field, fault))
			return say_below(fault, i, "old");
		if (!check_side(change, "new", field, fault))
			return say_below(fault, i, "new");
	}
	return true;
}

static bool check_member(const char *name, const json_t *value, nlog_value_fault *fault)
{
	static const row rows[] = {{"number", check_count},
				   {"issued", check_date},
				   {"kind", check_kind},
				   {"amends", check_amends},
				   {"changes", check_changes},
				   {"remain_unchanged", check_bool},
				   {"signatory_name", check_line},
				   {"signatory_title", check_line},
				   {NULL, NULL}};
	const row *known = find_row(rows, name);

	return known ? known->check(value, fault)
		     : nlog_member_unknown(fault, "not a member of an addendum");
}

static const nlog_member_form addendum_form = {
	.what = "addendum",
	.format = NLOG_ADDENDUM_FORMAT,
	.check = check_member,
};

static void own(nlog_addendum **out, json_t *members)
{
	nlog_addendum *addendum = nlog_alloc(sizeof(*addendum));

	addendum->members = members;
	*out = addendum;
}

int nlog_addendum_from_members_take(nlog_addendum **out, json_t *members, nlog_error *err)
{
	int rc = nlog_members_check_take(members, &addendum_form, err);

	if (!rc)
		own(out, members);
	return rc;
}

int nlog_addendum_read(nlog_addendum **out, const char *source, nlog_slice text,
		       nlog_error *err)
{
	json_t *members = NULL;
	bool is_canonical;
	int rc = nlog_members_read(&members, &is_canonical, source, text, NLOG_READ_ENTRY,
				   &addendum_form, NULL, err);

	if (!rc)
		own(out, members);
	return rc;
}

void nlog_addendum_write(nlog_str *out, const nlog_addendum *addendum)
{
	nlog_json_write(out, addendum->members, NLOG_JSON_STORED);
}

const json_t *nlog_addendum_members(const nlog_addendum *addendum)
{
	return addendum->members;
}

void nlog_addendum_free(nlog_addendum *addendum)
{
	if (!addendum)
		return;
	json_decref(addendum->members);
	nlog_free(addendum);
}
