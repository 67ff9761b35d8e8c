/* An entry of the log as a row. */
#include "index.h"

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <string.h>

/* What is said in one bit each. */
enum { IS_PLAIN = 1, NAMES_ITSELF = 2 };

#define FLAGS 3

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

/* @param room  what the list is put together in. @return NULL for no list */
static const char *unpack_list(unpacker *from, const index_state *state, nlog_str *room)
{
	size_t count = (size_t)unpack_number(from, (uint64_t)(from->end - from->at));

	for (size_t i = 0; i < count && !from->has_failed; i++) {
		if (i)
			nlog_str_addc(room, ' ');
		nlog_str_add(room, unpack_some_word(from, state));
	}
	return count ? nlog_str_text(room) : NULL;
}

/* How a day of issue is written: it should be a day, and need not be. */
enum { DAY_NONE, DAY_TEXT, DAY_DATE };

static void pack_day(nlog_str *out, const char *text)
{
	nlog_date day;

	if (text && nlog_date_from_iso(&day, nlog_slice_of(text))) {
		pack_number(out, DAY_DATE);
		pack_signed(out, day.day);
		return;
	}
	pack_number(out, text ? DAY_TEXT : DAY_NONE);
	if (text)
		pack_text(out, text);
}

/* Days from the year 0 to the year 9999. */
#define DAY_MIN (-719528)
#define DAY_MAX 2932896

static const char *unpack_day(unpacker *from, nlog_str *room)
{
	uint64_t form = unpack_number(from, DAY_DATE);
	int64_t day;

	if (form != DAY_DATE)
		return form == DAY_TEXT ? unpack_some_text(from) : NULL;
	day = unpack_signed(from);
	if (day < DAY_MIN || day > DAY_MAX)
		from->has_failed = true;
	else
		nlog_date_add_iso(room, (nlog_date){(int32_t)day});
	return nlog_str_text(room);
}

/* `KEY rN: `, with which our subjects begin. */
static void add_name(nlog_str *out, const nlog_entry *entry)
{
	nlog_str_addf(out, "%s r%u: ", entry->notice,
		      entry->revision ? entry->revision : entry->stated);
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

void index_entry_pack(nlog_str *out, const nlog_entry *entry, index_state *state)
{
	size_t named = name_length(entry);

	pack_number(out, (entry->is_plain ? IS_PLAIN : 0u) | (named ? NAMES_ITSELF : 0u));
	pack_hex(out, entry->commit);
	pack_word(out, state, entry->author_name);
	pack_word(out, state, entry->author_email);
	pack_instant(out, entry->authored);
	pack_instant(out, entry->recorded);
	pack_text(out, entry->subject + named);
	pack_text(out, entry->notice);
	pack_number(out, entry->revision);
	pack_number(out, entry->stated);
	pack_word(out, state, entry->kind);
	pack_day(out, entry->issued);
	pack_hex(out, entry->digest);
	pack_hex(out, entry->previous);
	pack_number(out, entry->corrects);
	pack_text(out, entry->source);
	pack_number(out, entry->source_size);
	pack_hex(out, entry->source_digest);
	pack_word(out, state, entry->rules);
	pack_list(out, state, entry->amendments);
	pack_number(out, entry->entry);
	pack_hex(out, entry->chain);
	pack_hex(out, entry->blob);
	pack_hex(out, entry->tree);
	pack_hex(out, entry->addendum);
	pack_word(out, state, entry->register_blob);
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

/* An entry that only tells what stood before another. */
static void forget_notice(nlog_entry *entry)
{
	entry->notice = NULL;
	entry->revision = 0;
}

/* Do the members of an entry go together? */
static bool fits(const nlog_entry *entry, unsigned flags)
{
	if (!entry->commit[0])
		return false;
	if (!entry->notice)
		return !entry->revision && !(flags & NAMES_ITSELF);
	return nlog_key_is_valid(nlog_slice_of(entry->notice)) &&
	       (!entry->revision || entry->blob[0]);
}

bool index_entry_unpack(nlog_log *log, nlog_slice bytes, const index_state *state,
			bool is_context)
{
	char digest[NLOG_DIGEST_SIZE], previous[NLOG_DIGEST_SIZE];
	char source[NLOG_DIGEST_SIZE], chain[NLOG_DIGEST_SIZE];
	char addendum[NLOG_DIGEST_SIZE];
	unpacker from = unpack_begin(bytes);
	unsigned flags = (unsigned)unpack_number(&from, FLAGS);
	nlog_str subject = NLOG_STR_INIT, issued = NLOG_STR_INIT;
	nlog_str amendments = NLOG_STR_INIT;
	nlog_entry entry = {.is_plain = (flags & IS_PLAIN) != 0};
	bool added;

	unpack_oid(&from, entry.commit);
	entry.author_name = unpack_some_word(&from, state);
	entry.author_email = unpack_some_word(&from, state);
	entry.authored = unpack_instant(&from);
	entry.recorded = unpack_instant(&from);
	entry.subject = unpack_some_text(&from);
	entry.notice = unpack_text(&from);
	entry.revision = (unsigned)unpack_number(&from, UINT32_MAX);
	entry.stated = (unsigned)unpack_number(&from, UINT32_MAX);
	entry.kind = unpack_some_word(&from, state);
	entry.issued = unpack_day(&from, &issued);
	entry.digest = unpack_hex(&from, digest);
	entry.previous = unpack_hex(&from, previous);
	entry.corrects = (unsigned)unpack_number(&from, UINT32_MAX);
	entry.source = unpack_text(&from);
	entry.source_size = unpack_number(&from, UINT64_MAX);
	entry.source_digest = unpack_hex(&from, source);
	entry.rules = unpack_word(&from, state);
	entry.amendments = unpack_list(&from, state, &amendments);
	entry.entry = (unsigned)unpack_number(&from, UINT32_MAX);
	entry.chain = unpack_hex(&from, chain);
	unpack_oid(&from, entry.blob);
	unpack_oid(&from, entry.tree);
	entry.addendum = unpack_hex(&from, addendum);
	unpack_register_blob(&from, state, entry.register_blob);
	added = unpack_is_whole(&from) && fits(&entry, flags);
	if (added && (flags & NAMES_ITSELF)) {
		add_name(&subject, &entry);
		nlog_str_add(&subject, entry.subject);
		entry.subject = nlog_str_text(&subject);
	}
	if (is_context)
		forget_notice(&entry);
	added = added && nlog_log_add(log, &entry);
	nlog_str_clear(&subject);
	nlog_str_clear(&issued);
	nlog_str_clear(&amendments);
	return added;
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

void index_entry_key(nlog_str *out, size_t place)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_ENTRY);
	add_ordered(out, (uint32_t)place);
}

void index_month_key(nlog_str *out, int32_t month)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_MONTH);
	add_ordered(out, (uint32_t)month);
}

void index_notice_key(nlog_str *out, const char *key)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_NOTICE);
	for (; *key; key++)
		nlog_str_addc(out,
			      *key >= 'A' && *key <= 'Z' ? (char)(*key - 'A' + 'a') : *key);
}
