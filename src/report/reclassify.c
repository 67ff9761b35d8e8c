/* Where today's rules judge otherwise, as a report and as a table. */
#include <noticelog/view.h>

#include "audit.h"
#include "plain.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void write_ids(nlog_str *out, const json_t *ids)
{
	for (size_t i = 0; i < json_array_size(ids); i++)
		nlog_str_addf(out, "%s%s", i ? ", " : "",
			      json_string_value(json_array_get(ids, i)));
}

static void add_ids(nlog_report *report, const char *name, const json_t *ids,
		    nlog_tone tone)
{
	nlog_str cell = NLOG_STR_INIT;

	if (!json_array_size(ids))
		return;
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_QUIET, "");
	nlog_report_add(report, NLOG_TONE_STRONG, name);
	write_ids(&cell, ids);
	nlog_report_add_take(report, tone, &cell);
	nlog_report_add(report, NLOG_TONE_QUIET, "");
}

static void add_revision(nlog_report *report, const nlog_reclassified *one)
{
	const nlog_entry *entry = one->revision->entry;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, one->dossier->key);
	nlog_str_addf(&cell, "r%u", one->revision->number);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_str_add(&cell, "issued ");
	nlog_date_add_human(&cell, one->revision->issued);
	nlog_str_addf(&cell, ", recorded as %.7s by rules %s", entry->commit,
		      entry->rules ? entry->rules : "of no version");
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_begin(report, NLOG_BLOCK_LIST);
	add_ids(report, "no longer", one->gone, NLOG_TONE_ALERT);
	add_ids(report, "now also", one->added, NLOG_TONE_ALERT);
	add_ids(report, "the commit", one->said, NLOG_TONE_PLAIN);
	add_ids(report, "today", one->found, NLOG_TONE_PLAIN);
}

static void add_versions(nlog_report *report, const nlog_reclassification *list)
{
	nlog_str line = NLOG_STR_INIT;
	const char *version, *between = ": ";
	json_t *count;

	nlog_str_addf(&line, "%zu of %zu revision%s judged otherwise by the rules %s",
		      list->count, list->revisions, list->revisions == 1 ? "" : "s",
		      NLOG_RULES_VERSION);
	if (json_object_size(list->versions))
		nlog_str_add(&line, " and the vocabulary of today; rules when recorded");
	json_object_foreach(list->versions, version, count)
	{
		nlog_str_addf(&line, "%s%s (%lld)", between, version,
			      (long long)json_integer_value(count));
		between = ", ";
	}
	nlog_str_addc(&line, '.');
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&line));
	nlog_str_clear(&line);
}

void nlog_view_reclassification(nlog_report *report, const nlog_reclassification *list)
{
	nlog_report_add_block(report, NLOG_BLOCK_TITLE,
			      "What today's rules judge otherwise");
	add_versions(report, list);
	for (size_t i = 0; i < list->count; i++)
		add_revision(report, &list->items[i]);
}

void nlog_view_reclassification_table(nlog_report *report,
				      const nlog_reclassification *list)
{
	static const char *const heads[] = {"notice", "revision", "issued",
					    "commit", "rules",    "said",
					    "found",  "gone",     "added"};

	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < list->count; i++) {
		const nlog_reclassified *one = &list->items[i];
		const nlog_entry *entry = one->revision->entry;
		const json_t *const ids[] = {one->said, one->found, one->gone, one->added};
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_PLAIN, one->dossier->key);
		nlog_str_addf(&cell, "%u", one->revision->number);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		nlog_report_add_day(report, true, one->revision->issued);
		nlog_report_add(report, NLOG_TONE_PLAIN, entry->commit);
		nlog_report_add(report, NLOG_TONE_PLAIN, entry->rules ? entry->rules : "");
		for (size_t k = 0; k < COUNT(ids); k++) {
			write_ids(&cell, ids[k]);
			nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		}
	}
}
