/* Work in several threads: each index once, on all the processors that are ours. */
#include <criterion/criterion.h>
#include <noticelog/parallel.h>
#include <sched.h>
#include <stdatomic.h>

#define JOBS ((size_t)5)

typedef struct {
	atomic_uint calls[JOBS];
	int rcs[JOBS];
	cpu_set_t processors[JOBS];
} seen;

static void note(size_t index, void *data)
{
	seen *s = data;

	atomic_fetch_add(&s->calls[index], 1);
	s->rcs[index] =
		sched_getaffinity(0, sizeof(s->processors[index]), &s->processors[index]);
}

Test(parallel, each_index_is_worked_on_once)
{
	static seen s;

	nlog_parallel(JOBS, note, &s);
	for (size_t i = 0; i < JOBS; i++)
		cr_expect_eq(atomic_load(&s.calls[i]), 1, "index %zu", i);
}

Test(parallel, a_thread_may_go_on_wherever_its_maker_may)
{
	static seen s;
	cpu_set_t ours;

	cr_assert_eq(sched_getaffinity(0, sizeof(ours), &ours), 0);
	nlog_parallel(JOBS, note, &s);
	for (size_t i = 0; i < JOBS; i++)
		cr_expect(s.rcs[i] == 0 && CPU_EQUAL(&s.processors[i], &ours), "index %zu",
			  i);
}

Test(parallel, one_processor_is_enough)
{
	static seen s;
	cpu_set_t ours, one;

	cr_assert_eq(sched_getaffinity(0, sizeof(ours), &ours), 0);
	CPU_ZERO(&one);
	for (size_t cpu = 0; !CPU_COUNT(&one) && cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &ours))
			CPU_SET(cpu, &one);
	cr_assert_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	nlog_parallel(JOBS, note, &s);
	for (size_t i = 0; i < JOBS; i++) {
		cr_expect_eq(atomic_load(&s.calls[i]), 1, "index %zu", i);
		cr_expect(s.rcs[i] == 0 && CPU_EQUAL(&s.processors[i], &one), "index %zu",
			  i);
	}
}
