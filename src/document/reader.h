/* What the readers of this room share: the document under construction. */
#ifndef DOCUMENT_READER_H
#define DOCUMENT_READER_H

#include <noticelog/document.h>

/* Where a reader stands in the source, from 1; columns count characters. */
typedef struct {
	unsigned line, column;
} document_position;

/* Make the bytes UTF-8, or refuse them. */
int document_decode(nlog_str *out, const char *source, nlog_slice bytes,
		    nlog_findings *findings, nlog_error *err);

/* Add a character; one from 0x80 to 0x9f is meant as Windows-1252 has it, as in HTML. */
void document_add_codepoint(nlog_str *out, unsigned codepoint);

/* Tell the format by content first, by the file's name second. */
nlog_document_format document_detect(nlog_slice text, const char *source);

/* Building. Cells belong to the line added last; texts are trimmed and copied. */
nlog_line *document_add_line(nlog_document *document, nlog_line_kind kind,
			     document_position at);
void document_add_cell(nlog_document *document, nlog_slice text, document_position at,
		       bool strong);
void document_add_blank(nlog_document *document, document_position at);
nlog_line *document_last_line(nlog_document *document);
unsigned document_next_table(nlog_document *document);

/* Lines of a text, whatever ends them: LF, CR LF or CR. */
typedef struct {
	nlog_slice rest;
	unsigned number; /* of the line that was read last */
} document_lines;

bool document_next_line(document_lines *lines, nlog_slice *out);

/* The readers. first is the number of the text's first line. */
void document_read_plain(nlog_document *document, nlog_slice text);
int document_read_markdown(nlog_document *document, nlog_slice text, const char *source,
			   nlog_error *err);
int document_read_html(nlog_document *document, nlog_slice text, unsigned first,
		       const char *source, nlog_error *err);

/* A piece of a line without its inline markup. */
typedef struct {
	nlog_str text; /* LF parts lines, two LF paragraphs */
	size_t strong; /* that many bytes at its start are bold */
	size_t after;  /* offset in the raw text at which the bold run is over */
} document_inline;

#define DOCUMENT_INLINE_INIT                                                               \
	{                                                                                  \
		NLOG_STR_INIT, 0, 0                                                        \
	}

/* Take inline markup away: known tags and entities; in Markdown emphasis and escapes too. */
void document_read_inline(document_inline *out, nlog_slice raw, bool markdown);

/*
 * Add a piece of a line as cells of the last line: a bold label in front of
 * more text becomes a cell by itself, and the line a row.
 */
void document_add_piece(nlog_document *document, nlog_slice raw, bool markdown,
			document_position at);

/* Add a line of text, or several where tags part it. */
void document_add_text(nlog_document *document, nlog_slice raw, bool markdown, bool in_list,
		       document_position at);

/* Add a line whose cells TABs part. */
void document_add_tabbed(nlog_document *document, nlog_slice raw, bool markdown,
			 document_position at);

/* Does text, after a bold run, part it from the run as a value is parted from its label? */
bool document_parts_label(nlog_slice label, nlog_slice rest);

/* Delimiter runs of emphasis, as CommonMark 6.2 has them. */
typedef struct {
	size_t at;               /* where the run stands in the text */
	size_t raw_end;          /* … and where it ends in the source */
	size_t length, left;     /* characters at first, and those that are no emphasis */
	ptrdiff_t before, after; /* neighbours that are still open; -1: none */
	ptrdiff_t strong_end;    /* text offset at which bold opened here ends, or -1 */
	char delimiter;
	bool can_open, can_close;
} document_run;

/* Pair the runs; what was no emphasis stays in `left`. */
void document_pair_emphasis(document_run *runs, size_t count);

/*
 * Append text without the signs of emphasis that goes on over the end of a line;
 * the signs that pair within a line stay. Lines keep their numbers.
 */
void document_join_emphasis(nlog_str *out, nlog_slice text);

/* May the run at raw[at..at+length) open or close emphasis? */
void document_flanking(document_run *run, nlog_slice raw, size_t at, size_t length);

#endif
