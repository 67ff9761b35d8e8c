/* A dossier: the revisions of one notice, gathered and asked. */
#include <noticelog/history.h>

#include <noticelog/alloc.h>
#include <string.h>

void nlog_dossier_add_copy(nlog_dossier *dossier, const nlog_revision *revision)
{
	NLOG_GROW(dossier->revisions, dossier->count, dossier->capacity);
	dossier->revisions[dossier->count++] = *revision;
}

void nlog_dossier_add(nlog_dossier *dossier, const nlog_entry *entry)
{
	nlog_revision revision = {.entry = entry, .number = entry->revision};

	revision.is_withdrawal = strcmp(entry->kind, "withdrawal") == 0;
	revision.is_issue_stated =
		entry->issued &&
		nlog_date_from_iso(&revision.issued, nlog_slice_of(entry->issued));
	if (!revision.is_issue_stated)
		revision.issued = nlog_instant_day(entry->recorded);
	nlog_dossier_add_copy(dossier, &revision);
}

void nlog_dossier_clear(nlog_dossier *dossier)
{
	nlog_free(dossier->revisions);
	nlog_free(dossier->official);
	*dossier = (nlog_dossier){.key = dossier->key};
}

const nlog_revision *nlog_dossier_latest(const nlog_dossier *dossier)
{
	return dossier->official[dossier->official_count - 1];
}

const nlog_revision *nlog_dossier_before(const nlog_dossier *dossier,
					 const nlog_revision *revision)
{
	const nlog_revision *before = NULL;

	for (size_t i = 0; i < dossier->official_count; i++) {
		if (dossier->official[i] == revision)
			return before;
		before = dossier->official[i];
	}
	return NULL;
}

const nlog_revision *nlog_dossier_numbered(const nlog_dossier *dossier, unsigned number)
{
	return number && number <= dossier->count ? &dossier->revisions[number - 1] : NULL;
}
