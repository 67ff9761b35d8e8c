/* Names as people spell them, brought to one form for looking up. */
#include "private.h"

#include <noticelog/text.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The plain sign for a typographic one; 0 for every other character. */
static char plain_sign(unsigned c)
{
	static const struct {
		unsigned from, to;
		char plain;
	} signs[] = {
		{0x00a0, 0x00a0, ' '}, {0x02bc, 0x02bc, '\''}, {0x2000, 0x200a, ' '},
		{0x2010, 0x2015, '-'}, {0x2018, 0x2019, '\''}, {0x202f, 0x202f, ' '},
		{0x2212, 0x2212, '-'}, {0x3000, 0x3000, ' '},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (c >= signs[i].from && c <= signs[i].to)
			return signs[i].plain;
	return 0;
}

/* Append the name with plain signs. False if it is no UTF-8. */
static bool add_plain(nlog_str *out, nlog_slice name)
{
	for (size_t i = 0; i < name.len;) {
		unsigned c;
		int len = nlog_text_next(name, i, &c);
		char plain;

		if (!len)
			return false;
		plain = plain_sign(c);
		if (plain)
			nlog_str_addc(out, plain);
		else
			nlog_str_addn(out, name.data + i, (size_t)len);
		i += (size_t)len;
	}
	return true;
}

static bool is_ascii(nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x80)
			return false;
	return true;
}

/* Case folding can make a name so many times as long. */
#define FOLDED_LIMIT (16 * NAME_LIMIT)

/*
 * Put text with ASCII letters in lower case and single spaces, none at the
 * ends, into the room, up to a length. @return its length
 */
