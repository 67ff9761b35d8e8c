/*
 * Threads look for stages that go first, then for the oldest batch that can go on, so
 * that few are under way. Which thread does what depends on the clock; in which order a
 * lane does a stage does not.
 */
#include <noticelog/pipeline.h>

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* No lane: stages that are for any number of threads. */
#define FREE_LANE 0

/* A batch that nothing is before. */
#define NONE UINT64_MAX

struct nlog_pipeline {
	const nlog_pipeline_plan *plan;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t moved;
	size_t *stage;   /* of each place: what comes next for the batch there */
	bool *is_at_it;  /* a thread does that */
	uint64_t begun;  /* batches; number n is in place n % batch_count */
	uint64_t done;   /* all before this number have passed the last stage */
	uint64_t failed; /* the first that did; NONE: none */
	bool is_filled;  /* no more are to be begun */
	uint64_t lanes;  /* a bit for each that a thread is in */
};

/* A stage of a batch that a thread has taken. */
typedef struct {
	uint64_t batch;
	size_t stage;
} task;

static size_t place_of(const nlog_pipeline *pipeline, uint64_t batch)
{
	return (size_t)(batch % pipeline->plan->batch_count);
}

static unsigned lane_of(const nlog_pipeline *pipeline, size_t stage)
{
	return pipeline->plan->stages[stage].lane;
}

/* Have all batches before it been through the stage, if that is in a lane? */
static bool is_its_turn(const nlog_pipeline *pipeline, uint64_t batch, size_t stage)
{
	if (lane_of(pipeline, stage) == FREE_LANE || batch == pipeline->done)
		return true;
	return pipeline->stage[place_of(pipeline, batch - 1)] > stage;
}

static bool can_go_on(const nlog_pipeline *pipeline, uint64_t batch, unsigned own_lane)
{
	size_t place = place_of(pipeline, batch), stage = pipeline->stage[place];
	unsigned lane;

	if (pipeline->is_at_it[place] || stage == pipeline->plan->stage_count)
		return false;
	lane = lane_of(pipeline, stage);
	return (lane == own_lane || !(pipeline->lanes >> lane & 1)) &&
	       is_its_turn(pipeline, batch, stage);
}

/* A place for one more, if there is more. */
static bool can_begin(const nlog_pipeline *pipeline)
{
	return !pipeline->is_filled && pipeline->failed == NONE &&
	       pipeline->begun - pipeline->done < pipeline->plan->batch_count &&
	       !(pipeline->lanes >> lane_of(pipeline, 0) & 1);
}

/* The oldest batch before `last` that can go on, with a stage that goes first or with any. */
static bool find_begun(const nlog_pipeline *pipeline, uint64_t last, unsigned own_lane,
		       bool goes_first, task *out)
{
	for (uint64_t batch = pipeline->done; batch < last; batch++) {
		size_t stage = pipeline->stage[place_of(pipeline, batch)];

		if (can_go_on(pipeline, batch, own_lane) &&
		    (!goes_first || pipeline->plan->stages[stage].goes_first)) {
			*out = (task){batch, stage};
			return true;
		}
	}
	return false;
}

/*
 * What to do next at a batch before `end`, or a new one.
 *
 * @param own_lane  that the thread is in already
 */
static bool find_task(nlog_pipeline *pipeline, uint64_t end, unsigned own_lane, task *out)
{
	uint64_t last = end < pipeline->begun ? end : pipeline->begun;

	if (last > pipeline->failed)
		last = pipeline->failed;
	if (find_begun(pipeline, last, own_lane, true, out) ||
	    find_begun(pipeline, last, own_lane, false, out))
		return true;
	if (end != NONE || !can_begin(pipeline))
		return false;
	*out = (task){pipeline->begun++, 0};
	pipeline->stage[place_of(pipeline, out->batch)] = 0;
	return true;
}

static void note_done(nlog_pipeline *pipeline)
{
	while (pipeline->done < pipeline->begun &&
	       pipeline->stage[place_of(pipeline, pipeline->done)] ==
		       pipeline->plan->stage_count)
		pipeline->done++;
}

