/* The declared changes of a notice or an addendum, as a list. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/scan.h>

#include "declare.h"

struct nlog_declarations {
	nlog_declared *items;
	size_t count, capacity;
};

nlog_declared *nlog_declare_declarations_add(nlog_declarations *list, const char *rule,
					     nlog_field_id field, const char *source,
					     nlog_slice text, json_t *before, json_t *after)
{
	if (list->count >= DECLARED_MAX) {
		json_decref(before);
		json_decref(after);
		return NULL;
	}
	NLOG_GROW(list->items, list->count, list->capacity);
	nlog_declared *d = &list->items[list->count++];
	*d = (nlog_declared){
		.rule = rule,
		.field = field,
		.source = source,
		.text = nlog_strndup(text.data, text.len),
		.before = before,
		.after = after,
	};
	return d;
}

void nlog_declare_set_label(nlog_declared *d, const subject *about)
{
	if (about->field == NLOG_FIELD_OTHER && about->label.len && !d->label)
		d->label = nlog_strndup(about->label.data, about->label.len);
}

static char *iso_of(nlog_date date)
{
	nlog_str iso = NLOG_STR_INIT;
	nlog_date_add_iso(&iso, date);
	return nlog_str_detach(&iso);
}

/* What vouches for a change: who approved it when, which letter told of it. */
typedef struct {
	char *approval_date, *letter_date, *letter_ref;
} authority;

/* The date that follows a word within a few words: "approval of the Directors on D". */
static char *date_after(nlog_slice text, size_t reach)
{
	nlog_date date;
	size_t offset, len;
	if (!nlog_scan_find_date(text, &date, &offset, &len) || offset > reach)
		return NULL;
	return iso_of(date);
}

static bool is_approval(nlog_slice said)
{
	return nlog_slice_is_listed(said, "approval approved endorsed decision");
}

static void read_letter(authority *a, nlog_slice after)
{
	if (!a->letter_date)
		a->letter_date = date_after(after, 60);
	nlog_slice code = nlog_scan_find_code(after);
	if (code.len && !a->letter_ref)
		a->letter_ref = nlog_strndup(code.data, code.len);
}

/* An approval's date follows "on" or "dated", so that a date of the event is not taken for it. */
static char *approval_after(const sentence *s, size_t at)
{
	for (size_t i = at + 1; i + 1 < s->count && i < at + 16; i++) {
		if (s->words[i - 1].stop == ';')
			return NULL;
		if (nlog_declare_word_among(s, i, "held conducted postponed rescheduled"))
			return NULL;
		if (!nlog_declare_word_among(s, i, "on dated of in"))
			continue;
		nlog_slice rest = {s->text.data + s->words[i + 1].start,
				   s->text.len - s->words[i + 1].start};
		char *date = date_after(rest, 0);
		if (date)
			return date;
	}
	return NULL;
}

static authority read_authority(const sentence *s)
{
	authority a = {NULL, NULL, NULL};
	for (size_t i = 0; i < s->count; i++) {
		const word *w = &s->words[i];
		if (w->is_quote)
			continue;
		if (nlog_declare_word_among(s, i, "letter circular memorandum"))
			read_letter(&a, nlog_slice_from(s->text, w->end));
		else if (!a.approval_date && is_approval(w->text))
			a.approval_date = approval_after(s, i);
	}
	return a;
}

static void give(char **to, const char *from)
{
	if (from && !*to)
		*to = nlog_strdup(from);
}

/*
 * What a sentence names as authority holds for its own changes; if it has
 * none, for those told before it ("This was notified via the letter …").
 */
static void vouch(nlog_declarations *list, size_t first_of_text, size_t first_of_sentence,
		  const authority *a)
{
	size_t first = first_of_sentence < list->count ? first_of_sentence : first_of_text;
	for (size_t i = first; i < list->count; i++) {
		give(&list->items[i].approval_date, a->approval_date);
		give(&list->items[i].letter_date, a->letter_date);
		give(&list->items[i].letter_ref, a->letter_ref);
	}
}

/* @return what its first announcement is about */
static subject read_sentence(nlog_declarations *list, const reading *r, const sentence *s,
			     const char *source, size_t first_of_text)
{
	size_t first = list->count;
	subject announced = nlog_declare_forms_read(list, r, s, source);
	authority a = read_authority(s);
	vouch(list, first_of_text, first, &a);
	nlog_free(a.approval_date);
	nlog_free(a.letter_date);
	nlog_free(a.letter_ref);
	return announced;
}

/* What "it" means in the next sentence: "it" again, the topic, or what was just announced. */
static subject topic_after(const reading *r, const sentence *s, subject announced)
{
	if (s->count && nlog_declare_pronoun_at(s, 0))
		return r->topic;
	subject topic = nlog_declare_topic_of(r, s);
	return topic.found ? topic : announced;
}

