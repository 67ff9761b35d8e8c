/* Charts in each format: the same figures, as bars of text and as a picture. */
#include <noticelog/render.h>

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static nlog_str rendered(const nlog_report *report, const char *format)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_render(&out, report, nlog_format_named(nlog_slice_of(format)), NULL);
	return out;
}

static nlog_report stacked(void)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_report_chart_begin(&report, "Amendments by month", "month", "amendments");
	nlog_report_chart_add(&report, "2025-01", "moved", 3);
	nlog_report_chart_add(&report, "2025-01", "a <b> & \"c\"", 1);
	nlog_report_chart_add(&report, "2025-02", "moved", 0);
	nlog_report_chart_add(&report, "2025-03", "a <b> & \"c\"", 2);
	return report;
}

static nlog_report single(size_t value)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_report_chart_begin(&report, "Notice given", "days", "revisions");
	nlog_report_chart_add(&report, "0–6", "", value);
	nlog_report_chart_add(&report, "7–13", "", 1);
	return report;
}

Test(chart, is_a_table_of_bars_in_text)
{
	nlog_report report = stacked();
	nlog_str out = rendered(&report, "text");

	cr_expect_str_eq(nlog_str_text(&out),
			 "Amendments by month\n\n"
			 "month    amendments        of which\n"
			 "2025-01  4           ████  moved 3, a <b> & \"c\" 1\n"
			 "2025-02  0\n"
			 "2025-03  2           ██    a <b> & \"c\" 2\n");
	nlog_str_clear(&out);
	nlog_report_clear(&report);
	report = single(8000);
	out = rendered(&report, "text");
	cr_expect(strstr(nlog_str_text(&out), "7–13  1          █\n"),
		  "what is there is seen: %s", nlog_str_text(&out));
	cr_expect_null(strstr(nlog_str_text(&out), "of which"));
	nlog_str_clear(&out);
	nlog_report_clear(&report);
}

Test(chart, is_a_table_of_bars_in_markdown)
{
	nlog_report report = stacked();
	nlog_str out = rendered(&report, "markdown");

	cr_expect_str_eq(nlog_str_text(&out),
			 "Amendments by month\n\n"
			 "| month | amendments |  | of which |\n"
			 "| --- | --- | --- | --- |\n"
			 "| 2025-01 | 4 | ████ | moved 3, a \\<b\\> \\& \"c\" 1 |\n"
			 "| 2025-02 | 0 |  |  |\n"
			 "| 2025-03 | 2 | ██ | a \\<b\\> \\& \"c\" 2 |\n");
	nlog_str_clear(&out);
	nlog_report_clear(&report);
}

Test(chart, is_no_part_of_csv)
{
	nlog_report report = stacked();
	nlog_str out = rendered(&report, "csv");

	cr_expect_str_eq(nlog_str_text(&out), "");
	nlog_str_clear(&out);
	nlog_report_clear(&report);
}

static xmlDoc *page_of(const nlog_report *report)
{
	nlog_str out = rendered(report, "html");
	xmlDoc *page = xmlReadMemory(nlog_str_text(&out), (int)out.len, "page.html",
				     "UTF-8", XML_PARSE_NONET);

	cr_assert_not_null(page, "not well-formed: %s", nlog_str_text(&out));
	nlog_str_clear(&out);
	return page;
}

/* @return the number or the text that an expression of XPath gives, as text */
static const char *ask(xmlDoc *page, const char *question, char answer[512])
{
	xmlXPathContext *context = xmlXPathNewContext(page);
	xmlXPathObject *result = xmlXPathEvalExpression(BAD_CAST question, context);
	xmlChar *text = xmlXPathCastToString(result);

	snprintf(answer, 512, "%s", (const char *)text);
	xmlFree(text);
	xmlXPathFreeObject(result);
	xmlXPathFreeContext(context);
	return answer;
}

