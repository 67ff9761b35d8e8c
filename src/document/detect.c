/* Which format a document has: by what it holds first, by its name second. */
#include <string.h>

#include <noticelog/file.h>

#include "reader.h"

/* Tags with which a page or a fragment of one begins. */
static const char *const page_tags[] = {
	"!doctype", "?xml",  "html", "head", "body",   "meta",    "title",   "style",
	"script",   "table", "div",  "p",    "dl",     "h1",      "h2",      "h3",
	"h4",       "ul",    "ol",   "main", "center", "article", "section", "header",
};

static bool is_tag_of(nlog_slice text, const char *name)
{
	size_t length = strlen(name);

	return nlog_slice_starts_nocase(nlog_slice_from(text, 1), name) &&
	       text.len > length + 1 && strchr(" \t\r\n>/", text.data[length + 1]);
}

static nlog_slice skip_comments(nlog_slice text)
{
	text = nlog_slice_trim(text);
	while (nlog_slice_starts(text, "<!--")) {
		ptrdiff_t end = nlog_slice_find(text, "-->");

		if (end < 0)
			break;
		text = nlog_slice_trim(nlog_slice_from(text, (size_t)end + 3));
	}
	return text;
}

/* A text whose lines are `<b>LABEL</b><TAB>VALUE` is no page, whatever it begins with. */
static bool is_page(nlog_slice text)
{
	text = skip_comments(text);
	if (!nlog_slice_starts(text, "<"))
		return false;
	if (is_tag_of(text, "p") && nlog_slice_find(text, "</b>\t") >= 0)
		return false;
	for (size_t i = 0; i < sizeof(page_tags) / sizeof(page_tags[0]); i++) {
		if (is_tag_of(text, page_tags[i]))
			return true;
	}
	return false;
}

/* `## Heading`, `**Label`, `__Label`, `| --- |` */
static bool is_markdown_line(nlog_slice line)
{
	size_t hashes = 0;

	while (hashes < line.len && line.data[hashes] == '#')
		hashes++;
	if (hashes && hashes <= 6 && hashes < line.len && line.data[hashes] == ' ')
		return true;
	if (nlog_slice_starts(line, "- **") || nlog_slice_starts(line, "* **"))
		return true;
	if (nlog_slice_starts(line, "**") || nlog_slice_starts(line, "__"))
		return line.len > 4 && !strchr(" *_", line.data[2]);
	return nlog_slice_starts(line, "|") && nlog_slice_find(line, "--") > 0;
}

static bool is_markdown(nlog_slice text)
{
	document_lines lines = {text, 0};
	nlog_slice line;

	while (document_next_line(&lines, &line)) {
		if (is_markdown_line(nlog_slice_trim(line)))
			return true;
	}
	return false;
}

static bool has_extension(const char *source, const char *a, const char *b)
{
	nlog_slice name = nlog_slice_of(source ? nlog_file_name(source) : "");
	const char *dot = name.len ? strrchr(name.data, '.') : NULL;

	return dot && (nlog_slice_is_nocase(nlog_slice_of(dot), a) ||
		       nlog_slice_is_nocase(nlog_slice_of(dot), b));
}

nlog_document_format document_detect(nlog_slice text, const char *source)
{
	if (is_page(text) ||
	    (has_extension(source, ".html", ".htm") && nlog_slice_find(text, "</") >= 0))
		return NLOG_DOCUMENT_HTML;
	if (is_markdown(text) || has_extension(source, ".md", ".markdown"))
		return NLOG_DOCUMENT_MARKDOWN;
	return NLOG_DOCUMENT_TEXT;
}
