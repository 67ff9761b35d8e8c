/* Formats: what is data stays data, whatever it looks like. */
#include <noticelog/render.h>

#include <criterion/criterion.h>
#include <fcntl.h>
#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/text.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

extern char **environ;

static nlog_report report_of(nlog_block_kind kind, const char *data)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str line = NLOG_STR_INIT;

	nlog_report_begin(&report, kind);
	nlog_report_row_begin(&report);
	switch (kind) {
	case NLOG_BLOCK_TITLE:
	case NLOG_BLOCK_HEADING:
	case NLOG_BLOCK_TEXT:
	case NLOG_BLOCK_LITERAL:
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		return report;
	case NLOG_BLOCK_ENTRY:
		nlog_report_add(&report, NLOG_TONE_STRONG, data);
		nlog_report_add(&report, NLOG_TONE_QUIET, data);
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		break;
	case NLOG_BLOCK_LIST:
		for (int i = 0; i < 4; i++)
			nlog_report_add(&report, NLOG_TONE_ALERT, data);
		break;
	case NLOG_BLOCK_TABLE:
		nlog_report_add(&report, NLOG_TONE_STRONG, "one");
		nlog_report_add(&report, NLOG_TONE_STRONG, "two");
		nlog_report_row_begin(&report);
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		return report;
	case NLOG_BLOCK_FIELDS:
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		break;
	case NLOG_BLOCK_EVENTS:
		nlog_report_clear(&report);
		nlog_report_events_begin(&report);
		nlog_report_row_begin(&report);
		for (int i = 0; i < NLOG_EVENT_COLUMNS; i++)
			nlog_report_add(&report, NLOG_TONE_PLAIN, data);
		break;
	case NLOG_BLOCK_CHART:
		nlog_report_clear(&report);
		nlog_report_chart_begin(&report, data, "label", "value");
		nlog_report_chart_add(&report, data, "one", 2);
		nlog_report_chart_add(&report, "second", data, 3);
		return report;
	}
	nlog_str_add(&line, data);
	nlog_report_add_line_take(&report, NLOG_TONE_QUIET, &line);
	return report;
}

static const nlog_block_kind all_kinds[] = {
	NLOG_BLOCK_TITLE, NLOG_BLOCK_HEADING, NLOG_BLOCK_TEXT,   NLOG_BLOCK_ENTRY,
	NLOG_BLOCK_LIST,  NLOG_BLOCK_TABLE,   NLOG_BLOCK_FIELDS, NLOG_BLOCK_LITERAL,
	NLOG_BLOCK_CHART, NLOG_BLOCK_EVENTS,
};

static nlog_str rendered(const nlog_report *report, const char *format, size_t width,
			 bool colour)
{
	nlog_render_options options = NLOG_RENDER_OPTIONS_INIT;
	nlog_str out = NLOG_STR_INIT;

	options.width = width;
	options.colour = colour;
	nlog_render(&out, report, nlog_format_named(nlog_slice_of(format)), &options);
	return out;
}

static nlog_str visible_of(const char *data)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_str_add_visible(&out, nlog_slice_of(data));
	return out;
}

/* @return how often needle is in text */
static size_t times(const char *text, const char *needle)
{
	size_t count = 0;

	for (const char *p = text; (p = strstr(p, needle)); p += strlen(needle))
		count++;
	return count;
}

static void drop_blanks(nlog_str *str)
{
	size_t kept = 0;

	for (size_t i = 0; i < str->len; i++)
		if (str->data[i] != ' ' && str->data[i] != '\n')
			str->data[kept++] = str->data[i];
	nlog_str_truncate(str, kept);
}

static const char *const formats_of_parts[] = {"text", "markdown"};

