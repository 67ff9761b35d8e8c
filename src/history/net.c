/* The net effect of a range of revisions. */
#include <noticelog/net.h>

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/* Everything that was amended on the way, found again by field and key. */
typedef struct {
	nlog_restored *items;
	size_t count, capacity;
	json_t *index;
} amended;

static nlog_restored *amended_for(amended *all, const nlog_change *change)
{
	nlog_str name = NLOG_STR_INIT;
	const json_t *known;
	size_t at = all->count;

	nlog_str_addf(&name, "%s/%s", nlog_field_of(change->field)->name,
		      change->key ? change->key : "");
	known = json_object_get(all->index, nlog_str_text(&name));
	if (known) {
		at = (size_t)json_integer_value(known);
	} else {
		NLOG_GROW(all->items, all->count, all->capacity);
		all->items[all->count++] = (nlog_restored){.field = change->field,
							   .key = nlog_strdup(change->key)};
		json_object_set_new(all->index, nlog_str_text(&name),
				    json_integer((json_int_t)at));
	}
	nlog_str_clear(&name);
	return &all->items[at];
}

/* Note what a step amends; the notices alone tell, so no amendments are derived. */
static int note_step(amended *all, const nlog_history *history,
		     const nlog_history_step *step, nlog_error *err)
{
	nlog_notice *before = NULL, *after = NULL;
	nlog_diff *diff = NULL;
	int rc = nlog_history_notice(history, step->before, &before, NULL, err);

	if (!rc)
		rc = nlog_history_notice(history, step->after, &after, NULL, err);
	if (!rc)
		nlog_diff_notices(&diff, before, after);
	for (size_t i = 0; !rc && i < nlog_diff_count(diff); i++) {
		nlog_restored *item = amended_for(all, nlog_diff_get(diff, i));

		NLOG_GROW(item->steps, item->step_count, item->step_capacity);
		item->steps[item->step_count++] = step->after;
	}
	if (!rc)
		nlog_diff_free(diff);
	nlog_notice_free(before);
	nlog_notice_free(after);
	return rc;
}

static void clear_restored(nlog_restored *item)
{
	nlog_free(item->key);
	nlog_free(item->steps);
}

static bool still_differs(const nlog_diff *diff, const nlog_restored *item)
{
	size_t at = nlog_diff_first(diff, item->field, item->key);
	const nlog_change *change =
		at < nlog_diff_count(diff) ? nlog_diff_get(diff, at) : NULL;

	return change && change->field == item->field &&
	       (!change->key || strcmp(change->key, item->key) == 0);
}

static int by_field(const void *a, const void *b)
{
	const nlog_restored *p = a, *q = b;

	if (p->field != q->field)
		return p->field < q->field ? -1 : 1;
	return p->key && q->key ? strcmp(p->key, q->key) : 0;
}

/* What differs in the end is no restoration. */
static void keep_restored(nlog_net *net, amended *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++) {
		nlog_restored *item = &all->items[i];

		if (still_differs(net->comparison.diff, item)) {
			clear_restored(item);
			continue;
		}
		item->value = nlog_notice_get(net->comparison.after, item->field);
		if (item->key)
			item->value = json_object_get(item->value, item->key);
		all->items[kept++] = *item;
	}
	if (kept)
		qsort(all->items, kept, sizeof(*all->items), by_field);
	net->restored = all->items;
	net->restored_count = kept;
}

