/* Entries of the log with what they did. */
#include <noticelog/recorded.h>

#include "places.h"

/* Where a paragraph begins that starts with these words; the end if there is none. */
static size_t find_paragraph(nlog_slice text, const char *words)
{
	for (size_t at = 0; at < text.len;) {
		nlog_slice rest = nlog_slice_from(text, at);
		ptrdiff_t next = nlog_slice_find(rest, "\n\n");

		if (nlog_slice_starts(rest, words))
			return at;
		at = next < 0 ? text.len : at + (size_t)next + 2;
	}
	return text.len;
}

/* The text without its last paragraph. */
static nlog_slice without_last_paragraph(nlog_slice text)
{
	while (text.len > 1 &&
	       !(text.data[text.len - 1] == '\n' && text.data[text.len - 2] == '\n'))
		text.len--;
	return text.len > 1 ? text : (nlog_slice){text.data, 0};
}

/*
 * The words of a message that are nobody's rendering: neither its subject nor the
 * trailers at its end, nor the change-log entry, `KEY  Title …`, before them.
 */
static int read_words(const nlog_history *history, const nlog_entry *entry, nlog_str *out,
		      nlog_error *err)
{
	nlog_str message = NLOG_STR_INIT, heading = NLOG_STR_INIT;
	int rc = nlog_store_read_message(nlog_history_store(history), entry->commit,
					 &message, err);
	nlog_slice words = nlog_slice_trim(nlog_str_slice(&message));
	ptrdiff_t subject_end = nlog_slice_find(words, "\n");

	words = nlog_slice_from(words, subject_end < 0 ? words.len : (size_t)subject_end);
	if (!entry->is_plain)
		words = without_last_paragraph(words);
	words = nlog_slice_trim(words);
	if (entry->notice) {
		nlog_str_addf(&heading, "%s  ", entry->notice);
		words.len = find_paragraph(words, nlog_str_text(&heading));
	}
	nlog_str_add_slice(out, nlog_slice_trim(words));
	nlog_str_clear(&heading);
	nlog_str_clear(&message);
	return rc;
}

static int compare(const nlog_history *history, nlog_recorded *out, nlog_error *err)
{
	const nlog_entry *entry = out->entry;
	const nlog_dossier *dossier =
		nlog_history_find(history, nlog_slice_of(entry->notice));
	const nlog_revision *revision =
		dossier ? nlog_dossier_numbered(dossier, entry->revision) : NULL;
	const nlog_revision *before;
	int rc;

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

int nlog_recorded_load(const nlog_history *history, size_t index, nlog_recorded *out,
		       nlog_error *err)
{
	const nlog_entry *entry = nlog_log_get(nlog_history_log(history), index);
	int rc = 0;

	*out = (nlog_recorded){.entry = entry, .message = NLOG_STR_INIT};
	if (entry->notice && entry->revision)
		rc = compare(history, out, err);
	if (!rc)
		rc = read_words(history, entry, &out->message, err);
	if (rc)
		nlog_recorded_clear(out);
	return rc;
}

/* What every commit has. */
static json_t *commit_to_json(const nlog_entry *entry)
{
	nlog_str recorded = NLOG_STR_INIT;
	json_t *object = json_object();

	nlog_instant_add_rfc3339(&recorded, entry->recorded);
	nlog_json_set_text(object, "commit", entry->commit);
	nlog_json_set_text(object, "recorded", nlog_str_text(&recorded));
	nlog_json_set_text(object, "kind", entry->kind);
	nlog_json_set_text(object, "notice", entry->notice);
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

	nlog_json_set_text(object, "subject", entry->subject);
	nlog_json_set_text(object, "message", nlog_str_text(&recorded->message));
	nlog_json_set_text(object, "chain", entry->chain);
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
	nlog_str_clear(&recorded->message);
	recorded->revision = NULL;
}
