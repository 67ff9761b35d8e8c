/* The net effect on one notice since a revision of it was told, and the way there. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <string.h>

static void add_step(nlog_summary_effect *effect, const nlog_revision *before,
		     const nlog_revision *after)
{
	effect->way[effect->way_count++] = (nlog_history_step){
		.dossier = effect->dossier, .before = before, .after = after};
}

/* Where the place of a revision is in the official sequence; its length if nowhere. */
static size_t place_of(const nlog_dossier *dossier, const nlog_revision *revision)
{
	size_t at = 0;

	while (at < dossier->official_count &&
	       dossier->official[at]->place != revision->place)
		at++;
	return at;
}

/*
 * From the revision told to the one in force: over the correction that holds its
 * place now, then along the official sequence.
 */
static void find_way(nlog_summary_effect *effect)
{
	const nlog_dossier *dossier = effect->dossier;
	const nlog_revision *latest = nlog_dossier_latest(dossier), *at = effect->told;
	size_t place = at ? place_of(dossier, at) : dossier->official_count;

	effect->way = nlog_alloc_array(dossier->official_count + 2, sizeof(*effect->way));
	if (place == dossier->official_count) {
		add_step(effect, at, latest);
		return;
	}
	effect->is_corrected = dossier->official[place] != at;
	for (; place < dossier->official_count; place++) {
		if (dossier->official[place] != at)
			add_step(effect, at, dossier->official[place]);
		at = dossier->official[place];
	}
}

static int load_steps(nlog_summary_effect *effect, const nlog_history *history,
		      nlog_error *err)
{
	int rc = 0;

	effect->steps = nlog_alloc_array(effect->way_count + 1, sizeof(*effect->steps));
	for (size_t i = 0; !rc && i < effect->way_count; i++)
		rc = nlog_history_compare(history, effect->dossier, effect->way[i].before,
					  effect->way[i].after, &effect->steps[i], err);
	return rc;
}

int summary_effect_load(nlog_summary_effect *out, const nlog_history *history,
			const nlog_dossier *dossier, const nlog_revision *told,
			nlog_error *err)
{
	nlog_history_step same = {dossier, told, told};
	nlog_summary_effect effect = {.dossier = dossier, .told = told};
	int rc;

	find_way(&effect);
	/* Nothing was recorded, and yet the country's part is another: by the roster. */
	rc = nlog_net_load(&effect.net, history, effect.way_count ? effect.way : &same,
			   effect.way_count ? effect.way_count : 1, err);
	if (!rc && !told)
		effect.way_count = 0;
	if (!rc) {
		effect.net.steps = effect.way;
		effect.net.step_count = effect.way_count;
		rc = load_steps(&effect, history, err);
	}
	if (rc)
		summary_effect_clear(&effect);
	else
		*out = effect;
	return rc;
}

bool summary_effect_is_empty(const nlog_summary_effect *effect)
{
	return effect->told && !effect->net.restored_count &&
	       !nlog_amendments_count(effect->net.comparison.amendments) &&
	       !nlog_diff_count(effect->net.comparison.diff);
}

void summary_effect_clear(nlog_summary_effect *effect)
{
	for (size_t i = 0; effect->steps && i < effect->way_count; i++)
		nlog_comparison_clear(&effect->steps[i]);
	nlog_free(effect->steps);
	nlog_net_clear(&effect->net);
	nlog_free(effect->way);
	*effect = (nlog_summary_effect){.dossier = NULL};
}

static bool shares_field(const nlog_amendment *a, const nlog_amendment *b)
{
	if (a->key && b->key && strcmp(a->key, b->key) != 0)
		return false;
	for (size_t i = 0; i < a->field_count; i++)
		for (size_t k = 0; k < b->field_count; k++)
			if (a->fields[i] == b->fields[k])
				return true;
	return a->rule == b->rule && a->field_count == b->field_count;
}

const nlog_amendment *nlog_summary_evidence(const nlog_summary_effect *effect,
					    const nlog_amendment *amendment,
					    const nlog_revision **revision)
{
	for (size_t s = effect->way_count; s-- > 0;) {
		const nlog_amendments *list = effect->steps[s].amendments;

		for (size_t i = 0; i < nlog_amendments_count(list); i++) {
			const nlog_amendment *said = nlog_amendments_get(list, i);

			if (!json_array_size(said->evidence) ||
			    !shares_field(said, amendment))
				continue;
			*revision = effect->way[s].after;
			return said;
		}
	}
	return NULL;
}
