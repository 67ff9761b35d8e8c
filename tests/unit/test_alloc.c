/* Memory in large pages: advice that the system has taken. */
#include <noticelog/alloc.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* @return how many kilobytes of our address space may be in large pages, by the system's own account */
static size_t advised(void)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	size_t size = 0, found = 0;
	char line[512];

	cr_assert_not_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		sscanf(line, "Size: %zu", &size);
		if (strncmp(line, "VmFlags:", 8) == 0 && strstr(line, " hg"))
			found += size;
	}
	fclose(maps);
	return found;
}

Test(alloc, asks_for_its_first_memory_in_large_pages)
{
	size_t before = advised();
	char *memory;

	if (access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0)
		cr_skip_test("the system has no large pages");
	nlog_alloc_in_large_pages();
	cr_assert_geq(advised(), before + (32 << 10));
	memory = nlog_alloc((size_t)5 << 20);
	for (size_t i = 0; i < (size_t)5 << 20; i++)
		cr_assert_eq(memory[i], 0);
	nlog_free(memory);
}

Test(alloc, reserves_nothing_where_address_space_is_limited)
{
	struct rlimit space;
	size_t before = advised();

	cr_assert_eq(getrlimit(RLIMIT_AS, &space), 0);
	/* More than anything needs, sanitizers included; a limit all the same. */
	space.rlim_cur = (rlim_t)1 << 46;
	cr_assert_eq(setrlimit(RLIMIT_AS, &space), 0);
	nlog_alloc_in_large_pages();
	cr_assert_eq(advised(), before);
}
