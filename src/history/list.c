/* Every notice with its latest revision, as JSON. */
#include <noticelog/history.h>

static const nlog_field_id listed[] = {
	NLOG_FIELD_PROJECT_CODE, NLOG_FIELD_REFERENCE_NO,      NLOG_FIELD_TITLE,
	NLOG_FIELD_TIMING,       NLOG_FIELD_HOSTING_COUNTRIES, NLOG_FIELD_VENUE_CITIES,
	NLOG_FIELD_MODALITY,     NLOG_FIELD_CLOSING_DATES,
};

static json_t *row_to_json(const nlog_dossier *dossier, const nlog_notice *notice)
{
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	nlog_str issued = NLOG_STR_INIT;
	json_t *row = json_object();

	nlog_date_add_iso(&issued, latest->issued);
	json_object_set_new(row, "notice", json_string(dossier->key));
	json_object_set_new(row, "revision", json_integer(latest->number));
	json_object_set_new(row, "revisions", json_integer((json_int_t)dossier->count));
	json_object_set_new(row, "issued", json_string(nlog_str_text(&issued)));
	json_object_set_new(row, "status",
			    json_string(latest->is_withdrawal ? "withdrawn" : "in force"));
	for (size_t i = 0; i < sizeof(listed) / sizeof(*listed); i++)
		json_object_set(row, nlog_field_of(listed[i])->name,
				(json_t *)nlog_notice_get(notice, listed[i]));
	nlog_str_clear(&issued);
	return row;
}

int nlog_history_list_to_json(const nlog_history *history, json_t **out, nlog_error *err)
{
	json_t *notices = json_array();

	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);
		nlog_notice *notice = NULL;
		int rc = nlog_history_notice(history, nlog_dossier_latest(dossier), &notice,
					     NULL, err);

		if (rc) {
			json_decref(notices);
			return rc;
		}
		json_array_append_new(notices, row_to_json(dossier, notice));
		nlog_notice_free(notice);
	}
	*out = json_pack("{s:s, s:o}", "format", "noticelog-list/1", "notices", notices);
	return 0;
}