/* A report of two blocks, its second one rendered as a part behind the first. */
Test(render, renders_parts_as_it_renders_the_whole)
{
	static const char data[] =
		"words \u2013 of a \x1b[1mcell* that is broken & goes on";

	for (size_t f = 0; f < COUNT(formats_of_parts); f++)
		for (size_t a = 0; a < COUNT(all_kinds); a++)
			for (size_t b = 0; b < COUNT(all_kinds); b++) {
				const nlog_format *format = nlog_format_named(
					nlog_slice_of(formats_of_parts[f]));
				nlog_render_options options = {.width = 24,
							       .colour = a & 1};
				nlog_report first = report_of(all_kinds[a], data);
				nlog_report second = report_of(all_kinds[b], data);
				nlog_str parts = NLOG_STR_INIT, whole = NLOG_STR_INIT;

				nlog_render(&parts, &first, format, &options);
				nlog_report_begin(&second, NLOG_BLOCK_LIST); /* no row */
				nlog_render_part(&parts, &second, format, &options);
				nlog_report_move(&first, &second);
				nlog_render(&whole, &first, format, &options);
				cr_assert_str_eq(nlog_str_text(&parts),
						 nlog_str_text(&whole));
				nlog_report_clear(&first);
				nlog_str_clear(&parts);
				nlog_str_clear(&whole);
			}
}

Test(render, knows_which_formats_have_parts)
{
	size_t count = 0;

	for (size_t i = 0; nlog_format_get(i); i++)
		count += nlog_format_has_parts(nlog_format_get(i));
	cr_assert_eq(count, COUNT(formats_of_parts));
	for (size_t f = 0; f < count; f++)
		cr_assert(nlog_format_has_parts(
			nlog_format_named(nlog_slice_of(formats_of_parts[f]))));
}

Test(render, has_formats_by_name)
{
	size_t count = 0;

	while (nlog_format_get(count)) {
		const char *name = nlog_format_name(nlog_format_get(count));

		cr_assert_eq(nlog_format_named(nlog_slice_of(name)),
			     nlog_format_get(count));
		count++;
	}
	cr_assert_geq(count, 2);
	cr_assert_str_eq(nlog_format_name(nlog_format_named(NLOG_SLICE("text"))), "text");
	cr_assert_str_eq(nlog_format_name(nlog_format_named(NLOG_SLICE("markdown"))),
			 "markdown");
	cr_assert_null(nlog_format_named(NLOG_SLICE("docx")));
	cr_assert_null(nlog_format_named(NLOG_SLICE("")));
	cr_assert_null(nlog_format_named(NLOG_SLICE("tex")));
	cr_assert_null(nlog_format_get(count + 1000));
}

/* The house layout parts a label from its value by a TAB; lines of CSV and iCalendar end in CR LF. */
static bool is_layout(const char *format, nlog_block_kind kind, unsigned codepoint)
{
	return (kind == NLOG_BLOCK_FIELDS && codepoint == '\t') ||
	       ((strcmp(format, "csv") == 0 || strcmp(format, "ical") == 0) &&
		codepoint == '\r');
}

Test(render, lets_no_control_through_in_any_format)
{
	for (size_t f = 0; nlog_format_get(f); f++) {
		const char *format = nlog_format_name(nlog_format_get(f));

		for (size_t k = 0; k < COUNT(all_kinds); k++) {
			for (size_t i = 0; i < COUNT(hostile); i++) {
				nlog_report report = report_of(all_kinds[k], hostile[i]);
				nlog_str out = rendered(&report, format, 40, false);
				unsigned codepoint;
				int len;

				cr_expect(nlog_text_is_utf8(nlog_str_slice(&out), NULL),
					  "%s, kind %zu, row %zu", format, k, i);
				for (size_t at = 0;
				     (len = nlog_text_next(nlog_str_slice(&out), at,
							   &codepoint));
				     at += (size_t)len)
					cr_expect(
						codepoint == '\n' ||
							is_layout(format, all_kinds[k],
								  codepoint) ||
							!nlog_text_is_forbidden(codepoint),
						"%s, kind %zu, row %zu: U+%04X", format, k,
						i, codepoint);
				nlog_str_clear(&out);
				nlog_report_clear(&report);
			}
		}
	}
}

