/* Words, numbers and keys of sessions, read at a place in a text. */
#include "private.h"

#include <noticelog/text.h>
#include <string.h>

bool nlog_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool nlog_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word_char(char c)
{
	return nlog_is_digit(c) || nlog_is_letter(c);
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool nlog_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool nlog_word_begins(nlog_slice text, size_t at)
{
	return at < text.len && is_word_char(text.data[at]) &&
	       (at == 0 || !is_word_char(text.data[at - 1]));
}

size_t nlog_skip_blanks(nlog_slice text, size_t at)
{
	while (at < text.len && nlog_is_blank(text.data[at]))
		at++;
	return at;
}

size_t nlog_skip_word(nlog_slice text, size_t at)
{
	while (at < text.len && is_word_char(text.data[at]))
		at++;
	return at;
}

nlog_slice nlog_letters_at(nlog_slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && nlog_is_letter(text.data[end]))
		end++;
	return end > at ? (nlog_slice){text.data + at, end - at} : (nlog_slice){"", 0};
}

bool nlog_word_is(nlog_slice text, size_t at, const char *word)
{
	size_t len = strlen(word);

	return nlog_slice_starts_nocase(nlog_slice_from(text, at), word) &&
	       (at + len == text.len || !is_word_char(text.data[at + len]));
}

size_t nlog_skip_phrase(nlog_slice text, size_t at, const char *phrase)
{
	size_t i = at;

	for (; *phrase; phrase++) {
		if (*phrase == ' ') {
			size_t behind = nlog_skip_blanks(text, i);

			if (behind == i)
				return at;
			i = behind;
		} else if (i < text.len && lower(text.data[i]) == *phrase) {
			i++;
		} else {
			return at;
		}
	}
	return i < text.len && is_word_char(text.data[i]) ? at : i;
}

size_t nlog_skip_dash(nlog_slice text, size_t at)
{
	/* hyphens and dashes U+2010 … U+2015, minus U+2212 */
	static const char *const dashes[] = {"-",
					     "\xe2\x80\x90",
					     "\xe2\x80\x91",
					     "\xe2\x80\x92",
					     "\xe2\x80\x93",
					     "\xe2\x80\x94",
					     "\xe2\x80\x95",
					     "\xe2\x88\x92"};
	nlog_slice rest = nlog_slice_from(text, at);

	if (!rest.len || (*rest.data != '-' && *rest.data != '\xe2'))
		return at;
	for (size_t i = 0; i < COUNT(dashes); i++)
		if (nlog_slice_starts(rest, dashes[i]))
			return at + strlen(dashes[i]);
	return at;
}

/* Digits in groups (`1,200`) or without; a number of more than nine digits is none. */
static size_t read_digits(nlog_slice text, size_t at, unsigned *out)
{
	unsigned value = 0;
	size_t i = at;
	size_t count = 0;

	for (; i < text.len; i++) {
		bool is_comma = text.data[i] == ',' && i > at && i + 3 < text.len &&
				nlog_is_digit(text.data[i + 1]) &&
				nlog_is_digit(text.data[i + 2]) &&
				nlog_is_digit(text.data[i + 3]) &&
				(i + 4 == text.len || !nlog_is_digit(text.data[i + 4]));

		if (is_comma)
			continue;
		if (!nlog_is_digit(text.data[i]))
			break;
		if (++count > 9)
			return at;
		value = value * 10 + (unsigned)(text.data[i] - '0');
	}
	if (i == at || (i < text.len && nlog_is_letter(text.data[i])))
		return at;
	*out = value;
	return i;
}

static bool find_number_word(nlog_slice word, unsigned *value)
{
	static const char *const small[] = {"zero",    "one",       "two",      "three",
					    "four",    "five",      "six",      "seven",
					    "eight",   "nine",      "ten",      "eleven",
					    "twelve",  "thirteen",  "fourteen", "fifteen",
					    "sixteen", "seventeen", "eighteen", "nineteen"};
	static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
					   "sixty",  "seventy", "eighty", "ninety"};

	for (unsigned i = 0; i < COUNT(small); i++)
		if (nlog_slice_is_nocase(word, small[i])) {
			*value = i;
			return true;
		}
	for (unsigned i = 0; i < COUNT(tens); i++)
		if (nlog_slice_is_nocase(word, tens[i])) {
			*value = (i + 2) * 10;
			return true;
		}
	return false;
}

/* `seven`, `twenty`, `twenty-one`, `twenty one` */
static size_t read_below_hundred(nlog_slice text, size_t at, unsigned *out)
{
	nlog_slice word = nlog_letters_at(text, at);
	size_t end = at + word.len;
	size_t next;
	unsigned unit;

	if (!find_number_word(word, out))
		return at;
	if (*out < 20)
		return end;
	next = end < text.len && text.data[end] == '-' ? end + 1
						       : nlog_skip_blanks(text, end);
	word = nlog_letters_at(text, next);
	if (next == end || !find_number_word(word, &unit) || unit == 0 || unit > 9)
		return end;
	*out += unit;
	return next + word.len;
}

