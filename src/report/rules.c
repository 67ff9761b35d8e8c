/* The catalogue as a report: amendment rules, and kinds of findings. */
#include <noticelog/view.h>

#include <string.h>

/* The severity that policy leaves a rule. */
static const char *severity_of(const nlog_register *reg, const nlog_rule *rule)
{
	const char *policy = nlog_register_severity(reg, rule->id);

	return policy ? policy : nlog_severity_name(rule->severity);
}

static void begin_table(nlog_report *report, const char *heading, const char *first)
{
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, heading);
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, first);
	nlog_report_add(report, NLOG_TONE_STRONG, "severity");
	nlog_report_add(report, NLOG_TONE_STRONG, "when");
}

static void add_row(nlog_report *report, const char *id, const char *severity,
		    const char *description)
{
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, id);
	nlog_report_add(report, NLOG_TONE_PLAIN, severity);
	nlog_report_add(report, NLOG_TONE_PLAIN, description);
}

void nlog_view_rules(nlog_report *report, const nlog_register *reg)
{
	begin_table(report, "Amendments", "rule");
	for (size_t i = 0; i < nlog_rules_count(); i++) {
		const nlog_rule *rule = nlog_rules_get(i);

		add_row(report, rule->id, severity_of(reg, rule), rule->description);
	}
	begin_table(report, "Findings", "finding");
	for (int i = 0; i < NLOG_F_COUNT; i++) {
		const nlog_finding_rule *rule = nlog_finding_rule_of((nlog_finding_id)i);

		add_row(report, rule->id,
			nlog_finding_severity_name(reg, (nlog_finding_id)i),
			rule->description);
	}
}

static void add_fact(nlog_report *report, const char *label, const char *text)
{
	if (!text)
		return;
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, "");
	nlog_report_add(report, NLOG_TONE_QUIET, label);
	nlog_report_add(report, NLOG_TONE_PLAIN, text);
}

static void add_rule(nlog_report *report, const nlog_register *reg, const nlog_rule *rule)
{
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, rule->id);
	nlog_report_begin(report, NLOG_BLOCK_LIST);
	add_fact(report, "when", rule->description);
	add_fact(report, "example", rule->example);
	add_fact(report, "severity", severity_of(reg, rule));
	if (nlog_register_severity(reg, rule->id))
		add_fact(report, "by itself", nlog_severity_name(rule->severity));
	add_fact(report, "in brief", rule->name);
	if (rule->opposite && strcmp(rule->opposite, rule->id) != 0)
		add_fact(report, "opposite", rule->opposite);
}

bool nlog_view_rule(nlog_report *report, const nlog_register *reg, nlog_slice id)
{
	const nlog_rule *rule = nlog_rules_find(id);

	if (rule) {
		add_rule(report, reg, rule);
		return true;
	}
	for (int i = 0; i < NLOG_F_COUNT; i++) {
		const nlog_finding_rule *finding = nlog_finding_rule_of((nlog_finding_id)i);

		if (!nlog_slice_is(id, finding->id))
			continue;
		nlog_report_add_block(report, NLOG_BLOCK_TITLE, finding->id);
		nlog_report_begin(report, NLOG_BLOCK_LIST);
		add_fact(report, "when", finding->description);
		add_fact(report, "severity",
			 nlog_finding_severity_name(reg, (nlog_finding_id)i));
		return true;
	}
	return false;
}
