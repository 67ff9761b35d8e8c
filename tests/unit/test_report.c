/* Reports: building them, the house layout read back, and the catalogue. */
#include <noticelog/view.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/parse.h>
#include <noticelog/render.h>
#include <stdint.h>
#include <string.h>

#include "generate.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static nlog_register *builtin(void)
{
	nlog_register *reg;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	return reg;
}

static nlog_str as_text(const nlog_report *report, size_t width)
{
	nlog_render_options options = NLOG_RENDER_OPTIONS_INIT;
	nlog_str out = NLOG_STR_INIT;

	options.width = width;
	nlog_render(&out, report, nlog_format_named(NLOG_SLICE("text")), &options);
	return out;
}

Test(report, marks_no_rows_of_a_page)
{
	nlog_report pages[2] = {NLOG_REPORT_INIT, {.is_page = true}};

	for (int i = 0; i < 2; i++) {
		nlog_report_begin(&pages[i], NLOG_BLOCK_ENTRY);
		nlog_report_row_begin(&pages[i]);
		nlog_report_mark_row(&pages[i], &(nlog_report_mark){.name = "25-IN-09/r1"});
		nlog_report_reset(&pages[i]);
		nlog_report_begin(&pages[i], NLOG_BLOCK_ENTRY);
		nlog_report_row_begin(&pages[i]);
		nlog_report_mark_row(&pages[i], &(nlog_report_mark){.name = "25-IN-09/r2"});
	}
	cr_assert_str_eq(pages[0].blocks[0].rows[0].mark->name, "25-IN-09/r2");
	cr_assert_null(pages[1].blocks[0].rows[0].mark);
	nlog_report_clear(&pages[0]);
	nlog_report_clear(&pages[1]);
}

/* Many rows, so that memory is asked for in between; cells can follow, and lines. */
Test(report, adds_rows_with_their_cells)
{
	nlog_report report = NLOG_REPORT_INIT;
	const nlog_report_row *row;

	nlog_report_begin(&report, NLOG_BLOCK_LIST);
	for (int i = 0; i < 100; i++) {
		char text[] = "borrowed";
		const nlog_report_cell cells[] = {
			{.text = {text, 6}, .tone = NLOG_TONE_STRONG},
			{.text = {NULL, 0}, .tone = NLOG_TONE_QUIET},
		};

		nlog_report_add_row(&report, cells, 2);
		memset(text, '-', sizeof(text));
		if (i == 50) {
			nlog_report_add(&report, NLOG_TONE_ALERT, "one more");
			nlog_str_add(nlog_report_words(&report), "below");
			nlog_report_add_line_words(&report, NLOG_TONE_PLAIN);
		}
	}
	cr_assert_eq(report.blocks[0].row_count, 100);
	row = &report.blocks[0].rows[50];
	cr_assert_eq(row->cell_count, 3);
	cr_assert_str_eq(row->cells[0].text.data, "borrow");
	cr_assert_eq(row->cells[0].tone, NLOG_TONE_STRONG);
	cr_assert_str_eq(row->cells[1].text.data, "");
	cr_assert_eq(row->cells[1].tone, NLOG_TONE_QUIET);
	cr_assert_str_eq(row->cells[2].text.data, "one more");
	cr_assert_str_eq(row->lines[0].text.data, "below");
	row = &report.blocks[0].rows[99];
	cr_assert_eq(row->cell_count, 2);
	cr_assert_eq(row->cells[1].text.len, 0);
	cr_assert_eq(row->line_count, 0);
	nlog_report_clear(&report);
}

