/*
 * What the notices of a register go by: every code that one ever had, reference
 * numbers, titles with their time. It only says which notices may be meant;
 * whether one is, its latest revision tells.
 */
#include "record.h"

#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <stdlib.h>
#include <string.h>

/* Two notices whose events start within this many days of each other may be one. */
#define NEAR_DAYS 120

/* Longer titles are not compared word by word. */
#define TITLE_MAX 1000
#define WORD_MAX 128

/* Of the words of a title one in so many may be another. */
#define OTHER_WORDS 10

struct nlog_record_known {
	json_t *codes;  /* key by code */
	json_t *places; /* keys (a set) by what a notice is found by */
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

static bool has_near_words(nlog_slice title_a, nlog_slice title_b)
{
	title_words a, b;

	split(&a, title_a);
	split(&b, title_b);
	sort(&a);
	sort(&b);
	return a.count && b.count && count_other(&a, &b) * OTHER_WORDS <= a.count &&
	       count_other(&b, &a) * OTHER_WORDS <= b.count;
}

static bool read_start(const nlog_notice *notice, nlog_date *out)
{
	nlog_period period;

	if (!nlog_value_period(nlog_notice_get(notice, NLOG_FIELD_TIMING), 0, &period))
		return false;
	*out = period.start;
	return true;
}

/* Near title and timing: a revision may have been given another code. */
static bool comes_near(const nlog_notice *a, const nlog_notice *b)
{
	nlog_slice title_a = nlog_notice_line(a, NLOG_FIELD_TITLE);
	nlog_slice title_b = nlog_notice_line(b, NLOG_FIELD_TITLE);
	nlog_date start_a, start_b;

	return read_start(a, &start_a) && read_start(b, &start_b) &&
	       abs(start_a.day - start_b.day) <= NEAR_DAYS &&
	       (nlog_text_same_letters(title_a, title_b) ||
		has_near_words(title_a, title_b));
}

static bool same_reference(const nlog_notice *a, const nlog_notice *b)
{
	nlog_slice line = nlog_notice_line(a, NLOG_FIELD_REFERENCE_NO);

	return line.len &&
	       nlog_slice_equal(line, nlog_notice_line(b, NLOG_FIELD_REFERENCE_NO));
}

/* Call back with each text that a notice may be found by. */
typedef void (*place_fn)(nlog_record_known *known, const nlog_str *place, void *data);

/* Days fall into spans of NEAR_DAYS: what is near is in the same one or beside it. */
static void visit_title(nlog_record_known *known, const nlog_notice *notice, int span,
			place_fn each, void *data)
{
	nlog_slice title = nlog_notice_line(notice, NLOG_FIELD_TITLE);
	nlog_str place = NLOG_STR_INIT;
	title_words words;
	size_t count;

	nlog_str_addf(&place, "%d letters ", span);
	nlog_text_add_letters(&place, title);
	each(known, &place, data);
	nlog_str_clear(&place);
	split(&words, title);
	sort(&words);
	/*
	 * Each of two near titles has at most so many words less one that the other has
	 * not: the longest word that they share is among these of both.
	 */
	count = words.count / OTHER_WORDS + 1;
	for (size_t i = 0; i < words.count && i < count; i++) {
		nlog_str_addf(&place, "%d word ", span);
		nlog_str_add_slice(&place, words.words[i]);
		each(known, &place, data);
		nlog_str_clear(&place);
	}
}

static void visit_reference(nlog_record_known *known, const nlog_notice *notice,
			    place_fn each, void *data)
{
	nlog_slice line = nlog_notice_line(notice, NLOG_FIELD_REFERENCE_NO);
	nlog_str place = NLOG_STR_INIT;

	if (!line.len)
		return;
	nlog_str_add(&place, "reference ");
	nlog_str_add_slice(&place, line);
	each(known, &place, data);
	nlog_str_clear(&place);
}

static void add_key(nlog_record_known *known, const nlog_str *place, void *data)
{
	json_t *keys = json_object_getn(known->places, place->data, place->len);

	if (!keys) {
		keys = json_object();
		json_object_setn_new_nocheck(known->places, place->data, place->len, keys);
	}
	json_object_set_new_nocheck(keys, data, json_true());
}

static void gather_keys(nlog_record_known *known, const nlog_str *place, void *data)
{
	json_object_update(data, json_object_getn(known->places, place->data, place->len));
}

static void add_code(nlog_record_known *known, const char *key, const nlog_notice *notice)
{
	nlog_slice code = nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE);

