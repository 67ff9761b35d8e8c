/**
 * @file
 * The command line: what its commands share.
 */
#ifndef NOTICELOG_CLI_H
#define NOTICELOG_CLI_H

#include <noticelog/json.h>
#include <popt.h>
#include <stdbool.h>

#include <noticelog/error.h>
#include <noticelog/filter.h>
#include <noticelog/finding.h>
#include <noticelog/history.h>
#include <noticelog/record.h>
#include <noticelog/render.h>
#include <noticelog/store.h>
#include <noticelog/write.h>

#define CLI_VERSION "0.1.0"

/** Exit status of every command. */
typedef enum {
	CLI_FINE = 0,
	CLI_DIFFERENT = 1, /**< differences, or findings of error severity */
	CLI_USAGE = 2,
	CLI_FAILURE = 3,  /**< input, files, repository, damage */
	CLI_CONFLICT = 4, /**< the register says otherwise, is busy, or moved on */
	CLI_HELPED = -1,  /**< not a status: help was shown, the command is done */
} cli_status;

/** The most options that a command has. */
#define CLI_OPTION_MAX 32

/** One row of the table of commands; static. */
typedef struct cli_run cli_run;
typedef struct {
	const char *name;
	const char *arguments;   /**< "FILE…" */
	const char *summary;     /**< for the list of commands */
	const char *description; /**< for --help: paragraphs parted by a blank line */
	cli_status (*run)(cli_run *cli, int argc, const char **argv);
} cli_command;

/** Told of a command's options, ended by POPT_TABLEEND. */
typedef void cli_visit(const cli_command *command, const struct poptOption *options,
		       void *data);

/** One run of the program. */
struct cli_run {
	const cli_command *command;
	const char *register_path; /**< -C, or NULL */
	nlog_instant now;          /**< the clock, read once */
	bool is_terminal;          /**< standard output is a terminal */
	bool is_colourful;
	size_t width;
	char *values[CLI_OPTION_MAX]; /**< owned; of options that take a text */
	size_t value_count;
	/** Not NULL: the command is not run, it only shows its options to this. */
	cli_visit *visit;
	void *visit_data;
};

/* main.c */

/** Go through all commands: their names are added, parted by blanks, and their options shown. */
void cli_visit_commands(const cli_run *cli, nlog_str *names, cli_visit *visit, void *data);

/* options.c */

/**
 * Read a command's options and arguments; shows help or a usage error itself.
 *
 * @param options  ended by POPT_TABLEEND; values are set where they point to
 * @param args     the arguments, ended by NULL; borrowed until cli_options_end()
 * @param count    how many
 * @return CLI_FINE to go on; CLI_HELPED or CLI_USAGE to stop
 */
cli_status cli_options_begin(cli_run *cli, poptContext *context, int argc,
			     const char **argv, const struct poptOption *options,
			     const char ***args, size_t *count);
void cli_options_end(poptContext context);

