/* A summary as JSON. */
#include "summary.h"

static json_t *days_to_json(const nlog_summary_days *days)
{
	json_t *object = json_object();

	if (days->has_closing) {
		json_object_set_new(object, "date", nlog_json_from_date(days->closing));
		json_object_set_new(object, "days_left", json_integer(days->days_left));
	}
	if (days->has_closing_before) {
		json_object_set_new(object, "date_told",
				    nlog_json_from_date(days->closing_before));
		json_object_set_new(object, "days_left_before",
				    json_integer(days->days_left_before));
	}
	json_object_set_new(object, "had_passed", json_boolean(days->had_passed));
	json_object_set_new(object, "after_start",
			    json_boolean(days->starts_before_closing));
	return object;
}

static json_t *actions_to_json(const nlog_summary_item *item, const nlog_register *reg)
{
	json_t *actions = json_array();

	for (size_t i = 0; i < item->action_count; i++) {
		const nlog_summary_action *action = &item->actions[i];
		nlog_str text = NLOG_STR_INIT;
		json_t *object = json_object();

		nlog_message_add_plain(&text, reg, action->message);
		json_object_set_new(object, "id",
				    json_string(nlog_message_of(action->message)->id));
		json_object_set_new(object, "text", json_string(nlog_str_text(&text)));
		if (action->has_due)
			json_object_set_new(object, "due",
					    nlog_json_from_date(action->due));
		json_array_append_new(actions, object);
		nlog_str_clear(&text);
	}
	return actions;
}

/* The steps between what was told and what is in force. */
static json_t *steps_to_json(const nlog_summary_effect *effect)
{
	json_t *steps = json_array();

	for (size_t i = 0; i < effect->way_count; i++) {
		const nlog_revision *revision = effect->way[i].after;
		const nlog_amendments *list = effect->steps[i].amendments;
		json_t *object = json_object(), *rules = json_array();

		json_object_set_new(object, "revision", json_integer(revision->number));
		json_object_set_new(object, "kind", json_string(revision->entry->kind));
		json_object_set_new(object, "issued",
				    nlog_json_from_date(revision->issued));
		for (size_t a = 0; a < nlog_amendments_count(list); a++)
			json_array_append_new(
				rules, json_string(nlog_amendments_get(list, a)->rule->id));
		json_object_set_new(object, "amendments", rules);
		json_array_append_new(steps, object);
	}
	return steps;
}

static json_t *restored_to_json(const nlog_net *net)
{
	json_t *list = json_array();

	for (size_t i = 0; i < net->restored_count; i++) {
		const nlog_restored *restored = &net->restored[i];
		json_t *object = json_object(), *steps = json_array();

		json_object_set_new(object, "field",
				    json_string(nlog_field_of(restored->field)->name));
		if (restored->key)
			json_object_set_new(object, "key", json_string(restored->key));
		if (restored->value)
			json_object_set(object, "value", (json_t *)restored->value);
		for (size_t s = 0; s < restored->step_count; s++)
			json_array_append_new(steps,
					      json_integer(restored->steps[s]->number));
		json_object_set_new(object, "steps", steps);
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *taken_back_to_json(const nlog_summary_item *item)
{
	json_t *list = json_array();

	for (size_t i = 0; i < item->taken_back_count; i++) {
		const nlog_summary_taken_back *back = &item->taken_back[i];
		json_t *object = json_object();

		json_object_set_new(object, "field",
				    json_string(nlog_field_of(back->field)->name));
		if (back->key)
			json_object_set_new(object, "key", json_string(back->key));
		json_object_set_new(object, "disregard", nlog_json_from_date(back->told));
		json_array_append_new(list, object);
	}
	return list;
}

/* The net effect asks no step whether it was announced: each brings its evidence. */
static void set_evidence(json_t *amendments, const nlog_summary_effect *effect)
{
	const nlog_amendments *list = effect->net.comparison.amendments;

	for (size_t i = 0; effect->told && i < nlog_amendments_count(list); i++) {
		const nlog_revision *revision;
		const nlog_amendment *said = nlog_summary_evidence(
			effect, nlog_amendments_get(list, i), &revision);

		if (said)
			json_object_set(json_array_get(amendments, i), "evidence",
					said->evidence);
	}
}

static json_t *item_to_json(const nlog_summary_item *item, const nlog_register *reg)
{
	const nlog_summary_effect *effect = item->effect;
	json_t *object = nlog_comparison_to_json(&effect->net.comparison);

	json_object_del(object, "format");
	json_object_del(object, "findings");
	set_evidence(json_object_get(object, "amendments"), effect);
	json_object_set(object, "title",
			(json_t *)nlog_notice_get(item->notice, NLOG_FIELD_TITLE));
	json_object_set_new(object, "part",
			    json_string(nlog_summary_part_name(item->part)));
	json_object_set_new(object, "role",
			    json_string(nlog_country_role_name(item->role)));
	json_object_set_new(object, "role_before",
			    json_string(nlog_country_role_name(item->role_before)));
	json_object_set_new(object, "severity",
			    json_string(nlog_severity_name(item->severity)));
	json_object_set_new(object, "status", json_string(nlog_status_name(item->status)));
	json_object_set_new(object, "text", json_string(item->text));
	json_object_set_new(object, "actions", actions_to_json(item, reg));
	json_object_set_new(object, "closing", days_to_json(&item->days));
	if (item->days.has_start)
		json_object_set_new(object, "start", nlog_json_from_date(item->days.start));
	json_object_set_new(object, "is_over", json_boolean(item->days.is_over));
	json_object_set_new(object, "is_corrected",
			    json_boolean(effect->told && effect->is_corrected));
	json_object_set_new(object, "steps", steps_to_json(effect));
	json_object_set_new(object, "restored", restored_to_json(&effect->net));
	json_object_set_new(object, "taken_back", taken_back_to_json(item));
	return object;
}

json_t *nlog_summary_to_json(const nlog_summaries *summaries, const nlog_summary *summary)
{
	const nlog_history *history = nlog_summaries_history(summaries);
	json_t *object = json_object(), *items = json_array(), *counts = json_object();
	nlog_str checkpoint = NLOG_STR_INIT;

	for (size_t i = 0; i < summary->count; i++)
		json_array_append_new(items, item_to_json(&summary->items[i],
							  nlog_history_register(history)));
	json_object_set_new(counts, "to_do",
			    json_integer((json_int_t)summary->counts[NLOG_SUMMARY_TO_DO]));
	json_object_set_new(
		counts, "good_to_know",
		json_integer((json_int_t)summary->counts[NLOG_SUMMARY_GOOD_TO_KNOW]));
	json_object_set_new(
		counts, "no_longer_yours",
		json_integer((json_int_t)summary->counts[NLOG_SUMMARY_NO_LONGER_YOURS]));
	json_object_set_new(object, "format", json_string("noticelog-summary/1"));
	json_object_set_new(object, "country",
			    json_pack("{s:s, s:s}", "name", summary->country->name, "iso",
				      summary->country->iso));
	json_object_set_new(object, "on",
			    nlog_json_from_date(nlog_summaries_day(summaries)));
	if (!summary->is_first)
		json_object_set_new(object, "since", nlog_json_from_date(summary->since));
	if (summary->since_entry)
		json_object_set_new(object, "since_head",
				    json_string(summary->since_entry->commit));
	nlog_history_add_checkpoint(&checkpoint, history);
	json_object_set_new(object, "checkpoint", json_string(nlog_str_text(&checkpoint)));
	json_object_set_new(object, "counts", counts);
	json_object_set_new(object, "notices", items);
	nlog_str_clear(&checkpoint);
	return object;
}
