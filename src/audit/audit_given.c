/* How long before the start an amendment came, and whether a closing date had passed. */
#include "audit.h"

/* Rules of when, where, how and whether the activity takes place, and until when to apply. */
static const char *const dated_rules[] = {"activity.", "timing.", "modality.",
					  "host.",     "venue.",  "closing_date."};

static bool is_dated(const nlog_rule *rule)
{
	for (size_t i = 0; i < sizeof(dated_rules) / sizeof(*dated_rules); i++)
		if (nlog_slice_starts(nlog_slice_of(rule->id), dated_rules[i]))
			return true;
	return false;
}

static bool first_start(const nlog_notice *notice, nlog_date *out)
{
	const json_t *timing = notice ? nlog_notice_get(notice, NLOG_FIELD_TIMING) : NULL;
	nlog_period session;
	size_t count = 0;

	for (; nlog_value_period(timing, count, &session); count++)
		if (!count || session.start.day < out->day)
			*out = session.start;
	return count > 0;
}

/*
 * The day on which it begins: of a session that was moved its new one, else the
 * first; of an activity without dates the day that it had before.
 */
static bool start_of(const nlog_amendment *amendment, const nlog_comparison *comparison,
		     nlog_date *out)
{
	const char *moved = nlog_json_text(amendment->facts, "new_start");

	return (moved && nlog_date_from_iso(out, nlog_slice_of(moved))) ||
	       first_start(comparison->after, out) || first_start(comparison->before, out);
}

static bool is_passed(const json_t *facts)
{
	const json_t *sessions = json_object_get(facts, "sessions");

	if (json_is_true(json_object_get(facts, "old_date_passed")))
		return true;
	for (size_t i = 0; i < json_array_size(sessions); i++)
		if (json_is_true(json_object_get(json_array_get(sessions, i),
						 "old_date_passed")))
			return true;
	return false;
}

void audit_set_notice_given(nlog_audit_row *row, const nlog_comparison *comparison,
			    const nlog_amendment *amendment)
{
	nlog_date start, known = nlog_instant_day(row->revision->entry->recorded);

	if (nlog_slice_is(nlog_slice_of(row->rule->id), "closing_date.extended") &&
	    json_object_get(amendment->facts, "old_date_passed"))
		row->extension =
			is_passed(amendment->facts) ? NLOG_AUDIT_PASSED : NLOG_AUDIT_OPEN;
	/* What was announced and not done changes nothing for those who come. */
	if (row->declared == NLOG_PHANTOM || !is_dated(row->rule) ||
	    !start_of(amendment, comparison, &start))
		return;
	if (known.day < row->revision->issued.day)
		known = row->revision->issued;
	row->has_given = true;
	row->given_days = start.day - known.day;
}
