/* Reading register.json: every member is checked, every name entered into its table. */
#include "private.h"

#include <noticelog/alloc.h>
#include <noticelog/message.h>
#include <noticelog/text.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* What is being read, and where in it: a JSON Pointer (RFC 6901). */
typedef struct {
	nlog_register *reg;
	const char *source;
	nlog_slice text; /* empty for the register that is built in */
	nlog_str path;
	nlog_error *err;
} reader;

static int refuse(const reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Stop with an error at the value that is being read. */
static int refuse(const reader *r, const char *format, ...)
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

/* Go on to the member `name`; what is given back leads out again with leave(). */
static size_t enter(reader *r, const char *name)
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

static size_t enter_element(reader *r, size_t index)
{
	size_t before = r->path.len;

	nlog_str_addf(&r->path, "/%zu", index);
	return before;
}

static void leave(reader *r, size_t before)
{
	nlog_str_truncate(&r->path, before);
}

/* The shapes that members have */

typedef int (*check_function)(reader *r, const json_t *value);

/* A member that an object may have. */
typedef struct {
	const char *name;
	check_function check;
	bool is_required;
} member;

static int check_text(reader *r, const json_t *value)
{
	const char *why;

	if (!json_is_string(value))
		return refuse(r, "not a string");
	if (!json_string_length(value))
		return refuse(r, "an empty string");
	if (!nlog_text_is_normal(nlog_json_slice(value), &why, NULL))
		return refuse(r, "a string that is not in normal form: %s", why);
	return 0;
}

static int check_line(reader *r, const json_t *value)
{
	int rc = check_text(r, value);

	if (!rc && json_string_length(value) > NAME_LIMIT)
		return refuse(r, "a name of more than %d bytes", NAME_LIMIT);
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

static int check_iso(reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_code(nlog_json_slice(value), 2, 2))
		return refuse(r, "not two capital letters (ISO 3166-1 alpha-2)");
	return rc;
}

static int check_kind_code(reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_code(nlog_json_slice(value), 2, 8))
		return refuse(r, "not a code of two to eight capital letters");
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

static int check_domain(reader *r, const json_t *value)
{
	int rc = check_line(r, value);

	if (!rc && !is_domain(nlog_json_slice(value)))
		return refuse(r, "not a domain name in lower case");
	return rc;
}

/* A day, or a year (also as a number), which means its first day. */
static bool read_day(const json_t *value, nlog_date *out)
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

static int check_day(reader *r, const json_t *value)
{
	nlog_date day;

	if (!read_day(value, &day))
		return refuse(r,
			      "not a year or a day in the form \"1961\" or \"1961-05-11\"");
	return 0;
}

static int check_object(reader *r, const json_t *value)
{
	return json_is_object(value) ? 0 : refuse(r, "not an object");
}

/* An array of which every element passes. */
static int check_elements(reader *r, const json_t *value, check_function check)
{
	int rc = 0;

	if (!json_is_array(value))
		return refuse(r, "not an array");
	for (size_t i = 0; !rc && i < json_array_size(value); i++) {
		size_t outside = enter_element(r, i);

		rc = check(r, json_array_get(value, i));
		leave(r, outside);
	}
	return rc;
}

static int check_lines(reader *r, const json_t *value)
{
	return check_elements(r, value, check_line);
}

/* An object that has the members of a table and no other. */
static int check_members(reader *r, const json_t *value, const member *members,
			 size_t count)
{
	const char *name;
	json_t *inner;
	int rc = check_object(r, value);

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, name, inner)
	{
		size_t outside = enter(r, name);
		size_t i = 0;

		while (i < count && strcmp(members[i].name, name) != 0)
			i++;
		rc = i < count ? members[i].check(r, inner)
			       : refuse(r, "unknown member '%s'", name);
		leave(r, outside);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < count; i++)
		if (members[i].is_required && !json_object_get(value, members[i].name))
			return refuse(r, "no member '%s'", members[i].name);
	return 0;
}

static int check_format(reader *r, const json_t *value)
{
	if (!nlog_slice_is(nlog_json_slice(value), NLOG_REGISTER_FORMAT))
		return refuse(r, "not the format '%s'", NLOG_REGISTER_FORMAT);
	return 0;
}

static int check_organization(reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"domain", check_domain, true}};

	return check_members(r, value, members, COUNT(members));
}

static int check_economy(reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"iso", check_iso, true},
					 {"aliases", check_lines, false},
					 {"from", check_day, true},
					 {"suspended", check_day, false}};

	return check_members(r, value, members, COUNT(members));
}

static int check_roster(reader *r, const json_t *value)
{
	return check_elements(r, value, check_economy);
}

static int check_kind(reader *r, const json_t *value)
{
	static const member members[] = {{"name", check_line, true},
					 {"code", check_kind_code, false},
					 {"words", check_lines, true}};

	return check_members(r, value, members, COUNT(members));
}

