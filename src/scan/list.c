/* Lists of names as people write them: `A, B, and C`, `A; and B`, a line each. */
#include "private.h"

/* `&` between blanks */
static bool is_ampersand(nlog_slice text, size_t at)
{
	return text.data[at] == '&' && at > 0 && nlog_is_blank(text.data[at - 1]) &&
	       (at + 1 == text.len || nlog_is_blank(text.data[at + 1]));
}

/* Behind one separator at `at`; *kind grows with its weight. */
static size_t skip_separator(nlog_list *list, size_t at, nlog_list_separator *kind)
{
	nlog_slice text = list->text;
	nlog_list_separator found = NLOG_LIST_STRONG;
	nlog_session_key key;
	size_t end = at + 1;

	if (nlog_word_begins(text, at) && nlog_read_session(text, at, &key) > at) {
		list->is_keyed = true;
		end = nlog_read_session(text, at, &key);
	} else if (text.data[at] == ';' ||
		   (list->is_by_words && !list->is_wrapped && text.data[at] == '\n')) {
		found = NLOG_LIST_STRONG;
	} else if (list->is_by_words && text.data[at] == ',') {
		found = NLOG_LIST_COMMA;
	} else if (list->is_by_words && is_ampersand(text, at)) {
		found = NLOG_LIST_AND;
	} else if (list->is_by_words && nlog_word_begins(text, at) &&
		   nlog_word_is(text, at, "and")) {
		found = NLOG_LIST_AND;
		end = at + 3;
	} else {
		return at;
	}
	if (found > *kind)
		*kind = found;
	return end;
}

/* Behind all separators at list->at. `and` right behind a semicolon is one in any list. */
static void skip_separators(nlog_list *list, nlog_list_separator *kind)
{
	size_t before;

	do {
		before = list->at;
		while (list->at < list->text.len &&
		       nlog_is_blank(list->text.data[list->at])) {
			(void)skip_separator(list, list->at, kind);
			list->at++;
		}
		if (list->at < list->text.len)
			list->at = skip_separator(list, list->at, kind);
		if (*kind == NLOG_LIST_STRONG && nlog_word_is(list->text, list->at, "and"))
			list->at += 3;
	} while (list->at > before);
}

bool nlog_list_next(nlog_list *list, nlog_slice *entry, nlog_list_separator *before)
{
	nlog_slice text = list->text;
	nlog_list_separator unused = NLOG_LIST_START;
	size_t start;

	*before = NLOG_LIST_START;
	skip_separators(list, before);
	start = list->at;
	while (list->at < text.len && skip_separator(list, list->at, &unused) == list->at) {
		size_t end = list->at;

		if (text.data[list->at] == '(' && !list->is_unclosed) {
			end = nlog_skip_bracket(text, list->at);
			list->is_unclosed = end == list->at;
		}
		list->at = end > list->at ? end : list->at + 1;
	}
	*entry = nlog_between(text, start, list->at);
	return entry->len > 0;
}