Test(chart, is_a_picture_in_html_that_can_be_read_without_seeing_it)
{
	static const struct {
		const char *question, *answer;
	} asked[] = {
		{"count(//figure)", "1"},
		{"string(//figcaption)", "Amendments by month"},
		{"string(//figure/div/svg/@role)", "img"},
		{"string(//figure/div/svg/title)", "Amendments by month"},
		{"starts-with(//figure/div/svg/desc, '3 bars of amendments by month, from "
		 "2025-01 "
		 "to 2025-03. The highest is 2025-01 with 4.')",
		 "true"},
		/* Three parts of bars, and two keys of the legend. */
		{"count(//figure/div/svg/rect)", "5"},
		{"count(//figure/div/svg/rect/title)", "3"},
		{"string(//figure/div/svg/rect[2]/title)", "2025-01, a <b> & \"c\": 1"},
		{"string(//figure/div/svg/text[last()])", "a <b> & \"c\" (3)"},
		/* Parts of 3 and 1 of the same bar: three times as high. */
		{"//figure/div/svg/rect[1]/@height = 3 * //figure/div/svg/rect[2]/@height",
		 "true"},
		{"//figure/div/svg/rect[1]/@y = //figure/div/svg/rect[2]/@y + "
		 "//figure/div/svg/rect[2]/@height",
		 "true"},
		/* Each series has marks of its own, besides its colour. */
		{"//figure/div/svg/rect[1]/@fill != //figure/div/svg/rect[2]/@fill",
		 "true"},
		{"count(//pattern[@id = 'fill-0']) + count(//pattern[@id = 'fill-1'])",
		 "2"},
		{"count(//pattern/path[not(@d = preceding::path/@d)]) = count(//pattern) - "
		 "1",
		 "true"},
		{"count(//figure/details//table/tbody/tr)", "3"},
		{"string(//figure/details//table/tbody/tr[1]/td[4])", "1"},
		{"count(//script) + count(//@onclick) + count(//@href) + count(//@src)",
		 "0"},
	};
	nlog_report report = stacked();
	xmlDoc *page = page_of(&report);
	char answer[512];

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		cr_expect_str_eq(ask(page, asked[i].question, answer), asked[i].answer,
				 "%s: %s", asked[i].question, answer);
	xmlFreeDoc(page);
	nlog_report_clear(&report);
}

Test(chart, of_one_series_has_no_legend)
{
	nlog_report report = single(1);
	xmlDoc *page = page_of(&report);
	char answer[512];

	cr_expect_str_eq(ask(page, "count(//figure/div/svg/rect)", answer), "2");
	cr_expect_str_eq(ask(page, "string(//figure/div/svg/rect[1]/title)", answer),
			 "0–6: 1");
	xmlFreeDoc(page);
	nlog_report_clear(&report);
}

Test(chart, of_nothing_or_of_much_stays_a_page)
{
	static const size_t values[] = {0, 1, 6, 999, 1000000, SIZE_MAX / 32};
	nlog_report report = NLOG_REPORT_INIT;
	char answer[512];

	nlog_report_chart_begin(&report, "Nothing", "month", "amendments");
	xmlFreeDoc(page_of(&report));
	nlog_report_clear(&report);
	for (size_t v = 0; v < sizeof(values) / sizeof(*values); v++) {
		xmlDoc *page;

		for (size_t i = 0; i < 100; i++) {
			char label[16];

			if (i == 0)
				nlog_report_chart_begin(&report, "Much", "month", "n");
			snprintf(label, sizeof(label), "%zu", i);
			nlog_report_chart_add(&report, label, i % 2 ? "odd" : "even",
					      values[v]);
		}
		page = page_of(&report);
		cr_expect_str_eq(
			ask(page, "count(//figure/div/svg/rect[@height > 200])", answer),
			"0", "value %zu", values[v]);
		/* At most six lines of the grid. */
		cr_expect_str_eq(ask(page, "count(//figure/div/svg/line) < 8", answer),
				 "true");
		cr_expect_str_eq(ask(page, "//figure/div/svg/rect/@width <= 64", answer),
				 "true");
		xmlFreeDoc(page);
		nlog_report_clear(&report);
	}
}
