/* Any bytes as a document: what is parsed must be written, and read back strictly the same. */
#include <stdint.h>
#include <stdlib.h>

#include <noticelog/alloc.h>
#include <noticelog/parse.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_notice(const nlog_notice *notice)
{
	nlog_str written = NLOG_STR_INIT;
	nlog_notice *again = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_notice_write(&written, notice);
	if (nlog_notice_read(&again, NULL, nlog_str_slice(&written), NLOG_READ_ENTRY, NULL,
			     &err) ||
	    !nlog_notice_equal(notice, again))
		abort();
	nlog_notice_free(again);
	nlog_str_clear(&written);
}

static void check_addendum(const nlog_addendum *addendum)
{
	nlog_str written = NLOG_STR_INIT;
	nlog_addendum *again = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_addendum_write(&written, addendum);
	if (nlog_addendum_read(&again, NULL, nlog_str_slice(&written), &err))
		abort();
	nlog_addendum_free(again);
	nlog_str_clear(&written);
}

/* The first byte chooses the format, so that all readers are reached. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_document *document = NULL;
	nlog_register *reg = NULL;
	nlog_parsed parsed = {NULL, NULL};
	nlog_error err = NLOG_ERROR_INIT;

	if (!size)
		return 0;
	nlog_alloc_setup();
	nlog_slice bytes = {(const char *)data + 1, size - 1};

	if (nlog_document_read(&document, "fuzz", bytes,
			       (nlog_document_format)(data[0] % 4), &findings, &err))
		goto out;
	nlog_register_builtin(&reg);
	int rc = nlog_parse(&parsed, document, reg, "fuzz", &findings, &err);

	/* The one reason not to parse a document is that it is no notice. */
	if (rc && err.text[0] != 'n' && err.text[0] != 't')
		abort();
	if (parsed.notice)
		check_notice(parsed.notice);
	if (parsed.addendum)
		check_addendum(parsed.addendum);
out:
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_register_free(reg);
	nlog_findings_clear(&findings);
	return 0;
}
