/**
 * @file
 * Filters: which steps of a history, and which notices, a reader asks for.
 *
 * A step passes if its revision does and, where rules, severities, fields or announcement are
 * asked for, one of its amendments fits all of them. Lists are parted by commas
 * and any of their items may fit.
 */
#ifndef NOTICELOG_FILTER_H
#define NOTICELOG_FILTER_H

#include <noticelog/show.h>

/** What is asked for; all borrowed. A member that is NULL or false asks for nothing. */
typedef struct {
	const nlog_dossier *dossier; /**< of one notice */
	bool has_since, has_until;
	nlog_date since, until; /**< issue days, inclusive */
	/** Part of the author's name or e-mail address; case and punctuation are ignored. */
	const char *author;
	const char *rules; /**< ids, or what stands before their full stop: "timing" */
	const char *severities;
	const char *fields; /**< members of a notice: "closing_dates" */
	/** "declared", "undeclared" …; `none` where it is no question */
	const char *declared;
	const nlog_economy *country; /**< that a side of the step concerns */
} nlog_filter;

#define NLOG_FILTER_INIT                                                                   \
	{                                                                                  \
		.dossier = NULL                                                            \
	}

/** Are there such rules, severities, fields and states? @return 0, or NLOG_EUSAGE */
int nlog_filter_check(const nlog_filter *filter, nlog_error *err);

/**
 * Append `/` and 12 hexadecimal digits that are the same for the same questions;
 * nothing for a filter that asks for nothing.
 */
void nlog_filter_add_id(nlog_str *out, const nlog_filter *filter);

/** Does a revision pass: its notice, issue day and author? */
bool nlog_filter_takes_revision(const nlog_filter *filter, const nlog_dossier *dossier,
				const nlog_revision *revision);

/** Does an author pass? */
bool nlog_filter_takes_author(const nlog_filter *filter, const nlog_entry *entry);

/** Is only a part of a step's amendments asked for? */
bool nlog_filter_chooses_amendments(const nlog_filter *filter);

/** Must a step be compared to know whether it passes? */
bool nlog_filter_needs_comparison(const nlog_filter *filter);

/**
 * Compare a step as far as it takes to know whether it passes.
 *
 * @param passes  the answer
 * @return as nlog_history_compare()
 */
int nlog_filter_ask(const nlog_filter *filter, const nlog_history *history,
		    const nlog_dossier *dossier, const nlog_revision *before,
		    const nlog_revision *after, bool *passes, nlog_error *err);

/** Does one amendment fit the rules, severities, fields and announcement? */
bool nlog_filter_takes_amendment(const nlog_filter *filter,
				 const nlog_amendment *amendment);

/** Does a compared step pass: its amendments, and the countries that it concerns? */
bool nlog_filter_takes(const nlog_filter *filter, const nlog_comparison *comparison);

/** The same for one that asks for no country. */
bool nlog_filter_takes_shown(const nlog_filter *filter, const nlog_shown *shown);

/** Is a country among the hosts? */
bool nlog_notice_is_hosted_by(const nlog_notice *notice, const nlog_economy *country);

/**
 * Does a notice concern a country: as a host, or as one of those that may take
 * part, by the roster of the day of issue, and are not excluded?
 */
bool nlog_notice_concerns(const nlog_notice *notice, const nlog_economy *country,
			  nlog_date issued);

#endif
