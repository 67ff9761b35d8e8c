/* Which revision holds which place of a notice's official sequence. */
#include "places.h"

#include <noticelog/alloc.h>
#include <stdlib.h>

/* The revision that r corrects: one recorded before it, or none. */
static nlog_revision *corrected_by(nlog_dossier *dossier, const nlog_revision *r)
{
	unsigned corrects = r->entry->corrects;

	return corrects && corrects < r->number ? &dossier->revisions[corrects - 1] : NULL;
}

/* By issue day, then by number of place. */
static int compare_places(const nlog_revision *p, const nlog_revision *q)
{
	if (p->issued.day != q->issued.day)
		return p->issued.day < q->issued.day ? -1 : 1;
	return p->place < q->place ? -1 : p->place > q->place;
}

static int compare_holders(const void *a, const void *b)
{
	return compare_places(*(const nlog_revision *const *)a,
			      *(const nlog_revision *const *)b);
}

/*
 * The last correction recorded of a revision holds its place, a correction of a
 * correction that of the first. It mends the text alone: one of a withdrawal
 * withdraws the notice as well.
 */
static void take_places(nlog_dossier *dossier, const nlog_revision **holders)
{
	for (size_t i = 0; i < dossier->count; i++)
		holders[i] = NULL;
	for (size_t i = 0; i < dossier->count; i++) {
		nlog_revision *revision = &dossier->revisions[i];
		const nlog_revision *corrected = corrected_by(dossier, revision);

		revision->corrects = corrected;
		revision->is_correction = corrected != NULL;
		revision->place = corrected ? corrected->place : revision->number;
		if (corrected && corrected->is_withdrawal)
			revision->is_withdrawal = true;
		holders[revision->place - 1] = revision;
	}
}

/* Mostly each was issued after the one before it, and nothing is to be sorted. */
static bool are_in_order(const nlog_revision *const *holders, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_places(holders[i - 1], holders[i]) > 0)
			return false;
	return true;
}

void history_settle_in(nlog_dossier *dossier, const nlog_revision **holders)
{
	size_t count = 0;

	take_places(dossier, holders);
	for (size_t i = 0; i < dossier->count; i++) {
		nlog_revision *revision = &dossier->revisions[i];
		const nlog_revision *holder = holders[revision->place - 1];

		revision->corrected_by = holder != revision ? holder : NULL;
	}
	for (size_t i = 0; i < dossier->count; i++)
		if (holders[i])
			holders[count++] = holders[i];
	if (!are_in_order(holders, count))
		qsort(holders, count, sizeof(*holders), compare_holders);
	dossier->official = holders;
	dossier->official_count = count;
}

void nlog_dossier_settle(nlog_dossier *dossier)
{
	nlog_free(dossier->official);
	history_settle_in(dossier,
			  nlog_alloc_array(dossier->count, sizeof(*dossier->official)));
}

const nlog_revision *history_before_when_recorded(const nlog_dossier *dossier,
						  const nlog_revision *revision)
{
	const nlog_revision **holders = nlog_alloc_array(dossier->count, sizeof(*holders));
	const nlog_revision *before = NULL;

	for (size_t i = 0; i + 1 < revision->number; i++)
		holders[dossier->revisions[i].place - 1] = &dossier->revisions[i];
	for (size_t i = 0; i < dossier->count; i++)
		if (holders[i] && holders[i]->place != revision->place &&
		    compare_holders(&holders[i], &revision) < 0 &&
		    (!before || compare_holders(&before, &holders[i]) < 0))
			before = holders[i];
	nlog_free(holders);
	return before;
}

/* The last in the official sequence of those that hold a place and are seen. */
static const nlog_revision *last_holder(const nlog_history *history,
					const nlog_revision *const *holders, size_t count)
{
	const nlog_revision *last = NULL;

	for (size_t i = 0; i < count; i++)
		if (holders[i] && nlog_history_sees(history, holders[i]) &&
		    (!last || compare_places(last, holders[i]) < 0))
			last = holders[i];
	return last;
}

void history_in_force(const nlog_history *history, const nlog_dossier *dossier,
		      const nlog_revision **in_force)
{
	const nlog_revision **holders = nlog_alloc_array(dossier->count, sizeof(*holders));
	const nlog_revision *last = NULL;

	for (size_t i = 0; i < dossier->count; i++) {
		const nlog_revision *revision = &dossier->revisions[i];
		const nlog_revision **holder = &holders[revision->place - 1];
		bool takes_its_place = last && *holder == last;

		*holder = revision;
		/* Only who corrects the last one can set it back; anybody else may pass it. */
		if (takes_its_place)
			last = last_holder(history, holders, i + 1);
		else if (nlog_history_sees(history, revision) &&
			 (!last || compare_places(last, revision) < 0))
			last = revision;
		in_force[i] = last;
	}
	nlog_free(holders);
}

const nlog_revision *nlog_history_known(const nlog_history *history,
					const nlog_dossier *dossier,
					const nlog_entry *until)
{
	const nlog_revision **holders = nlog_alloc_array(dossier->count, sizeof(*holders));
	const nlog_revision *latest;

	/* Entries of a log lie in one array, in recorded order. */
	for (size_t i = 0; i < dossier->count && dossier->revisions[i].entry <= until; i++)
		holders[dossier->revisions[i].place - 1] = &dossier->revisions[i];
	latest = last_holder(history, holders, dossier->count);
	nlog_free(holders);
	return latest;
}
