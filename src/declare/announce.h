/* What the writers of this room share: the sentence of one announced change. */
#ifndef DECLARE_ANNOUNCE_H
#define DECLARE_ANNOUNCE_H

#include <noticelog/instrument.h>

#include "declare.h"

/* In what form, and in whose words, changes are announced. */
typedef struct {
	nlog_instrument_form form;
	const nlog_register *reg;
	const nlog_notice *after; /* the notice in which it will stand */
} announcer;

/*
 * Append the sentence that announces a change, and to *second the other one of
 * two. @return false, and both as they were, if none would be read back as it
 */
bool nlog_announce(nlog_str *out, nlog_str *second, const announcer *a,
		   const nlog_instrument_change *c);
/* @return what the row of a change history has as its clause, borrowed from the change */
const char *nlog_announce_clause(const nlog_instrument_change *c);

#endif
