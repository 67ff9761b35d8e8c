/* Words of a text, as Unicode breaks them (UAX 29). */
#include "words.h"

#include <assert.h>
#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <unictype.h>
#include <uniwbrk.h>

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
	u8_wordbreaks((const uint8_t *)text.data, text.len, breaks);
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