Test(render, text_shows_data_as_it_is)
{
	static const size_t cells[] = {1, 1, 1, 4, 5, 2, 3, 1, 3, 10};

	for (size_t k = 0; k < COUNT(all_kinds); k++) {
		for (size_t i = 0; i < COUNT(hostile); i++) {
			nlog_report report = report_of(all_kinds[k], hostile[i]);
			nlog_str out = rendered(&report, "text", 0, false);
			nlog_str data = visible_of(hostile[i]);
			/* In a document what would be read as markup is an entity. */
			bool is_escaped =
				all_kinds[k] == NLOG_BLOCK_FIELDS &&
				(strchr(hostile[i], '<') || strchr(hostile[i], '&'));

			cr_expect_eq(is_escaped ? cells[k]
						: times(nlog_str_text(&out),
							nlog_str_text(&data)),
				     cells[k], "kind %zu, row %zu: %s", k, i,
				     nlog_str_text(&out));
			nlog_str_clear(&out);
			nlog_str_clear(&data);
			nlog_report_clear(&report);
		}
	}
}

Test(render, text_breaks_lines_and_loses_nothing)
{
	for (size_t k = 0; k < COUNT(all_kinds); k++) {
		for (size_t i = 0; i < COUNT(hostile); i++) {
			nlog_report report = report_of(all_kinds[k], hostile[i]);
			nlog_str wide = rendered(&report, "text", 0, false);
			nlog_str narrow = rendered(&report, "text", 60, false);
			size_t letters[256] = {0};

			/* Columns side by side are woven: the same bytes, in another order. */
			drop_blanks(&wide);
			drop_blanks(&narrow);
			for (size_t at = 0; at < wide.len; at++)
				letters[(unsigned char)wide.data[at]]++;
			for (size_t at = 0; at < narrow.len; at++)
				letters[(unsigned char)narrow.data[at]]--;
			for (size_t c = 0; c < COUNT(letters); c++)
				cr_expect_eq(letters[c], 0, "kind %zu, row %zu", k, i);
			nlog_str_clear(&wide);
			nlog_str_clear(&narrow);
			nlog_report_clear(&report);
		}
	}
}

Test(render, text_keeps_to_its_width_where_words_allow)
{
	static const char *words =
		"Members \xe2\x80\x93 and those of T\xc3\xbcrkiye \xe6\x97\xa5\xe6\x9c\xac "
		"\xe6\x97\xa5\xe6\x9c\xac \xe6\x97\xa5\xe6\x9c\xac "
		"\xe6\x97\xa5\xe6\x9c\xac too "
		"\xe2\x80\x93 will be told of the dates in good time before they travel.";
	static const nlog_block_kind kinds[] = {NLOG_BLOCK_TEXT, NLOG_BLOCK_FIELDS};

	for (size_t k = 0; k < COUNT(kinds); k++) {
		for (size_t width = 30; width <= 80; width += 7) {
			nlog_report report = NLOG_REPORT_INIT;
			nlog_str out;

			nlog_report_begin(&report, kinds[k]);
			nlog_report_row_begin(&report);
			if (kinds[k] == NLOG_BLOCK_FIELDS)
				nlog_report_add(&report, NLOG_TONE_STRONG, "Remarks");
			nlog_report_add(&report, NLOG_TONE_PLAIN, words);
			out = rendered(&report, "text", width, false);
			for (const char *line = nlog_str_text(&out); *line;) {
				size_t len = strcspn(line, "\n");

				/* A house layout is a line a field: it is never broken. */
				if (kinds[k] == NLOG_BLOCK_TEXT)
					cr_expect_leq(
						nlog_text_width((nlog_slice){line, len}),
						width, "%.*s", (int)len, line);
				cr_expect(!len || line[len - 1] != ' ', "'%.*s'", (int)len,
					  line);
				line += len + (line[len] == '\n');
			}
			nlog_str_clear(&out);
			nlog_report_clear(&report);
		}
	}
}