Test(report, keeps_blocks_rows_cells_and_lines_in_order)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text = NLOG_STR_INIT;

	nlog_report_add_block(&report, NLOG_BLOCK_TITLE, "a title");
	nlog_report_begin(&report, NLOG_BLOCK_LIST);
	for (int i = 0; i < 20; i++) {
		nlog_report_row_begin(&report);
		nlog_report_add(&report, NLOG_TONE_ALERT, "cell");
		nlog_str_addf(&text, "taken %d", i);
		nlog_report_add_take(&report, NLOG_TONE_QUIET, &text);
		cr_assert_null(text.data, "the string is empty after it");
		nlog_str_addf(&text, "line %d", i);
		nlog_report_add_line_take(&report, NLOG_TONE_STRONG, &text);
		cr_assert_null(text.data);
	}
	/* A string that nothing was added to is an empty text. */
	nlog_report_add_take(&report, NLOG_TONE_PLAIN, &text);
	cr_assert_eq(report.block_count, 2);
	cr_assert_eq(report.blocks[0].row_count, 1);
	cr_assert_str_eq(report.blocks[0].rows[0].cells[0].text.data, "a title");
	cr_assert_eq(report.blocks[1].row_count, 20);
	cr_assert_eq(report.blocks[1].rows[19].cell_count, 3);
	cr_assert_str_eq(report.blocks[1].rows[19].cells[2].text.data, "");
	cr_assert_str_eq(report.blocks[1].rows[7].cells[1].text.data, "taken 7");
	cr_assert_eq(report.blocks[1].rows[7].cells[1].tone, NLOG_TONE_QUIET);
	cr_assert_eq(report.blocks[1].rows[7].line_count, 1);
	cr_assert_str_eq(report.blocks[1].rows[7].lines[0].text.data, "line 7");
	nlog_report_clear(&report);
	cr_assert_eq(report.block_count, 0);
	cr_assert_null(report.blocks);
}

static void make_square(nlog_report *report, size_t index, const void *data)
{
	nlog_report_row_begin(report);
	nlog_str_add(nlog_report_words(report), data);
	nlog_str_add_int(&report->words, (long long)index, 0);
	nlog_report_add_words(report, NLOG_TONE_STRONG);
	nlog_str_addf(nlog_report_words(report), "%zu", index * index);
	nlog_report_add_words(report, index % 2 ? NLOG_TONE_QUIET : NLOG_TONE_PLAIN);
	nlog_report_add(report, NLOG_TONE_ALERT, index % 3 ? "ä wide <cell> = 1," : "");
}

static void begin_squares(nlog_report *report)
{
	static const char *const heads[] = {"number", "square", "what"};

	nlog_report_add_block(report, NLOG_BLOCK_TITLE, "squares");
	nlog_report_begin_table(report, heads, COUNT(heads));
}

static void gather(nlog_slice piece, void *data)
{
	nlog_str *out = data;

	cr_expect_lt(piece.len, (size_t)1 << 18, "one piece is not all of it");
	nlog_str_add_slice(out, piece);
}

Test(report, is_empty_again_when_it_is_reset)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str once = NLOG_STR_INIT, again = NLOG_STR_INIT;

	for (size_t round = 0; round < 2; round++) {
		nlog_report_reset(&report);
		cr_assert_eq(report.block_count, 0);
		for (size_t i = 0; i < 1000; i++) {
			nlog_str *words = nlog_report_words(&report);

			nlog_report_begin(&report, NLOG_BLOCK_LIST);
			nlog_report_row_begin(&report);
			for (size_t c = 0; c < 4; c++)
				nlog_report_add(&report, NLOG_TONE_PLAIN, "cell");
			nlog_str_add_int(words, (long long)i, 0);
			nlog_report_add_line_words(&report, NLOG_TONE_QUIET);
		}
		nlog_render(round ? &again : &once, &report,
			    nlog_format_named(NLOG_SLICE("text")), NULL);
	}
	cr_assert_str_eq(nlog_str_text(&again), nlog_str_text(&once));
	nlog_report_clear(&report);
	nlog_str_clear(&once);
	nlog_str_clear(&again);
}

