/* From entries to the members of a notice: values in standard form, and what they lose. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "reading.h"

#define NO_LABEL "Text without label"

/*
 * Hosts and cities said inside the venue or the modality: they count where their
 * own labels are missing.
 */
typedef struct {
	const parse_entry *from;
	json_t *hosts, *cities; /* hosts may be null: Not Applicable */
	bool keyed;
} offer;

typedef struct {
	parser *in;
	json_t *members, *printed, *other;
	json_t *invited; /* countries inside the seats */
	offer offers[2];
	size_t offered;
	const parse_entry *start, *end; /* Start Date, End Date */
	unsigned revision;              /* the highest N of `PN Revision N Issue Date` */
} builder;

static const char *name_of(nlog_field_id field)
{
	return nlog_field_of(field)->name;
}

/* Add the paragraphs of a text, lines within one joined by a space. */
json_t *parse_paragraphs(nlog_slice text)
{
	json_t *paragraphs = json_array();

	while (text.len) {
		ptrdiff_t end = nlog_slice_find(text, "\n\n");
		nlog_slice part = {text.data, end < 0 ? text.len : (size_t)end};
		nlog_str joined = NLOG_STR_INIT;

		parse_add_words(&joined, part);
		if (joined.len)
			json_array_append_new(
				paragraphs, nlog_json_from_slice(nlog_str_slice(&joined)));
		nlog_str_clear(&joined);
		text = nlog_slice_from(text, part.len + 2);
	}
	return paragraphs;
}

static nlog_place label_place(const builder *b, const parse_entry *entry)
{
	return (nlog_place){b->in->source, entry->label_line, entry->label_column,
			    entry->place.field};
}

static void keep_in_other(builder *b, const parse_entry *entry, nlog_slice key)
{
	nlog_slice label = key.len ? key : NLOG_SLICE(NO_LABEL);
	json_t *paragraphs = parse_paragraphs(nlog_str_slice(&entry->text));
	json_t *known = json_object_getn(b->other, label.data, label.len);

	if (known) {
		json_array_extend(known, paragraphs);
		json_decref(paragraphs);
	} else {
		json_object_setn_new(b->other, label.data, label.len, paragraphs);
	}
}

static void add_unknown(builder *b, const parse_entry *entry)
{
	nlog_slice label = nlog_str_slice(&entry->label);

	if (label.len)
		nlog_findings_add(b->in->findings, NLOG_F_LABEL_UNKNOWN,
				  label_place(b, entry),
				  "label '%.*s' is not known; its text is kept in 'other'",
				  (int)label.len, label.data);
	else
		nlog_findings_add(b->in->findings, NLOG_F_TEXT_UNPLACED, entry->place,
				  "text outside every field is kept in 'other' under '%s'",
				  NO_LABEL);
	keep_in_other(b, entry, label);
}

static bool is_present(const builder *b, nlog_field_id field)
{
	return json_object_get(b->members, name_of(field)) ||
	       json_object_get(b->printed, name_of(field));
}

static void set_if_missing(builder *b, nlog_field_id field, json_t *list)
{
	if (list && json_array_size(list) && !is_present(b, field))
		json_object_set(b->members, name_of(field), list);
}

static void keep_printed(builder *b, nlog_field_id field, bool readable,
			 const parse_entry *entry)
{
	nlog_str words = NLOG_STR_INIT;

	parse_add_words(&words, nlog_str_slice(&entry->text));
	json_object_set_new(b->printed, name_of(field),
			    nlog_json_from_slice(nlog_str_slice(&words)));
	nlog_findings_add(b->in->findings,
			  readable ? NLOG_F_VALUE_AS_PRINTED : NLOG_F_VALUE_UNREADABLE,
			  entry->place,
			  readable ? "the %s says more than its standard form; the printed "
				     "words are kept in 'as_printed'"
				   : "the %s has no standard form; the printed words are "
				     "kept in 'as_printed'",
			  nlog_field_of(field)->noun);
	nlog_str_clear(&words);
}

/* `Venue` alone is city and country in one, `Venue City` is not. */
static bool is_place(const parse_entry *entry)
{
	nlog_slice label = nlog_str_slice(&entry->label);

	return nlog_slice_starts_nocase(label, "venue") &&
	       nlog_slice_find(label, "ity") < 0 && nlog_slice_find(label, "ities") < 0;
}

