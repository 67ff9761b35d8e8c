/* Reading a stored form beside another one: only members whose bytes differ are read anew. */
#include "members.h"

#include <noticelog/file.h>
#include <string.h>

/* A notice has fewer; a text with more members is no notice. */
#define MOST_MEMBERS 64

/* A member as it is printed in a stored form: `  "name": …`, without the comma behind it. */
typedef struct {
	nlog_slice name, bytes;
} printed;

typedef struct {
	printed items[MOST_MEMBERS];
	size_t count;
} printed_list;

static bool starts_member(nlog_slice line)
{
	return nlog_slice_starts(line, "  \"");
}

/* The member at the start of text, with all its lines. @return its length with the final LF; 0: none */
static size_t member_length(nlog_slice text)
{
	size_t at = 0;

	if (!starts_member(text))
		return 0;
	do {
		const char *end = memchr(text.data + at, '\n', text.len - at);

		if (!end)
			return 0;
		at = (size_t)(end - text.data) + 1;
	} while (at < text.len && text.data[at] != '}' &&
		 !starts_member(nlog_slice_from(text, at)));
	return at;
}

static bool set_name(printed *member)
{
	nlog_slice rest = nlog_slice_from(member->bytes, strlen("  \""));
	const char *quote = memchr(rest.data, '"', rest.len);

	if (!quote)
		return false;
	member->name = (nlog_slice){rest.data, (size_t)(quote - rest.data)};
	return true;
}

/* In a stored form the members of the outermost object begin behind two blanks, deeper lines behind more. */
static bool list_members(printed_list *list, nlog_slice text)
{
	bool goes_on = true;

	list->count = 0;
	if (!nlog_slice_starts(text, "{\n"))
		return false;
	text = nlog_slice_from(text, 2);
	while (goes_on) {
		size_t len = member_length(text);
		printed *member = &list->items[list->count];

		if (!len || list->count == MOST_MEMBERS)
			return false;
		goes_on = len > 1 && text.data[len - 2] == ',';
		member->bytes = (nlog_slice){text.data, len - 1 - goes_on};
		if (!set_name(member))
			return false;
		list->count++;
		text = nlog_slice_from(text, len);
	}
	return nlog_slice_is(text, "}\n");
}

/* Names of members are ASCII, whose order in UTF-16 is that of the bytes. */
static int compare_names(nlog_slice a, nlog_slice b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.data, b.data, shared);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The member of that name, from *at on; both lists are in order. NULL: none */
static const printed *find_known(const printed_list *known, size_t *at, nlog_slice name)
{
	int order = -1;

	while (*at < known->count &&
	       (order = compare_names(known->items[*at].name, name)) < 0)
		++*at;
	return *at < known->count && order == 0 ? &known->items[*at] : NULL;
}

/* A stored form of those members alone that the known text has not. Empty if there is none. */
static void write_new(nlog_str *out, const printed_list *list, const bool *is_known)
{
	for (size_t i = 0; i < list->count; i++) {
		if (is_known[i])
			continue;
		nlog_str_add(out, out->len ? ",\n" : "{\n");
		nlog_str_add_slice(out, list->items[i].bytes);
	}
	if (out->len)
		nlog_str_add(out, "\n}\n");
}

static bool check_new(const json_t *members, const nlog_member_form *form)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)members, name, value)
	{
		bool is_format = strcmp(name, "format") == 0;

		if (is_format ? !nlog_slice_is(nlog_json_slice(value), form->format)
			      : !form->check(name, value, &(nlog_value_fault){"", ""}))
			return false;
	}
	return true;
}

/* @return false unless the text is the stored form of members that the form allows */
static bool read_new(json_t **out, nlog_slice text, const nlog_member_form *form)
{
	unsigned line, column;
	json_t *members = NULL;

	*out = NULL;
	if (!text.len)
		return true;
	if (nlog_json_read(&members, NULL, text, NLOG_JSON_STRICT, NULL))
		return false;
	if (check_new(members, form) &&
	    nlog_json_is_stored_form(text, members, &line, &column))
		*out = members;
	else
		json_decref(members);
	return *out != NULL;
}

static json_t *join(const printed_list *list, const bool *is_known, const json_t *known,
		    const json_t *fresh)
{
	json_t *members = json_object();

	for (size_t i = 0; i < list->count; i++) {
		nlog_slice name = list->items[i].name;
		json_t *value =
			json_object_getn(is_known[i] ? known : fresh, name.data, name.len);

		json_object_setn_nocheck(members, name.data, name.len, value);
	}
	return members;
}

bool nlog_members_read_beside(json_t **out, nlog_slice text, const json_t *known,
			      nlog_slice known_text, const nlog_member_form *form)
{
	printed_list list, before;
	bool is_known[MOST_MEMBERS], has_format = false, is_read;
	nlog_str fresh = NLOG_STR_INIT;
	json_t *members = NULL;

	if (text.len > NLOG_FILE_LIMIT || !list_members(&before, known_text) ||
	    !list_members(&list, text))
		return false;
	for (size_t i = 0, at = 0; i < list.count; i++) {
		const printed *member = &list.items[i], *same;

		if (i && compare_names(list.items[i - 1].name, member->name) >= 0)
			return false;
		same = find_known(&before, &at, member->name);
		is_known[i] = same && nlog_slice_equal(same->bytes, member->bytes);
		has_format = has_format || nlog_slice_is(member->name, "format");
	}
	write_new(&fresh, &list, is_known);
	is_read = has_format && read_new(&members, nlog_str_slice(&fresh), form);
	if (is_read)
		*out = join(&list, is_known, known, members);
	nlog_str_clear(&fresh);
	json_decref(members);
	return is_read;
}
