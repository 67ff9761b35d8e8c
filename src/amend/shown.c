/* What a page shows of a step, taken from its amendments. */
#include <noticelog/shown.h>

#include <noticelog/alloc.h>
#include <noticelog/check.h>
#include <string.h>

void nlog_shown_reset(nlog_shown *shown)
{
	const nlog_slice none = {NULL, 0};

	shown->code = shown->title = shown->reference = none;
	shown->withdrawal_reference = none;
	shown->amendment_count = shown->check_count = shown->word_count = 0;
}

nlog_shown_amendment *nlog_shown_add_amendment(nlog_shown *shown)
{
	NLOG_GROW(shown->amendments, shown->amendment_count, shown->amendment_capacity);
	return &shown->amendments[shown->amendment_count++];
}

void nlog_shown_add_check(nlog_shown *shown, const nlog_finding_rule *rule, nlog_slice text)
{
	NLOG_GROW(shown->checks, shown->check_count, shown->check_capacity);
	shown->checks[shown->check_count++] = (nlog_shown_check){rule, text};
}

void nlog_shown_add_word(nlog_shown *shown, nlog_slice word)
{
	NLOG_GROW(shown->words, shown->word_count, shown->word_capacity);
	shown->words[shown->word_count++] = word;
	shown->amendments[shown->amendment_count - 1].word_count++;
}

static nlog_slice text_or_none(const char *text)
{
	return text ? nlog_slice_of(text) : (nlog_slice){NULL, 0};
}

static nlog_slice line_of(const nlog_notice *notice, nlog_field_id field)
{
	const char *line = json_string_value(nlog_notice_get(notice, field));

	return text_or_none(line && *line ? line : NULL);
}

static bool read_day(nlog_date *out, const char *iso)
{
	return iso && nlog_date_from_iso(out, nlog_slice_of(iso));
}

static nlog_authority authority_of(const json_t *evidence)
{
	const char *letter = nlog_json_text(evidence, "letter_ref");
	const char *letter_date = nlog_json_text(evidence, "letter_date");
	nlog_authority authority = {
		.has_letter = letter || letter_date,
		.letter_ref = nlog_slice_of(letter),
	};

	authority.has_approval =
		read_day(&authority.approval, nlog_json_text(evidence, "approval_date"));
	authority.has_letter_date = read_day(&authority.letter_date, letter_date);
	return authority;
}

static bool is_same_day(bool has, bool has_other, nlog_date day, nlog_date other)
{
	return has == has_other && (!has || day.day == other.day);
}

bool nlog_authority_equal(const nlog_authority *a, const nlog_authority *b)
{
	return is_same_day(a->has_approval, b->has_approval, a->approval, b->approval) &&
	       is_same_day(a->has_letter_date, b->has_letter_date, a->letter_date,
			   b->letter_date) &&
	       a->has_letter == b->has_letter &&
	       nlog_slice_equal(a->letter_ref, b->letter_ref);
}

/* A page has the words of what was not done alone. */
static void add_words(nlog_shown *shown, const json_t *evidence)
{
	for (size_t i = 0; i < json_array_size(evidence); i++) {
		const char *text = nlog_json_text(json_array_get(evidence, i), "text");

		if (text)
			nlog_shown_add_word(shown, nlog_slice_of(text));
	}
}

static void add_amendment(nlog_shown *shown, const nlog_amendment *amendment)
{
	const json_t *first = json_array_get(amendment->evidence, 0);
	nlog_shown_amendment *added = nlog_shown_add_amendment(shown);

	*added = (nlog_shown_amendment){
		.rule = amendment->rule,
		.severity = amendment->severity,
		.declared = amendment->declared,
		.field_count = amendment->field_count,
		.key = text_or_none(amendment->key),
		.summary = nlog_slice_of(amendment->summary),
		.source = nlog_source_named(nlog_json_text(first, "source")),
		.authority = authority_of(first),
		.first_word = shown->word_count,
	};
	memcpy(added->fields, amendment->fields, sizeof(added->fields));
	if (amendment->declared == NLOG_PHANTOM)
		add_words(shown, amendment->evidence);
}

void nlog_shown_fill(nlog_shown *shown, const nlog_notice *after,
		     const nlog_amendments *amendments, const nlog_findings *checks,
		     const char *withdrawal_reference)
{
	nlog_shown_reset(shown);
	shown->code = line_of(after, NLOG_FIELD_PROJECT_CODE);
	shown->title = line_of(after, NLOG_FIELD_TITLE);
	shown->reference = line_of(after, NLOG_FIELD_REFERENCE_NO);
	shown->withdrawal_reference = text_or_none(withdrawal_reference);
	for (size_t i = 0; i < nlog_amendments_count(amendments); i++)
		add_amendment(shown, nlog_amendments_get(amendments, i));
	for (size_t i = 0; i < checks->count; i++)
		if (nlog_check_is_shown(&checks->items[i]))
			nlog_shown_add_check(shown, checks->items[i].rule,
					     nlog_slice_of(checks->items[i].text));
}

const nlog_shown_amendment *nlog_shown_gravest(const nlog_shown *shown)
{
	const nlog_shown_amendment *gravest = NULL;

	for (size_t i = 0; i < shown->amendment_count; i++)
		if (!gravest || shown->amendments[i].severity > gravest->severity)
			gravest = &shown->amendments[i];
	return gravest;
}

void nlog_shown_clear(nlog_shown *shown)
{
	nlog_free(shown->amendments);
	nlog_free(shown->checks);
	nlog_free(shown->words);
	*shown = (nlog_shown)NLOG_SHOWN_INIT;
}
