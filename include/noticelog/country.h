/**
 * @file
 * What a notice is to a country: whether it hosts, takes part, or is not concerned.
 */
#ifndef NOTICELOG_COUNTRY_H
#define NOTICELOG_COUNTRY_H

#include <noticelog/notice.h>
#include <noticelog/register.h>

/** The part that a country has in an activity. */
typedef enum {
	NLOG_COUNTRY_NOT_CONCERNED,
	NLOG_COUNTRY_HOST,
	NLOG_COUNTRY_CO_HOST,     /**< one of several hosts */
	NLOG_COUNTRY_PARTICIPANT, /**< may take part */
	NLOG_COUNTRY_NEWLY_INVITED, /**< may take part, and was not concerned when last told */
	NLOG_COUNTRY_DROPPED, /**< was concerned when last told, and is not any more */
	NLOG_COUNTRY_ROLES    /**< how many there are */
} nlog_country_role;

/** @return "not concerned", "host", "co-host", "participant", "newly invited" or "dropped"; static */
const char *nlog_country_role_name(nlog_country_role role);

/** Host or co-host? */
bool nlog_country_role_is_host(nlog_country_role role);

/**
 * The role that a notice gives to a country by itself: not concerned, host,
 * co-host or participant.
 *
 * A notice for all members is for those of the day on which it was issued that
 * are members still: one that joins later is not invited by it, one that is
 * suspended is so no longer. A country that it names is concerned either way.
 *
 * @param country  NULL: none that the register knows, never concerned
 * @param issued   the day of issue of the revision
 * @param day      the day on which it is asked
 */
nlog_country_role nlog_country_role_in(const nlog_notice *notice,
				       const nlog_economy *country, nlog_date issued,
				       nlog_date day);

/** The role of a country now, seeing which one it had when last told. */
nlog_country_role nlog_country_role_since(nlog_country_role before, nlog_country_role now);

#endif
