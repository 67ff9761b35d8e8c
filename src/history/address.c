/* What `NOTICE[@REVISION]` names. */
#include <noticelog/history.h>

#include <noticelog/alloc.h>
#include <noticelog/suggestion.h>
#include <string.h>

/* Does any revision of the dossier have this value in a field? */
static int ever_had(const nlog_history *history, const nlog_dossier *dossier,
		    nlog_field_id field, nlog_slice value, bool *had, nlog_error *err)
{
	*had = false;
	for (size_t i = dossier->count; !*had && i-- > 0;) {
		nlog_notice *notice = NULL;
		int rc;

		if (!nlog_history_sees(history, &dossier->revisions[i]))
			continue;
		rc = nlog_history_notice(history, &dossier->revisions[i], &notice, NULL,
					 err);
		if (rc)
			return rc;
		*had = nlog_slice_equal(nlog_notice_line(notice, field), value);
		nlog_notice_free(notice);
	}
	return 0;
}

/* Dossiers that ever had this code or reference number. */
static int search(const nlog_history *history, nlog_field_id field, nlog_slice value,
		  const nlog_dossier **found, nlog_str *names, size_t *count,
		  nlog_error *err)
{
	*count = 0;
	for (size_t i = 0; i < nlog_history_count(history); i++) {
		const nlog_dossier *dossier = nlog_history_get(history, i);
		bool had;
		int rc = ever_had(history, dossier, field, value, &had, err);

		if (rc)
			return rc;
		if (!had)
			continue;
		*found = dossier;
		nlog_str_addf(names, "%s%s", (*count)++ ? ", " : "", dossier->key);
	}
	return 0;
}

/* Keys that come near, to help with a slip of the pen. */
static void add_near_keys(nlog_str *out, const nlog_history *history, nlog_slice name)
{
	nlog_suggestion near = nlog_suggestion_for(name);

	for (size_t i = 0; i < nlog_history_count(history); i++)
		nlog_suggestion_offer(&near, nlog_history_get(history, i)->key);
	nlog_suggestion_add(out, &near);
}

/* ` as issued by 2025-05-02, as known on 2025-05-10`: why a notice may not be there. */
static void add_view(nlog_str *out, const nlog_history *history)
{
	const nlog_history_view *view = nlog_history_view_of(history);

	if (view->has_as_of) {
		nlog_str_add(out, " as issued by ");
		nlog_date_add_iso(out, view->as_of);
	}
	if (view->has_as_known) {
		nlog_str_add(out, view->has_as_of ? ", as known on " : " as known on ");
		nlog_date_add_iso(out, view->as_known);
	}
}

static int find_dossier(const nlog_history *history, nlog_slice name,
			const nlog_dossier **out, nlog_error *err)
{
	static const nlog_field_id ways[] = {NLOG_FIELD_PROJECT_CODE,
					     NLOG_FIELD_REFERENCE_NO};
	nlog_str names = NLOG_STR_INIT, key = NLOG_STR_INIT;
	size_t count = 0;
	int rc = 0;

	if (nlog_key_from_code(&key, name, NULL) == 0)
		*out = nlog_history_find(history, nlog_str_slice(&key));
	for (size_t i = 0; !rc && !*out && !count && i < sizeof(ways) / sizeof(*ways);
	     i++) {
		rc = search(history, ways[i], name, out, &names, &count, err);
		if (count > 1)
			*out = NULL;
	}
	if (!rc && count > 1) {
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "'%.*s' names more than one notice: say which of %s",
				    (int)name.len, name.data, nlog_str_text(&names));
	} else if (!rc && !*out) {
		nlog_str_clear(&names);
		add_view(&names, history);
		add_near_keys(&names, history, name);
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "no notice '%.*s' in the register%s (`noticelog list` "
				    "shows them)",
				    (int)name.len, name.data, nlog_str_text(&names));
	}
	nlog_str_clear(&names);
	nlog_str_clear(&key);
	return rc;
}

/* `3`, or `r3` as revisions are shown everywhere. */
static bool read_number(nlog_slice text, unsigned *out)
{
	unsigned number = 0;

	if (text.len && text.data[0] == 'r')
		text = nlog_slice_from(text, 1);
	if (!text.len || text.len > 9)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		number = number * 10 + (unsigned)(text.data[i] - '0');
	}
	*out = number;
	return true;
}

/* The last place of the official sequence that had been issued by that day. */
static const nlog_revision *in_force_on(const nlog_dossier *dossier, nlog_date day)
{
	const nlog_revision *revision = NULL;

	for (size_t i = 0; i < dossier->official_count; i++)
		if (dossier->official[i]->issued.day <= day.day)
			revision = dossier->official[i];
	return revision;
}

