/* The notice that was read last: what follows it is read and compared beside it. */
#include "recent.h"

#include <noticelog/alloc.h>
#include <string.h>

static bool holds(const history_recent *recent, const char *blob)
{
	return recent->notice && strcmp(recent->blob, blob) == 0;
}

static void forget_notice(history_recent *recent)
{
	nlog_notice_free(recent->notice);
	nlog_declarations_free(recent->said);
	recent->notice = NULL;
	recent->said = NULL;
}

void history_recent_keep(history_recent *recent, const char *blob,
			 const nlog_notice *notice)
{
	forget_notice(recent);
	memcpy(recent->blob, blob, sizeof(recent->blob));
	recent->notice = nlog_notice_copy(notice);
}

nlog_declarations *history_recent_take_said(history_recent *recent, const char *blob,
					    const nlog_notice *notice,
					    const nlog_register *reg)
{
	nlog_declarations *said = NULL;

	if (holds(recent, blob) && recent->reg == reg) {
		said = recent->said;
		recent->said = NULL;
	}
	if (!said)
		nlog_declarations_read(&said, notice, reg);
	return said;
}

void history_recent_put_said(history_recent *recent, const char *blob,
			     const nlog_register *reg, nlog_declarations *said)
{
	if (!holds(recent, blob)) {
		nlog_declarations_free(said);
		return;
	}
	nlog_declarations_free(recent->said);
	recent->said = said;
	recent->reg = reg;
}

history_timed *history_recent_timed(history_recent *recent, const nlog_dossier *dossier)
{
	/* Whoever records adds revisions to it. */
	if (recent->timed_key != dossier->key || recent->timed_count != dossier->count) {
		nlog_free(recent->timed);
		recent->timed =
			nlog_alloc_array(dossier->count + 1, sizeof(*recent->timed));
		recent->timed_key = dossier->key;
		recent->timed_count = dossier->count;
	}
	return recent->timed;
}

void history_recent_clear(history_recent *recent)
{
	forget_notice(recent);
	nlog_free(recent->timed);
	*recent = (history_recent){.notice = NULL};
}
