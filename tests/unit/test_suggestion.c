/* What comes near to a word that is no name. */
#include <noticelog/suggestion.h>

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

Test(suggestion, counts_letters_that_must_change)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} rows[] = {
		{"", "", 0},
		{"log", "", 3},
		{"log", "log", 0},
		{"LOG", "log", 0},
		{"closing date", "closing_date", 0},
		{"closing-date", "closing_dates", 1},
		{"lgo", "log", 1}, /* swapped */
		{"lst", "list", 1},
		{"recrod", "record", 1},
		{"kitten", "sitting", 3},
		{"25-IN-09-GE-LOM", "25-IN-O9-GE-LOM", 1},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_slice a = nlog_slice_of(rows[i].a), b = nlog_slice_of(rows[i].b);

		cr_expect_eq(nlog_suggestion_distance(a, b), rows[i].distance, "%s %s",
			     rows[i].a, rows[i].b);
		cr_expect_eq(nlog_suggestion_distance(b, a), rows[i].distance, "%s %s",
			     rows[i].b, rows[i].a);
	}
}

Test(suggestion, says_what_comes_near_the_nearest_first)
{
	static const char *const names[] = {
		"closing_dates",   "timing",     "title", "outcome",
		"timing.extended", "timing.set", "topics"};
	static const struct {
		const char *asked, *text;
	} rows[] = {
		{"closing_date", "; near it: closing_dates"},
		{"CLOSING DATES!", "; near it: closing_dates"},
		{"timng", "; near it: timing"},
		{"tilte", "; near it: title"},
		{"timing.moved", "; near it: timing.set, timing, timing.extended"},
		{"ti", "; near it: title, timing, timing.set"},
		{"venue", ""},
		{"t", ""},
		{"", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_suggestion near = nlog_suggestion_for(nlog_slice_of(rows[i].asked));
		nlog_str out = NLOG_STR_INIT;

		for (size_t n = 0; n < COUNT(names); n++)
			nlog_suggestion_offer(&near, names[n]);
		nlog_suggestion_offer(&near, names[0]);
		cr_expect_eq(nlog_suggestion_add(&out, &near), *rows[i].text != 0);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].text, "%s", rows[i].asked);
		nlog_str_clear(&out);
	}
}

Test(suggestion, gives_up_on_names_without_end)
{
	static char long_name[4096];
	nlog_suggestion near;
	nlog_str out = NLOG_STR_INIT;

	memset(long_name, 'a', sizeof(long_name) - 1);
	cr_expect_eq(nlog_suggestion_distance(nlog_slice_of(long_name), NLOG_SLICE("a")),
		     99);
	near = nlog_suggestion_for(nlog_slice_of(long_name));
	nlog_suggestion_offer(&near, long_name);
	cr_expect_not(nlog_suggestion_add(&out, &near));
	near = nlog_suggestion_for(NLOG_SLICE("aaaaaaa"));
	nlog_suggestion_offer(&near, long_name);
	cr_expect_not(nlog_suggestion_add(&out, &near));
	/* As long as there is room for, and one more. */
	long_name[63] = '\0';
	cr_expect_eq(nlog_suggestion_distance(nlog_slice_of(long_name), NLOG_SLICE("")),
		     63);
	nlog_str_clear(&out);
}
