/*
 * What the notices of a register go by: every code that one ever had, reference
 * numbers, titles with their time. A sieve only says which notices may be
 * meant; whether one is, what its latest revision goes by tells.
 */
#include "record.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <stdlib.h>
#include <string.h>

#include "sieve.h"

/* Two notices whose events start within this many days of each other may be one. */
#define NEAR_DAYS 120

/* Longer titles are not compared word by word. */
#define TITLE_MAX 1000
#define WORD_MAX 128

/* Of the words of a title one in so many may be another. */
#define OTHER_WORDS 10

/* What a notice is found by: its number, its title, the longest words of that. */
#define MARKS_MAX (2 + WORD_MAX / OTHER_WORDS + 1)

/* Spans of days in which something near can be: its own, the ones before and behind. */
#define NEAR_SPANS 3

/* What a notice goes by; the texts are borrowed from it, or owned by a known notice. */
typedef struct {
	nlog_slice reference, title;
	bool has_start;
	nlog_date start; /* of its timing */
} goes_by;

/* A notice of the register, by what its latest revision goes by. */
typedef struct {
	const char *key; /* borrowed from what the register has, or the run */
	goes_by as;
	uint64_t *marks; /* the hashes that the sieve has of it as it is now */
	size_t mark_count;
} known_notice;

struct nlog_record_known {
	json_t *codes;   /* key by code, where the key itself does not tell */
	json_t *numbers; /* of the notices that the register had, by key */
	known_notice *notices;
	size_t count, capacity;
	nlog_sieve sieve; /* numbers of notices */
};

typedef struct {
	nlog_slice words[WORD_MAX];
	size_t count;
} title_words;

static void split(title_words *out, nlog_slice title)
{
	out->count = 0;
	if (title.len > TITLE_MAX)
		return;
	while (title.len && out->count < WORD_MAX) {
		ptrdiff_t space = nlog_slice_find(title, " ");
		size_t len = space < 0 ? title.len : (size_t)space;

		if (len)
			out->words[out->count++] = (nlog_slice){title.data, len};
		title = nlog_slice_from(title, len + 1);
	}
}

static int compare_words(const void *left, const void *right)
{
	const nlog_slice *a = left, *b = right;

	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return memcmp(a->data, b->data, a->len);
}

/* How many words of a are none of b; both are sorted. */
static size_t count_other(const title_words *a, const title_words *b)
{
	size_t others = 0;

	for (size_t i = 0, j = 0; i < a->count; i++) {
		while (j < b->count && compare_words(&b->words[j], &a->words[i]) < 0)
			j++;
		if (j < b->count && compare_words(&b->words[j], &a->words[i]) == 0)
			j++;
		else
			others++;
	}
	return others;
}

static void sort(title_words *words)
{
	qsort(words->words, words->count, sizeof(*words->words), compare_words);
}

/* @param words  of title a, sorted */
static bool has_near_words(const title_words *a, nlog_slice title_b)
{
	title_words b;

	split(&b, title_b);
	sort(&b);
	return a->count && b.count && count_other(a, &b) * OTHER_WORDS <= a->count &&
	       count_other(&b, a) * OTHER_WORDS <= b.count;
}

static goes_by read_as(const nlog_notice *notice)
{
	goes_by as = {
		.reference = nlog_notice_line(notice, NLOG_FIELD_REFERENCE_NO),
		.title = nlog_notice_line(notice, NLOG_FIELD_TITLE),
	};
	nlog_period period;

	as.has_start =
		nlog_value_period(nlog_notice_get(notice, NLOG_FIELD_TIMING), 0, &period);
	if (as.has_start)
		as.start = period.start;
	return as;
}

/* Near title and timing: a revision may have been given another code. */
static bool comes_near(const goes_by *a, const title_words *words, const goes_by *b)
{
	return a->has_start && b->has_start &&
	       abs(a->start.day - b->start.day) <= NEAR_DAYS &&
	       (nlog_text_same_letters(a->title, b->title) ||
		has_near_words(words, b->title));
}

static bool same_reference(const goes_by *a, const goes_by *b)
{
	return a->reference.len && nlog_slice_equal(a->reference, b->reference);
}

