/* Entries of the log: as many as stand in a row, one behind the other. */
#include "index.h"

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <string.h>

/* What is said in one bit each. */
enum {
	IS_PLAIN = 1,
	NAMES_ITSELF = 2, /* the subject begins with the notice and its revision */
	IS_ALONE = 4,     /* the folder has nothing but notice.json */
};

#define FLAGS 7

/* A text that many entries have: its number, or itself behind 0. */
static void pack_word(nlog_str *out, index_state *state, const char *text)
{
	int word = text ? index_state_word(state, text) : -1;

	pack_number(out, (uint64_t)(word + 1));
	if (word < 0)
		pack_text(out, text);
}

static const char *unpack_word(unpacker *from, const index_state *state)
{
	size_t word = (size_t)unpack_number(from, state->word_count);

	return word ? state->words[word - 1] : unpack_text(from);
}

static const char *unpack_some_word(unpacker *from, const index_state *state)
{
	const char *text = unpack_word(from, state);

	if (text)
		return text;
	from->has_failed = true;
	return "";
}

/* Rule ids, of which there are few, parted by blanks. */
static void pack_list(nlog_str *out, index_state *state, const char *text)
{
	size_t count = text ? 1 : 0;

	for (const char *at = text; at && (at = strchr(at, ' ')); at++)
		count++;
	pack_number(out, count);
	while (count--) {
		size_t len = strcspn(text, " ");
		char *word = nlog_strndup(text, len);

		pack_word(out, state, word);
		nlog_free(word);
		text += len + 1;
	}
}

/* @param room  what the list is put together in; NULL: it is passed over. @return NULL for no list */
static const char *unpack_list(unpacker *from, const index_state *state, nlog_str *room)
{
	size_t count = (size_t)unpack_number(from, (uint64_t)(from->end - from->at));

	for (size_t i = 0; i < count && !from->has_failed; i++) {
		const char *word = unpack_some_word(from, state);

		if (room && i)
			nlog_str_addc(room, ' ');
		if (room)
			nlog_str_add(room, word);
	}
	return room && count ? nlog_str_text(room) : NULL;
}

/* How a day of issue is written: it should be a day, and need not be. */
enum { DAY_NONE, DAY_TEXT, DAY_DATE };

static void pack_day(nlog_str *out, const char *text, nlog_instant recorded)
{
	nlog_date day;

	if (text && nlog_date_from_iso(&day, nlog_slice_of(text))) {
		pack_number(out, DAY_DATE);
		pack_signed(out, (int64_t)day.day - nlog_instant_day(recorded).day);
		return;
	}
	pack_number(out, text ? DAY_TEXT : DAY_NONE);
	if (text)
		pack_text(out, text);
}

/* Days from the year 0 to the year 9999. */
#define DAY_MIN (-719528)
#define DAY_MAX 2932896

/* @param room  as above */
static const char *unpack_day(unpacker *from, nlog_instant recorded, nlog_str *room)
{
	uint64_t form = unpack_number(from, DAY_DATE);
	int64_t day;

	if (form != DAY_DATE)
		return form == DAY_TEXT ? unpack_some_text(from) : NULL;
	day = unpack_signed(from);
	if (day < DAY_MIN - DAY_MAX || day > DAY_MAX - DAY_MIN) {
		from->has_failed = true;
		return NULL;
	}
	day += nlog_instant_day(recorded).day;
	if (day < DAY_MIN || day > DAY_MAX)
		from->has_failed = true;
	else if (room)
		nlog_date_add_iso(room, (nlog_date){(int32_t)day});
	return room ? nlog_str_text(room) : NULL;
}

/* `KEY rN: `, with which our subjects begin. */
static void add_name(nlog_str *out, const nlog_entry *entry)
{
	nlog_str_add(out, entry->notice);
	nlog_str_add(out, " r");
	nlog_str_add_int(out, entry->revision ? entry->revision : entry->stated, 1);
	nlog_str_add(out, ": ");
}

static size_t name_length(const nlog_entry *entry)
{
	nlog_str name = NLOG_STR_INIT;
	size_t len = 0;

	if (entry->notice)
		add_name(&name, entry);
	if (name.len && nlog_slice_starts(nlog_slice_of(entry->subject), name.data))
		len = name.len;
	nlog_str_clear(&name);
	return len;
}

/* A time against one that was before, which most are near to. */
static void pack_later(nlog_str *out, nlog_instant instant, nlog_instant before)
{
	pack_signed(out, instant.seconds - before.seconds);
	pack_signed(out, (int64_t)instant.offset_minutes - before.offset_minutes);
}

