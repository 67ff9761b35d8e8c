/* Markup inside a line: tags of a small known set, entities, Markdown's escapes and emphasis. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "libxml.h"
#include "reader.h"

/* More runs of emphasis in one line are no prose: the rest of them stays as it is. */
#define RUNS_MAX 4096
#define TAG_MAX 512
#define LINK_MAX 2048 /* bytes of a link's words, and of its address */

typedef enum { TAG_PLAIN, TAG_STRONG, TAG_BREAK, TAG_PARAGRAPH } tag_effect;

/* The tags that are markup wherever they stand; every other `<` is text. */
static const struct {
	const char *name;
	tag_effect effect;
} tags[] = {
	{"a", TAG_PLAIN},       {"b", TAG_STRONG},
	{"big", TAG_PLAIN},     {"blockquote", TAG_PARAGRAPH},
	{"br", TAG_BREAK},      {"center", TAG_PLAIN},
	{"div", TAG_PARAGRAPH}, {"em", TAG_PLAIN},
	{"font", TAG_PLAIN},    {"i", TAG_PLAIN},
	{"li", TAG_PARAGRAPH},  {"mark", TAG_PLAIN},
	{"ol", TAG_PARAGRAPH},  {"p", TAG_PARAGRAPH},
	{"s", TAG_PLAIN},       {"small", TAG_PLAIN},
	{"span", TAG_PLAIN},    {"strong", TAG_STRONG},
	{"sub", TAG_PLAIN},     {"sup", TAG_PLAIN},
	{"u", TAG_PLAIN},       {"ul", TAG_PARAGRAPH},
};

typedef struct {
	document_inline *out;
	nlog_slice raw;
	size_t at;
	bool markdown;
	unsigned bold;        /* open bold tags */
	bool bold_from_start; /* … and the first of them stands in front of all text */
	size_t link_end,
		link_close; /* of the open link: its words, and all of it; 0: none */
	document_run *runs;
	size_t run_count, run_capacity;
} reader;

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `name`, `name="value"`, `name=value`, as often as they come, up to `>`. */
static bool are_attributes(nlog_slice text)
{
	size_t at = 0;

	while (at < text.len) {
		while (at < text.len && strchr(" \t/", text.data[at]))
			at++;
		size_t start = at;

		while (at < text.len && (is_letter(text.data[at]) || text.data[at] == '-'))
			at++;
		if (at == text.len)
			return at == start;
		if (at == start || text.data[at++] != '=')
			return false;
		char quote = at < text.len ? text.data[at] : ' ';

		if (quote == '"' || quote == '\'') {
			const char *end =
				memchr(text.data + at + 1, quote, text.len - at - 1);

			if (!end)
				return false;
			at = (size_t)(end - text.data) + 1;
		} else {
			while (at < text.len && !strchr(" \t", text.data[at]))
				at++;
		}
	}
	return true;
}

/* A known tag at the start of text. @return its length, 0 if it is none */
static size_t find_tag(nlog_slice text, tag_effect *effect, bool *closing)
{
	size_t name, end = 1;

	*closing = text.len > 1 && text.data[1] == '/';
	end += *closing;
	name = end;
	while (end < text.len && is_letter(text.data[end]))
		end++;
	nlog_slice word = {text.data + name, end - name};
	size_t limit = text.len < TAG_MAX ? text.len : TAG_MAX;
	const char *close = end < limit ? memchr(text.data + end, '>', limit - end) : NULL;

	if (!close)
		return 0;
	nlog_slice attributes = {text.data + end, (size_t)(close - text.data) - end};

	if ((attributes.len && !strchr(" \t/", attributes.data[0])) ||
	    !are_attributes(attributes))
		return 0;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (nlog_slice_is_nocase(word, tags[i].name)) {
			*effect = tags[i].effect;
			return (size_t)(close - text.data) + 1;
		}
	}
	return 0;
}

static bool ends_in_text(const nlog_str *text)
{
	for (size_t i = 0; i < text->len; i++) {
		if (!strchr(" \t\n", text->data[i]))
			return true;
	}
	return false;
}

static void note_bold(reader *in, bool closing)
{
	nlog_str *text = &in->out->text;

	if (!closing) {
		if (!in->bold && !in->out->strong && !ends_in_text(text))
			in->bold_from_start = true;
		in->bold++;
	} else if (in->bold && --in->bold == 0 && in->bold_from_start) {
		in->out->strong = text->len;
		in->out->after = in->at;
		in->bold_from_start = false;
	}
}

static bool read_tag(reader *in)
{
	tag_effect effect;
	bool closing;
	size_t length = find_tag(nlog_slice_from(in->raw, in->at), &effect, &closing);

	if (!length)
		return false;
	in->at += length;
	if (effect == TAG_STRONG)
		note_bold(in, closing);
	else if (effect == TAG_BREAK)
		nlog_str_addc(&in->out->text, '\n');
	else if (effect == TAG_PARAGRAPH)
		nlog_str_add(&in->out->text, "\n\n");
	return true;
}

