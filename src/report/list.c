/* The notices of a register as a table, and the roster. */
#include <noticelog/view.h>

#include "plain.h"

static void add_value(nlog_report *report, const nlog_notice *notice, nlog_field_id field)
{
	const json_t *value = nlog_notice_get(notice, field);
	nlog_str text = NLOG_STR_INIT;

	if (value && !json_is_null(value))
		nlog_value_add_human(&text, nlog_field_of(field)->type, value);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
}

/* `Vientiane, Lao PDR`; `online` */
static void add_place(nlog_report *report, const nlog_notice *notice)
{
	const json_t *cities = nlog_notice_get(notice, NLOG_FIELD_VENUE_CITIES);
	const json_t *hosts = nlog_notice_get(notice, NLOG_FIELD_HOSTING_COUNTRIES);
	nlog_slice modality = nlog_notice_line(notice, NLOG_FIELD_MODALITY);
	nlog_str text = NLOG_STR_INIT;

	if (nlog_slice_is(modality, "online")) {
		nlog_str_add(&text, "online");
	} else {
		if (json_is_array(cities))
			nlog_value_add_human(&text, NLOG_TYPE_NAMES, cities);
		if (text.len && json_is_array(hosts))
			nlog_str_add(&text, ", ");
		if (json_is_array(hosts))
			nlog_value_add_human(&text, NLOG_TYPE_ECONOMIES, hosts);
	}
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &text);
}

static void add_row(nlog_report *report, const nlog_list_row *row)
{
	const nlog_notice *notice = row->notice;
	nlog_str revision = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, row->dossier->key);
	nlog_str_addf(&revision, "r%u", nlog_dossier_latest(row->dossier)->number);
	if (row->status != NLOG_STATUS_IN_FORCE)
		nlog_str_addf(&revision, " %s", nlog_status_name(row->status));
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &revision);
	add_value(report, notice, NLOG_FIELD_TIMING);
	add_value(report, notice, NLOG_FIELD_CLOSING_DATES);
	add_place(report, notice);
	add_value(report, notice, NLOG_FIELD_TITLE);
}

/* The table is begun by its first row, so that none has heads alone. */
static int add_listed(const nlog_list_row *row, void *data)
{
	static const char *const heads[] = {"notice", "revision", "dates",
					    "closes", "where",    "title"};
	nlog_report *report = data;

	if (!report->block_count)
		nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	add_row(report, row);
	return 0;
}

int nlog_view_list(nlog_report *report, const nlog_history *history,
		   const nlog_list_filter *filter, nlog_error *err)
{
	int rc = nlog_list_each(history, filter, add_listed, report, err);

	if (!rc && !nlog_history_count(history))
		nlog_report_add_block(
			report, NLOG_BLOCK_TEXT,
			"No notice is recorded yet: `noticelog record FILE` does.");
	else if (!rc && !report->block_count)
		nlog_report_add_block(report, NLOG_BLOCK_TEXT, "No notice is like that.");
	return rc;
}

static const nlog_field_id plain_fields[] = {
	NLOG_FIELD_REFERENCE_NO,      NLOG_FIELD_TITLE,        NLOG_FIELD_TIMING,
	NLOG_FIELD_HOSTING_COUNTRIES, NLOG_FIELD_VENUE_CITIES, NLOG_FIELD_MODALITY,
	NLOG_FIELD_CLOSING_DATES,
};

static int add_plain_row(const nlog_list_row *row, void *data)
{
	const nlog_dossier *dossier = row->dossier;
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	nlog_report *report = data;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, dossier->key);
	nlog_str_addf(&cell, "%u", latest->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_str_addf(&cell, "%zu", dossier->count);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_day(report, true, latest->issued);
	nlog_report_add(report, NLOG_TONE_PLAIN, nlog_status_name(row->status));
	for (size_t i = 0; i < sizeof(plain_fields) / sizeof(*plain_fields); i++) {
		nlog_report_add_plain(&cell, nlog_field_of(plain_fields[i])->type,
				      nlog_notice_get(row->notice, plain_fields[i]));
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	}
	return 0;
}

int nlog_view_list_table(nlog_report *report, const nlog_history *history,
			 const nlog_list_filter *filter, nlog_error *err)
{
	static const char *const heads[] = {"notice", "revision", "revisions", "issued",
					    "status"};

	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < sizeof(plain_fields) / sizeof(*plain_fields); i++)
		nlog_report_add(report, NLOG_TONE_STRONG,
				nlog_field_of(plain_fields[i])->name);
	return nlog_list_each(history, filter, add_plain_row, report, err);
}

/* What the calendar is made of. */
typedef struct {
	nlog_report *report;
	const nlog_history *history;
	nlog_error *err;
} calendar;

static int add_events(const nlog_list_row *row, void *data)
{
	const calendar *to = data;
	nlog_events events;
	int rc = nlog_events_load(&events, to->history, row->dossier, to->err);

	nlog_events_add(to->report, &events);
	nlog_events_clear(&events);
	return rc;
}

int nlog_view_list_events(nlog_report *report, const nlog_history *history,
			  const nlog_list_filter *filter, nlog_error *err)
{
	calendar to = {report, history, err};
	nlog_str name = NLOG_STR_INIT;

	nlog_str_addf(&name, "Notices of the %s",
		      nlog_register_organization(nlog_history_register(history)));
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&name));
	nlog_str_clear(&name);
	nlog_report_events_begin(report);
	return nlog_list_each(history, filter, add_events, &to, err);
}

void nlog_view_roster(nlog_report *report, const nlog_register *reg, nlog_date day)
{
	static const char *const heads[] = {"code", "since", "member"};
	nlog_str line = NLOG_STR_INIT;
	size_t members = 0;

	for (size_t i = 0; i < nlog_register_economies(reg); i++)
		members += nlog_economy_is_member(nlog_register_economy(reg, i), day);
	nlog_str_addf(&line, "%zu members of the %s on ", members,
		      nlog_register_organization(reg));
	nlog_date_add_human(&line, day);
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&line));
	nlog_str_clear(&line);
	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < nlog_register_economies(reg); i++) {
		const nlog_economy *economy = nlog_register_economy(reg, i);
		int year, month, day_of_month;

		if (!nlog_economy_is_member(economy, day))
			continue;
		nlog_date_split(economy->from, &year, &month, &day_of_month);
		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_PLAIN, economy->iso);
		nlog_str_addf(&line, "%d", year);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &line);
		nlog_report_add(report, NLOG_TONE_PLAIN, economy->name);
	}
}
