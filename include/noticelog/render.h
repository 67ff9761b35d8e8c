/**
 * @file
 * Reports in a format: text, Markdown and HTML, which show all of a report; CSV,
 * iCalendar and Atom, which show its tables, its events, its entries.
 *
 * Data never becomes markup or terminal control: each format has one function
 * that escapes, and every cell passes it.
 */
#ifndef NOTICELOG_RENDER_H
#define NOTICELOG_RENDER_H

#include <stdbool.h>

#include <noticelog/report.h>

/** One format; static. */
typedef struct nlog_format nlog_format;

/** @return the format of that name, or NULL */
const nlog_format *nlog_format_named(nlog_slice name);
/** @return format `index`, or NULL past the last */
const nlog_format *nlog_format_get(size_t index);
/** @return its name, such as "markdown"; static */
const char *nlog_format_name(const nlog_format *format);

/** What of a report a format shows. */
typedef enum {
	NLOG_CONTENT_ANY,    /**< all of it */
	NLOG_CONTENT_TABLES, /**< tables and events */
	NLOG_CONTENT_EVENTS, /**< events, and the first title as their calendar's name */
	NLOG_CONTENT_ENTRIES, /**< entries that have a mark, below a first title that has one */
} nlog_content;

nlog_content nlog_format_content(const nlog_format *format);

typedef struct {
	size_t width;      /**< of a line of text, in columns; 0: never break lines */
	bool colour;       /**< text only: terminal colours */
	const char *title; /**< HTML only: of a page whose report has none; may be NULL */
	/**
	 * Takes pieces as they are ready, so that the whole is never held; NULL: all of it
	 * is appended to the string
	 */
	void (*put)(nlog_slice piece, void *data);
	void *data; /**< of put */
} nlog_render_options;

#define NLOG_RENDER_OPTIONS_INIT                                                           \
	{                                                                                  \
		.width = 100, .colour = false                                              \
	}

/**
 * Append a report in a format. Equal reports give equal bytes.
 *
 * @param out  empty afterwards if the options have a put
 */
void nlog_render(nlog_str *out, const nlog_report *report, const nlog_format *format,
		 const nlog_render_options *options);

/** Is a report in that format one part behind the other, see nlog_render_part()? */
bool nlog_format_has_parts(const nlog_format *format);
/**
 * Append a further part of a report whose beginning was rendered, and shows something: the
 * same bytes as if it all had been one report. Parts can be rendered by several threads
 * and put together in their order.
 *
 * @param format   one that has parts
 * @param options  not NULL; their put is not asked
 */
void nlog_render_part(nlog_str *out, const nlog_report *part, const nlog_format *format,
		      const nlog_render_options *options);

#endif
