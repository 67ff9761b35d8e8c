/* What an amendment means for a country in its role: how grave it is, what to do, by when. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/* Until when. */
typedef enum {
	AT_ONCE,
	CLOSING, /* the closing date; once it has passed there is nothing to do */
	START,   /* the next session */
	EITHER,  /* the closing date while it is open, then the start */
} due_kind;

/* What a rule means on one side of the table. */
typedef struct {
	nlog_severity severity;
	due_kind due;
	nlog_message_id message; /* NLOG_M_COUNT: none */
} side;

#define TO_DO(due, message)                                                                \
	{                                                                                  \
		NLOG_SEVERITY_ACTION, due, message                                         \
	}
#define TO_KNOW(message)                                                                   \
	{                                                                                  \
		NLOG_SEVERITY_SUBSTANTIVE, AT_ONCE, message                                \
	}
#define NOTHING TO_KNOW(NLOG_M_COUNT)

/* The first row that fits counts; direction NULL: any. */
static const struct {
	const char *rule, *direction;
	side participant, host;
} meanings[] = {
	{"activity.converted", NULL, TO_DO(EITHER, NLOG_M_DO_CHECK_NOMINEES),
	 TO_DO(START, NLOG_M_HOST_CONVERTED)},
	{"activity.cancelled", NULL, TO_DO(AT_ONCE, NLOG_M_DO_TELL_NOMINEES),
	 TO_DO(AT_ONCE, NLOG_M_HOST_CANCELLED)},
	{"activity.postponed", NULL, TO_DO(AT_ONCE, NLOG_M_DO_AWAIT_DATES),
	 TO_DO(AT_ONCE, NLOG_M_HOST_POSTPONED)},
	{"activity.reinstated", NULL, TO_DO(EITHER, NLOG_M_DO_CONFIRM_NOMINEES),
	 TO_DO(START, NLOG_M_HOST_REINSTATED)},
	{"timing.set", NULL, TO_DO(EITHER, NLOG_M_DO_KEEP_DATES),
	 TO_DO(START, NLOG_M_HOST_DATES)},
	{"timing.rescheduled", NULL, TO_DO(EITHER, NLOG_M_DO_NEW_DATES),
	 TO_DO(START, NLOG_M_HOST_DATES)},
	{"timing.extended", NULL, TO_DO(EITHER, NLOG_M_DO_NEW_DATES),
	 TO_DO(START, NLOG_M_HOST_DATES)},
	{"timing.shortened", NULL, TO_DO(EITHER, NLOG_M_DO_NEW_DATES),
	 TO_DO(START, NLOG_M_HOST_DATES)},
	{"modality.changed", "online", TO_KNOW(NLOG_M_KNOW_NO_TRAVEL),
	 TO_DO(START, NLOG_M_HOST_ONLINE)},
	{"modality.changed", NULL, TO_DO(START, NLOG_M_DO_TRAVEL),
	 TO_DO(START, NLOG_M_HOST_ROOMS)},
	{"host.changed", NULL, TO_DO(START, NLOG_M_DO_CHANGE_TRAVEL), NOTHING},
	{"venue.changed", NULL, TO_DO(START, NLOG_M_DO_CHANGE_TRAVEL),
	 TO_DO(START, NLOG_M_HOST_VENUE)},
	{"closing_date.extended", NULL, TO_DO(CLOSING, NLOG_M_DO_NOMINATE),
	 TO_DO(CLOSING, NLOG_M_HOST_CLOSING)},
	{"closing_date.advanced", NULL, TO_DO(CLOSING, NLOG_M_DO_NOMINATE),
	 TO_DO(CLOSING, NLOG_M_HOST_CLOSING)},
	{"closing_date.set", NULL, TO_DO(CLOSING, NLOG_M_DO_NOMINATE),
	 TO_DO(CLOSING, NLOG_M_HOST_CLOSING)},
	{"closing_date.removed", NULL, NOTHING, NOTHING},
	{"closing_date.conditions", NULL, TO_DO(CLOSING, NLOG_M_DO_READ_CONDITIONS),
	 TO_DO(CLOSING, NLOG_M_DO_READ_CONDITIONS)},
	{"eligibility.widened", NULL, NOTHING, NOTHING},
	{"eligibility.narrowed", NULL, NOTHING, NOTHING},
	{"seats.increased", NULL, NOTHING, TO_DO(START, NLOG_M_HOST_SEATS)},
	{"seats.decreased", NULL, TO_KNOW(NLOG_M_KNOW_SEATS),
	 TO_DO(START, NLOG_M_HOST_SEATS)},
	{"qualifications.changed", NULL, TO_DO(CLOSING, NLOG_M_DO_CHECK_QUALIFICATIONS),
	 NOTHING},
};

/* A row of its own for what policy made graver than it is. */
static const side other = {NLOG_SEVERITY_ACTION, AT_ONCE, NLOG_M_COUNT};

static const side *side_of(const nlog_amendment *amendment, bool is_host)
{
	const char *direction = nlog_json_text(amendment->facts, "direction");

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (strcmp(meanings[i].rule, amendment->rule->id) == 0 &&
		    (!meanings[i].direction ||
		     (direction && strcmp(meanings[i].direction, direction) == 0)))
			return is_host ? &meanings[i].host : &meanings[i].participant;
	return &other;
}

/* Is there still time for it? */
static bool find_due(const nlog_summary_item *item, due_kind kind, nlog_date day,
		     nlog_date *due)
{
	const nlog_summary_days *days = &item->days;
	bool is_open = days->has_closing && days->closing.day >= day.day;
	bool is_ahead = days->has_start && days->start.day >= day.day;

	if ((kind == CLOSING || kind == EITHER) && is_open)
		*due = days->closing;
	else if ((kind == START || kind == EITHER) && is_ahead)
		*due = days->start;
	else
		return false;
	return true;
}

