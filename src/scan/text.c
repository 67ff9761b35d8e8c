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

/* What leads over to the item in the next line or behind the next letter: `…, and` */
static nlog_slice without_final_and(nlog_slice item)
{
	item = nlog_slice_trim(item);
	if (nlog_slice_ends(item, "; and") || nlog_slice_ends(item, ", and"))
		item = nlog_between(item, 0, item.len - 4);
	if (nlog_slice_ends(item, ",") || nlog_slice_ends(item, ";"))
		item = nlog_between(item, 0, item.len - 1);
	return item;
}

/* Enumerators */

/* How items are counted: by letters, by numbers, by small Roman numbers. */
typedef enum { LETTERS, NUMBERS, ROMAN, COUNTERS } counter;

static const char *const roman[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
				    "vii", "viii", "ix",  "x",  "xi", "xii"};

/* Append the n-th of them, from 1. False if there are not so many. */
static bool add_ordinal(nlog_str *out, counter by, unsigned n)
{
	if ((by == LETTERS && n > 26) || (by == ROMAN && n > COUNT(roman)))
		return false;
	if (by == LETTERS)
		nlog_str_addc(out, (char)('a' + (int)n - 1));
	else if (by == ROMAN)
		nlog_str_add(out, roman[n - 1]);
	else
		nlog_str_addf(out, "%u", n);
	return true;
}

/* Behind the n-th enumerator, `b. `, `b) ` or `(b) `, if it stands at `at`. */
static size_t skip_enumerator(nlog_slice text, size_t at, nlog_slice ordinal)
{
	bool is_open = at < text.len && text.data[at] == '(';
	size_t i = at + is_open;

	if ((at > 0 && text.data[at - 1] != ' ' && text.data[at - 1] != '\n') ||
	    i + ordinal.len + 1 >= text.len ||
	    memcmp(text.data + i, ordinal.data, ordinal.len) != 0)
		return at;
	i += ordinal.len;
	if (text.data[i] != ')' && (is_open || text.data[i] != '.'))
		return at;
	return text.data[i + 1] == ' ' ? i + 2 : at;
}

/* Where the n-th item begins, from `at` on, and *behind its enumerator; text.len if nowhere. */
static size_t find_item(nlog_slice text, size_t at, counter by, unsigned n, size_t *behind)
{
	nlog_str ordinal = NLOG_STR_INIT;

	if (!add_ordinal(&ordinal, by, n))
		at = text.len;
	while (at < text.len &&
	       (*behind = skip_enumerator(text, at, nlog_str_slice(&ordinal))) == at)
		at++;
	if (at == text.len)
		*behind = at;
	nlog_str_clear(&ordinal);
	return at;
}

/* The items of a text whose lines are its paragraphs. */
static void add_lines(nlog_scan *scan, json_t *items, nlog_slice text)
{
	while (text.len) {
		const char *newline = memchr(text.data, '\n', text.len);
		size_t len = newline ? (size_t)(newline - text.data) : text.len;

		add_items(scan, items, without_final_and((nlog_slice){text.data, len}));
		text = nlog_slice_from(text, len + 1);
	}
}

/* `a. … b. … and c. …`, `1) … 2) …`: at least two in order, from the start on. */
static bool add_enumerated(nlog_scan *scan, json_t *items, nlog_slice text, counter by)
{
	size_t at, next, behind;
	unsigned n = 2;

	if (find_item(text, 0, by, 1, &at) > 0 || at == text.len)
		return false;
	next = find_item(text, at, by, n, &behind);
	if (next == text.len)
		return false;
	while (at < text.len) {
		nlog_slice item = nlog_between(text, at, next);

		if (next < text.len && nlog_slice_ends(item, " and"))
			item = nlog_between(item, 0, item.len - 4);
		add_lines(scan, items, item);
		at = behind;
		if (next < text.len)
			next = find_item(text, at, by, ++n, &behind);
	}
	return true;
}

/* Is `text` enumerated by letters or numbers? Then *out is its parts, `; ` between. */
bool nlog_part_enumerated(nlog_str *out, nlog_slice text)
{
	for (int by = LETTERS; by < ROMAN; by++) {
		size_t at, next, behind;
		unsigned n = 2;

		if (find_item(text, 0, (counter)by, 1, &at) > 0 || at == text.len ||
		    find_item(text, at, (counter)by, n, &behind) == text.len)
			continue;
		while (at < text.len) {
			next = find_item(text, at, (counter)by, n++, &behind);
			if (out->len)
				nlog_str_add(out, "; ");
			nlog_str_add_slice(out,
					   without_final_and(nlog_between(text, at, next)));
			at = behind;
		}
		return true;
	}
	return false;
}

void nlog_scan_items(nlog_scan *scan, nlog_slice text)
{
	json_t *items = json_array();
	nlog_str lines = NLOG_STR_INIT;
	size_t at = 0;
	nlog_slice paragraph;
	bool is_done = false;

	for (paragraph = next_paragraph(text, &at); paragraph.len;
	     paragraph = next_paragraph(text, &at)) {
		if (lines.len)
			nlog_str_addc(&lines, '\n');
		if (nlog_text_is_utf8(paragraph, NULL))
			(void)nlog_text_normalise(&lines, paragraph);
	}
	for (int by = LETTERS; by < COUNTERS && !is_done; by++)
		is_done = add_enumerated(scan, items, nlog_str_slice(&lines), (counter)by);
	if (!is_done)
		add_lines(scan, items, nlog_str_slice(&lines));
	nlog_str_clear(&lines);
	nlog_set_array_take(scan, items);
}
