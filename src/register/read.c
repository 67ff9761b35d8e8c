/* Reading register.json: every member is checked. */
#include "reading.h"

#include <noticelog/message.h>
#include <noticelog/text.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Stop with an error at the value that is being read. */
int register_refuse(const register_reader *r, const char *format, ...)
{
	nlog_str said = NLOG_STR_INIT;
	unsigned line = 0, column = 0;
	va_list args;
	int rc;

	va_start(args, format);
	nlog_str_addv(&said, format, args);
	va_end(args);
	if (r->text.len)
		nlog_json_locate(r->text, nlog_str_text(&r->path), &line, &column);
	rc = nlog_error_at(r->err, NLOG_EINPUT, r->source, line, column, "%s",
			   nlog_str_text(&said));
	nlog_str_clear(&said);
	return rc;
}

/* Go on to the member `name`; what is given back leads out again with register_leave(). */
size_t register_enter(register_reader *r, const char *name)
{
	size_t before = r->path.len;

	nlog_str_addc(&r->path, '/');
	for (; *name; name++) {
		if (*name == '~' || *name == '/')
			nlog_str_add(&r->path, *name == '~' ? "~0" : "~1");
		else
			nlog_str_addc(&r->path, *name);
	}
	return before;
}

size_t register_enter_element(register_reader *r, size_t index)
{
	size_t before = r->path.len;

	nlog_str_addc(&r->path, '/');
	nlog_str_add_int(&r->path, (long long)index, 0);
	return before;
}

void register_leave(register_reader *r, size_t before)
{
	nlog_str_truncate(&r->path, before);
}

/* The shapes that members have */

typedef int (*check_function)(register_reader *r, const json_t *value);

/* A member that an object may have. */
typedef struct {
	const char *name;
	check_function check;
	bool is_required;
} member;

static int check_text(register_reader *r, const json_t *value)
{
	const char *why;

	if (!json_is_string(value))
		return register_refuse(r, "not a string");
	if (!json_string_length(value))
		return register_refuse(r, "an empty string");
	if (!nlog_text_is_normal(nlog_json_slice(value), &why, NULL))
		return register_refuse(r, "a string that is not in normal form: %s", why);
	return 0;
}

static int check_line(register_reader *r, const json_t *value)
{
	int rc = check_text(r, value);

	if (!rc && json_string_length(value) > NAME_LIMIT)
		return register_refuse(r, "a name of more than %d bytes", NAME_LIMIT);
	return rc;
}

/* Letters for a code: `upper` of them, all capital. */
static bool is_code(nlog_slice code, size_t least, size_t most)
{
	for (size_t i = 0; i < code.len; i++)
		if (code.data[i] < 'A' || code.data[i] > 'Z')
			return false;
	return code.len >= least && code.len <= most;
}

static int check_iso(register_reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_code(nlog_json_slice(value), 2, 2))
		return register_refuse(r, "not two capital letters (ISO 3166-1 alpha-2)");
	return rc;
}

static int check_kind_code(register_reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_code(nlog_json_slice(value), 2, 8))
		return register_refuse(r, "not a code of two to eight capital letters");
	return rc;
}

static bool is_domain(nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-", text.data[i]))
			return false;
	return text.len && memchr(text.data, '.', text.len) && text.data[0] != '.' &&
	       text.data[0] != '-' && text.data[text.len - 1] != '.' &&
	       nlog_slice_find(text, "..") < 0;
}

static int check_domain(register_reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_domain(nlog_json_slice(value)))
		return register_refuse(r, "not a domain name in lower case");
	return rc;
}

/* A day, or a year (also as a number), which means its first day. */
bool register_read_day(const json_t *value, nlog_date *out)
{
	nlog_slice text = nlog_json_slice(value);
	json_int_t year = json_integer_value(value);

	if (json_is_string(value) && text.len != 4)
		return nlog_date_from_iso(out, text);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		year = year * 10 + (text.data[i] - '0');
	}
	return year >= 1 && year <= 9999 && nlog_date_make(out, (int)year, 1, 1);
}

static int check_day(register_reader *r, const json_t *value)
{
	nlog_date day;

	if (!register_read_day(value, &day))
		return register_refuse(
			r, "not a year or a day in the form \"1961\" or \"1961-05-11\"");
	return 0;
}

static int check_object(register_reader *r, const json_t *value)
{
	return json_is_object(value) ? 0 : register_refuse(r, "not an object");
}

/* An array of which every element passes. */
static int check_elements(register_reader *r, const json_t *value, check_function check)
{
	int rc = 0;

	if (!json_is_array(value))
		return register_refuse(r, "not an array");
	for (size_t i = 0; !rc && i < json_array_size(value); i++) {
		size_t outside = register_enter_element(r, i);

		rc = check(r, json_array_get(value, i));
		register_leave(r, outside);
	}
	return rc;
}

static int check_lines(register_reader *r, const json_t *value)
{
	return check_elements(r, value, check_line);
}

/* An object that has the members of a table and no other. */
static int check_members(register_reader *r, const json_t *value, const member *members,
			 size_t count)
{
	const char *name;
	json_t *inner;
	int rc = check_object(r, value);

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, name, inner)
	{
		size_t outside = register_enter(r, name);
		size_t i = 0;

		while (i < count && strcmp(members[i].name, name) != 0)
			i++;
		rc = i < count ? members[i].check(r, inner)
			       : register_refuse(r, "unknown member '%s'", name);
		register_leave(r, outside);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < count; i++)
		if (members[i].is_required && !json_object_get(value, members[i].name))
			return register_refuse(r, "no member '%s'", members[i].name);
	return 0;
}

