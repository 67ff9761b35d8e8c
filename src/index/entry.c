/* Entries of the log, written into the columns of a row. */
#include "entry.h"

#include <assert.h>
#include <noticelog/alloc.h>
#include <string.h>

#include "entry_forms.h"

static void put_number(index_block *out, int which, uint64_t number)
{
	out->numbers[which][out->count] = number;
}

static void put_signed(index_block *out, int which, int64_t number)
{
	put_number(out, which, pack_sign(number));
}

static void put_text(index_block *out, int which, const char *text)
{
	if (text)
		column_put(&out->bytes[which], out->count, nlog_slice_of(text));
}

/* Those of one entry stand one behind the other; they are counted when it is complete. */
static void add_odd(index_block *out, const char *text)
{
	pack_text(&out->bytes[ENTRY_ODD].data, text);
}

/* What says which word it is. Of words that find no room the text is put beside it. */
static unsigned code_of(index_block *out, index_state *state, const char *text)
{
	int word = text ? index_state_word(state, text) : -1;

	if (text && word < 0)
		add_odd(out, text);
	return !text ? TEXT_NONE : word < 0 ? TEXT_ODD : TEXT_KNOWN + (unsigned)word;
}

static void put_word(index_block *out, int which, index_state *state, const char *text)
{
	put_number(out, which, code_of(out, state, text));
}

/* An id or digest; any other text is an odd one. */
static void put_hex(index_block *out, int which, const char *text)
{
	char bytes[NLOG_DIGEST_LEN / 2];
	size_t len = text ? pack_hex_bytes(bytes, text) : 0;

	if (text)
		column_put(&out->bytes[which], out->count, (nlog_slice){bytes, len});
	if (text && !len)
		add_odd(out, text);
}

static void put_oid(index_block *out, int which, const char *oid)
{
	put_hex(out, which, *oid ? oid : NULL);
}

/* Rule ids, of which there are few, parted by blanks. */
static void put_amendments(index_block *out, index_state *state, const char *text)
{
	nlog_str codes = NLOG_STR_INIT;

	for (const char *at = text; at; at = *at ? at + 1 : NULL) {
		size_t len = strcspn(at, " ");
		char *word = nlog_strndup(at, len);

		nlog_str_addc(&codes, (char)(unsigned char)code_of(out, state, word));
		nlog_free(word);
		at += len;
	}
	if (text)
		column_put(&out->bytes[ENTRY_AMENDMENTS], out->count,
			   nlog_str_slice(&codes));
	nlog_str_clear(&codes);
}

static void put_issued(index_block *out, const char *text, nlog_instant recorded)
{
	nlog_date day;

	if (text && nlog_date_from_iso(&day, nlog_slice_of(text))) {
		int64_t step = (int64_t)day.day - nlog_instant_day(recorded).day;

		put_number(out, ENTRY_ISSUED, TEXT_KNOWN + pack_sign(step));
		return;
	}
	put_number(out, ENTRY_ISSUED, text ? TEXT_ODD : TEXT_NONE);
	if (text)
		add_odd(out, text);
}

/* How long `KEY rN: ` is, if the subject begins so. */
static size_t name_length(const nlog_entry *entry)
{
	nlog_str name = NLOG_STR_INIT;
	size_t len = 0;

	if (entry->notice) {
		nlog_str_add(&name, entry->notice);
		nlog_str_add(&name, " r");
		nlog_str_add_int(&name, entry->revision ? entry->revision : entry->stated,
				 1);
		nlog_str_add(&name, ": ");
	}
	if (name.len && nlog_slice_starts(nlog_slice_of(entry->subject), name.data))
		len = name.len;
	nlog_str_clear(&name);
	return len;
}

static bool is_alone(const nlog_entry *entry)
{
	char tree[NLOG_OID_SIZE];

	if (entry->is_alone || !entry->blob[0])
		return entry->is_alone;
	nlog_layout_folder_of_one(tree, entry->blob);
	return strcmp(entry->tree, tree) == 0;
}

