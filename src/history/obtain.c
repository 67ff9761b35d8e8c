/* Where a history's log comes from: the index, or a walk over the commits. */
#include "obtain.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <string.h>

static bool is_number(nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.len > 0;
}

/* Is what stands behind the @ found among the notice's own revisions? A commit may be another's. */
static bool is_own_revision(nlog_slice revision)
{
	nlog_date day;

	return nlog_slice_is(revision, "latest") || is_number(revision) ||
	       nlog_date_from_iso(&day, revision);
}

/* The key that a NOTICE would have; "" where it takes the whole history to tell. */
static void find_key(nlog_str *key, const char *notice)
{
	nlog_slice name = nlog_slice_of(notice);
	ptrdiff_t at = nlog_slice_find(name, "@");

	if (at >= 0 && !is_own_revision(nlog_slice_from(name, (size_t)at + 1)))
		return;
	if (at >= 0)
		name.len = (size_t)at;
	if (nlog_key_from_code(key, name, NULL))
		nlog_str_truncate(key, 0);
}

/* The entries that the scope asks for. What had been recorded by a day takes all of them. */
static int obtain_part(nlog_log **out, nlog_index *index, const nlog_history_view *view,
		       const nlog_history_scope *scope)
{
	nlog_index_query query = {
		.has_since = scope->has_since,
		.since = scope->since,
		.jobs = scope->jobs ? scope->jobs : nlog_parallel_jobs(),
		.has_now = view->has_now,
		.now = view->now,
	};
	nlog_str key = NLOG_STR_INIT;
	int rc = NLOG_ENOTFOUND;

	if (scope->notice)
		find_key(&key, scope->notice);
	if (key.len)
		query.key = nlog_str_text(&key);
	if (!view->has_as_known && (scope->notice ? query.key != NULL : query.has_since))
		rc = nlog_index_log_of(out, index, &query);
	nlog_str_clear(&key);
	return rc;
}

int history_obtain_log(nlog_log **out, const nlog_store *store, nlog_index *index,
		       const nlog_history_view *view, const nlog_history_scope *scope,
		       nlog_error *err)
{
	if (index && scope && obtain_part(out, index, view, scope) == 0)
		return 0;
	if (index && nlog_index_log(out, index) == 0)
		return 0;
	return scope && scope->is_brief ? nlog_store_log_brief(out, store, err)
					: nlog_store_log(out, store, err);
}
