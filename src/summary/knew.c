/* What a country officially knew on a day, and what it was told too late. */
#include <noticelog/knew.h>

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "summary.h"

/* A country while its ledger is gone through. */
typedef struct {
	nlog_knew *out;
	const nlog_history *history;
	summary_past past;
	const nlog_dossier **seen; /* of one telling */
	size_t seen_count;
} knew_pass;

/* A notice as a country knew it: its revision, and the part that it gave. */
typedef struct {
	const nlog_revision *revision;
	nlog_notice *notice; /* owned; NULL without a revision */
	nlog_country_role role;
	nlog_status status;
} known_notice;

static int load_known(knew_pass *pass, const nlog_dossier *dossier,
		      const summary_told *told, known_notice *out, nlog_error *err)
{
	int rc;

	*out = (known_notice){.revision = told->until
						  ? nlog_history_known(pass->history,
								       dossier, told->until)
						  : NULL};
	if (!out->revision)
		return 0;
	rc = nlog_history_notice(pass->history, out->revision, &out->notice, NULL, err);
	if (rc)
		return rc;
	out->role = nlog_country_role_in(out->notice, told->country, out->revision->issued,
					 told->on);
	out->status = nlog_revision_status(out->revision, out->notice,
					   nlog_history_register(pass->history));
	return 0;
}

/* One telling: what was known before, and after it. */
typedef struct {
	summary_told before, after;
	bool is_told; /* false: it is what nobody has told yet */
} telling;

static void add_late(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
		     const nlog_revision *revision, const char *rule, bool is_closing,
		     nlog_date passed)
{
	nlog_knew *out = pass->out;

	if (passed.day >= t->after.on.day)
		return;
	NLOG_GROW(out->late, out->late_count, out->late_capacity);
	out->late[out->late_count++] = (nlog_knew_late){
		.dossier = dossier,
		.revision = revision,
		.rule = rule ? nlog_rules_find(nlog_slice_of(rule)) : NULL,
		.is_told = t->is_told,
		.told = t->after.on,
		.is_closing = is_closing,
		.passed = passed,
		.days_late = t->after.on.day - passed.day,
	};
}

/* The last of several days counts: until then one could still do something. */
static bool last_closing(const nlog_notice *notice, nlog_date *out)
{
	const json_t *dates = nlog_notice_get(notice, NLOG_FIELD_CLOSING_DATES);
	nlog_date day;
	size_t i = 0;

	for (; nlog_value_date(dates, i, &day); i++)
		if (i == 0 || day.day > out->day)
			*out = day;
	return i > 0;
}

static bool last_start(const nlog_notice *notice, nlog_date *out)
{
	const json_t *timing = nlog_notice_get(notice, NLOG_FIELD_TIMING);
	nlog_period session;
	size_t i = 0;

	for (; nlog_value_period(timing, i, &session); i++)
		if (i == 0 || session.start.day > out->day)
			*out = session.start;
	return i > 0;
}

static void judge_invitation(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
			     const known_notice *now)
{
	nlog_date day;

	/* What was over when a country was told for the first time was not told it at all. */
	if (!t->before.until && summary_is_over(now->notice, t->after.on))
		return;
	if (nlog_country_role_is_host(now->role) ? last_start(now->notice, &day)
						 : last_closing(now->notice, &day))
		add_late(pass, t, dossier, now->revision, NULL,
			 !nlog_country_role_is_host(now->role), day);
}

/* Closing dates pair in order; the first that moved to a day that has passed is named. */
static void judge_closing(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
			  const known_notice *before, const known_notice *now)
{
	const json_t *old = nlog_notice_get(before->notice, NLOG_FIELD_CLOSING_DATES);
	const json_t *new = nlog_notice_get(now->notice, NLOG_FIELD_CLOSING_DATES);
	nlog_date was, is;

	for (size_t i = 0; nlog_value_date(new, i, &is); i++) {
		bool had = nlog_value_date(old, i, &was);

		if ((had && was.day == is.day) || is.day >= t->after.on.day)
			continue;
		add_late(pass, t, dossier, now->revision,
			 !had               ? "closing_date.set"
			 : is.day > was.day ? "closing_date.extended"
					    : "closing_date.advanced",
			 true, is);
		return;
	}
}

static void judge_timing(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
			 const known_notice *before, const known_notice *now)
{
	const json_t *old = nlog_notice_get(before->notice, NLOG_FIELD_TIMING);
	const json_t *new = nlog_notice_get(now->notice, NLOG_FIELD_TIMING);
	nlog_period was, is;

	for (size_t i = 0; nlog_value_period(new, i, &is); i++) {
		bool had = nlog_value_period(old, i, &was);

		if ((had && was.start.day == is.start.day) ||
		    is.start.day >= t->after.on.day)
			continue;
		add_late(pass, t, dossier, now->revision,
			 had ? "timing.rescheduled" : "timing.set", false, is.start);
		return;
	}
}

