/* What a page carries besides the notice: closing sentence, running lines, the signatory. */
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "reading.h"

#define REPEATED_MIN 3
#define RUNNING_MAX 120 /* bytes of a running header */

void parse_drop(parser *in, const nlog_line *line)
{
	nlog_slice text = line->cells[0].text;

	nlog_findings_add(in->findings, NLOG_F_FURNITURE_DROPPED,
			  (nlog_place){in->source, line->line, line->column, NULL},
			  "left out as page furniture: '%.*s%s'",
			  (int)(text.len < 60 ? text.len : 60), text.data,
			  text.len < 60 ? "" : "…");
}

bool parse_is_closing(nlog_slice text)
{
	return nlog_slice_starts_nocase(text, "please refer to the implementation") ||
	       ((nlog_slice_starts_nocase(text, "please refer to") ||
		 nlog_slice_starts_nocase(text, "for further") ||
		 nlog_slice_starts_nocase(text, "for more")) &&
		nlog_slice_find(text, "procedures") > 0);
}

/* A line without a label: it may be furniture. */
static bool is_free(const parser *in, const nlog_line *line)
{
	parse_pair pairs[PARSE_PAIRS_MAX];

	if (!line->cell_count || line->kind == NLOG_LINE_MORE || line->table)
		return false;
	return parse_find_labels(in, line, pairs) == 0;
}

/* A line without a label that the register knows. */
static bool is_unknown(const parser *in, const nlog_line *line)
{
	parse_pair pairs[PARSE_PAIRS_MAX];

	return !parse_find_labels(in, line, pairs) || pairs[0].field == NLOG_FIELDS;
}

/* Says a line what values say that are the same in many fields? */
static bool is_common_value(nlog_slice text)
{
	static const char *const values[] = {
		"not applicable",  "n/a",          "na", "none", "nil", "-", "tbd",
		"to be confirmed", "to be decided"};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (nlog_slice_is_nocase(text, values[i]))
			return true;
	}
	return false;
}

typedef struct {
	nlog_str text;
	size_t index;
} candidate;

static int compare(const void *left, const void *right)
{
	const candidate *a = left, *b = right;
	size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
	int order = memcmp(nlog_str_text(&a->text), nlog_str_text(&b->text), len);

	if (order)
		return order;
	if (a->text.len != b->text.len)
		return a->text.len < b->text.len ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* The value of a label in the line above: `Host` and `Organizer` may well be the same. */
static bool follows_label(const parser *in, size_t index)
{
	const nlog_line *above = index ? nlog_document_get(in->document, index - 1) : NULL;
	parse_pair pairs[PARSE_PAIRS_MAX];

	return above && above->cell_count == 1 &&
	       parse_find_labels(in, above, pairs) == 1 && !pairs[0].inside.len;
}

static size_t gather(const parser *in, candidate *out)
{
	size_t count = 0;

	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);

		if (!is_free(in, line) || is_common_value(line->cells[0].text) ||
		    follows_label(in, i))
			continue;
		out[count] = (candidate){NLOG_STR_INIT, i};
		(void)parse_line_text(&out[count++].text, line);
	}
	qsort(out, count, sizeof(*out), compare);
	return count;
}

static void drop_repeated(parser *in)
{
	candidate *lines =
		nlog_alloc_array(nlog_document_count(in->document) + 1, sizeof(*lines));
	size_t count = gather(in, lines), end;

	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1;
		     end < count && nlog_slice_equal(nlog_str_slice(&lines[i].text),
						     nlog_str_slice(&lines[end].text));
		     end++)
			;
		for (size_t k = i; end - i >= REPEATED_MIN && k < end; k++)
			in->dropped[lines[k].index] = true;
	}
	for (size_t i = 0; i < count; i++)
		nlog_str_clear(&lines[i].text);
	nlog_free(lines);
}

/* `Page 2 of 3`, `- 2 -`, `2`, `2/3` */
bool parse_is_page_number(nlog_slice text)
{
	bool digit = false;

	if (nlog_slice_starts_nocase(text, "page"))
		text = nlog_slice_from(text, 4);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (nlog_slice_starts_nocase(nlog_slice_from(text, i), "of "))
			i++;
		else if (c >= '0' && c <= '9')
			digit = true;
		else if (!strchr(" -/|.", c))
			return false;
	}
	return digit && text.len < 16;
}

