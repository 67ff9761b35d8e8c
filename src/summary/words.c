/* An item in words: what changed, and what to do. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <string.h>

#define ADD(to, id, ...)                                                                   \
	add_message((to), (id), (nlog_message_value[]){__VA_ARGS__},                       \
		    sizeof((nlog_message_value[]){__VA_ARGS__}) /                          \
			    sizeof(nlog_message_value))

/* What came back is named so often, the rest is counted. */
#define RESTORED_LIMIT 6

/* The line that is being written, phrase after phrase. */
typedef struct {
	nlog_str line;
	const nlog_register *reg;
	nlog_date day;
	const nlog_summary_item *item;
	const nlog_summary *summary;
	nlog_str also, formal; /* names of what is less grave, and of mere form */
} words;

static void part_phrase(words *to)
{
	if (to->line.len)
		nlog_str_add(&to->line, "; ");
}

static void add_message(words *to, nlog_message_id id, const nlog_message_value *values,
			size_t count)
{
	part_phrase(to);
	nlog_message_add(&to->line, to->reg, id, values, count);
}

static void add_plain(words *to, nlog_message_id id)
{
	part_phrase(to);
	nlog_message_add_plain(&to->line, to->reg, id);
}

void nlog_summary_add_day(nlog_str *out, nlog_date day, nlog_date on)
{
	int year, month, day_of_month, this_year;

	nlog_date_split(on, &this_year, &month, &day_of_month);
	nlog_date_split(day, &year, &month, &day_of_month);
	if (year == this_year)
		nlog_str_addf(out, "%d %s", day_of_month, nlog_month_name(month));
	else
		nlog_date_add_human(out, day);
}

/* Days and counts of days as texts, freed together. */
typedef struct {
	nlog_str day, days, left, before;
} times;

static void read_day(times *t, const words *to, nlog_date day)
{
	nlog_summary_add_day(&t->day, day, to->day);
}

static void clear_times(times *t)
{
	nlog_str_clear(&t->day);
	nlog_str_clear(&t->days);
	nlog_str_clear(&t->left);
	nlog_str_clear(&t->before);
}

/* A phrase that names a day alone. */
static void add_with_day(words *to, nlog_message_id id, const char *place, nlog_date day)
{
	times t = {.day = NLOG_STR_INIT};

	read_day(&t, to, day);
	ADD(to, id, {place, nlog_str_text(&t.day)});
	clear_times(&t);
}

static void add_country(words *to, nlog_message_id id)
{
	ADD(to, id, {"country", to->summary->country->name});
}

/* Why it is no longer the country's. */
static void add_dropped(words *to)
{
	const nlog_economy *country = to->summary->country;
	const json_t *excluded =
		nlog_notice_get(to->item->notice, NLOG_FIELD_EXCLUDED_COUNTRIES);
	times t = {.day = NLOG_STR_INIT};

	for (size_t i = 0; i < json_array_size(excluded); i++)
		if (nlog_slice_is(nlog_json_slice(json_array_get(excluded, i)),
				  country->name)) {
			add_country(to, NLOG_M_EXCLUDED);
			return;
		}
	if (country->is_suspended && country->suspended.day <= to->day.day &&
	    (!to->summary->since_entry ||
	     country->suspended.day > to->summary->since.day)) {
		read_day(&t, to, country->suspended);
		ADD(to, NLOG_M_SUSPENDED, {"country", country->name},
		    {"day", nlog_str_text(&t.day)});
	} else {
		add_country(to, nlog_country_role_is_host(to->item->role_before)
					? NLOG_M_NOT_HOSTING
					: NLOG_M_NOT_PARTICIPATING);
	}
	clear_times(&t);
}

static void add_role(words *to)
{
	bool is_host = nlog_country_role_is_host(to->item->role);
	bool was_host = nlog_country_role_is_host(to->item->role_before);

	if (is_host && !was_host && to->item->effect->told)
		add_country(to, NLOG_M_NOW_HOST);
	else if (was_host && !is_host)
		add_country(to, NLOG_M_NO_LONGER_HOST);
}

