/* export: the register for others. */
#include "cli.h"

#include <noticelog/kit.h>
#include <stdio.h>

/* A folder with all that an auditor needs who has no noticelog. */
static cli_status export_kit(const cli_run *cli, const char *folder)
{
	nlog_store *store = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = cli_open_store(cli, &store);

	if (status)
		return status;
	if (nlog_kit_write(store, folder, &err))
		status = cli_fail(&err);
	else
		(void)printf("wrote the auditor's kit %s: `sh %s/check.sh` checks it\n",
			     folder, folder);
	nlog_store_free(store);
	return status;
}

cli_status cli_export(cli_run *cli, int argc, const char **argv)
{
	const char *bundle = NULL;
	const struct poptOption options[] = {
		{"bundle", 0, POPT_ARG_STRING, &bundle, 0,
		 "the auditor's kit: history, manifest and a script that checks them",
		 "DIR"},
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(cli, "export is of the whole register: leave '%s' out",
				   args[0]);
	else if (!bundle)
		status = cli_usage(cli, "say what to export: --bundle DIR");
	else
		status = export_kit(cli, bundle);
	cli_options_end(context);
	return status;
}
