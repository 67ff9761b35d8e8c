/* A summary as a report: what to do, what to know, and the amendments behind it. */
#include <noticelog/view.h>

#include <string.h>

#include "declared.h"
#include "detail.h"
#include "plain.h"
#include "summary.h"

void nlog_page_add_plain(const page *to, nlog_tone tone, nlog_message_id id)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_message_add_plain(&text, to->reg, id);
	nlog_report_add_take(to->report, tone, &text);
}

void nlog_page_add_block(const page *to, nlog_block_kind kind, nlog_message_id id,
			 const nlog_message_value *values, size_t count)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_message_add(&text, to->reg, id, values, count);
	nlog_report_add_block(to->report, kind, nlog_str_text(&text));
	nlog_str_clear(&text);
}

/* `Lao PDR · what changed since 10 June 2024 · as of 15 July 2024` */
static void add_title(const page *to, nlog_block_kind kind)
{
	nlog_str since = NLOG_STR_INIT, day = NLOG_STR_INIT;
	const nlog_message_value values[] = {
		{"country", to->summary->country->name}, {"day", NULL}, {"since", NULL}};
	nlog_message_value given[3];

	nlog_date_add_human(&day, to->day);
	if (!to->summary->is_first)
		nlog_date_add_human(&since, to->summary->since);
	memcpy(given, values, sizeof(given));
	given[1].text = nlog_str_text(&day);
	given[2].text = nlog_str_text(&since);
	if (to->summary->is_first)
		nlog_page_add_block(to, kind, NLOG_M_TITLE_FIRST, given, 2);
	else
		nlog_page_add_block(to, kind, NLOG_M_TITLE, given, 3);
	if (!to->summary->count && to->summary->is_first)
		nlog_page_add_block(to, NLOG_BLOCK_TEXT, NLOG_M_NOTHING_FIRST, given, 1);
	else if (!to->summary->count)
		nlog_page_add_block(to, NLOG_BLOCK_TEXT, NLOG_M_NOTHING,
				    (nlog_message_value[]){given[0], given[2]}, 2);
	nlog_str_clear(&since);
	nlog_str_clear(&day);
}

/* `by 26 July (11 days)` */
void nlog_page_add_due(const page *to, const nlog_summary_action *action)
{
	nlog_str text = NLOG_STR_INIT, day = NLOG_STR_INIT, left = NLOG_STR_INIT;

	if (!action->has_due) {
		nlog_page_add_plain(to, NLOG_TONE_ALERT, NLOG_M_AT_ONCE);
		return;
	}
	nlog_summary_add_day(&day, action->due, to->day);
	nlog_days_add_human(&left, action->due.day - to->day.day);
	nlog_message_add(&text, to->reg, NLOG_M_BY,
			 (nlog_message_value[]){{"day", nlog_str_text(&day)},
						{"left", nlog_str_text(&left)}},
			 2);
	nlog_report_add_take(to->report, NLOG_TONE_STRONG, &text);
	nlog_str_clear(&day);
	nlog_str_clear(&left);
}

static nlog_message_id role_message(nlog_country_role role)
{
	static const nlog_message_id ids[NLOG_COUNTRY_ROLES] = {
		[NLOG_COUNTRY_NOT_CONCERNED] = NLOG_M_ROLE_NONE,
		[NLOG_COUNTRY_HOST] = NLOG_M_ROLE_HOST,
		[NLOG_COUNTRY_CO_HOST] = NLOG_M_ROLE_CO_HOST,
		[NLOG_COUNTRY_PARTICIPANT] = NLOG_M_ROLE_PARTICIPANT,
		[NLOG_COUNTRY_NEWLY_INVITED] = NLOG_M_ROLE_NEWLY_INVITED,
		[NLOG_COUNTRY_DROPPED] = NLOG_M_ROLE_DROPPED,
	};

	return ids[role];
}

static void add_title_line(nlog_report *report, const nlog_notice *notice)
{
	nlog_slice title = nlog_notice_line(notice, NLOG_FIELD_TITLE);
	nlog_str line = NLOG_STR_INIT;

	nlog_str_add_slice(&line, title);
	if (line.len)
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
}

