/**
 * @file
 * The instrument that announces changes: a paragraph of Remarks, rows of a
 * change history, or an addendum, worded by the same tables that read such
 * announcements.
 *
 * Nothing is written that would be read in another way: each sentence is read
 * back before it is kept. Where the values cannot be put so, a plainer sentence
 * says only that the field has changed, except in an addendum, which is a patch; a
 * change of which nothing can be said is listed as unannounced.
 *
 * As JSON:
 *
 *     {"format": "noticelog-instrument/1", "as", "announcements", "rows", "unannounced"}
 *
 * `announcements` are {"field", "label", "text"}, label for `other` alone; `rows`
 * are those of a change history, in its form alone; `unannounced` are {"field", "label"}.
 */
#ifndef NOTICELOG_INSTRUMENT_H
#define NOTICELOG_INSTRUMENT_H

#include <noticelog/notice.h>
#include <noticelog/register.h>

#define NLOG_INSTRUMENT_FORMAT "noticelog-instrument/1"

typedef enum {
	NLOG_INSTRUMENT_REMARKS,
	NLOG_INSTRUMENT_CHANGE_HISTORY,
	NLOG_INSTRUMENT_ADDENDUM,
	NLOG_INSTRUMENT_FORMS /**< how many there are */
} nlog_instrument_form;

/** @return false if there is no form "remarks", "change-history" or "addendum" of that name */
bool nlog_instrument_form_from_name(nlog_instrument_form *out, nlog_slice name);

/** A change to be announced. All borrowed. */
typedef struct {
	const char *rule;     /**< what it amounts to, such as "timing.rescheduled" */
	nlog_field_id field;  /**< title for the activity as a whole */
	const char *label;    /**< of `other`; else NULL */
	const json_t *before; /**< NULL or null: it was not there */
	const json_t *after;  /**< NULL or null: it is no longer there */
} nlog_instrument_change;

/** What an instrument is written for. All borrowed for the call. */
typedef struct {
	nlog_instrument_form form;
	const nlog_notice *before; /**< the notice that an addendum amends; may be NULL */
	const nlog_notice *after;  /**< the notice with the changes */
	const nlog_register *reg;
	unsigned number;  /**< of the revision in a change history, or of the addendum */
	nlog_date issued; /**< of the instrument */
	nlog_date dated;  /**< of the notice that an addendum amends */
} nlog_instrument_sides;

typedef struct nlog_instrument nlog_instrument;

/**
 * Write the instrument that announces changes, in the order given.
 *
 * @param out  free with nlog_instrument_free()
 */
void nlog_instrument_write(nlog_instrument **out, const nlog_instrument_sides *sides,
			   const nlog_instrument_change *changes, size_t count);

nlog_instrument_form nlog_instrument_form_of(const nlog_instrument *instrument);

/** @return how many sentences it has: at least one for each change that it announces */
size_t nlog_instrument_count(const nlog_instrument *instrument);
/** @return sentence `index`, borrowed: of a change history, the modification */
const char *nlog_instrument_text(const nlog_instrument *instrument, size_t index);

/** @return the rows of a change history, as the field `change_history` has them; borrowed; empty for other forms */
const json_t *nlog_instrument_rows(const nlog_instrument *instrument);

/** @return how many changes it does not announce */
size_t nlog_instrument_unannounced(const nlog_instrument *instrument);
/** @return the name of the unannounced field or label, as printed, borrowed */
const char *nlog_instrument_unannounced_name(const nlog_instrument *instrument,
					     size_t index);

/** Append the whole instrument as a document: plain text, each line ended by a line feed. */
void nlog_instrument_add_document(nlog_str *out, const nlog_instrument *instrument);

/** @return the instrument as JSON, owned */
json_t *nlog_instrument_to_json(const nlog_instrument *instrument);

void nlog_instrument_free(nlog_instrument *instrument);

#endif
