/* completion: a script for the shell, made of the tables of commands and options. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* What an argument may be, by the name that help gives it: words, or files. */
typedef struct {
	const char *argument; /* "FIELD,…": a list parted by commas */
	const char *variable; /* of the script; NULL: files */
	void (*add_words)(nlog_str *out);
} value_kind;

static void add_word(nlog_str *out, const char *word)
{
	nlog_str_addf(out, "%s%s", out->len ? " " : "", word);
}

static void add_fields(nlog_str *out)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		add_word(out, nlog_field_of(id)->name);
}

static void add_rules(nlog_str *out)
{
	for (size_t i = 0; i < nlog_rules_count(); i++)
		add_word(out, nlog_rules_get(i)->id);
}

static void add_severities(nlog_str *out)
{
	for (nlog_severity s = NLOG_SEVERITY_OFF; s <= NLOG_SEVERITY_ACTION; s++)
		add_word(out, nlog_severity_name(s));
}

static void add_states(nlog_str *out)
{
	for (nlog_declaration_state s = NLOG_DECLARED; s <= NLOG_UNCHECKED; s++)
		add_word(out, nlog_declaration_state_name(s));
	add_word(out, "none");
}

static void add_formats(nlog_str *out)
{
	for (size_t i = 0; nlog_format_get(i); i++)
		add_word(out, nlog_format_name(nlog_format_get(i)));
	add_word(out, "json");
}

/* Names have blanks; codes do as well. */
static void add_countries(nlog_str *out)
{
	nlog_register *reg = NULL;

	nlog_register_builtin(&reg);
	for (size_t i = 0; i < nlog_register_economies(reg); i++)
		add_word(out, nlog_register_economy(reg, i)->iso);
	nlog_register_free(reg);
}

static const value_kind kinds[] = {
	{"FIELD,…", "fields", add_fields},
	{"RULE,…", "rules", add_rules},
	{"SEVERITY,…", "severities", add_severities},
	{"STATE,…", "states", add_states},
	{"FORMAT", "formats", add_formats},
	{"COUNTRY", "countries", add_countries},
	{"FILE", NULL, NULL},
	{"DIR", NULL, NULL},
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

static const value_kind *kind_of(const struct poptOption *option)
{
	for (size_t i = 0; option->argDescrip && i < KINDS; i++)
		if (strcmp(kinds[i].argument, option->argDescrip) == 0)
			return &kinds[i];
	return NULL;
}

/* A script under construction. */
typedef struct {
	nlog_str commands; /* their names */
	nlog_str values;   /* arms of a case: what an option's argument may be */
	nlog_str options;  /* arms of a case: which options a command has */
} script;

static void add_value_arm(script *to, const cli_command *command,
			  const struct poptOption *option)
{
	const value_kind *kind = kind_of(option);
	bool is_list = kind && strstr(kind->argument, ",…");

	nlog_str_addf(&to->values, "\t'%s --%s'", command->name, option->longName);
	if (option->shortName)
		nlog_str_addf(&to->values, " | '%s -%c'", command->name, option->shortName);
	if (!kind)
		nlog_str_add(&to->values, ") return ;;\n");
	else if (!kind->variable)
		nlog_str_add(&to->values, ") COMPREPLY=($(compgen -f -- \"$cur\")); "
					  "return ;;\n");
	else
		nlog_str_addf(
			&to->values,
			") COMPREPLY=($(compgen %s-W \"$%s\" -- \"%s\")); return ;;\n",
			is_list ? "-P \"${cur%\"${cur##*,}\"}\" " : "", kind->variable,
			is_list ? "${cur##*,}" : "$cur");
}

static void add_command(const cli_command *command, const struct poptOption *options,
			void *data)
{
	script *to = data;

	nlog_str_addf(&to->options, "\t%s) words='--help", command->name);
	for (; options->longName; options++) {
		nlog_str_addf(&to->options, " --%s", options->longName);
		if (options->argDescrip)
			add_value_arm(to, command, options);
	}
	nlog_str_add(&to->options, "' ;;\n");
}

static void add_function(nlog_str *out, const script *from)
{
	nlog_str_add(out, "_noticelog()\n{\n"
			  "\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
			  "prev=${COMP_WORDS[COMP_CWORD-1]} command= words= i\n");
	for (size_t i = 0; i < KINDS; i++) {
		nlog_str words = NLOG_STR_INIT;

		if (!kinds[i].variable)
			continue;
		kinds[i].add_words(&words);
		nlog_str_addf(out, "\tlocal %s='%s'\n", kinds[i].variable,
			      nlog_str_text(&words));
		nlog_str_clear(&words);
	}
	nlog_str_add(out, "\tCOMPREPLY=()\n"
			  "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
			  "\t\tcase ${COMP_WORDS[i]} in\n"
			  "\t\t-C) i=$((i + 1)) ;;\n"
			  "\t\t-*) ;;\n"
			  "\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
			  "\t\tesac\n"
			  "\tdone\n");
	nlog_str_addf(
		out,
		"\tif [[ $prev != -C && ( -z $command || $command == help ) ]]; then\n"
		"\t\tCOMPREPLY=($(compgen -W '%s' -- \"$cur\"))\n"
		"\t\treturn\n"
		"\tfi\n",
		nlog_str_text(&from->commands));
	nlog_str_addf(out, "\tcase \"$command $prev\" in\n%s\tesac\n",
		      nlog_str_text(&from->values));
	nlog_str_addf(out, "\tcase $command in\n%s\tesac\n", nlog_str_text(&from->options));
	nlog_str_add(out, "\tif [[ $cur == -* ]]; then\n"
			  "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
			  "\telse\n"
			  "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n"
			  "\tfi\n}\n"
			  "complete -o filenames -F _noticelog noticelog\n");
}

/* The shells, and what they need before the function. */
static const struct {
	const char *name, *prologue;
} shells[] = {
	{"bash", "# bash completion for noticelog\n"},
	{"zsh", "#compdef noticelog\nautoload -U +X bashcompinit && bashcompinit\n"},
};

#define SHELLS (sizeof(shells) / sizeof(*shells))

static cli_status print_script(const cli_run *cli, const char *prologue)
{
	script parts = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT};
	nlog_str out = NLOG_STR_INIT;
	cli_status status;

	cli_visit_commands(cli, &parts.commands, add_command, &parts);
	nlog_str_add(&out, prologue);
	add_function(&out, &parts);
	status = cli_put(nlog_str_slice(&out));
	nlog_str_clear(&parts.commands);
	nlog_str_clear(&parts.values);
	nlog_str_clear(&parts.options);
	nlog_str_clear(&out);
	return status;
}

cli_status cli_completion(cli_run *cli, int argc, const char **argv)
{
	const struct poptOption options[] = {POPT_TABLEEND};
	const char *prologue = NULL;
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	for (size_t i = 0; count == 1 && !prologue && i < SHELLS; i++)
		if (strcmp(shells[i].name, args[0]) == 0)
			prologue = shells[i].prologue;
	status = prologue ? print_script(cli, prologue)
			  : cli_usage(cli, "name the shell: bash or zsh");
	cli_options_end(context);
	return status;
}
