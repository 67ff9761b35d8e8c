/**
 * @file
 * A document as lines and table rows with positions, whatever its format.
 *
 * Readers take the markup away and keep what it says: a label that was bold or
 * stood in a table's first column is marked as one, a paragraph break is a
 * blank line. What comes out is UTF-8; where it came from, line and column of
 * the source say.
 */
#ifndef NOTICELOG_DOCUMENT_H
#define NOTICELOG_DOCUMENT_H

#include <stdbool.h>

#include <noticelog/error.h>
#include <noticelog/finding.h>
#include <noticelog/str.h>

typedef enum {
	NLOG_DOCUMENT_UNKNOWN, /**< tell by content first, name second */
	NLOG_DOCUMENT_TEXT,
	NLOG_DOCUMENT_MARKDOWN,
	NLOG_DOCUMENT_HTML,
} nlog_document_format;

/** @return the format of that name ("text", "markdown", "html"), or NLOG_DOCUMENT_UNKNOWN */
nlog_document_format nlog_document_format_named(nlog_slice name);
/** @return "text", "markdown", "html" or "unknown"; static */
const char *nlog_document_format_name(nlog_document_format format);

typedef enum {
	NLOG_LINE_BLANK,   /**< parts paragraphs */
	NLOG_LINE_HEADING, /**< a heading of any level */
	NLOG_LINE_TEXT,    /**< a line of text, maybe `Label: value` */
	/**
	 * A further paragraph of the value above, never a label (starts with TAB).
	 * Its cells are parted by the TABs like a row's, so that the first is empty.
	 */
	NLOG_LINE_MORE,
	NLOG_LINE_ROW,  /**< cells side by side: `LABEL<TAB>VALUE`, a table's row */
	NLOG_LINE_PAGE, /**< a page begins (form feed) */
} nlog_line_kind;

/** A piece of text and the place in the source at which it begins. */
typedef struct {
	nlog_slice text; /**< without markup; LF parts lines, two LF paragraphs */
	unsigned line, column;
	bool strong; /**< bold, or a table's heading cell: likely a label */
} nlog_cell;

/** One line: its cells are borrowed from the document. */
typedef struct {
	nlog_line_kind kind;
	unsigned line;    /**< of the source, from 1 */
	unsigned column;  /**< of the source, from 1, in characters */
	bool in_list;     /**< an item of a list: a paragraph by itself */
	bool aligned;     /**< a row whose cells are parted by two or more spaces only */
	bool heading_row; /**< a row of heading cells alone */
	bool beside; /**< the page marks it as no part of its matter: navigation, footer */
	unsigned
		table; /**< rows of one table have the same number, from 1; 0: of no table */
	const nlog_cell *cells; /**< one for TEXT and HEADING, none for BLANK and PAGE */
	size_t cell_count;
} nlog_line;

typedef struct nlog_document nlog_document;

/**
 * Read a document.
 *
 * @param out       free with nlog_document_free(); untouched on failure
 * @param source    file name, for the format, errors and findings; may be NULL
 * @param bytes     copied where it must outlive the call
 * @param format    NLOG_DOCUMENT_UNKNOWN to find out
 * @param findings  added to; may be NULL
 * @return 0, NLOG_EINPUT (empty, binary, no text: the error says what it looks like and what
 *         to do) or NLOG_ELIMIT
 */
int nlog_document_read(nlog_document **out, const char *source, nlog_slice bytes,
		       nlog_document_format format, nlog_findings *findings,
		       nlog_error *err);

/** @return the format that it was read as */
nlog_document_format nlog_document_format_of(const nlog_document *document);
size_t nlog_document_count(const nlog_document *document);
const nlog_line *nlog_document_get(const nlog_document *document, size_t index);
void nlog_document_free(nlog_document *document);

#endif
