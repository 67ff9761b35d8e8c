/* Prose into sentences and words, with quotations kept whole. */
#include <string.h>

#include <noticelog/alloc.h>

#include "declare.h"

/* An aside that is longer is no aside. */
#define BRACKET_MAX 512

/* Quotation marks that open, and what closes them. */
static const struct {
	const char *open, *close;
} quotes[] = {
	{"\"", "\""},
	{"\xe2\x80\x9c", "\xe2\x80\x9d"}, /* “ ” */
	{"\xe2\x80\x9e", "\xe2\x80\x9c"}, /* „ “ */
	{"\xc2\xab", "\xc2\xbb"},         /* « » */
};

/* Words whose full stop ends no sentence. */
static const char abbreviations[] = "no nos ref refs dr mr mrs ms prof st vs e.g i.e jan "
				    "feb mar apr jun jul aug sep sept "
				    "oct nov dec approx co ltd inc add rev corr art sec "
				    "para cf viz fig tel attn hon gen";

static bool has_at(nlog_slice text, size_t at, const char *what)
{
	return nlog_slice_starts(nlog_slice_from(text, at), what);
}

/* What most bytes of prose are: no mark of any kind. */
static bool is_letter(char c)
{
	return c == ' ' || (c >= 'a' && c <= 'z');
}

/* The first byte of a quotation mark. */
static bool may_open(char c)
{
	return c == '"' || c == '\xe2' || c == '\xc2';
}

/*
 * Where does the quotation that opens at `at` end? A mark that nothing closes
 * within a sentence's length is no quotation. @return byte after it, or 0
 */
static size_t quotation_end(nlog_slice text, size_t at, size_t *inner, size_t *inner_end)
{
	if (at >= text.len || !may_open(text.data[at]))
		return 0;
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
		if (!has_at(text, at, quotes[i].open))
			continue;
		*inner = at + strlen(quotes[i].open);
		nlog_slice rest = nlog_slice_from(text, *inner);
		if (rest.len > SENTENCE_MAX)
			rest.len = SENTENCE_MAX;
		ptrdiff_t close = nlog_slice_find(rest, quotes[i].close);
		if (close < 0)
			continue;
		*inner_end = *inner + (size_t)close;
		return *inner_end + strlen(quotes[i].close);
	}
	return 0;
}

