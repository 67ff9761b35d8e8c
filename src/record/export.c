/* Revisions become lines of the bulk stream. */
#include <noticelog/import.h>

#include <noticelog/alloc.h>
#include <string.h>

#include "stream.h"

typedef struct {
	const nlog_history *history;
	const nlog_dossier *const *dossiers; /* NULL: all */
	size_t count;
	int (*each)(nlog_slice line, void *data, nlog_error *err);
	void *data;
	nlog_error *err;
} export_job;

static bool takes(const export_job *job, const nlog_dossier *dossier)
{
	for (size_t i = 0; job->dossiers && i < job->count; i++)
		if (job->dossiers[i] == dossier)
			return true;
	return !job->dossiers;
}

/* Plain git says nothing of the kind: one that came late tells by its day of issue. */
static bool came_late(const nlog_dossier *dossier, const nlog_revision *revision)
{
	for (unsigned n = 1; n < revision->number; n++) {
		const nlog_revision *earlier = &dossier->revisions[n - 1];
		const nlog_revision *holder = earlier->corrected_by;

		if (holder && holder->number < revision->number)
			continue;
		if (earlier->issued.day > revision->issued.day)
			return true;
	}
	return false;
}

static nlog_record_role role_of(const nlog_dossier *dossier, const nlog_revision *revision)
{
	const char *kind = revision->entry->kind;

	if (revision->corrects)
		return NLOG_AS_CORRECTION;
	if (strcmp(kind, "withdrawal") == 0)
		return NLOG_AS_WITHDRAWAL;
	if (strcmp(kind, "backfill") == 0 ||
	    (revision->entry->is_plain && came_late(dossier, revision)))
		return NLOG_AS_BACKFILL;
	return NLOG_AS_REVISION;
}

/* Who recorded it, when, as what. */
static nlog_stream_line line_of(const nlog_dossier *dossier, const nlog_revision *revision)
{
	const nlog_entry *entry = revision->entry;
	bool has_author = *entry->author_name && *entry->author_email;

	return (nlog_stream_line){
		.as = dossier->key,
		.has_issued = true,
		.issued = revision->issued,
		.has_time = true,
		.time = entry->recorded,
		.author_name = has_author ? entry->author_name : NULL,
		.author_email = has_author ? entry->author_email : NULL,
	};
}

/* A withdrawal leaves the addendum of the revision before where it is. */
static int read_files(const export_job *job, const nlog_revision *revision,
		      nlog_stream_line *line)
{
	int rc = 0;

	if (line->role != NLOG_AS_WITHDRAWAL)
		rc = nlog_history_addendum(job->history, revision, &line->addendum,
					   job->err);
	if (!rc && revision->entry->source) {
		line->source_name = revision->entry->source;
		rc = nlog_history_source(job->history, revision, &line->source, job->err);
	}
	return rc;
}

static int write_line(const export_job *job, const nlog_stream_line *line)
{
	nlog_str text = NLOG_STR_INIT;
	int rc;

	nlog_stream_line_write(&text, line);
	rc = job->each(nlog_str_slice(&text), job->data, job->err);
	nlog_str_clear(&text);
	return rc;
}

static int export_revision(const export_job *job, const nlog_dossier *dossier,
			   const nlog_revision *revision)
{
	nlog_stream_line line = line_of(dossier, revision);
	int rc = nlog_history_notice(job->history, revision, &line.notice, NULL, job->err);

	line.role = role_of(dossier, revision);
	line.corrects = revision->corrects ? revision->corrects->number : 0;
	if (!rc)
		rc = read_files(job, revision, &line);
	if (!rc)
		rc = write_line(job, &line);
	nlog_stream_line_clear(&line);
	return rc;
}

