/* export: the register for others. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/import.h>
#include <noticelog/kit.h>
#include <stdio.h>

#include "progress.h"

typedef struct {
	const char *bundle, *file;
	int is_all, is_versioned;
	cli_view view;
} export_options;

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

/* Where the lines go, and how many went. */
typedef struct {
	nlog_file_writer *writer;
	cli_progress progress;
	size_t count;
} export_run;

static int put_line(nlog_slice line, void *data, nlog_error *err)
{
	export_run *run = data;

	cli_progress_step(++run->count, 0, &run->progress);
	return nlog_file_writer_put(run->writer, line, err);
}

static cli_status find_dossiers(const cli_run *cli, const nlog_history *history,
				const char **names, size_t count,
				const nlog_dossier **dossiers)
{
	for (size_t i = 0; i < count; i++) {
		nlog_error err = NLOG_ERROR_INIT;
		nlog_address address;

		if (nlog_history_resolve(history, names[i], &address, &err))
			return cli_fail(&err);
		if (address.is_revision_named)
			return cli_usage(cli, "name the notice alone, without '@'");
		dossiers[i] = address.dossier;
	}
	return CLI_FINE;
}

static cli_status write_lines(const export_options *options, const nlog_history *history,
			      const nlog_dossier *const *dossiers, size_t count)
{
	nlog_export_kind kind = options->is_all         ? NLOG_EXPORT_ALL
				: options->is_versioned ? NLOG_EXPORT_VERSIONED
							: NLOG_EXPORT_CURRENT;
	nlog_error err = NLOG_ERROR_INIT;
	export_run run = {.count = 0};
	int rc = nlog_file_writer_open(&run.writer, options->file, &err);

	if (rc)
		return cli_fail(&err);
	cli_progress_begin(&run.progress, "lines");
	rc = nlog_export(history, count ? dossiers : NULL, count, kind, put_line, &run,
			 &err);
	cli_progress_end(&run.progress);
	if (rc)
		(void)nlog_file_writer_close(run.writer, false, NULL);
	else
		rc = nlog_file_writer_close(run.writer, true, &err);
	return rc ? cli_fail(&err) : CLI_FINE;
}

static cli_status export_lines(const cli_run *cli, const export_options *options,
			       const char **names, size_t count)
{
	const nlog_dossier **dossiers = nlog_alloc_array(count + 1, sizeof(*dossiers));
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	cli_status status = cli_open_view(cli, &options->view, &store, &history);

	if (!status)
		status = find_dossiers(cli, history, names, count, dossiers);
	if (!status)
		status = write_lines(options, history, dossiers, count);
	nlog_free(dossiers);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

/* The kit is of everything, and a folder. */
static cli_status check_kit(const cli_run *cli, const export_options *options, size_t count)
{
	if (count || options->is_all || options->is_versioned || options->file ||
	    options->view.as_of || options->view.as_known)
		return cli_usage(cli, "--bundle is of the whole register and a folder: it "
				      "goes with nothing else");
	return CLI_FINE;
}

cli_status cli_export(cli_run *cli, int argc, const char **argv)
{
	export_options export = {.bundle = NULL};
	const struct poptOption options[] = {
		{"all", 'a', POPT_ARG_NONE, &export.is_all, 0,
		 "every revision as it was recorded; `import` reads it", NULL},
		{"versioned", 0, POPT_ARG_NONE, &export.is_versioned, 0,
		 "each field with all its values, revisions and dates", NULL},
		{"bundle", 0, POPT_ARG_STRING, &export.bundle, 0,
		 "the auditor's kit: history, manifest and a script that checks them",
		 "DIR"},
		CLI_VIEW_OPTIONS(export.view),
		{"output", 'o', POPT_ARG_STRING, &export.file, 0,
		 "write to FILE, whole or not at all", "FILE"},
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (export.is_all && export.is_versioned)
		status = cli_usage(cli, "--all and --versioned are two forms: choose one");
	else if (export.bundle)
		status = check_kit(cli, &export, count);
	if (!status)
		status = export.bundle ? export_kit(cli, export.bundle)
				       : export_lines(cli, &export, args, count);
	cli_options_end(context);
	return status;
}