/* `24-CL-32-GE-CON-A · you host · closing date brought forward by 7 days: …` */
static void add_item_words(const page *to, const nlog_summary_item *item)
{
	nlog_str role = NLOG_STR_INIT, text = NLOG_STR_INIT;
	nlog_message_value values[3];

	nlog_message_add_plain(&role, to->reg, role_message(item->role));
	values[0] = (nlog_message_value){"role", nlog_str_text(&role)};
	values[1] = (nlog_message_value){"text", item->text};
	values[2] = (nlog_message_value){"notice", item->dossier->key};
	if (item->part == NLOG_SUMMARY_TO_DO)
		nlog_message_add(&text, to->reg, NLOG_M_ITEM_TO_DO, values, 3);
	else if (item->part == NLOG_SUMMARY_GOOD_TO_KNOW)
		nlog_message_add(&text, to->reg, NLOG_M_ITEM, values, 2);
	else
		nlog_str_add(&text, item->text);
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &text);
	nlog_str_clear(&role);
}

/* One part as a list: by the day of what is to be done, else by notice. */
static void add_part(const page *to, nlog_summary_part part)
{
	static const nlog_message_id names[NLOG_SUMMARY_PARTS] = {
		[NLOG_SUMMARY_TO_DO] = NLOG_M_PART_TO_DO,
		[NLOG_SUMMARY_GOOD_TO_KNOW] = NLOG_M_PART_KNOW,
		[NLOG_SUMMARY_NO_LONGER_YOURS] = NLOG_M_PART_NO_LONGER,
	};

	if (!to->summary->counts[part])
		return;
	nlog_page_add_block(to, NLOG_BLOCK_HEADING, names[part], NULL, 0);
	nlog_report_begin(to->report, NLOG_BLOCK_LIST);
	for (size_t i = 0; i < to->summary->count; i++) {
		const nlog_summary_item *item = &to->summary->items[i];

		if (item->part != part)
			continue;
		nlog_report_row_begin(to->report);
		nlog_report_add(to->report, NLOG_TONE_PLAIN, "");
		if (part == NLOG_SUMMARY_TO_DO)
			nlog_page_add_due(to, &item->actions[0]);
		else
			nlog_report_add(to->report, NLOG_TONE_STRONG, item->dossier->key);
		add_item_words(to, item);
		add_title_line(to->report, item->notice);
	}
}

/* Names of amendments of a step: `rescheduled, closing date extended`. */
static void add_step_names(nlog_str *out, const nlog_comparison *step)
{
	for (size_t i = 0; i < nlog_amendments_count(step->amendments); i++) {
		const nlog_amendment *a = nlog_amendments_get(step->amendments, i);

		/* The same rule for several labels is named once: they stand side by side. */
		if (a->severity < NLOG_SEVERITY_SUBSTANTIVE ||
		    strcmp(a->rule->id, "remarks.changed") == 0 ||
		    nlog_slice_ends(nlog_str_slice(out), a->rule->name))
			continue;
		nlog_str_addf(out, "%s%s", out->len ? ", " : "", a->rule->name);
	}
}

/* A line on one revision of the way. */
static void add_way_line(const page *to, nlog_message_id id, const nlog_revision *revision,
			 const char *names)
{
	nlog_str line = NLOG_STR_INIT, number = NLOG_STR_INIT, day = NLOG_STR_INIT;
	nlog_message_value values[3];

	nlog_str_addf(&number, "%u", revision->number);
	nlog_date_add_human(&day, revision->issued);
	values[0] = (nlog_message_value){"revision", nlog_str_text(&number)};
	values[1] = (nlog_message_value){"day", nlog_str_text(&day)};
	values[2] = (nlog_message_value){"names", names};
	nlog_message_add(&line, to->reg, id, values, id == NLOG_M_WAY_STEP_NAMED ? 3 : 2);
	nlog_report_add_line_take(to->report, NLOG_TONE_QUIET, &line);
	nlog_str_clear(&number);
	nlog_str_clear(&day);
}

static void add_correction_line(const page *to, const nlog_revision *revision)
{
	nlog_str line = NLOG_STR_INIT, number = NLOG_STR_INIT, corrected = NLOG_STR_INIT;

	nlog_str_addf(&number, "%u", revision->number);
	nlog_str_addf(&corrected, "%u", revision->corrects->number);
	nlog_message_add(&line, to->reg, NLOG_M_WAY_CORRECTION,
			 (nlog_message_value[]){{"revision", nlog_str_text(&number)},
						{"corrected", nlog_str_text(&corrected)}},
			 2);
	nlog_report_add_line_take(to->report, NLOG_TONE_QUIET, &line);
	nlog_str_clear(&number);
	nlog_str_clear(&corrected);
}

