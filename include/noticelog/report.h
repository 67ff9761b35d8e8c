/**
 * @file
 * A report: any result as blocks of rows, whatever format will show it.
 *
 * Text in a report is data: it is escaped by the format that renders it, never
 * before. Rows are typed by their block's kind, so that a format can give each
 * kind its own form.
 */
#ifndef NOTICELOG_REPORT_H
#define NOTICELOG_REPORT_H

#include <noticelog/date.h>
#include <noticelog/pool.h>

typedef enum {
	NLOG_BLOCK_TITLE,   /**< one row: the report's name */
	NLOG_BLOCK_HEADING, /**< one row: a part's name */
	NLOG_BLOCK_TEXT,    /**< paragraphs, one a row */
	NLOG_BLOCK_LITERAL, /**< lines to be copied: never broken */
	NLOG_BLOCK_ENTRY,   /**< one row: key, revision, title; below it, when and where */
	NLOG_BLOCK_LIST,   /**< rows of margin, name, text, aside; below a row, its lines */
	NLOG_BLOCK_TABLE,  /**< rows of cells, the first row names the columns */
	NLOG_BLOCK_FIELDS, /**< rows of label and paragraphs: a notice in the house layout */
	NLOG_BLOCK_CHART,  /**< bars; see nlog_report_chart_begin() */
	NLOG_BLOCK_EVENTS, /**< of a calendar: a table with the columns of nlog_event_column */
} nlog_block_kind;

/** How a cell is shown where a format can; never the only sign of anything. */
typedef enum {
	NLOG_TONE_PLAIN,
	NLOG_TONE_STRONG,
	NLOG_TONE_QUIET,
	NLOG_TONE_ALERT,
} nlog_tone;

/** A piece of text; the report's. */
typedef struct {
	nlog_slice text;  /**< ended by a NUL that is not counted */
	const char *link; /**< a relative address of ours that it leads to; NULL: none */
	nlog_tone tone;
} nlog_report_cell;

/**
 * What a feed says of a title or an entry besides its words. The first title of a
 * report names the feed.
 */
typedef struct {
	const char *name; /**< "25-IN-09-GE-LOM/r2": ever the same for the same thing */
	const char *authority; /**< of a title: the domain that names are from; else NULL */
	const char *author;
	nlog_instant created; /**< as unchanging as the name */
	nlog_instant updated;
} nlog_report_mark;

/** Cells side by side, and lines below them; the report's. */
typedef struct {
	nlog_report_cell *cells;
	nlog_report_cell *lines;
	nlog_report_mark *mark; /**< of a title or an entry, or NULL */
	unsigned cell_count, line_count;
} nlog_report_row;

typedef struct nlog_report nlog_report;

/**
 * Make row `index` of a table: begin one row and add its cells and lines. The same
 * index makes the same row each time.
 */
typedef void nlog_report_make(nlog_report *report, size_t index, const void *data);

/** Rows that are kept, and behind them rows that are made. See nlog_report_rows_next(). */
typedef struct {
	nlog_block_kind kind;
	nlog_report_row *rows;
	size_t row_count;
	size_t made_count; /**< 0 in all but tables */
	nlog_report_make *make;
	const void *data; /**< of make */
} nlog_report_block;

/**
 * A report being built, block after block, row after row. Everything lies in its
 * pools; it is moved by nlog_report_move() alone.
 */
struct nlog_report {
	nlog_report_block *blocks;
	size_t block_count, block_capacity;
	nlog_pool rows, cells, texts;
	nlog_str words; /**< see nlog_report_words() */
	bool is_page;   /**< no feed is made of it: what marks its rows is left out */
};

#define NLOG_REPORT_INIT                                                                   \
	{                                                                                  \
		.blocks = NULL                                                             \
	}

/** Begin a block. */
void nlog_report_begin(nlog_report *report, nlog_block_kind kind);
/** Begin a table, with the names of its columns. */
void nlog_report_begin_table(nlog_report *report, const char *const *heads, size_t count);
/** Begin a row in the last block. */
void nlog_report_row_begin(nlog_report *report);
/** Add a row to the last block, with its cells; their texts are copied, and none is a link. */
void nlog_report_add_row(nlog_report *report, const nlog_report_cell *cells,
			 unsigned count);
