/* The program: the table of commands, and the way to them. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/suggestion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static cli_status run_help(cli_run *cli, int argc, const char **argv);
static cli_status run_version(cli_run *cli, int argc, const char **argv);

static const cli_command commands[] = {
	{"init", "DIR", "make a register",
	 "Makes DIR a register: a bare git repository with the organization's roster, "
	 "vocabularies and labels in register.json. DIR must not exist, or be empty.",
	 cli_init},
	{"record", "FILE…", "record notices as revisions",
	 "Parses each FILE (a document, or a notice in stored form; - is the standard "
	 "input), finds the notice that it revises, and commits it: all files in one step, "
	 "or none. Says what was amended, and whether the notice announced it.\n\n"
	 "A file that says the same as the latest revision is no revision. An addendum is "
	 "applied to the notices that it names, if the old values that it states agree. A "
	 "register.json is checked and becomes the register's vocabulary.",
	 cli_record},
	{"list", "", "every notice with its latest revision",
	 "Lists every notice: when and where it takes place, its closing date, and how "
	 "often "
	 "it was revised.",
	 cli_list},
	{"show", "NOTICE[@REVISION]", "one revision of a notice",
	 "Shows a notice in the house layout. NOTICE is a key, a project code that it ever "
	 "had, or a reference number; REVISION is a number, a day (what was in force on "
	 "it), latest, or a git revision.",
	 cli_show},
	{"log", "[NOTICE]", "revisions with their amendments, newest first",
	 "Shows what each revision amended, newest first: the gravest amendments by name, "
	 "the others folded into a line.",
	 cli_log},
	{"diff", "A [B]", "what was amended between two revisions or documents",
	 "Compares two revisions (NOTICE@1 NOTICE@2, or NOTICE@1 alone with the latest), "
	 "or "
	 "two files. One NOTICE: its latest revision with the one before. One file: what "
	 "it "
	 "declares by itself. The amendment comes first, the fields that it rests on "
	 "under it. Status 0 means no difference, 1 that there are some.",
	 cli_diff},
	{"apply", "OLD DIFF.json", "the new notice, from the old one and a diff",
	 "Applies what `diff -f json` printed to the notice that it started from (a "
	 "revision "
	 "or a file), and prints the notice that comes out, in stored form. Refused with "
	 "status 4 if an old value is not the notice's.",
	 cli_apply},
	{"blame", "NOTICE[@REVISION] [FIELD]", "which revision set each value of a notice",
	 "Shows for each field of a notice which revision of the official sequence set its "
	 "value, whether the notice announced it, and how often the field was amended; "
	 "below, when and by whom these revisions were issued and recorded. FIELD is a "
	 "member of a notice (closing_dates) or a printed label (\"Closing Date\"); with "
	 "it "
	 "long texts are shown in full, and what the field was before.",
	 cli_blame},
	{"instrument", "NOTICE[@REVISION]", "the words that announce a revision",
	 "Writes what announces the changes of a revision against the one before it: a "
	 "paragraph of Remarks, the rows of a change history, or an addendum. What is "
	 "written is read back as those changes and nothing else; where values cannot be "
	 "put so, it says only that the field has changed. Nothing is recorded.",
	 cli_instrument},
	{"changelog", "", "amendments over a range of days",
	 "Writes the change log: every revision and what it amended, by date of issue or "
	 "by "
	 "notice, and the checkpoint line of the register at its end. The same register "
	 "gives the same bytes.",
	 cli_changelog},
	{"summary", "COUNTRY", "what changed for a country, what to do, and by when",
	 "Tells a country what changed since it was last told: what it has to do and by "
	 "when, what is good to know, what is no longer its own; then the amendments of "
	 "each notice, from what it was told to what is in force. A country that was never "
	 "told gets everything in force that concerns it and is not over.\n\n"
	 "--record notes in the ledger that this was told; nothing is told twice then, and "
	 "nothing is left out. --all writes a summary for every member, and an index page, "
	 "into the folder of --output; a file that has its content already is left as it "
	 "is.",
	 cli_summary},
	{"ledger", "[COUNTRY]", "what a country officially knew, and when it was told",
	 "Shows what a country knew on a day: the notices as they were when it was last "
	 "told "
	 "by then; and what it was told too late: an invitation or a closing date after "
	 "that "
	 "closing date, another grave change after the start, also where nobody has told "
	 "it "
	 "yet. Without COUNTRY, every member in a line.",
	 cli_ledger},
	{"audit", "", "every amendment: was it announced, and how long before the start?",
	 "Gathers the amendments of all revisions: those that were not announced first, "
	 "each with the days of notice that it gave before the start; then what the checks "
	 "find, also over all notices (reference numbers, ordinals of meetings, project "
	 "codes, serials of letters), charts and figures. Filters choose amendments; the "
	 "figures say of how many.\n\n"
	 "--reclassify lists the revisions whose commits name other amendments than the "
	 "rules of today find.\n\n"
	 "Status 1 means that there is a finding of severity error.",
	 cli_audit},
	{"parse", "FILE…", "a document as a notice in stored form",
	 "Reads documents (plain text, Markdown, HTML) and prints what they say in stored "
	 "form; findings go to standard error. -f json gives both. Uses the built-in "
	 "register "
	 "unless -C or NOTICELOG_DIR names another.",
	 cli_parse},
	{"canon", "[FILE]", "any JSON in canonical form",
	 "Reads JSON from FILE or standard input and prints it in the form in which a "
	 "register keeps it: RFC 8785 with white space added. Prints nothing if any of it "
	 "is invalid.",
	 cli_canon},
	{"verify", "", "is the register whole, and does it extend what was kept?",
	 "Reads every object that the register's history reaches and holds it against its "
	 "id; reads every stored notice, addendum and register strictly; and holds every "
	 "commit's trailers, numbers, digests, sources and chain against what they speak "
	 "of. Names all that is not as it must be, not only the first of it. --against "
	 "proves that the history only added to what a checkpoint kept, or lists what "
	 "vanished, changed or was reordered.\n\n"
	 "Status 1: something is damaged or a link is broken. Status 3: the repository "
	 "cannot be read at all. Status 4: the checkpoint is not extended.",
	 cli_verify},
	{"checkpoint", "",
	 "what to keep elsewhere, to see later that nothing was rewritten",
	 "Prints the register's head, entry and chain, and the digest of every revision, "
	 "one JSON object a line. Keep it outside the register: `noticelog verify "
	 "--against FILE` holds a later history against it.",
	 cli_checkpoint},
	{"import", "[FILE]", "many revisions at once, one JSON object a line",
	 "Reads lines such as {\"notice\": {…}, \"as\": KEY, \"kind\": …, \"corrects\": N, "
	 "\"issued\": DAY, \"time\": …, \"author\": {…}, \"source\": {…}, \"addendum\": "
	 "{…}} from "
	 "FILE or standard input; only the notice must be there. Each line that says "
	 "something new becomes a revision; a stream that was imported before adds "
	 "nothing. "
	 "All of it is recorded or, with the first line that cannot be, nothing.\n\n"
	 "What `export` writes, `import` reads. The register.json is not in it: record "
	 "that "
	 "first where it is not the built-in one.",
	 cli_import},
	{"export", "[NOTICE…]", "the register for others",
	 "Prints each NOTICE, or all, as it is in force, one JSON object a line. --all "
	 "prints "
	 "every revision in the order recorded, with its document, addendum, author and "
	 "time: "
	 "`import` makes the same notices and official sequences of it. --versioned prints "
	 "each notice once, every field with all values that it had.\n\n"
	 "--bundle writes the auditor's kit into DIR, which must not exist, or be empty: "
	 "the whole history as a git bundle, a manifest of every revision's digest, and a "
	 "short shell script that checks one against the other with git, jq and sha256sum, "
	 "on a machine without noticelog.",
	 cli_export},
	{"index", "", "what is kept to answer sooner",
	 "Makes or renews the index of the register, and says where it is and what it "
	 "holds. It is a cache of your own, outside the register: commands bring it up to "
	 "the head by themselves, make it anew where it is damaged or not of this "
	 "register, "
	 "and read the register where it cannot be used. It can be removed at any time.",
	 cli_index},
	{"check", "[NOTICE|FILE…]", "what is likely wrong in notices or files",
	 "Checks the latest revision of each NOTICE (or NOTICE@REVISION) and the step that "
	 "led to it, or a document by itself: dates in their order, seats, the old city "
	 "still named after a change. Without a name, all notices. Status 1 means that "
	 "something cannot be right; the rest is for a reader to judge.",
	 cli_check},
	{"rules", "[RULE]", "the amendments and findings that there are",
	 "Lists every kind of amendment and of finding, with its severity and when it "
	 "fires; RULE shows one in full.",
	 cli_rules},
	{"roster", "", "who is a member on a day",
	 "Lists the economies that are members of the organization on a day.", cli_roster},
	{"completion", "bash|zsh", "a script that lets the shell complete words",
	 "Prints a script that completes commands, options, and what options take: fields, "
	 "rules, severities, formats, countries. In ~/.bashrc: source <(noticelog "
	 "completion bash).",
	 cli_completion},
	{"help", "[COMMAND]", "this list, or a command's options", "Shows help.", run_help},
	{"version", "", "the version of the program", "Prints the version.", run_version},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(*commands))

static const cli_command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

void cli_visit_commands(const cli_run *cli, nlog_str *names, cli_visit *visit, void *data)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		cli_run run = *cli;
		const char *words[] = {commands[i].name, NULL};

		nlog_str_addf(names, "%s%s", i ? " " : "", commands[i].name);
		/* Its options are known to the command alone: it is asked, and goes no further. */
		run.command = &commands[i];
		run.visit = visit;
		run.visit_data = data;
		if (commands[i].run != run_help && commands[i].run != run_version)
			(void)commands[i].run(&run, 1, words);
	}
}

