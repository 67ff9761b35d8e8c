/* Prose for the checks: sentences, words, durations and months in them. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "check.h"

/* @return bytes of the letter or digit at `at`; 0 for a sign, a blank and the end */
static size_t letter_at(nlog_slice text, size_t at)
{
	unsigned c = at < text.len ? (unsigned char)text.data[at] : 0;
	if (c < 0x80)
		return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
	int len = nlog_text_next(text, at, &c);
	if (len <= 0)
		return 0;
	/* Latin-1 signs, general punctuation, the minus sign, CJK punctuation. */
	if (c < 0xc0 || (c >= 0x2000 && c < 0x2070) || c == 0x2212 ||
	    (c >= 0x3000 && c < 0x3040))
		return 0;
	return (size_t)len;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Does a sentence end with the mark at `at`? `No.`, `Dr.` and `St.` end none. */
static bool ends_at(nlog_slice text, size_t at)
{
	size_t start = at;
	if (text.data[at] != '.' && text.data[at] != '!' && text.data[at] != '?')
		return false;
	if (at + 2 >= text.len || text.data[at + 1] != ' ')
		return at + 1 == text.len;
	if (text.data[at + 2] >= 'a' && text.data[at + 2] <= 'z')
		return false;
	while (start > 0 && text.data[start - 1] != ' ')
		start--;
	return text.data[at] != '.' || at - start > 3 || !is_upper(text.data[start]);
}

bool nlog_check_next_sentence(check_words *out, nlog_slice *rest)
{
	size_t end = 0;
	*out = (check_words){.text = *rest};
	if (!rest->len)
		return false;
	while (end < rest->len && !ends_at(*rest, end))
		end++;
	out->text.len = end < rest->len ? end + 1 : rest->len;
	*rest = nlog_slice_trim(nlog_slice_from(*rest, out->text.len));
	for (size_t at = 0; at < out->text.len;) {
		size_t start = at, len;
		while ((len = letter_at(out->text, at)) > 0)
			at += len;
		if (at == start) {
			at++;
			continue;
		}
		NLOG_GROW(out->words, out->count, out->capacity);
		out->words[out->count++] =
			(check_word){{out->text.data + start, at - start}, start, at};
	}
	return true;
}

void nlog_check_words_clear(check_words *words)
{
	nlog_free(words->words);
	*words = (check_words){.words = NULL};
}

bool nlog_check_word_among(const check_words *s, size_t index, const char *lower_words)
{
	return index < s->count && nlog_slice_is_listed(s->words[index].text, lower_words);
}

bool nlog_check_has_word_among(const check_words *s, const char *lower_words)
{
	for (size_t i = 0; i < s->count; i++)
		if (nlog_check_word_among(s, i, lower_words))
			return true;
	return false;
}

bool nlog_check_is_joined(const check_words *s, size_t index)
{
	if (index + 1 >= s->count)
		return false;
	size_t at = s->words[index].end, end = s->words[index + 1].start;
	return end == at + 1 && (s->text.data[at] == ' ' || s->text.data[at] == '-');
}

bool nlog_check_is_capital(const check_words *s, size_t index)
{
	unsigned char first = (unsigned char)s->words[index].text.data[0];
	/* Beyond ASCII names are taken for capital: they are names, seldom words. */
	return is_upper((char)first) || first >= 0x80;
}

/* ---- numbers */

/* @return the number of up to four digits that text is, or -1 */
static int digits(nlog_slice text)
{
	int value = 0;
	if (!text.len || text.len > 4)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return -1;
		value = value * 10 + (text.data[i] - '0');
	}
	return value;
}

/* Numbers of days that people write in words. */
static int number_at(const check_words *s, size_t index)
{
	static const char *const names[] = {
		"one",     "two",       "three",    "four",     "five",
		"six",     "seven",     "eight",    "nine",     "ten",
		"eleven",  "twelve",    "thirteen", "fourteen", "fifteen",
		"sixteen", "seventeen", "eighteen", "nineteen", "twenty",
	};
	int value = digits(s->words[index].text);
	for (size_t i = 0; value < 0 && i < sizeof(names) / sizeof(names[0]); i++)
		if (nlog_check_word_among(s, index, names[i]))
			value = (int)i + 1;
	return value;
}

/*
 * What people call a week can be five working days, and months are counted
 * from a day to about the same day.
 */
static const struct {
	const char *one, *words;
	int32_t days, short_by, over_by;
} units[] = {
	{"day", "day days", 1, 0, 0},
	{"week", "week weeks", 7, 2, 0},
	{"month", "month months", 30, 4, 3},
};

/* A hyphen, or the first byte of an en dash. */
static bool is_dash(char c)
{
	return c == '-' || (unsigned char)c == 0xe2;
}

bool nlog_check_read_duration(const check_words *s, size_t index, check_duration *out)
{
	if (!nlog_check_word_among(s, index + 1, "day days week weeks month months"))
		return false;
	int count = number_at(s, index);
	if (count < 1 || count > 999 || !nlog_check_is_joined(s, index))
		return false;
	/* Of `8-10 days` neither is the number. */
	if (index > 0 && digits(s->words[index - 1].text) >= 0 &&
	    is_dash(s->text.data[s->words[index - 1].end]))
		return false;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		if (!nlog_check_word_among(s, index + 1, units[u].words))
			continue;
		*out = (check_duration){
			.first = index,
			.end = index + 2,
			.least = count * units[u].days - units[u].short_by,
			.most = count * units[u].days + units[u].over_by,
			.is_adjective = count > 1 &&
					nlog_check_word_among(s, index + 1, units[u].one),
		};
		out->is_adjective |= s->text.data[s->words[index].end] == '-';
		return true;
	}
	return false;
}

/* ---- months */

/* `8`, `8th`, `22nd`. @return the day of a month, or 0 */
static int day_at(const check_words *s, size_t index)
{
	if (index >= s->count)
		return 0;
	nlog_slice word = s->words[index].text;
	if (word.len > 2 && (nlog_slice_ends(word, "st") || nlog_slice_ends(word, "nd") ||
			     nlog_slice_ends(word, "rd") || nlog_slice_ends(word, "th")))
		word.len -= 2;
	int value = digits(word);
	return value >= 1 && value <= 31 ? value : 0;
}

int nlog_check_read_year(const check_words *s, size_t index)
{
	if (index >= s->count)
		return 0;
	int value = digits(s->words[index].text);
	return value >= 1000 && value < 3000 ? value : 0;
}

/* Before a month's name that stands alone; without one it is a verb, or a person. */
static const char before_month[] =
	"in of during from to until till since by through early mid late around for next "
	"this beginning middle end and or between";

bool nlog_check_read_month(const check_words *s, size_t index, check_month *out)
{
	int month = nlog_check_is_capital(s, index)
			    ? nlog_month_from_name(s->words[index].text)
			    : 0;
	if (!month)
		return false;
	*out = (check_month){.first = index, .end = index + 1, .month = month};
	if (index > 0 && (out->day = day_at(s, index - 1)) > 0)
		out->first--;
	else if ((out->day = day_at(s, index + 1)) > 0)
		out->end++;
	out->year = nlog_check_read_year(s, out->end);
	/* `June 10-12, 2025`: the year is behind the second day. */
	if (!out->year && out->end > index + 1 && day_at(s, out->end))
		out->year = nlog_check_read_year(s, out->end + 1);
	if (out->year && nlog_check_read_year(s, out->end))
		out->end++;
	return out->day || out->year ||
	       (index > 0 && nlog_check_word_among(s, index - 1, before_month));
}