static void add_offer(builder *b, const parse_entry *entry, const nlog_scanned *scanned)
{
	offer made = {entry, json_incref(scanned->countries), json_incref(scanned->cities),
		      scanned->keyed};

	if (json_is_null(scanned->value) && is_place(entry))
		made.hosts = json_null();
	if (!made.hosts && !made.cities)
		return;
	if (b->offered < sizeof(b->offers) / sizeof(b->offers[0])) {
		b->offers[b->offered++] = made;
	} else {
		json_decref(made.hosts);
		json_decref(made.cities);
	}
}

static bool holds_all(const json_t *list, const json_t *wanted)
{
	for (size_t i = 0; i < json_array_size(wanted); i++) {
		bool found = false;

		for (size_t k = 0; k < json_array_size(list) && !found; k++)
			found = json_equal(json_array_get(list, k),
					   json_array_get(wanted, i));
		if (!found)
			return false;
	}
	return true;
}

/* @return false if the field has its own label, and does not say all that was offered */
static bool accept(builder *b, nlog_field_id field, json_t *list, const offer *made)
{
	if (!list)
		return true;
	if (is_present(b, field))
		return holds_all(json_object_get(b->members, name_of(field)), list);
	if (json_is_null(list) || json_array_size(list))
		json_object_set(b->members, name_of(field), list);
	if (made->keyed)
		keep_printed(b, field, true, made->from);
	return true;
}

/* What an offer says beyond its field and the fields that it is for stays in print. */
static void accept_offers(builder *b)
{
	for (size_t i = 0; i < b->offered; i++) {
		const offer *made = &b->offers[i];
		bool kept = accept(b, NLOG_FIELD_HOSTING_COUNTRIES, made->hosts, made);

		kept = accept(b, NLOG_FIELD_VENUE_CITIES, made->cities, made) && kept;
		if (!kept && !json_object_get(b->printed, name_of(made->from->field)))
			keep_printed(b, made->from->field, true, made->from);
	}
}

/* Read the value and keep what it says; the field is not there yet. */
static void add_value(builder *b, const parse_entry *entry)
{
	nlog_scanned scanned = {.value = NULL};

	nlog_scan_field(&scanned, b->in->reg, entry->field, nlog_str_slice(&entry->text),
			b->in->findings, entry->place);
	if (scanned.value)
		json_object_set(b->members, name_of(entry->field), scanned.value);
	if (!scanned.lossless || !scanned.value)
		keep_printed(b, entry->field, scanned.value != NULL, entry);
	if (nlog_field_of(entry->field)->type != NLOG_TYPE_SEATS)
		add_offer(b, entry, &scanned);
	else if (!b->invited)
		b->invited = json_incref(scanned.countries);
	set_if_missing(b, NLOG_FIELD_EXCLUDED_COUNTRIES, scanned.excluded);
	nlog_scanned_clear(&scanned);
}

static bool is_same_value(const builder *b, const parse_entry *entry)
{
	nlog_scanned scanned = {.value = NULL};
	nlog_slice printed =
		nlog_json_slice(json_object_get(b->printed, name_of(entry->field)));
	nlog_str words = NLOG_STR_INIT;

	nlog_scan_field(&scanned, b->in->reg, entry->field, nlog_str_slice(&entry->text),
			NULL, entry->place);
	parse_add_words(&words, nlog_str_slice(&entry->text));
	bool same = printed.len
			    ? nlog_slice_equal(printed, nlog_str_slice(&words))
			    : scanned.lossless && scanned.value &&
				      json_equal(scanned.value,
						 json_object_get(b->members,
								 name_of(entry->field)));
	nlog_str_clear(&words);
	nlog_scanned_clear(&scanned);
	return same;
}

/* The same field again: nothing new, more of the same text, or kept under its label. */
static void add_repeated(builder *b, const parse_entry *entry)
{
	const nlog_field *field = nlog_field_of(entry->field);
	nlog_slice label = nlog_str_slice(&entry->label);

	if (is_same_value(b, entry)) {
		nlog_findings_add(b->in->findings, NLOG_F_LABEL_REPEATED,
				  label_place(b, entry),
				  "the %s is printed again, the same", field->noun);
		return;
	}
	nlog_findings_add(b->in->findings, NLOG_F_LABEL_REPEATED, label_place(b, entry),
			  "the %s is printed again; this one is kept in "
			  "'other' under '%.*s'",
			  field->noun, (int)label.len, label.len ? label.data : "");
	keep_in_other(b, entry, label.len ? label : nlog_slice_of(field->label));
}

