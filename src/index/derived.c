/* What was derived from two revisions as bytes: behind what a page shows of it the rest. */
#include "index.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

/* The most findings that are read back. */
#define COUNT_MAX 1000000

#define ID_LEN (sizeof(((nlog_amendment *)0)->id) - 1)

/* What is read of an item. */
typedef struct {
	unpacker from, ids;
	value_texts texts;
} reading;

/* What a page shows stands elsewhere: its texts are told by their number. */
static void note_texts(value_texts *list, nlog_slice shown)
{
	unpacker texts = unpack_begin(shown);
	nlog_slice text;

	while (index_next_text(&texts, &text))
		value_texts_note(list, text);
}

/* ---- JSON objects and arrays */

/* An empty one is written as one that is missing. */
static void pack_some(nlog_str *out, const json_t *value, size_t size, value_texts *texts)
{
	pack_number(out, size != 0);
	if (size)
		pack_value(out, value, texts);
}

/* @param type  of an object or array. @return owned */
static json_t *unpack_some(reading *r, json_type type)
{
	json_t *value;

	if (!unpack_number(&r->from, 1))
		return type == JSON_OBJECT ? json_object() : json_array();
	value = unpack_value(&r->from, &r->texts);
	if (json_typeof(value) != type)
		r->from.has_failed = true;
	return value;
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
		values[field - 1] = unpack_value(&r->from, &r->texts);
	return nlog_notice_excerpt_take(values);
}

/* ---- findings */

static size_t number_of_finding(const nlog_finding *finding)
{
	return (size_t)(finding->rule - nlog_finding_rule_of(0));
}

static void pack_findings(nlog_str *out, const nlog_findings *list, value_texts *texts)
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
		pack_told(out, nlog_slice_of(finding->text), texts);
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

static char *unpack_told_copy(reading *r)
{
	nlog_slice text = unpack_told(&r->from, &r->texts);

	return nlog_strndup(text.data, text.len);
}

static void unpack_findings(reading *r, nlog_findings *out)
{
	unpacker *from = &r->from;
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
		finding.text = unpack_told_copy(r);
		NLOG_GROW(out->items, out->count, out->capacity);
		out->items[out->count++] = finding;
	}
}

/* ---- amendments */

/* Hexadecimal digits, two in a byte. */
static void pack_id(nlog_str *out, const char *id)
{
	uint64_t number = strtoull(id, NULL, 16);

	for (size_t shift = ID_LEN * 4; shift; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(number >> (shift - 8)));
}

static void unpack_id(unpacker *from, char id[ID_LEN + 1])
{
	unpack_hex_text(id, unpack_some_bytes(from, ID_LEN / 2));
}

static void pack_amendment(nlog_str *out, nlog_str *ids, const nlog_amendment *amendment,
			   value_texts *texts)
{
	pack_some(out, amendment->facts, json_object_size(amendment->facts), texts);
	pack_some(out, amendment->evidence, json_array_size(amendment->evidence), texts);
	pack_id(ids, amendment->id);
}

static char *copy_of(nlog_slice text)
{
	return text.data ? nlog_strndup(text.data, text.len) : NULL;
}

/* @param shown  what a page shows of it */
static void unpack_amendment(reading *r, const nlog_shown_amendment *shown,
			     nlog_amendments *out)
{
	nlog_amendment amendment = {
		.rule = shown->rule,
		.severity = shown->severity,
		.declared = shown->declared,
		.field_count = shown->field_count,
		.key = copy_of(shown->key),
		.summary = copy_of(shown->summary),
	};

	for (size_t i = 0; i < shown->field_count; i++)
		amendment.fields[i] = shown->fields[i];
	amendment.facts = unpack_some(r, JSON_OBJECT);
	amendment.evidence = unpack_some(r, JSON_ARRAY);
	unpack_id(&r->ids, amendment.id);
	nlog_amendments_add_take(out, &amendment);
}

/* ---- all of it */

static void pack_rest(nlog_str *out, nlog_str *ids, const nlog_derived *derived,
		      value_texts *texts)
{
	pack_number(out, derived->before != NULL);
	if (derived->before)
		pack_excerpt(out, derived->before, texts);
	pack_excerpt(out, derived->after, texts);
	for (size_t i = 0; i < nlog_amendments_count(derived->amendments); i++)
		pack_amendment(out, ids, nlog_amendments_get(derived->amendments, i),
			       texts);
	pack_findings(out, &derived->findings, texts);
	pack_findings(out, &derived->checks, texts);
	pack_findings(out, &derived->standing, texts);
}

void index_derived_pack(nlog_str *shown, nlog_str *rest, nlog_str *ids,
			const nlog_derived *derived)
{
	nlog_shown form = NLOG_SHOWN_INIT;
	value_texts texts = {.count = 0};

	nlog_shown_fill(&form, derived->after, derived->amendments, &derived->checks,
			derived->withdrawal_reference);
	note_texts(&texts, index_shown_pack(shown, &form));
	pack_rest(rest, ids, derived, &texts);
	value_texts_clear(&texts);
	nlog_shown_clear(&form);
}

static void unpack_rest(reading *r, nlog_derived *out, const nlog_shown *shown)
{
	out->has_before = unpack_number(&r->from, 1);
	if (out->has_before)
		out->before = unpack_excerpt(r);
	out->after = unpack_excerpt(r);
	for (size_t i = 0; i < shown->amendment_count && !r->from.has_failed; i++)
		unpack_amendment(r, &shown->amendments[i], out->amendments);
	unpack_findings(r, &out->findings);
	unpack_findings(r, &out->checks);
	unpack_findings(r, &out->standing);
}

bool index_derived_unpack(nlog_derived *out, nlog_shown *form, nlog_slice shown,
			  nlog_slice rest, nlog_slice ids)
{
	reading r = {unpack_begin(rest), unpack_begin(ids), {.count = 0}};
	nlog_derived derived = {.amendments = NULL};
	nlog_slice texts;

	if (!index_shown_unpack(form, shown, &texts))
		return false;
	note_texts(&r.texts, texts);
	derived.amendments = nlog_amendments_new();
	derived.withdrawal_reference = copy_of(form->withdrawal_reference);
	unpack_rest(&r, &derived, form);
	value_texts_clear(&r.texts);
	if (!unpack_is_whole(&r.from) || !unpack_is_whole(&r.ids)) {
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