/* Whether rows are kept or made, and where the bytes go, is seen in no format. */
Test(report, made_rows_and_pieces_give_the_same_bytes)
{
	enum { ROWS = 20000 };
	nlog_report kept = NLOG_REPORT_INIT, made = NLOG_REPORT_INIT,
		    moved = NLOG_REPORT_INIT;
	const nlog_format *format;

	begin_squares(&kept);
	for (size_t i = 0; i < ROWS; i++)
		make_square(&kept, i, "row ");
	begin_squares(&made);
	nlog_report_add_made(&made, ROWS, make_square, "row ");
	nlog_report_add_block(&moved, NLOG_BLOCK_TEXT, "behind it");
	nlog_report_move(&made, &moved);
	nlog_report_add_block(&kept, NLOG_BLOCK_TEXT, "behind it");
	for (size_t f = 0; (format = nlog_format_get(f)); f++) {
		nlog_render_options options = NLOG_RENDER_OPTIONS_INIT;
		nlog_str wanted = NLOG_STR_INIT, got = NLOG_STR_INIT, rest = NLOG_STR_INIT;

		nlog_render(&wanted, &kept, format, &options);
		options.put = gather;
		options.data = &got;
		nlog_render(&rest, &made, format, &options);
		cr_expect_eq(rest.len, 0);
		cr_expect_str_eq(nlog_str_text(&got), nlog_str_text(&wanted), "%s",
				 nlog_format_name(format));
		nlog_str_clear(&wanted);
		nlog_str_clear(&got);
		nlog_str_clear(&rest);
	}
	nlog_report_clear(&kept);
	nlog_report_clear(&made);
}

/* Words that a reader of documents would take for markup; plain text has no escape for them. */
static json_t *without_markup(json_t *string)
{
	static const struct {
		const char *from, *to;
	} words[] = {{"<b>", "bold"}, {"&amp;", "and"}};
	nlog_str out = NLOG_STR_INIT;
	json_t *plain;

	for (const char *p = json_string_value(string); *p;) {
		size_t i = 0;

		while (i < COUNT(words) &&
		       strncmp(p, words[i].from, strlen(words[i].from)) != 0)
			i++;
		if (i == COUNT(words)) {
			nlog_str_addc(&out, *p++);
			continue;
		}
		nlog_str_add(&out, words[i].to);
		p += strlen(words[i].from);
	}
	plain = json_string(nlog_str_text(&out));
	nlog_str_clear(&out);
	return plain;
}

/* @return value as a notice that was printed and read once could have it, owned */
static json_t *printable_value(const nlog_field *field, json_t *value);

static json_t *printable_list(const nlog_field *field, json_t *list)
{
	json_t *out = json_array(), *item;
	size_t i, k;

	json_array_foreach(list, i, item)
	{
		json_t *printed = printable_value(field, item);

		/* Somebody is invited once. */
		for (k = 0; k < json_array_size(out); k++)
			if (json_equal(json_array_get(out, k), printed))
				break;
		if (k == json_array_size(out) || field->type == NLOG_TYPE_TEXT)
			json_array_append(out, printed);
		json_decref(printed);
	}
	return out;
}

/* A blank cell means the one above: a row that has all of its cells says what it is. */
static json_t *printable_row(json_t *row)
{
	json_t *modification = json_object_get(row, "modification"), *out = json_object();

	json_object_set_new(out, "revision", json_integer(1));
	json_object_set_new(out, "issued", json_string("2020-03-06"));
	json_object_set_new(out, "clause", json_string("Timing"));
	json_object_set_new(out, "modification",
			    modification ? without_markup(modification)
					 : json_string("None."));
	return out;
}

static json_t *printable_value(const nlog_field *field, json_t *value)
{
	json_t *out, *member;
	const char *name;

	if (json_is_integer(value))
		return json_integer(json_integer_value(value) % 1000);
	if (json_is_string(value)) {
		/* Years of four digits; older notices there are none. */
		if (field->type == NLOG_TYPE_DATE || field->type == NLOG_TYPE_DATES)
			return json_string("2019-12-31");
		if (field->type == NLOG_TYPE_PERIODS)
			return json_string("2020-06-30/2020-07-02");
		return without_markup(value);
	}
	if (json_is_object(value) && field->type == NLOG_TYPE_HISTORY)
		return printable_row(value);
	if (json_is_array(value))
		return printable_list(field, value);
	if (!json_is_object(value))
		return json_incref(value);
	out = json_object();
	json_object_foreach(value, name, member)
	{
		json_object_set_new(out, name, printable_value(field, member));
	}
	return out;
}

