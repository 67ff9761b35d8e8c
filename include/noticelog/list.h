/**
 * @file
 * The notices of a register, each as it is now.
 */
#ifndef NOTICELOG_LIST_H
#define NOTICELOG_LIST_H

#include <noticelog/history.h>

/** How an activity stands after the latest revision of its notice. */
typedef enum {
	NLOG_STATUS_ANY, /**< no status: asks for nothing */
	NLOG_STATUS_IN_FORCE,
	NLOG_STATUS_WITHDRAWN, /**< by a revision of that kind */
	NLOG_STATUS_CANCELLED, /**< the notice says so */
	NLOG_STATUS_POSTPONED, /**< without a new date, as the notice says */
	NLOG_STATUSES,         /**< how many there are */
} nlog_status;

/** @return "in force", "withdrawn", "cancelled" or "postponed"; static */
const char *nlog_status_name(nlog_status status);

/** @return how the activity stands after a revision, whose notice is given */
nlog_status nlog_revision_status(const nlog_revision *revision, const nlog_notice *notice,
				 const nlog_register *reg);

/** Which notices; all borrowed. A member that is NULL, 0 or false asks for nothing. */
typedef struct {
	const nlog_economy *country; /**< that it concerns */
	const nlog_economy *host;
	int year; /**< in which it takes place; without timing, in which it was issued */
	const nlog_kind *kind; /**< of its title; if that names none, of its code */
	nlog_status status;
	const char *text; /**< somewhere in it; case and punctuation are ignored */
	bool has_due;     /**< in force, with a closing date from `from` to `due` */
	nlog_date from, due;
} nlog_list_filter;

#define NLOG_LIST_FILTER_INIT                                                              \
	{                                                                                  \
		.country = NULL                                                            \
	}

/** One notice of the list; borrowed for the call. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_notice *notice; /**< of the latest revision */
	nlog_status status;
} nlog_list_row;

/**
 * Call back for each notice that passes, by key.
 *
 * @return 0, what each returned if that was not 0, or NLOG_EDAMAGED
 */
int nlog_list_each(const nlog_history *history, const nlog_list_filter *filter,
		   int (*each)(const nlog_list_row *row, void *data), void *data,
		   nlog_error *err);

/** What `list -f json` prints. @param out owned; untouched on failure */
int nlog_list_to_json(const nlog_history *history, const nlog_list_filter *filter,
		      json_t **out, nlog_error *err);

#endif