static bool same_but_digits(nlog_slice a, nlog_slice b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.len && a.data[i] >= '0' && a.data[i] <= '9')
			i++;
		while (k < b.len && b.data[k] >= '0' && b.data[k] <= '9')
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.data[i++] != b.data[k++])
			return false;
	}
}

static const nlog_line *text_line(const parser *in, size_t index, int step)
{
	for (; index < nlog_document_count(in->document); index += (size_t)step) {
		const nlog_line *line = nlog_document_get(in->document, index);

		if (line->kind == NLOG_LINE_PAGE)
			return NULL;
		if (line->cell_count && !in->dropped[index])
			return line;
	}
	return NULL;
}

/* Is the last line of the page before a label whose value must come now? */
static bool waits_for_value(const parser *in, size_t index)
{
	while (index > 0 && !nlog_document_get(in->document, --index)->cell_count)
		;
	return follows_label(in, index + 1);
}

/* A first line of a page that stands alone above the rest of it, and is no sentence. */
static bool stands_alone(const parser *in, size_t index)
{
	const nlog_line *line = nlog_document_get(in->document, index);
	const nlog_line *next = nlog_document_get(in->document, index + 1);
	nlog_slice first = line->cells[0].text,
		   last = line->cells[line->cell_count - 1].text;

	return next && next->kind == NLOG_LINE_BLANK && text_line(in, index + 1, 1) &&
	       first.len && !(first.data[0] >= 'a' && first.data[0] <= 'z') && last.len &&
	       !strchr(".;,:", last.data[last.len - 1]);
}

/* What a running header says: the document's name, or the organization's. */
static bool names_document(const parser *in, nlog_slice text)
{
	const nlog_line *heading = in->heading == SIZE_MAX
					   ? NULL
					   : nlog_document_get(in->document, in->heading);

	return (heading && nlog_text_same_letters(text, heading->cells[0].text)) ||
	       nlog_slice_find(text, nlog_register_organization(in->reg)) >= 0 ||
	       nlog_slice_starts_nocase(text, "project notification");
}

/*
 * Is the line at a page's edge a running header or footer? It is a page number,
 * names the document or the organization, or is like the line at the document's
 * own edge. A header may stand alone instead, unless a label above waits for it.
 */
static bool is_running(const parser *in, size_t index, int step, const nlog_line *edge)
{
	const nlog_line *line = nlog_document_get(in->document, index);
	nlog_str whole = NLOG_STR_INIT;
	nlog_slice text = parse_line_text(&whole, line);
	bool running = false;

	if (is_free(in, line) && text.len <= RUNNING_MAX && !parse_is_closing(text))
		running = parse_is_page_number(text) || names_document(in, text) ||
			  (edge && edge != line &&
			   same_but_digits(edge->cells[0].text, line->cells[0].text)) ||
			  (step > 0 && stands_alone(in, index) &&
			   !waits_for_value(in, index));
	nlog_str_clear(&whole);
	return running;
}

static void drop_running_at(parser *in, size_t page, int step, const nlog_line *edge)
{
	const nlog_line *line = text_line(in, page + (size_t)step, step);
	size_t at = page + (size_t)step;

	if (!line)
		return;
	while (nlog_document_get(in->document, at) != line)
		at += (size_t)step;
	if (at != in->heading && is_running(in, at, step, edge))
		in->dropped[at] = true;
}

/* The first line behind a form feed, and the last one before it. */
static void drop_running(parser *in)
{
	const nlog_line *first = text_line(in, 0, 1);
	const nlog_line *last = text_line(in, nlog_document_count(in->document) - 1, -1);

	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		if (nlog_document_get(in->document, i)->kind != NLOG_LINE_PAGE)
			continue;
		drop_running_at(in, i, -1, last);
		drop_running_at(in, i, 1, first);
	}
}

