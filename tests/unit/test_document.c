/* Reading documents: formats, encodings, markup, positions, refusals. */
#include <criterion/criterion.h>

#include <noticelog/document.h>

#include <stdio.h>
#include <string.h>

/* The lines of a document in one string: `H` heading, `T` text, `M` more, `R` row, `-` blank, `F` page. */
static void add_lines(nlog_str *out, const nlog_document *document)
{
	static const char kinds[] = {
		[NLOG_LINE_BLANK] = '-', [NLOG_LINE_HEADING] = 'H', [NLOG_LINE_TEXT] = 'T',
		[NLOG_LINE_MORE] = 'M',  [NLOG_LINE_ROW] = 'R',     [NLOG_LINE_PAGE] = 'F'};

	for (size_t i = 0; i < nlog_document_count(document); i++) {
		const nlog_line *line = nlog_document_get(document, i);

		nlog_str_addf(out, "%s%c", i ? " " : "", kinds[line->kind]);
		for (size_t k = 0; k < line->cell_count; k++) {
			nlog_str_add(out, line->cells[k].strong ? "[*" : "[");
			nlog_str_add_slice(out, line->cells[k].text);
			nlog_str_add(out, "]");
		}
	}
}

static void check_lines(nlog_document_format format, const char *text, const char *expected)
{
	nlog_document *document = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str lines = NLOG_STR_INIT;
	int rc =
		nlog_document_read(&document, "x", nlog_slice_of(text), format, NULL, &err);

	cr_assert_eq(rc, 0, "%s: %s", text, err.text);
	add_lines(&lines, document);
	cr_expect_str_eq(nlog_str_text(&lines), expected, "%s\n%s", text,
			 nlog_str_text(&lines));
	nlog_str_clear(&lines);
	nlog_document_free(document);
}

