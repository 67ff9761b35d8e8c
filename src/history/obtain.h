/**
 * @file
 * Where a history's log comes from.
 */
#ifndef NOTICELOG_HISTORY_OBTAIN_H
#define NOTICELOG_HISTORY_OBTAIN_H

#include <noticelog/history.h>

/**
 * The log, from the index where there is one that can tell, else by walking.
 *
 * @param index  NULL: none
 * @param scope  NULL: the whole log is asked for
 */
int history_obtain_log(nlog_log **out, const nlog_store *store, nlog_index *index,
		       const nlog_history_view *view, const nlog_history_scope *scope,
		       nlog_error *err);

#endif
