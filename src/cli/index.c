/* The reader's own index of a register. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "progress.h"

char *cli_index_folder(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	nlog_str folder = NLOG_STR_INIT;

	/* One that is not absolute is to be passed over, by the rules of that variable. */
	if (cache && *cache == '/')
		nlog_str_add(&folder, cache);
	else if (home && *home == '/')
		nlog_str_addf(&folder, "%s/.cache", home);
	else
		return NULL;
	nlog_str_add(&folder, "/noticelog");
	return nlog_str_detach(&folder);
}

/* The work goes on: only its speed has suffered. */
static void tell_fault(const char *text)
{
	nlog_str visible = NLOG_STR_INIT;

	nlog_str_add_visible(&visible, nlog_slice_of(text));
	(void)fprintf(stderr,
		      "noticelog: note: the register is read without its index: %s\n",
		      nlog_str_text(&visible));
	nlog_str_clear(&visible);
}

int cli_build_index(nlog_index **out, const nlog_store *store, bool is_fresh,
		    nlog_error *err)
{
	char *folder = cli_index_folder();
	cli_progress progress;
	int rc;

	*out = NULL;
	if (!folder)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "there is no folder for it: neither HOME nor "
				      "XDG_CACHE_HOME is set");
	cli_progress_begin(&progress, "commits");
	rc = nlog_index_open(out, store,
			     &(nlog_index_options){
				     .folder = folder,
				     .is_fresh = is_fresh,
				     .fault = tell_fault,
				     .progress = cli_progress_step,
				     .data = &progress,
			     },
			     err);
	cli_progress_end(&progress);
	nlog_free(folder);
	return rc;
}

nlog_index *cli_open_index(const nlog_store *store)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_index *index;

	if (cli_build_index(&index, store, false, &err))
		tell_fault(err.text);
	return index;
}
