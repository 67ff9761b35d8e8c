/*
 * What a page shows of a step as bytes: numbers, and behind them its texts, each ended
 * by NUL, in the order in which the numbers ask for them.
 */
#include "index.h"

#include <noticelog/text.h>
#include <string.h>

/* The most amendments, words and checks that are read back. */
#define COUNT_MAX 1000000

/* Which texts of the step there are: bits, as in heading_texts(). Its notice's key is its code. */
#define HEADING_TEXTS 3

/* What an amendment has; above them stands its source. */
enum {
	HAS_KEY = 1,
	HAS_APPROVAL = 2,
	HAS_LETTER = 4,
	HAS_LETTER_REF = 8,
	HAS_LETTER_DATE = 16,
	SOURCES = 32,
};

static void heading_texts(nlog_shown *shown, nlog_slice *texts[HEADING_TEXTS])
{
	texts[0] = &shown->title;
	texts[1] = &shown->reference;
	texts[2] = &shown->withdrawal_reference;
}

/* ---- writing */

typedef struct {
	nlog_str numbers, texts;
} writing;

static void put_text(writing *w, nlog_slice text)
{
	nlog_str_add_slice(&w->texts, text);
	nlog_str_addc(&w->texts, '\0');
}

static void put_heading(writing *w, const nlog_shown *shown)
{
	nlog_shown copy = *shown;
	nlog_slice *texts[HEADING_TEXTS];
	unsigned has = 0;

	heading_texts(&copy, texts);
	for (size_t i = 0; i < HEADING_TEXTS; i++)
		if (texts[i]->data) {
			has |= 1u << i;
			put_text(w, *texts[i]);
		}
	pack_number(&w->numbers, has);
}

static unsigned parts_of(const nlog_shown_amendment *amendment)
{
	const nlog_authority *authority = &amendment->authority;

	return (amendment->key.data ? HAS_KEY : 0u) |
	       (authority->has_approval ? HAS_APPROVAL : 0u) |
	       (authority->has_letter ? HAS_LETTER : 0u) |
	       (authority->letter_ref.len ? HAS_LETTER_REF : 0u) |
	       (authority->has_letter_date ? HAS_LETTER_DATE : 0u) |
	       amendment->source * SOURCES;
}

static void put_amendment(writing *w, const nlog_shown *shown,
			  const nlog_shown_amendment *amendment)
{
	const nlog_authority *authority = &amendment->authority;
	nlog_str *numbers = &w->numbers;

	pack_number(numbers, nlog_rules_place(amendment->rule));
	pack_number(numbers, amendment->severity);
	pack_number(numbers, amendment->declared);
	pack_number(numbers, parts_of(amendment));
	pack_number(numbers, amendment->field_count);
	for (size_t i = 0; i < amendment->field_count; i++)
		pack_number(numbers, amendment->fields[i]);
	if (authority->has_approval)
		pack_signed(numbers, authority->approval.day);
	if (authority->has_letter_date)
		pack_signed(numbers, authority->letter_date.day);
	if (amendment->key.data)
		put_text(w, amendment->key);
	put_text(w, amendment->summary);
	if (authority->letter_ref.len)
		put_text(w, authority->letter_ref);
	if (amendment->declared == NLOG_PHANTOM)
		pack_number(numbers, amendment->word_count);
	for (size_t i = 0; i < amendment->word_count; i++)
		put_text(w, shown->words[amendment->first_word + i]);
}

static void put_check(writing *w, const nlog_shown_check *check)
{
	pack_number(&w->numbers, (size_t)(check->rule - nlog_finding_rule_of(0)));
	put_text(w, check->text);
}

nlog_slice index_shown_pack(nlog_str *out, const nlog_shown *shown)
{
	writing w = {NLOG_STR_INIT, NLOG_STR_INIT};
	nlog_slice texts;

	put_heading(&w, shown);
	pack_number(&w.numbers, shown->amendment_count);
	for (size_t i = 0; i < shown->amendment_count; i++)
		put_amendment(&w, shown, &shown->amendments[i]);
	pack_number(&w.numbers, shown->check_count);
	for (size_t i = 0; i < shown->check_count; i++)
		put_check(&w, &shown->checks[i]);
	pack_bytes(out, nlog_str_slice(&w.numbers));
	nlog_str_add_slice(out, nlog_str_slice(&w.texts));
	texts = (nlog_slice){out->data + out->len - w.texts.len, w.texts.len};
	nlog_str_clear(&w.numbers);
	nlog_str_clear(&w.texts);
	return texts;
}

/* ---- reading */

typedef struct {
	unpacker numbers, texts;
} reading;

static size_t take_count(reading *r)
{
	return (size_t)unpack_number(&r->numbers, COUNT_MAX);
}

