/* The notices of a register, each with its latest revision. */
#include <noticelog/list.h>

#include <noticelog/declare.h>
#include <noticelog/filter.h>
#include <noticelog/scan.h>
#include <noticelog/text.h>
#include <string.h>

static const nlog_field_id listed[] = {
	NLOG_FIELD_PROJECT_CODE, NLOG_FIELD_REFERENCE_NO,      NLOG_FIELD_TITLE,
	NLOG_FIELD_TIMING,       NLOG_FIELD_HOSTING_COUNTRIES, NLOG_FIELD_VENUE_CITIES,
	NLOG_FIELD_MODALITY,     NLOG_FIELD_CLOSING_DATES,
};

const char *nlog_status_name(nlog_status status)
{
	static const char *const names[NLOG_STATUSES] = {
		[NLOG_STATUS_ANY] = "any",
		[NLOG_STATUS_IN_FORCE] = "in force",
		[NLOG_STATUS_WITHDRAWN] = "withdrawn",
		[NLOG_STATUS_CANCELLED] = "cancelled",
		[NLOG_STATUS_POSTPONED] = "postponed",
	};

	return names[status];
}

/* What the notice itself says last of the activity. */
static nlog_status declared_status(const nlog_notice *notice, const nlog_register *reg)
{
	nlog_declarations *said = NULL;
	const nlog_declared *standing;
	nlog_status status = NLOG_STATUS_IN_FORCE;

	nlog_declarations_read(&said, notice, reg);
	standing = nlog_declarations_standing(said);
	if (standing && strcmp(standing->rule, "activity.cancelled") == 0)
		status = NLOG_STATUS_CANCELLED;
	else if (standing && strcmp(standing->rule, "activity.postponed") == 0)
		status = NLOG_STATUS_POSTPONED;
	nlog_declarations_free(said);
	return status;
}

nlog_status nlog_revision_status(const nlog_revision *revision, const nlog_notice *notice,
				 const nlog_register *reg)
{
	return revision->is_withdrawal ? NLOG_STATUS_WITHDRAWN
				       : declared_status(notice, reg);
}

static int year_of(nlog_date day)
{
	int year, month, day_of_month;

	nlog_date_split(day, &year, &month, &day_of_month);
	return year;
}

/* Any of its sessions; a session over New Year is in both years. */
static bool is_in_year(const nlog_notice *notice, nlog_date issued, int year)
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	nlog_period session;

	if (!nlog_value_period(timing, 0, &session))
		return year_of(issued) == year;
	for (size_t i = 0; nlog_value_period(timing, i, &session); i++)
		if (year_of(session.start) <= year && year <= year_of(session.end))
			return true;
	return false;
}

static bool is_of_kind(const nlog_notice *notice, const nlog_register *reg,
		       const nlog_kind *kind)
{
	const nlog_kind *own =
		nlog_scan_kind(reg, nlog_notice_line(notice, NLOG_FIELD_TITLE), NULL);

	if (!own)
		own = nlog_register_kind_of_code(
			reg, nlog_scan_code_type(
				     nlog_notice_line(notice, NLOG_FIELD_PROJECT_CODE)));
	return own == kind;
}

static bool closes_between(const nlog_notice *notice, nlog_date from, nlog_date due)
{
	const json_t *dates = nlog_notice_get(notice, NLOG_FIELD_CLOSING_DATES);
	nlog_date day;

	for (size_t i = 0; nlog_value_date(dates, i, &day); i++)
		if (from.day <= day.day && day.day <= due.day)
			return true;
	return false;
}

/* Does any string of a value have these letters? Values are not deep: arrays and maps. */
static bool has_letters(const json_t *value, const char *letters)
{
	nlog_str own = NLOG_STR_INIT;
	bool has = false;
	const char *key;
	json_t *part;

	if (json_is_string(value)) {
		nlog_text_add_letters(&own, nlog_json_slice(value));
		has = nlog_slice_find(nlog_str_slice(&own), letters) >= 0;
		nlog_str_clear(&own);
		return has;
	}
	for (size_t i = 0; !has && i < json_array_size(value); i++)
		has = has_letters(json_array_get(value, i), letters);
	if (json_is_object(value))
		json_object_foreach((json_t *)value, key, part) has =
			has || has_letters(part, letters);
	return has;
}

static bool has_text(const nlog_notice *notice, const char *text)
{
	nlog_str letters = NLOG_STR_INIT;
	bool has;

	nlog_text_add_letters(&letters, nlog_slice_of(text));
	has = has_letters(nlog_notice_members(notice), nlog_str_text(&letters));
	nlog_str_clear(&letters);
	return has;
}

static bool takes(const nlog_list_filter *filter, const nlog_register *reg,
		  const nlog_list_row *row)
{
	nlog_date issued = nlog_dossier_latest(row->dossier)->issued;
	const nlog_notice *notice = row->notice;
	nlog_status status = row->status;

	return (!filter->country ||
		nlog_notice_concerns(notice, filter->country, issued)) &&
	       (!filter->host || nlog_notice_is_hosted_by(notice, filter->host)) &&
	       (!filter->year || is_in_year(notice, issued, filter->year)) &&
	       (!filter->kind || is_of_kind(notice, reg, filter->kind)) &&
	       (filter->status == NLOG_STATUS_ANY || filter->status == status) &&
	       (!filter->text || has_text(notice, filter->text)) &&
	       (!filter->has_due || (status == NLOG_STATUS_IN_FORCE &&
				     closes_between(notice, filter->from, filter->due)));
}

int nlog_list_each(const nlog_history *history, const nlog_list_filter *filter,
		   int (*each)(const nlog_list_row *row, void *data), void *data,
		   nlog_error *err)
{
	const nlog_register *reg = nlog_history_register(history);
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_history_count(history); i++) {
		nlog_list_row row = {.dossier = nlog_history_get(history, i)};
		const nlog_revision *latest = nlog_dossier_latest(row.dossier);
		nlog_notice *notice = NULL;

		rc = nlog_history_notice(history, latest, &notice, NULL, err);
		if (rc)
			return rc;
		row.notice = notice;
		row.status = nlog_revision_status(latest, notice, reg);
		if (takes(filter, reg, &row))
			rc = each(&row, data);
		nlog_notice_free(notice);
	}
	return rc;
}

static int append_row(const nlog_list_row *listed_row, void *data)
{
	const nlog_dossier *dossier = listed_row->dossier;
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	const char *status = nlog_status_name(listed_row->status);
	json_t *row = json_object();

	json_object_set_new(row, "notice", json_string(dossier->key));
	json_object_set_new(row, "revision", json_integer(latest->number));
	json_object_set_new(row, "revisions", json_integer((json_int_t)dossier->count));
	json_object_set_new(row, "issued", nlog_json_from_date(latest->issued));
	json_object_set_new(row, "status", json_string(status));
	for (size_t i = 0; i < sizeof(listed) / sizeof(*listed); i++)
		json_object_set(row, nlog_field_of(listed[i])->name,
				(json_t *)nlog_notice_get(listed_row->notice, listed[i]));
	json_array_append_new(data, row);
	return 0;
}

int nlog_list_to_json(const nlog_history *history, const nlog_list_filter *filter,
		      json_t **out, nlog_error *err)
{
	json_t *notices = json_array();
	int rc = nlog_list_each(history, filter, append_row, notices, err);

	if (!rc)
		*out = json_pack("{s:s, s:O}", "format", "noticelog-list/1", "notices",
				 notices);
	json_decref(notices);
	return rc;
}