static size_t lower_into(char room[FOLDED_LIMIT], nlog_slice text, size_t limit)
{
	bool wants_space = false;
	size_t len = 0;

	text = nlog_slice_trim(text);
	for (size_t i = 0; i < text.len && len < limit; i++) {
		char c = text.data[i];

		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			wants_space = true;
			continue;
		}
		if (wants_space)
			room[len++] = ' ';
		wants_space = false;
		room[len++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return len;
}

static void add_lower(nlog_str *out, nlog_slice text)
{
	char room[FOLDED_LIMIT];

	nlog_str_addn(out, room, lower_into(room, text, FOLDED_LIMIT - 1));
}

/* Case folding beyond ASCII; longer than any name of NAME_LIMIT bytes can become. */
static bool add_folded(nlog_str *out, nlog_slice text)
{
	uint8_t room[FOLDED_LIMIT];
	size_t len = sizeof(room);
	uint8_t *folded = u8_casefold((const uint8_t *)text.data, text.len, NULL,
				      UNINORM_NFC, room, &len);

	if (folded)
		add_lower(out, (nlog_slice){(const char *)folded, len});
	if (folded != room)
		free(folded); /* the library's own memory */
	return folded != NULL;
}

bool nlog_fold_name(nlog_str *out, nlog_slice name)
{
	nlog_str plain = NLOG_STR_INIT;
	size_t before = out->len;
	bool is_done = name.len <= NAME_LIMIT;

	if (is_done && is_ascii(name))
		add_lower(out, name);
	else if (is_done)
		is_done =
			add_plain(&plain, name) && add_folded(out, nlog_str_slice(&plain));
	nlog_str_clear(&plain);
	return is_done && out->len > before;
}

/* An item number is short; a longer one is a year or a count. */
#define ITEM_NUMBER_LEN 5

/* `8. `, `8) `, `(8) `, `3.1. `, `a) ` at the start of a label: its item number. */
static nlog_slice without_number(nlog_slice label)
{
	bool is_open = nlog_slice_starts(label, "(");
	size_t first = is_open;
	size_t i = first;

	while (i < label.len && (is_digit(label.data[i]) ||
				 (i > first && label.data[i] == '.' && i + 1 < label.len &&
				  is_digit(label.data[i + 1]))))
		i++;
	if (i == first && i < label.len && is_letter(label.data[i]))
		i++;
	if (i == first || i - first > ITEM_NUMBER_LEN || i == label.len)
		return label;
	if (label.data[i] != ')' && (is_open || label.data[i] != '.'))
		return label;
	return nlog_slice_trim(nlog_slice_from(label, i + 1));
}

static nlog_slice without_final_signs(nlog_slice label)
{
	while (label.len &&
	       (label.data[label.len - 1] == ':' || label.data[label.len - 1] == '.' ||
		label.data[label.len - 1] == ' '))
		label.len--;
	return label;
}

bool nlog_fold_label(nlog_str *out, nlog_slice label)
{
	nlog_str folded = NLOG_STR_INIT;
	size_t before = out->len;
	nlog_slice words;

	if (!nlog_fold_name(&folded, label)) {
		nlog_str_clear(&folded);
		return false;
	}
	words = without_final_signs(without_number(nlog_str_slice(&folded)));
	for (size_t i = 0; i < words.len; i++) {
		nlog_slice rest = nlog_slice_from(words, i);

		if (*rest.data == ' ' &&
		    (nlog_slice_starts(rest, " (s)") || nlog_slice_starts(rest, " (ies)")))
			continue;
		if (!is_digit(words.data[i]))
			nlog_str_addc(out, words.data[i]);
		else if (i == 0 || !is_digit(words.data[i - 1]))
			nlog_str_addc(out, '#');
	}
	nlog_str_clear(&folded);
	return out->len > before;
}

/* Words of labels that mean the same there. */
static const struct {
	const char *word, *means;
} variants[] = {{"organisation", "organization"},
		{"programme", "program"},
		{"hosting", "host"},
		{"economy", "country"},
		{"no.", "number"},
		{"no", "number"},
		{"implementation", "implementing"},
		{"org.", "organization"},
		{"org", "organization"}};

/* The word in the singular, spelt as most labels spell it. */
static void add_variant(nlog_str *out, nlog_slice word)
{
	nlog_str single = NLOG_STR_INIT;

	if (nlog_slice_ends(word, "(ies)") || nlog_slice_ends(word, "(s)"))
		word.len -= nlog_slice_ends(word, "(s)") ? 3 : 5;
	if (word.len > 4 && nlog_slice_ends(word, "ies")) {
		nlog_str_addn(&single, word.data, word.len - 3);
		nlog_str_addc(&single, 'y');
	} else {
		bool is_plural = word.len > 3 && nlog_slice_ends(word, "s") &&
				 !nlog_slice_ends(word, "ss");

		nlog_str_addn(&single, word.data, word.len - is_plural);
	}
	for (size_t i = 0; i < sizeof(variants) / sizeof(*variants); i++)
		if (nlog_slice_is(nlog_str_slice(&single), variants[i].word)) {
			nlog_str_clear(&single);
			nlog_str_add(&single, variants[i].means);
		}
	nlog_str_add_slice(out, nlog_str_slice(&single));
	nlog_str_clear(&single);
}

bool nlog_loosen_label(nlog_str *out, nlog_slice key)
{
	const char *slash = memchr(key.data, '/', key.len);
	size_t words = 0;

	if (slash)
		key = nlog_slice_trim((nlog_slice){key.data, (size_t)(slash - key.data)});
	while (key.len) {
		const char *space = memchr(key.data, ' ', key.len);
		size_t len = space ? (size_t)(space - key.data) : key.len;

		if (!nlog_slice_is((nlog_slice){key.data, len}, "the")) {
			if (words++)
				nlog_str_addc(out, ' ');
			add_variant(out, (nlog_slice){key.data, len});
		}
		key = nlog_slice_from(key, len + 1);
	}
	return words > 1;
}

const json_t *nlog_fold_find_within(const json_t *table, nlog_slice name, size_t longest)
{
	nlog_str key = NLOG_STR_INIT;
	const json_t *found = NULL;

	/* Most names are plain, and are asked for often. One byte too many finds nothing. */
	if (name.len <= NAME_LIMIT && is_ascii(name)) {
		char room[FOLDED_LIMIT];
		size_t len = lower_into(room, name, longest + 1);

		return len && len <= longest ? json_object_getn(table, room, len) : NULL;
	}
	if (nlog_fold_name(&key, name))
		found = json_object_getn(table, key.data, key.len);
	nlog_str_clear(&key);
	return found;
}

const json_t *nlog_fold_find(const json_t *table, nlog_slice name)
{
	return nlog_fold_find_within(table, name, NAME_LIMIT);
}