/* `face-to-face in Hanoi` */
static void add_where(words *to, nlog_str *out)
{
	const nlog_notice *notice = to->item->notice;
	nlog_slice modality = nlog_notice_line(notice, NLOG_FIELD_MODALITY);
	const json_t *cities = nlog_notice_get(notice, NLOG_FIELD_VENUE_CITIES);
	const json_t *hosts = nlog_notice_get(notice, NLOG_FIELD_HOSTING_COUNTRIES);
	nlog_str place = NLOG_STR_INIT;
	char *mode = nlog_strndup(modality.data, modality.len);

	if (!nlog_slice_is(modality, "online") && json_is_array(cities))
		nlog_value_add_human(&place, NLOG_TYPE_NAMES, cities);
	else if (!nlog_slice_is(modality, "online") && json_is_array(hosts))
		nlog_value_add_human(&place, NLOG_TYPE_ECONOMIES, hosts);
	if (place.len && modality.len)
		nlog_message_add(out, to->reg, NLOG_M_WHERE_IN,
				 (nlog_message_value[]){{"modality", mode},
							{"place", nlog_str_text(&place)}},
				 2);
	else if (place.len)
		nlog_message_add(out, to->reg, NLOG_M_WHERE,
				 (nlog_message_value[]){{"place", nlog_str_text(&place)}},
				 1);
	else
		nlog_str_add(out, mode);
	nlog_free(mode);
	nlog_str_clear(&place);
}

/* Where and when, for somebody who hears of it for the first time. */
static void add_invitation(words *to)
{
	const json_t *timing = nlog_notice_get(to->item->notice, NLOG_FIELD_TIMING);
	nlog_str where = NLOG_STR_INIT, dates = NLOG_STR_INIT;

	add_where(to, &where);
	if (json_is_array(timing))
		nlog_value_add_human(&dates, NLOG_TYPE_PERIODS, timing);
	if (where.len && dates.len) {
		ADD(to, NLOG_M_INVITED, {"where", nlog_str_text(&where)},
		    {"dates", nlog_str_text(&dates)});
	} else if (where.len || dates.len) {
		part_phrase(to);
		nlog_str_add_slice(&to->line, nlog_str_slice(where.len ? &where : &dates));
	}
	nlog_str_clear(&where);
	nlog_str_clear(&dates);
}

/* `closing date brought forward by 7 days: 11 days left instead of 18`. @return false: not so simple */
static bool add_closing(words *to, const nlog_amendment *amendment)
{
	const nlog_summary_days *days = &to->item->days;
	int32_t shift = days->closing.day - days->closing_before.day;
	times t = {.day = NLOG_STR_INIT};
	bool is_moved = strcmp(amendment->rule->id, "closing_date.extended") == 0 ||
			strcmp(amendment->rule->id, "closing_date.advanced") == 0;

	if (!is_moved || !days->has_closing || !days->has_closing_before || !shift)
		return false;
	if (days->days_left < 0 && shift > 0)
		return false;
	nlog_days_add_human(&t.days, shift);
	nlog_days_add_human(&t.left, days->days_left);
	nlog_str_addf(&t.before, "%d",
		      days->days_left_before > 0 ? (int)days->days_left_before : 0);
	read_day(&t, to, shift < 0 ? days->closing : days->closing_before);
	if (days->days_left < 0)
		ADD(to, NLOG_M_CLOSING_GONE, {"days", nlog_str_text(&t.days)},
		    {"day", nlog_str_text(&t.day)});
	else if (shift > 0 && days->had_passed)
		ADD(to, NLOG_M_CLOSING_REOPENED, {"day", nlog_str_text(&t.day)},
		    {"left", nlog_str_text(&t.left)});
	else
		ADD(to, shift > 0 ? NLOG_M_CLOSING_EXTENDED : NLOG_M_CLOSING_ADVANCED,
		    {"days", nlog_str_text(&t.days)}, {"left", nlog_str_text(&t.left)},
		    {"before", nlog_str_text(&t.before)});
	clear_times(&t);
	return true;
}

/* `seats increased: 18 → 22 (+4)`; a summary that begins with the name says it itself. */
static void add_named(words *to, const nlog_amendment *amendment)
{
	if (nlog_slice_starts(nlog_slice_of(amendment->summary), amendment->rule->name)) {
		part_phrase(to);
		nlog_str_add(&to->line, amendment->summary);
	} else {
		ADD(to, NLOG_M_AMENDED, {"name", amendment->rule->name},
		    {"change", amendment->summary});
	}
}

static void add_modality(words *to, const nlog_amendment *amendment)
{
	nlog_slice now = nlog_notice_line(to->item->notice, NLOG_FIELD_MODALITY);
	const char *direction = nlog_json_text(amendment->facts, "direction");
	char *mode = nlog_strndup(now.data, now.len);

	if (!*mode)
		add_named(to, amendment);
	else if (direction && strcmp(direction, "online") == 0)
		ADD(to, NLOG_M_MOVED, {"modality", mode});
	else
		ADD(to, NLOG_M_SET, {"modality", mode});
	nlog_free(mode);
}

