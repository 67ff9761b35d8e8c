#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <math.h>

#include <noticelog/library.h>

#define FUNCTIONS(X) X(fabs) X(floor)

typedef struct {
	FUNCTIONS(NLOG_LIBRARY_MEMBER)
} functions;

static const char *const names[] = {FUNCTIONS(NLOG_LIBRARY_NAME) NULL};

Test(library, gives_each_function_its_place)
{
	functions found = {NULL, NULL};
	nlog_library library = NLOG_LIBRARY("libm.so.6", names, &found);

	cr_assert_eq(nlog_library_functions(&library), &found);
	cr_assert_eq(found.fabs(-2.5), 2.5);
	cr_assert_eq(found.floor(-2.5), -3.0);
}

static void *ask(void *data)
{
	const functions *found = nlog_library_functions(data);

	return found->floor && found->fabs(-2.5) == 2.5 ? data : NULL;
}

Test(library, threads_that_ask_at_once_all_get_it)
{
	functions found = {NULL, NULL};
	nlog_library library = NLOG_LIBRARY("libm.so.6", names, &found);
	pthread_t threads[16];
	void *got;

	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, ask, &library), 0);
	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		cr_assert_eq(pthread_join(threads[i], &got), 0);
		cr_expect_eq(got, &library);
	}
}

Test(library, a_missing_library_ends_the_program, .init = cr_redirect_stderr,
     .exit_code = 3)
{
	functions found;
	nlog_library library = NLOG_LIBRARY("libnoticelog-nowhere.so.0", names, &found);

	nlog_library_functions(&library);
}

Test(library, a_missing_function_ends_the_program, .init = cr_redirect_stderr,
     .exit_code = 3)
{
	static const char *const unknown[] = {"fabs", "no_function_of_this_name", NULL};
	functions found;
	nlog_library library = NLOG_LIBRARY("libm.so.6", unknown, &found);

	nlog_library_functions(&library);
}
