/**
 * @file
 * What a format is: a row of functions, one of which escapes.
 */
#ifndef NOTICELOG_RENDER_FORMAT_H
#define NOTICELOG_RENDER_FORMAT_H

#include <noticelog/render.h>

struct nlog_format {
	const char *name;
	const char *extension;
	const char *media_type;
	/** Append data so that it stays data; every cell passes here. */
	void (*escape)(nlog_str *out, nlog_slice data);
	/** Append one block. `before` is the kind of the block before it, or -1. */
	void (*block)(nlog_str *out, const nlog_report_block *block, int before,
		      const nlog_render_options *options);
};

extern const nlog_format nlog_format_text;
extern const nlog_format nlog_format_markdown;

#endif