/* The rule that named it when the country was told: its way back has the opposite name. */
static const char *told_name(const nlog_amendment *amendment)
{
	const char *opposite = amendment->rule->opposite;
	const nlog_rule *rule = opposite ? nlog_rules_find(nlog_slice_of(opposite)) : NULL;

	return rule ? rule->name : amendment->rule->name;
}

/* What it is again; of a long text its name alone. */
static void add_value(const words *to, const nlog_summary_taken_back *back, nlog_str *out)
{
	const nlog_field *field = nlog_field_of(back->field);
	const json_t *value = nlog_notice_get(to->item->notice, back->field);

	if (field->type == NLOG_TYPE_TEXT || field->type == NLOG_TYPE_ITEMS || back->key)
		nlog_message_add(
			out, to->reg, NLOG_M_FORMER,
			&(nlog_message_value){"field", back->key ? back->key : field->noun},
			1);
	else
		nlog_value_add_human(out, field->type, value);
}

static void add_disregard(words *to, const nlog_amendment *amendment,
			  const nlog_summary_taken_back *back)
{
	times t = {.day = NLOG_STR_INIT};
	nlog_str value = NLOG_STR_INIT;

	read_day(&t, to, back->told);
	add_value(to, back, &value);
	ADD(to, NLOG_M_DISREGARD, {"name", told_name(amendment)},
	    {"value", nlog_str_text(&value)}, {"day", nlog_str_text(&t.day)});
	clear_times(&t);
	nlog_str_clear(&value);
}

static void note_name(nlog_str *names, const char *name)
{
	if (nlog_slice_find(nlog_str_slice(names), name) >= 0)
		return;
	nlog_str_addf(names, "%s%s", names->len ? ", " : "", name);
}

/* Remarks that announce a change are no second one. */
static bool is_announcement(const words *to, const nlog_amendment *amendment)
{
	return strcmp(amendment->rule->id, "remarks.changed") == 0 &&
	       to->item->severity == NLOG_SEVERITY_ACTION;
}

/* What is less grave is named alone. */
static void note_lesser(words *to, const nlog_amendment *amendment)
{
	if (amendment->severity < NLOG_SEVERITY_SUBSTANTIVE)
		note_name(&to->formal, amendment->rule->name);
	else if (!is_announcement(to, amendment))
		note_name(&to->also, amendment->rule->name);
}

/* When and where it is held is of little use where it is not held. */
static bool is_idle(const words *to, const nlog_amendment *amendment)
{
	return to->item->status != NLOG_STATUS_IN_FORCE &&
	       strncmp(amendment->rule->id, "activity.", 9) != 0;
}

static void add_amendment(words *to, const nlog_amendment *amendment)
{
	const nlog_summary_taken_back *back = summary_taken_back(to->item, amendment);

	if (amendment->severity == NLOG_SEVERITY_OFF)
		return;
	if (back)
		add_disregard(to, amendment, back);
	else if (amendment->severity < NLOG_SEVERITY_ACTION || is_idle(to, amendment))
		note_lesser(to, amendment);
	else if (summary_is_about_place(to->item, amendment))
		return;
	else if (strcmp(amendment->rule->id, "modality.changed") == 0)
		add_modality(to, amendment);
	else if (!add_closing(to, amendment))
		add_named(to, amendment);
}

/* What a field's way away and back was called: the name of the first step's amendment. */
static const char *restored_name(const nlog_summary_effect *effect,
				 const nlog_restored *restored)
{
	for (size_t s = 0; s < effect->way_count; s++) {
		const nlog_amendments *list = effect->steps[s].amendments;

		if (effect->way[s].after != restored->steps[0])
			continue;
		for (size_t i = 0; i < nlog_amendments_count(list); i++) {
			const nlog_amendment *a = nlog_amendments_get(list, i);

			for (size_t f = 0; f < a->field_count; f++)
				if (a->fields[f] == restored->field)
					return a->rule->name;
		}
	}
	return nlog_field_of(restored->field)->noun;
}

/* Dates and numbers of issue always move on: that one came back is no news. */
static bool is_news(nlog_field_id field)
{
	return field != NLOG_FIELD_REMARKS && field != NLOG_FIELD_REFERENCE_NO &&
	       field != NLOG_FIELD_REVISION_NO && field != NLOG_FIELD_REVISION_DATE &&
	       field != NLOG_FIELD_DATE_OF_ISSUE && field != NLOG_FIELD_CHANGE_HISTORY &&
	       field != NLOG_FIELD_AS_PRINTED;
}

