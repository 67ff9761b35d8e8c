/* init: make a register. */
#include "cli.h"

#include <noticelog/record.h>
#include <stdio.h>

/* The first commit: the organization's roster, vocabularies and labels. */
static int record_register(const char *draft, const nlog_register *reg,
			   const nlog_record_options *options, nlog_error *err)
{
	nlog_store *store = NULL;
	char commit[NLOG_OID_SIZE];
	int rc = nlog_store_open(&store, draft, err);

	if (!rc)
		rc = nlog_record_register(store, reg, options, commit, err);
	nlog_store_free(store);
	return rc;
}

static cli_status make(const cli_run *cli, const char *path)
{
	nlog_making *making = NULL;
	nlog_register *reg = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_record_options options = NLOG_RECORD_OPTIONS_INIT;
	cli_identity identity;
	/* Who records is asked first: a register without an author is not begun. */
	cli_status status = cli_identify(cli, NULL, &identity);
	int rc;

	if (status) {
		cli_identity_clear(&identity);
		return status;
	}
	options.author = identity.author;
	options.committer = identity.committer;
	nlog_register_builtin(&reg);
	rc = nlog_making_begin(&making, path, &err);
	if (!rc && nlog_making_path(making))
		rc = record_register(nlog_making_path(making), reg, &options, &err);
	if (!rc)
		rc = nlog_making_end(making, &err);
	/* Standard output is checked where the program ends: the register is there in any case. */
	status = rc ? cli_fail(&err) : CLI_FINE;
	if (!rc)
		(void)printf("made the register %s for the %s\n", path,
			     nlog_register_organization(reg));
	nlog_making_free(making);
	nlog_register_free(reg);
	cli_identity_clear(&identity);
	return status;
}

cli_status cli_init(cli_run *cli, int argc, const char **argv)
{
	const struct poptOption options[] = {POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (cli->register_path)
		status = cli_usage(cli, "the folder is the argument: leave -C out");
	else if (count != 1)
		status = cli_usage(cli, "name one folder to make the register in");
	else
		status = make(cli, args[0]);
	cli_options_end(context);
	return status;
}
