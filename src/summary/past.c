/* A history seen back: entries by commit and day, and the register of then. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <string.h>

void summary_past_begin(summary_past *past, const nlog_history *history)
{
	const nlog_log *log = nlog_history_log(history);

	*past = (summary_past){
		.history = history, .commits = json_object(), .registers = json_object()};
	for (size_t i = 0; i < nlog_history_entries(history); i++)
		json_object_set_new(past->commits, nlog_log_get(log, i)->commit,
				    json_integer((json_int_t)i));
}

const nlog_entry *summary_past_entry(const summary_past *past, const char *commit)
{
	const json_t *index = json_object_get(past->commits, commit);

	return index ? nlog_log_get(nlog_history_log(past->history),
				    (size_t)json_integer_value(index))
		     : NULL;
}

const nlog_entry *summary_past_day(const summary_past *past, nlog_date day)
{
	const nlog_log *log = nlog_history_log(past->history);
	size_t count = nlog_history_entries(past->history);

	/* The last commit by parents counts, and all before it. */
	while (count &&
	       nlog_instant_day(nlog_log_get(log, count - 1)->recorded).day > day.day)
		count--;
	return count ? nlog_log_get(log, count - 1) : NULL;
}

/* The register.json of a blob, read once; the built-in one where it is none. */
static int register_of(summary_past *past, const char *blob, const nlog_register **out,
		       nlog_error *err)
{
	const json_t *known = json_object_get(past->registers, blob);
	nlog_str text = NLOG_STR_INIT;
	nlog_register *reg = NULL;
	int rc = 0;

	if (known) {
		*out = past->read[json_integer_value(known)];
		return 0;
	}
	if (*blob)
		rc = nlog_store_read_blob(nlog_history_store(past->history), blob, &text,
					  err);
	if (!rc && (!*blob ||
		    nlog_register_read(&reg, "register.json", nlog_str_slice(&text), NULL)))
		nlog_register_builtin(&reg);
	nlog_str_clear(&text);
	if (rc)
		return rc;
	NLOG_GROW(past->read, past->count, past->capacity);
	json_object_set_new(past->registers, blob, json_integer((json_int_t)past->count));
	past->read[past->count++] = reg;
	*out = reg;
	return 0;
}

int summary_past_told(summary_past *past, const nlog_economy *country,
		      const nlog_entry *until, nlog_date on, summary_told *out,
		      nlog_error *err)
{
	size_t count = nlog_history_entries(past->history);
	const nlog_entry *last =
		count ? nlog_log_get(nlog_history_log(past->history), count - 1) : NULL;
	const nlog_register *reg;
	int rc;

	*out = (summary_told){.until = until, .on = on, .country = country};
	if (!until || strcmp(until->register_blob, last->register_blob) == 0)
		return 0;
	out->is_other_register = true;
	rc = register_of(past, until->register_blob, &reg, err);
	if (!rc)
		out->country = nlog_register_find_economy(reg, nlog_slice_of(country->iso));
	return rc;
}

void summary_past_end(summary_past *past)
{
	for (size_t i = 0; i < past->count; i++)
		nlog_register_free(past->read[i]);
	nlog_free(past->read);
	json_decref(past->commits);
	json_decref(past->registers);
	*past = (summary_past){.history = NULL};
}
