/* Steps of a register's history in the order in which people read them. */
#include <noticelog/steps.h>

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

static void collect(nlog_steps *steps, const nlog_dossier *dossier,
		    const nlog_filter *filter)
{
	for (size_t i = 0; i < dossier->official_count; i++) {
		if (!nlog_filter_takes_revision(filter, dossier, dossier->official[i]))
			continue;
		NLOG_GROW(steps->items, steps->count, steps->capacity);
		steps->items[steps->count++] = (nlog_history_step){
			.dossier = dossier,
			.before = i ? dossier->official[i - 1] : NULL,
			.after = dossier->official[i],
		};
	}
}

/*
 * What a step's place was first recorded with: a correction stands where the
 * revision did that it corrects. Entries of a log lie in one array, so that
 * their addresses are in recorded order.
 */
static const nlog_entry *place_entry(const nlog_history_step *step)
{
	return nlog_dossier_numbered(step->dossier, step->after->place)->entry;
}

static int by_issue(const void *a, const void *b)
{
	const nlog_history_step *p = a, *q = b;
	const nlog_entry *i = place_entry(p), *j = place_entry(q);

	if (p->after->issued.day != q->after->issued.day)
		return p->after->issued.day < q->after->issued.day ? -1 : 1;
	return i < j ? -1 : i > j;
}

static int by_notice(const void *a, const void *b)
{
	const nlog_history_step *p = a, *q = b;
	int order = strcmp(p->dossier->key, q->dossier->key);

	return order ? order : by_issue(a, b);
}

void nlog_steps_collect(nlog_steps *out, const nlog_history *history,
			const nlog_filter *filter, nlog_steps_order order)
{
	static int (*const orders[])(const void *, const void *) = {
		[NLOG_STEPS_BY_ISSUE] = by_issue,
		[NLOG_STEPS_BY_NOTICE] = by_notice,
	};

	*out = (nlog_steps){NULL, 0, 0};
	for (size_t i = 0; i < nlog_history_count(history); i++)
		if (!filter->dossier || filter->dossier == nlog_history_get(history, i))
			collect(out, nlog_history_get(history, i), filter);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), orders[order]);
}

int nlog_steps_select(nlog_steps *steps, const nlog_history *history,
		      const nlog_filter *filter, nlog_error *err)
{
	size_t kept = 0;

	if (!nlog_filter_needs_comparison(filter))
		return 0;
	for (size_t i = 0; i < steps->count; i++) {
		const nlog_history_step *step = &steps->items[i];
		nlog_comparison comparison;
		int rc = nlog_filter_compare(filter, history, step->dossier, step->before,
					     step->after, &comparison, err);

		if (rc)
			return rc;
		if (nlog_filter_takes(filter, &comparison))
			steps->items[kept++] = *step;
		nlog_comparison_clear(&comparison);
	}
	steps->count = kept;
	return 0;
}

void nlog_steps_clear(nlog_steps *steps)
{
	nlog_free(steps->items);
	*steps = (nlog_steps){NULL, 0, 0};
}
