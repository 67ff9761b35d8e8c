/* The amendments that each revision's commit names, against those that the rules find. */
#include "verify.h"

#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <noticelog/parallel.h>
#include <string.h>

/* A register as it was when a revision was recorded. */
typedef struct {
	const char *blob; /* borrowed from the log */
	nlog_register *reg;
} vocabulary;

/* One thread's part of the notices, and what it found in them. */
typedef struct {
	audit_verify v;
	nlog_verification found;
	audit_facts read;
	nlog_history *history;
	size_t first, end; /* of the history's dossiers */
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
	else if (nlog_store_read_blob(j->v.store, blob, &text, NULL) ||
		 nlog_register_read(&reg, NULL, nlog_str_slice(&text), NULL))
		reg = NULL;
	nlog_str_clear(&text);
	NLOG_GROW(j->vocabularies, j->count, j->capacity);
	j->vocabularies[j->count++] = (vocabulary){blob, reg};
	return reg;
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
	const nlog_judgement then = {
		.reg = register_at(j, after->entry->register_blob),
		.is_first = !before || (after->is_correction && before == s->places[0]),
		.is_correction = after->is_correction,
		.skips_checks = true,
	};
	nlog_dossier as_it_was = *dossier;

	as_it_was.official = s->places;
	as_it_was.official_count = s->count;
	return then.reg && !nlog_history_compare_as(j->history, &as_it_was, before, after,
						    &then, out, NULL);
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
		j->v.out->judged_otherwise++;
		return;
	}
	if (!compare(j, dossier, s, before_of(s, revision), revision, &comparison))
		return;
	/* Where reading found something, the reader of files is to say so. */
	if (!comparison.findings.count)
		audit_facts_add_notice(&j->read, entry->blob, comparison.after);
	/* A correction mends our own error: it amends nothing. */
	for (size_t i = 0;
	     !revision->is_correction && i < nlog_amendments_count(comparison.amendments);
	     i++)
		nlog_str_addf(&ids, "%s%s", i ? " " : "",
			      nlog_amendments_get(comparison.amendments, i)->rule->id);
	if (strcmp(nlog_str_text(&ids), entry->amendments ? entry->amendments : "") != 0)
		audit_report(&j->v, NLOG_F_VERIFY_AMENDMENTS, entry,
			     "names the amendments '%s'; the rules find '%s'",
			     entry->amendments ? entry->amendments : "",
			     nlog_str_text(&ids));
	nlog_str_clear(&ids);
	nlog_comparison_clear(&comparison);
}

static void judge_notices(size_t index, void *data)
{
	judge *j = (judge *)data + index;

	for (size_t i = j->first; i < j->end; i++) {
		const nlog_dossier *dossier = nlog_history_get(j->history, i);
		sequence s = {nlog_alloc_array(dossier->count, sizeof(*s.places)), 0};

		for (size_t r = 0; r < dossier->count; r++) {
			judge_revision(j, dossier, &s, &dossier->revisions[r]);
			take_place(&s, &dossier->revisions[r]);
		}
		nlog_free(s.places);
	}
}

static void prepare(judge *j, const audit_verify *v, nlog_history *history, size_t index,
		    size_t jobs)
{
	size_t count = nlog_history_count(history);

	*j = (judge){.v = *v,
		     .found = NLOG_VERIFICATION_INIT,
		     .history = history,
		     .first = count * index / jobs,
		     .end = count * (index + 1) / jobs};
	j->v.out = &j->found;
}

/* Put what was found in its notices behind what was found before. */
static void conclude(judge *j, nlog_verification *out, audit_facts *read)
{
	audit_facts_join(read, &j->read);
	nlog_findings_move(&out->findings, &j->found.findings);
	out->judged_otherwise += j->found.judged_otherwise;
	for (size_t i = 0; i < j->count; i++)
		nlog_register_free(j->vocabularies[i].reg);
	nlog_free(j->vocabularies);
}

void audit_check_amendments(const audit_verify *v, audit_facts *read)
{
	judge *judges = nlog_alloc_array(v->jobs, sizeof(*judges));
	nlog_history *history = NULL;
	size_t shares = 0;

	/* What stands in its way has a finding of its own. */
	if (!nlog_history_from_log(&history, v->store, v->log, NULL)) {
		nlog_history *share = history;

		while (shares < v->jobs && share) {
			prepare(&judges[shares], v, share, shares, v->jobs);
			share = NULL;
			if (++shares < v->jobs)
				(void)nlog_history_share(&share, history, NULL);
		}
		/* A store that cannot be opened once more leaves all of the rest to the last. */
		judges[shares - 1].end = nlog_history_count(history);
		nlog_parallel(shares, judge_notices, judges);
	}
	for (size_t i = 0; i < shares; i++)
		conclude(&judges[i], v->out, read);
	/* The first one's history is what the others share. */
	while (shares--)
		nlog_history_free(judges[shares].history);
	nlog_free(judges);
}
