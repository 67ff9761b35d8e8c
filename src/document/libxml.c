/* libxml2, loaded when it is needed. */
#include "libxml.h"

#include <pthread.h>

static libxml_functions loaded;

static void load(void)
{
	static const char *const names[] = {LIBXML_FUNCTIONS(NLOG_LIBRARY_NAME) NULL};

	nlog_library_load(LIBXML2_FILE, names, &loaded);
}

const libxml_functions *document_libxml(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &loaded;
}
