/* Reports in a format: the table of formats, and the loop over blocks. */
#include "format.h"

#include <assert.h>
#include <noticelog/text.h>

static const nlog_format *const formats[] = {
	&nlog_format_text, &nlog_format_markdown, &nlog_format_html,
	&nlog_format_csv,  &nlog_format_ical,     &nlog_format_atom,
};

const nlog_format *nlog_format_get(size_t index)
{
	return index < sizeof(formats) / sizeof(*formats) ? formats[index] : NULL;
}

const nlog_format *nlog_format_named(nlog_slice name)
{
	const nlog_format *format;

	for (size_t i = 0; (format = nlog_format_get(i)); i++)
		if (nlog_slice_is(name, format->name))
			return format;
	return NULL;
}

const char *nlog_format_name(const nlog_format *format)
{
	return format->name;
}

nlog_content nlog_format_content(const nlog_format *format)
{
	return format->content;
}

nlog_slice nlog_render_visible(nlog_str *safe, nlog_slice data)
{
	size_t columns;

	if (nlog_text_visible(data, &columns) == data.len)
		return data;
	nlog_str_add_visible(safe, data);
	return nlog_str_slice(safe);
}

/* Pieces are about as long as this. */
#define PIECE ((size_t)64 << 10)

static void put(nlog_str *out, const nlog_render_options *options)
{
	options->put(nlog_str_slice(out), options->data);
	nlog_str_truncate(out, 0);
}

void nlog_render_pass_on(nlog_str *out, const nlog_render_options *options)
{
	if (options->put && out->len >= PIECE)
		put(out, options);
}

/* @param is_first  nothing stands before them */
static void add_blocks(nlog_str *out, const nlog_report *report,
		       const nlog_render_options *options, nlog_render_block *add,
		       bool is_first)
{
	for (size_t i = 0; i < report->block_count; i++) {
		const nlog_report_block *block = &report->blocks[i];

		if (!block->row_count)
			continue;
		if (!is_first)
			nlog_str_addc(out, '\n');
		add(out, block, options);
		nlog_render_pass_on(out, options);
		is_first = false;
	}
}

void nlog_render_blocks(nlog_str *out, const nlog_report *report,
			const nlog_render_options *options, nlog_render_block *add)
{
	add_blocks(out, report, options, add, true);
}

void nlog_render(nlog_str *out, const nlog_report *report, const nlog_format *format,
		 const nlog_render_options *options)
{
	static const nlog_render_options defaults = NLOG_RENDER_OPTIONS_INIT;

	if (!options)
		options = &defaults;
	if (format->render)
		format->render(out, report, options);
	else
		nlog_render_blocks(out, report, options, format->block);
	if (options->put)
		put(out, options);
}

bool nlog_format_has_parts(const nlog_format *format)
{
	return format->block != NULL;
}

void nlog_render_part(nlog_str *out, const nlog_report *part, const nlog_format *format,
		      const nlog_render_options *options)
{
	nlog_render_options appended = *options;

	assert(format->block);
	appended.put = NULL;
	add_blocks(out, part, &appended, format->block, false);
}
