/* The field registry: what a notice consists of, in the order of a printed one. */
#include <noticelog/field.h>

#include <stdlib.h>
#include <string.h>

#define FIELD(ID, NAME, LABEL, NOUN, TYPE, PART)                                           \
	[NLOG_FIELD_##ID] = {.id = NLOG_FIELD_##ID,                                        \
			     .name = NAME,                                                 \
			     .label = LABEL,                                               \
			     .noun = NOUN,                                                 \
			     .type = NLOG_TYPE_##TYPE,                                     \
			     .part = NLOG_PART_##PART}

/* clang-format off */
static const nlog_field fields[NLOG_FIELDS] = {
	FIELD(REFERENCE_NO, "reference_no", "Reference No.", "reference", LINE, TOP),
	FIELD(DATE_OF_ISSUE, "date_of_issue", "Date of Issue", "date of issue", DATE, HEADER),
	FIELD(REVISION_NO, "revision_no", "Revision No.", "revision number", COUNT, HEADER),
	FIELD(REVISION_DATE, "revision_date", "Revision Date", "revision date", DATE, HEADER),
	FIELD(PROJECT_CODE, "project_code", "Project Code", "project code", LINE, HEADER),
	FIELD(TITLE, "title", "Title", "title", LINE, HEADER),
	FIELD(TIMING, "timing", "Timing", "timing", PERIODS, HEADER),
	FIELD(HOSTING_COUNTRIES, "hosting_countries", "Hosting Country(ies)", "host", ECONOMIES, HEADER),
	FIELD(VENUE_CITIES, "venue_cities", "Venue City(ies)", "venue", NAMES, HEADER),
	FIELD(MODALITY, "modality", "Modality", "modality", TERM, HEADER),
	FIELD(IMPLEMENTING_ORGANIZATIONS, "implementing_organizations", "Implementing Organization(s)", "organizer", NAMES, HEADER),
	FIELD(PARTICIPATING_COUNTRIES, "participating_countries", "Participating Country(ies)", "participating countries", ECONOMIES, HEADER),
	FIELD(EXCLUDED_COUNTRIES, "excluded_countries", "Excluded Country(ies)", "excluded countries", ECONOMIES, HEADER),
	FIELD(OVERSEAS_PARTICIPANTS, "overseas_participants", "Overseas Participants", "overseas seats", SEATS, HEADER),
	FIELD(LOCAL_PARTICIPANTS, "local_participants", "Local Participants", "local seats", SEATS, HEADER),
	FIELD(CLOSING_DATES, "closing_dates", "Closing Date", "closing date", DATES, HEADER),
	FIELD(REMARKS, "remarks", "Remarks", "remarks", TEXT, HEADER),
	FIELD(OBJECTIVES, "objectives", "Objectives", "objectives", TEXT, BODY),
	FIELD(RATIONALE, "rationale", "Rationale", "rationale", TEXT, BODY),
	FIELD(BACKGROUND, "background", "Background", "background", TEXT, BODY),
	FIELD(TOPICS, "topics", "Topics", "topics", ITEMS, BODY),
	FIELD(OUTCOME, "outcome", "Outcome", "outcome", TEXT, BODY),
	FIELD(QUALIFICATIONS, "qualifications", "Qualifications", "qualifications", ITEMS, BODY),
	FIELD(SIGNATORY_NAME, "signatory_name", "Signatory", "signatory", LINE, SIGNATURE),
	FIELD(SIGNATORY_TITLE, "signatory_title", "Signatory's Title", "signatory's title", LINE, SIGNATURE),
	FIELD(CHANGE_HISTORY, "change_history", "Change History", "change history", HISTORY, TABLE),
	FIELD(OTHER, "other", "Other", "other", TEXTS, BODY),
	FIELD(AS_PRINTED, "as_printed", "As Printed", "printed words", PRINTED, NONE),
};
/* clang-format on */

const nlog_field *nlog_field_of(nlog_field_id id)
{
	return &fields[id];
}

/* In the order of their names, which is that of a stored form. */
static const nlog_field_id by_name[NLOG_FIELDS] = {
	NLOG_FIELD_AS_PRINTED,
	NLOG_FIELD_BACKGROUND,
	NLOG_FIELD_CHANGE_HISTORY,
	NLOG_FIELD_CLOSING_DATES,
	NLOG_FIELD_DATE_OF_ISSUE,
	NLOG_FIELD_EXCLUDED_COUNTRIES,
	NLOG_FIELD_HOSTING_COUNTRIES,
	NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS,
	NLOG_FIELD_LOCAL_PARTICIPANTS,
	NLOG_FIELD_MODALITY,
	NLOG_FIELD_OBJECTIVES,
	NLOG_FIELD_OTHER,
	NLOG_FIELD_OUTCOME,
	NLOG_FIELD_OVERSEAS_PARTICIPANTS,
	NLOG_FIELD_PARTICIPATING_COUNTRIES,
	NLOG_FIELD_PROJECT_CODE,
	NLOG_FIELD_QUALIFICATIONS,
	NLOG_FIELD_RATIONALE,
	NLOG_FIELD_REFERENCE_NO,
	NLOG_FIELD_REMARKS,
	NLOG_FIELD_REVISION_DATE,
	NLOG_FIELD_REVISION_NO,
	NLOG_FIELD_SIGNATORY_NAME,
	NLOG_FIELD_SIGNATORY_TITLE,
	NLOG_FIELD_TIMING,
	NLOG_FIELD_TITLE,
	NLOG_FIELD_TOPICS,
	NLOG_FIELD_VENUE_CITIES,
};

const nlog_field *nlog_field_by_name(size_t rank)
{
	return &fields[by_name[rank]];
}

static int compare_name(const void *name, const void *id)
{
	const nlog_slice *wanted = name;
	nlog_slice other = nlog_slice_of(fields[*(const nlog_field_id *)id].name);
	size_t shared = wanted->len < other.len ? wanted->len : other.len;
	int order = memcmp(wanted->data, other.data, shared);

	return order ? order : (wanted->len > other.len) - (wanted->len < other.len);
}

const nlog_field *nlog_field_named(nlog_slice name)
{
	const nlog_field_id *found = name.len ? bsearch(&name, by_name, NLOG_FIELDS,
							sizeof(*by_name), compare_name)
					      : NULL;

	return found ? &fields[*found] : NULL;
}
