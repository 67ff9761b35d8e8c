/* Writing markup by libxml2, which brings ICU along and is loaded when it is needed. */
#include "xml.h"

#include <noticelog/library.h>

#define FUNCTIONS(X)                                                                       \
	X(xmlEncodeSpecialChars)                                                           \
	X(xmlFree)                                                                         \
	X(xmlFreeTextWriter)                                                               \
	X(xmlNewTextWriter)                                                                \
	X(xmlOutputBufferCreateIO)                                                         \
	X(xmlTextWriterEndElement)                                                         \
	X(xmlTextWriterFullEndElement)                                                     \
	X(xmlTextWriterSetIndent)                                                          \
	X(xmlTextWriterSetIndentString)                                                    \
	X(xmlTextWriterStartDocument)                                                      \
	X(xmlTextWriterStartElement)                                                       \
	X(xmlTextWriterWriteAttribute)                                                     \
	X(xmlTextWriterWriteRaw)                                                           \
	X(xmlTextWriterWriteString)

typedef struct {
	FUNCTIONS(NLOG_LIBRARY_MEMBER)
} functions;

static const char *const names[] = {FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
static functions loaded;
static nlog_library libxml2 = NLOG_LIBRARY(LIBXML2_FILE, names, &loaded);

static const functions *library(void)
{
	return nlog_library_functions(&libxml2);
}

static int write_out(void *writer, const char *bytes, int len)
{
	const xml_writer *from = writer;

	nlog_str_addn(from->to, bytes, (size_t)len);
	nlog_render_pass_on(from->to, from->options);
	return len;
}

void xml_open(xml_writer *writer, nlog_str *to, const nlog_render_options *options)
{
	writer->to = to;
	writer->options = options;
	writer->out = library()->xmlNewTextWriter(
		library()->xmlOutputBufferCreateIO(write_out, NULL, writer, NULL));
}

void xml_close(xml_writer *writer)
{
	library()->xmlFreeTextWriter(writer->out);
}

void xml_declare(xml_writer *writer)
{
	library()->xmlTextWriterSetIndent(writer->out, 1);
	library()->xmlTextWriterSetIndentString(writer->out, BAD_CAST " ");
	library()->xmlTextWriterStartDocument(writer->out, NULL, "UTF-8", NULL);
}

void xml_start(xml_writer *writer, const char *name)
{
	library()->xmlTextWriterStartElement(writer->out, BAD_CAST name);
}

void xml_end(xml_writer *writer)
{
	library()->xmlTextWriterFullEndElement(writer->out);
}

void xml_end_empty(xml_writer *writer)
{
	library()->xmlTextWriterEndElement(writer->out);
}

void xml_attribute(xml_writer *writer, const char *name, const char *value)
{
	library()->xmlTextWriterWriteAttribute(writer->out, BAD_CAST name, BAD_CAST value);
}

void xml_text(xml_writer *writer, nlog_slice data)
{
	nlog_str safe = NLOG_STR_INIT;

	nlog_str_add_visible(&safe, data);
	xml_markup(writer, nlog_str_text(&safe));
	nlog_str_clear(&safe);
}

void xml_markup(xml_writer *writer, const char *html)
{
	library()->xmlTextWriterWriteString(writer->out, BAD_CAST html);
}

void xml_raw(xml_writer *writer, const char *words)
{
	library()->xmlTextWriterWriteRaw(writer->out, BAD_CAST words);
}

void xml_escape(nlog_str *out, nlog_slice data)
{
	nlog_str safe = NLOG_STR_INIT;
	xmlChar *escaped;

	nlog_str_add_visible(&safe, data);
	escaped = library()->xmlEncodeSpecialChars(NULL, BAD_CAST nlog_str_text(&safe));
	if (escaped)
		nlog_str_add(out, (const char *)escaped);
	(*library()->xmlFree)(escaped);
	nlog_str_clear(&safe);
}
