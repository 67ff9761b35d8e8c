/* The look at bytes that spares reading text: what stands there is never denied. */
#include "../../src/amend/beginnings.h"

#include <criterion/criterion.h>
#include <noticelog/text.h>

#include "../../src/amend/check.h"
#include "generate.h"

static bool may_be_in(const char *word, bool is_capital, bool is_folded, const char *text)
{
	beginnings b = {.count = 0};

	beginnings_add(&b, nlog_slice_of(word), is_capital);
	if (is_folded)
		beginnings_fold(&b);
	return beginnings_may_be_in(&b, nlog_slice_of(text));
}

Test(beginnings, denies_what_cannot_be_there)
{
	beginnings none = {.count = 0};

	cr_expect(!beginnings_may_be_in(&none, NLOG_SLICE("any text")));
	cr_expect(!may_be_in("day", false, false, "today, birthdays and the dates of May"));
	cr_expect(!may_be_in("Tokyo", true, false, "tokyo; the town of Toyama"));
	cr_expect(!may_be_in("f2f", false, false, "a few fields"));
	cr_expect(
		!may_be_in("in person", false, true, "\xe2\x80\x9cin pieces\xe2\x80\x9d"));
}

Test(beginnings, grants_what_may_be_there)
{
	beginnings many = {.count = 0};

	cr_expect(may_be_in("day", false, false, "three DAYS"));
	cr_expect(may_be_in("day", false, false, "a 3-day course"));
	cr_expect(may_be_in("Tokyo", true, false, "in Tokyo"));
	/* The letters are the same, whatever stands between them. */
	cr_expect(may_be_in("St. Paul", true, false, "in St Paul"));
	cr_expect(may_be_in("face-to-face", false, true, "face\xe2\x80\x90to-face"));
	/* Folding makes blanks one, and dashes a hyphen. */
	cr_expect(may_be_in("in person", false, true, "in  person"));
	cr_expect(may_be_in("in person", false, true, "in\tperson"));
	cr_expect(!may_be_in("face-to-face", false, true, "face to face it is"));
	/* U+017F and U+212A become s and k. */
	cr_expect(may_be_in("session", false, true,
			    "a \xc5\xbf"
			    "ession"));
	cr_expect(may_be_in("kiosk", false, true,
			    "a \xe2\x84\xaa"
			    "iosk"));
	for (int i = 0; i <= BEGINNINGS_MAX; i++)
		beginnings_add(&many, NLOG_SLICE("word"), false);
	cr_expect(beginnings_may_be_in(&many, NLOG_SLICE("none")), "too many to look for");
}

static char other_case(char c)
{
	bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	return (char)(is_letter ? c ^ 0x20 : c);
}

static void add_in_other_case(nlog_str *out, nlog_test_random *random, nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		nlog_str_addc(out, nlog_test_chance(random, 50) ? other_case(text.data[i])
								: text.data[i]);
}

/* Words of the text, with or without what parts them: the letters are the same. */
static void add_letters(nlog_str *out, nlog_test_random *random, const check_words *words,
			size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (i > first && nlog_test_chance(random, 50))
			nlog_str_addc(out, nlog_test_chance(random, 50) ? ' ' : '-');
		add_in_other_case(out, random, words->words[i].text);
	}
}

static void expect_found(uint64_t seed, const check_words *words)
{
	nlog_test_random random = nlog_test_seed(seed);
	size_t first = nlog_test_below(&random, words->count);
	size_t end = first + 1 + nlog_test_below(&random, 3);
	nlog_str letters = NLOG_STR_INIT, phrase = NLOG_STR_INIT;
	beginnings by_letters = {.count = 0}, by_folding = {.count = 0};

	if (end > words->count)
		end = words->count;
	add_letters(&letters, &random, words, first, end);
	beginnings_add(&by_letters, NLOG_SLICE("another"), false);
	beginnings_add(&by_letters, nlog_str_slice(&letters), false);
	cr_assert(beginnings_may_be_in(&by_letters, words->text), "seed %d: '%s'",
		  (int)seed, nlog_str_text(&letters));
	add_in_other_case(
		&phrase, &random,
		(nlog_slice){words->text.data + words->words[first].start,
			     words->words[end - 1].end - words->words[first].start});
	beginnings_add(&by_folding, nlog_str_slice(&phrase), false);
	beginnings_fold(&by_folding);
	cr_assert(beginnings_may_be_in(&by_folding, words->text), "seed %d: '%s' folded",
		  (int)seed, nlog_str_text(&phrase));
	nlog_str_clear(&letters);
	nlog_str_clear(&phrase);
}

Test(beginnings, never_denies_words_of_the_text)
{
	for (uint64_t seed = 0; seed < 5000; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		nlog_str text = NLOG_STR_INIT;
		check_words words;
		nlog_slice rest;

		nlog_test_add_words(&text, &random, 1 + nlog_test_below(&random, 20), true);
		rest = nlog_str_slice(&text);
		if (nlog_check_next_sentence(&words, &rest) && words.count)
			expect_found(seed, &words);
		nlog_check_words_clear(&words);
		nlog_str_clear(&text);
	}
}
