/* verify, checkpoint: is the register whole, and does it extend what was kept? */
#include "cli.h"

#include "progress.h"
#include <noticelog/checkpoint.h>
#include <noticelog/file.h>
#include <noticelog/verify.h>
#include <string.h>

/* The checkpoint that the history is held against. */
typedef struct {
	const char *file; /* NULL: none */
	nlog_checkpoint kept;
	bool extends;
	nlog_findings differences;
} pin;

static int read_pin(pin *against, nlog_error *err)
{
	nlog_str text = NLOG_STR_INIT;
	int rc = nlog_file_read(&text, against->file, NLOG_CHECKPOINT_LIMIT, err);

	if (!rc)
		rc = nlog_checkpoint_read(&against->kept,
					  strcmp(against->file, "-") == 0 ? "standard input"
									  : against->file,
					  nlog_str_slice(&text), err);
	nlog_str_clear(&text);
	return rc;
}

static void add_extension(nlog_str *out, const pin *against)
{
	for (size_t i = 0; i < against->differences.count; i++)
		nlog_finding_format(out, &against->differences.items[i]);
	if (against->extends)
		nlog_str_addf(out,
			      "The checkpoint that was kept (entry %u, %zu revisions) is "
			      "extended by this history\n",
			      against->kept.entry, against->kept.count);
	else
		nlog_str_addf(out,
			      "checkpoint not extended: this is not the history of which "
			      "entry %u was kept\n",
			      against->kept.entry);
}

static cli_status print(const nlog_verification *found, const pin *against,
			const cli_output *output)
{
	nlog_str text = NLOG_STR_INIT;
	cli_status status;

	if (cli_output_is_json(output)) {
		json_t *json = nlog_verification_to_json(found);

		if (against->file) {
			json_object_set_new(json, "extends",
					    json_boolean(against->extends));
			json_object_set_new(json, "differences",
					    nlog_findings_to_json(&against->differences));
		}
		return cli_print_json_take(output, json);
	}
	nlog_verification_format(&text, found);
	if (against->file)
		add_extension(&text, against);
	status = cli_print(output, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return status;
}

static cli_status verify(const cli_run *cli, pin *against, const cli_output *output,
			 int jobs)
{
	nlog_verification found = NLOG_VERIFICATION_INIT;
	nlog_verify_options options = {
		.now = cli->now, .jobs = (size_t)jobs, .progress = cli_progress_step};
	nlog_store *store = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	cli_progress progress;
	cli_status status;
	int rc = against->file ? read_pin(against, &err) : 0;

	if (rc)
		return cli_fail(&err);
	status = cli_open_store(cli, &store);
	if (status)
		return status;
	cli_progress_begin(&progress, "objects");
	options.data = &progress;
	rc = nlog_verify(&found, store, &options, &err);
	if (!rc && against->file)
		rc = nlog_checkpoint_compare(&against->kept, store, &against->extends,
					     &against->differences, &err);
	cli_progress_end(&progress);
	status = rc ? cli_fail(&err) : print(&found, against, output);
	if (!status && against->file && !against->extends)
		status = CLI_CONFLICT;
	else if (!status && !nlog_verification_is_whole(&found))
		status = CLI_DIFFERENT;
	nlog_verification_clear(&found);
	nlog_store_free(store);
	return status;
}

cli_status cli_verify(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	pin against = {.kept = NLOG_CHECKPOINT_INIT, .differences = NLOG_FINDINGS_INIT};
	int jobs = 0;
	const struct poptOption options[] = {
		{"against", 0, POPT_ARG_STRING, &against.file, 0,
		 "a checkpoint that was kept: does this history extend it?", "FILE"},
		{"format", 'f', POPT_ARG_STRING, &output.format, 0, "text or json",
		 "FORMAT"},
		{"output", 'o', POPT_ARG_STRING, &output.file, 0,
		 "write to FILE, whole or not at all", "FILE"},
		CLI_JOBS_OPTION(jobs),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(
			cli, "verify looks at the whole register: leave '%s' out", args[0]);
	else if (!cli_jobs_are_valid(jobs))
		status = cli_usage(cli, CLI_JOBS_ERROR);
	else
		status = cli_output_check_plain(cli, &output);
	if (!status)
		status = verify(cli, &against, &output, jobs);
	nlog_checkpoint_clear(&against.kept);
	nlog_findings_clear(&against.differences);
	cli_options_end(context);
	return status;
}

static cli_status checkpoint(const cli_run *cli, const cli_output *output)
{
	nlog_checkpoint taken = NLOG_CHECKPOINT_INIT;
	nlog_store *store = NULL;
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	cli_status status = cli_open_store(cli, &store);

	if (status)
		return status;
	if (nlog_checkpoint_take(&taken, store, &err)) {
		status = cli_fail(&err);
	} else {
		nlog_checkpoint_write(&text, &taken);
		status = cli_print(output, nlog_str_slice(&text));
	}
	nlog_str_clear(&text);
	nlog_checkpoint_clear(&taken);
	nlog_store_free(store);
	return status;
}

cli_status cli_checkpoint(cli_run *cli, int argc, const char **argv)
{
	cli_output output = {NULL, NULL};
	const struct poptOption options[] = {{"output", 'o', POPT_ARG_STRING, &output.file,
					      0, "write to FILE, whole or not at all",
					      "FILE"},
					     POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count)
		status = cli_usage(cli,
				   "checkpoint is of the whole register: leave '%s' out",
				   args[0]);
	else
		status = checkpoint(cli, &output);
	cli_options_end(context);
	return status;
}
