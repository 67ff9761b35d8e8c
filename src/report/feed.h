/**
 * @file
 * Entries of a report as those of a feed.
 */
#ifndef NOTICELOG_REPORT_FEED_H
#define NOTICELOG_REPORT_FEED_H

#include <noticelog/history.h>
#include <noticelog/report.h>

/**
 * Mark the last row as the entry of a revision: named KEY/rN after the place of
 * the official sequence, so that a correction updates the entry of what it corrects.
 *
 * @param before  the revision that it is compared with, or NULL; recorded later (a
 *                backfill, a correction) it makes the entry say something new as well
 */
void report_mark_revision(nlog_report *report, const char *key,
			  const nlog_revision *revision, const nlog_revision *before);

#endif
