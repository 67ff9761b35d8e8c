/* Text: borrowed slices and growing buffers. */
#include <noticelog/str.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

nlog_slice nlog_slice_of(const char *text)
{
	return (nlog_slice){text ? text : "", text ? strlen(text) : 0};
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

nlog_slice nlog_slice_trim(nlog_slice slice)
{
	while (slice.len && is_blank(slice.data[0])) {
		slice.data++;
		slice.len--;
	}
	while (slice.len && is_blank(slice.data[slice.len - 1]))
		slice.len--;
	return slice;
}

nlog_slice nlog_slice_from(nlog_slice slice, size_t start)
{
	if (start > slice.len)
		start = slice.len;
	return (nlog_slice){slice.data + start, slice.len - start};
}

bool nlog_slice_equal(nlog_slice a, nlog_slice b)
{
	return a.len == b.len && (!a.len || memcmp(a.data, b.data, a.len) == 0);
}

bool nlog_slice_is(nlog_slice slice, const char *text)
{
	return nlog_slice_equal(slice, nlog_slice_of(text));
}

bool nlog_slice_starts(nlog_slice slice, const char *prefix)
{
	size_t len = strlen(prefix);

	return slice.len >= len && (!len || memcmp(slice.data, prefix, len) == 0);
}

bool nlog_slice_ends(nlog_slice slice, const char *suffix)
{
	size_t len = strlen(suffix);

	return slice.len >= len &&
	       (!len || memcmp(slice.data + slice.len - len, suffix, len) == 0);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool nlog_slice_is_nocase(nlog_slice slice, const char *text)
{
	size_t i = 0;

	while (i < slice.len && text[i] && lower(slice.data[i]) == lower(text[i]))
		i++;
	return i == slice.len && !text[i];
}

bool nlog_slice_starts_nocase(nlog_slice slice, const char *prefix)
{
	size_t len = strlen(prefix);

	return slice.len >= len && (!len || strncasecmp(slice.data, prefix, len) == 0);
}

uint64_t nlog_str_rank_nocase(const char *text)
{
	uint64_t rank = 0;

	for (size_t i = 0; i < sizeof(rank); i++) {
		rank = rank << 8 | (unsigned char)lower(*text);
		text += *text != '\0';
	}
	return rank;
}

static bool begins_with_word(const char *list, nlog_slice word)
{
	size_t i = 0;

	while (i < word.len && list[i] && list[i] != ' ' && lower(word.data[i]) == list[i])
		i++;
	return i == word.len && (!list[i] || list[i] == ' ');
}

/* Lists are asked often: only where the first letter of the word stands can the word be. */
bool nlog_slice_is_listed(nlog_slice word, const char *lower_words)
{
	char first = word.len ? lower(word.data[0]) : '\0';
	const char *at = lower_words;

	while (first && (at = strchr(at, first))) {
		if ((at == lower_words || at[-1] == ' ') && begins_with_word(at, word))
			return true;
		at++;
	}
	return false;
}

ptrdiff_t nlog_slice_find(nlog_slice slice, const char *needle)
{
	const char *found;

	if (!slice.len)
		return *needle ? -1 : 0;
	found = memmem(slice.data, slice.len, needle, strlen(needle));
	return found ? found - slice.data : -1;
}

/* Seldom called, and never inlined: without it, adding takes a handful of instructions. */
static __attribute__((noinline, cold)) void grow(nlog_str *str, size_t more)
{
	size_t capacity = str->capacity ? str->capacity : 64;
	size_t wanted = str->len + more + 1;

	while (capacity < wanted)
		capacity = capacity > SIZE_MAX / 2 ? wanted : capacity * 2;
	str->data = nlog_realloc_array(str->data, capacity, 1);
	str->capacity = capacity;
}

/* Make room for more bytes and the final NUL. Mostly there is. */
static inline void reserve(nlog_str *str, size_t more)
{
	if (str->capacity - str->len <= more)
		grow(str, more);
}

void nlog_str_reserve(nlog_str *str, size_t more)
{
	reserve(str, more);
	str->data[str->len] = '\0';
}

/* Make a string longer, with a NUL behind it. @return where the new bytes go */
static inline char *extend(nlog_str *str, size_t more)
{
	char *end;

	reserve(str, more);
	end = str->data + str->len;
	end[more] = '\0';
	str->len += more;
	return end;
}

char *nlog_str_extend(nlog_str *str, size_t more)
{
	return extend(str, more);
}

void nlog_str_addn(nlog_str *str, const char *data, size_t len)
{
	char *end = extend(str, len);

	if (len)
		memcpy(end, data, len);
}

nlog_str nlog_str_from(nlog_slice slice)
{
	return (nlog_str){nlog_strndup(slice.data, slice.len), slice.len, slice.len + 1};
}

void nlog_str_add(nlog_str *str, const char *text)
{
	nlog_str_addn(str, text, strlen(text));
}

void nlog_str_addc(nlog_str *str, char c)
{
	*extend(str, 1) = c;
}

void nlog_str_add_slice(nlog_str *str, nlog_slice slice)
{
	nlog_str_addn(str, slice.data, slice.len);
}

void nlog_str_add_repeat(nlog_str *str, char c, size_t count)
{
	memset(extend(str, count), c, count);
}

/* Digits of the largest number. */
#define DIGITS_MAX 20

void nlog_str_add_int(nlog_str *str, long long value, size_t width)
{
	/* Of the smallest number there is no positive one of the same type. */
	unsigned long long rest =
		value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
	size_t sign = value < 0;
	char digits[DIGITS_MAX];
	size_t first = DIGITS_MAX;

	do {
		digits[--first] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (sign)
		nlog_str_addc(str, '-');
	if (DIGITS_MAX - first + sign < width)
		nlog_str_add_repeat(str, '0', width - sign - (DIGITS_MAX - first));
	nlog_str_addn(str, digits + first, DIGITS_MAX - first);
}

void nlog_str_addv(nlog_str *str, const char *format, va_list args)
{
	va_list again;
	size_t room;
	int len;

	reserve(str, 0);
	room = str->capacity - str->len;
	va_copy(again, args);
	len = vsnprintf(str->data + str->len, room, format, again);
	va_end(again);
	if (len >= 0 && (size_t)len >= room) {
		reserve(str, (size_t)len);
		(void)vsnprintf(str->data + str->len, (size_t)len + 1, format, args);
	}
	str->len += len > 0 ? (size_t)len : 0;
	str->data[str->len] = '\0';
}

void nlog_str_addf(nlog_str *str, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	nlog_str_addv(str, format, args);
	va_end(args);
}

/* What cannot be shown, written out. @return how many bytes it was */
static size_t add_written_out(nlog_str *str, nlog_slice foreign)
{
	unsigned codepoint;
	int len = nlog_text_next(foreign, 0, &codepoint);

	if (!len) {
		nlog_str_addf(str, "\\x{%02x}", (unsigned char)foreign.data[0]);
		return 1;
	}
	nlog_str_addf(str, "\\u{%x}", codepoint);
	return (size_t)len;
}

void nlog_str_add_visible(nlog_str *str, nlog_slice foreign)
{
	for (;;) {
		size_t columns, shown = nlog_text_visible(foreign, &columns);

		nlog_str_addn(str, foreign.data, shown);
		foreign = nlog_slice_from(foreign, shown);
		if (!foreign.len)
			return;
		foreign = nlog_slice_from(foreign, add_written_out(str, foreign));
	}
}

void nlog_str_truncate(nlog_str *str, size_t len)
{
	if (len < str->len) {
		str->len = len;
		str->data[len] = '\0';
	}
}

const char *nlog_str_text(const nlog_str *str)
{
	return str->data ? str->data : "";
}

nlog_slice nlog_str_slice(const nlog_str *str)
{
	return (nlog_slice){nlog_str_text(str), str->len};
}

char *nlog_str_detach(nlog_str *str)
{
	char *text = str->data ? str->data : nlog_strdup("");

	*str = (nlog_str)NLOG_STR_INIT;
	return text;
}

void nlog_str_clear(nlog_str *str)
{
	nlog_free(str->data);
	*str = (nlog_str)NLOG_STR_INIT;
}

void nlog_str_add_quoted(nlog_str *out, const char *word)
{
	nlog_str_addc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			nlog_str_add(out, "'\\'");
		nlog_str_addc(out, *word);
	}
	nlog_str_addc(out, '\'');
}