/* Each sentence by itself, but for "it", which means what the one before named. */
static void read_prose(nlog_declarations *list, reading *r, nlog_slice text,
		       const char *source, size_t first_of_text)
{
	sentence s;
	r->topic = NO_SUBJECT;
	while (list->count < DECLARED_MAX && nlog_declare_sentence_next(&s, &text)) {
		subject announced = read_sentence(list, r, &s, source, first_of_text);
		/* Only a sentence behind it can ask. */
		text = nlog_slice_trim(text);
		if (text.len)
			r->topic = topic_after(r, &s, announced);
		nlog_declare_sentence_clear(&s);
	}
}

static nlog_slice cut(nlog_slice text, size_t *left)
{
	if (text.len > *left)
		text.len = *left;
	*left -= text.len;
	return text;
}

static void read_remarks(nlog_declarations *list, reading *r, const json_t *remarks)
{
	size_t left = READ_MAX, index;
	json_t *paragraph;
	json_array_foreach(remarks, index, paragraph)
		read_prose(list, r, cut(nlog_json_slice(paragraph), &left), "remarks", 0);
}

/* A cell that only says "from A to B", or the new value, under a clause that names the field. */
static void read_bare(nlog_declarations *list, const reading *r, nlog_slice cell,
		      const char *source)
{
	nlog_slice rest = cell;
	sentence s;
	nlog_field_id field = r->clause.field;
	if (!r->clause.found || !nlog_declare_sentence_next(&s, &rest))
		return;
	stated v = nlog_declare_values_read(r, field, &s, 0, s.count);
	if (!v.after && !v.before)
		v.after = nlog_declare_value_read(r, field, cell);
	bool any;
	const char *rule =
		nlog_declare_rule_of_field(field, EITHER, v.before, v.after, r->reg, &any);
	nlog_declared *d = NULL;
	if (rule)
		d = nlog_declare_declarations_add(list, rule, field, source, cell, v.before,
						  v.after);
	else {
		json_decref(v.before);
		json_decref(v.after);
	}
	if (d) {
		d->any_direction = any;
		nlog_declare_set_label(d, &r->clause);
	}
	nlog_declare_sentence_clear(&s);
}

/* "4. Venue", "9. Dress Code" */
static nlog_slice without_number(nlog_slice clause)
{
	size_t at = 0;
	while (at < clause.len && clause.data[at] &&
	       strchr("0123456789.()", clause.data[at]))
		at++;
	return nlog_slice_trim(nlog_slice_from(clause, at));
}

static subject clause_subject(const reading *r, nlog_slice clause)
{
	subject named = NO_SUBJECT;
	if (!clause.len)
		return named;
	named = nlog_declare_label_of(r, clause);
	if (!named.found)
		named = nlog_declare_label_of(r, without_number(clause));
	/* Clauses are sometimes called as sentences call the field: "Dates", "Overseas seats". */
	nlog_slice rest = clause;
	sentence s;
	if (named.found || !nlog_declare_sentence_next(&s, &rest))
		return named;
	named = nlog_declare_subject_read(r, &s, 0, s.count);
	nlog_declare_sentence_clear(&s);
	if (named.field == ACTIVITY)
		named.found = false;
	return named;
}

nlog_declarations *nlog_declare_list_new(void)
{
	return nlog_alloc(sizeof(nlog_declarations));
}

void nlog_declare_cell_read(nlog_declarations *list, reading *r, nlog_slice clause,
			    nlog_slice cell, const char *source)
{
	size_t first = list->count;
	r->clause = clause_subject(r, clause);
	read_prose(list, r, cell, source, first);
	if (list->count == first)
		read_bare(list, r, cell, source);
	r->clause = NO_SUBJECT;
}

static void read_history(nlog_declarations *list, reading *r, const json_t *history)
{
	size_t left = READ_MAX, index;
	json_t *row;
	json_array_foreach(history, index, row)
	{
		nlog_slice cell = nlog_json_slice(json_object_get(row, "modification"));
		nlog_slice clause = nlog_json_slice(json_object_get(row, "clause"));
		nlog_declare_cell_read(list, r, cut(clause, &left), cut(cell, &left),
				       "change_history");
	}
}

void nlog_declarations_read(nlog_declarations **out, const nlog_notice *notice,
			    const nlog_register *reg)
{
	nlog_declarations *list = nlog_declare_list_new();
	reading r = READING_OF(reg, notice);
	read_remarks(list, &r, nlog_notice_get(notice, NLOG_FIELD_REMARKS));
	read_history(list, &r, nlog_notice_get(notice, NLOG_FIELD_CHANGE_HISTORY));
	*out = list;
}

