/* Instruments: what is written is read back as those changes and nothing else. */
#include <criterion/criterion.h>
#include <noticelog/declare.h>
#include <noticelog/diff.h>
#include <noticelog/instrument.h>
#include <noticelog/parse.h>
#include <string.h>

#include "generate.h"

#define MOST 64

static bool can_be_announced(nlog_field_id field)
{
	return (field >= NLOG_FIELD_TITLE && field <= NLOG_FIELD_CLOSING_DATES) ||
	       (field >= NLOG_FIELD_OBJECTIVES && field <= NLOG_FIELD_QUALIFICATIONS) ||
	       field == NLOG_FIELD_OTHER;
}

/* Which changes of a step are to be announced. @return how many */
static size_t take_changes(nlog_instrument_change *out, const nlog_diff *diff)
{
	size_t count = 0;
	for (size_t i = 0; i < nlog_diff_count(diff) && count < MOST; i++) {
		const nlog_change *c = nlog_diff_get(diff, i);
		if (can_be_announced(c->field))
			out[count++] = (nlog_instrument_change){
				"field.changed", c->field, c->key, c->before, c->after};
	}
	return count;
}

/* The later notice, with what was written in it; owned. */
static nlog_notice *with_instrument(const nlog_notice *after,
				    const nlog_instrument *written)
{
	json_t *members = json_copy((json_t *)nlog_notice_members(after));
	nlog_error err = NLOG_ERROR_INIT;
	nlog_notice *out;
	json_object_del(members, "remarks");
	json_object_del(members, "change_history");
	json_object_del(members, "as_printed");
	nlog_str text = NLOG_STR_INIT;
	nlog_instrument_add_document(&text, written);
	while (text.len && text.data[text.len - 1] == '\n')
		nlog_str_truncate(&text, text.len - 1);
	if (nlog_instrument_form_of(written) == NLOG_INSTRUMENT_REMARKS)
		json_object_set_new(members, "remarks",
				    json_pack("[s]", nlog_str_text(&text)));
	else
		json_object_set(members, "change_history",
				(json_t *)nlog_instrument_rows(written));
	nlog_str_clear(&text);
	cr_assert_eq(nlog_notice_from_members_take(&out, members, &err), 0, "%s", err.text);
	return out;
}

static const nlog_instrument_change *find(const nlog_instrument_change *changes,
					  size_t count, const nlog_declared *d)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].field == d->field &&
		    (!changes[i].label ||
		     (d->label && strcmp(d->label, changes[i].label) == 0)))
			return &changes[i];
	return NULL;
}

/* A part of a list may be stated: those who came, or who went. */
static bool is_true(const json_t *stated, const json_t *actual)
{
	size_t i, k;
	json_t *one, *other;
	if (!stated || json_equal(stated, actual))
		return true;
	json_array_foreach(stated, i, one)
	{
		bool found = false;
		json_array_foreach(actual, k, other) found =
			found || json_equal(one, other);
		if (!found)
			return false;
	}
	return json_is_array(stated) && json_is_array(actual);
}

static void check_read(const nlog_declarations *list, const nlog_instrument_change *changes,
		       size_t count, unsigned long seed)
{
	bool told[MOST] = {false};
	for (size_t i = 0; i < nlog_declarations_count(list); i++) {
		const nlog_declared *d = nlog_declarations_get(list, i);
		const nlog_instrument_change *c = find(changes, count, d);
		cr_assert_not_null(c, "seed %lu declares %s: %s", seed, d->rule, d->text);
		told[c - changes] = true;
		cr_expect(is_true(d->before, c->before), "seed %lu: %s", seed, d->text);
		cr_expect(is_true(d->after, c->after), "seed %lu: %s", seed, d->text);
	}
	for (size_t i = 0; i < count; i++)
		cr_expect(told[i], "seed %lu: %s is not declared", seed,
			  changes[i].label ? changes[i].label
					   : nlog_field_of(changes[i].field)->name);
}

