/* The forms in which a change is announced: what each verb says of its subject. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/scan.h>

#include "declare.h"

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
	if (!d)
		return;
	d->any_direction = any;
	d->states_only = states_only;
	if (field == NLOG_FIELD_OTHER)
		nlog_declare_set_label(d, &f->h->about);
}

/* Words of a change that a statement ("will be held online") lacks. */
static bool tells_change(const form *f)
{
	const sentence *s = f->s;
	const hit *h = f->h;
	size_t phrase;
	bool is_state = h->class == HOLD || h->class == HOST ||
			(nlog_declare_word_among(s, h->verb, "limited restricted opened") &&
			 !nlog_declare_any_word(s, h->first, h->verb, "been has have"));
	return !is_state ||
	       nlog_declare_any_word(s, 0, h->clause, "decided agreed resolved") ||
	       (h->is_to_do && !nlog_declare_word_among(s, h->verb - 1, "will shall")) ||
	       nlog_declare_any_word(
		       s, h->clause, h->object_end,
		       "now instead originally initially previously rather longer") ||
	       nlog_declare_find_instead(s, h->end, h->object_end, &phrase) < h->object_end;
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

/* "held from 8 to 10 July 2025" is one period: "from" tells no old value there. */
static bool is_span(const form *f, nlog_field_id field)
{
	return f->h->class == HOLD && field == NLOG_FIELD_TIMING;
}

/* "raised by 4 to 22" tells the old number, too. */
static void read_difference(const form *f, nlog_field_id field, stated *values)
{
	direction way = nlog_declare_directions[f->h->class];
	if (nlog_field_of(field)->type != NLOG_TYPE_SEATS || way == EITHER ||
	    values->before || !values->after)
		return;
	size_t at = f->h->end;
	while (at < f->h->object_end && !nlog_declare_word_is(f->s, at, "by"))
		at++;
	if (at + 1 >= f->h->object_end)
		return;
	json_t *by = nlog_declare_value_read(f->r, field, f->s->words[at + 1].text);
	json_int_t after = nlog_value_seats(values->after, NULL);
	json_int_t before = after - (json_int_t)way * nlog_value_seats(by, NULL);
	if (json_is_integer(by) && json_is_integer(values->after) && before >= 0)
		values->before = json_integer(before);
	json_decref(by);
}

static stated values_of(const form *f, nlog_field_id field)
{
	const hit *h = f->h;
	stated values = h->is_plain || is_span(f, field)
				? nlog_declare_values_plain(f->r, field, f->s, h->end,
							    h->object_end)
				: nlog_declare_values_read(f->r, field, f->s, h->end,
							   h->object_end);
	if (h->has_old && !values.before)
		values.before =
			nlog_declare_value_find(f->r, field, f->s->words[h->old].text);
	read_difference(f, field, &values);
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

/* The values are taken. */
static void declare_values(const form *f, nlog_field_id field, stated values)
{
	/* "extended to 12 July" tells the last day alone; the first one stays. */
	if (field == NLOG_FIELD_TIMING && !values.before &&
	    (f->h->class == EXTEND || f->h->class == SHORTEN)) {
		json_t *until = nlog_declare_until(f->r, values.after);
		stated_drop(&values);
		values.after = until;
	}
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

static void declare_field(const form *f, nlog_field_id field)
{
	declare_values(f, field, values_of(f, field));
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
	if (is_said)
		declare_values(f, field, values);
	else
		stated_drop(&values);
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
	if (nlog_slice_is_listed(name, "english french spanish russian chinese japanese"))
		return false;
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

/* "in Jakarta" beside a date is the place if the notice has it as such. */
static void try_own_place(const form *f)
{
	const json_t *cities =
		f->r->notice ? nlog_notice_get(f->r->notice, NLOG_FIELD_VENUE_CITIES)
			     : NULL;
	for (size_t i = f->h->end; i + 1 < f->h->object_end; i++) {
		if (!nlog_declare_word_among(f->s, i, "in at"))
			continue;
		nlog_slice city = nlog_value_first(cities);
		nlog_slice name = f->s->words[i + 1].text;
		if (!city.len || !name.len || !nlog_slice_equal(city, name))
			continue;
		declare(f, "venue.changed", NLOG_FIELD_VENUE_CITIES, true, false,
			(stated){NULL, json_pack("[o]", nlog_json_from_slice(city))});
		return;
	}
}

static void hold_activity(const form *f)
{
	bool is_mode = try_field(f, NLOG_FIELD_MODALITY);
	bool is_dated = try_field(f, NLOG_FIELD_TIMING);
	if (!tells_change(f))
		return;
	if (is_mode || is_dated)
		try_own_place(f);
	else if (!try_place(f))
		try_conversion(f);
}

/* "hosted by Japan instead of Indonesia": an organization that hosts is another matter. */
static void host_activity(const form *f)
{
	try_field(f, NLOG_FIELD_HOSTING_COUNTRIES);
}

/* "renamed "Workshop on Waste"", "retitled as …" */
static void rename_activity(const form *f)
{
	size_t first = f->h->end;
	while (nlog_declare_word_among(f->s, first, "as to"))
		first++;
	stated values = values_of(f, NLOG_FIELD_TITLE);
	if (!values.after)
		values.after = line_of(
			nlog_declare_object_of(f->r, f->s, first, f->h->object_end));
	bool any;
	const char *rule = nlog_declare_rule_of_field(
		NLOG_FIELD_TITLE, EITHER, values.before, values.after, f->r->reg, &any);
	declare(f, rule, NLOG_FIELD_TITLE, any, false, values);
}

static void time_activity(const form *f)
{
	declare_field(f, NLOG_FIELD_TIMING);
}

/* "by two weeks" is a new date, too. */
static bool is_by_days(const form *f)
{
	const sentence *s = f->s;
	for (size_t i = f->h->end; i + 2 < f->h->object_end; i++)
		if (nlog_declare_word_is(s, i, "by") &&
		    nlog_declare_word_among(s, i + 2, "day days week weeks month months"))
			return true;
	return false;
}

/* Without a new date the activity is not moved, but hangs in the air. */
static void postpone_activity(const form *f)
{
	if (is_by_days(f))
		time_activity(f);
	else if (!try_field(f, NLOG_FIELD_TIMING))
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
	[READ] = NULL,
	[RENAME] = rename_activity,
	[HOST] = host_activity,
};

static void read_hit(const form *f)
{
	nlog_field_id field = f->h->about.field;
	if (field == ACTIVITY) {
		if (of_activity[f->h->class])
			of_activity[f->h->class](f);
		return;
	}
	if (f->h->class == CANCEL || f->h->class == REINSTATE || f->h->class == HOLD ||
	    f->h->class == HOST)
		return;
	/* "the timing has been postponed until further notice" */
	if (field == NLOG_FIELD_TIMING && f->h->class == POSTPONE) {
		postpone_activity(f);
		return;
	}
	/* "expanded to include Fiji" names those who came: see member.c. */
	if (field == NLOG_FIELD_PARTICIPATING_COUNTRIES &&
	    nlog_declare_phrase_at(f->s, f->h->end, "to include"))
		return;
	/* What "should read" says nothing readable tells no change. */
	if (f->h->class == READ)
		try_field(f, field);
	else
		declare_field(f, field);
	if (field == NLOG_FIELD_VENUE_CITIES)
		declare_country(f);
	if (f->h->about.also < NLOG_FIELDS)
		declare_field(f, f->h->about.also);
}

subject nlog_declare_forms_read(nlog_declarations *list, const reading *r,
				const sentence *s, const char *source)
{
	hit hits[HITS_MAX];
	size_t count = nlog_declare_find_hits(r, s, hits);
	for (size_t i = 0; i < count; i++)
		read_hit(&(form){list, r, s, source, &hits[i]});
	nlog_declare_members_read(list, r, s, source);
	return count ? hits[0].about : NO_SUBJECT;
}
