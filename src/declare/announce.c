/* One announced change as a sentence that is read back as that change and nothing else. */
#include <string.h>

#include <noticelog/alloc.h>

#include "announce.h"

/* A value that takes more bytes is not put into a sentence. */
#define VALUE_MAX 1500

static bool is_standing(const char *rule)
{
	return strcmp(rule, "activity.cancelled") == 0 ||
	       strcmp(rule, "activity.postponed") == 0 ||
	       strcmp(rule, "activity.reinstated") == 0;
}

static bool has_value(const json_t *value)
{
	return value && !json_is_null(value);
}

/* The verb of a rule: "extended" for a closing date that moves on. */
static verb_class class_of(const char *rule)
{
	static const struct {
		const char *rule;
		verb_class class;
	} rows[] = {
		{"activity.converted", CONVERT},   {"activity.cancelled", CANCEL},
		{"activity.postponed", POSTPONE},  {"activity.reinstated", REINSTATE},
		{"closing_date.extended", EXTEND}, {"closing_date.advanced", ADVANCE},
		{"seats.increased", INCREASE},     {"seats.decreased", DECREASE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rule, rows[i].rule) == 0)
			return rows[i].class;
	return CHANGE;
}

/* ---- reading back */

typedef struct {
	const nlog_instrument_change *change;
	nlog_slice clause;            /* of a change history: its label; else empty */
	const json_t *before, *after; /* what the sentence states; NULL: it does not */
} wanted;

static bool same_value(const json_t *a, const json_t *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

static bool same_label(const nlog_instrument_change *c, const nlog_declared *d)
{
	return c->field != NLOG_FIELD_OTHER ||
	       (d->label && c->label && strcmp(d->label, c->label) == 0);
}

/* "activity.converted" is said of the title; of others the field tells enough. */
static bool same_rule(const nlog_instrument_change *c, const nlog_declared *d)
{
	bool is_exact = is_standing(c->rule) || class_of(c->rule) != CHANGE;
	return d->any_direction || !is_exact || strcmp(c->rule, d->rule) == 0;
}

static bool is_wanted(const wanted *w, const nlog_declared *d)
{
	return !d->states_only && d->field == w->change->field && same_rule(w->change, d) &&
	       same_label(w->change, d) && same_value(d->before, w->before) &&
	       same_value(d->after, w->after);
}

/*
 * Does the text declare the wanted change, and nothing else? In Remarks other
 * sentences follow, and it must end before them: "moved to St." does not.
 */
static bool reads_back(const announcer *a, const wanted *w, nlog_slice text)
{
	static const char next[] = " The project has been reinstated.";
	nlog_declarations *list = nlog_declare_list_new();
	reading r =
		READING_OF(a->reg, a->form == NLOG_INSTRUMENT_ADDENDUM ? NULL : a->after);
	nlog_str whole = NLOG_STR_INIT;
	size_t count = 1;
	nlog_str_add_slice(&whole, text);
	if (a->form == NLOG_INSTRUMENT_REMARKS) {
		nlog_str_add(&whole, next);
		count++;
	}
	nlog_declare_cell_read(list, &r, w->clause, nlog_str_slice(&whole), "remarks");
	bool is_it = nlog_declarations_count(list) == count &&
		     is_wanted(w, nlog_declarations_get(list, 0));
	if (is_it && count > 1)
		is_it = strcmp(nlog_declarations_get(list, 1)->rule,
			       "activity.reinstated") == 0;
	nlog_str_clear(&whole);
	nlog_declarations_free(list);
	return is_it;
}

/* ---- wording */

/* A change history leaves the article and the full stop out. */
static void add_subject(nlog_str *out, const announcer *a, const char *noun)
{
	bool is_cell = a->form == NLOG_INSTRUMENT_CHANGE_HISTORY;
	nlog_str_add(out, is_cell ? "" : "The ");
	size_t at = out->len;
	nlog_str_add(out, noun);
	if (is_cell && out->len > at && out->data[at] >= 'a' && out->data[at] <= 'z')
		out->data[at] = (char)(out->data[at] - 'a' + 'A');
}

static void add_end(nlog_str *out, const announcer *a)
{
	if (a->form != NLOG_INSTRUMENT_CHANGE_HISTORY)
		nlog_str_addc(out, '.');
}

/* "number of participants" is one, "objectives" are several. */
static const char *have(const char *noun)
{
	size_t len = strlen(noun);
	bool is_plural = len && noun[len - 1] == 's' && !strstr(noun, " of ");
	return is_plural ? "have" : "has";
}

/* How the values stand in the sentence; the first that is read back is taken. */
typedef struct {
	bool from, to, quoted, as_read;
} wording;

static const wording wordings[] = {
	{.from = true, .to = true},
	{.from = true, .to = true, .quoted = true},
	{.to = true},
	{.to = true, .quoted = true},
	{.to = true, .quoted = true, .as_read = true},
	{.to = false},
};

static void add_value(nlog_str *out, nlog_field_id field, const json_t *value, bool quoted)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_type_id type = nlog_field_of(field)->type;
	if (type == NLOG_TYPE_TEXTS)
		type = NLOG_TYPE_TEXT;
	nlog_value_add_human(&text, type, value);
	nlog_str_add(out, quoted ? "\"" : "");
	nlog_str_add_slice(out, nlog_str_slice(&text));
	nlog_str_add(out, quoted ? "\"" : "");
	nlog_str_clear(&text);
}

