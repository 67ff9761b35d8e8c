/* The amendments that each revision's commit names, against those that the rules find. */
#include "verify.h"

#include <noticelog/addendum.h>
#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <string.h>

/* A register as it was when a revision was recorded. */
typedef struct {
	const char *blob; /* borrowed from the log */
	nlog_register *reg;
} vocabulary;

typedef struct {
	const audit_verify *v;
	nlog_history *history;
	vocabulary *vocabularies;
	size_t count, capacity;
} judge;

/* @return NULL if it cannot be read, which has its finding */
static const nlog_register *register_at(judge *j, const char *blob)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_register *reg = NULL;

	for (size_t i = 0; i < j->count; i++) {
		if (strcmp(j->vocabularies[i].blob, blob) == 0)
			return j->vocabularies[i].reg;
	}
	if (!*blob)
		nlog_register_builtin(&reg);
	else if (nlog_store_read_blob(j->v->store, blob, &text, NULL) ||
		 nlog_register_read(&reg, NULL, nlog_str_slice(&text), NULL))
		reg = NULL;
	nlog_str_clear(&text);
	NLOG_GROW(j->vocabularies, j->count, j->capacity);
	j->vocabularies[j->count++] = (vocabulary){blob, reg};
	return reg;
}

/* The addendum in a revision's folder; NULL: none, or not to be read. */
static nlog_addendum *addendum_of(const judge *j, const nlog_revision *revision)
{
	nlog_addendum *addendum = NULL;
	nlog_str text = NLOG_STR_INIT;

	if (revision->entry->addendum &&
	    nlog_store_read_blob(j->v->store, revision->entry->addendum, &text, NULL) == 0)
		(void)nlog_addendum_read(&addendum, NULL, nlog_str_slice(&text), NULL);
	nlog_str_clear(&text);
	return addendum;
}

/* The official sequence as it was before a revision: `count` places, in order. */
typedef struct {
	const nlog_revision **places;
	size_t count;
} sequence;

static size_t place_index(const sequence *s, unsigned place)
{
	size_t i = 0;

	while (i < s->count && s->places[i]->place != place)
		i++;
	return i;
}

/* What a revision was compared with when it was recorded; NULL: nothing. */
static const nlog_revision *before_of(const sequence *s, const nlog_revision *revision)
{
	const nlog_revision *before = NULL;
	size_t i = place_index(s, revision->place);

	if (revision->is_correction)
		return i < s->count ? s->places[i] : NULL;
	if (strcmp(revision->entry->kind, "backfill") != 0)
		return s->count ? s->places[s->count - 1] : NULL;
	for (i = 0; i < s->count; i++) {
		if (s->places[i]->issued.day <= revision->issued.day)
			before = s->places[i];
	}
	return before;
}

/* Put a revision in its place: its issue day decides, then the number of the place. */
static void take_place(sequence *s, const nlog_revision *revision)
{
	size_t i = place_index(s, revision->place);

	if (i < s->count) {
		memmove(s->places + i, s->places + i + 1,
			(s->count - i - 1) * sizeof(*s->places));
		s->count--;
	}
	for (i = s->count; i > 0; i--) {
		const nlog_revision *other = s->places[i - 1];

		if (other->issued.day < revision->issued.day ||
		    (other->issued.day == revision->issued.day &&
		     other->place < revision->place))
			break;
		s->places[i] = other;
	}
	s->places[i] = revision;
	s->count++;
}

/* Compare as it was done at the time. @return false if a side cannot be read */
static bool compare(judge *j, const nlog_dossier *dossier, const sequence *s,
		    const nlog_revision *before, const nlog_revision *after,
		    nlog_comparison *out)
{
	nlog_dossier then = *dossier;
	nlog_comparison_sides sides = {
		.key = dossier->key,
		.reg = register_at(j, after->entry->register_blob),
		.after_issued = after->issued,
		.is_first = !before || (after->is_correction && before == s->places[0]),
		.is_correction = after->is_correction,
		.is_withdrawal = after->is_withdrawal,
	};
	nlog_addendum *addendum;
	int rc = sides.reg ? 0 : NLOG_EDAMAGED;

	then.official = s->places;
	then.official_count = s->count;
	if (!rc && before) {
		sides.before_issued = before->issued;
		rc = nlog_history_notice(j->history, before, &sides.before, NULL, NULL);
		if (!rc)
			rc = nlog_history_stands_withdrawn(j->history, &then, before,
							   sides.before,
							   &sides.was_withdrawn, NULL);
	}
	if (!rc)
		rc = nlog_history_notice(j->history, after, &sides.after, NULL, NULL);
	if (rc) {
		nlog_notice_free(sides.before);
		return false;
	}
	addendum = addendum_of(j, after);
	sides.addendum = addendum;
	nlog_compare_take(out, &sides);
	nlog_addendum_free(addendum);
	return true;
}

static void judge_revision(judge *j, const nlog_dossier *dossier, const sequence *s,
			   const nlog_revision *revision)
{
	const nlog_entry *entry = revision->entry;
	nlog_comparison comparison;
	nlog_str ids = NLOG_STR_INIT;

	if (entry->is_plain)
		return;
	if (!entry->rules || strcmp(entry->rules, NLOG_RULES_VERSION) != 0) {
		j->v->out->judged_otherwise++;
		return;
	}
	if (!compare(j, dossier, s, before_of(s, revision), revision, &comparison))
		return;
	/* A correction mends our own error: it amends nothing. */
	for (size_t i = 0;
	     !revision->is_correction && i < nlog_amendments_count(comparison.amendments);
	     i++)
		nlog_str_addf(&ids, "%s%s", i ? " " : "",
			      nlog_amendments_get(comparison.amendments, i)->rule->id);
	if (strcmp(nlog_str_text(&ids), entry->amendments ? entry->amendments : "") != 0)
		audit_report(j->v, NLOG_F_VERIFY_AMENDMENTS, entry,
			     "names the amendments '%s'; the rules find '%s'",
			     entry->amendments ? entry->amendments : "",
			     nlog_str_text(&ids));
	nlog_str_clear(&ids);
	nlog_comparison_clear(&comparison);
}

void audit_check_amendments(const audit_verify *v)
{
	judge j = {.v = v};

	/* What stands in its way has a finding of its own. */
	if (nlog_history_from_log(&j.history, v->store, v->log, NULL))
		return;
	for (size_t i = 0; i < nlog_history_count(j.history); i++) {
		const nlog_dossier *dossier = nlog_history_get(j.history, i);
		sequence s = {nlog_alloc_array(dossier->count, sizeof(*s.places)), 0};

		for (size_t r = 0; r < dossier->count; r++) {
			judge_revision(&j, dossier, &s, &dossier->revisions[r]);
			take_place(&s, &dossier->revisions[r]);
		}
		nlog_free(s.places);
	}
	for (size_t i = 0; i < j.count; i++)
		nlog_register_free(j.vocabularies[i].reg);
	nlog_free(j.vocabularies);
	nlog_history_free(j.history);
}
