/**
 * @file
 * A notice as events of a calendar: one for each of its sessions and one for each
 * closing date, all-day, found again by their UIDs when the notice is amended.
 *
 * UIDs are for life: the first session is KEY@domain, a further one
 * KEY-session-N@domain; the closing date is KEY-closing@domain, a further one
 * KEY-closing-N@domain. Sessions pair in order, as everywhere. What was once in
 * force stays an event: a session or a closing date that is no more is cancelled,
 * so that a calendar that has it takes it out; without any date the activity is
 * postponed, and its last known days are tentative.
 *
 * An event's sequence number counts the recorded revisions of whatever kind after
 * which timing, place (host, city, modality) or status in force was another than
 * before; that of a closing date those after which a closing date or the status
 * was. Numbers follow the recorded history, which only grows, and so never fall.
 */
#ifndef NOTICELOG_EVENT_H
#define NOTICELOG_EVENT_H

#include <noticelog/course.h>
#include <noticelog/report.h>

/** How sure an event is; iCalendar's words (RFC 5545, 3.8.1.11). */
typedef enum {
	NLOG_EVENT_CONFIRMED,
	NLOG_EVENT_TENTATIVE, /**< postponed */
	NLOG_EVENT_CANCELLED, /**< withdrawn, cancelled, or no session any more */
} nlog_event_status;

/** A notice has at most so many sessions, and closing dates, that become events. */
#define NLOG_EVENTS_MAX 100

/** One event; strings are owned by the list. */
typedef struct {
	char *uid;
	unsigned sequence;
	nlog_instant stamp;    /**< of the commit that moved it last, else of its first */
	nlog_instant modified; /**< of the last commit that changed what is in force */
	nlog_event_status status;
	nlog_period days;
	char *summary;
	char *location; /**< "" where the notice names none, and of a closing date */
} nlog_event;

/** The events of one notice: sessions first, then closing dates. */
typedef struct {
	nlog_event *items;
	size_t count, capacity;
	char **lines; /**< owned; what there is to say of all of them, line by line */
	size_t line_count, line_capacity;
} nlog_events;

/**
 * Derive the events of a notice from what the history's view has. One that never
 * had a date has none.
 *
 * @param out  clear with nlog_events_clear(); empty on failure
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_events_load(nlog_events *out, const nlog_history *history,
		     const nlog_dossier *dossier, nlog_error *err);

/** Add a row for each event to the block of events with which the report ends. */
void nlog_events_add(nlog_report *report, const nlog_events *events);

/**
 * The same as told to one reader.
 *
 * @param line        what the descriptions begin with: what it is to that reader
 * @param is_dropped  it is the reader's no longer: cancelled, and as new as what
 *                    changed last, so that a calendar takes it for an update
 */
void nlog_events_add_told(nlog_report *report, const nlog_events *events, const char *line,
			  bool is_dropped);

void nlog_events_clear(nlog_events *events);

/** The events of a history's notices, each derived once, when it is asked for. */
typedef struct nlog_event_book nlog_event_book;

/** @param history  borrowed, must outlive the book; @return owned, free with nlog_event_book_free() */
nlog_event_book *nlog_event_book_new(const nlog_history *history);
/** @param out  borrowed from the book; @return 0, or NLOG_EDAMAGED */
int nlog_event_book_get(nlog_event_book *book, const nlog_dossier *dossier,
			const nlog_events **out, nlog_error *err);
void nlog_event_book_free(nlog_event_book *book);

#endif
