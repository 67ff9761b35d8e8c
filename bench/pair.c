/* How fast are two revisions compared in memory, beside jansson reading both and comparing them? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <noticelog/alloc.h>
#include <noticelog/diff.h>
#include <noticelog/history.h>

#define RUNS 5

/* A step: the bytes of both sides. */
typedef struct {
	nlog_str before_text, after_text;
} pair;

typedef struct {
	pair *items;
	size_t count, capacity;
} pair_list;

static double seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int add_pair(pair_list *list, const nlog_history *history,
		    const nlog_revision *before, const nlog_revision *after,
		    nlog_error *err)
{
	const nlog_store *store = nlog_history_store(history);
	pair *p;
	int rc;

	NLOG_GROW(list->items, list->count, list->capacity);
	p = &list->items[list->count++];
	*p = (pair){NLOG_STR_INIT, NLOG_STR_INIT};
	rc = nlog_store_read_blob(store, before->entry->blob, &p->before_text, err);
	if (!rc)
		rc = nlog_store_read_blob(store, after->entry->blob, &p->after_text, err);
	return rc;
}

static int load(pair_list *list, const nlog_history *history, nlog_error *err)
{
	int rc = 0;

	for (size_t d = 0; !rc && d < nlog_history_count(history); d++) {
		const nlog_dossier *dossier = nlog_history_get(history, d);

		for (size_t i = 1; !rc && i < dossier->official_count; i++)
			rc = add_pair(list, history, dossier->official[i - 1],
				      dossier->official[i], err);
	}
	return rc;
}

/*
 * What each way of comparing is given and gives. The peers read both sides; so
 * do we where that is said, though in a history the older side was read, and
 * found canonical, as the newer one of the step before.
 */
typedef struct {
	const pair *texts;
	nlog_notice *before; /* read before the clock starts; NULL: to be read */
	bool wants_details;
} task;

static size_t count_changes(const nlog_diff *diff, bool wants_details)
{
	for (size_t i = 0; wants_details && i < nlog_diff_count(diff); i++)
		(void)nlog_change_detail(nlog_diff_get(diff, i));
	return nlog_diff_count(diff);
}

static nlog_notice *read_side(const nlog_str *text, const nlog_notice *known)
{
	nlog_notice *notice = NULL;

	if (nlog_notice_read_beside(&notice, NULL, nlog_str_slice(text), NLOG_READ_HISTORY,
				    known, NULL, NULL))
		abort();
	return notice;
}

/* The members that differ, with both values. */
static size_t compare_as_we_do(const task *t)
{
	nlog_notice *read = t->before ? NULL : read_side(&t->texts->before_text, NULL);
	const nlog_notice *before = read ? read : t->before;
	nlog_notice *after = read_side(&t->texts->after_text, before);
	nlog_diff *diff = NULL;
	size_t count;

	nlog_diff_notices(&diff, before, after);
	count = count_changes(diff, t->wants_details);
	nlog_diff_free(diff);
	nlog_notice_free(after);
	nlog_notice_free(read);
	return count;
}

/* The same by values of all members. */
static size_t compare_by_jansson(const task *t)
{
	const pair *p = t->texts;
	json_t *old_side = json_loadb(p->before_text.data, p->before_text.len, 0, NULL);
	json_t *after = json_loadb(p->after_text.data, p->after_text.len, 0, NULL);
	size_t count = 0;
	const char *key;
	json_t *value;

	json_object_foreach(after, key, value)
	{
		json_t *old = json_object_get(old_side, key);

		count += !old || !json_equal(old, value);
	}
	json_object_foreach(old_side, key, value) count += !json_object_get(after, key);
	json_decref(old_side);
	json_decref(after);
	return count;
}

/* One way of comparing, and what it took. */
typedef struct {
	const char *name;
	size_t (*compare)(const task *t);
	bool reads_older, wants_details;
	const char *gives;
	double seconds[RUNS];
	size_t changes;
} way;

static void run(way *w, int number, const pair_list *list)
{
	double sum = 0;

	w->changes = 0;
	for (size_t i = 0; i < list->count; i++) {
		const pair *p = &list->items[i];
		task t = {.texts = p, .wants_details = w->wants_details};
		double start;

		if (!w->reads_older)
			t.before = read_side(&p->before_text, NULL);
		start = seconds();
		w->changes += w->compare(&t);
		sum += seconds() - start;
		nlog_notice_free(t.before);
	}
	w->seconds[number] = sum;
}

/* One line a pair, an array of the older and the newer side, for yardsticks in other languages. */
static int write_pairs(const pair_list *list, const char *name)
{
	FILE *file = fopen(name, "w");

	for (size_t i = 0; file && i < list->count; i++) {
		json_t *both =
			json_pack("[o,o]",
				  json_loadb(list->items[i].before_text.data,
					     list->items[i].before_text.len, 0, NULL),
				  json_loadb(list->items[i].after_text.data,
					     list->items[i].after_text.len, 0, NULL));

		(void)json_dumpf(both, file, JSON_COMPACT);
		(void)fputc('\n', file);
		json_decref(both);
	}
	return file ? fclose(file) : -1;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_history *history = NULL;
	nlog_store *store = NULL;
	pair_list list = {NULL, 0, 0};
	way ways[] = {
		{"noticelog", compare_as_we_do, true, false, "members that differ", {0}, 0},
		{"  with details", compare_as_we_do, true, true, "changes", {0}, 0},
		{"  older side read", compare_as_we_do, false, false, "members", {0}, 0},
		{"jansson", compare_by_jansson, true, false, "members that differ", {0}, 0},
	};
	size_t count = sizeof(ways) / sizeof(*ways);

	nlog_alloc_setup();
	if (argc < 2 || nlog_store_open(&store, argv[1], &err) ||
	    nlog_history_load(&history, store, &err) || load(&list, history, &err) ||
	    !list.count) {
		(void)fprintf(stderr, "usage: bench_pair REGISTER [PAIRS.jsonl]\n%s\n",
			      err.text);
		return EXIT_FAILURE;
	}
	if (argc > 2 && write_pairs(&list, argv[2]))
		return EXIT_FAILURE;
	for (int i = 0; i < RUNS; i++)
		for (size_t w = 0; w < count; w++)
			run(&ways[w], i, &list);
	(void)printf("%zu pairs, median of %d runs\n", list.count, RUNS);
	for (size_t w = 0; w < count; w++) {
		qsort(ways[w].seconds, RUNS, sizeof(*ways[w].seconds), by_size);
		(void)printf("%-18s %7.1f us a pair  %zu %s\n", ways[w].name,
			     ways[w].seconds[RUNS / 2] * 1e6 / (double)list.count,
			     ways[w].changes, ways[w].gives);
	}
	(void)printf("ratio %.1f times as fast as jansson\n",
		     ways[count - 1].seconds[RUNS / 2] / ways[0].seconds[RUNS / 2]);
	for (size_t i = 0; i < list.count; i++) {
		nlog_str_clear(&list.items[i].before_text);
		nlog_str_clear(&list.items[i].after_text);
	}
	nlog_free(list.items);
	nlog_history_free(history);
	nlog_store_free(store);
	return EXIT_SUCCESS;
}