/* `Page 2 of 3`, `- 2 -` by itself says what it is wherever it stands. */
static bool is_marked_number(nlog_slice text)
{
	return parse_is_page_number(text) &&
	       (nlog_slice_starts_nocase(text, "page ") ||
		(nlog_slice_starts(text, "-") && nlog_slice_ends(text, "-")));
}

static void drop_page_numbers(parser *in)
{
	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);

		if (line->cell_count == 1 && is_marked_number(line->cells[0].text) &&
		    is_free(in, line) && !follows_label(in, i))
			in->dropped[i] = true;
	}
}

/*
 * Navigation, and whatever else the page itself marks as standing beside. A
 * footer can hold the signatory, so that a person and an office stay.
 */
static void drop_beside(parser *in)
{
	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);
		const nlog_line *next = nlog_document_get(in->document, i + 1);

		if (!line->beside || !line->cell_count ||
		    parse_is_office(line->cells[0].text) ||
		    (next && next->cell_count && parse_is_office(next->cells[0].text)) ||
		    parse_is_closing(line->cells[0].text) || !is_unknown(in, line))
			continue;
		in->dropped[i] = true;
	}
}

void parse_find_furniture(parser *in)
{
	drop_beside(in);
	drop_page_numbers(in);
	drop_repeated(in);
	drop_running(in);
}

static bool has_word(nlog_slice text, const char *word)
{
	ptrdiff_t at = nlog_slice_find(text, word);
	size_t end = (size_t)at + strlen(word);

	return at >= 0 && (at == 0 || strchr(" -,", text.data[at - 1])) &&
	       (end >= text.len || strchr(" -,", text.data[end]));
}

bool parse_is_office(nlog_slice text)
{
	static const char *const offices[] = {
		"Secretary-General", "Secretary General",
		"Secretary",         "Director",
		"President",         "Chairman",
		"Chairperson",       "Chair",
		"Officer",           "Head",
	};

	for (size_t i = 0; i < sizeof(offices) / sizeof(offices[0]); i++) {
		if (has_word(text, offices[i]))
			return text.len < 80;
	}
	return false;
}

static bool is_person(nlog_slice text)
{
	size_t words = 1;

	for (size_t i = 0; i < text.len; i++) {
		if (strchr(":;()0123456789", text.data[i]))
			return false;
		words += text.data[i] == ' ';
	}
	return text.len && text.data[0] >= 'A' && text.data[0] <= 'Z' && words > 1 &&
	       words < 8 && !parse_is_closing(text);
}

static bool is_plain(const parser *in, size_t index)
{
	const nlog_line *line = nlog_document_get(in->document, index);

	return !in->dropped[index] && line->kind == NLOG_LINE_TEXT && !line->in_list &&
	       is_free(in, line);
}

static size_t skip_blank(const parser *in, size_t index)
{
	while (index < nlog_document_count(in->document) &&
	       (in->dropped[index] || !nlog_document_get(in->document, index)->cell_count))
		index++;
	return index;
}

/* Behind this line nothing but a change history may follow. */
static bool nothing_follows(const parser *in, size_t index)
{
	index = skip_blank(in, index);
	return index >= nlog_document_count(in->document) ||
	       parse_is_history_title(
		       nlog_document_get(in->document, index)->cells[0].text);
}

/*
 * Where no closing sentence tells, the signatory is a paragraph by itself: a
 * person's line and an office's, behind which nothing but a table follows.
 */
void parse_find_signature(parser *in)
{
	size_t count = nlog_document_count(in->document), title;

	in->signature = SIZE_MAX;
	for (size_t i = 1; i + 1 < count; i++) {
		const nlog_line *above = nlog_document_get(in->document, i - 1);

		if ((above->cell_count && !above->table && !in->dropped[i - 1]) ||
		    !is_plain(in, i) ||
		    !is_person(nlog_document_get(in->document, i)->cells[0].text))
			continue;
		title = skip_blank(in, i + 1);
		if (title < count && title <= i + 2 && is_plain(in, title) &&
		    parse_is_office(
			    nlog_document_get(in->document, title)->cells[0].text) &&
		    nothing_follows(in, title + 1))
			in->signature = i;
	}
}