static bool is_label(const parse_entry *entry, const char *words)
{
	return nlog_slice_starts_nocase(nlog_str_slice(&entry->label), words);
}

/* Of several `PN Revision N Issue Date` the highest counts. */
static void add_revision(builder *b, const parse_entry *entry)
{
	const char *number = name_of(NLOG_FIELD_REVISION_NO);

	if (entry->revision < b->revision) {
		add_repeated(b, entry);
		return;
	}
	if (entry->revision && !json_object_get(b->members, number))
		json_object_set_new(b->members, number, json_integer(entry->revision));
	add_value(b, entry);
}

static void add_entry(builder *b, const parse_entry *entry)
{
	if (entry->field == NLOG_FIELDS && !entry->label.len && !entry->text.len)
		return;
	if (!entry->text.len) {
		nlog_findings_add(b->in->findings, NLOG_F_VALUE_MISSING,
				  label_place(b, entry), "label '%s' has no value",
				  nlog_str_text(&entry->label));
		return;
	}
	if (entry->field == NLOG_FIELDS)
		add_unknown(b, entry);
	else if (is_label(entry, "start date") && !b->start)
		b->start = entry;
	else if (is_label(entry, "end date") && !b->end)
		b->end = entry;
	else if (is_present(b, entry->field))
		add_repeated(b, entry);
	else if (entry->field == NLOG_FIELD_REVISION_DATE)
		add_revision(b, entry);
	else
		add_value(b, entry);
}

/* Start Date and End Date are the two ends of one period. */
static void add_start_and_end(builder *b)
{
	const parse_entry *first = b->start ? b->start : b->end;
	parse_entry timing;

	if (!first)
		return;
	timing = *first;
	timing.text = (nlog_str)NLOG_STR_INIT;
	if (!b->start || !b->end)
		nlog_str_addf(&timing.text, "%s: ", nlog_str_text(&first->label));
	nlog_str_add_slice(&timing.text, nlog_str_slice(&first->text));
	if (b->start && b->end) {
		nlog_str_add(&timing.text, " - ");
		nlog_str_add_slice(&timing.text, nlog_str_slice(&b->end->text));
	}
	if (is_present(b, NLOG_FIELD_TIMING))
		add_repeated(b, &timing);
	else
		add_value(b, &timing);
	nlog_str_clear(&timing.text);
}

/* The title of a change history repeats the code; any other words of it are kept. */
static void add_history_title(builder *b, const parse_entry *entry)
{
	nlog_slice text = nlog_str_slice(&entry->text);
	const char *code_name = name_of(NLOG_FIELD_PROJECT_CODE);
	nlog_slice code = nlog_json_slice(json_object_get(b->members, code_name));
	nlog_slice found = nlog_scan_find_code(text);

	if (!text.len || nlog_slice_equal(text, code))
		return;
	if (!code.len && nlog_slice_equal(text, found)) {
		json_object_set_new(b->members, code_name, nlog_json_from_slice(text));
		return;
	}
	nlog_findings_add(
		b->in->findings, NLOG_F_TEXT_UNPLACED, entry->place,
		"words of the change history that are no row are kept in 'other'");
	keep_in_other(b, entry, nlog_str_slice(&entry->label));
}

static void add_signatory(builder *b)
{
	nlog_str *lines = b->in->signatory;
	const nlog_field_id fields[] = {NLOG_FIELD_SIGNATORY_NAME,
					NLOG_FIELD_SIGNATORY_TITLE};
	ptrdiff_t comma = nlog_slice_find(nlog_str_slice(&lines[0]), ", ");
	nlog_slice office = nlog_slice_from(nlog_str_slice(&lines[0]),
					    comma < 0 ? lines[0].len : (size_t)comma + 2);

	if (!lines[1].len && parse_is_office(office)) {
		nlog_str_add_slice(&lines[1], office);
		nlog_str_truncate(&lines[0], (size_t)comma);
	}
	for (size_t i = 0; i < 2; i++) {
		if (lines[i].len && !is_present(b, fields[i]))
			json_object_set_new(
				b->members, name_of(fields[i]),
				nlog_json_from_slice(nlog_str_slice(&lines[i])));
	}
}