/* Everything can be announced, and is read back as that and nothing else. */
static void check_law(nlog_instrument_form form, const nlog_register *reg, uint64_t seed)
{
	nlog_test_random random = nlog_test_seed(seed);
	nlog_notice *before = nlog_test_notice(&random);
	nlog_notice *after = nlog_test_edited(&random, before);
	nlog_instrument_change changes[MOST];
	nlog_instrument *written;
	nlog_declarations *list;
	nlog_diff *diff;

	nlog_diff_notices(&diff, before, after);
	size_t count = take_changes(changes, diff);
	nlog_instrument_sides sides = {form, before, after, reg, 1, {20000}, {19900}};
	nlog_instrument_write(&written, &sides, changes, count);
	cr_expect_eq(nlog_instrument_unannounced(written), 0, "seed %lu: %s",
		     (unsigned long)seed,
		     nlog_instrument_unannounced(written)
			     ? nlog_instrument_unannounced_name(written, 0)
			     : "");
	cr_expect_geq(nlog_instrument_count(written), count);
	if (nlog_instrument_count(written)) {
		nlog_notice *read = with_instrument(after, written);
		nlog_declarations_read(&list, read, reg);
		check_read(list, changes, count, (unsigned long)seed);
		nlog_declarations_free(list);
		nlog_notice_free(read);
	}
	nlog_instrument_free(written);
	nlog_diff_free(diff);
	nlog_notice_free(after);
	nlog_notice_free(before);
}

Test(instrument, is_read_back_as_the_changes_that_it_announces)
{
	nlog_register *reg;
	nlog_register_builtin(&reg);
	for (uint64_t seed = 1; seed <= 300; seed++) {
		check_law(NLOG_INSTRUMENT_REMARKS, reg, seed);
		check_law(NLOG_INSTRUMENT_CHANGE_HISTORY, reg, seed);
	}
	nlog_register_free(reg);
}

static nlog_notice *notice_of(const char *members)
{
	nlog_notice *out;
	nlog_error err = NLOG_ERROR_INIT;
	json_t *object = json_loads(members, 0, NULL);
	cr_assert_not_null(object, "%s", members);
	cr_assert_eq(nlog_notice_from_members_take(&out, object, &err), 0, "%s", err.text);
	return out;
}

/* How each change is worded. */
struct wording_case {
	const char *rule, *name, *label;
	const char *before, *after; /* JSON; NULL: absent */
	const char *remarks, *modification;
};

static const struct wording_case wordings[] = {
	{"timing.rescheduled", "timing", NULL, "[\"2025-06-10/2025-06-12\"]",
	 "[\"2025-07-08/2025-07-10\"]",
	 "The timing has been changed from 10–12 June 2025 to 8–10 July 2025.",
	 "Timing has been changed from 10–12 June 2025 to 8–10 July 2025"},
	{"closing_date.advanced", "closing_dates", NULL, "[\"2025-05-09\"]",
	 "[\"2025-05-02\"]",
	 "The closing date has been advanced from 9 May 2025 to 2 May 2025.",
	 "Closing date has been advanced from 9 May 2025 to 2 May 2025"},
	{"seats.increased", "overseas_participants", NULL, "18", "{\"at_most\":22}",
	 "The number of overseas participants has been increased from 18 to up to 22.",
	 "Number of overseas participants has been increased from 18 to up to 22"},
	{"venue.changed", "venue_cities", NULL, "[\"Bali\"]", "[\"Jakarta\"]",
	 "The venue has been changed from Bali to Jakarta.",
	 "Venue has been changed from Bali to Jakarta"},
	{"venue.changed", "venue_cities", NULL, NULL, "[\"Jakarta\"]",
	 "The venue has been changed to Jakarta.", "Venue has been changed to Jakarta"},
	{"venue.changed", "venue_cities", NULL, "[\"Bali\"]", NULL,
	 "The venue has been changed.", "Venue has been changed"},
	{"eligibility.widened", "participating_countries", NULL, "[\"Nepal\"]",
	 "[\"Nepal\",\"Lao PDR\",\"Fiji\"]",
	 "Lao PDR and Fiji have been added to the participating countries.",
	 "Lao PDR and Fiji have been added to the participating countries"},
	{"activity.converted", "title", NULL, "\"Meeting on Visions\"",
	 "\"Workshop on Visions\"",
	 "The \"Meeting on Visions\" originally planned has been converted into the "
	 "\"Workshop on Visions\".",
	 "The \"Meeting on Visions\" originally planned has been converted into the "
	 "\"Workshop on Visions\""},
	{"title.changed", "title", NULL, "\"Workshop on Waste\"", "\"Workshop on Water\"",
	 "The title has been changed from \"Workshop on Waste\" to \"Workshop on Water\".",
	 "Title has been changed from \"Workshop on Waste\" to \"Workshop on Water\""},
	{"activity.cancelled", "title", NULL, NULL, NULL, "The project has been cancelled.",
	 "Project has been cancelled"},
	{"activity.postponed", "title", NULL, NULL, NULL,
	 "The project has been postponed until further notice.",
	 "Project has been postponed until further notice"},
	{"field.changed", "other", "Dress Code", "[\"Formal\"]", "[\"Casual\"]",
	 "The item \"Dress Code\" has been changed.",
	 "Item \"Dress Code\" has been changed"},
	{"content.changed", "objectives", NULL, "[\"A\"]", "[\"B\"]",
	 "The objectives have been changed.", "Objectives have been changed"},
};

