/*
 * Any texts in a report of every kind of block, in every format: the data adds no
 * markup to what plain words in its places give, and no control character is printed.
 */
#include <cmark.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/render.h>
#include <noticelog/text.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The input's texts, one after the other; plain: a word in the place of each that is not empty. */
typedef struct {
	nlog_slice rest;
	bool is_plain;
} text_source;

static void next_text(nlog_str *out, text_source *from)
{
	const char *end =
		from->rest.len ? memchr(from->rest.data, '\n', from->rest.len) : NULL;
	size_t len = end ? (size_t)(end - from->rest.data) : from->rest.len;
	nlog_slice text = {from->rest.data, len};

	from->rest = nlog_slice_from(from->rest, end ? len + 1 : len);
	/* Reports hold no NUL: their texts are C strings. */
	for (size_t i = 0; i < text.len; i++) {
		if (!text.data[i])
			text.len = i;
	}
	if (from->is_plain)
		nlog_str_add(out, "word");
	else
		nlog_str_add_slice(out, text);
	/* An empty cell is another structure: every text has something in it. */
	nlog_str_addc(out, 'x');
}

static void add_row(nlog_report *report, text_source *from, size_t cells, size_t lines)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	for (size_t i = 0; i < cells; i++) {
		next_text(&text, from);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
	}
	for (size_t i = 0; i < lines; i++) {
		next_text(&text, from);
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &text);
	}
}

static void add_chart(nlog_report *report, text_source *from)
{
	nlog_str text[3] = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT};

	for (size_t i = 0; i < 3; i++)
		next_text(&text[i], from);
	nlog_report_chart_begin(report, nlog_str_text(&text[0]), nlog_str_text(&text[1]),
				nlog_str_text(&text[2]));
	/* Equal labels would be one bar: a digit of ours keeps them apart. */
	for (size_t i = 0; i < 2; i++) {
		nlog_str_truncate(&text[i], 0);
		next_text(&text[i], from);
		nlog_str_addf(&text[i], "%zu", i);
		nlog_report_chart_add(report, nlog_str_text(&text[i]), "", i + 1);
	}
	for (size_t i = 0; i < 3; i++)
		nlog_str_clear(&text[i]);
}

static nlog_report report_of(nlog_slice data, bool is_plain)
{
	static const struct {
		nlog_block_kind kind;
		size_t rows, cells, lines;
	} blocks[] = {
		{NLOG_BLOCK_TITLE, 1, 1, 0}, {NLOG_BLOCK_HEADING, 1, 1, 0},
		{NLOG_BLOCK_TEXT, 2, 1, 0},  {NLOG_BLOCK_LITERAL, 2, 1, 0},
		{NLOG_BLOCK_ENTRY, 1, 3, 1}, {NLOG_BLOCK_LIST, 2, 4, 1},
		{NLOG_BLOCK_TABLE, 3, 3, 0}, {NLOG_BLOCK_FIELDS, 2, 2, 0},
	};
	text_source from = {data, is_plain};
	nlog_report report = NLOG_REPORT_INIT;

	for (size_t b = 0; b < sizeof(blocks) / sizeof(*blocks); b++) {
		nlog_report_begin(&report, blocks[b].kind);
		for (size_t row = 0; row < blocks[b].rows; row++)
			add_row(&report, &from, blocks[b].cells, blocks[b].lines);
	}
	add_chart(&report, &from);
	return report;
}

static void check_controls(nlog_slice out, bool is_crlf)
{
	for (size_t at = 0; at < out.len;) {
		unsigned codepoint;
		int len = nlog_text_next(out, at, &codepoint);

		must(len > 0);
		must(!nlog_text_is_forbidden(codepoint) || codepoint == '\n' ||
		     codepoint == '\t' || (is_crlf && codepoint == '\r'));
		at += (size_t)len;
	}
}

/*
 * The tags of HTML, one after the other, without their attributes. Whether a chart
 * has room for a number beside its bar depends on its labels' length: <text> is left out.
 */
