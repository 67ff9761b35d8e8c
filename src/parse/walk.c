/* Walking down a document: which value does each line belong to? */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "clause.h"
#include "reading.h"

#define NO_ENTRY SIZE_MAX
#define HEADING_WORDS_MAX 8 /* of an addendum's item: more are a sentence */

typedef struct {
	parser *in;
	size_t current; /* entry that a line without a label goes on with, or NO_ENTRY */
	bool gap;       /* a blank line stands above */
	bool closing;   /* inside the closing sentence */
	bool signing;   /* behind it: the signatory's lines */
	bool aside;     /* in a paragraph of a letterhead */
	size_t signed_lines;
	bool in_history;
	bool in_clauses; /* of an addendum */
	parse_table table;
} walker;

parse_entry *parse_add_entry(parser *in, nlog_field_id field, nlog_slice label,
			     unsigned line, unsigned column)
{
	NLOG_GROW(in->entries, in->count, in->capacity);
	parse_entry *entry = &in->entries[in->count++];

	*entry = (parse_entry){.field = field, .label_line = line, .label_column = column};
	entry->place = (nlog_place){in->source, line, column, NULL};
	if (field != NLOG_FIELDS) {
		entry->place.field = nlog_field_of(field)->name;
		in->seen |= UINT64_C(1) << field;
	}
	(void)nlog_text_normalise(&entry->label, label);
	return entry;
}

void parse_append(parser *in, parse_entry *entry, nlog_slice text, const char *separator,
		  unsigned line, unsigned column)
{
	bool blank = false;
	size_t dropped = 0;

	text = nlog_slice_trim(text);
	if (text.len && !entry->text.len) {
		entry->place.line = line;
		entry->place.column = column;
	}
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		nlog_slice part = {text.data, end ? (size_t)(end - text.data) : text.len};
		nlog_str normal = NLOG_STR_INIT;

		dropped += nlog_text_normalise(&normal, part);
		if (normal.len) {
			if (entry->text.len)
				nlog_str_add(&entry->text, blank ? "\n\n" : separator);
			nlog_str_add_slice(&entry->text, nlog_str_slice(&normal));
			separator = "\n";
		}
		blank = !normal.len && entry->text.len;
		nlog_str_clear(&normal);
		text = nlog_slice_from(text, part.len + 1);
	}
	if (dropped)
		nlog_findings_add(
			in->findings, NLOG_F_CHARACTER_DROPPED,
			(nlog_place){in->source, line, column, entry->place.field},
			"%zu character%s dropped (control, bidi control or "
			"noncharacter)",
			dropped, dropped == 1 ? "" : "s");
}

/* Append words in normal form, a space between. */
void parse_add_words(nlog_str *out, nlog_slice words)
{
	nlog_str normal = NLOG_STR_INIT;

	(void)nlog_text_normalise(&normal, words);
	if (out->len && normal.len)
		nlog_str_addc(out, ' ');
	nlog_str_add_slice(out, nlog_str_slice(&normal));
	nlog_str_clear(&normal);
}

/* The words of a line, its cells parted by a space. */
nlog_slice parse_line_text(nlog_str *out, const nlog_line *line)
{
	for (size_t i = 0; i < line->cell_count; i++) {
		if (out->len && line->cells[i].text.len)
			nlog_str_addc(out, ' ');
		nlog_str_add_slice(out, line->cells[i].text);
	}
	return nlog_str_slice(out);
}

static void append_line(walker *w, size_t entry, const nlog_line *line,
			const char *separator)
{
	nlog_str whole = NLOG_STR_INIT;
	nlog_slice text = parse_line_text(&whole, line);

	parse_append(w->in, &w->in->entries[entry], text, separator, line->line,
		     line->column);
	nlog_str_clear(&whole);
}

/* A field with one value of one line: what follows a blank line is no part of it. */
static bool is_single(nlog_field_id field)
{
	if (field == NLOG_FIELDS)
		return false;
	nlog_type_id type = nlog_field_of(field)->type;

	return type == NLOG_TYPE_LINE || type == NLOG_TYPE_DATE ||
	       type == NLOG_TYPE_COUNT || type == NLOG_TYPE_TERM;
}

