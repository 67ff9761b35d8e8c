/* The forms in which a change is announced: what each verb says of its subject. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/scan.h>

#include "declare.h"

/* Rules of the fields whose changes are declared; the other fields change silently. */
static const struct {
	const char *either, *more, *less;
} field_rules[NLOG_FIELDS] = {
	[NLOG_FIELD_TITLE] = {"title.changed", NULL, NULL},
	[NLOG_FIELD_TIMING] = {"timing.rescheduled", "timing.extended", "timing.shortened"},
	[NLOG_FIELD_HOSTING_COUNTRIES] = {"host.changed", NULL, NULL},
	[NLOG_FIELD_VENUE_CITIES] = {"venue.changed", NULL, NULL},
	[NLOG_FIELD_MODALITY] = {"modality.changed", NULL, NULL},
	[NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS] = {"organizer.changed", NULL, NULL},
	[NLOG_FIELD_PARTICIPATING_COUNTRIES] = {"eligibility.widened",
						"eligibility.widened",
						"eligibility.narrowed"},
	[NLOG_FIELD_EXCLUDED_COUNTRIES] = {"eligibility.narrowed", "eligibility.narrowed",
					   "eligibility.widened"},
	[NLOG_FIELD_OVERSEAS_PARTICIPANTS] = {"seats.increased", "seats.increased",
					      "seats.decreased"},
	[NLOG_FIELD_LOCAL_PARTICIPANTS] = {"seats.increased", "seats.increased",
					   "seats.decreased"},
	[NLOG_FIELD_CLOSING_DATES] = {"closing_date.extended", "closing_date.extended",
				      "closing_date.advanced"},
	[NLOG_FIELD_REMARKS] = {"remarks.changed", NULL, NULL},
	[NLOG_FIELD_OBJECTIVES] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_RATIONALE] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_BACKGROUND] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_TOPICS] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_OUTCOME] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_QUALIFICATIONS] = {"qualifications.changed", NULL, NULL},
	[NLOG_FIELD_OTHER] = {"field.changed", NULL, NULL},
};

static direction sign(json_int_t delta)
{
	return delta > 0 ? MORE : delta < 0 ? LESS : EITHER;
}

/* What the two values say themselves. A moved start is neither more nor less. */
static direction direction_of_values(nlog_field_id field, const json_t *before,
				     const json_t *after)
{
	nlog_period p, q;
	nlog_date d, e;
	switch (nlog_field_of(field)->type) {
	case NLOG_TYPE_PERIODS:
		if (!nlog_value_period(before, 0, &p) || !nlog_value_period(after, 0, &q) ||
		    p.start.day != q.start.day)
			return EITHER;
		return sign(nlog_period_days(q) - nlog_period_days(p));
	case NLOG_TYPE_DATES:
		if (!nlog_value_date(before, 0, &d) || !nlog_value_date(after, 0, &e))
			return EITHER;
		return sign(e.day - d.day);
	case NLOG_TYPE_SEATS:
		return sign(nlog_value_seats(after, NULL) - nlog_value_seats(before, NULL));
	default:
		return EITHER;
	}
}

static bool is_other_kind(const nlog_register *reg, const json_t *before,
			  const json_t *after)
{
	const nlog_kind *a = nlog_scan_kind(reg, nlog_json_slice(before), NULL);
	const nlog_kind *b = nlog_scan_kind(reg, nlog_json_slice(after), NULL);
	return a && b && a != b;
}

const char *nlog_declare_rule_of_field(nlog_field_id field, direction words,
				       const json_t *before, const json_t *after,
				       const nlog_register *reg, bool *any)
{
	*any = false;
	if (field == NLOG_FIELD_TITLE && before && after &&
	    is_other_kind(reg, before, after))
		return "activity.converted";
	direction way = words;
	if (way == EITHER && before && after)
		way = direction_of_values(field, before, after);
	*any = way == EITHER;
	const char *rule = way == MORE   ? field_rules[field].more
			   : way == LESS ? field_rules[field].less
					 : NULL;
	return rule ? rule : field_rules[field].either;
}

/* What a hit's reader needs. */
typedef struct {
	nlog_declarations *list;
	const reading *r;
	const sentence *s;
	const char *source;
	const hit *h;
} form;

static void declare(const form *f, const char *rule, nlog_field_id field, bool any,
		    bool states_only, stated values)
{
	nlog_declared *d = nlog_declare_declarations_add(
		f->list, rule, field, f->source, f->s->text, values.before, values.after);
	if (d) {
		d->any_direction = any;
		d->states_only = states_only;
	}
}

/* Words of a change that a statement ("will be held online") lacks. */
static bool tells_change(const form *f)
{
	return f->h->class != HOLD ||
	       nlog_declare_any_word(
		       f->s, f->h->clause, f->h->object_end,
		       "now instead originally initially previously rather longer");
}