/*
 * A text that ends in a full stop cannot be quoted at the end of a clause: whose
 * stop it is, readers of addenda do not agree about.
 */
static bool is_quotable(nlog_type_id type, const json_t *value)
{
	nlog_slice text = nlog_value_first(value);
	return type == NLOG_TYPE_ITEMS ||
	       (json_array_size(value) == 1 && !nlog_slice_ends(text, "."));
}

/* Titles are always quoted, and texts stated in an addendum alone, which is a patch. */
static bool suits(const announcer *a, const nlog_instrument_change *c, const wording *w)
{
	nlog_type_id type = nlog_field_of(c->field)->type;
	bool is_text = type == NLOG_TYPE_TEXT || type == NLOG_TYPE_ITEMS ||
		       type == NLOG_TYPE_TEXTS;
	if ((w->from && !has_value(c->before)) || (w->to && !has_value(c->after)))
		return false;
	/* An addendum is a patch: "has been changed" alone would leave open into what. */
	if (!w->to)
		return a->form != NLOG_INSTRUMENT_ADDENDUM;
	if (is_text)
		return w->as_read && a->form == NLOG_INSTRUMENT_ADDENDUM &&
		       is_quotable(type, c->after);
	return !w->as_read && (type != NLOG_TYPE_LINE || w->quoted);
}

static void put_field(nlog_str *out, const announcer *a, const nlog_instrument_change *c,
		      const char *noun, const wording *w)
{
	verb_class class = class_of(c->rule);
	if (class == CONVERT)
		class = CHANGE;
	add_subject(out, a, noun);
	nlog_str_addf(out, " %s been %s", have(noun), nlog_declare_verb_of(class));
	if (w->from) {
		nlog_str_add(out, " from ");
		add_value(out, c->field, c->before, w->quoted);
	}
	if (w->to) {
		nlog_str_add(out, w->as_read ? " to read: " : " to ");
		add_value(out, c->field, c->after, w->quoted);
	}
	add_end(out, a);
}

static nlog_slice clause_of(const announcer *a, const nlog_instrument_change *c)
{
	if (a->form != NLOG_INSTRUMENT_CHANGE_HISTORY)
		return (nlog_slice){NULL, 0};
	return nlog_slice_of(nlog_announce_clause(c));
}

const char *nlog_announce_clause(const nlog_instrument_change *c)
{
	if (c->label)
		return c->label;
	/* What becomes of the activity is a matter of its timing. */
	return nlog_field_of(is_standing(c->rule) ? NLOG_FIELD_TIMING : c->field)->label;
}

/* A label without a field of its own is called an item, so that it is known as a label. */
static void add_noun(nlog_str *out, const nlog_instrument_change *c)
{
	if (c->field == NLOG_FIELD_OTHER)
		nlog_str_addf(out, "item \"%s\"", c->label);
	else
		nlog_str_add(out, nlog_declare_noun_of(c->field));
}

static bool announce_field(nlog_str *out, const announcer *a,
			   const nlog_instrument_change *c)
{
	nlog_str noun = NLOG_STR_INIT;
	bool found = false;
	add_noun(&noun, c);
	for (size_t i = 0; !found && noun.len && i < sizeof(wordings) / sizeof(wordings[0]);
	     i++) {
		const wording *w = &wordings[i];
		nlog_str text = NLOG_STR_INIT;
		if (!suits(a, c, w))
			continue;
		put_field(&text, a, c, nlog_str_text(&noun), w);
		wanted want = {c, clause_of(a, c), w->from ? c->before : NULL,
			       w->to ? c->after : NULL};
		found = text.len < VALUE_MAX * 2 &&
			reads_back(a, &want, nlog_str_slice(&text));
		if (found)
			nlog_str_add_slice(out, nlog_str_slice(&text));
		nlog_str_clear(&text);
	}
	nlog_str_clear(&noun);
	return found;
}

