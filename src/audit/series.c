/* Series over all notices: what stands out of order, twice, or is missing. */
#include "series.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

/* More missing members than this are a gap in the register, not a slip. */
#define MISSING_MAX 3

typedef struct {
	series_report *report;
	void *data;
} reporter;

static void say(const reporter *to, const series_item *item, nlog_finding_id id,
		const char *format, ...) __attribute__((format(printf, 4, 5)));

static void say(const reporter *to, const series_item *item, nlog_finding_id id,
		const char *format, ...)
{
	nlog_str text = NLOG_STR_INIT;
	va_list args;

	va_start(args, format);
	nlog_str_addv(&text, format, args);
	va_end(args);
	to->report(item, id, nlog_str_text(&text), to->data);
	nlog_str_clear(&text);
}

static int compare(long long a, long long b)
{
	return (a > b) - (a < b);
}

/* Where two members are equal, their place in the register decides. */
static int by_place(const series_item *p, const series_item *q)
{
	int order = strcmp(p->dossier->key, q->dossier->key);

	return order ? order : compare(p->revision->number, q->revision->number);
}

/* Many have the same text: that of reference numbers, and of a notice's code. */
static int by_series(const series_item *p, const series_item *q)
{
	return p->series == q->series ? 0 : strcmp(p->series, q->series);
}

static int by_day(const void *a, const void *b)
{
	const series_item *p = a, *q = b;
	int order = by_series(p, q);

	if (!order)
		order = compare(p->day.day, q->day.day);
	if (!order)
		order = compare(p->number, q->number);
	return order ? order : by_place(p, q);
}

static int by_number(const void *a, const void *b)
{
	const series_item *p = a, *q = b;
	int order = by_series(p, q);

	if (!order)
		order = compare(p->number, q->number);
	if (!order)
		order = compare(p->day.day, q->day.day);
	return order ? order : by_place(p, q);
}

static void sort(series_list *list, int (*order)(const void *, const void *))
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), order);
}

/* One series of a sorted list: items[first] … items[end - 1]. */
static size_t end_of_series(const series_list *list, size_t first)
{
	size_t end = first;

	while (end < list->count &&
	       strcmp(list->items[end].series, list->items[first].series) == 0)
		end++;
	return end;
}

/* Day of another member, for a text. */
typedef struct {
	char text[32];
} day_text;

static day_text shown_day(nlog_date day)
{
	nlog_str text = NLOG_STR_INIT;
	day_text out = {""};

	nlog_date_add_human(&text, day);
	if (text.len < sizeof(out.text))
		memcpy(out.text, nlog_str_text(&text), text.len + 1);
	nlog_str_clear(&text);
	return out;
}

/* ---- rising numbers */

/*
 * Mark the longest part of a series whose numbers rise with the days (patience
 * sorting, n log n): what is not in it are the fewest that stand out of order.
 * It goes from the last to the first, so that of two that contradict each other
 * the later one is out of order.
 */
static void mark_rising(const series_item *items, size_t count, bool *is_rising)
{
	size_t *piles = nlog_alloc_array(count + 1, sizeof(*piles));
	size_t *next = nlog_alloc_array(count + 1, sizeof(*next));
	size_t length = 0, at;

	for (size_t i = count; i-- > 0;) {
		size_t low = 0, high = length;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (items[piles[middle]].number >= items[i].number)
				low = middle + 1;
			else
				high = middle;
		}
		next[i] = low ? piles[low - 1] : count;
		piles[low] = i;
		if (low == length)
			length++;
	}
	for (at = length ? piles[length - 1] : count; at < count; at = next[at])
		is_rising[at] = true;
	nlog_free(piles);
	nlog_free(next);
}

/* The member in order that one out of order contradicts: the nearest on the wrong side. */
static const series_item *contradicted(const series_item *items, size_t count,
				       const bool *is_rising, size_t index)
{
	for (size_t i = index; i-- > 0;)
		if (is_rising[i]) {
			if (items[i].number > items[index].number)
				return &items[i];
			break;
		}
	for (size_t i = index + 1; i < count; i++)
		if (is_rising[i])
			return &items[i];
	return NULL;
}

static void check_rising(const series_item *items, size_t count, nlog_finding_id id,
			 const char *what, const char *verb, const reporter *to)
{
	bool *is_rising = nlog_alloc_array(count, sizeof(*is_rising));

	mark_rising(items, count, is_rising);
	for (size_t i = 0; i < count; i++) {
		const series_item *item = &items[i];
		const series_item *other =
			is_rising[i] ? NULL : contradicted(items, count, is_rising, i);

		if (other)
			say(to, item, id, "%s %s, %s %s, is %s than %s, %s %s (%s r%u)",
			    what, item->shown, verb, shown_day(item->day).text,
			    item->number < other->number ? "lower" : "higher", other->shown,
			    verb, shown_day(other->day).text, other->dossier->key,
			    other->revision->number);
	}
	nlog_free(is_rising);
}

/* ---- references */

/* A notice that keeps its number through its revisions has it once: the first time. */
static void drop_repeated(series_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		series_item *item = &list->items[i],
			    *last = kept ? &list->items[kept - 1] : NULL;

		if (last && last->dossier == item->dossier && last->number == item->number)
			continue;
		list->items[kept++] = *item;
	}
	list->count = kept;
}

