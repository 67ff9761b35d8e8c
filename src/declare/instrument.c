/* The instrument that announces a set of changes: Remarks, change history or addendum. */
#include <noticelog/alloc.h>

#include "announce.h"

typedef struct {
	nlog_field_id field;
	char *label; /* of `other`; NULL */
	char *text;
} item;

struct nlog_instrument {
	nlog_instrument_form form;
	item *items;
	size_t count, capacity;
	item *silent; /* text is the field's printed name */
	size_t silent_count, silent_capacity;
	json_t *rows;
	unsigned number;
	nlog_date issued, dated;
	char *code, *title, *signatory[2];
};

static const char *const form_names[] = {
	[NLOG_INSTRUMENT_REMARKS] = "remarks",
	[NLOG_INSTRUMENT_CHANGE_HISTORY] = "change-history",
	[NLOG_INSTRUMENT_ADDENDUM] = "addendum",
};

bool nlog_instrument_form_from_name(nlog_instrument_form *out, nlog_slice name)
{
	for (nlog_instrument_form f = NLOG_INSTRUMENT_REMARKS; f < NLOG_INSTRUMENT_FORMS;
	     f++)
		if (nlog_slice_is(name, form_names[f])) {
			*out = f;
			return true;
		}
	return false;
}

static char *line_of(const nlog_notice *notice, nlog_field_id field)
{
	nlog_slice line = notice ? nlog_notice_line(notice, field) : (nlog_slice){NULL, 0};
	return line.len ? nlog_strndup(line.data, line.len) : NULL;
}

static void add_row(nlog_instrument *i, const nlog_instrument_change *c, const char *text)
{
	json_array_append_new(i->rows,
			      json_pack("{s:i,s:o,s:s,s:s}", "revision", (int)i->number,
					"issued", nlog_json_from_date(i->issued), "clause",
					nlog_announce_clause(c), "modification", text));
}

static void add_item(nlog_instrument *i, const nlog_instrument_change *c, nlog_str *text)
{
	if (!text->len)
		return;
	NLOG_GROW(i->items, i->count, i->capacity);
	item *it = &i->items[i->count++];
	*it = (item){c->field, c->label ? nlog_strdup(c->label) : NULL,
		     nlog_str_detach(text)};
	if (i->form == NLOG_INSTRUMENT_CHANGE_HISTORY)
		add_row(i, c, it->text);
}

static void add_silent(nlog_instrument *i, const nlog_instrument_change *c)
{
	NLOG_GROW(i->silent, i->silent_count, i->silent_capacity);
	i->silent[i->silent_count++] =
		(item){c->field, c->label ? nlog_strdup(c->label) : NULL,
		       nlog_strdup(c->label ? c->label : nlog_field_of(c->field)->label)};
}

void nlog_instrument_write(nlog_instrument **out, const nlog_instrument_sides *sides,
			   const nlog_instrument_change *changes, size_t count)
{
	nlog_instrument *i = nlog_alloc(sizeof(*i));
	announcer a = {sides->form, sides->reg, sides->after};
	*i = (nlog_instrument){
		.form = sides->form,
		.rows = json_array(),
		.number = sides->number,
		.issued = sides->issued,
		.dated = sides->dated,
		.code = line_of(sides->before ? sides->before : sides->after,
				NLOG_FIELD_PROJECT_CODE),
		.title = line_of(sides->before ? sides->before : sides->after,
				 NLOG_FIELD_TITLE),
		.signatory = {line_of(sides->after, NLOG_FIELD_SIGNATORY_NAME),
			      line_of(sides->after, NLOG_FIELD_SIGNATORY_TITLE)},
	};
	for (size_t k = 0; k < count; k++) {
		nlog_str first = NLOG_STR_INIT, second = NLOG_STR_INIT;
		if (nlog_announce(&first, &second, &a, &changes[k])) {
			add_item(i, &changes[k], &first);
			add_item(i, &changes[k], &second);
		} else {
			add_silent(i, &changes[k]);
		}
		nlog_str_clear(&first);
		nlog_str_clear(&second);
	}
	*out = i;
}

nlog_instrument_form nlog_instrument_form_of(const nlog_instrument *instrument)
{
	return instrument->form;
}

size_t nlog_instrument_count(const nlog_instrument *instrument)
{
	return instrument->count;
}

const char *nlog_instrument_text(const nlog_instrument *instrument, size_t index)
{
	return instrument->items[index].text;
}

const json_t *nlog_instrument_rows(const nlog_instrument *instrument)
{
	return instrument->rows;
}

size_t nlog_instrument_unannounced(const nlog_instrument *instrument)
{
	return instrument->silent_count;
}

