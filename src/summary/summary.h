/**
 * @file
 * What the parts of a summary share.
 */
#ifndef NOTICELOG_SUMMARY_PRIVATE_H
#define NOTICELOG_SUMMARY_PRIVATE_H

#include <noticelog/summary.h>

/** What a country was told: the register as known up to an entry, on a day. */
typedef struct {
	const nlog_entry *until; /**< the last entry known; NULL: it was told nothing */
	nlog_date on;
	const nlog_economy *country; /**< by the register of then; NULL: it had none such */
	bool is_other_register;      /**< another register.json than today's judged it */
} summary_told;

/** Commits of a history by id, and the registers that were read of it. */
typedef struct {
	const nlog_history *history;
	json_t *commits;   /**< id → index of its last entry */
	json_t *registers; /**< blob → index into read */
	nlog_register **read;
	size_t count, capacity;
} summary_past;

void summary_past_begin(summary_past *past, const nlog_history *history);
/** @return the last entry of a commit, or NULL if the history does not have it */
const nlog_entry *summary_past_entry(const summary_past *past, const char *commit);
/** @return the last entry known at the end of a day; NULL if there was none */
const nlog_entry *summary_past_day(const summary_past *past, nlog_date day);
/**
 * A country as the register of an entry knows it.
 *
 * @param out  borrows from past; until is the entry
 * @return 0, or NLOG_EDAMAGED
 */
int summary_past_told(summary_past *past, const nlog_economy *country,
		      const nlog_entry *until, nlog_date on, summary_told *out,
		      nlog_error *err);
void summary_past_end(summary_past *past);

/** Load the net effect on a dossier. @param told  NULL: nothing was told of it */
int summary_effect_load(nlog_summary_effect *out, const nlog_history *history,
			const nlog_dossier *dossier, const nlog_revision *told,
			nlog_error *err);
/** Is there anything in it? */
bool summary_effect_is_empty(const nlog_summary_effect *effect);
void summary_effect_clear(nlog_summary_effect *effect);

/** The days that matter. @param before  NULL: nothing was told */
void summary_days_fill(nlog_summary_days *out, const nlog_notice *before,
		       const nlog_notice *after, nlog_date issued, nlog_date day);
/** Has the last session of a notice ended? */
bool summary_is_over(const nlog_notice *notice, nlog_date day);

/** The order of what is taken back. */
int summary_by_field(const void *a, const void *b);
/** Is an amendment's field one that the item takes back? @return the entry, or NULL */
const nlog_summary_taken_back *summary_taken_back(const nlog_summary_item *item,
						  const nlog_amendment *amendment);

/** What an amendment is to a country in a role. */
typedef struct {
	nlog_severity severity; /**< no graver than the amendment's own */
	bool has_message;
	nlog_message_id message; /**< what to do, or to know */
	bool is_action;
	bool has_due; /**< of an action; false: at once */
	nlog_date due;
} summary_meaning;

/** What one amendment means for the country of an item. */
summary_meaning summary_meaning_of(const nlog_summary_item *item,
				   const nlog_amendment *amendment, nlog_date day);

/** Is it the venue or the host of an activity that is held online? */
bool summary_is_about_place(const nlog_summary_item *item, const nlog_amendment *amendment);

/** Fill severity, actions and part: all else of the item is there. */
void summary_plan(nlog_summary_item *item, nlog_date day);

/** Fill the item's text: all else of it is there. */
void summary_add_words(nlog_summary_item *item, const nlog_summary *summary,
		       const nlog_register *reg, nlog_date day);

#endif
