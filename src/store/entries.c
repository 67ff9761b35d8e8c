/* A log's entries, and the room that their strings lie in. */
#include "entries.h"

#include <noticelog/alloc.h>
#include <string.h>

#include "layout.h"
#include "message.h"

#define CHUNK_SIZE ((size_t)64 << 10)

nlog_log *nlog_log_new(const char *head)
{
	nlog_log *log = nlog_alloc(sizeof(*log));
	size_t len = strnlen(head, NLOG_OID_LEN);

	memcpy(log->head, head, len);
	return log;
}

const char *store_log_keep(nlog_log *log, nlog_slice text)
{
	char *at;

	if (text.len + 1 > log->room) {
		log->room = text.len + 1 > CHUNK_SIZE ? text.len + 1 : CHUNK_SIZE;
		NLOG_GROW(log->chunks, log->chunk_count, log->chunk_capacity);
		log->chunks[log->chunk_count] = nlog_alloc(log->room);
		/* Filled from its end, so that `room` alone says where. */
		log->chunk_count++;
	}
	log->room -= text.len + 1;
	at = log->chunks[log->chunk_count - 1] + log->room;
	memcpy(at, text.data, text.len);
	at[text.len] = '\0';
	return at;
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

void nlog_log_join_take(nlog_log *log, nlog_log *other)
{
	/* The last chunk is the one that has room. */
	if (other->chunk_count)
		log->room = other->room;
	NLOG_JOIN(log->chunks, log->chunk_count, log->chunk_capacity, other->chunks,
		  other->chunk_count);
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
	nlog_entry entry = {0};

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

/* ---- from elsewhere */

/* The same author records many in a row; the string of the entry before is as good. */
static const char *keep_copy(nlog_log *log, const char *text, const char *before)
{
	if (!text || (before && strcmp(text, before) == 0))
		return text ? before : NULL;
	return store_log_keep(log, nlog_slice_of(text));
}

bool nlog_log_add(nlog_log *log, const nlog_entry *entry)
{
	static const nlog_entry nobody = {.commit = ""};
	const nlog_entry *last = log->count ? &log->items[log->count - 1] : &nobody;
	const char *kind = store_kind_named(nlog_slice_of(entry->kind));
	nlog_entry copy = *entry;

	if (!kind)
		return false;
	copy.kind = kind;
	copy.author_name = keep_copy(log, entry->author_name, last->author_name);
	copy.author_email = keep_copy(log, entry->author_email, last->author_email);
	copy.subject = keep_copy(log, entry->subject, NULL);
	copy.notice = keep_copy(log, entry->notice, last->notice);
	copy.issued = keep_copy(log, entry->issued, last->issued);
	copy.digest = keep_copy(log, entry->digest, NULL);
	copy.previous = keep_copy(log, entry->previous, NULL);
	copy.source = keep_copy(log, entry->source, NULL);
	copy.source_digest = keep_copy(log, entry->source_digest, NULL);
	copy.rules = keep_copy(log, entry->rules, last->rules);
	copy.amendments = keep_copy(log, entry->amendments, last->amendments);
	copy.chain = keep_copy(log, entry->chain, NULL);
	copy.addendum = keep_copy(log, entry->addendum, NULL);
	store_log_append(log, &copy);
	return true;
}

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
	for (size_t i = 0; i < log->chunk_count; i++)
		nlog_free(log->chunks[i]);
	nlog_free(log->chunks);
	nlog_free(log->items);
	nlog_free(log);
}
