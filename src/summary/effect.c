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

/* The name of what is announced: a field and key, or a rule that rests on no field. */
static void add_name(nlog_str *out, const nlog_amendment *amendment, size_t field,
		     const char *key)
{
	if (amendment->field_count)
		nlog_str_addf(out, "%s/%s", nlog_field_of(amendment->fields[field])->name,
			      key ? key : "");
	else
		nlog_str_add(out, amendment->rule->id);
}

static void note_said(json_t *said, const nlog_amendment *amendment, size_t step,
		      size_t index)
{
	size_t names = amendment->field_count ? amendment->field_count : 1;

	for (size_t f = 0; f < names; f++) {
		nlog_str name = NLOG_STR_INIT;

		add_name(&name, amendment, f, amendment->key);
		json_object_set_new(
			said, nlog_str_text(&name),
			json_pack("[I, I]", (json_int_t)step, (json_int_t)index));
		nlog_str_clear(&name);
	}
}

/* Of several steps that announce the same, the last counts. */
static void index_evidence(nlog_summary_effect *effect)
{
	effect->said = json_object();
	for (size_t s = 0; s < effect->way_count; s++) {
		const nlog_amendments *list = effect->steps[s].amendments;

		for (size_t i = 0; i < nlog_amendments_count(list); i++)
			if (json_array_size(nlog_amendments_get(list, i)->evidence))
				note_said(effect->said, nlog_amendments_get(list, i), s, i);
	}
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
	if (!rc)
		index_evidence(&effect);
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
	json_decref(effect->said);
	nlog_net_clear(&effect->net);
	nlog_free(effect->way);
	*effect = (nlog_summary_effect){.dossier = NULL};
}

static const json_t *find_said(const nlog_summary_effect *effect,
			       const nlog_amendment *amendment, size_t field,
			       const char *key)
{
	nlog_str name = NLOG_STR_INIT;
	const json_t *found;

	add_name(&name, amendment, field, key);
	found = json_object_get(effect->said, nlog_str_text(&name));
	nlog_str_clear(&name);
	return found;
}

const nlog_amendment *nlog_summary_evidence(const nlog_summary_effect *effect,
					    const nlog_amendment *amendment,
					    const nlog_revision **revision)
{
	size_t names = amendment->field_count ? amendment->field_count : 1;
	const json_t *found = NULL;
	size_t step;

	for (size_t f = 0; !found && f < names; f++) {
		found = find_said(effect, amendment, f, amendment->key);
		if (!found && amendment->key)
			found = find_said(effect, amendment, f, NULL);
	}
	if (!found)
		return NULL;
	step = (size_t)json_integer_value(json_array_get(found, 0));
	*revision = effect->way[step].after;
	return nlog_amendments_get(effect->steps[step].amendments,
				   (size_t)json_integer_value(json_array_get(found, 1)));
}