static int check_format(register_reader *r, const json_t *value)
{
	if (!nlog_slice_is(nlog_json_slice(value), NLOG_REGISTER_FORMAT))
		return register_refuse(r, "not the format '%s'", NLOG_REGISTER_FORMAT);
	return 0;
}

static int check_organization(register_reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"domain", check_domain, true}};

	return check_members(r, value, members, COUNT(members));
}

static int check_economy(register_reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"iso", check_iso, true},
					 {"aliases", check_lines, false},
					 {"from", check_day, true},
					 {"suspended", check_day, false}};

	return check_members(r, value, members, COUNT(members));
}

static int check_roster(register_reader *r, const json_t *value)
{
	return check_elements(r, value, check_economy);
}

static int check_kind(register_reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"code", check_kind_code, false},
					 {"words", check_lines, true}};

	return check_members(r, value, members, COUNT(members));
}

static int check_kinds(register_reader *r, const json_t *value)
{
	return check_elements(r, value, check_kind);
}

/* An object whose names and values pass. */
static int check_map(register_reader *r, const json_t *value,
		     int (*check_name)(register_reader *r, const char *name),
		     check_function check_value)
{
	const char *name;
	json_t *inner;
	int rc = check_object(r, value);

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, name, inner)
	{
		size_t outside = register_enter(r, name);

		rc = check_name(r, name);
		if (!rc)
			rc = check_value(r, inner);
		register_leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

static int check_term_name(register_reader *r, const char *name)
{
	if (!*name || !nlog_text_is_normal(nlog_slice_of(name), NULL, NULL))
		return register_refuse(r, "a term that is empty or not in normal form");
	return 0;
}

static int check_modalities(register_reader *r, const json_t *value)
{
	return check_map(r, value, check_term_name, check_lines);
}

static int check_field_name(register_reader *r, const char *name)
{
	const nlog_field *field = nlog_field_named(nlog_slice_of(name));

	if (!field || field->type == NLOG_TYPE_TEXTS || field->type == NLOG_TYPE_PRINTED)
		return register_refuse(r, "'%s' is no field that has labels", name);
	return 0;
}

static int check_labels(register_reader *r, const json_t *value)
{
	return check_map(r, value, check_field_name, check_lines);
}

/* `timing.rescheduled`: words of small letters, digits, `_` and `-`, parted by full stops. */
static int check_id(register_reader *r, const char *name)
{
	char before = '.';

	for (const char *c = name; *c; c++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_-.", *c) ||
		    (*c == '.' && before == '.'))
			return register_refuse(r, "'%s' is no id", name);
		before = *c;
	}
	return before == '.' ? register_refuse(r, "'%s' is no id", name) : 0;
}

static int check_severity(register_reader *r, const json_t *value)
{
	static const char *const severities[] = {
		"action", "substantive", "administrative", "editorial",
		"error",  "warning",     "note",           "off"};

	for (size_t i = 0; i < COUNT(severities); i++)
		if (nlog_slice_is(nlog_json_slice(value), severities[i]))
			return 0;
	return register_refuse(
		r, "not a severity (action, substantive, administrative, editorial; of "
		   "a check error, warning, note) or \"off\"");
}

static int check_rules(register_reader *r, const json_t *value)
{
	return check_map(r, value, check_id, check_severity);
}

/* One that we know may use its own places alone; others may be of a later version. */
static int check_places(register_reader *r, const char *id, const json_t *text)
{
	const nlog_message *message = nlog_message_named(nlog_slice_of(id));
	nlog_str why = NLOG_STR_INIT;
	int rc = 0;

	if (message && !nlog_message_fits(message, nlog_json_slice(text), &why))
		rc = register_refuse(r, "a message with %s", nlog_str_text(&why));
	nlog_str_clear(&why);
	return rc;
}

static int check_messages(register_reader *r, const json_t *value)
{
	int rc = check_map(r, value, check_id, check_text);
	const char *id;
	json_t *text;

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, id, text)
	{
		size_t outside = register_enter(r, id);

		rc = check_places(r, id, text);
		register_leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

int nlog_register_fill(nlog_register *reg, const char *source, nlog_slice text,
		       nlog_error *err)
{
	static const member members[] = {{"format", check_format, true},
					 {"organization", check_organization, true},
					 {"roster", check_roster, true},
					 {"organizations", check_lines, false},
					 {"kinds", check_kinds, false},
					 {"modalities", check_modalities, false},
					 {"labels", check_labels, true},
					 {"rules", check_rules, false},
					 {"messages", check_messages, false}};
	register_reader r = {reg, source, text, NLOG_STR_INIT, err};
	const json_t *organization;
	int rc = check_members(&r, reg->members, members, COUNT(members));

	if (!rc)
		rc = register_enter_names(&r);
	organization = json_object_get(reg->members, "organization");
	reg->organization = nlog_json_text(organization, "name");
	reg->domain = nlog_json_text(organization, "domain");
	nlog_str_clear(&r.path);
	return rc;
}
