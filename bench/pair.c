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

/* From the newer side's bytes to checked changes with their details. */
static size_t compare_as_we_do(const pair *p, const nlog_notice *before)
{
	nlog_notice *after = NULL;
	nlog_diff *diff = NULL;
	size_t count = 0;

	if (nlog_notice_read_beside(&after, NULL, nlog_str_slice(&p->after_text),
				    NLOG_READ_HISTORY, before, NULL, NULL))
		return 0;
	nlog_diff_notices(&diff, before, after);
	count = nlog_diff_count(diff);
	nlog_diff_free(diff);
	nlog_notice_free(after);
	return count;
}

/* The members that are not equal, and nothing about them. */
static size_t compare_by_jansson(const pair *p, const nlog_notice *unused)
{
	json_t *old_side = json_loadb(p->before_text.data, p->before_text.len, 0, NULL);
	json_t *after = json_loadb(p->after_text.data, p->after_text.len, 0, NULL);
	size_t count = 0;
	const char *key;
	json_t *value;

	(void)unused;
	json_object_foreach(after, key, value)
	{
		json_t *old = json_object_get(old_side, key);

		count += !old || !json_equal(old, value);
	}
	json_decref(old_side);
	json_decref(after);
	return count;
}

/* The older side is there already, as the step before left it: making it is not measured. */
static double run(const pair_list *list,
		  size_t (*compare)(const pair *, const nlog_notice *), size_t *changes)
{
	double sum = 0;

	*changes = 0;
	for (size_t i = 0; i < list->count; i++) {
		const pair *p = &list->items[i];
		nlog_notice *before = NULL;
		double start;

		if (nlog_notice_read(&before, NULL, nlog_str_slice(&p->before_text),
				     NLOG_READ_HISTORY, NULL, NULL))
			continue;
		start = seconds();
		*changes += compare(p, before);
		sum += seconds() - start;
		nlog_notice_free(before);
	}
	return sum;
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
	double ours[RUNS], theirs[RUNS];
	size_t our_changes, their_changes;

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
	for (int i = 0; i < RUNS; i++) {
		ours[i] = run(&list, compare_as_we_do, &our_changes);
		theirs[i] = run(&list, compare_by_jansson, &their_changes);
	}
	qsort(ours, RUNS, sizeof(*ours), by_size);
	qsort(theirs, RUNS, sizeof(*theirs), by_size);
	(void)printf("%zu pairs, median of %d runs\n", list.count, RUNS);
	(void)printf("noticelog  %7.1f us a pair  %zu changes with their details\n",
		     ours[RUNS / 2] * 1e6 / (double)list.count, our_changes);
	(void)printf("jansson    %7.1f us a pair  %zu members that differ\n",
		     theirs[RUNS / 2] * 1e6 / (double)list.count, their_changes);
	(void)printf("ratio      %.1f times as fast\n", theirs[RUNS / 2] / ours[RUNS / 2]);
	for (size_t i = 0; i < list.count; i++) {
		nlog_str_clear(&list.items[i].before_text);
		nlog_str_clear(&list.items[i].after_text);
	}
	nlog_free(list.items);
	nlog_history_free(history);
	nlog_store_free(store);
	return EXIT_SUCCESS;
}
