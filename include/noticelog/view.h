/**
 * @file
 * Results as reports: what each command shows.
 */
#ifndef NOTICELOG_VIEW_H
#define NOTICELOG_VIEW_H

#include <noticelog/audit.h>
#include <noticelog/blame.h>
#include <noticelog/changelog.h>
#include <noticelog/checked.h>
#include <noticelog/comparison.h>
#include <noticelog/event.h>
#include <noticelog/filter.h>
#include <noticelog/index.h>
#include <noticelog/instrument.h>
#include <noticelog/knew.h>
#include <noticelog/list.h>
#include <noticelog/net.h>
#include <noticelog/reclassify.h>
#include <noticelog/recorded.h>
#include <noticelog/report.h>
#include <noticelog/show.h>
#include <noticelog/summary.h>

/** How much of a step to show. */
typedef enum {
	NLOG_VIEW_FOLDED, /**< what is below `action` folded into a line a severity, editorial counted */
	NLOG_VIEW_ALL,     /**< every amendment on its own line */
	NLOG_VIEW_CHANGES, /**< every amendment, and under it the fields that it rests on */
	NLOG_VIEW_WHY, /**< the same, with the rule that fired and the words of the evidence */
} nlog_view_depth;

/**
 * A step: its heading (key, revision, title, when) and its amendments, the gravest first.
 * More than all amendments is shown of one that has the whole comparison alone.
 */
void nlog_view_step(nlog_report *report, const nlog_shown_step *step,
		    nlog_view_depth depth);

/** The amendments of a comparison alone. */
void nlog_view_amendments(nlog_report *report, const nlog_comparison *comparison,
			  nlog_view_depth depth);

/** What `diff` shows: both sides, and every amendment with its fields under it. */
void nlog_view_diff(nlog_report *report, const nlog_comparison *comparison,
		    nlog_view_depth depth);

/** Add a line below a correction's heading: whose error it mends, `corrects r2, recorded … by …`. */
void nlog_view_mended(nlog_report *report, const nlog_revision *corrected);

/** Begin a table of amendments with the names of its columns. */
void nlog_view_table_heads(nlog_report *report);
/** Add a row for each amendment that passes and each field that it rests on, in stored values. */
void nlog_view_table_rows(nlog_report *report, const nlog_comparison *comparison,
			  const nlog_filter *filter);

/** An entry of the log as it was recorded. */
void nlog_view_recorded(nlog_report *report, const nlog_recorded *recorded);
/** Begin a table of them with the names of its columns. */
void nlog_view_recorded_heads(nlog_report *report);
/** The same as a table of one row. */
void nlog_view_recorded_row(nlog_report *report, const nlog_recorded *recorded);

/** Who set which value. @param is_whole  long texts in full, and what each field was before */
void nlog_view_blame(nlog_report *report, const nlog_blame *blame, bool is_whole);

/** The instrument that announces a revision, as it is to be copied. */
void nlog_view_instrument(nlog_report *report, const nlog_instrument *instrument);

/** The change log. @return 0, or NLOG_EDAMAGED; the report is then not whole */
int nlog_view_changelog(nlog_report *report, const nlog_changelog *changelog,
			nlog_error *err);

/*
 * The same in parts: the opening, for each step of changelog->steps the heading that
 * stands before it (or nothing) and nlog_view_step() with all amendments, the closing.
 */
void nlog_view_changelog_opening(nlog_report *report, const nlog_changelog *changelog);
void nlog_view_changelog_heading(nlog_report *report, const nlog_changelog *changelog,
				 size_t index);
void nlog_view_changelog_closing(nlog_report *report, const nlog_changelog *changelog);

/** The net effect on each notice of a change log by notice. @return 0, or NLOG_EDAMAGED */
int nlog_view_net(nlog_report *report, const nlog_changelog *changelog,
		  const nlog_filter *filter, nlog_error *err);

/**
 * An audit: what was not announced first, then findings, charts and figures, then
 * the rest.
 *
 * @param is_whole  also what need not be announced: first issues, and what is
 *                  administrative or editorial
 */
