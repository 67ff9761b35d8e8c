/* Which rule a declared change of a field announces, by its words or by its values. */
#include <noticelog/scan.h>

#include "declare.h"

/* Rules of the fields whose changes are declared; the other fields change silently. */
static const struct {
	const char *either, *more, *less;
} field_rules[NLOG_FIELDS] = {
	[NLOG_FIELD_TITLE] = {"title.changed", NULL, NULL},
	[NLOG_FIELD_TIMING] = {"timing.rescheduled", "timing.extended", "timing.shortened"},
	[NLOG_FIELD_HOSTING_COUNTRIES] = {"host.changed", NULL, NULL},
	[NLOG_FIELD_VENUE_CITIES] = {"venue.changed", NULL, NULL},
	[NLOG_FIELD_MODALITY] = {"modality.changed", NULL, NULL},
	[NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS] = {"organizer.changed", NULL, NULL},
	[NLOG_FIELD_PARTICIPATING_COUNTRIES] = {"eligibility.widened",
						"eligibility.widened",
						"eligibility.narrowed"},
	[NLOG_FIELD_EXCLUDED_COUNTRIES] = {"eligibility.narrowed", "eligibility.narrowed",
					   "eligibility.widened"},
	[NLOG_FIELD_OVERSEAS_PARTICIPANTS] = {"seats.increased", "seats.increased",
					      "seats.decreased"},
	[NLOG_FIELD_LOCAL_PARTICIPANTS] = {"seats.increased", "seats.increased",
					   "seats.decreased"},
	[NLOG_FIELD_CLOSING_DATES] = {"closing_date.extended", "closing_date.extended",
				      "closing_date.advanced"},
	[NLOG_FIELD_REMARKS] = {"remarks.changed", NULL, NULL},
	[NLOG_FIELD_OBJECTIVES] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_RATIONALE] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_BACKGROUND] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_TOPICS] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_OUTCOME] = {"content.changed", NULL, NULL},
	[NLOG_FIELD_QUALIFICATIONS] = {"qualifications.changed", NULL, NULL},
	[NLOG_FIELD_OTHER] = {"field.changed", NULL, NULL},
};

static direction sign(json_int_t delta)
{
	return delta > 0 ? MORE : delta < 0 ? LESS : EITHER;
}

/* What the two values say themselves. A moved start is neither more nor less. */
static direction direction_of_values(nlog_field_id field, const json_t *before,
				     const json_t *after)
{
	nlog_period p, q;
	nlog_date d, e;
	switch (nlog_field_of(field)->type) {
	case NLOG_TYPE_PERIODS:
		if (!nlog_value_period(before, 0, &p) || !nlog_value_period(after, 0, &q) ||
		    p.start.day != q.start.day)
			return EITHER;
		return sign(nlog_period_days(q) - nlog_period_days(p));
	case NLOG_TYPE_DATES:
		if (!nlog_value_date(before, 0, &d) || !nlog_value_date(after, 0, &e))
			return EITHER;
		return sign(e.day - d.day);
	case NLOG_TYPE_SEATS:
		return sign(nlog_value_seats(after, NULL) - nlog_value_seats(before, NULL));
	default:
		return EITHER;
	}
}

static bool is_other_kind(const nlog_register *reg, const json_t *before,
			  const json_t *after)
{
	const nlog_kind *a = nlog_scan_kind(reg, nlog_json_slice(before), NULL);
	const nlog_kind *b = nlog_scan_kind(reg, nlog_json_slice(after), NULL);
	return a && b && a != b;
}

const char *nlog_declare_rule_of_field(nlog_field_id field, direction words,
				       const json_t *before, const json_t *after,
				       const nlog_register *reg, bool *any)
{
	*any = false;
	if (field == NLOG_FIELD_TITLE && before && after &&
	    is_other_kind(reg, before, after))
		return "activity.converted";
	direction way = words;
	if (way == EITHER && before && after)
		way = direction_of_values(field, before, after);
	*any = way == EITHER;
	const char *rule = way == MORE   ? field_rules[field].more
			   : way == LESS ? field_rules[field].less
					 : NULL;
	return rule ? rule : field_rules[field].either;
}