/* Called under the lock, which is open while the work is done. */
static void do_task(nlog_pipeline *pipeline, const task *at, unsigned own_lane)
{
	const nlog_pipeline_plan *plan = pipeline->plan;
	size_t place = place_of(pipeline, at->batch);
	unsigned lane = lane_of(pipeline, at->stage);
	bool takes_lane = lane != FREE_LANE && lane != own_lane;
	int rc;

	pipeline->is_at_it[place] = true;
	if (takes_lane)
		pipeline->lanes |= UINT64_C(1) << lane;
	pthread_mutex_unlock(&pipeline->lock);
	rc = plan->stages[at->stage].work((char *)plan->batches + place * plan->batch_size,
					  pipeline, plan->data);
	pthread_mutex_lock(&pipeline->lock);
	pipeline->is_at_it[place] = false;
	if (takes_lane)
		pipeline->lanes &= ~(UINT64_C(1) << lane);
	if (rc == NLOG_PIPELINE_LAST)
		pipeline->is_filled = true;
	if (rc >= 0)
		pipeline->stage[place] = at->stage + 1;
	else if (at->batch < pipeline->failed)
		pipeline->failed = at->batch;
	note_done(pipeline);
	pthread_cond_broadcast(&pipeline->moved);
}

/* Is there nothing left to do before `end`? */
static bool is_over(const nlog_pipeline *pipeline, uint64_t end)
{
	uint64_t last = end < pipeline->failed ? end : pipeline->failed;

	if (last != NONE)
		return pipeline->done >= last;
	return pipeline->is_filled && pipeline->done == pipeline->begun;
}

/* Work until all batches before `end` are done. Called under the lock. */
static void work_until(nlog_pipeline *pipeline, uint64_t end, unsigned own_lane)
{
	task next;

	while (!is_over(pipeline, end)) {
		if (find_task(pipeline, end, own_lane, &next))
			do_task(pipeline, &next, own_lane);
		else
			pthread_cond_wait(&pipeline->moved, &pipeline->lock);
	}
}

static void work(size_t index, void *data)
{
	nlog_pipeline *pipeline = data;

	(void)index;
	pthread_mutex_lock(&pipeline->lock);
	work_until(pipeline, NONE, FREE_LANE);
	pthread_mutex_unlock(&pipeline->lock);
}

int nlog_pipeline_settle(nlog_pipeline *pipeline, const void *batch)
{
	const nlog_pipeline_plan *plan = pipeline->plan;
	size_t place = (size_t)((const char *)batch - (const char *)plan->batches) /
		       plan->batch_size;
	uint64_t end;
	int rc;

	pthread_mutex_lock(&pipeline->lock);
	for (end = pipeline->done; place_of(pipeline, end) != place;)
		end++;
	work_until(pipeline, end, lane_of(pipeline, pipeline->stage[place]));
	rc = pipeline->failed < end ? -1 : 0;
	pthread_mutex_unlock(&pipeline->lock);
	return rc;
}

void *nlog_pipeline_run(const nlog_pipeline_plan *plan)
{
	nlog_pipeline pipeline = {
		.plan = plan,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.moved = PTHREAD_COND_INITIALIZER,
		.stage = nlog_alloc_array(plan->batch_count, sizeof(*pipeline.stage)),
		.is_at_it = nlog_alloc_array(plan->batch_count, sizeof(*pipeline.is_at_it)),
		.failed = NONE,
	};
	void *failed = NULL;

	nlog_parallel(plan->jobs, work, &pipeline);
	if (pipeline.failed != NONE)
		failed = (char *)plan->batches +
			 place_of(&pipeline, pipeline.failed) * plan->batch_size;
	pthread_mutex_destroy(&pipeline.lock);
	pthread_cond_destroy(&pipeline.moved);
	nlog_free(pipeline.stage);
	nlog_free(pipeline.is_at_it);
	return failed;
}
