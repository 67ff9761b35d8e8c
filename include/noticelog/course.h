/**
 * @file
 * The course of a notice: what was in force after each of its revisions was
 * recorded. It follows the register, not the official sequence: who asked on a day
 * was told what was in force then, errors in recording included, and a calendar
 * must be told when that becomes another.
 */
#ifndef NOTICELOG_COURSE_H
#define NOTICELOG_COURSE_H

#include <noticelog/list.h>

/** What was in force for a while. */
typedef struct {
	const nlog_revision *recorded; /**< whose recording brought it about; borrowed */
	const nlog_revision *revision; /**< the one in force; borrowed */
	nlog_status status;
	/** Owned: the values of that revision; NULL where it has none or says *Not Applicable*. */
	json_t *timing, *closing_dates, *hosting_countries, *venue_cities, *modality;
} nlog_state;

typedef struct {
	nlog_state *states; /**< in recorded order, at least one */
	size_t count, capacity;
	nlog_notice *notice; /**< owned; of the last state: as it is now */
} nlog_course;

/**
 * Follow a notice through the revisions that the history's view has.
 *
 * @param out  clear with nlog_course_clear(); empty on failure
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_course_load(nlog_course *out, const nlog_history *history,
		     const nlog_dossier *dossier, nlog_error *err);

/** Is the timing, the place (host, city, modality) or the status another? */
bool nlog_state_moves(const nlog_state *before, const nlog_state *after);
/** Is a closing date or the status another? */
bool nlog_state_moves_closing(const nlog_state *before, const nlog_state *after);

/**
 * How often the course made such a move. The first state is none.
 *
 * @param last  the state that the last of them led to, else the first; may be NULL
 */
unsigned nlog_course_moves(const nlog_course *course,
			   bool (*moves)(const nlog_state *before, const nlog_state *after),
			   const nlog_state **last);

void nlog_course_clear(nlog_course *course);

#endif
