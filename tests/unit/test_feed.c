/* Calendars and feeds, read again by the libraries that others read them with. */
#include <noticelog/render.h>

#include <criterion/criterion.h>
#include <libical/ical.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <noticelog/text.h>
#include <stdlib.h>
#include <string.h>

#include "hostile.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static nlog_str rendered(const nlog_report *report, const char *format)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_render(&out, report, nlog_format_named(nlog_slice_of(format)), NULL);
	return out;
}

static nlog_str visible_of(const char *data)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_str_add_visible(&out, nlog_slice_of(data));
	return out;
}

static void add_event(nlog_report *report, const char *start, const char *end,
		      const char *words)
{
	const char *cells[NLOG_EVENT_COLUMNS] = {
		[NLOG_EVENT_UID] = words,
		[NLOG_EVENT_SEQUENCE] = "3",
		[NLOG_EVENT_STAMP] = "2025-05-02T11:45:00+09:00",
		[NLOG_EVENT_MODIFIED] = "2025-05-03T00:00:00Z",
		[NLOG_EVENT_STATUS] = "tentative",
		[NLOG_EVENT_START] = start,
		[NLOG_EVENT_END] = end,
		[NLOG_EVENT_SUMMARY] = words,
		[NLOG_EVENT_LOCATION] = words,
	};
	nlog_str line = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	for (size_t i = 0; i < COUNT(cells); i++)
		nlog_report_add(report, NLOG_TONE_PLAIN, cells[i]);
	for (int i = 0; i < 2; i++) {
		nlog_str_add(&line, words);
		nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
	}
}

static nlog_report calendar_of(const char *start, const char *end, const char *words)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_report_add_block(&report, NLOG_BLOCK_TITLE, words);
	nlog_report_events_begin(&report);
	add_event(&report, start, end, words);
	return report;
}

/* @return the number of components of a calendar, which must be one without an error */
static int parse(const nlog_str *text, icalcomponent **calendar)
{
	*calendar = icalparser_parse_string(nlog_str_text(text));
	cr_assert_not_null(*calendar, "%s", nlog_str_text(text));
	cr_assert_eq(icalcomponent_isa(*calendar), ICAL_VCALENDAR_COMPONENT);
	cr_assert_eq(icalcomponent_count_errors(*calendar), 0);
	cr_assert(icalrestriction_check(*calendar), "%s", nlog_str_text(text));
	return icalcomponent_count_components(*calendar, ICAL_ANY_COMPONENT);
}

/* What a reader sees of a text: libical takes spaces at the two ends for padding. */
static void expect_text(const char *found, const char *expected)
{
	nlog_slice a = nlog_slice_trim(nlog_slice_of(found));
	nlog_slice b = nlog_slice_trim(nlog_slice_of(expected));

	cr_assert(nlog_slice_equal(a, b), "'%.*s' is not '%.*s'", (int)a.len, a.data,
		  (int)b.len, b.data);
}

/* RFC 5545, 3.1: lines end in CR LF, have 75 octets at most, and split no character. */
static void expect_lines(const nlog_str *text)
{
	nlog_slice rest = nlog_str_slice(text);

	while (rest.len) {
		ptrdiff_t end = nlog_slice_find(rest, "\r\n");
		nlog_slice line = {rest.data, (size_t)end};

		cr_assert_geq(end, 0, "a line without an end");
		cr_assert_leq(end, 75, "%.*s", (int)end, rest.data);
		cr_assert(nlog_text_is_utf8(line, NULL), "%.*s", (int)end, rest.data);
		cr_assert_null(memchr(line.data, '\n', line.len));
		cr_assert_null(memchr(line.data, '\r', line.len));
		rest = nlog_slice_from(rest, (size_t)end + 2);
	}
}

static void expect_event(const nlog_str *text, const char *words)
{
	nlog_str data = visible_of(words), both = NLOG_STR_INIT;
	icalcomponent *calendar, *event;

	cr_assert_eq(parse(text, &calendar), 1, "%s", nlog_str_text(text));
	event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	expect_text(icalcomponent_get_uid(event), nlog_str_text(&data));
	expect_text(icalcomponent_get_summary(event), nlog_str_text(&data));
	expect_text(icalcomponent_get_location(event), nlog_str_text(&data));
	nlog_str_addf(&both, "%s\n%s", nlog_str_text(&data), nlog_str_text(&data));
	expect_text(icalcomponent_get_description(event), nlog_str_text(&both));
	cr_assert_eq(icalcomponent_get_sequence(event), 3);
	icalcomponent_free(calendar);
	nlog_str_clear(&data);
	nlog_str_clear(&both);
}

