/* The catalogue of messages, and the words that a register puts in their place. */
#include <noticelog/message.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <string.h>

static nlog_register *with_message(const char *id, const char *text, nlog_error *err)
{
	nlog_register *built_in = NULL, *reg = NULL;
	nlog_str stored = NLOG_STR_INIT;
	json_t *members;

	nlog_alloc_setup();
	nlog_register_builtin(&built_in);
	members = json_deep_copy(nlog_register_members(built_in));
	json_object_set_new(json_object_get(members, "messages"), id, json_string(text));
	nlog_json_write(&stored, members, NLOG_JSON_STORED);
	if (nlog_register_read(&reg, "register.json", nlog_str_slice(&stored), err))
		reg = NULL;
	nlog_str_clear(&stored);
	json_decref(members);
	nlog_register_free(built_in);
	return reg;
}

Test(message, every_row_is_complete_and_its_id_is_unique)
{
	for (size_t i = 0; i < NLOG_M_COUNT; i++) {
		const nlog_message *row = nlog_message_of((nlog_message_id)i);

		cr_assert(row->id && row->text && row->places, "row %zu", i);
		cr_assert_eq(nlog_message_named(nlog_slice_of(row->id)), row, "%s",
			     row->id);
	}
}

Test(message, every_text_uses_all_of_its_own_places_and_no_other)
{
	for (size_t i = 0; i < NLOG_M_COUNT; i++) {
		const nlog_message *row = nlog_message_of((nlog_message_id)i);
		nlog_str why = NLOG_STR_INIT;
		const char *place = row->places;

		cr_assert(nlog_message_fits(row, nlog_slice_of(row->text), &why), "%s: %s",
			  row->id, nlog_str_text(&why));
		for (size_t len; *place; place += len + (place[len] == ' ')) {
			nlog_str used = NLOG_STR_INIT;

			len = strcspn(place, " ");
			nlog_str_addf(&used, "{%.*s}", (int)len, place);
			cr_assert(strstr(row->text, nlog_str_text(&used)),
				  "%s does not use %s", row->id, nlog_str_text(&used));
			nlog_str_clear(&used);
		}
		nlog_str_clear(&why);
	}
}

Test(message, a_register_has_its_own_words)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_register *reg = with_message("summary.by", "{left} left, until {day}", &err);
	nlog_str out = NLOG_STR_INIT;

	cr_assert(reg, "%s", err.text);
	nlog_message_add(&out, reg, NLOG_M_BY,
			 (nlog_message_value[]){{"day", "26 July"}, {"left", "11 days"}},
			 2);
	cr_assert_str_eq(nlog_str_text(&out), "11 days left, until 26 July");
	nlog_str_clear(&out);
	nlog_register_free(reg);
}

Test(message, values_are_no_places)
{
	nlog_register *reg = NULL;
	nlog_str out = NLOG_STR_INIT;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	nlog_message_add(&out, reg, NLOG_M_BY,
			 (nlog_message_value[]){{"day", "{left}"}, {"left", "{day}"}}, 2);
	cr_assert_str_eq(nlog_str_text(&out), "by {left} ({day})");
	nlog_str_clear(&out);
	nlog_register_free(reg);
}

Test(message, words_with_other_places_are_refused)
{
	static const struct {
		const char *id, *text, *why;
	} cases[] = {
		{"summary.by", "by {date}", "{date}"},
		{"summary.by", "by {day} ({left", "not closed"},
		{"summary.by", "by day} ({left})", "braces"},
		{"summary.by", "by {{day}}", "braces"},
		{"do.nominate", "nominate by {day}", "{day}"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		nlog_error err = NLOG_ERROR_INIT;
		nlog_register *reg = with_message(cases[i].id, cases[i].text, &err);

		cr_assert_null(reg, "%s", cases[i].text);
		cr_assert(strstr(err.text, cases[i].why), "%s: %s", cases[i].text,
			  err.text);
		cr_assert_gt(err.line, 1);
	}
}

Test(message, words_of_a_later_version_are_kept)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_register *reg = with_message("summary.later", "of {whatever}", &err);

	cr_assert(reg, "%s", err.text);
	cr_assert_str_eq(nlog_register_message(reg, "summary.later"), "of {whatever}");
	nlog_register_free(reg);
}
