/* The activity as a whole: converted, cancelled, postponed, reinstated. */
#include <string.h>

#include <noticelog/json.h>

#include "amend.h"

bool nlog_amend_has_timing(const json_t *value)
{
	return json_array_size(value) > 0;
}

static bool is_other_kind(const judge *j)
{
	const nlog_register *reg = j->step->reg;
	nlog_slice before = nlog_json_slice(nlog_amend_value_before(j, NLOG_FIELD_TITLE));
	nlog_slice after = nlog_json_slice(nlog_amend_value_after(j, NLOG_FIELD_TITLE));
	const nlog_kind *old = nlog_declared_kind(reg, before, NULL);
	const nlog_kind *new = nlog_declared_kind(reg, after, NULL);
	return old && new &&old != new;
}

/* A conversion that is declared while the title stays is told by nothing: see declared.c. */
void nlog_fire_converted(judge *j, const rule *r)
{
	if (!j->step->before || !nlog_amend_value_differs(j, NLOG_FIELD_TITLE))
		return;
	if (is_other_kind(j) || nlog_amend_find_said(j, r->row.id))
		nlog_amend_add_for_field(j, r, NLOG_FIELD_TITLE);
}

static void set_line(json_t *facts, const char *name, const json_t *line)
{
	if (json_is_string(line))
		json_object_set(facts, name, (json_t *)line);
}

static void describe_side(const judge *j, const json_t *title, const char *name,
			  const char *kind_name, json_t *facts, nlog_str *summary)
{
	nlog_slice phrase = {NULL, 0}, line = nlog_json_slice(title);
	const nlog_kind *kind = nlog_declared_kind(j->step->reg, line, &phrase);
	if (kind)
		json_object_set_new(facts, kind_name, json_string(kind->name));
	set_line(facts, name, title);
	nlog_amend_add_cut(summary, kind && phrase.len ? phrase : line, 120);
}

void nlog_describe_converted(const judge *j, const values *v, nlog_amendment *a)
{
	nlog_str summary = NLOG_STR_INIT;
	describe_side(j, v->before, "from", "from_kind", a->facts, &summary);
	nlog_str_add(&summary, summary.len ? ARROW : "converted into ");
	describe_side(j, v->after, "to", "to_kind", a->facts, &summary);
	a->summary = nlog_str_detach(&summary);
}

static bool is_withdrawn_by(const nlog_declared *standing)
{
	return standing && strcmp(standing->rule, "activity.reinstated") != 0;
}

/* "Timing: Postponed until further notice" has no day, but a story. */
static bool timing_says_withdrawn(const nlog_notice *notice)
{
	static const char *const words[] = {"postponed", "Postponed", "POSTPONED",
					    "cancelled", "Cancelled", "CANCELLED",
					    "canceled",  "Canceled",  "CANCELED"};
	nlog_slice printed = nlog_notice_as_printed(notice, NLOG_FIELD_TIMING);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (printed.len && nlog_slice_find(printed, words[i]) >= 0)
			return true;
	return false;
}

bool nlog_amend_was_withdrawn(const judge *j)
{
	if (!j->step->before)
		return false;
	return j->step->was_withdrawn ||
	       is_withdrawn_by(nlog_declarations_standing(j->before_said)) ||
	       (!nlog_amend_has_timing(nlog_amend_value_before(j, NLOG_FIELD_TIMING)) &&
		timing_says_withdrawn(j->step->before));
}

static bool is_timing_withdrawn(const judge *j)
{
	return j->step->before && nlog_amend_differs(j, NLOG_FIELD_TIMING) &&
	       nlog_amend_has_timing(nlog_amend_value_before(j, NLOG_FIELD_TIMING)) &&
	       !nlog_amend_has_timing(nlog_amend_value_after(j, NLOG_FIELD_TIMING));
}

static nlog_field_id field_of_source(const nlog_declared *said)
{
	if (said && strcmp(said->source, "remarks") == 0)
		return NLOG_FIELD_REMARKS;
	if (said && strcmp(said->source, "change_history") == 0)
		return NLOG_FIELD_CHANGE_HISTORY;
	return NLOG_FIELDS;
}

/* These amendments are about the timing; where it stays, about the field that says so. */
static void add_standing(judge *j, const rule *r, bool with_timing,
			 const nlog_declared *said)
{
	nlog_field_id field = with_timing ? NLOG_FIELD_TIMING : field_of_source(said);
	bool differs = field != NLOG_FIELDS && nlog_amend_differs(j, field);
	nlog_amend_add_amendment(j, r, &field, differs ? 1 : 0);
}

void nlog_fire_cancelled(judge *j, const rule *r)
{
	const nlog_declared *said =
		j->step->before ? nlog_amend_find_said(j, r->row.id) : NULL;
	if (said || j->step->is_withdrawal)
		add_standing(j, r, is_timing_withdrawn(j), said);
}

void nlog_fire_postponed(judge *j, const rule *r)
{
	if (!j->step->before)
		return;
	const nlog_declared *said = nlog_amend_find_said(j, r->row.id);
	bool withdrawn =
		is_timing_withdrawn(j) && !nlog_amend_is_explained(j, NLOG_FIELD_TIMING);
	if (said || withdrawn)
		add_standing(j, r, withdrawn, said);
}

static bool is_fired(const judge *j, const char *id)
{
	for (size_t i = 0; i < j->list->count; i++)
		if (strcmp(j->list->items[i].rule->row.id, id) == 0)
			return true;
	return false;
}

/*
 * It comes back when it says so, or when it was withdrawn and now has a day
 * again: another one, or the old one without the words that withdrew it.
 */
void nlog_fire_reinstated(judge *j, const rule *r)
{
	if (!j->step->before || is_fired(j, "activity.cancelled") ||
	    is_fired(j, "activity.postponed"))
		return;
	const nlog_declared *said = nlog_amend_find_said(j, r->row.id);
	bool dated = nlog_amend_has_timing(nlog_amend_value_after(j, NLOG_FIELD_TIMING));
	bool redated = dated && nlog_amend_value_differs(j, NLOG_FIELD_TIMING);
	bool back =
		nlog_amend_was_withdrawn(j) && dated &&
		(redated || !is_withdrawn_by(nlog_declarations_standing(j->after_said)));
	if (said || back)
		add_standing(j, r, redated && nlog_amend_was_withdrawn(j), said);
}

void nlog_describe_standing(const judge *j, const values *v, nlog_amendment *a)
{
	(void)v;
	static const struct {
		const char *id, *word, *joint;
		bool is_new; /* the timing to name is the later one */
	} texts[] = {
		{"activity.cancelled", "cancelled", "; was to be held on ", false},
		{"activity.postponed", "postponed without a new date",
		 "; was to be held on ", false},
		{"activity.reinstated", "reinstated", " for ", true},
	};
	nlog_str summary = NLOG_STR_INIT;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(a->rule->id, texts[i].id) != 0)
			continue;
		const json_t *timing =
			texts[i].is_new || !j->step->before
				? nlog_amend_value_after(j, NLOG_FIELD_TIMING)
				: nlog_amend_value_before(j, NLOG_FIELD_TIMING);
		nlog_str_add(&summary, texts[i].word);
		if (nlog_amend_has_timing(timing)) {
			nlog_str_add(&summary, texts[i].joint);
			nlog_value_add_human(&summary, NLOG_TYPE_PERIODS, timing);
		}
	}
	a->summary = nlog_str_detach(&summary);
}