/** Stop with the command's usage in one line. @return CLI_USAGE */
cli_status cli_usage(const cli_run *cli, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** Show the description, arguments and options of a command. */
void cli_help(const cli_command *command, const struct poptOption *options);

/* output.c */

/** Where a command's output goes, and in what form. */
typedef struct {
	const char *format; /**< as the user named it; NULL: text */
	const char *file;   /**< -o, or NULL for standard output */
} cli_output;

/** @param formats  what cli_output_check() is told, in words */
#define CLI_OUTPUT_OPTIONS_OF(output, formats)                                             \
	{"format", 'f', POPT_ARG_STRING, &(output).format, 0, formats, "FORMAT"},          \
	{                                                                                  \
		"output", 'o', POPT_ARG_STRING, &(output).file, 0,                         \
			"write to FILE, whole or not at all", "FILE"                       \
	}
#define CLI_OUTPUT_OPTIONS(output)                                                         \
	CLI_OUTPUT_OPTIONS_OF(output, "text, markdown, html or json")
/** The same for a command whose output can be had as a table. */
#define CLI_TABLE_OUTPUT_OPTIONS(output)                                                   \
	CLI_OUTPUT_OPTIONS_OF(output, "text, markdown, html, csv or json")

/** Is the format one that we have? Says so if not. @return CLI_FINE or CLI_USAGE */
cli_status cli_output_check(const cli_run *cli, const cli_output *output);
/** The same for a command that has text and JSON alone. */
cli_status cli_output_check_plain(const cli_run *cli, const cli_output *output);
/** The same for a command whose output can be had as a table, and so as CSV. */
cli_status cli_output_check_table(const cli_run *cli, const cli_output *output);
/** The same for a command whose output has these contents. @param contents  bits, 1 << nlog_content */
cli_status cli_output_check_for(const cli_run *cli, const cli_output *output,
				unsigned contents);
/** Is the format that of this name? */
bool cli_output_is(const cli_output *output, const char *format);
bool cli_output_is_json(const cli_output *output);
bool cli_output_is_csv(const cli_output *output);

/** Wait until all that was printed is out. @return CLI_FINE, or CLI_FAILURE, which is told */
cli_status cli_flush(void);
/** Print bytes, and wait until they are out. @return CLI_FINE or CLI_FAILURE */
cli_status cli_put(nlog_slice bytes);
/** The same, to where the output goes. */
cli_status cli_print(const cli_output *output, nlog_slice bytes);
/** @return how a report is rendered for where the output goes; without a title */
nlog_render_options cli_render_options(const cli_run *cli, const cli_output *output);
/** @return the wanted format; not for JSON */
const nlog_format *cli_output_format(const cli_output *output);
/** Append a report in the wanted format. */
void cli_render(const cli_run *cli, const cli_output *output, const nlog_report *report,
		nlog_str *out);
/** Print a report in the wanted format. */
cli_status cli_print_report(const cli_run *cli, const cli_output *output,
			    const nlog_report *report);
/** Print what is long piece by piece. @param write  gives the pieces of what to put */
cli_status cli_print_pieces(const cli_output *output,
			    void (*write)(const void *what,
					  void (*put)(nlog_slice piece, void *data),
					  void *data),
			    const void *what);
/** Print JSON in stored form; value is taken. */
cli_status cli_print_json_take(const cli_output *output, json_t *value);

/** Say on standard error what went wrong. @return the status for the error's code */
cli_status cli_fail(const nlog_error *err);
/** Print findings of that severity and graver on standard error. */
void cli_print_findings(const nlog_findings *findings, nlog_level least);

/* entries.c */

/**
 * Entries printed one after the other, each as soon as it is known. To a file they
 * go at the end, all or none; so does a page of HTML or a feed, which is one piece.
 */
typedef struct {
	const cli_run *cli;
	const cli_output *output;
	const char *json_format; /**< "noticelog-log/1" */
	nlog_report page;
	nlog_str held;
	size_t count;
} cli_entries;

/** Begin; JSON is `{"entries": […], "format": json_format}`. Arguments are borrowed. */
cli_status cli_entries_begin(cli_entries *entries, const cli_run *cli,
			     const cli_output *output, const char *json_format);
/** Add an entry as a report; it is empty afterwards. */
cli_status cli_entries_add_report(cli_entries *entries, nlog_report *report);
/** Add an entry as JSON; value is taken. */
cli_status cli_entries_add_json_take(cli_entries *entries, json_t *value);
/** End what was begun; after an error nothing more is printed. @return status, or a new error */
cli_status cli_entries_end(cli_entries *entries, cli_status status);

/* filter.c */

/** How many threads; 0: as many as there are processors. */
#define CLI_JOBS_OPTION(jobs)                                                              \
	{                                                                                  \
		"jobs", 'j', POPT_ARG_INT, &(jobs), 0,                                     \
			"work in N threads; 0, as without it: one a processor", "N"        \
	}
#define CLI_JOBS_ERROR "--jobs is a number from 1 to 64, or 0 for one thread a processor"
bool cli_jobs_are_valid(int jobs);

/** Which history is seen. */
typedef struct {
	const char *as_of, *as_known;
	int is_without_index;
	int jobs; /**< threads that reading may use; 0: as many as there are processors */
} cli_view;

#define CLI_VIEW_OPTIONS(view)                                                             \
	{"as-of",       0, POPT_ARG_STRING,                                                \
	 &(view).as_of, 0, "only what had been issued by the end of DAY",                  \
	 "DAY"},                                                                           \
		{"as-known",                                                               \
		 0,                                                                        \
		 POPT_ARG_STRING,                                                          \
		 &(view).as_known,                                                         \
		 0,                                                                        \
		 "only what had been recorded by the end of DAY (UTC)",                    \
		 "DAY"},                                                                   \
	{                                                                                  \
		"no-index", 0, POPT_ARG_NONE, &(view).is_without_index, 0,                 \
			"read the register itself, not what was kept of it", NULL          \
	}

/** Which steps are shown. */
typedef struct {
	const char *notice, *since, *until, *author, *rule, *severity, *country, *field,
		*declared;
} cli_filter;

#define CLI_FILTER_OPTIONS(filter)                                                         \
	{"since", 0, POPT_ARG_STRING, &(filter).since, 0, "issued on that day or later",   \
	 "DAY"},                                                                           \
		{"until",                                                                  \
		 0,                                                                        \
		 POPT_ARG_STRING,                                                          \
		 &(filter).until,                                                          \
		 0,                                                                        \
		 "issued on that day or earlier",                                          \
		 "DAY"},                                                                   \
		{"author",                                                                 \
		 0,                                                                        \
		 POPT_ARG_STRING,                                                          \
		 &(filter).author,                                                         \
		 0,                                                                        \
		 "recorded by one whose name or e-mail has TEXT",                          \
		 "TEXT"},                                                                  \
		{"rule",         0, POPT_ARG_STRING,                                       \
		 &(filter).rule, 0, "with an amendment of RULE (timing: all of timing)",   \
		 "RULE,…"},                                                                \
		{"severity",         0, POPT_ARG_STRING,                                   \
		 &(filter).severity, 0, "with an amendment of that severity",              \
		 "SEVERITY,…"},                                                            \
		{"field",         0, POPT_ARG_STRING,                                      \
		 &(filter).field, 0, "with an amendment of that member of a notice",       \
		 "FIELD,…"},                                                               \
		{"declared",                                                               \
		 0,                                                                        \
		 POPT_ARG_STRING,                                                          \
		 &(filter).declared,                                                       \
		 0,                                                                        \
		 "declared, undeclared, misdeclared, phantom, unchecked, none",            \
		 "STATE,…"},                                                               \
	{                                                                                  \
		"country", 0, POPT_ARG_STRING, &(filter).country, 0,                       \
			"that concern a host or one who may take part", "COUNTRY"          \
	}

/** Read a day; text NULL: the option was not given. @return CLI_FINE or CLI_USAGE */
cli_status cli_read_day(const cli_run *cli, const char *option, const char *text, bool *has,
			nlog_date *day);
/**
 * Find a country of the roster; text NULL: the option was not given.
 *
 * @param option  NULL: it is an argument
 */
cli_status cli_read_country(const cli_run *cli, const char *option, const char *text,
			    const nlog_history *history, const nlog_economy **out);
/** What a filter asks of the history. */
cli_status cli_read_scope(const cli_run *cli, const cli_filter *options,
			  nlog_history_scope *out);
/** Read the filter. @param out  borrows from the options and the history */
cli_status cli_filter_read(const cli_run *cli, const cli_filter *options,
			   const nlog_history *history, nlog_filter *out);
/** Open the register as the view sees it. @param scope  what is asked of it; NULL: everything */
cli_status cli_open_scope(const cli_run *cli, const cli_view *view,
			  const nlog_history_scope *scope, nlog_store **store,
			  nlog_history **history);
/** The same, all of it. */
cli_status cli_open_view(const cli_run *cli, const cli_view *view, nlog_store **store,
			 nlog_history **history);

/* index.c */

/**
 * The folder that indexes are kept in: `noticelog` in $XDG_CACHE_HOME, else in ~/.cache.
 *
 * @return owned; NULL if the environment names neither
 */
char *cli_index_folder(void);
/** Open a register's index and bring it up to the head, with a progress bar. See nlog_index_open(). */
int cli_build_index(nlog_index **out, const nlog_store *store, bool is_fresh,
		    nlog_error *err);
/** The same for a command that can do without. @return NULL if there is none: the user was told */
nlog_index *cli_open_index(const nlog_store *store);

/* register.c */

/** Do -C or the environment name a register? */
bool cli_names_register(const cli_run *cli);

/** Open the register that the command line, the environment or the folder names. */
cli_status cli_open_store(const cli_run *cli, nlog_store **out);
/** The same, and its history. */
cli_status cli_open_history(const cli_run *cli, nlog_store **store, nlog_history **history);
/**
 * The register.json that -C or the environment names, else the built-in one.
 *
 * @param looks_around  take that of the folder we are in, too
 * @param out           owned; free with nlog_register_free()
 */
cli_status cli_open_vocabulary(const cli_run *cli, bool looks_around, nlog_register **out);

/* sources.c */

/** The register, if there is one, else words to read files with: one of the last two is set. */
typedef struct {
	nlog_store *store;
	nlog_history *history;
	nlog_register *vocabulary;
} cli_sources;

/** A name with a slash, or that of a file there is: a file, unless it names a notice. */
bool cli_may_be_file(const char *name);
/**
 * Open the register if it is needed, seen of a day or named; else the built-in words.
 *
 * @param out  to be closed in any case
 */
cli_status cli_open_sources(const cli_run *cli, const cli_view *seen, bool needs_register,
			    cli_sources *out);
void cli_close_sources(cli_sources *sources);
/** @return the vocabulary that files are read with; borrowed */
const nlog_register *cli_sources_register(const cli_sources *sources);

/** Who records, and when, as git would have it. Strings are owned. */
typedef struct {
	nlog_str names[4];
	nlog_person author, committer;
	bool is_author_now, is_committer_now; /**< the time is the clock's, not git's */
} cli_identity;

/** @param store  NULL: only the environment and the user's configuration are asked */
cli_status cli_identify(const cli_run *cli, const nlog_store *store, cli_identity *out);
void cli_identity_clear(cli_identity *identity);
/** The same for a writer, whose times are the clock's once the register is locked. */
cli_status cli_identify_writer(const cli_run *cli, const nlog_store *store,
			       cli_identity *identity, nlog_record_options *out);

#define CLI_WAIT_OPTION(seconds)                                                           \
	{                                                                                  \
		"wait", 0, POPT_ARG_INT, &(seconds), 0,                                    \
			"how long to wait for another writer (30)", "SECONDS"              \
	}

/** Is the wait one that makes sense? @return CLI_FINE or CLI_USAGE */
cli_status cli_read_wait(const cli_run *cli, int seconds, nlog_record_options *out);

/* The commands */

cli_status cli_init(cli_run *cli, int argc, const char **argv);
cli_status cli_parse(cli_run *cli, int argc, const char **argv);
cli_status cli_canon(cli_run *cli, int argc, const char **argv);
cli_status cli_record(cli_run *cli, int argc, const char **argv);
cli_status cli_list(cli_run *cli, int argc, const char **argv);
cli_status cli_show(cli_run *cli, int argc, const char **argv);
cli_status cli_log(cli_run *cli, int argc, const char **argv);
cli_status cli_diff(cli_run *cli, int argc, const char **argv);
cli_status cli_apply(cli_run *cli, int argc, const char **argv);
cli_status cli_blame(cli_run *cli, int argc, const char **argv);
cli_status cli_instrument(cli_run *cli, int argc, const char **argv);
cli_status cli_changelog(cli_run *cli, int argc, const char **argv);
cli_status cli_summary(cli_run *cli, int argc, const char **argv);
cli_status cli_ledger(cli_run *cli, int argc, const char **argv);
cli_status cli_audit(cli_run *cli, int argc, const char **argv);
cli_status cli_verify(cli_run *cli, int argc, const char **argv);
cli_status cli_checkpoint(cli_run *cli, int argc, const char **argv);
cli_status cli_import(cli_run *cli, int argc, const char **argv);
cli_status cli_export(cli_run *cli, int argc, const char **argv);

cli_status cli_index(cli_run *cli, int argc, const char **argv);
cli_status cli_check(cli_run *cli, int argc, const char **argv);
cli_status cli_rules(cli_run *cli, int argc, const char **argv);
cli_status cli_completion(cli_run *cli, int argc, const char **argv);
cli_status cli_roster(cli_run *cli, int argc, const char **argv);

#endif
