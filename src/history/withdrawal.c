/* What the document of a withdrawal says of itself. */
#include "withdrawal.h"

#include <noticelog/alloc.h>
#include <noticelog/parse.h>

/* A letter that is no notice has nothing to say here, and is no failure. */
static char *reference_of(const nlog_history *history, const char *name, nlog_slice bytes)
{
	nlog_document *document = NULL;
	nlog_parsed parsed = {NULL, NULL};
	nlog_slice reference = {NULL, 0};
	char *found = NULL;

	if (!nlog_document_read(&document, name, bytes, NLOG_DOCUMENT_UNKNOWN, NULL,
				NULL) &&
	    !nlog_parse(&parsed, document, nlog_history_register(history), name, NULL,
			NULL) &&
	    parsed.notice)
		reference = nlog_notice_line(parsed.notice, NLOG_FIELD_REFERENCE_NO);
	if (reference.len)
		found = nlog_strndup(reference.data, reference.len);
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	return found;
}

int history_withdrawal_reference(const nlog_history *history, const nlog_revision *revision,
				 char **out, nlog_error *err)
{
	nlog_str bytes = NLOG_STR_INIT;
	int rc;

	*out = NULL;
	/* Without a document of its own the folder still holds that of the notice. */
	if (!revision->entry->source)
		return 0;
	rc = nlog_history_source(history, revision, &bytes, err);
	if (!rc)
		*out = reference_of(history, revision->entry->source,
				    nlog_str_slice(&bytes));
	nlog_str_clear(&bytes);
	return rc == NLOG_ENOTFOUND ? 0 : rc;
}
