/* The stored form of a notice, checked as bytes: accepted if it surely is one, else left to others. */
#include "stored.h"

#include <noticelog/file.h>
#include <noticelog/notice.h>
#include <noticelog/text.h>
#include <string.h>

#include "value.h"

/* A whole number of so few digits is within 2^53-1. */
#define SAFE_DIGITS 15

/*
 * Each take_…() steps over what it names, or says false and leaves the cursor
 * anywhere: the text is then read in the slow way, which knows what to say.
 */
typedef struct {
	const char *at, *end;
} cursor;

static size_t left(const cursor *c)
{
	return (size_t)(c->end - c->at);
}

static bool take_bytes(cursor *c, const char *bytes, size_t len)
{
	if (left(c) < len || memcmp(c->at, bytes, len) != 0)
		return false;
	c->at += len;
	return true;
}

#define TAKE(c, literal) take_bytes((c), (literal), sizeof(literal) - 1)

/*
 * A string. In normal form there are no control characters, so that `\"` and
 * `\\` are the only escapes that the canonical form of such a text can have.
 * The rules of texts say the same of its bytes with these escapes as without
 * them: a backslash is no space, is part of no composition and ends nothing.
 */
static bool take_string(cursor *c, nlog_value_text *string)
{
	const char *start;

	if (!TAKE(c, "\""))
		return false;
	start = c->at;
	c->at += nlog_text_single_spaced((nlog_slice){c->at, left(c)});
	string->is_normal = c->at < c->end && *c->at == '"' && c->at > start &&
			    *start != ' ' && c->at[-1] != ' ';
	for (;;) {
		if (c->at == c->end)
			return false;
		if (*c->at == '"')
			break;
		if (*c->at == '\\') {
			if (left(c) < 2 || (c->at[1] != '"' && c->at[1] != '\\'))
				return false;
			c->at++;
		}
		c->at++;
		c->at += nlog_text_plain((nlog_slice){c->at, left(c)});
	}
	string->text = (nlog_slice){start, (size_t)(c->at - start)};
	c->at++;
	return true;
}

static bool take_text(cursor *c, nlog_text_rule rule)
{
	nlog_value_text text;

	return take_string(c, &text) && rule(text, NULL);
}

static bool take_line(cursor *c)
{
	return take_text(c, nlog_value_text_rule(NLOG_TYPE_LINE));
}

static bool take_date(cursor *c)
{
	return take_text(c, nlog_value_text_rule(NLOG_TYPE_DATE));
}

static bool take_count(cursor *c)
{
	const char *start = c->at;

	while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
		c->at++;
	return c->at > start && c->at - start <= SAFE_DIGITS &&
	       (*start != '0' || c->at - start == 1);
}

/* The line break and the blanks before something so many levels deep. */
static bool take_break(cursor *c, size_t level)
{
	static const char blanks[] = "\n        ";

	return take_bytes(c, blanks, 1 + 2 * level);
}

/* A list of texts whose entries stand at that level. */
static bool take_texts(cursor *c, nlog_text_rule rule, size_t level)
{
	if (!TAKE(c, "["))
		return false;
	do {
		if (!take_break(c, level) || !take_text(c, rule))
			return false;
	} while (TAKE(c, ","));
	return take_break(c, level - 1) && TAKE(c, "]");
}

static bool take_seats(cursor *c)
{
	if (!TAKE(c, "{"))
		return take_count(c);
	return take_break(c, 2) &&
	       (TAKE(c, "\"at_most\": ") || TAKE(c, "\"at_least\": ")) && take_count(c) &&
	       take_break(c, 1) && TAKE(c, "}");
}