static void put_recorded(index_block *out, nlog_instant recorded, unsigned number)
{
	if (!out->count) {
		out->first = out->recorded = recorded;
		out->first_number = out->number = number;
	}
	put_signed(out, ENTRY_RECORDED, recorded.seconds - out->recorded.seconds);
	put_signed(out, ENTRY_RECORDED_OFFSET,
		   (int64_t)recorded.offset_minutes - out->recorded.offset_minutes);
	put_signed(out, ENTRY_NUMBER, (int64_t)number - out->number);
	out->recorded = recorded;
	out->number = number;
}

/* Odd texts are read in the order in which they are put here: first those of a context. */
void index_entry_pack(index_block *out, const nlog_entry *entry, index_state *state)
{
	column_writer *odd = &out->bytes[ENTRY_ODD];
	size_t odd_start = odd->data.len, named = name_length(entry);
	bool alone = is_alone(entry);

	assert(out->count < INDEX_BLOCK);
	put_word(out, ENTRY_KIND, state, entry->kind);
	put_word(out, ENTRY_REGISTER, state, entry->register_blob);
	put_recorded(out, entry->recorded, entry->entry);
	put_oid(out, ENTRY_COMMIT, entry->commit);
	put_hex(out, ENTRY_CHAIN, entry->chain);

	put_number(out, ENTRY_FLAGS,
		   (entry->is_plain ? IS_PLAIN : 0u) | (named ? NAMES_ITSELF : 0u) |
			   (alone ? IS_ALONE : 0u));
	put_word(out, ENTRY_AUTHOR_NAME, state, entry->author_name);
	put_word(out, ENTRY_AUTHOR_EMAIL, state, entry->author_email);
	put_signed(out, ENTRY_AUTHORED, entry->authored.seconds - entry->recorded.seconds);
	put_signed(out, ENTRY_AUTHORED_OFFSET,
		   (int64_t)entry->authored.offset_minutes -
			   entry->recorded.offset_minutes);
	put_text(out, ENTRY_NOTICE, entry->notice);
	put_text(out, ENTRY_SUBJECT, entry->subject + named);
	put_text(out, ENTRY_SOURCE, entry->source);
	put_number(out, ENTRY_REVISION, entry->revision);
	put_signed(out, ENTRY_STATED, (int64_t)entry->stated - entry->revision);
	put_issued(out, entry->issued, entry->recorded);
	put_number(out, ENTRY_CORRECTS, entry->corrects);
	put_word(out, ENTRY_RULES, state, entry->rules);
	put_amendments(out, state, entry->amendments);
	put_oid(out, ENTRY_BLOB, entry->blob);
	put_oid(out, ENTRY_TREE, alone ? "" : entry->tree);
	put_hex(out, ENTRY_ADDENDUM, entry->addendum);
	if (odd->data.len > odd_start)
		odd->sizes[out->count] = odd->data.len - odd_start + 1;
	out->count++;
}

size_t index_block_close(nlog_str *out, const index_block *block)
{
	size_t plain = 0;

	pack_number(out, block->count);
	pack_instant(out, block->first);
	pack_number(out, block->first_number);
	for (size_t i = 0; i < ENTRY_NUMBERS; i++)
		column_pack(out, block->numbers[i], block->count);
	for (size_t i = 0; i < ENTRY_BYTES; i++)
		column_pack(out, block->bytes[i].sizes, block->count);
	for (size_t i = 0; i < ENTRY_BYTES; i++) {
		nlog_str_add_slice(out, nlog_str_slice(&block->bytes[i].data));
		if (i >= ENTRY_IDS)
			plain += block->bytes[i].data.len;
	}
	return plain;
}

int index_block_put(index_shelf *shelf, size_t number, const index_block *block,
		    nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT, bytes = NLOG_STR_INIT;
	size_t plain = index_block_close(&bytes, block);
	int rc;

	index_block_key(&key, number);
	rc = shelf_put_partly_plain(shelf, nlog_str_slice(&key), nlog_str_slice(&bytes),
				    plain, err);
	nlog_str_clear(&key);
	nlog_str_clear(&bytes);
	return rc;
}

void index_block_clear(index_block *block)
{
	for (size_t i = 0; i < ENTRY_BYTES; i++)
		nlog_str_clear(&block->bytes[i].data);
	*block = (index_block){.count = 0};
}
