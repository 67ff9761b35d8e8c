/* The types of values: is one in standard form, and how do people read it? */
#include "value.h"

#include <noticelog/json.h>
#include <noticelog/text.h>
#include <stdio.h>
#include <string.h>

/* Largest integer that every JSON reader keeps exactly (RFC 7493, 2.2). */
#define COUNT_MAX ((json_int_t)9007199254740991)

/* Say what is wrong at `pointer` below the value; always false. */
static bool wrong(nlog_value_fault *fault, const char *pointer, const char *text)
{
	if (fault) {
		(void)snprintf(fault->pointer, sizeof(fault->pointer), "%s", pointer);
		(void)snprintf(fault->text, sizeof(fault->text), "%s", text);
	}
	return false;
}

/* Put `/step` before the fault's pointer, because the value lies in a larger one; always false. */
static bool wrong_below(nlog_value_fault *fault, const char *step)
{
	char below[sizeof(fault->pointer)];

	if (!fault)
		return false;
	memcpy(below, fault->pointer, sizeof(below));
	(void)snprintf(fault->pointer, sizeof(fault->pointer), "/%.60s%.90s", step, below);
	return false;
}

static bool wrong_at(nlog_value_fault *fault, size_t index)
{
	char step[24];

	(void)snprintf(step, sizeof(step), "%zu", index);
	return wrong_below(fault, step);
}

/* A key as a step of a JSON Pointer (RFC 6901, 3). */
static bool wrong_under(nlog_value_fault *fault, const char *key)
{
	nlog_str step = NLOG_STR_INIT;

	for (; *key; key++) {
		if (*key == '~')
			nlog_str_add(&step, "~0");
		else if (*key == '/')
			nlog_str_add(&step, "~1");
		else
			nlog_str_addc(&step, *key);
	}
	wrong_below(fault, nlog_str_text(&step));
	nlog_str_clear(&step);
	return false;
}

/* What a text in a value must be */

static bool is_line(nlog_value_text line, nlog_value_fault *fault)
{
	const char *why;
	char said[120];

	if (line.is_normal)
		return true;
	if (!line.text.len)
		return wrong(fault, "", "an empty string; leave it out instead");
	if (nlog_text_is_normal(line.text, &why, NULL))
		return true;
	(void)snprintf(said, sizeof(said), "a string that is not in normal form: %s", why);
	return wrong(fault, "", said);
}

/* Is there a semicolon with a space behind it? */
static bool is_parted(nlog_slice text)
{
	const char *end = text.data + text.len, *at = text.data;

	while (at < end && (at = memchr(at, ';', (size_t)(end - at))))
		if (++at < end && *at == ' ')
			return true;
	return false;
}

static bool is_item(nlog_value_text item, nlog_value_fault *fault)
{
	nlog_slice text = item.text;

	if (!is_line(item, fault))
		return false;
	if (is_parted(text))
		return wrong(fault, "", "an item that holds \"; \": it would be two");
	if (nlog_slice_starts(text, "and "))
		return wrong(fault, "", "an item that starts with \"and \"");
	if (nlog_slice_ends(text, "."))
		return wrong(fault, "", "an item that ends in a full stop");
	return true;
}

static bool is_date(nlog_value_text day, nlog_value_fault *fault)
{
	nlog_date date;

	return nlog_date_from_iso(&date, day.text) ||
	       wrong(fault, "", "not a day in the form \"2025-05-02\"");
}

static bool is_period(nlog_value_text days, nlog_value_fault *fault)
{
	nlog_period period;

	return nlog_period_from_iso(&period, days.text) ||
	       wrong(fault, "", "not a period in the form \"2025-07-08/2025-07-10\"");
}

/* What a value must be */

static nlog_value_text text_of(const json_t *value)
{
	return (nlog_value_text){nlog_json_slice(value), false};
}

static bool check_line(const json_t *value, nlog_value_fault *fault)
{
	if (!json_is_string(value))
		return wrong(fault, "", "not a string");
	return is_line(text_of(value), fault);
}

