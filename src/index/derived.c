/* What was derived from two revisions as bytes. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

/* The most amendments and findings that are read back. */
#define COUNT_MAX 1000000

#define ID_LEN (sizeof(((nlog_amendment *)0)->id) - 1)

/* ---- JSON objects */

/* What is read of a row. */
typedef struct {
	unpacker from;
	value_texts texts;
	bool is_whole; /* all of it is wanted; else what is shown alone */
} reading;

/* An empty one is written as one that is missing. */
static void pack_object(nlog_str *out, const json_t *object, value_texts *texts)
{
	pack_number(out, json_object_size(object) != 0);
	if (json_object_size(object))
		pack_value(out, object, texts);
}

/* @return owned; NULL if only what is shown is wanted */
static json_t *unpack_facts(reading *r)
{
	bool has_facts = unpack_number(&r->from, 1);
	json_t *facts;

	if (!r->is_whole) {
		if (has_facts)
			skip_value(&r->from, &r->texts);
		return NULL;
	}
	if (!has_facts)
		return json_object();
	facts = unpack_value(&r->from, &r->texts, NULL);
	if (!json_is_object(facts))
		r->from.has_failed = true;
	return facts;
}

/* ---- excerpts of notices */

/* Fields by number, and 0 behind the last of them. */
static void pack_excerpt(nlog_str *out, const nlog_notice *notice, value_texts *texts)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
		const json_t *value = nlog_notice_get(notice, id);

		if (!value)
			continue;
		pack_number(out, id + 1);
		pack_value(out, value, texts);
	}
	pack_number(out, 0);
}

static bool is_shown(size_t field)
{
	return field == NLOG_FIELD_PROJECT_CODE || field == NLOG_FIELD_REFERENCE_NO ||
	       field == NLOG_FIELD_TITLE;
}

/* @return false at the end, or where it is not of our form */
static bool unpack_field_number(reading *r, size_t *field)
{
	size_t before = *field;

	*field = (size_t)unpack_number(&r->from, NLOG_FIELDS);
	if (*field && *field <= before)
		r->from.has_failed = true;
	return *field > before;
}

static nlog_notice *unpack_excerpt(reading *r)
{
	json_t *values[NLOG_FIELDS] = {NULL};
	size_t field = 0;

	while (unpack_field_number(r, &field))
		if (r->is_whole || is_shown(field - 1))
			values[field - 1] = unpack_value(&r->from, &r->texts, NULL);
		else
			skip_value(&r->from, &r->texts);
	return nlog_notice_excerpt_take(values);
}

static void skip_excerpt(reading *r)
{
	size_t field = 0;

	while (unpack_field_number(r, &field))
		skip_value(&r->from, &r->texts);
}

/* ---- findings */

static size_t number_of_finding(const nlog_finding *finding)
{
	return (size_t)(finding->rule - nlog_finding_rule_of(0));
}

static void pack_findings(nlog_str *out, const nlog_findings *list)
{
	pack_number(out, list->count);
	for (size_t i = 0; i < list->count; i++) {
		const nlog_finding *finding = &list->items[i];

		pack_number(out, number_of_finding(finding));
		pack_number(out, finding->severity);
		pack_text(out, finding->file);
		pack_number(out, finding->line);
		pack_number(out, finding->column);
		pack_text(out, finding->field);
		pack_text(out, finding->text);
	}
}

/* A field's name as it stands in its row: findings do not own it. */
static const char *unpack_field(unpacker *from)
{
	const char *name = unpack_text(from);
	const nlog_field *field = name ? nlog_field_named(nlog_slice_of(name)) : NULL;

	if (name && !field)
		from->has_failed = true;
	return field ? field->name : NULL;
}

static void unpack_findings(unpacker *from, nlog_findings *out)
{
	size_t count = (size_t)unpack_number(from, COUNT_MAX);

	for (size_t i = 0; i < count && !from->has_failed; i++) {
		nlog_finding finding = {
			.rule = nlog_finding_rule_of(
				(nlog_finding_id)unpack_number(from, NLOG_F_COUNT - 1)),
			.severity = (nlog_level)unpack_number(from, NLOG_ERROR),
		};

		finding.file = nlog_strdup(unpack_text(from));
		finding.line = (unsigned)unpack_number(from, UINT32_MAX);
		finding.column = (unsigned)unpack_number(from, UINT32_MAX);
		finding.field = unpack_field(from);
		finding.text = nlog_strdup(unpack_some_text(from));
		NLOG_GROW(out->items, out->count, out->capacity);
		out->items[out->count++] = finding;
	}
}

/* ---- amendments */

static size_t number_of_rule(const nlog_rule *rule)
{
	size_t i = 0;

	while (nlog_rules_get(i) != rule)
		i++;
	return i;
}

static void pack_evidence(nlog_str *out, const json_t *evidence, value_texts *texts)
{
	pack_number(out, json_array_size(evidence) != 0);
	if (json_array_size(evidence))
		pack_value(out, evidence, texts);
}

/* Where something was declared and by whose authority, not what it said. */
static bool is_of_the_place(const char *name)
{
	return strcmp(name, "old") != 0 && strcmp(name, "new") != 0 &&
	       strcmp(name, "text") != 0;
}

static bool is_of_the_place_or_words(const char *name)
{
	return strcmp(name, "text") == 0 || is_of_the_place(name);
}