/* More words in front of a day are no place. */
#define PLACE_MAX 24

/* `12 May 2014`, maybe behind a place: `Tokyo, 12 May 2014` */
static bool is_day(nlog_slice text)
{
	nlog_date date;
	size_t offset, length;

	return nlog_scan_find_date(text, &date, &offset, &length) &&
	       offset + length == text.len && offset <= PLACE_MAX &&
	       (!offset ||
		nlog_slice_ends(nlog_slice_trim((nlog_slice){text.data, offset}), ","));
}

/* A day alone, where the issue date stands in older layouts. */
static bool is_bare_date(const walker *w, nlog_slice text)
{
	if (!is_day(text) || w->signing)
		return false;
	for (size_t i = 0; i < w->in->count; i++) {
		if (w->in->entries[i].label.len ||
		    w->in->entries[i].field == NLOG_FIELD_DATE_OF_ISSUE)
			return w->current == NO_ENTRY;
	}
	return true;
}

/* `Addendum No. 1`, and maybe its date behind it. */
static bool read_addendum_number(parser *in, nlog_slice text, const nlog_line *line)
{
	size_t at = 11, digits = 0, offset, length;
	unsigned number = 0;
	nlog_date date;

	if (!nlog_slice_starts_nocase(text, "addendum no"))
		return false;
	while (at < text.len && strchr(".: ", text.data[at]))
		at++;
	nlog_slice rest = nlog_slice_from(text, at);

	for (; digits < rest.len && digits < 4 && rest.data[digits] >= '0' &&
	       rest.data[digits] <= '9';
	     digits++)
		number = number * 10 + (unsigned)(rest.data[digits] - '0');
	in->addendum_number = number;
	rest = nlog_slice_from(rest, digits);
	if (number && nlog_scan_find_date(rest, &date, &offset, &length))
		parse_append(in,
			     parse_add_entry(in, NLOG_FIELD_DATE_OF_ISSUE, NLOG_SLICE(""),
					     line->line, line->column),
			     (nlog_slice){rest.data + offset, length}, "\n", line->line,
			     line->column);
	return number > 0;
}

/* Text in front of the first label, or behind a value that is complete. */
static void add_unplaced(walker *w, const nlog_line *line, nlog_slice text)
{
	nlog_field_id field =
		is_bare_date(w, text) ? NLOG_FIELD_DATE_OF_ISSUE : NLOG_FIELDS;
	parse_entry *entry = parse_add_entry(w->in, field, (nlog_slice){"", 0}, line->line,
					     line->column);

	parse_append(w->in, entry, text, "\n", line->line, line->column);
	w->current = field == NLOG_FIELDS ? w->in->count - 1 : NO_ENTRY;
}

static void read_text(walker *w, const nlog_line *line)
{
	nlog_str whole = NLOG_STR_INIT;
	nlog_slice text = parse_line_text(&whole, line);
	bool apart = w->gap || line->in_list || line->kind == NLOG_LINE_MORE;

	if (w->in->is_addendum && read_addendum_number(w->in, text, line)) {
		w->current = NO_ENTRY;
	} else if ((w->current != NO_ENTRY && !w->in->entries[w->current].label.len &&
		    is_bare_date(w, text)) ||
		   w->current == NO_ENTRY ||
		   (w->gap && line->kind != NLOG_LINE_MORE &&
		    is_single(w->in->entries[w->current].field) &&
		    w->in->entries[w->current].text.len)) {
		add_unplaced(w, line, text);
	} else {
		append_line(w, w->current, line, apart ? "\n\n" : "\n");
	}
	nlog_str_clear(&whole);
}

