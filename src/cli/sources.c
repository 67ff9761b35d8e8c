/* Where names on the command line are looked for: among notices, and among files. */
#include "cli.h"

#include <string.h>
#include <unistd.h>

bool cli_may_be_file(const char *name)
{
	return strcmp(name, "-") == 0 || strchr(name, '/') || access(name, F_OK) == 0;
}

cli_status cli_open_sources(const cli_run *cli, const cli_view *seen, bool needs_register,
			    cli_sources *out)
{
	*out = (cli_sources){NULL, NULL, NULL};
	return needs_register || seen->as_of || seen->as_known || cli_names_register(cli)
		       ? cli_open_view(cli, seen, &out->store, &out->history)
		       : cli_open_vocabulary(cli, false, &out->vocabulary);
}

void cli_close_sources(cli_sources *sources)
{
	nlog_history_free(sources->history);
	nlog_store_free(sources->store);
	nlog_register_free(sources->vocabulary);
}

const nlog_register *cli_sources_register(const cli_sources *sources)
{
	return sources->history ? nlog_history_register(sources->history)
				: sources->vocabulary;
}