static bool check_item(const json_t *value, nlog_value_fault *fault)
{
	if (!json_is_string(value))
		return wrong(fault, "", "not a string");
	return is_item(text_of(value), fault);
}

/* No day and no period is empty, as the slice of what is no string is. */
static bool check_date(const json_t *value, nlog_value_fault *fault)
{
	return is_date(text_of(value), fault);
}

static bool check_period(const json_t *value, nlog_value_fault *fault)
{
	return is_period(text_of(value), fault);
}

static bool check_count(const json_t *value, nlog_value_fault *fault)
{
	return (json_is_integer(value) && json_integer_value(value) >= 0 &&
		json_integer_value(value) <= COUNT_MAX) ||
	       wrong(fault, "", "not a whole number of 0 or more");
}

/* A list of at least one entry, each as `entry` wants it. */
static bool check_list(const json_t *value,
		       bool (*entry)(const json_t *, nlog_value_fault *),
		       nlog_value_fault *fault)
{
	if (!json_is_array(value))
		return wrong(fault, "", "not an array");
	if (json_array_size(value) == 0)
		return wrong(fault, "", "an empty array; leave it out instead");
	for (size_t i = 0; i < json_array_size(value); i++)
		if (!entry(json_array_get(value, i), fault))
			return wrong_at(fault, i);
	return true;
}

static bool check_dates(const json_t *value, nlog_value_fault *fault)
{
	return check_list(value, check_date, fault);
}

static bool check_periods(const json_t *value, nlog_value_fault *fault)
{
	return check_list(value, check_period, fault);
}

static bool check_lines(const json_t *value, nlog_value_fault *fault)
{
	return check_list(value, check_line, fault);
}

static bool check_items(const json_t *value, nlog_value_fault *fault)
{
	return check_list(value, check_item, fault);
}

static bool check_seats(const json_t *value, nlog_value_fault *fault)
{
	const char *bound;

	if (!json_is_object(value))
		return check_count(value, fault) ||
		       wrong(fault, "",
			     "not seats: a number, {\"at_most\": n} or {\"at_least\": n}");
	bound = json_object_get(value, "at_most") ? "at_most" : "at_least";
	if (json_object_size(value) != 1 || !json_object_get(value, bound))
		return wrong(fault, "",
			     "not one of {\"at_most\": n} and {\"at_least\": n}");
	return check_count(json_object_get(value, bound), fault) ||
	       wrong_under(fault, bound);
}

/* One row of a change history: its members, each may be absent, not all of them. */
static bool check_history_row(const json_t *value, nlog_value_fault *fault)
{
	static const struct {
		const char *name;
		bool (*check)(const json_t *, nlog_value_fault *);
	} members[] = {{"revision", check_count},
		       {"issued", check_date},
		       {"clause", check_line},
		       {"modification", check_line}};
	size_t known = 0;

	if (!json_is_object(value) || json_object_size(value) == 0)
		return wrong(fault, "", "not a row of a change history");
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		const json_t *member = json_object_get(value, members[i].name);

		if (!member)
			continue;
		if (!members[i].check(member, fault))
			return wrong_under(fault, members[i].name);
		known++;
	}
	return known == json_object_size(value) ||
	       wrong(fault, "",
		     "a member that is none of revision, issued, clause and modification");
}

static bool check_history(const json_t *value, nlog_value_fault *fault)
{
	return check_list(value, check_history_row, fault);
}

static bool check_map(const json_t *value, nlog_value_fault *fault)
{
	if (!json_is_object(value))
		return wrong(fault, "", "not an object");
	return json_object_size(value) > 0 ||
	       wrong(fault, "", "an empty object; leave it out instead");
}

static bool check_texts(const json_t *value, nlog_value_fault *fault)
{
	const char *label;
	json_t *text;

	if (!check_map(value, fault))
		return false;
	json_object_foreach((json_t *)value, label, text)
	{
		if (!is_line((nlog_value_text){nlog_slice_of(label), false}, fault) ||
		    !check_lines(text, fault))
			return wrong_under(fault, label);
	}
	return true;
}

