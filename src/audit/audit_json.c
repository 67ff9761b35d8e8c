/* An audit as JSON. */
#include "audit.h"

static json_t *count_of(size_t count)
{
	return json_integer((json_int_t)count);
}

/* The amendment as everywhere, and with it where it stands and when it came. */
static json_t *row_to_json(const nlog_audit_row *row)
{
	const nlog_entry *entry = row->revision->entry;
	nlog_amendment amendment = {
		.rule = row->rule,
		.severity = row->severity,
		.field_count = row->field_count,
		.key = (char *)row->key,
		.summary = (char *)row->summary,
		.facts = row->details->facts,
		.declared = row->declared,
		.evidence = row->details->evidence,
	};
	json_t *object;

	for (size_t i = 0; i < row->field_count; i++)
		amendment.fields[i] = (nlog_field_id)row->fields[i];
	for (size_t i = 0; i < sizeof(row->id); i++)
		amendment.id[i] = row->id[i];
	object = nlog_amendment_to_json(&amendment);
	json_object_set_new(object, "notice", json_string(row->dossier->key));
	json_object_set_new(object, "revision", json_integer(row->revision->number));
	json_object_set_new(object, "issued", nlog_json_from_date(row->revision->issued));
	json_object_set_new(object, "recorded", nlog_json_from_instant(entry->recorded));
	json_object_set_new(object, "author",
			    json_pack("{s:s, s:s}", "name", entry->author_name, "email",
				      entry->author_email));
	if (row->has_given)
		json_object_set_new(object, "notice_days", json_integer(row->given_days));
	return object;
}

static void set_counts(json_t *object, const nlog_audit_tally *tally)
{
	json_t *declared = json_object(), *severities = json_object();

	for (nlog_declaration_state s = NLOG_DECLARED_NA; s <= NLOG_UNCHECKED; s++) {
		const char *name = nlog_declaration_state_name(s);

		json_object_set_new(declared, name ? name : "none",
				    count_of(tally->declared[s]));
	}
	for (nlog_severity s = NLOG_SEVERITY_OFF; s <= NLOG_SEVERITY_ACTION; s++)
		json_object_set_new(severities, nlog_severity_name(s),
				    count_of(tally->severities[s]));
	json_object_set_new(object, "notices", count_of(tally->notices));
	json_object_set_new(object, "revisions", count_of(tally->revisions));
	json_object_set_new(object, "amended", count_of(tally->amended));
	json_object_set_new(object, "amendments", count_of(tally->amendments));
	json_object_set_new(object, "declared", declared);
	json_object_set_new(object, "severities", severities);
}

static json_t *groups_to_json(const nlog_audit_groups *groups, const char *what)
{
	json_t *array = json_array();

	for (size_t i = 0; i < groups->count; i++) {
		json_t *object = json_object();

		json_object_set_new(object, what, json_string(groups->items[i].name));
		set_counts(object, &groups->items[i].tally);
		json_array_append_new(array, object);
	}
	return array;
}

/* How many amendments of each rule a month has. */
static void add_rules_of_months(json_t *months, const nlog_audit_groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		const size_t *counts = groups->items[i].rules;
		json_t *rules = json_object();

		for (size_t r = 0; r < nlog_rules_count(); r++)
			if (counts[r])
				json_object_set_new(rules, nlog_rules_get(r)->id,
						    count_of(counts[r]));
		json_object_set_new(json_array_get(months, i), "rules", rules);
	}
}

static json_t *given_to_json(const nlog_audit_statistics *statistics)
{
	json_t *object = json_object(), *buckets = json_array();

	json_object_set_new(object, "revisions", count_of(statistics->given_count));
	if (statistics->given_count) {
		json_object_set_new(object, "least", json_integer(statistics->given[0]));
		json_object_set_new(object, "median",
				    json_integer(nlog_audit_median(statistics)));
		json_object_set_new(
			object, "most",
			json_integer(statistics->given[statistics->given_count - 1]));
	}
	for (size_t i = 0; i < NLOG_AUDIT_BUCKETS; i++) {
		const nlog_audit_bucket *row = nlog_audit_bucket_of(i);
		json_t *bucket = json_object();

		if (row->from != INT32_MIN)
			json_object_set_new(bucket, "from", json_integer(row->from));
		if (row->to != INT32_MAX)
			json_object_set_new(bucket, "to", json_integer(row->to));
		json_object_set_new(bucket, "revisions", count_of(statistics->buckets[i]));
		json_array_append_new(buckets, bucket);
	}
	json_object_set_new(object, "buckets", buckets);
	return object;
}