/* @return byte after the bracket that closes the one at `at`, or 0 if none does */
static size_t bracket_end(nlog_slice text, size_t at)
{
	size_t depth = 0;
	for (size_t i = at; i < text.len && i < at + BRACKET_MAX; i++) {
		if (text.data[i] == '(')
			depth++;
		else if (text.data[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static bool is_abbreviation(nlog_slice text, size_t stop)
{
	size_t start = stop;
	while (start > 0 && text.data[start - 1] != ' ' && text.data[start - 1] != '(')
		start--;
	nlog_slice last = {text.data + start, stop - start};
	/* Initials: "I.R." and the "J." of a name. */
	if (last.len == 1 || (last.len >= 2 && last.data[last.len - 2] == '.'))
		return true;
	return nlog_slice_is_listed(last, abbreviations);
}

/* Does the sentence end after the mark at `at`? A small letter cannot start the next one. */
static bool ends_at(nlog_slice text, size_t at)
{
	size_t next = at + 1;
	if (next == text.len)
		return true;
	if (text.data[next] != ' ')
		return false;
	if (next + 1 < text.len && text.data[next + 1] >= 'a' && text.data[next + 1] <= 'z')
		return false;
	return text.data[at] != '.' || !is_abbreviation(text, at);
}

static bool is_final(char c)
{
	return c == '.' || c == '!' || c == '?';
}

/* "… by Heads of NPOs." The date …": the full stop inside the quotation ends both. */
static bool ends_with_quotation(nlog_slice text, size_t inner, size_t inner_end, size_t end)
{
	if (inner_end == inner || !is_final(text.data[inner_end - 1]))
		return false;
	if (end == text.len)
		return true;
	return text.data[end] == ' ' && end + 1 < text.len &&
	       !(text.data[end + 1] >= 'a' && text.data[end + 1] <= 'z');
}

/* @return length of the first sentence of text */
static size_t sentence_length(nlog_slice text)
{
	for (size_t i = 0; i < text.len;) {
		if (is_letter(text.data[i])) {
			i++;
			continue;
		}
		size_t inner, inner_end, end = quotation_end(text, i, &inner, &inner_end);
		if (end) {
			if (ends_with_quotation(text, inner, inner_end, end))
				return end;
			i = end;
			continue;
		}
		end = text.data[i] == '(' ? bracket_end(text, i) : 0;
		if (end) {
			i = end;
			continue;
		}
		if (is_final(text.data[i]) && ends_at(text, i))
			return i + 1;
		i++;
	}
	return text.len;
}

static bool is_edge(char c)
{
	return !is_letter(c) && strchr(",;:.!?()[]", c) != NULL;
}

static nlog_slice strip_edges(nlog_slice text, char *stop)
{
	*stop = 0;
	while (text.len && is_edge(text.data[text.len - 1])) {
		char c = text.data[--text.len];
		if (c == ',' || c == ';' || c == ':')
			*stop = c;
	}
	while (text.len && is_edge(text.data[0])) {
		text.data++;
		text.len--;
	}
	return text;
}

static void add_word(sentence *s, size_t start, size_t end, bool is_aside)
{
	word w = {.start = start, .end = end, .is_aside = is_aside};
	nlog_slice text = {s->text.data + start, end - start};
	size_t inner, inner_end, after = quotation_end(s->text, start, &inner, &inner_end);
	if (after) {
		w.is_quote = true;
		w.text = (nlog_slice){s->text.data + inner, inner_end - inner};
		char last = inner_end > inner ? s->text.data[inner_end - 1] : 0;
		char inside = last == ',' || last == ';' ? last : 0;
		while (w.text.len && strchr(".,; ", w.text.data[w.text.len - 1]))
			w.text.len--;
		strip_edges((nlog_slice){s->text.data + after, end - after}, &w.stop);
		if (!w.stop)
			w.stop = inside;
	} else {
		w.text = strip_edges(text, &w.stop);
	}
	NLOG_GROW(s->words, s->count, s->capacity);
	s->words[s->count++] = w;
}

static size_t word_end(nlog_slice text, size_t at)
{
	size_t inner, inner_end, end = quotation_end(text, at, &inner, &inner_end);
	at = end ? end : at;
	while (at < text.len && text.data[at] != ' ')
		at++;
	return at;
}

static void split_words(sentence *s)
{
	size_t aside_until = 0;
	for (size_t at = 0; at < s->text.len;) {
		if (s->text.data[at] == ' ') {
			at++;
			continue;
		}
		if (s->text.data[at] == '(' && at >= aside_until)
			aside_until = bracket_end(s->text, at);
		size_t end = word_end(s->text, at);
		add_word(s, at, end, at < aside_until);
		at = end;
	}
}

bool nlog_declare_sentence_next(sentence *out, nlog_slice *rest)
{
	*rest = nlog_slice_trim(*rest);
	if (!rest->len)
		return false;
	*out = (sentence){.text = *rest};
	out->text.len = sentence_length(*rest);
	*rest = nlog_slice_from(*rest, out->text.len);
	if (out->text.len <= SENTENCE_MAX)
		split_words(out);
	return true;
}

void nlog_declare_sentence_clear(sentence *s)
{
	nlog_free(s->words);
	*s = (sentence){.text = {NULL, 0}};
}

bool nlog_declare_word_is(const sentence *s, size_t index, const char *lower)
{
	return index < s->count && !s->words[index].is_quote && !s->words[index].is_aside &&
	       nlog_slice_is_nocase(s->words[index].text, lower);
}

bool nlog_declare_word_among(const sentence *s, size_t index, const char *lower_words)
{
	return index < s->count && !s->words[index].is_quote && !s->words[index].is_aside &&
	       nlog_slice_is_listed(s->words[index].text, lower_words);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

char nlog_declare_letter_at(const sentence *s, size_t index)
{
	if (index >= s->count)
		return 0;
	const word *have = &s->words[index];
	if (have->is_quote || have->is_aside || !have->text.len)
		return 0;
	return lower(have->text.data[0]);
}

/* @return length of the lower-case word that the phrase starts with, if text is that word; else 0 */
static size_t same_word(nlog_slice text, const char *phrase)
{
	size_t len = 0;
	while (phrase[len] && phrase[len] != ' ') {
		if (len == text.len || lower(text.data[len]) != phrase[len])
			return 0;
		len++;
	}
	return len == text.len ? len : 0;
}

size_t nlog_declare_phrase_at(const sentence *s, size_t index, const char *phrase)
{
	size_t count = 0;
	for (const char *w = phrase; *w; count++) {
		if (nlog_declare_letter_at(s, index + count) != *w)
			return 0;
		size_t len = same_word(s->words[index + count].text, w);
		/* A comma parts what the phrase holds together. */
		if (!len || (count > 0 && s->words[index + count - 1].stop))
			return 0;
		w += len;
		w += *w == ' ';
	}
	return count;
}

size_t nlog_declare_phrase_among(const sentence *s, size_t index,
				 const char *const *phrases, size_t count)
{
	char letter = nlog_declare_letter_at(s, index);
	for (size_t i = 0; letter && i < count; i++) {
		size_t words = *phrases[i] == letter
				       ? nlog_declare_phrase_at(s, index, phrases[i])
				       : 0;
		if (words)
			return words;
	}
	return 0;
}

nlog_slice nlog_declare_words_text(const sentence *s, size_t first, size_t end)
{
	if (first >= end || end > s->count)
		return (nlog_slice){NULL, 0};
	if (end - first == 1)
		return s->words[first].text;
	size_t from = s->words[first].start, to = s->words[end - 1].end;
	nlog_slice text = {s->text.data + from, to - from};
	while (text.len && strchr(",;:.!? ", text.data[text.len - 1]))
		text.len--;
	return text;
}
