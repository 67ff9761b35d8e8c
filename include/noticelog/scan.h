/**
 * @file
 * Values as people write them: dates, periods, seats, economies, names, terms.
 *
 * Everything here reads words and says how many bytes it understood; what to do
 * about the rest is the caller's decision. Text is expected in normal form,
 * but for the line feeds of a value. Everything takes linear time.
 */
#ifndef NOTICELOG_SCAN_H
#define NOTICELOG_SCAN_H

#include <noticelog/finding.h>
#include <noticelog/register.h>

/**
 * What a printed value means as a value of a field's type.
 *
 * `lossless` counts what is in the other members as kept: a caller that puts
 * them in no field must keep the printed words, unless its own field says the
 * same.
 */
typedef struct {
	json_t *value; /**< in standard form, owned; NULL where the words give none; JSON null: Not Applicable */
	bool lossless;     /**< false: some words are not in value, keep the printed text */
	json_t *countries; /**< seats: the countries listed inside, owned, or NULL. modality, venue: the country in it */
	json_t *cities;    /**< modality: the city in brackets, owned, or NULL */
	bool keyed; /**< venue: its places are keyed by session, and the keys are not in the value */
	json_t *excluded; /**< economies, seats: the countries after "except", owned, or NULL */
} nlog_scanned;

void nlog_scanned_clear(nlog_scanned *scanned);

/**
 * Read a whole printed value of a field.
 *
 * Never fails: words that mean nothing for the type (also `To be announced`)
 * give value NULL and lossless false. Findings say what was strange: day
 * counts, impossible dates, economies; at most 50 for one value. That words
 * are lost is the caller's to report.
 *
 * - Agreeing counts of days and days of the week, `Session 1:` in order and
 *   spelling by vocabulary lose nothing.
 * - Seats with a list of countries always lose words.
 * - Of several closing dates in prose, only those keyed by session give
 *   several; else the first that is neither an NPO's own nor an old one.
 * - An entry of a venue behind a city and a comma is its country, if it has a
 *   country's name, on the roster or not.
 * - Lines below an organizer's first are its address, unless every line is
 *   evidently an organization.
 * - Another modality than those of the vocabulary is the value as printed.
 *
 * @param field  one whose type is neither history, texts nor printed
 * @param text   the printed value; lines are parted by LF; a paragraph break is two
 */
void nlog_scan_field(nlog_scanned *out, const nlog_register *reg, nlog_field_id field,
		     nlog_slice text, nlog_findings *findings, nlog_place place);

/** Read a date at the start of text (`22nd April 2017`, `2 June 2025`). @return bytes read, 0 if there is none */
size_t nlog_scan_date(nlog_slice text, nlog_date *out);

/** Read a period, or one day, at the start of text (`8–10 July 2025`, `24-29 July, 2017`). @return bytes read, 0 if there is none */
size_t nlog_scan_period(nlog_slice text, nlog_period *out);

/** Find the first date in prose. @return false if there is none; *offset and *len say where it is */
bool nlog_scan_find_date(nlog_slice text, nlog_date *out, size_t *offset, size_t *len);

/** Find the first period (or day) in prose. @return false if there is none */
bool nlog_scan_find_period(nlog_slice text, nlog_period *out, size_t *offset, size_t *len);

/** Find the first project code or letter reference (`25-IN-09-GE-LOM-077`). @return its slice of text, empty if none */
nlog_slice nlog_scan_find_code(nlog_slice text);

/**
 * The kind of activity of a title: its head noun phrase by the vocabulary,
 * before its first preposition, colon, comma or dash. Its last noun decides
 * (`Workshop Meeting` is a meeting), what stands before it does not. Words of
 * the vocabulary may go on over the preposition (`Training of Trainers`).
 *
 * @param phrase  the words up to that noun, such as `Special Workshop`, without
 *                a leading article; borrowed from title, untouched if there is
 *                no kind; may be NULL
 * @return the kind, or NULL if the title names none
 */
const nlog_kind *nlog_scan_kind(const nlog_register *reg, nlog_slice title,
				nlog_slice *phrase);

/** @return the activity type in a project code (`LOM` in `25-IN-09-GE-LOM`), borrowed; empty if it has none */
nlog_slice nlog_scan_code_type(nlog_slice code);

#endif