static void add_quoted(nlog_str *out, const json_t *line)
{
	nlog_str_addc(out, '"');
	nlog_str_add_slice(out, nlog_json_slice(line));
	nlog_str_addc(out, '"');
}

/* "The "Planning Meeting" originally planned has been converted into the "Workshop on …"." */
static bool announce_conversion(nlog_str *out, const announcer *a,
				const nlog_instrument_change *c)
{
	nlog_str text = NLOG_STR_INIT;
	bool found = false;
	if (has_value(c->before) && has_value(c->after)) {
		nlog_str_add(&text, "The ");
		add_quoted(&text, c->before);
		nlog_str_addf(&text, " originally planned has been %s into the ",
			      nlog_declare_verb_of(CONVERT));
		add_quoted(&text, c->after);
		add_end(&text, a);
		wanted want = {c, clause_of(a, c), c->before, c->after};
		found = reads_back(a, &want, nlog_str_slice(&text));
	}
	if (found)
		nlog_str_add_slice(out, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return found;
}

/* "The project has been cancelled." */
static bool announce_standing(nlog_str *out, const announcer *a,
			      const nlog_instrument_change *c)
{
	nlog_str text = NLOG_STR_INIT;
	verb_class class = class_of(c->rule);
	add_subject(&text, a, "project");
	nlog_str_addf(&text, " has been %s%s", nlog_declare_verb_of(class),
		      class == POSTPONE ? " until further notice" : "");
	add_end(&text, a);
	wanted want = {c, clause_of(a, c), NULL, NULL};
	bool found = reads_back(a, &want, nlog_str_slice(&text));
	if (found)
		nlog_str_add_slice(out, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return found;
}

/* Those of one list that the other has not; owned. */
static json_t *less(const json_t *list, const json_t *other)
{
	json_t *names = json_object(), *out = json_array(), *name;
	size_t i;
	json_array_foreach(other, i, name)
		json_object_set_new(names, json_string_value(name), json_true());
	json_array_foreach(list, i,
			   name) if (!json_object_get(names, json_string_value(name)))
		json_array_append(out, name);
	json_decref(names);
	return out;
}

static bool is_roll(const json_t *list)
{
	return json_array_size(list) > 0 &&
	       !nlog_slice_is(nlog_value_first(list), NLOG_ALL_MEMBERS);
}

/* "Lao PDR and Türkiye have been added to the participating countries." */
static bool put_members(nlog_str *out, const announcer *a, const nlog_instrument_change *c,
			const json_t *names, bool come)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_value_add_human(&text, NLOG_TYPE_ECONOMIES, names);
	nlog_str_addf(&text, " %s been %s the %s",
		      json_array_size(names) == 1 ? "has" : "have",
		      come ? "added to" : "removed from", nlog_declare_noun_of(c->field));
	add_end(&text, a);
	nlog_instrument_change part = *c;
	part.rule = come ? "eligibility.widened" : "eligibility.narrowed";
	wanted want = {&part, clause_of(a, c), come ? NULL : names, come ? names : NULL};
	bool found =
		text.len < VALUE_MAX * 2 && reads_back(a, &want, nlog_str_slice(&text));
	if (found)
		nlog_str_add_slice(out, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return found;
}

/* Who came and who went, each in a sentence of its own; *second is for the other. */
static bool announce_members(nlog_str *out, nlog_str *second, const announcer *a,
			     const nlog_instrument_change *c)
{
	if (!is_roll(c->before) || !is_roll(c->after))
		return false;
	json_t *came = less(c->after, c->before), *went = less(c->before, c->after);
	bool found = json_array_size(came) || json_array_size(went);
	nlog_str *next = out;
	if (json_array_size(came)) {
		found = put_members(out, a, c, came, true);
		next = second;
	}
	if (found && json_array_size(went))
		found = put_members(next, a, c, went, false);
	json_decref(came);
	json_decref(went);
	if (!found) {
		nlog_str_clear(out);
		nlog_str_clear(second);
	}
	return found;
}

bool nlog_announce(nlog_str *out, nlog_str *second, const announcer *a,
		   const nlog_instrument_change *c)
{
	if (is_standing(c->rule))
		return announce_standing(out, a, c);
	/* An addendum is a patch: it states whole values. */
	bool by_members = c->field == NLOG_FIELD_PARTICIPATING_COUNTRIES &&
			  a->form != NLOG_INSTRUMENT_ADDENDUM;
	if (by_members && announce_members(out, second, a, c))
		return true;
	bool is_conversion =
		class_of(c->rule) == CONVERT && a->form != NLOG_INSTRUMENT_ADDENDUM;
	if (is_conversion && announce_conversion(out, a, c))
		return true;
	return announce_field(out, a, c);
}
