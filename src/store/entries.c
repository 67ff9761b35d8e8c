/* A log's entries, and the texts that are theirs. */
#include "entries.h"

#include <noticelog/alloc.h>
#include <string.h>

#include "layout.h"
#include "message.h"

nlog_log *nlog_log_new(const char *head)
{
	nlog_log *log = nlog_alloc(sizeof(*log));
	size_t len = strnlen(head, NLOG_OID_LEN);

	memcpy(log->head, head, len);
	return log;
}

const char *store_log_keep(nlog_log *log, nlog_slice text)
{
	return nlog_pool_text(&log->texts, text);
}

void store_log_append(nlog_log *log, const nlog_entry *entry)
{
	NLOG_GROW(log->items, log->count, log->capacity);
	log->items[log->count++] = *entry;
}

void nlog_log_reserve(nlog_log *log, size_t count)
{
	if (count <= log->capacity)
		return;
	log->items = nlog_realloc_array(log->items, count, sizeof(*log->items));
	log->capacity = count;
}

nlog_entry *nlog_log_extend(nlog_log *log, size_t count)
{
	size_t first = log->count, wanted = first + count;

	if (wanted > log->capacity)
		nlog_log_reserve(log,
				 wanted > 2 * log->capacity ? wanted : 2 * log->capacity);
	log->count = wanted;
	return log->items + first;
}

void nlog_log_keep_take(nlog_log *log, nlog_pool *texts)
{
	nlog_pool_join(&log->texts, texts);
}

void nlog_log_join_take(nlog_log *log, nlog_log *other)
{
	nlog_pool_join(&log->texts, &other->texts);
	NLOG_JOIN(log->items, log->count, log->capacity, other->items, other->count);
	nlog_log_free(other);
}

/* ---- from a commit */

/* Keep foreign text made visible; one that equals `same` (NULL: none) is shared. */
static const char *keep_visible(nlog_log *log, nlog_slice text, const char *same)
{
	nlog_str visible = NLOG_STR_INIT;
	const char *kept = same;

	nlog_str_add_visible(&visible, text);
	if (!same || !nlog_slice_is(nlog_str_slice(&visible), same))
		kept = store_log_keep(log,
				      (nlog_slice){nlog_str_text(&visible), visible.len});
	nlog_str_clear(&visible);
	return kept;
}

static const char *keep_optional(nlog_log *log, nlog_slice text)
{
	return text.len ? store_log_keep(log, text) : NULL;
}

static nlog_instant instant_of(git_time when)
{
	int64_t seconds = when.time < 0 ? 0 : when.time;

	return (nlog_instant){
		.seconds = seconds > NLOG_INSTANT_MAX ? NLOG_INSTANT_MAX : seconds,
		.offset_minutes = when.offset,
	};
}

static nlog_slice first_line(nlog_slice message)
{
	const char *end = message.len ? memchr(message.data, '\n', message.len) : NULL;

	return end ? (nlog_slice){message.data, (size_t)(end - message.data)} : message;
}

static void fill_source(nlog_entry *entry, nlog_log *log, nlog_slice value, bool is_brief)
{
	nlog_str name = NLOG_STR_INIT;
	nlog_slice digest;
	uint64_t size;

	if (!value.len || !store_source_parse(value, &name, &size, &digest))
		return;
	entry->source = keep_visible(log, nlog_str_slice(&name), NULL);
	if (!is_brief) {
		entry->source_size = size;
		entry->source_digest = store_log_keep(log, digest);
	}
	nlog_str_clear(&name);
}

static void fill_trailers(nlog_entry *entry, nlog_log *log, nlog_slice message,
			  bool is_brief)
{
	store_trailers found;

	entry->is_plain = !store_trailers_parse(&found, message);
	entry->kind = entry->is_plain ? STORE_KIND_PLAIN : found.kind;
	if (entry->is_plain)
		return;
	entry->notice = keep_optional(log, found.notice);
	entry->stated = found.revision;
	entry->issued = keep_optional(log, found.issued);
	if (!is_brief) {
		entry->digest = keep_optional(log, found.digest);
		entry->previous = keep_optional(log, found.previous);
	}
	entry->corrects = found.corrects;
	fill_source(entry, log, found.source, is_brief);
	entry->rules = keep_optional(log, found.rules);
	entry->amendments = keep_optional(log, found.amendments);
	entry->entry = found.entry;
	entry->chain = keep_optional(log, found.chain);
}

void store_log_entry_of(nlog_entry *out, nlog_log *log, const store_commit *commit,
			const nlog_entry *last, bool is_brief)
{
	nlog_entry entry = {.tree = "", .register_blob = ""};

	store_oid_to_text(entry.commit, &commit->id);
	entry.author_name =
		keep_visible(log, commit->author_name, last ? last->author_name : NULL);
	entry.author_email =
		keep_visible(log, commit->author_email, last ? last->author_email : NULL);
	entry.authored = instant_of(commit->authored);
	entry.recorded = instant_of(commit->committed);
	entry.subject = keep_visible(log, first_line(commit->message), NULL);
	fill_trailers(&entry, log, commit->message, is_brief);
	*out = entry;
}

/* ---- as others see it */

size_t nlog_log_count(const nlog_log *log)
{
	return log->count;
}

const nlog_entry *nlog_log_get(const nlog_log *log, size_t index)
{
	return &log->items[index];
}

const char *nlog_log_head(const nlog_log *log)
{
	return log->head;
}

void nlog_log_free(nlog_log *log)
{
	if (!log)
		return;
	nlog_pool_clear(&log->texts);
	nlog_free(log->items);
	nlog_free(log);
}
