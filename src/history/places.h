/**
 * @file
 * The official sequence of a notice.
 */
#ifndef NOTICELOG_HISTORY_PLACES_H
#define NOTICELOG_HISTORY_PLACES_H

#include <noticelog/history.h>

/**
 * Settle a dossier as nlog_dossier_settle() does.
 *
 * @param room  borrowed, must outlive the dossier's official sequence, which is put there;
 *              for as many as there are revisions
 */
void history_settle_in(nlog_dossier *dossier, const nlog_revision **room);

/**
 * The revision behind which another stood when it was recorded: the last
 * that was recorded earlier, holds another place, and comes before it by issue.
 *
 * @return NULL if it was the first then
 */
const nlog_revision *history_before_when_recorded(const nlog_dossier *dossier,
						  const nlog_revision *revision);

/**
 * Which revision was in force after each was recorded: the last of the official
 * sequence of all that were recorded until then.
 *
 * @param in_force  filled, one for each revision of the dossier in recorded order;
 *                  NULL where nothing that the history's view has was in force
 */
void history_in_force(const nlog_history *history, const nlog_dossier *dossier,
		      const nlog_revision **in_force);

#endif