Test(document, reads_plain_text)
{
	static const char *const cases[][2] = {
		{"a\nb", "T[a] T[b]"},
		{"a\r\n\r\nb\rc", "T[a] - T[b] T[c]"},
		{"Label\tvalue", "R[Label][value]"},
		{"Label\tvalue\n\tmore\tcells", "R[Label][value] M[][more][cells]"},
		{"Label    value", "R[Label][value]"},
		{"one. Two", "T[one. Two]"},
		{"a\fb", "T[a] F T[b]"},
		{"-----\na\n\n\n\nb", "T[a] - T[b]"},
		{"<b>Label</b>\tvalue", "R[*Label][value]"},
		{"<b>Label:</b> value", "R[*Label:][value]"},
		{"<b>all bold</b>", "T[*all bold]"},
		{"x <b>y</b> z", "T[x y z]"},
		{"L\t<p>a & b</p> <p>c</p>", "R[L][a & b\n\n \n\nc]"},
		{"a<br>b<br/><BR />c", "T[a] T[b] - T[c]"},
		{"a < b, c > d, <x@y.org>, a&b;", "T[a < b, c > d, <x@y.org>, a&b;]"},
		{"&lt;p&gt; &amp;amp; &#8211; &#x2013; &nosuch; &#0;",
		 "T[<p> &amp; – – &nosuch; &#0;]"},
		{"*stars* and __lines__ and \\*", "T[*stars* and __lines__ and \\*]"},
		{"List:\n- a\n- b", "T[List:] T[a] T[b]"},
		{"a line wrapped\n- at its dash", "T[a line wrapped] T[- at its dash]"},
		{"<span class=\"x\">a</span> <sup>2</sup>", "T[a 2]"},
		{"5.  Label:      v", "R[5.  Label:][v]"},
		{"5.  Label: v", "T[5.  Label: v]"},
		{"+---+---+\n| a | b |\n+---+---+", "R[a][b] -"},
		{"a | b | c | d\n  |  | e | f", "R[a][b][c][d] R[][][e][f]"},
		{"a | b", "T[a | b]"},
		{"- 2 -", "T[- 2 -]"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_lines(NLOG_DOCUMENT_TEXT, cases[i][0], cases[i][1]);
}

Test(document, reads_markdown)
{
	static const char *const cases[][2] = {
		{"# One\n## Two ##\n#three", "H[*One] H[*Two] T[#three]"},
		{"One\n===\nTwo\n---\nx", "H[*One] H[*Two] T[x]"},
		{"**Label:** value", "R[*Label:][value]"},
		{"__Label__: value", "R[*Label][: value]"},
		{"**bold** word", "R[*bold][word]"},
		{"**bold**, word", "T[bold, word]"},
		{"a *b* _c_ **d** ***e***", "T[a b c d e]"},
		{"2 * 3 * 4 and a_b_c and **", "T[2 * 3 * 4 and a_b_c and **]"},
		{"*a **b* c**", "T[a b c]"},
		{"\\*a\\* \\_ \\& \\<b> \\q", "T[*a* _ & <b> \\q]"},
		{"a  \nb\\\nc", "T[a] T[b] T[c]"},
		{"- a\n* b\n1. c", "T[a] T[b] T[c]"},
		{"***\na", "T[a]"},
		{"> a\n> b", "T[a] T[b]"},
		{"| A | B |\n|---|:-:|\n| a \\| b | <b>c</b> |\n| | d<br>e |\n\nf",
		 "R[*A][*B] R[a | b][*c] R[][d\ne] - T[f]"},
		{"<table><tr><td>a</td><td>b</td></tr></table>", "R[a][b] -"},
		{"```\n*a*\n```\nb", "T[*a*] T[b]"},
		{"Label\tvalue *x*\n\tmore", "R[Label][value x] M[][more]"},
		{"a *b\nc* d **e\nf**", "T[a b] T[c d e] T[f]"},
		{"a *b\n\nc*", "T[a *b] - T[c*]"},
		{"- *a\n- b*", "T[*a] T[b*]"},
		{"*a\n| b* |", "T[*a] T[| b* |]"},
		{"```\n*a\nb*\n```", "T[*a] T[b*]"},
		{"**L:** v *w\nx*", "R[*L:][v w] T[x]"},
		{"a [b *c*](http://d) e", "T[a b c e]"},
		{"![p](q) a [b] (c) [d](e", "T[a [b] (c) [d](e]"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_lines(NLOG_DOCUMENT_MARKDOWN, cases[i][0], cases[i][1]);
}

Test(document, reads_html)
{
	static const char *const cases[][2] = {
		{"<h1>A</h1><p>b &amp; c & d &eacute;</p>", "H[*A] - T[b & c & d é] -"},
		{"<p>a<br>b<br><br>c</p>", "T[a] T[b] - T[c] -"},
		{"<p>a\n  b</p>", "T[a b] -"},
		{"<p><b>L</b>: v<br><strong>M:</strong> w</p>", "R[*L][: v] R[*M:][w] -"},
		{"<table><tr><th>L<td>v</table>", "R[*L][v] -"},
		{"<table><tr><td><p>a</p></td><td><p>b</p><p>c<br>d</p></td></tr></table>",
		 "R[a][b\n\n\n\nc\nd] -"},
		{"<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "R[a][b] R[][c] -"},
		{"<table><tr><td colspan=2>a<td>b</table>", "R[a][][b] -"},
		{"<table><tr><td><p>a</p><p>b</p></td></tr></table>", "T[a] - T[b] -"},
		{"<dl><dt>L</dt><dd>a</dd><dd>b</dd></dl>", "R[*L][a] R[][b] -"},
		{"<ul><li>a</li><li>b</li></ul>", "T[a] - T[b] -"},
		{"<head><title>t</title></head><script>s</script><style>u</style>v",
		 "T[v] -"},
		{"<pre>L\tv\na</pre>", "R[L][v] T[a] -"},
		{"<div>a</div><div>b</div>", "T[a] T[b]"},
		{"<p>&#150; a < b", "T[– a < b] -"},
		{"<nav>a</nav>b<footer><p>c</p></footer>", "T[a] - T[b] - T[c] -"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_lines(NLOG_DOCUMENT_HTML, cases[i][0], cases[i][1]);
}

Test(document, marks_what_stands_beside)
{
	static const struct {
		const char *text;
		nlog_document_format format;
		const char *beside; /* a letter a line: b, or - */
	} cases[] = {
		{"<nav>a</nav><p>b</p><aside>c</aside><footer>d</footer>e",
		 NLOG_DOCUMENT_HTML, "b---b-b---"},
		{"[A](b) | [C](d)\nx\n[E](f)\n[G](h) or [I](j)", NLOG_DOCUMENT_MARKDOWN,
		 "b---"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_document *document = NULL;
		nlog_str beside = NLOG_STR_INIT;

		cr_assert_eq(nlog_document_read(&document, NULL,
						nlog_slice_of(cases[i].text),
						cases[i].format, NULL, NULL),
			     0);
		for (size_t k = 0; k < nlog_document_count(document); k++)
			nlog_str_addc(&beside,
				      nlog_document_get(document, k)->beside ? 'b' : '-');
		cr_expect_str_eq(nlog_str_text(&beside), cases[i].beside, "%s: %s",
				 cases[i].text, nlog_str_text(&beside));
		nlog_str_clear(&beside);
		nlog_document_free(document);
	}
}

Test(document, tells_the_format_by_content_first)
{
	static const struct {
		const char *name, *text;
		nlog_document_format format;
	} cases[] = {
		{"a.txt", "a\nb", NLOG_DOCUMENT_TEXT},
		{"a.txt", "x\n## b", NLOG_DOCUMENT_MARKDOWN},
		{"a.md", "a", NLOG_DOCUMENT_MARKDOWN},
		{"a.txt", "<!-- c -->\n<!DOCTYPE html><p>a", NLOG_DOCUMENT_HTML},
		{"a.md", "<table><tr><td>a</table>", NLOG_DOCUMENT_HTML},
		{"a.html", "a</b>", NLOG_DOCUMENT_HTML},
		{"a.html", "a", NLOG_DOCUMENT_TEXT},
		{NULL, "<b>Title</b>\tx", NLOG_DOCUMENT_TEXT},
		{NULL, "**Title:** x", NLOG_DOCUMENT_MARKDOWN},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_document *document = NULL;
		nlog_error err = NLOG_ERROR_INIT;

		cr_assert_eq(nlog_document_read(&document, cases[i].name,
						nlog_slice_of(cases[i].text),
						NLOG_DOCUMENT_UNKNOWN, NULL, &err),
			     0);
		cr_expect_eq(nlog_document_format_of(document), cases[i].format, "%s",
			     cases[i].text);
		nlog_document_free(document);
	}
}

Test(document, names_its_formats)
{
	for (int i = NLOG_DOCUMENT_TEXT; i <= NLOG_DOCUMENT_HTML; i++) {
		const char *name = nlog_document_format_name((nlog_document_format)i);

		cr_expect_eq((int)nlog_document_format_named(nlog_slice_of(name)), i);
	}
	cr_expect_eq(nlog_document_format_named(NLOG_SLICE("pdf")), NLOG_DOCUMENT_UNKNOWN);
}

Test(document, converts_encodings_and_says_so)
{
	static const struct {
		nlog_slice bytes;
		const char *expected;
		size_t findings;
		unsigned line, column;
	} cases[] = {
		{{"\xef\xbb\xbf"
		  "a",
		  4},
		 "T[a]",
		 0,
		 0,
		 0},
		{{"caf\xc3\xa9", 5}, "T[café]", 0, 0, 0},
		{{"a\ncaf\xe9 \x96 \x93x\x94", 12}, "T[a] T[café – “x”]", 1, 2, 4},
		{{"\xff\xfe"
		  "a\0\n\0\x13\x20",
		  8},
		 "T[a] T[–]",
		 1,
		 1,
		 1},
		{{"\xfe\xff\0a\xd8\x3d\xde\0", 8}, "T[a😀]", 1, 1, 1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_findings findings = NLOG_FINDINGS_INIT;
		nlog_document *document = NULL;
		nlog_error err = NLOG_ERROR_INIT;
		nlog_str lines = NLOG_STR_INIT;

		cr_assert_eq(nlog_document_read(&document, NULL, cases[i].bytes,
						NLOG_DOCUMENT_TEXT, &findings, &err),
			     0);
		add_lines(&lines, document);
		cr_expect_str_eq(nlog_str_text(&lines), cases[i].expected);
		cr_assert_eq(findings.count, cases[i].findings, "case %zu", i);
		if (findings.count) {
			cr_expect_str_eq(findings.items[0].rule->id, "document.encoding");
			cr_expect_eq(findings.items[0].line, cases[i].line);
			cr_expect_eq(findings.items[0].column, cases[i].column);
		}
		nlog_str_clear(&lines);
		nlog_document_free(document);
		nlog_findings_clear(&findings);
	}
}

Test(document, refuses_what_is_no_text)
{
	static const struct {
		nlog_slice bytes;
		const char *said;
		unsigned line;
	} cases[] = {
		{{"", 0}, "is empty", 0},
		{{" \n\n", 3}, "no text", 0},
		{{"%PDF-1.4", 8}, "PDF", 0},
		{{"PK\003\004xx", 6}, "ZIP", 0},
		{{"\x89PNG\r\n", 6}, "PNG", 0},
		{{"\x1f\x8b\x08", 3}, "gzip", 0},
		{{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, ".doc", 0},
		{{"a\nb\0c", 5}, "NUL", 2},
		{{"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", 37}, "merge-conflict", 2},
		{{"\xef\xbb\xbf{\n \"format\": 1}", 17}, "this is JSON", 1},
		{{"{}", 2}, "this is JSON", 1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_document *document = NULL;
		nlog_error err = NLOG_ERROR_INIT;

		cr_expect_eq(nlog_document_read(&document, "in.txt", cases[i].bytes,
						NLOG_DOCUMENT_UNKNOWN, NULL, &err),
			     NLOG_EINPUT);
		cr_expect_null(document);
		cr_expect_not_null(strstr(err.text, cases[i].said), "%s", err.text);
		cr_expect_eq(err.line, cases[i].line);
	}
}

Test(document, knows_where_each_cell_stands)
{
	static const struct {
		nlog_document_format format;
		const char *text;
		size_t index, cell;
		unsigned line, column;
	} cases[] = {
		{NLOG_DOCUMENT_TEXT, "é\tb\tc", 0, 2, 1, 5},
		{NLOG_DOCUMENT_TEXT, "a\n  Label    value", 1, 1, 2, 12},
		{NLOG_DOCUMENT_TEXT, "<b>L:</b> v", 0, 1, 1, 11},
		{NLOG_DOCUMENT_MARKDOWN, "# x\n| a | b |\n|--|--|\n| c | d |", 2, 1, 4, 7},
		{NLOG_DOCUMENT_MARKDOWN, "**L:** v", 0, 1, 1, 8},
		{NLOG_DOCUMENT_HTML, "<p>é &amp; a</p>\n<p>b</p>", 2, 0, 2, 4},
		{NLOG_DOCUMENT_HTML, "<table>\r\n<tr><td>a</td><td>b</td></tr></table>", 0,
		 1, 2, 19},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		nlog_document *document = NULL;
		nlog_error err = NLOG_ERROR_INIT;

		cr_assert_eq(nlog_document_read(&document, NULL,
						nlog_slice_of(cases[i].text),
						cases[i].format, NULL, &err),
			     0);
		const nlog_line *line = nlog_document_get(document, cases[i].index);

		cr_assert_not_null(line);
		cr_assert_lt(cases[i].cell, line->cell_count);
		cr_expect_eq(line->cells[cases[i].cell].line, cases[i].line, "%s",
			     cases[i].text);
		cr_expect_eq(line->cells[cases[i].cell].column, cases[i].column, "%s: %u",
			     cases[i].text, line->cells[cases[i].cell].column);
		nlog_document_free(document);
	}
}

Test(document, refuses_nesting_without_end)
{
	nlog_str page = NLOG_STR_INIT;
	nlog_document *document = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_str_add(&page, "<html>");
	for (size_t i = 0; i < 2000; i++)
		nlog_str_add(&page, "<div>");
	nlog_str_add(&page, "x");
	cr_expect_eq(nlog_document_read(&document, NULL, nlog_str_slice(&page),
					NLOG_DOCUMENT_HTML, NULL, &err),
		     NLOG_ELIMIT);
	cr_expect_null(document);
	nlog_str_clear(&page);
}

/* Markup without end must not take quadratic time: a megabyte of each is read at once. */
Test(document, reads_hostile_markup_in_linear_time, .timeout = 60)
{
	static const char *const pieces[] = {"*a ",   "_a",   "**",      "<b",   "&",
					     "\\",    "|",    "<a x=\"", "\t",   "  a",
					     "- a\n", "\f",   "[",       "<br>", "#",
					     "[a](",  "*a\n", "[a](b) ", "![",   "1 May\n"};

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		nlog_str text = NLOG_STR_INIT;

		while (text.len < 1 << 18)
			nlog_str_add(&text, pieces[i]);
		nlog_str_add(&text, "\nend");
		for (int format = NLOG_DOCUMENT_TEXT; format <= NLOG_DOCUMENT_HTML;
		     format++) {
			nlog_document *document = NULL;
			nlog_error err = NLOG_ERROR_INIT;
			int rc = nlog_document_read(&document, NULL, nlog_str_slice(&text),
						    (nlog_document_format)format, NULL,
						    &err);

			cr_expect(rc == 0 || rc == NLOG_ELIMIT || rc == NLOG_EINPUT);
			nlog_document_free(document);
		}
		nlog_str_clear(&text);
	}
}
