/* instrument: the addendum, change history or Remarks sentence that announces a revision. */
#include "cli.h"

#include <noticelog/alloc.h>
#include <noticelog/comparison.h>
#include <noticelog/instrument.h>
#include <noticelog/view.h>
#include <string.h>

/* What the options say. */
typedef struct {
	cli_output output;
	cli_view seen;
	const char *as;
	int number;
	nlog_instrument_form form;
} wish;

/* Changes to be announced; what they point to belongs to the comparison. */
typedef struct {
	nlog_instrument_change *items;
	size_t count, capacity;
} changes;

static void add_change(changes *list, nlog_instrument_change change)
{
	for (size_t i = 0; i < list->count; i++) {
		const nlog_instrument_change *c = &list->items[i];
		bool same_label = c->label && change.label
					  ? strcmp(c->label, change.label) == 0
					  : c->label == change.label;

		if (c->field == change.field && same_label && c->before == change.before &&
		    c->after == change.after)
			return;
	}
	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = change;
}

/* Cancelled, postponed, reinstated: the activity as a whole, whatever its fields say. */
static bool is_standing(const nlog_amendment *a)
{
	return strncmp(a->rule->id, "activity.", 9) == 0 &&
	       strcmp(a->rule->id, "activity.converted") != 0;
}

static bool tells_itself(nlog_field_id field)
{
	return field == NLOG_FIELD_REMARKS || field == NLOG_FIELD_CHANGE_HISTORY;
}

/* The differences that an amendment rests on; where only printed words differ, its field. */
static void add_amendment(changes *list, const nlog_comparison *step,
			  const nlog_amendment *a)
{
	bool is_found = false;

	if (is_standing(a)) {
		add_change(list, (nlog_instrument_change){a->rule->id, NLOG_FIELD_TITLE,
							  NULL, NULL, NULL});
		if (strcmp(a->rule->id, "activity.reinstated") != 0)
			return;
	}
	for (size_t i = 0; i < nlog_diff_count(step->diff); i++) {
		const nlog_change *c = nlog_diff_get(step->diff, i);
		bool is_of = false;

		for (size_t f = 0; f < a->field_count; f++)
			is_of = is_of || a->fields[f] == c->field;
		if (is_of && a->key && c->key)
			is_of = strcmp(a->key, c->key) == 0;
		if (is_of && !tells_itself(c->field)) {
			add_change(list,
				   (nlog_instrument_change){a->rule->id, c->field, c->key,
							    c->before, c->after});
			is_found = true;
		}
	}
	if (!is_found && a->field_count && !tells_itself(a->fields[0]))
		add_change(list, (nlog_instrument_change){a->rule->id, a->fields[0], a->key,
							  NULL, NULL});
}

/* What a notice must announce: all but what is editorial or administrative. */
static void take_amendments(changes *list, const nlog_comparison *step)
{
	for (size_t i = 0; i < nlog_amendments_count(step->amendments); i++) {
		const nlog_amendment *a = nlog_amendments_get(step->amendments, i);

		if (a->rule->severity >= NLOG_SEVERITY_SUBSTANTIVE && a->field_count &&
		    a->declared != NLOG_PHANTOM)
			add_amendment(list, step, a);
		else if (is_standing(a))
			add_amendment(list, step, a);
	}
}

/* The revision's number in the official sequence, the first issue being none. */
static unsigned number_of(const nlog_dossier *dossier, const nlog_revision *revision)
{
	unsigned number = 0;

	while (number < dossier->official_count && dossier->official[number] != revision)
		number++;
	return number ? number : 1;
}

static void warn_unannounced(const nlog_instrument *instrument)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;

	for (size_t i = 0; i < nlog_instrument_unannounced(instrument); i++)
		nlog_findings_add(&findings, NLOG_F_UNANNOUNCED, (nlog_place){NULL},
				  "no sentence says how %s changed",
				  nlog_instrument_unannounced_name(instrument, i));
	cli_print_findings(&findings, NLOG_NOTE);
	nlog_findings_clear(&findings);
}