/* An addendum's clause that names its field and its values needs no reading. */
static bool add_clause(nlog_declarations *list, const nlog_register *reg,
		       const json_t *change)
{
	nlog_slice name = nlog_json_slice(json_object_get(change, "field"));
	const nlog_field *field = name.len ? nlog_field_named(name) : NULL;
	if (!field)
		return false;
	json_t *before = json_object_get(change, "old"),
	       *after = json_object_get(change, "new");
	bool any;
	const char *rule =
		nlog_declare_rule_of_field(field->id, EITHER, before, after, reg, &any);
	if (!rule || (!before && !after) || field->id == NLOG_FIELD_OTHER)
		return false;
	nlog_declared *d = nlog_declare_declarations_add(
		list, rule, field->id, "addendum",
		nlog_json_slice(json_object_get(change, "text")), json_incref(before),
		json_incref(after));
	if (d)
		d->any_direction = any;
	return true;
}

void nlog_declarations_read_addendum(nlog_declarations **out, const nlog_addendum *addendum,
				     const nlog_register *reg)
{
	nlog_declarations *list = nlog_declare_list_new();
	reading r = READING_OF(reg, NULL);
	const json_t *members = nlog_addendum_members(addendum);
	size_t left = READ_MAX, index;
	json_t *change;
	json_array_foreach(json_object_get(members, "changes"), index, change)
	{
		if (add_clause(list, reg, change))
			continue;
		nlog_slice text = nlog_json_slice(json_object_get(change, "text"));
		nlog_slice clause = nlog_json_slice(json_object_get(change, "clause"));
		nlog_declare_cell_read(list, &r, cut(clause, &left), cut(text, &left),
				       "addendum");
	}
	*out = list;
}

size_t nlog_declarations_count(const nlog_declarations *list)
{
	return list->count;
}

const nlog_declared *nlog_declarations_get(const nlog_declarations *list, size_t index)
{
	return &list->items[index];
}

static bool same_value(const json_t *a, const json_t *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

static bool same_label(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool nlog_declarations_contain(const nlog_declarations *list, const nlog_declared *declared)
{
	for (size_t i = 0; i < list->count; i++) {
		const nlog_declared *d = &list->items[i];
		if (strcmp(d->rule, declared->rule) == 0 && d->field == declared->field &&
		    same_label(d->label, declared->label) &&
		    same_value(d->before, declared->before) &&
		    same_value(d->after, declared->after))
			return true;
	}
	return false;
}

const nlog_declared *nlog_declarations_standing(const nlog_declarations *list)
{
	const nlog_declared *last = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const char *rule = list->items[i].rule;
		if (strncmp(rule, "activity.", 9) == 0 &&
		    strcmp(rule, "activity.converted") != 0)
			last = &list->items[i];
	}
	return last;
}

nlog_source nlog_source_named(const char *name)
{
	static const char *const names[] = {
		[NLOG_SOURCE_REMARKS] = "remarks",
		[NLOG_SOURCE_CHANGE_HISTORY] = "change_history",
		[NLOG_SOURCE_ADDENDUM] = "addendum",
	};

	for (nlog_source s = NLOG_SOURCE_REMARKS; name && s <= NLOG_SOURCE_ADDENDUM; s++)
		if (strcmp(names[s], name) == 0)
			return s;
	return NLOG_SOURCE_NONE;
}

static void set_text(json_t *object, const char *name, const char *text)
{
	if (text)
		json_object_set_new(object, name, json_string(text));
}

json_t *nlog_declared_to_json(const nlog_declared *declared)
{
	json_t *object = json_object();
	set_text(object, "source", declared->source);
	set_text(object, "text", declared->text);
	if (declared->before)
		json_object_set(object, "old", declared->before);
	if (declared->after)
		json_object_set(object, "new", declared->after);
	set_text(object, "approval_date", declared->approval_date);
	set_text(object, "letter_date", declared->letter_date);
	set_text(object, "letter_ref", declared->letter_ref);
	return object;
}

static void declared_clear(nlog_declared *d)
{
	nlog_free(d->text);
	nlog_free(d->label);
	json_decref(d->before);
	json_decref(d->after);
	nlog_free(d->approval_date);
	nlog_free(d->letter_date);
	nlog_free(d->letter_ref);
}

void nlog_declarations_free(nlog_declarations *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++)
		declared_clear(&list->items[i]);
	nlog_free(list->items);
	nlog_free(list);
}

const nlog_kind *nlog_declared_kind(const nlog_register *reg, nlog_slice title,
				    nlog_slice *phrase)
{
	return nlog_scan_kind(reg, title, phrase);
}
