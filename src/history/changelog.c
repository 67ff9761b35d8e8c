/* A change log: steps compared one after the other. */
#include <noticelog/changelog.h>

int nlog_changelog_each(const nlog_changelog *changelog,
			int (*each)(const nlog_history_step *step,
				    const nlog_comparison *comparison, void *data),
			void *data, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < changelog->steps->count; i++) {
		const nlog_history_step *step = &changelog->steps->items[i];
		nlog_comparison comparison;

		rc = nlog_history_compare(changelog->history, step->dossier, step->before,
					  step->after, &comparison, err);
		if (rc)
			return rc;
		rc = each(step, &comparison, data);
		nlog_comparison_clear(&comparison);
	}
	return rc;
}

int nlog_changelog_each_to_show(const nlog_changelog *changelog,
				int (*each)(const nlog_history_step *step,
					    const nlog_shown_step *shown, void *data),
				void *data, nlog_error *err)
{
	nlog_shown_step shown = NLOG_SHOWN_STEP_INIT;
	int rc = 0;

	for (size_t i = 0; !rc && i < changelog->steps->count; i++) {
		const nlog_history_step *step = &changelog->steps->items[i];

		rc = nlog_history_show(changelog->history, step->dossier, step->before,
				       step->after, &shown, err);
		if (!rc)
			rc = each(step, &shown, data);
	}
	nlog_shown_step_clear(&shown);
	return rc;
}

static int append_entry(const nlog_history_step *step, const nlog_comparison *comparison,
			void *data)
{
	(void)step;
	json_array_append_new(data, nlog_comparison_to_log_json(comparison));
	return 0;
}

int nlog_changelog_to_json(const nlog_changelog *changelog, json_t **out, nlog_error *err)
{
	nlog_str checkpoint = NLOG_STR_INIT;
	json_t *entries = json_array();
	int rc = nlog_changelog_each(changelog, append_entry, entries, err);

	nlog_history_add_checkpoint(&checkpoint, changelog->history);
	if (!rc)
		*out = json_pack("{s:s, s:s, s:O}", "format", "noticelog-changelog/1",
				 "checkpoint", nlog_str_text(&checkpoint), "entries",
				 entries);
	json_decref(entries);
	nlog_str_clear(&checkpoint);
	return rc;
}