/* `10 March 2020 PN Revision 1 Issue Date: 20 March 2020`: the second label is beside. */
static nlog_slice cut_revision(walker *w, const parse_pair *pair, nlog_slice value,
			       const nlog_line *line)
{
	ptrdiff_t at = pair->field == NLOG_FIELD_DATE_OF_ISSUE
			       ? nlog_slice_find(value, "PN Revision")
			       : -1;
	nlog_cell rest = {.line = line->line, .column = line->column};
	nlog_line beside = {.kind = NLOG_LINE_TEXT, .cells = &rest, .cell_count = 1};
	parse_pair pairs[PARSE_PAIRS_MAX];

	if (at < 0)
		return value;
	rest.text = nlog_slice_from(value, (size_t)at);
	if (!parse_find_labels(w->in, &beside, pairs) || !pairs[0].inside.len)
		return value;
	parse_entry *entry = parse_add_entry(w->in, pairs[0].field, pairs[0].label,
					     line->line, line->column);

	(void)parse_is_revision_label(pairs[0].label, &entry->revision);
	parse_append(w->in, entry, pairs[0].inside, "\n", line->line, line->column);
	return nlog_slice_trim((nlog_slice){value.data, (size_t)at});
}

/* The cells of a value side by side are one line; a colon alone is the label's. */
static void append_cells(walker *w, size_t entry, const parse_pair *pair,
			 const nlog_line *line)
{
	const char *separator = "\n";
	nlog_slice inside = cut_revision(w, pair, pair->inside, line);

	parse_append(w->in, &w->in->entries[entry], inside, separator, pair->line,
		     pair->inside_column);
	for (size_t i = pair->first; i < pair->end; i++) {
		const nlog_cell *cell = &line->cells[i];
		nlog_slice text = cell->text;
		unsigned column = cell->column;

		if (!w->in->entries[entry].text.len) {
			while (nlog_slice_starts(text, ":") ||
			       nlog_slice_starts(text, " ")) {
				text = nlog_slice_from(text, 1);
				column++;
			}
		}
		text = cut_revision(w, pair, text, line);
		separator = w->in->entries[entry].text.len ? " " : "\n";
		parse_append(w->in, &w->in->entries[entry], text, separator, cell->line,
			     column);
	}
}

/*
 * The entry that a label begins. Labels for a session each are one entry, whose
 * values are keyed by session as they would be below one label.
 */
static parse_entry *begin_entry(walker *w, const parse_pair *pair)
{
	nlog_slice session, label = parse_without_session(pair->label, &session);
	parse_entry *last = w->in->count ? &w->in->entries[w->in->count - 1] : NULL;
	nlog_str key = NLOG_STR_INIT;

	if (pair->field == NLOG_FIELDS || !session.len)
		return parse_add_entry(w->in, pair->field, pair->label, pair->line,
				       pair->column);
	if (!last || !last->by_session || last->field != pair->field)
		last = parse_add_entry(w->in, pair->field, label, pair->line, pair->column);
	last->by_session = true;
	nlog_str_add_slice(&key, session);
	nlog_str_addc(&key, ':');
	parse_append(w->in, last, nlog_str_slice(&key), "\n", pair->line, pair->column);
	nlog_str_clear(&key);
	return last;
}

static void read_pairs(walker *w, const nlog_line *line, const parse_pair *pairs,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		parse_entry *entry = begin_entry(w, &pairs[i]);

		(void)parse_is_revision_label(pairs[i].label, &entry->revision);
		w->current = w->in->count - 1;
		entry->label_number = pairs[i].number;
		entry->in_column = count == 1 && !line->table &&
				   (line->kind == NLOG_LINE_ROW ||
				    (w->in->layout.value_column && pairs[i].inside.len));
		append_cells(w, w->current, &pairs[i], line);
		if (pairs[i].number)
			w->in->layout.last_number = pairs[i].number;
	}
}

/* The words in the label's column go on with the label, those beside with the value. */
static bool read_wrapped_label(walker *w, const nlog_line *line)
{
	parse_pair rest = {.first = 1, .end = line->cell_count};
	nlog_slice words = line->cells[0].text, value = {"", 0};

	if (w->current == NO_ENTRY || w->gap ||
	    (line->kind != NLOG_LINE_ROW && line->kind != NLOG_LINE_TEXT))
		return false;
	if (line->cell_count > 1)
		value = line->cells[1].text;
	while (nlog_slice_ends(words, ":"))
		words = nlog_slice_trim((nlog_slice){words.data, words.len - 1});
	if (!parse_wraps_label(w->in, &w->in->entries[w->current], line, words, value))
		return false;
	parse_lengthen_label(w->in, &w->in->entries[w->current], words);
	if (line->cell_count > 1 && w->in->entries[w->current].text.len) {
		nlog_str whole = NLOG_STR_INIT;

		for (size_t i = 1; i < line->cell_count; i++)
			parse_add_words(&whole, line->cells[i].text);
		parse_append(w->in, &w->in->entries[w->current], nlog_str_slice(&whole),
			     "\n", line->cells[1].line, line->cells[1].column);
		nlog_str_clear(&whole);
	} else {
		append_cells(w, w->current, &rest, line);
	}
	return true;
}

