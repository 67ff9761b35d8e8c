/* What verification found, for people and as JSON. */
#include "verify.h"

#include <string.h>

static void add_checkpoint(nlog_str *out, const nlog_verification *verification)
{
	nlog_str_addf(out, "%s %u %s", verification->head, verification->entry,
		      verification->chain);
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void add_count(nlog_str *out, size_t count, const char *what)
{
	nlog_str_addf(out, "%zu %s%s", count, what, plural(count));
}

static size_t count_level(const nlog_findings *findings, nlog_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i].rule->severity == level;
	return count;
}

static void add_verdict(nlog_str *out, const nlog_verification *verification)
{
	const nlog_inventory *inventory = &verification->inventory;
	size_t errors = count_level(&verification->findings, NLOG_ERROR);
	size_t warnings = count_level(&verification->findings, NLOG_WARNING);

	nlog_str_add(out, errors ? "not whole" : "whole");
	if (inventory->damaged) {
		nlog_str_add(out, ", ");
		add_count(out, inventory->damaged, "object");
		nlog_str_add(out, " damaged or missing");
	}
	if (inventory->is_cut)
		nlog_str_add(out, ", older history out of reach");
	if (errors) {
		nlog_str_add(out, ", ");
		add_count(out, errors, "error");
	}
	if (warnings) {
		nlog_str_add(out, ", ");
		add_count(out, warnings, "warning");
	}
}

void nlog_verification_format(nlog_str *out, const nlog_verification *verification)
{
	const nlog_inventory *inventory = &verification->inventory;

	for (size_t i = 0; i < verification->findings.count; i++)
		nlog_finding_format(out, &verification->findings.items[i]);
	add_count(out, inventory->commits, "commit");
	nlog_str_add(out, ", ");
	add_count(out, verification->revisions, "revision");
	nlog_str_add(out, " of ");
	add_count(out, verification->notices, "notice");
	nlog_str_add(out, ", ");
	add_count(out, inventory->objects, "object");
	nlog_str_add(out, ": ");
	add_verdict(out, verification);
	nlog_str_addc(out, '\n');
	if (verification->judged_otherwise)
		nlog_str_addf(out,
			      "%zu revision%s judged by another version of the rules: "
			      "amendments not compared\n",
			      verification->judged_otherwise,
			      plural(verification->judged_otherwise));
	if (inventory->has_commit_graph)
		nlog_str_add(out, "a commit-graph is present; it was not believed\n");
	if (verification->head[0]) {
		nlog_str_add(out, "Checkpoint: ");
		add_checkpoint(out, verification);
		nlog_str_addc(out, '\n');
	}
}

static void set_count(json_t *object, const char *name, size_t count)
{
	json_object_set_new(object, name, json_integer((json_int_t)count));
}

json_t *nlog_verification_to_json(const nlog_verification *verification)
{
	const nlog_inventory *inventory = &verification->inventory;
	json_t *object = json_object();
	nlog_str checkpoint = NLOG_STR_INIT;

	add_checkpoint(&checkpoint, verification);
	json_object_set_new(object, "format", json_string("noticelog-verify/1"));
	json_object_set_new(object, "whole",
			    json_boolean(nlog_verification_is_whole(verification)));
	if (verification->head[0])
		json_object_set_new(object, "checkpoint",
				    json_string(nlog_str_text(&checkpoint)));
	set_count(object, "commits", inventory->commits);
	set_count(object, "revisions", verification->revisions);
	set_count(object, "notices", verification->notices);
	set_count(object, "objects", inventory->objects);
	set_count(object, "bytes", (size_t)inventory->bytes);
	set_count(object, "damaged", inventory->damaged);
	set_count(object, "judged_otherwise", verification->judged_otherwise);
	json_object_set_new(object, "cut", json_boolean(inventory->is_cut));
	json_object_set_new(object, "commit_graph",
			    json_boolean(inventory->has_commit_graph));
	json_object_set_new(object, "findings",
			    nlog_findings_to_json(&verification->findings));
	nlog_str_clear(&checkpoint);
	return object;
}
