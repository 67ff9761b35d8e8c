/* The roster of a day as JSON. */
#include <noticelog/register.h>

json_t *nlog_roster_to_json(const nlog_register *reg, nlog_date day)
{
	json_t *members = json_array();
	nlog_str text = NLOG_STR_INIT;
	json_t *object;

	for (size_t i = 0; i < nlog_register_economies(reg); i++) {
		const nlog_economy *economy = nlog_register_economy(reg, i);

		if (!nlog_economy_is_member(economy, day))
			continue;
		nlog_date_add_iso(&text, economy->from);
		json_array_append_new(members, json_pack("{s:s, s:s, s:s}", "name",
							 economy->name, "iso", economy->iso,
							 "from", nlog_str_text(&text)));
		nlog_str_clear(&text);
	}
	nlog_date_add_iso(&text, day);
	object = json_pack("{s:s, s:s, s:o}", "format", "noticelog-roster/1", "on",
			   nlog_str_text(&text), "members", members);
	nlog_str_clear(&text);
	return object;
}
