/* libxml2, loaded when it is needed. */
#include "libxml.h"

static const char *const names[] = {LIBXML_FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
static libxml_functions loaded;
static nlog_library libxml2 = NLOG_LIBRARY(LIBXML2_FILE, names, &loaded);

const libxml_functions *document_libxml(void)
{
	return nlog_library_functions(&libxml2);
}