static int check_kinds(reader *r, const json_t *value)
{
	return check_elements(r, value, check_kind);
}

/* An object whose names and values pass. */
static int check_map(reader *r, const json_t *value,
		     int (*check_name)(reader *r, const char *name),
		     check_function check_value)
{
	const char *name;
	json_t *inner;
	int rc = check_object(r, value);

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, name, inner)
	{
		size_t outside = enter(r, name);

		rc = check_name(r, name);
		if (!rc)
			rc = check_value(r, inner);
		leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

static int check_term_name(reader *r, const char *name)
{
	if (!*name || !nlog_text_is_normal(nlog_slice_of(name), NULL, NULL))
		return refuse(r, "a term that is empty or not in normal form");
	return 0;
}

static int check_modalities(reader *r, const json_t *value)
{
	return check_map(r, value, check_term_name, check_lines);
}

static int check_field_name(reader *r, const char *name)
{
	const nlog_field *field = nlog_field_named(nlog_slice_of(name));

	if (!field || field->type == NLOG_TYPE_TEXTS || field->type == NLOG_TYPE_PRINTED)
		return refuse(r, "'%s' is no field that has labels", name);
	return 0;
}

static int check_labels(reader *r, const json_t *value)
{
	return check_map(r, value, check_field_name, check_lines);
}

/* `timing.rescheduled`: words of small letters, digits, `_` and `-`, parted by full stops. */
static int check_id(reader *r, const char *name)
{
	char before = '.';

	for (const char *c = name; *c; c++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_-.", *c) ||
		    (*c == '.' && before == '.'))
			return refuse(r, "'%s' is no id", name);
		before = *c;
	}
	return before == '.' ? refuse(r, "'%s' is no id", name) : 0;
}

static int check_severity(reader *r, const json_t *value)
{
	static const char *const severities[] = {
		"action", "substantive", "administrative", "editorial",
		"error",  "warning",     "note",           "off"};

	for (size_t i = 0; i < COUNT(severities); i++)
		if (nlog_slice_is(nlog_json_slice(value), severities[i]))
			return 0;
	return refuse(r,
		      "not a severity (action, substantive, administrative, editorial; of "
		      "a check error, warning, note) or \"off\"");
}

static int check_rules(reader *r, const json_t *value)
{
	return check_map(r, value, check_id, check_severity);
}

/* One that we know may use its own places alone; others may be of a later version. */
static int check_places(reader *r, const char *id, const json_t *text)
{
	const nlog_message *message = nlog_message_named(nlog_slice_of(id));
	nlog_str why = NLOG_STR_INIT;
	int rc = 0;

	if (message && !nlog_message_fits(message, nlog_json_slice(text), &why))
		rc = refuse(r, "a message with %s", nlog_str_text(&why));
	nlog_str_clear(&why);
	return rc;
}

static int check_messages(reader *r, const json_t *value)
{
	int rc = check_map(r, value, check_id, check_text);
	const char *id;
	json_t *text;

	if (rc)
		return rc;
	json_object_foreach((json_t *)value, id, text)
	{
		size_t outside = enter(r, id);

		rc = check_places(r, id, text);
		leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

/* Names, each entered into its table once */

/* Enter a name; `what` says what it is a name of. */
static int enter_name(reader *r, json_t *table, const json_t *name, const char *what,
		      json_t *meaning)
{
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	if (!nlog_fold_name(&key, nlog_json_slice(name)))
		rc = refuse(r, "not a name of %s", what);
	else if (json_object_getn(table, key.data, key.len))
		rc = refuse(r, "'%s' already names %s", json_string_value(name), what);
	else
		json_object_setn(table, key.data, key.len, meaning);
	nlog_str_clear(&key);
	return rc;
}

/* Enter every name of an array (NULL: none). */
static int enter_names(reader *r, json_t *table, const json_t *names, const char *what,
		       json_t *meaning)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(names); i++) {
		size_t outside = enter_element(r, i);

		rc = enter_name(r, table, json_array_get(names, i), what, meaning);
		leave(r, outside);
	}
	return rc;
}

