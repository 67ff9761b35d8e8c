/**
 * @file
 * The notice that was read last: what follows it is read and compared beside it.
 */
#ifndef NOTICELOG_HISTORY_RECENT_H
#define NOTICELOG_HISTORY_RECENT_H

#include <noticelog/declare.h>
#include <noticelog/history.h>

/** What is known of a revision's timing. */
typedef enum { HISTORY_NOT_ASKED, HISTORY_UNTIMED, HISTORY_TIMED } history_timed;

/** All owned. Only a notice whose bytes are canonical is kept. */
typedef struct {
	char blob[NLOG_OID_SIZE];
	nlog_notice *notice;      /**< NULL: none */
	nlog_declarations *said;  /**< what it declares, or NULL: not read yet */
	const nlog_register *reg; /**< borrowed; by whose words it was read */
	const char *
		timed_key; /**< borrowed; the notice whose revisions `timed` knows, or NULL */
	size_t timed_count;   /**< how many revisions it has */
	history_timed *timed; /**< by number, rN at N */
} history_recent;

/** Keep a notice in place of the one before. */
void history_recent_keep(history_recent *recent, const char *blob,
			 const nlog_notice *notice);

/**
 * Take out what a notice declares, so that another one can be read meanwhile.
 *
 * @return owned; read now if it was not known
 */
nlog_declarations *history_recent_take_said(history_recent *recent, const char *blob,
					    const nlog_notice *notice,
					    const nlog_register *reg);

/** Put what a notice declares beside it; freed if that notice is not the one kept. */
void history_recent_put_said(history_recent *recent, const char *blob,
			     const nlog_register *reg, nlog_declarations *said);

/** @return what is known of the timing of a notice's revisions, to be read and filled: rN at N */
history_timed *history_recent_timed(history_recent *recent, const nlog_dossier *dossier);

void history_recent_clear(history_recent *recent);

/** @return that of a history; it changes with what is read */
history_recent *history_recent_of(const nlog_history *history);

#endif
