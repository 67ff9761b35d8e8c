/* Work in several threads at once. */
#include <noticelog/parallel.h>

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

typedef struct {
	pthread_t thread;
	bool is_started;
	bool is_elsewhere; /* it began on some of our processors alone */
	cpu_set_t ours;    /* all of them, on which it goes on */
	size_t index;
	void (*work)(size_t index, void *data);
	void *data;
} job;

size_t nlog_parallel_jobs(void)
{
	cpu_set_t ours;
	/* Of a machine for which a set is too small all are counted. */
	long count = sched_getaffinity(0, sizeof(ours), &ours) == 0
			     ? CPU_COUNT(&ours)
			     : sysconf(_SC_NPROCESSORS_ONLN);

	if (count < 1)
		return 1;
	return count > NLOG_JOBS_MAX ? NLOG_JOBS_MAX : (size_t)count;
}

static void *run(void *data)
{
	const job *one = data;

	if (one->is_elsewhere)
		(void)sched_setaffinity(0, sizeof(one->ours), &one->ours);
	one->work(one->index, one->data);
	return NULL;
}

/*
 * Let a thread begin on another processor than ours. Where an idle one looks as if it
 * were taken, as in a virtual machine, the system would begin it on our own, and
 * move it milliseconds later.
 */
static void place_elsewhere(job *one, pthread_attr_t *how)
{
	int here = sched_getcpu();
	cpu_set_t others;

	if (here < 0 || sched_getaffinity(0, sizeof(one->ours), &one->ours))
		return;
	others = one->ours;
	CPU_CLR((size_t)here, &others);
	one->is_elsewhere = CPU_COUNT(&others) &&
			    !pthread_attr_setaffinity_np(how, sizeof(others), &others);
}

static void start(job *one)
{
	pthread_attr_t how;

	if (pthread_attr_init(&how))
		return;
	place_elsewhere(one, &how);
	one->is_started = !pthread_create(&one->thread, &how, run, one);
	pthread_attr_destroy(&how);
}

void nlog_parallel(size_t count, void (*work)(size_t index, void *data), void *data)
{
	job jobs[NLOG_JOBS_MAX];

	assert(count <= NLOG_JOBS_MAX);
	for (size_t i = 0; i < count; i++) {
		jobs[i] = (job){.index = i, .work = work, .data = data};
		if (i)
			start(&jobs[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (!jobs[i].is_started)
			(void)run(&jobs[i]);
	for (size_t i = 0; i < count; i++)
		if (jobs[i].is_started)
			(void)pthread_join(jobs[i].thread, NULL);
}
