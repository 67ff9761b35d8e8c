/* Is a difference only one of form: other spelling, order or words for the same effect? */
#include <string.h>

#include <noticelog/json.h>
#include <noticelog/text.h>

#include "amend.h"

static bool is_nothing(const json_t *value)
{
	return !value || json_is_null(value) ||
	       (json_is_array(value) && json_array_size(value) == 0);
}

/* A text that is no list is a list of itself. */
static size_t count_texts(const json_t *value)
{
	return json_is_string(value) ? 1 : json_array_size(value);
}

static nlog_slice text_at(const json_t *value, size_t index)
{
	return nlog_json_slice(json_is_string(value) ? value
						     : json_array_get(value, index));
}

/* Some of the texts of a value. */
typedef struct {
	const json_t *value;
	size_t first, end;
} texts;

/* Equal texts at both ends say nothing; most often one is left on each side. */
static void leave_equal_out(texts *a, texts *b)
{
	while (a->first < a->end && b->first < b->end &&
	       nlog_slice_equal(text_at(a->value, a->first), text_at(b->value, b->first))) {
		a->first++;
		b->first++;
	}
	while (a->first < a->end && b->first < b->end &&
	       nlog_slice_equal(text_at(a->value, a->end - 1),
				text_at(b->value, b->end - 1))) {
		a->end--;
		b->end--;
	}
}

static void add_letters_of(nlog_str *out, const texts *t)
{
	for (size_t i = t->first; i < t->end; i++)
		nlog_text_add_letters(out, text_at(t->value, i));
}

static bool same_letters(const judge *j, const json_t *before, const json_t *after)
{
	(void)j;
	texts a = {before, 0, count_texts(before)}, b = {after, 0, count_texts(after)};
	leave_equal_out(&a, &b);
	if (a.end - a.first == 1 && b.end - b.first == 1)
		return nlog_text_same_letters(text_at(before, a.first),
					      text_at(after, b.first));
	nlog_str x = NLOG_STR_INIT, y = NLOG_STR_INIT;
	add_letters_of(&x, &a);
	add_letters_of(&y, &b);
	bool same = nlog_slice_equal(nlog_str_slice(&x), nlog_str_slice(&y));
	nlog_str_clear(&x);
	nlog_str_clear(&y);
	return same;
}

/* Adds what stands for a member of a set, so that equal members are equal bytes. */
typedef void add_member(nlog_str *out, const judge *j, nlog_slice name);

static void add_letters(nlog_str *out, const judge *j, nlog_slice name)
{
	(void)j;
	nlog_text_add_letters(out, name);
}

static void add_economy_name(nlog_str *out, const judge *j, nlog_slice name)
{
	nlog_amend_add_economy(out, j->step->reg, name);
}

static json_t *set_of(const judge *j, const json_t *value, add_member *add)
{
	json_t *set = json_object(), *item;
	size_t i;
	json_array_foreach(value, i, item)
	{
		nlog_str key = NLOG_STR_INIT;
		add(&key, j, nlog_json_slice(item));
		json_object_setn_new(set, nlog_str_text(&key), key.len, json_true());
		nlog_str_clear(&key);
	}
	return set;
}

static bool same_set(const judge *j, const json_t *before, const json_t *after,
		     add_member *add)
{
	json_t *a = set_of(j, before, add), *b = set_of(j, after, add);
	bool same = json_equal(a, b);
	json_decref(a);
	json_decref(b);
	return same;
}

static bool same_names(const judge *j, const json_t *before, const json_t *after)
{
	if (json_array_size(before) == 1 && json_array_size(after) == 1)
		return same_letters(j, before, after);
	return same_set(j, before, after, add_letters);
}

static bool same_economies(const judge *j, const json_t *before, const json_t *after)
{
	return same_set(j, before, after, add_economy_name);
}

static bool same_seats(const judge *j, const json_t *before, const json_t *after)
{
	(void)j;
	return nlog_value_seats(before, NULL) == nlog_value_seats(after, NULL);
}

static bool same_term(const judge *j, const json_t *before, const json_t *after)
{
	const nlog_register *reg = j->step->reg;
	const char *a = nlog_register_find_modality(reg, nlog_json_slice(before));
	const char *b = nlog_register_find_modality(reg, nlog_json_slice(after));
	return a && b ? strcmp(a, b) == 0 : same_letters(j, before, after);
}

/* Rows are in order; a cell may be spelled otherwise. */
static bool same_history(const judge *j, const json_t *before, const json_t *after)
{
	(void)j;
	static const char *const cells[] = {"issued", "clause", "modification"};
	if (json_array_size(before) != json_array_size(after))
		return false;
	for (size_t i = 0; i < json_array_size(before); i++) {
		const json_t *a = json_array_get(before, i), *b = json_array_get(after, i);
		if (!json_equal(json_object_get(a, "revision"),
				json_object_get(b, "revision")))
			return false;
		for (size_t c = 0; c < sizeof(cells) / sizeof(cells[0]); c++)
			if (!nlog_text_same_letters(
				    nlog_json_slice(json_object_get(a, cells[c])),
				    nlog_json_slice(json_object_get(b, cells[c]))))
				return false;
	}
	return true;
}

/* How two values of a type can be the same; NULL: only when they are equal. */
static bool (*const same_value[NLOG_TYPES])(const judge *, const json_t *,
					    const json_t *) = {
	[NLOG_TYPE_LINE] = same_letters,  [NLOG_TYPE_ECONOMIES] = same_economies,
	[NLOG_TYPE_NAMES] = same_names,   [NLOG_TYPE_TERM] = same_term,
	[NLOG_TYPE_SEATS] = same_seats,   [NLOG_TYPE_TEXT] = same_letters,
	[NLOG_TYPE_ITEMS] = same_names,   [NLOG_TYPE_HISTORY] = same_history,
	[NLOG_TYPE_TEXTS] = same_letters,
};