/* The letterhead's further lines stand right below its first. */
static bool read_letterhead(walker *w, size_t index, const nlog_line *line, nlog_slice text)
{
	parse_pair pairs[PARSE_PAIRS_MAX];
	bool may_begin = w->signing || w->current == NO_ENTRY;
	bool drop = parse_is_above(w->in, index, line, text) ||
		    (w->signing && parse_is_below(w->in, line, text));

	w->aside = (may_begin && parse_is_letterhead(w->in, text)) ||
		   (w->aside && !w->gap && !is_bare_date(w, text) &&
		    !parse_find_labels(w->in, line, pairs));
	if (drop || w->aside)
		parse_drop(w->in, line);
	return drop || w->aside;
}

static bool read_closing(walker *w, const nlog_line *line, nlog_slice text)
{
	if (!parse_is_closing(text) && !(w->closing && !w->gap))
		return false;
	parse_drop(w->in, line);
	w->closing = !nlog_slice_ends(text, ".");
	w->signing = true;
	w->current = NO_ENTRY;
	return true;
}

static bool read_signature(walker *w, size_t index, const nlog_line *line, nlog_slice text)
{
	if (index == w->in->signature)
		w->signing = true;
	if (!w->signing || w->signed_lines == 2 || line->cell_count != 1)
		return false;
	(void)nlog_text_normalise(&w->in->signatory[w->signed_lines++], text);
	w->current = NO_ENTRY;
	return true;
}

static bool begin_history(walker *w, const nlog_line *line, nlog_slice text)
{
	if (parse_is_history_title(text)) {
		const char *colon = memchr(text.data, ':', text.len);
		nlog_slice title = {text.data,
				    colon ? (size_t)(colon - text.data) : text.len};
		parse_entry *entry = parse_add_entry(w->in, NLOG_FIELD_CHANGE_HISTORY,
						     title, line->line, line->column);

		parse_end_history(w->in, &w->table);
		w->table = (parse_table){.columns = {0, 1, 2, 3}};
		if (colon)
			parse_append(w->in, entry, nlog_slice_from(text, title.len + 1),
				     "\n", line->line, line->column);
		w->current = w->in->count - 1;
		w->in_history = true;
		return true;
	}
	if (line->kind == NLOG_LINE_ROW && parse_history_head(&w->table, line)) {
		w->in_history = true;
		return true;
	}
	return false;
}

static bool read_history(walker *w, size_t index, const nlog_line *line)
{
	if (!w->in_history)
		return false;
	if (parse_history_line(w->in, &w->table, index, w->gap) ||
	    parse_history_head(&w->table, line) ||
	    parse_history_row(w->in, &w->table, line))
		return true;
	if (!w->gap && w->table.last && line->cell_count) {
		parse_pair pairs[PARSE_PAIRS_MAX];

		if (!parse_find_labels(w->in, line, pairs)) {
			parse_history_more(&w->table, line);
			return true;
		}
	}
	parse_end_history(w->in, &w->table);
	w->in_history = !w->table.last;
	return false;
}

/* The clause above is a whole sentence, or a blank line stands between. */
static bool is_complete(const walker *w)
{
	const parse_entry *entry =
		w->current == NO_ENTRY ? NULL : &w->in->entries[w->current];

	/* A heading waits for its clause. */
	if (entry && entry->is_clause && !entry->text.len)
		return false;
	return !entry || !entry->is_clause || w->gap ||
	       nlog_slice_ends(nlog_str_slice(&entry->text), ".");
}

