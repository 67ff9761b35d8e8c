/* The notices of a register as a table, and the roster. */
#include <noticelog/view.h>

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

static void add_heads(nlog_report *report, const char *const *heads, size_t count)
{
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < count; i++)
		nlog_report_add(report, NLOG_TONE_STRONG, heads[i]);
}

static void add_row(nlog_report *report, const nlog_dossier *dossier,
		    const nlog_notice *notice)
{
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	nlog_str revision = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, dossier->key);
	nlog_str_addf(&revision, "r%u%s", latest->number,
		      latest->is_withdrawal ? " withdrawn" : "");
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &revision);
	add_value(report, notice, NLOG_FIELD_TIMING);
	add_value(report, notice, NLOG_FIELD_CLOSING_DATES);
	add_place(report, notice);
	add_value(report, notice, NLOG_FIELD_TITLE);
}

int nlog_view_list(nlog_report *report, const nlog_history *history, nlog_error *err)
{
	static const char *const heads[] = {"notice", "revision", "dates",
					    "closes", "where",    "title"};

	if (!nlog_history_count(history)) {
		nlog_report_add_block(
			report, NLOG_BLOCK_TEXT,
			"No notice is recorded yet: `noticelog record FILE` does.");
		return 0;
	}
	add_heads(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);
		nlog_notice *notice = NULL;
		int rc = nlog_history_notice(history, nlog_dossier_latest(dossier), &notice,
					     NULL, err);

		if (rc)
			return rc;
		add_row(report, dossier, notice);
		nlog_notice_free(notice);
	}
	return 0;
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
	add_heads(report, heads, sizeof(heads) / sizeof(*heads));
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