void nlog_view_audit(nlog_report *report, const nlog_audit *audit, bool is_whole);
/** The same as a table of a row for each amendment, in stored values. */
void nlog_view_audit_table(nlog_report *report, const nlog_audit *audit);
/** Where today's rules judge otherwise. */
void nlog_view_reclassification(nlog_report *report, const nlog_reclassification *list);
/** The same as a table of a row for each revision. */
void nlog_view_reclassification_table(nlog_report *report,
				      const nlog_reclassification *list);

/** Every notice that passes, with its latest revision. @return 0, or NLOG_EDAMAGED */
int nlog_view_list(nlog_report *report, const nlog_history *history,
		   const nlog_list_filter *filter, nlog_error *err);
/** The same as a table of stored values. */
int nlog_view_list_table(nlog_report *report, const nlog_history *history,
			 const nlog_list_filter *filter, nlog_error *err);

/** The same as events, under the name of their calendar. @return 0, or NLOG_EDAMAGED */
int nlog_view_list_events(nlog_report *report, const nlog_history *history,
			  const nlog_list_filter *filter, nlog_error *err);

/**
 * Mark the first title of a report as that of a feed.
 *
 * @param name    "changelog"; feeds of one name and one filter are one feed
 * @param filter  what it was asked for
 */
void nlog_view_feed(nlog_report *report, const nlog_history *history, const char *name,
		    const nlog_filter *filter);

/** What a country is told: what to do and by when, what to know, and the amendments behind it. */
void nlog_view_summary(nlog_report *report, const nlog_summaries *summaries,
		       const nlog_summary *summary);
/**
 * The same as a feed: an entry for each notice, with what changed, what to do, and why.
 *
 * @param filter  that of the summaries
 */
void nlog_view_summary_feed(nlog_report *report, const nlog_summaries *summaries,
			    const nlog_summary *summary, const nlog_filter *filter);
/**
 * The same as events: those of each notice of the summary, cancelled where it is
 * the country's no longer.
 *
 * @param book  of the summaries' history; shared by the countries
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_view_summary_events(nlog_report *report, nlog_event_book *book,
			     const nlog_summaries *summaries, const nlog_summary *summary,
			     nlog_error *err);
/** Begin a table of summaries with the names of its columns. */
void nlog_view_summary_table_heads(nlog_report *report);
/** Add a row for each notice of a summary, each amendment and each field, in stored values. */
void nlog_view_summary_table(nlog_report *report, const nlog_summaries *summaries,
			     const nlog_summary *summary);
/** Which files there are of each summary, `CC.EXTENSION`: their extensions; NULL: none. */
typedef struct {
	const char *page, *calendar, *feed;
} nlog_summary_files;

/** Every member with how much it has to do and by when, as links to its files. */
void nlog_view_summary_index(nlog_report *report, const nlog_summaries *summaries,
			     const nlog_summary_files *files);

/** What a country knew on a day, and what it was told too late. */
void nlog_view_knew(nlog_report *report, const nlog_register *reg, const nlog_knew *knew);
/** Several countries in a line each: when they were told, and how much of it too late. */
void nlog_view_knew_list(nlog_report *report, const nlog_register *reg,
			 const nlog_knew *knew, size_t count);
/** The same as a table of a row for each notice known and each thing told too late. */
void nlog_view_knew_table(nlog_report *report, const nlog_knew *knew, size_t count);

/** What the checks found: a heading for each notice or file, its findings under it. */
void nlog_view_findings(nlog_report *report, const nlog_checked_list *list);

/** What an index holds. */
void nlog_view_index(nlog_report *report, const nlog_index_figures *figures);

/** Who is a member on a day. */
void nlog_view_roster(nlog_report *report, const nlog_register *reg, nlog_date day);

/** A notice in the house layout. */
void nlog_view_notice(nlog_report *report, const nlog_notice *notice);

/** The catalogue: every amendment rule and every kind of finding. */
void nlog_view_rules(nlog_report *report, const nlog_register *reg);

/** One rule, in full. @return false if there is no rule or finding of that id */
bool nlog_view_rule(nlog_report *report, const nlog_register *reg, nlog_slice id);

#endif
