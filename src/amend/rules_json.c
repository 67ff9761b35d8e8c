/* The catalogue as JSON. */
#include <noticelog/amend.h>

static json_t *rule_to_json(const nlog_rule *rule, const nlog_register *reg)
{
	const char *policy = nlog_register_severity(reg, rule->id);
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", rule->id, "severity",
				   policy ? policy : nlog_severity_name(rule->severity),
				   "name", rule->name, "description", rule->description,
				   "example", rule->example);

	if (rule->opposite)
		json_object_set_new(object, "opposite", json_string(rule->opposite));
	return object;
}

json_t *nlog_rules_to_json(const nlog_register *reg)
{
	json_t *array = json_array();

	for (size_t i = 0; i < nlog_rules_count(); i++)
		json_array_append_new(array, rule_to_json(nlog_rules_get(i), reg));
	return array;
}
