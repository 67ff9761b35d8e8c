/* The pipeline: lanes keep their order, the first failure is told, nothing is left behind. */
#include <noticelog/pipeline.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdbool.h>
#include <string.h>

#define BATCHES 300
#define THREADS 4
#define NOWHERE ((size_t)-1)

enum { FILL_LANE = 1, WORK_LANE };

typedef struct {
	size_t number, value;
} batch;

/* What the stages of a lane share, with no lock of their own. */
typedef struct {
	size_t filled, count;
	size_t joined[BATCHES], joined_count;
	size_t ended[BATCHES], ended_count;
	size_t fails[2]; /* the numbers of batches that do, each in another stage */
	size_t settles;  /* each batch with a number that this divides settles; 0: none */
	bool is_settled; /* all before each of these had ended */
	bool was_short;  /* a batch saw that one before it had failed */
	bool joins_first;
} job;

static int fill(void *data, nlog_pipeline *pipeline, void *context)
{
	job *all = context;
	batch *at = data;

	(void)pipeline;
	*at = (batch){.number = all->filled++};
	return all->filled == all->count ? NLOG_PIPELINE_LAST : 0;
}

static int square(void *data, nlog_pipeline *pipeline, void *context)
{
	const job *all = context;
	batch *at = data;

	(void)pipeline;
	/* Some take longer than others. */
	for (volatile size_t i = at->number * 7919 % 5000; i; i--)
		;
	at->value = at->number * at->number;
	return at->number == all->fails[0] ? -1 : 0;
}

static int join(void *data, nlog_pipeline *pipeline, void *context)
{
	const batch *at = data;
	job *all = context;

	if (all->settles && at->number % all->settles == 0) {
		if (nlog_pipeline_settle(pipeline, at))
			all->was_short = true;
		else if (all->ended_count != at->number)
			all->is_settled = false;
	}
	all->joined[all->joined_count++] = at->value;
	return 0;
}

static int end(void *data, nlog_pipeline *pipeline, void *context)
{
	const batch *at = data;
	job *all = context;

	(void)pipeline;
	if (at->number == all->fails[1])
		return -1;
	all->ended[all->ended_count++] = at->number;
	return 0;
}

/* @return the number of the batch that failed, or NOWHERE */
static size_t run(job *all, size_t threads)
{
	const nlog_stage stages[] = {{fill, FILL_LANE, false},
				     {square, 0, false},
				     {join, WORK_LANE, all->joins_first},
				     {square, 0, false},
				     {end, WORK_LANE, false}};
	size_t count = NLOG_PIPELINE_BATCHES(threads);
	batch *batches = nlog_alloc_array(count, sizeof(*batches));
	nlog_pipeline_plan plan = {.stages = stages,
				   .stage_count = sizeof(stages) / sizeof(*stages),
				   .batches = batches,
				   .batch_count = count,
				   .batch_size = sizeof(*batches),
				   .jobs = threads,
				   .data = all};
	const batch *failed;
	size_t number;

	all->is_settled = true;
	failed = nlog_pipeline_run(&plan);
	number = failed ? failed->number : NOWHERE;
	nlog_free(batches);
	return number;
}

static job new_job(size_t count)
{
	return (job){.count = count, .fails = {NOWHERE, NOWHERE}};
}

static void check_order(const job *all, size_t count)
{
	cr_assert_geq(all->joined_count, count);
	cr_assert_eq(all->ended_count, count);
	for (size_t i = 0; i < count; i++) {
		cr_assert_eq(all->joined[i], i * i);
		cr_assert_eq(all->ended[i], i);
	}
}

Test(pipeline, does_each_batch_in_every_lane_in_its_turn)
{
	for (size_t threads = 1; threads <= THREADS; threads++)
		for (size_t count = 1; count <= BATCHES; count += 23) {
			job all = new_job(count);

			all.joins_first = count % 2;
			cr_assert_eq(run(&all, threads), NOWHERE);
			check_order(&all, count);
		}
}

Test(pipeline, tells_the_first_failure_and_ends_all_before_it)
{
	for (size_t threads = 1; threads <= THREADS; threads++)
		for (size_t first = 0; first < 40; first++) {
			job all = new_job(BATCHES);

			all.joins_first = first % 2;
			/* The later one fails in an earlier stage, and so often sooner. */
			all.fails[0] = first + 2;
			all.fails[1] = first;
			cr_assert_eq(run(&all, threads), first, "%zu threads", threads);
			check_order(&all, first);
			cr_expect_leq(all.filled,
				      first + NLOG_PIPELINE_BATCHES(threads) + 1);
		}
}

Test(pipeline, settles_all_that_came_before)
{
	for (size_t threads = 1; threads <= THREADS; threads++) {
		job all = new_job(BATCHES);

		all.settles = 5;
		all.joins_first = threads % 2;
		cr_assert_eq(run(&all, threads), NOWHERE);
		check_order(&all, BATCHES);
		cr_expect(all.is_settled);
		cr_expect_not(all.was_short);
	}
}

Test(pipeline, does_not_wait_for_what_has_failed)
{
	for (size_t threads = 1; threads <= THREADS; threads++) {
		job all = new_job(BATCHES);

		all.settles = 1;
		all.joins_first = threads % 2;
		all.fails[1] = 17;
		cr_assert_eq(run(&all, threads), 17);
		check_order(&all, 17);
		cr_expect(all.is_settled);
	}
}
