/* Shared libraries that are loaded when they are first needed. */
#include <noticelog/library.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_MISSING 3 /* as where a file is missing */

static void *must(void *found)
{
	if (!found) {
		fprintf(stderr,
			"noticelog: error: %s; install the library again (`make deps`)\n",
			dlerror());
		exit(STATUS_MISSING);
	}
	return found;
}

void nlog_library_load(const char *file, const char *const *names, void *functions)
{
	void *library = must(dlopen(file, RTLD_LAZY | RTLD_LOCAL));

	for (size_t i = 0; names[i]; i++) {
		void *address = must(dlsym(library, names[i]));

		/* ISO C converts no object's address to a function's; POSIX has them alike. */
		memcpy((char *)functions + i * sizeof(address), &address, sizeof(address));
	}
}
