/* Errors that stop the work, and findings that describe the data. */
#include <noticelog/error.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/finding.h>
#include <noticelog/text.h>
#include <string.h>

Test(error, says_what_and_where)
{
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_error_set(&err, NLOG_ENOTFOUND, "no notice '%s'", "25-IN-09"),
		     NLOG_ENOTFOUND);
	cr_assert_eq(err.code, NLOG_ENOTFOUND);
	cr_assert_str_eq(err.text, "no notice '25-IN-09'");
	cr_assert_str_eq(err.source, "");
	cr_assert_eq(err.line, 0);
	cr_assert_eq(nlog_error_at(&err, NLOG_EINPUT, "a.json", 3, 7, "duplicate key"),
		     NLOG_EINPUT);
	cr_assert_str_eq(err.source, "a.json");
	cr_assert_eq(err.line, 3);
	cr_assert_eq(err.column, 7);
	cr_assert_eq(nlog_error_set(&err, NLOG_EIO, "disk full"), NLOG_EIO);
	cr_assert_str_eq(err.source, "", "a later error has no place of an earlier one");
	cr_assert_eq(err.line, 0);
	cr_assert_eq(err.column, 0);
}

Test(error, may_be_told_to_nobody)
{
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_error_set(NULL, NLOG_EBUSY, "busy"), NLOG_EBUSY);
	cr_assert_eq(nlog_error_at(NULL, NLOG_EINPUT, "a", 1, 1, "bad"), NLOG_EINPUT);
	cr_assert_eq(nlog_error_at(&err, NLOG_EINPUT, NULL, 1, 2, "bad"), NLOG_EINPUT);
	cr_assert_str_eq(err.source, "");
	cr_assert_eq(err.column, 2);
}

Test(error, keeps_the_first_source_that_it_is_given)
{
	nlog_error err = NLOG_ERROR_INIT;

	nlog_error_set(&err, NLOG_EINPUT, "bad");
	cr_assert_eq(nlog_error_source(&err, "inner.json"), NLOG_EINPUT);
	cr_assert_eq(nlog_error_source(&err, "outer.json"), NLOG_EINPUT);
	cr_assert_str_eq(err.source, "inner.json");
}

Test(error, shows_foreign_bytes_in_text_and_source)
{
	nlog_error err = NLOG_ERROR_INIT;

	nlog_error_at(&err, NLOG_EINPUT, "a\x1b]0;x\x07.txt", 1, 1, "bad '%s'",
		      "\xe2\x80\xae\xff\n");
	cr_assert_str_eq(err.source, "a\\u{1b}]0;x\\u{7}.txt");
	cr_assert_str_eq(err.text, "bad '\\u{202e}\\x{ff}\\u{a}'");
}

Test(error, cuts_long_texts_between_characters)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str name = NLOG_STR_INIT;

	/* Neither room is a multiple of the three bytes of a dash. */
	for (int i = 0; i < 2000; i++)
		nlog_str_add(&name, "\xe2\x80\x93");
	nlog_error_at(&err, NLOG_EINPUT, nlog_str_text(&name), 1, 1, "x%s",
		      nlog_str_text(&name));
	cr_assert_lt(strlen(err.text), sizeof(err.text));
	cr_assert_gt(strlen(err.text), sizeof(err.text) / 2);
	cr_assert(nlog_text_is_utf8(nlog_slice_of(err.text), NULL));
	cr_assert_lt(strlen(err.source), sizeof(err.source));
	cr_assert(nlog_text_is_utf8(nlog_slice_of(err.source), NULL));
	nlog_str_clear(&name);
}

Test(finding, has_a_complete_row_for_each_kind)
{
	for (int i = 0; i < NLOG_F_COUNT; i++) {
		const nlog_finding_rule *rule = nlog_finding_rule_of((nlog_finding_id)i);

		cr_assert_not_null(rule);
		cr_assert_not_null(rule->id, "kind %d has no row", i);
		cr_assert_not_null(strchr(rule->id, '.'), "%s", rule->id);
		cr_assert_eq(strspn(rule->id, "abcdefghijklmnopqrstuvwxyz._-"),
			     strlen(rule->id), "%s", rule->id);
		cr_assert_not_null(rule->description);
		cr_assert_gt(strlen(rule->description), 10, "%s", rule->id);
		for (int k = 0; k < i; k++)
			cr_assert_str_neq(nlog_finding_rule_of((nlog_finding_id)k)->id,
					  rule->id);
	}
}

Test(finding, names_its_levels)
{
	cr_assert_str_eq(nlog_level_name(NLOG_NOTE), "note");
	cr_assert_str_eq(nlog_level_name(NLOG_WARNING), "warning");
	cr_assert_str_eq(nlog_level_name(NLOG_ERROR), "error");
}

/* @return the first kind of a severity, NLOG_F_COUNT if there is none */
static nlog_finding_id kind_of(nlog_level level)
{
	for (int i = 0; i < NLOG_F_COUNT; i++)
		if (nlog_finding_rule_of((nlog_finding_id)i)->severity == level)
			return (nlog_finding_id)i;
	return NLOG_F_COUNT;
}

