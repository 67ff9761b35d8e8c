/* The paper itself: issued, issued anew. */
#include "amend.h"

void nlog_fire_issued(judge *j, const rule *r)
{
	if (j->step->is_first)
		nlog_amend_add_amendment(j, r, NULL, 0);
}

void nlog_describe_issued(const judge *j, const values *v, nlog_amendment *a)
{
	(void)v;
	nlog_date issued = j->step->after_issued;
	nlog_str out = NLOG_STR_INIT;
	(void)nlog_notice_issued(j->step->after, &issued);
	nlog_str_add(&out, "issued on ");
	nlog_date_add_human(&out, issued);
	a->summary = nlog_str_detach(&out);
}

/* One new issue changes several of these at once, and is one amendment. */
static const nlog_field_id issue_fields[] = {
	NLOG_FIELD_DATE_OF_ISSUE,
	NLOG_FIELD_REVISION_NO,
	NLOG_FIELD_REVISION_DATE,
	NLOG_FIELD_CHANGE_HISTORY,
};

#define ISSUE_FIELDS (sizeof(issue_fields) / sizeof(issue_fields[0]))

void nlog_fire_redated(judge *j, const rule *r)
{
	nlog_field_id fields[ISSUE_FIELDS];
	size_t count = 0;
	for (size_t i = 0; i < ISSUE_FIELDS; i++)
		if (nlog_amend_differs(j, issue_fields[i]))
			fields[count++] = issue_fields[i];
	if (count)
		nlog_amend_add_amendment(j, r, fields, count);
}

static void add_field_change(nlog_str *out, const difference *d)
{
	const nlog_field *field = nlog_field_of(d->field);
	nlog_str_addf(out, "%s: ", field->noun);
	if (field->type == NLOG_TYPE_HISTORY && d->change) {
		size_t rows = json_array_size(d->change->after);
		nlog_amend_add_count(out, rows, "entry", "entries");
	} else if (d->change) {
		nlog_amend_add_values(out, field->type, d->change->before,
				      d->change->after);
	} else {
		nlog_amend_add_values(out, NLOG_TYPE_LINE, d->printed->before,
				      d->printed->after);
	}
}

void nlog_describe_redated(const judge *j, const values *v, nlog_amendment *a)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_date before, after;
	bool both = j->step->before && nlog_notice_issued(j->step->before, &before) &&
		    nlog_notice_issued(j->step->after, &after);
	if (both && before.day != after.day) {
		nlog_str_add(&out, "issued ");
		nlog_amend_add_dates(&out, &before, &after);
	} else if (v->difference) {
		add_field_change(&out, v->difference);
	}
	a->summary = nlog_str_detach(&out);
}
