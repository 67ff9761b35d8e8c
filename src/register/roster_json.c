/* The roster of a day as JSON. */
#include <noticelog/register.h>

json_t *nlog_roster_to_json(const nlog_register *reg, nlog_date day)
{
	json_t *members = json_array();

	for (size_t i = 0; i < nlog_register_economies(reg); i++) {
		const nlog_economy *economy = nlog_register_economy(reg, i);

		if (!nlog_economy_is_member(economy, day))
			continue;
		json_array_append_new(members,
				      json_pack("{s:s, s:s, s:o}", "name", economy->name,
						"iso", economy->iso, "from",
						nlog_json_from_date(economy->from)));
	}
	return json_pack("{s:s, s:o, s:o}", "format", "noticelog-roster/1", "on",
			 nlog_json_from_date(day), "members", members);
}
