/* Words of a text, as Unicode breaks them (UAX 29). */
#include "words.h"

#include <assert.h>
#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <string.h>
#include <unictype.h>
#include <uniwbrk.h>

/* What the rules of word breaks (UAX 29, WB3d to WB13b) see in a character of ASCII. */
typedef enum {
	FOREIGN, /* no printable ASCII */
	MARK,
	SPACE,
	LETTER,
	DIGIT,
	UNDERSCORE,
	IN_WORDS,   /* belongs to the word between letters */
	IN_NUMBERS, /* between digits */
	IN_BOTH,
} sort;

static sort sort_of(char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return LETTER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	switch (c) {
	case ' ':
		return SPACE;
	case '_':
		return UNDERSCORE;
	case ':':
		return IN_WORDS;
	case ',':
	case ';':
		return IN_NUMBERS;
	case '.':
	case '\'':
		return IN_BOTH;
	default:
		return c > ' ' && c <= '~' ? MARK : FOREIGN;
	}
}

static bool is_part_of_word(sort s)
{
	return s == LETTER || s == DIGIT || s == UNDERSCORE;
}

/* Does what stands between two of these belong to them? */
static bool holds(sort between, sort around)
{
	return (around == LETTER && (between == IN_WORDS || between == IN_BOTH)) ||
	       (around == DIGIT && (between == IN_NUMBERS || between == IN_BOTH));
}

/* Four characters in a row: is there no break between the middle two? */
static bool goes_on(const sort at[4])
{
	return (is_part_of_word(at[1]) && is_part_of_word(at[2])) ||
	       (at[1] == SPACE && at[2] == SPACE) ||
	       (at[0] == at[2] && holds(at[1], at[0])) ||
	       (at[1] == at[3] && holds(at[2], at[1]));
}

/* @return false, with nothing said, if there is more than ASCII */
static bool find_plain_breaks(char *breaks, nlog_slice text)
{
	sort at[4] = {MARK, MARK, MARK, MARK};

	for (size_t i = 0; i <= text.len; i++) {
		memmove(at, at + 1, 3 * sizeof(*at));
		at[3] = i < text.len ? sort_of(text.data[i]) : MARK;
		if (at[3] == FOREIGN)
			return false;
		if (i)
			breaks[i - 1] = !goes_on(at);
	}
	return true;
}

static void find_breaks(char *breaks, nlog_slice text)
{
	if (!find_plain_breaks(breaks, text))
		u8_wordbreaks((const uint8_t *)text.data, text.len, breaks);
}

static void set_starts(nlog_diff_words_list *list, const char *breaks)
{
	uint32_t count = 0;

	for (size_t i = 0; i < list->text.len; i++)
		count += i == 0 || breaks[i];
	list->starts = nlog_alloc_array((size_t)count + 1, sizeof(*list->starts));
	for (uint32_t i = 0; i < list->text.len; i++)
		if (i == 0 || breaks[i])
			list->starts[list->count++] = i;
	list->starts[list->count] = (uint32_t)list->text.len;
}

void nlog_diff_words_split(nlog_diff_words_list *out, nlog_slice text)
{
	char *breaks = nlog_alloc(text.len);

	assert(text.len < NLOG_DIFF_TEXT_MAX);
	*out = (nlog_diff_words_list){.text = text};
	find_breaks(breaks, text);
	set_starts(out, breaks);
	nlog_free(breaks);
}

nlog_slice nlog_diff_words_at(const nlog_diff_words_list *list, uint32_t index)
{
	uint32_t start = list->starts[index];

	return (nlog_slice){list->text.data + start, list->starts[index + 1] - start};
}

bool nlog_diff_is_word(nlog_slice word)
{
	unsigned codepoint;

	return nlog_text_next(word, 0, &codepoint) > 0 && uc_is_alnum(codepoint);
}

void nlog_diff_words_clear(nlog_diff_words_list *list)
{
	nlog_free(list->starts);
	*list = (nlog_diff_words_list){.starts = NULL};
}
