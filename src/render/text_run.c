/* Words of a text: measured, broken at blanks, shown. */
#include "text.h"

#include <noticelog/text.h>
#include <string.h>

/* Cells that are wrapped get more room than that, or are never broken. */
#define ROOM_LEAST 20

static size_t width_of_foreign(nlog_slice words)
{
	nlog_str safe = NLOG_STR_INIT;
	size_t width;

	nlog_format_text.escape(&safe, words);
	width = nlog_text_width(nlog_str_slice(&safe));
	nlog_str_clear(&safe);
	return width;
}

/* Of words of which some bytes are plain, and then one is not. */
static size_t measure_odd(text_run *run, size_t plain)
{
	nlog_slice rest = nlog_slice_from(run->words, plain);
	size_t width;

	if (nlog_text_visible(rest, &width) == rest.len) {
		run->kind = TEXT_VISIBLE;
		return plain + width;
	}
	run->kind = TEXT_FOREIGN;
	return width_of_foreign(run->words);
}

size_t text_measure(text_run *out, const nlog_report_cell *cell)
{
	size_t plain = nlog_text_printable(cell->text);

	*out = (text_run){cell->text, TEXT_PLAIN, cell->tone};
	return plain == cell->text.len ? plain : measure_odd(out, plain);
}

size_t text_width(const text_run *run)
{
	if (run->kind == TEXT_PLAIN)
		return run->words.len;
	return run->kind == TEXT_VISIBLE ? nlog_text_width(run->words)
					 : width_of_foreign(run->words);
}

/* Where the word ends that `from` is in or before; at least one character of it is taken. */
static size_t end_of_word(nlog_slice words, size_t from)
{
	const char *space = memchr(words.data + from + 1, ' ', words.len - from - 1);

	return space ? (size_t)(space - words.data) : words.len;
}

/* How much of foreign words fits: each is measured with the space before it. */
static size_t fitting_foreign(nlog_slice words, size_t room)
{
	size_t width = 0, len = 0;

	while (len < words.len && width <= room) {
		size_t next = end_of_word(words, len);

		width += width_of_foreign((nlog_slice){words.data + len, next - len});
		if (len && width > room)
			break;
		len = next;
	}
	return len;
}

/*
 * The same of words that are shown as they are, which take no more columns than bytes.
 * No more is looked at than about a line.
 */
static size_t fitting(const text_run *run, size_t room)
{
	nlog_slice words = run->words;
	const char *space;
	size_t fit;

	if (words.len <= room)
		return words.len;
	fit = run->kind == TEXT_PLAIN ? room : nlog_text_fit(words, room);
	if (fit == words.len)
		return fit;
	/* A space at the very beginning ends no word. */
	space = fit ? memrchr(words.data + 1, ' ', fit) : NULL;
	return space ? (size_t)(space - words.data) : end_of_word(words, fit);
}

text_run text_take_line(text_run *run, size_t room)
{
	text_run line = *run;

	if (room && run->words.len)
		line.words.len = run->kind == TEXT_FOREIGN
					 ? fitting_foreign(run->words, room)
					 : fitting(run, room);
	run->words = nlog_slice_from(run->words, line.words.len);
	if (run->words.len)
		run->words = nlog_slice_trim(run->words);
	return line;
}

static const char *tone_code(nlog_tone tone)
{
	static const char *const codes[] = {
		[NLOG_TONE_PLAIN] = "",
		[NLOG_TONE_STRONG] = "\033[1m",
		[NLOG_TONE_QUIET] = "\033[2m",
		[NLOG_TONE_ALERT] = "\033[33m",
	};

	return codes[tone];
}

void text_add(nlog_str *out, const text_run *run, const nlog_render_options *options)
{
	bool coloured = options->colour && run->tone != NLOG_TONE_PLAIN && run->words.len;

	if (coloured)
		nlog_str_add(out, tone_code(run->tone));
	if (run->kind == TEXT_FOREIGN)
		nlog_format_text.escape(out, run->words);
	else
		nlog_str_add_slice(out, run->words);
	if (coloured)
		nlog_str_add(out, "\033[0m");
}

void text_add_space(nlog_str *out, size_t columns)
{
	static const char spaces[] = "                                        ";
	const size_t most = sizeof(spaces) - 1;

	for (; columns > most; columns -= most)
		nlog_str_addn(out, spaces, most);
	nlog_str_addn(out, spaces, columns);
}

void text_add_wrapped(nlog_str *out, const nlog_report_cell *cell, size_t indent,
		      const nlog_render_options *options)
{
	size_t room = options->width > indent + ROOM_LEAST ? options->width - indent : 0;
	text_run run, line;
	size_t width = text_measure(&run, cell);

	line = text_take_line(&run, width > room ? room : 0);

	text_add(out, &line, options);
	while (run.words.len) {
		nlog_str_addc(out, '\n');
		text_add_space(out, indent);
		line = text_take_line(&run, room);
		text_add(out, &line, options);
	}
	nlog_str_addc(out, '\n');
}

void text_add_below(nlog_str *out, const nlog_report_row *row, size_t indent,
		    const nlog_render_options *options)
{
	for (size_t l = 0; l < row->line_count; l++) {
		text_add_space(out, indent);
		text_add_wrapped(out, &row->lines[l], indent, options);
	}
}
