/**
 * @file
 * Series: what is numbered or named one after the other over all notices.
 */
#ifndef AUDIT_SERIES_H
#define AUDIT_SERIES_H

#include <noticelog/audit.h>

/** One member of a series. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision;
	const char *series; /* what it is a member of: "" for reference numbers */
	const char *shown;  /* as it is printed: "604", "66th Session of …" */
	unsigned number;
	nlog_date day;
	bool is_hint; /* from running text: less certain than a title */
} series_item;

typedef struct {
	series_item *items;
	size_t count, capacity;
} series_list;

/** Everything that is in a series. */
typedef struct {
	series_list references, ordinals, codes, letters;
	nlog_pool texts; /* of all items */
} audit_series;

/** Gather what a revision says; official sequences are given in their order. */
void audit_series_add(audit_series *series, const nlog_history_step *step,
		      const nlog_notice *notice);
/** Gather the letters that a revision's announcements name. */
void audit_series_add_letters(audit_series *series, const nlog_history_step *step,
			      const nlog_amendments *amendments);
/**
 * Find the ordinal of a meeting that a text names: `66th Session of the Governing Body`.
 *
 * @param pool  where its texts are kept
 * @param out   number, series and shown are set
 * @return false if there is none
 */
bool audit_find_ordinal(nlog_pool *pool, nlog_slice text, series_item *out);

/** @return what an ordinal ends in: 1st, 2nd, 3rd, 4th, 11th, 112th; static */
const char *series_suffix(unsigned number);

/** What to do with a finding of a series. */
typedef void series_report(const series_item *item, nlog_finding_id id, const char *text,
			   void *data);

/** Put the members of other notices behind; the other ones are empty afterwards. */
void audit_series_join(audit_series *series, audit_series *other);

/** Check all of them. Lists are sorted by it. */
void audit_series_check(audit_series *series, series_report *report, void *data);
void audit_series_clear(audit_series *series);

#endif