/* "originally planned as A", "originally scheduled for 10–12 June 2025" */
static nlog_slice original_of(const form *f)
{
	const sentence *s = f->s;
	for (size_t i = f->h->clause; i < f->h->object_end; i++) {
		if (!nlog_declare_word_among(
			    s, i, "originally initially previously earlier formerly"))
			continue;
		size_t at = i + 1;
		while (at < f->h->object_end &&
		       nlog_declare_word_among(
			       s, at,
			       "planned scheduled set fixed announced slated to be "
			       "held for on as from at in"))
			at++;
		size_t stop =
			i < f->h->verb && f->h->first > at ? f->h->first : f->h->object_end;
		return nlog_declare_object_of(f->r, s, at, stop);
	}
	return (nlog_slice){NULL, 0};
}

static stated values_of(const form *f, nlog_field_id field)
{
	stated values =
		nlog_declare_values_read(f->r, field, f->s, f->h->end, f->h->object_end);
	nlog_slice original = original_of(f);
	if (!values.before && original.len && field != NLOG_FIELD_VENUE_CITIES)
		values.before = nlog_declare_value_find(f->r, field, original);
	return values;
}

static void stated_drop(stated *values)
{
	json_decref(values->before);
	json_decref(values->after);
	*values = (stated){NULL, NULL};
}

static void declare_field(const form *f, nlog_field_id field)
{
	stated values = values_of(f, field);
	/* "extended to 12 July" tells the last day alone, which is no period. */
	if (field == NLOG_FIELD_TIMING && nlog_declare_directions[f->h->class] != EITHER &&
	    !values.before && (f->h->class == EXTEND || f->h->class == SHORTEN))
		stated_drop(&values);
	if (values.before && values.after && json_equal(values.before, values.after))
		stated_drop(&values);
	direction words = nlog_declare_directions[f->h->class];
	if (field == NLOG_FIELD_TIMING &&
	    (f->h->class == POSTPONE || f->h->class == ADVANCE))
		words = EITHER;
	bool any;
	const char *rule = nlog_declare_rule_of_field(field, words, values.before,
						      values.after, f->r->reg, &any);
	if (rule)
		declare(f, rule, field, any, !tells_change(f), values);
	else
		stated_drop(&values);
}

/* "from Bali, Indonesia to Tokyo, Japan" changes the host too. */
static void declare_country(const form *f)
{
	stated hosts = values_of(f, NLOG_FIELD_HOSTING_COUNTRIES);
	if (hosts.before && hosts.after && !json_equal(hosts.before, hosts.after))
		declare(f, "host.changed", NLOG_FIELD_HOSTING_COUNTRIES, true, false,
			hosts);
	else
		stated_drop(&hosts);
}

/* Does the sentence say a new value of this field? If so, declare it. */
static bool try_field(const form *f, nlog_field_id field)
{
	stated values = values_of(f, field);
	bool is_said = values.after != NULL;
	stated_drop(&values);
	if (is_said)
		declare_field(f, field);
	return is_said;
}

/* A name of a place is short and starts with a capital: "to Jakarta", not "to the next year". */
static bool try_place(const form *f)
{
	stated hosts = values_of(f, NLOG_FIELD_HOSTING_COUNTRIES);
	bool has_host = hosts.after != NULL;
	stated_drop(&hosts);
	size_t to = f->h->end;
	while (to < f->h->object_end && !nlog_declare_word_among(f->s, to, "to in at"))
		to++;
	nlog_slice name = nlog_declare_object_of(f->r, f->s, to + 1, f->h->object_end);
	bool is_country = name.len && nlog_register_find_economy(f->r->reg, name);
	bool is_name =
		name.len && name.len < 60 && name.data[0] >= 'A' && name.data[0] <= 'Z';
	if (has_host && is_country) {
		declare_field(f, NLOG_FIELD_HOSTING_COUNTRIES);
		return true;
	}
	if (!is_name)
		return false;
	declare_field(f, NLOG_FIELD_VENUE_CITIES);
	declare_country(f);
	return true;
}

/* The other name in a conversion: said with "from", as the original plan, or by the subject. */
static nlog_slice converted_from(const form *f)
{
	const sentence *s = f->s;
	for (size_t i = f->h->end; i < f->h->object_end; i++)
		if (nlog_declare_word_is(s, i, "from")) {
			size_t stop = i + 1;
			while (stop < f->h->object_end &&
			       !nlog_declare_word_among(s, stop, "into to"))
				stop++;
			return nlog_declare_object_of(f->r, s, i + 1, stop);
		}
	nlog_slice original = original_of(f);
	if (original.len && nlog_scan_kind(f->r->reg, original, NULL))
		return original;
	return f->h->about.name;
}

static nlog_slice converted_to(const form *f)
{
	const sentence *s = f->s;
	for (size_t i = f->h->end; i < f->h->object_end; i++)
		if (nlog_declare_word_among(s, i, "into to by with"))
			return nlog_declare_object_of(f->r, s, i + 1, f->h->object_end);
	return (nlog_slice){NULL, 0};
}

static json_t *line_of(nlog_slice text)
{
	return text.len ? nlog_json_from_slice(text) : NULL;
}