static nlog_str tags_of(nlog_slice html)
{
	nlog_str tags = NLOG_STR_INIT;

	for (size_t i = 0; i < html.len; i++) {
		nlog_slice tag = nlog_slice_from(html, i);

		if (html.data[i] != '<' || nlog_slice_starts(tag, "<text") ||
		    nlog_slice_starts(tag, "</text"))
			continue;
		tag.len = strcspn(tag.data, " >");
		nlog_str_add_slice(&tags, tag);
		nlog_str_addc(&tags, ';');
	}
	return tags;
}

static size_t columns_of(const char **at)
{
	size_t columns = 1;
	bool is_quoted = false;

	for (; **at && (is_quoted || **at != '\n'); (*at)++) {
		if (**at == '"')
			is_quoted = !is_quoted;
		else if (**at == ',' && !is_quoted)
			columns++;
	}
	must(!is_quoted);
	*at += **at == '\n';
	return columns;
}

/* Every row as many columns as the first, which the plain report has, too. */
static void check_csv(nlog_str *out, nlog_str *plain)
{
	const char *at = nlog_str_text(out), *other = nlog_str_text(plain);

	while (*at && *other)
		must(columns_of(&at) == columns_of(&other));
	must(!*at && !*other);
}

static void check_html(nlog_str *out, nlog_str *plain)
{
	nlog_str tags = tags_of(nlog_str_slice(out));
	nlog_str expected = tags_of(nlog_str_slice(plain));

	must(nlog_slice_equal(nlog_str_slice(&tags), nlog_str_slice(&expected)));
	nlog_str_clear(&tags);
	nlog_str_clear(&expected);
}

/* What a CommonMark reader makes of it, but for the letters and where lines end. */
static nlog_str nodes_of(nlog_slice markdown)
{
	cmark_node *document =
		cmark_parse_document(markdown.data, markdown.len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(document);
	nlog_str nodes = NLOG_STR_INIT;
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));

		if (type != CMARK_NODE_TEXT && type != CMARK_NODE_SOFTBREAK)
			nlog_str_addf(&nodes, "%d:%d;", (int)event, (int)type);
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
	return nodes;
}

static void check_markdown(nlog_str *out, nlog_str *plain)
{
	nlog_str nodes = nodes_of(nlog_str_slice(out));
	nlog_str expected = nodes_of(nlog_str_slice(plain));

	must(nlog_slice_equal(nlog_str_slice(&nodes), nlog_str_slice(&expected)));
	nlog_str_clear(&nodes);
	nlog_str_clear(&expected);
}

static void check_format(const nlog_format *format, nlog_report *report, nlog_report *plain,
			 size_t width)
{
	const nlog_render_options options = {.width = width};
	const char *name = nlog_format_name(format);
	nlog_str out = NLOG_STR_INIT, expected = NLOG_STR_INIT;

	nlog_render(&out, report, format, &options);
	nlog_render(&expected, plain, format, &options);
	check_controls(nlog_str_slice(&out),
		       strcmp(name, "csv") == 0 || strcmp(name, "ical") == 0);
	if (strcmp(name, "html") == 0)
		check_html(&out, &expected);
	if (strcmp(name, "markdown") == 0)
		check_markdown(&out, &expected);
	if (strcmp(name, "csv") == 0)
		check_csv(&out, &expected);
	nlog_str_clear(&out);
	nlog_str_clear(&expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {(const char *)data, size};
	nlog_report report, plain;
	const nlog_format *format;
	/* Lines without an end, too. */
	size_t width = size ? data[size - 1] % 120 : 100;

	nlog_alloc_setup();
	report = report_of(text, false);
	plain = report_of(text, true);
	for (size_t i = 0; (format = nlog_format_get(i)); i++)
		check_format(format, &report, &plain, width);
	nlog_report_clear(&report);
	nlog_report_clear(&plain);
	return 0;
}
