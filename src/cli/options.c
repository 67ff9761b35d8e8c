/* Options and arguments of a command, and its help. */
#include "cli.h"

#include <errno.h>
#include <noticelog/parallel.h>
#include <noticelog/suggestion.h>
#include <noticelog/text.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define HELP 'h'
#define HELP_WIDTH 79
#define LEFT_WIDTH 26 /* of an option and its argument, in columns */

/* Print words, broken at blanks; LF LF begins a paragraph. */
static void print_wrapped(const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t len = strcspn(text, " \n");
		size_t width = nlog_text_width((nlog_slice){text, len});

		if (column && column + 1 + width > HELP_WIDTH) {
			(void)putchar('\n');
			column = 0;
		}
		(void)printf("%s%.*s", column ? " " : "", (int)len, text);
		column += width + (column ? 1 : 0);
		text += len;
		if (strncmp(text, "\n\n", 2) == 0) {
			(void)puts("\n");
			column = 0;
		}
		text += strspn(text, " \n");
	}
	(void)putchar('\n');
}

static void print_option(const struct poptOption *option)
{
	nlog_str left = NLOG_STR_INIT;
	size_t width;

	if (option->shortName)
		nlog_str_addf(&left, "-%c, ", option->shortName);
	else
		nlog_str_add(&left, "    ");
	nlog_str_addf(&left, "--%s", option->longName);
	if (option->argDescrip)
		nlog_str_addf(&left, " %s", option->argDescrip);
	width = nlog_text_width(nlog_str_slice(&left));
	nlog_str_add_repeat(&left, ' ', width < LEFT_WIDTH ? LEFT_WIDTH - width : 0);
	(void)printf("  %s  %s\n", nlog_str_text(&left), option->descrip);
	nlog_str_clear(&left);
}

void cli_help(const cli_command *command, const struct poptOption *options)
{
	static const struct poptOption help = {
		"help", HELP, POPT_ARG_NONE, NULL, HELP, "show this help", NULL};

	(void)printf("Usage: noticelog [-C DIR] %s [OPTION…]%s%s\n\n", command->name,
		     *command->arguments ? " " : "", command->arguments);
	print_wrapped(command->description);
	(void)puts("\nOptions:");
	for (; options->longName; options++)
		print_option(options);
	print_option(&help);
}

cli_status cli_usage(const cli_run *cli, const char *format, ...)
{
	nlog_str text = NLOG_STR_INIT, visible = NLOG_STR_INIT;
	va_list args;

	va_start(args, format);
	nlog_str_addv(&text, format, args);
	va_end(args);
	nlog_str_add_visible(&visible, nlog_str_slice(&text));
	(void)fprintf(stderr,
		      "noticelog %s: %s (`noticelog %s --help` shows the options)\n",
		      cli->command->name, nlog_str_text(&visible), cli->command->name);
	nlog_str_clear(&text);
	nlog_str_clear(&visible);
	return CLI_USAGE;
}

/* The command's options and `--help`. */
static void with_help(struct poptOption *all, const struct poptOption *options)
{
	static const struct poptOption end = POPT_TABLEEND;
	size_t count = 0;

	for (; options[count].longName && count < CLI_OPTION_MAX - 2; count++)
		all[count] = options[count];
	all[count++] =
		(struct poptOption){"help", HELP, POPT_ARG_NONE, NULL, HELP, NULL, NULL};
	all[count] = end;
}

/* The texts that options hold before any is read; NULL for other options. */
static void remember_defaults(char **defaults, const struct poptOption *options)
{
	for (size_t i = 0; options[i].longName && i < CLI_OPTION_MAX; i++)
		defaults[i] = options[i].argInfo == POPT_ARG_STRING
				      ? *(char **)options[i].arg
				      : NULL;
}

/* popt hands out copies of the texts that it reads: they are freed when the run ends. */
static void keep_values(cli_run *cli, char *const *defaults,
			const struct poptOption *options)
{
	for (size_t i = 0; options[i].longName && cli->value_count < CLI_OPTION_MAX; i++)
		if (options[i].argInfo == POPT_ARG_STRING &&
		    *(char **)options[i].arg != defaults[i])
			cli->values[cli->value_count++] = *(char **)options[i].arg;
}

/* What is wrong with an option; of one that there is not, which comes near. */
static void refuse_option(const cli_run *cli, const struct poptOption *options,
			  const char *given, int rc)
{
	size_t dashes = strspn(given, "-");
	nlog_slice name = {given + dashes, strcspn(given + dashes, "=")};
	nlog_suggestion near = nlog_suggestion_for(name);
	nlog_str text = NLOG_STR_INIT;

	for (; rc == POPT_ERROR_BADOPT && dashes == 2 && options->longName; options++)
		nlog_suggestion_offer(&near, options->longName);
	nlog_suggestion_add(&text, &near);
	cli_usage(cli, "%s: %s%s", given, poptStrerror(rc), nlog_str_text(&text));
	nlog_str_clear(&text);
}

cli_status cli_options_begin(cli_run *cli, poptContext *context, int argc,
			     const char **argv, const struct poptOption *options,
			     const char ***args, size_t *count)
{
	static const char *none[] = {NULL};
	struct poptOption all[CLI_OPTION_MAX];
	char *defaults[CLI_OPTION_MAX];
	int rc;

	if (cli->visit) {
		cli->visit(cli->command, options, cli->visit_data);
		return CLI_HELPED;
	}
	remember_defaults(defaults, options);
	with_help(all, options);
	errno = 0;
	*context = poptGetContext(NULL, argc, argv, all, 0);
	/* It goes on where it has no room for arguments: those given would be none. */
	if (!*context || errno == ENOMEM) {
		nlog_error err = NLOG_ERROR_INIT;

		nlog_error_set(&err, NLOG_ELIMIT, "out of memory; nothing was recorded");
		cli_options_end(*context);
		return cli_fail(&err);
	}
	while ((rc = poptGetNextOpt(*context)) >= 0) {
		if (rc != HELP)
			continue;
		keep_values(cli, defaults, options);
		cli_help(cli->command, options);
		cli_options_end(*context);
		return CLI_HELPED;
	}
	keep_values(cli, defaults, options);
	if (rc < -1) {
		refuse_option(cli, options, poptBadOption(*context, POPT_BADOPTION_NOALIAS),
			      rc);
		cli_options_end(*context);
		return CLI_USAGE;
	}
	*args = poptGetArgs(*context);
	if (!*args)
		*args = none;
	for (*count = 0; (*args)[*count];)
		(*count)++;
	return CLI_FINE;
}

void cli_options_end(poptContext context)
{
	poptFreeContext(context);
}

bool cli_jobs_are_valid(int jobs)
{
	return jobs >= 0 && jobs <= NLOG_JOBS_MAX;
}
