/* A notice as events of a calendar: which there are, and when. */
#include <noticelog/event.h>

#include <noticelog/alloc.h>

#include "event_words.h"
#include "plain.h"

/* One kind of an event: where its days are, and what moves it. */
typedef struct {
	const char *infix; /* of the UID: "KEY-closing@…", "KEY-session-2@…" */
	bool (*moves)(const nlog_state *before, const nlog_state *after);
	bool (*days)(const nlog_state *state, size_t index, nlog_period *out);
	size_t (*count)(const nlog_state *state);
	bool is_closing;
} event_kind;

static bool session_days(const nlog_state *state, size_t index, nlog_period *out)
{
	return nlog_value_period(state->timing, index, out);
}

static size_t count_sessions(const nlog_state *state)
{
	return json_array_size(state->timing);
}

static bool closing_day(const nlog_state *state, size_t index, nlog_period *out)
{
	nlog_date day;

	if (!nlog_value_date(state->closing_dates, index, &day))
		return false;
	*out = (nlog_period){day, day};
	return true;
}

static size_t count_closing(const nlog_state *state)
{
	return json_array_size(state->closing_dates);
}

static const event_kind kinds[] = {
	{"", nlog_state_moves, session_days, count_sessions, false},
	{"-closing", nlog_state_moves_closing, closing_day, count_closing, true},
};

static char *uid_of(const event_kind *kind, const char *key, size_t index,
		    const char *domain)
{
	nlog_str uid = NLOG_STR_INIT;

	nlog_str_addf(&uid, "%s%s", key, kind->infix);
	if (index)
		nlog_str_addf(&uid, "%s-%zu", kind->is_closing ? "" : "-session",
			      index + 1);
	nlog_str_addf(&uid, "@%s", domain);
	return nlog_str_detach(&uid);
}

/* A session that is no more is off; without any the activity waits for a date. */
static nlog_event_status status_of(const event_kind *kind, const nlog_state *now,
				   bool is_there)
{
	if (now->status == NLOG_STATUS_WITHDRAWN || now->status == NLOG_STATUS_CANCELLED)
		return NLOG_EVENT_CANCELLED;
	if (!is_there && (kind->is_closing || kind->count(now)))
		return NLOG_EVENT_CANCELLED;
	return !is_there || now->status == NLOG_STATUS_POSTPONED ? NLOG_EVENT_TENTATIVE
								 : NLOG_EVENT_CONFIRMED;
}

/* The days of the last state that had them. */
static bool last_days(const event_kind *kind, const nlog_course *course, size_t index,
		      nlog_period *out)
{
	for (size_t i = course->count; i-- > 0;)
		if (kind->days(&course->states[i], index, out))
			return true;
	return false;
}

static void add_kind(nlog_events *events, const event_kind *kind, const nlog_course *course,
		     const nlog_history *history, const nlog_dossier *dossier)
{
	const nlog_state *now = &course->states[course->count - 1], *moved;
	unsigned sequence = nlog_course_moves(course, kind->moves, &moved);
	nlog_period days;

	for (size_t i = 0; i < NLOG_EVENTS_MAX && last_days(kind, course, i, &days); i++) {
		bool is_there = i < kind->count(now);
		nlog_event event = {
			.uid = uid_of(kind, dossier->key, i,
				      nlog_register_domain(nlog_history_register(history))),
			.sequence = sequence,
			.stamp = moved->recorded->entry->recorded,
			.modified = now->recorded->entry->recorded,
			.status = status_of(kind, now, is_there),
			.days = days,
		};

		event.summary =
			event_summary(course, &event, i, kind->is_closing, dossier->key);
		event.location = event_location(now, kind->is_closing);
		NLOG_GROW(events->items, events->count, events->capacity);
		events->items[events->count++] = event;
	}
}

int nlog_events_load(nlog_events *out, const nlog_history *history,
		     const nlog_dossier *dossier, nlog_error *err)
{
	nlog_course course;
	int rc = nlog_course_load(&course, history, dossier, err);

	*out = (nlog_events){.items = NULL};
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		add_kind(out, &kinds[i], &course, history, dossier);
	if (out->count)
		event_describe(out, &course, history, dossier);
	nlog_course_clear(&course);
	return 0;
}