/* `Dress Code A`, …: labels as they are printed. */
static json_t *printable_other(const nlog_field *field, json_t *other)
{
	json_t *out = json_object(), *paragraphs;
	char label[] = "Dress Code A";
	const char *name;

	json_object_foreach(other, name, paragraphs)
	{
		json_t *value = printable_value(field, paragraphs);

		json_object_set_new(out, label, value);
		label[sizeof(label) - 2]++;
	}
	return out;
}

/* Words that mean something: a city named like a country is one, `session 2` a session. */
static void set_words(json_t *members)
{
	if (json_is_string(json_object_get(members, "project_code")))
		json_object_set_new(members, "project_code",
				    json_string("25-IN-09-GE/DC-WSP"));
	if (json_is_array(json_object_get(members, "venue_cities")))
		json_object_set_new(members, "venue_cities",
				    json_pack("[s,s]", "Suva", "Nadi"));
	if (json_is_array(json_object_get(members, "implementing_organizations")))
		json_object_set_new(members, "implementing_organizations",
				    json_pack("[s,s]", "Fiji National Training Council",
					      "Office of Markets, Roads and Ports"));
	json_object_set_new(members, "title", json_string("Workshop on Rural Markets"));
	json_object_set_new(members, "signatory_name", json_string("Dr. Maya Lestari"));
	json_object_set_new(members, "signatory_title", json_string("Secretary-General"));
}

static nlog_notice *printable_notice(nlog_test_random *random)
{
	nlog_notice *notice = nlog_test_notice(random), *out = NULL;
	json_t *members = json_object();
	nlog_error err = NLOG_ERROR_INIT;

	for (int i = 0; i < NLOG_FIELDS; i++) {
		const nlog_field *field = nlog_field_of((nlog_field_id)i);
		json_t *value =
			(json_t *)(uintptr_t)nlog_notice_get(notice, (nlog_field_id)i);

		/* Printed words belong to their values; random ones do not. */
		if (!value || field->type == NLOG_TYPE_PRINTED)
			continue;
		/* What has no label is not printed as Not Applicable. */
		if (json_is_null(value) &&
		    (field->part == NLOG_PART_TOP || field->part == NLOG_PART_TABLE))
			continue;
		json_object_set_new(members, field->name,
				    field->type == NLOG_TYPE_TEXTS
					    ? printable_other(field, value)
					    : printable_value(field, value));
	}
	set_words(members);
	cr_assert_eq(nlog_notice_from_members_take(&out, members, &err), 0, "%s", err.text);
	nlog_notice_free(notice);
	return out;
}

static void expect_same(const nlog_notice *wanted, const nlog_notice *notice,
			const char *text, int round)
{
	nlog_diff *diff;

	nlog_diff_notices(&diff, wanted, notice);
	for (size_t i = 0; i < nlog_diff_count(diff); i++) {
		const nlog_change *change = nlog_diff_get(diff, i);

		cr_expect_fail("round %d: %s %s of\n%s", round,
			       nlog_field_of(change->field)->name,
			       nlog_change_kind_name(change->kind), text);
	}
	nlog_diff_free(diff);
}

