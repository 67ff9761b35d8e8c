/* Addenda: which notification they amend, and what their clauses change. */
#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "clause.h"
#include "reading.h"

static void set_text(json_t *object, const char *name, nlog_slice text)
{
	if (text.len)
		json_object_set_new(object, name, nlog_json_from_slice(text));
}

static bool find_date(nlog_slice text, nlog_date *out)
{
	size_t offset, length;

	return nlog_scan_find_date(text, out, &offset, &length);
}

static const parse_entry *entry_of(const parser *in, nlog_field_id field)
{
	for (size_t i = 0; i < in->count; i++) {
		if (in->entries[i].field == field && in->entries[i].text.len)
			return &in->entries[i];
	}
	return NULL;
}

/* The document that an addendum says it amends. */
static void set_document(json_t *amended, nlog_slice words)
{
	static const char *const documents[] = {"Project Notification",
						"Implementation Plan"};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		if (nlog_slice_find(words, documents[i]) >= 0)
			set_text(amended, "document", nlog_slice_of(documents[i]));
	}
}

/*
 * `Project Notification CODE dated D and CODE dated D`: a date belongs to the
 * code in front of it; a first code without one takes a date that stands before.
 */
static void read_reference(json_t *amends, nlog_slice text)
{
	json_t *last = NULL;
	nlog_date date;

	while (text.len) {
		nlog_slice code = nlog_scan_find_code(text);
		size_t before = code.len ? (size_t)(code.data - text.data) : text.len;
		nlog_slice words = {text.data, before};
		bool dated = find_date(words, &date);

		if (last && dated && !json_object_get(last, "dated"))
			json_object_set_new(last, "dated", nlog_json_from_date(date));
		if (!code.len)
			return;
		json_t *amended = json_object();

		set_text(amended, "code", code);
		set_document(amended, words);
		if (last && !json_object_get(amended, "document") &&
		    json_object_get(last, "document"))
			json_object_set(amended, "document",
					json_object_get(last, "document"));
		if (!last && dated)
			json_object_set_new(amended, "dated", nlog_json_from_date(date));
		json_array_append_new(amends, amended);
		last = amended;
		text = nlog_slice_from(text, before + code.len);
	}
}

/* A reference without a code says when and what; the header says which. */
static json_t *read_amends(const parser *in)
{
	const parse_entry *reference = entry_of(in, NLOG_FIELD_REFERENCE_NO);
	const parse_entry *code = entry_of(in, NLOG_FIELD_PROJECT_CODE);
	json_t *amends = json_array();
	nlog_slice words = reference ? nlog_str_slice(&reference->text) : NLOG_SLICE("");
	nlog_str line = NLOG_STR_INIT;
	nlog_date date;

	parse_add_words(&line, words);
	read_reference(amends, nlog_str_slice(&line));
	if (!json_array_size(amends) && code) {
		json_t *amended = json_object();
		nlog_str printed = NLOG_STR_INIT;

		parse_add_words(&printed, nlog_str_slice(&code->text));
		set_text(amended, "code", nlog_str_slice(&printed));
		set_document(amended, nlog_str_slice(&line));
		if (find_date(nlog_str_slice(&line), &date))
			json_object_set_new(amended, "dated", nlog_json_from_date(date));
		json_array_append_new(amends, amended);
		nlog_str_clear(&printed);
	}
	nlog_str_clear(&line);
	return amends;
}

static void set_side(const parser *in, json_t *change, const char *side,
		     const parse_clause *clause, nlog_slice words, nlog_place place)
{
	nlog_scanned scanned = {.value = NULL};

	if (!words.len || clause->field == NLOG_FIELDS)
		return;
	nlog_scan_field(&scanned, in->reg, clause->field, words, in->findings, place);
	if (scanned.value)
		json_object_set(change, side, scanned.value);
	nlog_scanned_clear(&scanned);
}

static void add_change(const parser *in, json_t *changes, const parse_clause *clause,
		       nlog_slice sentence, nlog_place place)
{
	json_t *change = json_object();

	if (clause->field != NLOG_FIELDS) {
		place.field = nlog_field_of(clause->field)->name;
		set_text(change, "field", nlog_slice_of(place.field));
	} else {
		nlog_findings_add(
			in->findings, NLOG_F_VALUE_UNREADABLE, place,
			"the clause names no field of a notice; it is kept as text");
	}
	set_text(change, "clause", clause->item);
	set_side(in, change, "old", clause, clause->before, place);
	set_side(in, change, "new", clause, clause->after, place);
	set_text(change, "text", sentence);
	json_array_append_new(changes, change);
}

