/* What became of recorded files, as JSON. */
#include <noticelog/record.h>

/* Without a commit it is what a dry run would have done. */
static const char *outcome_of(const nlog_record_result *result)
{
	static const char *const outcomes[] = {
		[NLOG_RECORD_REVISION] = "recorded",
		[NLOG_RECORD_UNCHANGED] = "unchanged",
		[NLOG_RECORD_REGISTER] = "register",
	};

	if (result->kind != NLOG_RECORD_UNCHANGED && !*result->commit)
		return "dry-run";
	return outcomes[result->kind];
}

static json_t *result_to_json(const nlog_record_result *result)
{
	const nlog_comparison *comparison = &result->comparison;
	json_t *object =
		comparison->after ? nlog_comparison_to_json(comparison) : json_object();

	json_object_del(object, "format");
	json_object_set_new(object, "file",
			    nlog_json_from_slice(nlog_slice_of(result->name)));
	json_object_set_new(object, "outcome", json_string(outcome_of(result)));
	if (comparison->key)
		json_object_set_new(object, "notice", json_string(comparison->key));
	json_object_set_new(object, "findings",
			    nlog_findings_to_json(&comparison->findings));
	if (result->revision)
		json_object_set_new(object, "revision", json_integer(result->revision));
	if (result->corrects)
		json_object_set_new(object, "corrects", json_integer(result->corrects));
	if (*result->commit)
		json_object_set_new(object, "commit", json_string(result->commit));
	return object;
}

json_t *nlog_record_results_to_json(const nlog_record_results *results)
{
	json_t *array = json_array();

	for (size_t i = 0; i < results->count; i++)
		json_array_append_new(array, result_to_json(&results->items[i]));
	return json_pack("{s:s, s:o}", "format", "noticelog-record/1", "results", array);
}