static nlog_instant unpack_later(unpacker *from, nlog_instant before)
{
	int64_t seconds = unpack_signed(from), offset = unpack_signed(from);

	/* What was before is within its bounds, so that no sum is too large. */
	if (seconds >= -NLOG_INSTANT_MAX && seconds <= NLOG_INSTANT_MAX &&
	    offset >= INT32_MIN && offset <= INT32_MAX) {
		seconds += before.seconds;
		offset += before.offset_minutes;
	}
	if (seconds < 0 || seconds > NLOG_INSTANT_MAX || offset < INT16_MIN ||
	    offset > INT16_MAX) {
		from->has_failed = true;
		return before;
	}
	return (nlog_instant){.seconds = seconds, .offset_minutes = (int)offset};
}

static bool is_alone(const nlog_entry *entry)
{
	char tree[NLOG_OID_SIZE];

	if (entry->is_alone || !entry->blob[0])
		return entry->is_alone;
	nlog_layout_folder_of_one(tree, entry->blob);
	return strcmp(entry->tree, tree) == 0;
}

void index_entry_pack(index_block *out, const nlog_entry *entry, index_state *state)
{
	nlog_str *text = &out->text, *ids = &out->ids;
	size_t named = name_length(entry);
	bool alone = is_alone(entry);

	pack_number(text, (entry->is_plain ? IS_PLAIN : 0u) | (named ? NAMES_ITSELF : 0u) |
				  (alone ? IS_ALONE : 0u));
	pack_hex(text, ids, entry->commit);
	pack_word(text, state, entry->author_name);
	pack_word(text, state, entry->author_email);
	pack_later(text, entry->recorded, out->recorded);
	pack_later(text, entry->authored, entry->recorded);
	pack_text(text, entry->subject + named);
	pack_text(text, entry->notice);
	pack_number(text, entry->revision);
	pack_signed(text, (int64_t)entry->stated - entry->revision);
	pack_word(text, state, entry->kind);
	pack_day(text, entry->issued, entry->recorded);
	pack_number(text, entry->corrects);
	pack_text(text, entry->source);
	pack_word(text, state, entry->rules);
	pack_list(text, state, entry->amendments);
	pack_signed(text, (int64_t)entry->entry - out->entry);
	pack_hex(text, ids, entry->chain);
	pack_hex(text, ids, entry->blob);
	if (!alone)
		pack_hex(text, ids, entry->tree);
	pack_hex(text, ids, entry->addendum);
	pack_word(text, state, entry->register_blob);
	out->recorded = entry->recorded;
	out->entry = entry->entry;
	out->count++;
}

void index_block_close(nlog_str *out, const index_block *block)
{
	pack_bytes(out, nlog_str_slice(&block->text));
	nlog_str_add_slice(out, nlog_str_slice(&block->ids));
}

int index_block_put(index_shelf *shelf, size_t number, const index_block *block,
		    nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT, bytes = NLOG_STR_INIT;
	int rc;

	index_block_key(&key, number);
	index_block_close(&bytes, block);
	rc = shelf_put(shelf, nlog_str_slice(&key), nlog_str_slice(&bytes), err);
	nlog_str_clear(&key);
	nlog_str_clear(&bytes);
	return rc;
}

void index_block_clear(index_block *block)
{
	nlog_str_clear(&block->text);
	nlog_str_clear(&block->ids);
	*block = (index_block){.count = 0};
}

static void unpack_register_blob(unpacker *from, const index_state *state,
				 char oid[NLOG_OID_SIZE])
{
	const char *text = unpack_some_word(from, state);
	size_t len = strlen(text);

	if (len != 0 &&
	    (len != NLOG_OID_LEN || strspn(text, "0123456789abcdef") != NLOG_OID_LEN)) {
		from->has_failed = true;
		len = 0;
	}
	memcpy(oid, text, len);
	oid[len] = '\0';
}

/* Of an entry that only tells what stood before another, or where the log ends. */
static nlog_entry context_of(const nlog_entry *entry)
{
	nlog_entry context = {
		.author_name = "",
		.author_email = "",
		.subject = "",
		.recorded = entry->recorded,
		.kind = entry->kind,
		.entry = entry->entry,
		.chain = entry->chain,
	};

	memcpy(context.commit, entry->commit, sizeof(context.commit));
	memcpy(context.register_blob, entry->register_blob, sizeof(context.register_blob));
	return context;
}

/* Do the members of an entry go together? */
static bool fits(const nlog_entry *entry, unsigned flags)
{
	if (!entry->commit[0] || ((flags & IS_ALONE) && !entry->blob[0]))
		return false;
	if (!entry->notice)
		return !entry->revision && !(flags & NAMES_ITSELF);
	return nlog_key_is_valid(nlog_slice_of(entry->notice)) &&
	       (!entry->revision || entry->blob[0]);
}