static json_t *json_of(const char *text)
{
	return text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
}

static void check_wording(const struct wording_case *c, const nlog_register *reg,
			  nlog_instrument_form form, const char *wanted)
{
	nlog_notice *after = notice_of("{\"title\":\"Workshop on Visions\"}");
	json_t *old = json_of(c->before), *new = json_of(c->after);
	nlog_instrument_change change = {
		c->rule, nlog_field_named(nlog_slice_of(c->name))->id, c->label, old, new};
	nlog_instrument_sides sides = {form, NULL, after, reg, 1, {20000}, {19900}};
	nlog_instrument *written;
	nlog_instrument_write(&written, &sides, &change, 1);
	cr_assert_eq(nlog_instrument_count(written), 1, "%s", c->remarks);
	cr_expect_str_eq(nlog_instrument_text(written, 0), wanted);
	nlog_instrument_free(written);
	json_decref(old);
	json_decref(new);
	nlog_notice_free(after);
}

Test(instrument, words_each_change_as_notices_do)
{
	nlog_register *reg;
	nlog_register_builtin(&reg);
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		const struct wording_case *c = &wordings[i];
		check_wording(c, reg, NLOG_INSTRUMENT_REMARKS, c->remarks);
		check_wording(c, reg, NLOG_INSTRUMENT_CHANGE_HISTORY, c->modification);
	}
	nlog_register_free(reg);
}

/* What would be read in another way is put more plainly. */
Test(instrument, says_less_rather_than_something_else)
{
	static const struct wording_case hard[] = {
		{"venue.changed", "venue_cities", NULL, "[\"Bali to Medan\"]", "[\"St\"]",
		 "The venue has been changed from \"Bali to Medan\" to \"St\".",
		 "Venue has been changed from \"Bali to Medan\" to \"St\""},
		{"timing.rescheduled", "timing", NULL,
		 "[\"2025-06-10/2025-06-12\",\"2025-08-10/2025-08-12\"]",
		 "[\"2025-07-08/2025-07-10\",\"2025-08-10/2025-08-12\"]",
		 "The timing has been changed.", "Timing has been changed"},
		{"venue.changed", "venue_cities", NULL, "[\"Bali\"]", "[\"A \\\" B\"]",
		 "The venue has been changed.", "Venue has been changed"},
	};
	nlog_register *reg;
	nlog_register_builtin(&reg);
	for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++) {
		check_wording(&hard[i], reg, NLOG_INSTRUMENT_REMARKS, hard[i].remarks);
		check_wording(&hard[i], reg, NLOG_INSTRUMENT_CHANGE_HISTORY,
			      hard[i].modification);
	}
	nlog_register_free(reg);
}

static const char old_notice[] =
	"{\"project_code\":\"25-IN-09-GE-WSP\",\"title\":\"Workshop on Visions\","
	"\"timing\":[\"2025-06-10/2025-06-12\"],\"venue_cities\":[\"Bali\"],"
	"\"hosting_countries\":[\"Indonesia\"],\"modality\":\"face-to-face\","
	"\"overseas_participants\":18,\"closing_dates\":[\"2025-05-09\"],"
	"\"objectives\":[\"Discuss the "
	"vision.\"],\"topics\":[\"Visions\"],\"signatory_name\":\"Dr. A. Example\","
	"\"signatory_title\":\"Secretary-General\"}";
