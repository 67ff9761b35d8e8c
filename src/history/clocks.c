/* What had been recorded by a day, and commits whose clock was wrong. */
#include "clocks.h"

#include <string.h>

#define DAY_SECONDS 86400

/* Times may go back and forth: the last commit by parents counts, and all before it. */
size_t history_known_entries(const nlog_log *log, const nlog_history_view *view)
{
	size_t count = nlog_log_count(log);

	while (view->has_as_known && count &&
	       nlog_instant_day(nlog_log_get(log, count - 1)->recorded).day >
		       view->as_known.day)
		count--;
	return count;
}

static void report(nlog_findings *findings, const nlog_entry *entry, const char *than_what,
		   nlog_instant other)
{
	nlog_str said = NLOG_STR_INIT, held_against = NLOG_STR_INIT;

	nlog_instant_add_rfc3339(&said, entry->recorded);
	nlog_instant_add_rfc3339(&held_against, other);
	nlog_findings_add(findings, NLOG_F_CLOCK_SKEW, (nlog_place){NULL},
			  "commit %.12s says that it was recorded at %s, %s, %s",
			  entry->commit, nlog_str_text(&said), than_what,
			  nlog_str_text(&held_against));
	nlog_str_clear(&said);
	nlog_str_clear(&held_against);
}

void history_find_skew(nlog_findings *findings, const nlog_log *log, size_t count,
		       const nlog_history_view *view)
{
	const nlog_entry *before = NULL;

	for (size_t i = 0; i < count; i++) {
		const nlog_entry *entry = nlog_log_get(log, i);

		/* A commit that touches several notices has an entry for each. */
		if (before && strcmp(before->commit, entry->commit) == 0)
			continue;
		if (before && entry->recorded.seconds < before->recorded.seconds)
			report(findings, entry, "earlier than the commit before it",
			       before->recorded);
		else if (view->has_now &&
			 entry->recorded.seconds > view->now.seconds + DAY_SECONDS)
			report(findings, entry, "more than a day after the clock",
			       view->now);
		before = entry;
	}
}