/* `you were told r1, issued 10 June 2024`, then a line for each step */
static void add_way(const page *to, const nlog_summary_effect *effect)
{
	if (effect->told)
		add_way_line(to, NLOG_M_WAY_TOLD, effect->told, NULL);
	for (size_t i = 0; i < effect->way_count; i++) {
		const nlog_revision *revision = effect->way[i].after;
		nlog_str names = NLOG_STR_INIT;

		add_step_names(&names, &effect->steps[i]);
		/* In the way's first step: what was told was our error. */
		if (i == 0 && effect->told && effect->told->place == revision->place)
			add_correction_line(to, revision);
		else
			add_way_line(to,
				     names.len ? NLOG_M_WAY_STEP_NAMED : NLOG_M_WAY_STEP,
				     revision, nlog_str_text(&names));
		nlog_str_clear(&names);
	}
}

/* What the organization said of it: `declared in Remarks of r2`. */
static void add_evidence(const page *to, const nlog_summary_effect *effect,
			 const nlog_amendment *amendment)
{
	const nlog_revision *revision = NULL;
	const nlog_amendment *said = nlog_summary_evidence(effect, amendment, &revision);
	const json_t *first = said ? json_array_get(said->evidence, 0) : NULL;
	const char *place =
		nlog_report_place_name(nlog_source_named(nlog_json_text(first, "source")));
	const char *words = nlog_json_text(first, "text");
	nlog_str cell = NLOG_STR_INIT, line = NLOG_STR_INIT, number = NLOG_STR_INIT;

	if (place) {
		nlog_str_addf(&number, "%u", revision->number);
		nlog_message_add(
			&cell, to->reg, NLOG_M_EVIDENCE,
			(nlog_message_value[]){{"place", place},
					       {"revision", nlog_str_text(&number)}},
			2);
	}
	nlog_report_add_take(to->report, NLOG_TONE_QUIET, &cell);
	nlog_str_clear(&number);
	/* Remarks are quoted where they announce something, not as a change of themselves. */
	if (place && words && strcmp(amendment->rule->id, "remarks.changed") != 0) {
		nlog_str_addf(&line, "“%s”", words);
		nlog_report_add_line_take(to->report, NLOG_TONE_QUIET, &line);
	}
}

/* The values of the fields that an amendment rests on. */
static void add_values(const page *to, const nlog_comparison *net,
		       const nlog_amendment *amendment)
{
	for (size_t f = 0; net->diff && f < amendment->field_count; f++) {
		size_t i = nlog_diff_first(net->diff, amendment->fields[f], amendment->key);

		for (; i < nlog_diff_count(net->diff); i++) {
			const nlog_change *change = nlog_diff_get(net->diff, i);

			if (change->field != amendment->fields[f] ||
			    (amendment->key && change->key &&
			     strcmp(amendment->key, change->key) != 0))
				break;
			nlog_report_add_change(to->report, change, amendment);
		}
	}
}

static void add_amendments(const page *to, const nlog_summary_effect *effect,
			   nlog_severity severity)
{
	const nlog_comparison *net = &effect->net.comparison;
	bool is_first = true;

	for (size_t i = 0; i < nlog_amendments_count(net->amendments); i++) {
		const nlog_amendment *a = nlog_amendments_get(net->amendments, i);

		if (a->severity != severity)
			continue;
		nlog_report_row_begin(to->report);
		nlog_report_add(to->report, NLOG_TONE_QUIET,
				is_first ? nlog_severity_name(severity) : "");
		nlog_report_add(to->report,
				severity == NLOG_SEVERITY_ACTION ? NLOG_TONE_STRONG
								 : NLOG_TONE_PLAIN,
				a->rule->topic);
		nlog_report_add(to->report, NLOG_TONE_PLAIN, a->summary);
		add_evidence(to, effect, a);
		if (severity == NLOG_SEVERITY_ACTION)
			add_values(to, net, a);
		is_first = false;
	}
}