const char *nlog_instrument_unannounced_name(const nlog_instrument *instrument,
					     size_t index)
{
	return instrument->silent[index].text;
}

/* ---- as a document */

static void add_remarks(nlog_str *out, const nlog_instrument *i)
{
	for (size_t k = 0; k < i->count; k++) {
		nlog_str_add(out, k ? " " : "");
		nlog_str_add(out, i->items[k].text);
	}
	nlog_str_addc(out, '\n');
}

static void add_history(nlog_str *out, const nlog_instrument *i)
{
	nlog_str_add(out, "Change History of Project Notification");
	if (i->code)
		nlog_str_addf(out, ": %s", i->code);
	nlog_str_add(out, "\n\nRevision\tDate of Issue\tClause\tModifications\n");
	size_t k;
	json_t *row;
	json_array_foreach(i->rows, k, row)
	{
		nlog_str_addf(out, "%u\t", i->number);
		nlog_date_add_human(out, i->issued);
		nlog_str_addf(out, "\t%s\t%s\n", nlog_json_text(row, "clause"),
			      nlog_json_text(row, "modification"));
	}
}

static void add_header(nlog_str *out, const nlog_instrument *i)
{
	nlog_str_add(out, "PROJECT NOTIFICATION ADDENDUM\n\n");
	nlog_str_addf(out, "Addendum No. %u\n\nDate of Issue: ", i->number);
	nlog_date_add_human(out, i->issued);
	nlog_str_addf(out, "\nReference: Project Notification%s%s dated ",
		      i->code ? " " : "", i->code ? i->code : "");
	nlog_date_add_human(out, i->dated);
	nlog_str_addc(out, '\n');
	if (i->code)
		nlog_str_addf(out, "Project Code: %s\n", i->code);
	if (i->title)
		nlog_str_addf(out, "Title: %s\n", i->title);
}

static void add_addendum(nlog_str *out, const nlog_instrument *i)
{
	add_header(out, i);
	for (size_t k = 0; k < i->count; k++)
		nlog_str_addf(out, "\n%zu. %s\n", k + 1, i->items[k].text);
	/* A promise that what could not be said would break. */
	if (!i->silent_count)
		nlog_str_add(out,
			     "\nOther terms and conditions of the Project Notification "
			     "remain unchanged.\n");
	for (size_t k = 0; k < 2; k++)
		if (i->signatory[k])
			nlog_str_addf(out, "%s%s\n", k ? "" : "\n", i->signatory[k]);
}

void nlog_instrument_add_document(nlog_str *out, const nlog_instrument *instrument)
{
	static void (*const writers[])(nlog_str *, const nlog_instrument *) = {
		[NLOG_INSTRUMENT_REMARKS] = add_remarks,
		[NLOG_INSTRUMENT_CHANGE_HISTORY] = add_history,
		[NLOG_INSTRUMENT_ADDENDUM] = add_addendum,
	};
	writers[instrument->form](out, instrument);
}

/* ---- as JSON */

static json_t *item_to_json(const item *it, bool with_text)
{
	json_t *object = json_object();
	json_object_set_new(object, "field", json_string(nlog_field_of(it->field)->name));
	if (it->label)
		json_object_set_new(object, "label", json_string(it->label));
	if (with_text)
		json_object_set_new(object, "text", json_string(it->text));
	return object;
}

json_t *nlog_instrument_to_json(const nlog_instrument *instrument)
{
	json_t *object = json_object(), *said = json_array(), *silent = json_array();
	for (size_t k = 0; k < instrument->count; k++)
		json_array_append_new(said, item_to_json(&instrument->items[k], true));
	for (size_t k = 0; k < instrument->silent_count; k++)
		json_array_append_new(silent, item_to_json(&instrument->silent[k], false));
	json_object_set_new(object, "format", json_string(NLOG_INSTRUMENT_FORMAT));
	json_object_set_new(object, "as", json_string(form_names[instrument->form]));
	json_object_set_new(object, "announcements", said);
	json_object_set_new(object, "unannounced", silent);
	if (instrument->form == NLOG_INSTRUMENT_CHANGE_HISTORY)
		json_object_set(object, "rows", instrument->rows);
	return object;
}

static void free_items(item *items, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		nlog_free(items[k].label);
		nlog_free(items[k].text);
	}
	nlog_free(items);
}

void nlog_instrument_free(nlog_instrument *instrument)
{
	if (!instrument)
		return;
	free_items(instrument->items, instrument->count);
	free_items(instrument->silent, instrument->silent_count);
	json_decref(instrument->rows);
	nlog_free(instrument->code);
	nlog_free(instrument->title);
	nlog_free(instrument->signatory[0]);
	nlog_free(instrument->signatory[1]);
	nlog_free(instrument);
}
