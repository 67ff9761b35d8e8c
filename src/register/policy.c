/* What the organization's policy makes of rules and findings. */
#include "private.h"

#include <string.h>

/* Of the register itself: damage, clocks, numbers, what was recorded how. */
static const char *const own[] = {"verify.", "checkpoint.", "history.",    "register.",
				  "series.", "record.",     "instrument.", "findings."};

const char *nlog_register_severity(const nlog_register *reg, const char *rule)
{
	return nlog_json_text(reg->rules, rule);
}

bool nlog_register_may_judge(const nlog_finding_rule *rule)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (strncmp(rule->id, own[i], strlen(own[i])) == 0)
			return false;
	return true;
}

bool nlog_register_level(const nlog_register *reg, const nlog_finding_rule *rule,
			 nlog_level *severity)
{
	const char *policy = nlog_register_severity(reg, rule->id);
	nlog_level level = rule->severity;

	if (policy && !nlog_register_may_judge(rule))
		policy = NULL;
	if (policy && strcmp(policy, "off") == 0)
		return false;
	for (nlog_level l = NLOG_NOTE; policy && l <= NLOG_ERROR; l++)
		if (strcmp(policy, nlog_level_name(l)) == 0)
			level = l;
	if (severity)
		*severity = level;
	return true;
}

static bool judge(nlog_finding *finding, void *reg)
{
	return nlog_register_level(reg, finding->rule, &finding->severity);
}

void nlog_register_judge(const nlog_register *reg, nlog_findings *findings)
{
	nlog_findings_filter(findings, judge, (void *)reg);
}