/* A table of what, where and a long last column, as a list of notices is. */
static nlog_report table_of(const char *where, const char *title)
{
	static const char *const heads[] = {"notice", "dates", "where", "title"};
	const char *const cells[] = {"24-CL-32-GE-CON-A",
				     "22\xe2\x80\x93"
				     "24 October 2024",
				     where, title};
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str line = NLOG_STR_INIT;

	nlog_report_begin(&report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(&report);
	for (size_t i = 0; i < COUNT(heads); i++)
		nlog_report_add(&report, NLOG_TONE_STRONG, heads[i]);
	nlog_report_row_begin(&report);
	for (size_t i = 0; i < COUNT(cells); i++)
		nlog_report_add(&report, NLOG_TONE_PLAIN, cells[i]);
	nlog_str_add(&line, "amended once");
	nlog_report_add_line_take(&report, NLOG_TONE_QUIET, &line);
	return report;
}

static void expect_table(const char *where, const char *title, size_t width,
			 const char *expected)
{
	nlog_report report = table_of(where, title);
	nlog_str out = rendered(&report, "text", width, false);

	cr_expect_str_eq(nlog_str_text(&out), expected);
	nlog_str_clear(&out);
	nlog_report_clear(&report);
}

Test(render, text_gives_the_last_column_of_a_table_a_line_where_it_has_no_room)
{
	static const char *title = "Conference on Productivity Gainsharing for Rural Areas";

	expect_table("online", title, 110,
		     "notice             dates               where   title\n"
		     "24-CL-32-GE-CON-A  22\xe2\x80\x93"
		     "24 October 2024  online  "
		     "Conference on Productivity Gainsharing for Rural Areas\n"
		     "                                               amended once\n");
	/* Broken while there is fair room for it, below from then on. */
	expect_table("online", title, 90,
		     "notice             dates               where   title\n"
		     "24-CL-32-GE-CON-A  22\xe2\x80\x93"
		     "24 October 2024  online  Conference on Productivity Gainsharing for\n"
		     "                                               Rural Areas\n"
		     "                                               amended once\n");
	expect_table("online", title, 80,
		     "notice             dates               where\n"
		     "  title\n"
		     "24-CL-32-GE-CON-A  22\xe2\x80\x93"
		     "24 October 2024  online\n"
		     "  Conference on Productivity Gainsharing for Rural Areas\n"
		     "  amended once\n");
}

Test(render, text_breaks_the_widest_cells_of_a_table_that_is_too_wide)
{
	expect_table("Vientiane and Luang Prabang, Lao PDR; Hanoi, Viet Nam",
		     "Workshop on Cold Chains", 72,
		     "notice             dates               where\n"
		     "  title\n"
		     "24-CL-32-GE-CON-A  22\xe2\x80\x93"
		     "24 October 2024  Vientiane and Luang Prabang, Lao\n"
		     "                                       PDR; Hanoi, Viet Nam\n"
		     "  Workshop on Cold Chains\n"
		     "  amended once\n");
}

Test(render, colours_add_nothing_but_colours)
{
	for (size_t k = 0; k < COUNT(all_kinds); k++) {
		for (size_t i = 0; i < COUNT(hostile); i++) {
			nlog_report report = report_of(all_kinds[k], hostile[i]);
			nlog_str plain = rendered(&report, "text", 60, false);
			nlog_str coloured = rendered(&report, "text", 60, true);
			size_t kept = 0;

			for (size_t at = 0; at < coloured.len; at++) {
				if (coloured.data[at] != '\x1b') {
					coloured.data[kept++] = coloured.data[at];
					continue;
				}
				cr_assert_eq(coloured.data[++at], '[');
				while (strchr("0123456789;", coloured.data[++at]))
					;
				cr_assert_eq(coloured.data[at], 'm');
			}
			nlog_str_truncate(&coloured, kept);
			cr_expect_str_eq(nlog_str_text(&coloured), nlog_str_text(&plain));
			nlog_str_clear(&plain);
			nlog_str_clear(&coloured);
			nlog_report_clear(&report);
		}
	}
}

/* Run cmark over Markdown. @return false if there is no cmark */
static bool cmark(nlog_str *html, const nlog_str *markdown)
{
	char in[] = "/tmp/noticelog-md-XXXXXX", out[] = "/tmp/noticelog-html-XXXXXX";
	const char *const argv[] = {"cmark", "--to", "html", "--unsafe", in, NULL};
	posix_spawn_file_actions_t actions;
	int fd = mkstemp(in), status = -1;
	pid_t pid;
	bool found;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, nlog_str_text(markdown), markdown->len),
		     (ssize_t)markdown->len);
	close(fd);
	fd = mkstemp(out);
	cr_assert_geq(fd, 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, 1);
	found = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv,
			     environ) == 0;
	if (found)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	close(fd);
	if (found) {
		cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		cr_assert_eq(nlog_file_read(html, out, NLOG_FILE_LIMIT, NULL), 0);
	}
	unlink(in);
	unlink(out);
	return found;
}