/* A row of a change history: its members in their order, not all of them absent. */
static bool take_row(cursor *c)
{
	static const struct {
		const char *key;
		bool (*take)(cursor *c);
	} members[] = {{"\"clause\": ", take_line},
		       {"\"issued\": ", take_date},
		       {"\"modification\": ", take_line},
		       {"\"revision\": ", take_count}};
	size_t count = sizeof(members) / sizeof(*members);
	bool goes_on = true;

	if (!TAKE(c, "{"))
		return false;
	for (size_t i = 0; i < count && goes_on; i++) {
		cursor member = *c;

		if (!take_break(&member, 3) ||
		    !take_bytes(&member, members[i].key, strlen(members[i].key)))
			continue;
		if (!members[i].take(&member))
			return false;
		goes_on = TAKE(&member, ",");
		*c = member;
	}
	return !goes_on && take_break(c, 2) && TAKE(c, "}");
}

static bool take_history(cursor *c)
{
	if (!TAKE(c, "["))
		return false;
	do {
		if (!take_break(c, 2) || !take_row(c))
			return false;
	} while (TAKE(c, ","));
	return take_break(c, 1) && TAKE(c, "]");
}

/* A key with an escape would have to be compared as the text that it stands for. */
static bool take_key(cursor *c, nlog_value_text *key)
{
	nlog_slice last = key->text;

	return take_string(c, key) && TAKE(c, ": ") && key->text.len &&
	       !memchr(key->text.data, '\\', key->text.len) &&
	       nlog_json_compare_keys(last, key->text) < 0;
}

/* A map whose keys stand in order. */
static bool take_map(cursor *c, bool (*take_entry)(cursor *c, nlog_value_text key))
{
	nlog_value_text key = {NLOG_SLICE(""), false};

	if (!TAKE(c, "{"))
		return false;
	do {
		if (!take_break(c, 2) || !take_key(c, &key) || !take_entry(c, key))
			return false;
	} while (TAKE(c, ","));
	return take_break(c, 1) && TAKE(c, "}");
}

static bool take_labelled(cursor *c, nlog_value_text label)
{
	nlog_text_rule rule = nlog_value_text_rule(NLOG_TYPE_TEXTS);

	return rule(label, NULL) && take_texts(c, rule, 3);
}

static bool take_printed(cursor *c, nlog_value_text name)
{
	return nlog_value_is_printed(nlog_field_named(name.text)) && take_line(c);
}

/* How the values of each type are written. */
typedef enum { TEXT, TEXTS, COUNT, SEATS, HISTORY, LABELLED, PRINTED } shape;

static const shape shapes[NLOG_TYPES] = {
	[NLOG_TYPE_LINE] = TEXT,      [NLOG_TYPE_DATE] = TEXT,
	[NLOG_TYPE_DATES] = TEXTS,    [NLOG_TYPE_COUNT] = COUNT,
	[NLOG_TYPE_PERIODS] = TEXTS,  [NLOG_TYPE_ECONOMIES] = TEXTS,
	[NLOG_TYPE_NAMES] = TEXTS,    [NLOG_TYPE_TERM] = TEXT,
	[NLOG_TYPE_SEATS] = SEATS,    [NLOG_TYPE_TEXT] = TEXTS,
	[NLOG_TYPE_ITEMS] = TEXTS,    [NLOG_TYPE_HISTORY] = HISTORY,
	[NLOG_TYPE_TEXTS] = LABELLED, [NLOG_TYPE_PRINTED] = PRINTED,
};

static bool take_value(cursor *c, nlog_type_id type)
{
	nlog_text_rule rule = nlog_value_text_rule(type);

	switch (shapes[type]) {
	case TEXT:
		return take_text(c, rule);
	case TEXTS:
		return take_texts(c, rule, 2);
	case COUNT:
		return take_count(c);
	case SEATS:
		return take_seats(c);
	case HISTORY:
		return take_history(c);
	case LABELLED:
		return take_map(c, take_labelled);
	case PRINTED:
		return take_map(c, take_printed);
	}
	return false;
}

static bool is_map(const nlog_field *field)
{
	return shapes[field->type] == LABELLED || shapes[field->type] == PRINTED;
}

