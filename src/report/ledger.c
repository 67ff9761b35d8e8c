/* What countries knew on a day, and what they were told too late. */
#include <noticelog/view.h>

#include "plain.h"

static void add_plain(nlog_report *report, const nlog_register *reg, nlog_tone tone,
		      nlog_message_id id)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_message_add_plain(&text, reg, id);
	nlog_report_add_take(report, tone, &text);
}

static void add_block(nlog_report *report, const nlog_register *reg, nlog_block_kind kind,
		      nlog_message_id id, const nlog_message_value *values, size_t count)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_message_add(&text, reg, id, values, count);
	nlog_report_add_block(report, kind, nlog_str_text(&text));
	nlog_str_clear(&text);
}

static void add_human(nlog_report *report, const nlog_notice *notice, nlog_field_id field)
{
	const json_t *value = nlog_notice_get(notice, field);
	nlog_str cell = NLOG_STR_INIT;

	if (value && !json_is_null(value))
		nlog_value_add_human(&cell, nlog_field_of(field)->type, value);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

static void begin_table(nlog_report *report, const nlog_register *reg,
			const nlog_message_id *heads, size_t count)
{
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < count; i++)
		add_plain(report, reg, NLOG_TONE_STRONG, heads[i]);
}

static void add_notices(nlog_report *report, const nlog_register *reg,
			const nlog_knew *knew)
{
	static const nlog_message_id heads[] = {NLOG_M_HEAD_NOTICE, NLOG_M_HEAD_REVISION,
						NLOG_M_HEAD_ROLE,   NLOG_M_HEAD_DATES,
						NLOG_M_HEAD_CLOSES, NLOG_M_HEAD_TITLE};

	add_block(report, reg, NLOG_BLOCK_HEADING, NLOG_M_LEDGER_KNEW, NULL, 0);
	begin_table(report, reg, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < knew->notice_count; i++) {
		const nlog_knew_notice *known = &knew->notices[i];
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_STRONG, known->dossier->key);
		nlog_str_addf(&cell, "r%u", known->revision->number);
		if (known->status != NLOG_STATUS_IN_FORCE)
			nlog_str_addf(&cell, " %s", nlog_status_name(known->status));
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		nlog_report_add(report, NLOG_TONE_PLAIN,
				nlog_country_role_name(known->role));
		add_human(report, known->notice, NLOG_FIELD_TIMING);
		add_human(report, known->notice, NLOG_FIELD_CLOSING_DATES);
		add_human(report, known->notice, NLOG_FIELD_TITLE);
	}
}

/* `rescheduled told on 15 July, 3 days after the start` */
static void add_late_words(nlog_report *report, const nlog_register *reg,
			   const nlog_knew_late *late)
{
	static const nlog_message_id ids[2][2] = {
		{NLOG_M_LATE_START_UNTOLD, NLOG_M_LATE_START},
		{NLOG_M_LATE_CLOSING_UNTOLD, NLOG_M_LATE_CLOSING}};
	nlog_str name = NLOG_STR_INIT, day = NLOG_STR_INIT, days = NLOG_STR_INIT;
	nlog_str cell = NLOG_STR_INIT;

	if (late->rule)
		nlog_str_add(&name, late->rule->name);
	else
		nlog_message_add_plain(&name, reg, NLOG_M_LATE_INVITATION);
	nlog_date_add_human(&day, late->told);
	nlog_days_add_human(&days, late->days_late);
	nlog_message_add(&cell, reg, ids[late->is_closing][late->is_told],
			 (nlog_message_value[]){{"name", nlog_str_text(&name)},
						{"late", nlog_str_text(&days)},
						{"day", nlog_str_text(&day)}},
			 late->is_told ? 3 : 2);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_str_clear(&name);
	nlog_str_clear(&day);
	nlog_str_clear(&days);
}

static void add_late(nlog_report *report, const nlog_register *reg, const nlog_knew *knew)
{
	static const nlog_message_id heads[] = {NLOG_M_HEAD_NOTICE, NLOG_M_HEAD_REVISION,
						NLOG_M_HEAD_WHAT};

	if (!knew->late_count) {
		add_block(report, reg, NLOG_BLOCK_TEXT, NLOG_M_LEDGER_IN_TIME, NULL, 0);
		return;
	}
	add_block(report, reg, NLOG_BLOCK_HEADING, NLOG_M_LEDGER_LATE, NULL, 0);
	begin_table(report, reg, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < knew->late_count; i++) {
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_STRONG, knew->late[i].dossier->key);
		nlog_str_addf(&cell, "r%u", knew->late[i].revision->number);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		add_late_words(report, reg, &knew->late[i]);
	}
}