static cli_status print_instrument(const cli_run *cli, const nlog_instrument *instrument,
				   const wish *want)
{
	nlog_report report = NLOG_REPORT_INIT;
	/* The words are to be copied: they are not broken to fit. */
	cli_run unbroken = *cli;
	cli_status status;

	if (cli_output_is_json(&want->output))
		return cli_print_json_take(&want->output,
					   nlog_instrument_to_json(instrument));
	unbroken.width = 0;
	nlog_view_instrument(&report, instrument);
	status = cli_print_report(&unbroken, &want->output, &report);
	nlog_report_clear(&report);
	return status;
}

static cli_status announce(const cli_run *cli, const nlog_history *history,
			   const nlog_address *address, const nlog_comparison *step,
			   const wish *want)
{
	changes list = {NULL, 0, 0};
	nlog_instrument *instrument;
	unsigned number = number_of(address->dossier, address->revision);
	nlog_instrument_sides sides = {
		.form = want->form,
		.before = step->before,
		.after = step->after,
		.reg = nlog_history_register(history),
		.number = want->number ? (unsigned)want->number : number,
		.issued = step->after_issued,
		.dated = step->before_issued,
	};
	cli_status status;

	take_amendments(&list, step);
	nlog_instrument_write(&instrument, &sides, list.items, list.count);
	warn_unannounced(instrument);
	status = print_instrument(cli, instrument, want);
	nlog_instrument_free(instrument);
	nlog_free(list.items);
	return status;
}

static cli_status instrument(const cli_run *cli, const char *name, const wish *want)
{
	nlog_store *store = NULL;
	nlog_history *history = NULL;
	nlog_address address;
	nlog_comparison step = NLOG_COMPARISON_INIT;
	const nlog_revision *before = NULL;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_history_scope scope = {.notice = name};
	cli_status status = cli_open_scope(cli, &want->seen, &scope, &store, &history);
	int rc = 0;

	if (!status)
		rc = nlog_history_resolve(history, name, &address, &err);
	if (!status && !rc) {
		before = nlog_dossier_before(address.dossier, address.revision);
		rc = before ? nlog_history_compare(history, address.dossier, before,
						   address.revision, &step, &err)
			    : nlog_error_set(&err, NLOG_ENOTFOUND,
					     "nothing comes before %s r%u: there is "
					     "nothing to announce",
					     address.dossier->key,
					     address.revision->number);
	}
	if (rc)
		status = cli_fail(&err);
	else if (!status)
		status = announce(cli, history, &address, &step, want);
	nlog_comparison_clear(&step);
	nlog_history_free(history);
	nlog_store_free(store);
	return status;
}

cli_status cli_instrument(cli_run *cli, int argc, const char **argv)
{
	wish want = {.output = {NULL, NULL}, .form = NLOG_INSTRUMENT_REMARKS};
	const struct poptOption options[] = {
		{"as", 'a', POPT_ARG_STRING, &want.as, 0,
		 "remarks (the default), change-history or addendum", "FORM"},
		{"number", 'n', POPT_ARG_INT, &want.number, 0,
		 "the number of the addendum, or of the revision in the table", "N"},
		CLI_VIEW_OPTIONS(want.seen),
		CLI_OUTPUT_OPTIONS(want.output),
		POPT_TABLEEND};
	poptContext context;
	const char **args;
	size_t count;
	cli_status status =
		cli_options_begin(cli, &context, argc, argv, options, &args, &count);

	if (status)
		return status;
	if (count != 1)
		status = cli_usage(cli, "name one notice, such as 25-IN-09-GE-LOM@2");
	else if (want.as &&
		 !nlog_instrument_form_from_name(&want.form, nlog_slice_of(want.as)))
		status = cli_usage(cli,
				   "--as is remarks, change-history or addendum, not '%s'",
				   want.as);
	else if (want.number < 0 || want.number > 9999)
		status = cli_usage(cli, "--number is 1 to 9999");
	else
		status = cli_output_check(cli, &want.output);
	if (!status)
		status = instrument(cli, args[0], &want);
	cli_options_end(context);
	return status;
}