static int enter_member(reader *r, json_t *table, const json_t *object, const char *name,
			const char *what, json_t *meaning)
{
	size_t outside = enter(r, name);
	const json_t *value = json_object_get(object, name);
	int rc = json_is_array(value) ? enter_names(r, table, value, what, meaning)
		 : value              ? enter_name(r, table, value, what, meaning)
				      : 0;

	leave(r, outside);
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

static int fill_economy(reader *r, const json_t *row, size_t index)
{
	nlog_economy *economy = &r->reg->economies[index];
	json_t *meaning = json_integer((json_int_t)index);
	const char *const names[] = {"name", "iso", "aliases"};
	size_t outside = enter_element(r, index);
	int rc = 0;

	economy->name = nlog_json_text(row, "name");
	economy->iso = nlog_json_text(row, "iso");
	economy->is_suspended = json_object_get(row, "suspended") != NULL;
	(void)read_day(json_object_get(row, "from"), &economy->from);
	(void)read_day(json_object_get(row, "suspended"), &economy->suspended);
	if (economy->is_suspended && economy->suspended.day < economy->from.day)
		rc = refuse(r, "'%s' is suspended before it is a member", economy->name);
	for (size_t i = 0; !rc && i < COUNT(names); i++)
		rc = enter_member(r, r->reg->economy_names, row, names[i], "an economy",
				  meaning);
	enter_tails(r->reg->economy_tails, json_object_get(row, "name"));
	json_decref(meaning);
	leave(r, outside);
	return rc;
}

static int fill_roster(reader *r, const json_t *value)
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
static int fill_organizations(reader *r, const json_t *value)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(value); i++) {
		size_t outside = enter_element(r, i);
		json_t *name = json_array_get(value, i);

		if (nlog_fold_find(r->reg->economy_names, nlog_json_slice(name)))
			rc = refuse(r, "'%s' already names an economy",
				    json_string_value(name));
		else
			rc = enter_name(r, r->reg->organization_names, name,
					"an organization", name);
		leave(r, outside);
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

static int fill_kind(reader *r, const json_t *row, size_t index)
{
	nlog_kind *kind = &r->reg->kinds[index];
	const char *code = nlog_json_text(row, "code");
	size_t outside = enter_element(r, index);
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
	leave(r, outside);
	return rc;
}

/* There are few kinds of activity in any organization; the search for equal names relies on it. */
#define KIND_LIMIT 1000

static int fill_kinds(reader *r, const json_t *value)
{
	nlog_register *reg = r->reg;
	int rc = 0;

	reg->kind_count = json_array_size(value);
	if (reg->kind_count > KIND_LIMIT)
		return refuse(r, "more than %d kinds of activity", KIND_LIMIT);
	reg->kinds = nlog_alloc_array(reg->kind_count + 1, sizeof(*reg->kinds));
	for (size_t i = 0; !rc && i < reg->kind_count; i++)
		rc = fill_kind(r, json_array_get(value, i), i);
	return rc;
}

/* A term is one of its own words, whether or not they list it. */
static int fill_modalities(reader *r, const json_t *value)
{
	const char *term;
	json_t *words;
	int rc = 0;

	json_object_foreach((json_t *)value, term, words)
	{
		size_t outside = enter(r, term);
		json_t *meaning = nlog_json_from_slice(nlog_slice_of(term));

		rc = enter_names(r, r->reg->modality_words, words, "a modality", meaning);
		if (!rc && !nlog_fold_find(r->reg->modality_words, nlog_slice_of(term)))
			rc = enter_name(r, r->reg->modality_words, meaning, "a modality",
					meaning);
		json_decref(meaning);
		leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

static int fill_labels_of(reader *r, nlog_field_id field, const json_t *labels)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < json_array_size(labels); i++) {
		size_t outside = enter_element(r, i);
		const json_t *label = json_array_get(labels, i);

		if (!nlog_label_enter(r->reg, nlog_json_slice(label), field))
			rc = refuse(r, "'%s' is no label, or one that is listed already",
				    json_string_value(label));
		leave(r, outside);
	}
	return rc;
}

static int fill_labels(reader *r, const json_t *value)
{
	const char *name;
	json_t *labels;

	json_object_foreach((json_t *)value, name, labels)
	{
		size_t outside = enter(r, name);
		int rc = fill_labels_of(r, nlog_field_named(nlog_slice_of(name))->id,
					labels);

		leave(r, outside);
		if (rc)
			return rc;
	}
	return 0;
}

/* Enter the names of one member, if it is there. */
static int fill(reader *r, const char *name,
		int (*fill_from)(reader *r, const json_t *value))
{
	const json_t *value = json_object_get(r->reg->members, name);
	size_t outside = enter(r, name);
	int rc = value ? fill_from(r, value) : 0;

	leave(r, outside);
	return rc;
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
	static const struct {
		const char *name;
		int (*fill_from)(reader *r, const json_t *value);
	} tables[] = {{"roster", fill_roster},
		      {"organizations", fill_organizations},
		      {"kinds", fill_kinds},
		      {"modalities", fill_modalities},
		      {"labels", fill_labels}};
	reader r = {reg, source, text, NLOG_STR_INIT, err};
	const json_t *organization;
	int rc = check_members(&r, reg->members, members, COUNT(members));

	for (size_t i = 0; !rc && i < COUNT(tables); i++)
		rc = fill(&r, tables[i].name, tables[i].fill_from);
	organization = json_object_get(reg->members, "organization");
	reg->organization = nlog_json_text(organization, "name");
	reg->domain = nlog_json_text(organization, "domain");
	nlog_str_clear(&r.path);
	return rc;
}