/* By number, and of one number by notice, so that the repeated stand together. */
static int by_number_and_place(const void *a, const void *b)
{
	const series_item *p = a, *q = b;
	int order = by_series(p, q);

	if (!order)
		order = compare(p->number, q->number);
	if (!order)
		order = strcmp(p->dossier->key, q->dossier->key);
	if (!order)
		order = compare(p->day.day, q->day.day);
	return order ? order : by_place(p, q);
}

static void check_references(series_list *list, const reporter *to)
{
	sort(list, by_number_and_place);
	drop_repeated(list);
	sort(list, by_number);
	for (size_t i = 1; i < list->count; i++) {
		const series_item *item = &list->items[i], *other = item - 1;

		if (item->number == other->number)
			say(to, item, NLOG_F_SERIES_REFERENCE_TWICE,
			    "reference number %s, issued %s, is also that of %s r%u, "
			    "issued %s",
			    item->shown, shown_day(item->day).text, other->dossier->key,
			    other->revision->number, shown_day(other->day).text);
	}
	sort(list, by_day);
	if (list->count)
		check_rising(list->items, list->count, NLOG_F_SERIES_REFERENCE_ORDER,
			     "reference number", "issued", to);
}

/* ---- codes */

static int by_notice(const void *a, const void *b)
{
	const series_item *p = a, *q = b;
	int order = by_series(p, q);

	return order ? order : by_place(p, q);
}

/* Each notice that has a code of another one is told once, with the first that has it. */
static void check_codes(series_list *list, const reporter *to)
{
	size_t end;

	sort(list, by_notice);
	for (size_t first = 0; first < list->count; first = end) {
		end = end_of_series(list, first);
		for (size_t i = first + 1; i < end; i++) {
			const series_item *item = &list->items[i];
			const series_item *other = &list->items[first];

			if (item->dossier == list->items[i - 1].dossier)
				continue;
			say(to, item, NLOG_F_SERIES_CODE_TWICE,
			    "the project code %s is also that of %s r%u", item->shown,
			    other->dossier->key, other->revision->number);
		}
	}
}

/* ---- letters */

/* The same letter is often named again: in each field that it changed, by each revision. */
static void drop_same_letters(series_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		series_item *item = &list->items[i],
			    *last = kept ? &list->items[kept - 1] : NULL;

		if (last && strcmp(last->series, item->series) == 0 &&
		    last->number == item->number && last->day.day == item->day.day)
			continue;
		list->items[kept++] = *item;
	}
	list->count = kept;
}

static void check_letters(series_list *list, const reporter *to)
{
	size_t end;

	sort(list, by_number);
	drop_same_letters(list);
	for (size_t i = 1; i < list->count; i++) {
		const series_item *item = &list->items[i], *other = item - 1;

		if (by_series(item, other) == 0 && item->number == other->number)
			say(to, item, NLOG_F_SERIES_LETTER_TWICE,
			    "the letter %s of %s is dated %s by %s r%u", item->shown,
			    shown_day(item->day).text, shown_day(other->day).text,
			    other->dossier->key, other->revision->number);
	}
	sort(list, by_day);
	for (size_t first = 0; first < list->count; first = end) {
		end = end_of_series(list, first);
		check_rising(list->items + first, end - first, NLOG_F_SERIES_LETTER_ORDER,
			     "the letter", "of", to);
	}
}

/* ---- ordinals */

static void say_missing(const series_item *before, const series_item *item,
			const reporter *to)
{
	unsigned from = before->number + 1, until = item->number - 1;

	if (from > until || until - from >= MISSING_MAX)
		return;
	if (from == until)
		say(to, item, NLOG_F_SERIES_ORDINAL_MISSING,
		    "here is the %s; no notice is of the %u%s, one of the %u%s is %s",
		    item->shown, from, series_suffix(from), before->number,
		    series_suffix(before->number), before->dossier->key);
	else
		say(to, item, NLOG_F_SERIES_ORDINAL_MISSING,
		    "here is the %s; no notice is of the %u%s to %u%s, one of the %u%s "
		    "is %s",
		    item->shown, from, series_suffix(from), until, series_suffix(until),
		    before->number, series_suffix(before->number), before->dossier->key);
}

/* Running text may speak of another meeting than its own: it is compared with no other. */
static void check_ordinals(series_list *list, const reporter *to)
{
	sort(list, by_number);
	for (size_t i = 1; i < list->count; i++) {
		const series_item *item = &list->items[i], *other = item - 1;

		if (by_series(item, other) != 0)
			continue;
		if (item->number != other->number)
			say_missing(other, item, to);
		else if (!item->is_hint && !other->is_hint)
			say(to, item, NLOG_F_SERIES_ORDINAL_TWICE,
			    "here is the %s, and in %s as well", item->shown,
			    other->dossier->key);
	}
}

void audit_series_check(audit_series *series, series_report *report, void *data)
{
	reporter to = {report, data};

	check_references(&series->references, &to);
	check_ordinals(&series->ordinals, &to);
	check_codes(&series->codes, &to);
	check_letters(&series->letters, &to);
}
