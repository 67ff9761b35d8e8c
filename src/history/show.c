/* A step as a page shows it: what an index remembers of it, or a comparison. */
#include <noticelog/show.h>

#include "memo.h"

void nlog_shown_step_fill(nlog_shown_step *step, const nlog_comparison *comparison)
{
	step->key = comparison->key;
	step->old_revision = comparison->old_revision;
	step->new_revision = comparison->new_revision;
	step->whole = comparison;
	nlog_shown_fill(&step->shown, comparison->after, comparison->amendments,
			&comparison->checks, comparison->withdrawal_reference);
}

/* What the index has is what would be shown of the whole. */
static void fill_recalled(nlog_shown_step *step, const nlog_dossier *dossier,
			  const nlog_revision *before, const nlog_revision *after)
{
	step->key = dossier->key;
	step->old_revision = before;
	step->new_revision = after;
	step->whole = NULL;
}

int nlog_history_show(const nlog_history *history, const nlog_dossier *dossier,
		      const nlog_revision *before, const nlog_revision *after,
		      nlog_shown_step *out, nlog_error *err)
{
	nlog_index_step step;
	bool can = history_find_step(&step, history, dossier, before, after);
	int rc;

	if (can &&
	    nlog_index_recall_shown(history_reader_of(history), &step, &out->shown)) {
		fill_recalled(out, dossier, before, after);
		return 0;
	}
	nlog_comparison_clear(&out->own);
	rc = nlog_history_compare(history, dossier, before, after, &out->own, err);
	if (rc)
		return rc;
	if (can)
		history_remember(history, &step, &out->own);
	nlog_shown_step_fill(out, &out->own);
	return 0;
}

void nlog_shown_step_clear(nlog_shown_step *step)
{
	nlog_comparison_clear(&step->own);
	nlog_shown_clear(&step->shown);
	*step = (nlog_shown_step)NLOG_SHOWN_STEP_INIT;
}