static int export_all(const export_job *job)
{
	const nlog_log *log = nlog_history_log(job->history);
	int rc = 0;

	for (size_t i = 0; !rc && i < nlog_history_entries(job->history); i++) {
		const nlog_entry *entry = nlog_log_get(log, i);
		const nlog_dossier *dossier = NULL;
		const nlog_revision *revision;

		if (entry->notice && entry->revision)
			dossier = nlog_history_find(job->history,
						    nlog_slice_of(entry->notice));
		if (!dossier || !takes(job, dossier))
			continue;
		revision = nlog_dossier_numbered(dossier, entry->revision);
		if (revision && nlog_history_sees(job->history, revision))
			rc = export_revision(job, dossier, revision);
	}
	return rc;
}

/* In force; of one withdrawn first the notice, as it was issued last, then that. */
static int export_current(const export_job *job, const nlog_dossier *dossier)
{
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	const nlog_revision *before = nlog_dossier_before(dossier, latest);
	nlog_stream_line line = line_of(dossier, latest);
	int rc = nlog_history_notice(job->history, latest, &line.notice, NULL, job->err);

	if (!rc && latest->is_withdrawal && before) {
		nlog_notice *notice = line.notice;

		line = line_of(dossier, before);
		line.notice = notice;
		rc = write_line(job, &line);
		line = line_of(dossier, latest);
		line.notice = notice;
		line.role = NLOG_AS_WITHDRAWAL;
	}
	if (!rc)
		rc = write_line(job, &line);
	nlog_stream_line_clear(&line);
	return rc;
}

/* When a field took a value; without "value" it went. */
static json_t *version_of(const nlog_revision *revision, const json_t *value)
{
	json_t *version =
		json_pack("{s:i, s:o, s:o}", "revision", (int)revision->number, "issued",
			  nlog_json_from_date(revision->issued), "recorded",
			  nlog_json_from_instant(revision->entry->recorded));

	if (value)
		json_object_set(version, "value", (json_t *)value);
	return version;
}

static void add_version(json_t *fields, const nlog_field *field,
			const nlog_revision *revision, const json_t *value)
{
	json_t *versions = json_object_get(fields, field->name);
	const json_t *before = json_object_get(
		json_array_get(versions, json_array_size(versions) - 1), "value");

	if (before ? value && json_equal(before, value) : !value)
		return;
	if (!versions) {
		versions = json_array();
		json_object_set_new(fields, field->name, versions);
	}
	json_array_append_new(versions, version_of(revision, value));
}

static int export_versioned(const export_job *job, const nlog_dossier *dossier)
{
	json_t *fields = json_object(), *object;
	nlog_str text = NLOG_STR_INIT;
	int rc = 0;

	for (size_t i = 0; !rc && i < dossier->official_count; i++) {
		const nlog_revision *revision = dossier->official[i];
		nlog_notice *notice = NULL;

		rc = nlog_history_notice(job->history, revision, &notice, NULL, job->err);
		for (int f = 0; !rc && f < NLOG_FIELDS; f++)
			add_version(fields, nlog_field_of((nlog_field_id)f), revision,
				    nlog_notice_get(notice, (nlog_field_id)f));
		nlog_notice_free(notice);
	}
	object = json_pack("{s:s, s:s, s:o}", "format", "noticelog-versioned/1", "notice",
			   dossier->key, "fields", fields);
	nlog_json_write(&text, object, NLOG_JSON_JCS);
	nlog_str_addc(&text, '\n');
	if (!rc)
		rc = job->each(nlog_str_slice(&text), job->data, job->err);
	json_decref(object);
	nlog_str_clear(&text);
	return rc;
}

int nlog_export(const nlog_history *history, const nlog_dossier *const *dossiers,
		size_t count, nlog_export_kind kind,
		int (*each)(nlog_slice line, void *data, nlog_error *err), void *data,
		nlog_error *err)
{
	export_job job = {history, dossiers, count, each, data, err};
	int rc = 0;

	if (kind == NLOG_EXPORT_ALL)
		return export_all(&job);
	for (size_t i = 0; !rc && i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);

		if (takes(&job, dossier))
			rc = kind == NLOG_EXPORT_CURRENT ? export_current(&job, dossier)
							 : export_versioned(&job, dossier);
	}
	return rc;
}