bool index_next_text(unpacker *texts, nlog_slice *out)
{
	const unsigned char *start = texts->at, *end = NULL;

	if (start < texts->end)
		end = memchr(start, '\0', (size_t)(texts->end - start));
	if (!end)
		return false;
	*out = (nlog_slice){(const char *)start, (size_t)(end - start)};
	texts->at = end + 1;
	return true;
}

static nlog_slice take_text(reading *r)
{
	nlog_slice text = {"", 0};

	if (!index_next_text(&r->texts, &text) || !nlog_text_is_utf8(text, NULL))
		r->texts.has_failed = true;
	return text;
}

static void take_heading(reading *r, nlog_shown *shown)
{
	unsigned has = (unsigned)unpack_number(&r->numbers, (1u << HEADING_TEXTS) - 1);
	nlog_slice *texts[HEADING_TEXTS];

	heading_texts(shown, texts);
	for (size_t i = 0; i < HEADING_TEXTS; i++)
		if (has & 1u << i)
			*texts[i] = take_text(r);
}

static nlog_date take_day(reading *r)
{
	int64_t day = unpack_signed(&r->numbers);

	if (day < NLOG_DAY_MIN || day > NLOG_DAY_MAX) {
		r->numbers.has_failed = true;
		day = 0;
	}
	return (nlog_date){(int32_t)day};
}

static void take_fields(reading *r, nlog_shown_amendment *out)
{
	out->field_count = (size_t)unpack_number(&r->numbers, NLOG_FIELDS);
	for (size_t i = 0; i < out->field_count; i++)
		out->fields[i] = (nlog_field_id)unpack_number(&r->numbers, NLOG_FIELDS - 1);
}

static void take_words(reading *r, nlog_shown *shown)
{
	for (size_t count = take_count(r); count && !r->texts.has_failed; count--)
		nlog_shown_add_word(shown, take_text(r));
}

static void take_amendment(reading *r, nlog_shown *shown)
{
	unpacker *numbers = &r->numbers;
	nlog_shown_amendment *out = nlog_shown_add_amendment(shown);
	nlog_authority *authority = &out->authority;
	unsigned parts;

	out->rule = nlog_rules_get((size_t)unpack_number(numbers, nlog_rules_count() - 1));
	out->severity = (nlog_severity)unpack_number(numbers, NLOG_SEVERITY_ACTION);
	out->declared = (nlog_declaration_state)unpack_number(numbers, NLOG_UNCHECKED);
	parts = (unsigned)unpack_number(numbers,
					(NLOG_SOURCE_ADDENDUM + 1) * (uint64_t)SOURCES - 1);
	out->source = (nlog_source)(parts / SOURCES);
	take_fields(r, out);
	authority->has_approval = parts & HAS_APPROVAL;
	authority->has_letter = parts & HAS_LETTER;
	authority->has_letter_date = parts & HAS_LETTER_DATE;
	if (authority->has_approval)
		authority->approval = take_day(r);
	if (authority->has_letter_date)
		authority->letter_date = take_day(r);
	out->key = parts & HAS_KEY ? take_text(r) : (nlog_slice){NULL, 0};
	out->summary = take_text(r);
	authority->letter_ref = parts & HAS_LETTER_REF ? take_text(r) : (nlog_slice){"", 0};
	out->first_word = shown->word_count;
	out->word_count = 0;
	if (out->declared == NLOG_PHANTOM)
		take_words(r, shown);
}

static void take_check(reading *r, nlog_shown *shown)
{
	nlog_finding_id id = (nlog_finding_id)unpack_number(&r->numbers, NLOG_F_COUNT - 1);

	nlog_shown_add_check(shown, nlog_finding_rule_of(id), take_text(r));
}

static bool has_failed(const reading *r)
{
	return r->numbers.has_failed || r->texts.has_failed;
}

/* The numbers have their length before them; what stands behind them are the texts. */
static bool begin(reading *r, nlog_slice bytes, nlog_slice *texts)
{
	unpacker from = unpack_begin(bytes);

	r->numbers = unpack_begin(unpack_bytes(&from));
	*texts = (nlog_slice){(const char *)from.at, (size_t)(from.end - from.at)};
	r->texts = unpack_begin(*texts);
	return !from.has_failed;
}

bool index_shown_unpack(nlog_shown *out, nlog_slice bytes, nlog_slice *texts)
{
	reading r;

	nlog_shown_reset(out);
	if (!begin(&r, bytes, texts))
		return false;
	take_heading(&r, out);
	for (size_t count = take_count(&r); count && !has_failed(&r); count--)
		take_amendment(&r, out);
	for (size_t count = take_count(&r); count && !has_failed(&r); count--)
		take_check(&r, out);
	return unpack_is_whole(&r.numbers) && unpack_is_whole(&r.texts);
}
