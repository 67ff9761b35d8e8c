/**
 * @file
 * What the document of a withdrawal says of itself.
 */
#ifndef HISTORY_WITHDRAWAL_H
#define HISTORY_WITHDRAWAL_H

#include <noticelog/history.h>

/**
 * The reference number that the document of a withdrawal states.
 *
 * @param out  owned; NULL if it was recorded without a document, or states none
 * @return 0, or NLOG_EDAMAGED
 */
int history_withdrawal_reference(const nlog_history *history, const nlog_revision *revision,
				 char **out, nlog_error *err);

#endif