Test(finding, tells_the_gravest_of_a_list)
{
	nlog_findings list = NLOG_FINDINGS_INIT;
	nlog_place place = {.file = "a.txt", .line = 2};

	cr_assert_eq(nlog_findings_gravest(&list), NLOG_NOTE);
	nlog_findings_add(&list, kind_of(NLOG_NOTE), place, "one");
	cr_assert_eq(nlog_findings_gravest(&list), NLOG_NOTE);
	nlog_findings_add(&list, kind_of(NLOG_WARNING), place, "two");
	nlog_findings_add(&list, kind_of(NLOG_NOTE), place, "three");
	cr_assert_eq(nlog_findings_gravest(&list), NLOG_WARNING);
	cr_assert_eq(list.count, 3);
	nlog_findings_clear(&list);
	cr_assert_eq(list.count, 0);
	cr_assert_null(list.items);
}

Test(finding, is_one_line_whatever_is_in_it)
{
	nlog_findings list = NLOG_FINDINGS_INIT;
	nlog_str out = NLOG_STR_INIT;
	char file[] = "a\nb.txt";

	nlog_findings_add(
		&list, NLOG_F_LABEL_UNKNOWN,
		(nlog_place){.file = file, .line = 4, .column = 9, .field = "other"},
		"unknown label '%s'", "Dress\x1b[1m\nCode");
	file[0] = 'z';
	nlog_finding_format(&out, &list.items[0]);
	cr_assert_str_eq(nlog_str_text(&out),
			 "a\\u{a}b.txt:4:9: warning: label.unknown: unknown label "
			 "'Dress\\u{1b}[1m\\u{a}Code'\n",
			 "%s", nlog_str_text(&out));
	nlog_findings_clear(&list);
	nlog_str_clear(&out);
}

Test(finding, leaves_out_the_parts_of_a_place_that_it_has_not)
{
	static const struct {
		nlog_place place;
		const char *start;
	} rows[] = {
		{{.file = "a.txt", .line = 4, .column = 9}, "a.txt:4:9: "},
		{{.file = "a.txt", .line = 4}, "a.txt:4: "},
		{{.file = "a.txt"}, "a.txt: "},
		{{.file = NULL}, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		nlog_findings list = NLOG_FINDINGS_INIT;
		nlog_str out = NLOG_STR_INIT;
		nlog_str wanted = NLOG_STR_INIT;

		nlog_findings_add(&list, NLOG_F_DAY_COUNT, rows[i].place, "text");
		nlog_finding_format(&out, &list.items[0]);
		nlog_str_addf(&wanted, "%s%s: %s: text\n", rows[i].start,
			      nlog_level_name(list.items[0].rule->severity),
			      list.items[0].rule->id);
		cr_expect_str_eq(nlog_str_text(&out), nlog_str_text(&wanted), "row %zu: %s",
				 i, nlog_str_text(&out));
		nlog_findings_clear(&list);
		nlog_str_clear(&out);
		nlog_str_clear(&wanted);
	}
}

Test(finding, keeps_its_members_as_json)
{
	nlog_findings list = NLOG_FINDINGS_INIT;
	json_t *json;
	const json_t *item;

	nlog_alloc_setup();
	nlog_findings_add(&list, NLOG_F_DATE_IMPOSSIBLE,
			  (nlog_place){"a.txt", 4, 9, "closing_dates"}, "31 April");
	nlog_findings_add(&list, NLOG_F_CODE_MISSING, (nlog_place){NULL, 0, 0, NULL},
			  "none");
	json = nlog_findings_to_json(&list);
	cr_assert_eq(json_array_size(json), 2);
	item = json_array_get(json, 0);
	cr_assert_str_eq(nlog_json_text(item, "rule"),
			 nlog_finding_rule_of(NLOG_F_DATE_IMPOSSIBLE)->id);
	cr_assert_str_eq(
		nlog_json_text(item, "severity"),
		nlog_level_name(nlog_finding_rule_of(NLOG_F_DATE_IMPOSSIBLE)->severity));
	cr_assert_str_eq(nlog_json_text(item, "file"), "a.txt");
	cr_assert_eq(json_integer_value(json_object_get(item, "line")), 4);
	cr_assert_eq(json_integer_value(json_object_get(item, "column")), 9);
	cr_assert_str_eq(nlog_json_text(item, "field"), "closing_dates");
	cr_assert_str_eq(nlog_json_text(item, "text"), "31 April");
	item = json_array_get(json, 1);
	cr_assert(!json_is_string(json_object_get(item, "file")));
	cr_assert(!json_is_integer(json_object_get(item, "line")));
	json_decref(json);
	nlog_findings_clear(&list);
	json = nlog_finding_rules_to_json();
	cr_assert_eq(json_array_size(json), NLOG_F_COUNT);
	json_decref(json);
}
