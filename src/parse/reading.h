/* What the parts of this room share: a document being read into entries. */
#ifndef PARSE_READING_H
#define PARSE_READING_H

#include <stdint.h>

#include <noticelog/parse.h>

#define PARSE_LABEL_MAX 100 /* bytes; a longer beginning of a line is no label */

/* Labels side by side in one line: `PN Issue Date … PN Revision 1 Issue Date …`. */
#define PARSE_PAIRS_MAX 8

/* A label found in a line, and the cells that hold its value. */
typedef struct {
	nlog_slice label;    /* without number and colon */
	nlog_field_id field; /* NLOG_FIELDS: unknown */
	unsigned number;     /* printed before it; 0: none */
	nlog_slice inside;   /* value in the label's own cell */
	unsigned line, column, inside_column;
	size_t first, end; /* cells of the value */
	enum { PARSE_BY_ROW, PARSE_BY_COLON, PARSE_BY_ITSELF } style;
} parse_pair;

/* A label with its value, or text without a label. */
typedef struct {
	nlog_field_id field; /* NLOG_FIELDS: of no field */
	nlog_str label;      /* normal form, without number and colon; empty: none */
	nlog_str text;    /* each line in normal form; LF parts lines, two LF paragraphs */
	nlog_place place; /* of the value, or of the label where there is none */
	unsigned label_line, label_column;
	unsigned label_number; /* printed before it; 0: none */
	bool in_column;        /* the label has a column of its own beside the value's */
	bool by_session;       /* `Timing (Session 1)`: the values keyed as in one label */
	unsigned revision;     /* N of `PN Revision N Issue Date` */
	bool is_clause;        /* in an addendum: a paragraph that says what changes */
} parse_entry;

/* How this document writes its labels; learned before they are read. */
typedef struct {
	size_t numbered, colons, rows; /* known labels of that style */
	unsigned value_column;         /* where aligned values begin; 0: nowhere */
	unsigned label_column;         /* … and where their labels do */
	size_t value_lines;            /* lines that begin at the values' column */
	bool spaced;                   /* nothing but a space parts label and value */
	unsigned last_number;          /* of the label that was read last */
} parse_layout;

typedef struct {
	const nlog_document *document;
	const nlog_register *reg;
	const char *source;
	nlog_findings *findings;
	parse_layout layout;
	bool *dropped;  /* lines that are page furniture */
	bool *is_value; /* tables whose rows are no labels, by number */
	size_t table_count;
	bool is_addendum, is_plan;
	size_t heading;   /* index of the heading's line; SIZE_MAX: none */
	size_t signature; /* index of the signatory's line; SIZE_MAX: not known yet */
	uint64_t seen;    /* fields that have an entry, a bit each */
	parse_entry *entries;
	size_t count, capacity;
	json_t *history;
	nlog_str signatory[2];
	unsigned addendum_number;
} parser;

/* label.c */
size_t parse_find_labels(const parser *in, const nlog_line *line,
			 parse_pair pairs[PARSE_PAIRS_MAX]);
bool parse_known_in_cell(const parser *in, const nlog_cell *cell, parse_pair *out);
bool parse_is_number_cell(const nlog_cell *cell);
bool parse_begins_with_label(const parser *in, const nlog_line *line, size_t *length);

/* layout.c */
void parse_learn_layout(parser *in);

/* label_words.c */
nlog_field_id parse_label_field(const parser *in, nlog_slice label);
nlog_slice parse_without_session(nlog_slice label, nlog_slice *session);
bool parse_is_revision_label(nlog_slice label, unsigned *number);
nlog_slice parse_without_number(nlog_slice text, unsigned *number);
size_t parse_count_words(nlog_slice text);
bool parse_is_label_like(nlog_slice label);
bool parse_is_titled(nlog_slice label);
bool parse_is_label_word(nlog_slice word);
size_t parse_label_length(const parser *in, nlog_slice text);

/* wrap.c: labels that go on in the line below, in their column. */
bool parse_wraps_label(const parser *in, const parse_entry *entry, const nlog_line *line,
		       nlog_slice words, nlog_slice value);
void parse_lengthen_label(const parser *in, parse_entry *entry, nlog_slice words);

/* furniture.c */
bool parse_is_closing(nlog_slice text);
bool parse_is_office(nlog_slice text);
void parse_find_furniture(parser *in);
void parse_find_signature(parser *in);
bool parse_is_page_number(nlog_slice text);

/* letterhead.c: what stands around a notice and belongs to it as little. */
bool parse_is_above(const parser *in, size_t index, const nlog_line *line, nlog_slice text);
bool parse_is_below(const parser *in, const nlog_line *line, nlog_slice text);
bool parse_is_letterhead(const parser *in, nlog_slice text);
void parse_drop(parser *in, const nlog_line *line);

/* walk.c */
void parse_read_entries(parser *in);
parse_entry *parse_add_entry(parser *in, nlog_field_id field, nlog_slice label,
			     unsigned line, unsigned column);
void parse_append(parser *in, parse_entry *entry, nlog_slice text, const char *separator,
		  unsigned line, unsigned column);
nlog_slice parse_line_text(nlog_str *out, const nlog_line *line);

void parse_add_words(nlog_str *out, nlog_slice words);

/* A clause of an addendum, by its words. */
bool parse_is_clause(nlog_slice text);

/* history.c: the table of a change history. */
typedef struct {
	int columns[4]; /* which cell is revision, issued, clause, modification; -1: none */
	unsigned places[4]; /* where those columns begin */
	bool aligned;
	json_t *last;          /* borrowed */
	nlog_str more[4];      /* words that go on with its cells */
	size_t heads;          /* cells stand one a line: so many lines of heads to come */
	bool stacked;          /* … and rows below them */
	nlog_slice pending[4]; /* cells of the row to come … */
	unsigned line, column; /* … and where the last of them stands */
} parse_table;

bool parse_is_history_title(nlog_slice text);
bool parse_history_head(parse_table *table, const nlog_line *line);
bool parse_history_row(parser *in, parse_table *table, const nlog_line *line);
bool parse_history_line(parser *in, parse_table *table, size_t index, bool gap);
void parse_end_history(parser *in, parse_table *table);
void parse_history_more(parse_table *table, const nlog_line *line);

/* members.c, addendum.c */
int parse_make_notice(nlog_notice **out, parser *in, nlog_error *err);
int parse_make_addendum(nlog_addendum **out, parser *in, nlog_error *err);
json_t *parse_paragraphs(nlog_slice text);
void parse_join(nlog_str *out, nlog_slice text);

#endif