int summary_by_field(const void *a, const void *b)
{
	const nlog_summary_taken_back *p = a, *q = b;

	if (p->field != q->field)
		return p->field < q->field ? -1 : 1;
	return strcmp(p->key ? p->key : "", q->key ? q->key : "");
}

const nlog_summary_taken_back *summary_taken_back(const nlog_summary_item *item,
						  const nlog_amendment *amendment)
{
	const nlog_summary_taken_back *found = NULL;

	for (size_t f = 0; !found && item->taken_back_count && f < amendment->field_count;
	     f++) {
		nlog_summary_taken_back key = {.field = amendment->fields[f],
					       .key = amendment->key};

		found = bsearch(&key, item->taken_back, item->taken_back_count,
				sizeof(*item->taken_back), summary_by_field);
	}
	return found;
}

bool summary_is_about_place(const nlog_summary_item *item, const nlog_amendment *amendment)
{
	return (strcmp(amendment->rule->id, "venue.changed") == 0 ||
		strcmp(amendment->rule->id, "host.changed") == 0) &&
	       nlog_slice_is(nlog_notice_line(item->notice, NLOG_FIELD_MODALITY), "online");
}

/*
 * Nobody travels to what is held online. Back to what was arranged before: nothing
 * to do, unless there is less time for it.
 */
static bool needs_nothing(const nlog_summary_item *item, const nlog_amendment *amendment,
			  due_kind kind)
{
	if (summary_is_about_place(item, amendment))
		return true;
	return kind != AT_ONCE && kind != CLOSING &&
	       strncmp(amendment->rule->id, "activity.", 9) != 0 &&
	       summary_taken_back(item, amendment);
}

summary_meaning summary_meaning_of(const nlog_summary_item *item,
				   const nlog_amendment *amendment, nlog_date day)
{
	const side *row = side_of(amendment, nlog_country_role_is_host(item->role));
	summary_meaning meaning = {.severity = amendment->severity};

	if (row->severity < meaning.severity)
		meaning.severity = row->severity;
	if (row->message == NLOG_M_COUNT || needs_nothing(item, amendment, row->due))
		return meaning;
	meaning.message = row->message;
	if (meaning.severity < NLOG_SEVERITY_ACTION) {
		meaning.has_message = !item->days.is_over;
		return meaning;
	}
	/* Nothing is arranged for what will not take place. */
	if (item->days.is_over ||
	    (item->status != NLOG_STATUS_IN_FORCE && row->due != AT_ONCE))
		return meaning;
	meaning.has_due = row->due != AT_ONCE;
	meaning.is_action = !meaning.has_due || find_due(item, row->due, day, &meaning.due);
	meaning.has_message = meaning.is_action;
	return meaning;
}

/* The same thing is to be done once, and by the earliest day. */
static void add_action(nlog_summary_item *item, nlog_message_id message, bool has_due,
		       nlog_date due)
{
	for (size_t i = 0; i < item->action_count; i++)
		if (item->actions[i].message == message)
			return;
	NLOG_GROW(item->actions, item->action_count, item->action_capacity);
	item->actions[item->action_count++] = (nlog_summary_action){message, has_due, due};
}

static void add_role_action(nlog_summary_item *item, nlog_message_id message, due_kind kind,
			    nlog_date day)
{
	nlog_date due;

	if (!item->days.is_over && item->status == NLOG_STATUS_IN_FORCE &&
	    find_due(item, kind, day, &due))
		add_action(item, message, true, due);
}

/* What a role asks for by itself, when it is new. */
static void plan_role(nlog_summary_item *item, nlog_date day)
{
	bool is_host = nlog_country_role_is_host(item->role);
	bool was_host = nlog_country_role_is_host(item->role_before);

	if (is_host == was_host && item->role_before != NLOG_COUNTRY_NOT_CONCERNED)
		return;
	item->severity = NLOG_SEVERITY_ACTION;
	if (is_host)
		add_role_action(item, NLOG_M_DO_HOST, START, day);
	else
		add_role_action(item, NLOG_M_DO_NOMINATE,
				item->days.has_closing ? CLOSING : START, day);
}

static int by_due(const void *a, const void *b)
{
	const nlog_summary_action *p = a, *q = b;

	if (p->has_due != q->has_due)
		return p->has_due - q->has_due;
	if (p->has_due && p->due.day != q->due.day)
		return p->due.day < q->due.day ? -1 : 1;
	return (int)p->message - (int)q->message;
}

static void plan_amendments(nlog_summary_item *item, nlog_date day)
{
	const nlog_amendments *list = item->effect->net.comparison.amendments;

	for (size_t i = 0; item->effect->told && i < nlog_amendments_count(list); i++) {
		summary_meaning meaning =
			summary_meaning_of(item, nlog_amendments_get(list, i), day);

		if (meaning.severity > item->severity)
			item->severity = meaning.severity;
		if (meaning.is_action)
			add_action(item, meaning.message, meaning.has_due, meaning.due);
	}
}

void summary_plan(nlog_summary_item *item, nlog_date day)
{
	item->severity = NLOG_SEVERITY_ACTION;
	item->part = NLOG_SUMMARY_NO_LONGER_YOURS;
	if (item->role == NLOG_COUNTRY_DROPPED)
		return;
	item->severity = NLOG_SEVERITY_EDITORIAL;
	plan_role(item, day);
	plan_amendments(item, day);
	if (item->action_count)
		qsort(item->actions, item->action_count, sizeof(*item->actions), by_due);
	item->part = item->action_count ? NLOG_SUMMARY_TO_DO : NLOG_SUMMARY_GOOD_TO_KNOW;
}
