/**
 * @file
 * What a country officially knew on a day, and what it was told too late.
 *
 * It knew what its ledger says: the register as it was at the commit that it was
 * last told of by then. Told too late is an invitation or a closing date after
 * that closing date, and any other grave change after the start: the country
 * could do nothing about it any more.
 */
#ifndef NOTICELOG_KNEW_H
#define NOTICELOG_KNEW_H

#include <noticelog/amend.h>
#include <noticelog/country.h>
#include <noticelog/ledger.h>
#include <noticelog/list.h>

/** A notice that a country knew of. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision; /**< as it was told */
	nlog_notice *notice;           /**< owned */
	nlog_country_role role;
	nlog_status status;
} nlog_knew_notice;

/** Something that was told too late, or is not told though its day has passed. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision; /**< that says it */
	const nlog_rule *rule;         /**< the amendment; NULL: the invitation itself */
	bool is_told;
	nlog_date told;  /**< if is_told: on this day; else the day that is asked for */
	bool is_closing; /**< the day that had passed is a closing date, else a start */
	nlog_date passed;
	int32_t days_late; /**< at least 1 */
} nlog_knew_late;

typedef struct {
	const nlog_economy *country;
	nlog_date on;
	nlog_ledger ledger;        /**< as far as it was told by then */
	nlog_knew_notice *notices; /**< not over, by key */
	size_t notice_count, notice_capacity;
	nlog_knew_late
		*late; /**< in the order of telling, what is not told last; then by key */
	size_t late_count, late_capacity;
} nlog_knew;

/**
 * Ask the ledger of a country.
 *
 * @param out      clear with nlog_knew_clear(); empty on failure
 * @param country  of the history's register; borrowed
 * @param on       the day
 * @param is_whole  the notices, too; else only what it was told too late
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_knew_load(nlog_knew *out, const nlog_history *history, const nlog_economy *country,
		   nlog_date on, bool is_whole, nlog_error *err);

/** @return what `ledger -f json` has of a country, owned */
json_t *nlog_knew_to_json(const nlog_knew *knew);

void nlog_knew_clear(nlog_knew *knew);

#endif
