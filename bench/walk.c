/* Every field change of a register's history, hashes checked: to be held against `git log -p`. */
#include <stdio.h>
#include <stdlib.h>

#include <noticelog/alloc.h>
#include <noticelog/diff.h>
#include <noticelog/history.h>
#include <noticelog/parallel.h>

/* One thread's part of the notices. */
typedef struct {
	nlog_history *history;
	size_t first, end;
	size_t pairs, changes;
	int rc;
	nlog_error err;
} part;

/* Each revision of the official sequence beside the one before it. */
static int walk_notice(part *p, const nlog_dossier *dossier)
{
	nlog_notice *before = NULL;
	int rc = 0;

	for (size_t i = 0; !rc && i < dossier->official_count; i++) {
		nlog_notice *after = NULL;
		nlog_diff *diff = NULL;

		rc = nlog_history_notice(p->history, dossier->official[i], &after, NULL,
					 &p->err);
		if (!rc && before) {
			nlog_diff_notices(&diff, before, after);
			p->pairs++;
			p->changes += nlog_diff_count(diff);
		}
		nlog_diff_free(diff);
		nlog_notice_free(before);
		before = after;
	}
	nlog_notice_free(before);
	return rc;
}

static void walk(size_t index, void *data)
{
	part *p = (part *)data + index;

	for (size_t i = p->first; !p->rc && i < p->end; i++)
		p->rc = walk_notice(p, nlog_history_get(p->history, i));
}

static int fail(const nlog_error *err)
{
	(void)fprintf(stderr, "walk: %s\n", err->text);
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	size_t jobs = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	part parts[NLOG_JOBS_MAX] = {{.history = NULL}};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_history *history = NULL;
	nlog_store *store = NULL;
	size_t pairs = 0, changes = 0, count;

	nlog_alloc_setup();
	if (argc < 2 || !jobs || jobs > NLOG_JOBS_MAX) {
		(void)fprintf(stderr, "usage: bench_walk REGISTER [JOBS]\n");
		return EXIT_FAILURE;
	}
	if (nlog_store_open(&store, argv[1], &err))
		return fail(&err);
	nlog_store_use_jobs(store, jobs);
	if (nlog_history_load(&history, store, &err))
		return fail(&err);
	count = nlog_history_count(history);
	for (size_t i = 0; i < jobs; i++) {
		parts[i] = (part){.history = history,
				  .first = count * i / jobs,
				  .end = count * (i + 1) / jobs,
				  .err = NLOG_ERROR_INIT};
		if (i && nlog_history_share(&parts[i].history, history, &err))
			return fail(&err);
	}
	nlog_parallel(jobs, walk, parts);
	for (size_t i = 0; i < jobs; i++) {
		if (parts[i].rc)
			return fail(&parts[i].err);
		pairs += parts[i].pairs;
		changes += parts[i].changes;
		if (i)
			nlog_history_free(parts[i].history);
	}
	(void)printf("%zu notices, %zu pairs, %zu changes\n", count, pairs, changes);
	nlog_history_free(history);
	nlog_store_free(store);
	return EXIT_SUCCESS;
}
