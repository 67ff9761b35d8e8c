/**
 * @file
 * Messages: the words that a summary says to a country, in one catalogue.
 *
 * A text has named places, `{country}`; a row lists the names that it may use.
 * The member `messages` of a register.json can say any of them in other words.
 * Its rows are in src/register/messages.c.
 */
#ifndef NOTICELOG_MESSAGE_H
#define NOTICELOG_MESSAGE_H

#include <noticelog/register.h>

typedef enum {
	NLOG_M_TITLE,
	NLOG_M_TITLE_FIRST,
	NLOG_M_PART_TO_DO,
	NLOG_M_PART_KNOW,
	NLOG_M_PART_NO_LONGER,
	NLOG_M_PART_AMENDMENTS,
	NLOG_M_NOTHING,
	NLOG_M_NOTHING_FIRST,
	NLOG_M_BY,
	NLOG_M_AT_ONCE,
	NLOG_M_ITEM_TO_DO,
	NLOG_M_ITEM,
	NLOG_M_HEAD_NOTICE,
	NLOG_M_HEAD_ROLE,
	NLOG_M_HEAD_WHAT,
	NLOG_M_HEAD_REVISION,
	NLOG_M_HEAD_DATES,
	NLOG_M_HEAD_CLOSES,
	NLOG_M_HEAD_TITLE,
	NLOG_M_HEAD_TOLD,
	NLOG_M_HEAD_LAST,
	NLOG_M_HEAD_LATE,
	NLOG_M_ROLE_NONE,
	NLOG_M_ROLE_HOST,
	NLOG_M_ROLE_CO_HOST,
	NLOG_M_ROLE_PARTICIPANT,
	NLOG_M_ROLE_NEWLY_INVITED,
	NLOG_M_ROLE_DROPPED,
	NLOG_M_NOW_HOST,
	NLOG_M_NO_LONGER_HOST,
	NLOG_M_NOT_PARTICIPATING,
	NLOG_M_NOT_HOSTING,
	NLOG_M_EXCLUDED,
	NLOG_M_SUSPENDED,
	NLOG_M_AMENDED,
	NLOG_M_MOVED,
	NLOG_M_SET,
	NLOG_M_FORMAL,
	NLOG_M_ALSO,
	NLOG_M_RESTORED,
	NLOG_M_DISREGARD,
	NLOG_M_RESTORED_MORE,
	NLOG_M_FORMER,
	NLOG_M_CORRECTED,
	NLOG_M_STATUS,
	NLOG_M_OVER,
	NLOG_M_CLOSING_EXTENDED,
	NLOG_M_CLOSING_REOPENED,
	NLOG_M_CLOSING_ADVANCED,
	NLOG_M_CLOSING_GONE,
	NLOG_M_CLOSING_PASSED,
	NLOG_M_LEFT,
	NLOG_M_START_FIRST,
	NLOG_M_DO_NOMINATE,
	NLOG_M_INVITED,
	NLOG_M_WHERE_IN,
	NLOG_M_WHERE,
	NLOG_M_DO_HOST,
	NLOG_M_DO_CHECK_NOMINEES,
	NLOG_M_DO_TELL_NOMINEES,
	NLOG_M_DO_AWAIT_DATES,
	NLOG_M_DO_CONFIRM_NOMINEES,
	NLOG_M_DO_KEEP_DATES,
	NLOG_M_DO_NEW_DATES,
	NLOG_M_DO_TRAVEL,
	NLOG_M_DO_CHANGE_TRAVEL,
	NLOG_M_DO_READ_CONDITIONS,
	NLOG_M_DO_CHECK_QUALIFICATIONS,
	NLOG_M_KNOW_NO_TRAVEL,
	NLOG_M_KNOW_SEATS,
	NLOG_M_HOST_CONVERTED,
	NLOG_M_HOST_CANCELLED,
	NLOG_M_HOST_POSTPONED,
	NLOG_M_HOST_REINSTATED,
	NLOG_M_HOST_DATES,
	NLOG_M_HOST_ONLINE,
	NLOG_M_HOST_ROOMS,
	NLOG_M_HOST_VENUE,
	NLOG_M_HOST_CLOSING,
	NLOG_M_HOST_SEATS,
	NLOG_M_WAY_TOLD,
	NLOG_M_WAY_STEP,
	NLOG_M_WAY_STEP_NAMED,
	NLOG_M_WAY_CORRECTION,
	NLOG_M_EVIDENCE,
	NLOG_M_MARGIN_RESTORED,
	NLOG_M_MARGIN_ALSO,
	NLOG_M_AGAIN,
	NLOG_M_PUT_BACK,
	NLOG_M_EDITORIAL,
	NLOG_M_SILENCED,
	NLOG_M_CHECKPOINT,
	NLOG_M_INDEX_TITLE,
	NLOG_M_INDEX_MEMBER,
	NLOG_M_INDEX_NEXT,
	NLOG_M_INDEX_CALENDAR,
	NLOG_M_INDEX_FEED,
	NLOG_M_LEDGER_TITLE,
	NLOG_M_LEDGER_NEVER,
	NLOG_M_LEDGER_TOLD,
	NLOG_M_LEDGER_KNEW,
	NLOG_M_LEDGER_NOTHING,
	NLOG_M_LEDGER_LATE,
	NLOG_M_LEDGER_IN_TIME,
	NLOG_M_LATE_INVITATION,
	NLOG_M_LATE_CLOSING,
	NLOG_M_LATE_START,
	NLOG_M_LATE_CLOSING_UNTOLD,
	NLOG_M_LATE_START_UNTOLD,
	NLOG_M_COUNT, /**< how many there are */
} nlog_message_id;

/** One row of the catalogue; static. */
typedef struct {
	const char *id;   /**< "summary.title" */
	const char *text; /**< "{country} · as of {day}" */
	const char *
		places; /**< the names that a text may use, parted by blanks: "country day" */
} nlog_message;

/** @return the row of id, static */
const nlog_message *nlog_message_of(nlog_message_id id);
/** @return the row whose id is that text, or NULL */
const nlog_message *nlog_message_named(nlog_slice id);

/** What stands at a named place; borrowed. */
typedef struct {
	const char *place;
	const char *text;
} nlog_message_value;

/**
 * Append a message in the register's words, else in the catalogue's.
 *
 * @param values  one for each place of the row, whether its text uses it or not
 */
void nlog_message_add(nlog_str *out, const nlog_register *reg, nlog_message_id id,
		      const nlog_message_value *values, size_t count);

/** The same for a message without places. */
void nlog_message_add_plain(nlog_str *out, const nlog_register *reg, nlog_message_id id);

/**
 * Does a text use the named places of a row alone, each in well-formed braces?
 *
 * @param why  when it does not: what is wrong; added to
 */
bool nlog_message_fits(const nlog_message *message, nlog_slice text, nlog_str *why);

#endif
