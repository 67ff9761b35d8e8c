/* Shared libraries that are loaded when they are first needed. */
#include <noticelog/library.h>

#include <dlfcn.h>
#include <stdbool.h>
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

static void load(nlog_library *library)
{
	void *handle = must(dlopen(library->file, RTLD_LAZY | RTLD_LOCAL));

	for (size_t i = 0; library->names[i]; i++) {
		void *address = must(dlsym(handle, library->names[i]));

		/* ISO C converts no object's address to a function's; POSIX has them alike. */
		memcpy((char *)library->functions + i * sizeof(address), &address,
		       sizeof(address));
	}
}

const void *nlog_library_functions(nlog_library *library)
{
	if (atomic_load_explicit(&library->is_loaded, memory_order_acquire))
		return library->functions;
	pthread_mutex_lock(&library->lock);
	if (!library->is_loaded)
		load(library);
	atomic_store_explicit(&library->is_loaded, true, memory_order_release);
	pthread_mutex_unlock(&library->lock);
	return library->functions;
}
