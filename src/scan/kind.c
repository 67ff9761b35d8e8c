/* What a title and a project code say about the kind of activity, and codes in prose. */
#include "private.h"

/* Project codes */

/* One part of a code between hyphens. */
typedef struct {
	size_t least, most;
	bool is_digits;  /* else capital letters */
	bool may_repeat; /* `GE/SPP` */
} part_rule;

/* The parts that every code has: year, programme, serial, fund, type. */
static const part_rule parts[] = {{2, 2, true, false},
				  {1, 4, false, false},
				  {1, 4, true, false},
				  {1, 4, false, true},
				  {2, 5, false, false}};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t skip_part(nlog_slice text, size_t at, const part_rule *rule)
{
	size_t end = at;

	while (end < text.len && end - at <= rule->most &&
	       (rule->is_digits ? nlog_is_digit(text.data[end]) : is_upper(text.data[end])))
		end++;
	if (end - at < rule->least || end - at > rule->most)
		return at;
	if (rule->may_repeat && end + 1 < text.len &&
	    (text.data[end] == '/' || text.data[end] == '_') &&
	    is_upper(text.data[end + 1])) {
		size_t more = skip_part(
			text, end + 1, &(part_rule){rule->least, rule->most, false, false});

		return more > end + 1 ? more : at;
	}
	return end;
}

/* Behind the five parts at `at`; *type is the last. */
static size_t skip_parts(nlog_slice text, size_t at, nlog_slice *type)
{
	size_t i = at;

	for (size_t part = 0; part < COUNT(parts); part++) {
		size_t start = part ? i + 1 : i;
		size_t end;

		if (part && (i >= text.len || text.data[i] != '-'))
			return at;
		end = skip_part(text, start, &parts[part]);
		if (end == start)
			return at;
		*type = (nlog_slice){text.data + start, end - start};
		i = end;
	}
	return i;
}

/* A suffix (`-A`, `-B/C`) or a letter's serial (`-077`) at `at`. */
static size_t skip_suffix(nlog_slice text, size_t at)
{
	size_t start = at + 1;
	size_t end = nlog_skip_word(text, start);

	if (at >= text.len || text.data[at] != '-' || end == start || end - start > 4 ||
	    !(is_upper(text.data[start]) || nlog_is_digit(text.data[start])))
		return at;
	if (end + 1 < text.len && (text.data[end] == '/' || text.data[end] == '_') &&
	    is_upper(text.data[end + 1]) && nlog_skip_word(text, end + 1) == end + 2)
		return end + 2;
	return end;
}

/* A suffix and a serial at most belong to a code. */
#define SUFFIXES 2

static size_t skip_code(nlog_slice text, size_t at)
{
	nlog_slice type;
	size_t end = skip_parts(text, at, &type);

	for (int i = 0; end > at && i < SUFFIXES; i++)
		end = skip_suffix(text, end);
	/* a word that goes on is none of ours */
	return end > at && nlog_skip_word(text, end) > end ? at : end;
}

nlog_slice nlog_scan_find_code(nlog_slice text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t end;

		if (!nlog_word_begins(text, at) || (at > 0 && text.data[at - 1] == '-'))
			continue;
		end = skip_code(text, at);
		if (end > at)
			return (nlog_slice){text.data + at, end - at};
	}
	return (nlog_slice){"", 0};
}

nlog_slice nlog_scan_code_type(nlog_slice code)
{
	nlog_slice type;

	code = nlog_slice_trim(code);
	return skip_parts(code, 0, &type) ? type : (nlog_slice){"", 0};
}

/* Titles */

/* The words at the start of a title that can name its kind; no longer name is looked for. */
#define TITLE_WORDS 32

typedef struct {
	size_t start, end; /* without signs around it */
	bool ends_head;    /* a preposition, or behind a colon, dash or comma */
	bool is_break;     /* behind a colon, dash or comma: nothing goes on over it */
	bool is_modifier; /* says nothing about the kind: `(LOM)`, `2025`, `II`, `Series` */
	bool is_and;
} title_word;

static bool is_preposition(nlog_slice word)
{
	return nlog_slice_is_listed(
		word, "of on for in to by with at from under among toward towards via "
		      "through into across between within against about as during after");
}

/* A word behind the noun that is none: a number, `II`, `Series`. */
static bool is_trailing_modifier(nlog_slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (nlog_is_digit(word.data[i]))
			return true;
	return word.len == 1 ||
	       nlog_slice_is_listed(word,
				    "series program programme project event sessions "
				    "session i ii iii iv v report online virtual hybrid");
}

/* Behind the dash that stands by itself at `at`; `at` if none does. */
static size_t skip_lone_dash(nlog_slice title, size_t at)
{
	size_t end = nlog_skip_dash(title, at);
	bool is_hyphen = end == at + 1;

	return !is_hyphen || end == title.len || title.data[end] == ' ' ? end : at;
}

/* “, ” or ‘ */
static bool is_curly_quote(nlog_slice rest)
{
	return *rest.data == '\xe2' && (nlog_slice_starts(rest, "\xe2\x80\x9c") ||
					nlog_slice_starts(rest, "\xe2\x80\x9d") ||
					nlog_slice_starts(rest, "\xe2\x80\x98"));
}