static bool is_equal(const known_notice *before, const known_notice *now,
		     nlog_field_id field)
{
	const json_t *a = nlog_notice_get(before->notice, field);
	const json_t *b = nlog_notice_get(now->notice, field);

	return a == b || (a && b && json_equal((json_t *)a, (json_t *)b));
}

/* Other grave changes have no day of their own: they were of use until the start. */
static void judge_others(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
			 const known_notice *before, const known_notice *now)
{
	static const struct {
		nlog_field_id field;
		const char *rule;
	} rows[] = {{NLOG_FIELD_MODALITY, "modality.changed"},
		    {NLOG_FIELD_HOSTING_COUNTRIES, "host.changed"},
		    {NLOG_FIELD_VENUE_CITIES, "venue.changed"}};
	nlog_date start;

	if (!last_start(now->notice, &start))
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!is_equal(before, now, rows[i].field))
			add_late(pass, t, dossier, now->revision, rows[i].rule, false,
				 start);
	if (before->status == NLOG_STATUS_IN_FORCE && now->status != NLOG_STATUS_IN_FORCE)
		add_late(pass, t, dossier, now->revision,
			 now->status == NLOG_STATUS_POSTPONED ? "activity.postponed"
							      : "activity.cancelled",
			 false, start);
}

static int judge_dossier(knew_pass *pass, const telling *t, const nlog_dossier *dossier,
			 nlog_error *err)
{
	known_notice before = {.notice = NULL}, now = {.notice = NULL};
	int rc = load_known(pass, dossier, &t->before, &before, err);

	if (!rc)
		rc = load_known(pass, dossier, &t->after, &now, err);
	if (!rc && now.revision && now.revision != before.revision &&
	    now.role != NLOG_COUNTRY_NOT_CONCERNED) {
		if (before.role == NLOG_COUNTRY_NOT_CONCERNED) {
			if (now.status == NLOG_STATUS_IN_FORCE)
				judge_invitation(pass, t, dossier, &now);
		} else {
			judge_closing(pass, t, dossier, &before, &now);
			judge_timing(pass, t, dossier, &before, &now);
			judge_others(pass, t, dossier, &before, &now);
		}
	}
	nlog_notice_free(before.notice);
	nlog_notice_free(now.notice);
	return rc;
}

static int by_key(const void *a, const void *b)
{
	const nlog_dossier *p = *(const nlog_dossier *const *)a;
	const nlog_dossier *q = *(const nlog_dossier *const *)b;

	return strcmp(p->key, q->key);
}

/* The notices that entries behind the one known before are about, each once. */
static void find_touched(knew_pass *pass, const telling *t)
{
	const nlog_entry *entry =
		t->before.until ? t->before.until + 1
				: nlog_log_get(nlog_history_log(pass->history), 0);
	size_t kept = 0;

	/* Entries of a log lie in one array, in recorded order. */
	pass->seen_count = 0;
	for (; entry <= t->after.until; entry++) {
		const nlog_dossier *dossier =
			entry->notice ? nlog_history_find(pass->history,
							  nlog_slice_of(entry->notice))
				      : NULL;

		if (dossier)
			pass->seen[pass->seen_count++] = dossier;
	}
	if (pass->seen_count)
		qsort(pass->seen, pass->seen_count, sizeof(*pass->seen), by_key);
	for (size_t i = 0; i < pass->seen_count; i++)
		if (!kept || pass->seen[kept - 1] != pass->seen[i])
			pass->seen[kept++] = pass->seen[i];
	pass->seen_count = kept;
}

static int judge_telling(knew_pass *pass, const telling *t, nlog_error *err)
{
	int rc = 0;

	if (!t->after.until)
		return 0;
	find_touched(pass, t);
	for (size_t i = 0; !rc && i < pass->seen_count; i++)
		rc = judge_dossier(pass, t, pass->seen[i], err);
	return rc;
}

/* Each telling until the day, then what nobody has told by then. */
static int judge_tellings(knew_pass *pass, summary_told *last, nlog_error *err)
{
	const nlog_ledger *ledger = &pass->out->ledger;
	const nlog_economy *country = pass->out->country;
	telling t = {.before = {.until = NULL}, .is_told = true};
	int rc = 0;

	for (size_t i = 0; !rc && i < ledger->count; i++) {
		const nlog_ledger_entry *entry = &ledger->items[i];
		const nlog_entry *until = summary_past_entry(&pass->past, entry->head);

		if (!until)
			return nlog_error_set(err, NLOG_EDAMAGED,
					      "the ledger of %s names the commit %s, which "
					      "the register's history does not have",
					      country->name, entry->head);
		rc = summary_past_told(&pass->past, country, until, entry->on, &t.after,
				       err);
		if (!rc)
			rc = judge_telling(pass, &t, err);
		t.before = t.after;
	}
	*last = t.before;
	t.is_told = false;
	if (!rc)
		rc = summary_past_told(&pass->past, country,
				       summary_past_day(&pass->past, pass->out->on),
				       pass->out->on, &t.after, err);
	/* What was told may have been recorded after the day, by another clock. */
	return !rc && ledger->count ? judge_telling(pass, &t, err) : rc;
}