/* Kinds of texts in the sieve; those of titles are told apart by their span of days. */
enum { REFERENCE, LETTERS, WORD, KINDS };

static uint64_t kind_at(int span, unsigned kind)
{
	return (uint64_t)(uint32_t)span * KINDS + kind;
}

static size_t mark_reference(uint64_t *marks, const goes_by *as)
{
	if (as->reference.len)
		*marks = nlog_sieve_hash(REFERENCE, as->reference);
	return as->reference.len > 0;
}

/* Days fall into spans of NEAR_DAYS: what is near is in the same one or beside it. */
static int span_of(const goes_by *as)
{
	return as->start.day / NEAR_DAYS;
}

/*
 * In the spans from one to another, its own being 0.
 *
 * @param words  of the title, sorted
 */
static size_t mark_title(uint64_t *marks, const goes_by *as, const title_words *words,
			 int from, int to)
{
	nlog_str letters = NLOG_STR_INIT;
	size_t count = 0;

	nlog_text_add_letters(&letters, as->title);
	for (int span = span_of(as) + from; span <= span_of(as) + to; span++) {
		marks[count++] =
			nlog_sieve_hash(kind_at(span, LETTERS), nlog_str_slice(&letters));
		/*
		 * Each of two near titles has at most so many words less one that the
		 * other has not: the longest word that they share is among these of both.
		 */
		for (size_t i = 0; i < words->count && i < words->count / OTHER_WORDS + 1;
		     i++)
			marks[count++] =
				nlog_sieve_hash(kind_at(span, WORD), words->words[i]);
	}
	nlog_str_clear(&letters);
	return count;
}

static bool is_among(uint64_t mark, const uint64_t *marks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (marks[i] == mark)
			return true;
	return false;
}

/* A code that is the key is found by that. */
static void add_code(nlog_record_known *known, const char *key, const nlog_notice *notice)
{
	nlog_slice code = nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE);
	nlog_str own = NLOG_STR_INIT;

	if (code.len && (nlog_key_from_code(&own, code, NULL) ||
			 !nlog_slice_is(nlog_str_slice(&own), key)))
		json_object_setn_new_nocheck(known->codes, code.data, code.len,
					     json_string(key));
	nlog_str_clear(&own);
}

static void free_texts(goes_by *as)
{
	nlog_free((char *)as->reference.data);
	nlog_free((char *)as->title.data);
}

static nlog_slice copy_of(nlog_slice text)
{
	return (nlog_slice){nlog_strndup(text.data, text.len), text.len};
}

/* What it went by before stays in the sieve: it only leads to one more that is looked at. */
static void set_latest(nlog_record_known *known, uint32_t number, const nlog_notice *notice)
{
	known_notice *own = &known->notices[number];
	goes_by as = read_as(notice);
	uint64_t marks[MARKS_MAX];
	size_t count = mark_reference(marks, &as);
	title_words words;

	split(&words, as.title);
	sort(&words);
	if (as.has_start)
		count += mark_title(marks + count, &as, &words, 0, 0);
	for (size_t i = 0; i < count; i++)
		if (!is_among(marks[i], own->marks, own->mark_count))
			nlog_sieve_add(&known->sieve, marks[i], number);
	own->marks = nlog_realloc_array(own->marks, count, sizeof(*marks));
	memcpy(own->marks, marks, count * sizeof(*marks));
	own->mark_count = count;
	as.reference = copy_of(as.reference);
	as.title = copy_of(as.title);
	free_texts(&own->as);
	own->as = as;
}

static uint32_t add_notice(nlog_record_known *known, const char *key)
{
	NLOG_GROW(known->notices, known->count, known->capacity);
	known->notices[known->count] = (known_notice){.key = key};
	return (uint32_t)known->count++;
}

static uint32_t number_of(nlog_record_known *known, nlog_record_state *state)
{
	const json_t *number;

	if (state->known)
		return state->known - 1;
	number = json_object_get(known->numbers, state->key);
	state->known = 1 + (number ? (uint32_t)json_integer_value(number)
				   : add_notice(known, state->key));
	return state->known - 1;
}

