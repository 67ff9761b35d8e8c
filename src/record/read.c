/* An input: stored JSON, or a document to be parsed. */
#include "record.h"

#include <noticelog/addendum.h>
#include <string.h>

/* An object begins with a brace and a quote: other braces begin other things, such as RTF. */
static bool is_json(nlog_slice text)
{
	nlog_slice rest;

	if (nlog_slice_starts(text, "\xef\xbb\xbf"))
		text = nlog_slice_from(text, 3);
	text = nlog_slice_trim(text);
	rest = nlog_slice_trim(nlog_slice_from(text, 1));
	return nlog_slice_starts(text, "{") &&
	       (nlog_slice_starts(rest, "\"") || nlog_slice_starts(rest, "}"));
}

/* What kind of stored JSON the text says it is; NULL if it is none. */
static const char *stored_format(nlog_slice text)
{
	static const char *const formats[] = {NLOG_NOTICE_FORMAT, NLOG_REGISTER_FORMAT,
					      NLOG_ADDENDUM_FORMAT};
	const char *found = NLOG_NOTICE_FORMAT;
	json_t *value = NULL;
	const char *format;

	if (!is_json(text))
		return NULL;
	if (nlog_json_read(&value, NULL, text, NLOG_JSON_STRICT, NULL))
		return found;
	format = nlog_json_text(value, "format");
	for (size_t i = 0; format && i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i], format) == 0)
			found = formats[i];
	json_decref(value);
	return found;
}

static int read_document(nlog_record_content *out, const nlog_record_input *input,
			 const nlog_register *reg, nlog_findings *findings, nlog_error *err)
{
	nlog_document *document = NULL;
	nlog_parsed parsed = {NULL, NULL};
	int rc = nlog_document_read(&document, input->name, input->bytes,
				    NLOG_DOCUMENT_UNKNOWN, findings, err);

	if (!rc)
		rc = nlog_parse(&parsed, document, reg, input->name, findings, err);
	if (!rc) {
		out->notice = parsed.notice;
		out->addendum = parsed.addendum;
		out->is_document = true;
		parsed = (nlog_parsed){NULL, NULL};
	}
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	return rc;
}

int nlog_record_read(nlog_record_content *out, const nlog_record_input *input,
		     const nlog_register *reg, nlog_findings *findings, nlog_error *err)
{
	const char *format = stored_format(input->bytes);

	*out = (nlog_record_content){NULL, NULL, NULL, false};
	if (!format)
		return read_document(out, input, reg, findings, err);
	if (strcmp(format, NLOG_REGISTER_FORMAT) == 0)
		return nlog_register_read(&out->reg, input->name, input->bytes, err);
	if (strcmp(format, NLOG_ADDENDUM_FORMAT) == 0)
		return nlog_addendum_read(&out->addendum, input->name, input->bytes, err);
	return nlog_notice_read(&out->notice, input->name, input->bytes, NLOG_READ_ENTRY,
				findings, err);
}

void nlog_record_content_clear(nlog_record_content *content)
{
	nlog_notice_free(content->notice);
	nlog_addendum_free(content->addendum);
	nlog_register_free(content->reg);
	*content = (nlog_record_content){NULL, NULL, NULL, false};
}

int nlog_record_read_notice(nlog_notice **out, const nlog_record_input *input,
			    const nlog_register *reg, nlog_findings *findings,
			    nlog_error *err)
{
	nlog_record_content content;
	int rc = nlog_record_read(&content, input, reg, findings, err);

	if (!rc && !content.notice)
		rc = nlog_error_at(err, NLOG_EINPUT, input->name, 0, 0,
				   "not a notice, but an addendum or a register");
	if (!rc) {
		*out = content.notice;
		content.notice = NULL;
	}
	nlog_record_content_clear(&content);
	return rc;
}
