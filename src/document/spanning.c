/* Emphasis in Markdown that begins in one line and ends in another. */
#include <string.h>

#include <noticelog/alloc.h>

#include "reader.h"

/* A paragraph with more signs of emphasis keeps them. */
#define SIGNS_MAX 4096

/* A line that goes on with no paragraph: a table's row, an item, a heading, a label with its TAB. */
static bool begins_block(nlog_slice line)
{
	nlog_slice text = nlog_slice_trim(line);

	if (!text.len || memchr(line.data, '\t', line.len) ||
	    strchr("|#<>`~", text.data[0]))
		return true;
	return text.len > 1 && strchr("-*+", text.data[0]) && text.data[1] == ' ';
}

static size_t gather_runs(nlog_slice text, document_run *runs)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; at++) {
		size_t length = 1;

		if (text.data[at] == '\\') {
			at++;
			continue;
		}
		if (text.data[at] != '*' && text.data[at] != '_')
			continue;
		while (at + length < text.len && text.data[at + length] == text.data[at])
			length++;
		document_run run = {.at = at,
				    .length = length,
				    .left = length,
				    .delimiter = text.data[at]};

		document_flanking(&run, text, at, length);
		if (run.can_open || run.can_close)
			runs[count++] = run;
		at += length - 1;
	}
	return count;
}

/* What is left of each run where lines are by themselves. */
static void pair_by_line(nlog_slice text, document_run *runs, size_t count)
{
	size_t from = 0;

	for (size_t i = 1; i <= count; i++) {
		size_t start = runs[i - 1].at;

		if (i < count && !memchr(text.data + start, '\n', runs[i].at - start))
			continue;
		document_pair_emphasis(runs + from, i - from);
		from = i;
	}
}

/* Append the paragraph without the signs that pair over the end of a line. */
static void add_paragraph(nlog_str *out, nlog_slice text)
{
	document_run *whole, *lines;
	size_t signs = 0, count, at = 0;

	for (size_t i = 0; i < text.len; i++)
		signs += text.data[i] == '*' || text.data[i] == '_';
	if (signs < 2 || signs > SIGNS_MAX || !memchr(text.data, '\n', text.len)) {
		nlog_str_add_slice(out, text);
		return;
	}
	whole = nlog_alloc_array(2 * signs, sizeof(*whole));
	lines = whole + signs;
	count = gather_runs(text, whole);
	memcpy(lines, whole, count * sizeof(*whole));
	document_pair_emphasis(whole, count);
	pair_by_line(text, lines, count);
	for (size_t i = 0; i < count; i++) {
		size_t over =
			lines[i].left > whole[i].left ? lines[i].left - whole[i].left : 0;

		nlog_str_addn(out, text.data + at, whole[i].at - at);
		at = whole[i].at + over;
	}
	nlog_str_addn(out, text.data + at, text.len - at);
	nlog_free(whole);
}

void document_join_emphasis(nlog_str *out, nlog_slice text)
{
	document_lines lines = {text, 0};
	const char *start = text.data, *end = text.data;
	nlog_slice line;
	bool fenced = false;

	while (document_next_line(&lines, &line)) {
		nlog_slice bare = nlog_slice_trim(line);

		if (nlog_slice_starts(bare, "```") || nlog_slice_starts(bare, "~~~"))
			fenced = !fenced;
		if (fenced || begins_block(line)) {
			add_paragraph(out, (nlog_slice){start, (size_t)(end - start)});
			start = end;
		}
		end = line.data + line.len;
		if (lines.rest.len)
			end = lines.rest.data;
	}
	add_paragraph(out, (nlog_slice){start, (size_t)(text.data + text.len - start)});
}