int nlog_net_load(nlog_net *out, const nlog_history *history,
		  const nlog_history_step *steps, size_t count, nlog_error *err)
{
	const nlog_revision *last = steps[count - 1].after;
	bool is_new = !steps[0].before;
	const nlog_revision *first = is_new ? steps[0].after : steps[0].before;
	nlog_net net = {
		.dossier = steps[0].dossier,
		.is_new = is_new,
		.steps = steps + is_new,
		.step_count = count - is_new,
	};
	amended all = {.index = json_object()};
	int rc = nlog_history_compare_ends(history, net.dossier,
					   first == last ? NULL : first, last,
					   &net.comparison, err);

	for (size_t i = 0; !rc && i < net.step_count; i++)
		rc = note_step(&all, history, &net.steps[i], err);
	json_decref(all.index);
	if (!rc && net.comparison.diff) {
		keep_restored(&net, &all);
	} else {
		for (size_t i = 0; i < all.count; i++)
			clear_restored(&all.items[i]);
		nlog_free(all.items);
	}
	*out = (nlog_net){.steps = NULL};
	if (rc)
		nlog_comparison_clear(&net.comparison);
	else
		*out = net;
	return rc;
}

int nlog_net_each(const nlog_changelog *changelog, const nlog_filter *filter,
		  int (*each)(const nlog_net *net, void *data), void *data, nlog_error *err)
{
	const nlog_steps *steps = changelog->steps;
	size_t start = 0, end;
	int rc = 0;

	for (; !rc && start < steps->count; start = end) {
		nlog_net net;

		for (end = start + 1; end < steps->count; end++)
			if (steps->items[end].dossier != steps->items[start].dossier)
				break;
		rc = nlog_net_load(&net, changelog->history, &steps->items[start],
				   end - start, err);
		if (!rc && nlog_filter_takes(filter, &net.comparison))
			rc = each(&net, data);
		nlog_net_clear(&net);
	}
	return rc;
}

static json_t *numbers_of(const nlog_revision *const *revisions, size_t count)
{
	json_t *numbers = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(numbers, json_integer(revisions[i]->number));
	return numbers;
}

static json_t *restored_to_json(const nlog_restored *item)
{
	json_t *object = json_object();

	json_object_set_new(object, "field", json_string(nlog_field_of(item->field)->name));
	if (item->key)
		json_object_set_new(object, "key", json_string(item->key));
	if (item->value)
		json_object_set(object, "value", (json_t *)item->value);
	json_object_set_new(object, "steps", numbers_of(item->steps, item->step_count));
	return object;
}

static int append_net(const nlog_net *net, void *data)
{
	json_t *object = nlog_comparison_to_json(&net->comparison);
	json_t *steps = json_array(), *restored = json_array();

	json_object_del(object, "format");
	json_object_del(object, "findings");
	json_object_set(object, "title",
			(json_t *)nlog_notice_get(net->comparison.after, NLOG_FIELD_TITLE));
	json_object_set_new(object, "is_new", json_boolean(net->is_new));
	for (size_t i = 0; i < net->step_count; i++)
		json_array_append_new(steps, json_integer(net->steps[i].after->number));
	for (size_t i = 0; i < net->restored_count; i++)
		json_array_append_new(restored, restored_to_json(&net->restored[i]));
	json_object_set_new(object, "steps", steps);
	json_object_set_new(object, "restored", restored);
	json_array_append_new(data, object);
	return 0;
}

int nlog_net_to_json(const nlog_changelog *changelog, const nlog_filter *filter,
		     json_t **out, nlog_error *err)
{
	nlog_str checkpoint = NLOG_STR_INIT;
	json_t *notices = json_array();
	int rc = nlog_net_each(changelog, filter, append_net, notices, err);

	nlog_history_add_checkpoint(&checkpoint, changelog->history);
	if (!rc)
		*out = json_pack("{s:s, s:s, s:O}", "format", "noticelog-net/1",
				 "checkpoint", nlog_str_text(&checkpoint), "notices",
				 notices);
	json_decref(notices);
	nlog_str_clear(&checkpoint);
	return rc;
}

void nlog_net_clear(nlog_net *net)
{
	for (size_t i = 0; i < net->restored_count; i++)
		clear_restored(&net->restored[i]);
	nlog_free(net->restored);
	nlog_comparison_clear(&net->comparison);
	*net = (nlog_net){.steps = NULL};
}