/* The words that end with hundred, and what is added to it. */
static size_t read_hundreds(nlog_slice text, size_t at, unsigned *out)
{
	size_t next = nlog_skip_blanks(text, at);
	size_t end = nlog_skip_phrase(text, next, "hundred");
	unsigned more;

	if (end == next)
		return at;
	*out = (*out ? *out : 1) * 100;
	next = nlog_skip_blanks(text, end);
	if (nlog_word_is(text, next, "and"))
		next = nlog_skip_blanks(text, next + 3);
	if (next == end || read_below_hundred(text, next, &more) == next)
		return end;
	*out += more;
	return read_below_hundred(text, next, &more);
}

size_t nlog_read_number(nlog_slice text, size_t at, unsigned *out)
{
	unsigned value = 0;
	size_t end;

	if (at < text.len && nlog_is_digit(text.data[at]))
		return read_digits(text, at, out);
	end = nlog_word_is(text, at, "a") ? at + 1 : read_below_hundred(text, at, &value);
	if (value < 10 && (end > at || nlog_word_is(text, at, "hundred"))) {
		size_t behind = read_hundreds(text, end, &value);

		if (behind == end && nlog_word_is(text, at, "a"))
			return at;
		end = behind;
	}
	if (end > at)
		*out = value;
	return end;
}

size_t nlog_skip_bracket(nlog_slice text, size_t at)
{
	size_t depth = 0;

	for (size_t i = at; i < text.len; i++) {
		if (text.data[i] == '(')
			depth++;
		else if (text.data[i] == ')' && depth && --depth == 0)
			return i + 1;
		if (!depth)
			break;
	}
	return at;
}

/* `1`, `II`, `B`, `two` */
static size_t read_ordinal(nlog_slice text, size_t at, unsigned *out)
{
	static const char *const roman[] = {"I",  "II",  "III",  "IV", "V",
					    "VI", "VII", "VIII", "IX", "X"};
	nlog_slice word = nlog_letters_at(text, at);

	for (unsigned i = 0; i < COUNT(roman); i++)
		if (nlog_slice_is(word, roman[i])) {
			*out = i + 1;
			return at + word.len;
		}
	if (word.len == 1 && *word.data >= 'A' && *word.data <= 'H') {
		*out = (unsigned)(*word.data - 'A') + 1;
		return at + 1;
	}
	return nlog_read_number(text, at, out);
}

/* `Session 1`, `Phase II` */
static size_t read_session_name(nlog_slice text, size_t at, nlog_session_key *out)
{
	static const char *const words[] = {"session", "phase", "part",  "batch",
					    "module",  "group", "stage", "week"};

	for (size_t i = 0; i < COUNT(words); i++) {
		size_t end = nlog_skip_phrase(text, at, words[i]);
		size_t next = nlog_skip_blanks(text, end);
		size_t behind;

		if (end == at)
			continue;
		behind = read_ordinal(text, next, &out->number);
		if (next == end || behind == next)
			return at;
		out->is_plain = i == 0;
		return behind;
	}
	return at;
}

size_t nlog_read_session(nlog_slice text, size_t at, nlog_session_key *out)
{
	size_t name_end = read_session_name(text, at, out);
	size_t end = nlog_skip_blanks(text, name_end);

	if (name_end == at || end == text.len)
		return at;
	if (text.data[end] == ':')
		return nlog_skip_blanks(text, end + 1);
	return nlog_skip_dash(text, end) > end
		       ? nlog_skip_blanks(text, nlog_skip_dash(text, end))
		       : at;
}

size_t nlog_read_session_after(nlog_slice text, size_t at, nlog_session_key *out)
{
	size_t inner = nlog_skip_blanks(text, at + 1);
	size_t end;

	if (at >= text.len || text.data[at] != '(')
		return at;
	end = read_session_name(text, inner, out);
	if (end == inner)
		return at;
	end = nlog_skip_blanks(text, end);
	return end < text.len && text.data[end] == ')' ? end + 1 : at;
}

bool nlog_has_any_word(nlog_slice text, const char *const *needles, size_t count)
{
	for (size_t at = 0; at < text.len; at++) {
		if (!nlog_word_begins(text, at))
			continue;
		for (size_t i = 0; i < count; i++)
			if (nlog_skip_phrase(text, at, needles[i]) > at)
				return true;
	}
	return false;
}

bool nlog_has_word(nlog_slice text, const char *needle)
{
	return nlog_has_any_word(text, &needle, 1);
}

bool nlog_is_undecided(nlog_slice text)
{
	static const char *const phrases[] = {"tbd",
					      "tba",
					      "tbc",
					      "to be decided",
					      "to be determined",
					      "to be announced",
					      "to be confirmed",
					      "to be advised",
					      "to be notified",
					      "to be informed",
					      "not decided",
					      "not yet decided",
					      "not determined",
					      "not yet determined",
					      "undecided",
					      "to be finalized",
					      "to be fixed"};

	text = nlog_slice_trim(text);
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (nlog_skip_phrase(text, 0, phrases[i]) > 0)
			return true;
	return false;
}

json_t *nlog_normal_string(nlog_slice text)
{
	nlog_str normal = NLOG_STR_INIT;
	json_t *string = NULL;

	if (nlog_text_is_utf8(text, NULL))
		(void)nlog_text_normalise(&normal, text);
	if (normal.len)
		string = nlog_json_from_slice(nlog_str_slice(&normal));
	nlog_str_clear(&normal);
	return string;
}

nlog_slice nlog_between(nlog_slice text, size_t from, size_t to)
{
	if (from >= to)
		return (nlog_slice){"", 0};
	return nlog_slice_trim((nlog_slice){text.data + from, to - from});
}