static void add_count(const page *to, const nlog_comparison *net, nlog_severity severity,
		      nlog_message_id words)
{
	nlog_str text = NLOG_STR_INIT, number = NLOG_STR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < nlog_amendments_count(net->amendments); i++)
		count += nlog_amendments_get(net->amendments, i)->severity == severity;
	if (!count)
		return;
	nlog_str_addf(&number, "%zu", count);
	nlog_message_add(&text, to->reg, words,
			 &(nlog_message_value){"count", nlog_str_text(&number)}, 1);
	nlog_str_clear(&number);
	nlog_report_row_begin(to->report);
	nlog_page_add_plain(to, NLOG_TONE_QUIET, NLOG_M_MARGIN_ALSO);
	nlog_report_add(to->report, NLOG_TONE_QUIET, "");
	nlog_report_add_take(to->report, NLOG_TONE_QUIET, &text);
}

/* `restored  timing  again 8–10 July 2025  amended by r2, put back by r3` */
static void add_restored(const page *to, const nlog_restored *item)
{
	const nlog_field *field = nlog_field_of(item->field);
	nlog_str cell = NLOG_STR_INIT, value = NLOG_STR_INIT;
	nlog_str first = NLOG_STR_INIT, last = NLOG_STR_INIT;

	nlog_value_add_human(&value, nlog_report_type_of_part(field, item->key != NULL),
			     item->value);
	nlog_str_addf(&first, "%u", item->steps[0]->number);
	nlog_str_addf(&last, "%u", item->steps[item->step_count - 1]->number);
	nlog_report_row_begin(to->report);
	nlog_page_add_plain(to, NLOG_TONE_QUIET, NLOG_M_MARGIN_RESTORED);
	nlog_report_add(to->report, NLOG_TONE_PLAIN, item->key ? item->key : field->noun);
	nlog_message_add(&cell, to->reg, NLOG_M_AGAIN,
			 &(nlog_message_value){"value", nlog_str_text(&value)}, 1);
	nlog_report_add_take(to->report, NLOG_TONE_PLAIN, &cell);
	nlog_message_add(&cell, to->reg, NLOG_M_PUT_BACK,
			 (nlog_message_value[]){{"first", nlog_str_text(&first)},
						{"last", nlog_str_text(&last)}},
			 2);
	nlog_report_add_take(to->report, NLOG_TONE_QUIET, &cell);
	nlog_str_clear(&value);
	nlog_str_clear(&first);
	nlog_str_clear(&last);
}

