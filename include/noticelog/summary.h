/**
 * @file
 * A summary: what changed for a country since it was last told, what it has to
 * do, and by when.
 *
 * What a country was told is the register as it was known at a commit of its
 * ledger; the net effect is that state against the one in force now, whatever
 * was recorded in between, corrections and backfills too. Nothing is told twice,
 * nothing is left out. A country that was never told gets everything in force
 * that concerns it and is not over.
 *
 * Several summaries of one day are made together: they share what is compared.
 */
#ifndef NOTICELOG_SUMMARY_H
#define NOTICELOG_SUMMARY_H

#include <noticelog/country.h>
#include <noticelog/ledger.h>
#include <noticelog/list.h>
#include <noticelog/message.h>
#include <noticelog/net.h>

/** The part of a summary that an item stands in. */
typedef enum {
	NLOG_SUMMARY_TO_DO,
	NLOG_SUMMARY_GOOD_TO_KNOW,
	NLOG_SUMMARY_NO_LONGER_YOURS,
	NLOG_SUMMARY_PARTS, /**< how many there are */
} nlog_summary_part;

/** @return "to do", "good to know" or "no longer yours"; static */
const char *nlog_summary_part_name(nlog_summary_part part);

/**
 * The net effect on one notice of what was recorded since a revision of it was
 * told. Shared by the countries that were told the same.
 */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *told; /**< NULL: nothing was told of it */
	/** From the revision told to the one in force; without a side before if nothing was told. */
	nlog_net net;
	nlog_history_step *way; /**< what net.steps points to */
	size_t way_count;
	nlog_comparison *steps; /**< of each step of the way, for its evidence */
	json_t *said; /**< owned; where which field was announced, for its evidence */
	/** What was told is our own error, and corrected since. */
	bool is_corrected;
} nlog_summary_effect;

/** Days that matter, on the day of the summary. */
typedef struct {
	bool has_closing, has_closing_before;
	nlog_date closing; /**< the next closing date; when all have passed, the last */
	nlog_date closing_before;            /**< of the same session, as it was told */
	int32_t days_left, days_left_before; /**< negative when it has passed */
	bool had_passed; /**< it is later now, and had passed when that was issued */
	bool has_start;
	nlog_date start; /**< of the next session; when all have begun, the last */
	bool starts_before_closing; /**< and did not when it was told */
	bool is_over;               /**< its last session has ended */
} nlog_summary_days;

/** Something to do. */
typedef struct {
	nlog_message_id message;
	bool has_due; /**< false: at once */
	nlog_date due;
} nlog_summary_action;

/** A field that is again what the country was told before it was last told. */
typedef struct {
	nlog_field_id field;
	char *key;      /**< owned; of `other`: the label, else NULL */
	nlog_date told; /**< when it was told the value that is taken back */
} nlog_summary_taken_back;

/** One notice in a summary. */
typedef struct {
	const nlog_dossier *dossier;
	const nlog_revision *revision; /**< in force */
	const nlog_summary_effect *effect;
	/** Its revision in force; borrowed from the effect. The one before: effect->net.comparison. */
	const nlog_notice *notice;
	nlog_country_role role;        /**< newly invited and dropped among them */
	nlog_country_role role_before; /**< as it was told: none of these two */
	nlog_status status;
	nlog_severity severity; /**< what it is to this country in its role */
	nlog_summary_part part;
	nlog_summary_days days;
	nlog_summary_action *actions; /**< by what is due first */
	size_t action_count, action_capacity;
	nlog_summary_taken_back *taken_back; /**< by field, then by key */
	size_t taken_back_count, taken_back_capacity;
	char *text; /**< owned; in words, in one line: what changed, and what to do */
} nlog_summary_item;

/** What one country is told. */
typedef struct {
	const nlog_economy *country;
	bool is_first;   /**< it was never told */
	nlog_date since; /**< the day on which it was last told, or the one asked for */
	const nlog_entry *since_entry; /**< what was known then; NULL if is_first */
	nlog_ledger ledger;
	nlog_summary_item *items; /**< by part; to do by what is due first; else by key */
	size_t count, capacity;
	size_t counts[NLOG_SUMMARY_PARTS];
} nlog_summary;

/** Since when. */
typedef enum {
	NLOG_SINCE_LAST,   /**< since it was last told */
	NLOG_SINCE_DAY,    /**< since the register was as known at the end of a day */
	NLOG_SINCE_COMMIT, /**< since the register was as of a commit */
} nlog_summary_since;

/** How summaries are made; all borrowed for the call. */
typedef struct {
	nlog_date on; /**< the day of the summary */
	nlog_summary_since since;
	nlog_date since_day;
	const char *since_commit;  /**< a full id */
	const nlog_filter *filter; /**< its country is not asked; NULL: everything */
	/** Called as notices go by; NULL: nobody asks. */
	void (*progress)(size_t done, size_t total, void *data);
	void *progress_data;
} nlog_summary_options;

typedef struct nlog_summaries nlog_summaries;

/**
 * Make the summaries of several countries for one day.
 *
 * @param out        free with nlog_summaries_free(); untouched on failure
 * @param history    borrowed, must outlive *out; as the view sees it
 * @param countries  of the history's register; borrowed
 * @return 0; NLOG_ENOTFOUND if the history does not have the commit asked for;
 *         NLOG_EDAMAGED
 */
int nlog_summaries_load(nlog_summaries **out, const nlog_history *history,
			const nlog_economy *const *countries, size_t count,
			const nlog_summary_options *options, nlog_error *err);

size_t nlog_summaries_count(const nlog_summaries *summaries);
/** @return summary `index`, in the order in which countries were named; borrowed */
const nlog_summary *nlog_summaries_get(const nlog_summaries *summaries, size_t index);
/**
 * Is a summary meant for anybody: for a member of the day, or a country that was
 * one and has still something to be told?
 */
bool nlog_summary_is_addressed(const nlog_summaries *summaries,
			       const nlog_summary *summary);
/** @return the history that they are made of; borrowed */
const nlog_history *nlog_summaries_history(const nlog_summaries *summaries);
/** @return their day */
nlog_date nlog_summaries_day(const nlog_summaries *summaries);
/** @return the commit that they tell of, "" for an empty register; borrowed */
const char *nlog_summaries_head(const nlog_summaries *summaries);
void nlog_summaries_free(nlog_summaries *summaries);

/**
 * The words in which a step announces what an amendment of the net effect is
 * about: the last step that has such words.
 *
 * @param revision  which revision says it
 * @return the amendment of that step, with its evidence; NULL if none announces it
 */
const nlog_amendment *nlog_summary_evidence(const nlog_summary_effect *effect,
					    const nlog_amendment *amendment,
					    const nlog_revision **revision);

/** Append a day without its year where that is the year of `on`: `26 July`. */
void nlog_summary_add_day(nlog_str *out, nlog_date day, nlog_date on);

/** @return what `summary -f json` prints, owned */
json_t *nlog_summary_to_json(const nlog_summaries *summaries, const nlog_summary *summary);

#endif