/* `Told 3 times, last on 1 July 2024: the register at 9a971ad.` */
static void add_told(nlog_report *report, const nlog_register *reg, const nlog_knew *knew)
{
	const nlog_ledger *ledger = &knew->ledger;
	const nlog_ledger_entry *last = &ledger->items[ledger->count - 1];
	nlog_str count = NLOG_STR_INIT, day = NLOG_STR_INIT, head = NLOG_STR_INIT;

	nlog_str_addf(&count, "%zu", ledger->count);
	nlog_date_add_human(&day, last->on);
	nlog_str_addf(&head, "%.7s", last->head);
	add_block(report, reg, NLOG_BLOCK_TEXT, NLOG_M_LEDGER_TOLD,
		  (nlog_message_value[]){{"count", nlog_str_text(&count)},
					 {"day", nlog_str_text(&day)},
					 {"head", nlog_str_text(&head)}},
		  3);
	nlog_str_clear(&count);
	nlog_str_clear(&day);
	nlog_str_clear(&head);
}

void nlog_view_knew(nlog_report *report, const nlog_register *reg, const nlog_knew *knew)
{
	nlog_str day = NLOG_STR_INIT;
	nlog_message_value country = {"country", knew->country->name};

	nlog_date_add_human(&day, knew->on);
	add_block(report, reg, NLOG_BLOCK_TITLE, NLOG_M_LEDGER_TITLE,
		  (nlog_message_value[]){country, {"day", nlog_str_text(&day)}}, 2);
	nlog_str_clear(&day);
	if (!knew->ledger.count) {
		add_block(report, reg, NLOG_BLOCK_TEXT, NLOG_M_LEDGER_NEVER, &country, 1);
		return;
	}
	add_told(report, reg, knew);
	if (knew->notice_count)
		add_notices(report, reg, knew);
	else
		add_block(report, reg, NLOG_BLOCK_TEXT, NLOG_M_LEDGER_NOTHING, &country, 1);
	add_late(report, reg, knew);
}

void nlog_view_knew_list(nlog_report *report, const nlog_register *reg,
			 const nlog_knew *knew, size_t count)
{
	static const nlog_message_id heads[] = {NLOG_M_INDEX_MEMBER, NLOG_M_HEAD_TOLD,
						NLOG_M_HEAD_LAST, NLOG_M_HEAD_LATE};

	begin_table(report, reg, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < count; i++) {
		const nlog_ledger *ledger = &knew[i].ledger;
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_STRONG, knew[i].country->name);
		nlog_str_addf(&cell, "%zu", ledger->count);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		if (ledger->count)
			nlog_date_add_human(&cell, ledger->items[ledger->count - 1].on);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		nlog_str_addf(&cell, "%zu", knew[i].late_count);
		nlog_report_add_take(report,
				     knew[i].late_count ? NLOG_TONE_ALERT : NLOG_TONE_PLAIN,
				     &cell);
	}
}

/* A row for each notice known, and one for each thing told too late. */
void nlog_view_knew_table(nlog_report *report, const nlog_knew *knew, size_t count)
{
	static const char *const heads[] = {"country", "on",       "notice", "revision",
					    "role",    "rule",     "told",   "passed_date",
					    "passed",  "days_late"};
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t c = 0; c < count; c++) {
		for (size_t i = 0; i < knew[c].notice_count + knew[c].late_count; i++) {
			bool is_late = i >= knew[c].notice_count;
			const nlog_knew_late *late =
				is_late ? &knew[c].late[i - knew[c].notice_count] : NULL;
			const nlog_knew_notice *known =
				is_late ? NULL : &knew[c].notices[i];

			nlog_report_row_begin(report);
			nlog_report_add(report, NLOG_TONE_PLAIN, knew[c].country->iso);
			nlog_report_add_day(report, true, knew[c].on);
			nlog_report_add(report, NLOG_TONE_PLAIN,
					late ? late->dossier->key : known->dossier->key);
			nlog_str_addf(&cell, "%u",
				      late ? late->revision->number
					   : known->revision->number);
			nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
			nlog_report_add(report, NLOG_TONE_PLAIN,
					known ? nlog_country_role_name(known->role) : "");
			nlog_report_add(report, NLOG_TONE_PLAIN,
					late && late->rule ? late->rule->id : "");
			nlog_report_add_day(report, late && late->is_told,
					    late ? late->told : knew[c].on);
			nlog_report_add(report, NLOG_TONE_PLAIN,
					!late              ? ""
					: late->is_closing ? "closing"
							   : "start");
			nlog_report_add_day(report, late != NULL,
					    late ? late->passed : knew[c].on);
			if (late)
				nlog_str_addf(&cell, "%d", (int)late->days_late);
			nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		}
	}
}
