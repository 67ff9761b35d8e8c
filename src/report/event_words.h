/**
 * @file
 * What an event says of a notice.
 */
#ifndef NOTICELOG_REPORT_EVENT_WORDS_H
#define NOTICELOG_REPORT_EVENT_WORDS_H

#include <noticelog/event.h>

/** @return `Cancelled: Workshop on Dairies (session 2 of 3)`, owned; without a title the key */
char *event_summary(const nlog_course *course, const nlog_event *event, size_t index,
		    bool is_closing, const char *key);

/** @return `Vientiane, Lao PDR (hybrid)` or `online`, owned; "" for a closing date */
char *event_location(const nlog_state *state, bool is_closing);

/**
 * Add the lines that describe all events of a notice: what it is, when and where it
 * takes place, what that was before, how it stands, and how the notice itself puts it.
 */
void event_describe(nlog_events *events, const nlog_course *course,
		    const nlog_history *history, const nlog_dossier *dossier);

#endif
