/* Labels wrapped in their column: `5. Implementing` above `Organization`. */
#include <noticelog/text.h>

#include "reading.h"

#define WORDS_MAX 4 /* of what a label goes on with */

static nlog_slice last_word(nlog_slice text)
{
	size_t at = text.len;

	while (at && text.data[at - 1] != ' ')
		at--;
	return nlog_slice_from(text, at);
}

static nlog_slice first_word(nlog_slice text)
{
	size_t end = 0;

	while (end < text.len && text.data[end] != ' ')
		end++;
	return (nlog_slice){text.data, end};
}

/* A label that cannot end here: `Closing Date for`, `Timing &`. */
static bool breaks_off(nlog_slice label)
{
	static const char *const words[] = {"of", "for", "and", "&",
					    "to", "the", "/",   "or"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nlog_slice_is_nocase(last_word(label), words[i]))
			return true;
	}
	return nlog_slice_ends(label, "/");
}

static bool is_known(const parser *in, nlog_slice label)
{
	return parse_label_field(in, label) != NLOG_FIELDS;
}

/* Do the label and the words below it make one that is known, and nothing more? */
static bool make_a_label(const parser *in, const parse_entry *entry, nlog_slice words)
{
	nlog_str joined = NLOG_STR_INIT;
	bool made;

	nlog_str_add_slice(&joined, nlog_str_slice(&entry->label));
	parse_add_words(&joined, words);
	made = parse_label_length(in, nlog_str_slice(&joined)) == joined.len;
	nlog_str_clear(&joined);
	return made;
}

/* In the labels' column, and short enough to stay in it? */
static bool is_in_column(const parser *in, const nlog_line *line, nlog_slice words)
{
	if (line->kind == NLOG_LINE_ROW && !line->aligned)
		return true;
	return in->layout.value_column &&
	       line->column + nlog_text_count(words) <= in->layout.value_column;
}

/*
 * Does a line right below a label, with these words in the label's column, go on
 * with it? value is what stands beside the words.
 *
 *	label breaks off           yes: `Qualifications of`
 *	numbered, words are not    yes, if indented or no label by themselves
 *	words are a label          only where the label above is none without them
 *	both together are one      yes: `Closing Date for` + `Nominations`
 *	else                       only if the value goes on, or the label is unknown
 */
bool parse_wraps_label(const parser *in, const parse_entry *entry, const nlog_line *line,
		       nlog_slice words, nlog_slice value)
{
	nlog_slice label = nlog_str_slice(&entry->label);
	bool beside = line->kind == NLOG_LINE_ROW, label_known, known;
	unsigned number;

	if (!(entry->in_column || breaks_off(label)) || !label.len ||
	    label.len > PARSE_LABEL_MAX || !words.len || line->table || line->in_list ||
	    line->cells[0].strong || !is_in_column(in, line, words) ||
	    parse_count_words(words) > WORDS_MAX ||
	    parse_without_number(words, &number).len != words.len ||
	    !(parse_is_label_word(first_word(words)) ||
	      (parse_is_label_like(words) && parse_is_titled(words))))
		return false;
	if (breaks_off(label))
		return true;
	known = is_known(in, words);
	label_known = is_known(in, label);
	if (make_a_label(in, entry, words) && !(known && label_known))
		return true;
	if (entry->label_number && in->layout.numbered > 1)
		return line->column > entry->label_column
			       ? beside || in->layout.value_lines > 0
			       : beside && !known;
	return !known && !label_known && !(beside && !line->aligned) &&
	       (value.len ? value.data[0] >= 'a' && value.data[0] <= 'z' : !beside);
}

void parse_lengthen_label(const parser *in, parse_entry *entry, nlog_slice words)
{
	nlog_field_id field;

	parse_add_words(&entry->label, words);
	field = parse_label_field(in, nlog_str_slice(&entry->label));
	if (field == NLOG_FIELDS)
		return;
	entry->field = field;
	entry->place.field = nlog_field_of(field)->name;
	(void)parse_is_revision_label(nlog_str_slice(&entry->label), &entry->revision);
}