static void add_entry(const page *to, const nlog_summary_item *item)
{
	nlog_slice title = nlog_notice_line(item->notice, NLOG_FIELD_TITLE);
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin(to->report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(to->report);
	nlog_report_add(to->report, NLOG_TONE_STRONG, item->dossier->key);
	nlog_str_addf(&cell, "r%u", item->revision->number);
	nlog_report_add_take(to->report, NLOG_TONE_STRONG, &cell);
	nlog_str_add_slice(&cell, title.len ? title : NLOG_SLICE("(no title)"));
	nlog_report_add_take(to->report, NLOG_TONE_STRONG, &cell);
}

static void add_behind(const page *to, const nlog_summary_item *item)
{
	const nlog_comparison *net = &item->effect->net.comparison;

	nlog_report_begin(to->report, NLOG_BLOCK_LIST);
	add_amendments(to, item->effect, NLOG_SEVERITY_ACTION);
	add_amendments(to, item->effect, NLOG_SEVERITY_SUBSTANTIVE);
	add_amendments(to, item->effect, NLOG_SEVERITY_ADMINISTRATIVE);
	for (size_t i = 0; i < item->effect->net.restored_count; i++)
		add_restored(to, &item->effect->net.restored[i]);
	add_count(to, net, NLOG_SEVERITY_EDITORIAL, NLOG_M_EDITORIAL);
	add_count(to, net, NLOG_SEVERITY_OFF, NLOG_M_SILENCED);
}

/* The amendments of what the country was told of before: the rest is new as a whole. */
static bool has_amendments(const nlog_summary_item *item)
{
	return item->effect->told && item->part != NLOG_SUMMARY_NO_LONGER_YOURS &&
	       (nlog_amendments_count(item->effect->net.comparison.amendments) ||
		item->effect->net.restored_count);
}

static void add_notices(const page *to)
{
	bool is_first = true;

	for (size_t i = 0; i < to->summary->count; i++) {
		const nlog_summary_item *item = &to->summary->items[i];

		if (!has_amendments(item))
			continue;
		if (is_first)
			nlog_page_add_block(to, NLOG_BLOCK_HEADING, NLOG_M_PART_AMENDMENTS,
					    NULL, 0);
		add_entry(to, item);
		add_way(to, item->effect);
		add_behind(to, item);
		is_first = false;
	}
}

void nlog_page_add_checkpoint(const page *to)
{
	nlog_str line = NLOG_STR_INIT;

	nlog_history_add_checkpoint(&line, nlog_summaries_history(to->all));
	nlog_page_add_block(to, NLOG_BLOCK_LITERAL, NLOG_M_CHECKPOINT,
			    &(nlog_message_value){"line", nlog_str_text(&line)}, 1);
	nlog_str_clear(&line);
}

void nlog_view_summary(nlog_report *report, const nlog_summaries *summaries,
		       const nlog_summary *summary)
{
	page to = {report, summaries, summary,
		   nlog_history_register(nlog_summaries_history(summaries)),
		   nlog_summaries_day(summaries)};

	add_title(&to, NLOG_BLOCK_TITLE);
	for (size_t part = 0; part < NLOG_SUMMARY_PARTS; part++)
		add_part(&to, (nlog_summary_part)part);
	add_notices(&to);
	nlog_page_add_checkpoint(&to);
}

/* A net effect is as new as the revision in force. */
static void mark_entry(const page *to, const nlog_summary_item *item)
{
	nlog_str name = NLOG_STR_INIT;

	nlog_str_addf(&name, "summary/%s/%s/r%u", to->summary->country->iso,
		      item->dossier->key, item->revision->number);
	nlog_report_mark_row(to->report,
			     &(nlog_report_mark){
				     .name = nlog_str_text(&name),
				     .author = nlog_register_organization(to->reg),
				     .created = item->revision->entry->recorded,
				     .updated = item->revision->entry->recorded,
			     });
	nlog_str_clear(&name);
}

/* Calendars and feeds are subscribed to: what they are called stays. */
static void add_lasting_title(const page *to)
{
	nlog_str title = NLOG_STR_INIT;

	nlog_str_addf(&title, "Notices of the %s: %s", nlog_register_organization(to->reg),
		      to->summary->country->name);
	nlog_report_add_block(to->report, NLOG_BLOCK_TITLE, nlog_str_text(&title));
	nlog_str_clear(&title);
}

static void add_feed_entry(const page *to, const nlog_summary_item *item)
{
	nlog_str line = NLOG_STR_INIT;

	add_entry(to, item);
	mark_entry(to, item);
	nlog_message_add_plain(&line, to->reg, role_message(item->role));
	nlog_report_add_line_take(to->report, NLOG_TONE_QUIET, &line);
	nlog_str_add(&line, item->text);
	nlog_report_add_line_take(to->report, NLOG_TONE_PLAIN, &line);
	add_way(to, item->effect);
	if (has_amendments(item))
		add_behind(to, item);
}

void nlog_view_summary_feed(nlog_report *report, const nlog_summaries *summaries,
			    const nlog_summary *summary, const nlog_filter *filter)
{
	const nlog_history *history = nlog_summaries_history(summaries);
	page to = {report, summaries, summary, nlog_history_register(history),
		   nlog_summaries_day(summaries)};
	nlog_str name = NLOG_STR_INIT;

	add_lasting_title(&to);
	add_title(&to, NLOG_BLOCK_TEXT);
	nlog_str_addf(&name, "summary/%s", summary->country->iso);
	nlog_view_feed(report, history, nlog_str_text(&name), filter);
	nlog_str_clear(&name);
	for (size_t i = 0; i < summary->count; i++)
		add_feed_entry(&to, &summary->items[i]);
}

/* A country that is not invited any more takes the event out of its calendar. */
int nlog_view_summary_events(nlog_report *report, nlog_event_book *book,
			     const nlog_summaries *summaries, const nlog_summary *summary,
			     nlog_error *err)
{
	page to = {report, summaries, summary,
		   nlog_history_register(nlog_summaries_history(summaries)),
		   nlog_summaries_day(summaries)};

	add_lasting_title(&to);
	nlog_report_events_begin(report);
	for (size_t i = 0; i < summary->count; i++) {
		const nlog_summary_item *item = &summary->items[i];
		const nlog_events *events;
		int rc = nlog_event_book_get(book, item->dossier, &events, err);

		if (rc)
			return rc;
		nlog_events_add_told(report, events, item->text,
				     item->part == NLOG_SUMMARY_NO_LONGER_YOURS);
	}
	return 0;
}