bool nlog_value_is_printed(const nlog_field *field)
{
	return field && field->type != NLOG_TYPE_TEXTS && field->type != NLOG_TYPE_PRINTED;
}

static bool check_printed(const json_t *value, nlog_value_fault *fault)
{
	const char *name;
	json_t *printed;

	if (!check_map(value, fault))
		return false;
	json_object_foreach((json_t *)value, name, printed)
	{
		if (!nlog_value_is_printed(nlog_field_named(nlog_slice_of(name)))) {
			wrong(fault, "", "not the name of a field with a printed value");
			return wrong_under(fault, name);
		}
		if (!check_line(printed, fault))
			return wrong_under(fault, name);
	}
	return true;
}

/* What people read */

static void add_line(nlog_str *out, const json_t *value)
{
	nlog_str_add_slice(out, nlog_json_slice(value));
}

static void add_date(nlog_str *out, const json_t *value)
{
	nlog_date date;

	if (nlog_value_date(value, 0, &date))
		nlog_date_add_human(out, date);
}

static void add_count(nlog_str *out, const json_t *value)
{
	nlog_str_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
}

/* `Session 1: …; Session 2: …` where there are several. */
static void add_session(nlog_str *out, size_t index, size_t count)
{
	if (index)
		nlog_str_add(out, "; ");
	if (count > 1)
		nlog_str_addf(out, "Session %zu: ", index + 1);
}

static void add_dates(nlog_str *out, const json_t *value)
{
	size_t count = json_array_size(value);
	nlog_date date;

	for (size_t i = 0; i < count; i++) {
		add_session(out, i, count);
		if (nlog_value_date(value, i, &date))
			nlog_date_add_human(out, date);
	}
}

static void add_periods(nlog_str *out, const json_t *value)
{
	size_t count = json_array_size(value);
	nlog_period period;

	for (size_t i = 0; i < count; i++) {
		add_session(out, i, count);
		if (nlog_value_period(value, i, &period))
			nlog_period_add_human(out, period);
	}
}

/* `A`, `A and B`, `A, B, and C` */
static void add_economies(nlog_str *out, const json_t *value)
{
	size_t count = json_array_size(value);

	for (size_t i = 0; i < count; i++) {
		if (i)
			nlog_str_add(out, count > 2 ? ", " : " ");
		if (i && i + 1 == count)
			nlog_str_add(out, "and ");
		add_line(out, json_array_get(value, i));
	}
}

static void add_joined(nlog_str *out, const json_t *value, const char *separator)
{
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i)
			nlog_str_add(out, separator);
		add_line(out, json_array_get(value, i));
	}
}

static void add_names(nlog_str *out, const json_t *value)
{
	add_joined(out, value, "; ");
}

static void add_text(nlog_str *out, const json_t *value)
{
	add_joined(out, value, " ");
}

static void add_seats(nlog_str *out, const json_t *value)
{
	nlog_seats_bound bound;
	json_int_t seats = nlog_value_seats(value, &bound);

	if (bound == NLOG_SEATS_AT_MOST)
		nlog_str_add(out, "up to ");
	else if (bound == NLOG_SEATS_AT_LEAST)
		nlog_str_add(out, "at least ");
	nlog_str_addf(out, "%" JSON_INTEGER_FORMAT, seats);
}

static void add_history(nlog_str *out, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *row = json_array_get(value, i);
		const json_t *revision = json_object_get(row, "revision");
		nlog_date issued;

		if (i)
			nlog_str_add(out, "; ");
		if (revision)
			nlog_str_addf(out, "revision %" JSON_INTEGER_FORMAT " ",
				      json_integer_value(revision));
		if (nlog_value_date(json_object_get(row, "issued"), 0, &issued)) {
			nlog_str_add(out, "of ");
			nlog_date_add_human(out, issued);
			nlog_str_add(out, " ");
		}
		add_line(out, json_object_get(row, "clause"));
		nlog_str_add(out, ": ");
		add_line(out, json_object_get(row, "modification"));
	}
}