/* `&#8211;` and `&#x2013;` up to U+10FFFF. @return 0 if it is none */
static unsigned read_number(nlog_slice name)
{
	bool hex = name.len > 1 && (name.data[1] == 'x' || name.data[1] == 'X');
	unsigned value = 0;

	if (name.len > (hex ? 9U : 8U))
		return 0;
	for (size_t i = hex ? 2 : 1; i < name.len; i++) {
		char c = name.data[i];
		unsigned digit = is_digit(c) ? (unsigned)(c - '0') : 16;

		if (hex && is_letter(c))
			digit = (unsigned)((c | 0x20) - 'a') + 10;
		if (digit >= (hex ? 16U : 10U))
			return 0;
		value = value * (hex ? 16 : 10) + digit;
	}
	return value > 0x10ffff || (value >= 0xd800 && value < 0xe000) ? 0 : value;
}

static unsigned read_name(nlog_slice name)
{
	char copy[16];

	if (name.len >= sizeof(copy))
		return 0;
	memcpy(copy, name.data, name.len);
	copy[name.len] = '\0';
	if (strcmp(copy, "apos") == 0) /* XML's, which HTML 4 does not have */
		return '\'';
	const htmlEntityDesc *entity =
		document_libxml()->htmlEntityLookup((const xmlChar *)copy);

	return entity ? entity->value : 0;
}

/* A known entity is decoded; any other `&` is text. */
static bool read_entity(reader *in)
{
	nlog_slice rest = nlog_slice_from(in->raw, in->at + 1);
	size_t end = 0, limit = rest.len < 16 ? rest.len : 16;

	while (end < limit && rest.data[end] != ';')
		end++;
	if (end == limit || !end)
		return false;
	nlog_slice name = {rest.data, end};
	unsigned codepoint = name.data[0] == '#' ? read_number(name) : read_name(name);

	if (!codepoint)
		return false;
	document_add_codepoint(&in->out->text, codepoint);
	in->at += end + 2;
	return true;
}

static bool read_escape(reader *in)
{
	char next = in->at + 1 < in->raw.len ? in->raw.data[in->at + 1] : ' ';

	if (next <= ' ' || next > '~' || is_letter(next) || is_digit(next))
		return false;
	nlog_str_addc(&in->out->text, next);
	in->at += 2;
	return true;
}

/* Offset of the first `c` from `at` on in the same line, or raw.len. */
static size_t find_in_line(nlog_slice raw, size_t at, char c)
{
	size_t limit = raw.len - at < LINK_MAX ? raw.len : at + LINK_MAX;

	for (; at < limit && raw.data[at] != '\n'; at++) {
		if (raw.data[at] == '\\')
			at++;
		else if (raw.data[at] == c)
			return at;
	}
	return raw.len;
}

/* `[words](address)` says its words, a picture `![words](address)` nothing. */
static bool read_link(reader *in)
{
	bool picture = in->raw.data[in->at] == '!';
	size_t start = in->at + picture + 1, end, close;

	if (start >= in->raw.len || in->raw.data[start - 1] != '[')
		return false;
	end = find_in_line(in->raw, start, ']');
	if (end + 1 >= in->raw.len || in->raw.data[end + 1] != '(')
		return false;
	close = find_in_line(in->raw, end + 2, ')');
	if (close == in->raw.len)
		return false;
	if (picture) {
		in->at = close + 1;
	} else {
		in->at = start;
		in->link_end = end;
		in->link_close = close + 1;
	}
	return true;
}

static bool end_link(reader *in)
{
	if (!in->link_close || in->at != in->link_end)
		return false;
	in->at = in->link_close;
	in->link_close = 0;
	return true;
}

static bool read_run(reader *in)
{
	size_t length = 1;
	char delimiter = in->raw.data[in->at];

	if (in->run_count == RUNS_MAX)
		return false;
	while (in->at + length < in->raw.len && in->raw.data[in->at + length] == delimiter)
		length++;
	document_run run = {.at = in->out->text.len,
			    .length = length,
			    .left = length,
			    .delimiter = delimiter};

	document_flanking(&run, in->raw, in->at, length);
	nlog_str_add_repeat(&in->out->text, delimiter, length);
	in->at += length;
	run.raw_end = in->at;
	if (run.can_open || run.can_close) {
		NLOG_GROW(in->runs, in->run_count, in->run_capacity);
		in->runs[in->run_count++] = run;
	}
	return true;
}

static bool read_markup(reader *in)
{
	switch (in->raw.data[in->at]) {
	case '<':
		return read_tag(in);
	case '&':
		return read_entity(in);
	case '\\':
		return in->markdown && read_escape(in);
	case '[':
	case '!':
		return in->markdown && !in->link_close && read_link(in);
	case ']':
		return end_link(in);
	case '*':
	case '_':
		return in->markdown && read_run(in);
	default:
		return false;
	}
}