/* "replaced by a virtual meeting" tells the mode; the meeting is a manner of speaking. */
static bool is_mode_alone(const form *f, nlog_slice to)
{
	static const char *const nouns[] = {"meeting", "event", "session", "format",
					    "mode"};
	for (size_t i = f->h->end; i < f->h->object_end; i++)
		if (f->s->words[i].is_quote)
			return false;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		if (!nlog_slice_ends(to, nouns[i]) || to.len <= strlen(nouns[i]) + 1)
			continue;
		nlog_slice mode = {to.data, to.len - strlen(nouns[i]) - 1};
		if (nlog_register_find_modality(f->r->reg, mode))
			return true;
	}
	return false;
}

static bool try_conversion(const form *f)
{
	nlog_slice from = converted_from(f), to = converted_to(f);
	const nlog_kind *kind = nlog_scan_kind(f->r->reg, to, NULL);
	const nlog_kind *old = nlog_scan_kind(f->r->reg, from, NULL);
	if (!kind || kind == old || is_mode_alone(f, to))
		return false;
	declare(f, "activity.converted", NLOG_FIELD_TITLE, false, false,
		(stated){line_of(from), line_of(to)});
	return true;
}

/* "replaced by a virtual meeting", "converted into an online workshop" */
static void try_mode_of_object(const form *f)
{
	nlog_slice to = converted_to(f);
	json_t *mode = nlog_declare_value_find(f->r, NLOG_FIELD_MODALITY, to);
	if (mode)
		declare(f, "modality.changed", NLOG_FIELD_MODALITY, true, false,
			(stated){NULL, mode});
}

static void change_activity(const form *f)
{
	if (try_field(f, NLOG_FIELD_TIMING) || try_conversion(f))
		return;
	try_field(f, NLOG_FIELD_MODALITY);
}

/* "into an online workshop" is a conversion and a mode; a quoted name is only a name. */
static void convert_activity(const form *f)
{
	bool is_quoted = false;
	for (size_t i = f->h->end; i < f->h->object_end; i++)
		is_quoted = is_quoted || f->s->words[i].is_quote;
	try_conversion(f);
	if (!is_quoted)
		try_mode_of_object(f);
}

static void move_activity(const form *f)
{
	bool found = try_field(f, NLOG_FIELD_MODALITY);
	found = try_field(f, NLOG_FIELD_TIMING) || found;
	if (!found)
		try_place(f);
}

static void hold_activity(const form *f)
{
	bool found = try_field(f, NLOG_FIELD_MODALITY);
	found = try_field(f, NLOG_FIELD_TIMING) || found;
	if (!found && tells_change(f) && !try_place(f))
		try_conversion(f);
}

static void time_activity(const form *f)
{
	declare_field(f, NLOG_FIELD_TIMING);
}

/* Without a new date the activity is not moved, but hangs in the air. */
static void postpone_activity(const form *f)
{
	if (!try_field(f, NLOG_FIELD_TIMING))
		declare(f, "activity.postponed", NLOG_FIELD_TITLE, false, false,
			(stated){NULL, NULL});
}

static void cancel_activity(const form *f)
{
	declare(f, "activity.cancelled", NLOG_FIELD_TITLE, false, false,
		(stated){NULL, NULL});
}

static void reinstate_activity(const form *f)
{
	declare(f, "activity.reinstated", NLOG_FIELD_TITLE, false, false,
		(stated){NULL, NULL});
}

/* What a verb says of the activity; of a field, each says that it changed. */
static void (*const of_activity[])(const form *) = {
	[CONVERT] = convert_activity,
	[CHANGE] = change_activity,
	[RESCHEDULE] = time_activity,
	[POSTPONE] = postpone_activity,
	[ADVANCE] = time_activity,
	[EXTEND] = time_activity,
	[SHORTEN] = time_activity,
	[MOVE] = move_activity,
	[CANCEL] = cancel_activity,
	[REINSTATE] = reinstate_activity,
	[HOLD] = hold_activity,
	[INCREASE] = NULL,
	[DECREASE] = NULL,
};

static void read_hit(const form *f)
{
	nlog_field_id field = f->h->about.field;
	if (field == ACTIVITY) {
		if (of_activity[f->h->class])
			of_activity[f->h->class](f);
		return;
	}
	if (f->h->class == CANCEL || f->h->class == REINSTATE || f->h->class == HOLD)
		return;
	/* "the timing has been postponed until further notice" */
	if (field == NLOG_FIELD_TIMING && f->h->class == POSTPONE) {
		postpone_activity(f);
		return;
	}
	declare_field(f, field);
	if (field == NLOG_FIELD_VENUE_CITIES)
		declare_country(f);
	if (f->h->about.also < NLOG_FIELDS)
		declare_field(f, f->h->about.also);
}

void nlog_declare_forms_read(nlog_declarations *list, const reading *r, const sentence *s,
			     const char *source)
{
	hit hits[HITS_MAX];
	size_t count = nlog_declare_find_hits(r, s, hits);
	for (size_t i = 0; i < count; i++)
		read_hit(&(form){list, r, s, source, &hits[i]});
}
