/**
 * @file
 * A change log: steps of a register's history, each with its amendments, and the
 * checkpoint that the history stood at.
 */
#ifndef NOTICELOG_CHANGELOG_H
#define NOTICELOG_CHANGELOG_H

#include <noticelog/show.h>
#include <noticelog/steps.h>

/** What a change log is made of; all borrowed. */
typedef struct {
	const nlog_history *history;
	const nlog_steps *steps; /**< in the order that order names */
	nlog_steps_order order;
} nlog_changelog;

/**
 * Call back for each step, compared, in the order of the change log.
 *
 * @return 0, what each returned if that was not 0, or NLOG_EDAMAGED
 */
int nlog_changelog_each(const nlog_changelog *changelog,
			int (*each)(const nlog_history_step *step,
				    const nlog_comparison *comparison, void *data),
			void *data, nlog_error *err);

/** The same, with what is shown of each. */
int nlog_changelog_each_to_show(const nlog_changelog *changelog,
				int (*each)(const nlog_history_step *step,
					    const nlog_shown_step *shown, void *data),
				void *data, nlog_error *err);

/** The change log as JSON. @param out owned; untouched on failure */
int nlog_changelog_to_json(const nlog_changelog *changelog, json_t **out, nlog_error *err);

#endif