/* Leave out the characters that were emphasis; positions after them move along. */
static void drop_emphasis(reader *in)
{
	nlog_str *text = &in->out->text, kept = NLOG_STR_INIT;
	ptrdiff_t strong_end = -1;
	size_t at = 0, strong = in->out->strong;

	document_pair_emphasis(in->runs, in->run_count);
	if (in->run_count && in->runs[0].at == 0)
		strong_end = in->runs[0].strong_end;
	for (size_t i = 0; i < in->run_count; i++) {
		const document_run *run = &in->runs[i];

		nlog_str_addn(&kept, text->data + at, run->at - at);
		if ((ptrdiff_t)run->at == strong_end) {
			strong = kept.len;
			in->out->after = run->raw_end;
		}
		nlog_str_add_repeat(&kept, run->delimiter, run->left);
		at = run->at + run->length;
		if (in->out->strong > run->at && strong_end < 0)
			strong -= run->length - run->left;
	}
	if (in->run_count) {
		nlog_str_addn(&kept, text->data + at, text->len - at);
		nlog_str_clear(text);
		*text = kept;
	}
	in->out->strong = strong;
}

void document_read_inline(document_inline *out, nlog_slice raw, bool markdown)
{
	reader in = {.out = out, .raw = raw, .markdown = markdown};

	while (in.at < raw.len) {
		if (!read_markup(&in))
			nlog_str_addc(&out->text, raw.data[in.at++]);
	}
	if (in.bold && in.bold_from_start) {
		out->strong = out->text.len;
		out->after = raw.len;
	}
	drop_emphasis(&in);
	nlog_free(in.runs);
}

bool document_parts_label(nlog_slice label, nlog_slice rest)
{
	label = nlog_slice_trim(label);
	return label.len && nlog_slice_trim(rest).len &&
	       (nlog_slice_ends(label, ":") || strchr(" \t\n:", rest.data[0]));
}

/* Where the text after a bold run stands in the source. */
static document_position place_after(nlog_slice raw, size_t offset, document_position at)
{
	while (offset < raw.len && strchr(" \t:", raw.data[offset]))
		offset++;
	at.column += (unsigned)nlog_text_count((nlog_slice){raw.data, offset});
	return at;
}

void document_add_piece(nlog_document *document, nlog_slice raw, bool markdown,
			document_position at)
{
	document_inline inlined = DOCUMENT_INLINE_INIT;

	document_read_inline(&inlined, raw, markdown);
	nlog_slice text = nlog_str_slice(&inlined.text);
	nlog_slice label = {text.data, inlined.strong};
	nlog_slice rest = nlog_slice_from(text, inlined.strong);
	nlog_line *line = document_last_line(document);

	if (line->kind == NLOG_LINE_HEADING) {
		document_add_cell(document, text, at, true);
	} else if (inlined.strong && document_parts_label(label, rest)) {
		document_add_cell(document, label, at, true);
		document_add_cell(document, rest, place_after(raw, inlined.after, at),
				  false);
		if (line->kind == NLOG_LINE_TEXT)
			line->kind = NLOG_LINE_ROW;
	} else {
		document_add_cell(document, text, at,
				  inlined.strong && !nlog_slice_trim(rest).len);
	}
	nlog_str_clear(&inlined.text);
}

/* The next tag at or after `from` that parts lines or paragraphs. @return its length */
static size_t find_break(nlog_slice raw, size_t from, bool markdown, size_t *at,
			 tag_effect *effect)
{
	bool closing;

	for (*at = from; *at < raw.len; (*at)++) {
		if (markdown && raw.data[*at] == '\\') {
			(*at)++;
			continue;
		}
		size_t length = raw.data[*at] == '<' ? find_tag(nlog_slice_from(raw, *at),
								effect, &closing)
						     : 0;

		if (length && (*effect == TAG_BREAK || *effect == TAG_PARAGRAPH))
			return length;
	}
	*at = raw.len;
	return 0;
}

void document_add_text(nlog_document *document, nlog_slice raw, bool markdown, bool in_list,
		       document_position at)
{
	size_t start = 0, end, length;
	tag_effect effect;

	do {
		length = find_break(raw, start, markdown, &end, &effect);
		nlog_slice part = {raw.data + start, end - start};

		if (nlog_slice_trim(part).len) {
			document_position here = place_after(part, 0, at);

			document_add_line(document, NLOG_LINE_TEXT, here)->in_list =
				in_list;
			document_add_piece(document, part, markdown, here);
		} else if (length && start) {
			document_add_blank(document, at);
		}
		if (length && effect == TAG_PARAGRAPH)
			document_add_blank(document, at);
		part.len += length;
		at.column += (unsigned)nlog_text_count(part);
		start = end + length;
	} while (length);
}