/* The revision that an entry leaves in notice.json: its own, or the one that it puts back. */
static const nlog_revision *left_by(const nlog_dossier *dossier, const nlog_entry *entry)
{
	if (!entry->notice || strcmp(entry->notice, dossier->key) != 0)
		return NULL;
	return nlog_dossier_numbered(dossier, strcmp(entry->kind, "restore") == 0
						      ? entry->stated
						      : entry->revision);
}

/* The revision whose text a commit holds. */
static int at_commit(const nlog_history *history, const nlog_dossier *dossier,
		     const char *commit, const nlog_revision **out)
{
	const nlog_log *log = nlog_history_log(history);
	bool is_there = false;

	for (size_t i = 0; i < nlog_history_entries(history); i++) {
		const nlog_entry *entry = nlog_log_get(log, i);
		const nlog_revision *left = left_by(dossier, entry);

		if (left)
			*out = left;
		is_there |= strcmp(entry->commit, commit) == 0;
		if (is_there && (i + 1 == nlog_history_entries(history) ||
				 strcmp(nlog_log_get(log, i + 1)->commit, commit) != 0))
			return 0;
	}
	*out = NULL;
	return NLOG_ENOTFOUND;
}

/* What had not been issued by the day of the view is not there. */
static int see(const nlog_history *history, const nlog_revision *revision, nlog_error *err)
{
	nlog_str issued = NLOG_STR_INIT;
	int rc = 0;

	if (!nlog_history_sees(history, revision)) {
		nlog_date_add_human(&issued, revision->issued);
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "%s r%u was issued on %s, after the day asked for",
				    revision->entry->notice, revision->number,
				    nlog_str_text(&issued));
	}
	nlog_str_clear(&issued);
	return rc;
}

static int find_numbered(const nlog_dossier *dossier, unsigned number,
			 const nlog_revision **out, nlog_error *err)
{
	*out = nlog_dossier_numbered(dossier, number);
	if (*out)
		return 0;
	return nlog_error_set(err, NLOG_ENOTFOUND, "%s has no revision %u: it has 1 to %zu",
			      dossier->key, number, dossier->count);
}

static int find_on_day(const nlog_dossier *dossier, nlog_date day, nlog_slice text,
		       const nlog_revision **out, nlog_error *err)
{
	*out = in_force_on(dossier, day);
	if (*out)
		return 0;
	return nlog_error_set(err, NLOG_ENOTFOUND, "nothing of %s was in force on %.*s",
			      dossier->key, (int)text.len, text.data);
}

static int find_committed(const nlog_history *history, const nlog_dossier *dossier,
			  nlog_slice text, const nlog_revision **out, nlog_error *err)
{
	char *name = nlog_strndup(text.data, text.len);
	char commit[NLOG_OID_SIZE];
	int rc = 0;

	if (nlog_store_resolve(nlog_history_store(history), name, commit, NULL) ||
	    at_commit(history, dossier, commit, out) || !*out)
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "%s has no revision '%s': after @ stands a number, "
				    "a day (2025-05-02), latest, or a commit that holds "
				    "the notice",
				    dossier->key, name);
	nlog_free(name);
	return rc;
}

static int find_revision(const nlog_history *history, const nlog_dossier *dossier,
			 nlog_slice text, const nlog_revision **out, nlog_error *err)
{
	unsigned number;
	nlog_date day;
	int rc = 0;

	*out = NULL;
	if (nlog_slice_is(text, "latest"))
		*out = nlog_dossier_latest(dossier);
	else if (read_number(text, &number))
		rc = find_numbered(dossier, number, out, err);
	else if (nlog_date_from_iso(&day, text))
		rc = find_on_day(dossier, day, text, out, err);
	else
		rc = find_committed(history, dossier, text, out, err);
	return rc ? rc : see(history, *out, err);
}

int nlog_history_resolve(const nlog_history *history, const char *text, nlog_address *out,
			 nlog_error *err)
{
	nlog_slice whole = nlog_slice_of(text);
	ptrdiff_t at = nlog_slice_find(whole, "@");
	nlog_slice name = {text, at < 0 ? whole.len : (size_t)at};
	nlog_address address = {NULL, NULL, at >= 0};
	int rc = find_dossier(history, name, &address.dossier, err);

	if (!rc && at < 0)
		address.revision = nlog_dossier_latest(address.dossier);
	else if (!rc)
		rc = find_revision(history, address.dossier,
				   nlog_slice_from(whole, (size_t)at + 1),
				   &address.revision, err);
	if (!rc)
		*out = address;
	return rc;
}