/* The text of HTML, a TAB for each element's end; the names of elements go to tags. */
static void read_html(const char *html, nlog_str *text, nlog_str *tags)
{
	static const struct {
		const char *entity, *text;
	} entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};

	for (const char *p = html; *p;) {
		size_t i;

		if (*p == '<') {
			bool ends = p[1] == '/';
			size_t len = strcspn(p, ">");

			if (!ends)
				nlog_str_addf(tags, "%.*s", (int)len + 1, p);
			else
				nlog_str_addc(text, '\t');
			p += len + 1;
			continue;
		}
		for (i = 0; i < COUNT(entities); i++)
			if (strncmp(p, entities[i].entity, strlen(entities[i].entity)) == 0)
				break;
		if (i < COUNT(entities)) {
			nlog_str_add(text, entities[i].text);
			p += strlen(entities[i].entity);
		} else {
			nlog_str_addc(text, *p++);
		}
	}
}

static bool has_cmark(void)
{
	nlog_str nothing = NLOG_STR_INIT, html = NLOG_STR_INIT;
	bool found = cmark(&html, &nothing);

	nlog_str_clear(&html);
	return found;
}

Test(render, markdown_read_by_cmark_is_the_data)
{
	/* With DATA for the data. Nested lists and their text are apart by line feeds. */
	static const struct {
		nlog_block_kind kind;
		const char *tags;
		size_t cells;
	} rows[] = {
		{NLOG_BLOCK_TITLE, "<h1>", 1},
		{NLOG_BLOCK_HEADING, "<h2>", 1},
		{NLOG_BLOCK_TEXT, "<p>", 1},
		{NLOG_BLOCK_LITERAL, "<p>", 1},
		{NLOG_BLOCK_ENTRY, "<h3><p>", 4},
		{NLOG_BLOCK_LIST, "<ul><li><strong><em><ul><li>", 4},
		{NLOG_BLOCK_FIELDS, "<p><strong><p>", 3},
	};

	if (!has_cmark())
		cr_skip_test("cmark is not installed");
	for (size_t k = 0; k < COUNT(rows); k++) {
		for (size_t i = 0; i < COUNT(hostile); i++) {
			nlog_report report = report_of(rows[k].kind, hostile[i]);
			nlog_str markdown = rendered(&report, "markdown", 0, false);
			nlog_str data = visible_of(hostile[i]), html = NLOG_STR_INIT;
			nlog_str text = NLOG_STR_INIT, tags = NLOG_STR_INIT;

			cr_assert(cmark(&html, &markdown));
			read_html(nlog_str_text(&html), &text, &tags);
			cr_expect_str_eq(nlog_str_text(&tags), rows[k].tags, "%s%s",
					 nlog_str_text(&markdown), nlog_str_text(&html));
			cr_expect_geq(times(nlog_str_text(&text), nlog_str_text(&data)),
				      rows[k].cells, "%s%s", nlog_str_text(&markdown),
				      nlog_str_text(&html));
			nlog_str_clear(&markdown);
			nlog_str_clear(&data);
			nlog_str_clear(&html);
			nlog_str_clear(&text);
			nlog_str_clear(&tags);
			nlog_report_clear(&report);
		}
	}
}

Test(render, markdown_tables_keep_their_columns)
{
	for (size_t i = 0; i < COUNT(hostile); i++) {
		nlog_report report = report_of(NLOG_BLOCK_TABLE, hostile[i]);
		nlog_str out = rendered(&report, "markdown", 0, false);
		const char *text = nlog_str_text(&out);
		size_t bars = 0;

		cr_expect_eq(times(text, "\n"), 3, "row %zu: %s", i, text);
		for (const char *p = text; *p; p++) {
			/* What is escaped is data, a bar or another backslash. */
			if (*p == '\\')
				p++;
			else if (*p == '|')
				bars++;
		}
		cr_expect_eq(bars, 9, "row %zu: %s", i, text);
		nlog_str_clear(&out);
		nlog_report_clear(&report);
	}
}

