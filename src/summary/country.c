/* What a notice is to a country. */
#include <noticelog/country.h>

#include <noticelog/filter.h>

const char *nlog_country_role_name(nlog_country_role role)
{
	static const char *const names[NLOG_COUNTRY_ROLES] = {
		[NLOG_COUNTRY_NOT_CONCERNED] = "not concerned",
		[NLOG_COUNTRY_HOST] = "host",
		[NLOG_COUNTRY_CO_HOST] = "co-host",
		[NLOG_COUNTRY_PARTICIPANT] = "participant",
		[NLOG_COUNTRY_NEWLY_INVITED] = "newly invited",
		[NLOG_COUNTRY_DROPPED] = "dropped",
	};

	return names[role];
}

bool nlog_country_role_is_host(nlog_country_role role)
{
	return role == NLOG_COUNTRY_HOST || role == NLOG_COUNTRY_CO_HOST;
}

nlog_country_role nlog_country_role_in(const nlog_notice *notice,
				       const nlog_economy *country, nlog_date issued,
				       nlog_date day)
{
	const json_t *hosts = nlog_notice_get(notice, NLOG_FIELD_HOSTING_COUNTRIES);

	if (!country)
		return NLOG_COUNTRY_NOT_CONCERNED;
	if (nlog_notice_is_hosted_by(notice, country))
		return json_array_size(hosts) > 1 ? NLOG_COUNTRY_CO_HOST
						  : NLOG_COUNTRY_HOST;
	/* Issued on a day to come, it is for the members of that day. */
	if (day.day < issued.day)
		day = issued;
	return nlog_notice_concerns(notice, country, issued) &&
			       nlog_notice_concerns(notice, country, day)
		       ? NLOG_COUNTRY_PARTICIPANT
		       : NLOG_COUNTRY_NOT_CONCERNED;
}

nlog_country_role nlog_country_role_since(nlog_country_role before, nlog_country_role now)
{
	if (before == NLOG_COUNTRY_NOT_CONCERNED && now == NLOG_COUNTRY_PARTICIPANT)
		return NLOG_COUNTRY_NEWLY_INVITED;
	if (before != NLOG_COUNTRY_NOT_CONCERNED && now == NLOG_COUNTRY_NOT_CONCERNED)
		return NLOG_COUNTRY_DROPPED;
	return now;
}