/* The cells in the order of nlog_event_column. */
static void add_row(nlog_report *report, const nlog_event *event)
{
	static const char *const statuses[] = {
		[NLOG_EVENT_CONFIRMED] = "confirmed",
		[NLOG_EVENT_TENTATIVE] = "tentative",
		[NLOG_EVENT_CANCELLED] = "cancelled",
	};
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, event->uid);
	nlog_str_addf(&cell, "%u", event->sequence);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_moment(report, event->stamp);
	nlog_report_add_moment(report, event->modified);
	nlog_report_add(report, NLOG_TONE_PLAIN, statuses[event->status]);
	nlog_report_add_day(report, true, event->days.start);
	nlog_report_add_day(report, true, event->days.end);
	nlog_report_add(report, NLOG_TONE_PLAIN, event->summary);
	nlog_report_add(report, NLOG_TONE_PLAIN, event->location);
}

static void add_line(nlog_report *report, const char *text)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_str_add(&line, text);
	nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
}

static void add_lines(nlog_report *report, const nlog_events *events)
{
	for (size_t l = 0; l < events->line_count; l++)
		add_line(report, events->lines[l]);
}

void nlog_events_add(nlog_report *report, const nlog_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		add_row(report, &events->items[i]);
		add_lines(report, events);
	}
}

/* The same event for somebody whose it is no longer; its summary is owned. */
static nlog_event drop(const nlog_event *event)
{
	nlog_str summary = NLOG_STR_INIT;
	nlog_event dropped = *event;

	if (event->status != NLOG_EVENT_CANCELLED)
		nlog_str_add(&summary, "Cancelled: ");
	nlog_str_add(&summary, event->summary);
	dropped.summary = nlog_str_detach(&summary);
	dropped.status = NLOG_EVENT_CANCELLED;
	dropped.stamp = event->modified;
	return dropped;
}

void nlog_events_add_told(nlog_report *report, const nlog_events *events, const char *line,
			  bool is_dropped)
{
	for (size_t i = 0; i < events->count; i++) {
		nlog_event event = events->items[i];

		if (is_dropped)
			event = drop(&events->items[i]);
		add_row(report, &event);
		add_line(report, line);
		add_lines(report, events);
		if (is_dropped)
			nlog_free(event.summary);
	}
}

void nlog_events_clear(nlog_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		nlog_free(events->items[i].uid);
		nlog_free(events->items[i].summary);
		nlog_free(events->items[i].location);
	}
	for (size_t i = 0; i < events->line_count; i++)
		nlog_free(events->lines[i]);
	nlog_free(events->items);
	nlog_free(events->lines);
	*events = (nlog_events){.items = NULL};
}

/* Dossiers lie side by side; events that were derived are marked. */
struct nlog_event_book {
	const nlog_history *history;
	struct {
		nlog_events events;
		bool is_known;
	} * pages;
};

nlog_event_book *nlog_event_book_new(const nlog_history *history)
{
	nlog_event_book *book = nlog_alloc(sizeof(*book));

	book->history = history;
	book->pages =
		nlog_alloc_array(nlog_history_count(history) + 1, sizeof(*book->pages));
	return book;
}

int nlog_event_book_get(nlog_event_book *book, const nlog_dossier *dossier,
			const nlog_events **out, nlog_error *err)
{
	size_t page = (size_t)(dossier - nlog_history_get(book->history, 0));

	if (!book->pages[page].is_known) {
		int rc = nlog_events_load(&book->pages[page].events, book->history, dossier,
					  err);

		if (rc)
			return rc;
		book->pages[page].is_known = true;
	}
	*out = &book->pages[page].events;
	return 0;
}

void nlog_event_book_free(nlog_event_book *book)
{
	if (!book)
		return;
	for (size_t i = 0; i < nlog_history_count(book->history); i++)
		nlog_events_clear(&book->pages[i].events);
	nlog_free(book->pages);
	nlog_free(book);
}