/* What follows the sentence that ends every addendum is the signatory. */
static void end_clauses(walker *w)
{
	nlog_str joined = NLOG_STR_INIT;

	parse_add_words(&joined, nlog_str_slice(&w->in->entries[w->current].text));
	if (parse_is_unchanged(nlog_str_slice(&joined))) {
		w->in_clauses = false;
		w->signing = true;
		w->current = NO_ENTRY;
	}
	nlog_str_clear(&joined);
}

/* Is the next line that says anything a clause? */
static bool precedes_clause(const walker *w, size_t index)
{
	nlog_str text = NLOG_STR_INIT;
	bool is_clause = false;

	for (size_t i = index + 1; i < nlog_document_count(w->in->document); i++) {
		const nlog_line *line = nlog_document_get(w->in->document, i);

		if (!line->cell_count)
			continue;
		is_clause = parse_is_clause(parse_line_text(&text, line));
		break;
	}
	nlog_str_clear(&text);
	return is_clause;
}

/* `8. Closing Date for Nominations` alone above a clause says which item it changes. */
static bool read_clause_heading(walker *w, size_t index, const nlog_line *line,
				nlog_slice text)
{
	unsigned number;
	nlog_slice words = parse_without_number(text, &number);

	if (!w->in->is_addendum || line->cell_count != 1 || words.len == text.len ||
	    nlog_slice_ends(words, ".") || parse_count_words(words) > HEADING_WORDS_MAX ||
	    parse_is_clause(words) || !precedes_clause(w, index))
		return false;
	parse_add_entry(w->in, NLOG_FIELDS, text, line->line, line->column)->is_clause =
		true;
	w->current = w->in->count - 1;
	w->in_clauses = true;
	return true;
}

/* In an addendum: what changes, and below it the new value in a line like a field's. */
static bool read_clause(walker *w, const nlog_line *line, nlog_slice text, bool labelled)
{
	bool is_clause = w->in->is_addendum && parse_is_clause(text);

	if (!w->in->is_addendum || (!is_clause && !w->in_clauses))
		return false;
	if (w->current == NO_ENTRY || !w->in->entries[w->current].is_clause ||
	    (is_complete(w) && (is_clause || !labelled))) {
		parse_add_entry(w->in, NLOG_FIELDS, (nlog_slice){"", 0}, line->line,
				line->column)
			->is_clause = true;
		w->current = w->in->count - 1;
	}
	w->in_clauses = true;
	append_line(w, w->current, line, "\n");
	if (nlog_slice_ends(text, "."))
		end_clauses(w);
	return true;
}

static void read_line(walker *w, size_t index, const nlog_line *line, nlog_slice text)
{
	parse_pair pairs[PARSE_PAIRS_MAX];

	if (read_closing(w, line, text) || read_history(w, index, line) ||
	    begin_history(w, line, text) || read_letterhead(w, index, line, text) ||
	    read_wrapped_label(w, line))
		return;
	if (read_clause_heading(w, index, line, text))
		return;
	size_t count = parse_find_labels(w->in, line, pairs);
	bool known = count && pairs[0].field != NLOG_FIELDS;

	if (!known && read_signature(w, index, line, text))
		return;
	if (line->heading_row && !known) {
		parse_drop(w->in, line);
		return;
	}
	if (read_clause(w, line, text, known))
		return;
	if (count)
		read_pairs(w, line, pairs, count);
	else
		read_text(w, line);
}

void parse_read_entries(parser *in)
{
	walker w = {.in = in, .current = NO_ENTRY};

	for (size_t i = 0; i < nlog_document_count(in->document); i++) {
		const nlog_line *line = nlog_document_get(in->document, i);
		nlog_str whole = NLOG_STR_INIT;

		if (line->kind == NLOG_LINE_BLANK || line->kind == NLOG_LINE_PAGE) {
			w.gap = w.gap || line->kind == NLOG_LINE_BLANK;
			continue;
		}
		nlog_slice text = parse_line_text(&whole, line);

		if (in->dropped[i])
			parse_drop(in, line);
		else if (i == in->heading)
			w.aside = false;
		else if (text.len)
			read_line(&w, i, line, text);
		w.gap = w.gap && in->dropped[i];
		nlog_str_clear(&whole);
	}
	parse_end_history(in, &w.table);
}
