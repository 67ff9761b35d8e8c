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

	one->work(one->index, one->data);
	return NULL;
}

void nlog_parallel(size_t count, void (*work)(size_t index, void *data), void *data)
{
	job jobs[NLOG_JOBS_MAX];

	assert(count <= NLOG_JOBS_MAX);
	for (size_t i = 0; i < count; i++) {
		jobs[i] = (job){.index = i, .work = work, .data = data};
		jobs[i].is_started =
			i && !pthread_create(&jobs[i].thread, NULL, run, &jobs[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (!jobs[i].is_started)
			(void)run(&jobs[i]);
	for (size_t i = 0; i < count; i++)
		if (jobs[i].is_started)
			(void)pthread_join(jobs[i].thread, NULL);
}