/** Add a cell to the last row; text is copied. */
void nlog_report_add(nlog_report *report, nlog_tone tone, const char *text);
/** The same, the text is taken and the string empty after it. */
void nlog_report_add_take(nlog_report *report, nlog_tone tone, nlog_str *text);
/**
 * Add a cell that leads to a file beside the page, where a format can.
 *
 * @param file  of ASCII letters, digits, `-`, `_` and `.` alone; copied
 */
void nlog_report_add_link(nlog_report *report, nlog_tone tone, const char *text,
			  const char *file);
/** Add a line below the last row; the text is taken and the string empty after it. */
void nlog_report_add_line_take(nlog_report *report, nlog_tone tone, nlog_str *text);

/** @return an empty string of the report's own to write a cell's text in; borrowed */
nlog_str *nlog_report_words(nlog_report *report);
/** Add the cell that was written there. */
void nlog_report_add_words(nlog_report *report, nlog_tone tone);
/** Add the line that was written there below the last row. */
void nlog_report_add_line_words(nlog_report *report, nlog_tone tone);

/**
 * Let `count` rows follow those of the last block, a table, which are made whenever
 * they are shown and kept by nobody: a long table takes no memory.
 *
 * @param data  for make; borrowed, must outlive the report
 */
void nlog_report_add_made(nlog_report *report, size_t count, nlog_report_make *make,
			  const void *data);

/** Goes through the rows of a block. */
typedef struct {
	const nlog_report_block *block;
	size_t next;
	nlog_report made; /**< the row in hand, if it was made */
} nlog_report_rows;

/** @return the first row; NULL if there is none, and then nothing is to be cleared */
const nlog_report_row *nlog_report_rows_first(nlog_report_rows *rows,
					      const nlog_report_block *block);
/**
 * @return the next row, valid until the next call; NULL behind the last one. Then,
 *         and only then, all memory was given back: go through to the end
 */
const nlog_report_row *nlog_report_rows_next(nlog_report_rows *rows);

/** Mark the last row, which has no mark yet; strings are copied. */
void nlog_report_mark_row(nlog_report *report, const nlog_report_mark *mark);
/** The same for the first title; a report without one stays as it is. */
void nlog_report_mark_title(nlog_report *report, const nlog_report_mark *mark);

/** A block of one row with one cell. */
void nlog_report_add_block(nlog_report *report, nlog_block_kind kind, const char *text);

/**
 * Begin a chart: a bar for each label, in the order in which they are first named,
 * stacked of its series. A chart with one series has no legend.
 *
 * Its first row is title, what labels are, what is counted; the others are label,
 * series and a value of 0 or more.
 */
void nlog_report_chart_begin(nlog_report *report, const char *title, const char *labels,
			     const char *values);
/** Add a value to a chart. @param series  "" for the only one */
void nlog_report_chart_add(nlog_report *report, const char *label, const char *series,
			   size_t value);

/**
 * The columns of a block of events. Each cell is a text: an instant is in RFC 3339,
 * a day is YYYY-MM-DD. The lines below a row describe the event.
 */
typedef enum {
	NLOG_EVENT_UID,
	NLOG_EVENT_SEQUENCE, /**< a whole number: how often the event was moved */
	NLOG_EVENT_STAMP,    /**< when it was moved last */
	NLOG_EVENT_MODIFIED, /**< when anything of it was changed last */
	NLOG_EVENT_STATUS,   /**< "confirmed", "tentative" or "cancelled" */
	NLOG_EVENT_START,    /**< its first day */
	NLOG_EVENT_END,      /**< its last day */
	NLOG_EVENT_SUMMARY,
	NLOG_EVENT_LOCATION, /**< may be empty */
	NLOG_EVENT_COLUMNS,  /**< how many there are */
} nlog_event_column;

/** Begin a block of events with the names of its columns. */
void nlog_report_events_begin(nlog_report *report);

/** Append the blocks of another report, which is empty afterwards. */
void nlog_report_move(nlog_report *report, nlog_report *from);

/** Make it empty and keep memory for the next one. */
void nlog_report_reset(nlog_report *report);

void nlog_report_clear(nlog_report *report);

#endif