Test(report, house_layout_read_back_is_the_notice)
{
	nlog_test_random random = nlog_test_seed(604);
	nlog_register *reg = builtin();

	for (int round = 0; round < 300; round++) {
		nlog_notice *notice = printable_notice(&random);
		nlog_report report = NLOG_REPORT_INIT;
		nlog_document *document = NULL;
		nlog_parsed parsed = {NULL, NULL};
		nlog_error err = NLOG_ERROR_INIT;
		nlog_str text;

		nlog_view_notice(&report, notice);
		text = as_text(&report, 100);
		cr_assert_eq(nlog_document_read(&document, "a.txt", nlog_str_slice(&text),
						NLOG_DOCUMENT_UNKNOWN, NULL, &err),
			     0, "round %d: %s", round, err.text);
		cr_assert_eq(nlog_parse(&parsed, document, reg, "a.txt", NULL, &err), 0,
			     "round %d: %s", round, err.text);
		cr_assert_not_null(parsed.notice, "round %d", round);
		expect_same(notice, parsed.notice, nlog_str_text(&text), round);
		nlog_parsed_clear(&parsed);
		nlog_document_free(document);
		nlog_str_clear(&text);
		nlog_report_clear(&report);
		nlog_notice_free(notice);
	}
	nlog_register_free(reg);
}

Test(report, catalogue_names_every_rule_and_finding)
{
	nlog_register *reg = builtin();
	nlog_report report = NLOG_REPORT_INIT;
	nlog_str text;

	nlog_view_rules(&report, reg);
	text = as_text(&report, 0);
	for (size_t i = 0; i < nlog_rules_count(); i++)
		cr_expect_not_null(strstr(nlog_str_text(&text), nlog_rules_get(i)->id),
				   "%s", nlog_rules_get(i)->id);
	for (int i = 0; i < NLOG_F_COUNT; i++)
		cr_expect_not_null(strstr(nlog_str_text(&text),
					  nlog_finding_rule_of((nlog_finding_id)i)->id),
				   "%s", nlog_finding_rule_of((nlog_finding_id)i)->id);
	nlog_str_clear(&text);
	nlog_report_clear(&report);
	nlog_register_free(reg);
}

Test(report, shows_one_rule_or_finding_in_full)
{
	static const struct {
		const char *id;
		bool is_there;
	} rows[] = {
		{"timing.rescheduled", true},
		{"value.date", true},
		{"timing", false},
		{"", false},
		{"timing.rescheduled ", false},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_report report = NLOG_REPORT_INIT;
		nlog_str text;

		cr_expect_eq(nlog_view_rule(&report, reg, nlog_slice_of(rows[i].id)),
			     rows[i].is_there, "%s", rows[i].id);
		text = as_text(&report, 0);
		if (rows[i].is_there)
			cr_expect_not_null(strstr(nlog_str_text(&text), rows[i].id));
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
	nlog_register_free(reg);
}

Test(report, roster_is_that_of_the_day)
{
	static const struct {
		const char *day;
		size_t members;
		bool has_turkiye, has_hong_kong;
	} rows[] = {
		{"1960-12-31", 0, false, false},  {"1961-01-01", 8, false, false},
		{"1996-12-31", 18, false, true},  {"1997-01-01", 17, false, false},
		{"2019-12-31", 19, false, false}, {"2020-01-01", 20, true, false},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_report report = NLOG_REPORT_INIT;
		nlog_date day = {0};
		nlog_str text;
		json_t *json;

		cr_assert(nlog_date_from_iso(&day, nlog_slice_of(rows[i].day)));
		nlog_view_roster(&report, reg, day);
		text = as_text(&report, 0);
		cr_expect_eq(strstr(nlog_str_text(&text), "T\u00fcrkiye") != NULL,
			     rows[i].has_turkiye, "%s", rows[i].day);
		cr_expect_eq(strstr(nlog_str_text(&text), "Hong Kong") != NULL,
			     rows[i].has_hong_kong, "%s", rows[i].day);
		json = nlog_roster_to_json(reg, day);
		cr_expect_eq(json_array_size(json_object_get(json, "members")),
			     rows[i].members, "%s: %zu", rows[i].day,
			     json_array_size(json_object_get(json, "members")));
		json_decref(json);
		nlog_str_clear(&text);
		nlog_report_clear(&report);
	}
	nlog_register_free(reg);
}
