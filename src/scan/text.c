/* Values that are words: lines, paragraphs, items. */
#include "private.h"

#include <noticelog/text.h>
#include <string.h>

/* Append text unless nothing is left of it in normal form. */
static void append_normal(json_t *list, nlog_slice text)
{
	json_t *string = nlog_normal_string(text);

	if (string)
		json_array_append_new(list, string);
}

void nlog_scan_line(nlog_scan *scan, nlog_slice text)
{
	scan->out->value = nlog_normal_string(text);
	scan->out->lossless = scan->out->value != NULL;
}

/* The paragraph at *at, which a blank line ends; *at moves behind it. Empty at the end. */
static nlog_slice next_paragraph(nlog_slice text, size_t *at)
{
	size_t start = nlog_skip_blanks(text, *at);
	size_t end = start;

	while (end < text.len) {
		size_t next = end + 1;

		if (text.data[end] != '\n') {
			end++;
			continue;
		}
		while (next < text.len && text.data[next] != '\n' &&
		       nlog_is_blank(text.data[next]))
			next++;
		if (next < text.len && text.data[next] == '\n')
			break;
		end = next;
	}
	*at = end;
	return nlog_between(text, start, end);
}

void nlog_scan_text(nlog_scan *scan, nlog_slice text)
{
	json_t *paragraphs = json_array();
	size_t at = 0;
	nlog_slice paragraph;

	for (paragraph = next_paragraph(text, &at); paragraph.len;
	     paragraph = next_paragraph(text, &at))
		append_normal(paragraphs, paragraph);
	nlog_set_array_take(scan, paragraphs);
}

/* Items */

/* Without `and ` at the start, and without full stops and semicolons at the end. */
static nlog_slice bare_item(nlog_slice item)
{
	item = nlog_slice_trim(item);
	while (nlog_slice_starts(item, "and "))
		item = nlog_slice_trim(nlog_slice_from(item, 4));
	while (nlog_slice_ends(item, ".") || nlog_slice_ends(item, ";"))
		item = nlog_between(item, 0, item.len - 1);
	return item;
}

/* The items of a line in normal form, parted by `; `. */
static void add_items(nlog_scan *scan, json_t *items, nlog_slice line)
{
	if (nlog_slice_starts(nlog_slice_trim(line), "and "))
		scan->out->lossless =
			false; /* nothing stands before it to be joined with */
	while (line.len) {
		ptrdiff_t end = nlog_slice_find(line, "; ");
		nlog_slice item = end < 0 ? line : (nlog_slice){line.data, (size_t)end};

		append_normal(items, bare_item(item));
		line = end < 0 ? NLOG_SLICE("") : nlog_slice_from(line, (size_t)end + 2);
	}
}

/* Behind the letter of an item, `b. `, `b) ` or `(b) `, at the start of a word. */
static size_t skip_letter(nlog_slice line, size_t at, char letter)
{
	bool is_open = at < line.len && line.data[at] == '(';
	size_t i = at + is_open;
	bool is_closed;

	if ((at > 0 && line.data[at - 1] != ' ') || i + 2 >= line.len ||
	    line.data[i] != letter)
		return at;
	is_closed = line.data[i + 1] == ')' || (!is_open && line.data[i + 1] == '.');
	return is_closed && line.data[i + 2] == ' ' ? i + 3 : at;
}

/* Where the item of `letter` begins, from `at` on; the end of the line if there is none. */
static size_t find_letter(nlog_slice line, size_t at, char letter)
{
	while (at < line.len && skip_letter(line, at, letter) == at)
		at++;
	return at;
}

/* An item before the next letter: `…, and` leads over to it. */
static nlog_slice without_final_and(nlog_slice item)
{
	item = nlog_slice_trim(item);
	if (nlog_slice_ends(item, " and"))
		item = nlog_between(item, 0, item.len - 4);
	if (nlog_slice_ends(item, ","))
		item = nlog_between(item, 0, item.len - 1);
	return item;
}

/* `a. … b. … and c. …`: at least two letters in order, from the start on. */
static bool add_lettered_items(nlog_scan *scan, json_t *items, nlog_slice line)
{
	char letter = 'a';
	size_t at = skip_letter(line, 0, letter);

	if (!at || find_letter(line, at, 'b') == line.len)
		return false;
	while (at < line.len) {
		size_t next = letter < 'z' ? find_letter(line, at, ++letter) : line.len;
		nlog_slice item = nlog_between(line, at, next);

		add_items(scan, items, next < line.len ? without_final_and(item) : item);
		at = next < line.len ? skip_letter(line, next, letter) : next;
	}
	return true;
}

void nlog_scan_items(nlog_scan *scan, nlog_slice text)
{
	json_t *items = json_array();
	size_t at = 0;
	nlog_slice paragraph;

	for (paragraph = next_paragraph(text, &at); paragraph.len;
	     paragraph = next_paragraph(text, &at)) {
		nlog_str line = NLOG_STR_INIT;

		if (nlog_text_is_utf8(paragraph, NULL))
			(void)nlog_text_normalise(&line, paragraph);
		if (!add_lettered_items(scan, items, nlog_str_slice(&line)))
			add_items(scan, items, nlog_str_slice(&line));
		nlog_str_clear(&line);
	}
	nlog_set_array_take(scan, items);
}