static json_t *amended_to_json(const nlog_audit_statistics *statistics)
{
	json_t *array = json_array();

	for (size_t times = 0; times < statistics->amended_count; times++)
		if (statistics->amended[times])
			json_array_append_new(
				array,
				json_pack("{s:o, s:o}", "times", count_of(times), "notices",
					  count_of(statistics->amended[times])));
	return array;
}

static json_t *statistics_to_json(const nlog_audit *audit)
{
	const nlog_audit_statistics *statistics = &audit->statistics;
	json_t *object = json_object();
	nlog_str text = NLOG_STR_INIT;

	nlog_history_add_checkpoint(&text, audit->history);
	json_object_set_new(object, "checkpoint", json_string(nlog_str_text(&text)));
	set_counts(object, &statistics->all);
	for (nlog_audit_grouping g = 0; g < NLOG_AUDIT_GROUPINGS; g++) {
		const char *what = nlog_audit_grouping_name(g);
		json_t *groups = groups_to_json(&statistics->groups[g], what);

		if (g == NLOG_AUDIT_BY_MONTH)
			add_rules_of_months(groups, &statistics->groups[g]);
		nlog_str_truncate(&text, 0);
		nlog_str_addf(&text, "by_%s", what);
		json_object_set_new(object, nlog_str_text(&text), groups);
	}
	json_object_set_new(object, "notice_given", given_to_json(statistics));
	json_object_set_new(object, "closing_dates",
			    json_pack("{s:o, s:o}", "extended",
				      count_of(statistics->extended), "old_date_passed",
				      count_of(statistics->extended_late)));
	json_object_set_new(object, "times_amended", amended_to_json(statistics));
	nlog_str_clear(&text);
	return object;
}

static json_t *findings_to_json(const nlog_audit *audit)
{
	json_t *all = json_array();

	for (size_t i = 0; i < audit->finding_count; i++) {
		const nlog_audit_findings *group = &audit->findings[i];
		json_t *findings = nlog_findings_to_json(&group->findings), *finding;
		size_t f;

		json_array_foreach(findings, f, finding)
		{
			json_object_set_new(finding, "notice",
					    json_string(group->dossier->key));
			json_object_set_new(finding, "revision",
					    json_integer(group->revision->number));
		}
		json_array_extend(all, findings);
		json_decref(findings);
	}
	return all;
}

/* Pieces are about as long as this. */
#define PIECE ((size_t)64 << 10)

/* Elements of an array that is a member of the whole. */
static void write_amendments(nlog_str *out, const nlog_audit *audit,
			     void (*put)(nlog_slice piece, void *data), void *data)
{
	for (size_t i = 0; i < audit->count; i++) {
		json_t *row = row_to_json(&audit->rows[i]);

		nlog_str_add(out, i ? ",\n    " : "\n    ");
		nlog_json_write_inside(out, row, 2);
		json_decref(row);
		if (out->len >= PIECE) {
			put(nlog_str_slice(out), data);
			nlog_str_truncate(out, 0);
		}
	}
	if (audit->count)
		nlog_str_add(out, "\n  ");
}

static void write_member_take(nlog_str *out, const char *name, json_t *value)
{
	nlog_str_addf(out, ",\n  \"%s\": ", name);
	nlog_json_write_inside(out, value, 1);
	json_decref(value);
}

/* Members stand in the order of their names. */
void nlog_audit_write_json(const nlog_audit *audit,
			   void (*put)(nlog_slice piece, void *data), void *data)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_str_add(&out, "{\n  \"amendments\": [");
	write_amendments(&out, audit, put, data);
	nlog_str_addc(&out, ']');
	write_member_take(&out, "findings", findings_to_json(audit));
	write_member_take(&out, "format", json_string("noticelog-audit/1"));
	write_member_take(&out, "statistics", statistics_to_json(audit));
	nlog_str_add(&out, "\n}\n");
	put(nlog_str_slice(&out), data);
	nlog_str_clear(&out);
}
