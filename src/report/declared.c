/* Whether an amendment was announced, and where. */
#include "declared.h"

#include <string.h>

const char *nlog_report_place_name(const char *source)
{
	static const struct {
		const char *source, *words;
	} places[] = {{"remarks", "Remarks"},
		      {"change_history", "change history"},
		      {"addendum", "addendum"}};

	for (size_t i = 0; source && i < sizeof(places) / sizeof(*places); i++)
		if (strcmp(places[i].source, source) == 0)
			return places[i].words;
	return NULL;
}

nlog_tone nlog_report_add_declared(nlog_str *out, nlog_declaration_state state,
				   const json_t *evidence)
{
	static const struct {
		const char *words;
		nlog_tone tone;
		bool names_place;
	} states[] = {
		[NLOG_DECLARED_NA] = {"", NLOG_TONE_PLAIN, false},
		[NLOG_DECLARED] = {"declared", NLOG_TONE_QUIET, true},
		[NLOG_UNDECLARED] = {"not declared", NLOG_TONE_ALERT, false},
		[NLOG_MISDECLARED] = {"declared otherwise", NLOG_TONE_ALERT, false},
		[NLOG_PHANTOM] = {"declared, not done", NLOG_TONE_ALERT, false},
		[NLOG_UNCHECKED] = {"declared", NLOG_TONE_QUIET, true},
	};
	const char *place = NULL;

	if (states[state].names_place)
		place = nlog_report_place_name(
			nlog_json_text(json_array_get(evidence, 0), "source"));
	nlog_str_add(out, states[state].words);
	if (place) {
		nlog_str_add(out, " in ");
		nlog_str_add(out, place);
	}
	return states[state].tone;
}
