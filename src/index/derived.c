/* What was derived from two revisions as a row. */
#include "index.h"

#include <noticelog/alloc.h>
#include <string.h>

/* The most amendments and findings that are read back. */
#define COUNT_MAX 1000000

#define ID_LEN (sizeof(((nlog_amendment *)0)->id) - 1)

/* ---- JSON objects */

static void pack_object(nlog_str *out, const json_t *object)
{
	nlog_str text = NLOG_STR_INIT;

	if (json_object_size(object))
		nlog_json_write(&text, object, NLOG_JSON_JCS);
	pack_bytes(out, nlog_str_slice(&text));
	nlog_str_clear(&text);
}

/* @return owned; never NULL */
static json_t *unpack_object(unpacker *from)
{
	nlog_slice text = unpack_bytes(from);
	json_t *object = NULL;

	if (text.len && nlog_json_read(&object, NULL, text, NLOG_JSON_STRICT, NULL))
		from->has_failed = true;
	return object ? object : json_object();
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

/* An array, in the only member of an object. */
static void pack_evidence(nlog_str *out, const json_t *evidence)
{
	json_t *object = json_object();

	if (json_array_size(evidence))
		json_object_set(object, "evidence", (json_t *)evidence);
	pack_object(out, object);
	json_decref(object);
}

static json_t *unpack_evidence(unpacker *from)
{
	json_t *object = unpack_object(from);
	json_t *evidence = json_incref(json_object_get(object, "evidence"));

	if (json_object_size(object) && !json_is_array(evidence))
		from->has_failed = true;
	json_decref(object);
	return evidence ? evidence : json_array();
}

static void pack_amendment(nlog_str *out, const nlog_amendment *amendment)
{
	pack_number(out, number_of_rule(amendment->rule));
	pack_number(out, amendment->severity);
	pack_number(out, amendment->declared);
	pack_number(out, amendment->field_count);
	for (size_t i = 0; i < amendment->field_count; i++)
		pack_number(out, amendment->fields[i]);
	pack_text(out, amendment->key);
	pack_text(out, amendment->summary);
	pack_object(out, amendment->facts);
	pack_evidence(out, amendment->evidence);
	nlog_str_addn(out, amendment->id, ID_LEN);
}

static void unpack_id(unpacker *from, char id[ID_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";

	if ((size_t)(from->end - from->at) < ID_LEN) {
		from->has_failed = true;
		return;
	}
	memcpy(id, from->at, ID_LEN);
	id[ID_LEN] = '\0';
	from->at += ID_LEN;
	if (strspn(id, digits) != ID_LEN)
		from->has_failed = true;
}

static void unpack_amendment(unpacker *from, nlog_amendments *out)
{
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
	amendment.facts = unpack_object(from);
	amendment.evidence = unpack_evidence(from);
	unpack_id(from, amendment.id);
	nlog_amendments_add_take(out, &amendment);
}

/* ---- all of it */

void index_derived_pack(nlog_str *out, const nlog_derived *derived)
{
	size_t count = nlog_amendments_count(derived->amendments);

	pack_number(out, derived->before != NULL);
	pack_object(out, derived->before);
	pack_object(out, derived->after);
	pack_number(out, count);
	for (size_t i = 0; i < count; i++)
		pack_amendment(out, nlog_amendments_get(derived->amendments, i));
	pack_findings(out, &derived->findings);
	pack_findings(out, &derived->checks);
	pack_findings(out, &derived->standing);
}

bool index_derived_unpack(nlog_derived *out, nlog_slice bytes)
{
	unpacker from = unpack_begin(bytes);
	nlog_derived derived = {.amendments = nlog_amendments_new()};
	bool has_before = unpack_number(&from, 1) != 0;
	size_t count;

	derived.before = unpack_object(&from);
	derived.after = unpack_object(&from);
	count = (size_t)unpack_number(&from, COUNT_MAX);
	for (size_t i = 0; i < count && !from.has_failed; i++)
		unpack_amendment(&from, derived.amendments);
	unpack_findings(&from, &derived.findings);
	unpack_findings(&from, &derived.checks);
	unpack_findings(&from, &derived.standing);
	if (!has_before) {
		json_decref(derived.before);
		derived.before = NULL;
	}
	if (!unpack_is_whole(&from)) {
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
	json_decref(derived->before);
	json_decref(derived->after);
	*derived = (nlog_derived){.amendments = NULL};
}
