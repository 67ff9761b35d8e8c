/* init: make a register. */
#include "cli.h"

#include <noticelog/record.h>
#include <stdio.h>

static cli_status make(const cli_run *cli, const char *path)
{
	nlog_store *store = NULL;
	nlog_register *reg = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_record_options options = NLOG_RECORD_OPTIONS_INIT;
	char commit[NLOG_OID_SIZE];
	cli_identity identity;
	/* Who records is asked first: a register without an author is not begun. */
	cli_status status = cli_identify(cli, NULL, &identity);

	if (status) {
		cli_identity_clear(&identity);
		return status;
	}
	options.author = identity.author;
	options.committer = identity.committer;
	nlog_register_builtin(&reg);
	if (nlog_store_init(path, &err)) {
		status = cli_fail(&err);
	} else if (nlog_store_open(&store, path, &err) ||
		   nlog_record_register(store, reg, &options, commit, &err)) {
		status = cli_fail(&err);
		/* Half a register would stand in the way of a second try; who is busy has a use for it. */
		if (err.code != NLOG_EBUSY)
			nlog_store_discard(path);
	} else {
		(void)printf("made the register %s for the %s\n", path,
			     nlog_register_organization(reg));
	}
	nlog_register_free(reg);
	nlog_store_free(store);
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