Test(feed, calendars_read_by_libical_hold_the_data)
{
	for (size_t i = 0; i < COUNT(hostile); i++) {
		nlog_report report = calendar_of("2025-07-08", "2025-07-10", hostile[i]);
		nlog_str text = rendered(&report, "ical");

		expect_lines(&text);
		expect_event(&text, hostile[i]);
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
}

Test(feed, calendars_fold_between_characters)
{
	static const char *const ends[] = {
		"\xf0\x9f\x8c\x8f", "\xe6\x97\xa5", "\xc3\xbc", ";", "\\", ","};

	for (size_t before = 0; before < 90; before++) {
		for (size_t e = 0; e < COUNT(ends); e++) {
			nlog_str words = NLOG_STR_INIT, text;
			nlog_report report;

			nlog_str_add_repeat(&words, 'a', before + 1);
			for (int i = 0; i < 40; i++)
				nlog_str_add(&words, ends[e]);
			report = calendar_of("2025-07-08", "2025-07-10",
					     nlog_str_text(&words));
			text = rendered(&report, "ical");
			expect_lines(&text);
			expect_event(&text, nlog_str_text(&words));
			nlog_str_clear(&words);
			nlog_str_clear(&text);
			nlog_report_clear(&report);
		}
	}
}

Test(feed, calendars_take_a_title_of_a_megabyte)
{
	nlog_str words = NLOG_STR_INIT, text;
	nlog_report report;

	nlog_str_add_repeat(&words, 'x', 1 << 20);
	report = calendar_of("2025-07-08", "2025-07-10", nlog_str_text(&words));
	text = rendered(&report, "ical");
	expect_lines(&text);
	expect_event(&text, nlog_str_text(&words));
	nlog_str_clear(&words);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}

Test(feed, no_line_of_a_title_becomes_one_of_the_calendar)
{
	nlog_report report = calendar_of("2025-07-08", "2025-07-10",
					 "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y");
	nlog_str text = rendered(&report, "ical");
	icalcomponent *calendar;

	cr_assert_eq(parse(&text, &calendar), 1);
	cr_assert_null(strstr(nlog_str_text(&text), "\nSUMMARY:y"));
	icalcomponent_free(calendar);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}

Test(feed, events_end_on_the_day_after_their_last)
{
	static const struct {
		const char *start, *end, *dtstart, *dtend;
	} cases[] = {
		{"2025-07-08", "2025-07-10", "DTSTART;VALUE=DATE:20250708\r\n",
		 "DTEND;VALUE=DATE:20250711\r\n"},
		{"2025-06-02", "2025-06-02", "DTSTART;VALUE=DATE:20250602\r\n",
		 "DTEND;VALUE=DATE:20250603\r\n"},
		{"2024-12-30", "2024-12-31", "DTSTART;VALUE=DATE:20241230\r\n",
		 "DTEND;VALUE=DATE:20250101\r\n"},
		{"2024-02-28", "2024-02-28", "DTSTART;VALUE=DATE:20240228\r\n",
		 "DTEND;VALUE=DATE:20240229\r\n"},
		{"0001-01-02", "0001-01-02", "DTSTART;VALUE=DATE:00010102\r\n",
		 "DTEND;VALUE=DATE:00010103\r\n"},
		{"3000-12-29", "3000-12-30", "DTSTART;VALUE=DATE:30001229\r\n",
		 "DTEND;VALUE=DATE:30001231\r\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		nlog_report report = calendar_of(cases[i].start, cases[i].end, "x");
		nlog_str text = rendered(&report, "ical");

		cr_assert_not_null(strstr(nlog_str_text(&text), cases[i].dtstart));
		cr_assert_not_null(strstr(nlog_str_text(&text), cases[i].dtend));
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
}

Test(feed, events_that_libical_cannot_write_are_left_out)
{
	static const char *const days[] = {"0001-01-01", "3000-12-31", "3001-01-01",
					   "9999-12-31", "no day"};

	for (size_t i = 0; i < COUNT(days); i++) {
		nlog_report report = calendar_of(days[i], days[i], "x");
		nlog_str text = rendered(&report, "ical");
		icalcomponent *calendar;

		cr_assert_eq(parse(&text, &calendar), 0, "%s", days[i]);
		icalcomponent_free(calendar);
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
}

Test(feed, calendars_are_in_utc_and_have_their_status)
{
	nlog_report report = calendar_of("2025-07-08", "2025-07-10", "x");
	nlog_str text = rendered(&report, "ical");

	cr_assert_not_null(strstr(nlog_str_text(&text), "DTSTAMP:20250502T024500Z\r\n"));
	cr_assert_not_null(
		strstr(nlog_str_text(&text), "LAST-MODIFIED:20250503T000000Z\r\n"));
	cr_assert_not_null(strstr(nlog_str_text(&text), "STATUS:TENTATIVE\r\n"));
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}

Test(feed, a_calendar_without_events_is_one)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text;
	icalcomponent *calendar;

	nlog_report_events_begin(&report);
	text = rendered(&report, "ical");
	cr_assert_eq(parse(&text, &calendar), 0);
	icalcomponent_free(calendar);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}

Test(feed, events_are_a_table_in_other_formats)
{
	nlog_report report = calendar_of("2025-07-08", "2025-07-10", "a title");
	nlog_str text = rendered(&report, "text"), csv = rendered(&report, "csv");

	cr_assert_not_null(strstr(nlog_str_text(&text), "2025-07-08"));
	cr_assert(nlog_slice_starts(
		nlog_str_slice(&csv),
		"uid,sequence,moved,changed,status,start,end,summary,location\r\n"));
	cr_assert_not_null(strstr(nlog_str_text(&csv), ",2025-07-10,a title,a title\r\n"));
	nlog_str_clear(&text);
	nlog_str_clear(&csv);
	nlog_report_clear(&report);
}

static void add_entry(nlog_report *report, const char *name, int64_t updated,
		      const char *words)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	for (int i = 0; i < 3; i++)
		nlog_report_add(report, NLOG_TONE_STRONG, words);
	nlog_report_mark_row(report, &(nlog_report_mark){.name = name,
							 .author = words,
							 .created = {86400 * 365, 0},
							 .updated = {updated, 540}});
	nlog_str_add(&line, words);
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	nlog_report_begin(report, NLOG_BLOCK_LIST);
	nlog_report_row_begin(report);
	for (int i = 0; i < 4; i++)
		nlog_report_add(report, NLOG_TONE_PLAIN, words);
}

static nlog_report feed_of(const char *words)
{
	nlog_report report = NLOG_REPORT_INIT;

	nlog_report_add_block(&report, NLOG_BLOCK_TITLE, words);
	nlog_report_mark_title(&report, &(nlog_report_mark){.name = "changelog",
							    .authority = "example.org",
							    .author = words,
							    .updated = {7, 0}});
	nlog_report_add_block(&report, NLOG_BLOCK_TEXT, words);
	nlog_report_add_block(&report, NLOG_BLOCK_HEADING, "a day");
	add_entry(&report, "A/r1", 1000, words);
	add_entry(&report, "B/r1", 3000, words);
	nlog_report_add_block(&report, NLOG_BLOCK_HEADING, "another day");
	add_entry(&report, "A/r2", 2000, words);
	nlog_report_add_block(&report, NLOG_BLOCK_LITERAL, "checkpoint");
	return report;
}

/* A feed, read by libxml2, and questions to it. */
typedef struct {
	xmlDoc *doc;
	xmlXPathContext *context;
} xml_feed;

static void open_feed(xml_feed *feed, const nlog_str *text)
{
	feed->doc = xmlReadMemory(nlog_str_text(text), (int)text->len, "feed", NULL,
				  XML_PARSE_NONET);
	cr_assert_not_null(feed->doc, "%s", nlog_str_text(text));
	feed->context = xmlXPathNewContext(feed->doc);
	xmlXPathRegisterNs(feed->context, BAD_CAST "a",
			   BAD_CAST "http://www.w3.org/2005/Atom");
}

static void close_feed(xml_feed *feed)
{
	xmlXPathFreeContext(feed->context);
	xmlFreeDoc(feed->doc);
}

static void expect_xpath(const xml_feed *feed, const char *question, const char *expected)
{
	xmlXPathObject *answer = xmlXPathEval(BAD_CAST question, feed->context);
	xmlChar *text = xmlXPathCastToString(answer);

	cr_assert_str_eq((const char *)text, expected, "%s", question);
	xmlFree(text);
	xmlXPathFreeObject(answer);
}

static size_t count_elements(const xmlNode *node)
{
	size_t count = 0;

	for (; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE)
			count += 1 + count_elements(node->children);
	return count;
}

/* The content is markup of ours alone: p, ul, li, strong, span and no attribute of the data. */
static void expect_content(const xml_feed *feed, const char *words)
{
	xmlXPathObject *answer =
		xmlXPathEval(BAD_CAST "string(//a:entry[1]/a:content)", feed->context);
	htmlDocPtr html =
		htmlReadDoc(answer->stringval, "content", "UTF-8", HTML_PARSE_NONET);
	xmlChar *text = xmlNodeGetContent(xmlDocGetRootElement(html));

	/* html, body, p, ul, li, strong, span */
	cr_assert_eq(count_elements(xmlDocGetRootElement(html)), 7, "%s",
		     (const char *)answer->stringval);
	cr_assert_not_null(strstr((const char *)text, words), "%s", (const char *)text);
	xmlFree(text);
	xmlFreeDoc(html);
	xmlXPathFreeObject(answer);
}

Test(feed, feeds_read_by_libxml2_hold_the_data)
{
	for (size_t i = 0; i < COUNT(hostile); i++) {
		nlog_report report = feed_of(hostile[i]);
		nlog_str text = rendered(&report, "atom"), words = visible_of(hostile[i]);
		nlog_str title = NLOG_STR_INIT;
		xml_feed feed;

		open_feed(&feed, &text);
		expect_xpath(&feed, "string(/a:feed/a:title)", nlog_str_text(&words));
		expect_xpath(&feed, "string(/a:feed/a:subtitle)", nlog_str_text(&words));
		expect_xpath(&feed, "string(/a:feed/a:author/a:name)",
			     nlog_str_text(&words));
		expect_xpath(&feed, "string(//a:entry[1]/a:author/a:name)",
			     nlog_str_text(&words));
		expect_xpath(&feed, "string(//a:entry[1]/a:category/@term)",
			     nlog_str_text(&words));
		nlog_str_addf(&title, "%s %s: %s", nlog_str_text(&words),
			      nlog_str_text(&words), nlog_str_text(&words));
		expect_xpath(&feed, "string(//a:entry[1]/a:title)", nlog_str_text(&title));
		expect_xpath(&feed, "count(//*)", "35");
		expect_content(&feed, nlog_str_text(&words));
		close_feed(&feed);
		nlog_str_clear(&title);
		nlog_str_clear(&words);
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
}

Test(feed, feeds_have_ids_for_life_and_the_newest_first)
{
	nlog_report report = feed_of("x");
	nlog_str text = rendered(&report, "atom");
	xml_feed feed;

	open_feed(&feed, &text);
	expect_xpath(&feed, "string(/a:feed/a:id)", "tag:example.org,1970-01-01:changelog");
	expect_xpath(&feed, "string(/a:feed/a:updated)", "1970-01-01T09:50:00+09:00");
	expect_xpath(&feed, "count(//a:entry)", "3");
	expect_xpath(&feed, "string(//a:entry[1]/a:id)", "tag:example.org,1971-01-01:B/r1");
	expect_xpath(&feed, "string(//a:entry[2]/a:id)", "tag:example.org,1971-01-01:A/r2");
	expect_xpath(&feed, "string(//a:entry[3]/a:id)", "tag:example.org,1971-01-01:A/r1");
	expect_xpath(&feed, "string(//a:entry[3]/a:published)", "1971-01-01T00:00:00Z");
	expect_xpath(&feed, "string(//a:entry[3]/a:updated)", "1970-01-01T09:16:40+09:00");
	cr_assert_null(strstr(nlog_str_text(&text), "checkpoint"),
		       "what belongs to no entry is left out");
	close_feed(&feed);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}

Test(feed, a_feed_without_entries_is_as_new_as_its_title)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text;
	xml_feed feed;

	nlog_report_add_block(&report, NLOG_BLOCK_TITLE, "x");
	nlog_report_mark_title(&report, &(nlog_report_mark){.name = "log",
							    .authority = "example.org",
							    .author = "x",
							    .updated = {7, 0}});
	text = rendered(&report, "atom");
	open_feed(&feed, &text);
	expect_xpath(&feed, "count(//a:entry)", "0");
	expect_xpath(&feed, "string(/a:feed/a:updated)", "1970-01-01T00:00:07Z");
	close_feed(&feed);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
}
