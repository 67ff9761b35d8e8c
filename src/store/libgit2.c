/* libgit2, loaded when it is needed. */
#include "libgit2.h"

static const char *const names[] = {LIBGIT2_FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
static libgit2_functions loaded;
static nlog_library libgit2 = NLOG_LIBRARY(LIBGIT2_FILE, names, &loaded);

const libgit2_functions *git(void)
{
	return nlog_library_functions(&libgit2);
}