static void note_missing(builder *b)
{
	static const struct {
		nlog_field_id field;
		nlog_finding_id finding;
	} wanted[] = {
		{NLOG_FIELD_PROJECT_CODE, NLOG_F_CODE_MISSING},
		{NLOG_FIELD_TITLE, NLOG_F_TITLE_MISSING},
		{NLOG_FIELD_DATE_OF_ISSUE, NLOG_F_ISSUE_DATE_MISSING},
	};
	const nlog_line *first = nlog_document_get(
		b->in->document, b->in->heading == SIZE_MAX ? 0 : b->in->heading);
	nlog_slice code = nlog_json_slice(
		json_object_get(b->members, name_of(NLOG_FIELD_PROJECT_CODE)));

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const nlog_field *field = nlog_field_of(wanted[i].field);

		if (!is_present(b, field->id))
			nlog_findings_add(b->in->findings, wanted[i].finding,
					  (nlog_place){b->in->source, first->line,
						       first->column, field->name},
					  "no %s found; looked for the label '%s'",
					  field->noun, field->label);
	}
	if (!code.len || nlog_slice_equal(nlog_scan_find_code(code), code))
		return;
	for (size_t i = 0; i < b->in->count; i++) {
		const parse_entry *entry = &b->in->entries[i];

		if (entry->field == NLOG_FIELD_PROJECT_CODE) {
			nlog_findings_add(b->in->findings, NLOG_F_CODE_UNUSUAL,
					  entry->place,
					  "project code '%.*s' is not of the usual form",
					  (int)code.len, code.data);
			return;
		}
	}
}

static void add_all(builder *b)
{
	for (size_t i = 0; i < b->in->count; i++) {
		if (b->in->entries[i].revision > b->revision && b->in->entries[i].text.len)
			b->revision = b->in->entries[i].revision;
	}
	for (size_t i = 0; i < b->in->count; i++) {
		const parse_entry *entry = &b->in->entries[i];

		if (entry->field != NLOG_FIELD_CHANGE_HISTORY)
			add_entry(b, entry);
	}
	for (size_t i = 0; i < b->in->count; i++) {
		const parse_entry *entry = &b->in->entries[i];

		if (entry->field == NLOG_FIELD_CHANGE_HISTORY)
			add_history_title(b, entry);
	}
	add_start_and_end(b);
	accept_offers(b);
	set_if_missing(b, NLOG_FIELD_PARTICIPATING_COUNTRIES, b->invited);
	add_signatory(b);
	if (b->in->history)
		json_object_set(b->members, name_of(NLOG_FIELD_CHANGE_HISTORY),
				b->in->history);
	if (json_object_size(b->other))
		json_object_set(b->members, name_of(NLOG_FIELD_OTHER), b->other);
	if (json_object_size(b->printed))
		json_object_set(b->members, name_of(NLOG_FIELD_AS_PRINTED), b->printed);
}

int parse_make_notice(nlog_notice **out, parser *in, nlog_error *err)
{
	builder b = {.in = in,
		     .members = json_object(),
		     .printed = json_object(),
		     .other = json_object()};
	int rc;

	add_all(&b);
	if (!is_present(&b, NLOG_FIELD_PROJECT_CODE) && !is_present(&b, NLOG_FIELD_TITLE)) {
		const nlog_line *first = nlog_document_get(in->document, 0);

		rc = nlog_error_at(
			err, NLOG_EINPUT, in->source, first->line, first->column,
			"neither a title nor a project code found; looked for the "
			"labels '%s' and '%s': is this a project notification, and "
			"was its text saved whole?",
			nlog_field_of(NLOG_FIELD_TITLE)->label,
			nlog_field_of(NLOG_FIELD_PROJECT_CODE)->label);
	} else {
		note_missing(&b);
		rc = nlog_notice_from_members_take(out, json_incref(b.members), err);
		if (rc)
			(void)nlog_error_source(err, in->source);
	}
	json_decref(b.members);
	json_decref(b.printed);
	json_decref(b.other);
	for (size_t i = 0; i < b.offered; i++) {
		json_decref(b.offers[i].hosts);
		json_decref(b.offers[i].cities);
	}
	json_decref(b.invited);
	return rc;
}