/* The start of a member of that name. */
static bool take_name(cursor *c, const char *name)
{
	cursor name_at = *c;

	if (!TAKE(&name_at, "  \"") || !take_bytes(&name_at, name, strlen(name)) ||
	    !TAKE(&name_at, "\": "))
		return false;
	*c = name_at;
	return true;
}

/* What is being scanned, and what of it is known. */
typedef struct {
	cursor at;
	nlog_slice text;
	nlog_stored *out;
	const nlog_stored *known;
	const char *known_text;
	bool *same;
	bool goes_on; /* another member must come */
} scan;

static uint32_t offset_of(const scan *s, const char *at)
{
	return (uint32_t)(at - s->text.data);
}

/* Behind a member: a comma and another one, or the end. */
static bool take_member_end(scan *s)
{
	s->goes_on = TAKE(&s->at, ",");
	return TAKE(&s->at, "\n");
}

/* The member as the known text has it: what follows tells that it does not go on. */
static bool take_known(scan *s, nlog_field_id id)
{
	const nlog_stored_member *known = s->known ? &s->known->members[id] : NULL;
	uint32_t start = offset_of(s, s->at.at);
	cursor before = s->at;

	if (!known || !known->end ||
	    !take_bytes(&s->at, s->known_text + known->start, known->end - known->start))
		return false;
	s->out->members[id] = (nlog_stored_member){
		start, start + known->value - known->start, offset_of(s, s->at.at)};
	s->same[id] = take_member_end(s);
	if (!s->same[id])
		s->at = before;
	return s->same[id];
}

/* The member, if it stands here. @return false: it is not as it must be */
static bool take_member(scan *s, const nlog_field *field)
{
	nlog_stored_member *member = &s->out->members[field->id];

	*member = (nlog_stored_member){0, 0, 0};
	s->same[field->id] = false;
	if (!s->goes_on || take_known(s, field->id))
		return true;
	member->start = offset_of(s, s->at.at);
	if (!take_name(&s->at, field->name)) {
		*member = (nlog_stored_member){0, 0, 0};
		return true;
	}
	member->value = offset_of(s, s->at.at);
	if (!(!is_map(field) && TAKE(&s->at, "null")) && !take_value(&s->at, field->type))
		return false;
	member->end = offset_of(s, s->at.at);
	return take_member_end(s);
}

/* The one member that is no field. */
static bool take_format(scan *s)
{
	return s->goes_on && TAKE(&s->at, "  \"format\": \"" NLOG_NOTICE_FORMAT "\"") &&
	       take_member_end(s);
}

/* Every member that there can be, in the order in which they stand if they do. */
bool nlog_stored_scan(nlog_stored *out, bool *same, nlog_slice text,
		      const nlog_stored *known, nlog_slice known_text)
{
	scan s = {.at = {text.data, text.data + text.len},
		  .text = text,
		  .out = out,
		  .known = known,
		  .known_text = known_text.data,
		  .same = same,
		  .goes_on = true};
	bool has_format = false;

	if (text.len > NLOG_FILE_LIMIT || !TAKE(&s.at, "{\n"))
		return false;
	for (size_t rank = 0; rank < NLOG_FIELDS; rank++) {
		const nlog_field *field = nlog_field_by_name(rank);

		if (!has_format && strcmp(field->name, "format") > 0) {
			if (!take_format(&s))
				return false;
			has_format = true;
		}
		if (!take_member(&s, field))
			return false;
	}
	return !s.goes_on && nlog_slice_is((nlog_slice){s.at.at, left(&s.at)}, "}\n");
}

nlog_slice nlog_stored_value(const nlog_stored *stored, nlog_slice text,
			     nlog_field_id field)
{
	const nlog_stored_member *member = &stored->members[field];

	return (nlog_slice){text.data + member->value, member->end - member->value};
}
