/**
 * @file
 * Writing markup, HTML as XML: libxml2's writer, loaded with the first page or feed.
 */
#ifndef NOTICELOG_RENDER_XML_H
#define NOTICELOG_RENDER_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>

#include "format.h"

typedef struct {
	xmlTextWriter *out;
	nlog_str *to;
	const nlog_render_options *options;
} xml_writer;

/**
 * Begin to write.
 *
 * @param to       what is written is appended here; borrowed until xml_close()
 * @param options  who takes pieces of it on the way, see nlog_render_pass_on();
 *                 borrowed likewise
 */
void xml_open(xml_writer *writer, nlog_str *to, const nlog_render_options *options);
/** Write what is left, and let go of the writer. */
void xml_close(xml_writer *writer);

/** Begin a document of XML: with a declaration, each element on a line of its own. */
void xml_declare(xml_writer *writer);
/** Begin an element. */
void xml_start(xml_writer *writer, const char *name);
/** End it; an end tag is always written: HTML knows no empty elements but its own. */
void xml_end(xml_writer *writer);
/** End an element that is written without an end tag where it has no content. */
void xml_end_empty(xml_writer *writer);
void xml_attribute(xml_writer *writer, const char *name, const char *value);
/** Every piece of data passes here: what would be markup is escaped. */
void xml_text(xml_writer *writer, nlog_slice data);
/** Markup as text, escaped, its line ends as they are. */
void xml_markup(xml_writer *writer, const char *html);
/** Words of ours, as they are. */
void xml_raw(xml_writer *writer, const char *words);
/** Append data, escaped as it is in a document's text. */
void xml_escape(nlog_str *out, nlog_slice data);

#endif
