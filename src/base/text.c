/* Unicode text: normal form, width, and the letters that matter. */
#include <noticelog/text.h>

#include <noticelog/alloc.h>
#include <stdint.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static const uint8_t *bytes_of(nlog_slice text)
{
	return (const uint8_t *)text.data;
}

int nlog_text_next(nlog_slice text, size_t offset, unsigned *codepoint)
{
	ucs4_t c;
	int len;

	if (offset >= text.len)
		return 0;
	if ((unsigned char)text.data[offset] < 0x80) {
		*codepoint = (unsigned char)text.data[offset];
		return 1;
	}
	len = u8_mbtoucr(&c, bytes_of(text) + offset, text.len - offset);
	if (len <= 0)
		return 0;
	*codepoint = c;
	return len;
}

static bool is_bidi_control(unsigned c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool is_noncharacter(unsigned c)
{
	return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static bool is_control(unsigned c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

bool nlog_text_is_forbidden(unsigned codepoint)
{
	return is_control(codepoint) || is_bidi_control(codepoint) ||
	       is_noncharacter(codepoint);
}

/* White space, the ASCII controls among it included. */
static bool is_space(unsigned c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return uc_is_property(c, UC_PROPERTY_WHITE_SPACE);
}

bool nlog_text_is_utf8(nlog_slice text, size_t *offset)
{
	nlog_slice rest = nlog_slice_from(text, nlog_text_printable(text));
	const uint8_t *bad = rest.len ? u8_check(bytes_of(rest), rest.len) : NULL;

	if (bad && offset)
		*offset = (size_t)(bad - bytes_of(text));
	return !bad;
}

/* What stands in the way of one character in normal form; NULL if nothing. */
static const char *fault_of(unsigned c, bool after_space, bool at_start)
{
	if (c == ' ') {
		if (at_start)
			return "a space at the start";
		return after_space ? "two spaces in a row" : NULL;
	}
	if (c < 0x7f && c >= 0x20)
		return NULL;
	if (c == '\t' || c == '\n' || c == '\r')
		return "a tab or line break";
	if (is_control(c))
		return "a control character";
	if (is_bidi_control(c))
		return "a bidi control character";
	if (is_noncharacter(c))
		return "a noncharacter";
	return is_space(c) ? "white space other than a plain space" : NULL;
}

/* So many bytes are looked at together; the compiler has an instruction for each step. */
typedef unsigned char block __attribute__((vector_size(16)));

static block load(const char *data)
{
	block bytes;

	memcpy(&bytes, data, sizeof(bytes));
	return bytes;
}

/* The place of the first byte of a word in memory that is not 0. */
static size_t first_in_word(uint64_t word)
{
	return (size_t)(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_ctzll(word)
								  : __builtin_clzll(word)) /
	       8;
}

/* The place of the first byte that is not 0; the size of a block: there is none. */
static size_t first_marked(block marks)
{
	uint64_t halves[2];

	memcpy(halves, &marks, sizeof(marks));
	if (halves[0])
		return first_in_word(halves[0]);
	return sizeof(halves[0]) +
	       (halves[1] ? first_in_word(halves[1]) : sizeof(halves[1]));
}

/* The bytes that are no printable ASCII. */
static block unprintable(block bytes)
{
	return (block)(bytes - ' ' > '~' - ' ');
}

static block quoting(block bytes)
{
	return (block)(bytes == '"') | (block)(bytes == '\\');
}

size_t nlog_text_plain(nlog_slice text)
{
	size_t i = 0;

	for (; text.len - i >= sizeof(block); i += sizeof(block)) {
		block bytes = load(text.data + i);
		size_t first = first_marked(unprintable(bytes) | quoting(bytes));

		if (first < sizeof(block))
			return i + first;
	}
	while (i < text.len && text.data[i] >= ' ' && text.data[i] <= '~' &&
	       text.data[i] != '"' && text.data[i] != '\\')
		i++;
	return i;
}

/* The same for the half of a block. */
typedef unsigned char half __attribute__((vector_size(8)));

static size_t first_unprintable(const char *data)
{
	half bytes, marks;
	uint64_t word;

	memcpy(&bytes, data, sizeof(bytes));
	marks = (half)(bytes - ' ' > '~' - ' ');
	memcpy(&word, &marks, sizeof(word));
	return word ? first_in_word(word) : sizeof(half);
}

/* The last bytes are looked at with some before them that were looked at already. */
size_t nlog_text_printable(nlog_slice text)
{
	size_t i = 0, first;

	for (; text.len - i >= sizeof(block); i += sizeof(block)) {
		first = first_marked(unprintable(load(text.data + i)));
		if (first < sizeof(block))
			return i + first;
	}
	if (text.len - i >= sizeof(half)) {
		first = first_unprintable(text.data + i);
		if (first < sizeof(half))
			return i + first;
	}
	if (text.len >= sizeof(half)) {
		i = text.len - sizeof(half);
		return i + first_unprintable(text.data + i);
	}
	while (i < text.len && text.data[i] >= ' ' && text.data[i] <= '~')
		i++;
	return i;
}

/* How many bytes at the start of text are printable ASCII without two spaces in a row. */
static size_t single_spaced(nlog_slice text)
{
	size_t i = 0;

	for (; text.len - i > sizeof(block); i += sizeof(block)) {
		block bytes = load(text.data + i), next = load(text.data + i + 1);

		size_t first = first_marked(unprintable(bytes) |
					    ((block)(bytes == ' ') & (block)(next == ' ')));

		if (first < sizeof(block))
			return i + first;
	}
	while (i < text.len && text.data[i] >= ' ' && text.data[i] <= '~' &&
	       !(text.data[i] == ' ' && i + 1 < text.len && text.data[i + 1] == ' '))
		i++;
	return i;
}

size_t nlog_text_single_spaced(nlog_slice text)
{
	size_t i = 0;

	for (; text.len - i > sizeof(block); i += sizeof(block)) {
		block bytes = load(text.data + i), next = load(text.data + i + 1);
		size_t first = first_marked(unprintable(bytes) | quoting(bytes) |
					    ((block)(bytes == ' ') & (block)(next == ' ')));

		if (first < sizeof(block))
			return i + first;
	}
	text = nlog_slice_from(text, i);
	text.len = nlog_text_plain(text);
	return i + single_spaced(text);
}

/* Most text is ASCII, and as it must be. */
static bool is_plainly_normal(nlog_slice text)
{
	return !text.len || (text.data[0] != ' ' && text.data[text.len - 1] != ' ' &&
			     single_spaced(text) == text.len);
}

/*
 * Characters that are no part of any composition and stand in no order: those
 * before the combining ones, and the dashes, quotes and dots of U+2010 to U+205F.
 */
static bool is_composed(unsigned c)
{
	return c < 0x300 || (c >= 0x2010 && c < 0x2060);
}

static bool is_nfc(nlog_slice text)
{
	uint8_t *normal;
	unsigned c = 0;
	size_t len, i = 0;
	bool same;

	for (int step; (step = nlog_text_next(text, i, &c)) > 0 && is_composed(c);)
		i += (size_t)step;
	if (i == text.len)
		return true;
	normal = u8_normalize(UNINORM_NFC, bytes_of(text), text.len, NULL, &len);
	same = normal && len == text.len && memcmp(normal, text.data, len) == 0;
	nlog_free(normal);
	return same;
}

static bool report(const char **why, size_t *offset, const char *text, size_t at)
{
	if (why)
		*why = text;
	if (offset)
		*offset = at;
	return false;
}

bool nlog_text_is_normal(nlog_slice text, const char **why, size_t *offset)
{
	bool after_space = false;

	if (is_plainly_normal(text))
		return true;
	for (size_t i = 0; i < text.len;) {
		unsigned c;
		int len = nlog_text_next(text, i, &c);
		const char *fault = len ? fault_of(c, after_space, i == 0) : "not UTF-8";

		if (fault)
			return report(why, offset, fault, i);
		i += (size_t)len;
		if (c != ' ')
			i += single_spaced(nlog_slice_from(text, i));
		after_space = text.data[i - 1] == ' ';
	}
	if (after_space)
		return report(why, offset, "a space at the end", text.len - 1);
	if (!is_nfc(text))
		return report(why, offset, "not in Unicode normal form C", 0);
	return true;
}

/* The end of the run of printable ASCII letters and marks that begins at i: no space in it. */
static size_t plain_run(nlog_slice text, size_t i)
{
	while (i < text.len && text.data[i] > ' ' && text.data[i] < 0x7f)
		i++;
	return i;
}

/* Append text without what normal form forbids; white space becomes single spaces. */
static size_t keep_allowed(nlog_str *kept, nlog_slice text)
{
	size_t dropped = 0;
	bool pending_space = false;

	for (size_t i = 0; i < text.len;) {
		size_t end = plain_run(text, i);
		bool is_plain = end > i;
		unsigned c = 0;

		if (!is_plain) {
			int len = nlog_text_next(text, i, &c);

			end = i + (len ? (size_t)len : 1);
			if (len && is_space(c)) {
				pending_space = kept->len > 0;
				i = end;
				continue;
			}
			if (!len || nlog_text_is_forbidden(c)) {
				dropped++;
				i = end;
				continue;
			}
		}
		if (pending_space)
			nlog_str_addc(kept, ' ');
		pending_space = false;
		nlog_str_addn(kept, text.data + i, end - i);
		i = end;
	}
	return dropped;
}

size_t nlog_text_normalise(nlog_str *out, nlog_slice text)
{
	nlog_str kept = NLOG_STR_INIT;
	size_t dropped = keep_allowed(&kept, text);

	if (is_nfc(nlog_str_slice(&kept))) {
		nlog_str_add_slice(out, nlog_str_slice(&kept));
	} else {
		size_t len;
		uint8_t *normal = u8_normalize(UNINORM_NFC, bytes_of(nlog_str_slice(&kept)),
					       kept.len, NULL, &len);

		if (normal)
			nlog_str_addn(out, (const char *)normal, len);
		nlog_free(normal);
	}
	nlog_str_clear(&kept);
	return dropped;
}

size_t nlog_text_count(nlog_slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

static bool is_plain_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char plain_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Letters that are put together before they are added. */
#define RUN_MAX 64

/* @return false, with nothing added, if the word is not all ASCII */
static bool add_plain_letters(nlog_str *out, nlog_slice word)
{
	size_t before = out->len;
	char run[RUN_MAX];
	size_t len = 0;

	for (size_t i = 0; i < word.len; i++) {
		if ((unsigned char)word.data[i] >= 0x80) {
			nlog_str_truncate(out, before);
			return false;
		}
		if (len == RUN_MAX) {
			nlog_str_addn(out, run, len);
			len = 0;
		}
		if (is_plain_letter(word.data[i]))
			run[len++] = plain_lower(word.data[i]);
	}
	nlog_str_addn(out, run, len);
	return true;
}

static void add_folded_letters(nlog_str *out, nlog_slice word)
{
	size_t len;
	uint8_t *folded =
		u8_casefold(bytes_of(word), word.len, NULL, UNINORM_NFC, NULL, &len);
	nlog_slice slice = {(const char *)folded, folded ? len : 0};

	for (size_t i = 0; i < slice.len;) {
		unsigned c;
		int size = nlog_text_next(slice, i, &c);

		if (!size)
			break;
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L |
								UC_CATEGORY_MASK_M |
								UC_CATEGORY_MASK_N))
			nlog_str_addn(out, slice.data + i, (size_t)size);
		i += (size_t)size;
	}
	nlog_free(folded);
}

/* Word by word: neither case nor normal form reaches over a space, and most words are ASCII. */
void nlog_text_add_letters(nlog_str *out, nlog_slice text)
{
	while (text.len) {
		const char *space = memchr(text.data, ' ', text.len);
		size_t len = space ? (size_t)(space - text.data) : text.len;
		nlog_slice word = {text.data, len};

		if (!add_plain_letters(out, word))
			add_folded_letters(out, word);
		text = nlog_slice_from(text, space ? len + 1 : len);
	}
}

/* What stands at the next letter, small, which *at moves to; 0 at the end. */
static unsigned char next_letter(nlog_slice text, size_t *at)
{
	while (*at < text.len && (unsigned char)text.data[*at] < 0x80 &&
	       !is_plain_letter(text.data[*at]))
		++*at;
	return *at < text.len ? (unsigned char)plain_lower(text.data[*at]) : 0;
}

/*
 * As far as both texts are ASCII nothing needs to be folded, and two letters
 * that differ are different whatever follows. @return false if that tells nothing
 */
static bool compare_plain_letters(nlog_slice a, nlog_slice b, bool *same)
{
	for (size_t i = 0, k = 0;; i++, k++) {
		unsigned char x = next_letter(a, &i), y = next_letter(b, &k);

		if (x >= 0x80 || y >= 0x80)
			return false;
		*same = x == y;
		if (!x || x != y)
			return true;
	}
}

bool nlog_text_same_letters(nlog_slice a, nlog_slice b)
{
	nlog_str letters_a = NLOG_STR_INIT, letters_b = NLOG_STR_INIT;
	bool same;

	if (compare_plain_letters(a, b, &same))
		return same;
	nlog_text_add_letters(&letters_a, a);
	nlog_text_add_letters(&letters_b, b);
	same = nlog_slice_equal(nlog_str_slice(&letters_a), nlog_str_slice(&letters_b));
	nlog_str_clear(&letters_a);
	nlog_str_clear(&letters_b);
	return same;
}