/* A clause under a heading is about the item that the heading names. */
static bool read_clause_below(parse_clause *out, const parser *in, nlog_slice sentence,
			      nlog_slice heading)
{
	if (!parse_read_clause(out, in->reg, sentence))
		return false;
	if (!heading.len)
		return true;
	if (!out->item.len)
		out->item = heading;
	if (out->field == NLOG_FIELDS)
		out->field = parse_field_of(in->reg, heading);
	return true;
}

/* One paragraph of clauses, sentence by sentence. @return true if the rest is unchanged */
static bool read_clauses(const parser *in, json_t *changes, const parse_entry *entry)
{
	nlog_slice heading = nlog_str_slice(&entry->label);
	nlog_str line = NLOG_STR_INIT;
	bool unchanged = false;
	unsigned number;

	parse_add_words(&line, nlog_str_slice(&entry->text));
	nlog_slice text = parse_without_number(nlog_str_slice(&line), &number);

	while (text.len) {
		nlog_slice sentence = parse_next_sentence(&text);
		parse_clause clause;

		if (parse_is_unchanged(sentence))
			unchanged = true;
		else if (read_clause_below(&clause, in, sentence, heading))
			add_change(in, changes, &clause, sentence, entry->place);
		else
			nlog_findings_add(in->findings, NLOG_F_TEXT_UNPLACED, entry->place,
					  "a sentence of the addendum says no change; it "
					  "stands in the source alone");
	}
	nlog_str_clear(&line);
	return unchanged;
}

static void set_issued(const parser *in, json_t *members)
{
	const parse_entry *entry = entry_of(in, NLOG_FIELD_DATE_OF_ISSUE);
	nlog_date date;

	if (entry && find_date(nlog_str_slice(&entry->text), &date)) {
		json_object_set_new(members, "issued", nlog_json_from_date(date));
		return;
	}
	const nlog_line *first = nlog_document_get(in->document, 0);

	nlog_findings_add(in->findings, NLOG_F_ISSUE_DATE_MISSING,
			  (nlog_place){in->source, first->line, first->column, "issued"},
			  "no date of issue found");
}

/* Text in front of the clauses that is neither label nor date. */
static void note_unplaced(const parser *in)
{
	for (size_t i = 0; i < in->count; i++) {
		const parse_entry *entry = &in->entries[i];

		if (entry->field == NLOG_FIELDS && !entry->is_clause && entry->text.len)
			nlog_findings_add(
				in->findings, NLOG_F_TEXT_UNPLACED, entry->place,
				"text of the addendum that is no change stands in "
				"the source alone");
	}
}

static void fill(json_t *members, const parser *in, json_t *amends)
{
	json_t *changes = json_array();
	bool unchanged = false;

	for (size_t i = 0; i < in->count; i++) {
		if (in->entries[i].is_clause)
			unchanged = read_clauses(in, changes, &in->entries[i]) || unchanged;
	}
	if (in->addendum_number)
		json_object_set_new(members, "number", json_integer(in->addendum_number));
	set_issued(in, members);
	set_text(members, "kind", NLOG_SLICE("notice"));
	if (in->is_plan)
		set_text(members, "kind", NLOG_SLICE("plan"));
	json_object_set(members, "amends", amends);
	if (json_array_size(changes))
		json_object_set(members, "changes", changes);
	if (unchanged)
		json_object_set_new(members, "remain_unchanged", json_true());
	set_text(members, "signatory_name", nlog_str_slice(&in->signatory[0]));
	set_text(members, "signatory_title", nlog_str_slice(&in->signatory[1]));
	note_unplaced(in);
	json_decref(changes);
}

int parse_make_addendum(nlog_addendum **out, parser *in, nlog_error *err)
{
	json_t *amends = read_amends(in), *members;
	int rc;

	if (!json_array_size(amends)) {
		const nlog_line *heading = nlog_document_get(
			in->document, in->heading == SIZE_MAX ? 0 : in->heading);

		json_decref(amends);
		return nlog_error_at(
			err, NLOG_EINPUT, in->source, heading->line, heading->column,
			"the addendum does not say what it amends; looked for a "
			"project code under the labels 'Reference' and "
			"'Project Code'");
	}
	members = json_object();
	fill(members, in, amends);
	json_decref(amends);
	rc = nlog_addendum_from_members_take(out, members, err);
	if (rc)
		(void)nlog_error_source(err, in->source);
	return rc;
}