/* A page has the words of what was not done alone. */
static value_wants *wanted_of_evidence(const reading *r, nlog_declaration_state declared)
{
	if (r->is_whole)
		return NULL;
	return declared == NLOG_PHANTOM ? is_of_the_place_or_words : is_of_the_place;
}

/* @return owned; NULL if there is none, and only what is shown is wanted */
static json_t *unpack_evidence(reading *r, nlog_declaration_state declared)
{
	json_t *evidence;

	if (!unpack_number(&r->from, 1))
		return r->is_whole ? json_array() : NULL;
	evidence = unpack_value(&r->from, &r->texts, wanted_of_evidence(r, declared));
	if (!json_is_array(evidence))
		r->from.has_failed = true;
	return evidence;
}

/* Hexadecimal digits, two in a byte. */
static void pack_id(nlog_str *out, const char *id)
{
	uint64_t number = strtoull(id, NULL, 16);

	for (size_t shift = ID_LEN * 4; shift; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(number >> (shift - 8)));
}

static void unpack_id(unpacker *from, char id[ID_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";

	if ((size_t)(from->end - from->at) < ID_LEN / 2) {
		from->has_failed = true;
		return;
	}
	for (size_t i = 0; i < ID_LEN; i += 2, from->at++) {
		id[i] = digits[*from->at >> 4];
		id[i + 1] = digits[*from->at & 15];
	}
	id[ID_LEN] = '\0';
}

static void pack_amendment(nlog_str *out, const nlog_amendment *amendment,
			   value_texts *texts)
{
	pack_number(out, number_of_rule(amendment->rule));
	pack_number(out, amendment->severity);
	pack_number(out, amendment->declared);
	pack_number(out, amendment->field_count);
	for (size_t i = 0; i < amendment->field_count; i++)
		pack_number(out, amendment->fields[i]);
	pack_text(out, amendment->key);
	pack_text(out, amendment->summary);
	pack_object(out, amendment->facts, texts);
	pack_evidence(out, amendment->evidence, texts);
	pack_id(out, amendment->id);
}

static void unpack_amendment(reading *r, nlog_amendments *out)
{
	unpacker *from = &r->from;
	nlog_amendment amendment = {
		.rule = nlog_rules_get((size_t)unpack_number(from, nlog_rules_count() - 1)),
		.severity = (nlog_severity)unpack_number(from, NLOG_SEVERITY_ACTION),
		.declared = (nlog_declaration_state)unpack_number(from, NLOG_UNCHECKED),
	};

	amendment.field_count = (size_t)unpack_number(from, NLOG_FIELDS);
	for (size_t i = 0; i < amendment.field_count; i++)
		amendment.fields[i] = (nlog_field_id)unpack_number(from, NLOG_FIELDS - 1);
	amendment.key = nlog_strdup(unpack_text(from));
	amendment.summary = nlog_strdup(unpack_some_text(from));
	amendment.facts = unpack_facts(r);
	amendment.evidence = unpack_evidence(r, amendment.declared);
	unpack_id(from, amendment.id);
	nlog_amendments_add_take(out, &amendment);
}

/* ---- all of it */

void index_derived_pack(nlog_str *out, const nlog_derived *derived)
{
	size_t count = nlog_amendments_count(derived->amendments);
	value_texts texts = {.count = 0};

	pack_number(out, derived->before != NULL);
	if (derived->before)
		pack_excerpt(out, derived->before, &texts);
	pack_excerpt(out, derived->after, &texts);
	pack_number(out, count);
	for (size_t i = 0; i < count; i++)
		pack_amendment(out, nlog_amendments_get(derived->amendments, i), &texts);
	pack_findings(out, &derived->findings);
	pack_findings(out, &derived->checks);
	pack_findings(out, &derived->standing);
	pack_text(out, derived->withdrawal_reference);
	value_texts_clear(&texts);
}

bool index_derived_unpack(nlog_derived *out, nlog_slice bytes, nlog_recall_depth depth)
{
	reading r = {unpack_begin(bytes), {.count = 0}, depth == NLOG_RECALL_ALL};
	nlog_derived derived = {.amendments = nlog_amendments_new()};
	size_t count;

	derived.has_before = unpack_number(&r.from, 1);
	if (derived.has_before && r.is_whole)
		derived.before = unpack_excerpt(&r);
	else if (derived.has_before)
		skip_excerpt(&r);
	derived.after = unpack_excerpt(&r);
	count = (size_t)unpack_number(&r.from, COUNT_MAX);
	for (size_t i = 0; i < count && !r.from.has_failed; i++)
		unpack_amendment(&r, derived.amendments);
	unpack_findings(&r.from, &derived.findings);
	unpack_findings(&r.from, &derived.checks);
	unpack_findings(&r.from, &derived.standing);
	derived.withdrawal_reference = nlog_strdup(unpack_text(&r.from));
	value_texts_clear(&r.texts);
	if (!unpack_is_whole(&r.from)) {
		nlog_derived_clear(&derived);
		return false;
	}
	*out = derived;
	return true;
}

void nlog_derived_clear(nlog_derived *derived)
{
	nlog_amendments_free(derived->amendments);
	nlog_findings_clear(&derived->findings);
	nlog_findings_clear(&derived->checks);
	nlog_findings_clear(&derived->standing);
	nlog_notice_free(derived->before);
	nlog_notice_free(derived->after);
	nlog_free(derived->withdrawal_reference);
	*derived = (nlog_derived){.amendments = NULL};
}
