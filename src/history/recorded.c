/* Entries of the log with what they did. */
#include <noticelog/recorded.h>

#include "places.h"

int nlog_recorded_load(const nlog_history *history, size_t index, nlog_recorded *out,
		       nlog_error *err)
{
	const nlog_entry *entry = nlog_log_get(nlog_history_log(history), index);
	const nlog_revision *revision, *before;
	const nlog_dossier *dossier;
	int rc;

	*out = (nlog_recorded){.entry = entry};
	if (!entry->notice || !entry->revision)
		return 0;
	dossier = nlog_history_find(history, nlog_slice_of(entry->notice));
	revision = dossier ? nlog_dossier_numbered(dossier, entry->revision) : NULL;
	if (!revision || !nlog_history_sees(history, revision))
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "%s r%u had not been issued by then", entry->notice,
				      entry->revision);
	before = revision->corrects ? revision->corrects
				    : history_before_when_recorded(dossier, revision);
	rc = nlog_history_compare(history, dossier, before, revision, &out->comparison,
				  err);
	if (!rc)
		out->revision = revision;
	return rc;
}

static void set_text(json_t *object, const char *name, const char *text)
{
	if (text && *text)
		json_object_set_new(object, name, json_string(text));
}

/* What every commit has. */
static json_t *commit_to_json(const nlog_entry *entry)
{
	nlog_str recorded = NLOG_STR_INIT;
	json_t *object = json_object();

	nlog_instant_add_rfc3339(&recorded, entry->recorded);
	set_text(object, "commit", entry->commit);
	set_text(object, "recorded", nlog_str_text(&recorded));
	set_text(object, "kind", entry->kind);
	set_text(object, "notice", entry->notice);
	json_object_set_new(object, "author",
			    json_pack("{s:s, s:s}", "name", entry->author_name, "email",
				      entry->author_email));
	nlog_str_clear(&recorded);
	return object;
}

json_t *nlog_recorded_to_json(const nlog_recorded *recorded)
{
	const nlog_entry *entry = recorded->entry;
	json_t *object = recorded->revision
				 ? nlog_comparison_to_log_json(&recorded->comparison)
				 : commit_to_json(entry);

	set_text(object, "subject", entry->subject);
	set_text(object, "chain", entry->chain);
	if (entry->entry)
		json_object_set_new(object, "entry", json_integer(entry->entry));
	if (!recorded->revision && entry->stated)
		json_object_set_new(object, "restores", json_integer(entry->stated));
	if (recorded->revision && recorded->comparison.old_revision)
		json_object_set_new(
			object, "compared_with",
			json_integer(recorded->comparison.old_revision->number));
	if (recorded->revision && recorded->revision->corrects)
		json_object_set_new(object, "mended",
				    nlog_diff_to_json(recorded->comparison.diff));
	return object;
}

void nlog_recorded_clear(nlog_recorded *recorded)
{
	nlog_comparison_clear(&recorded->comparison);
	recorded->revision = NULL;
}
