/* What makes titles and entries of a report those of a feed. */
#include "feed.h"

#include <noticelog/view.h>

/* A feed is as old as its register, and as new as that until something is in it. */
void nlog_view_feed(nlog_report *report, const nlog_history *history, const char *name,
		    const nlog_filter *filter)
{
	const nlog_register *reg = nlog_history_register(history);
	const nlog_log *log = nlog_history_log(history);
	size_t entries = nlog_history_entries(history);
	nlog_str path = NLOG_STR_INIT;
	nlog_report_mark mark = {
		.authority = nlog_register_domain(reg),
		.author = nlog_register_organization(reg),
	};

	nlog_str_add(&path, name);
	nlog_filter_add_id(&path, filter);
	mark.name = nlog_str_text(&path);
	if (entries) {
		mark.created = nlog_log_get(log, 0)->recorded;
		mark.updated = nlog_log_get(log, entries - 1)->recorded;
	}
	nlog_report_mark_title(report, &mark);
	nlog_str_clear(&path);
}

void report_mark_revision(nlog_report *report, const char *key,
			  const nlog_revision *revision, const nlog_revision *before)
{
	const nlog_revision *first = revision;
	nlog_str *name = nlog_report_words(report);
	nlog_report_mark mark = {
		.author = revision->entry->author_name,
		.updated = revision->entry->recorded,
	};

	if (report->is_page)
		return;
	while (first->corrects)
		first = first->corrects;
	mark.created = first->entry->recorded;
	if (before && before->entry->recorded.seconds > mark.updated.seconds)
		mark.updated = before->entry->recorded;
	nlog_str_add(name, key);
	nlog_str_add(name, "/r");
	nlog_str_add_int(name, revision->place, 0);
	mark.name = nlog_str_text(name);
	nlog_report_mark_row(report, &mark);
}