static void print_overview(void)
{
	(void)puts(
		"Usage: noticelog [-C DIR] COMMAND …\n\n"
		"Keeps official notices in a git repository, names every difference "
		"between "
		"their\nrevisions as an amendment, and says whether it was announced.\n\n"
		"Commands:");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		(void)printf("  %-11s %s\n", commands[i].name, commands[i].summary);
	(void)puts(
		"\n`noticelog COMMAND --help` shows a command's options.\n\n"
		"-C DIR names the register; else NOTICELOG_DIR does, else it is the folder "
		"we\nare in or one above it, or ./notices.git.\n\n"
		"Exit status: 0 fine, 1 differences or errors found, 2 usage, 3 failure,\n"
		"4 conflict or busy.");
}

static cli_status complain(const char *what, const char *word)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_suggestion near = nlog_suggestion_for(nlog_slice_of(word));

	nlog_str_add_visible(&text, nlog_slice_of(word));
	nlog_str_addc(&text, '\'');
	for (size_t i = 0; word[0] != '-' && i < COMMAND_COUNT; i++)
		nlog_suggestion_offer(&near, commands[i].name);
	nlog_suggestion_add(&text, &near);
	(void)fprintf(stderr, "noticelog: %s '%s (`noticelog help` lists the commands)\n",
		      what, nlog_str_text(&text));
	nlog_str_clear(&text);
	return CLI_USAGE;
}