void nlog_record_known_add(nlog_record_run *run, const char *key, const nlog_notice *notice)
{
	if (run->known)
		add_code(run->known, key, notice);
}

void nlog_record_known_latest(nlog_record_run *run, nlog_record_state *state,
			      const nlog_notice *notice)
{
	if (run->known)
		set_latest(run->known, number_of(run->known, state), notice);
}

static int add_dossier(const nlog_record_run *run, const nlog_dossier *dossier,
		       nlog_error *err)
{
	uint32_t number = add_notice(run->known, dossier->key);
	int rc = 0;

	json_object_set_new(run->known->numbers, dossier->key,
			    json_integer((json_int_t)number));
	for (size_t r = 0; !rc && r < dossier->count; r++) {
		const nlog_revision *revision = &dossier->revisions[r];
		nlog_notice *notice = NULL;

		rc = nlog_history_notice(run->history, revision, &notice, NULL, err);
		if (rc)
			return rc;
		add_code(run->known, dossier->key, notice);
		if (revision == nlog_dossier_latest(dossier))
			set_latest(run->known, number, notice);
		nlog_notice_free(notice);
	}
	return rc;
}

/* Read the register when something unknown comes for the first time. */
static int know(nlog_record_run *run, nlog_error *err)
{
	int rc = 0;

	if (run->known)
		return 0;
	run->known = nlog_alloc(sizeof(*run->known));
	run->known->codes = json_object();
	run->known->numbers = json_object();
	for (size_t i = 0; !rc && i < nlog_history_count(run->history); i++)
		rc = add_dossier(run, nlog_history_get(run->history, i), err);
	for (size_t i = 0; !rc && i < run->count; i++) {
		nlog_record_state *state = run->states[i];
		nlog_notice *latest = NULL;

		if (!state->latest.len)
			continue;
		rc = nlog_record_latest(state, &latest, err);
		if (!rc) {
			nlog_record_known_add(run, state->key, latest);
			nlog_record_known_latest(run, state, latest);
		}
		nlog_notice_free(latest);
	}
	return rc;
}

int nlog_record_known_code(nlog_record_run *run, nlog_slice code, const char **key,
			   nlog_error *err)
{
	int rc = know(run, err);

	*key = "";
	if (!rc && code.len && json_object_getn(run->known->codes, code.data, code.len))
		*key = json_string_value(
			json_object_getn(run->known->codes, code.data, code.len));
	return rc;
}

static int compare_keys(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In the order of keys, however they were found. */
static void add_keys(nlog_str *out, const char **keys, size_t count)
{
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < count; i++)
		nlog_str_addf(out, "%s%s", i ? ", " : "", keys[i]);
}

int nlog_record_known_near(nlog_record_run *run, const nlog_notice *notice, nlog_str *keys,
			   nlog_error *err)
{
	goes_by as = read_as(notice);
	nlog_sieve_numbers candidates = {.items = NULL};
	uint64_t marks[NEAR_SPANS * MARKS_MAX];
	size_t count = mark_reference(marks, &as), found = 0;
	const char **near;
	title_words words;
	int rc = know(run, err);

	if (rc)
		return rc;
	split(&words, as.title);
	sort(&words);
	if (as.has_start)
		count += mark_title(marks + count, &as, &words, -1, 1);
	nlog_sieve_find(&run->known->sieve, marks, count, &candidates);
	near = nlog_alloc_array(candidates.count + 1, sizeof(*near));
	for (size_t i = 0; i < candidates.count; i++) {
		const known_notice *other = &run->known->notices[candidates.items[i]];

		if (same_reference(&as, &other->as) || comes_near(&as, &words, &other->as))
			near[found++] = other->key;
	}
	add_keys(keys, near, found);
	nlog_free(near);
	nlog_free(candidates.items);
	return 0;
}

void nlog_record_known_free(nlog_record_known *known)
{
	if (!known)
		return;
	json_decref(known->codes);
	json_decref(known->numbers);
	for (size_t i = 0; i < known->count; i++) {
		free_texts(&known->notices[i].as);
		nlog_free(known->notices[i].marks);
	}
	nlog_free(known->notices);
	nlog_sieve_clear(&known->sieve);
	nlog_free(known);
}