index_block_reader index_block_begin(nlog_slice bytes)
{
	index_block_reader reader = {.ids = unpack_begin(bytes)};

	reader.text = unpack_begin(unpack_bytes(&reader.ids));
	return reader;
}

void index_block_end(index_block_reader *reader)
{
	nlog_str_clear(&reader->subject);
	nlog_str_clear(&reader->issued);
	nlog_str_clear(&reader->amendments);
}

bool index_block_is_at_end(const index_block_reader *from)
{
	return from->text.at == from->text.end;
}

/* A number that stands near another one. */
static unsigned unpack_near(unpacker *from, unsigned other)
{
	int64_t step = unpack_signed(from);

	if (step < -(int64_t)other || step > (int64_t)UINT32_MAX - other) {
		from->has_failed = true;
		return 0;
	}
	return (unsigned)((int64_t)other + step);
}

/* Put the name before a subject that began with it. @param room  what it is put together in */
static void complete_subject(nlog_entry *entry, nlog_str *room)
{
	add_name(room, entry);
	nlog_str_add(room, entry->subject);
	entry->subject = nlog_str_text(room);
}

bool index_entry_unpack(index_block_reader *from, nlog_log *log, const index_state *state,
			bool is_context)
{
	char chain[NLOG_DIGEST_SIZE], addendum[NLOG_DIGEST_SIZE];
	unpacker *text = &from->text, *ids = &from->ids;
	unsigned flags = (unsigned)unpack_number(text, FLAGS);
	nlog_entry entry = {
		.is_plain = (flags & IS_PLAIN) != 0,
		.is_alone = (flags & IS_ALONE) != 0,
	};
	bool fine;

	nlog_str_truncate(&from->subject, 0);
	nlog_str_truncate(&from->issued, 0);
	nlog_str_truncate(&from->amendments, 0);
	unpack_oid(text, ids, entry.commit);
	entry.author_name = unpack_some_word(text, state);
	entry.author_email = unpack_some_word(text, state);
	entry.recorded = unpack_later(text, from->recorded);
	entry.authored = unpack_later(text, entry.recorded);
	entry.subject = unpack_some_text(text);
	entry.notice = unpack_text(text);
	entry.revision = (unsigned)unpack_number(text, UINT32_MAX);
	entry.stated = unpack_near(text, entry.revision);
	entry.kind = unpack_some_word(text, state);
	entry.issued = unpack_day(text, entry.recorded, log ? &from->issued : NULL);
	entry.corrects = (unsigned)unpack_number(text, UINT32_MAX);
	entry.source = unpack_text(text);
	entry.rules = unpack_word(text, state);
	entry.amendments = unpack_list(text, state, log ? &from->amendments : NULL);
	entry.entry = unpack_near(text, from->entry);
	entry.chain = unpack_hex(text, ids, chain);
	unpack_oid(text, ids, entry.blob);
	if (!entry.is_alone)
		unpack_oid(text, ids, entry.tree);
	entry.addendum = unpack_hex(text, ids, addendum);
	unpack_register_blob(text, state, entry.register_blob);
	from->recorded = entry.recorded;
	from->entry = entry.entry;
	fine = !text->has_failed && !ids->has_failed && fits(&entry, flags);
	if (fine && log && is_context)
		entry = context_of(&entry);
	else if (fine && log && (flags & NAMES_ITSELF))
		complete_subject(&entry, &from->subject);
	return fine && (!log || nlog_log_add(log, &entry));
}

int index_block_read(index_shelf *shelf, size_t number, const index_state *state,
		     nlog_log *log, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	index_block_reader reader;
	nlog_slice bytes;
	int rc;

	index_block_key(&key, number);
	rc = shelf_get(shelf, nlog_str_slice(&key), &bytes, err);
	nlog_str_clear(&key);
	if (rc)
		return rc;
	reader = index_block_begin(bytes);
	while (!rc && !index_block_is_at_end(&reader))
		if (!index_entry_unpack(&reader, log, state, false))
			rc = nlog_error_set(err, NLOG_EDAMAGED,
					    "an entry of the index is not of our form");
	index_block_end(&reader);
	return rc;
}

/* ---- keys */

int32_t index_month_of(nlog_date day)
{
	int year, month, day_of_month;

	nlog_date_split(day, &year, &month, &day_of_month);
	return year * 12 + month - 1;
}

/* Rows lie in the order of their bytes: the highest first. */
static void add_ordered(nlog_str *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(number >> shift));
}

void index_block_key(nlog_str *out, size_t number)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_ENTRIES);
	add_ordered(out, (uint32_t)number);
}

void index_month_key(nlog_str *out, int32_t month)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_MONTH);
	add_ordered(out, (uint32_t)month);
}