static void add_map(nlog_str *out, const json_t *value)
{
	const char *key, *separator = "";
	json_t *entry;

	json_object_foreach((json_t *)value, key, entry)
	{
		nlog_str_addf(out, "%s%s: ", separator, key);
		if (json_is_array(entry))
			add_text(out, entry);
		else
			add_line(out, entry);
		separator = "; ";
	}
}

/* One row a type. */
static const struct {
	const char *name;
	nlog_text_rule rule;
	bool (*check)(const json_t *value, nlog_value_fault *fault);
	void (*add_human)(nlog_str *out, const json_t *value);
} types[NLOG_TYPES] = {
	[NLOG_TYPE_LINE] = {"line", is_line, check_line, add_line},
	[NLOG_TYPE_DATE] = {"date", is_date, check_date, add_date},
	[NLOG_TYPE_DATES] = {"dates", is_date, check_dates, add_dates},
	[NLOG_TYPE_COUNT] = {"count", NULL, check_count, add_count},
	[NLOG_TYPE_PERIODS] = {"periods", is_period, check_periods, add_periods},
	[NLOG_TYPE_ECONOMIES] = {"economies", is_line, check_lines, add_economies},
	[NLOG_TYPE_NAMES] = {"names", is_line, check_lines, add_names},
	[NLOG_TYPE_TERM] = {"term", is_line, check_line, add_line},
	[NLOG_TYPE_SEATS] = {"seats", NULL, check_seats, add_seats},
	[NLOG_TYPE_TEXT] = {"text", is_line, check_lines, add_text},
	[NLOG_TYPE_ITEMS] = {"items", is_item, check_items, add_names},
	[NLOG_TYPE_HISTORY] = {"history", NULL, check_history, add_history},
	[NLOG_TYPE_TEXTS] = {"texts", is_line, check_texts, add_map},
	[NLOG_TYPE_PRINTED] = {"printed", is_line, check_printed, add_map},
};

nlog_text_rule nlog_value_text_rule(nlog_type_id type)
{
	return types[type].rule;
}

const char *nlog_type_name(nlog_type_id type)
{
	return types[type].name;
}

bool nlog_value_check(nlog_type_id type, const json_t *value, nlog_value_fault *fault)
{
	return types[type].check(value, fault);
}

void nlog_value_add_human(nlog_str *out, nlog_type_id type, const json_t *value)
{
	if (!value)
		nlog_str_add(out, "–");
	else if (json_is_null(value))
		nlog_str_add(out, "Not Applicable");
	else
		types[type].add_human(out, value);
}

bool nlog_value_period(const json_t *value, size_t index, nlog_period *out)
{
	return nlog_period_from_iso(out, nlog_json_slice(json_array_get(value, index)));
}

bool nlog_value_date(const json_t *value, size_t index, nlog_date *out)
{
	if (json_is_string(value) && index == 0)
		return nlog_date_from_iso(out, nlog_json_slice(value));
	return nlog_date_from_iso(out, nlog_json_slice(json_array_get(value, index)));
}

json_int_t nlog_value_seats(const json_t *value, nlog_seats_bound *bound)
{
	const json_t *at_most = json_object_get(value, "at_most");
	const json_t *at_least = json_object_get(value, "at_least");

	if (bound)
		*bound = at_most    ? NLOG_SEATS_AT_MOST
			 : at_least ? NLOG_SEATS_AT_LEAST
				    : NLOG_SEATS_EXACT;
	return json_integer_value(at_most ? at_most : at_least ? at_least : value);
}

nlog_slice nlog_value_first(const json_t *value)
{
	return nlog_json_slice(json_is_array(value) ? json_array_get(value, 0) : value);
}
