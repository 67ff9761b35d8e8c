/* Comparisons as JSON. */
#include <noticelog/comparison.h>

static void set_number(json_t *object, const char *name, const nlog_revision *revision)
{
	if (revision)
		json_object_set_new(object, name, json_integer(revision->number));
}

/* What is known of one side: a file has no revision. */
static json_t *side_to_json(const nlog_notice *notice, const nlog_revision *revision)
{
	json_t *side = json_object();
	char digest[NLOG_DIGEST_SIZE];
	nlog_date issued;

	if (revision) {
		json_object_set_new(side, "revision", json_integer(revision->number));
		nlog_json_set_text(side, "commit", revision->entry->commit);
		json_object_set_new(side, "issued", nlog_json_from_date(revision->issued));
		json_object_set_new(side, "recorded",
				    nlog_json_from_instant(revision->entry->recorded));
	} else if (nlog_notice_issued(notice, &issued)) {
		json_object_set_new(side, "issued", nlog_json_from_date(issued));
	}
	nlog_notice_digest(digest, notice);
	nlog_json_set_text(side, "digest", digest);
	return side;
}

/* What the checks say that is shown, behind those of reading. */
static json_t *findings_to_json(const nlog_comparison *comparison, json_t *array)
{
	json_t *checks = nlog_findings_to_json(&comparison->checks);

	for (size_t i = 0; i < comparison->checks.count; i++)
		if (nlog_check_is_shown(&comparison->checks.items[i]))
			json_array_append(array, json_array_get(checks, i));
	json_decref(checks);
	return array;
}

json_t *nlog_comparison_to_json(const nlog_comparison *comparison)
{
	json_t *object = json_object();

	json_object_set_new(object, "format", json_string("noticelog-diff/1"));
	nlog_json_set_text(object, "notice", comparison->key);
	if (comparison->before)
		json_object_set_new(
			object, "old",
			side_to_json(comparison->before, comparison->old_revision));
	json_object_set_new(object, "new",
			    side_to_json(comparison->after, comparison->new_revision));
	json_object_set_new(object, "changes",
			    comparison->diff ? nlog_diff_to_json(comparison->diff)
					     : json_array());
	json_object_set_new(object, "amendments",
			    nlog_amendments_to_json(comparison->amendments));
	json_object_set_new(
		object, "findings",
		findings_to_json(comparison, nlog_findings_to_json(&comparison->findings)));
	return object;
}

json_t *nlog_comparison_to_log_json(const nlog_comparison *comparison)
{
	json_t *object = side_to_json(comparison->after, comparison->new_revision);
	const nlog_entry *entry =
		comparison->new_revision ? comparison->new_revision->entry : NULL;

	nlog_json_set_text(object, "notice", comparison->key);
	json_object_set(object, "title",
			(json_t *)nlog_notice_get(comparison->after, NLOG_FIELD_TITLE));
	if (comparison->new_revision && comparison->new_revision->is_withdrawal)
		nlog_json_set_text(object, "reference_no",
				   comparison->withdrawal_reference);
	else
		json_object_set(object, "reference_no",
				(json_t *)nlog_notice_get(comparison->after,
							  NLOG_FIELD_REFERENCE_NO));
	if (entry) {
		nlog_json_set_text(object, "kind", entry->kind);
		json_object_set_new(object, "author",
				    json_pack("{s:s, s:s}", "name", entry->author_name,
					      "email", entry->author_email));
		nlog_json_set_text(object, "source", entry->source);
		set_number(object, "corrects", comparison->new_revision->corrects);
		set_number(object, "corrected_by", comparison->new_revision->corrected_by);
	}
	json_object_set_new(object, "amendments",
			    nlog_amendments_to_json(comparison->amendments));
	json_object_set_new(object, "findings", findings_to_json(comparison, json_array()));
	return object;
}