static int add_notices(knew_pass *pass, const summary_told *last, nlog_error *err)
{
	nlog_knew *out = pass->out;
	int rc = 0;

	for (size_t i = 0; !rc && last->until && i < nlog_history_count(pass->history);
	     i++) {
		const nlog_dossier *dossier = nlog_history_get(pass->history, i);
		known_notice known;

		rc = load_known(pass, dossier, last, &known, err);
		if (rc || !known.revision || known.role == NLOG_COUNTRY_NOT_CONCERNED ||
		    summary_is_over(known.notice, out->on)) {
			nlog_notice_free(known.notice);
			continue;
		}
		NLOG_GROW(out->notices, out->notice_count, out->notice_capacity);
		out->notices[out->notice_count++] = (nlog_knew_notice){
			dossier, known.revision, known.notice, known.role, known.status};
	}
	return rc;
}

int nlog_knew_load(nlog_knew *out, const nlog_history *history, const nlog_economy *country,
		   nlog_date on, bool is_whole, nlog_error *err)
{
	size_t entries = nlog_history_entries(history);
	const char *head =
		entries ? nlog_log_get(nlog_history_log(history), entries - 1)->commit : "";
	nlog_knew knew = {.country = country, .on = on};
	knew_pass pass = {.out = &knew, .history = history};
	summary_told last = {.until = NULL};
	int rc = nlog_ledger_read(&knew.ledger, nlog_history_store(history), head,
				  country->iso, err);

	while (!rc && knew.ledger.count &&
	       knew.ledger.items[knew.ledger.count - 1].on.day > on.day)
		knew.ledger.count--;
	summary_past_begin(&pass.past, history);
	pass.seen = nlog_alloc_array(entries + 1, sizeof(*pass.seen));
	if (!rc)
		rc = judge_tellings(&pass, &last, err);
	if (!rc && is_whole)
		rc = add_notices(&pass, &last, err);
	nlog_free(pass.seen);
	summary_past_end(&pass.past);
	*out = (nlog_knew){.country = NULL};
	if (rc)
		nlog_knew_clear(&knew);
	else
		*out = knew;
	return rc;
}

static json_t *late_to_json(const nlog_knew_late *late)
{
	json_t *object = json_object();

	json_object_set_new(object, "notice", json_string(late->dossier->key));
	json_object_set_new(object, "revision", json_integer(late->revision->number));
	if (late->rule)
		json_object_set_new(object, "rule", json_string(late->rule->id));
	if (late->is_told)
		json_object_set_new(object, "told", nlog_json_from_date(late->told));
	json_object_set_new(object, "passed_date",
			    json_string(late->is_closing ? "closing" : "start"));
	json_object_set_new(object, "passed", nlog_json_from_date(late->passed));
	json_object_set_new(object, "days_late", json_integer(late->days_late));
	return object;
}

static json_t *notice_to_json(const nlog_knew_notice *known)
{
	static const nlog_field_id fields[] = {NLOG_FIELD_TITLE, NLOG_FIELD_TIMING,
					       NLOG_FIELD_CLOSING_DATES};
	json_t *object = json_object();

	json_object_set_new(object, "notice", json_string(known->dossier->key));
	json_object_set_new(object, "revision", json_integer(known->revision->number));
	json_object_set_new(object, "role",
			    json_string(nlog_country_role_name(known->role)));
	json_object_set_new(object, "status", json_string(nlog_status_name(known->status)));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		json_object_set(object, nlog_field_of(fields[i])->name,
				(json_t *)nlog_notice_get(known->notice, fields[i]));
	return object;
}

json_t *nlog_knew_to_json(const nlog_knew *knew)
{
	json_t *object = json_pack("{s:s, s:s}", "name", knew->country->name, "iso",
				   knew->country->iso);
	json_t *told = json_array(), *notices = json_array(), *late = json_array();

	for (size_t i = 0; i < knew->ledger.count; i++) {
		json_t *entry = json_object();

		json_object_set_new(entry, "on",
				    nlog_json_from_date(knew->ledger.items[i].on));
		json_object_set_new(entry, "head", json_string(knew->ledger.items[i].head));
		json_array_append_new(told, entry);
	}
	for (size_t i = 0; i < knew->notice_count; i++)
		json_array_append_new(notices, notice_to_json(&knew->notices[i]));
	for (size_t i = 0; i < knew->late_count; i++)
		json_array_append_new(late, late_to_json(&knew->late[i]));
	json_object_set_new(object, "told", told);
	json_object_set_new(object, "knew", notices);
	json_object_set_new(object, "late", late);
	return object;
}

void nlog_knew_clear(nlog_knew *knew)
{
	for (size_t i = 0; i < knew->notice_count; i++)
		nlog_notice_free(knew->notices[i].notice);
	nlog_free(knew->notices);
	nlog_free(knew->late);
	nlog_ledger_clear(&knew->ledger);
	*knew = (nlog_knew){.country = NULL};
}
