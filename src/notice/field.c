/* The field registry: what a notice consists of, in the order of a printed one. */
#include <noticelog/field.h>

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

const nlog_field *nlog_field_named(nlog_slice name)
{
	for (size_t i = 0; i < NLOG_FIELDS; i++)
		if (nlog_slice_is(name, fields[i].name))
			return &fields[i];
	return NULL;
}