/* Behind the signs before a word; *is_break if they end the head. */
static size_t skip_opening(nlog_slice title, size_t at, bool *is_break)
{
	while (at < title.len) {
		size_t dash = skip_lone_dash(title, at);

		if (dash > at) {
			*is_break = true;
			at = dash;
		} else if (title.data[at] == ':' || title.data[at] == ',' ||
			   title.data[at] == ';') {
			*is_break = true;
			at++;
		} else if (nlog_is_blank(title.data[at]) || title.data[at] == '"' ||
			   title.data[at] == '\'') {
			at++;
		} else if (is_curly_quote(nlog_slice_from(title, at))) {
			at += 3;
		} else {
			break;
		}
	}
	return at;
}

/* Does a sign that is not inside a word stand at `at`? */
static bool ends_title_word(nlog_slice title, size_t at)
{
	nlog_slice rest = {title.data + at, title.len - at};

	switch (*rest.data) {
	case ':':
	case ',':
	case ';':
	case '"':
	case '\0':
		return true;
	case '\xe2':
		return nlog_slice_starts(rest, "\xe2\x80\x93") ||
		       nlog_slice_starts(rest, "\xe2\x80\x94") ||
		       nlog_slice_starts(rest, "\xe2\x80\x9d");
	default:
		return nlog_is_blank(*rest.data);
	}
}

/* Behind the word at `at`: up to a blank or a sign that is not inside a word. */
static size_t skip_title_word(nlog_slice title, size_t at)
{
	size_t end = at;

	if (title.data[at] == '(' && nlog_skip_bracket(title, at) > at)
		return nlog_skip_bracket(title, at);
	while (end < title.len && !ends_title_word(title, end))
		end++;
	return end > at ? end : at + 1;
}

static size_t split_title(nlog_slice title, title_word words[TITLE_WORDS])
{
	size_t count = 0;
	size_t at = 0;

	while (count < TITLE_WORDS) {
		title_word *word = &words[count];
		nlog_slice text;
		bool is_break = false;

		at = skip_opening(title, at, &is_break);
		if (at >= title.len)
			break;
		word->start = at;
		word->end = at = skip_title_word(title, at);
		text = (nlog_slice){title.data + word->start, word->end - word->start};
		while (text.len > 1 && nlog_slice_ends(text, "."))
			text.len--;
		word->end = word->start + text.len;
		word->is_break = is_break && count > 0;
		word->ends_head = word->is_break || is_preposition(text);
		word->is_modifier = *text.data == '(' || is_trailing_modifier(text);
		word->is_and =
			nlog_slice_is_nocase(text, "and") || nlog_slice_is(text, "&");
		count++;
	}
	return count;
}

static const nlog_kind *find_span(const nlog_register *reg, nlog_slice title,
				  const title_word *first, const title_word *last)
{
	return nlog_register_find_kind(reg, nlog_between(title, first->start, last->end));
}

/* A kind whose words go on over the preposition that ends the head: `Study Mission to Nonmember Countries`. */
static const nlog_kind *find_beyond_head(const nlog_register *reg, nlog_slice title,
					 const title_word *words, size_t count, size_t head,
					 size_t *last)
{
	size_t limit = head;

	while (limit < count && !(limit > head && words[limit].is_break) &&
	       limit < head + 5)
		limit++;
	for (size_t end = limit; end-- > head;)
		for (size_t start = 0; start < head; start++) {
			const nlog_kind *kind =
				find_span(reg, title, &words[start], &words[end]);

			if (kind) {
				*last = end;
				return kind;
			}
		}
	return NULL;
}

/* The kind that the words before `end` close with, the longest first. */
static const nlog_kind *find_ending(const nlog_register *reg, nlog_slice title,
				    const title_word *words, size_t end)
{
	for (size_t start = 0; start < end; start++) {
		const nlog_kind *kind =
			find_span(reg, title, &words[start], &words[end - 1]);

		if (kind)
			return kind;
	}
	return NULL;
}

/* The kind of the head's last noun; of `A and B`, if B is none, that of A. */
static const nlog_kind *find_in_head(const nlog_register *reg, nlog_slice title,
				     const title_word *words, size_t head, size_t *last)
{
	size_t end = head;

	while (end > 0) {
		const nlog_kind *kind = find_ending(reg, title, words, end);

		if (kind) {
			*last = end - 1;
			return kind;
		}
		if (words[end - 1].is_modifier) {
			end--;
			continue;
		}
		while (end > 0 && !words[end - 1].is_and)
			end--;
		if (end > 0)
			end--;
	}
	return NULL;
}

const nlog_kind *nlog_scan_kind(const nlog_register *reg, nlog_slice title,
				nlog_slice *phrase)
{
	title_word words[TITLE_WORDS];
	size_t count = split_title(title, words);
	size_t first = 0, head, last = 0;
	const nlog_kind *kind = NULL;

	if (count && nlog_word_is(title, words[0].start, "the"))
		first = 1;
	for (head = first; head < count && !words[head].ends_head;)
		head++;
	if (head < count && !words[head].is_break)
		kind = find_beyond_head(reg, title, words + first, count - first,
					head - first, &last);
	if (!kind)
		kind = find_in_head(reg, title, words + first, head - first, &last);
	if (kind && phrase)
		*phrase = nlog_between(title, words[first].start, words[first + last].end);
	return kind;
}
