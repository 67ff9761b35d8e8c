/**
 * @file
 * What a format is: a row of functions, one of which escapes.
 */
#ifndef NOTICELOG_RENDER_FORMAT_H
#define NOTICELOG_RENDER_FORMAT_H

#include <noticelog/render.h>

/** Append one block of a report. */
typedef void nlog_render_block(nlog_str *out, const nlog_report_block *block,
			       const nlog_render_options *options);

struct nlog_format {
	const char *name;
	const char *extension;
	const char *media_type;
	nlog_content content; /**< what it shows; zero: whatever there is */
	/**
	 * Append data so that it stays data; every cell passes here whose bytes were not
	 * all found to stand for themselves.
	 */
	void (*escape)(nlog_str *out, nlog_slice data);
	/** Append the report; NULL: it is its blocks, an empty line between them. */
	void (*render)(nlog_str *out, const nlog_report *report,
		       const nlog_render_options *options);
	nlog_render_block *block; /**< NULL unless render is */
};

extern const nlog_format nlog_format_text;
extern const nlog_format nlog_format_markdown;
extern const nlog_format nlog_format_html;
extern const nlog_format nlog_format_csv;
extern const nlog_format nlog_format_ical;
extern const nlog_format nlog_format_atom;

/**
 * @param safe  empty; filled if something in data must be written out
 * @return data as it can be shown, see nlog_str_add_visible(): mostly itself
 */
nlog_slice nlog_render_visible(nlog_str *safe, nlog_slice data);

/** Hand on what there is, if somebody takes it and it is worth it; between rows and blocks. */
void nlog_render_pass_on(nlog_str *out, const nlog_render_options *options);

/** Append the blocks that have rows, an empty line between them. */
void nlog_render_blocks(nlog_str *out, const nlog_report *report,
			const nlog_render_options *options, nlog_render_block *add);

#endif
