/* Whether an amendment was announced, and where. */
#include "declared.h"

/* Where something was declared, by itself and behind that it was. */
static const struct {
	const char *name, *declared;
} places[] = {
	[NLOG_SOURCE_NONE] = {NULL, "declared"},
	[NLOG_SOURCE_REMARKS] = {"Remarks", "declared in Remarks"},
	[NLOG_SOURCE_CHANGE_HISTORY] = {"change history", "declared in change history"},
	[NLOG_SOURCE_ADDENDUM] = {"addendum", "declared in addendum"},
};

const char *nlog_report_place_name(nlog_source source)
{
	return places[source].name;
}

const char *nlog_report_declared(nlog_declaration_state state, nlog_source source,
				 nlog_tone *tone)
{
	/* Without words of their own they name the place. */
	static const struct {
		const char *words;
		nlog_tone tone;
	} states[] = {
		[NLOG_DECLARED_NA] = {"", NLOG_TONE_PLAIN},
		[NLOG_DECLARED] = {NULL, NLOG_TONE_QUIET},
		[NLOG_UNDECLARED] = {"not declared", NLOG_TONE_ALERT},
		[NLOG_MISDECLARED] = {"declared otherwise", NLOG_TONE_ALERT},
		[NLOG_PHANTOM] = {"declared, not done", NLOG_TONE_ALERT},
		[NLOG_UNCHECKED] = {NULL, NLOG_TONE_QUIET},
	};

	*tone = states[state].tone;
	return states[state].words ? states[state].words : places[source].declared;
}