Test(render, leaves_out_blocks_without_rows)
{
	for (size_t f = 0; f < 2; f++) {
		const char *format = f ? "markdown" : "text";
		nlog_report report = NLOG_REPORT_INIT, same = NLOG_REPORT_INIT;
		nlog_str out, wanted;

		nlog_report_add_block(&report, NLOG_BLOCK_TEXT, "one");
		nlog_report_begin(&report, NLOG_BLOCK_LIST);
		nlog_report_begin(&report, NLOG_BLOCK_TABLE);
		nlog_report_add_block(&report, NLOG_BLOCK_TEXT, "two");
		nlog_report_add_block(&same, NLOG_BLOCK_TEXT, "one");
		nlog_report_add_block(&same, NLOG_BLOCK_TEXT, "two");
		out = rendered(&report, format, 80, false);
		wanted = rendered(&same, format, 80, false);
		cr_expect_str_eq(nlog_str_text(&out), nlog_str_text(&wanted));
		cr_expect_str_eq(nlog_str_text(&out), "one\n\ntwo\n");
		nlog_str_clear(&out);
		nlog_str_clear(&wanted);
		nlog_report_clear(&report);
		nlog_report_clear(&same);
	}
}

Test(render, takes_a_megabyte_of_one_word_in_its_stride)
{
	nlog_str word = NLOG_STR_INIT;
	nlog_report report;
	nlog_str out;

	nlog_str_add_repeat(&word, 'x', 1 << 20);
	for (size_t f = 0; f < 2; f++) {
		report = report_of(NLOG_BLOCK_LIST, nlog_str_text(&word));
		out = rendered(&report, f ? "markdown" : "text", 80, false);
		cr_expect_geq(out.len, 4u << 20);
		nlog_str_clear(&out);
		nlog_report_clear(&report);
	}
	nlog_str_clear(&word);
}

/* A page has one first heading, and no heading skips a level. */
Test(render, pages_have_a_title_and_headings_in_order)
{
	static const struct {
		const char *blocks; /* T title, H heading, E entry, L list */
		const char *title, *headings;
	} cases[] = {
		{"THEE", "block T", "1233"},
		{"TEE", "block T", "122"},
		{"E", "block E block E: block E", "1"},
		{"EE", "list: all of it", "122"},
		{"L", "list: all of it", "1"},
		{"HEE", "list: all of it", "1233"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		nlog_report report = NLOG_REPORT_INIT;
		nlog_render_options options = NLOG_RENDER_OPTIONS_INIT;
		nlog_str out = NLOG_STR_INIT, title = NLOG_STR_INIT;
		nlog_str levels = NLOG_STR_INIT;

		for (const char *b = cases[i].blocks; *b; b++) {
			char name[] = "block ?";
			nlog_report block = report_of(*b == 'T'   ? NLOG_BLOCK_TITLE
						      : *b == 'H' ? NLOG_BLOCK_HEADING
						      : *b == 'E' ? NLOG_BLOCK_ENTRY
								  : NLOG_BLOCK_LIST,
						      (name[6] = *b, name));

			nlog_report_move(&report, &block);
		}
		options.title = "list: all of it";
		nlog_render(&out, &report, nlog_format_named(NLOG_SLICE("html")), &options);
		nlog_str_addf(&title, "<title>%s</title>", cases[i].title);
		cr_expect_eq(times(nlog_str_text(&out), nlog_str_text(&title)), 1, "%s",
			     cases[i].blocks);
		for (const char *p = nlog_str_text(&out); (p = strstr(p, "<h")); p += 2)
			if (p[2] >= '1' && p[2] <= '6')
				nlog_str_addc(&levels, p[2]);
		cr_expect_str_eq(nlog_str_text(&levels), cases[i].headings, "%s",
				 cases[i].blocks);
		nlog_str_clear(&levels);
		nlog_str_clear(&title);
		nlog_str_clear(&out);
		nlog_report_clear(&report);
	}
}