static bool is_same_value(const judge *j, const difference *d)
{
	if (!d->change)
		return true;
	const json_t *before = d->change->before, *after = d->change->after;
	bool no_before = is_nothing(before), no_after = is_nothing(after);
	if (no_before && no_after)
		return true;
	nlog_type_id type = nlog_field_of(d->field)->type;
	/* No seats and 0 seats are the same; else something came or went. */
	if ((no_before || no_after) && type != NLOG_TYPE_SEATS)
		return false;
	return same_value[type] && same_value[type](j, before, after);
}

void nlog_amend_add_printed(nlog_str *out, const nlog_notice *notice, nlog_field_id field)
{
	nlog_slice printed = nlog_notice_as_printed(notice, field);
	const json_t *value = nlog_notice_get(notice, field);
	if (printed.len)
		nlog_str_add_slice(out, printed);
	else if (!is_nothing(value))
		nlog_value_add_human(out, nlog_field_of(field)->type, value);
}

/* Words that one side alone has may only repeat the value of the other. */
static bool is_same_print(const judge *j, nlog_field_id field)
{
	nlog_str before = NLOG_STR_INIT, after = NLOG_STR_INIT;
	nlog_amend_add_printed(&before, j->step->before, field);
	nlog_amend_add_printed(&after, j->step->after, field);
	bool same = nlog_text_same_letters(nlog_str_slice(&before), nlog_str_slice(&after));
	nlog_str_clear(&before);
	nlog_str_clear(&after);
	return same;
}

/* Who may take part is one effect of two fields, judged by the roster. */
static bool same_eligibility(const judge *j)
{
	const json_t *sets = nlog_amend_eligible_difference((judge *)j);
	return json_array_size(json_object_get(sets, "added")) == 0 &&
	       json_array_size(json_object_get(sets, "removed")) == 0;
}

bool nlog_amend_is_same_effect(const judge *j, const difference *d)
{
	nlog_type_id type = nlog_field_of(d->field)->type;
	bool is_eligibility = d->field == NLOG_FIELD_PARTICIPATING_COUNTRIES ||
			      d->field == NLOG_FIELD_EXCLUDED_COUNTRIES;
	if (is_eligibility && d->change ? !same_eligibility(j) && !is_same_value(j, d)
					: !is_same_value(j, d))
		return false;
	/* Equal numbers are the same whatever the words. */
	return !d->printed || type == NLOG_TYPE_SEATS || is_same_print(j, d->field);
}

static json_t *letters_of(const json_t *value)
{
	nlog_str letters = NLOG_STR_INIT;
	add_letters_of(&letters, &(texts){value, 0, count_texts(value)});
	json_t *text = json_stringn(nlog_str_text(&letters), letters.len);
	nlog_str_clear(&letters);
	return text;
}

static void label_key(nlog_str *out, const difference *d)
{
	nlog_text_add_letters(out, nlog_slice_of(d->key));
}

/* "Financial Arrangements" → "FINANCIAL ARRANGEMENTS" is one label, gone and come. */
void nlog_amend_pair_labels(judge *j)
{
	json_t *gone = json_object();
	for (size_t i = 0; i < j->other_count; i++) {
		difference *d = &j->others[i];
		if (d->change->kind != NLOG_REMOVED)
			continue;
		nlog_str key = NLOG_STR_INIT;
		label_key(&key, d);
		json_object_setn_new(gone, nlog_str_text(&key), key.len,
				     json_integer((json_int_t)i));
		nlog_str_clear(&key);
	}
	for (size_t i = 0; i < j->other_count; i++) {
		difference *d = &j->others[i];
		if (d->change->kind != NLOG_ADDED)
			continue;
		nlog_str key = NLOG_STR_INIT;
		label_key(&key, d);
		const json_t *at = json_object_getn(gone, nlog_str_text(&key), key.len);
		if (at) {
			difference *old = &j->others[json_integer_value(at)];
			json_t *a = letters_of(old->change->before);
			json_t *b = letters_of(d->change->after);
			if (json_equal(a, b) && !old->is_editorial)
				old->is_editorial = d->is_editorial = true;
			json_decref(a);
			json_decref(b);
		}
		nlog_str_clear(&key);
	}
	json_decref(gone);
}

void nlog_fire_editorial(judge *j, const rule *r)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
		const difference *d = &j->fields[id];
		if ((d->change || d->printed) && d->is_editorial)
			nlog_amend_add_for_field(j, r, id);
	}
	for (size_t i = 0; i < j->other_count; i++)
		if (j->others[i].is_editorial)
			nlog_amend_add_for_key(j, r, &j->others[i]);
}

void nlog_describe_editorial(const judge *j, const values *v, nlog_amendment *a)
{
	(void)j;
	nlog_str out = NLOG_STR_INIT;
	if (a->key)
		nlog_amend_add_cut(&out, nlog_slice_of(a->key), 80);
	else
		nlog_str_add(&out, nlog_field_of(v->field)->noun);
	const nlog_change *change = v->difference ? v->difference->change : NULL;
	bool is_form = change && is_nothing(change->before) && is_nothing(change->after);
	nlog_str_add(&out, is_form ? ": not applicable and left out mean the same"
				   : ": spelling, punctuation, order or wording only");
	a->summary = nlog_str_detach(&out);
}
