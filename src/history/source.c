/* The files beside a notice: the document that a revision was made from, its addendum. */
#include <noticelog/history.h>

#include <noticelog/alloc.h>

/* Remember the first file of a folder that is a source. */
static int note_source(const char *name, void *data)
{
	char **found = data;

	if (!nlog_slice_starts(nlog_slice_of(name), "source."))
		return 0;
	*found = nlog_strdup(name);
	return 1;
}

int nlog_history_source(const nlog_history *history, const nlog_revision *revision,
			nlog_str *bytes, nlog_error *err)
{
	const nlog_store *store = nlog_history_store(history);
	char room[NLOG_OID_SIZE];
	const char *tree = nlog_entry_folder(revision->entry, room);
	char *name = NULL;
	int rc = nlog_store_list_tree(store, tree, note_source, &name, err);

	if (!rc && !name)
		rc = nlog_error_set(
			err, NLOG_ENOTFOUND,
			"%s r%u was recorded without a document: `noticelog show "
			"%s@%u` gives what it says",
			revision->entry->notice, revision->number, revision->entry->notice,
			revision->number);
	else if (!rc)
		rc = nlog_store_read_file(store, tree, name, bytes, err);
	nlog_free(name);
	return rc;
}

int nlog_history_addendum(const nlog_history *history, const nlog_revision *revision,
			  nlog_addendum **out, nlog_error *err)
{
	nlog_str text = NLOG_STR_INIT;
	const char *blob = revision->entry->addendum;
	int rc = 0;

	*out = NULL;
	/* A withdrawal leaves the folder as it is: the addendum there made the revision before. */
	if (!blob || revision->is_withdrawal)
		return 0;
	rc = nlog_store_read_blob(nlog_history_store(history), blob, &text, err);
	if (!rc && nlog_addendum_read(out, "addendum.json", nlog_str_slice(&text), err))
		rc = NLOG_EDAMAGED;
	nlog_str_clear(&text);
	return rc;
}
