/* index: make, renew, look at or remove the reader's own index of a register. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/view.h>

typedef struct {
	cli_output output;
	int is_rebuilt, is_removed;
} index_options;

static cli_status print_figures(const cli_run *cli, const index_options *options,
				const nlog_index_figures *figures)
{
	nlog_report report = NLOG_REPORT_INIT;
	cli_status status;

	if (cli_output_is_json(&options->output))
		return cli_print_json_take(&options->output,
					   nlog_index_figures_to_json(figures));
	nlog_view_index(&report, figures);
	status = cli_print_report(cli, &options->output, &report);
	nlog_report_clear(&report);
	return status;
}

/* Here a fault is a failure: the index is what was asked for. */
static cli_status show_index(const cli_run *cli, const nlog_store *store,
			     const index_options *options)
{
	char commit[NLOG_OID_SIZE];
	nlog_error err = NLOG_ERROR_INIT;
	nlog_index *index = NULL;
	nlog_index_figures figures;
	int rc = nlog_store_head(store, commit, &err);
	cli_status status;

	if (!rc)
		rc = cli_build_index(&index, store, options->is_rebuilt, &err);
	/* Why the register cannot be read, reading it tells. */
	if (!rc && !index) {
		nlog_log *log = NULL;

		rc = nlog_store_log(&log, store, &err);
		nlog_log_free(log);
		if (!rc)
			rc = nlog_error_set(&err, NLOG_EIO, "the register moved meanwhile");
	}
	if (!rc)
		rc = nlog_index_measure(index, &figures, &err);
	status = rc ? cli_fail(&err) : print_figures(cli, options, &figures);
	nlog_index_close(index);
	return status;
}

static cli_status remove_index(const nlog_store *store)
{
	char *folder = cli_index_folder();
	char *path = folder ? nlog_index_path(store, folder) : NULL;
	nlog_error err = NLOG_ERROR_INIT;
	int rc = path ? nlog_index_remove(path, &err) : 0;

	nlog_free(folder);
	nlog_free(path);
	return rc ? cli_fail(&err) : CLI_FINE;
}

cli_status cli_index(cli_run *cli, int argc, const char **argv)
{
	index_options given = {.is_rebuilt = 0};
	const struct poptOption options[] = {
		{"rebuild", 0, POPT_ARG_NONE, &given.is_rebuilt, 0,
		 "forget what is there and make it anew", NULL},
		{"remove", 0, POPT_ARG_NONE, &given.is_removed, 0, "remove it", NULL},
		CLI_OUTPUT_OPTIONS(given.output),
		POPT_TABLEEND};
	nlog_store *store = NULL;
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(cli, "index takes no argument: -C names the register");
	else if (given.is_rebuilt && given.is_removed)
		status = cli_usage(cli, "--rebuild and --remove: say one of them");
	else
		status = cli_output_check(cli, &given.output);
	if (!status)
		status = cli_open_store(cli, &store);
	if (!status)
		status = given.is_removed ? remove_index(store)
					  : show_index(cli, store, &given);
	nlog_store_free(store);
	cli_options_end(context);
	return status;
}
