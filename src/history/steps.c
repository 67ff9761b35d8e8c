/* Steps of a register's history in the order in which people read them. */
#include <noticelog/steps.h>

#include <noticelog/alloc.h>
#include <noticelog/rank.h>
#include <stdlib.h>
#include <string.h>

static void collect(nlog_steps *steps, const nlog_dossier *dossier,
		    const nlog_filter *filter)
{
	for (size_t i = 0; i < dossier->official_count; i++) {
		if (!nlog_filter_takes_revision(filter, dossier, dossier->official[i]))
			continue;
		steps->items[steps->count++] = (nlog_history_step){
			.dossier = dossier,
			.before = i ? dossier->official[i - 1] : NULL,
			.after = dossier->official[i],
		};
	}
}

static int by_key(const void *left, const void *right)
{
	const nlog_dossier *const *a = left, *const *b = right;

	return strcmp((*a)->key, (*b)->key);
}

/* An official sequence is in the order of issue already. */
static void collect_by_notice(nlog_steps *steps, const nlog_history *history,
			      const nlog_filter *filter)
{
	size_t count = nlog_history_count(history);
	const nlog_dossier **dossiers = nlog_alloc_array(count, sizeof(*dossiers));

	for (size_t i = 0; i < count; i++)
		dossiers[i] = nlog_history_get(history, i);
	/* A history has them by key, too, but so that case counts last. */
	if (count)
		qsort(dossiers, count, sizeof(*dossiers), by_key);
	for (size_t i = 0; i < count; i++)
		collect(steps, dossiers[i], filter);
	nlog_free(dossiers);
}

/*
 * The day of issue, and behind it the number of the entry that a step's place was first
 * recorded with: a correction stands where the revision did that it corrects.
 */
static uint64_t rank_by_issue(const nlog_history_step *step, const nlog_entry *first)
{
	const nlog_entry *entry =
		nlog_dossier_numbered(step->dossier, step->after->place)->entry;
	uint64_t day = (uint64_t)((int64_t)step->after->issued.day - INT32_MIN);

	return day << 32 | (uint64_t)(entry - first);
}

static void sort_by_issue(nlog_steps *steps, const nlog_entry *first)
{
	nlog_ranked *order = nlog_realloc_array(NULL, steps->count, sizeof(*order));
	nlog_history_step *sorted = nlog_realloc_array(NULL, steps->count, sizeof(*sorted));

	for (size_t i = 0; i < steps->count; i++)
		order[i] = (nlog_ranked){rank_by_issue(&steps->items[i], first),
					 &steps->items[i]};
	nlog_ranked_sort(order, steps->count);
	for (size_t i = 0; i < steps->count; i++)
		sorted[i] = *(const nlog_history_step *)order[i].thing;
	nlog_free(order);
	nlog_free(steps->items);
	steps->items = sorted;
}

static void collect_by_issue(nlog_steps *steps, const nlog_history *history,
			     const nlog_filter *filter)
{
	for (size_t i = 0; i < nlog_history_count(history); i++)
		collect(steps, nlog_history_get(history, i), filter);
	if (steps->count)
		sort_by_issue(steps, nlog_log_get(nlog_history_log(history), 0));
}

void nlog_steps_collect(nlog_steps *out, const nlog_history *history,
			const nlog_filter *filter, nlog_steps_order order)
{
	size_t most = 0;

	for (size_t i = 0; i < nlog_history_count(history); i++)
		most += nlog_history_get(history, i)->official_count;
	*out = (nlog_steps){nlog_realloc_array(NULL, most, sizeof(*out->items)), 0};
	(order == NLOG_STEPS_BY_NOTICE ? collect_by_notice : collect_by_issue)(out, history,
									       filter);
}

int nlog_steps_select(nlog_steps *steps, const nlog_history *history,
		      const nlog_filter *filter, nlog_error *err)
{
	size_t kept = 0;

	if (!nlog_filter_needs_comparison(filter))
		return 0;
	for (size_t i = 0; i < steps->count; i++) {
		const nlog_history_step *step = &steps->items[i];
		bool passes;
		int rc = nlog_filter_ask(filter, history, step->dossier, step->before,
					 step->after, &passes, err);

		if (rc)
			return rc;
		if (passes)
			steps->items[kept++] = *step;
	}
	steps->count = kept;
	return 0;
}

void nlog_steps_clear(nlog_steps *steps)
{
	nlog_free(steps->items);
	*steps = (nlog_steps){NULL, 0};
}