static cli_status run_help(cli_run *cli, int argc, const char **argv)
{
	const cli_command *command;
	const char *words[] = {NULL, "--help", NULL};

	if (argc < 2) {
		print_overview();
		return CLI_FINE;
	}
	command = find_command(argv[1]);
	if (!command)
		return complain("unknown command", argv[1]);
	if (command->run == run_help) {
		print_overview();
		return CLI_FINE;
	}
	cli->command = command;
	words[0] = command->name;
	return command->run(cli, 2, words);
}

static cli_status run_version(cli_run *cli, int argc, const char **argv)
{
	(void)cli;
	(void)argc;
	(void)argv;
	(void)puts("noticelog " CLI_VERSION);
	return CLI_FINE;
}

/*
 * Memory is gone: say so without asking for any, and end; the register is whole.
 * The branch may have moved already, and what would say so not be printed yet.
 */
static void on_exhausted(size_t size)
{
	static const char text[] =
		"noticelog: out of memory; what was being recorded may be recorded all "
		"the same: see `noticelog log`\n";

	(void)size;
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(CLI_FAILURE);
	_exit(CLI_FAILURE);
}

static size_t terminal_width(bool is_terminal)
{
	struct winsize size;

	if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= 60)
		return size.ws_col;
	return 100;
}

static void set_up(cli_run *cli)
{
	const char *term = getenv("TERM"), *plain = getenv("NO_COLOR");

	/* A file-size limit and a closed pipe are errors of a write, not the end of us. */
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	nlog_alloc_in_large_pages();
	nlog_alloc_setup();
	nlog_alloc_on_exhausted(on_exhausted);
	cli->is_terminal = isatty(STDOUT_FILENO) != 0;
	cli->is_colourful = cli->is_terminal && (!plain || !*plain) && term &&
			    strcmp(term, "dumb") != 0;
	cli->width = terminal_width(cli->is_terminal);
	cli->now.seconds = (int64_t)time(NULL);
}

/* `-C DIR` and `-CDIR` before the command. @return how many words were taken, -N for a bad word N */
static int read_global(cli_run *cli, int argc, const char **argv)
{
	int taken = 1;

	while (taken < argc && argv[taken][0] == '-') {
		const char *word = argv[taken];

		if (strcmp(word, "-C") == 0 && taken + 1 < argc) {
			cli->register_path = argv[taken + 1];
			taken += 2;
		} else if (strncmp(word, "-C", 2) == 0 && word[2]) {
			cli->register_path = word + 2;
			taken++;
		} else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
			   strcmp(word, "-?") == 0) {
			return taken;
		} else {
			return strcmp(word, "--version") == 0 ? taken : -taken;
		}
	}
	return taken;
}

int main(int argc, char **argv)
{
	const char **words = (const char **)argv;
	cli_run cli = {.command = NULL};
	const char *name;
	int taken, status;

	set_up(&cli);
	taken = read_global(&cli, argc, words);
	if (taken < 0)
		return complain("unknown option", words[-taken]);
	if (taken >= argc) {
		print_overview();
		return CLI_USAGE;
	}
	name = words[taken];
	if (name[0] == '-')
		name = strcmp(name, "--version") == 0 ? "version" : "help";
	cli.command = find_command(name);
	if (!cli.command)
		return complain("unknown command", name);
	status = cli.command->run(&cli, argc - taken, words + taken);
	for (size_t i = 0; i < cli.value_count; i++)
		free(cli.values[i]);
	if (status == CLI_HELPED)
		status = CLI_FINE;
	/* What was printed piece by piece. */
	return status == CLI_FINE ? (int)cli_flush() : status;
}
