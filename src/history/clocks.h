/**
 * @file
 * The two clocks: what had been recorded by a day, and whether recording went by the clock.
 */
#ifndef NOTICELOG_HISTORY_CLOCKS_H
#define NOTICELOG_HISTORY_CLOCKS_H

#include <noticelog/history.h>

/** @return how many entries of the log a view has, from the first on */
size_t history_known_entries(const nlog_log *log, const nlog_history_view *view);

/** A finding for each commit among the first count entries whose time cannot be right. */
void history_find_skew(nlog_findings *findings, const nlog_log *log, size_t count,
		       const nlog_history_view *view);

#endif