	if (code.len)
		json_object_setn_new_nocheck(known->codes, code.data, code.len,
					     json_string(key));
}

static void add_latest(nlog_record_known *known, const char *key, const nlog_notice *notice)
{
	nlog_date start;

	visit_reference(known, notice, add_key, (void *)key);
	if (read_start(notice, &start))
		visit_title(known, notice, start.day / NEAR_DAYS, add_key, (void *)key);
}

void nlog_record_known_add(nlog_record_run *run, const char *key, const nlog_notice *notice)
{
	if (!run->known)
		return;
	add_code(run->known, key, notice);
	add_latest(run->known, key, notice);
}

static int add_dossier(const nlog_record_run *run, const nlog_dossier *dossier,
		       nlog_error *err)
{
	int rc = 0;

	for (size_t r = 0; !rc && r < dossier->count; r++) {
		const nlog_revision *revision = &dossier->revisions[r];
		nlog_notice *notice = NULL;

		rc = nlog_history_notice(run->history, revision, &notice, NULL, err);
		if (rc)
			return rc;
		add_code(run->known, dossier->key, notice);
		if (revision == nlog_dossier_latest(dossier))
			add_latest(run->known, dossier->key, notice);
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
	run->known->places = json_object();
	for (size_t i = 0; !rc && i < nlog_history_count(run->history); i++)
		rc = add_dossier(run, nlog_history_get(run->history, i), err);
	for (size_t i = 0; !rc && i < run->count; i++) {
		const nlog_record_state *state = run->states[i];
		nlog_notice *latest = NULL;

		if (!state->latest.len)
			continue;
		rc = nlog_record_latest(state, &latest, err);
		if (!rc)
			nlog_record_known_add(run, state->key, latest);
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

/* Is the notice of that key, as it reads now, one that this may be a revision of? */
static int check_candidate(nlog_record_run *run, const char *key, const nlog_notice *notice,
			   nlog_str *keys, nlog_error *err)
{
	nlog_record_state *state = NULL;
	nlog_notice *latest = NULL;
	int rc = nlog_record_find_state(run, key, &state, err);

	if (rc || !state || !state->latest.len)
		return rc;
	rc = nlog_record_latest(state, &latest, err);
	if (!rc && (same_reference(notice, latest) || comes_near(notice, latest)))
		nlog_str_addf(keys, "%s%s", keys->len ? ", " : "", key);
	nlog_notice_free(latest);
	return rc;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In the order of keys, however they were found. */
static int check_candidates(nlog_record_run *run, const json_t *candidates,
			    const nlog_notice *notice, nlog_str *keys, nlog_error *err)
{
	size_t count = 0;
	const char **names =
		nlog_alloc_array(json_object_size(candidates) + 1, sizeof(*names));
	const char *name;
	json_t *value;
	int rc = 0;

	json_object_foreach((json_t *)candidates, name, value) names[count++] = name;
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; !rc && i < count; i++)
		rc = check_candidate(run, names[i], notice, keys, err);
	nlog_free(names);
	return rc;
}

int nlog_record_known_near(nlog_record_run *run, const nlog_notice *notice, nlog_str *keys,
			   nlog_error *err)
{
	json_t *candidates = json_object();
	nlog_date start;
	int rc = know(run, err);

	if (!rc) {
		visit_reference(run->known, notice, gather_keys, candidates);
		if (read_start(notice, &start))
			for (int span = -1; span <= 1; span++)
				visit_title(run->known, notice,
					    start.day / NEAR_DAYS + span, gather_keys,
					    candidates);
		rc = check_candidates(run, candidates, notice, keys, err);
	}
	json_decref(candidates);
	return rc;
}

void nlog_record_known_free(nlog_record_known *known)
{
	if (!known)
		return;
	json_decref(known->codes);
	json_decref(known->places);
	nlog_free(known);
}
