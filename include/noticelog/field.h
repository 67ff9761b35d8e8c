/**
 * @file
 * The field registry: one row for each member of a notice, in the order of a
 * printed notice. Parse, JSON, diff, rendering, CSV and the manual loop over it.
 *
 * Values are jansson values in these forms (doc/forms.md says more):
 *
 *     line       "604"                        date     "2025-05-02"
 *     count      1                            dates    ["2025-06-02"]
 *     periods    ["2025-07-08/2025-07-10"]    term     "face-to-face"
 *     economies  ["Lao PDR"]                  names    ["Tokyo"]
 *     seats      19, {"at_most": 18}, {"at_least": 20}
 *     text       array of paragraphs          items    array of items
 *     history    array of {"revision", "issued", "clause", "modification"}
 *     texts      {"Financial Arrangements": ["…"]}   (the member `other`)
 *     printed    {"closing_dates": "… by 7 April 2020."}  (the member `as_printed`)
 *
 * An absent member is NULL; a member that says *Not Applicable* is JSON null.
 */
#ifndef NOTICELOG_FIELD_H
#define NOTICELOG_FIELD_H

#include <noticelog/json.h>
#include <stdbool.h>

#include <noticelog/date.h>
#include <noticelog/str.h>

typedef enum {
	NLOG_TYPE_LINE,
	NLOG_TYPE_DATE,
	NLOG_TYPE_DATES,
	NLOG_TYPE_COUNT,
	NLOG_TYPE_PERIODS,
	NLOG_TYPE_ECONOMIES,
	NLOG_TYPE_NAMES,
	NLOG_TYPE_TERM,
	NLOG_TYPE_SEATS,
	NLOG_TYPE_TEXT,
	NLOG_TYPE_ITEMS,
	NLOG_TYPE_HISTORY,
	NLOG_TYPE_TEXTS,
	NLOG_TYPE_PRINTED,
	NLOG_TYPES /**< how many there are */
} nlog_type_id;

typedef enum {
	NLOG_FIELD_REFERENCE_NO,
	NLOG_FIELD_DATE_OF_ISSUE,
	NLOG_FIELD_REVISION_NO,
	NLOG_FIELD_REVISION_DATE,
	NLOG_FIELD_PROJECT_CODE,
	NLOG_FIELD_TITLE,
	NLOG_FIELD_TIMING,
	NLOG_FIELD_HOSTING_COUNTRIES,
	NLOG_FIELD_VENUE_CITIES,
	NLOG_FIELD_MODALITY,
	NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS,
	NLOG_FIELD_PARTICIPATING_COUNTRIES,
	NLOG_FIELD_EXCLUDED_COUNTRIES,
	NLOG_FIELD_OVERSEAS_PARTICIPANTS,
	NLOG_FIELD_LOCAL_PARTICIPANTS,
	NLOG_FIELD_CLOSING_DATES,
	NLOG_FIELD_REMARKS,
	NLOG_FIELD_OBJECTIVES,
	NLOG_FIELD_RATIONALE,
	NLOG_FIELD_BACKGROUND,
	NLOG_FIELD_TOPICS,
	NLOG_FIELD_OUTCOME,
	NLOG_FIELD_QUALIFICATIONS,
	NLOG_FIELD_SIGNATORY_NAME,
	NLOG_FIELD_SIGNATORY_TITLE,
	NLOG_FIELD_CHANGE_HISTORY,
	NLOG_FIELD_OTHER,
	NLOG_FIELD_AS_PRINTED,
	NLOG_FIELDS /**< how many there are; also "no field" */
} nlog_field_id;

/** Where a field stands in a printed notice. */
typedef enum {
	NLOG_PART_TOP,       /**< beside the heading: the reference number */
	NLOG_PART_HEADER,    /**< the block down to Remarks */
	NLOG_PART_BODY,      /**< Objectives … Qualifications, and other labels */
	NLOG_PART_SIGNATURE, /**< after the closing sentence */
	NLOG_PART_TABLE,     /**< the table at the end: change history */
	NLOG_PART_NONE,      /**< not printed by itself: as_printed */
} nlog_part;

/** One row of the registry; static. */
typedef struct {
	nlog_field_id id;
	const char *name;  /**< the JSON member, such as "closing_dates" */
	const char *label; /**< as the house layout prints it, such as "Closing Date" */
	const char *noun;  /**< in a sentence, such as "closing date" */
	nlog_type_id type;
	nlog_part part;
} nlog_field;

/** @return the row of id, static */
const nlog_field *nlog_field_of(nlog_field_id id);

/** @return the row whose name is the rank-th of all, from 0 on: the order of a stored form */
const nlog_field *nlog_field_by_name(size_t rank);

/** @return the row whose member is name, or NULL */
const nlog_field *nlog_field_named(nlog_slice name);

/** What is wrong with a value, and where below it. */
typedef struct {
	char pointer[160]; /**< JSON Pointer below the value: "" or "/0" or "/0/issued" */
	char text[160];
} nlog_value_fault;

/**
 * Is value (not NULL, not JSON null) a value of this type in standard and
 * normal form?
 *
 * @param fault  filled when it is not; may be NULL
 */
bool nlog_value_check(nlog_type_id type, const json_t *value, nlog_value_fault *fault);

/** @return the type's name, such as "periods"; static */
const char *nlog_type_name(nlog_type_id type);

/**
 * Append value as people read it: `8–10 July 2025`, `up to 18`, `A, B, and C`.
 * JSON null gives "Not Applicable", NULL an en dash. Texts and items are joined
 * by `; ` or a space, for one line.
 */
void nlog_value_add_human(nlog_str *out, nlog_type_id type, const json_t *value);

/** @return session `index` of periods; false if value has no such session */
bool nlog_value_period(const json_t *value, size_t index, nlog_period *out);

/** @return date `index` of dates, or the date itself; false if there is none */
bool nlog_value_date(const json_t *value, size_t index, nlog_date *out);

/** What a seats value says. */
typedef enum { NLOG_SEATS_EXACT, NLOG_SEATS_AT_MOST, NLOG_SEATS_AT_LEAST } nlog_seats_bound;

/** @return the number of seats, a bound as its number; NULL and null count as 0. bound may be NULL */
json_int_t nlog_value_seats(const json_t *value, nlog_seats_bound *bound);

/** @return the first entry or the line itself, as a slice; empty if there is none */
nlog_slice nlog_value_first(const json_t *value);

#endif