static const char new_notice[] =
	"{\"project_code\":\"25-IN-09-GE-WSP\",\"title\":\"Workshop on Visions\","
	"\"timing\":[\"2025-07-08/2025-07-10\"],\"venue_cities\":[\"Tokyo\"],"
	"\"hosting_countries\":[\"Japan\"],\"modality\":\"hybrid\","
	"\"overseas_participants\":20,\"closing_dates\":[\"2025-06-02\"],"
	"\"objectives\":[\"Discuss the plan.\"],\"topics\":[\"Plans and "
	"costs\",\"Waste\"],\"signatory_name\":\"Dr. A. Example\","
	"\"signatory_title\":\"Secretary-General\"}";

static size_t without_objectives(nlog_instrument_change *changes, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (changes[i].field != NLOG_FIELD_OBJECTIVES)
			changes[kept++] = changes[i];
	return kept;
}

/*
 * An addendum is parsed as one, and its clauses state what the two notices have.
 * A text that ends in a full stop is put into none of them.
 */
Test(instrument, writes_an_addendum_that_is_parsed_as_one)
{
	nlog_notice *before = notice_of(old_notice), *after = notice_of(new_notice);
	nlog_register *reg;
	nlog_diff *diff;
	nlog_instrument *written;
	nlog_document *document;
	nlog_parsed parsed;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_instrument_change changes[MOST];
	nlog_str text = NLOG_STR_INIT;

	nlog_register_builtin(&reg);
	nlog_diff_notices(&diff, before, after);
	size_t count = take_changes(changes, diff), i;
	cr_assert_eq(count, 8);
	nlog_instrument_sides sides = {
		NLOG_INSTRUMENT_ADDENDUM, before, after, reg, 2, {20000}, {19900}};
	nlog_instrument_write(&written, &sides, changes, count);
	nlog_instrument_add_document(&text, written);
	cr_assert_eq(nlog_document_read(&document, "a.txt", nlog_str_slice(&text),
					NLOG_DOCUMENT_UNKNOWN, NULL, &err),
		     0, "%s", err.text);
	cr_assert_eq(nlog_parse(&parsed, document, reg, "a.txt", NULL, &err), 0, "%s",
		     err.text);
	cr_assert_not_null(parsed.addendum);
	const json_t *members = nlog_addendum_members(parsed.addendum);
	cr_expect_eq(json_integer_value(json_object_get(members, "number")), 2);
	/* The objectives changed, too: nobody promises that the rest is unchanged. */
	cr_expect_null(json_object_get(members, "remain_unchanged"));
	const json_t *amends = json_array_get(json_object_get(members, "amends"), 0);
	cr_expect_str_eq(nlog_json_text(amends, "code"), "25-IN-09-GE-WSP");
	const json_t *read = json_object_get(members, "changes");
	cr_expect_eq(nlog_instrument_unannounced(written), 1);
	cr_expect_str_eq(nlog_instrument_unannounced_name(written, 0), "Objectives");
	count = without_objectives(changes, count);
	cr_assert_eq(json_array_size(read), count, "%s", nlog_str_text(&text));
	json_t *change;
	json_array_foreach(read, i, change)
	{
		cr_expect_str_eq(nlog_json_text(change, "field"),
				 nlog_field_of(changes[i].field)->name);
		cr_expect(json_equal(json_object_get(change, "new"), changes[i].after),
			  "%s", nlog_instrument_text(written, i));
		/* Of a list the old entries are not repeated. */
		cr_expect(changes[i].field == NLOG_FIELD_TOPICS ||
				  json_equal(json_object_get(change, "old"),
					     changes[i].before),
			  "%s", nlog_instrument_text(written, i));
	}
	nlog_str_clear(&text);
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_instrument_free(written);
	nlog_diff_free(diff);
	nlog_register_free(reg);
	nlog_notice_free(before);
	nlog_notice_free(after);
}
