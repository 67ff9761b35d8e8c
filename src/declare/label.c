/* Fields that are called by their printed label: "Item 8, Closing Date", "Dress Code". */
#include <string.h>

#include "declare.h"

/* A longer text is no label. */
#define LABEL_MAX 80
/* A label of more words is none that a sentence names. */
#define LABEL_WORDS_MAX 12
/* More labels than this are looked at in no notice. */
#define LABELS_MAX 64

static const char item_words[] =
	"item items clause section para paragraph field label point";

static bool is_number(nlog_slice text)
{
	bool has_digit = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool is_digit = c >= '0' && c <= '9';
		has_digit = has_digit || is_digit;
		if (!is_digit && !strchr(".()", c) && !(i > 0 && c >= 'a' && c <= 'z'))
			return false;
	}
	return has_digit && text.len <= 6;
}

/* `Item 8,` `Clause No. 4` @return index after them; first if there is no such word */
static size_t skip_item(const sentence *s, size_t first, size_t end)
{
	size_t at = first;
	if (nlog_declare_word_among(s, at, "in under at"))
		at++;
	if (nlog_declare_word_among(s, at, "the"))
		at++;
	if (!nlog_declare_word_among(s, at, item_words) || at >= end)
		return first;
	at++;
	if (nlog_declare_word_among(s, at, "no number"))
		at++;
	if (at < end && !s->words[at].is_quote && is_number(s->words[at].text))
		at++;
	return at;
}

static subject field_subject(nlog_field_id field, nlog_slice label)
{
	subject out = NO_SUBJECT;
	out.found = field != NLOG_FIELDS;
	out.field = field;
	if (field == NLOG_FIELD_OTHER)
		out.label = label;
	return out;
}

/* @return the notice's own label with that name, as it spells it; empty if it has none */
static nlog_slice own_label(const reading *r, nlog_slice text)
{
	const json_t *other =
		r->notice ? nlog_notice_get(r->notice, NLOG_FIELD_OTHER) : NULL;
	const char *label;
	json_t *value;
	size_t seen = 0;
	if (!text.len || text.len > LABEL_MAX || !json_is_object(other))
		return (nlog_slice){NULL, 0};
	json_object_foreach((json_t *)other, label, value)
	{
		if (nlog_slice_is_nocase(text, label))
			return nlog_slice_of(label);
		if (++seen >= LABELS_MAX)
			break;
	}
	return (nlog_slice){NULL, 0};
}

subject nlog_declare_label_of(const reading *r, nlog_slice label)
{
	nlog_slice own = own_label(r, label);
	if (own.len)
		return field_subject(NLOG_FIELD_OTHER, own);
	return field_subject(nlog_register_find_label(r->reg, label), own);
}

/* A label as printed starts with a capital; `Item 9 of the agenda` has none. */
static bool is_like_label(nlog_slice text)
{
	return text.len > 0 && text.len <= LABEL_MAX && text.data[0] >= 'A' &&
	       text.data[0] <= 'Z';
}

/* Where the words of the label end: at a comma, a quotation behind it, or `of`. */
static size_t label_end(const sentence *s, size_t first, size_t end)
{
	size_t at = first;
	if (at < end && (s->words[at].is_quote || s->words[at].is_aside)) {
		bool is_aside = s->words[at].is_aside;
		while (is_aside && at + 1 < end && s->words[at + 1].is_aside)
			at++;
		return at + 1;
	}
	while (at < end && at < first + LABEL_WORDS_MAX && !s->words[at].is_quote)
		if (s->words[at++].stop)
			break;
	return at;
}

static nlog_slice label_text(const sentence *s, size_t first, size_t end)
{
	nlog_slice text = nlog_declare_words_text(s, first, end);
	while (text.len && strchr("(", text.data[0]))
		text = nlog_slice_from(text, 1);
	while (text.len && strchr(")", text.data[text.len - 1]))
		text.len--;
	return text;
}

/* The notice's own labels need no `Item` before them: "the Dress Code". */
static subject read_own(const reading *r, const sentence *s, size_t first, size_t end)
{
	const json_t *other =
		r->notice ? nlog_notice_get(r->notice, NLOG_FIELD_OTHER) : NULL;
	if (!json_object_size(other))
		return NO_SUBJECT;
	for (size_t at = first + 1; at <= end && at <= first + LABEL_WORDS_MAX; at++) {
		nlog_slice own = own_label(r, nlog_declare_words_text(s, first, at));
		if (own.len)
			return field_subject(NLOG_FIELD_OTHER, own);
		if (s->words[at - 1].stop)
			break;
	}
	return NO_SUBJECT;
}

subject nlog_declare_label_read(const reading *r, const sentence *s, size_t first,
				size_t end)
{
	size_t at = skip_item(s, first, end);
	if (at == first)
		return read_own(r, s, first, end);
	if (at >= end)
		return NO_SUBJECT;
	nlog_slice text = label_text(s, at, label_end(s, at, end));
	subject known = nlog_declare_label_of(r, text);
	bool is_quoted = s->words[at].is_quote && text.len > 0 && text.len <= LABEL_MAX;
	if (known.found || (!is_quoted && !is_like_label(text)))
		return known;
	return field_subject(NLOG_FIELD_OTHER, text);
}