static void add_restored(words *to)
{
	const nlog_net *net = &to->item->effect->net;
	times t = {.day = NLOG_STR_INIT};
	size_t named = 0, more = 0;

	read_day(&t, to, to->summary->since);
	for (size_t i = 0; i < net->restored_count; i++) {
		if (!is_news(net->restored[i].field))
			continue;
		if (named++ < RESTORED_LIMIT)
			ADD(to, NLOG_M_RESTORED,
			    {"name", restored_name(to->item->effect, &net->restored[i])},
			    {"day", nlog_str_text(&t.day)});
		else
			more++;
	}
	if (more) {
		nlog_str_addf(&t.left, "%zu", more);
		ADD(to, NLOG_M_RESTORED_MORE, {"count", nlog_str_text(&t.left)});
	}
	clear_times(&t);
}

/* What was amended since the country was told, the grave by itself. */
static void add_amendments(words *to)
{
	const nlog_amendments *list = to->item->effect->net.comparison.amendments;

	for (size_t i = 0; i < nlog_amendments_count(list); i++)
		add_amendment(to, nlog_amendments_get(list, i));
	add_restored(to);
	if (to->also.len)
		ADD(to, NLOG_M_ALSO, {"names", nlog_str_text(&to->also)});
	if (!to->line.len && to->formal.len)
		ADD(to, NLOG_M_FORMAL, {"names", nlog_str_text(&to->formal)});
}

/* Does an open closing date stand as it was told, and nothing else name it? */
static bool leaves_closing(const nlog_summary_item *item)
{
	const nlog_summary_days *days = &item->days;

	if (!item->effect->told || item->status != NLOG_STATUS_IN_FORCE || days->is_over ||
	    !days->has_closing || days->days_left < 0 || !days->has_closing_before ||
	    days->closing.day != days->closing_before.day)
		return false;
	for (size_t i = 0; i < item->action_count; i++)
		if (item->actions[i].has_due &&
		    item->actions[i].due.day == days->closing.day)
			return false;
	return true;
}

static void add_days_left(words *to)
{
	times t = {.day = NLOG_STR_INIT};

	read_day(&t, to, to->item->days.closing);
	nlog_days_add_human(&t.left, to->item->days.days_left);
	ADD(to, NLOG_M_LEFT, {"day", nlog_str_text(&t.day)},
	    {"left", nlog_str_text(&t.left)});
	clear_times(&t);
}

/* How it stands, where no amendment says it. */
static void add_standing(words *to)
{
	const nlog_summary_item *item = to->item;
	bool is_new = !item->effect->told;

	if (is_new && item->status != NLOG_STATUS_IN_FORCE)
		ADD(to, NLOG_M_STATUS, {"status", nlog_status_name(item->status)});
	if (item->days.is_over) {
		nlog_str dates = NLOG_STR_INIT;

		nlog_value_add_human(&dates, NLOG_TYPE_PERIODS,
				     nlog_notice_get(item->notice, NLOG_FIELD_TIMING));
		ADD(to, NLOG_M_OVER, {"dates", nlog_str_text(&dates)});
		nlog_str_clear(&dates);
	} else if (is_new && item->days.has_closing && item->days.days_left < 0) {
		add_with_day(to, NLOG_M_CLOSING_PASSED, "day", item->days.closing);
	}
	if (leaves_closing(item))
		add_days_left(to);
	if (item->days.starts_before_closing && !item->days.is_over)
		add_with_day(to, NLOG_M_START_FIRST, "start", item->days.start);
}

static void add_actions(words *to)
{
	for (size_t i = 0; i < to->item->action_count; i++)
		add_plain(to, to->item->actions[i].message);
}

/* What is good to know and asks for nothing: no travel needed. */
static void add_advice(words *to)
{
	const nlog_amendments *list = to->item->effect->net.comparison.amendments;

	for (size_t i = 0; to->item->effect->told && i < nlog_amendments_count(list); i++) {
		summary_meaning meaning =
			summary_meaning_of(to->item, nlog_amendments_get(list, i), to->day);

		if (meaning.has_message && !meaning.is_action)
			add_plain(to, meaning.message);
	}
}

void summary_add_words(nlog_summary_item *item, const nlog_summary *summary,
		       const nlog_register *reg, nlog_date day)
{
	words to = {.reg = reg, .day = day, .item = item, .summary = summary};

	if (item->role == NLOG_COUNTRY_DROPPED) {
		add_dropped(&to);
	} else {
		add_actions(&to);
		add_role(&to);
		if (item->effect->is_corrected && item->effect->told)
			add_with_day(&to, NLOG_M_CORRECTED, "day", summary->since);
		if (item->effect->told)
			add_amendments(&to);
		else
			add_invitation(&to);
		add_standing(&to);
		add_advice(&to);
	}
	nlog_str_clear(&to.also);
	nlog_str_clear(&to.formal);
	item->text = nlog_str_detach(&to.line);
}
